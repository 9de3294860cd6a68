"""Lines with a name at their end: curves, functions and their slopes, results of many runs."""

import numpy as np

from nnlib.plots.end_labels import label_ends
from nnlib.plots.palette import CURVE_COLOURS, FRAME, PAPER
from nnlib.plots.pieces import CURVE_DASHES, Drawing


def add_line(ax, series, colour=None):
    """Add an empty line with the colour and the dashes of the first, second, … in some axes."""
    colour = CURVE_COLOURS[series % len(CURVE_COLOURS)] if colour is None else colour
    dashes = CURVE_DASHES[series % len(CURVE_DASHES)]
    (line,) = ax.plot([], [], color=colour, linestyle=dashes, linewidth=2.2, zorder=3)
    return line


def draw_curves(ax, x, curves, colours=None):
    """Draw curves over the same x, each with its own dashes and its name at its right end.

    Its ``update(x, curves)`` shows as many others, in the same axes.

    Parameters
    ----------
    ax : Axes
    x : array of shape (n,)
    curves : dict of name to array of shape (n,)
        NaN leaves a gap.
    colours : list of colours, optional
    """
    colours = [None] * len(curves) if colours is None else colours
    lines = [add_line(ax, series, colour) for series, colour in enumerate(colours)]
    labels = label_ends(lines)

    def update(x, curves):
        for line, label, (name, values) in zip(lines, labels, curves.items(), strict=True):
            line.set_data(x, np.asarray(values, dtype=float))
            label.set_text(name)

    update(x, curves)
    ax.relim()
    ax.autoscale_view()
    ax.set_xlim(np.min(x), np.max(x))
    return Drawing([*lines, *labels], update=update, lines=lines, labels=labels)


def draw_function(ax, f, span, slope, name):
    """Draw a function of one number, and its slope, as two curves.

    Parameters
    ----------
    ax : Axes
    f, slope : callable
        Take and give an array of shape (n,).
    span : (left, right)
    name : str
        Of the function; the slope is called "slope".
    """
    x = np.linspace(*span, 401)
    ax.axhline(0, color=FRAME, linewidth=1, zorder=1)
    ax.axvline(0, color=FRAME, linewidth=1, zorder=1)
    return draw_curves(ax, x, {name: f(x), "slope": slope(x)})


def draw_tangent(ax, point, slope, other=None):
    """Draw the straight line with a given slope through a point, over the whole axes.

    Its ``update(point, slope, other)`` moves it.

    Parameters
    ----------
    ax : Axes
    point : (x, y)
    slope : float
    other : (x, y), optional
        A second point to mark: the line is then a secant.
    """
    ax.set(xlim=ax.get_xlim(), ylim=ax.get_ylim())
    style = {"color": CURVE_COLOURS[3], "zorder": 4}
    (line,) = ax.plot([], [], linestyle=CURVE_DASHES[3], linewidth=1.8, **style)
    (points,) = ax.plot([], [], "o", markersize=9, markeredgecolor=PAPER, **style)

    def update(point, slope, other=None):
        ends = np.array(ax.get_xlim())
        line.set_data(ends, point[1] + slope * (ends - point[0]))
        points.set_data(np.transpose([point] if other is None else [point, other]))

    update(point, slope, other)
    return Drawing([line, points], update=update, line=line, points=points)


def draw_spread(ax, positions, values, name, series=0):
    """Draw results of many runs: a dot a run, and a line through the medians.

    Its ``artists`` are dots, line and label.

    Parameters
    ----------
    ax : Axes
    positions : sequence of length k
        What varies, such as the number of hidden units; evenly spaced, as tick labels.
    values : array of shape (k, runs)
    name : str
        Written at the end of the line.
    series : int
        0 for the first set of results in these axes, 1 for the next; each looks different.
    """
    values = np.asarray(values, dtype=float)
    places = np.arange(len(positions))
    shift = np.linspace(-0.12, 0.12, values.shape[1]) if values.shape[1] > 1 else np.zeros(1)
    line = add_line(ax, series)
    hollow = {"markerfacecolor": "none", "markeredgecolor": line.get_color(), "alpha": 0.55}
    across, marker = places[:, None] + shift, "os^Dv"[series % 5]
    (dots,) = ax.plot(across.ravel(), values.ravel(), marker, markersize=5, zorder=2, **hollow)
    medians = np.median(values, axis=1)
    # A little beyond the dots, so that the label at the end stands clear of them.
    line.set_data([-0.2, *places, places[-1] + 0.2], [medians[0], *medians, medians[-1]])
    (label,) = label_ends([line])
    label.set_text(name)
    ax.set_xticks(places, [str(position) for position in positions])
    ax.relim()
    ax.autoscale_view()
    return Drawing([dots, line, label])
