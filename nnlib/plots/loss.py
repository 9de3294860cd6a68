"""The loss in pictures: over training, over two weights, and as the squares that it adds up."""

import numpy as np
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from nnlib.plots.colour_maps import AMOUNT_MAP
from nnlib.plots.curves import add_line
from nnlib.plots.end_labels import label_ends
from nnlib.plots.numbers import double_until, largest, short_loss
from nnlib.plots.palette import CLASS_COLOURS, FRAME, INK, PAPER, POSITIVE, QUIET, TEST, TRAINING
from nnlib.plots.pieces import Drawing
from nnlib.plots.style import set_labels

# Share of the axis of the iterations that the lines fill at most; the rest is for the labels.
FILLED = 0.7


class LossCurve(Drawing):
    """Training loss, and test loss where there is one; made by ``draw_loss_curve``."""

    def __init__(self, ax):
        self.ax = ax
        self.lines = [add_line(ax, series, one) for series, one in enumerate((TRAINING, TEST))]
        self.labels = label_ends(self.lines)
        super().__init__([*self.lines, *self.labels])
        ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        ax.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        set_labels(ax, x="iteration", y="loss")

    def update(self, iterations, loss, test=None):
        """Show another course of training; tell whether it needed wider axes."""
        courses = [loss] if test is None else [loss, test]
        limits = self.limits(iterations, [np.asarray(course, dtype=float) for course in courses])
        changed = limits != (self.ax.get_xlim(), self.ax.get_ylim())
        if changed:
            self.ax.set(xlim=limits[0], ylim=limits[1])
        self.show(iterations, loss, test)
        return changed

    def limits(self, iterations, courses):
        """Choose limits (x, y) that change seldom and leave room for the labels."""
        right = double_until(max(100, self.ax.get_xlim()[1]), np.max(iterations, initial=0), FILLED)
        bottom, top = self.ax.get_ylim()
        highest = largest(np.concatenate(courses))
        return (0, right), (bottom, top if highest <= top else 1.5 * highest)

    def show(self, iterations, loss, test=None):
        """Show a course in the axes as they are: what is above, infinity too, at their edge."""
        top = self.ax.get_ylim()[1]
        parts = zip(self.lines, self.labels, ("training", "test"), (loss, test), strict=True)
        for line, label, name, losses in parts:
            losses = [] if losses is None else np.asarray(losses, dtype=float)
            line.set_data(iterations[: len(losses)], np.minimum(losses, top))
            label.set_text(f"{name} {short_loss(losses[-1])}" if len(losses) else "")


def draw_loss_curve(ax, iterations, loss):
    """Draw the loss over training, with its name and last value at the end of the line.

    Its ``update(iterations, loss, test)`` shows another course, and tells whether axes changed.

    Parameters
    ----------
    ax : Axes
    iterations : array of shape (n,)
    loss : array of shape (n,)
        On the training data. What is not finite is named in the label; NaN leaves a gap.
    """
    curve = LossCurve(ax)
    top = 1.05 * largest(np.asarray(loss, dtype=float)) or 1
    ax.set(xlim=(0, np.max(iterations, initial=1)), ylim=(0, top))
    curve.show(iterations, loss)
    return curve


def draw_surface(ax, x, y, loss, levels):
    """Draw a loss over two weights as filled contours with their values; dark is high.

    Its ``artists`` are the filled areas and the contour lines.

    Parameters
    ----------
    ax : Axes
    x, y : arrays of shape (columns,) and (rows,)
        The first and the second weight.
    loss : array of shape (rows, columns)
    levels : increasing sequence of floats
        Where the contours are.
    """
    filled = ax.contourf(x, y, loss, levels=levels, cmap=AMOUNT_MAP, zorder=1)
    lines = ax.contour(filled, colors=QUIET, linewidths=0.8, zorder=2)
    ax.clabel(lines, fontsize=10, colors=INK, fmt="%g", inline=True)
    set_labels(ax, x="w₁", y="w₂")
    return Drawing([filled, lines])


