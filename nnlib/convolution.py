"""Convolution: lay a small kernel on every patch of an image, forward and backward.

Two sets of shapes serve every function: one image ``(H, W)`` with one kernel ``(kh, kw)``, which
gives ``(H', W')``; or, in a network, m images of c channels ``(m, c, H, W)`` with k kernels
``(k, c, kh, kw)``, which give k channels ``(m, k, H', W')``. H and W count rows and columns of an
image, kh and kw those of a kernel; `nnlib.windows` says what H' and W', those of the output, are
for a stride and a padding.
"""

import numpy as np

from nnlib import validation
from nnlib.windows import check_gradient, output_shape, pad, patches, windows_of


def correlate2d(images, kernels, stride=1, padding=0):
    r"""Cross-correlate images with kernels.

    :math:`Z_{rs} = \sum_{i,j} X_{r+i,\,s+j} K_{ij}`: lay the kernel over a patch of the image,
    multiply what lies on each other, add up; then move on. All patches become the columns of one
    matrix and all kernels the rows of another; their product is every output pixel at once.

    Parameters
    ----------
    images : array_like of shape (H, W) or (m, c, H, W)
    kernels : array_like of shape (kh, kw) or (k, c, kh, kw)
    stride : int, 1 or more
        Pixels from one patch to the next.
    padding : int, 0 or more
        Rows and columns of zeros laid round the images first.

    Returns
    -------
    array of shape (H', W') or (m, k, H', W')

    Raises
    ------
    ValueError
        If axes or channels do not fit, the kernel is larger than the padded image, `stride` is
        below 1 or `padding` below 0.

    Source
    ------
    Kernels shared by all places: LeCun et al., 1989. As one matrix product: Chellapilla, Puri and
    Simard, 2006.

    Examples
    --------
    >>> correlate2d(np.eye(3), [[1, 0], [0, 1]])
    array([[2., 0.],
           [0., 2.]])
    >>> images, kernels = np.ones((5, 1, 8, 8)), np.ones((16, 1, 3, 3))
    >>> correlate2d(images, kernels, padding=1).shape
    (5, 16, 8, 8)
    """
    X, K = _as_layer(*validation.floats(images=images, kernels=kernels))
    windows = patches(X, K.shape[2:], stride, padding)  # (m, c, H', W', kh, kw)
    m, _, rows, columns = windows.shape[:4]
    Z = _product(_kernel_rows(K), _patch_columns(windows))  # (k, H'·W'·m)
    Z = Z.reshape(len(K), rows, columns, m).transpose(3, 0, 1, 2)  # (m, k, H', W')
    return Z if np.ndim(images) == 4 else Z[0, 0]


def convolve2d(images, kernels, stride=1, padding=0):
    r"""Convolve images with kernels: correlate with every kernel turned by half a turn.

    :math:`Z_{rs} = \sum_{i,j} X_{r+i,\,s+j} K_{kh-1-i,\,kw-1-j}`. Networks learn their kernels, so
    they use `correlate2d` and call it convolution: the turned kernel is learned as easily.

    Parameters, results and errors are those of `correlate2d`.

    Examples
    --------
    >>> point = [[0, 0, 0], [0, 1, 0], [0, 0, 0]]
    >>> convolve2d(point, [[1, 2], [3, 4]])
    array([[1., 2.],
           [3., 4.]])
    >>> correlate2d(point, [[1, 2], [3, 4]])
    array([[4., 3.],
           [2., 1.]])
    """
    return correlate2d(images, _turned(kernels), stride, padding)


def kernel_gradient(dZ, images, kernels, stride=1, padding=0):
    """Gradient with respect to the kernels of `correlate2d`.

    An entry of a kernel meets one pixel of each patch: its gradient is the sum of those pixels,
    each times the gradient of the output there. With stride 1 that is a correlation, too: of the
    padded image with `dZ`.

    Parameters
    ----------
    dZ : array_like of shape (H', W') or (m, k, H', W')
        Gradient of the loss with respect to the output of `correlate2d`.
    images, kernels, stride, padding
        As they were for `correlate2d`.

    Returns
    -------
    array of the shape of `kernels`

    Raises
    ------
    ValueError
        As `correlate2d`, and if `dZ` has not the shape of its output.

    Examples
    --------
    >>> kernel_gradient(dZ=[[1.0, 0.0]], images=[[5.0, 6.0, 7.0]], kernels=[[0.1, 0.2]])
    array([[5., 6.]])
    """
    dZ, images, kernels = validation.floats(dZ=dZ, images=images, kernels=kernels)
    X, K = _as_layer(images, kernels)
    windows = patches(X, K.shape[2:], stride, padding)
    # (k, c·kh·kw)
    dK = _product(_gradient_rows(dZ, windows, kernels), _patch_columns(windows).T)
    return dK.reshape(kernels.shape)


