"""A neuron's sum, written down as an addition."""

import numpy as np

from nnlib.plots.fast_text import Numbers
from nnlib.plots.numbers import plain_number
from nnlib.plots.palette import FRAME, INK, QUIET
from nnlib.plots.style import Drawing, hide_axes

# Where the columns of the sum stand, across: name, x, times, w, equals, product.
COLUMNS = (0.6, 2.0, 2.7, 3.6, 4.6, 5.8)


class Sum(Drawing):
    """The addition that a neuron does; made by ``draw_sum``."""

    def __init__(self, ax, inputs):
        rows = -np.arange(inputs)
        cells = [(column, row) for row in rows for column in (COLUMNS[1], *COLUMNS[3::2])]
        total = [(COLUMNS[5], -inputs - 0.25 - k) for k in range(3)]
        self.numbers = Numbers(ax, [*cells, *total], 12)
        self.verdict = Numbers(ax, [(3.2, -inputs - 3.55)], 13)
        super().__init__([self.numbers, self.verdict])

    def update(self, x, weights, threshold, verdict):
        """Show other inputs (n,), weights (n,) and threshold; `verdict` is written below."""
        products = np.multiply(x, weights)
        texts = []
        for triple in zip(x, weights, products, strict=True):
            texts += [plain_number(value) for value in triple]
        total = products.sum()
        texts += [plain_number(value) for value in (total, -threshold, total - threshold)]
        self.numbers.set_texts(texts)
        self.verdict.set_texts([verdict])


def draw_sum(ax, x, weights, threshold, row_name):
    """Write down v = Σ wᵢ xᵢ − T as an addition, a row for each input.

    Parameters
    ----------
    ax : Axes
        About 350 × 260 pixels for four inputs.
    x, weights : arrays of shape (n,)
    threshold : float
    row_name : str
        What an input is called.

    Returns
    -------
    Sum
        With ``update(x, weights, threshold, verdict)``.
    """
    inputs = len(x)
    hide_axes(ax)
    ax.set(xlim=(0, 6.6), ylim=(-inputs - 4, 1.4))
    style = {"ha": "center", "va": "center", "fontsize": 12, "color": INK}
    for column, head in zip((COLUMNS[1], *COLUMNS[3::2]), ("x", "w", "w · x"), strict=True):
        ax.text(column, 1, head, **{**style, "color": QUIET})
    for row in range(inputs):
        ax.text(COLUMNS[0], -row, f"{row_name} {row + 1}", **{**style, "color": QUIET})
        ax.text(COLUMNS[2], -row, "·", **style)
        ax.text(COLUMNS[4], -row, "=", **style)
    names = ("sum  Σ w · x", "− threshold  T", "potential  v")
    for k, name in enumerate(names):
        ax.text(COLUMNS[4], -inputs - 0.25 - k, name, **{**style, "ha": "right"})
    for k in (0, 2):
        y = -inputs - k + 0.3
        ax.plot([COLUMNS[0], 6.4], [y, y], color=FRAME, linewidth=1)
    addition = Sum(ax, inputs)
    addition.update(x, weights, threshold, "")
    return addition
