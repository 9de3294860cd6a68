"""Runs kept for comparison: the loss curve of each, and in words what was different."""

from typing import NamedTuple

import numpy as np
from traitlets import Any, Bool, HasTraits, observe

from nnlib.labs.shared.own import name_of
from nnlib.plots.numbers import short_loss

MOST_KEPT = 3
# A run of fewer steps is a move on the way to another choice.
LEAST_STEPS = 10


class Kept(NamedTuple):
    """A run that has ended: what it was made with, and its losses."""

    choices: dict
    steps: np.ndarray
    losses: np.ndarray  # on the training points


class Compare(HasTraits):
    """The part of the model that keeps runs; it also has ``run`` and ``choices()``."""

    compare = Bool(False, help="Whether a run leaves its curve when the next begins.").tag(
        code=True
    )
    kept = Any((), help="Runs, the latest last.")

    @observe("compare")
    def _forget(self, change):
        if not change.new:
            self.kept = ()

    def note_start(self):
        """Note what the run that begins is made with."""
        names = [name for name in self.traits(code=True) if name != "compare"]
        self._start = {"hidden_units": self.hidden_units} | {n: getattr(self, n) for n in names}

    def made_with(self):
        """Give all choices that have had a say in the run that goes on."""
        found = self._start | self._first
        for step, name, value in self.changes:
            if step < self.run.step:
                found |= {name: value} if name in found else {"weights": "by hand"}
        return found

    def keep_run(self):
        """Keep the run that ends, where that is wanted."""
        if not self.compare or self.run is None or self.run.step < LEAST_STEPS:
            return
        steps, losses, _ = zip(*self.run.curve.rows, strict=True)
        run = Kept(self.made_with(), np.array(steps), np.array(losses, dtype=float))
        self.kept = (*self.kept, run)[-MOST_KEPT:]

    def comparisons(self):
        """Say of every kept run how it differs from the one that goes on: (words, Kept) each."""
        if not self.kept:
            return []
        now = self.made_with()
        return [(difference(run.choices, now), run) for run in self.kept]


def difference(then, now):
    """Say in words what was different.

    >>> difference({"learning_rate": 0.1, "hidden_units": (4, 2)}, {"learning_rate": 1.2})
    'learning rate 0.1, hidden units 4–2'
    >>> difference({}, {"weights": "by hand"}), difference({}, {})
    ('no weights by hand', 'the same choices')
    """
    names = [name for name in {**then, **now} if then.get(name) is not now.get(name)]
    told = [_told(n, then, now) for n in names if not _is_same(then.get(n), now.get(n))]
    return ", ".join(told) or "the same choices"


def _is_same(one, other):
    try:
        return bool(one == other)
    except ValueError:  # arrays
        return False


def _told(name, then, now):
    words, value = name.replace("_", " "), then.get(name)
    if name not in then:
        return f"no {words} {now[name]}"
    if name == "painted":
        return "other points" if value is not None else f"points of {then.get('data')}"
    if value is None:
        return f"{words}: the course's"
    if isinstance(value, tuple):
        return f"{words} {('–' if name == 'hidden_units' else ' ').join(map(str, value)) or 'none'}"
    return f"{words} {value:g}" if isinstance(value, float) else f"{words} {name_of(value)}"


def told(number, words, run):
    """Say of a kept run what the picture shows.

    >>> told(1, "seed 3", Kept({}, np.array([0, 50]), np.array([0.7, 0.25])))
    'Kept 1 (seed 3): loss 0.250 after 50 steps.'
    """
    loss = short_loss(run.losses[-1])
    return f"Kept {number} ({words}): loss {loss} after {run.steps[-1]:,} steps."
