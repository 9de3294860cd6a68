"""The look of every figure: markers, dashes and fonts, the pieces of drawings, axes and layout.

Colour never stands alone: classes differ in marker, signs in line style, curves in dashes.
Nothing here touches matplotlib's global settings.
"""

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from nnlib.plots.palette import CLASS_COLOURS, FRAME, INK, PAPER

CLASS_MARKERS = ("o", "^")
CURVE_DASHES = ("-", (0, (5, 2)), (0, (1.2, 1.6)), (0, (6, 2, 1.2, 2)), (0, (9, 2)))

RC = {
    "font.family": "DejaVu Sans",
    "font.size": 12,
    "text.color": INK,
    "axes.titlesize": 13,
    "axes.labelsize": 12,
    "axes.labelcolor": INK,
    "axes.edgecolor": FRAME,
    "axes.linewidth": 1.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.facecolor": PAPER,
    "axes.unicode_minus": True,
    "figure.facecolor": PAPER,
    "lines.linewidth": 2.2,
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
    "xtick.color": FRAME,
    "ytick.color": FRAME,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
}

# Pixels per inch on the screen.
DPI = 100


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
        for artist in self.artists:
            artist.axes.draw_artist(artist)


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


def put_text(ax, x, y, text, size=12, colour=INK, ha="center", va="center", **how):
    """Put a text at a place of some axes, by default its middle."""
    return ax.text(x, y, text, fontsize=size, color=colour, ha=ha, va=va, **how)


def figure(ncols=1, nrows=1, *, width=8.0, height=None, **grid):
    """Make a figure and its axes in the course's style, without pyplot.

    Parameters
    ----------
    ncols, nrows : int
        How many axes beside and below each other.
    width, height : float
        Inches of 100 pixels each; by default 4 inches a row.
    **grid
        Passed to ``Figure.subplots``, for example ``width_ratios`` or ``sharey``.

    Returns
    -------
    fig : Figure
        With an Agg canvas and constrained layout.
    axes : Axes, or an array of Axes where there are several

    Examples
    --------
    >>> fig, axes = figure(ncols=2, width=9, height=3)
    >>> axes.shape, fig.get_size_inches().tolist()
    ((2,), [9.0, 3.0])
    """
    size = (width, 4.0 * nrows if height is None else height)
    with mpl.rc_context(RC):
        fig = Figure(figsize=size, dpi=DPI, layout="constrained")
        FigureCanvasAgg(fig)
        axes = fig.subplots(nrows, ncols, **grid)
    for ax in np.ravel(axes):
        # Ticks are made late, when a figure is drawn: what they look like has to be stored now.
        ax.tick_params(color=FRAME, labelcolor=INK, labelsize=RC["xtick.labelsize"])
    return fig, axes


def set_labels(ax, title=None, x=None, y=None):
    """Set title and axis labels in the course's sizes; None leaves one as it is."""
    if title is not None:
        ax.set_title(title, fontsize=RC["axes.titlesize"], color=INK)
    if x is not None:
        ax.set_xlabel(x, fontsize=RC["axes.labelsize"], color=INK)
    if y is not None:
        ax.set_ylabel(y, fontsize=RC["axes.labelsize"], color=INK)


def hide_axes(ax):
    """Remove ticks and frame, for diagrams and pictures, but keep title and axis labels."""
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)


def settle_layout(fig, freeze=False):
    """Lay a figure out until its axes stay in place, for which square axes need several passes.

    Parameters
    ----------
    fig : Figure
    freeze : bool
        Whether it then keeps this layout: what a lab needs, whose background must not move.
    """
    for _ in range(3):
        fig.draw_without_rendering()
    if freeze:
        fig.set_layout_engine("none")


def laid_out_window(ax):
    """Find the place of some axes in pixels once constrained layout has given them their room."""
    settle_layout(ax.figure)
    return ax.get_window_extent()


def draw_legend(ax):
    """Name what is drawn in some axes in a list to the right of the figure's axes."""
    return ax.figure.legend(
        *ax.get_legend_handles_labels(),
        loc="outside right upper",
        frameon=False,
        fontsize=RC["xtick.labelsize"],
        labelcolor=INK,
    )
