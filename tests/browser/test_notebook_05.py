"""Notebook 05 in a real JupyterLab: it runs, and the playground answers to every control."""

import re

from lab import wait_until


def test_notebook_05(notebook):
    notebook.open("05-draw-the-boundary.ipynb").run_all()
    assert notebook.errors() == []
    playground = notebook.lab(nth=0)
    playground.wait_for_status("Step 0.", timeout=60)
    sliders_move_while_it_plays(playground)
    every_control_answers(playground)
    a_line_of_code_brings_everything_back(notebook, playground)
    own_code_is_taken_up_when_it_is_mended(notebook)
    assert notebook.errors() == []
    assert notebook.violations() == []
    assert notebook.elsewhere == []


def step(lab):
    """The step that the status line tells."""
    return int(re.match(r"Step ([\d,]+)", lab.status())[1].replace(",", ""))


def pause(lab):
    """Pause, and wait until the picture rests."""
    lab.button("Pause").click()
    wait_until(lambda: lab.button("Play").count() == 1, "a paused lab")
    wait_until(lambda: at_rest(lab), "a picture that rests")


def at_rest(lab):
    """Whether the picture stays as it is for a while."""
    before = lab.image_bytes()
    lab.page.wait_for_timeout(300)
    return lab.image_bytes() == before


def sliders_move_while_it_plays(lab):
    rate = lab.slider("Learning rate")
    rate.wait_for_readout("1.2")
    lab.moved(lambda: rate.press("ArrowRight"))
    rate.wait_for_readout("1.5")
    lab.wait_for_status("Learning rate 1.5.")

    lab.button("Play").click()
    wait_until(lambda: step(lab) > 100, "a hundred steps", timeout=60)
    reached = step(lab)
    lab.moved(lambda: rate.press("ArrowLeft", times=2))
    rate.wait_for_readout("1")
    lab.wait_for_status("Learning rate 1.")
    assert step(lab) >= reached

    lab.moved(lambda: lab.slider("Units 1").press("ArrowRight"))
    lab.slider("Units 1").wait_for_readout("5")
    lab.wait_for_status("Network 2–5–1")
    wait_until(lambda: step(lab) > 20, "steps of the new network", timeout=60)

    pause(lab)
    resting = step(lab)
    lab.moved(lambda: lab.button("One step").click())
    assert lab.wait_for_status(f"Step {resting + 1:,}.")
    lab.moved(lambda: lab.button("Start again").click())
    lab.wait_for_status("Step 0.")
    rate.wait_for_readout("1")
    lab.moved(lambda: lab.button("Reset").click())
    lab.wait_for_status("Network 2–4–1, tanh, on flower. Learning rate 1.2.")
    assert lab.alarm() == ""


def every_control_answers(lab):
    for name, option, words in (
        ("Data", "spiral", "on spiral."),
        ("Activation", "relu", ", relu,"),
        ("L2", "0.01", "Training: loss"),
    ):
        lab.moved(lambda name=name, option=option: lab.dropdown(name).select(option))
        lab.wait_for_status(words)
    for name, key, words in (
        ("Train share", "ArrowLeft", "of 280 points right"),
        ("Noise", "ArrowRight", "Training: loss"),
        ("Hidden layers", "ArrowRight", "2–4–4–1"),
        ("Units 2", "ArrowLeft", "2–4–3–1"),
    ):
        lab.moved(lambda name=name, key=key: lab.slider(name).press(key))
        lab.wait_for_status(words)
    lab.moved(lambda: (lab.number("Seed").fill("3"), lab.number("Seed").press("Enter")))
    for name, option in (("Batch size", "8"), ("Optimiser", "Adam"), ("Schedule", "constant")):
        lab.dropdown(name).select(option)
        lab.moved(lambda: lab.button("One step").click())
    lab.wait_for_status("Step 3.")
    lab.slider("Hidden layers").press("Home")
    lab.wait_for_status("Network 2–1,")
    assert lab.alarm() == ""


def a_line_of_code_brings_everything_back(notebook, lab):
    lab.button("Reset").click()
    lab.wait_for_status("Step 0. Network 2–4–1, tanh, on flower.")
    lab.button("One step").click()
    lab.wait_for_status("Step 1.")
    lab.dropdown("Weight").select("b1 (2)   bias of unit 2")
    lab.moved(lambda: lab.slider("Value").press("PageUp", times=10))
    lab.slider("Learning rate").press("ArrowLeft")
    lab.button("One step").click()
    lab.wait_for_status("Step 2.")
    lab.button("Line of code").click()
    line = lab.root.locator(".nnlib-code pre")
    wait_until(lambda: line.count() and "steps=2" in line.inner_text(), "the line of code")
    code = line.inner_text().strip()
    assert "'b1 (2)'" in code
    assert "'learning_rate', 1.0" in code
    notebook.run_code(f"again = {code}")
    arrays = "[*{0}.model.run.network.weights, *{0}.model.run.network.biases]"
    pairs = f"zip({arrays.format('playground')}, {arrays.format('again')})"
    cell = notebook.run_code(f"[(ours == theirs).all().item() for ours, theirs in {pairs}]")
    assert cell.locator(".jp-OutputArea-output").inner_text() == "[True, True, True, True]"


def own_code_is_taken_up_when_it_is_mended(notebook):
    lab = notebook.lab(nth=1)
    lab.wait_for_status("my_bump")
    notebook.run_code("def my_bump(z): return None")
    lab = notebook.lab(nth=1)
    lab.button("Start again").click()
    wait_until(lambda: "None: is its return missing?" in lab.alarm(), "the alarm")
    notebook.run_code("def my_bump(z): return np.sin(z)")
    lab = notebook.lab(nth=1)
    lab.moved(lambda: lab.button("Play").click())
    wait_until(lambda: lab.alarm() == "" and step(lab) > 0, "training", timeout=60)
    pause(lab)

    lab = notebook.lab(nth=2)
    lab.moved(lambda: lab.button("One step").click())
    lab.wait_for_status("MyNetwork 2–4–1")
    lab.slider("Hidden layers").press("ArrowRight")
    wait_until(lambda: "too many values to unpack" in lab.alarm(), "the alarm")
    lab.slider("Hidden layers").press("ArrowLeft")
    wait_until(lambda: lab.alarm() == "", "no alarm")
