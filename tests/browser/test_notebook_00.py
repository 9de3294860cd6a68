"""Notebook 00 in a real JupyterLab: what it tells a learner to do works."""

from lab import wait_until


def test_notebook_00(notebook):
    notebook.open("00-start-here.ipynb").run_all()
    assert notebook.errors() == []
    the_slider_moves_the_picture(notebook.lab("rises through"))
    a_prediction_is_answered(notebook)
    an_answer_is_answered(notebook)
    the_taste_plays(notebook.lab("Learning rate"))
    assert notebook.violations() == []
    assert notebook.elsewhere == []


def the_slider_moves_the_picture(lab):
    before = lab.image_bytes()
    lab.slider("weight").press("ArrowRight", times=5)
    lab.slider("bias").press("ArrowLeft", times=3)
    lab.wait_for_change(before)
    lab.wait_for_status("The output rises through 0.5 at x = 0.20.")
    lab.button("Reset").click()
    lab.wait_for_status("at x = 0.00.")


def a_prediction_is_answered(notebook):
    asked = notebook.cell("check.crossing.ask()")
    field = asked.get_by_placeholder("a number, then Enter")
    field.fill("-2")
    field.press("Enter")
    wait_until(lambda: "The sign is turned round" in asked.inner_text(), "a comment")
    field.fill("2")
    field.press("Enter")
    wait_until(lambda: "Right. 2 · 2 − 4 = 0." in asked.inner_text(), "a comment")


def an_answer_is_answered(notebook):
    wrong = notebook.run_code("check.double(lambda x: x + 2)")
    wait_until(lambda: "You add 2; twice means times 2" in wrong.inner_text(), "an answer")
    right = notebook.run_code("check.double(lambda x: 2 * x)")
    wait_until(lambda: "Every entry is doubled" in right.inner_text(), "an answer")


def the_taste_plays(lab):
    before = lab.image_bytes()
    lab.button("Play").click()
    lab.wait_for_change(before)
    lab.button("Pause").click()
    assert lab.alarm() == ""
