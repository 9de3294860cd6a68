"""The diagram of a network: units, weights and biases as numbers, colours and widths."""

from itertools import pairwise, product

import numpy as np
from matplotlib.collections import LineCollection

from nnlib.plots.colour_maps import LINE_TABLE, VALUE_TABLE, colour_indices
from nnlib.plots.fast_text import Numbers
from nnlib.plots.numbers import largest, short_number, subscript
from nnlib.plots.palette import FRAME, INK, PAPER, QUIET
from nnlib.plots.pieces import Drawing, add_shapes, put_text
from nnlib.plots.style import hide_axes, laid_out_window

DASHED = (0, (3.5, 2))
# Between two layers, numbers stand on this part of the way.
NUMBER_SPAN = 0.5
SMALLEST_FONT, LARGEST_FONT = 7, 11


def unit_positions(layer_sizes):
    """Place the units of a network in the unit square: layers left to right, units top to bottom.

    >>> [layer.tolist() for layer in unit_positions([2, 1])]
    [[[0.0, 0.75], [0.0, 0.25]], [[1.0, 0.5]]]
    """
    across = np.linspace(0, 1, len(layer_sizes))
    return [
        np.column_stack([np.full(size, x), 1 - (np.arange(size) + 0.5) / size])
        for x, size in zip(across, layer_sizes, strict=True)
    ]


def default_names(layer_sizes):
    """Name inputs x₁ …, hidden units h₁ … and outputs ŷ, or ŷ₁ … where there are several."""
    letters = ["x", *["h"] * (len(layer_sizes) - 2), "ŷ"]
    names = [
        [f"{letter}{subscript(unit + 1)}" for unit in range(size)]
        for letter, size in zip(letters, layer_sizes, strict=True)
    ]
    return [*names[:-1], ["ŷ"]] if layer_sizes[-1] == 1 else names


class NetworkDiagram(Drawing):
    """Units, edges and their numbers; made by ``draw_network``."""

    def __init__(self, ax, places, names, radius, font):
        units, biased = np.concatenate(places), np.concatenate(places[1:])
        lines = [line for layers in pairwise(places) for line in product(*layers)]
        (self.edges,) = add_shapes(ax, LineCollection(lines, zorder=1))
        self.edge_numbers, self._with_number = _add_edge_numbers(ax, places, font)
        look = {"s": (2 * radius) ** 2, "edgecolors": INK, "linewidths": 1.2, "zorder": 3}
        self.units = ax.scatter(*units.T, **look)
        self.numbers = Numbers(ax, units, font)
        below = radius + 0.75 * font
        self.bias_numbers = Numbers(ax, biased, 0.9 * font, below=below, box=True)
        # Where units have no values. Inputs and outputs have their names beside.
        inner = [name for layer in names[1:-1] for name in layer]
        self._names = [*[""] * len(names[0]), *inner, *[""] * len(names[-1])]
        self._counts = {"weights": len(lines), "biases": len(biased), "activations": len(units)}
        behind = self.edges, self.edge_numbers, self.units
        super().__init__([*behind, self.numbers, self.bias_numbers])

    def update(self, weights, biases, activations):
        """Show other values, as for ``draw_network``; None leaves that part without numbers."""
        biases = self._flat(biases, "biases")
        self._update_edges(self._flat(weights, "weights"))
        self._update_units(self._flat(activations, "activations"))
        _write_values(self.bias_numbers, biases, "b ")

    def _flat(self, arrays, what):
        if arrays is None:
            return None
        values, count = np.concatenate([np.ravel(array) for array in arrays]), self._counts[what]
        if values.size != count:
            raise ValueError(f"the diagram has room for {count} {what}; got {values.size}.")
        return values

    def _update_edges(self, values):
        show_weights(self.edges, values)
        _write_values(self.edge_numbers, None if values is None else values[self._with_number])

    def _update_units(self, values):
        if values is None:
            self.units.set_facecolor(PAPER)
            self.numbers.set_texts(self._names)
        else:
            self.units.set_facecolor(VALUE_TABLE[colour_indices(values)] / 255)
            _write_values(self.numbers, values)


def show_weights(edges, values, thinnest=0.8, widest=4.0):
    """Colour and widen lines by the weights on them; None stands for weights that are not known.

    Parameters
    ----------
    edges : LineCollection
    values : array of shape (lines,), or None
        Positive weights are solid, negative ones dashed; what is no number has no line.
    thinnest, widest : float
        Width of zero, in points, and by how much the largest weight is wider.
    """
    if values is None:
        edges.set(color=FRAME, linewidth=1.2, linestyle="solid")
        return
    limit = largest(values, 1.0)
    size = np.nan_to_num(np.abs(values) / limit, posinf=1.0)
    edges.set_color(LINE_TABLE[colour_indices(values, limit)] / 255)
    edges.set_linewidth(np.where(np.isnan(values), 0.0, thinnest + widest * size))
    edges.set_linestyle([DASHED if value < 0 else "solid" for value in values])


