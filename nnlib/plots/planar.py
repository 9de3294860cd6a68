"""The plane: points of two classes, how a network divides it, what its hidden units see there."""

import numpy as np
from contourpy import LineType, contour_generator
from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator

from nnlib.plots.colour_maps import SURFACE_TABLE, VALUE_TABLE, colour_indices
from nnlib.plots.numbers import largest
from nnlib.plots.palette import INK, PAPER, QUIET
from nnlib.plots.pieces import Drawing, add_class_markers, add_shapes, move_markers, put_text
from nnlib.plots.pixels import GAP, draw_cells, lay_tiles
from nnlib.plots.style import hide_axes, laid_out_window, set_labels


def grid_points(extent, n=100):
    """Give the centres of an n × n grid of squares that fill a part of the plane.

    Parameters
    ----------
    extent : (left, right, bottom, top)
    n : int

    Returns
    -------
    array of shape (n*n, 2)
        Row after row from the bottom, each from left to right: ready for ``net.forward``.

    Examples
    --------
    >>> grid_points((0, 2, 0, 4), n=2).tolist()
    [[0.5, 1.0], [1.5, 1.0], [0.5, 3.0], [1.5, 3.0]]
    """
    across, up = _centres(extent, n, n)
    return np.column_stack([np.tile(across, n), np.repeat(up, n)])


def _centres(extent, columns, rows):
    left, right, bottom, top = extent
    across = left + (np.arange(columns) + 0.5) * (right - left) / columns
    up = bottom + (np.arange(rows) + 0.5) * (top - bottom) / rows
    return across, up


def square_grid(values):
    """Shape (n*n, 1) or (n*n,) values of ``grid_points`` into (n, n), bottom row first."""
    values = np.asarray(values)
    if values.ndim == 2 and values.shape[1] > 1:
        return values
    n = round(values.size**0.5)
    if n * n != values.size:
        raise ValueError(f"a grid needs n * n values, as grid_points gives; got {values.shape}.")
    return values.reshape(n, n)


def boundary_segments(grid, extent):
    """Find the lines on which a grid of probabilities equals 0.5.

    Parameters
    ----------
    grid : array of shape (n, n) or (n*n, 1)
        Probabilities at ``grid_points(extent, n)``; NaN where there is none.
    extent : (left, right, bottom, top)

    Returns
    -------
    list of arrays of shape (points, 2)
        Empty where 0.5 is never crossed.

    Examples
    --------
    >>> boundary_segments(np.array([[0.0, 1.0], [0.0, 1.0]]), (0, 2, 0, 2))[0].tolist()
    [[1.0, 1.5], [1.0, 0.5]]
    """
    grid = square_grid(grid)
    across, up = _centres(extent, grid.shape[1], grid.shape[0])
    return contour_generator(across, up, grid, line_type=LineType.Separate).lines(0.5)


def draw_points(ax, X, y, held_out=False, size=6.5):
    """Draw points of class 0 as blue circles and of class 1 as orange triangles.

    Its ``update(X, y)`` shows others. ``draw_legend(ax)`` names the classes.

    Parameters
    ----------
    ax : Axes
    X : array of shape (m, 2)
    y : array of shape (m, 1) or (m,), entries 0 or 1
    held_out : bool
        Whether the network does not learn from these points: drawn hollow.
    size : float
        Of a marker, in points.

    Raises
    ------
    ValueError
        If the shapes do not fit.
    """
    # A triangle covers less than a circle of the same width.
    lines = add_class_markers(ax, (size, 1.25 * size), zorder=3)
    for label, line in enumerate(lines):
        if held_out:
            line.set(markerfacecolor=PAPER, markeredgewidth=1.4, label=f"class {label}, held out")
        else:
            line.set(markeredgecolor=PAPER, markeredgewidth=0.6, label=f"class {label}")

    def update(X, y):
        X, y = np.asarray(X), np.ravel(y)
        if X.ndim != 2 or X.shape != (y.size, 2):
            raise ValueError(f"points need X of shape (m, 2) and m labels; got {X.shape}, {y.size}")
        move_markers(lines, X, y)

    update(X, y)
    ax.relim()
    ax.autoscale_view()
    _quiet_plane(ax)
    return Drawing(lines, update=update)


def _quiet_plane(ax):
    ax.set_aspect("equal")
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    set_labels(ax, x="x₁", y="x₂")


