"""A neuron's sum as an addition, and signals through time."""

import numpy as np
from matplotlib.collections import LineCollection

from nnlib.plots.glyphs import Numbers
from nnlib.plots.style import FRAME, INK, NEGATIVE, POSITIVE, QUIET, Drawing, hide_axes

# Where the columns of the sum stand, across: name, x, times, w, equals, product.
COLUMNS = (0.6, 2.0, 2.7, 3.6, 4.6, 5.8)
SILENT_HEIGHT = 0.16
# Behind the time in which a signal is 1.
HIGH = "#fbd6b0"


def subscript(number):
    """Write a number as an index below the line.

    >>> "x" + subscript(12)
    'x₁₂'
    """
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def box(left, right, bottom, top):
    """Give the corners of a rectangle, for a collection of polygons.

    >>> box(0, 2, 0, 1)
    [(0, 0), (2, 0), (2, 1), (0, 1)]
    """
    return [(left, bottom), (right, bottom), (right, top), (left, top)]


def plain_number(value):
    """Write a setting in as few digits as it has, with a true minus sign.

    >>> [plain_number(value) for value in (2.0, -1.5, -0.0)]
    ['2', '−1.5', '0']
    """
    # Rounding hides what binary fractions add; adding zero turns −0 into 0.
    return f"{round(float(value), 6) + 0.0:g}".replace("-", "−")


class Sum(Drawing):
    """The addition that a neuron does; made by ``draw_sum``."""

    def __init__(self, ax, inputs):
        rows = -np.arange(inputs)
        cells = [(column, row) for row in rows for column in (COLUMNS[1], *COLUMNS[3::2])]
        total = [(COLUMNS[5], -inputs - 0.25 - k) for k in range(3)]
        self.numbers = Numbers(ax, [*cells, *total], 12)
        self.verdict = Numbers(ax, [(3.2, -inputs - 3.55)], 13)
        super().__init__([self.numbers, self.verdict])

    def update(self, x, weights, threshold, verdict=""):
        """Show other inputs (n,), weights (n,) and threshold; `verdict` is written below."""
        products = np.multiply(x, weights)
        texts = []
        for triple in zip(x, weights, products, strict=True):
            texts += [plain_number(value) for value in triple]
        total = products.sum()
        texts += [plain_number(value) for value in (total, -threshold, total - threshold)]
        self.numbers.set_texts(texts)
        self.verdict.set_texts([verdict])


def draw_sum(ax, x, weights, threshold, verdict="", row_name="input"):
    """Write down v = Σ wᵢ xᵢ − T as an addition, a row for each input.

    Parameters
    ----------
    ax : Axes
        About 350 × 260 pixels for four inputs.
    x, weights : arrays of shape (n,)
    threshold : float
    verdict : str
        A few words below.

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
    addition.update(x, weights, threshold, verdict)
    return addition


class Spikes(Drawing):
    """Answers of one neuron, step after step; made by ``draw_spikes``."""

    def __init__(self, ax, slots):
        self.slots = slots
        self.silent = LineCollection([], colors=NEGATIVE, linewidths=3, zorder=3)
        self.fired = LineCollection([], colors=POSITIVE, linewidths=5, zorder=3)
        for lines in (self.silent, self.fired):
            ax.add_collection(lines, autolim=False)
        super().__init__([self.silent, self.fired])

    def update(self, answers):
        """Show the latest of the answers (zeros and ones), the newest at the right end."""
        latest = np.asarray(answers, dtype=int)[-self.slots :]
        places = np.arange(self.slots - len(latest), self.slots)
        for lines, answer, height in ((self.silent, 0, SILENT_HEIGHT), (self.fired, 1, 1.0)):
            lines.set_segments([[(x, 0), (x, height)] for x in places[latest == answer]])


def draw_spikes(ax, answers=(), slots=16):
    """Draw the answers of a neuron through time: a tall orange line for 1, a short blue one for 0.

    Parameters
    ----------
    ax : Axes
    answers : sequence of zeros and ones, the newest last
    slots : int
        How many of them are shown.

    Returns
    -------
    Spikes
        With ``update(answers)``.
    """
    hide_axes(ax)
    ax.set(xlim=(-0.7, slots - 0.3), ylim=(-0.08, 1.1))
    ax.plot([-0.6, slots - 0.4], [0, 0], color=FRAME, linewidth=1, zorder=1)
    spikes = Spikes(ax, slots)
    spikes.update(answers)
    return spikes


def draw_signals(ax, signals):
    """Draw signals of 0 and 1 through discrete time, one above the other, each with its name.

    A signal keeps its value for a whole step; the part in which it is 1 is coloured, and the value
    stands in it.

    Parameters
    ----------
    ax : Axes
        About 70 pixels high for each signal.
    signals : mapping of name to zeros and ones, shape (steps,)

    Raises
    ------
    ValueError
        If there is no signal, or their lengths differ.
    """
    lengths = {len(values) for values in signals.values()}
    if len(lengths) != 1:
        raise ValueError(f"signals must have one length; got {sorted(lengths)}.")
    steps = lengths.pop()
    edges = np.arange(steps + 1) - 0.5
    hide_axes(ax)
    for row, (name, values) in enumerate(signals.items()):
        base = -1.5 * row
        ax.stairs(base + np.asarray(values), edges, baseline=base, fill=True, color=HIGH)
        ax.stairs(base + np.asarray(values), edges, baseline=None, color=INK, linewidth=2)
        ax.text(-0.75, base + 0.5, name, ha="right", va="center", fontsize=12, color=INK)
        for t, value in enumerate(values):
            y = base + (0.5 if value else 0.25)
            ax.text(t, y, f"{value}", ha="center", va="center", fontsize=10, color=INK)
    ax.set(xlim=(-2.2, steps - 0.3), ylim=(-1.5 * (len(signals) - 1) - 0.2, 1.15))
    ax.set_xticks(range(steps), range(steps))
    ax.tick_params(length=0)
    ax.set_xlabel("time step t", fontsize=12, color=INK)
