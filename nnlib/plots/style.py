"""The look of every figure: colours, value-to-colour maps, axes, and the way into a notebook.

Blue means class 0 or a negative value, orange means class 1 or a positive one, in every figure.
Colour never stands alone: classes differ in marker, signs in line style, curves in dashes.
Nothing here touches matplotlib's global settings.
"""

import base64
import io

import matplotlib as mpl
import numpy as np
from IPython.display import display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, to_rgba
from matplotlib.figure import Figure
from PIL import Image

INK = "#222222"
QUIET = "#767676"
FRAME = "#c4c4c4"
PAPER = "#ffffff"

CLASS_COLOURS = ("#0a5fa8", "#c24a00")
CLASS_MARKERS = ("o", "^")
NEGATIVE, POSITIVE = CLASS_COLOURS

TRAINING, TEST = INK, "#8a2f86"
CURVE_COLOURS = (INK, "#8a2f86", "#0a5fa8", "#c24a00", "#1b7a5a")
CURVE_DASHES = ("-", (0, (5, 2)), (0, (1.2, 1.6)), (0, (6, 2, 1.2, 2)), (0, (9, 2)))


def _colour_map(name, *colours):
    return LinearSegmentedColormap.from_list(name, colours, N=255).with_extremes(bad=FRAME)


# Ends light enough that dark numbers and dark markers stay readable on every colour.
VALUE_MAP = _colour_map("value", "#6aa9dc", "#c3dcf0", "#ffffff", "#fbd6b0", "#f0a057")
# Paler still, for a surface that points of the same hue lie on.
SURFACE_MAP = _colour_map("surface", "#a3cbea", "#d9e9f5", "#ffffff", "#fce6cd", "#f6c795")
# For thin lines, which would vanish if small values were white.
LINE_MAP = _colour_map("line", NEGATIVE, "#8fb3d3", "#c9c9c9", "#e0ab86", POSITIVE)
# For losses and other values that are never negative: light is low.
AMOUNT_MAP = _colour_map("amount", "#ffffff", "#e6dcef", "#c6b2dc", "#a78fcc")
# For pictures such as digits: dark ink on white paper.
GREY_MAP = _colour_map("grey", PAPER, INK)

RC = {
    "font.family": "DejaVu Sans",
    "font.size": 12,
    "text.color": INK,
    "axes.titlesize": 13,
    "axes.labelsize": 12,
    "axes.labelcolor": INK,
    "axes.edgecolor": FRAME,
    "axes.linewidth": 1.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.facecolor": PAPER,
    "axes.unicode_minus": True,
    "figure.facecolor": PAPER,
    "lines.linewidth": 2.2,
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
    "xtick.color": FRAME,
    "ytick.color": FRAME,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
}

# Pixels per inch on the screen; a notebook stores twice as many, for sharp projection.
DPI = 100
SHARPNESS = 2


class Drawing:
    """Artists that belong together and, in most subclasses, an ``update`` that moves them.

    Parameters
    ----------
    artists : iterable of matplotlib artists, in drawing order
    """

    def __init__(self, artists):
        self.artists = tuple(artists)

    def animate(self):
        """Leave the artists out of ordinary draws, so that a lab can blit them; give self back."""
        for artist in self.artists:
            artist.set_animated(True)
        return self

    def redraw(self):
        """Draw every artist over what the canvas holds: the second half of blitting."""
        for artist in self.artists:
            artist.axes.draw_artist(artist)


def figure(ncols=1, nrows=1, *, width=8.0, height=None, **grid):
    """Make a figure and its axes in the course's style, without pyplot.

    Parameters
    ----------
    ncols, nrows : int
        How many axes beside and below each other.
    width, height : float
        Inches of 100 pixels each; by default 4 inches a row.
    **grid
        Passed to ``Figure.subplots``, for example ``width_ratios`` or ``sharey``.

    Returns
    -------
    fig : Figure
        With an Agg canvas and constrained layout.
    axes : Axes, or an array of Axes where there are several

    Examples
    --------
    >>> fig, axes = figure(ncols=2, width=9, height=3)
    >>> axes.shape, fig.get_size_inches().tolist()
    ((2,), [9.0, 3.0])
    """
    size = (width, 4.0 * nrows if height is None else height)
    with mpl.rc_context(RC):
        fig = Figure(figsize=size, dpi=DPI, layout="constrained")
        FigureCanvasAgg(fig)
        axes = fig.subplots(nrows, ncols, **grid)
    for ax in np.ravel(axes):
        # Ticks are made late, when a figure is drawn: what they look like has to be stored now.
        ax.tick_params(color=FRAME, labelcolor=INK, labelsize=RC["xtick.labelsize"])
    return fig, axes


