"""Bars of counts: how many of a class are how far with each exercise."""

import numpy as np

from nnlib.plots.palette import BLUE, FRAME, INK, ORANGE, PAPER
from nnlib.plots.pieces import Drawing

# From left to right, each with the colour of its area and that of a number on it.
COLOURS = ((BLUE, PAPER), (ORANGE, PAPER), (FRAME, INK), (PAPER, INK))


def draw_counts(ax, names, counts):
    """Draw one bar for each name, in parts that are named in the legend and counted in the bar.

    Parameters
    ----------
    ax : Axes
        About 200 pixels, and 24 for each name, high.
    names : list of str
        From top to bottom.
    counts : dict of str to list of int
        For each part, from left to right, how many for each name; four parts at most.
    """
    places, left, artists = np.arange(len(names)), np.zeros(len(names)), []
    for (part, numbers), (area, ink) in zip(counts.items(), COLOURS, strict=False):
        bars = ax.barh(places, numbers, left=left, color=area, edgecolor=FRAME, label=part)
        written = [str(number) if number else "" for number in numbers]
        artists += [bars, *ax.bar_label(bars, written, label_type="center", color=ink)]
        left = left + numbers
    ax.set(yticks=places, yticklabels=names, xticks=[])
    ax.set(xlim=(0, max(left.max(), 1)), ylim=(len(names) - 0.5, -0.5))
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=len(counts), frameon=False)
    return Drawing(artists)
