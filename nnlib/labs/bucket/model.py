"""The bucket without widgets: pipes, spout, and the water through each time step."""

import numpy as np
from traitlets import Bool, Float

from nnlib import neuron
from nnlib.labs.shared.model import Model
from nnlib.plots.numbers import plain_number, subscript

WIDEST = 3.0
# One time step: it pours for so many seconds, and then, in parts of these, rests and empties.
POURING_SECONDS = 2.5
REST, EMPTYING = 0.3, 0.2
END = 1 + REST + EMPTYING


def _width(default):
    return Float(default, min=-WIDEST, max=WIDEST, help="Below 0: it drains.").tag(code=True)


class BucketModel(Model):
    """Four pipes, which are open or closed and have widths, and the height of the spout.

    Time runs through one step after another: from 0 to 1 the open pipes pour, then the answer
    stands, then the bucket is emptied. At rest the picture shows moment 1, the end of a step.

    Examples
    --------
    >>> model = BucketModel(x1=True, x2=False, w1=2.0, threshold=2.0)
    >>> model.fires, model.level
    (1, 2.0)
    """

    x1 = Bool(True, help="Whether pipe 1 is open.").tag(code=True)
    x2 = Bool(True, help="Whether pipe 2 is open.").tag(code=True)
    x3 = Bool(False, help="Whether pipe 3 is open.").tag(code=True)
    x4 = Bool(False, help="Whether pipe 4 is open.").tag(code=True)
    w1, w2, w3, w4 = _width(2.0), _width(1.5), _width(1.0), _width(-1.5)
    threshold = Float(3.0, min=0.5, max=6.0, help="Height of the spout.").tag(code=True)
    absolute = Bool(False, help="Whether an open drain silences the neuron.").tag(code=True)
    moment = Float(1.0, min=0.0, max=END, help="Where in the time step we are; 1: all is in.")

    def __init__(self, **choices):
        super().__init__(**choices)
        self.answers, self._once = [], False
        self.observe(self._begin, "playing")
        self.refresh()

    @property
    def x(self):
        """The inputs, zeros and ones; shape (4,)."""
        return np.array([self.x1, self.x2, self.x3, self.x4], dtype=int)

    @property
    def weights(self):
        """The widths of the pipes; shape (4,)."""
        return np.array([self.w1, self.w2, self.w3, self.w4])

    def pour_once(self):
        """Play one time step from its beginning to its answer."""
        self.moment, self._once, self.playing = 0.0, True, True

    def _begin(self, change):
        if not change.new:
            self._once = False
        elif self.moment >= 1:
            self.moment = 0.0

    def advance(self, seconds):
        """Move on by one frame."""
        before = self.moment
        later = before + self.passed / POURING_SECONDS
        self.moment = min(later, 1.0) if before < 1 else later if later < END else 0.0
        if before < 1 <= self.moment:
            self.refresh()
            self.answers.append(self.fires)
            self.playing = not self._once

    def refresh(self):
        """Compute sum and answer, and how high the water stands at this moment."""
        x, weights = self.x, self.weights
        inhibitory = np.flatnonzero(weights < 0) if self.absolute else ()
        self.fires = neuron.fires(x, weights, self.threshold, inhibitory)
        self.silenced = bool(self.absolute and (x[weights < 0] == 1).any())
        self.potential = float(neuron.potential(x, weights, self.threshold))
        self.sum = self.potential + self.threshold
        poured = 0.0 if self.silenced else self.sum * min(self.moment, 1.0)
        self.pours_over = bool(self.fires) and poured >= self.threshold
        left = min((END - self.moment) / EMPTYING, 1.0)
        self.level = left * min(max(poured, 0.0), self.threshold)

    def verdict(self):
        """Say in a few words what comes out."""
        if self.silenced:
            return "silenced by a drain: y = 0"
        return ("v < 0, it stays silent: y = 0", "v ≥ 0, it fires: y = 1")[self.fires]

    def status(self):
        """Say which pipes are open, what they add up to, and what the neuron answers."""
        names = [f"x{subscript(i)}" for i in np.flatnonzero(self.x) + 1]
        verdict = "it pours over" if self.fires else "it stays below the spout"
        if self.silenced:
            verdict = "an open drain silences it, whatever the sum is"
        told = (
            f"Open: {', '.join(names) or 'none'}. Sum {plain_number(self.sum)}, threshold "
            f"{plain_number(self.threshold)}: {verdict}, y = {self.fires}. "
            f"Water at {self.level:.1f}."
        )
        if self.answers:
            told += f" Steps: {len(self.answers)}, fired in {sum(self.answers)}."
        return told

    def begin(self):
        """Go to the end of a time step, and forget the answers."""
        self.moment, self.answers = 1.0, []
