"""The model of LossLab: a unit with two weights, and a point that descends its loss."""

import numpy as np
from traitlets import Any, Enum, Float, TraitError, validate

from nnlib import Network, datasets, losses
from nnlib.labs.shared.model import Model
from nnlib.labs.shared.own import latest, name_of

REACH = 4.0  # weights are shown from -4 to 4
GRID = 61
PAUSE = 1 / 5  # seconds from a step to the next, which an eye can follow
MOST_STEPS = 300

X, Y = datasets.eight_samples()

# A unit's output and the loss, by the name of the surface.
SURFACES = {
    "linear unit, SSE": ("identity", "sse"),
    "sigmoid unit, SSE": ("sigmoid", "sse"),
    "sigmoid unit, cross-entropy": ("sigmoid", "cross_entropy"),
}
PRESETS = ("creeping", "right", "bouncing", "diverging")
RATES = {
    "linear unit, SSE": (0.005, 0.08, 0.13, 0.16),
    "sigmoid unit, SSE": (0.05, 2.0, 5.0, 60.0),
    "sigmoid unit, cross-entropy": (0.1, 4.0, 20.0, 60.0),
}


class LossModel(Model):
    """One unit with two weights, its loss on eight samples, and a point that descends.

    ``sse_gradient`` is the learner's own: ``sse_gradient(y_hat, y)``, in the shape of y_hat.
    """

    surface = Enum(list(SURFACES), "linear unit, SSE").tag(code=True)
    learning_rate = Float(0.08, help="How far a step goes.").tag(code=True)
    w1 = Float(-3.0, min=-REACH, max=REACH, help="First weight.").tag(code=True)
    w2 = Float(1.5, min=-REACH, max=REACH, help="Second weight.").tag(code=True)
    sse_gradient = Any(None, help="The learner's own, or None.").tag(code=True)

    axis = np.linspace(-REACH, REACH, GRID)

    def __init__(self, **choices):
        super().__init__(**choices)
        self.restart()
        self.slopes = np.zeros(2)
        self.observe(lambda change: self.restart(), ["surface", "w1", "w2"])

    @validate("learning_rate")
    def _above_zero(self, proposal):
        if not 0 < (rate := proposal.value) < np.inf:
            raise TraitError(f"learning_rate must be a finite number above 0; got {rate}.")
        return rate

    def restart(self):
        """Begin a new path at the weights that are chosen."""
        output, name = SURFACES[self.surface]
        loss = losses.get(name)
        if name == "sse" and self.sse_gradient is not None:
            loss = loss._replace(gradient=self._own_gradient)
        self.unit = Network([2, 1], output=output, loss=loss, bias=False, rng=0)
        self.unit.weights = [[[self.w1], [self.w2]]]
        self.path = [(self.w1, self.w2)]
        self.losses = [self.unit.loss(X, Y)]

    def grid(self):
        """Loss at every point of the picture, (GRID, GRID): rows are w2, columns w1."""
        w1, w2 = np.meshgrid(self.axis, self.axis)
        stack = Network.stacked([self.unit] * w1.size)
        stack.weights = [np.stack([w1.ravel(), w2.ravel()], axis=1)[:, :, np.newaxis]]
        return stack.loss(X, Y).reshape(w1.shape)

    def _own_gradient(self, y_hat, y):
        found = latest(self.sse_gradient)(y_hat.copy(), y.copy())
        if np.shape(found) != y_hat.shape or not np.isfinite(found).all():
            raise ValueError(
                f"{name_of(self.sse_gradient)}(y_hat, y) must give finite numbers in the shape of "
                f"y_hat, {y_hat.shape}; it gave {found!r:.60}."
            )
        return np.asarray(found, float)

    def _gradients(self):
        return self.unit.backward(self.unit.forward(X), Y)

    def refresh(self):
        """Compute the gradient of the loss at the point, (2,)."""
        self.slopes = self._gradients().weights[0][:, 0]

    def step(self):
        """Take one step of gradient descent."""
        if len(self.path) > MOST_STEPS or self.gone:
            self.playing = False
            return
        self.unit.step(self._gradients(), self.learning_rate)
        self.path.append(tuple(self.unit.weights[0][:, 0].tolist()))
        self.losses.append(self.unit.loss(X, Y))

    @property
    def gone(self):
        """Whether the point has left every scale of the picture."""
        return max(map(abs, self.path[-1])) > 1e6

    def advance(self, seconds):
        """Take a step when it is due."""
        if self.is_due(PAUSE):
            self.step()

    def preset(self, name):
        """Choose a learning rate by what it does on this surface, and begin again."""
        self.learning_rate = RATES[self.surface][PRESETS.index(name)]
        self.restart()

    def status(self):
        """Say where the point is, how steep it is there, and how the descent goes."""
        w1, w2 = self.path[-1]
        d1, d2 = self.slopes
        return (
            f"Step {len(self.path) - 1}: weights ({w1:.3g}, {w2:.3g}), loss {self.losses[-1]:.4g}, "
            f"gradient ({d1:.3g}, {d2:.3g}), learning rate {self.learning_rate:.3g}. "
            f"{self.verdict()}"
        )

    def verdict(self):
        """Say in a sentence what the last steps did."""
        if len(self.losses) < 3:
            return "Press Step or Play."
        steepness = np.linalg.norm(self.slopes)
        if self.gone or self.losses[-1] > 10 * self.losses[0]:
            return "The loss has grown more than tenfold: the learning rate is too large."
        if steepness < 1e-3:
            is_low = self.losses[-1] < 1.05 * self.grid().min()
            flat = "Stuck where the loss is flat, far from lowest."
            return "At the lowest point." if is_low else flat
        rises = np.diff(self.losses[-6:]) > 0
        if rises.sum() > 1:
            does = "grows" if rises[-2:].all() else "jumps up and down"
            return f"The loss {does}: the learning rate is too large."
        moves = np.diff(self.path[-3:], axis=0)
        if (moves[0] * moves[1]).sum() < 0:
            return "Each step crosses the valley to the other side."
        return "Going down." if self.losses[-1] < self.losses[-2] else "Going up."
