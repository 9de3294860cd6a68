"""Eight networks that differ in their learning rate alone: the model of `LearningRateLab`."""

from collections import deque

import numpy as np
from traitlets import Enum, Float, Int, observe

from nnlib import Network, activations, datasets, descend
from nnlib.labs.shared.model import Model
from nnlib.labs.shared.training import OPTIMISERS, Curve, scale_for, until_over
from nnlib.plots import grid_points
from nnlib.plots.numbers import short_loss, two_digits

NETWORKS, POINTS = 8, 400
MOST_STEPS = 20_000
EXTENT = (-datasets.EXTENT, datasets.EXTENT) * 2
# Points along each side of a network's picture.
SIDE = 37

# A loss from here on counts as diverged: soon no number can hold it.
TOO_LARGE = 1e6
# What a verdict looks at: the last steps, how much of a loss is a lot and how much is next to
# nothing in that time, and how near to the lowest loss is as good.
WINDOW, MUCH, LITTLE, NEAR = 100, 0.2, 0.002, 1.1


def verdicts(recent, losses, rates):
    """Say of each network in a word what its loss does.

    "diverged", where it is no longer a finite number; "jumping", where it rose by more than 20 %
    of itself, all rises added up; "falling"; and of those that hardly move "settled" near the
    lowest loss of all, elsewhere "creeping" if the rate is below that of the best network and
    "stuck" if it is above.

    Parameters
    ----------
    recent : array of shape (t, k)
        Losses of k networks at the last steps.
    losses, rates : arrays of shape (k,)
        Present losses, and learning rates.

    Examples
    --------
    >>> recent = np.array([[0.9, 0.9, 0.4, 0.9], [0.9, 0.5, 0.6, np.nan]])
    >>> verdicts(recent, recent[-1], np.array([0.01, 0.1, 1.0, 10.0]))
    ['creeping', 'falling', 'jumping', 'diverged']
    """
    path = np.vstack([recent, losses])
    best = np.nanargmin(losses) if np.isfinite(losses).any() else 0
    rises = np.maximum(np.diff(path, axis=0), 0).sum(axis=0) / path.mean(axis=0)
    falls = 1 - losses / path[0]
    words = []
    for rise, fall, loss, rate in zip(rises, falls, losses, rates, strict=True):
        if not np.isfinite(loss):
            words.append("diverged")
        elif rise > MUCH:
            words.append("jumping")
        elif fall > LITTLE:
            words.append("falling")
        elif loss <= NEAR * losses[best]:
            words.append("settled")
        else:
            words.append("creeping" if rate < rates[best] else "stuck")
    return words


