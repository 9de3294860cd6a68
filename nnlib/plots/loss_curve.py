"""Losses over training, with their names and last values."""

import numpy as np
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from nnlib.plots.curves import add_line
from nnlib.plots.end_labels import place_end_labels
from nnlib.plots.fast_text import EndLabel
from nnlib.plots.limits import double_until
from nnlib.plots.numbers import short_loss
from nnlib.plots.palette import TEST, TRAINING
from nnlib.plots.style import Drawing, set_labels

COLOURS = TRAINING, TEST
# Share of the axis of the iterations that the lines fill at most; the rest is for the labels.
FILLED = 0.7


class LossCurve(Drawing):
    """Training loss, and test loss where there is one; made by ``draw_loss_curve``."""

    def __init__(self, ax):
        self.ax = ax
        self.lines = [add_line(ax, series, colour) for series, colour in enumerate(COLOURS)]
        self.labels = [EndLabel(ax, line.get_color()) for line in self.lines]
        super().__init__([*self.lines, *self.labels])
        ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
        ax.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        set_labels(ax, x="iteration", y="loss")

    def update(self, iterations, loss, test=None):
        """Show another course of training, in wider axes where it needs them.

        Parameters
        ----------
        iterations : array of shape (n,)
        loss, test : array of shape (n,)
            What is above the axes, infinity too, is drawn at their upper edge.

        Returns
        -------
        bool
            Whether the axes have changed, so that a lab must draw them again.
        """
        courses = [loss] if test is None else [loss, test]
        limits = self.limits(iterations, [np.asarray(course, dtype=float) for course in courses])
        changed = limits != (self.ax.get_xlim(), self.ax.get_ylim())
        if changed:
            self.ax.set(xlim=limits[0], ylim=limits[1])
        self.show(iterations, loss, test)
        return changed

    def limits(self, iterations, courses):
        """Choose limits for the axes that change seldom and leave room for the labels.

        Parameters
        ----------
        iterations : array of shape (n,)
        courses : list of arrays of shape (n,)
            The losses on the training data and, if there are any, on test data.

        Returns
        -------
        (left, right), (bottom, top)
        """
        right = double_until(max(100, self.ax.get_xlim()[1]), np.max(iterations, initial=0), FILLED)
        bottom, top = self.ax.get_ylim()
        highest = highest_finite(courses)
        return (0, right), (bottom, top if highest <= top else 1.5 * highest)

    def show(self, iterations, loss, test=None):
        """Show a course of training in the axes as they are."""
        top = self.ax.get_ylim()[1]
        parts = zip(self.lines, self.labels, ("training", "test"), (loss, test), strict=True)
        for line, label, name, losses in parts:
            losses = [] if losses is None else np.asarray(losses, dtype=float)
            line.set_data(iterations[: len(losses)], np.minimum(losses, top))
            label.set_text(f"{name} {short_loss(losses[-1])}" if len(losses) else "")
        place_end_labels(self.ax, self.lines, self.labels)


def highest_finite(courses):
    """Give the highest of all losses that are finite, 0 if there is none.

    >>> highest_finite([[0.7, 0.5], [0.8, np.inf]])
    0.8
    """
    losses = np.concatenate(courses)
    return float(np.max(losses, initial=0, where=np.isfinite(losses)))


def draw_loss_curve(ax, iterations, loss):
    """Draw the loss over training, with its name and last value at the end of the line.

    Parameters
    ----------
    ax : Axes
    iterations : array of shape (n,)
    loss : array of shape (n,)
        On the training data. What is not finite is named in the label; NaN leaves a gap.

    Returns
    -------
    LossCurve
        With ``update(iterations, loss, test)``.
    """
    curve = LossCurve(ax)
    top = 1.05 * highest_finite([np.asarray(loss, dtype=float)]) or 1
    ax.set(xlim=(0, np.max(iterations, initial=1)), ylim=(0, top))
    curve.show(iterations, loss)
    return curve
