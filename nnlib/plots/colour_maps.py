"""From values to colours: maps for matplotlib, and tables of bytes, which are faster."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgba

from nnlib.plots.palette import AMOUNTS, FRAME, INK, LINES, PAPER, SURFACES, VALUES


def _colour_map(name, *colours):
    return LinearSegmentedColormap.from_list(name, colours, N=255).with_extremes(bad=FRAME)


VALUE_MAP = _colour_map("value", *VALUES)
SURFACE_MAP = _colour_map("surface", *SURFACES)
LINE_MAP = _colour_map("line", *LINES)
AMOUNT_MAP = _colour_map("amount", *AMOUNTS)
# For pictures such as digits: dark ink on white paper.
GREY_MAP = _colour_map("grey", PAPER, INK)


def colour_indices(values, limit=1.0):
    """Turn values in [-limit, limit] into the indices 0 … 254 of a colour table.

    Zero is exactly the middle, 127. What lies outside takes the end colour; NaN takes index 255,
    the table's grey.

    >>> colour_indices(np.array([-1.0, 0.0, 0.5, 9.0, np.nan])).tolist()
    [0, 127, 190, 254, 255]
    """
    scaled = np.clip(np.asarray(values) * (127 / limit) + 127, 0, 254)
    return np.where(np.isnan(scaled), 255, scaled).astype(np.uint8)


def rgba_bytes(colour):
    """RGBA bytes of one colour, shape (4,)."""
    return np.round(255 * np.array(to_rgba(colour))).astype(np.uint8)


def colour_table(colour_map):
    """RGBA bytes of a map's 255 colours and, last, the colour for NaN; shape (256, 4)."""
    return np.vstack([colour_map(np.arange(255), bytes=True), colour_map([np.nan], bytes=True)])


VALUE_TABLE = colour_table(VALUE_MAP)
SURFACE_TABLE = colour_table(SURFACE_MAP)
LINE_TABLE = colour_table(LINE_MAP)
AMOUNT_TABLE = colour_table(AMOUNT_MAP)
GREY_TABLE = colour_table(GREY_MAP)
