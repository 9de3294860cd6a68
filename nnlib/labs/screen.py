"""A figure that can be redrawn fast: still parts once, moving parts over them, then encoded."""

import io
import struct
import zlib

import numpy as np
from PIL import Image

from nnlib.plots import settle_layout

JPEG_QUALITY = 85


class Screen:
    """Blitting for a figure with an Agg canvas.

    Parameters
    ----------
    figure : Figure
        From `nnlib.plots.figure`.
    drawings : list of nnlib.plots.Drawing
        What moves, in drawing order; everything else in the figure is drawn once and kept.
    """

    def __init__(self, figure, drawings):
        self.figure = figure
        self.drawings = [drawing.animate() for drawing in drawings]
        self._background = None
        self._settled = False

    def renew(self):
        """Draw the still parts again with the next frame: after a change of titles or limits."""
        self._background = None

    def draw(self):
        """Bring the canvas up to date."""
        canvas = self.figure.canvas
        if self._background is None:
            if not self._settled:  # once: axes must not move while a lab plays
                settle_layout(self.figure, freeze=True)
                self._settled = True
            canvas.draw()
            self._background = canvas.copy_from_bbox(self.figure.bbox)
        canvas.restore_region(self._background)
        for drawing in self.drawings:
            drawing.redraw()

    def encode(self, encoding="png"):
        """Give the canvas as the bytes of a picture.

        Parameters
        ----------
        encoding : "png" or "jpeg"
            PNG is exact; JPEG is smaller and takes a quarter of the time.

        Returns
        -------
        bytes
        """
        if encoding == "png":
            return fast_png(np.asarray(self._picture()))
        out = io.BytesIO()
        # Four bytes a pixel, as the canvas has them: a copy with three takes half as long again.
        pixels = self._pixels()
        picture = Image.frombuffer("RGBX", pixels.shape[1::-1], pixels, "raw", "RGBX", 0, 1)
        picture.save(out, encoding, quality=JPEG_QUALITY)
        return out.getvalue()

    def still(self):
        """Give the canvas as a small PNG of at most 256 colours, for a notebook to keep."""
        out = io.BytesIO()
        colours = self._picture().quantize(256, dither=Image.Dither.NONE)
        colours.save(out, "png", optimize=True)
        return out.getvalue()

    def _picture(self):
        return Image.fromarray(self._pixels()).convert("RGB")

    def _pixels(self):
        """Give what the canvas holds, uint8 (height, width, 4)."""
        if self._background is None:  # the very first frame could not be computed
            self.draw()
        return np.asarray(self.figure.canvas.buffer_rgba())


def fast_png(pixels):
    """Write colours as a PNG, in half of Pillow's time: without its search for row filters.

    Parameters
    ----------
    pixels : uint8 array of shape (height, width, 3)

    Returns
    -------
    bytes

    Examples
    --------
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
