"""Exercises of notebook 08, "See with convolution": correlate2d, max_pool, kernel_gradient."""

import numpy as np

from nnlib.check.base import Exercise
from nnlib.check.compare import entry


def _image(*shape, seed):
    """Draw an image of numbers with one decimal, all different enough, some below zero."""
    rng = np.random.default_rng(seed)
    return rng.permutation(np.arange(np.prod(shape)) - np.prod(shape) // 3).reshape(shape) / 10


_KERNEL = np.array([[1.0, 2.0, -1.0], [0.5, -3.0, 4.0]])
_SQUARE = np.array([[2.0, -1.0, 0.0], [0.5, 3.0, 1.0], [-2.0, 1.0, 4.0]])


def _patch_by_patch(k, index, image, kernel):
    (r, s), (kh, kw) = (index or (0, 0)), kernel.shape
    patch = image[r : r + kh, s : s + kw]
    return {
        f"the patch that starts in row {r + 1}, column {s + 1} (counted from 1)": patch,
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
            The exercise asks for cross-correlation: entry (i, j) of the kernel on pixel (i, j) of
            the patch.
        correlate2d(image, kernel[::-1]); correlate2d(image, kernel[:, ::-1])
            Your kernel is mirrored: entry (i, j) belongs on pixel (i, j) of the patch.
        (patch * kernel).sum() -> patch[-1, -1] * kernel[-1, -1]
            The last product overwrites those before it: add them up, with `+=` or `.sum()`.
        correlate2d(np.pad(image, [((n - 1) // 2, n // 2) for n in kernel.shape]), kernel);
        correlate2d(np.pad(image, [(n // 2, (n - 1) // 2) for n in kernel.shape]), kernel)
            Your output is as large as the image. The kernel is laid only where it fits: the output
            has H − kh + 1 rows and W − kw + 1 columns.
        correlate2d(image, kernel)[::kernel.shape[0], ::kernel.shape[1]]
            Your patches lie side by side; the kernel moves on by one pixel at a time.
        correlate2d(image, kernel) / kernel.sum()
            You divide by the sum of the kernel, as for a blur; the exercise asks for the sum
            alone.
        correlate2d(image, np.ones_like(kernel))
            The kernel plays no part: each pixel of the patch is multiplied with its entry.
    """,
    hints=[
        "How often does a kernel of 3 rows fit into 8 rows, moving on by one row? Six times.",
        "Start with `Z = np.zeros((H - kh + 1, W - kw + 1))` and loop over its rows r and columns "
        "s.",
        "The patch under output pixel (r, s) is `image[r:r + kh, s:s + kw]`.",
        "One output pixel is `(patch * kernel).sum()`.",
    ],
    praise="Every patch is weighed by the kernel, for images and kernels of any shape.",
)
def correlate2d(image, kernel):
    """Image (H, W), kernel (kh, kw)."""
    H, W = image.shape
    kh, kw = kernel.shape
    Z = np.zeros((H - kh + 1, W - kw + 1))
    for r in range(H - kh + 1):
        for s in range(W - kw + 1):
            patch = image[r : r + kh, s : s + kw]  # (kh, kw)
            Z[r, s] = (patch * kernel).sum()
    return Z


_right = correlate2d.reference


def _window(k, index, image, size):
    r, s = index or (0, 0)
    window = image[r * size : (r + 1) * size, s * size : (s + 1) * size]
    corner = f"starts in row {r * size + 1}, column {s * size + 1}"
    return {
        f"window ({r + 1}, {s + 1}), counted from 1, {corner}": window,
        "its largest entry": window.max(),
    }


def _pool(image, size, what):
    rows, columns = range(0, image.shape[0], size), range(0, image.shape[1], size)
    return np.array(
        [[what(image[r : r + size, s : s + size]) for s in columns] for r in rows], float
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
        _pool(image, size, np.max)
        _pool(np.pad(image, [(0, -n % size) for n in image.shape]), size, np.max)
            Rows and columns that do not fill a window count at the edge; leave them out: H // size
            rows.
        image[::size, ::size]; _pool(image, size, lambda window: window[-1, -1])
            You keep one fixed corner of each window; keep its largest entry.
        image.reshape(image.shape[0] // size, image.shape[1] // size, size * size).max(axis=-1)
            `reshape` cuts the image into pieces of a row, not into squares. With four axes,
            `reshape(H // size, size, W // size, size)`, a window is the axes 1 and 3.
    """,
    hints=[
        "An image of 5 × 7 has 2 × 3 windows of 2 × 2: the last row and column are left over.",
        "Window (r, s) starts in row r * size and column s * size.",
        "`window.max()` is the largest entry, below zero, too.",
        "Without loops: crop to whole windows, `reshape(H // size, size, W // size, size)`, then "
        "`.max(axis=(1, 3))`.",
    ],
    praise="Each window gives its largest entry, and what is left over is not used.",
)
def max_pool(image, size=2):
    """Image (H, W)."""
    H, W = image.shape
    pooled = np.zeros((H // size, W // size))
    for r in range(H // size):
        for s in range(W // size):
            window = image[r * size : (r + 1) * size, s * size : (s + 1) * size]
            pooled[r, s] = window.max()
    return pooled


def _gradient_case(image, kernel, seed):
    dZ = np.random.default_rng(seed).integers(1, 9, _right(image, kernel).shape) / 4
    return dZ * np.where(np.indices(dZ.shape).sum(axis=0) % 3 == 1, -1, 1), image, kernel


def _met_pixels(k, index, dZ, image, kernel):
    (i, j), (rows, columns) = (index or (0, 0)), dZ.shape
    met, place = image[i : i + rows, j : j + columns], entry((i, j))
    return {
        f"the pixels that {place} of the kernel (counted from 1) lies on": met,
        "dZ at the same places": dZ,
        "their products": met * dZ,
        f"added up, {place} of dK": (met * dZ).sum(),
    }


def _image_gradient(dZ, image, kernel):
    """Send dZ back to the pixels instead of the kernel."""
    d_image = np.zeros(image.shape)
    for r, s in np.ndindex(dZ.shape):
        d_image[r : r + kernel.shape[0], s : s + kernel.shape[1]] += dZ[r, s] * kernel
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
            Something is turned by half a turn: entry (i, j) of the kernel met pixel (r + i, s +
            j), with plus signs both.
        kernel * _right(image, dZ)
            The gradient is multiplied with the kernel once more. An output pixel is linear in the
            kernel: what multiplies an entry is the pixel it lies on, nothing else.
        _right(image, np.ones_like(dZ))
            `dZ` plays no part: the chain rule multiplies what each output pixel adds to the loss,
            dZ[r, s], with the pixel that the entry met there.
        dZ[-1, -1] * image[-kernel.shape[0]:, -kernel.shape[1]:]
        dZ[0, 0] * image[:kernel.shape[0], :kernel.shape[1]]
            Only one output pixel counts: each adds its part, so use `+=`. The kernel is shared by
            all of them.
        _image_gradient(dZ, image, kernel)
            This is the gradient with respect to the image. It is asked with respect to the kernel:
            the image takes the kernel's place.
        dZ.sum() * image[:kernel.shape[0], :kernel.shape[1]]
            Every output pixel saw its own patch, from row r and column s on; yours is the first.
    """,
    hints=[
        "Z[r, s] is a sum in which K[i, j] stands once, times image[r + i, s + j]. So ∂Z[r, s] / "
        "∂K[i, j] = image[r + i, s + j].",
        "The chain rule adds over all output pixels: dK[i, j] = Σ dZ[r, s] · image[r + i, s + j].",
        "For one entry (i, j) these pixels are `image[i:i + rows, j:j + columns]`, an array as "
        "large as dZ.",
        "Compare the sum with that of correlate2d: it is the correlation of the image with dZ.",
    ],
    praise="Every entry of the kernel collects its part from every output pixel.",
)
def kernel_gradient(dZ, image, kernel):
    """DZ (rows, columns), image (H, W), kernel (kh, kw)."""
    rows, columns = dZ.shape
    dK = np.zeros(kernel.shape)
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            seen = image[i : i + rows, j : j + columns]  # what entry (i, j) met, as dZ
            dK[i, j] = (dZ * seen).sum()
    return dK
