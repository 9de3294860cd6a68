"""The look of every figure: fonts and axes, labels and layout.

Nothing here touches matplotlib's global settings.
"""

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from nnlib.plots.palette import FRAME, INK, PAPER

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
    is_square = any(ax.get_aspect() != "auto" for ax in fig.axes)
    for _ in range(3 if is_square else 1):
        before = [ax.get_position().bounds for ax in fig.axes]
        fig.get_layout_engine().execute(fig)
        if before == [ax.get_position().bounds for ax in fig.axes]:
            break
    if freeze:
        fig.set_layout_engine("none")


def laid_out_window(ax):
    """Find the place of some axes in pixels once constrained layout has given them their room."""
    settle_layout(ax.figure)
    return ax.get_window_extent()


def draw_legend(ax):
    """Name what is drawn in some axes in a list to the right of the figure's axes."""
    handles, names = ax.get_legend_handles_labels()
    look = {"frameon": False, "fontsize": RC["xtick.labelsize"], "labelcolor": INK}
    return ax.figure.legend(handles, names, loc="outside right upper", **look)
