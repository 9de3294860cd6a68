"""Small pictures in rows: digits, kernels and feature maps."""

import numpy as np

from nnlib.plots.colour_maps import GREY_TABLE, VALUE_TABLE, colour_indices
from nnlib.plots.pixels import draw_cells
from nnlib.plots.style import Drawing, hide_axes
from nnlib.plots.tiles import GAP, lay_tiles

# Pixels along each side of a value, so that the frame beside it is thin.
MAGNIFY = 5


class Images(Drawing):
    """Small pictures in rows, with captions; made by ``draw_images``."""

    def __init__(self, image, texts, columns, signed):
        super().__init__([image, *texts])
        self.image, self.texts = image, texts
        self._columns, self._signed = columns, signed

    def update(self, images):
        """Show other pictures, as many and as large: shape (k, height, width)."""
        self.image.set_data(tile_images(images, self._columns, self._signed, bool(self.texts)))


def tile_images(images, columns, signed, room_for_captions):
    """Lay pictures in rows, each scaled to its own largest value.

    Parameters
    ----------
    images : array of shape (k, height, width)
    columns : int
    signed : bool
        Blue to orange round zero; otherwise 0 is white and the largest value is ink.
    room_for_captions : bool
        Whether rows are far enough apart for a line of text.

    Returns
    -------
    uint8 array of shape (picture height, picture width, 4)

    Examples
    --------
    >>> tile_images(np.zeros((3, 8, 8)), 2, signed=False, room_for_captions=False).shape
    (90, 90, 4)
    """
    magnify = np.ones((MAGNIFY, MAGNIFY, 1), dtype=np.uint8)
    tiles, cells = [], []
    for number, values in enumerate(np.asarray(images, dtype=float)):
        limit = np.max(np.abs(values), initial=0, where=np.isfinite(values)) or 1.0
        table, scaled = (
            (VALUE_TABLE, values / limit) if signed else (GREY_TABLE, 2 * values / limit - 1)
        )
        tiles.append(np.kron(table[colour_indices(scaled)], magnify))
        cells.append(divmod(number, columns))
    return lay_tiles(tiles, cells, _image_gaps(images, room_for_captions))


def _image_gaps(images, room_for_captions):
    height = MAGNIFY * np.shape(images)[1]
    return (height // 3 if room_for_captions else GAP), GAP


def draw_images(ax, images, captions=None, *, columns, signed=False):
    """Draw small pictures in rows: digits, kernels or feature maps.

    Parameters
    ----------
    ax : Axes
    images : array of shape (k, height, width)
    captions : list of k str, optional
        One above each picture.
    columns : int
        Pictures in a row.
    signed : bool
        Blue to orange round zero; otherwise 0 is white and the largest value is ink.

    Returns
    -------
    Images
        With ``update(images)``.
    """
    images = np.asarray(images, dtype=float)
    columns = min(columns, len(images))
    picture = tile_images(images, columns, signed, captions is not None)
    height, width = picture.shape[:2]
    image = draw_cells(ax, picture, extent=(0, width, height, 0))
    hide_axes(ax)
    below, beside = _image_gaps(images, captions is not None)
    texts = []
    for number, caption in enumerate(captions or ()):
        row, column = divmod(number, columns)
        tall, wide = MAGNIFY * images.shape[1] + 2, MAGNIFY * images.shape[2] + 2
        middle, top = column * (wide + beside) + wide / 2, row * (tall + below) - 2
        texts.append(ax.text(middle, top, caption, ha="center", va="bottom", fontsize=10))
    return Images(image, texts, columns, signed)
