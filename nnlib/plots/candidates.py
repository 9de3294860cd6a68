"""Several candidates judged by one neuron: what each input adds, and the ranking by the sum."""

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

from nnlib.plots.colour_maps import VALUE_TABLE, colour_indices
from nnlib.plots.end_labels import spread_out
from nnlib.plots.fast_text import Numbers
from nnlib.plots.numbers import plain_number
from nnlib.plots.palette import FRAME, INK, PAPER, QUIET
from nnlib.plots.shapes import add_class_markers, add_shapes, box
from nnlib.plots.style import Drawing, hide_axes, laid_out_window, set_labels

# Columns of the table: the names' right end, the first cell's middle, the sum, the verdict.
NAME, FIRST, PITCH = -0.7, 0.0, 1.0
CELL = 0.46
VERDICTS = ("stay out", "go in")
# Room for a label of the ranking, in points.
LABEL_HEIGHT = 17
LABEL_SIZE = 11.5
LABEL_LEFT = 0.4
# Ends of the ladder.
LOWEST, HIGHEST = -3, 9


class Contributions(Drawing):
    """A table of products w · x with their sums; made by ``draw_contributions``."""

    def __init__(self, ax, candidates, inputs):
        self.shape = candidates, inputs
        places = [(FIRST + PITCH * i, -row) for row in range(candidates) for i in range(inputs)]
        cells = [box(x - CELL, x + CELL, y - 0.44, y + 0.44) for x, y in places]
        (self.cells,) = add_shapes(ax, PolyCollection(cells, linewidths=0, zorder=1))
        self.products = Numbers(ax, np.add(places, (0, 0.13)), 12)
        self.marks = Numbers(ax, np.subtract(places, (0, 0.26)), 9)
        heads = [(FIRST + PITCH * i, 0.78) for i in range(inputs)]
        self.weights = Numbers(ax, heads, 10.5)
        ends = FIRST + PITCH * (inputs + np.array([0.05, 1.3]))
        self.sums = Numbers(ax, [(x, -row) for row in range(candidates) for x in ends], 12)
        super().__init__([self.cells, self.products, self.marks, self.weights, self.sums])

    def update(self, X, weights, threshold):
        """Show other inputs (m, n), weights (n,) and threshold."""
        X, weights = np.asarray(X, dtype=float), np.asarray(weights, dtype=float)
        if X.shape != self.shape:
            raise ValueError(f"the table has room for X of shape {self.shape}; got {X.shape}.")
        products = X * weights
        limit = max(1.0, np.abs(products).max())
        self.cells.set_facecolor(VALUE_TABLE[colour_indices(products.ravel(), limit)] / 255)
        self.products.set_texts(plain_number(value) for value in products.ravel())
        self.marks.set_texts(f"x = {plain_number(value)}" for value in X.ravel())
        self.weights.set_texts(f"w = {plain_number(value)}" for value in weights)
        sums = X @ weights
        verdicts = [VERDICTS[int(total >= threshold)] for total in sums]
        pairs = zip(map(plain_number, sums), verdicts, strict=True)
        self.sums.set_texts(text for pair in pairs for text in pair)


def draw_contributions(ax, names, inputs, X, weights, threshold):
    """Draw a table: a row for each candidate, a column for each input, w · x in the cells.

    Orange cells add to the sum, blue ones take away; the mark x stands small below.

    Parameters
    ----------
    ax : Axes
        About 560 × 400 pixels for six candidates and four inputs.
    names : list of m str
    inputs : list of n str
    X : array of shape (m, n)
    weights : array of shape (n,)
    threshold : float

    Returns
    -------
    Contributions
        With ``update(X, weights, threshold)``.
    """
    hide_axes(ax)
    ax.set(xlim=(-2.15, len(inputs) + 1.75), ylim=(0.4 - len(names), 1.6))
    style = {"va": "center", "fontsize": 12, "color": INK}
    for row, name in enumerate(names):
        ax.text(NAME, -row, name, ha="right", **style)
    ends = zip(("sum", "verdict"), len(inputs) + np.array([0.05, 1.3]), strict=True)
    heads = [*((name, i) for i, name in enumerate(inputs)), *ends]
    for head, place in heads:
        ax.text(FIRST + PITCH * place, 1.25, head, ha="center", **style)
    table = Contributions(ax, len(names), len(inputs))
    table.update(X, weights, threshold)
    return table


