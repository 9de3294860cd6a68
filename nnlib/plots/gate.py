"""A neuron with two inputs: the line that it draws in the plane, and all functions of two bits."""

import re

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

from nnlib.plots.fast_text import Numbers
from nnlib.plots.palette import (
    BLUE_PALE,
    BLUE_SOFT,
    CRIMSON,
    FRAME,
    INK,
    ORANGE_PALE,
    ORANGE_STRONG,
    PAPER,
)
from nnlib.plots.pieces import (
    Drawing,
    add_class_markers,
    add_shapes,
    box,
    move_markers,
    outline,
    put_text,
)
from nnlib.plots.style import hide_axes, set_labels

LOW, HIGH = -0.6, 1.6
# Lengths of the arrow and of the way from its tip to the word.
ARROW, WORD = 0.26, 0.11
CORNERS = np.array([(0, 0), (0, 1), (1, 0), (1, 1)])
SQUARE = np.array(box(LOW, HIGH, LOW, HIGH))
SILENT_TILE, FIRES_TILE = BLUE_SOFT, ORANGE_STRONG
TILE, PITCH = 0.36, 1.12


def firing_part(weights, threshold, square=SQUARE):
    """Give the part of a convex polygon in which w · x ≥ T, and the line w · x = T across it.

    Either is empty, of shape (0, 2), where there is none.

    >>> part, line = firing_part([1, 0], 0.5, np.array([(0, 0), (1, 0), (1, 1), (0, 1)]))
    >>> part.tolist()
    [[0.5, 0.0], [1.0, 0.0], [1.0, 1.0], [0.5, 1.0]]
    >>> line.tolist()
    [[0.5, 0.0], [0.5, 1.0]]
    """
    heights = square @ np.asarray(weights, dtype=float) - threshold
    part, line = [], []
    for i, (corner, height) in enumerate(zip(square, heights, strict=True)):
        before = heights[i - 1]
        if (before < 0) != (height < 0):
            crossing = square[i - 1] + (corner - square[i - 1]) * before / (before - height)
            part.append(crossing)
            line.append(crossing)
        if height >= 0:
            part.append(corner)
    return np.reshape(part, (-1, 2)).astype(float), np.reshape(line, (-1, 2)).astype(float)


def outputs(weights, threshold):
    """Give a neuron's outputs for the inputs 00, 01, 10 and 11.

    >>> outputs([1, 1], 2).tolist()
    [0, 0, 0, 1]
    """
    return (CORNERS @ np.asarray(weights, dtype=float) >= threshold).astype(int)


class Gate(Drawing):
    """The plane of two inputs, divided by a neuron; made by ``draw_gate``."""

    def __init__(self, ax):
        self.part = PolyCollection([], facecolors=ORANGE_PALE, linewidths=0, zorder=1)
        self.line = LineCollection([], colors=INK, linewidths=2.2, zorder=2)
        self.arrow = LineCollection([], colors=INK, linewidths=1.8, zorder=2)
        add_shapes(ax, self.part, self.line, self.arrow)
        self.points = _plane(ax)
        (self.rings,) = ax.plot([], [], "o", markersize=25, zorder=5)
        self.rings.set(markerfacecolor="none", markeredgecolor=CRIMSON, markeredgewidth=2.2)
        self.word = Numbers(ax, [(0, 0)], 11, zorder=6)
        super().__init__([self.part, self.line, self.arrow, *self.points, self.rings, self.word])

    def update(self, weights, threshold, wanted=None, given=None):
        """Show another neuron, and wanted and given outputs (4,) for 00, 01, 10 and 11."""
        weights = np.asarray(weights, dtype=float)
        part, line = firing_part(weights, threshold)
        self.part.set_verts([part] if len(part) else [])
        self.line.set_segments([line] if len(line) else [])
        self._update_arrow(weights, line)
        given = outputs(weights, threshold) if given is None else np.asarray(given)
        move_markers(self.points, CORNERS, given)
        is_wrong = given != (given if wanted is None else np.asarray(wanted))
        self.rings.set_data(CORNERS[is_wrong].T)

    def _update_arrow(self, weights, line):
        if not len(line):
            self.arrow.set_segments([])
            self.word.set_texts([""])
            return
        along = weights / np.linalg.norm(weights)
        start, word = _free_place(line, along)
        tip, side = start + ARROW * along, 0.07 * np.array([-along[1], along[0]])
        back = tip - 0.1 * along
        self.arrow.set_segments([[start, tip], [back + side, tip, back - side]])
        self.word.places = np.array([word])
        self.word.set_texts(["fires"])


def _free_place(line, along):
    """Find where on the line an arrow and the word beyond it are farthest from all corners."""
    starts = line[0] + np.linspace(0.1, 0.9, 9)[:, None] * (line[1] - line[0])  # (9, 2)
    # A word is wider than high, so beside an arrow it needs more room than above one.
    words = starts + (ARROW + WORD * (1 + np.abs(along[0]))) * along
    inside = np.clip(words, [LOW + 0.25, LOW + 0.1], [HIGH - 0.25, HIGH - 0.1])
    room = np.linalg.norm(inside[:, None] - CORNERS, axis=2).min(axis=1)
    best = np.argmax(np.round(room - 2 * np.abs(words - inside).sum(axis=1), 6))
    return starts[best], inside[best]


