"""How every lab is laid out: controls in even columns, words that can be read in the picture."""

import re

import ipywidgets as widgets
import numpy as np
import pytest

import words
from nnlib import labs, plots
from nnlib.labs.shared.cells import belongings
from nnlib.labs.shared.controls import LABEL_WIDTH, PICTURE_WIDTH
from nnlib.plots.chain import Chain
from nnlib.plots.fast_text import word_width

# States in which pictures are full: as they are in the notebooks, and at ends of what can be set.
FULL = [
    ("ActivationLab", {"activation": "relu", "depth": 12, "scale": "he", "steps": 2}),
    ("BucketLab", {"x3": True, "x4": True, "w4": -3.0, "w1": -2.5}),
    ("BugLab", {"network": 4, "samples": 8}),
    ("ChainLab", {"step": 8}),
    ("ChainLab", {"graph": "network", "step": 13}),
    ("DigitLab", {"kernels": 16, "strokes": [[[0.5, 0.2], [0.5, 0.8]]], "step": 2}),
    ("GateLab", {"aim": "x1 XOR x2", "w1": -3.0, "threshold": -1.5}),
    ("KernelLab", {"padding": 2, "image": "digit 4"}),
    ("LearningRateLab", {"steps": 40}),
    ("LearningRateLab", {"highest": 100.0, "steps": 60}),
    ("LossLab", {"surface": "sigmoid unit, SSE"}),
    ("NetworkLab", {"hidden_units": 8}),
    ("Playground", {"hidden_units": (8, 8, 8, 8), "steps": 20}),
    ("RestaurantLab", {"price": -3.0, "threshold": -3.0}),
    ("SlopeLab", {"function": "x³", "x": 1.0}),
    ("UnitLab", {"weight": -5.0}),
]


@pytest.fixture(scope="module", params=labs.__all__)
def lab(request):
    """Each lab as it is first shown, made once for all its tests."""
    lab = getattr(labs, request.param)()
    yield lab
    lab.close()


def made(chosen):
    """Make a lab of a name and choices."""
    name, choices = chosen
    return getattr(labs, name)(**choices)


@pytest.fixture(scope="module", params=FULL, ids=lambda chosen: "-".join(map(str, chosen)))
def full(request):
    """Each lab in a state in which its picture is full."""
    lab = made(request.param)
    yield lab
    lab.close()


# -- words in pictures -------------------------------------------------------------------------


def told(figure):
    return {look.__name__: look(figure) for look in (words.cut, words.overlapping, words.crossed)}


NOTHING = {"cut": [], "overlapping": [], "crossed": []}


def test_words_that_cannot_be_read_are_found():
    figure, ax = plots.figure(width=3, height=2)
    ax.set(xlim=(0, 1), ylim=(0, 1))
    ax.set_position([0.2, 0.2, 0.6, 0.6])
    figure.set_layout_engine("none")
    plots.Numbers(ax, [(0.5, 0.5)], 11).set_texts(["one"])
    assert told(figure) == NOTHING
    plots.Numbers(ax, [(0.55, 0.5)], 11).set_texts(["two"])
    assert told(figure) == NOTHING | {"overlapping": [("one", "two")]}
    ax.plot([0, 1], [0.5, 0.5])
    ax.text(0.8, 0.9, "beyond the edge")
    about = told(figure)
    assert about["cut"] == ["beyond the edge"]
    assert sorted(about["crossed"]) == ["one", "two"]


def test_words_on_paper_are_not_crossed():
    figure, ax = plots.figure(width=3, height=2)
    ax.plot([0, 1], [0.5, 0.5])
    plots.Numbers(ax, [(0.5, 0.5)], 11, box=True).set_texts(["one"])
    assert words.crossed(figure) == []


def test_words_of_the_first_frame_can_be_read(lab):
    assert told(lab.figure) == NOTHING


def test_words_of_a_full_picture_can_be_read(full):
    assert told(full.figure) == NOTHING


def test_numbers_stand_inside_their_cells(full):
    point = full.figure.dpi / 72
    wide = [
        (text, room)
        for numbers, room in tables(full)
        for text in numbers.texts
        if word_width(text, numbers.size * point) > room - 3
    ]
    assert wide == []


def tables(lab):
    """List the numbers of all tables of a lab, with the width of a cell in pixels."""
    for drawing in lab.drawings or lab.screen.drawings:
        if isinstance(drawing, Chain):
            corners = drawing.cells.get_paths()[0].vertices
            yield drawing.numbers, np.ptp(corners[:, 0])
        elif getattr(drawing, "image", None) and getattr(drawing, "numbers", None):
            window = drawing.image.axes.bbox
            yield drawing.numbers, window.width / drawing.image.get_array().shape[1]


# -- controls ----------------------------------------------------------------------------------


def labelled(lab):
    """List the controls of a lab that have a label beside them, unless they are in no column."""
    kinds = widgets.Dropdown, widgets.BoundedIntText, widgets.IntSlider, widgets.FloatSlider
    return [
        part
        for part in belongings(lab.widget)
        if isinstance(part, (*kinds, widgets.SelectionSlider)) and part.description
    ]


def test_controls_stand_in_columns_with_labels_of_one_width(lab):
    grids = [part for part in belongings(lab.widget) if isinstance(part, widgets.GridBox)]
    inside = belongings(*grids)
    for control in labelled(lab):
        assert control in inside
        assert control.style.description_width == LABEL_WIDTH
        assert control.layout.width == "auto"
    assert labelled(lab)


def test_controls_are_no_wider_than_the_picture(lab):
    picture = lab.figure.bbox.width
    assert picture <= int(PICTURE_WIDTH.removesuffix("px"))
    for part in lab.rows:
        if hasattr(part, "children"):
            assert int(part.layout.max_width.removesuffix("px")) <= int(PICTURE_WIDTH[:-2])


def test_buttons_are_as_wide_as_their_words(lab):
    buttons = [part for part in belongings(lab.widget) if isinstance(part, widgets.Button)]
    assert buttons
    assert {button.layout.width for button in buttons} == {"auto"}


# -- words below the picture -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "choices", "number"),
    [
        ("LossLab", {"w1": -2.5}, "(−2.5, "),
        ("UnitLab", {"bias": 2.0}, "x = −2.00"),
        ("SlopeLab", {"x": -1.5}, "x = −1.50"),
        ("KernelLab", {"column": 2}, "× −1"),
        ("ChainLab", {"graph": "network", "step": 8}, "(−"),
        ("GateLab", {"w1": -2.0}, ""),
        ("BucketLab", {"x4": True, "x1": False, "x2": False}, "−1.5"),
        ("RestaurantLab", {"price": -3.0}, "−"),
    ],
)
def test_minus_signs_are_minus_signs(name, choices, number):
    lab = made((name, choices))
    assert number in lab.status.value
    assert not re.search(r"(?<![\w*])-(?=\.?\d)", lab.status.value + repr(lab))
    lab.close()
