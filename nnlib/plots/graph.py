"""A network as a graph: what every unit gives over the plane, joined by curves for the weights."""

from itertools import chain, pairwise, product
from typing import NamedTuple

import numpy as np
from matplotlib.collections import LineCollection

from nnlib.plots.colour_maps import LINE_TABLE, colour_indices, rgba_bytes
from nnlib.plots.diagram import default_names, show_weights, unit_positions
from nnlib.plots.fast_text import Numbers, word_width
from nnlib.plots.numbers import largest
from nnlib.plots.palette import INK, PAPER
from nnlib.plots.pieces import Drawing, add_shapes
from nnlib.plots.pixels import FRAME_BYTES, draw_cells
from nnlib.plots.planar import unit_tiles
from nnlib.plots.style import DPI, hide_axes, laid_out_window

# Pixels: sides of the largest and the least map, between two of a layer, round a name, of a bias.
WIDEST, LEAST, APART, ROUND_NAME, BIAS = 56, 6, 10, 5, 4.5
# Where a graph is drawn alone: room for the words above it, and for half a word at its right.
ABOVE, BESIDE = 22, 16
# Of the way from column to column, what a map takes up; how far from a line it still is pressed.
SHARE, NEAR = 0.5, 6
FONT, SMALL_FONT = 10, 9
# Connections that are drawn thinner, and hidden layers that have no room for a word.
MANY, CROWDED = 60, 5
ALONG = np.linspace(0, 1, 17)
INK_BYTES, PAPER_BYTES = rgba_bytes(INK), rgba_bytes(PAPER)


class Spot(NamedTuple):
    """A unit, of a layer counted from the inputs, or the connection to it; all from 0."""

    layer: int
    unit: int
    source: int | None = None  # unit of the layer before; None for the unit itself


def connections(layer_sizes):
    """List all connections in the order of the entries of the weights, layer by layer.

    >>> connections([2, 1])
    [Spot(layer=1, unit=0, source=0), Spot(layer=1, unit=0, source=1)]
    """
    return [
        Spot(layer, unit, source)
        for layer, (before, size) in enumerate(pairwise(layer_sizes), start=1)
        for source, unit in product(range(before), range(size))
    ]


