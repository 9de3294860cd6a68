"""Pictures of a deep network, layer by layer: weighted sums, gradient norms, dead units."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.ticker import FixedLocator, NullLocator

from nnlib.plots.colour_maps import AMOUNT_TABLE, colour_indices, rgba_bytes
from nnlib.plots.fast_text import Numbers
from nnlib.plots.palette import INK, PAPER, POSITIVE, QUIET
from nnlib.plots.pieces import Drawing, add_shapes, box
from nnlib.plots.pixels import draw_cells
from nnlib.plots.style import set_labels

BINS = 60
# Rows of colour that make a layer's strip, the line below it included.
STRIP = 8
# Fixed, so that pictures of different networks can be compared. What lies outside is at the edge.
LEAST_NORM, LARGEST_NORM = 1e-12, 1e4
HALF_BAR = 0.36


def layer_shares(layers, span, bins):
    """Count where the entries of each array lie, as shares of the fullest bin; a row an array.

    Entries beyond (left, right) are counted in the first or the last bin. The square root of a
    share stands for it, so that small ones can be seen.

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


def draw_layer_inputs(ax, layers, span=(-5, 5)):
    """Draw where the weighted sums of each layer lie: a strip a layer, the first at the top.

    Its ``update(layers)`` shows others, and tells whether the number of layers has changed.

    Parameters
    ----------
    ax : Axes
    layers : list of arrays of shape (m, h)
        ``forward.Z[:-1]``: the weighted sums of the hidden layers.
    span : (left, right)
        What lies beyond is drawn at the edge.
    """
    image = draw_cells(ax, np.zeros((1, 1, 4), dtype=np.uint8), aspect="auto", zorder=1)
    ax.spines[:].set_visible(False)
    set_labels(ax, x="weighted sum z", y="layer")

    def update(layers):
        colours = AMOUNT_TABLE[colour_indices(2 * layer_shares(layers, span, BINS) - 1)]
        strips = np.repeat(colours, STRIP, axis=0)
        strips[STRIP - 1 :: STRIP] = rgba_bytes(PAPER)  # a line between layers
        image.set_data(strips)
        limits = len(layers) + 0.5, 0.5
        changed = tuple(image.get_extent()) != (*span, *limits)
        if changed:
            image.set_extent((*span, *limits))
            ax.set(ylim=limits, xlim=span)
            ax.yaxis.set_major_locator(FixedLocator(_some_layers(len(layers))))
        return changed

    update(layers)
    return Drawing([image], update=update, image=image)


def draw_gradient_norms(ax, norms, before):
    """Draw the gradient norm of every layer on a logarithmic axis, the output layer last.

    Its ``update(norms, before)`` shows others, and tells whether the number of layers has changed.

    Parameters
    ----------
    ax : Axes
    norms : array of shape (layers,)
        From `nnlib.diagnostics.gradient_norms`; what is below 1e-12, also 0, is at the bottom.
    before : array of shape (layers,)
        At the start of training: drawn fainter, hollow and dashed.
    """
    style = {"markersize": 6, "linewidth": 1.4}
    (faint,) = ax.plot([], [], "s--", color=QUIET, markerfacecolor=PAPER, **style)
    (now,) = ax.plot([], [], "o-", color=INK, **style)
    ax.set_yscale("log")
    ax.set_ylim(LEAST_NORM / 3, LARGEST_NORM * 3)
    ax.yaxis.set_minor_locator(NullLocator())
    ax.set_yticks(
        [1e-12, 1e-9, 1e-6, 1e-3, 1, 1e3], ["1e−12", "1e−9", "1e−6", "0.001", "1", "1000"]
    )
    look = {"frameon": False, "fontsize": 10, "labelcolor": INK, "ncols": 2}
    ax.legend([now, faint], ["now", "at the start"], **look)

    def update(norms, before):
        numbers = np.arange(1, len(norms) + 1)
        for line, values in ((now, norms), (faint, before)):
            line.set_data(numbers, np.clip(np.nan_to_num(values), LEAST_NORM, LARGEST_NORM))
        return _fit_layers(ax, len(norms))

    update(norms, before)
    return Drawing([faint, now], update=update, now=now, before=faint)


def draw_dead_units(ax, dead):
    """Draw how many units of each hidden layer are dead, as bars with numbers.

    Its ``update(dead)`` shows others, and tells whether the number of layers or units has changed.

    Parameters
    ----------
    ax : Axes
    dead : list of boolean arrays of shape (h,)
        From `nnlib.diagnostics.dead_units`.
    """
    bars = PolyCollection([], facecolors=POSITIVE, linewidths=0, zorder=2)
    add_shapes(ax, bars)
    numbers = Numbers(ax, [], 10)
    set_labels(ax, x="layer")

    def update(dead):
        counts = [int(np.sum(layer)) for layer in dead]
        most = max((np.size(layer) for layer in dead), default=1)
        places = [*enumerate(counts, start=1)]
        bars.set_verts([box(place - HALF_BAR, place + HALF_BAR, 0, n) for place, n in places])
        changed = _fit_layers(ax, len(dead) + 1)
        if ax.get_ylim() != (0, 1.35 * most):
            ax.set(ylim=(0, 1.35 * most), yticks=[0, most])
            changed = True
        numbers.places = np.add(np.reshape(places, (-1, 2)), (0, 0.17 * most))
        numbers.set_texts(map(str, counts))
        return changed

    update(dead)
    return Drawing([bars, numbers], update=update, bars=bars, numbers=numbers)
