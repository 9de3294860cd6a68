"""Where the words of a figure are: tests look for words that overlap, are cut, or crossed."""

from itertools import combinations, pairwise

import numpy as np
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from nnlib import plots
from nnlib.plots.fast_text import word_width

# Pixels that boxes of letters may share, as letters do not fill theirs.
SLACK = 2


def words(figure):
    """List (text, box in pixels, axes, whether paper covers what is behind) of all words."""
    renderer, found = figure.canvas.get_renderer(), []
    for ax in figure.axes:
        if ax.get_visible() and ax.name != "3d":  # whose words turn with it
            found += _texts(ax, renderer) + _numbers(ax, renderer)
    return [word for word in found if word[0].strip()]


def _texts(ax, renderer):
    """Titles, labels of axes, numbers of axes, names and notes."""
    hidden = {text for axis in _axes(ax) for text in _outside(axis)}
    found = []
    for text in ax.findobj(Text):
        on = text.get_visible() and text not in hidden and text.get_rotation() % 90 == 0
        if on and all(part.get_visible() for part in _parents(text, ax)):
            box = text.get_window_extent(renderer)
            found.append((text.get_text(), box, ax, text.get_bbox_patch() is not None))
    return found


def _axes(ax):
    return [axis for name, axis in ax._axis_map.items()]


def _outside(axis):
    """Find the texts of an axis that are not drawn: of ticks beyond its limits, of hidden axes."""
    shown = (
        set()
        if not axis.get_visible()
        else {text for tick in axis._update_ticks() for text in (tick.label1, tick.label2)}
    )
    shown |= {axis.label} if axis.get_visible() else set()
    return set(axis.findobj(Text)) - shown


def _parents(text, ax):
    legend = ax.get_legend()
    return [legend] if legend is not None and text in legend.get_texts() else []


def _numbers(ax, renderer):
    found, point = [], renderer.points_to_pixels(1)
    for numbers in ax.findobj(plots.Numbers):
        if not numbers.get_visible():
            continue
        em = numbers.size * point
        places = ax.transData.transform(numbers.places) - (0, numbers.below * point)
        for text, (x, y) in zip(numbers.texts, places, strict=True):
            half = word_width(text, em) / 2, 0.73 * em / 2
            box = Bbox([(x - half[0], y - half[1]), (x + half[0], y + half[1])])
            found.append((text, box, ax, numbers.box))
    return found


def cut(figure):
    """Name the words that the edge of the figure cuts."""
    low, high = figure.bbox.get_points()
    return [
        text
        for text, box, *_ in words(figure)
        if (box.get_points()[0] < low - 1).any() or (box.get_points()[1] > high + 1).any()
    ]


def overlapping(figure):
    """Name the pairs of words that overlap."""
    return [
        (one[0], other[0])
        for one, other in combinations(words(figure), 2)
        if _share(one[1], other[1])
    ]


def _share(one, other):
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return min(width, height) > SLACK


def crossed(figure):
    """Name the words that a line of their axes goes through, with no paper or marker between."""
    lines = {ax: np.concatenate([np.empty((0, 2)), *_lines(ax)]) for ax in figure.axes}
    return [
        text
        for text, box, ax, covered in words(figure)
        if not covered and not _is_on_marker(box, ax) and _cross(lines[ax], box)
    ]


def _is_on_marker(box, ax):
    """Whether the middle of a box is that of a large marker, such as a unit of a network."""
    middle = box.get_points().mean(axis=0)
    places = [
        part.get_offset_transform().transform(part.get_offsets())
        for part in ax.findobj(PathCollection)
    ]
    return any(np.linalg.norm(place - middle, axis=1).min(initial=9) < 3 for place in places)


def _lines(ax):
    """List many points, in pixels, on each line of some axes, within the axes if it ends there."""
    for part in (*ax.lines, *ax.findobj(LineCollection)):
        is_line = part in ax.lines
        if not part.get_visible() or (is_line and part.get_linestyle() in ("None", "none")):
            continue
        for way in [part.get_xydata()] if is_line else part.get_segments():
            points = _points_on(part.get_transform().transform(way))
            inside = (points >= ax.bbox.min) & (points <= ax.bbox.max)
            yield points[inside.all(axis=1)] if part.get_clip_on() else points


def _points_on(way):
    """Give points on a line (k, 2), a pixel or less from one to the next."""
    parts = [
        np.linspace(start, end, 2 + int(np.abs(end - start).max()))
        for start, end in pairwise(way)
        if np.isfinite([start, end]).all() and np.abs(end - start).max() > 1
    ]
    return np.concatenate(parts) if parts else np.empty((0, 2))


def _cross(points, box):
    """Whether points are in the inner part of a box."""
    low, high = box.min + SLACK, box.max - SLACK
    return bool(((points > low) & (points < high)).all(axis=1).any())
