"""Images whose cells keep sharp edges, drawn in a fraction of the time that matplotlib takes."""

import numpy as np
from matplotlib.image import AxesImage
from matplotlib.transforms import Bbox


class CellImage(AxesImage):
    """An image that is enlarged or reduced by repeating or leaving out cells, without blending.

    As ``AxesImage(..., interpolation="nearest")`` on linear axes, without its general resampling.
    """

    def make_image(self, renderer, magnification=1.0, unsampled=False):
        """Give the colours (height, width, 4), bottom row first, and where their corner lies."""
        left, right, bottom, top = self.get_extent()
        (left, bottom), (right, top) = self.get_transform().transform(
            [(left, bottom), (right, top)]
        )
        seen = Bbox.intersection(Bbox([(left, bottom), (right, top)]), self.axes.bbox)
        if seen is None:
            return None, 0, 0, None
        x0, y0, x1, y1 = np.round(seen.extents).astype(int)
        cells = self.to_rgba(self.get_array(), bytes=True, alpha=self.get_alpha())
        if self.origin == "upper":
            bottom, top = top, bottom
        rows = _cells_at(np.arange(y0, y1), bottom, top, len(cells))
        columns = _cells_at(np.arange(x0, x1), left, right, cells.shape[1])
        colours = np.asarray(cells).take(rows, axis=0).take(columns, axis=1)
        return np.ascontiguousarray(colours), x0, y0, None


def _cells_at(pixels, start, end, cells):
    """Find the cell that the middle of each pixel falls in."""
    places = (pixels + 0.5 - start) * (cells / (end - start))
    return np.clip(places.astype(int), 0, cells - 1)


def draw_cells(ax, cells, *, aspect="equal", **kw):
    """Draw an array as an image of sharp cells: what ``ax.imshow`` does, faster.

    Parameters
    ----------
    ax : Axes
    cells : array of shape (height, width), or RGBA of shape (height, width, 4)
    aspect : str
        As for ``ax.imshow``.
    **kw
        As for ``AxesImage``: cmap, extent, origin, zorder.

    Returns
    -------
    CellImage
    """
    image = CellImage(ax, **kw)
    image.set_data(cells)
    image.set_clip_path(ax.patch)
    ax.set_aspect(aspect)
    image.set_extent(image.get_extent())
    ax.add_image(image)
    return image
