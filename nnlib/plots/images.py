"""Pictures made of numbers: hidden units as heat maps, tables, digits and feature maps."""

import numpy as np

from nnlib.plots.glyphs import Numbers, short_number
from nnlib.plots.pixels import draw_cells
from nnlib.plots.style import (
    AMOUNT_MAP,
    FRAME,
    GREY_MAP,
    QUIET,
    VALUE_MAP,
    VALUE_TABLE,
    Drawing,
    colour_indices,
    colour_table,
    hide_axes,
    laid_out_window,
    rgba_bytes,
)

GREY_TABLE = colour_table(GREY_MAP)
FRAME_BYTES = rgba_bytes(FRAME)
GAP = 6
MAGNIFY = 5


def _lay_tiles(tiles, cells, gaps):
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


def unit_mosaic(maps):
    """Lay heat maps of every hidden unit side by side: a column a layer, a row a unit.

    Parameters
    ----------
    maps : list of arrays of shape (n*n, units), one a layer
        Activations at ``grid_points(extent, n)``, as ``forward(...).A[1:-1]`` gives them. The
        strongest colour stands for 1, or for the layer's largest value where that is larger.

    Returns
    -------
    uint8 array of shape (height, width, 4)
        RGBA, top row first, transparent where there is no unit.

    Examples
    --------
    >>> unit_mosaic([np.zeros((16, 3)), np.zeros((16, 2))]).shape
    (30, 18, 4)
    """
    n = round(len(maps[0]) ** 0.5)
    tiles, cells = [], []
    for column, layer in enumerate(maps):
        limit = np.max(np.abs(layer), initial=1.0, where=np.isfinite(layer))
        # Units first, so that every tile lies in one piece of memory; then the bottom row last.
        indices = colour_indices(layer.T, limit).reshape(-1, n, n)[:, ::-1]
        tiles.extend(VALUE_TABLE.take(indices, axis=0))
        cells.extend((row, column) for row in range(len(indices)))
    return _lay_tiles(tiles, cells, (GAP, GAP))


class Mosaic(Drawing):
    """One image made of tiles; made by ``draw_hidden_units``."""

    def __init__(self, image):
        super().__init__([image])
        self.image = image

    def update(self, maps):
        """Show other activations of the same layers: arrays of shape (n*n, units)."""
        self.image.set_data(unit_mosaic(maps))


def draw_hidden_units(ax, maps, names=None):
    """Draw what every hidden unit gives over the plane, a column a layer.

    Parameters
    ----------
    ax : Axes
    maps : list of arrays of shape (n*n, units), one a layer
        See ``unit_mosaic``; 24 to 40 points a side are enough.
    names : list of str, optional
        Of the layers, above their columns; by default "layer 1" and so on.

    Returns
    -------
    Mosaic
        With ``update(maps)`` while layers and units stay the same.
    """
    picture = unit_mosaic(maps)
    height, width = picture.shape[:2]
    image = draw_cells(ax, picture, extent=(0, width, height, 0))
    hide_axes(ax)
    step = (width + GAP) / len(maps)
    font = _column_font(ax, picture, step)
    for layer in range(len(maps)):
        name = f"layer {layer + 1}" if names is None else names[layer]
        middle = layer * step + (step - GAP) / 2
        ax.text(middle, -0.6 * GAP, name, ha="center", va="bottom", fontsize=font, color=QUIET)
    return Mosaic(image)


def _column_font(ax, picture, step):
    """Size in points at which a short layer name fits above a column."""
    height, width = picture.shape[:2]
    window = laid_out_window(ax)
    column = step * min(window.width / width, window.height / height) * 72 / ax.figure.dpi
    return np.clip(0.24 * column, 6, 10)


