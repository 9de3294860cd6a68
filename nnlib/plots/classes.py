"""The plane of three classes, and of a number to predict: markers, surfaces, boundaries."""

import numpy as np
from matplotlib.colors import to_rgba

from nnlib.plots.colour_maps import VALUE_TABLE, colour_indices
from nnlib.plots.palette import BLUE_SOFT, CLASS_COLOURS, GREEN, GREEN_SOFT, INK, ORANGE_SOFT, PAPER
from nnlib.plots.pieces import CLASS_MARKERS, Drawing
from nnlib.plots.planar import boundary_segments

MARKERS, COLOURS = (*CLASS_MARKERS, "s"), (*CLASS_COLOURS, GREEN)
SURFACES = np.array([to_rgba(colour) for colour in (BLUE_SOFT, ORANGE_SOFT, GREEN_SOFT)])
# Of a marker beside a circle: a triangle covers less, a square more.
SIZES = (1.0, 1.25, 0.9)


class TaskPoints(Drawing):
    """Points of up to three classes, or with a number each, which their colour tells.

    Classes are circles, triangles and squares, hollow where they are held out. Numbers are circles,
    where they are held out diamonds.
    """

    def __init__(self, ax, held_out, size):
        self.lines = []
        for marker, colour, share in zip(MARKERS, COLOURS, SIZES, strict=True):
            look = {"linestyle": "none", "markersize": share * size, "zorder": 3}
            look |= {"markerfacecolor": PAPER} if held_out else {"markeredgecolor": PAPER}
            look["markeredgewidth"] = 1.4 if held_out else 0.6
            self.lines += ax.plot([], [], marker, color=colour, **look)
        look = {"s": size**2, "marker": "D" if held_out else "o", "edgecolors": INK}
        self.dots = ax.scatter([], [], linewidths=0.6, zorder=3, **look)
        super().__init__([*self.lines, self.dots])

    def update(self, X, y, is_number=False):
        """Show points (m, 2) with labels 0, 1, 2 or numbers from -1 to 1."""
        y = np.ravel(y)
        for label, line in enumerate(self.lines):
            line.set_data(X[(y == label) & (not is_number)].T)
            line.set_visible(line.get_xdata().size > 0)  # what is empty takes time, too
        self.dots.set_visible(is_number)
        self.dots.set_offsets(X if is_number else X[:0])
        self.dots.set_facecolor(VALUE_TABLE[colour_indices(y)] / 255 if is_number else "none")

    def handles(self, classes):
        """Give the artists that stand for all points in a legend; no classes for numbers."""
        return tuple(self.lines[:classes]) if classes else self.dots


def class_surface(p):
    """Mix the colours of three classes by their probabilities, (n*n, 3): RGBA bytes (n, n, 4).

    >>> class_surface(np.eye(3)[[0, 1, 2, 0]]).shape
    (2, 2, 4)
    """
    n = round(len(p) ** 0.5)
    return np.round(255 * np.clip(p, 0, 1) @ SURFACES).astype(np.uint8).reshape(n, n, 4)


def class_boundaries(p, extent):
    """Find the lines on which the two most probable of three classes tie.

    >>> p = np.array([[0.9, 0.1, 0.0], [0.1, 0.9, 0.0], [0.9, 0.1, 0.0], [0.1, 0.9, 0.0]])
    >>> class_boundaries(p, (0, 2, 0, 2))[0].tolist()
    [[1.0, 0.5], [1.0, 1.5]]
    """
    found = []
    for label in range(p.shape[1]):
        lead = p[:, label] - np.delete(p, label, axis=1).max(axis=1)
        found += boundary_segments((lead + 1) / 2, extent)
    return found
