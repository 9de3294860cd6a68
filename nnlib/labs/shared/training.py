"""What labs that train have in common: optimisers, first weights, losses kept, a time to train."""

import itertools
import time

from nnlib import optimisers

OPTIMISERS = {
    "plain": lambda: None,
    "momentum": optimisers.Momentum,
    "Nesterov": optimisers.Nesterov,
    "Adam": optimisers.Adam,
}


def scale_for(activation):
    """Name the spread of first weights that suits an activation; see `nnlib.Network`.

    >>> scale_for("relu"), scale_for("tanh")
    ('he', 'xavier')
    """
    return "he" if activation in ("relu", "leaky_relu") else "xavier"


def until_over(seconds, most=None):
    """Let a loop run until so many seconds are over: once at least, and at most so many times.

    >>> sum(1 for _ in until_over(0.0)), sum(1 for _ in until_over(10.0, most=3))
    (1, 3)
    """
    end = time.perf_counter() + seconds
    rounds = itertools.count(1) if most is None else range(1, most + 1)
    for done in rounds:
        if done > 1 and time.perf_counter() >= end:
            return
        yield


class Curve:
    """Losses at evenly spaced steps; when they are many, every second one is left out.

    Examples
    --------
    >>> curve = Curve(most=4)
    >>> for step in range(9):
    ...     if curve.wants(step):
    ...         curve.add(step, 0.5, None)
    >>> [step for step, _, _ in curve.rows], curve.stride
    ([0, 4, 8], 4)
    """

    def __init__(self, most=400):
        self.most, self.stride, self.rows = most, 1, []

    def wants(self, step):
        """Whether the losses after this many steps are to be kept."""
        return step % self.stride == 0

    def add(self, step, training_loss, test_loss=None):
        """Keep the losses after `step` steps; the test loss may be None."""
        self.rows.append((step, training_loss, test_loss))
        if len(self.rows) > self.most:
            self.stride *= 2
            self.rows = [row for row in self.rows if self.wants(row[0])]
