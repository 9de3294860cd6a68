"""Many short numbers drawn at once, about ten times as fast as one matplotlib text for each."""

from functools import cache

import numpy as np
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath, text_to_path
from matplotlib.transforms import Affine2D, IdentityTransform

from nnlib.plots.style import INK, PAPER, RC

FONT = FontProperties(family=RC["font.family"])
DIGIT_HEIGHT = 0.73
BOX_HEIGHT = 1.1


def short_number(value):
    """Write a number in at most five or six characters, with a true minus sign.

    >>> [short_number(v) for v in (0.97, -0.034, 12.34, -250.0, 1e6, float("nan"))]
    ['0.97', '−0.03', '12.3', '−250', '1e6', '?']
    """
    if not np.isfinite(value):
        return "?"
    size = abs(value)
    if size >= 9999.5:
        mantissa, exponent = f"{value:.0e}".split("e")
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    decimals = 2 if size < 9.995 else 1 if size < 99.95 else 0
    # Adding zero turns −0.0, which a small negative number is rounded to, into 0.0.
    return f"{round(float(value), decimals) + 0.0:.{decimals}f}".replace("-", "−")


@cache
def _outline(character):
    """Outline of a character whose em is 1."""
    return TextPath((0, 0), character, size=1, prop=FONT)


@cache
def _advance(character):
    """Width of a character, in ems."""
    # Measured at 100 points, as widths come rounded to parts of a pixel.
    large = FontProperties(family=RC["font.family"], size=100)
    return text_to_path.get_text_width_height_descent(character, large, False)[0] / 100


class Numbers(Artist):
    """Short texts, each centred on a place of some axes.

    A live picture has dozens of numbers. Matplotlib lays out and rasterises each text anew;
    here every character that occurs is one marker, drawn wherever it stands.

    Parameters
    ----------
    ax : Axes
    places : array of shape (k, 2)
        In data coordinates.
    size : float
        Of the font, in points.
    below : float
        How far below its place a text stands, in points.
    box : bool
        Whether a white box covers what is behind a text.
    """

    def __init__(self, ax, places, size, below=0.0, box=False, zorder=4):
        super().__init__()
        self.places = np.asarray(places, dtype=float).reshape(-1, 2)
        self.size, self.below, self.box = size, below, box
        self.texts = [""] * len(self.places)
        self.set(zorder=zorder, in_layout=False)
        ax.add_artist(self)

    def set_texts(self, texts):
        """Replace all texts: one string for each place, empty for none.

        Raises
        ------
        ValueError
            If there are not as many strings as places.
        """
        texts = list(texts)
        if len(texts) != len(self.places):
            raise ValueError(f"{len(self.places)} places need as many texts; got {len(texts)}.")
        self.texts, self.stale = texts, True

    @allow_rasterization
    def draw(self, renderer):
        """Draw boxes, then all characters of one kind after another."""
        if not self.get_visible() or not any(self.texts):
            return
        em = self.size * renderer.points_to_pixels(1)
        places = self.axes.transData.transform(self.places)
        places[:, 1] -= self.below * renderer.points_to_pixels(1)
        characters, boxes = self._lay_out(places, em)
        pen = renderer.new_gc()
        pen.set_linewidth(0)
        # Snapped to whole pixels, a thin minus sign would vanish.
        pen.set_snap(False)
        scale = Affine2D().scale(em)
        for width, corners in boxes.items():
            box = Affine2D().scale(width, BOX_HEIGHT * em)
            _stamp(renderer, pen, Path.unit_rectangle(), box, corners, PAPER)
        for character, starts in characters.items():
            _stamp(renderer, pen, _outline(character), scale, starts, INK)
        pen.restore()

    def _lay_out(self, places, em):
        """Where each character starts, and where the box of each width has its corner."""
        characters, boxes = {}, {}
        for text, (x, y) in zip(self.texts, places, strict=True):
            # Markers start on whole pixels: whole steps between them keep digits evenly spaced.
            steps = [round(_advance(character) * em) for character in text]
            left, base = x - sum(steps) / 2, y - DIGIT_HEIGHT * em / 2
            if self.box and text:
                corner = left - 0.1 * em, y - BOX_HEIGHT * em / 2
                boxes.setdefault(sum(steps) + 0.2 * em, []).append(corner)
            for character, step in zip(text, steps, strict=True):
                if character != " ":
                    characters.setdefault(character, []).append((left, base))
                left += step
        return characters, boxes


def _stamp(renderer, pen, shape, transform, starts, colour):
    face = _rgb(colour)
    renderer.draw_markers(pen, shape, transform, Path(starts), IdentityTransform(), face)


@cache
def _rgb(colour):
    return tuple(int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
