"""Pictures of a deep network, layer by layer: weighted inputs, gradient norms, dead units."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.ticker import FixedLocator, NullLocator

from nnlib.plots.colour_maps import AMOUNT_TABLE, colour_indices, rgba_bytes
from nnlib.plots.fast_text import Numbers
from nnlib.plots.palette import INK, PAPER, POSITIVE, QUIET
from nnlib.plots.pixels import draw_cells
from nnlib.plots.shapes import add_shapes, box
from nnlib.plots.style import Drawing, set_labels

BINS = 60
# Rows of colour that make a layer's strip, the line below it included.
STRIP = 8
# Fixed, so that pictures of different networks can be compared. What lies outside is at the edge.
LEAST_NORM, LARGEST_NORM = 1e-12, 1e4
HALF_BAR = 0.36


class LayerInputs(Drawing):
    """A strip for each layer, dark where its weighted inputs lie; made by ``draw_layer_inputs``."""

    def __init__(self, ax, span):
        self.ax, self.span = ax, span
        blank = np.zeros((1, 1, 4), dtype=np.uint8)
        self.image = draw_cells(ax, blank, aspect="auto", zorder=1)
        super().__init__([self.image])

    def update(self, layers):
        """Show other weighted inputs: a list of arrays (m, h), one a layer.

        Returns
        -------
        bool
            Whether the number of layers, and so the axis, has changed.
        """
        colours = AMOUNT_TABLE[colour_indices(2 * layer_shares(layers, self.span, BINS) - 1)]
        strips = np.repeat(colours, STRIP, axis=0)
        strips[STRIP - 1 :: STRIP] = rgba_bytes(PAPER)  # a line between layers
        self.image.set_data(strips)
        limits = len(layers) + 0.5, 0.5
        changed = tuple(self.image.get_extent()) != (*self.span, *limits)
        if changed:
            self.image.set_extent((*self.span, *limits))
            self.ax.set(ylim=limits, xlim=self.span)
            self.ax.yaxis.set_major_locator(FixedLocator(_some_layers(len(layers))))
        return changed


def layer_shares(layers, span, bins):
    """Count where the entries of each array lie, as shares of the fullest bin; a row an array.

    Parameters
    ----------
    layers : sequence of arrays
    span : (left, right)
        Entries beyond are counted in the first or the last bin.
    bins : int

    Returns
    -------
    array of shape (layers, bins), in [0, 1]
        The square root of the share, so that small ones can be seen.

    Examples
    --------
    >>> layer_shares([np.array([0.5, 2.5, 2.6, 9.0, 9.0, 9.0, 9.0])], (0, 4), bins=4).round(2)
    array([[0.5 , 0.  , 0.71, 1.  ]])
    """
    left, right = span
    rows = []
    for layer in layers:
        places = np.nan_to_num(np.ravel(layer), nan=left, posinf=right, neginf=left)
        places = np.clip((places - left) * (bins / (right - left)), 0, bins - 1).astype(int)
        counts = np.bincount(places, minlength=bins)
        rows.append(np.sqrt(counts / counts.max()))
    return np.array(rows)


def _some_layers(depth):
    return range(1, depth + 1) if depth <= 8 else range(2, depth + 1, 2)


def draw_layer_inputs(ax, layers, span=(-5, 5)):
    """Draw where the weighted inputs of each layer lie: a strip a layer, the first at the top.

    Parameters
    ----------
    ax : Axes
    layers : list of arrays of shape (m, h)
        ``forward.Z[:-1]``: the weighted inputs of the hidden layers.
    span : (left, right)
        What lies beyond is drawn at the edge.

    Returns
    -------
    LayerInputs
        With ``update(layers)``.
    """
    strips = LayerInputs(ax, span)
    ax.spines[:].set_visible(False)
    strips.update(layers)
    set_labels(ax, x="weighted input z", y="layer")
    return strips


class GradientNorms(Drawing):
    """A dot for each layer, and fainter ones from before; made by ``draw_gradient_norms``."""

    def __init__(self, ax, now, before):
        super().__init__([before, now])
        self.ax, self.now, self.before = ax, now, before

    def update(self, norms, before):
        """Show other norms, both of shape (layers,); gives whether the number of layers changed."""
        numbers = np.arange(1, len(norms) + 1)
        for line, values in ((self.now, norms), (self.before, before)):
            line.set_data(numbers, np.clip(np.nan_to_num(values), LEAST_NORM, LARGEST_NORM))
        return _fit_layers(self.ax, len(norms))


def _fit_layers(ax, layers):
    """Give an axis of layers the output as its last place; tell whether it changed."""
    limits = 0.4, layers + 0.6
    if ax.get_xlim() == limits:
        return False
    hidden = list(_some_layers(layers - 1))
    if layers > 9:
        hidden = [layer for layer in hidden if layer < layers - 1]
    ax.set_xlim(limits)
    ax.set_xticks([*hidden, layers], [*map(str, hidden), "out"])
    return True


def draw_gradient_norms(ax, norms, before):
    """Draw the gradient norm of every layer on a logarithmic axis, the output layer last.

    Parameters
    ----------
    ax : Axes
    norms : array of shape (layers,)
        From `nnlib.diagnostics.gradient_norms`; what is below 1e-12, also 0, is at the bottom.
    before : array of shape (layers,)
        At the start of training: drawn fainter, hollow and dashed.

    Returns
    -------
    GradientNorms
        With ``update(norms, before)``.
    """
    style = {"markersize": 6, "linewidth": 1.4}
    (faint,) = ax.plot([], [], "s--", color=QUIET, markerfacecolor=PAPER, **style)
    (line,) = ax.plot([], [], "o-", color=INK, **style)
    ax.set_yscale("log")
    ax.set_ylim(LEAST_NORM / 3, LARGEST_NORM * 3)
    ax.yaxis.set_minor_locator(NullLocator())
    ax.set_yticks(
        [1e-12, 1e-9, 1e-6, 1e-3, 1, 1e3], ["1e−12", "1e−9", "1e−6", "0.001", "1", "1000"]
    )
    ax.legend(
        [line, faint], ["now", "at the start"], frameon=False, fontsize=10, labelcolor=INK, ncols=2
    )
    drawing = GradientNorms(ax, line, faint)
    drawing.update(norms, before)
    return drawing


class DeadUnits(Drawing):
    """A bar with its number for each hidden layer; made by ``draw_dead_units``."""

    def __init__(self, ax):
        self.ax = ax
        (self.bars,) = add_shapes(
            ax, PolyCollection([], facecolors=POSITIVE, linewidths=0, zorder=2)
        )
        self.numbers = Numbers(ax, [], 10)
        super().__init__([self.bars, self.numbers])

    def update(self, dead):
        """Show other units: a list of boolean arrays (h,), one a hidden layer.

        Returns
        -------
        bool
            Whether the number of layers or units, and so an axis, has changed.
        """
        counts = [int(np.sum(layer)) for layer in dead]
        most = max((np.size(layer) for layer in dead), default=1)
        self.bars.set_verts(
            [
                box(place - HALF_BAR, place + HALF_BAR, 0, count)
                for place, count in enumerate(counts, start=1)
            ]
        )
        changed = _fit_layers(self.ax, len(dead) + 1)
        if self.ax.get_ylim() != (0, 1.35 * most):
            self.ax.set(ylim=(0, 1.35 * most), yticks=[0, most])
            changed = True
        self.numbers.places = np.array(
            [(place, count + 0.17 * most) for place, count in enumerate(counts, start=1)]
        ).reshape(-1, 2)
        self.numbers.set_texts(map(str, counts))
        return changed


def draw_dead_units(ax, dead):
    """Draw how many units of each hidden layer are dead, as bars with numbers.

    Parameters
    ----------
    ax : Axes
    dead : list of boolean arrays of shape (h,)
        From `nnlib.diagnostics.dead_units`.

    Returns
    -------
    DeadUnits
        With ``update(dead)``.
    """
    drawing = DeadUnits(ax)
    drawing.update(dead)
    set_labels(ax, x="layer")
    return drawing
