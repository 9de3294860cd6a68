"""Notebook 06 in a real JupyterLab: it runs, and ActivationLab answers."""

import re

from lab import wait_until


def test_notebook_06(notebook):
    notebook.open("06-choose-an-activation.ipynb").run_labs()
    assert notebook.errors() == []
    lab = notebook.lab("Activation")
    choices_move_the_picture(lab)
    first_weights_can_be_a_number(lab)
    it_steps_plays_and_pauses(lab)
    units_die(notebook)
    it_takes_a_function_of_the_learner(notebook)
    assert lab.alarm() == ""
    assert notebook.violations() == []
    assert notebook.elsewhere == []


def choices_move_the_picture(lab):
    lab.wait_for_status("8 hidden layers of 10 sigmoid units, first weights xavier.")
    lab.wait_for_status("The gradient vanishes")
    for change, told in (
        (lambda: lab.dropdown("Activation").select("tanh"), "8 hidden layers of 10 tanh units"),
        (lambda: lab.slider("Hidden layers").press("ArrowLeft", times=3), "5 hidden layers"),
        (lambda: lab.slider("Hidden layers").press("End"), "12 hidden layers"),
        (lambda: lab.dropdown("First weights").select("He"), "first weights he."),
        (lambda: lab.dropdown("Data").select("moons"), "12 hidden layers"),
        (lambda: lab.button("New weights").click(), "12 hidden layers"),
    ):
        before = lab.image_bytes()
        change()
        lab.wait_for_status(told)
        lab.wait_for_change(before)
    lab.slider("Hidden layers").wait_for_readout("12")
    lab.wait_for_status("No gradient is much shorter than another.")
    assert lab.number("Seed").input_value() == "1"


def first_weights_can_be_a_number(lab):
    lab.dropdown("First weights").select("a number:")
    lab.wait_for_status("first weights 0.1.")
    before = lab.image_bytes()
    lab.slider("Spread").press("Home")
    lab.wait_for_status("first weights 0.001.")
    lab.slider("Spread").wait_for_readout("0.001")
    lab.wait_for_change(before)
    lab.wait_for_status("The gradient vanishes")
    lab.button("Reset").click()
    lab.wait_for_status("8 hidden layers of 10 sigmoid units, first weights xavier.")
    assert lab.dropdown("First weights").selected().startswith("Xavier")


def it_steps_plays_and_pauses(lab):
    lab.button("Step").click()
    lab.wait_for_status("Step 1:")
    before = lab.image_bytes()
    lab.dropdown("Activation").select("elu")
    lab.wait_for_status("Step 0: 8 hidden layers of 10 elu units")
    lab.button("Play").click()
    lab.wait_for_change(before)
    lab.wait_for_status("It has learned the points.", timeout=30)
    lab.button("Pause").click()
    assert step(lab) > 50
    rate = lab.slider("Learning rate")
    rate.wait_for_readout("0.1")
    rate.press("ArrowLeft")
    lab.wait_for_status("Step 0:")
    lab.button("Start again").click()
    lab.wait_for_status("Step 0:")


def units_die(notebook):
    lab = notebook.lab("Activation", nth=1)
    lab.wait_for_status("12 hidden layers of 10 my_relu units, first weights he.")
    before = dead(lab)
    lab.button("Play").click()
    lab.wait_for_status("is dead altogether", timeout=60)
    lab.button("Pause").click()
    assert dead(lab) > 2 * before
    lab.dropdown("Activation").select("leaky_relu")
    lab.wait_for_status("Dead: 0 of 120 units (0 %).")
    assert lab.alarm() == ""


def it_takes_a_function_of_the_learner(notebook):
    code = "def wave(z):\n    return np.sin(z)\nActivationLab(activation=wave, depth=4)"
    notebook.run_code(code)
    lab = notebook.lab("Activation", nth=2)
    lab.wait_for_status("4 hidden layers of 10 wave units")
    assert lab.dropdown("Activation").selected() == "wave"
    before = lab.image_bytes()
    lab.button("Play").click()
    lab.wait_for_change(before)
    wait_until(lambda: step(lab) > 20, "twenty steps", timeout=30)
    lab.button("Pause").click()
    assert lab.alarm() == ""


def step(lab):
    return int(said(lab, r"Step ([\d,]+)")[1].replace(",", ""))


def dead(lab):
    return int(said(lab, r"Dead: (\d+) of")[1])


def said(lab, pattern):
    """Find a pattern in the status line, which is empty while JupyterLab brings it into view."""
    lab.image().scroll_into_view_if_needed()
    return wait_until(lambda: re.search(pattern, lab.status()), f"{pattern} in the status line")
