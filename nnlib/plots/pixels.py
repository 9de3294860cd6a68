"""Images whose cells keep sharp edges, drawn in a fraction of the time that matplotlib takes.

Many small ones are laid into one, each in a thin frame. What seldom changes is kept as an image.
"""

import numpy as np
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.image import AxesImage

from nnlib.plots.colour_maps import rgba_bytes
from nnlib.plots.palette import FRAME

FRAME_BYTES = rgba_bytes(FRAME)
# Pixels between two tiles.
GAP = 6


class CellImage(AxesImage):
    """An image that is enlarged or reduced by repeating or leaving out cells, without blending.

    As ``AxesImage(..., interpolation="nearest")`` on linear axes, without its general resampling.
    """

    _known = None, None

    @allow_rasterization
    def draw(self, renderer):
        """Copy the cells that lie in the axes into the canvas."""
        self.stale = False
        if not self.get_visible():
            return
        cells = np.asarray(self.to_rgba(self.get_array(), bytes=True))
        corner, rows, columns = self._seen(cells.shape)
        if len(rows) and len(columns):
            # Columns first, as a row lies in one piece of memory.
            colours = cells.take(columns, axis=1).take(rows, axis=0)
            renderer.draw_image(renderer.new_gc(), *corner, colours)

    def _seen(self, shape):
        """Find the lower left pixel, and the cells' rows and columns of this and all others."""
        frame, view = self.axes.bbox.get_points(), self.axes.viewLim.get_points()
        # A lab asks for every frame, and nothing has moved.
        key = (shape, *self.get_extent(), frame.tobytes(), view.tobytes())
        if self._known[0] != key:
            self._known = key, self._look(shape, frame, view)
        return self._known[1]

    def _look(self, shape, frame, view):
        left, right, bottom, top = self.get_extent()
        scale = (frame[1] - frame[0]) / (view[1] - view[0])
        corners = frame[0] + ([(left, bottom), (right, top)] - view[0]) * scale
        seen = np.round(np.clip(corners, frame[0], frame[1])).astype(int)
        (x0, x1), (y0, y1) = np.sort(seen, axis=0).T
        (left, bottom), (right, top) = corners
        if self.origin == "upper":
            bottom, top = top, bottom
        rows = _cells_at(y0, y1, bottom, top, shape[0])
        return (x0, y0), rows, _cells_at(x0, x1, left, right, shape[1])

    def set_data(self, cells):
        """Set values, or colours, which are taken without the look that matplotlib has at each."""
        if getattr(cells, "dtype", None) == np.uint8 and cells.ndim == 3:
            self._A, self.stale = cells, True
        else:
            super().set_data(cells)


class Layer(Artist):
    """Artists of some axes that seldom change: drawn once, and copied until one of them changes.

    Parameters
    ----------
    ax : Axes
        Within whose frame they stay.
    parts : sequence of Artist
        Drawn by the layer alone, in this order.
    """

    def __init__(self, ax, parts):
        super().__init__()
        self.parts, self._made_for = parts, None
        for part in parts:
            part.set_animated(True)
        self.set(zorder=3, in_layout=False)
        ax.add_artist(self)

    def draw(self, renderer):
        """Copy them into the canvas."""
        shown = [part for part in self.parts if part.get_visible()]
        made_for = shown, renderer.width, renderer.height, renderer.dpi
        if made_for != self._made_for or any(part.stale for part in shown):
            self._made_for = made_for
            self._draw_parts(*made_for)
        renderer.draw_image(renderer.new_gc(), *self._corner, self._pixels)

    def _draw_parts(self, shown, *canvas):
        renderer = RendererAgg(*canvas)
        for part in shown:
            part.draw(renderer)
        (left, bottom), (right, top) = np.round(self.axes.bbox.get_points()).astype(int)
        # Rows from the bottom, as renderers want images.
        pixels = np.asarray(renderer.buffer_rgba())[::-1][bottom:top, left:right]
        self._corner, self._pixels = (left, bottom), np.ascontiguousarray(pixels)


def _cells_at(first, beyond, start, end, cells):
    """Find the cell that the middle of each pixel from the first to the last falls in."""
    places = (np.arange(first + 0.5, beyond) - start) * (cells / (end - start))
    return np.clip(places.astype(int), 0, cells - 1)


def draw_cells(ax, cells, *, aspect="equal", **kw):
    """Draw an array as an image of sharp cells: what ``ax.imshow`` does, faster.

    Cells have shape (height, width), or (height, width, 4) as RGBA; `kw` is as for ``AxesImage``:
    cmap, extent, origin, zorder.
    """
    image = CellImage(ax, **kw)
    image.set_data(cells)
    image.set_clip_path(ax.patch)
    ax.set_aspect(aspect)
    image.set_extent(image.get_extent())
    ax.add_image(image)
    return image


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
