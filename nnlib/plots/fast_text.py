"""Short texts drawn fast, each letter and word rasterised once."""

from functools import cache, lru_cache

import numpy as np
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath, text_to_path
from matplotlib.transforms import Affine2D

from nnlib.plots.colour_maps import rgba_bytes
from nnlib.plots.palette import INK, PAPER
from nnlib.plots.style import RC

FONT = FontProperties(family=RC["font.family"])
DIGIT_HEIGHT = 0.73
BOX_HEIGHT = 1.1


@cache
def _advance(character):
    """Width of a character, in ems."""
    # Measured at 100 points, as widths come rounded to parts of a pixel.
    large = FontProperties(family=RC["font.family"], size=100)
    return text_to_path.get_text_width_height_descent(character, large, False)[0] / 100


@lru_cache(maxsize=1024)
def _letter(character, em):
    """How far one character, of `em` pixels, covers each pixel: uint8, the top row first.

    The first column and the baseline are where those of `_word` are.
    """
    width = round(_advance(character) * em) + 2 * _margin(em)
    if character.isspace():
        return np.zeros((_height(em), width), dtype=np.uint8)
    renderer = RendererAgg(width, _height(em), 72)
    pen = renderer.new_gc()
    pen.set_linewidth(0)
    # Snapped to whole pixels, a thin minus sign would vanish.
    pen.set_snap(False)
    outline = TextPath((0, 0), character, size=1, prop=FONT)
    place = Affine2D().scale(em).translate(_margin(em), _descent(em))
    renderer.draw_path(pen, outline, place, (0.0, 0.0, 0.0))
    return np.asarray(renderer.buffer_rgba())[..., 3]


def _margin(em):
    return 1 + round(0.15 * em)


def _descent(em):
    return 1 + round(0.25 * em)


def _height(em):
    return _descent(em) + 1 + round(em)


@lru_cache(maxsize=2048)
def _word(text, em, colour=INK, box=False):
    """Rasterise a short text in a font of `em` pixels, perhaps on a white box.

    Gives RGBA bytes, bottom row first as renderers want it, and how far they begin left of the
    text and below its baseline.
    """
    margin = _margin(em)
    # From the start of each character to the next: whole pixels, so that digits are even.
    steps = [round(_advance(character) * em) for character in text]
    covered = np.zeros((_height(em), sum(steps) + 2 * margin), dtype=np.uint8)
    left = 0
    for character, step in zip(text, steps, strict=True):
        letter = _letter(character, em)
        place = covered[:, left : left + letter.shape[1]]
        np.maximum(place, letter, out=place)
        left += step
    pixels = np.empty((*covered.shape, 4), dtype=np.uint8)
    pixels[..., :3] = rgba_bytes(colour)[:3]
    pixels[..., 3] = covered
    if box:
        _put_on_box(pixels, em)
    return np.ascontiguousarray(pixels[::-1]), margin, _descent(em)


def _put_on_box(pixels, em):
    """Lay paper below the part of a word that its box takes up."""
    height = BOX_HEIGHT * em
    middle = len(pixels) - _descent(em) - DIGIT_HEIGHT * em / 2
    rows = slice(max(0, round(middle - height / 2)), round(middle + height / 2))
    edge = _margin(em) - round(0.1 * em)
    place = pixels[rows, edge : pixels.shape[1] - edge]
    share = place[..., 3:] / 255
    place[..., :3] = np.round(share * place[..., :3] + (1 - share) * rgba_bytes(PAPER)[:3])
    place[..., 3] = 255


def word_width(text, em):
    """Give the width of a text in a font of `em` pixels.

    >>> word_width("0.25", 20)
    45
    """
    return sum(round(_advance(character) * em) for character in text)


def draw_word(renderer, text, em, x, y, *, centred=False, **how):
    """Draw a text that starts at x, or has its middle there, and whose digits have theirs at y."""
    pixels, left, bottom = _word(text, em, **how)
    if centred:
        x -= (pixels.shape[1] - 2 * left) / 2
    corner = round(x) - left, round(y - DIGIT_HEIGHT * em / 2) - bottom
    renderer.draw_image(renderer.new_gc(), *corner, pixels)


class Numbers(Artist):
    """Short texts, each centred on a place of some axes.

    A live picture has dozens of numbers, and matplotlib lays out and rasterises each text anew.

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
        """Draw all texts."""
        if not self.get_visible() or not any(self.texts):
            return
        point = renderer.points_to_pixels(1)
        places = self.axes.transData.transform(self.places) - (0, self.below * point)
        for text, place in zip(self.texts, places, strict=True):
            if text:
                draw_word(renderer, text, self.size * point, *place, centred=True, box=self.box)
