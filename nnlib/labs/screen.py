"""A figure that can be redrawn fast: still parts once, moving parts over them, then encoded."""

import io

import numpy as np
from PIL import Image

from nnlib.plots import settle_layout

ENCODINGS = {
    "png": {"compress_level": 1},
    "jpeg": {"quality": 85},
}


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
            PNG is exact; JPEG is half the size and a quarter of the time.

        Returns
        -------
        bytes
        """
        out = io.BytesIO()
        self._picture().save(out, encoding, **ENCODINGS[encoding])
        return out.getvalue()

    def still(self):
        """Give the canvas as a small PNG of at most 256 colours, for a notebook to keep."""
        out = io.BytesIO()
        colours = self._picture().quantize(256, dither=Image.Dither.NONE)
        colours.save(out, "png", optimize=True)
        return out.getvalue()

    def _picture(self):
        if self._background is None:  # the very first frame could not be computed
            self.draw()
        return Image.fromarray(np.asarray(self.figure.canvas.buffer_rgba())).convert("RGB")
