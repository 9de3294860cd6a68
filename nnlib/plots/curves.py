"""Curves: functions and their slopes, losses over training, results over many runs."""

import numpy as np
from matplotlib.ticker import MaxNLocator, NullFormatter, StrMethodFormatter

from nnlib.plots.glyphs import EndLabel
from nnlib.plots.style import (
    CURVE_COLOURS,
    CURVE_DASHES,
    FRAME,
    PAPER,
    TEST,
    TRAINING,
    Drawing,
    set_labels,
)

# Height that a label at the end of a line takes up, in points.
LABEL_HEIGHT = 14


def _add_line(ax, series, colour=None):
    colour = CURVE_COLOURS[series % len(CURVE_COLOURS)] if colour is None else colour
    dashes = CURVE_DASHES[series % len(CURVE_DASHES)]
    (line,) = ax.plot([], [], color=colour, linestyle=dashes, linewidth=2.2, zorder=3)
    return line


def _place_end_labels(ax, lines, labels):
    """Put each label right of the last finite point of its line, and keep labels apart."""
    heights, shown = [], []
    for line, label in zip(lines, labels, strict=True):
        finite = np.flatnonzero(np.isfinite(line.get_ydata()))
        label.set_visible(finite.size > 0)
        if finite.size:
            label.xy = line.get_xdata()[finite[-1]], line.get_ydata()[finite[-1]]
            pixels = ax.transData.transform(label.xy)[1]
            heights.append(pixels * 72 / ax.figure.dpi)
            shown.append(label)
    for label, height, place in zip(shown, heights, spread_out(heights), strict=True):
        label.set_position((6, place - height))


def spread_out(heights, gap=LABEL_HEIGHT):
    """Move heights as little as needed to be at least `gap` apart, in the same order.

    >>> spread_out([10.0, 12.0, 50.0], gap=10).tolist()
    [6.0, 16.0, 50.0]
    """
    heights = np.asarray(heights, dtype=float)
    order = np.argsort(heights, kind="stable")
    groups = []
    for height in heights[order]:
        groups.append([height])
        while len(groups) > 1 and _overlap(groups[-2], groups[-1], gap):
            last = groups.pop()
            groups[-1] += last
    spread = np.empty_like(heights)
    spread[order] = np.concatenate([_fan(group, gap) for group in groups] or [[]])
    return spread


def _fan(group, gap):
    return np.mean(group) + gap * (np.arange(len(group)) - (len(group) - 1) / 2)


def _overlap(lower, upper, gap):
    return _fan(upper, gap)[0] - _fan(lower, gap)[-1] < gap


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
    lines = [_add_line(ax, series, colour) for series, colour in enumerate(colours)]
    drawing = Curves(ax, lines, [EndLabel(ax, line.get_color()) for line in lines])
    drawing.update(x, curves)
    ax.relim()
    ax.autoscale_view()
    ax.set_xlim(np.min(x), np.max(x))
    _place_end_labels(ax, lines, drawing.labels)
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
        _place_end_labels(self.ax, self.lines, self.labels)


