"""Written tables: a neuron's sum, its truth table, and what a network predicts for samples."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from nnlib.plots.fast_text import Numbers
from nnlib.plots.gate import CORNERS, outputs
from nnlib.plots.numbers import plain_number, short_number, subscript
from nnlib.plots.palette import CRIMSON_PALE, FRAME, INK, PAPER, QUIET
from nnlib.plots.pieces import Drawing, add_class_markers, add_shapes, box, move_markers, put_text
from nnlib.plots.style import hide_axes

# Where the columns of the sum stand, across: name, x, times, w, equals, product.
COLUMNS = (0.6, 2.0, 2.7, 3.6, 4.6, 5.8)
# The columns of the truth table, across.
TABLE_COLUMNS = {"x₁": 0.0, "x₂": 0.9, "w₁x₁ + w₂x₂": 2.7, "v": 4.5, "y": 5.6, "aim": 6.5, "": 7.3}
BAND = (-0.5, 7.8)
# Predictions, across: inputs get one unit each; what follows them is this far to the right.
TARGET, NUMBER, SCALE, MARK = 0.4, 1.6, (2.6, 4.9), 5.5


def draw_sum(ax, x, weights, threshold, row_name):
    """Write down v = Σ wₖ xₖ − T as an addition, a row for each input.

    Its ``update(x, weights, threshold, verdict)`` shows other numbers, and a verdict below.

    Parameters
    ----------
    ax : Axes
        About 350 × 260 pixels for four inputs.
    x, weights : arrays of shape (n,)
    threshold : float
    row_name : str
        What an input is called.
    """
    end = -len(x) - 0.25
    _write_sum(ax, len(x), end, row_name)
    cells = [(column, -row) for row in range(len(x)) for column in (COLUMNS[1], *COLUMNS[3::2])]
    numbers = Numbers(ax, [*cells, *((COLUMNS[5], end - k) for k in range(3))], 12)
    last = Numbers(ax, [(3.2, end - 3.3)], 13)

    def update(x, weights, threshold, verdict):
        products = np.multiply(x, weights)
        total = products.sum()
        rows = np.column_stack([x, weights, products])
        values = [*rows.ravel(), total, -threshold, total - threshold]
        numbers.set_texts(map(plain_number, values))
        last.set_texts([verdict])

    update(x, weights, threshold, "")
    return Drawing([numbers, last], update=update, numbers=numbers, verdict=last)


def _write_sum(ax, inputs, end, row_name):
    """Write what stays: the head, names and signs."""
    hide_axes(ax)
    ax.set(xlim=(0, 6.6), ylim=(-inputs - 4, 1.4))
    for column, head in zip((COLUMNS[1], *COLUMNS[3::2]), ("x", "w", "w · x"), strict=True):
        put_text(ax, column, 1, head, colour=QUIET)
    for row in range(inputs):
        put_text(ax, COLUMNS[0], -row, f"{row_name} {row + 1}", colour=QUIET)
        put_text(ax, COLUMNS[2], -row, "·")
        put_text(ax, COLUMNS[4], -row, "=")
    for k, name in enumerate(("sum  Σ w · x", "− threshold  T", "potential  v")):
        put_text(ax, COLUMNS[4], end - k, name, ha="right")
    for k in (0, 2):
        ax.plot([COLUMNS[0], 6.4], [0.3 - inputs - k] * 2, color=FRAME, linewidth=1)


def draw_gate_table(ax, weights, threshold, wanted, given=None):
    """Write the truth table of a neuron: inputs, sum, potential, answer, and what is wanted.

    Its ``update(weights, threshold, wanted, given)`` shows another neuron.

    Parameters
    ----------
    ax : Axes
        About 420 × 300 pixels.
    weights : array of shape (2,)
    threshold : float
    wanted : array of shape (4,), zeros and ones
    given : array of shape (4,), zeros and ones, optional
        What the neuron answers, where that is not computed here.
    """
    hide_axes(ax)
    ax.set(xlim=(-0.6, 7.9), ylim=(-5.5, 1.4))
    for head, x in TABLE_COLUMNS.items():
        put_text(ax, x, 0.9, head, colour=QUIET)
    ax.plot(BAND, [0.5, 0.5], color=FRAME, linewidth=1, zorder=2)
    bands = PolyCollection([], facecolors=CRIMSON_PALE, linewidths=0, zorder=1)
    add_shapes(ax, bands)
    numbers = Numbers(ax, [(x, -row) for row in range(4) for x in TABLE_COLUMNS.values()], 13)
    formula = Numbers(ax, [(3.6, -4.35), (3.6, -5.1)], 12)

    def update(weights, threshold, wanted, given=None):
        sums = CORNERS @ np.asarray(weights, dtype=float)
        given = outputs(weights, threshold) if given is None else np.asarray(given)
        texts = []
        for row in zip(*CORNERS.T, sums, sums - threshold, given, wanted, strict=True):
            texts += [*map(plain_number, row), "✓" if row[-1] == row[-2] else "✗"]
        numbers.set_texts(texts)
        wrong = np.flatnonzero(given != np.asarray(wanted))
        bands.set_verts([box(*BAND, -row - 0.45, -row + 0.45) for row in wrong])
        w1, w2, t = map(plain_number, (*weights, threshold))
        rule = f"fires where {w1} · x₁ + {w2} · x₂ ≥ {t}".replace("+ −", "− ")
        verdict = f"{len(wrong)} of 4 rows wrong" if len(wrong) else "all four rows are right"
        formula.set_texts([rule, verdict])

    update(weights, threshold, wanted, given)
    parts = {"bands": bands, "numbers": numbers, "formula": formula}
    return Drawing(parts.values(), update=update, **parts)


def draw_predictions(ax, X, y, y_hat):
    """Draw a small table of samples: inputs, target, prediction, and whether it is right.

    The prediction stands there as a number and as a marker on a line from 0 to 1; the marker is
    that of the class it falls to, and the line is broken at 0.5, where the class changes.
    Its ``update(y_hat, chosen)`` shows others, and lets the row `chosen` stand out unless None.

    Parameters
    ----------
    ax : Axes
    X : array of shape (m, n)
        A few samples of a few inputs each.
    y : array of shape (m, 1), entries 0 or 1
    y_hat : array of shape (m, 1), in [0, 1]
    """
    X, targets = np.asarray(X), np.ravel(y)
    m, n = X.shape
    hide_axes(ax)
    ax.set(xlim=(-0.7, n + MARK + 0.5), ylim=(0.5 - m, 1.2))
    _write_samples(ax, X, targets)
    _draw_scales(ax, n, m)
    frame = Rectangle((-0.6, 0), n + MARK + 1, 0.9, fill=False, edgecolor=INK, linewidth=1.6)
    ax.add_patch(frame)
    numbers = Numbers(ax, [(n + across, -row) for across in (NUMBER, MARK) for row in range(m)], 12)
    dots = add_class_markers(ax, (11, 11), markeredgecolor=PAPER, zorder=3)

    def update(y_hat, chosen):
        y_hat = np.ravel(y_hat)
        labels = y_hat > 0.5
        across = n + SCALE[0] + y_hat * (SCALE[1] - SCALE[0])
        move_markers(dots, np.column_stack([across, -np.arange(m)]), labels)
        marks = ["✓" if fits else "✗" for fits in labels == targets]
        numbers.set_texts([*map(short_number, y_hat), *marks])
        frame.set(visible=chosen is not None, y=-(chosen or 0) - 0.45)

    update(y_hat, None)
    return Drawing([*dots, numbers, frame], update=update, dots=dots, numbers=numbers, box=frame)


def _write_samples(ax, X, targets):
    """Write what stays: the head, inputs and targets."""
    n = X.shape[1]
    columns = [*range(n), n + TARGET]
    heads = [f"x{subscript(i + 1)}" for i in range(n)]
    for across, text in zip([*columns, n + NUMBER], [*heads, "y", "ŷ"], strict=True):
        put_text(ax, across, 0.8, text, colour=QUIET)
    places = [(across, -row) for row in range(len(X)) for across in columns]
    values = np.column_stack([X, targets])
    Numbers(ax, places, 12).set_texts(map(plain_number, values.ravel()))


def _draw_scales(ax, n, m):
    left, right = n + SCALE[0], n + SCALE[1]
    middle = (left + right) / 2
    for row in range(m):
        ax.plot([left, right], [-row, -row], color=FRAME, linewidth=2, zorder=1)
        for across in (left, middle, right):
            ax.plot([across, across], [-row - 0.16, -row + 0.16], color=FRAME, zorder=1)
    for across, text in ((left, "0"), (middle, "0.5"), (right, "1")):
        put_text(ax, across, 0.8, text, 10, QUIET)
