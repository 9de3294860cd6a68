"""What drawings are made of: artists that move together, shapes, markers, dashes, texts.

Colour never stands alone: classes differ in marker, signs in line style, curves in dashes.
"""

import numpy as np

from nnlib.plots.palette import CLASS_COLOURS, INK

CLASS_MARKERS = ("o", "^")
CURVE_DASHES = ("-", (0, (5, 2)), (0, (1.2, 1.6)), (0, (6, 2, 1.2, 2)), (0, (9, 2)))


class Drawing:
    """Artists that belong together and, in most, an ``update`` that moves them.

    Parameters
    ----------
    artists : iterable of matplotlib artists, in drawing order
    **named
        What others find by its name: ``update``, and artists that they look at or change.
    """

    def __init__(self, artists, **named):
        self.artists = tuple(artists)
        vars(self).update(named)

    def animate(self):
        """Leave the artists out of ordinary draws, so that a lab can blit them; give self back."""
        for artist in self.artists:
            artist.set_animated(True)
        return self

    def redraw(self):
        """Draw every artist over what the canvas holds: the second half of blitting."""
        shown = [artist for artist in self.artists if artist.get_visible()]
        # Asked for once: that takes as long as to draw a short line.
        renderer = shown and shown[0].axes.figure.canvas.get_renderer()
        for artist in shown:
            artist.draw(renderer)


def box(left, right, bottom, top):
    """Give the corners of a rectangle, for a collection of polygons.

    >>> box(0, 2, 0, 1)
    [(0, 0), (2, 0), (2, 1), (0, 1)]
    """
    return [(left, bottom), (right, bottom), (right, top), (left, top)]


def outline(left, right, bottom, top):
    """Give the corners of a rectangle and the first again, for a collection of lines."""
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


def move_markers(markers, points, labels):
    """Show points, shape (k, 2), each by the marker of its class 0 or 1."""
    for label, line in enumerate(markers):
        line.set_data(points[np.asarray(labels) == label].T)


def put_text(ax, x, y, text, size=12, colour=INK, ha="center", va="center", **how):
    """Put a text at a place of some axes, by default its middle."""
    return ax.text(x, y, text, fontsize=size, color=colour, ha=ha, va=va, **how)
