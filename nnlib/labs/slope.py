"""SlopeLab: a secant becomes the tangent."""

import ipywidgets as widgets
import numpy as np
import traitlets

from nnlib import activations, plots
from nnlib.activations import Activation
from nnlib.labs.base import Lab, Model, latest
from nnlib.plots.style import CURVE_COLOURS, CURVE_DASHES, POSITIVE, QUIET

LOWEST, HIGHEST = -3.0, 3.0  # the part of the x axis that is shown
LEAST_LOG, MOST_LOG = -3, 0  # h goes from 10**-3 to 10**0
SHRINK = 0.97  # h is multiplied by this at every frame

SECANT, TANGENT = POSITIVE, CURVE_COLOURS[4]
SECANT_DASHES, TANGENT_DASHES = CURVE_DASHES[3], CURVE_DASHES[1]

FUNCTIONS = {
    "x²": Activation("x²", np.square, lambda z, a: 2 * z),
    "x³": Activation("x³", lambda z: z**3, lambda z, a: 3 * z**2),
    "sin x": Activation("sin x", np.sin, lambda z, a: np.cos(z)),
    "sigmoid": activations.get("sigmoid"),
    "tanh": activations.get("tanh"),
    "relu": activations.get("relu"),
}


class _Name(str):
    """A name that ``repr`` gives without quotes, for a line of code."""

    __repr__ = str.__str__


class SlopeModel(Model):
    """A function, a point on it, and a second point at a distance h.

    ``function`` is a name in `FUNCTIONS`, or a function of the learner's own that takes an array.
    """

    function = traitlets.Any("x²", help="What is drawn.").tag(code=True)
    x = traitlets.Float(1.0, min=-2.0, max=2.0, help="Where the slope is wanted.").tag(code=True)
    h = traitlets.Float(1.0, min=10.0**LEAST_LOG, max=1.0, help="How far the second point is.").tag(
        code=True
    )
    both_sides = traitlets.Bool(False, help="Whether the secant goes from x − h to x + h.").tag(
        code=True
    )

    grid = np.linspace(LOWEST, HIGHEST, 241)
    distances = np.logspace(MOST_LOG, LEAST_LOG, 61)

    def __init__(self, **choices):
        super().__init__(**choices)
        self._first = {name: getattr(self, name) for name in self.traits(code=True)}
        self.used = None
        self.curve = np.zeros_like(self.grid)
        self.slopes = np.zeros_like(self.distances)
        self.left, self.middle, self.right = (-1.0, 0.0), (0.0, 0.0), (1.0, 0.0)
        self.tangent_slope = 0.0

    @traitlets.validate("function")
    def _known(self, proposal):
        function = proposal["value"]
        if not callable(function) and function not in FUNCTIONS:
            known = ", ".join(FUNCTIONS)
            raise traitlets.TraitError(
                f"function must be one of {known}, or a function of yours; got {function!r}."
            )
        return function

    @property
    def name(self):
        """What the function is called."""
        own = callable(self.function)
        return getattr(self.function, "__name__", "f") if own else self.function

    def choices(self):
        """Give what is not at its default; a function of the learner's by its name."""
        chosen = super().choices()
        if callable(self.function):
            chosen["function"] = _Name(self.name)
        return chosen

    def reset(self):
        """Bring the first state back."""
        self.playing = False
        for name, value in self._first.items():
            setattr(self, name, value)

    def advance(self, seconds):
        """Bring the second point a little nearer; stop when it is as near as it goes."""
        if self.h * SHRINK <= 10.0**LEAST_LOG:
            self.h, self.playing = 10.0**LEAST_LOG, False
        else:
            self.h *= SHRINK

    def refresh(self):
        """Compute curve, points and slopes."""
        given = self.function
        self.used = activations.get(latest(given)) if callable(given) else FUNCTIONS[given]
        self.curve = self._values(self.grid)
        start = self.x - self.h if self.both_sides else self.x
        ends = np.array([start, self.x, self.x + self.h])
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
        h = self.distances
        start = x - h if self.both_sides else np.full_like(h, x)
        return (self._values(x + h) - self._values(start)) / (x + h - start)

    @property
    def secant_slope(self):
        """Rise divided by run."""
        return (self.right[1] - self.left[1]) / (self.right[0] - self.left[0])

    def status(self):
        """Say rise, run, slope of the secant and of the tangent."""
        run, rise = np.subtract(self.right, self.left)
        return (
            f"{self.name} at x = {self.x:.2f}, h = {self.h:.3g}: rise {rise:.4f} / run {run:.4f} "
            f"= slope of the secant {self.secant_slope:.4f}. Slope of the tangent "
            f"{self.tangent_slope:.4f}; the secant is off by "
            f"{abs(self.secant_slope - self.tangent_slope):.2g}."
        )


