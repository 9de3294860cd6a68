"""Rectangles as corners, collections that leave the limits alone, markers of the classes."""

from nnlib.plots.palette import CLASS_COLOURS
from nnlib.plots.style import CLASS_MARKERS


def box(left, right, bottom, top):
    """Give the corners of a rectangle, for a collection of polygons.

    >>> box(0, 2, 0, 1)
    [(0, 0), (2, 0), (2, 1), (0, 1)]
    """
    return [(left, bottom), (right, bottom), (right, top), (left, top)]


def outline(left, right, bottom, top):
    """Give the corners of a rectangle and the first again, for a collection of lines.

    >>> outline(0, 2, 0, 1)
    [(0, 0), (2, 0), (2, 1), (0, 1), (0, 0)]
    """
    return [*box(left, right, bottom, top), (left, bottom)]


def add_shapes(ax, *collections):
    """Add collections to some axes whose limits are set; give them back as a list."""
    for collection in collections:
        ax.add_collection(collection, autolim=False)
    return list(collections)


def add_class_markers(ax, sizes, **style):
    """Add a line of markers for each class, without points yet; give both back as a list."""
    looks = zip(CLASS_MARKERS, CLASS_COLOURS, sizes, strict=True)
    return [
        ax.plot([], [], marker, linestyle="none", color=colour, markersize=size, **style)[0]
        for marker, colour, size in looks
    ]