def surface_colours(grid):
    """Colour probabilities, shape (n, n); NaN is grey. Gives uint8 RGBA, shape (n, n, 4)."""
    return SURFACE_TABLE.take(colour_indices(2 * grid - 1), axis=0)


def draw_decision(ax, grid, extent):
    """Draw the probability of class 1 as a surface, and the boundary p = 0.5 as a line.

    Its ``update(grid)`` shows others, within the ``extent`` that its ``image`` then has.

    Parameters
    ----------
    ax : Axes
    grid : array of shape (n, n) or (n*n, 1), in [0, 1]
        ``net.predict_proba(grid_points(extent, n))``. NaN is drawn grey.
    extent : (left, right, bottom, top)
    """
    blank = np.zeros((1, 1, 4), dtype=np.uint8)
    image = draw_cells(ax, blank, extent=extent, origin="lower", zorder=1)
    (boundary,) = add_shapes(ax, LineCollection([], colors=INK, linewidths=1.8, zorder=2))

    def update(grid):
        grid = square_grid(grid)
        image.set_data(surface_colours(grid))
        boundary.set_segments(boundary_segments(grid, image.get_extent()))

    update(grid)
    _quiet_plane(ax)
    ax.set(xlim=extent[:2], ylim=extent[2:])
    return Drawing([image, boundary], update=update, image=image, boundary=boundary)


def unit_mosaic(maps):
    """Lay the maps of ``draw_hidden_units`` side by side as RGBA bytes, transparent elsewhere.

    >>> unit_mosaic([np.zeros((16, 3)), np.zeros((16, 2))]).shape
    (30, 18, 4)
    """
    tiles, cells = [], []
    for column, layer in enumerate(map(unit_tiles, maps)):
        tiles.extend(layer)
        cells.extend((row, column) for row in range(len(layer)))
    return lay_tiles(tiles, cells, (GAP, GAP))


def unit_tiles(layer):
    """Colour what the units of a layer give at ``grid_points(extent, n)``, the top row first.

    >>> unit_tiles(np.zeros((16, 3))).shape
    (3, 4, 4, 4)
    """
    n = round(len(layer) ** 0.5)
    # Units first, so that every tile lies in one piece of memory; then the bottom row last.
    indices = colour_indices(layer.T, largest(layer, 1.0)).reshape(-1, n, n)[:, ::-1]
    return VALUE_TABLE.take(indices, axis=0)


class Mosaic(Drawing):
    """One image made of tiles, each of its pixels a unit of the axes; see ``draw_hidden_units``."""

    def __init__(self, ax):
        self.image = draw_cells(ax, np.zeros((1, 1, 4), dtype=np.uint8), extent=(0, 1, 1, 0))
        hide_axes(ax)
        super().__init__([self.image])

    def update(self, maps, room=0):
        """Show other activations, in the middle of a width where there is more `room` than needed.

        Tells where the first column begins, and how far it is to the next.
        """
        picture = unit_mosaic(maps)
        height, width = picture.shape[:2]
        left = max(0, room - width) // 2
        self.image.set_data(picture)
        if self.image.get_extent() != (extent := [left, left + width, height, 0]):
            self.image.set_extent(extent)
        return left, (width + GAP) / len(maps)


def draw_hidden_units(ax, maps, names):
    """Draw what every hidden unit gives over the plane: a column a layer, a row a unit.

    Its ``update(maps)`` shows others while layers and units stay the same.

    Parameters
    ----------
    ax : Axes
    maps : list of arrays of shape (n*n, units), one a layer
        Activations at ``grid_points(extent, n)``, as ``forward(...).A[1:-1]`` gives them; 24 to
        40 points a side are enough. The strongest colour stands for 1, or for the layer's largest
        value where that is larger.
    names : list of str
        Of the layers, above their columns.
    """
    mosaic = Mosaic(ax)
    _, step = mosaic.update(maps)
    font = _column_font(mosaic, step)
    for layer, name in enumerate(names):
        put_text(ax, layer * step + (step - GAP) / 2, -0.6 * GAP, name, font, QUIET, va="bottom")
    return mosaic


def _column_font(mosaic, step):
    """Size in points at which a short layer name fits above a column."""
    ax = mosaic.image.axes
    height, width = mosaic.image.get_array().shape[:2]
    window = laid_out_window(ax)
    column = step * min(window.width / width, window.height / height) * 72 / ax.figure.dpi
    return np.clip(0.24 * column, 6, 10)
