"""Notebook 01 in JupyterLab: it runs, and every control of its labs moves picture and words."""

import re
from functools import partial

import pytest

from lab import wait_until

NAME = "01-fire-a-neuron.ipynb"
# The labs by their order in the notebook.
BUCKET, RESTAURANT, GATE, XOR = range(4)


def test_it_runs_without_errors_and_without_a_network(opened):
    assert opened.errors() == []
    assert opened.violations() == []
    assert opened.elsewhere == []


def test_pipes_open_and_close_and_have_widths(opened):
    bucket = opened.lab(nth=BUCKET)
    bucket.wait_for_status("Open: x₁, x₂. Sum 3.5, threshold 3: it pours over, y = 1.")
    bucket.moved(lambda: bucket.checkbox("open x₄").click(), "Sum 2, threshold 3: it stays below")
    bucket.moved(lambda: bucket.checkbox("open x₁").click(), "Open: x₂, x₄. Sum 0")
    bucket.moved(lambda: bucket.checkbox("open x₃").click(), "Open: x₂, x₃, x₄. Sum 1")
    bucket.moved(lambda: bucket.slider("width w₃").press("End"), "Sum 3, threshold 3: it pours")
    bucket.slider("width w₃").wait_for_readout("3.0")
    bucket.moved(lambda: bucket.slider("threshold T").press("ArrowRight"), "threshold 3.5")
    bucket.moved(lambda: bucket.slider("threshold T").press("Home"), "threshold 0.5")
    bucket.moved(
        lambda: bucket.checkbox("an open drain silences (1943)").click(),
        "an open drain silences it, whatever the sum is, y = 0",
    )
    bucket.moved(lambda: bucket.button("Reset").click(), "Sum 3.5, threshold 3: it pours over")
    bucket.slider("width w₃").wait_for_readout("1.0")
    assert bucket.alarm() == ""


@pytest.mark.parametrize("number", "₁₂₃₄")
def test_every_width_moves_its_pipe(opened, number):
    bucket = opened.lab(nth=BUCKET)
    label = f"width w{number}"
    before = bucket.image_bytes()
    bucket.slider(label).press("Home")
    bucket.slider(label).wait_for_readout("−3.0")
    bucket.wait_for_change(before)
    bucket.moved(lambda: bucket.button("Reset").click(), "Sum 3.5")


def test_the_bucket_plays_and_answers_once_a_step(opened):
    bucket = opened.lab(nth=BUCKET)
    before = bucket.image_bytes()
    bucket.button("Pour once").click()
    wait_until(lambda: re.search(r"Water at [12]\.", bucket.status()), "water on its way up")
    bucket.wait_for_status("Steps: 1, fired in 1.")
    bucket.button("Play").click()
    bucket.checkbox("open x₄").click()
    bucket.wait_for_status("Steps: 2, fired in 1.", timeout=20)
    bucket.button("Pause").click()
    bucket.wait_for_change(before)
    bucket.moved(lambda: bucket.button("Reset").click(), "Sum 3.5, threshold 3: it pours over")
    assert "Steps" not in bucket.status()


def test_weights_and_threshold_move_the_ranking(opened):
    town = opened.lab(nth=RESTAURANT)
    town.wait_for_status("4 of 6 reach the threshold 3. Ranking: 1. Noodle Bar 4.75")
    for name, key, status in (
        ("price", "ArrowRight", "1. Noodle Bar 4.75, 2. Corner Café 4.375, 3. Olive Tree 3.875"),
        ("decor", "ArrowRight", "1. Noodle Bar 4.875"),
        ("taste", "ArrowLeft", "1. Noodle Bar 4.375"),
        ("place", "ArrowLeft", "1. Noodle Bar 4, 2"),
    ):
        town.moved(partial(town.slider(name).press, key), status)
    town.moved(lambda: town.slider("threshold T").press("End"), "0 of 6 reach the threshold 8")
    town.moved(lambda: town.button("Reset").click(), "1. Noodle Bar 4.75")
    town.moved(lambda: town.checkbox("marks rounded to 0 or 1").click(), "1. Corner Café 6")
    town.slider("price").wait_for_readout("−2.0")
    assert town.alarm() == ""
    town.moved(lambda: town.button("Reset").click(), "1. Noodle Bar 4.75")


def test_a_gate_is_aimed_for_and_reached(opened):
    gate = opened.lab(nth=GATE)
    gate.wait_for_status("Wrong in 2 of 4 rows: 0 1 gives 1, wanted 0")
    assert len(gate.dropdown("Aim for").options()) == 16
    raised = gate.slider("threshold T").press
    gate.moved(lambda: raised("ArrowRight", 2), "This neuron makes: x1 AND x2. All four rows")
    assert "Functions found so far: 2 of 16" in gate.status()
    gate.dropdown("Aim for").select("x1 NAND x2")
    gate.wait_for_status("Wrong in 4 of 4 rows")
    gate.moved(lambda: gate.slider("weight w₁").press("Home"), "makes: never")
    gate.moved(lambda: gate.slider("weight w₂").press("Home"), "makes: never")
    gate.moved(lambda: raised("Home"), "All four rows are right")
    assert gate.alarm() == ""
    gate.moved(lambda: gate.button("Reset").click(), "Functions found so far: 1 of 16")


def test_xor_is_among_the_aims_and_out_of_reach(opened):
    gate = opened.lab(nth=XOR)
    gate.wait_for_status("One neuron can have 3 of these rows right, never all.")
    gate.moved(lambda: gate.slider("weight w₂").press("ArrowLeft", 4), "Wrong in 1 of 4 rows")
    gate.slider("weight w₂").wait_for_readout("−1.0")


def test_a_check_answers_in_the_notebook(opened):
    cell = opened.run_code("check.and_gate([1, 1], 1)")
    text = cell.locator(".jp-OutputArea-output").inner_text()
    assert "Not yet:" in text
    assert "Wrong in 2 of 4 rows. The first is x1 = 0, x2 = 1" in text
    assert "so it gives 1; wanted 0." in text
    cell = opened.run_code("check.and_gate([1, 1], 2)")
    assert "Right." in cell.locator(".jp-OutputArea-output").inner_text()
