"""KernelLab: a kernel slides over an image, and every output pixel can be looked into."""

from functools import partial

import ipywidgets as widgets
import numpy as np
from matplotlib.patches import Rectangle

from nnlib import plots
from nnlib.labs.kernel.model import IMAGES, KERNELS, SIDE, SIZE, KernelModel, two_decimals
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import columns, row
from nnlib.labs.shared.picture import data_place
from nnlib.plots.colour_maps import GREY_MAP
from nnlib.plots.numbers import plain_number
from nnlib.plots.palette import POSITIVE

LARGEST = 10.0  # the largest entry of a kernel that can be set
OWN = "your own"
MOVES = {"ArrowLeft": (0, -1), "ArrowRight": (0, 1), "ArrowUp": (-1, 0), "ArrowDown": (1, 0)}
# Tables between image and output: title, lower edge, limits of the colours (None: the table's own).
# The patch has ink no darker than numbers on it allow.
MIDDLE = ("patch", 0.7, (0, 1.6)), ("× kernel", 0.385, None), ("= products", 0.07, None)
LABEL = (
    "Image, patch, kernel, products and output. Arrow keys move the kernel, Space draws or wipes "
    "the pixel under its middle."
)
HOW_TO_TOUCH = (
    '<div style="line-height: 1.5">Press an output pixel to look into it; press or drag over the '
    "image to draw. Keys, once the picture was pressed: arrows move the kernel, Space draws.</div>"
)


def _one_decimal(value):
    return "" if np.isnan(value) else plain_number(value, 1)


