"""DigitLab: a network learns the handwritten digits, and reads what you draw."""

import ipywidgets as widgets
import numpy as np
from matplotlib.ticker import MaxNLocator

from nnlib import plots
from nnlib.labs.digit.model import MOST_KERNELS, NEIGHBOURS, DigitModel
from nnlib.labs.digit.pad import DigitPad
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import columns, row
from nnlib.plots.colour_maps import AMOUNT_MAP, GREY_MAP
from nnlib.plots.numbers import percent
from nnlib.plots.palette import POSITIVE
from nnlib.plots.pixels import GAP

# Kernels (3 × 3) and feature maps (8 × 8) are shown in tiles of 24 × 24 cells.
TILE = 24
# Left, bottom, width and height of each part, as shares of the figure.
PLACES = {
    "bitmap": (0.01, 0.655, 0.18, 0.257),
    "seen": (0.215, 0.655, 0.18, 0.257),
    "bars": (0.44, 0.655, 0.25, 0.257),
    "loss": (0.75, 0.655, 0.16, 0.257),
    "similar": (0.01, 0.345, 0.98, 0.15),
    "kernels": (0.01, 0.185, 0.98, 0.0875),
    "maps": (0.01, 0.025, 0.98, 0.0875),
}
KEYS = (
    '<div style="line-height: 1.4">Draw a digit with mouse or finger. Or click the pad and '
    "use the keys: <b>arrows</b> move the pen, <b>Space</b> puts it down or lifts it, "
    "<b>Backspace</b> undoes, <b>Delete</b> clears.</div>"
)
INSIDES = {
    "kernels": ("Kernels", "Feature maps, each below its kernel"),
    "units": ("Weights of the first hidden units", "What each of them gives"),
    "nothing": ("This network shows nothing of its inside", ""),
}


class DigitLab(Lab):
    """Draw a digit and see what a network makes of it, while it learns.

    Parameters
    ----------
    network : ConvNet or Network, optional
        A network of yours for images of 8 × 8 and ten classes. The lab works on a copy. Without
        it the lab makes a `ConvNet`.
    **choices
        ``kernels`` (1 to 16), ``seed``, ``learning_rate``, ``strokes``, ``step``; see `DigitModel`.

    Examples
    --------
    >>> DigitLab(kernels=8, seed=3).code()
    'DigitLab(kernels=8, seed=3)'
    """

    def __init__(self, network=None, **choices):
        super().__init__(DigitModel(network, **choices))
        # It stands beside the pad as long as it can be read there.
        self.image.layout.flex, self.image.layout.max_width = "1 1 440px", self.image.layout.width
        picture = widgets.HBox([self.paper, self.image], layout={"flex_flow": "row wrap"})
        self.widget.children = [*self.rows, picture, self.status, self.alarm]

    def build(self):
        """Draw what the network sees above, what it is like below."""
        self.figure, axes = plots.figure(len(PLACES), width=6.7, height=4.7)
        axes = dict(zip(PLACES, axes, strict=True))
        for name, place in PLACES.items():
            axes[name].set_position(place)
        model, insides = self.model, INSIDES[self.model.inside]
        self.bitmap = _draw_paper(axes["bitmap"], model.bitmap, "32 × 32")
        self.seen = _draw_paper(axes["seen"], model.digit, "8 × 8, as it is seen")
        self.answer = self._draw_probabilities(axes["bars"])
        self.curve = _draw_losses(axes["loss"])
        self._draw_similar(axes["similar"])
        self.kernels = _draw_strip(axes["kernels"], model.looked_for, insides[0], signed=True)
        signed = model.inside == "units"
        self.maps = _draw_strip(axes["maps"], model.maps, insides[1], signed=signed)
        self.drawings = [self.bitmap, self.seen, self.answer, self.curve]
        self.drawings += [self.similar, self.labels, self.kernels, self.maps]
        self.rows = [row(*self._buttons()), columns(*self._choices(), most=3, max_width="920px")]
        self.paper = self._make_paper()

    def _draw_probabilities(self, ax):
        ax.set_title("probability", fontsize=11)
        ax.set(xlim=(-0.6, 9.6), ylim=(0, 1.15), xticks=range(10), yticks=[])
        ax.spines["left"].set_visible(False)
        ax.tick_params(length=0)
        self.bars = ax.bar(range(10), self.model.probabilities, width=0.8, zorder=2)
        self.share = plots.Numbers(ax, np.zeros((1, 2)), 9)
        return plots.Drawing([*self.bars, self.share])

    def _draw_similar(self, ax):
        ax.set_title("Most similar of the training digits", fontsize=11, loc="left", pad=17)
        ax.set_anchor("W")
        self.similar = plots.draw_images(ax, self.model.similar, columns=NEIGHBOURS)
        left, right = ax.get_xlim()
        step = (right - left + GAP) / NEIGHBOURS
        middles = [(left + (i + 0.5) * step - GAP / 2, -4) for i in range(NEIGHBOURS)]
        self.labels = plots.Drawing([plots.Numbers(ax, middles, 10)])

    def _buttons(self):
        yield self.play_button(tooltip="Train on the digits, or pause")
        yield self.restart_button(tooltip="Back to the first weights; the drawing stays")
        yield self.reset_button()

    def _choices(self):
        rate = "How far one training step moves the weights"
        yield self.log_slider("learning_rate", "Learning rate", -2, 0, tooltip=rate)
        if self.model.handed is None:
            count = "How many kernels the network has; it starts again"
            yield self.slider("kernels", "Kernels", 1, MOST_KERNELS, tooltip=count)
            yield self.number("seed", "Seed", tooltip="Of first weights and batches")

    def _make_paper(self):
        """Make the pad with its buttons below."""
        self.pad = self.bind(DigitPad(), "strokes")
        clear = self.button("Clear", self.clear, tooltip="Wipe the pad")
        undo = self.button("Undo", self.undo, tooltip="Take the last stroke back")
        parts = self.pad, widgets.HBox([clear, undo]), widgets.HTML(KEYS, layout={"width": "240px"})
        return widgets.VBox(parts, layout={"width": "250px"})

    def clear(self):
        """Wipe the pad."""
        self.model.strokes = []

    def undo(self):
        """Take the last stroke back."""
        self.model.strokes = self.model.strokes[:-1]

    def update(self):
        """Show what is drawn, what is read, and what the network is like."""
        model = self.model
        self.bitmap.update(model.bitmap)
        self.seen.update(model.digit)
        self._show_probabilities()
        self.similar.update(model.similar)
        self.labels.artists[0].set_texts(str(label) for label in model.similar_labels)
        self.kernels.update(_strip(model.looked_for))
        self.maps.update(_strip(model.maps))
        if self.curve.update(np.array(model.iterations), np.array(model.losses)):
            self.screen.renew(self.curve.ax)

    def _show_probabilities(self):
        probabilities = self.model.probabilities
        first = probabilities.argmax()
        for number, (bar, p) in enumerate(zip(self.bars, probabilities, strict=True)):
            bar.set_height(p)
            bar.set_facecolor(POSITIVE if number == first else AMOUNT_MAP(0.8))
        self.share.places[0] = first, probabilities[first] + 0.07
        self.share.set_texts([percent(probabilities[first])])


