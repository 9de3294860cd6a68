"""From strokes drawn by hand to a digit like those of the training data, 8 × 8.

The digits of `nnlib.datasets.digits` were scanned, brought to 32 × 32 black and white pixels, and
each of their 8 × 8 values counts the black ones in a block of 4 × 4. Every one of them reaches from
the top row to the bottom row, few are wider than six blocks of the eight, and all have about the
same amount of ink. What is drawn here is treated so, too.
"""

from contextlib import suppress

import numpy as np
import traitlets

SIDE, BLOCK = 32, 4
# Of the 1024 pixels: what the digits of the data have on average, 19.5 blocks of 16.
INK = 312
WIDEST = 24
THINNEST, THICKEST = 1.0, 6.0  # radius of the pen, in pixels
# A stroke that is nearly flat is not stretched to the full height.
FLATTEST = 0.25


def checked_strokes(strokes):
    """Give strokes back as lists of lists, or say what is wrong with them in a TraitError.

    >>> checked_strokes([[(0.5, 0.25)]])
    [[[0.5, 0.25]]]
    """
    return [_checked(stroke) for stroke in strokes]


def _checked(stroke):
    with suppress(TypeError, ValueError):
        points = [[float(x), float(y)] for x, y in stroke]
        if all(0 <= v <= 1 for point in points for v in point):
            return points
    raise traitlets.TraitError(f"a stroke is a list of points [x, y] from 0 to 1; got {stroke!r}.")


def to_bitmap(strokes):
    """Bring strokes to the size, place and thickness of the training digits.

    Parameters
    ----------
    strokes : list of lists of points (x, y)
        In any unit; y grows downwards. A stroke of one point is a dot.

    Returns
    -------
    bool array of shape (32, 32)
        True is ink. The height is filled and the aspect kept, but what would be wider than 24
        pixels is made narrower; the centre of mass lies in the middle of the width, as far as the
        frame allows; the pen is as thick as it takes to give about 312 pixels of ink, within
        limits.

    Raises
    ------
    ValueError
        If `strokes` is no list of lists of points, or a coordinate is not finite.

    Examples
    --------
    >>> bitmap = to_bitmap([[(0.5, 0.2), (0.5, 0.7)]])
    >>> bool(bitmap[0].any() and bitmap[31].any()), np.flatnonzero(bitmap[16]).tolist()
    (True, [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21])
    """
    starts, ends = _segments(strokes)
    if not len(starts):
        return np.zeros((SIDE, SIDE), dtype=bool)
    radius = 2.0
    for _ in range(3):  # a thicker pen needs a smaller path, on which it may be thicker still
        move = _into_frame(starts, ends, radius)
        distances = _distances(move(starts), move(ends))
        radius = np.clip(np.sort(distances, axis=None)[INK], THINNEST, THICKEST)
    return distances < radius + 1e-6  # all or none of the pixels that are equally far


def count_blocks(bitmap):
    """Share of ink in each block of 4 × 4 pixels: (32, 32) to (8, 8), as training digits have it.

    >>> count_blocks(to_bitmap([[(0, 0), (0, 9)]]))[3]
    array([0. , 0. , 0.5, 1. , 1. , 0.5, 0. , 0. ])
    """
    side = SIDE // BLOCK
    return bitmap.reshape(side, BLOCK, side, BLOCK).mean(axis=(1, 3))


def _segments(strokes):
    """List where the straight pieces of all strokes start and end, two arrays (k, 2)."""
    starts, ends = [np.zeros((0, 2))], [np.zeros((0, 2))]
    for stroke in strokes:
        points = np.asarray(stroke, dtype=float)
        if not points.size:
            continue
        if points.ndim != 2 or points.shape[1] != 2 or not np.isfinite(points).all():
            raise ValueError(f"a stroke must be a list of points (x, y); got {stroke!r}.")
        starts.append(points[:-1] if len(points) > 1 else points)
        ends.append(points[1:] if len(points) > 1 else points)
    return np.concatenate(starts), np.concatenate(ends)


def _into_frame(starts, ends, radius):
    """Give the function that takes points to their place in the frame, in pixels."""
    points = np.concatenate([starts, ends])
    low, high = points.min(axis=0), points.max(axis=0)
    width, height = high - low
    down = (SIDE - 2 * radius) / (max(height, FLATTEST * width) or 1.0)
    across = min(down, (WIDEST - 2 * radius) / width) if width else down
    scale, middle = np.array([across, down]), (low + high) / 2
    lengths = np.linalg.norm((ends - starts) * scale, axis=1) + 1e-9
    mass = np.average((starts + ends) / 2, axis=0, weights=lengths)
    room = (SIDE / 2 - radius - across * width / 2) * np.array([1.0, 0.0])
    shift = np.clip((middle - mass) * scale, -room, room)
    return lambda place: (place - middle) * scale + SIDE / 2 + shift


def _distances(starts, ends):
    """Distance of the middle of every pixel from the nearest piece, (32, 32)."""
    y, x = np.mgrid[:SIDE, :SIDE] + 0.5
    pixels = np.stack([x, y], axis=-1).reshape(-1, 2)  # (1024, 2)
    along = ends - starts  # (k, 2)
    length = (along**2).sum(axis=1)  # (k,), squared
    beside = pixels @ along.T - (starts * along).sum(axis=1)  # (1024, k)
    share = np.clip(beside / np.where(length, length, 1.0), 0, 1)
    from_start = ((pixels[:, np.newaxis] - starts) ** 2).sum(axis=-1)  # (1024, k), squared
    squared = from_start + share * (share * length - 2 * beside)
    return np.sqrt(np.maximum(squared.min(axis=1), 0)).reshape(SIDE, SIDE)
