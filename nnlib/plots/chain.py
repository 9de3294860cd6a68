"""A graph of arrays: each a table of numbers, arrows from what is used to what is computed."""

from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

from nnlib.plots.colour_maps import VALUE_TABLE, colour_indices, rgba_bytes
from nnlib.plots.fast_text import Numbers, word_width
from nnlib.plots.numbers import fixed_number, largest
from nnlib.plots.palette import FRAME, INK, PAPER, POSITIVE, QUIET
from nnlib.plots.pieces import Drawing, add_shapes, outline, put_text
from nnlib.plots.style import hide_axes

# Pixels: between an arrow's end and a table, of an arrow's head, of a title; points: its letters.
GAP, HEAD, TITLE, TITLE_SIZE = 4, 9, 16, 10.5
# Cells lower than this have small numbers.
LOW_CELL = 25


class Place(NamedTuple):
    """Where the table of one array stands: middle of its upper edge in pixels, rows, columns."""

    x: float
    top: float
    rows: int
    columns: int


class Chain(Drawing):
    """Tables and arrows; made by ``draw_chain``."""

    def __init__(self, ax, places, arrows, titles, decimals, cell, plain):
        self.places, self.arrows = places, arrows
        self.decimals, self.plain = decimals, plain
        self._starts = np.cumsum([0, *(p.rows * p.columns for p in places.values())])
        boxes = {name: _box(place, cell) for name, place in places.items()}
        corners = np.concatenate([_cells(places[name], boxes[name], cell) for name in places])
        self.cells = PolyCollection(corners, linewidth=0.6, edgecolor=FRAME, zorder=2)
        frames = [outline(left, right, low, top) for (left, low), (right, top) in boxes.values()]
        self.frames = LineCollection(frames, zorder=3)
        em = TITLE_SIZE * ax.figure.dpi / 72
        widths = {name: word_width(title, em) for name, title in titles.items()}
        ends = [_between(*(boxes[n] for n in pair), *(widths[n] for n in pair)) for pair in arrows]
        self.lines = LineCollection(ends, zorder=1)
        self.heads = PolyCollection([_head(*pair) for pair in ends], zorder=1)
        shapes = add_shapes(ax, self.lines, self.heads, self.cells, self.frames)
        self.numbers = Numbers(ax, corners.mean(axis=1), 9 if cell[1] < LOW_CELL else 11)
        super().__init__([*shapes, self.numbers])

    def update(self, values, target=None, uses=(), limits=None):
        """Show what is known.

        Parameters
        ----------
        values : dict of str to array
            A table whose name is missing stays empty.
        target : str, optional
            The array that was computed last: thick frame, thick arrows.
        uses : sequence of str
            The arrays that it was computed from: dashed frames.
        limits : dict of str to float, optional
            Value of the strongest colour of a table, where it is not to be the table's own.
        """
        self._update_cells(values, limits or {})
        widths = [3.2 if name == target else 2.2 if name in uses else 1.0 for name in self.places]
        colours = [
            POSITIVE if name == target or name in uses else INK if name in values else FRAME
            for name in self.places
        ]
        dashes = [(0, (2.2, 1.4)) if name in uses else "solid" for name in self.places]
        self.frames.set(linewidth=widths, color=colours, linestyle=dashes)
        self._update_arrows(values, target)

    def _update_cells(self, values, limits):
        count = self._starts[-1]
        texts, faces = [""] * count, np.tile(rgba_bytes(PAPER) / 255, (count, 1))
        for k, name in enumerate(self.places):
            if name in values:
                flat = np.ravel(values[name])
                part = slice(self._starts[k], self._starts[k + 1])
                texts[part] = [fixed_number(value, self.decimals[name]) for value in flat]
                if name not in self.plain:
                    limit = limits.get(name) or _limit(name, flat)
                    faces[part] = VALUE_TABLE[colour_indices(flat, limit)] / 255
        self.cells.set_facecolor(faces)
        self.numbers.set_texts(texts)

    def _update_arrows(self, values, target):
        now = [end == target for _, end in self.arrows]
        colours = [
            POSITIVE if active else QUIET if end in values else FRAME
            for active, (_, end) in zip(now, self.arrows, strict=True)
        ]
        self.lines.set(color=colours, linewidth=[2.6 if active else 1.4 for active in now])
        self.heads.set(color=colours)


def _limit(name, values):
    """Value of the strongest colour: gradients, which are small, are scaled to their largest."""
    return largest(values) or 1.0 if name.startswith("d") else largest(values, 1.0)


def draw_chain(ax, places, arrows, titles, decimals, cell, plain=()):
    """Draw arrays as tables of numbers, joined by arrows; empty until ``Chain.update``.

    Parameters
    ----------
    ax : Axes
        Its limits become its size in pixels.
    places : dict of str to Place
        In pixels, from the lower left corner.
    arrows : sequence of (str, str)
        From one table to another.
    titles : dict of str to str
        Written above the tables.
    decimals : dict of str to int
        How many decimals the numbers of each table have.
    cell : (width, height)
        Of one number, in pixels.
    plain : collection of str
        Tables whose cells stay without colour.
    """
    hide_axes(ax)
    width, height = ax.figure.get_size_inches() * ax.figure.dpi
    ax.set_position([0, 0, 1, 1])
    ax.set(xlim=(0, width), ylim=(0, height), facecolor=PAPER)
    for name, place in places.items():
        put_text(ax, place.x, place.top + 2, titles[name], TITLE_SIZE, va="bottom")
    return Chain(ax, places, list(arrows), titles, decimals, cell, plain)


def _box(place, cell):
    """Lower left and upper right corner; shape (2, 2)."""
    half, height = place.columns * cell[0] / 2, place.rows * cell[1]
    return np.array([(place.x - half, place.top - height), (place.x + half, place.top)])


def _cells(place, box, cell):
    """Corners of every cell, row by row; shape (rows * columns, 4, 2)."""
    unit = np.array([[0, 0], [1, 0], [1, -1], [0, -1]]) * cell
    rows, columns = np.divmod(np.arange(place.rows * place.columns), place.columns)
    starts = np.column_stack([box[0, 0] + columns * cell[0], box[1, 1] - rows * cell[1]])
    return starts[:, None] + unit


def _between(start, end, start_title, end_title):
    """Points where the straight line from one table's middle to another's leaves and arrives."""
    a, b = start.mean(axis=0), end.mean(axis=0)
    return np.array([_edge(start, start_title, a, b), _edge(end, end_title, b, a)])


def _edge(box, title, middle, outside):
    """Where the way from the middle of a table to a point outside leaves it and its title."""
    low, high = box[0] - GAP, box[1] + (GAP, GAP + TITLE)
    point = _crossing(middle, outside, low, high)
    if point[1] < high[1] - TITLE:
        return point
    half = title / 2 + GAP
    low[0], high[0] = min(low[0], middle[0] - half), max(high[0], middle[0] + half)
    return _crossing(middle, outside, low, high)


def _crossing(middle, outside, low, high):
    way = outside - middle
    room = np.where(way > 0, high, low) - middle
    return middle + np.min(room[way != 0] / way[way != 0]) * way


def _head(start, end):
    """Corners of a triangle whose tip is the end of a line."""
    along = (end - start) / np.linalg.norm(end - start)
    back, aside = end - HEAD * along, np.array([-along[1], along[0]]) * HEAD / 2
    return np.array([end, back + aside, back - aside])