class SlopeLab(Lab):
    """A curve with a secant that turns into the tangent as its second point comes nearer.

    Parameters
    ----------
    **choices
        `function` ("x²", "x³", "sin x", "sigmoid", "tanh", "relu", or a function of your own that
        takes an array), `x`, `h`, `both_sides`.

    Examples
    --------
    >>> SlopeLab(function="sigmoid", x=0.0)
    SlopeLab: sigmoid at x = 0.00, h = 1: rise 0.2311 / run 1.0000 = slope of the secant 0.2311. \
Slope of the tangent 0.2500; the secant is off by 0.019.
    """

    def __init__(self, **choices):
        super().__init__(SlopeModel(**choices))

    def build(self):
        """Make the curve on the left, the slope against the distance on the right."""
        model = self.model
        self.figure, (self.plane, self.scale) = plots.figure(2, width=9.2, height=3.7)
        # Fixed places, so that the tick labels of every function find their room.
        self.plane.set_position([0.05, 0.15, 0.4, 0.75])
        self.scale.set_position([0.52, 0.15, 0.39, 0.75])
        self._shown = None
        self.curve = plots.draw_curves(self.plane, model.grid, {"": model.curve})
        plots.set_labels(self.plane, x="x")
        self.tangent = plots.draw_tangent(self.plane, (0, 0), 0)
        self.secant = plots.draw_tangent(self.plane, (0, 0), 0, (1, 1))
        self.tangent.line.set(color=TANGENT, linestyle=TANGENT_DASHES, linewidth=1.6)
        self.tangent.points.set_color(TANGENT)
        self.slopes = self._draw_slopes()
        (self.here,) = self.scale.plot([], [], "o", markersize=9, color=SECANT, zorder=5)
        (self.sides,) = self.plane.plot([], [], color=QUIET, linewidth=1.4, zorder=2)
        self.side_names = plots.Numbers(self.plane, np.zeros((2, 2)), 10, box=True)
        self.drawings = [
            plots.Drawing([self.sides]),
            self.curve,
            self.tangent,
            self.secant,
            plots.Drawing([self.side_names]),
            self.slopes,
            plots.Drawing([self.here]),
        ]
        self.rows = self._controls()

    def _draw_slopes(self):
        """Draw the slopes against h, in the colours and dashes of the lines on the left."""
        model = self.model
        self.scale.set_xscale("log")
        self.scale.xaxis.set_major_formatter("{x:g}")
        named = {"secant": model.slopes, "tangent": np.zeros_like(model.slopes)}
        slopes = plots.draw_curves(self.scale, model.distances, named, [SECANT, TANGENT])
        for line, dashes in zip(slopes.lines, (SECANT_DASHES, TANGENT_DASHES), strict=True):
            line.set_linestyle(dashes)
        self.scale.set_xlim(10.0**MOST_LOG, 10.0**LEAST_LOG)
        plots.set_labels(self.scale, "slope, as h gets smaller", x="h")
        return slopes

    def _controls(self):
        own = self.model.function
        named = [(name, name) for name in FUNCTIONS]
        options = [*named, (self.model.name, own)] if callable(own) else named
        wrap = {"flex_flow": "row wrap"}
        choices = [
            self.dropdown("function", "Function", options, tooltip="The curve"),
            self.checkbox("both_sides", "Both sides", tooltip="Let the secant go from x−h to x+h"),
            self.play_button(tooltip="Let h shrink by itself, or pause"),
            self.button("Reset", self.model.reset, tooltip="Go back to the first state"),
        ]
        sliders = [
            self.slider("x", "Point x", -2, 2, 0.05, tooltip="Where the slope is wanted"),
            self.log_slider(
                "h",
                "Distance h",
                LEAST_LOG,
                MOST_LOG,
                tooltip="How far away the second point is, from 1 down to 0.001",
            ),
        ]
        return [widgets.HBox(choices, layout=wrap), widgets.HBox(sliders, layout=wrap)]

    def play(self):
        """Let h shrink, from 1 again if it is as small as it goes."""
        if self.model.h <= 1.01 * 10.0**LEAST_LOG:
            self.model.h = 10.0**MOST_LOG
        super().play()

    def toggle(self):
        """Play if paused, pause if playing."""
        if self.model.playing:
            self.pause()
        else:
            self.play()

    def update(self):
        """Bring curve, lines and points up to date."""
        model = self.model
        self._fit()
        self.curve.update(model.grid, {"": model.curve})
        self.tangent.update(model.middle, model.tangent_slope)
        self.secant.update(model.left, model.secant_slope, model.right)
        self._show_sides()
        flat = np.full_like(model.slopes, model.tangent_slope)
        self.slopes.update(model.distances, {"secant": model.slopes, "tangent": flat})
        self.here.set_data([model.h], [model.secant_slope])

    def _show_sides(self):
        """Draw run and rise beside the secant, with their lengths while there is room."""
        left, right = self.model.left, self.model.right
        self.sides.set_data((left[0], right[0], right[0]), (left[1], left[1], right[1]))
        run, rise = np.subtract(right, left)
        line = np.ptp(self.plane.get_ylim()) / 20
        below = left[1] - np.copysign(line, rise)
        beside = right[0] + 0.6
        self.side_names.places = np.array(
            [[(left[0] + right[0]) / 2, below], [beside, (left[1] + right[1]) / 2]]
        )
        room = run > 0.7, run > 0.3 and beside < HIGHEST
        named = ("run", run), ("rise", rise)
        self.side_names.set_texts(
            f"{name} {plots.short_number(length)}" if fits else ""
            for (name, length), fits in zip(named, room, strict=True)
        )

    def _fit(self):
        """Give both axes their heights when another function is shown."""
        model = self.model
        shown = (model.used.value, model.both_sides)
        if shown == self._shown:
            return
        self._shown = shown
        everywhere = [model.secant_slopes(x) for x in np.linspace(-2, 2, 41)]
        for ax, values in ((self.plane, model.curve), (self.scale, np.ravel(everywhere))):
            low, high = np.nanmin(values), np.nanmax(values)
            margin = 0.12 * (high - low) or 1.0
            ax.set_ylim(low - margin, high + margin)
        plots.set_labels(self.plane, f"f(x) = {model.name}")
        self.screen.renew()
