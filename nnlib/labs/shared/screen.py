"""A figure that can be redrawn fast: still parts once, moving parts over them, then encoded."""

import hashlib
import io
import struct
import zlib

import numpy as np
from PIL import Image

from nnlib.plots import settle_layout
from nnlib.plots.colour_maps import rgba_bytes
from nnlib.plots.palette import PAPER
from nnlib.plots.style import DPI

JPEG_QUALITY = 85
MOST_REMEMBERED = 64
PAPER_BYTES = rgba_bytes(PAPER)


class Screen:
    """Blitting for a figure with an Agg canvas.

    Parameters
    ----------
    figure : Figure
        From `nnlib.plots.figure`.
    drawings : list of nnlib.plots.Drawing
        What moves, in drawing order; everything else in the figure is drawn once and kept.
    made_as : callable, optional
        Gives what the same figure is made from again, such as a lab's line of code, or None.
        Figures made from the same are laid out once: that is half of the time to make a lab.
    """

    # Shared by all screens, as a cell that is run again makes the same picture once more: places
    # of the axes by what a figure is made from, and small pictures by what the canvas holds.
    _layouts, _stills = {}, {}

    def __init__(self, figure, drawings, made_as=lambda: None):
        self.figure, self._made_as = figure, made_as
        self.drawings = [drawing.animate() for drawing in drawings]
        self._background = None
        # Axes that change by themselves, with the part of the canvas that each was drawn on.
        self._places, self._changed = {}, set()
        self._settled = False

    def renew(self, *axes):
        """Draw still parts again with the next frame: after a change of titles or limits.

        Those of some axes, or else of the whole figure, which takes as many times as long as it
        has axes.
        """
        if not axes or not self._places.keys() >= set(axes):
            self._background = None
        self._places |= {ax: None for ax in axes if ax not in self._places}
        self._changed.update(axes)

    @property
    def ratio(self):
        """Pixels of the canvas for a pixel of the page."""
        return self.figure.dpi / DPI

    def draw(self, ratio=1.0):
        """Bring the canvas up to date, with so many pixels for a pixel of the page."""
        if ratio != self.ratio:
            self.figure.set_dpi(ratio * DPI)
            self._background = None
        if self._background is None:
            self._draw_background()
        self.figure.canvas.restore_region(self._background)
        if self._changed:
            self._draw_changed_axes()
        for drawing in self.drawings:
            drawing.redraw()

    def _draw_background(self):
        if not self._settled:  # once: axes must not move while a lab plays
            self._settle()
            self._settled = True
        self.figure.canvas.draw()
        self._places = {ax: self._place(ax) for ax in self._places}
        self._changed.clear()
        self._keep()

    def _settle(self):
        """Lay the figure out for good, unless all its axes have been given their places."""
        axes = self.figure.axes
        if not any(ax.get_in_layout() for ax in axes):
            self.figure.set_layout_engine("none")
            return
        made_as = self._made_as()
        if made_as in self._layouts:
            self.figure.set_layout_engine("none")
            for ax, place in zip(axes, self._layouts[made_as], strict=True):
                ax.set_position(place, which="original")
            return
        settle_layout(self.figure, freeze=True)
        if made_as is not None:
            _remember(self._layouts, made_as, [ax.get_position(original=True) for ax in axes])

    def _draw_changed_axes(self):
        renderer, pixels = self.figure.canvas.get_renderer(), self._pixels()
        for ax in self._changed:
            before, self._places[ax] = self._places[ax], self._place(ax)
            for rows, columns in (before, self._places[ax]):
                pixels[rows, columns] = PAPER_BYTES
        for ax in self._changed:  # after all are wiped, as labels of neighbours may come close
            ax.draw(renderer)
        self._changed.clear()
        self._keep()

    def _keep(self):
        self._background = self.figure.canvas.copy_from_bbox(self.figure.bbox)

    def _place(self, ax):
        """Rows and columns of the canvas that some axes take up, labels included."""
        left, bottom, right, top = (ax.get_tightbbox() or ax.bbox).extents
        height = self.figure.bbox.height
        # Frames are drawn half their width, and smoothing a little, outside that.
        rows = slice(max(0, int(height - top) - 2), max(0, int(height - bottom) + 3))
        return rows, slice(max(0, int(left) - 2), max(0, int(right) + 3))

    def encode(self, encoding="png", reduced=1, quality=JPEG_QUALITY):
        """Give the canvas as the bytes of a picture.

        Its encoding is "png", which is exact, or "jpeg", smaller and in a quarter of the time; of
        the latter, so many pixels in each direction may become one.
        """
        if encoding == "png":
            return fast_png(np.asarray(self._picture()))
        # Four bytes a pixel, as the canvas has them: a copy with three takes half as long again.
        pixels = self._pixels()
        picture = Image.frombuffer("RGBX", pixels.shape[1::-1], pixels, "raw", "RGBX", 0, 1)
        if reduced > 1:  # to draw anew with fewer pixels would take many times as long
            picture = picture.reduce(reduced)
        return _saved(picture, encoding, quality=quality)

    def still(self):
        """Give the canvas as a small PNG of at most 256 colours, for a notebook to keep."""
        held = hashlib.sha1(self._pixels(), usedforsecurity=False).digest()
        if held not in self._stills:
            colours = self._picture().quantize(256, dither=Image.Dither.NONE)
            _remember(self._stills, held, _saved(colours, "png", optimize=True))
        return self._stills[held]

    def _picture(self):
        return Image.fromarray(self._pixels()).convert("RGB")

    def _pixels(self):
        """Give what the canvas holds, uint8 (height, width, 4)."""
        if self._background is None:  # the very first frame could not be computed
            self.draw()
        return np.asarray(self.figure.canvas.buffer_rgba())


def _remember(store, key, value):
    """Keep a value, and of all values the latest."""
    while len(store) >= MOST_REMEMBERED:
        del store[next(iter(store))]
    store[key] = value


def _saved(picture, encoding, **options):
    out = io.BytesIO()
    picture.save(out, encoding, **options)
    return out.getvalue()


def fast_png(pixels):
    """Write colours (height, width, 3), uint8, as a PNG, in half of Pillow's time.

    It does without the search for row filters.

    >>> colours = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    >>> np.array_equal(Image.open(io.BytesIO(fast_png(colours))), colours)
    True
    """
    height, width = pixels.shape[:2]
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # each row begins with 0: no filter
    rows[:, 1:] = pixels.reshape(height, -1)
    # 8 bits a channel, colours without transparency, nothing else.
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
