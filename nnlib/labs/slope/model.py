"""The model of SlopeLab: a function, a point on it, and a second point."""

import numpy as np
from traitlets import Any, Bool, Float, TraitError, observe, validate

from nnlib import activations
from nnlib.activations import Activation
from nnlib.labs.shared.model import Model
from nnlib.labs.shared.own import latest, name_of

# The point goes from -REACH to REACH: far enough to see flat ends where there are any.
USUAL_REACH, FAR_REACH = 2.0, 5.0
HAVE_FLAT_ENDS = ("sigmoid", "tanh")
POINTS = 241  # of the curve
LEAST_LOG, MOST_LOG = -3, 0  # eps goes from 10**-3 to 10**0
LEAST = 10.0**LEAST_LOG
SHRINK = 0.4  # what a second of play leaves of eps

FUNCTIONS = {
    "x²": Activation("x²", np.square, lambda z, a: 2 * z),
    "x³": Activation("x³", lambda z: z**3, lambda z, a: 3 * z**2),
    "sin x": Activation("sin x", np.sin, lambda z, a: np.cos(z)),
    **{name: activations.get(name) for name in ("sigmoid", "tanh", "relu")},
}


class SlopeModel(Model):
    """A function, a point on it, and a second point at a distance ε.

    ``function`` is a name in `FUNCTIONS`, or a function of the learner's own that takes an array.
    """

    function = Any("x²", help="What is drawn.").tag(code=True)
    x = Float(1.0, min=-FAR_REACH, max=FAR_REACH, help="Where the slope is wanted.").tag(code=True)
    eps = Float(1.0, min=LEAST, max=1.0, help="How far the second point is.").tag(code=True)
    both_sides = Bool(False, help="Whether the secant begins at x − ε.").tag(code=True)

    distances = np.logspace(MOST_LOG, LEAST_LOG, 61)

    def __init__(self, **choices):
        super().__init__(**choices)
        self.curve = np.zeros(POINTS)
        self.slopes = np.zeros_like(self.distances)
        self.left, self.middle, self.right = (-1.0, 0.0), (0.0, 0.0), (1.0, 0.0)
        self.tangent_slope = 0.0

    @validate("function")
    def _known(self, proposal):
        function = proposal["value"]
        if not callable(function) and function not in FUNCTIONS:
            known = ", ".join(FUNCTIONS)
            raise TraitError(
                f"function must be one of {known}, or a function of yours; got {function!r}."
            )
        return function

    @validate("x")
    def _within_reach(self, proposal):
        x, reach = proposal["value"], self.reach
        if abs(x) > reach:
            raise TraitError(f"x must be {-reach:g} to {reach:g} on {self.name}; got {x!r}.")
        return x

    @observe("function")
    def _bring_into_reach(self, change):
        self.x = float(np.clip(self.x, -self.reach, self.reach))

    @property
    def reach(self):
        """How far from 0 the point can be put on this curve."""
        return FAR_REACH if self.name in HAVE_FLAT_ENDS else USUAL_REACH

    @property
    def grid(self):
        """Places at which the curve is drawn: a little more than the point can reach."""
        return np.linspace(-self.reach - 1, self.reach + 1, POINTS)

    @property
    def name(self):
        """What the function is called."""
        return name_of(self.function)

    def advance(self, seconds):
        """Bring the second point a little nearer; stop when it is as near as it goes."""
        self.eps = max(self.eps * SHRINK**self.passed, LEAST)
        if self.eps == LEAST:
            self.playing = False

    def refresh(self):
        """Compute curve, points and slopes."""
        given = self.function
        self.used = activations.get(latest(given)) if callable(given) else FUNCTIONS[given]
        self.curve = self._values(self.grid)
        start = self.x - self.eps if self.both_sides else self.x
        ends = np.array([start, self.x, self.x + self.eps])
        heights = self._values(ends)
        self.left, self.middle, self.right = zip(ends, heights, strict=True)
        self.tangent_slope = float(self.used.slope(ends[1:2], heights[1:2])[0])
        self.slopes = self.secant_slopes(self.x)

    def _values(self, x):
        values = np.asarray(self.used.value(x), dtype=float)
        if values.shape != x.shape:
            raise ValueError(
                f"{self.name} must give an array of the same shape; for x of shape {x.shape} it "
                f"gives {values.shape}."
            )
        return values

    def secant_slopes(self, x):
        """Slope of the secant at `x` for every distance in `distances`, (61,)."""
        eps = self.distances
        start = x - eps if self.both_sides else np.full_like(eps, x)
        return (self._values(x + eps) - self._values(start)) / (x + eps - start)

    @property
    def secant_slope(self):
        """Rise divided by run."""
        return (self.right[1] - self.left[1]) / (self.right[0] - self.left[0])

    def status(self):
        """Say rise, run, slope of the secant and of the tangent."""
        run, rise = np.subtract(self.right, self.left)
        return (
            f"{self.name} at x = {self.x:.2f}, ε = {self.eps:.3g}: rise {rise:.4f} / run {run:.4f} "
            f"= slope of the secant {self.secant_slope:.4f}. Slope of the tangent "
            f"{self.tangent_slope:.4f}; the secant is off by "
            f"{abs(self.secant_slope - self.tangent_slope):.2g}."
        )
