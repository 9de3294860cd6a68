"""A living neuron and its model, drawn with the same numbers at the parts that correspond."""

import numpy as np
from matplotlib.collections import PolyCollection

from nnlib.plots.palette import (
    BLUE_SOFT,
    FLESH,
    INK,
    NEGATIVE,
    NUCLEUS,
    ORANGE_SOFT,
    PAPER,
    POSITIVE,
    QUIET,
)
from nnlib.plots.pieces import box, put_text
from nnlib.plots.style import hide_axes

MIDDLE = np.array([4.6, 3.6])
# Points along each side of a branch.
BENDS = 30
# Every branch: corners of its way, and its width at both ends.
DENDRITES = (
    ([(4.0, 4.2), (3.2, 5.0), (2.3, 5.3), (1.5, 6.1)], 0.62, 0.16),
    ([(2.6, 5.2), (2.0, 5.0), (1.5, 5.2), (0.9, 5.0)], 0.30, 0.12),
    ([(3.8, 3.6), (3.0, 3.5), (2.2, 3.9), (1.1, 3.6)], 0.60, 0.14),
    ([(2.5, 3.7), (2.1, 3.3), (1.6, 3.0), (1.2, 2.5)], 0.28, 0.12),
    ([(4.0, 3.0), (3.4, 2.2), (2.6, 1.9), (1.7, 1.1)], 0.62, 0.15),
    ([(2.9, 1.9), (2.8, 1.3), (2.9, 0.9), (2.7, 0.4)], 0.30, 0.12),
    ([(4.8, 4.3), (5.0, 5.0), (4.7, 5.5), (5.1, 6.2)], 0.50, 0.13),
    ([(4.8, 2.9), (5.0, 2.2), (4.7, 1.6), (5.0, 0.9)], 0.50, 0.13),
)
AXON = (
    ([(5.2, 3.6), (6.2, 3.5), (7.4, 3.8), (9.3, 3.6)], 0.75, 0.17),
    ([(9.2, 3.6), (9.8, 3.7), (10.1, 4.4), (10.8, 4.7)], 0.17, 0.12),
    ([(9.2, 3.6), (9.8, 3.6), (10.2, 3.5), (11.0, 3.5)], 0.17, 0.12),
    ([(9.2, 3.6), (9.8, 3.5), (10.0, 2.8), (10.7, 2.3)], 0.17, 0.12),
)
# Ends of other neurons' axons: where they come from, where they touch, whether they excite.
ENDINGS = (
    ((0.0, 6.9), (1.75, 6.15), True),
    ((-0.3, 4.4), (1.05, 3.95), True),
    ((0.2, 0.2), (1.65, 0.7), False),
)
# Where the numbers of the parts stand.
LIVING = [(3.3, 5.7), (2.45, 6.5), (3.55, 2.75), (5.95, 4.5), (7.6, 4.35), (11.35, 5.3)]
MODEL = [(0.35, 6.65), (2.45, 5.75), (4.9, 5.05), (7.55, 5.05), (9.55, 4.3), (11.1, 4.55)]
LIVING_PARTS, MODEL_PARTS = dict(enumerate(LIVING, start=1)), dict(enumerate(MODEL, start=1))


def tapered(corners, start, end, n):
    """Outline, shape (2 * n, 2), of a branch whose width goes from that at its start to its end's.

    It follows a cubic Bézier curve: start, two corners that pull, end.

    >>> tapered([(0, 0), (1, 0), (2, 0), (3, 0)], 2, 1, n=2).tolist()
    [[0.0, 1.0], [3.0, 0.5], [3.0, -0.5], [0.0, -1.0]]
    """
    corners = np.asarray(corners, dtype=float)
    t = np.linspace(0, 1, n)[:, None]
    powers = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])  # (n, 4)
    way = powers @ corners  # (n, 2)
    along = np.gradient(way, axis=0)
    across = np.column_stack([-along[:, 1], along[:, 0]])
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    half = (start + (end - start) * t) / 2
    return np.vstack([way + half * across, (way - half * across)[::-1]])


def _blob(middle, radius, bumps=0.0):
    angle = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    r = radius * (1 + bumps * np.sin(5 * angle))
    return middle + np.column_stack([r * np.cos(angle), r * np.sin(angle)])