def image_gradient(dZ, images, kernels, stride=1, padding=0):
    """Gradient with respect to the images of `correlate2d`.

    Every output pixel sends its gradient back to the patch it saw, weighted with the kernel. A
    pixel that was seen several times receives the sum.

    Parameters and errors are those of `kernel_gradient`.

    Returns
    -------
    array of the shape of `images`

    Examples
    --------
    >>> image_gradient(dZ=[[1.0, 10.0]], images=[[5.0, 6.0, 7.0]], kernels=[[1.0, 2.0]])
    array([[ 1., 12., 20.]])
    """
    dZ, images, kernels = validation.floats(dZ=dZ, images=images, kernels=kernels)
    X, K = _as_layer(images, kernels)
    output_shape(X.shape, K.shape[2:], stride, padding)
    dX = pad(np.zeros_like(X), padding)
    to_patches = windows_of(dX, K.shape[2:], stride, writeable=True)
    m, c, rows, columns, kh, kw = to_patches.shape
    # (c·kh·kw, H'·W'·m)
    sent = _product(_kernel_rows(K).T, _gradient_rows(dZ, to_patches, kernels))
    sent = sent.reshape(c, kh, kw, rows, columns, m).transpose(5, 0, 3, 4, 1, 2)
    for i, j in np.ndindex(kh, kw):  # at one place of the window, no two patches share a pixel
        to_patches[..., i, j] += sent[..., i, j]
    H, W = X.shape[2:]
    return dX[..., padding : padding + H, padding : padding + W].reshape(images.shape)


def _as_layer(images, kernels):
    """Give images (m, c, H, W) and kernels (k, c, kh, kw); one of each counts as m = c = k = 1."""
    if images.ndim != kernels.ndim or images.ndim not in (2, 4):
        raise ValueError(
            "images and kernels must have 2 axes each, (H, W) and (kh, kw), or 4 each, "
            f"(m, c, H, W) and (k, c, kh, kw); got shapes {images.shape} and {kernels.shape}."
        )
    if images.ndim == 2:
        return images[np.newaxis, np.newaxis], kernels[np.newaxis, np.newaxis]
    if images.shape[1] != kernels.shape[1]:
        raise ValueError(
            f"kernels must have as many channels as the images, {images.shape[1]}; got "
            f"{kernels.shape[1]}, from shapes {images.shape} and {kernels.shape}."
        )
    return images, kernels


def _kernel_rows(K):
    """Lay each kernel out as a row, (k, c·kh·kw)."""
    return K.reshape(len(K), -1)


def _patch_columns(windows):
    """Lay each patch out as a column: (m, c, H', W', kh, kw) to (c·kh·kw, H'·W'·m).

    Images come last, so that one pixel of all images lies together in memory: NumPy then copies,
    adds and pools along a long axis, which is several times faster than along a short one.
    """
    m, c, rows, columns, kh, kw = windows.shape
    return windows.transpose(1, 4, 5, 2, 3, 0).reshape(c * kh * kw, rows * columns * m)


def _gradient_rows(dZ, windows, kernels):
    """Lay the gradient of each kernel's output out as a row, (k, H'·W'·m), as the patches are."""
    m, rows, columns = windows.shape[0], *windows.shape[2:4]
    layered = kernels.ndim == 4
    check_gradient(dZ, (m, len(kernels), rows, columns) if layered else (rows, columns))
    k = len(kernels) if layered else 1
    return dZ.reshape(m, k, rows, columns).transpose(1, 2, 3, 0).reshape(k, -1)


def _product(A, B):
    """Return ``A @ B``; what grows too large is infinite, without a warning."""
    with np.errstate(over="ignore", invalid="ignore"):
        return A @ B


def _turned(kernels):
    """Turn every kernel by half a turn."""
    kernels = validation.array(kernels, "kernels")
    if kernels.ndim < 2:
        raise ValueError(
            f"kernels must have 2 axes, (kh, kw), or 4, (k, c, kh, kw); got shape {kernels.shape}."
        )
    return kernels[..., ::-1, ::-1]
