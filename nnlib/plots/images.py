"""Arrays as pictures: tables of coloured cells with numbers, and small pictures in rows."""

import numpy as np

from nnlib.plots.colour_maps import AMOUNT_MAP, GREY_TABLE, VALUE_MAP, VALUE_TABLE, colour_indices
from nnlib.plots.fast_text import Numbers
from nnlib.plots.numbers import largest, short_number
from nnlib.plots.pieces import Drawing
from nnlib.plots.pixels import GAP, draw_cells, lay_tiles
from nnlib.plots.style import hide_axes

# Pixels along each side of a value of a small picture, so that the frame beside it is thin.
MAGNIFY = 5


def draw_heat_map(
    ax, table, row_labels=None, column_labels=None, signed=False, limit=None, write=short_number
):
    """Draw a table as coloured cells with their numbers.

    Its ``update(table)`` shows another of the same shape.

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
    """
    shape = np.shape(table)
    image = draw_cells(ax, np.zeros(shape), cmap=VALUE_MAP if signed else AMOUNT_MAP)
    hide_axes(ax)
    ax.tick_params(length=0)
    if row_labels is not None:
        ax.set_yticks(range(shape[0]), row_labels)
    if column_labels is not None:
        ax.set_xticks(range(shape[1]), column_labels)
    places = [(column, row) for row, column in np.ndindex(shape)]
    numbers = None if write is None else Numbers(ax, places, size=11)

    def update(table):
        table = np.asarray(table, dtype=float)
        image.set_data(table)
        image.set_clim(*_limits(table, signed, limit))
        if write is not None:
            numbers.set_texts([write(value) for value in table.ravel()])

    update(table)
    artists = [image] if numbers is None else [image, numbers]
    return Drawing(artists, update=update, image=image, numbers=numbers)


def _limits(table, signed, limit):
    if limit is not None:
        return (-limit, limit) if np.isscalar(limit) else limit
    if signed:
        limit = largest(table) or 1.0
        return -limit, limit
    known = table[np.isfinite(table)]
    return (known.min(), known.max()) if known.size else (0.0, 1.0)


def draw_images(ax, images, captions=None, *, columns, signed=False):
    """Draw small pictures in rows: digits, kernels or feature maps, each to its largest value.

    Its ``update(images)`` shows as many others of the same size.

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
    """
    count, height, width = np.shape(images)
    columns = min(columns, count)
    tall, wide = MAGNIFY * height + 2, MAGNIFY * width + 2
    # With captions, rows are far enough apart for a line of text.
    below = GAP if captions is None else MAGNIFY * height // 3
    cells = [divmod(number, columns) for number in range(count)]

    def picture(images):
        tiles = [_magnified(values, signed) for values in np.asarray(images, dtype=float)]
        return lay_tiles(tiles, cells, (below, GAP))

    first = picture(images)
    image = draw_cells(ax, first, extent=(0, first.shape[1], first.shape[0], 0))
    hide_axes(ax)
    texts = []
    for (row, column), caption in zip(cells, captions or (), strict=captions is not None):
        middle, top = column * (wide + GAP) + wide / 2, row * (tall + below) - 2
        texts.append(ax.text(middle, top, caption, ha="center", va="bottom", fontsize=10))

    def update(images):
        image.set_data(picture(images))

    return Drawing([image, *texts], update=update, image=image, texts=texts)


def _magnified(values, signed):
    """Colour a picture by its own largest value; shape (MAGNIFY * height, MAGNIFY * width, 4)."""
    limit = largest(values) or 1.0
    scaled = values / limit if signed else 2 * values / limit - 1
    colours = (VALUE_TABLE if signed else GREY_TABLE)[colour_indices(scaled)]
    return np.kron(colours, np.ones((MAGNIFY, MAGNIFY, 1), dtype=np.uint8))
