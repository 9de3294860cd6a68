"""Drawing only what has changed gives the picture that drawing everything gives."""

import re
from importlib.resources import files

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from nnlib import labs, plots
from nnlib.labs.shared.screen import Screen
from nnlib.plots import palette


def train(lab, moves):
    for _ in range(moves):
        lab.model.take_step()


def learn(lab, moves):
    for _ in range(moves):
        lab.model.train(steps=10)


def walk(lab, moves):
    lab.model.w1, lab.model.w2 = [(3.0, 3.0), (0.2, 0.4), (-4.0, 4.0)][moves % 3]


def pad(lab, moves):
    lab.model.padding, lab.model.stride = moves % 3, 1 + moves % 2


@pytest.mark.parametrize(
    ("name", "move", "moves"),
    [
        ("Playground", train, [60, 90]),
        ("ActivationLab", train, [80, 80]),
        ("LearningRateLab", train, [60, 90]),
        ("DigitLab", learn, [6, 12]),
        ("LossLab", walk, [0, 1, 2]),
        ("KernelLab", pad, [1, 2, 3]),
    ],
)
def test_axes_drawn_by_themselves_are_as_in_a_whole_picture(name, move, moves, monkeypatch):
    drawn, draw = [], Screen._draw_changed_axes
    monkeypatch.setattr(Screen, "_draw_changed_axes", lambda s: (drawn.append(s), draw(s)))
    lab = getattr(labs, name)()
    for number in [*moves, *moves]:
        move(lab, number)
        lab.refresh()
        assert not lab.alarm.value
        pixels = np.array(lab.figure.canvas.buffer_rgba())
        lab.screen.renew()
        lab.refresh()
        assert np.array_equal(pixels, lab.figure.canvas.buffer_rgba())
    assert drawn


def test_labels_that_get_shorter_leave_nothing_behind():
    figure, (left, right) = plots.figure(2, width=5, height=2)
    screen = Screen(figure, [])
    for top in (1.0, 1e6, 10.0, 1e6, 1.0):
        left.set_ylim(0, top)
        screen.renew(left)
        screen.draw()
        partly = screen.encode()
        screen.renew()
        screen.draw()
        assert partly == screen.encode()
    assert right.get_ylim() == (0, 1)


# -- dark --------------------------------------------------------------------------------------

CSS = (files("nnlib") / "jupyterlab" / "static" / "dark.css").read_text(encoding="utf-8")
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
# Half a turn of hue, as the standard of CSS filters defines it.
HALF_A_TURN = 2 * np.array([0.213, 0.715, 0.072]) - np.eye(3)
FILTERS = {
    "invert": lambda colour, amount: colour * (1 - 2 * amount) + amount,
    "hue-rotate": lambda colour, amount: HALF_A_TURN @ colour,
    "contrast": lambda colour, amount: (colour - 0.5) * amount + 0.5,
}


def in_the_dark(colour):
    """What the filter of the style sheet makes of a colour."""
    steps = re.search(r"filter: (.+);", CSS)[1]
    colour = np.array(to_rgb(colour))
    for name, amount in re.findall(r"([a-z-]+)\(([\d.]+)(?:deg)?\)", steps):
        colour = np.clip(FILTERS[name](colour, float(amount)), 0, 1)
    return colour


def in_the_light(colour):
    return np.array(to_rgb(colour))


def contrast(one, other):
    """The ratio of the guidelines for accessible content, from 1 to 21."""
    linear = [np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) for c in (one, other)]
    low, high = sorted(float(LUMINANCE @ c) for c in linear)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("seen", [in_the_light, in_the_dark])
def test_text_has_contrast_in_light_and_dark(seen):
    words = {*palette.CURVE_COLOURS, palette.QUIET, palette.CRIMSON, palette.ALARM}
    assert min(contrast(seen(c), seen(palette.PAPER)) for c in words) >= 4.5
    # Numbers and markers stand on tints.
    tints = {*palette.VALUES, *palette.SURFACES, *palette.AMOUNTS}
    assert min(contrast(seen(palette.INK), seen(c)) for c in tints) >= 4.5


def test_in_the_dark_no_block_is_white_and_colours_keep_their_names():
    assert in_the_dark(palette.PAPER).max() < 0.1
    red, _, blue = in_the_dark(palette.BLUE)
    assert blue > 2 * red
    red, _, blue = in_the_dark(palette.ORANGE)
    assert red > 2 * blue
