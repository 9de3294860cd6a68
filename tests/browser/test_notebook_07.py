"""Notebook 07 in JupyterLab: it runs, and every control of its lab moves picture and words."""

import re

import numpy as np
import pytest

import lab

NAME = "07-choose-a-learning-rate.ipynb"
LABS_ALONE = True  # other cells train for long


@pytest.fixture
def rates(opened):
    """The lab with its eight rates, as it is made."""
    part = opened.lab("Lowest rate")
    part.button("Reset").click()
    part.wait_for_status("Step 40.")
    return part


def test_it_runs_without_errors_and_without_a_network(opened):
    assert opened.errors() == []
    assert opened.violations() == []
    assert opened.elsewhere == []


def test_the_progress_bar_has_come_to_its_end(opened):
    bar = opened.cell("progress=True").locator(".widget-hbox", has_text="sweep")
    lab.wait_until(lambda: bar.count(), "the progress bar")
    assert re.search(r"sweep:\s100%\s12/12\s", bar.text_content())


def test_one_step_takes_one_step(rates):
    rates.moved(rates.button("One step").click, "Step 41.")


@pytest.mark.parametrize(
    ("label", "key", "times"),
    [("Lowest rate", "ArrowRight", 10), ("Highest rate", "ArrowLeft", 10)],
)
def test_the_ends_of_the_range_move(rates, label, key, times):
    slider = rates.slider(label)
    before = slider.readout()
    rates.moved(lambda: slider.press(key, times=times), "Step 40.")
    assert slider.readout() != before
    rates.wait_for_status("Diverged" if label == "Lowest rate" else "Lowest loss")
    if label == "Highest rate":
        lab.wait_until(lambda: "Diverged" not in rates.status(), "no network that diverges")


def test_divergence_is_explained_in_place(rates):
    status = rates.wait_for_status("Diverged: ")
    assert re.search(r"30 at step \d+", status)
    assert "the others go on" in status
    # A corner of the last network's picture, at the lower right, where there are no points.
    corner = rates.pixels()[220:235, 820:835].reshape(-1, 3)
    assert (np.ptp(corner, axis=1) == 0).all() and (corner < 220).all()


@pytest.mark.parametrize(
    ("menu", "option"), [("Data", "moons"), ("Activation", "tanh"), ("Optimiser", "Adam")]
)
def test_menus_start_again_with_another_choice(rates, menu, option):
    before = rates.status()
    rates.moved(lambda: rates.dropdown(menu).select(option), "Step 40.")
    lab.wait_until(lambda: rates.status() != before, "other losses")
    assert rates.dropdown(menu).selected() == option


def test_hidden_units_and_seed_start_again(rates):
    rates.moved(lambda: rates.slider("Hidden units").press("Home"), "Step 40.")
    rates.slider("Hidden units").wait_for_readout("1")
    before = rates.image_bytes()
    rates.number("Seed").fill("7")
    rates.number("Seed").press("Enter")
    rates.wait_for_change(before)
    assert rates.alarm() == ""


def test_it_plays_at_the_chosen_pace_and_pauses(rates):
    rates.slider("Steps a frame").press("Home")
    rates.slider("Steps a frame").wait_for_readout("1")
    rates.moved(rates.button("Play").click, "Lowest loss")
    lab.wait_until(lambda: step(rates) >= 60, "twenty steps", timeout=30)
    rates.button("Pause").click()
    lab.wait_until(lambda: rates.button("Play").is_visible(), "a pause")
    at_rest = lab.wait_until(lambda: settled(rates), "the last frame")
    assert at_rest == step(rates)
    rates.moved(rates.button("Start again").click, "Step 0.")
    rates.slider("Steps a frame").wait_for_readout("1")


def step(part):
    return int(re.match(r"Step ([\d,]+)", part.status())[1].replace(",", ""))


def settled(part):
    before = step(part)
    part.page.wait_for_timeout(300)
    return before if step(part) == before else None
