"""One picture made of many small ones, each in a thin frame."""

import numpy as np

from nnlib.plots.colour_maps import rgba_bytes
from nnlib.plots.palette import FRAME

FRAME_BYTES = rgba_bytes(FRAME)
# Pixels between two tiles.
GAP = 6


def lay_tiles(tiles, cells, gaps):
    """Lay RGBA tiles of one size, each in a thin frame, into cells (row, column) of a picture."""
    height, width = np.add(tiles[0].shape[:2], 2)
    rows, columns = np.max(cells, axis=0) + 1
    below, beside = gaps
    shape = rows * (height + below) - below, columns * (width + beside) - beside, 4
    picture = np.zeros(shape, dtype=np.uint8)
    for tile, (row, column) in zip(tiles, cells, strict=True):
        top, left = row * (height + below), column * (width + beside)
        picture[top : top + height, left : left + width] = FRAME_BYTES
        picture[top + 1 : top + height - 1, left + 1 : left + width - 1] = tile
    return picture
