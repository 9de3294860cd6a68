"""Labs on a screen: by keys alone, sharp, dark, out of sight, and without their kernel."""

import io

import numpy as np
import pytest
from PIL import Image

from lab import Notebook, wait_until
from nnlib.labs.shared.steps import on_step

FIGURE = """\
from nnlib import plots
from nnlib.labs import *

fig, ax = plots.figure(width=4, height=2)
plots.show(fig, "Axes without a curve.")"""
WATCHED = """\
import threading
lab, threads = SlopeLab(), []
post = lab.post
lab.post = lambda wish: (threads.append(threading.current_thread().name), post(wish))
lab"""
RANGES = ((-10, 10, 0.01), (-79.2, 79.2, 0.01), (-11, 11, 0.25), (0.1, 1, 0.1), (0, 1, 0.05))
SLIDERS = f"""\
import ipywidgets as widgets
widgets.VBox([
    widgets.FloatSlider(min=low, max=high, step=step) for low, high, step in {RANGES}
])"""
STAND = """(sliders, values) => sliders.map((slider, i) => values[i].map((value) => {
    slider.noUiSlider.set(value);
    return slider.noUiSlider.get();
}))"""
QUESTION = "from nnlib import check\ncheck.trained_line.ask()"
LABS = ("Playground", "KernelLab", "GateLab", "DigitLab", "NetworkLab")
THEME = "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })"
RESTART = "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
TITLE = slice(0, 30), slice(150, 400)  # rows and columns of a text in the Playground's picture


@pytest.fixture(scope="module")
def shown(jupyter, window):
    """A notebook with a figure, five labs and a question, run."""
    name = jupyter.write("screen.ipynb", FIGURE, *(f"{lab}()" for lab in LABS), QUESTION)
    notebook = Notebook(jupyter, window)
    try:
        yield notebook.open(name).run_all()
    finally:
        notebook.close()


def at(shown, name, first):
    """Find a lab, and bring the focus to its first control."""
    lab = shown.lab(nth=LABS.index(name))
    lab.button(first).focus()
    return lab


def test_the_playground_by_keys_alone(shown):
    cells = shown.page.locator(".jp-Cell").count()
    lab = at(shown, "Playground", "Play")
    lab.press(" ")
    lab.button("Pause").wait_for()
    lab.press(" ").button("Play").wait_for()
    lab.tab_to("Reset").press(" ").wait_for_status("Step 0.")
    # Letters and arrows in a menu choose; elsewhere JupyterLab would take them for commands.
    lab.tab_to("Data").press("m", "b", "ArrowDown", "ArrowUp", "m")
    lab.wait_for_status("on moons")
    lab.tab_to("Learning rate").press("ArrowRight").wait_for_status("Learning rate 1.5")
    assert lab.page.evaluate("document.activeElement.ariaValueText") == "1.5"
    lab.tab_to("Hidden layers").press("ArrowRight").wait_for_status("2–4–4–1")
    assert shown.page.locator(".jp-Cell").count() == cells


def test_the_kernel_lab_by_keys_alone(shown):
    lab = at(shown, "KernelLab", "Play")
    lab.tab_to("Next").press("Enter").wait_for_status("stride 1")
    lab.tab_to("Kernel").press("b").wait_for_status("Kernel “blur”")
    lab.tab_to("Padding").press("ArrowRight").wait_for_status("padding 1: output 8 × 8")
    lab.tab_to("Kernel, row 1, column 2").press("Control+a", "3", "Enter")
    lab.wait_for_status("Your own kernel")
    lab.tab_to(".nnlib-picture").press("ArrowDown", "ArrowRight", " ").wait_for_status(
        "your own image"
    )


def test_the_gate_lab_by_keys_alone(shown):
    lab = at(shown, "GateLab", "Reset")
    lab.press("Shift+Tab").tab_to("Aim for")
    options = [option.replace("\xa0", " ") for option in lab.dropdown("Aim for").options()]
    place = options.index("x1 NAND x2")
    lab.press("Home", *["ArrowDown"] * place).wait_for_status("Aim: x1 NAND x2")
    for slider in ("weight w₁", "weight w₂", "threshold T"):
        lab.tab_to(slider).press("Home")
    lab.wait_for_status("Aim: x1 NAND x2. This neuron makes: x1 NAND x2. All four rows are right.")


def test_the_digit_lab_by_keys_alone(shown):
    lab = at(shown, "DigitLab", "Play")
    lab.tab_to("Kernels").press("Home")
    lab.slider("Kernels").wait_for_readout("1")
    lab.tab_to(".nnlib-pad").press("Delete").wait_for_status("The pad is empty")
    lab.press(" ", *["ArrowDown"] * 5, " ").wait_for_status("The network reads a")


def test_the_network_lab_by_keys_alone(shown):
    lab = at(shown, "NetworkLab", "Play")
    before = lab.status()
    lab.tab_to("Hidden units").press("ArrowRight")
    lab.tab_to("First weights").press("a")
    wait_until(lambda: lab.status() != before, "another network")


def test_what_is_done_comes_over_one_thread_and_so_in_its_order(shown):
    shown.run_code(WATCHED)
    lab = shown.lab("Distance ε")
    lab.slider("Distance ε").press("ArrowLeft")
    lab.wait_for_status("ε = 0.8")
    lab.button("Play").click()
    lab.button("Pause").click()
    lab.slider("Point x").press("ArrowLeft")
    lab.wait_for_status("at x = 0.95")
    lab.button("Reset").click()
    lab.wait_for_status("x = 1.00, ε = 1:")
    said = shown.run_code("len(threads), set(threads)").locator(".jp-OutputArea-output")
    assert said.inner_text().strip() == "(5, {'MainThread'})"


