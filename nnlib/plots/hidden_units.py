"""What every hidden unit gives over the plane: heat maps, a column a layer."""

import numpy as np

from nnlib.plots.colour_maps import VALUE_TABLE, colour_indices
from nnlib.plots.palette import QUIET
from nnlib.plots.pixels import draw_cells
from nnlib.plots.style import Drawing, hide_axes, laid_out_window
from nnlib.plots.tiles import GAP, lay_tiles


def unit_mosaic(maps):
    """Lay heat maps of every hidden unit side by side: a column a layer, a row a unit.

    Parameters
    ----------
    maps : list of arrays of shape (n*n, units), one a layer
        Activations at ``grid_points(extent, n)``, as ``forward(...).A[1:-1]`` gives them. The
        strongest colour stands for 1, or for the layer's largest value where that is larger.

    Returns
    -------
    uint8 array of shape (height, width, 4)
        RGBA, top row first, transparent where there is no unit.

    Examples
    --------
    >>> unit_mosaic([np.zeros((16, 3)), np.zeros((16, 2))]).shape
    (30, 18, 4)
    """
    n = round(len(maps[0]) ** 0.5)
    tiles, cells = [], []
    for column, layer in enumerate(maps):
        limit = np.max(np.abs(layer), initial=1.0, where=np.isfinite(layer))
        # Units first, so that every tile lies in one piece of memory; then the bottom row last.
        indices = colour_indices(layer.T, limit).reshape(-1, n, n)[:, ::-1]
        tiles.extend(VALUE_TABLE.take(indices, axis=0))
        cells.extend((row, column) for row in range(len(indices)))
    return lay_tiles(tiles, cells, (GAP, GAP))


class Mosaic(Drawing):
    """One image made of tiles, each of its pixels a unit of the axes; see ``draw_hidden_units``."""

    def __init__(self, ax):
        self.image = draw_cells(ax, np.zeros((1, 1, 4), dtype=np.uint8), extent=(0, 1, 1, 0))
        hide_axes(ax)
        super().__init__([self.image])

    def update(self, maps, room=0):
        """Show other activations: a list of arrays (n*n, units), one a layer.

        Parameters
        ----------
        maps : list of arrays of shape (n*n, units)
        room : int
            Width in whose middle the image stands; by default its own.

        Returns
        -------
        left, step : float
            Where the first column begins, and how far it is to the next.
        """
        picture = unit_mosaic(maps)
        height, width = picture.shape[:2]
        left = max(0, room - width) // 2
        self.image.set_data(picture)
        if self.image.get_extent() != (extent := [left, left + width, height, 0]):
            self.image.set_extent(extent)
        return left, (width + GAP) / len(maps)


def draw_hidden_units(ax, maps, names):
    """Draw what every hidden unit gives over the plane, a column a layer.

    Parameters
    ----------
    ax : Axes
    maps : list of arrays of shape (n*n, units), one a layer
        See ``unit_mosaic``; 24 to 40 points a side are enough.
    names : list of str
        Of the layers, above their columns.

    Returns
    -------
    Mosaic
        With ``update(maps)`` while layers and units stay the same.
    """
    mosaic = Mosaic(ax)
    _, step = mosaic.update(maps)
    style = {"ha": "center", "va": "bottom", "fontsize": _column_font(mosaic, step), "color": QUIET}
    for layer, name in enumerate(names):
        ax.text(layer * step + (step - GAP) / 2, -0.6 * GAP, name, **style)
    return mosaic


def _column_font(mosaic, step):
    """Size in points at which a short layer name fits above a column."""
    ax = mosaic.image.axes
    height, width = mosaic.image.get_array().shape[:2]
    window = laid_out_window(ax)
    column = step * min(window.width / width, window.height / height) * 72 / ax.figure.dpi
    return np.clip(0.24 * column, 6, 10)