def _add_flesh(ax, shapes, colour, zorder):
    """Fill shapes as one: outlines first, so that the fillings hide them inside."""
    ax.add_collection(PolyCollection(shapes, edgecolors=INK, linewidths=2.6, zorder=zorder))
    ax.add_collection(PolyCollection(shapes, facecolors=colour, linewidths=0, zorder=zorder + 0.1))


def _add_parts(ax, parts):
    for number, place in parts.items():
        ring = {"boxstyle": "circle,pad=0.25", "facecolor": INK, "linewidth": 0}
        put_text(ax, *place, f"{number}", 11, PAPER, fontweight="bold", bbox=ring, zorder=9)


def draw_living_neuron(ax):
    """Draw a neuron: dendrites, cell body, axon, and endings of other axons that touch it.

    The numbers are those of ``draw_model_neuron``: 1 dendrites, 2 synapses, 3 cell body,
    4 where the axon begins, 5 axon, 6 its endings.
    """
    hide_axes(ax)
    ax.set(xlim=(-0.6, 12.0), ylim=(-0.2, 7.4), aspect="equal")
    body = [_blob(MIDDLE, 1.0, 0.05), *(tapered(*branch, BENDS) for branch in (*DENDRITES, *AXON))]
    knobs = [_blob(np.array(way[-1]), 0.17) for way, *_ in AXON[1:]]
    tips = [_blob(np.array(way[-1]), end / 2) for way, _, end in DENDRITES]
    _add_flesh(ax, [*body, *knobs, *tips], FLESH, zorder=3)
    ax.add_collection(PolyCollection([_blob(MIDDLE, 0.42)], facecolors=NUCLEUS, zorder=4))
    for start, end, excites in ENDINGS:
        way = [start, np.add(start, (0.6, 0.1)), np.subtract(end, (0.6, 0.0)), end]
        ending = [tapered(way, 0.10, 0.10, BENDS), _blob(np.array(end), 0.22)]
        _add_flesh(ax, ending, ORANGE_SOFT if excites else BLUE_SOFT, zorder=5)
        sign, colour = ("+", POSITIVE) if excites else ("−", NEGATIVE)
        put_text(ax, *end, sign, colour=colour, zorder=7)
    _add_parts(ax, LIVING_PARTS)


def draw_model_neuron(ax):
    """Draw the model: inputs with weights, their sum, the step at the threshold, one output.

    The numbers are those of ``draw_living_neuron``.
    """
    hide_axes(ax)
    ax.set(xlim=(-0.6, 12.0), ylim=(-0.2, 7.4), aspect="equal")
    centre = np.array([4.9, 3.6])
    for i, (y, sign) in enumerate(((6.0, "+"), (3.6, "+"), (1.2, "−")), start=1):
        colour = POSITIVE if sign == "+" else NEGATIVE
        dashes = "solid" if sign == "+" else (0, (3, 1.5))
        ax.plot([0.9, centre[0]], [y, 3.6], color=colour, linewidth=3.2, linestyle=dashes, zorder=2)
        put_text(ax, 0.35, y, f"$x_{i}$", 15, zorder=6)
        spot = np.array([2.45, y + (3.6 - y) * 0.39])
        paper = {"facecolor": PAPER, "linewidth": 0, "boxstyle": "round,pad=0.1"}
        put_text(ax, *spot, f"$w_{i}$", 15, bbox=paper, zorder=6)
    _add_flesh(ax, [_blob(centre, 0.95)], FLESH, zorder=3)
    put_text(ax, *centre, "Σ", 22, zorder=6)
    _add_step(ax)
    for start, end in ((5.85, 6.55), (8.55, 11.1)):
        arrow = {"arrowstyle": "-|>", "color": INK, "linewidth": 2.2, "mutation_scale": 18}
        ax.annotate("", (end, 3.6), (start, 3.6), arrowprops=arrow)
    put_text(ax, 11.55, 3.6, "$y$", 16, zorder=6)
    _add_parts(ax, MODEL_PARTS)


def _add_step(ax):
    """Draw the box with the step that rises at T."""
    _add_flesh(ax, [box(6.6, 8.5, 2.65, 4.55)], FLESH, zorder=3)
    ax.plot([6.85, 7.55, 7.55, 8.25], [3.05, 3.05, 4.15, 4.15], color=INK, linewidth=2.6, zorder=6)
    put_text(ax, 7.55, 2.2, "$T$", 15)
    put_text(ax, 7.0, 3.3, "0", 11, QUIET, zorder=6)
    put_text(ax, 8.1, 3.88, "1", 11, QUIET, zorder=6)