class Ranking(Drawing):
    """Candidates on a ladder by their sums; made by ``draw_ranking``."""

    def __init__(self, ax, names):
        self.ax, self.names = ax, names
        self.line = LineCollection([], colors=INK, linewidths=2.4)
        self.leaders = LineCollection([], colors=QUIET, linewidths=0.9, zorder=2)
        add_shapes(ax, self.line, self.leaders)
        self.dots = add_class_markers(ax, (9, 10.5), markeredgecolor=PAPER, zorder=4)
        self.labels = Numbers(ax, np.zeros((len(names), 2)), LABEL_SIZE)
        self.mark = Numbers(ax, [(0, 0)], 11, box=True)
        window = laid_out_window(ax)
        self._units_a_point = np.ptp(ax.get_ylim()) / window.height * ax.figure.dpi / 72
        units_a_pixel = np.ptp(ax.get_xlim()) / window.width
        # Every rank has one digit, and digits are equally wide: middles stay where they are.
        self._middles = [LABEL_LEFT + _width(ax, f"1. {n}") * units_a_pixel / 2 for n in names]
        super().__init__([self.line, self.leaders, *self.dots, self.labels, self.mark])

    def update(self, sums, ranks, threshold):
        """Show other sums (m,), ranks (m,) and threshold."""
        low, high = self.ax.get_ylim()
        sums = np.asarray(sums, dtype=float)
        heights = np.clip(sums, low, high)
        fires = sums >= threshold
        for label, dots in enumerate(self.dots):
            dots.set_data(np.zeros((fires == label).sum()), heights[fires == label])
        unit = self._units_a_point
        places = spread_out(heights / unit, gap=LABEL_HEIGHT) * unit
        self.labels.places = np.column_stack([self._middles, places])
        self.labels.set_texts(
            f"{rank}. {name}" for rank, name in zip(ranks, self.names, strict=True)
        )
        self.leaders.set_segments(
            [[(0.09, y), (0.35, place)] for y, place in zip(heights, places, strict=True)]
        )
        mark = np.clip(threshold, low, high)
        self.line.set_segments([[(-0.5, mark), (-0.33, mark)], [(-0.09, mark), (0.34, mark)]])
        self.mark.places = np.array([(-0.75, mark)])
        self.mark.set_texts([f"T = {plain_number(threshold)}"])


def _width(ax, text):
    """Width of a label, in pixels."""
    trial = ax.text(0, 0, text, fontsize=LABEL_SIZE)
    width = trial.get_window_extent().width
    trial.remove()
    return width


def draw_ranking(ax, names, sums, ranks, threshold):
    """Draw candidates on a ladder: the higher the sum, the higher they stand.

    Orange triangles reach the threshold, blue circles do not. Sums below -3 or above 9 stand at
    the end of the ladder; labels keep apart, with a fine line to their place.

    Parameters
    ----------
    ax : Axes
        About 300 × 400 pixels.
    names : list of m str
    sums : array of shape (m,)
    ranks : sequence of m int
    threshold : float

    Returns
    -------
    Ranking
        With ``update(sums, ranks, threshold)``.
    """
    hide_axes(ax)
    ax.set(xlim=(-1.2, 2.3), ylim=(LOWEST, HIGHEST))
    ax.plot([0, 0], [LOWEST, HIGHEST], color=FRAME, linewidth=2, zorder=1)
    for y in range(LOWEST, HIGHEST + 1):
        ax.plot([-0.05, 0.05], [y, y], color=FRAME, linewidth=1, zorder=1)
        ax.text(-0.12, y, plain_number(y), ha="right", va="center", fontsize=9.5, color=QUIET)
    set_labels(ax, title="sum  Σ w · x")
    ranking = Ranking(ax, names)
    ranking.update(sums, ranks, threshold)
    return ranking
