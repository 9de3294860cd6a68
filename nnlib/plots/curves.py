"""Curves with a name at their end: functions, their slopes, tangents and secants."""

import numpy as np

from nnlib.plots.end_labels import place_end_labels
from nnlib.plots.fast_text import EndLabel
from nnlib.plots.palette import CURVE_COLOURS, FRAME, PAPER
from nnlib.plots.style import CURVE_DASHES, Drawing


def add_line(ax, series, colour=None):
    """Add an empty line with the colour and the dashes of the first, second, … in some axes."""
    colour = CURVE_COLOURS[series % len(CURVE_COLOURS)] if colour is None else colour
    dashes = CURVE_DASHES[series % len(CURVE_DASHES)]
    (line,) = ax.plot([], [], color=colour, linestyle=dashes, linewidth=2.2, zorder=3)
    return line


def draw_curves(ax, x, curves, colours=None):
    """Draw curves over the same x, each with its own dashes and its name at its right end.

    Parameters
    ----------
    ax : Axes
    x : array of shape (n,)
    curves : dict of name to array of shape (n,)
        NaN leaves a gap.
    colours : list of colours, optional

    Returns
    -------
    Curves
        With ``update(x, curves)``.
    """
    colours = [None] * len(curves) if colours is None else colours
    lines = [add_line(ax, series, colour) for series, colour in enumerate(colours)]
    drawing = Curves(ax, lines, [EndLabel(ax, line.get_color()) for line in lines])
    drawing.update(x, curves)
    ax.relim()
    ax.autoscale_view()
    ax.set_xlim(np.min(x), np.max(x))
    place_end_labels(ax, lines, drawing.labels)
    return drawing


class Curves(Drawing):
    """Lines with a name at their end; made by ``draw_curves``."""

    def __init__(self, ax, lines, labels):
        super().__init__([*lines, *labels])
        self.ax, self.lines, self.labels = ax, lines, labels

    def update(self, x, curves):
        """Show other values: x of shape (n,), curves a dict of name to array of shape (n,)."""
        items = zip(self.lines, self.labels, curves.items(), strict=True)
        for line, label, (name, values) in items:
            line.set_data(x, np.asarray(values, dtype=float))
            label.set_text(name)
        place_end_labels(self.ax, self.lines, self.labels)


def draw_function(ax, f, span, slope, name):
    """Draw a function of one number, and its slope.

    Parameters
    ----------
    ax : Axes
    f, slope : callable
        Take and give an array of shape (n,).
    span : (left, right)
    name : str
        Of the function; the slope is called "slope".

    Returns
    -------
    Curves
    """
    x = np.linspace(*span, 401)
    ax.axhline(0, color=FRAME, linewidth=1, zorder=1)
    ax.axvline(0, color=FRAME, linewidth=1, zorder=1)
    return draw_curves(ax, x, {name: f(x), "slope": slope(x)})


class Tangent(Drawing):
    """A straight line through a point; made by ``draw_tangent``."""

    def __init__(self, ax, line, points):
        super().__init__([line, points])
        self.ax, self.line, self.points = ax, line, points

    def update(self, point, slope, other=None):
        """Move it: the point (x, y), the slope, and for a secant the other point."""
        ends = np.array(self.ax.get_xlim())
        self.line.set_data(ends, point[1] + slope * (ends - point[0]))
        marked = [point] if other is None else [point, other]
        self.points.set_data(np.transpose(marked))


def draw_tangent(ax, point, slope, other=None):
    """Draw the straight line with a given slope through a point, over the whole axes.

    Parameters
    ----------
    ax : Axes
    point : (x, y)
    slope : float
    other : (x, y), optional
        A second point to mark: the line is then a secant.

    Returns
    -------
    Tangent
        With ``update(point, slope, other)``.
    """
    ax.set(xlim=ax.get_xlim(), ylim=ax.get_ylim())
    style = {"color": CURVE_COLOURS[3], "zorder": 4}
    (line,) = ax.plot([], [], linestyle=CURVE_DASHES[3], linewidth=1.8, **style)
    (points,) = ax.plot([], [], "o", markersize=9, markeredgecolor=PAPER, **style)
    tangent = Tangent(ax, line, points)
    tangent.update(point, slope, other)
    return tangent
