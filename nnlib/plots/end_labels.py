"""Names at the ends of lines, kept apart."""

import numpy as np

# Height that a label at the end of a line takes up, in points.
LABEL_HEIGHT = 14


def place_end_labels(ax, lines, labels):
    """Put each label right of the last finite point of its line, and keep labels apart."""
    heights, shown = [], []
    for line, label in zip(lines, labels, strict=True):
        finite = np.flatnonzero(np.isfinite(line.get_ydata()))
        label.set_visible(finite.size > 0)
        if finite.size:
            label.xy = line.get_xdata()[finite[-1]], line.get_ydata()[finite[-1]]
            pixels = ax.transData.transform(label.xy)[1]
            heights.append(pixels * 72 / ax.figure.dpi)
            shown.append(label)
    for label, height, place in zip(shown, heights, spread_out(heights), strict=True):
        label.set_position((6, place - height))


def spread_out(heights, gap=LABEL_HEIGHT):
    """Move heights as little as needed to be at least `gap` apart, in the same order.

    >>> spread_out([10.0, 12.0, 50.0], gap=10).tolist()
    [6.0, 16.0, 50.0]
    """
    heights = np.asarray(heights, dtype=float)
    order = np.argsort(heights, kind="stable")
    groups = []
    for height in heights[order]:
        groups.append([height])
        while len(groups) > 1 and _overlap(groups[-2], groups[-1], gap):
            last = groups.pop()
            groups[-1] += last
    spread = np.empty_like(heights)
    spread[order] = np.concatenate([_fan(group, gap) for group in groups] or [[]])
    return spread


def _fan(group, gap):
    return np.mean(group) + gap * (np.arange(len(group)) - (len(group) - 1) / 2)


def _overlap(lower, upper, gap):
    return _fan(upper, gap)[0] - _fan(lower, gap)[-1] < gap