def _draw_paper(ax, table, title):
    """Draw a square of paper with its ink, in a frame."""
    ax.set_title(title, fontsize=11)
    drawing = plots.draw_heat_map(ax, table, limit=(0, 1), write=None)
    drawing.image.set_cmap(GREY_MAP)
    ax.spines[:].set_visible(True)
    return drawing


def _draw_losses(ax):
    curve = plots.draw_loss_curve(ax, np.zeros(1), np.zeros(1))
    ax.set(ylim=(0, 2.5))
    ax.xaxis.set_major_locator(MaxNLocator(2, integer=True))
    ax.tick_params(labelsize=9)
    plots.set_labels(ax, x="", y="")
    ax.set_title("loss of the batches", fontsize=11)
    return curve


def _draw_strip(ax, images, title, signed):
    """Draw the first 16 of the images (k, side, side) side by side, in colours of one scale."""
    ax.set_title(title, fontsize=11, loc="left")
    limit = None if signed else (0, 1)
    strip = plots.draw_heat_map(ax, _strip(images), signed=signed, limit=limit, write=None)
    if not signed:
        strip.image.set_cmap(GREY_MAP)
    ax.set_aspect("auto")
    return strip


def _strip(images):
    """Lay up to 16 images into one table, scaled to a largest value of 1, NaN between them.

    >>> _strip(np.ones((2, 3, 3))).shape
    (24, 399)
    """
    images = images[:MOST_KERNELS]
    largest = np.max(np.abs(images), initial=0, where=np.isfinite(images)) or 1.0
    strip = np.full((MOST_KERNELS, TILE, TILE + 1), np.nan)
    cells = np.ones((TILE // images.shape[1], TILE // images.shape[2]))
    strip[: len(images), :, :TILE] = np.kron(images / largest, cells)
    return strip.transpose(1, 0, 2).reshape(TILE, -1)[:, :-1]
