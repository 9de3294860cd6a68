"""The loss over two weights: contours, the surface in three dimensions, steps and arrows."""

import numpy as np
from matplotlib.patches import FancyArrowPatch
from matplotlib.ticker import MaxNLocator

from nnlib.plots.colour_maps import AMOUNT_MAP
from nnlib.plots.palette import FRAME, INK, PAPER, POSITIVE, QUIET
from nnlib.plots.style import Drawing, set_labels


def draw_surface(ax, x, y, loss, levels):
    """Draw a loss over two weights as filled contours with their values; dark is high.

    Parameters
    ----------
    ax : Axes
    x : array of shape (columns,)
        First weight.
    y : array of shape (rows,)
        Second weight.
    loss : array of shape (rows, columns)
    levels : increasing sequence of floats
        Where the contours are.

    Returns
    -------
    Drawing
        The filled areas and the contour lines.
    """
    filled = ax.contourf(x, y, loss, levels=levels, cmap=AMOUNT_MAP, zorder=1)
    lines = ax.contour(filled, colors=QUIET, linewidths=0.8, zorder=2)
    ax.clabel(lines, fontsize=10, colors=INK, fmt="%g", inline=True)
    set_labels(ax, x="w₁", y="w₂")
    return Drawing([filled, lines])


def draw_surface_3d(ax, x, y, loss):
    """Draw a loss over two weights as a surface in three dimensions.

    Parameters
    ----------
    ax : Axes3D
        From ``figure(subplot_kw={"projection": "3d"})``.
    x, y, loss : arrays of shape (columns,), (rows,) and (rows, columns)

    Returns
    -------
    Drawing
        The surface.
    """
    across, up = np.meshgrid(x, y)
    surface = ax.plot_surface(
        across, up, loss, cmap=AMOUNT_MAP, edgecolor=QUIET, linewidth=0.3, rcount=24, ccount=24
    )
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.pane.set(facecolor=PAPER, edgecolor=FRAME)
        axis.set_major_locator(MaxNLocator(4))
    set_labels(ax, x="w₁", y="w₂")
    ax.set_zlabel("loss", color=INK)
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.labelpad = 8
    return Drawing([surface])


class Path(Drawing):
    """The steps of descent; made by ``draw_path``."""

    def update(self, points):
        """Show other steps: shape (steps, 2) or, in three dimensions, (steps, 3)."""
        points = np.asarray(points, dtype=float).reshape(len(points), -1)
        steps, here = self.artists
        for line, part in ((steps, points), (here, points[-1:])):
            if part.shape[1] == 3:
                line.set_data_3d(*part.T)
            else:
                line.set_data(*part.T)


def draw_path(ax, points):
    """Draw steps as small dots joined by a line, and the last as a large dot.

    Parameters
    ----------
    ax : Axes or Axes3D
    points : array of shape (steps, 2), or (steps, 3) on three-dimensional axes

    Returns
    -------
    Path
        With ``update(points)``.
    """
    empty = [[]] * np.shape(points)[1]
    style = {"color": INK, "markeredgecolor": PAPER, "zorder": 5}
    (steps,) = ax.plot(*empty, "o-", markersize=5, linewidth=1.5, **style)
    (here,) = ax.plot(*empty, "o", markersize=11, markeredgewidth=1.5, **style)
    path = Path([steps, here])
    path.update(points)
    return path


class Arrow(Drawing):
    """An arrow; made by ``draw_arrow``."""

    def update(self, start, vector):
        """Move it: from start (x, y), by vector (x, y)."""
        self.artists[0].set_positions(start, np.add(start, vector))


def draw_arrow(ax, start, vector):
    """Draw an arrow, such as a gradient or a step.

    Parameters
    ----------
    ax : Axes
    start : (x, y)
    vector : (x, y)
        From its start to its tip, in units of the axes.

    Returns
    -------
    Arrow
        With ``update(start, vector)``.
    """
    arrow = FancyArrowPatch(
        start,
        np.add(start, vector),
        arrowstyle="-|>",
        mutation_scale=18,
        linewidth=2.5,
        color=POSITIVE,
        shrinkA=0,
        shrinkB=0,
        zorder=4,
    )
    ax.add_patch(arrow)
    return Arrow([arrow])
