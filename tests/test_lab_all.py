"""What holds for every lab: refusals, Reset, one frame for one change, nothing left behind."""

import asyncio
import ctypes
import gc
import io
import os
import re
import weakref

import ipywidgets as widgets
import numpy as np
import pytest
import traitlets
from IPython.core.interactiveshell import InteractiveShell
from ipywidgets.widgets.widget import _instances
from matplotlib.figure import Figure
from PIL import Image

from nnlib import labs
from nnlib.labs.shared import play
from nnlib.labs.shared.cells import belongings

RUNS, EVERY = 50, 10
every_lab = pytest.mark.parametrize("name", labs.__all__)

# Choices that are not the defaults; a lab that is not listed is tried as it is.
OTHER = {
    "ActivationLab": {"depth": 3, "scale": "he", "steps": 2},
    "BucketLab": {"x4": True, "w1": -1.0},
    "BugLab": {"network": 4, "samples": 2},
    "ChainLab": {"graph": "network", "step": 4, "changed": {"W1 (1, 1)": 1.5}},
    "DigitLab": {"kernels": 3, "strokes": [[[0.5, 0.2], [0.5, 0.8]]], "step": 2},
    "GateLab": {"aim": "x1 XOR x2", "w1": -1.0},
    "KernelLab": {"image": "point", "kernel": "blur", "padding": 1, "row": 2},
    "LearningRateLab": {"data": "blobs", "lowest": 0.1, "steps": 3},
    "LossLab": {"surface": "sigmoid unit, SSE", "w1": 1.0},
    "NetworkLab": {"hidden_units": 2, "start": "zeros", "unit": 2},
    "Playground": {"data": "moons", "hidden_units": (3, 2), "l2": 0.05, "steps": 3},
    "RestaurantLab": {"taste": 0.5, "binary": True},
    "SlopeLab": {"function": "sigmoid", "x": 0.5},
    "UnitLab": {"weight": -2.0},
}


@pytest.fixture
def made():
    """Make labs that are closed after the test."""
    all_made = []

    def make(name, **choices):
        all_made.append(getattr(labs, name)(**choices))
        return all_made[-1]

    yield make
    for lab in all_made:
        lab.close()


# -- refusals ----------------------------------------------------------------------------------


@every_lab
def test_a_misspelt_choice_is_refused_with_the_choices_there_are(name):
    lab = getattr(labs, name)
    with pytest.raises(TypeError) as refused:
        lab(w33=2)
    sentence = str(refused.value)
    assert sentence.startswith("there is no choice 'w33'; choose from: ")
    assert sentence.count(".") == 1
    assert all(choice in sentence for choice in OTHER.get(name, {}))


