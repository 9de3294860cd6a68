"""A table of samples with targets and predictions: as numbers, and as places from 0 to 1."""

import numpy as np
from matplotlib.patches import Rectangle

from nnlib.plots.fast_text import Numbers
from nnlib.plots.numbers import plain_number, short_number, subscript
from nnlib.plots.palette import FRAME, INK, PAPER, QUIET
from nnlib.plots.shapes import add_class_markers
from nnlib.plots.style import Drawing, hide_axes

# Places across: inputs get one unit each; what follows them is this far to the right.
TARGET, NUMBER, SCALE, MARK = 0.4, 1.6, (2.6, 4.9), 5.5
TEXT = 12


class Predictions(Drawing):
    """Rows of a table with their predictions; made by ``draw_predictions``."""

    def __init__(self, box, dots, numbers, targets, start):
        super().__init__([*dots, numbers, box])
        self.box, self.dots, self.numbers = box, dots, numbers
        self._targets, self._start = targets, start

    def update(self, y_hat, chosen):
        """Show other predictions.

        Parameters
        ----------
        y_hat : array of shape (m, 1), in [0, 1]
        chosen : int or None
            The row that stands out.
        """
        y_hat = np.ravel(y_hat)
        labels = y_hat > 0.5
        across = self._start + SCALE[0] + y_hat * (SCALE[1] - SCALE[0])
        for label, line in enumerate(self.dots):
            rows = np.flatnonzero(labels == label)
            line.set_data(across[rows], -rows)
        marks = ["✓" if fits else "✗" for fits in labels == self._targets]
        self.numbers.set_texts([*map(short_number, y_hat), *marks])
        self.box.set_visible(chosen is not None)
        self.box.set_y(-(chosen or 0) - 0.45)


def draw_predictions(ax, X, y, y_hat):
    """Draw a small table of samples: inputs, target, prediction, and whether it is right.

    The prediction stands there as a number and as a marker on a line from 0 to 1; the marker is
    that of the class it falls to, and the line is broken at 0.5, where the class changes.

    Parameters
    ----------
    ax : Axes
    X : array of shape (m, n)
        A few samples of a few inputs each.
    y : array of shape (m, 1), entries 0 or 1
    y_hat : array of shape (m, 1), in [0, 1]

    Returns
    -------
    Predictions
        With ``update(y_hat, chosen)``.
    """
    X, targets = np.asarray(X), np.ravel(y)
    m, n = X.shape
    hide_axes(ax)
    ax.set(xlim=(-0.7, n + MARK + 0.5), ylim=(0.5 - m, 1.2))
    _write_table(ax, X, targets)
    _draw_scales(ax, n, m)
    box = Rectangle((-0.6, 0), n + MARK + 1, 0.9, fill=False, edgecolor=INK, linewidth=1.6)
    places = [(n + across, -row) for across in (NUMBER, MARK) for row in range(m)]
    numbers = Numbers(ax, places, TEXT)
    dots = add_class_markers(ax, (11, 11), markeredgecolor=PAPER, zorder=3)
    drawing = Predictions(ax.add_patch(box), dots, numbers, targets, n)
    drawing.update(y_hat, None)
    return drawing


def _write_table(ax, X, targets):
    """Write what stays: the head, inputs and targets."""
    n = X.shape[1]
    columns = [*range(n), n + TARGET]
    heads = [f"x{subscript(i + 1)}" for i in range(n)]
    for across, text in zip([*columns, n + NUMBER], [*heads, "y", "ŷ"], strict=True):
        ax.text(across, 0.8, text, ha="center", va="center", color=QUIET, fontsize=TEXT)
    values = np.column_stack([X, targets])
    places = [(across, -row) for row in range(len(X)) for across in columns]
    Numbers(ax, places, TEXT).set_texts(map(plain_number, values.ravel()))


def _draw_scales(ax, n, m):
    left, right = n + SCALE[0], n + SCALE[1]
    middle = (left + right) / 2
    for row in range(m):
        ax.plot([left, right], [-row, -row], color=FRAME, linewidth=2, zorder=1)
        for across in (left, middle, right):
            ax.plot([across, across], [-row - 0.16, -row + 0.16], color=FRAME, zorder=1)
    for across, text in ((left, "0"), (middle, "0.5"), (right, "1")):
        ax.text(across, 0.8, text, ha="center", va="center", color=QUIET, fontsize=10)