def set_labels(ax, title=None, x=None, y=None):
    """Set title and axis labels in the course's sizes; None leaves one as it is."""
    if title is not None:
        ax.set_title(title, fontsize=RC["axes.titlesize"], color=INK)
    if x is not None:
        ax.set_xlabel(x, fontsize=RC["axes.labelsize"], color=INK)
    if y is not None:
        ax.set_ylabel(y, fontsize=RC["axes.labelsize"], color=INK)


def hide_axes(ax):
    """Remove ticks and frame, for diagrams and pictures, but keep title and axis labels."""
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)


def settle_layout(fig, freeze=False):
    """Lay a figure out until its axes stay in place, for which square axes need several passes.

    Parameters
    ----------
    fig : Figure
    freeze : bool
        Whether it then keeps this layout: what a lab needs, whose background must not move.
    """
    for _ in range(3):
        fig.draw_without_rendering()
    if freeze:
        fig.set_layout_engine("none")


def laid_out_window(ax):
    """Find the place of some axes in pixels once constrained layout has given them their room."""
    settle_layout(ax.figure)
    return ax.get_window_extent()


def draw_legend(ax):
    """Name what is drawn in some axes in a list to the right of the figure's axes."""
    return ax.figure.legend(
        *ax.get_legend_handles_labels(),
        loc="outside right upper",
        frameon=False,
        fontsize=RC["xtick.labelsize"],
        labelcolor=INK,
    )


def colour_indices(values, limit=1.0):
    """Turn values in [-limit, limit] into the indices 0 … 254 of a colour table.

    Zero is exactly the middle, 127. What lies outside takes the end colour; NaN takes index 255,
    the table's grey.

    >>> colour_indices(np.array([-1.0, 0.0, 0.5, 9.0, np.nan])).tolist()
    [0, 127, 190, 254, 255]
    """
    scaled = np.clip(np.asarray(values) * (127 / limit) + 127, 0, 254)
    return np.where(np.isnan(scaled), 255, scaled).astype(np.uint8)


def rgba_bytes(colour):
    """RGBA bytes of one colour, shape (4,)."""
    return np.round(255 * np.array(to_rgba(colour))).astype(np.uint8)


def colour_table(colour_map):
    """RGBA bytes of a map's 255 colours and, last, the colour for NaN; shape (256, 4)."""
    return np.vstack([colour_map(np.arange(255), bytes=True), colour_map([np.nan], bytes=True)])


VALUE_TABLE = colour_table(VALUE_MAP)
SURFACE_TABLE = colour_table(SURFACE_MAP)


def png(fig, sharpness=SHARPNESS):
    """Draw a figure into the bytes of a PNG with at most 256 colours, a third of the usual size.

    Parameters
    ----------
    fig : Figure
    sharpness : float
        Stored pixels for each pixel on the screen.

    Returns
    -------
    bytes
        No date and no version inside: the same figure gives the same bytes.
    """
    settle_layout(fig)
    pixels, out = io.BytesIO(), io.BytesIO()
    fig.savefig(pixels, format="rgba", dpi=sharpness * fig.dpi)
    # As matplotlib rounds down, but 9.2 inches are 1840 pixels, not 1839.999…
    size = tuple(int(length * sharpness * fig.dpi + 1e-6) for length in fig.get_size_inches())
    image = Image.frombytes("RGBA", size, pixels.getvalue()).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(out, "png", optimize=True)
    return out.getvalue()


def show(fig, caption):
    """Show a figure in a notebook, and its caption in words below it.

    The caption is also the picture's alternative text and its plain text, so that the output
    is the same on every machine and can be followed without seeing the picture.

    Parameters
    ----------
    fig : Figure
    caption : str
        One or two sentences that say what is to be seen; Markdown and $formulas$ are fine.

    Raises
    ------
    ValueError
        If the caption is empty.
    """
    if not isinstance(caption, str) or not caption.strip():
        raise ValueError(f"show needs a caption that says what is to be seen; got {caption!r}.")
    width, height = (int(length) for length in fig.get_size_inches() * fig.dpi)
    picture = base64.b64encode(png(fig)).decode("ascii")
    about = {"alt": caption, "width": width, "height": height}
    display(
        {"image/png": picture, "text/plain": caption},
        metadata={"image/png": about},
        raw=True,
    )
    display({"text/markdown": f"*{caption.strip()}*", "text/plain": caption}, raw=True)
