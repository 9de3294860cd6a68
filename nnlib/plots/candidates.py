"""Several candidates judged by one neuron: what each input adds, and the ranking by the sum."""

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

from nnlib.plots.colour_maps import VALUE_TABLE, colour_indices
from nnlib.plots.end_labels import spread_out
from nnlib.plots.fast_text import Numbers
from nnlib.plots.numbers import largest, plain_number
from nnlib.plots.palette import FRAME, INK, PAPER, QUIET
from nnlib.plots.pieces import Drawing, add_class_markers, add_shapes, box, move_markers, put_text
from nnlib.plots.style import hide_axes, laid_out_window, set_labels

# In the table: the names' right end, half a cell's width, how far right of the cells ends stand.
NAME, CELL, ENDS = -0.7, 0.46, np.array([0.05, 1.3])
VERDICTS = ("stay out", "go in")
# Room for a label of the ranking, in points; its letters; where it begins.
LABEL_HEIGHT, LABEL_SIZE, LABEL_LEFT = 17, 11.5, 0.4
# Ends of the ladder.
LOWEST, HIGHEST = -3, 9


def draw_contributions(ax, names, inputs, X, weights, threshold):
    """Draw a table: a row for each candidate, a column for each input, w · x in the cells.

    Orange cells add to the sum, blue ones take away; the mark x stands small below.
    Its ``update(X, weights, threshold)`` shows other numbers.

    Parameters
    ----------
    ax : Axes
        About 560 × 400 pixels for six candidates and four inputs.
    names : list of m str
    inputs : list of n str
    X : array of shape (m, n)
    weights : array of shape (n,)
    threshold : float
    """
    m, n = len(names), len(inputs)
    hide_axes(ax)
    ax.set(xlim=(-2.15, n + 1.75), ylim=(0.4 - m, 1.6))
    for row, name in enumerate(names):
        put_text(ax, NAME, -row, name, ha="right")
    for place, head in zip([*range(n), *(n + ENDS)], [*inputs, "sum", "verdict"], strict=True):
        put_text(ax, place, 1.25, head)
    places = [(i, -row) for row in range(m) for i in range(n)]
    corners = [box(x - CELL, x + CELL, y - 0.44, y + 0.44) for x, y in places]
    (cells,) = add_shapes(ax, PolyCollection(corners, linewidths=0, zorder=1))
    texts = {
        "products": Numbers(ax, np.add(places, (0, 0.13)), 12),
        "marks": Numbers(ax, np.subtract(places, (0, 0.26)), 9),
        "weights": Numbers(ax, [(i, 0.78) for i in range(n)], 10.5),
        "sums": Numbers(ax, [(x, -row) for row in range(m) for x in n + ENDS], 12),
    }

    def update(X, weights, threshold):
        X, weights = np.asarray(X, dtype=float), np.asarray(weights, dtype=float)
        if X.shape != (m, n):
            raise ValueError(f"the table has room for X of shape {(m, n)}; got {X.shape}.")
        products = X * weights
        colours = colour_indices(products.ravel(), largest(products, 1.0))
        cells.set_facecolor(VALUE_TABLE[colours] / 255)
        ends = [(plain_number(total), VERDICTS[int(total >= threshold)]) for total in X @ weights]
        texts["products"].set_texts(map(plain_number, products.ravel()))
        texts["marks"].set_texts(f"x = {plain_number(value)}" for value in X.ravel())
        texts["weights"].set_texts(f"w = {plain_number(value)}" for value in weights)
        texts["sums"].set_texts(text for pair in ends for text in pair)

    update(X, weights, threshold)
    return Drawing([cells, *texts.values()], update=update, cells=cells, **texts)


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
        sums = np.asarray(sums, dtype=float)
        heights, mark = np.clip(sums, LOWEST, HIGHEST), np.clip(threshold, LOWEST, HIGHEST)
        move_markers(self.dots, np.column_stack([0 * heights, heights]), sums >= threshold)
        unit = self._units_a_point
        places = spread_out(heights / unit, gap=LABEL_HEIGHT) * unit
        self.labels.places = np.column_stack([self._middles, places])
        named = zip(ranks, self.names, strict=True)
        self.labels.set_texts(f"{rank}. {name}" for rank, name in named)
        leaders = zip(heights, places, strict=True)
        self.leaders.set_segments([[(0.09, y), (0.35, place)] for y, place in leaders])
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
    Its ``update(sums, ranks, threshold)`` shows others.

    Parameters
    ----------
    ax : Axes
        About 300 × 400 pixels.
    names : list of m str
    sums : array of shape (m,)
    ranks : sequence of m int
    threshold : float
    """
    hide_axes(ax)
    ax.set(xlim=(-1.2, 2.3), ylim=(LOWEST, HIGHEST))
    ax.plot([0, 0], [LOWEST, HIGHEST], color=FRAME, linewidth=2, zorder=1)
    for y in range(LOWEST, HIGHEST + 1):
        ax.plot([-0.05, 0.05], [y, y], color=FRAME, linewidth=1, zorder=1)
        put_text(ax, -0.12, y, plain_number(y), 9.5, QUIET, ha="right")
    set_labels(ax, title="sum  Σ w · x")
    ranking = Ranking(ax, names)
    ranking.update(sums, ranks, threshold)
    return ranking