def draw_function(ax, f, span, slope=None, name="f(z)"):
    """Draw a function of one number, and its slope if there is one.

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
    curves = {name: f(x)}
    if slope is not None:
        curves["slope"] = slope(x)
    return draw_curves(ax, x, curves)


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


class LossCurve(Drawing):
    """Training loss, and test loss where there is one; made by ``draw_loss_curve``."""

    def __init__(self, ax, lines, labels):
        super().__init__([*lines, *labels])
        self.ax, self.lines, self.labels = ax, lines, labels

    def update(self, iterations, loss, test=None):
        """Show another course of training: arrays of shape (n,), test may be None."""
        for line, name, losses in zip(self.lines, ("training", "test"), (loss, test), strict=True):
            losses = [] if losses is None else np.asarray(losses, dtype=float)
            line.set_data(iterations[: len(losses)], np.where(np.isfinite(losses), losses, np.nan))
            label = self.labels[self.lines.index(line)]
            label.set_text(f"{name} {_short(losses[-1])}" if len(losses) else "")
        _place_end_labels(self.ax, self.lines, self.labels)

    def fit(self):
        """Widen the axes in large steps until the lines fit, with room for the labels.

        Returns
        -------
        bool
            Whether the axes changed, so that a lab must draw its background again.
        """
        before = self.ax.get_xlim(), self.ax.get_ylim()
        x = np.concatenate([line.get_xdata() for line in self.lines])
        right = max(100, before[0][1])
        while x.size and x.max() > 0.7 * right:
            right *= 2
        self.ax.set_xlim(0, right)
        self._fit_height(_finite(self.lines))
        changed = before != (self.ax.get_xlim(), self.ax.get_ylim())
        if changed:
            _place_end_labels(self.ax, self.lines, self.labels)
        return changed

    def _fit_height(self, losses):
        bottom, top = self.ax.get_ylim()
        if self.ax.get_yscale() == "log":
            low, high = _whole_decades(losses)
            self.ax.set_ylim(min(bottom, low), max(top, high))
        elif losses.max(initial=0) > top:
            self.ax.set_ylim(bottom, 1.5 * losses.max())


def _whole_decades(losses):
    """Powers of ten round all positive losses: only these have tick labels on a log axis."""
    positive = losses[losses > 0]
    if not positive.size:
        return 0.1, 1.0
    low = np.floor(np.log10(positive.min()))
    high = max(low + 1, np.ceil(np.log10(positive.max())))
    return 10.0**low, 10.0**high


def round_up(loss):
    """Give the next of 1, 2, 5, 10, 20, … above a loss, with a little room: where an axis ends.

    >>> [round_up(loss) for loss in (0.3, 0.94, 1.0, 4.0, 30.0)]
    [1.0, 1.0, 2.0, 5.0, 50.0]
    """
    size = 1.0
    while 1.05 * loss > 5 * size:
        size *= 10
    return next(factor * size for factor in (1.0, 2.0, 5.0) if 1.05 * loss <= factor * size)


def _short(loss):
    if not np.isfinite(loss):
        return "not finite"
    return f"{loss:.3f}" if loss == 0 or 0.001 <= abs(loss) < 1000 else f"{loss:.1e}"


def draw_loss_curve(ax, iterations, loss, test=None, log=False):
    """Draw the loss over training, with name and last value at the end of each line.

    Parameters
    ----------
    ax : Axes
    iterations : array of shape (n,)
    loss : array of shape (n,)
        On the training data. What is not finite is left out, and the label says so.
    test : array of shape (n,), optional
        On held-out data; dashed.
    log : bool
        Whether the loss has a logarithmic axis.

    Returns
    -------
    LossCurve
        With ``update(iterations, loss, test)`` and, while a lab trains, ``fit()``.
    """
    lines = [_add_line(ax, series, colour) for series, colour in enumerate((TRAINING, TEST))]
    curve = LossCurve(ax, lines, [EndLabel(ax, line.get_color()) for line in lines])
    curve.update(iterations, loss, test)
    ax.set_xlim(0, np.max(iterations, initial=1))
    _set_loss_axis(ax, _finite(lines), log)
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    _place_end_labels(ax, lines, curve.labels)
    set_labels(ax, x="iteration", y="loss")
    return curve


def _set_loss_axis(ax, losses, log):
    if not log:
        ax.set_ylim(0, 1.05 * np.max(losses, initial=0) or 1)
        return
    ax.set_yscale("log")
    ax.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    ax.yaxis.set_minor_formatter(NullFormatter())
    ax.set_ylim(*_whole_decades(losses))


def _finite(lines):
    y = np.concatenate([line.get_ydata() for line in lines])
    return y[np.isfinite(y)]


def draw_spread(ax, positions, values, name="", series=0):
    """Draw results of many runs: a dot a run, and a line through the medians.

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

    Returns
    -------
    Drawing
        Dots, line and label.
    """
    values = np.asarray(values, dtype=float)
    places = np.arange(len(positions))
    shift = np.linspace(-0.12, 0.12, values.shape[1]) if values.shape[1] > 1 else np.zeros(1)
    line = _add_line(ax, series)
    (dots,) = ax.plot(
        (places[:, None] + shift).ravel(),
        values.ravel(),
        linestyle="none",
        marker="os^Dv"[series % 5],
        markersize=5,
        markerfacecolor="none",
        markeredgecolor=line.get_color(),
        alpha=0.55,
        zorder=2,
    )
    medians = np.median(values, axis=1)
    # A little beyond the dots, so that the label at the end stands clear of them.
    line.set_data([-0.2, *places, places[-1] + 0.2], [medians[0], *medians, medians[-1]])
    label = EndLabel(ax, line.get_color())
    label.set_text(name)
    ax.set_xticks(places, [str(position) for position in positions])
    ax.relim()
    ax.autoscale_view()
    _place_end_labels(ax, [line], [label])
    return Drawing([dots, line, label])
