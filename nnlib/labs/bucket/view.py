"""The neuron as a bucket: open pipes pour in or drain; at the height of the spout it pours over."""

import numpy as np
from traitlets import Bool, Float

from nnlib import neuron, plots
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import row
from nnlib.labs.shared.model import Model
from nnlib.labs.shared.play import FRAME
from nnlib.plots.bucket import draw_bucket
from nnlib.plots.numbers import plain_number, subscript
from nnlib.plots.signals import draw_spikes
from nnlib.plots.tables import draw_sum

INPUTS = 4
WIDEST = 3.0
# One time step: it pours for so many seconds, and then, in parts of these, rests and empties.
POURING_SECONDS = 2.5
REST, EMPTYING = 0.3, 0.2
END = 1 + REST + EMPTYING
WAVES_A_STEP = 4
SLOTS = 16


def _width(default):
    return Float(default, min=-WIDEST, max=WIDEST, help="Below 0: it drains.").tag(code=True)


class BucketModel(Model):
    """Four pipes, which are open or closed and have widths, and the height of the spout.

    Time runs through one step after another: from 0 to 1 the open pipes pour, then the answer
    stands, then the bucket is emptied. At rest the picture shows moment 1, the end of a step.

    Parameters
    ----------
    **choices
        Values of the traits.

    Raises
    ------
    traitlets.TraitError
        If a choice is out of its range; the message names trait, value and range.

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
        self.answers = []
        self._once = False
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

    # -- through time --------------------------------------------------------------------------

    def pour_once(self):
        """Play one time step from its beginning to its answer."""
        self.moment = 0.0
        self._once = True
        self.playing = True

    def _begin(self, change):
        if not change.new:
            self._once = False
        elif self.moment >= 1:
            self.moment = 0.0

    def advance(self, seconds):
        """Move on by one frame; the clock is that of the frames, not of the computing."""
        before = self.moment
        later = before + FRAME / POURING_SECONDS
        self.moment = min(later, 1.0) if before < 1 else later if later < END else 0.0
        if before < 1 <= self.moment:
            self.refresh()
            self.answers.append(self.fires)
            self.playing = not self._once

    # -- what is to be seen --------------------------------------------------------------------

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
        text = (
            f"Open: {', '.join(names) or 'none'}. Sum {plain_number(self.sum)}, threshold "
            f"{plain_number(self.threshold)}: {verdict}, y = {self.fires}. "
            f"Water at {self.level:.1f}."
        )
        steps = len(self.answers)
        return f"{text} Steps: {steps}, fired in {sum(self.answers)}." if steps else text

    def begin(self):
        """Go to the end of a time step, and forget the answers."""
        self.moment, self.answers = 1.0, []


class BucketLab(Lab):
    """Open and close pipes, set their widths and the spout, and let it pour.

    Parameters
    ----------
    **choices
        ``x1`` … ``x4`` (whether a pipe is open), ``w1`` … ``w4`` (from −3 to 3), ``threshold``
        (0.5 to 6), ``absolute``; see `BucketModel`.

    Examples
    --------
    >>> BucketLab(x4=True).model.fires
    0
    """

    def __init__(self, **choices):
        super().__init__(BucketModel(**choices))

    def build(self):
        """Draw the bucket on the left; on the right the sum, and the answers of past steps."""
        self.figure, axes = plots.figure(
            ncols=2, nrows=2, width=9.4, height=4.7, width_ratios=[3, 2], height_ratios=[6, 1]
        )
        grid = axes[0, 0].get_gridspec()
        for ax in axes[:, 0]:
            ax.remove()
        model = self.model
        state = model.x, model.weights, model.threshold
        self.bucket = draw_bucket(self.figure.add_subplot(grid[:, 0]), *state, model.level)
        self.sum = draw_sum(axes[0, 1], *state, row_name="pipe")
        self.spikes = draw_spikes(axes[1, 1], slots=SLOTS)
        plots.set_labels(axes[1, 1], x="answers, one a time step")
        self.drawings = [self.bucket, self.sum, self.spikes]
        self.rows = [self._clock_row(), *self._pipe_rows(), self._rule_row()]

    def _clock_row(self):
        return row(
            self.play_button(tooltip="Let one time step after another pass, or pause"),
            self.button(
                "Pour once", self.model.pour_once, tooltip="Play a single time step", width="8em"
            ),
            self.reset_button(),
        )

    def _pipe_rows(self):
        pipes = [control for number in range(1, INPUTS + 1) for control in self._pipe(number)]
        return [row(*pipes[: len(pipes) // 2]), row(*pipes[len(pipes) // 2 :])]

    def _pipe(self, number):
        name = subscript(number)
        return (
            self.checkbox(
                f"x{number}", f"open x{name}", tooltip=f"Whether pipe {number} is open", width="6em"
            ),
            self.slider(
                *(f"w{number}", f"width w{name}", -WIDEST, WIDEST, 0.5),
                tooltip="How much it pours in during one time step; below 0 it drains",
                style={"description_width": "5em"},
                width="27em",
                readout_format=".1f",
            ),
        )

    def _rule_row(self):
        return row(
            self.slider(
                *("threshold", "threshold T", 0.5, 6.0, 0.5),
                tooltip="Height of the spout: the sum at which the neuron fires",
                width="33em",
                style={"description_width": "11em"},
                readout_format=".1f",
            ),
            self.checkbox(
                "absolute",
                "an open drain silences (1943)",
                tooltip="Absolute inhibition: one open drain, and the neuron cannot fire",
            ),
        )

    def update(self):
        """Bring water, sum and answers up to date."""
        model = self.model
        state = model.x, model.weights, model.threshold
        widths = model.weights
        if model.absolute:
            widths = np.where(widths < 0, WIDEST, widths)
        self.bucket.update(
            *state,
            model.level,
            spill=model.potential if model.pours_over else None,
            flows=model.moment <= 1,
            empties=model.moment > 1 + REST,
            phase=WAVES_A_STEP * model.moment,
            widths=widths,
        )
        self.sum.update(*state, verdict=model.verdict())
        self.spikes.update(model.answers)