def draw_surface_3d(ax, x, y, loss):
    """Draw a loss over two weights as a surface in three dimensions.

    Parameters
    ----------
    ax : Axes3D
        From ``figure(subplot_kw={"projection": "3d"})``.
    x, y, loss : arrays of shape (columns,), (rows,) and (rows, columns)
    """
    look = {"edgecolor": QUIET, "linewidth": 0.3, "rcount": 24, "ccount": 24}
    surface = ax.plot_surface(*np.meshgrid(x, y), loss, cmap=AMOUNT_MAP, **look)
    set_labels(ax, x="w₁", y="w₂")
    ax.set_zlabel("loss", color=INK)
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.pane.set(facecolor=PAPER, edgecolor=FRAME)
        axis.set_major_locator(MaxNLocator(4))
        axis.labelpad = 8
    return Drawing([surface])


def draw_path(ax, points):
    """Draw steps as small dots joined by a line, and the last as a large dot.

    Its ``update(points)`` shows others, also more or fewer.

    Parameters
    ----------
    ax : Axes or Axes3D
    points : array of shape (steps, 2), or (steps, 3) on three-dimensional axes
    """
    empty = [[]] * np.shape(points)[1]
    style = {"color": INK, "markeredgecolor": PAPER, "zorder": 5}
    (steps,) = ax.plot(*empty, "o-", markersize=5, linewidth=1.5, **style)
    (here,) = ax.plot(*empty, "o", markersize=11, markeredgewidth=1.5, **style)

    def update(points):
        points = np.asarray(points, dtype=float).reshape(len(points), -1)
        for line, part in ((steps, points), (here, points[-1:])):
            (line.set_data_3d if part.shape[1] == 3 else line.set_data)(*part.T)

    update(points)
    return Drawing([steps, here], update=update)


def draw_arrow(ax, start, vector):
    """Draw an arrow, such as a gradient or a step; its ``update(start, vector)`` moves it.

    Parameters
    ----------
    ax : Axes
    start : (x, y)
    vector : (x, y)
        From its start to its tip, in units of the axes.
    """
    look = {"arrowstyle": "-|>", "mutation_scale": 18, "linewidth": 2.5, "shrinkA": 0, "shrinkB": 0}
    arrow = FancyArrowPatch(start, np.add(start, vector), color=POSITIVE, zorder=4, **look)
    ax.add_patch(arrow)

    def update(start, vector):
        arrow.set_positions(start, np.add(start, vector))

    return Drawing([arrow], update=update)


def draw_squared_errors(ax, y_hat, y):
    """Draw each target, its prediction, and the square whose area is their squared error.

    Its ``artists`` are the squares, then the predictions and the targets.

    Parameters
    ----------
    ax : Axes
        Its two axes get the same scale, so that squares are square.
    y_hat, y : arrays of shape (m,) or (m, 1)
        Predictions and targets.
    """
    y_hat, y = np.ravel(y_hat), np.ravel(y)
    gap = 1.2 * max(1.0, np.abs(y_hat - y).max())
    places = gap * np.arange(len(y))
    squares = []
    for place, one, other in zip(places, y_hat, y, strict=True):
        low, side = min(one, other), abs(one - other)
        square = Rectangle((place, low), side, side, color=FRAME, alpha=0.6)
        squares.append(ax.add_patch(square))
        if side > 0.2:
            middle, how = (place + side / 2, low + side / 2), {"ha": "center", "va": "center"}
            ax.annotate(f"{side**2:.2f}", middle, color=INK, fontsize=11, **how)
    style = {"linestyle": "", "markersize": 9, "zorder": 3}
    (given,) = ax.plot(places, y_hat, "o", color=CLASS_COLOURS[1], label="prediction ŷ", **style)
    (wanted,) = ax.plot(places, y, "s", color=CLASS_COLOURS[0], label="target y", **style)
    low, high = min(y_hat.min(), y.min()), max(y_hat.max(), y.max())
    ax.set(xlim=(-0.3, places[-1] + gap), ylim=(low - 0.2, high + 0.2), xticks=places)
    ax.set_xticklabels([f"sample {i + 1}" for i in range(len(y))])
    ax.set_aspect("equal")
    set_labels(ax, y="value")
    ax.legend(loc="upper right", bbox_to_anchor=(1, 1.25), ncols=2, frameon=False, fontsize=11)
    return Drawing([*squares, given, wanted])
