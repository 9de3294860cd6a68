"""Signals of 0 and 1 through time: the answers of one neuron, and several signals together."""

import numpy as np
from matplotlib.collections import LineCollection

from nnlib.plots.palette import FRAME, INK, NEGATIVE, ORANGE_LIGHT, POSITIVE
from nnlib.plots.pieces import Drawing, add_shapes, put_text
from nnlib.plots.style import hide_axes

SILENT_HEIGHT = 0.16


def draw_spikes(ax, slots):
    """Make room for answers through time: a tall orange line for 1, a short blue one for 0.

    Its ``update(answers)`` shows the latest of them, the newest at the right end.

    Parameters
    ----------
    ax : Axes
    slots : int
        How many of them are shown.
    """
    hide_axes(ax)
    ax.set(xlim=(-0.7, slots - 0.3), ylim=(-0.08, 1.1))
    ax.plot([-0.6, slots - 0.4], [0, 0], color=FRAME, linewidth=1, zorder=1)
    silent = LineCollection([], colors=NEGATIVE, linewidths=3, zorder=3)
    fired = LineCollection([], colors=POSITIVE, linewidths=5, zorder=3)

    def update(answers):
        latest = np.asarray(answers, dtype=int)[-slots:]
        places = np.arange(slots - len(latest), slots)
        for lines, answer, height in ((silent, 0, SILENT_HEIGHT), (fired, 1, 1.0)):
            lines.set_segments([[(x, 0), (x, height)] for x in places[latest == answer]])

    return Drawing(add_shapes(ax, silent, fired), update=update, silent=silent, fired=fired)


def draw_signals(ax, signals):
    """Draw signals of 0 and 1 through discrete time, one above the other, each with its name.

    A signal keeps its value for a whole step; the part in which it is 1 is coloured, and the value
    stands in it.

    Parameters
    ----------
    ax : Axes
        About 70 pixels high for each signal.
    signals : mapping of name to zeros and ones, shape (steps,)

    Raises
    ------
    ValueError
        If there is no signal, or their lengths differ.
    """
    lengths = {len(values) for values in signals.values()}
    if len(lengths) != 1:
        raise ValueError(f"signals must have one length; got {sorted(lengths)}.")
    steps = lengths.pop()
    edges = np.arange(steps + 1) - 0.5
    hide_axes(ax)
    for row, (name, values) in enumerate(signals.items()):
        base = -1.5 * row
        ax.stairs(base + np.asarray(values), edges, baseline=base, fill=True, color=ORANGE_LIGHT)
        ax.stairs(base + np.asarray(values), edges, baseline=None, color=INK, linewidth=2)
        put_text(ax, -0.75, base + 0.5, name, ha="right")
        for t, value in enumerate(values):
            put_text(ax, t, base + (0.5 if value else 0.25), f"{value}", 10)
    ax.set(xlim=(-2.2, steps - 0.3), ylim=(-1.5 * (len(signals) - 1) - 0.2, 1.15))
    ax.set_xticks(range(steps), range(steps))
    ax.tick_params(length=0)
    ax.set_xlabel("time step t", fontsize=12, color=INK)