def _write_values(numbers, values, before=""):
    if values is None:
        numbers.set_texts([""] * len(numbers.texts))
    else:
        numbers.set_texts(before + short_number(value) for value in values)


def draw_network(
    ax, layer_sizes, weights=None, biases=None, activations=None, names=None, layer_names=None
):
    """Draw a network: a circle a unit, a line a weight, with their values.

    A unit is coloured by its activation and carries it as a number; its bias stands below it.
    A line is coloured and widened by its weight; positive weights are solid, negative ones
    dashed. Where there are few enough, the weight stands on the line. The strongest colours of
    units stand for -1 and 1. Its ``update(weights, biases, activations)`` shows other values.

    Parameters
    ----------
    ax : Axes
        About 900 × 420 pixels is enough for [3, 8, 1].
    layer_sizes : list of int
        Units of each layer, the input first.
    weights, biases, activations : lists of arrays, optional
        As ``Network.weights``, ``Network.biases``, and ``Forward.A`` of a single row.
    names : list of lists of str, optional
        Of the units, layer by layer; by default x₁ …, h₁ …, ŷ.
    layer_names : list of str, optional
        Written above the layers.

    Raises
    ------
    ValueError
        If there are more or fewer values than lines or units.
    """
    places = unit_positions(layer_sizes)
    names = default_names(layer_sizes) if names is None else names
    hide_axes(ax)
    ax.set(xlim=(-0.1, 1.1), ylim=(-0.03, 1.07 if layer_names else 1))
    # In points, so that units and biases fit.
    laid_out_window(ax)
    radius = np.clip(0.37 * _unit_square(ax)[1] / max(layer_sizes), 9, 21)
    font = np.clip(0.54 * radius, SMALLEST_FONT, LARGEST_FONT)
    _add_names(ax, places, names, layer_names, radius, font)
    diagram = NetworkDiagram(ax, places, names, radius, font)
    diagram.update(weights, biases, activations)
    return diagram


def _unit_square(ax):
    """Width and height of a square of one data unit, in points."""
    low, high = ax.transData.transform([(0, 0), (1, 1)])
    return (high - low) * 72 / ax.figure.dpi


def _add_edge_numbers(ax, places, font):
    """Put numbers on the lines where there is room; tell also which lines these are."""
    size, spots, with_number = min(font, LARGEST_FONT), [], []
    for sources, targets in pairwise(places):
        fitting = _fitting_font(ax, sources, targets)
        with_number += [fitting >= SMALLEST_FONT] * (len(sources) * len(targets))
        if fitting >= SMALLEST_FONT:
            size = min(size, fitting)
            for (i, start), (j, end) in product(enumerate(sources), enumerate(targets)):
                share = _share_along(i, j, len(sources), len(targets))
                spots.append(start + share * (end - start))
    return Numbers(ax, spots, size, box=True, zorder=2), np.array(with_number)


def _fitting_font(ax, sources, targets):
    """Size in points up to which numbers stand clear of each other between two layers."""
    width, height = _unit_square(ax)
    across = (targets[0, 0] - sources[0, 0]) * width / min(len(sources), len(targets))
    up = height / max(len(sources), len(targets))
    return NUMBER_SPAN * min(across / 3.2, up / 1.2)


def _share_along(i, j, sources, targets):
    """How far along its line a number stands, so that numbers form columns and do not collide.

    Lines fan out from the side with fewer units: numbers stand nearer the other side, and the
    lines of each of the fewer units have a column of their own.
    """
    if sources <= targets:
        return 0.37 + NUMBER_SPAN * (i + 0.5) / sources
    return 0.63 - NUMBER_SPAN * (j + 0.5) / targets


def _add_names(ax, places, names, layer_names, radius, font):
    style = {"textcoords": "offset points", "va": "center", "fontsize": font + 3, "color": INK}
    for layer, side, ha in ((0, -1, "right"), (-1, 1, "left")):
        for place, name in zip(places[layer], names[layer], strict=True):
            ax.annotate(name, place, xytext=(side * (radius + 5), 0), ha=ha, **style)
    for layer, name in zip(places, layer_names or (), strict=bool(layer_names)):
        put_text(ax, layer[0, 0], 1.02, name, 11, QUIET, va="bottom")
