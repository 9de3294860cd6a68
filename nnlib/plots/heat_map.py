"""Tables as coloured cells with their numbers."""

import numpy as np

from nnlib.plots.colour_maps import AMOUNT_MAP, VALUE_MAP
from nnlib.plots.fast_text import Numbers
from nnlib.plots.numbers import short_number
from nnlib.plots.pixels import draw_cells
from nnlib.plots.style import Drawing, hide_axes


class HeatMap(Drawing):
    """A table of coloured cells with numbers; made by ``draw_heat_map``."""

    def __init__(self, image, numbers, limits, write):
        super().__init__([image] if numbers is None else [image, numbers])
        self.image, self.numbers = image, numbers
        self._limits, self._write = limits, write

    def update(self, table):
        """Show other values of the same shape (rows, columns)."""
        table = np.asarray(table, dtype=float)
        self.image.set_data(table)
        self.image.set_clim(*self._limits(table))
        if self.numbers is not None:
            self.numbers.set_texts([self._write(value) for value in table.ravel()])


def draw_heat_map(
    ax,
    table,
    row_labels=None,
    column_labels=None,
    signed=False,
    limit=None,
    write=short_number,
):
    """Draw a table as coloured cells with their numbers.

    Parameters
    ----------
    ax : Axes
    table : array of shape (rows, columns)
        NaN is drawn grey.
    row_labels, column_labels : list of str, optional
    signed : bool
        Whether values have a sign that matters (weights, kernels): blue below zero, orange above.
        Otherwise light is low and dark is high.
    limit : float or (low, high), optional
        Values of the strongest colours; by default taken from the table at each update.
    write : callable or None
        Turns a value into the text in its cell; None leaves numbers out.

    Returns
    -------
    HeatMap
        With ``update(table)``.
    """
    table = np.asarray(table, dtype=float)
    image = draw_cells(ax, table, cmap=VALUE_MAP if signed else AMOUNT_MAP)
    hide_axes(ax)
    ax.tick_params(length=0)
    if row_labels is not None:
        ax.set_yticks(range(table.shape[0]), row_labels)
    if column_labels is not None:
        ax.set_xticks(range(table.shape[1]), column_labels)
    places = [(column, row) for row, column in np.ndindex(table.shape)]
    numbers = None if write is None else Numbers(ax, places, size=11)
    heat_map = HeatMap(image, numbers, lambda values: _limits(values, signed, limit), write)
    heat_map.update(table)
    return heat_map


def _limits(table, signed, limit):
    if limit is not None:
        return (-limit, limit) if np.isscalar(limit) else limit
    known = table[np.isfinite(table)]
    if signed:
        largest = np.max(np.abs(known), initial=0) or 1.0
        return -largest, largest
    return (known.min(), known.max()) if known.size else (0.0, 1.0)