def _plane(ax):
    """Give some axes the square of two inputs, coloured as silent, and markers for both classes."""
    ax.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), xticks=[0, 1], yticks=[0, 1], aspect="equal")
    ax.set_facecolor(BLUE_PALE)
    ax.tick_params(length=0)
    set_labels(ax, x="x₁", y="x₂")
    return add_class_markers(ax, (13, 15), markeredgecolor=PAPER, zorder=4)


def draw_gate(ax, weights, threshold, wanted=None, given=None):
    """Draw the plane of two inputs, the line w · x = T and the side on which the neuron fires.

    The four possible inputs carry the marker of the neuron's answer: a blue circle where it is 0,
    an orange triangle where it is 1. A ring marks an input for which another answer is wanted.
    Its ``update(weights, threshold, wanted, given)`` shows another neuron.

    Parameters
    ----------
    ax : Axes
    weights : array of shape (2,)
    threshold : float
    wanted, given : arrays of shape (4,), zeros and ones, optional
        For the inputs 00, 01, 10 and 11; by default what the neuron answers.
    """
    gate = Gate(ax)
    gate.update(weights, threshold, wanted, given)
    return gate


def draw_joint(ax, neurons, wanted):
    """Draw the lines of several neurons and colour the part of the plane in which all of them fire.

    Gives back the corners of that part, shape (k, 2).

    Parameters
    ----------
    ax : Axes
    neurons : mapping of name to nnlib.neuron.Neuron, each with two inputs
        The name stands beside the line.
    wanted : array of shape (4,), zeros and ones
        What the markers at the inputs 00, 01, 10 and 11 show.
    """
    move_markers(_plane(ax), CORNERS, wanted)
    part = SQUARE
    for name, neuron in neurons.items():
        _, line = firing_part(neuron.weights, neuron.threshold)
        ax.plot(*line.T, color=INK, linewidth=2.2, zorder=2)
        _name_line(ax, line, neuron.weights, name)
        part, _ = firing_part(neuron.weights, neuron.threshold, part)
    ax.add_collection(PolyCollection([part], facecolors=ORANGE_PALE, linewidths=0, zorder=1))
    return part


def _name_line(ax, line, weights, name):
    """Write a name along a line, on the side to which the weights point."""
    across, up = np.divide(weights, np.linalg.norm(weights))
    tilt = np.degrees(np.arctan2(-across, up))
    tilt = (tilt + 90) % 180 - 90  # never upside down
    place = line.mean(axis=0) + 0.09 * np.array([across, up])
    how = {"rotation": tilt, "rotation_mode": "anchor", "va": "center", "ha": "center"}
    ax.text(*place, name, fontsize=11, color=INK, zorder=6, **how)


def draw_functions(ax, functions):
    """Draw each Boolean function of two inputs as a tile of four squares, laid out as the plane.

    Tiles are white until ``update(found, present)`` colours those found, orange for 1 and blue
    for 0, and frames the present one; a function is a tuple of its four outputs.

    Parameters
    ----------
    ax : Axes
        About 920 × 100 pixels.
    functions : mapping of outputs (four zeros and ones, for 00, 01, 10 and 11) to a name
    """
    hide_axes(ax)
    ax.set(xlim=(-0.65, PITCH * (len(functions) - 1) + 0.65), ylim=(-0.75, 0.95), aspect="equal")
    for i, name in enumerate(functions.values()):
        words = re.sub(r"^(x. \w+) ", r"\1\n", name.replace("x1", "x₁").replace("x2", "x₂"))
        put_text(ax, PITCH * i, -0.16, words, 8.5, va="top")
    corners = [_square(i, corner) for i in range(len(functions)) for corner in CORNERS]
    squares = PolyCollection(corners, edgecolors=FRAME, linewidths=0.8, zorder=2)
    frame = LineCollection([], colors=INK, linewidths=2.4, zorder=3)

    def update(found, present):
        colours = []
        for outputs in functions:
            shown = outputs in found
            colours += [(SILENT_TILE, FIRES_TILE)[y] if shown else PAPER for y in outputs]
        squares.set_facecolors(colours)
        middles = [PITCH * i for i, outputs in enumerate(functions) if outputs == present]
        low, high = -0.08, 2 * TILE + 0.08
        frame.set_segments([outline(x - TILE + low, x + high - TILE, low, high) for x in middles])

    update((), None)
    return Drawing(add_shapes(ax, squares, frame), update=update, squares=squares, frame=frame)


def _square(i, corner):
    left, bottom = PITCH * i + TILE * (corner[0] - 1), TILE * corner[1]
    return box(left, left + TILE, bottom, bottom + TILE)