@pytest.mark.parametrize(
    ("name", "choice", "value", "sentence"),
    [
        ("GateLab", "w1", 9, "w1 must be a finite number from -3 to 3; got 9."),
        ("GateLab", "w1", float("nan"), "w1 must be a finite number from -3 to 3; got nan."),
        ("GateLab", "w1", "two", "w1 must be a finite number from -3 to 3; got 'two'."),
        ("GateLab", "w1", True, "w1 must be a finite number from -3 to 3; got True."),
        ("NetworkLab", "seed", 1.5, "seed must be a whole number from 0 to 9999; got 1.5."),
        ("NetworkLab", "start", "ones", "start must be one of 'random', 'zeros'; got 'ones'."),
        ("BucketLab", "absolute", "no", "absolute must be True or False; got 'no'."),
        ("ChainLab", "step", -1, "step must be a whole number of at least 0; got -1."),
        ("UnitLab", "weight", None, "weight must be a finite number from -5 to 5; got None."),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words(name, choice, value, sentence):
    with pytest.raises(traitlets.TraitError) as refused:
        getattr(labs, name)(**{choice: value})
    assert str(refused.value) == sentence


@every_lab
def test_every_number_and_name_out_of_range_is_refused_without_words_of_the_machinery(name):
    lab = getattr(labs, name)()
    for choice, trait in lab.model.traits(code=True).items():
        if isinstance(trait, traitlets.Any):  # its lab looks at it, and its own tests at that
            continue
        wrong = {"no": "such"} if isinstance(trait, traitlets.List) else "no such"
        with pytest.raises(traitlets.TraitError, match=f"^{choice} must be .*; got ") as refused:
            type(lab)(**{choice: wrong})
        assert not re.search(r"trait|instance of|Model", str(refused.value))
    lab.close()


def test_numbers_of_numpy_are_numbers(made):
    lab = made("NetworkLab", seed=np.int64(3), learning_rate=np.float32(0.5))
    assert lab.code() == "NetworkLab(seed=3, learning_rate=0.5)"


@every_lab
def test_a_picture_is_shown_in_as_many_pixels_as_it_has(name, made):
    lab = made(name)
    width = Image.open(io.BytesIO(lab.image.value)).width
    assert lab.image.layout.width == f"{width}px"


def test_boxes_for_numbers_take_what_their_choices_take(made):
    ranges = {}
    for name in labs.__all__:
        lab = made(name)
        for trait, control in lab._bound.items():
            if isinstance(control, widgets.BoundedIntText):
                known = lab.model.traits()[trait]
                ranges[name, trait] = (control.min, control.max), (known.min, known.max)
    assert len(ranges) > 4
    assert {key: pair for key, pair in ranges.items() if pair[0] != pair[1]} == {}


# -- Reset -------------------------------------------------------------------------------------


def other_value(control):
    """A value that a control can take and does not have."""
    value = control.value
    if isinstance(control, widgets.Checkbox):
        return not value
    if hasattr(control, "options"):
        values = [pair[1] if isinstance(pair, tuple) else pair for pair in control.options]
        return values[values.index(value) - 1]
    if isinstance(value, int | float):
        step = getattr(control, "step", None) or 1
        return value - step if value - step >= control.min else value + step
    return [] if value else [[[0.5, 0.2], [0.5, 0.8]]]  # a pad


def controls_of(lab):
    """Every control of a lab that can be moved now; folds only show other controls."""
    no_controls = widgets.HTML | widgets.Label | widgets.Image | widgets.ToggleButton
    return [
        part
        for part in belongings(lab.widget)
        if (isinstance(part, widgets.Button) or part.has_trait("value"))
        and not isinstance(part, no_controls)
        and not getattr(part, "disabled", False)
    ]


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    """A folder of its own for what labs write."""
    monkeypatch.chdir(tmp_path)


def label_of(control):
    return getattr(control, "description", type(control).__name__)


def move(control):
    if isinstance(control, widgets.Button):
        control.click()
    else:
        control.value = other_value(control)


@every_lab
def test_reset_brings_back_what_the_lab_was_made_with(name, made):
    lab = made(name, **OTHER.get(name, {}))
    code, first, words = lab.code(), bytes(lab.image.value), lab.status.value
    for control in controls_of(lab):
        if label_of(control) not in ("Play", "Pause", "Reset"):
            move(control)
    assert lab.code() != code or bytes(lab.image.value) != first
    button = next(c for c in controls_of(lab) if label_of(c) == "Reset")
    lab.play()
    button.click()
    lab.refresh()
    assert not lab.model.playing
    assert lab.code() == code
    assert lab.alarm.value == ""
    assert lab.status.value == words
    # Numbers on contours are put where there is room when they are drawn: before the figure is
    # laid out the first time, and after it from then on.
    assert name == "LossLab" or bytes(lab.image.value) == first


@every_lab
def test_the_line_of_code_brings_back_the_picture(name, made):
    lab = made(name, **OTHER.get(name, {}))
    again = eval(lab.code(), {name: getattr(labs, name)})
    assert bytes(again.image.value) == bytes(lab.image.value)
    assert again.code() == lab.code()
    again.close()


def test_where_something_goes_on_it_can_start_again(made):
    with_restart = set()
    for name in labs.__all__:
        names = {label_of(c) for c in controls_of(made(name))}
        assert "Reset" in names
        assert not names & {"Restart", "Back to start", "First choices"}
        with_restart |= {name} if "Start again" in names else set()
    training = {"ActivationLab", "DigitLab", "LearningRateLab", "NetworkLab", "Playground"}
    assert with_restart == training | {"LossLab"}


# -- one frame for one change ------------------------------------------------------------------


@every_lab
def test_one_change_is_one_frame(name, monkeypatch):
    monkeypatch.setattr(play, "REST", 0.01)

    async def rest(lab):
        async with asyncio.timeout(20):
            while True:
                await asyncio.sleep(0.005)
                task = lab._player.task
                if not lab._player.queue and (task is None or task.done()):
                    return

    async def count():
        lab = getattr(labs, name)()
        await rest(lab)
        frames, draw = [], lab.screen.draw
        monkeypatch.setattr(lab.screen, "draw", lambda *how: (frames.append(1), draw(*how)))
        counted = {}
        for number, control in enumerate(controls_of(lab)):
            label = label_of(control)
            if label in ("Play", "Pause", "Pour once") or getattr(control, "disabled", False):
                continue
            frames.clear()
            move(control)
            await rest(lab)
            counted[f"{number} {label}"] = len(frames)
        lab.close()
        await asyncio.sleep(0)
        return counted

    counted = asyncio.run(count())
    assert counted
    assert {label: frames for label, frames in counted.items() if frames != 1} == {}


# -- nothing is left ---------------------------------------------------------------------------


@every_lab
def test_a_closed_lab_leaves_no_widget_and_no_figure(name):
    before = set(_instances)
    lab = getattr(labs, name)(**OTHER.get(name, {}))
    for control in controls_of(lab):
        if label_of(control) not in ("Play", "Pour once"):
            move(control)
    assert len(set(_instances) - before) > 15
    figure = weakref.ref(lab.screen.figure)
    lab.close()
    assert set(_instances) == before
    gc.collect()
    assert figure() is None


@pytest.fixture
def shell():
    """A notebook's shell, without a kernel."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def run(shell, code, cell):
    result = shell.run_cell(code, store_history=True, cell_id=cell)
    result.raise_error()
    return result.result


def resident_mb():
    """Megabytes that this process holds, without what is free but not given back."""
    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    with open("/proc/self/statm") as memory:
        return int(memory.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def run_again(name, shell, runs):
    """Run a lab's cell so often; give the memory held now and then, once nothing else was left."""
    run(shell, "from nnlib.labs import *", "first")
    gc.collect()
    figures = sum(isinstance(thing, Figure) for thing in gc.get_objects())
    counts, sizes = [], []
    for number in range(1, runs + 1):
        shown = run(shell, f"lab = {name}()\nlab", "lab")
        counts.append(len(_instances))
        if number % EVERY == 0:
            sizes.append(resident_mb())
    assert set(counts) == {counts[0]}
    gc.collect()
    assert sum(isinstance(thing, Figure) for thing in gc.get_objects()) <= figures + 1
    shown.close()
    return sizes


@every_lab
def test_a_cell_run_again_leaves_nothing_of_the_lab_before(name, shell):
    run_again(name, shell, 3)


@pytest.mark.leaks
@every_lab
def test_a_cell_run_fifty_times_takes_no_more_room(name, shell):
    sizes = run_again(name, shell, RUNS)
    # The first ten warm up. What a leak takes, it takes each time; a heap grows at some time.
    growth = np.median(np.diff(sizes)) / EVERY
    assert growth < 0.1, f"{growth:.2f} MB a run: {sizes}"


@pytest.mark.parametrize("code", ["UnitLab()", "lab = UnitLab()", "lab = UnitLab()\nlab"])
def test_a_cell_run_again_closes_its_earlier_lab(code, shell):
    run(shell, "from nnlib.labs import UnitLab\nimport ipywidgets", "first")
    run(shell, code, "a")
    count = len(_instances)
    run(shell, code, "b")
    assert len(_instances) > count
    count = len(_instances)
    run(shell, code, "a")
    assert len(_instances) == count
    run(shell, "lab = None", "b")


def test_labs_in_a_layout_of_ones_own_are_closed_too(shell):
    run(shell, "from nnlib.labs import UnitLab\nimport ipywidgets", "first")
    code = "one, two = UnitLab(), UnitLab()\nbox = ipywidgets.HBox([one.widget, two.widget])\nbox"
    run(shell, code, "a")
    first = shell.user_ns["one"], shell.user_ns["two"]
    run(shell, code, "a")
    assert [lab.closed for lab in first] == [True, True]
    assert not shell.user_ns["two"].closed


@pytest.mark.parametrize(
    "held",
    [
        "mine = lab",
        "mine = [1, lab]",
        "mine = {'lab': lab}",
        "mine = lab.widget",
        "mine = ipywidgets.VBox([ipywidgets.HBox([lab.widget])])",
    ],
)
def test_a_lab_that_the_learner_still_holds_stays_open(held, shell):
    run(shell, "from nnlib.labs import UnitLab\nimport ipywidgets", "first")
    first = run(shell, "lab = UnitLab()\nlab", "a")
    run(shell, held, "b")
    run(shell, "lab = UnitLab()\nlab", "a")
    assert not first.closed
    run(shell, "mine = None", "b")
    run(shell, "lab = UnitLab()\nlab", "a")
    assert first.closed


def test_where_cells_have_no_id_and_in_plain_python_nothing_is_closed(shell):
    run(shell, "from nnlib.labs import UnitLab", None)
    first = run(shell, "lab = UnitLab()\nlab", None)
    run(shell, "lab = UnitLab()\nlab", None)
    assert not first.closed
    InteractiveShell.clear_instance()
    one, two = labs.UnitLab(), labs.UnitLab()
    assert not one.closed
    for lab in (one, two, first):
        lab.close()
