"""Every lab on a small screen and on a phone, in one notebook that shows all of them."""

from itertools import chain, pairwise

import pytest

from lab import Notebook
from nnlib import labs

# What a notebook has of a projector's 1280 × 720 pixels, in JupyterLab.
SMALL, ROOM = {"width": 1280, "height": 720}, 599
NARROW, PHONE = {"width": 1000, "height": 720}, {"width": 390, "height": 844}
SHOW = """\
import numpy as np
from nnlib.labs import *
X = np.random.default_rng(0).normal(size=(60, 2))
for lab in ({}):
    display(lab)"""
MOST = (
    "hidden_units=(12,) * 6, inputs=('x1', 'x2', 'x1**2', 'x2**2', 'x1*x2', 'sin(x1)', 'sin(x2)')"
)
OTHERS = (
    "ChainLab(graph='network', step=8)",
    "Playground(hidden_units=(8, 8, 8, 8))",
    "Playground(data='three arms', hidden_units=(12,) * 6)",
    f"Playground(data='hills', {MOST})",
    f"Playground(data=(X, np.arange(60) % 3), {MOST})",
)
FOLDS = "Points", "Network", "Training", "Keep"

# Open or close a fold wherever there is one; gives how many still stand otherwise.
TURN = """([name, arrow]) => [...document.querySelectorAll(".nnlib-lab .widget-toggle-button")]
    .filter((button) => button.textContent.trim() === `${name} ${arrow}`)
    .map((button) => button.click()).length"""

# Of each lab: its height, and what stands where, from its left edge.
LOOK = """() => [...document.querySelectorAll(".nnlib-lab")].map((lab) => {
    const pen = document.createElement("canvas").getContext("2d");
    const left = lab.getBoundingClientRect().left;
    const place = (part) => {
        const { x, right } = part.getBoundingClientRect();
        return [Math.round(x - left), Math.round(right - left)];
    };
    const shown = (kind) => [...lab.querySelectorAll(kind)].filter((part) => part.offsetHeight);
    const isCut = (part) => part.scrollWidth > part.clientWidth + 1;
    const hides = (menu) => {
        const { font, paddingLeft, paddingRight } = getComputedStyle(menu);
        const room = menu.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
        pen.font = font;
        const seen = innerWidth < 1000 ? [...menu.selectedOptions] : [...menu.options];
        return seen.filter(({ text }) => pen.measureText(text).width > room);
    };
    const cut = [
        ...shown(".widget-label, button, .widget-html-content").filter(isCut),
        ...shown("select").flatMap(hides),
    ];
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
    """The looks of all labs in three windows: by name, width of the window, and open fold."""
    calls = [*(f"{name}()" for name in labs.__all__), *OTHERS]
    code = SHOW.format(", ".join(calls))
    jupyter.write("labs.ipynb", code)
    page = Notebook(jupyter, window)
    before = window.viewport_size
    try:
        page.open("labs.ipynb").run_all()
        assert page.errors() == []
        yield {
            (call, size["width"], fold): look
            for size in (SMALL, NARROW, PHONE)
            for fold, seen in looks(window, size, len(calls))
            for call, look in zip(calls, seen, strict=True)
        }
    finally:
        window.set_viewport_size(before)
        page.close()


def looks(window, size, count):
    """Look at all labs in a window of a size, once their pictures have come, fold by fold."""
    window.set_viewport_size(size)
    window.wait_for_function(
        "count => [...document.querySelectorAll('.nnlib-picture')]"
        ".filter((picture) => picture.naturalWidth).length === count",
        arg=count,
    )
    window.wait_for_timeout(500)
    yield "", window.evaluate(LOOK)
    for fold in FOLDS:
        turn(window, fold, "▸")
        yield fold, window.evaluate(LOOK)
    turn(window, FOLDS[-1], "▾")


def turn(window, fold, arrow):
    """Open a fold in all labs that have it, or close it; the kernel does so."""
    window.evaluate(TURN, [fold, arrow])
    turned = "([name, arrow]) => !document.body.textContent.includes(`${name} ${arrow}`)"
    window.wait_for_function(turned, arg=[fold, arrow])
    window.wait_for_timeout(300)


def at(shown, size):
    return {
        (call, fold): look for (call, width, fold), look in shown.items() if width == size["width"]
    }


def test_the_folds_are_seen_open(shown):
    most = OTHERS[-1], SMALL["width"]
    assert all(shown[*most, fold]["height"] > shown[*most, ""]["height"] for fold in FOLDS)


def test_each_lab_fits_a_small_screen(shown):
    heights = {key: look["height"] for key, look in at(shown, SMALL).items()}
    assert {key: height for key, height in heights.items() if height > ROOM} == {}


def test_nothing_is_cut_off(shown):
    cut = {(key[0], key[1], *look["cut"]) for key, look in shown.items() if look["cut"]}
    assert cut == set()


def test_no_control_sticks_out(shown):
    for key, look in shown.items():
        edge = min(look["picture"][1], look["width"])
        assert max(right for _, right in look["controls"]) <= edge + 4, key


def test_labels_have_one_width_and_stand_in_even_columns(shown):
    for key, look in shown.items():
        together = [[*chain(*look["grids"])]] if key[1] == SMALL["width"] else []
        for labels in [*look["grids"], *together]:
            widths = [right - left for left, right in labels]
            assert max(widths) - min(widths) <= 1, key
            columns = sorted({left for left, _ in labels})
            steps = {after - before for before, after in pairwise(columns)}
            assert max(steps, default=0) - min(steps, default=0) <= 2, key


def test_on_a_phone_controls_stack_and_labels_stay_readable(shown):
    for key, look in at(shown, PHONE).items():
        assert len({left for left, _ in chain(*look["grids"])}) == 1, key
        assert look["picture"][1] - look["picture"][0] >= 0.6 * look["natural"] - 1, key
