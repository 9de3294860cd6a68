"""Every lab on a small screen and on a phone, in one notebook that shows all of them."""

from itertools import chain, pairwise

import nbformat
import pytest

import build
from lab import Notebook
from nnlib import labs

# What a notebook has of a projector's 1280 × 720 pixels, in JupyterLab.
SMALL, ROOM = {"width": 1280, "height": 720}, 599
NARROW, PHONE = {"width": 1000, "height": 720}, {"width": 390, "height": 844}
SHOW = "from nnlib.labs import *\nfor lab in ({}):\n    display(lab)"
OTHERS = "Playground(hidden_units=(8, 8, 8, 8))", "ChainLab(graph='network', step=8)"

# Of each lab: its height, and what stands where, from its left edge.
LOOK = """() => [...document.querySelectorAll(".nnlib-lab")].map((lab) => {
    const left = lab.getBoundingClientRect().left;
    const place = (part) => {
        const { x, right } = part.getBoundingClientRect();
        return [Math.round(x - left), Math.round(right - left)];
    };
    const shown = (kind) => [...lab.querySelectorAll(kind)].filter((part) => part.offsetHeight);
    const isCut = (part) => part.scrollWidth > part.clientWidth + 1;
    const cut = shown(".widget-label, button, .widget-html-content").filter(isCut);
    return {
        height: lab.closest(".jp-OutputArea-output").getBoundingClientRect().height,
        width: lab.getBoundingClientRect().width,
        grids: [...lab.querySelectorAll(".widget-gridbox:has(.widget-label)")].map((grid) =>
            shown(".widget-label").filter((label) => grid.contains(label)).map(place))
            .filter((labels) => labels.length),
        controls: shown(".widget-inline-hbox:not(.widget-html), .widget-gridbox, button").map(
            place),
        picture: place(lab.querySelector(".nnlib-picture")),
        natural: lab.querySelector(".nnlib-picture").naturalWidth,
        cut: cut.map((part) => part.textContent),
    };
})"""


@pytest.fixture(scope="module")
def shown(jupyter, window):
    """The looks of all labs in three windows, by name and the width of the window."""
    calls = [*(f"{name}()" for name in labs.__all__), *OTHERS]
    code = SHOW.format(", ".join(calls))
    cells = [nbformat.v4.new_code_cell(code)]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=build.METADATA)
    nbformat.write(notebook, jupyter.notebooks / "labs.ipynb")
    page = Notebook(jupyter, window)
    before = window.viewport_size
    try:
        page.open("labs.ipynb").run_all()
        assert page.errors() == []
        yield {
            (call, size["width"]): look
            for size in (SMALL, NARROW, PHONE)
            for call, look in zip(calls, looks(window, size, len(calls)), strict=True)
        }
    finally:
        window.set_viewport_size(before)
        page.close()


def looks(window, size, count):
    """Look at all labs in a window of a size, once their pictures have come."""
    window.set_viewport_size(size)
    window.wait_for_function(
        "count => [...document.querySelectorAll('.nnlib-picture')]"
        ".filter((picture) => picture.naturalWidth).length === count",
        arg=count,
    )
    window.wait_for_timeout(500)
    return window.evaluate(LOOK)


def at(shown, size):
    return {call: look for (call, width), look in shown.items() if width == size["width"]}


def test_each_lab_fits_a_small_screen(shown):
    heights = {call: look["height"] for call, look in at(shown, SMALL).items()}
    assert {call: height for call, height in heights.items() if height > ROOM} == {}


def test_nothing_is_cut_off(shown):
    cut = {key: look["cut"] for key, look in shown.items() if look["cut"]}
    assert cut == {}


def test_no_control_sticks_out(shown):
    for (call, width), look in shown.items():
        edge = min(look["picture"][1], look["width"])
        assert max(right for _, right in look["controls"]) <= edge + 4, (call, width)


def test_labels_have_one_width_and_stand_in_even_columns(shown):
    for (call, width), look in shown.items():
        together = [[*chain(*look["grids"])]] if width == SMALL["width"] else []
        for labels in [*look["grids"], *together]:
            widths = [right - left for left, right in labels]
            assert max(widths) - min(widths) <= 1, (call, width)
            columns = sorted({left for left, _ in labels})
            steps = {after - before for before, after in pairwise(columns)}
            assert max(steps, default=0) - min(steps, default=0) <= 2, (call, width)


def test_on_a_phone_controls_stack_and_labels_stay_readable(shown):
    for call, look in at(shown, PHONE).items():
        assert len({left for left, _ in chain(*look["grids"])}) == 1, call
        assert look["picture"][1] - look["picture"][0] >= 0.6 * look["natural"] - 1, call
