"""Points in the plane, and how a network divides the plane between two classes."""

import numpy as np
from contourpy import LineType, contour_generator
from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator

from nnlib.plots.colour_maps import SURFACE_TABLE, colour_indices
from nnlib.plots.palette import INK, PAPER
from nnlib.plots.pixels import draw_cells
from nnlib.plots.shapes import add_class_markers, add_shapes
from nnlib.plots.style import Drawing, set_labels


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
    """Shape (n*n, 1) or (n*n,) values of ``grid_points`` into (n, n), bottom row first.

    Raises
    ------
    ValueError
        If the number of values is not a square.
    """
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
    masked = np.ma.masked_invalid(grid)
    return contour_generator(across, up, masked, line_type=LineType.Separate).lines(0.5)


class Points(Drawing):
    """The points of two classes, one line of markers each; made by ``draw_points``."""

    def update(self, X, y):
        """Move the points: X of shape (m, 2), y of shape (m, 1) or (m,) with 0 and 1."""
        X, y = np.asarray(X), np.asarray(y).ravel()
        if X.ndim != 2 or X.shape != (y.size, 2):
            raise ValueError(f"points need X of shape (m, 2) and m labels; got {X.shape}, {y.size}")
        for label, line in enumerate(self.artists):
            line.set_data(X[y == label].T)


def draw_points(ax, X, y, held_out=False, size=6.5):
    """Draw points of class 0 as blue circles and of class 1 as orange triangles.

    Parameters
    ----------
    ax : Axes
    X : array of shape (m, 2)
    y : array of shape (m, 1) or (m,), entries 0 or 1
    held_out : bool
        Whether the network does not learn from these points: drawn hollow.
    size : float
        Of a marker, in points.

    Returns
    -------
    Points
        With ``update(X, y)``. Each line has a label: ``draw_legend(ax)`` names the classes.

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
    points = Points(lines)
    points.update(X, y)
    ax.relim()
    ax.autoscale_view()
    _quiet_plane(ax)
    return points


def _quiet_plane(ax):
    ax.set_aspect("equal")
    ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    set_labels(ax, x="x₁", y="x₂")


def surface_colours(grid):
    """Colour probabilities, shape (n, n); NaN is grey. Gives uint8 RGBA, shape (n, n, 4)."""
    return SURFACE_TABLE.take(colour_indices(2 * grid - 1), axis=0)


class Decision(Drawing):
    """A probability surface and its boundary; made by ``draw_decision``."""

    def __init__(self, image, boundary, extent):
        super().__init__([image, boundary])
        self.image, self.boundary, self.extent = image, boundary, extent

    def update(self, grid):
        """Show new probabilities: shape (n, n) or (n*n, 1), at ``grid_points(extent, n)``."""
        grid = square_grid(grid)
        self.image.set_data(surface_colours(grid))
        self.boundary.set_segments(boundary_segments(grid, self.extent))


def draw_decision(ax, grid, extent):
    """Draw the probability of class 1 as a surface, and the boundary p = 0.5 as a line.

    Parameters
    ----------
    ax : Axes
    grid : array of shape (n, n) or (n*n, 1), in [0, 1]
        ``net.predict_proba(grid_points(extent, n))``. NaN is drawn grey.
    extent : (left, right, bottom, top)

    Returns
    -------
    Decision
        With ``update(grid)``, ``.image`` and ``.boundary``.
    """
    blank = np.zeros((1, 1, 4), dtype=np.uint8)
    image = draw_cells(ax, blank, extent=extent, origin="lower", zorder=1)
    (boundary,) = add_shapes(ax, LineCollection([], colors=INK, linewidths=1.8, zorder=2))
    decision = Decision(image, boundary, extent)
    decision.update(grid)
    _quiet_plane(ax)
    ax.set(xlim=extent[:2], ylim=extent[2:])
    return decision
