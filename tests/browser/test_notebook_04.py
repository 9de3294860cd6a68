"""Notebook 04 in a real JupyterLab: it runs, and SlopeLab, ChainLab and BugLab answer."""

import re

from lab import wait_until


def test_notebook_04(notebook):
    notebook.open("04-follow-the-chain-rule.ipynb").run_labs()
    assert notebook.errors() == []
    the_secant_becomes_the_tangent(notebook.lab("Distance ε"))
    one_unit_is_followed_link_by_link(notebook.lab("Graph"))
    numbers_of_the_network_follow_a_weight(notebook.lab("Graph", nth=1))
    a_bug_is_found(notebook.lab("The bug is"))
    a_prediction_is_commented(notebook)
    an_exercise_answers(notebook)
    assert notebook.violations() == []
    assert notebook.elsewhere == []


def the_secant_becomes_the_tangent(lab):
    before = lab.image_bytes()
    lab.slider("Distance ε").press("ArrowLeft", times=10)
    lab.slider("Distance ε").wait_for_readout("0.1")
    before = lab.wait_for_change(before)
    lab.wait_for_status("ε = 0.1: rise 0.3310 / run 0.1000 = slope of the secant 3.3100")

    lab.slider("Point x").press("ArrowLeft", times=4)
    lab.slider("Point x").wait_for_readout("0.80")
    before = lab.wait_for_change(before)
    lab.wait_for_status("x³ at x = 0.80")

    lab.checkbox("Both sides").check()
    before = lab.wait_for_change(before)
    lab.wait_for_status("run 0.2000")

    lab.dropdown("Function").select("sigmoid")
    before = lab.wait_for_change(before)
    lab.wait_for_status("sigmoid at x = 0.80")
    lab.slider("Point x").press("End")
    lab.wait_for_status("sigmoid at x = 5.00")
    lab.wait_for_status("Slope of the tangent 0.0066")

    lab.button("Reset").click()
    lab.wait_for_status("x³ at x = 1.00, ε = 1:")
    lab.button("Play").click()
    wait_until(lambda: distance(lab) < 0.5, "a smaller ε", timeout=20)
    lab.button("Pause").click()
    lab.button("Reset").click()
    lab.slider("Distance ε").wait_for_readout("1")
    assert lab.alarm() == ""


def distance(lab):
    return float(re.search(r"ε = ([\d.e-]+):", lab.status())[1])


def one_unit_is_followed_link_by_link(lab):
    before = lab.image_bytes()
    lab.button("Next").click()
    before = lab.wait_for_change(before)
    lab.wait_for_status("Step 4 of 8, backwards: da = 2 * (a - y)")
    lab.slider("Step").wait_for_readout("4")
    lab.slider("Step").press("End")
    lab.wait_for_status("Step 8 of 8, backwards: dx = dz * w")
    lab.wait_for_status("0.01 times −0.3549")
    before = lab.image_bytes()

    lab.dropdown("Change").select("b")
    lab.slider("to").wait_for_readout("−0.50")
    lab.slider("to").press("ArrowRight", times=5)
    lab.slider("to").wait_for_readout("0.00")
    before = lab.wait_for_change(before)
    lab.wait_for_status("The loss is 0.0723")

    lab.button("Back").click()
    lab.wait_for_status("Step 7 of 8")
    lab.button("Reset").click()
    lab.wait_for_status("Step 3 of 8")
    lab.wait_for_change(before)
    lab.button("Play").click()
    lab.wait_for_status("Step 5 of 8", timeout=20)
    lab.button("Pause").click()

    lab.dropdown("Graph").select("two layers")
    lab.wait_for_status("Step 0 of 13: only X, y, W1, b1, W2, b2 are given.")
    assert named("W1 (3, 2)") in lab.dropdown("Change").options()
    lab.dropdown("Graph").select("one unit")
    lab.wait_for_status("Step 0 of 8: only x, w, b, y are given.")
    assert lab.alarm() == ""


def named(entry):
    """An option as the browser shows it, with blanks that do not break."""
    return entry.replace(" ", "\N{NO-BREAK SPACE}")


def numbers_of_the_network_follow_a_weight(lab):
    before = lab.image_bytes()
    lab.slider("Step").press("End")
    before = lab.wait_for_change(before)
    lab.wait_for_status("Step 13 of 13, backwards: db1 = dZ1.sum(axis=0)")
    lab.dropdown("Change").select(named("W2 (2, 1)"))
    lab.slider("to").wait_for_readout("−1.90")
    lab.slider("to").press("ArrowRight", times=19)
    lab.slider("to").wait_for_readout("0.00")
    before = lab.wait_for_change(before)
    lab.wait_for_status("Raise W2 (2, 1) by 0.01")

    lab.button("Back").click()
    lab.wait_for_status("dW1 = X.T @ dZ1")
    lab.number("Seed").fill("5")
    lab.number("Seed").press("Enter")
    lab.wait_for_change(before)
    lab.slider("to").wait_for_readout("2.00")
    lab.button("Reset").click()
    lab.wait_for_status("Step 8 of 13, backwards: dW2 = A1.T @ dZ2")
    assert lab.alarm() == ""


def a_bug_is_found(lab):
    lab.wait_for_status("Network 1, 4 samples.")
    before = lab.image_bytes()
    lab.slider("Network").press("ArrowRight", times=2)
    lab.slider("Network").wait_for_readout("3")
    before = lab.wait_for_change(before)
    lab.wait_for_status("W2 and b2 passed. Which bug is it?")

    lab.slider("Samples").press("Home")
    before = lab.wait_for_change(before)
    lab.wait_for_status("Network 3, 1 sample.")
    lab.button("Hint").click()
    lab.wait_for_status("Hint: W1 and b1 failed")
    lab.dropdown("The bug is").select("a sign turned round")
    lab.wait_for_status("Not this one. With a sign turned round")
    lab.dropdown("The bug is").select("a transpose missing")
    lab.wait_for_status("Right: a transpose missing. dA1 = dZ2 @ W2 should be dA1 = dZ2 @ W2.T")
    lab.button("Next network").click()
    lab.wait_for_status("Network 4, 1 sample.")
    assert lab.dropdown("The bug is").selected() == named("choose …")
    lab.wait_for_change(before)
    lab.button("Reset").click()
    lab.wait_for_status("Network 1, 4 samples.")
    assert lab.alarm() == ""


def a_prediction_is_commented(notebook):
    question = notebook.run_code("check.two_ways.ask()").locator(".nnlib-ask")
    question.locator("input").fill("6")
    question.locator("input").press("Enter")
    wait_until(lambda: "one of the two ways alone" in question.inner_text(), "a comment")
    question.locator("input").fill("12")
    question.locator("input").press("Enter")
    wait_until(lambda: "Right." in question.inner_text(), "praise")


def an_exercise_answers(notebook):
    cell = notebook.run_code("check.output_error(lambda A2, y: 2 * (y - A2) * A2 * (1 - A2))")
    told = cell.locator(".jp-OutputArea-output").inner_text()
    assert "what comes out with y - A2: the two sides are exchanged" in told
