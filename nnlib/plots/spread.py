"""Results of many runs: a dot a run, and a line through the medians."""

import numpy as np

from nnlib.plots.curves import add_line
from nnlib.plots.end_labels import place_end_labels
from nnlib.plots.fast_text import EndLabel
from nnlib.plots.style import Drawing


def draw_spread(ax, positions, values, name, series=0):
    """Draw results of many runs: a dot a run, and a line through the medians.

    Parameters
    ----------
    ax : Axes
    positions : sequence of length k
        What varies, such as the number of hidden units; evenly spaced, as tick labels.
    values : array of shape (k, runs)
    name : str
        Written at the end of the line.
    series : int
        0 for the first set of results in these axes, 1 for the next; each looks different.

    Returns
    -------
    Drawing
        Dots, line and label.
    """
    values = np.asarray(values, dtype=float)
    places = np.arange(len(positions))
    shift = np.linspace(-0.12, 0.12, values.shape[1]) if values.shape[1] > 1 else np.zeros(1)
    line = add_line(ax, series)
    (dots,) = ax.plot(
        (places[:, None] + shift).ravel(),
        values.ravel(),
        linestyle="none",
        marker="os^Dv"[series % 5],
        markersize=5,
        markerfacecolor="none",
        markeredgecolor=line.get_color(),
        alpha=0.55,
        zorder=2,
    )
    medians = np.median(values, axis=1)
    # A little beyond the dots, so that the label at the end stands clear of them.
    line.set_data([-0.2, *places, places[-1] + 0.2], [medians[0], *medians, medians[-1]])
    label = EndLabel(ax, line.get_color())
    label.set_text(name)
    ax.set_xticks(places, [str(position) for position in positions])
    ax.relim()
    ax.autoscale_view()
    place_end_labels(ax, [line], [label])
    return Drawing([dots, line, label])
