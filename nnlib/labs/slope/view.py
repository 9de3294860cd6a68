"""SlopeLab: a secant becomes the tangent."""

import numpy as np

from nnlib import plots
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import columns, row
from nnlib.labs.slope.model import FUNCTIONS, LEAST, LEAST_LOG, MOST_LOG, SlopeModel
from nnlib.plots.numbers import short_number
from nnlib.plots.palette import CURVE_COLOURS, POSITIVE, QUIET
from nnlib.plots.pieces import CURVE_DASHES

SECANT, TANGENT = POSITIVE, CURVE_COLOURS[4]
SECANT_DASHES, TANGENT_DASHES = CURVE_DASHES[3], CURVE_DASHES[1]


class SlopeLab(Lab):
    """A curve with a secant that turns into the tangent as its second point comes nearer.

    Parameters
    ----------
    **choices
        `function` ("x²", "x³", "sin x", "sigmoid", "tanh", "relu", or a function of your own that
        takes an array), `x`, `eps` (the distance ε), `both_sides`.

    Examples
    --------
    >>> SlopeLab(function="sigmoid", x=0.0)
    SlopeLab: sigmoid at x = 0.00, ε = 1: rise 0.2311 / run 1.0000 = slope of the secant 0.2311. \
Slope of the tangent 0.2500; the secant is off by 0.019.
    """

    def __init__(self, **choices):
        super().__init__(SlopeModel(**choices))

    def build(self):
        """Make the curve on the left, the slope against the distance on the right."""
        model = self.model
        self.figure, (self.plane, self.scale) = plots.figure(2, width=9.4, height=3.7)
        # Fixed places, so that the tick labels of every function find their room.
        self.plane.set_position([0.06, 0.15, 0.39, 0.75])
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
        lines = plots.Drawing([self.sides]), self.curve, self.tangent, self.secant
        named = plots.Drawing([self.side_names]), self.slopes, plots.Drawing([self.here])
        self.drawings = [*lines, *named]
        self.rows = [row(*self._buttons()), columns(*self._choices(), most=3)]

    def _draw_slopes(self):
        """Draw the slopes against ε, in the colours and dashes of the lines on the left."""
        model = self.model
        self.scale.set_xscale("log")
        self.scale.xaxis.set_major_formatter("{x:g}")
        named = {"secant": model.slopes, "tangent": np.zeros_like(model.slopes)}
        slopes = plots.draw_curves(self.scale, model.distances, named, [SECANT, TANGENT])
        slopes.lines[0].set_linestyle(SECANT_DASHES)
        slopes.lines[1].set_linestyle(TANGENT_DASHES)
        self.scale.set_xlim(10.0**MOST_LOG, LEAST)
        plots.set_labels(self.scale, "slope, as ε gets smaller", x="ε")
        return slopes

    def _buttons(self):
        yield self.play_button(tooltip="Let ε shrink by itself, or pause")
        yield self.reset_button()
        tooltip = "Let the secant go from x−ε to x+ε"
        yield self.checkbox("both_sides", "Both sides", tooltip=tooltip)

    def _choices(self):
        yield self.dropdown("function", "Function", list(FUNCTIONS), tooltip="The curve")
        reach, wanted = self.model.reach, "Where the slope is wanted"
        self.point = self.slider("x", "Point x", -reach, reach, 0.05, tooltip=wanted)
        yield self.point
        tooltip = "How far away the second point is, from 1 down to 0.001"
        yield self.log_slider("eps", "Distance ε", LEAST_LOG, MOST_LOG, tooltip=tooltip)

    def play(self):
        """Let ε shrink, from 1 again if it is as small as it goes."""
        if self.model.eps <= 1.01 * LEAST:
            self.model.eps = 10.0**MOST_LOG
        super().play()

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
        self.here.set_data([model.eps], [model.secant_slope])

    def _show_sides(self):
        """Draw run and rise beside the secant, with their lengths while there is room."""
        left, right = self.model.left, self.model.right
        self.sides.set_data((left[0], right[0], right[0]), (left[1], left[1], right[1]))
        run, rise = np.subtract(right, left)
        line = np.ptp(self.plane.get_ylim()) / 20
        below = left[1] - np.copysign(line, rise)
        end = self.plane.get_xlim()[1]
        beside = right[0] + end / 5
        self.side_names.places = np.array(
            [[(left[0] + right[0]) / 2, below], [beside, (left[1] + right[1]) / 2]]
        )
        beneath = f"run {short_number(run)}" if run > 0.23 * end else ""
        aside = f"rise {short_number(rise)}" if run > 0.1 * end and beside < end else ""
        self.side_names.set_texts([beneath, aside])

    def _fit(self):
        """Give both axes their heights when another function is shown."""
        model = self.model
        shown = (model.used.value, model.both_sides)
        if shown == self._shown:
            return
        self._shown = shown
        reach = model.reach
        self.point.min, self.point.max = -reach, reach
        self.plane.set_xlim(model.grid[0], model.grid[-1])
        everywhere = [model.secant_slopes(x) for x in np.linspace(-reach, reach, 41)]
        for ax, values in ((self.plane, model.curve), (self.scale, np.ravel(everywhere))):
            low, high = np.nanmin(values), np.nanmax(values)
            margin = 0.12 * (high - low) or 1.0
            ax.set_ylim(low - margin, high + margin)
        plots.set_labels(self.plane, f"f(x) = {model.name}")
        self.screen.renew()