def test_a_slider_stands_where_the_kernel_says(shown):
    """To the last bit: it sends back what is another number, as if it had been moved."""
    shown.run_code(SLIDERS)
    sliders = shown.page.locator(".jp-CodeCell").last.locator(".noUi-target")
    wait_until(lambda: sliders.count() == len(RANGES), "the sliders")
    values = [np.random.default_rng(0).uniform(*ends, 300).tolist() for *ends, _ in RANGES]
    stand = sliders.evaluate_all(STAND, values)
    for (low, high, step), told, found in zip(RANGES, values, stand, strict=True):
        assert [on_step(value, low, high, step) for value in told] == found


def test_a_weight_beyond_its_slider_stays_as_it_is(shown):
    shown.run_code("far = Playground()\nfar")
    shown.run_code("far.model.value = 46.56974")
    lab = shown.lab("Learning rate", nth=-1)
    lab.slider("Value").wait_for_readout("46.57")
    said = shown.run_code("far.model.value, far._value.max").locator(".jp-OutputArea-output")
    assert said.inner_text().strip() == "(46.56974, 93.13948)"


def sent(lab, ratio):
    """Wait for the exact picture of this ratio; gives its pixels."""

    def exact():
        pixels = np.asarray(Image.open(io.BytesIO(lab.image_bytes())).convert("L"))
        return pixels if pixels.shape[1] == round(940 * ratio) else None

    return wait_until(exact, f"a picture at ratio {ratio}", 20)


def steepness(pixels):
    """Mean energy of the gradient."""
    return sum(np.mean(np.square(slope)) for slope in np.gradient(pixels.astype(float)))


def test_the_picture_is_as_sharp_as_the_screen(shown):
    lab = at(shown, "Playground", "Reset")
    screen = shown.page.context.new_cdp_session(shown.page)
    plain = sent(lab, 1)
    try:
        for number, ratio in enumerate((1.5, 2, 3)):
            # Another width as well, as a page without a head is told of nothing else.
            how = {"width": 1390 - number, "height": 900, "mobile": False}
            screen.send("Emulation.setDeviceMetricsOverride", how | {"deviceScaleFactor": ratio})
            pixels = sent(lab, ratio)
            assert pixels.shape == (round(ratio * len(plain)), round(ratio * 940))
            if ratio == 2:
                title = plain[TITLE]
                enlarged = Image.fromarray(title).resize((500, 60), Image.Resampling.BICUBIC)
                sharp = pixels[0:60, 300:800]
                assert steepness(sharp) > 1.3 * steepness(np.asarray(enlarged))
    finally:
        screen.send("Emulation.clearDeviceMetricsOverride")
    assert np.array_equal(sent(lab, 1), plain)


def test_pictures_follow_the_theme_at_once(shown):
    page, lab = shown.page, at(shown, "Playground", "Reset")
    figure = page.get_by_alt_text("Axes without a curve.")
    parts = lab.image(), figure

    def filters():
        return [part.evaluate("e => getComputedStyle(e).filter") for part in parts]

    assert filters() == ["none", "none"]
    page.evaluate(THEME, "JupyterLab Dark")
    wait_until(lambda: all("invert" in how for how in filters()), "dark pictures")
    # Other front ends do not say so in this way; then the page itself is looked at.
    page.evaluate("delete document.body.dataset.jpThemeLight")
    page.wait_for_timeout(500)
    assert "invert" in filters()[0]
    seen = Image.open(io.BytesIO(lab.root.screenshot())).convert("L")
    assert np.mean(np.asarray(seen) > 200) < 0.05
    page.evaluate(THEME, "JupyterLab Light")
    wait_until(lambda: filters() == ["none", "none"], "light pictures")


def test_a_question_keeps_its_keys(shown):
    cells = shown.page.locator(".jp-Cell").count()
    question = shown.page.locator(".nnlib-ask")
    options = question.locator("input[type=radio]")
    options.first.focus()
    for key in ("ArrowDown", "b", "m", "ArrowDown"):
        shown.page.keyboard.press(key)
    assert options.nth(1).is_checked() or options.nth(2).is_checked()
    assert question.is_visible()
    assert shown.page.locator(".jp-Cell").count() == cells


def test_a_lab_out_of_sight_stands_still(shown):
    lab = at(shown, "Playground", "Play")
    lab.press(" ").button("Pause").wait_for()
    line = lab.root.locator(".nnlib-status").first
    shown.lab(nth=len(LABS) - 1)
    shown.page.wait_for_timeout(700)
    before = line.text_content()
    shown.page.wait_for_timeout(700)
    assert line.text_content() == before
    shown.lab(nth=0)
    wait_until(lambda: line.text_content() != before, "a lab that goes on")
    lab.button("Pause").click()


def test_a_lab_whose_kernel_has_ended_says_what_to_do(shown):
    shown.page.evaluate(RESTART)
    box = shown.page.locator(".nnlib-lab").first
    told = "e => getComputedStyle(e, '::before').content"
    wait_until(lambda: "Run the first cell" in box.evaluate(told), "a word on what to do", 30)
    assert not box.locator("img").is_visible()
