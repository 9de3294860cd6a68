"""Names at the ends of lines: beside their line when they are drawn, and apart from each other."""

import numpy as np
from matplotlib.artist import allow_rasterization
from matplotlib.path import Path
from matplotlib.text import Annotation
from matplotlib.transforms import IdentityTransform

from nnlib.plots.fast_text import draw_word
from nnlib.plots.style import RC

# Points: from one label to the next; from the end of a line to a label, also with a leader
# between them; and how far from its line's end a label needs one.
LABEL_HEIGHT = 14
BESIDE, WITH_LEADER, FAR = 6, 20, 8


class EndLabel(Annotation):
    """A short text right of the end of a line, without formulas; made by ``label_ends``.

    Laid out as any annotation of matplotlib with an offset in points is, and drawn faster. Where
    neighbours push it away from its line, a leader joins them.
    """

    def __init__(self, line, peers):
        super().__init__(
            *("", (0, 0)),
            **{"xytext": (BESIDE, 0), "textcoords": "offset points", "annotation_clip": False},
            **{"va": "center", "color": line.get_color(), "fontsize": RC["xtick.labelsize"]},
        )
        self.line, self.peers = line, peers
        line.axes.add_artist(self)
        # It stands outside the axes, where layout must leave it room.
        self.set(clip_on=False, zorder=4)

    def update_positions(self, renderer):
        """Find the place beside the line's end, as axes and neighbours are now."""
        _place(self.peers)
        super().update_positions(renderer)

    @allow_rasterization
    def draw(self, renderer):
        """Draw the text, and its leader."""
        if not self.get_visible() or not self.get_text():
            return
        _place(self.peers)
        point = renderer.points_to_pixels(1)
        end, gap = self.axes.transData.transform(self.xy), np.array([3 * point, 0])
        place, em = end + np.multiply(self.get_position(), point), self.get_size() * point
        draw_word(renderer, self.get_text(), em, *place, colour=self.get_color())
        if self.get_position()[0] == WITH_LEADER:
            pen = renderer.new_gc()
            pen.set_linewidth(0.6 * point)
            pen.set_foreground(self.get_color())
            renderer.draw_path(pen, Path([end + gap, place - gap]), IdentityTransform())


def label_ends(lines):
    """Make an empty label for each line of some axes; ``set_text`` names the line."""
    labels = []
    labels += [EndLabel(line, labels) for line in lines]
    return labels


def _place(labels):
    """Put each label right of the last finite point of its line, and keep labels apart."""
    shown = [label for label in labels if _find_end(label)]
    if not shown:
        return
    ax = shown[0].axes
    window, points = ax.bbox, 72 / ax.figure.dpi
    heights = ax.transData.transform([label.xy for label in shown])[:, 1] * points
    # None stands below the axes, where the numbers of the axis are, unless its line ends there.
    low = min(window.y0 * points, heights.min())
    places = spread_out(heights, low=low)
    across = WITH_LEADER if np.abs(places - heights).max() > FAR else BESIDE
    for label, height, place in zip(shown, heights, places, strict=True):
        label.set_position((across, place - height))


def _find_end(label):
    """Take up the last finite point of a label's line; tell whether there is one."""
    across, up = label.line.get_data()
    finite = np.flatnonzero(np.isfinite(up))
    label.set_visible(finite.size > 0)
    if finite.size:
        label.xy = across[finite[-1]], up[finite[-1]]
    return finite.size > 0 and label.get_text() != ""


def spread_out(heights, gap=LABEL_HEIGHT, low=-np.inf):
    """Move heights as little as needed to be `gap` apart and not below `low`, in the same order.

    >>> spread_out([10.0, 12.0, 50.0], gap=10).tolist()
    [6.0, 16.0, 50.0]
    >>> spread_out([10.0, 12.0], gap=10, low=10).tolist()
    [10.0, 20.0]
    """
    heights = np.asarray(heights, dtype=float)
    order = np.argsort(heights, kind="stable")
    groups = []
    for height in heights[order]:
        groups.append([height])
        while len(groups) > 1 and _overlap(groups[-2], groups[-1], gap):
            last = groups.pop()
            groups[-1] += last
    places = np.concatenate([_fan(group, gap) for group in groups] or [[]])
    # From the lowest on, each at least at its step of a ladder that begins at `low`.
    spread = np.empty_like(heights)
    spread[order] = np.maximum(places, low + gap * np.arange(len(places)))
    return spread


def _fan(group, gap):
    return np.mean(group) + gap * (np.arange(len(group)) - (len(group) - 1) / 2)


def _overlap(lower, upper, gap):
    return _fan(upper, gap)[0] - _fan(lower, gap)[-1] < gap