class LearningRateModel(Model):
    """Eight networks with the same first weights, trained side by side in one stack.

    Attributes
    ----------
    step : int
        Steps taken.
    rates, losses, accuracy : arrays of shape (8,)
        Rates are in equal ratios; the others are NaN where training diverged.
    diverged_at : array of shape (8,)
        Step at which the loss was no longer finite, -1 where it still is.
    verdicts : list of 8 str
    grids : array of shape (8, n*n, 1)
        Probability of class 1 at ``grid_points(EXTENT, n)`` with n = `SIDE`.

    Examples
    --------
    >>> model = LearningRateModel(data="blobs", steps=20)
    >>> model.refresh()
    >>> model.step, model.losses.shape
    (20, (8,))
    """

    data = Enum(list(datasets.PLANAR), "flower", help="Which points.").tag(code=True)
    activation = Enum(list(activations.ACTIVATIONS), "relu").tag(code=True)
    hidden_units = Int(8, min=1, max=20).tag(code=True)
    optimiser = Enum(list(OPTIMISERS), "plain").tag(code=True)
    lowest = Float(0.01, min=1e-4, max=100.0, help="First rate.").tag(code=True)
    highest = Float(30.0, min=1e-4, max=100.0, help="Last rate.").tag(code=True)
    seed = Int(1, min=0, max=9999, help="Of points and first weights.").tag(code=True)
    steps = Int(0, min=0, max=MOST_STEPS, help="Steps to take at once.").tag(code=True)
    pace = Int(10, min=1, max=100, help="Steps a frame while it plays.").tag(code=True)

    grid = grid_points(EXTENT, SIDE)
    _due = True  # whether training starts again before anything else

    def restart(self):
        """Begin again at step 0, with everything as it is chosen."""
        self.steps, self._due = 0, True

    @observe(
        "data", "activation", "hidden_units", "optimiser", "lowest", "highest", "seed", "steps"
    )
    def begin(self, change=None):
        """Start again, and take the steps that the lab was made with."""
        self._due = True

    def choices(self):
        """Give what a lab is made with to be as this one is now."""
        found = super().choices() | {"steps": self.step}
        return {name: value for name, value in found.items() if name != "steps" or value}

    def _make_ready(self):
        if not self._due:
            return
        self._due = False
        self.X, self.y = datasets.PLANAR[self.data](POINTS, 0.2, self.seed)
        self.rates = np.geomspace(*sorted((self.lowest, self.highest)), NETWORKS)
        sizes, scale = [2, self.hidden_units, 1], scale_for(self.activation)
        network = Network(sizes, hidden=self.activation, rng=self.seed, scale=scale)
        self.stack = Network.stacked([network] * NETWORKS)
        self.step, self.curve, self._recent = 0, Curve(), deque(maxlen=WINDOW)
        self.diverged_at = np.full(NETWORKS, -1)
        how = {"learning_rate": self.rates, "optimiser": OPTIMISERS[self.optimiser]()}
        self._steps = descend(self.stack, self.X, self.y, **how)
        for _ in range(self.steps):
            self._take_step()

    @property
    def ended(self):
        """Whether no step follows: all have diverged, or there were enough."""
        return self.step >= MOST_STEPS or (self.diverged_at >= 0).all()

    def _take_step(self):
        if self.ended:
            return
        losses = next(self._steps).loss
        self._stop_diverged(losses)
        self._recent.append(losses)
        if self.curve.wants(self.step):
            self.curve.add(self.step, losses)
        self.step += 1

    def _stop_diverged(self, losses):
        """Note which networks have diverged now, and have them compute nothing any more."""
        new = ~(losses < TOO_LARGE) & (self.diverged_at < 0)
        self.diverged_at[new] = self.step
        if new.any():
            for array in (*self.stack.weights, *self.stack.biases):
                array[new] = np.nan

    @np.errstate(all="ignore")  # divergence is marked in the picture
    def take_step(self):
        """Train all networks for one step."""
        self._make_ready()
        self._take_step()

    def advance(self, seconds):
        """Train for `pace` steps, or as many as fit in that many seconds."""
        for _ in until_over(seconds, self.pace):
            self.take_step()
        if self.ended:
            self.playing = False

    @np.errstate(all="ignore")
    def refresh(self):
        """Start again where that is due, and look at the networks for the picture."""
        self._make_ready()
        forward = self.stack.forward(self.X)
        losses = self.stack.loss(forward, self.y)
        self._stop_diverged(losses)
        gone = self.diverged_at >= 0
        self.losses = np.where(gone, np.nan, losses)
        right = (forward.output > 0.5) == self.y
        self.accuracy = np.where(gone, np.nan, right.mean(axis=(-2, -1)))
        self.grids = self.stack.predict_proba(self.grid)
        recent = np.array(self._recent) if self._recent else losses[np.newaxis]
        self.verdicts = verdicts(recent, self.losses, self.rates)

    @property
    def best(self):
        """Number of the network with the lowest loss, None if all have diverged."""
        return int(np.nanargmin(self.losses)) if np.isfinite(self.losses).any() else None

    def status(self):
        """Say which rate does best, and what the others do."""
        parts = [f"Step {self.step:,}."]
        if self.step and (best := self.best) is not None:
            parts.append(
                f"Lowest loss {short_loss(self.losses[best])}, with rate "
                f"{two_digits(self.rates[best])} (accuracy {self.accuracy[best]:.0%})."
            )
            parts += [self._named(word) for word in ("creeping", "jumping", "stuck")]
        return " ".join(filter(None, [*parts, self._divergence()]))

    def _named(self, word):
        named = zip(self.rates, self.verdicts, strict=True)
        rates = ", ".join(two_digits(rate) for rate, verdict in named if verdict == word)
        return rates and f"{word.capitalize()}: {rates}."

    def _divergence(self):
        ends = zip(self.rates, self.diverged_at, strict=True)
        where = ", ".join(f"{two_digits(rate)} at step {end}" for rate, end in ends if end >= 0)
        return where and (
            f"Diverged: {where}. There the leaps grew until the loss "
            "passed a million; these networks have stopped, the others go on."
        )
