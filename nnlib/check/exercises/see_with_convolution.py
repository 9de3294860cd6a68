"""Exercises of notebook 08, "See with convolution": correlate2d, max_pool, kernel_gradient."""

import numpy as np

from nnlib.check.base import Exercise, Misconception, forms


def correlate2d(image, kernel):
    """Lay the kernel on every patch of the image, multiply, add up.

    Parameters
    ----------
    image : array of shape (H, W)
    kernel : array of shape (kh, kw)

    Returns
    -------
    array of shape (H - kh + 1, W - kw + 1)
    """
    H, W = image.shape
    kh, kw = kernel.shape
    Z = np.zeros((H - kh + 1, W - kw + 1))
    for r in range(H - kh + 1):
        for s in range(W - kw + 1):
            patch = image[r : r + kh, s : s + kw]  # (kh, kw)
            Z[r, s] = (patch * kernel).sum()
    return Z


_right = correlate2d


def _image(*shape, seed):
    """Draw an image of numbers with one decimal, all different enough, some below zero."""
    rng = np.random.default_rng(seed)
    return rng.permutation(np.arange(np.prod(shape)) - np.prod(shape) // 3).reshape(shape) / 10


_KERNEL = np.array([[1.0, 2.0, -1.0], [0.5, -3.0, 4.0]])
_SQUARE = np.array([[2.0, -1.0, 0.0], [0.5, 3.0, 1.0], [-2.0, 1.0, 4.0]])


def _every_patch(image, kernel, make):
    """Fill the output with what `make` makes of each patch and the kernel."""
    H, W = image.shape
    kh, kw = kernel.shape
    return np.array(
        [
            [make(image[r : r + kh, s : s + kw], kernel) for s in range(W - kw + 1)]
            for r in range(H - kh + 1)
        ]
    )


def _patchwise(make):
    return lambda image, kernel: _every_patch(image, kernel, make)


def _side_by_side(image, kernel):
    """Take patches that do not overlap."""
    kh, kw = kernel.shape
    return _right(image, kernel)[::kh, ::kw]


def _one_short(image, kernel):
    return _right(image, kernel)[:-1, :-1]


def _full_size(image, kernel):
    """Keep the size of the image and leave zeros where the kernel does not fit."""
    Z = np.zeros(image.shape)
    inner = _right(image, kernel)
    Z[: inner.shape[0], : inner.shape[1]] = inner
    return Z


def _padded(image, kernel):
    """Keep the size of the image by zeros round it."""
    down, across = (length - 1 for length in kernel.shape)
    sides = (down // 2, down - down // 2), (across // 2, across - across // 2)
    return _right(np.pad(image, sides), kernel)


def _kernel_left_on_corner(image, kernel):
    """Lay the kernel on the same patch every time."""
    kh, kw = kernel.shape
    return np.full_like(_right(image, kernel), (image[:kh, :kw] * kernel).sum())


_FLIPPED = (
    "Your kernel is turned by half a turn: this is convolution in the mathematical sense. The "
    "exercise asks for cross-correlation: entry (i, j) of the kernel on pixel (i, j) of the patch."
)
_HALF_FLIPPED = "Your kernel is mirrored: entry (i, j) belongs on pixel (i, j) of the patch."
_NO_SUM = "The last product overwrites those before it: add them up, with `+=` or `.sum()`."
_MATRIX = (
    "`@` is the matrix product, rows times columns. Here each pixel meets one entry: use `*`, then "
    "add up."
)
_MEAN = "You take the mean of the products; the output pixel is their sum."
_SHORT = (
    "The last row and column are missing: a kernel of kh rows fits H − kh + 1 times, as the first "
    "patch counts, too."
)
_SAME = (
    "Your output is as large as the image. The kernel is laid only where it fits: the output has "
    "H − kh + 1 rows and W − kw + 1 columns."
)
_APART = "Your patches lie side by side; the kernel moves on by one pixel at a time."
_TRANSPOSED = "The kernel is transposed: its row i belongs on row i of the patch."
_NORMAL = "You divide by the sum of the kernel, as for a blur; the exercise asks for the sum alone."
_ADDED = "You add pixel and kernel entry; they are multiplied."
_CORNER = "Every output pixel sees the first patch: slice the image from r and s on."
_NO_KERNEL = "The kernel plays no part: each pixel of the patch is multiplied with its entry."

correlate2d = Exercise(
    name="correlate2d",
    task=(
        "Write `correlate2d(image, kernel)`: the sum of the products of patch and kernel, for "
        "every patch."
    ),
    reference=correlate2d,
    cases=[
        (_image(4, 5, seed=0), _KERNEL),
        (_image(5, 5, seed=1), _SQUARE),
        (_image(6, 4, seed=2), np.array([[1.0], [-2.0], [3.0]])),
    ],
    special=[(_image(3, 3, seed=3), _SQUARE), (np.array([[2.0]]), np.array([[-1.5]]))],
    misconceptions=[
        Misconception("flipped", _FLIPPED, lambda image, K: _right(image, K[::-1, ::-1])),
        *forms(
            "mirrored",
            _HALF_FLIPPED,
            lambda image, K: _right(image, K[::-1]),
            lambda image, K: _right(image, K[:, ::-1]),
        ),
        Misconception("no-sum", _NO_SUM, _patchwise(lambda patch, K: patch[-1, -1] * K[-1, -1])),
        *forms(
            "matrix-product",
            _MATRIX,
            _patchwise(lambda patch, K: (patch @ K.T).sum()),
            _patchwise(lambda patch, K: (patch @ K).sum()),
        ),
        Misconception("mean", _MEAN, _patchwise(lambda patch, K: (patch * K).mean())),
        Misconception("one-short", _SHORT, _one_short),
        *forms("same-size", _SAME, _full_size, _padded),
        Misconception("side-by-side", _APART, _side_by_side),
        Misconception("transposed", _TRANSPOSED, lambda image, K: _right(image, K.T)),
        Misconception("normalised", _NORMAL, lambda image, K: _right(image, K) / K.sum()),
        Misconception("added", _ADDED, _patchwise(lambda patch, K: (patch + K).sum())),
        Misconception("same-patch", _CORNER, _kernel_left_on_corner),
        Misconception("no-kernel", _NO_KERNEL, _patchwise(lambda patch, K: patch.sum())),
    ],
    hints=[
        "How often does a kernel of 3 rows fit into 8 rows, moving on by one row? Six times.",
        "Start with `Z = np.zeros((H - kh + 1, W - kw + 1))` and loop over its rows r and columns "
        "s.",
        "The patch under output pixel (r, s) is `image[r:r + kh, s:s + kw]`.",
        "One output pixel is `(patch * kernel).sum()`.",
    ],
    praise="Every patch is weighed by the kernel, for images and kernels of any shape.",
)


def max_pool(image, size=2):
    """Keep the largest entry of each window; windows lie side by side.

    Parameters
    ----------
    image : array of shape (H, W)
    size : int
        Rows and columns of a window. Rows and columns that are left over are not used.

    Returns
    -------
    array of shape (H // size, W // size)
    """
    H, W = image.shape
    pooled = np.zeros((H // size, W // size))
    for r in range(H // size):
        for s in range(W // size):
            window = image[r * size : (r + 1) * size, s * size : (s + 1) * size]
            pooled[r, s] = window.max()
    return pooled


def _pool(image, size, what, stride=None):
    stride = stride or size
    H, W = image.shape
    rows, columns = range(0, H - size + 1, stride), range(0, W - size + 1, stride)
    return np.array([[what(image[r : r + size, s : s + size]) for s in columns] for r in rows])


def _windowwise(what):
    return lambda image, size: _pool(image, size, what)


def _with_left_over(image, size):
    """Give windows that are cut off at the edge an output, too."""
    H, W = image.shape
    rows, columns = range(0, H, size), range(0, W, size)
    return np.array(
        [[image[r : r + size, s : s + size].max() for s in columns] for r in rows], dtype=float
    )


def _flat_windows(image, size):
    """Cut the flat list of pixels into pieces, and take these for windows."""
    H, W = image.shape
    return image.reshape(H // size, W // size, size * size).max(axis=-1)


_AVERAGE = "You take the mean of each window: that is average pooling."
_FROM_ZERO = (
    "A window of negative numbers gives 0: your search for the largest starts at 0. Start at the "
    "window's first entry, or at −np.inf."
)
_OVERLAP = "Your windows overlap: the next one starts `size` pixels on, not 1."
_LEFT_OVER = (
    "Rows and columns that do not fill a window count at the edge; leave them out: H // size rows."
)
_CORNER_ONLY = "You keep one fixed corner of each window; keep its largest entry."
_ONE_AXIS = "You pool along one axis only: a window has `size` rows and `size` columns."
_ALL = "You take the largest of the whole image; each window gives one number."
_FLAT = (
    "`reshape` cuts the image into pieces of a row, not into squares. With four axes, "
    "`reshape(H // size, size, W // size, size)`, a window is the axes 1 and 3."
)

max_pool = Exercise(
    name="max_pool",
    task="Write `max_pool(image, size)`: the largest entry of each window of size × size pixels.",
    reference=max_pool,
    cases=[
        (_image(4, 6, seed=4), 2),
        (_image(6, 6, seed=5), 3),
        (_image(5, 7, seed=6), 2),
        (_image(4, 4, seed=7) - 3, 2),
    ],
    special=[(_image(3, 4, seed=8), 1), (_image(3, 3, seed=9), 3)],
    misconceptions=[
        Misconception("average", _AVERAGE, _windowwise(np.mean)),
        Misconception("smallest", "You keep the smallest entry.", _windowwise(np.min)),
        Misconception("sum", "You add the window up; keep its largest entry.", _windowwise(np.sum)),
        Misconception("from-zero", _FROM_ZERO, _windowwise(lambda window: max(0, window.max()))),
        Misconception(
            "magnitude",
            "You compare sizes without their signs: −3 is smaller than 1.",
            _windowwise(lambda window: window.flat[np.abs(window).argmax()]),
        ),
        Misconception("overlap", _OVERLAP, lambda image, size: _pool(image, size, np.max, 1)),
        Misconception("left-over", _LEFT_OVER, _with_left_over),
        *forms(
            "corner",
            _CORNER_ONLY,
            _windowwise(lambda window: window[0, 0]),
            _windowwise(lambda window: window[-1, -1]),
        ),
        *forms(
            "one-axis",
            _ONE_AXIS,
            _windowwise(lambda window: window[0].max()),
            _windowwise(lambda window: window[:, 0].max()),
        ),
        Misconception("whole-image", _ALL, lambda image, size: image.max()),
        Misconception("flat-windows", _FLAT, _flat_windows),
    ],
    hints=[
        "An image of 5 × 7 has 2 × 3 windows of 2 × 2: the last row and column are left over.",
        "Window (r, s) starts in row r * size and column s * size.",
        "`window.max()` is the largest entry, below zero, too.",
        "Without loops: crop to whole windows, `reshape(H // size, size, W // size, size)`, then "
        "`.max(axis=(1, 3))`.",
    ],
    praise="Each window gives its largest entry, and what is left over is not used.",
)


def kernel_gradient(dZ, image, kernel):
    """Gradient of the loss with respect to the kernel of correlate2d(image, kernel).

    Parameters
    ----------
    dZ : array of shape (H - kh + 1, W - kw + 1)
        Gradient of the loss with respect to the output of correlate2d.
    image : array of shape (H, W)
    kernel : array of shape (kh, kw)

    Returns
    -------
    array of shape (kh, kw)
    """
    rows, columns = dZ.shape
    dK = np.zeros(kernel.shape)
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            seen = image[i : i + rows, j : j + columns]  # what entry (i, j) met, as dZ
            dK[i, j] = (dZ * seen).sum()
    return dK


_right_gradient = kernel_gradient


def _gradient_case(image, kernel, seed):
    dZ = np.random.default_rng(seed).integers(1, 9, _right(image, kernel).shape) / 4
    return dZ * np.where(np.indices(dZ.shape).sum(axis=0) % 3 == 1, -1, 1), image, kernel


def _image_gradient(dZ, image, kernel):
    """Send dZ back to the pixels instead of the kernel."""
    d_image = np.zeros(image.shape)
    for r, s in np.ndindex(dZ.shape):
        d_image[r : r + kernel.shape[0], s : s + kernel.shape[1]] += dZ[r, s] * kernel
    return d_image


def _last_patch(dZ, image, kernel):
    kh, kw = kernel.shape
    return dZ[-1, -1] * image[-kh:, -kw:]


def _one_patch_for_all(dZ, image, kernel):
    kh, kw = kernel.shape
    return dZ.sum() * image[:kh, :kw]


def _moved_loss(k, delta, dZ, image, kernel):
    """Give the loss whose gradient with respect to the output is dZ, at a moved kernel."""
    return (dZ * _right(image, kernel + delta)).sum()


_WEIGHTED = (
    "The gradient is multiplied with the kernel once more. An output pixel is linear in the "
    "kernel: what multiplies an entry is the pixel it lies on, nothing else."
)
_NO_dZ = (
    "`dZ` plays no part: the chain rule multiplies what each output pixel adds to the loss, "
    "dZ[r, s], with the pixel that the entry met there."
)
_OVERWRITTEN = (
    "Only the last patch counts: each patch adds its part, so use `+=`. The kernel is shared by "
    "all output pixels."
)
_MEAN_OF_PATCHES = (
    "You take the mean over the output pixels; the shared kernel receives the sum of all parts."
)
_TO_IMAGE = (
    "This is the gradient with respect to the image. It is asked with respect to the kernel: the "
    "image takes the kernel's place."
)
_TURNED_GRADIENT = (
    "Your result is turned by half a turn: entry (i, j) of the kernel met pixel (r + i, s + j), "
    "with plus signs both."
)
_SAME_PIXELS = (
    "Every output pixel saw its own patch, from row r and column s on; yours is the first."
)
_SHAPES = (
    "`dZ * image` asks for arrays of one shape. Take the piece of the image that entry (i, j) met: "
    "`image[i:i + rows, j:j + columns]`, as large as dZ."
)

kernel_gradient = Exercise(
    name="kernel_gradient",
    task=(
        "Write `kernel_gradient(dZ, image, kernel)`: the gradient of the loss with respect to the "
        "kernel of correlate2d."
    ),
    reference=kernel_gradient,
    returns=("dK",),
    nudged=_moved_loss,
    cases=[
        _gradient_case(_image(4, 5, seed=10), _KERNEL, seed=0),
        _gradient_case(_image(5, 5, seed=11), _SQUARE, seed=1),
        _gradient_case(_image(6, 4, seed=12), np.array([[1.0], [-2.0], [3.0]]), seed=2),
    ],
    special=[_gradient_case(_image(3, 3, seed=13), _SQUARE, seed=3)],
    misconceptions=[
        Misconception(
            "sign",
            "The sign is turned round: the gradient points uphill; the step takes it away later.",
            lambda *case: -_right_gradient(*case),
        ),
        *forms(
            "turned",
            _TURNED_GRADIENT,
            lambda *case: _right_gradient(*case)[::-1, ::-1],
            lambda dZ, image, K: _right_gradient(dZ[::-1, ::-1], image, K),
        ),
        Misconception(
            "times-kernel", _WEIGHTED, lambda dZ, image, K: K * _right_gradient(dZ, image, K)
        ),
        Misconception(
            "no-dZ", _NO_dZ, lambda dZ, image, K: _right_gradient(np.ones_like(dZ), image, K)
        ),
        Misconception("overwritten", _OVERWRITTEN, _last_patch),
        Misconception(
            "mean",
            _MEAN_OF_PATCHES,
            lambda dZ, image, K: _right_gradient(dZ, image, K) / dZ.size,
        ),
        Misconception("image-gradient", _TO_IMAGE, _image_gradient),
        Misconception("same-patch", _SAME_PIXELS, _one_patch_for_all),
        Misconception("shapes", _SHAPES, lambda dZ, image, K: (dZ * image).sum()),
    ],
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
