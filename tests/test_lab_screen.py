"""Drawing only what has changed gives the picture that drawing everything gives."""

import numpy as np
import pytest

from nnlib import labs, plots
from nnlib.labs.shared.screen import Screen


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
