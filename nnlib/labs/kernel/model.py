"""What `KernelLab` shows: an image, a kernel, and the output pixel that is looked into."""

import numpy as np
from traitlets import Any, Bool, Int, TraitError, validate

from nnlib import convolution, datasets, windows
from nnlib.labs.shared.model import Model
from nnlib.plots.numbers import plain_number

SIDE, SIZE = 8, 3  # of image and kernel
STAY = 1 / 6  # seconds on a patch while the lab plays

KERNELS = {
    "upright edges": [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
    "level edges": [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
    "outline": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
    "blur": [[1 / 9] * 3] * 3,
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "copy": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    "move": [[0, 0, 0], [0, 0, 1], [0, 0, 0]],
}


def _images():
    """Name the images: a digit of each kind, and some drawn for this."""
    digits, _ = datasets.digits()
    named = {f"digit {number}": digits[number] for number in range(10)}
    rows, columns = np.indices((SIDE, SIDE))
    middle = SIDE // 2
    named["upright edge"] = (columns >= middle).astype(float)
    named["level edge"] = (rows >= middle).astype(float)
    named["slanted edge"] = (columns >= rows).astype(float)
    named["square"] = ((abs(rows - 3.5) < 3) & (abs(columns - 3.5) < 3)).astype(float)
    named["point"] = ((rows == middle) & (columns == middle)).astype(float)
    named["empty"] = np.zeros((SIDE, SIDE))
    return named


IMAGES = _images()
NAMED = {"image": IMAGES, "kernel": KERNELS}


class KernelModel(Model):
    """An image, a kernel, and the output pixel that is looked into.

    ``image`` and ``kernel`` are names, or arrays of shapes (8, 8) and (3, 3). Rows and columns are
    counted from 1.

    Examples
    --------
    >>> model = KernelModel(image="point", kernel="move", padding=1, row=5, column=4)
    >>> model.output.shape, float(model.output[4, 3])
    ((8, 8), 1.0)
    """

    image = Any("digit 3", help="A name in `IMAGES`, or rows of 8 numbers.").tag(code=True)
    kernel = Any("upright edges", help="A name in `KERNELS`, or rows of 3.").tag(code=True)
    stride = Int(1, min=1, max=3, help="Pixels from one patch to the next.").tag(code=True)
    padding = Int(0, min=0, max=2, help="Rows of zeros round the image.").tag(code=True)
    turned = Bool(False, help="Turn the kernel: true convolution.").tag(code=True)
    hide = Bool(False, help="Show no output pixel before its turn.").tag(code=True)
    row = Int(1, min=1, help="Row of the output pixel, from 1.").tag(code=True)
    column = Int(1, min=1, help="Column of the output pixel, from 1.").tag(code=True)

    def __init__(self, **choices):
        super().__init__(**choices)
        self.refresh()

    @validate("image", "kernel")
    def _known_or_finite(self, proposal):
        name = proposal["trait"].name
        return _known(proposal["value"], name, NAMED[name])

    def array(self, name):
        """Give "image" or "kernel" as an array of its own, whatever it was chosen by."""
        chosen = getattr(self, name)
        return np.array(NAMED[name][chosen] if isinstance(chosen, str) else chosen, dtype=float)

    @property
    def pixels(self):
        """The image as an array, (8, 8)."""
        return self.array("image")

    @property
    def entries(self):
        """The kernel as it was chosen, (3, 3)."""
        return self.array("kernel")

    @property
    def laid_on(self):
        """The kernel as it is laid on the patches: turned or not, (3, 3)."""
        return self.entries[::-1, ::-1] if self.turned else self.entries

    @property
    def place(self):
        """Row and column of the output pixel as NumPy counts them, from 0."""
        return self.row - 1, self.column - 1

    def set_pixel(self, row, column, value):
        """Set one pixel of the image, which is then the learner's own."""
        pixels = self.pixels
        pixels[row, column] = value
        self.image = pixels.tolist()

    def set_entry(self, row, column, value):
        """Set one entry of the kernel, which is then the learner's own."""
        entries = self.entries
        if entries[row, column] != value:
            entries[row, column] = value
            self.kernel = entries.tolist()

    def go(self, rows, columns):
        """Move on by so many output pixels, as far as there are any."""
        H, W = self.output.shape
        self.row = int(np.clip(self.row + rows, 1, H))
        self.column = int(np.clip(self.column + columns, 1, W))

    def follow(self, steps):
        """Go to the next output pixel in reading order, or back; give whether there was one."""
        H, W = self.output.shape
        row, column = self.place
        place = row * W + column + steps
        if 0 <= place < H * W:
            self.row, self.column = place // W + 1, place % W + 1
        return 0 <= place < H * W

    def advance(self, seconds):
        """Stay on each patch for a while; pause after the last."""
        if self.is_due(STAY) and not self.follow(1):
            self.playing = False

    def refresh(self):
        """Compute output, patch and products."""
        how = {"stride": self.stride, "padding": self.padding}
        slide = convolution.convolve2d if self.turned else convolution.correlate2d
        self.output = slide(self.pixels, self.entries, **how)
        H, W = self.output.shape
        self.row, self.column = min(self.row, H), min(self.column, W)
        self.patch = windows.patches(self.pixels, SIZE, **how)[self.place]
        self.products = self.patch * self.laid_on

    @property
    def shown(self):
        """The output, with NaN for what is hidden."""
        shown = self.output.copy()
        if self.hide:
            shown.ravel()[np.ravel_multi_index(self.place, shown.shape) + 1 :] = np.nan
        return shown

    def status(self):
        """Say which output pixel is looked into, and what adds up to it."""
        H, W = self.output.shape
        what = f"Kernel “{self.kernel}”" if isinstance(self.kernel, str) else "Your own kernel"
        what += ", turned," if self.turned else ""
        where = f"“{self.image}”" if isinstance(self.image, str) else "your own image"
        pairs = zip(self.patch.ravel(), self.laid_on.ravel(), strict=True)
        parts = [f"{two_decimals(x)} × {two_decimals(k)}" for x, k in pairs if x and k]
        return (
            f"{what} on {where}, stride {self.stride}, padding {self.padding}: "
            f"output {H} × {W}. Output pixel in row {self.row}, column {self.column}: "
            f"{' + '.join(parts) or 'nine zeros'} = {two_decimals(self.products.sum())}."
        )

    def choices(self):
        """Give what is not at its default, arrays with few digits."""
        chosen = super().choices()
        for name in ("image", "kernel"):
            if not isinstance(chosen.get(name, ""), str):
                chosen[name] = [[round(value, 4) for value in row] for row in chosen[name]]
        return chosen


def _known(given, name, named):
    """Give a name or rows of floats back, or say what is wrong."""
    if isinstance(given, str):
        if given not in named:
            raise TraitError(f"{name} {given!r} is not known; choose from: {', '.join(named)}.")
        return given
    shape = np.shape(next(iter(named.values())))
    try:
        array = np.asarray(given, dtype=float)
    except (TypeError, ValueError):
        got = repr(given)
    else:
        if array.shape == shape and np.isfinite(array).all():
            return array.tolist()
        got = "NaN or infinity" if array.shape == shape else f"shape {array.shape}"
    raise TraitError(f"{name} must be a name or finite numbers of shape {shape}; got {got}.")


def two_decimals(value):
    """Write a number with two decimals at most; whole ones have none."""
    return plain_number(value, 2)
