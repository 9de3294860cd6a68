"""Errors of predictions, drawn as the squares that the sum of squared errors adds up."""

import numpy as np
from matplotlib.patches import Rectangle

from nnlib.plots.palette import CLASS_COLOURS, FRAME, INK
from nnlib.plots.style import Drawing, set_labels


def draw_squared_errors(ax, y_hat, y):
    """Draw each target, its prediction, and the square whose area is their squared error.

    Parameters
    ----------
    ax : Axes
        Its two axes get the same scale, so that squares are square.
    y_hat, y : arrays of shape (m,) or (m, 1)
        Predictions and targets.

    Returns
    -------
    Drawing
        The squares, then the predictions and the targets.
    """
    y_hat, y = np.ravel(y_hat), np.ravel(y)
    gap = 1.2 * max(1.0, np.abs(y_hat - y).max())
    places = gap * np.arange(len(y))
    squares = [
        ax.add_patch(
            Rectangle((place, min(ends)), np.ptp(ends), np.ptp(ends), color=FRAME, alpha=0.6)
        )
        for place, ends in zip(places, zip(y_hat, y, strict=True), strict=True)
    ]
    for square, error in zip(squares, y_hat - y, strict=True):
        middle = square.get_x() + square.get_width() / 2, square.get_y() + square.get_height() / 2
        if abs(error) > 0.2:
            ax.annotate(f"{error**2:.2g}", middle, ha="center", va="center", color=INK, fontsize=11)
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
