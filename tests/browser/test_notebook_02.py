"""Notebook 02 in JupyterLab: every cell runs, and every control of its labs moves the picture."""

import pytest
from playwright.sync_api import expect

NAME = "02-build-a-two-layer-network.ipynb"
SOLVED = "4 of 4 rows are right"
BY_HAND = {
    "hidden unit h₁": {"from x₁": 6, "from x₂": 6, "bias": -3},
    "hidden unit h₂": {"from x₁": 6, "from x₂": 6, "bias": -9},
    "output unit ŷ": {"from h₁": 10, "from h₂": -10, "bias": -5},
}


def test_it_runs_without_errors_and_without_a_network(opened):
    assert opened.errors() == []
    assert opened.violations() == []
    assert opened.elsewhere == []


def number(value):
    """Write a number as a slider's readout has it."""
    return f"{value:.2f}".replace("-", "−")


def set_to(lab, label, value):
    """Type a number into the readout of a slider."""
    slider = lab.slider(label)
    slider.wait_for_readout(number(0))
    readout = slider.root.locator(".widget-readout")
    readout.fill(str(value))
    readout.press("Enter")
    slider.wait_for_readout(number(value))


def test_the_first_lab_shows_the_network_of_the_notebook_and_follows_the_hand(opened):
    area = opened.cell("A2.round(2), sep").locator(".jp-OutputArea-output").last
    # Its text, seen or not: JupyterLab hides cells that are out of the window.
    outputs = area.text_content().split("A2 =")[1].replace("[", "").replace("]", "").split()
    assert len(outputs) == 4
    lab = opened.lab()
    first = lab.wait_for_status("Row 2, inputs 0 1 1: ŷ = ")
    for row, digits in enumerate(("0 0 1", "0 1 1", "1 0 1", "1 1 1"), start=1):
        lab.button(digits).click()
        line = lab.wait_for_status(f"Row {row}, inputs {digits}: ŷ = ")
        shown = float(line.split("ŷ = ")[1].split(",")[0])
        assert shown == pytest.approx(float(outputs[row - 1]), abs=0.006)
    lab.moved(lambda: lab.slider("from x₁").press("ArrowRight", times=3))
    lab.slider("from x₁").wait_for_readout("1.50")
    lab.dropdown("Set by hand").select("output unit ŷ")
    lab.slider("from h₄").wait_for_readout("0.25")
    lab.slider("bias").press("End")
    lab.wait_for_status("ŷ = 1.000")
    assert "loss" not in lab.status()
    lab.button("Reset").click()
    lab.wait_for_status(first)
    lab.slider("from x₁").wait_for_readout("0.75")


def test_the_second_lab_is_solved_by_hand_and_by_training(opened):
    lab = opened.lab(nth=1)
    lab.wait_for_status("loss (sum of squared errors) 1.0000")
    for unit, parameters in BY_HAND.items():
        assert SOLVED not in lab.status()
        lab.dropdown("Set by hand").select(unit)
        for label, value in parameters.items():
            set_to(lab, label, value)
    lab.wait_for_status(SOLVED)

    lab.dropdown("First weights").select("random, 0–1")
    lab.wait_for_status("2 of 4 rows are right")
    lab.slider("Hidden units").press("ArrowRight", times=2)
    lab.slider("Hidden units").wait_for_readout("4")
    lab.moved(lambda: (lab.number("Seed").fill("7"), lab.number("Seed").press("Enter")))
    lab.button("Step").click()
    lab.wait_for_status("training step 1.")
    lab.moved(lab.button("Start again").click, "training step 0.")
    first = lab.pixels()

    lab.slider("Steps a frame").press("End")
    lab.slider("Steps a frame").wait_for_readout("100")
    lab.button("Play").click()
    lab.wait_for_status(SOLVED)
    lab.moved(lambda: lab.slider("Learning rate").press("ArrowLeft", times=2))
    lab.button("Pause").click()
    lab.button("Play").wait_for()
    lab.moved(lab.button("Start again").click, "training step 0.")
    assert (lab.pixels() == first).all()

    lab.moved(lambda: lab.slider("Hidden units").press("End"))
    lab.dropdown("Set by hand").select("output unit ŷ")
    assert len(lab.dropdown("Set by hand").options()) == 9
    lab.slider("from h₈").press("Home")
    lab.slider("from h₈").wait_for_readout("−10.00")
    lab.moved(lab.checkbox("Biases").uncheck)
    lab.slider("bias").root.wait_for(state="hidden")
    assert lab.alarm() == ""


def test_a_prediction_is_typed_and_another_ticked(opened):
    typed = opened.cell("check.count_of_parameters.ask()")
    typed.scroll_into_view_if_needed()
    typed.locator("input").fill("20")
    typed.locator("input").press("Enter")
    expect(typed).to_contain_text("The output unit has a bias, too.")
    ticked = opened.cell("check.far_to_the_left.ask()")
    ticked.scroll_into_view_if_needed()
    ticked.get_by_text("0, and a warning.").click()
    expect(ticked).to_contain_text("1 divided by infinity is 0")
