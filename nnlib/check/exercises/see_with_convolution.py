"""Exercises of notebook 08, "See with convolution": what a network of kernels is made of."""

import numpy as np

from nnlib.check.base import Exercise
from nnlib.check.compare import entry
from nnlib.check.exercises.foretell_convolution import (
    moved_digits,
    output_rows,
    shuffled_kernels,
    strangers,
)

__all__ = [
    "correlate2d",
    "kernel_gradient",
    "max_pool",
    "moved_digits",
    "output_rows",
    "shuffled_kernels",
    "softmax",
    "strangers",
]


def _image(*shape, seed):
    """Draw an image of numbers with one decimal, all different enough, some below zero."""
    rng = np.random.default_rng(seed)
    return rng.permutation(np.arange(np.prod(shape)) - np.prod(shape) // 3).reshape(shape) / 10


_KERNEL = np.array([[1.0, 2.0, -1.0], [0.5, -3.0, 4.0]])
_SQUARE = np.array([[2.0, -1.0, 0.0], [0.5, 3.0, 1.0], [-2.0, 1.0, 4.0]])


def _patch_by_patch(k, index, image, kernel):
    (r, q), (rows, columns) = (index or (0, 0)), kernel.shape
    patch = image[r : r + rows, q : q + columns]
    return {
        f"the patch that starts in row {r + 1}, column {q + 1} (counted from 1)": patch,
        "the kernel": kernel,
        "their products, entry by entry": patch * kernel,
        "their sum": (patch * kernel).sum(),
    }


@Exercise.with_solution(
    task="Write `correlate2d(image, kernel)`: the sum of the products of patch and kernel, for "
    "every patch.",
    cases=[
        (_image(4, 5, seed=0), _KERNEL),
        (_image(5, 5, seed=1), _SQUARE),
        (_image(6, 4, seed=2), np.array([[1.0], [-2.0], [3.0]])),
        (np.array([[1, 2, 3]]), np.array([[10, 1]])),
        (np.array([[0.5, 1.5, 2.0]]), np.array([[3, -1]])),
        (np.array([[3, 1, 2]]), np.array([[0.5, 0.25]])),
        (np.array([[1, 2, 0], [3, 1, 2]]), np.array([[1, -1], [2, 1]])),
        (_image(4, 3, seed=3).astype(np.float32), np.array([[0.5, -1.5]], dtype=np.float32)),
    ],
    special=[(_image(3, 3, seed=3), _SQUARE), (np.array([[2.0]]), np.array([[-1.5]]))],
    steps=_patch_by_patch,
    known="""
        correlate2d(image, kernel[::-1, ::-1])
            Your kernel is turned by half a turn: this is convolution in the mathematical sense.
            The exercise asks for cross-correlation: entry (u, p) of the kernel on pixel (u, p) of
            the patch.
        correlate2d(image, kernel[::-1]); correlate2d(image, kernel[:, ::-1])
            Your kernel is mirrored: entry (u, p) belongs on pixel (u, p) of the patch.
        (patch * kernel).sum() -> patch[-1, -1] * kernel[-1, -1]
            The last product overwrites those before it: add them up, with `+=` or `.sum()`.
        correlate2d(image, kernel)[::kernel.shape[0], ::kernel.shape[1]]
            Your patches lie side by side; the kernel moves on by one pixel at a time.
    """,
    hints=[
        "How often does a kernel of 3 rows fit into 8 rows, moving on by one row? Six times.",
        "Start with an output of zeros, with image rows − kernel rows + 1 rows and as many columns "
        "by the same rule. Loop over its rows r and columns q.",
        "The patch starts in row r and column q: `image[r:r + kernel.shape[0], q:…]`.",
        "One output pixel is `(patch * kernel).sum()`.",
    ],
    praise="Every patch is weighed by the kernel, for images and kernels of any shape.",
)
def correlate2d(image, kernel):
    """Take the patch under each output pixel, and weigh it."""
    kernel_rows, kernel_columns = kernel.shape
    rows = image.shape[0] - kernel_rows + 1
    columns = image.shape[1] - kernel_columns + 1
    Z = np.zeros((rows, columns))
    for r in range(rows):
        for q in range(columns):
            patch = image[r : r + kernel_rows, q : q + kernel_columns]
            Z[r, q] = (patch * kernel).sum()
    return Z


_right = correlate2d.reference


def _window(k, index, image, size):
    r, q = index or (0, 0)
    window = image[r * size : (r + 1) * size, q * size : (q + 1) * size]
    corner = f"starts in row {r * size + 1}, column {q * size + 1}"
    return {
        f"window ({r + 1}, {q + 1}), counted from 1, {corner}": window,
        "its largest entry": window.max(),
    }


def _pool(image, size, what):
    rows, columns = range(0, image.shape[0], size), range(0, image.shape[1], size)
    return np.array(
        [[what(image[r : r + size, q : q + size]) for q in columns] for r in rows], float
    )


@Exercise.with_solution(
    task="Write `max_pool(image, size)`: the largest entry of each window of size × size pixels.",
    cases=[
        (_image(4, 6, seed=4), 2),
        (_image(6, 6, seed=5), 3),
        (_image(5, 7, seed=6), 2),
        (_image(4, 4, seed=7) - 3, 2),
        (np.array([[1, 5, 0, 2], [3, 2, 4, 1]]), 2),
        (np.array([[-1, -5], [-3, -2]]), 2),
    ],
    special=[(_image(3, 4, seed=8), 1), (_image(3, 3, seed=9), 3)],
    steps=_window,
    known="""
        np.maximum(max_pool(image, size), 0)
            A window of negative numbers gives 0: your search for the largest starts at 0. Start at
            the window's first entry, or at −np.inf.
        sliding_window_view(image, (size, size)).max(axis=(2, 3))
            Your windows overlap: the next one starts `size` pixels on, not 1.
        image[::size, ::size]; _pool(image, size, lambda window: window[-1, -1])
            You keep one fixed corner of each window; keep its largest entry.
        image.reshape(image.shape[0] // size, image.shape[1] // size, size * size).max(axis=-1)
            `reshape` cuts the image into pieces of a row, not into squares. With four axes,
            `reshape(rows // size, size, columns // size, size)`, a window is the axes 1 and 3.
    """,
    hints=[
        "An image of 5 × 7 has 2 × 3 windows of 2 × 2: the last row and column are left over.",
        "As NumPy counts, window (r, q) starts in row r * size and column q * size.",
        "`window.max()` is the largest entry, below zero, too.",
        "Without loops: crop to whole windows, `reshape(rows // size, size, columns // size, "
        "size)`, then `.max(axis=(1, 3))`.",
    ],
    praise="Each window gives its largest entry, and what is left over is not used.",
)
def max_pool(image, size=2):
    """Lay windows side by side, as many as fit."""
    rows, columns = image.shape[0] // size, image.shape[1] // size
    pooled = np.zeros((rows, columns))
    for r in range(rows):
        for q in range(columns):
            window = image[r * size : (r + 1) * size, q * size : (q + 1) * size]
            pooled[r, q] = window.max()
    return pooled


_SCORES = np.array([[2.0, 1.0, 0.0], [-1.5, 0.5, 0.25]])


@Exercise.with_solution(
    task="Write `softmax(Z)`: each row of scores as a row of probabilities that add up to 1.",
    cases=[
        (np.array([[1.0, 0.0]]),),
        (_SCORES,),
        (np.random.default_rng(0).normal(size=(4, 5)),),
        (np.array([[3, 1, 0, -2]]),),
        (np.array([[0.5, 1.5, -1.0]], dtype=np.float32),),
    ],
    special=[
        (np.array([[1000.0, 999.0, 998.0], [0.0, -1000.0, 1.0]]),),
        (np.array([[-1000.0, -1001.0], [2.0, 5.0]]),),
    ],
    warned="The formula is right, but with scores of 1000 or −1000 it meets exp(1000), too large "
    "for a float, or divides 0 by 0. Take the largest score of each row off its row first: above "
    "and below the fraction that is the same factor, so the probabilities stay as they are.",
    known="""
        np.exp(Z) / np.exp(Z).sum()
            You divide by the sum of the whole array. Each row is a sample of its own: sum along its
            row, with `axis=1, keepdims=True`.
        np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum()
            You divide by the sum of the whole array. Each row is a sample of its own: sum along its
            row, with `axis=1, keepdims=True`.
        np.exp(Z) / np.exp(Z).sum(axis=0); softmax(Z.T).T
            You add up each column. The scores of one sample stand in its row: `axis=1`.
        Z / Z.sum(axis=1, keepdims=True)
            The exponential is missing: without it a score below 0 gives a probability below 0.
        1 / (1 + np.exp(-Z))
            This is the sigmoid of every score: each lies between 0 and 1, but the row does not add
            up to 1.
        np.exp(Z - Z.max(axis=1, keepdims=True))
            The largest entry of each row is 1: divide each row by its sum.
        np.exp(Z); np.exp(Z) - Z.max(axis=1, keepdims=True)
            A row does not add up to 1: divide each row by its sum.
    """,
    hints=[
        "The formula has one exponential for each entry: `np.exp` takes the whole array.",
        "Divide each row by its own sum: `.sum(axis=1, keepdims=True)` has the shape (m, 1).",
        "A score of 1000 is too large for `np.exp`. Take the row's largest score off first.",
        "`Z - Z.max(axis=1, keepdims=True)` has 0 as the largest entry of each row.",
    ],
    praise="Every row adds up to 1, and no score is too large.",
)
def softmax(Z):
    """Scores (m, c), a sample a row."""
    smaller = Z - Z.max(axis=1, keepdims=True)  # (m, c), at most 0
    powers = np.exp(smaller)
    return powers / powers.sum(axis=1, keepdims=True)


def _gradient_case(image, kernel, seed):
    dZ = np.random.default_rng(seed).integers(1, 9, _right(image, kernel).shape) / 4
    return dZ * np.where(np.indices(dZ.shape).sum(axis=0) % 3 == 1, -1, 1), image, kernel


def _met_pixels(k, index, dZ, image, kernel):
    (u, p), (rows, columns) = (index or (0, 0)), dZ.shape
    met, place = image[u : u + rows, p : p + columns], entry((u, p))
    return {
        f"the pixels that {place} of the kernel (counted from 1) lies on": met,
        "dZ at the same places": dZ,
        "their products": met * dZ,
        f"added up, {place} of dK": (met * dZ).sum(),
    }


def _image_gradient(dZ, image, kernel):
    """Send dZ back to the pixels instead of the kernel."""
    d_image = np.zeros(image.shape)
    for r, q in np.ndindex(dZ.shape):
        d_image[r : r + kernel.shape[0], q : q + kernel.shape[1]] += dZ[r, q] * kernel
    return d_image


@Exercise.with_solution(
    task="Write `kernel_gradient(dZ, image, kernel)`: the gradient of the loss with respect to the "
    "kernel of correlate2d.",
    cases=[
        _gradient_case(_image(4, 5, seed=10), _KERNEL, seed=0),
        _gradient_case(_image(5, 5, seed=11), _SQUARE, seed=1),
        _gradient_case(_image(6, 4, seed=12), np.array([[1.0], [-2.0], [3.0]]), seed=2),
        (np.array([[1.0, 2.0]]), np.array([[3.0, 1.0, 4.0]]), np.array([[5.0, 2.0]])),
        (np.array([[3.0]]), np.array([[2.0, 5.0]]), np.array([[1.0, 4.0]])),
        (np.array([[0.5, 0.25]]), np.array([[3, 1, 2]]), np.array([[1, -1]])),
        (np.array([[1, 2], [3, 4]]), np.array([[1, 2], [0, 1]]), np.array([[1]])),
    ],
    special=[_gradient_case(_image(3, 3, seed=13), _SQUARE, seed=3)],
    steps=_met_pixels,
    known="""
        _right(image, dZ)[::-1, ::-1]; _right(image, dZ[::-1, ::-1]); _right(image[::-1, ::-1], dZ)
            Something is turned by half a turn: `K[u, p]` met `image[r + u, q + p]`, with plus signs
            both.
        dZ[-1, -1] * image[-kernel.shape[0]:, -kernel.shape[1]:]
        dZ[0, 0] * image[:kernel.shape[0], :kernel.shape[1]]
            Only one output pixel counts: each adds its part, so use `+=`. The kernel is shared by
            all of them.
        _image_gradient(dZ, image, kernel)
            This is the gradient with respect to the image. It is asked with respect to the kernel:
            the image takes the kernel's place.
        dZ.sum() * image[:kernel.shape[0], :kernel.shape[1]]
            Every output pixel saw its own patch, from row r and column q on; yours is the first.
    """,
    hints=[
        "`Z[r, q]` is a sum in which `K[u, p]` stands once, times `image[r + u, q + p]`: that is "
        "its slope along `K[u, p]`.",
        "The chain rule adds over all output pixels: `dK[u, p]` is the sum of `dZ[r, q] * "
        "image[r + u, q + p]`.",
        "For one entry `K[u, p]` these pixels are `image[u:u + rows, p:p + columns]`, an array as "
        "large as dZ.",
        "Compare the sum with that of correlate2d: it is the correlation of the image with dZ.",
    ],
    praise="Every entry of the kernel collects its part from every output pixel.",
)
def kernel_gradient(dZ, image, kernel):
    """Add up, for each entry of the kernel, what it met."""
    rows, columns = dZ.shape
    dK = np.zeros(kernel.shape)
    for u in range(kernel.shape[0]):
        for p in range(kernel.shape[1]):
            met = image[u : u + rows, p : p + columns]  # as large as dZ
            dK[u, p] = (dZ * met).sum()
    return dK