def neighbour(spot, layer_sizes, across, up):
    """Find the spot to the right (1) or left (-1) of another, or above (1) or below (-1) it.

    From unit to connection to unit, and round within a layer; at the edges it stays.

    >>> neighbour(Spot(0, 1), [2, 3, 1], 1, 0), neighbour(Spot(1, 0, 1), [2, 3, 1], 0, -1)
    (Spot(layer=1, unit=0, source=1), Spot(layer=1, unit=1, source=1))
    """
    layer, unit, source = spot
    last = len(layer_sizes) - 1
    if source is not None:
        if across:
            return Spot(layer, unit) if across > 0 else Spot(layer - 1, source)
        size = layer_sizes[layer]
        place = (source * size + unit - up) % (size * layer_sizes[layer - 1])
        return Spot(layer, place % size, place // size)
    if up:
        return Spot(layer, (unit - up) % layer_sizes[layer])
    if across > 0:
        return spot if layer == last else Spot(layer + 1, 0, unit)
    return spot if layer == 0 else Spot(layer, unit, 0)


def tile_side(layer_sizes, width, height):
    """Give the side in pixels of the map of one unit with which all fit, frames included.

    >>> tile_side([2, 4, 1], 322, 288), tile_side([2, 8, 8, 8, 8, 1], 322, 288)
    (56, 26)
    """
    gaps = len(layer_sizes) - 1
    across = SHARE * width / (gaps + SHARE)
    return int(max(LEAST, min(across, height / max(layer_sizes) - APART, WIDEST)))


class MapGraph(Drawing):
    """Maps of units and the curves between them; made by ``draw_graph``."""

    def __init__(self, ax, width, height):
        self.ax, self.size = ax, (width, height)
        hide_axes(ax)
        blank = np.zeros((1, 1, 4), dtype=np.uint8)
        look = {"zorder": 2, "extent": (0, width, height, 0), "aspect": "auto"}
        self.image = draw_cells(ax, blank, **look)
        # Data coordinates are pixels from the upper left corner.
        ax.set(xlim=(0, width), ylim=(height, 0))
        lines = LineCollection([], zorder=1), LineCollection([], zorder=0, colors=INK)
        self.edges, self.halo = add_shapes(ax, *lines)
        look = {"s": (2 * BIAS * 72 / DPI) ** 2, "edgecolors": INK, "zorder": 3}
        self.dots = ax.scatter([], [], **look)
        self.names = Numbers(ax, [], FONT)
        self.label = Numbers(ax, [(0, 0)], SMALL_FONT, box=True)
        self._sizes = self._names = None
        parts = self.halo, self.edges, self.image, self.dots, self.names, self.label
        super().__init__(parts)

    def lay_out(self, layer_sizes, names, side):
        """Give every unit its place."""
        given = (tuple(layer_sizes), tuple(names), side)
        if given == self._sizes:
            return
        self._sizes, (width, height) = given, self.size
        point = DPI / 72
        left = max(word_width(name, round(FONT * point)) for name in names) + 2 * ROUND_NAME
        room = np.array([width - left - side, height])
        self.places = [
            (left + side / 2, 0) + room * (1, -1) * (layer - (0, 1))
            for layer in unit_positions(layer_sizes)
        ]
        self.spots, self.side = connections(layer_sizes), side
        widths = (0.8, 3.5) if len(self.spots) < MANY else (0.4, 2.0)
        self._widths = dict(zip(("thinnest", "widest"), widths, strict=True))
        self.lines = np.array([self._curve(spot) for spot in self.spots])
        self.edges.set_segments(self.lines)
        biased = np.concatenate(self.places[1:])
        self.dot_places = biased + np.array([-1, 1]) * side / 2
        self.dots.set_offsets(self.dot_places)
        self.boxes = [[self._box(place) for place in layer] for layer in self.places]
        self._blank = np.zeros((height, width, 4), dtype=np.uint8)
        for box in chain.from_iterable(self.boxes):
            _frame(self._blank, box, FRAME_BYTES)
        self._write_names(names)

    def _write_names(self, names):
        """Name the inputs beside them, and the layers above them."""
        beside = self.places[0] - (self.side / 2 + ROUND_NAME, 0)
        em = round(FONT * DPI / 72)
        beside[:, 0] -= [word_width(name, em) / 2 for name in names]
        top = min(layer[0, 1] for layer in self.places) - self.side / 2 - 12
        above = [(layer[0, 0], min(top, -3)) for layer in self.places]
        layers = [str(number) for number in range(1, len(self.places) - 1)]
        is_crowded = len(layers) >= CROWDED
        if layers and not is_crowded:
            layers[0] = "layer 1"
        self.names.places = np.array([*beside, *above])
        self.names.set_texts([*names, "inputs", *layers, "out" if is_crowded else "output"])

    def _box(self, place):
        """Rows and columns that a map fills within its frame."""
        left, top = np.round(place - self.side / 2).astype(int) + 1
        return slice(top, top + self.side - 2), slice(left, left + self.side - 2)

    def _curve(self, spot):
        start = self.places[spot.layer - 1][spot.source] + (self.side / 2, 0)
        end = self.places[spot.layer][spot.unit] - (self.side / 2, 0)
        share = np.column_stack([ALONG, ALONG**2 * (3 - 2 * ALONG)])
        return start + share * (end - start)

    # -- what is shown -------------------------------------------------------------------------

    def update(self, maps, weights=None, biases=None, shown=None, chosen=None, label=""):
        """Show other values for units that have their places; see ``draw_graph``.

        Parameters
        ----------
        shown : Spot, optional
            The unit with a thick frame.
        chosen : Spot, optional
            The connection, or the unit with the bias, that is marked; `label` stands beside it.
        """
        self.image.set_data(self._compose(maps, shown))
        self._show_edges(weights, chosen)
        self._show_biases(biases, chosen)
        self.label.places[0] = (-99, -99) if chosen is None else self._beside(chosen)
        self.label.set_texts([label if chosen is not None else ""])

    def _show_edges(self, weights, chosen):
        self.edges.set_visible(weights is not None)
        is_one = weights is not None and chosen is not None and chosen.source is not None
        self.halo.set_visible(is_one)
        if weights is not None:
            values = np.concatenate([np.ravel(W) for W in weights])
            show_weights(self.edges, values, **self._widths)
        if is_one:
            place = self.spots.index(chosen)
            self.halo.set_segments(self.lines[place : place + 1])
            self.halo.set_linewidth(self.edges.get_linewidth()[place] + 3)

    def _show_biases(self, biases, chosen):
        self.dots.set_visible(biases is not None)
        if biases is None:
            return
        values = np.concatenate([np.ravel(b) for b in biases])
        colours = LINE_TABLE[colour_indices(values, largest(values, 1.0))] / 255
        units = [Spot(layer, unit) for layer, size in self._counted() for unit in range(size)]
        self.dots.set_facecolor(colours)
        self.dots.set_linewidth([2.6 if unit == chosen else 0.9 for unit in units])

    def _counted(self):
        """Give number and size of every layer that has biases."""
        return enumerate(map(len, self.places[1:]), start=1)

    def _compose(self, maps, shown):
        """Lay all maps into one picture, transparent between them; what is not told is blank."""
        picture = self._blank.copy()
        if shown is not None:
            _frame(picture, self.boxes[shown.layer][shown.unit], INK_BYTES, 3)
        for layer, boxes in zip(maps, self.boxes, strict=True):
            if layer is not None:
                for box, tile in zip(boxes, unit_tiles(layer), strict=True):
                    picture[box] = tile
        return picture

    def _beside(self, spot):
        """Find the place of the words on a connection or a bias."""
        if spot.source is None:
            x, y = self.places[spot.layer][spot.unit] + (0, self.side / 2)
        else:
            x, y = self.lines[self.spots.index(spot)][len(ALONG) // 2]
        return np.clip(x, 50, self.size[0] - 50), y

    # -- what is where -------------------------------------------------------------------------

    def find(self, x, y):
        """Find what is at a place in data coordinates: a `Spot` and its kind, or (None, "").

        The kind is "unit", "bias" or "weight"; the bias of a unit has that unit's spot.
        """
        place = np.array([x, y])
        units = [Spot(layer, unit) for layer, size in self._counted() for unit in range(size)]
        if self.dots.get_visible():
            apart = np.hypot(*(self.dot_places - place).T)
            if apart.min() <= 1.8 * BIAS:
                return units[int(apart.argmin())], "bias"
        for layer, places in enumerate(self.places):
            inside = (np.abs(places - place) <= self.side / 2).all(axis=1)
            if inside.any():
                return Spot(layer, int(inside.argmax())), "unit"
        if self.edges.get_visible():
            apart = np.linalg.norm(self.lines - place, axis=2).min(axis=1)
            if apart.min() <= NEAR:
                return self.spots[int(apart.argmin())], "weight"
        return None, ""


def _frame(picture, box, colour, width=1):
    """Lay a frame round rows and columns of a picture, and paper within it."""
    outside = tuple(slice(max(0, part.start - width), part.stop + width) for part in box)
    picture[outside] = colour
    picture[box] = PAPER_BYTES


def draw_graph(ax, maps, weights=None, biases=None, names=None):
    """Draw what every unit gives over the plane, and the weights as curves between the units.

    A curve is coloured and widened by its weight: positive solid, negative dashed. A dot at the
    corner of a unit is coloured by its bias. Its ``update(maps, weights, biases)`` shows others.

    Parameters
    ----------
    ax : Axes
    maps : list of arrays of shape (n*n, units)
        ``forward(...).A`` at ``grid_points(extent, n)``, inputs and output included.
    weights, biases : lists of arrays, optional
        As ``Network.weights`` and ``Network.biases``; without weights there are no curves.
    names : list of str, optional
        Of the inputs; by default x₁, x₂ …
    """
    window = laid_out_window(ax)
    sizes = [layer.shape[1] for layer in maps]
    width, height = round(window.width) - BESIDE, round(window.height) - ABOVE
    graph = MapGraph(ax, width, height)
    ax.set(xlim=(0, width + BESIDE), ylim=(height, -ABOVE))
    side = round(len(maps[0]) ** 0.5) + 2
    graph.lay_out(sizes, names or default_names(sizes)[0], side)
    graph.update(maps, weights, biases)
    return graph