class KernelLab(Lab):
    """A kernel slides over an image: patch, products and sum of any output pixel.

    Parameters
    ----------
    **choices
        ``image`` (a name or an array (8, 8)), ``kernel`` (a name or an array (3, 3)), ``stride``,
        ``padding``, ``turned``, ``hide``, ``row``, ``column``; see `KernelModel`.

    Examples
    --------
    >>> KernelLab(kernel="blur", padding=1).model.output.shape
    (8, 8)
    """

    def __init__(self, **choices):
        super().__init__(KernelModel(**choices))
        self.image.hear(self._pointed, LABEL, [*MOVES, " "])

    def build(self):
        """Draw the image on the left, the output on the right, the products between them."""
        self.figure, axes = plots.figure(5, width=9.4, height=3.85)
        self.left, *middle, self.right = axes
        self.left.set_position([0.005, 0.03, 0.37, 0.88])
        self.right.set_position([0.625, 0.03, 0.37, 0.88])
        tables = [_draw_table(ax, *how) for ax, how in zip(middle, MIDDLE, strict=True)]
        self.patch, self.kernel, self.products = tables
        self.patch.image.set_cmap(GREY_MAP)
        for ax in axes:
            ax.spines[:].set_visible(True)
            for axis in (ax.xaxis, ax.yaxis):  # without labels, but they would be laid out
                axis.set_visible(False)
        self._shapes = self._ink = None
        self.frame = self.left.add_patch(_box(SIZE))
        self.pixel = self.right.add_patch(_box(1))
        self.total = plots.Numbers(middle[-1], [(1, 2.85)], 12)
        self._draw_image_and_output()
        moving = [plots.Drawing([part]) for part in (self.frame, self.total, self.pixel)]
        self.drawings = [moving[0], *tables, moving[1], self.output_map, moving[2]]
        self.rows = [self._controls(), widgets.HTML(HOW_TO_TOUCH)]

    def _draw_image_and_output(self):
        """Draw what has another size when stride or padding change.

        The image is no moving drawing: it is large, and changes only where somebody draws on it.
        """
        model = self.model
        for drawing in () if self._shapes is None else (self.image_map, self.output_map):
            for artist in drawing.artists:
                artist.remove()
        self._shapes, self._shown = (model.padding, model.output.shape), model.image
        self.image_map = plots.draw_heat_map(self.left, self._padded(), limit=(0, 1), write=None)
        self.image_map.image.set_cmap(GREY_MAP)
        shown = model.shown
        self.output_map = plots.draw_heat_map(self.right, shown, signed=True, write=_one_decimal)
        self.output_map.numbers.size = min(12, 90 / max(shown.shape))
        for ax, (height, width) in ((self.left, self._padded().shape), (self.right, shown.shape)):
            ax.spines[:].set_visible(True)
            ax.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5))
        grey = "; grey: zeros round it" if model.padding else ""
        plots.set_labels(self.left, f"image, {SIDE} × {SIDE}{grey}")
        plots.set_labels(self.right, "output, {} × {}".format(*shown.shape))

    def _padded(self):
        """Surround the image with NaN, which is drawn grey, where its padding is."""
        return np.pad(self.model.pixels, self.model.padding, constant_values=np.nan)

    def _controls(self):
        turned = "Half a turn: this is true convolution"
        zeros = "Rows and columns of zeros round the image"
        hidden, apart = "Show no output pixel before its turn", "Pixels from one patch to the next"
        steps = row(
            self.play_button(tooltip="Let the kernel slide, or stop it"),
            self.button("Back", lambda: self.model.follow(-1), tooltip="One output pixel back"),
            self.button("Next", lambda: self.model.follow(1), tooltip="One output pixel on"),
            self.reset_button(),
        )
        choices = columns(
            self._menu("image", "Image", IMAGES, "What the kernel slides over"),
            self._menu("kernel", "Kernel", KERNELS, "What is laid on each patch"),
            self.slider("stride", "Stride", 1, 3, tooltip=apart),
            self.slider("padding", "Padding", 0, 2, tooltip=zeros),
            most=2,
        )
        boxes = row(
            self.checkbox("turned", "Turn the kernel", tooltip=turned),
            self.checkbox("hide", "Hide what is to come", tooltip=hidden),
        )
        left = widgets.VBox([steps, choices, boxes], layout={"flex": "1 1 240px"})
        return row(left, self._entry_boxes(), align_items="stretch")

    def _menu(self, trait, label, named, tooltip):
        """Make a menu of names; an array of the learner's has a name of its own."""

        def read(chosen):
            return chosen if isinstance(chosen, str) else OWN

        def write(name):
            return self.model.array(trait).tolist() if name == OWN else name

        how = {"tooltip": tooltip, "read": read, "write": write}
        return self.dropdown(trait, label, [*named, OWN], **how)

    def _entry_boxes(self):
        """Make nine boxes for the entries of the kernel."""
        self._boxes = {}
        for place in np.ndindex(SIZE, SIZE):
            box = widgets.BoundedFloatText(
                min=-LARGEST,
                max=LARGEST,
                step=0.5,
                tooltip=f"Kernel, row {place[0] + 1}, column {place[1] + 1}",
                layout={"width": "5.2em", "margin": "1px"},
            )
            box.observe(partial(self._edited, place), "value")
            self._boxes[place] = box
        layout = {"grid_template_columns": "repeat(3, 5.6em)", "width": "17.5em"}
        grid = widgets.GridBox(list(self._boxes.values()), layout=layout)
        label = widgets.HTML("Kernel, to be edited")
        return widgets.VBox([label, grid], layout={"margin": "0 0 0 1.5em"})

    def _edited(self, place, change):
        if self.is_showing(change.owner):
            return

        def wish():
            value = change.owner.value
            if value != round(self.model.entries[place], 2):
                self.model.set_entry(*place, value)

        self.post(wish)

    def _pointed(self, kind, message):
        if kind == "key":
            self.post(lambda: self._key(message["key"]))
        else:
            self.post(lambda: self._touched(kind, message["x"], message["y"]))

    def _key(self, key):
        model = self.model
        if key in MOVES:
            model.go(*MOVES[key])
            return
        middle = SIZE // 2 - model.padding  # of the first patch
        row, column = (place * model.stride + middle for place in model.place)
        if _is_pixel(row, column):
            model.set_pixel(row, column, _other(model.pixels[row, column]))

    def _touched(self, kind, x, y):
        """Look into the output pixel that is pressed, or draw on the image."""
        if kind == "lift":
            self._ink = None
            return
        model, there = self.model, data_place(self.right, x, y)
        if there is not None and self._ink is None:
            column, row = map(round, there)
            model.go(row + 1 - model.row, column + 1 - model.column)
        here = data_place(self.left, x, y)
        if here is not None:
            column, row = (round(value) - model.padding for value in here)
            self._draw_pixel(kind, row, column)

    def _draw_pixel(self, kind, row, column):
        """Draw or wipe: what a press does to its pixel, the drag after it does to others."""
        if not _is_pixel(row, column):
            return
        if kind == "press":
            self._ink = _other(self.model.pixels[row, column])
        if self._ink is not None:
            self.model.set_pixel(row, column, self._ink)

    def play(self):
        """Let the kernel slide, from the first output pixel if this is the last."""
        model, (H, W) = self.model, self.model.output.shape
        if (model.row, model.column) == (H, W):
            model.row = model.column = 1
        super().play()

    def update(self):
        """Show image, patch, kernel, products, sum and output as they are now."""
        model = self.model
        if self._shapes != (model.padding, model.output.shape):
            self._draw_image_and_output()
            self.screen.drawings[-2] = self.output_map.animate()
            self.screen.renew(self.left, self.right)
        if self._shown is not model.image:
            self.image_map.update(self._padded())
            self._shown = model.image
            self.screen.renew(self.left)
        self.output_map.update(model.shown)
        largest = np.abs(model.output).max() or 1.0  # of what is hidden, too
        self.output_map.image.set_clim(-largest, largest)
        self.patch.update(model.patch)
        self.kernel.update(model.laid_on)
        self.products.update(model.products)
        self.total.set_texts([f"add up: {two_decimals(model.products.sum())}"])
        place = np.array(model.place[::-1])
        self.frame.set_xy(model.stride * place - 0.5)
        self.pixel.set_xy(place - 0.5)
        for entry, box in self._boxes.items():
            self.show(box, round(model.entries[entry], 2))


def _draw_table(ax, title, bottom, limit):
    ax.set_position([0.425, bottom, 0.15, 0.235])
    ax.set_title(title, fontsize=12, pad=4)
    blank = np.zeros((SIZE, SIZE))
    table = plots.draw_heat_map(ax, blank, signed=True, limit=limit, write=two_decimals)
    table.numbers.size = 9
    ax.set_aspect("auto")  # so that a sign and three digits fit into a cell
    return table


def _box(size):
    return Rectangle((0, 0), size, size, fill=False, edgecolor=POSITIVE, linewidth=2.6, zorder=5)


def _is_pixel(row, column):
    return 0 <= row < SIDE and 0 <= column < SIDE


def _other(value):
    """Make ink of paper and paper of ink, as a press does."""
    return 0.0 if value > 0.5 else 1.0
