"""The points of the playground: which ones, how they are dealt, and what a network gets of them."""

import numpy as np
from traitlets import Any, Float, Int, TraitError, validate

from nnlib import datasets
from nnlib.labs.playground import inputs
from nnlib.labs.playground.brush import Painted, save
from nnlib.labs.playground.own_points import OwnPoints
from nnlib.labs.playground.task import NUMBER, THREE_CLASSES, TWO_CLASSES
from nnlib.labs.shared.model import Model

POINTS = 400
SETS = datasets.PLANAR | datasets.THREE_CLASSES | datasets.NUMBERS


class PointsModel(Painted, Model):
    """What is chosen about the points, and the points.

    Attributes
    ----------
    points : nnlib.datasets.Split
        In the plane: X of shape (m, 2), y of shape (m, 1).
    """

    data = Any("flower", help="Name of a set, or the learner's own points.").tag(code=True)
    noise = Float(0.2, min=0.0, max=1.0).tag(code=True)
    train_share = Float(0.8, min=0.1, max=1.0).tag(code=True)
    seed = Int(1, min=0, max=9999, help="Of points, split, weights, batches.").tag(code=True)
    inputs = Any(inputs.COORDINATES, help="Names of what a network gets.").tag(code=True)

    @validate("data")
    def _check_data(self, proposal):
        given = proposal.value
        if isinstance(given, OwnPoints) or (isinstance(given, str) and given in SETS):
            return given
        try:
            return OwnPoints(given)
        except ValueError as reason:
            sets = f" Sets of points are: {', '.join(SETS)}." if isinstance(given, str) else ""
            raise TraitError(f"{reason}{sets}") from None

    @validate("inputs")
    def _check_inputs(self, proposal):
        return inputs.checked(proposal.value)

    @property
    def input_names(self):
        """Names of the inputs as they are shown; a tuple."""
        return tuple(inputs.SHOWN[name] for name in self.inputs)

    @property
    def task(self):
        """What the points are for: see `Task`."""
        if self.painted is not None:
            return TWO_CLASSES if max(label for *_, label in self.painted) < 2 else THREE_CLASSES
        if isinstance(self.data, OwnPoints):
            return self.data.task
        if self.data in datasets.NUMBERS:
            return NUMBER
        return THREE_CLASSES if self.data in datasets.THREE_CLASSES else TWO_CLASSES

    @property
    def scaling(self):
        """What was done to the learner's own points, in words; empty for those of a set."""
        is_shown = self.painted is None and isinstance(self.data, OwnPoints)
        return self.data.scaling if is_shown else ""

    def save_points(self):
        """Write the learner's own points to a file, where they are too many for the code."""
        if self.painted is not None:
            save(self.painted)
        elif isinstance(self.data, OwnPoints):
            self.data.save()

    def _deal(self):
        """Make the points and deal them into those to train on and those to test with."""
        if self.painted is not None:
            rows = np.array(self.painted, dtype=float)
            self.points = deal_in_order(rows[:, :2], rows[:, 2:], self.train_share, self.seed)
            return
        if isinstance(self.data, OwnPoints):
            own = self.data
            self.points = deal_in_order(own.X, own.y, self.train_share, self.seed)
            return
        X, y = SETS[self.data](POINTS, self.noise, self.seed)
        if self.train_share == 1:
            self.points = datasets.Split(X, y, X[:0], y[:0])
        else:
            self.points = datasets.split(X, y, self.train_share, self.seed)


def deal_in_order(X, y, train_share, seed):
    """Deal points into those to train on and to test with, so that more points change no earlier.

    The first two are to train on.

    >>> X, y = np.arange(20).reshape(10, 2), np.arange(10).reshape(10, 1)
    >>> few, all_of_them = (deal_in_order(X[:m], y[:m], 0.5, seed=1) for m in (5, 10))
    >>> few.y_train.ravel(), all_of_them.y_train.ravel()
    (array([0, 1, 2, 4]), array([0, 1, 2, 4, 5, 7, 9]))
    """
    to_train = np.random.default_rng(seed).random(len(X)) < train_share
    to_train[:2] = True
    return datasets.Split(X[to_train], y[to_train], X[~to_train], y[~to_train])