class HeatMap(Drawing):
    """A table of coloured cells with numbers; made by ``draw_heat_map``."""

    def __init__(self, image, numbers, limits, write):
        super().__init__([image] if numbers is None else [image, numbers])
        self.image, self.numbers = image, numbers
        self._limits, self._write = limits, write

    def update(self, table):
        """Show other values of the same shape (rows, columns)."""
        table = np.asarray(table, dtype=float)
        self.image.set_data(table)
        self.image.set_clim(*self._limits(table))
        if self.numbers is not None:
            self.numbers.set_texts([self._write(value) for value in table.ravel()])


def draw_heat_map(
    ax,
    table,
    row_labels=None,
    column_labels=None,
    signed=False,
    limit=None,
    write=short_number,
):
    """Draw a table as coloured cells with their numbers.

    Parameters
    ----------
    ax : Axes
    table : array of shape (rows, columns)
        NaN is drawn grey.
    row_labels, column_labels : list of str, optional
    signed : bool
        Whether values have a sign that matters (weights, kernels): blue below zero, orange above.
        Otherwise light is low and dark is high.
    limit : float or (low, high), optional
        Values of the strongest colours; by default taken from the table at each update.
    write : callable or None
        Turns a value into the text in its cell; None leaves numbers out.

    Returns
    -------
    HeatMap
        With ``update(table)``.
    """
    table = np.asarray(table, dtype=float)
    image = draw_cells(ax, table, cmap=VALUE_MAP if signed else AMOUNT_MAP)
    hide_axes(ax)
    ax.tick_params(length=0)
    if row_labels is not None:
        ax.set_yticks(range(table.shape[0]), row_labels)
    if column_labels is not None:
        ax.set_xticks(range(table.shape[1]), column_labels)
    places = [(column, row) for row, column in np.ndindex(table.shape)]
    numbers = None if write is None else Numbers(ax, places, size=11)
    heat_map = HeatMap(image, numbers, lambda values: _limits(values, signed, limit), write)
    heat_map.update(table)
    return heat_map


def _limits(table, signed, limit):
    if limit is not None:
        return (-limit, limit) if np.isscalar(limit) else limit
    known = table[np.isfinite(table)]
    if signed:
        largest = np.max(np.abs(known), initial=0) or 1.0
        return -largest, largest
    return (known.min(), known.max()) if known.size else (0.0, 1.0)


class Images(Drawing):
    """Small pictures in rows, with captions; made by ``draw_images``."""

    def __init__(self, image, texts, columns, signed):
        super().__init__([image, *texts])
        self.image, self.texts = image, texts
        self._columns, self._signed = columns, signed

    def update(self, images, captions=None):
        """Show other pictures, as many and as large: shape (k, height, width)."""
        self.image.set_data(tile_images(images, self._columns, self._signed, bool(self.texts)))
        if captions is not None:
            for text, caption in zip(self.texts, captions, strict=True):
                text.set_text(caption)


def tile_images(images, columns, signed=False, room_for_captions=False):
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
    >>> tile_images(np.zeros((3, 8, 8)), columns=2).shape
    (90, 90, 4)
    """
    # Every value becomes a square of several pixels, so that the frame beside it is thin.
    magnify = np.ones((MAGNIFY, MAGNIFY, 1), dtype=np.uint8)
    tiles, cells = [], []
    for number, values in enumerate(np.asarray(images, dtype=float)):
        limit = np.max(np.abs(values), initial=0, where=np.isfinite(values)) or 1.0
        table, scaled = (
            (VALUE_TABLE, values / limit) if signed else (GREY_TABLE, 2 * values / limit - 1)
        )
        tiles.append(np.kron(table[colour_indices(scaled)], magnify))
        cells.append(divmod(number, columns))
    return _lay_tiles(tiles, cells, _image_gaps(images, room_for_captions))


def _image_gaps(images, room_for_captions):
    height = MAGNIFY * np.shape(images)[1]
    return (height // 3 if room_for_captions else GAP), GAP


def draw_images(ax, images, captions=None, columns=8, signed=False):
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
        With ``update(images, captions)``.
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
