"""The truth table of a neuron with two inputs, and the 16 functions of two bits."""

import re

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

from nnlib.plots.fast_text import Numbers
from nnlib.plots.gate_plane import CORNERS
from nnlib.plots.numbers import plain_number
from nnlib.plots.palette import BLUE_SOFT, CRIMSON_PALE, FRAME, INK, ORANGE_STRONG, PAPER, QUIET
from nnlib.plots.shapes import add_shapes, box, outline
from nnlib.plots.style import Drawing, hide_axes

SILENT_TILE, FIRES_TILE = BLUE_SOFT, ORANGE_STRONG
# The columns of the truth table, across.
TABLE_COLUMNS = {"x₁": 0.0, "x₂": 0.9, "w₁x₁ + w₂x₂": 2.7, "v": 4.5, "y": 5.6, "aim": 6.5, "": 7.3}
BAND = (-0.5, 7.8)
TILE, PITCH = 0.36, 1.12


class GateTable(Drawing):
    """The truth table of a neuron beside the wanted one; made by ``draw_gate_table``."""

    def __init__(self, ax):
        (self.bands,) = add_shapes(
            ax, PolyCollection([], facecolors=CRIMSON_PALE, linewidths=0, zorder=1)
        )
        places = [(x, -row) for row in range(4) for x in TABLE_COLUMNS.values()]
        self.numbers = Numbers(ax, places, 13)
        self.formula = Numbers(ax, [(3.6, -4.35), (3.6, -5.1)], 12)
        super().__init__([self.bands, self.numbers, self.formula])

    def update(self, weights, threshold, wanted):
        """Show another neuron and other wanted outputs (4,)."""
        sums = CORNERS @ np.asarray(weights, dtype=float)
        outputs = (sums >= threshold).astype(int)
        texts, bands = [], []
        for row, (corner, total, y, aim) in enumerate(
            zip(CORNERS, sums, outputs, wanted, strict=True)
        ):
            numbers = [plain_number(value) for value in (*corner, total, total - threshold, y, aim)]
            texts += [*numbers, "✓" if y == aim else "✗"]
            if y != aim:
                bands.append(box(*BAND, -row - 0.45, -row + 0.45))
        self.numbers.set_texts(texts)
        self.bands.set_verts(bands)
        w1, w2, t = (plain_number(value) for value in (*weights, threshold))
        wrong = len(bands)
        self.formula.set_texts(
            [
                f"fires where {w1} · x₁ + {w2} · x₂ ≥ {t}".replace("+ −", "− "),
                "all four rows are right" if not wrong else f"{wrong} of 4 rows wrong",
            ]
        )


def draw_gate_table(ax, weights, threshold, wanted):
    """Write the truth table of a neuron: inputs, sum, potential, answer, and what is wanted.

    Parameters
    ----------
    ax : Axes
        About 420 × 300 pixels.
    weights : array of shape (2,)
    threshold : float
    wanted : array of shape (4,), zeros and ones

    Returns
    -------
    GateTable
        With ``update(weights, threshold, wanted)``.
    """
    hide_axes(ax)
    ax.set(xlim=(-0.6, 7.9), ylim=(-5.5, 1.4))
    for head, x in TABLE_COLUMNS.items():
        ax.text(x, 0.9, head, ha="center", va="center", fontsize=12, color=QUIET)
    ax.plot(BAND, [0.5, 0.5], color=FRAME, linewidth=1, zorder=2)
    table = GateTable(ax)
    table.update(weights, threshold, wanted)
    return table


class Functions(Drawing):
    """The 16 functions of two bits as tiles; made by ``draw_functions``."""

    def __init__(self, ax, functions):
        self.functions = list(functions)
        self.squares = PolyCollection(
            [_square(i, corner) for i in range(len(self.functions)) for corner in CORNERS],
            edgecolors=FRAME,
            linewidths=0.8,
            zorder=2,
        )
        self.frame = LineCollection([], colors=INK, linewidths=2.4, zorder=3)
        super().__init__(add_shapes(ax, self.squares, self.frame))

    def update(self, found, present):
        """Colour the functions found, each a tuple of four outputs, and frame the present one."""
        colours = []
        for outputs in self.functions:
            shown = outputs in found
            colours += [(SILENT_TILE, FIRES_TILE)[y] if shown else PAPER for y in outputs]
        self.squares.set_facecolors(colours)
        at = [self.functions.index(present)] if present in self.functions else []
        self.frame.set_segments([_outline(i) for i in at])


def _square(i, corner):
    left, bottom = PITCH * i + TILE * (corner[0] - 1), TILE * corner[1]
    return box(left, left + TILE, bottom, bottom + TILE)


def _outline(i):
    return outline(PITCH * i - TILE - 0.08, PITCH * i + TILE + 0.08, -0.08, 2 * TILE + 0.08)


def draw_functions(ax, functions):
    """Draw each Boolean function of two inputs as a tile of four squares, laid out as the plane.

    Tiles are white until ``update`` colours those found, orange for 1 and blue for 0.

    Parameters
    ----------
    ax : Axes
        About 920 × 100 pixels.
    functions : mapping of outputs (four zeros and ones, for 00, 01, 10 and 11) to a name

    Returns
    -------
    Functions
        With ``update(found, present)``.
    """
    hide_axes(ax)
    ax.set(xlim=(-0.65, PITCH * (len(functions) - 1) + 0.65), ylim=(-0.75, 0.95), aspect="equal")
    for i, name in enumerate(functions.values()):
        words = re.sub(r"^(x. \w+) ", r"\1\n", name.replace("x1", "x₁").replace("x2", "x₂"))
        ax.text(PITCH * i, -0.16, words, ha="center", va="top", fontsize=8.5, color=INK)
    tiles = Functions(ax, functions)
    tiles.update((), None)
    return tiles
