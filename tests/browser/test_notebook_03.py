"""Notebook 03 in a real JupyterLab: it runs, and LossLab answers."""

import re

from lab import wait_until


def test_notebook_03(notebook):
    notebook.open("03-measure-the-error.ipynb").run_all()
    assert notebook.errors() == []
    a_prediction_is_commented(notebook)
    lab = notebook.lab("learning rate")
    weights_move_the_point(lab)
    steps_presets_and_surfaces(lab)
    it_plays_and_pauses(lab)
    assert lab.alarm() == ""
    assert notebook.violations() == []
    assert notebook.elsewhere == []


def a_prediction_is_commented(notebook):
    question = notebook.cell("check.one_big_error.ask()").locator(".nnlib-ask")
    question.scroll_into_view_if_needed()
    wait_until(lambda: "Not answered yet." in question.inner_text(), "the question")
    question.get_by_text("c) The second").click()
    wait_until(lambda: "here it stands against four" in question.inner_text(), "a comment")
    question.get_by_text("d) Neither").click()
    wait_until(lambda: "weighs as much as four errors of 1" in question.inner_text(), "praise")


def weights_move_the_point(lab):
    before = lab.image_bytes()
    lab.slider("weight w₁").press("ArrowRight", times=3)
    lab.wait_for_change(before)
    lab.wait_for_status("weights (−2.7, 1.5)")
    lab.slider("weight w₂").press("ArrowLeft")
    lab.wait_for_status("weights (−2.7, 1.4)")


def steps_presets_and_surfaces(lab):
    lab.button("Reset").click()
    lab.wait_for_status("Step 0: weights (−3, 1.5)")
    lab.button("diverging").click()
    lab.wait_for_status("learning rate 0.16")
    before = lab.image_bytes()
    for _ in range(4):
        lab.button("Step").click()
    lab.wait_for_status("Step 4")
    lab.wait_for_change(before)
    lab.button("Start again").click()
    lab.wait_for_status("Step 0")
    before = lab.image_bytes()
    lab.dropdown("surface").select("sigmoid unit, cross-entropy")
    lab.wait_for_change(before)


def it_plays_and_pauses(lab):
    lab.button("Reset").click()
    lab.wait_for_status("loss 38.54")
    before = lab.image_bytes()
    lab.button("Play").click()
    lab.wait_for_change(before)
    wait_until(lambda: step(lab) >= 5, "five steps", timeout=30)
    lab.button("Pause").click()
    lab.slider("learning rate").press("ArrowRight", times=2)
    lab.wait_for_status("learning rate 0.1")


def step(lab):
    return int(re.match(r"Step (\d+)", lab.status())[1])
