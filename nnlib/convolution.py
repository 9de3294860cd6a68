"""Convolution and pooling: slide a small window over an image, forward and backward.

Two sets of shapes serve every function that has kernels: one image ``(H, W)`` with one kernel
``(kh, kw)``, which gives ``(H', W')``; or, in a network, m images of c channels ``(m, c, H, W)``
with k kernels ``(k, c, kh, kw)``, which give k channels ``(m, k, H', W')``.

With ``padding`` zeros on every side and steps of ``stride`` pixels,
``H' = (H + 2 · padding - kh) // stride + 1``, and W' likewise.

`correlate2d_loops` says what is computed; `correlate2d` says the same to NumPy.
"""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nnlib import validation


def correlate2d_loops(image, kernel, stride=1, padding=0):
    r"""Cross-correlate one image with one kernel, pixel by pixel.

    :math:`Z_{rs} = \sum_{i,j} X_{r+i,\,s+j} K_{ij}`: lay the kernel over a patch of the image,
    multiply what lies on each other, add up; then move on. `correlate2d` gives the same, faster.

    Parameters
    ----------
    image : array_like of shape (H, W)
    kernel : array_like of shape (kh, kw)
    stride : int, 1 or more
        Pixels from one patch to the next.
    padding : int, 0 or more
        Rows and columns of zeros laid round the image first.

    Returns
    -------
    array of shape (H', W')

    Raises
    ------
    ValueError
        If there are other than two axes, the kernel is larger than the padded image, `stride` is
        below 1 or `padding` below 0.

    Examples
    --------
    >>> image = [[0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]]
    >>> correlate2d_loops(image, [[-1, 1]])
    array([[0., 1., 0.],
           [0., 1., 0.],
           [0., 1., 0.]])
    """
    image, kernel = _floats(image, kernel)
    if image.ndim != 2 or kernel.ndim != 2:
        raise ValueError(
            f"image and kernel must have 2 axes each; got shapes {image.shape} and {kernel.shape}."
        )
    rows, columns = _output_shape(image.shape, kernel.shape, stride, padding)
    image = _pad(image, padding)
    kh, kw = kernel.shape
    Z = np.zeros((rows, columns), image.dtype)
    for r in range(rows):
        for s in range(columns):
            for i in range(kh):
                for j in range(kw):
                    Z[r, s] += image[r * stride + i, s * stride + j] * kernel[i, j]
    return Z


def patches(images, size, stride=1, padding=0):
    """Show every patch that a window of this size sees.

    Parameters
    ----------
    images : array_like of shape (..., H, W)
    size : int or (int, int)
        Rows and columns of the window.
    stride, padding : int
        As for `correlate2d_loops`.

    Returns
    -------
    array of shape (..., H', W', kh, kw)
        Entry ``[..., r, s, :, :]`` is the patch under output pixel (r, s). A view that cannot be
        written to: no pixel is copied.

    Raises
    ------
    ValueError
        If `images` has fewer than two axes, the window is larger than the padded image, or a
        number is out of range.

    Examples
    --------
    >>> patches(np.arange(12).reshape(3, 4), size=2, stride=2).tolist()
    [[[[0, 1], [4, 5]], [[2, 3], [6, 7]]]]
    """
    images = np.asarray(images)
    size = (size, size) if np.ndim(size) == 0 else tuple(size)
    if len(size) != 2:
        raise ValueError(f"size must be one number or two, (rows, columns); got {size}.")
    _output_shape(images.shape, size, stride, padding)
    return _windows(_pad(images, padding), size, stride)


def correlate2d(images, kernels, stride=1, padding=0):
    """Cross-correlate images with kernels.

    All patches become the columns of one matrix and all kernels the rows of another; their
    product is every output pixel at once.

    Parameters
    ----------
    images : array_like of shape (H, W) or (m, c, H, W)
    kernels : array_like of shape (kh, kw) or (k, c, kh, kw)
    stride, padding : int
        As for `correlate2d_loops`.

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
    X, K = _as_layer(*_floats(images, kernels))
    windows = patches(X, K.shape[2:], stride, padding)  # (m, c, H', W', kh, kw)
    m, _, rows, columns = windows.shape[:4]
    Z = _kernel_rows(K) @ _patch_columns(windows)  # (k, H'·W'·m)
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


class CorrelationGradients(NamedTuple):
    """Gradient of the loss with respect to the images and to the kernels, in their shapes."""

    images: np.ndarray
    kernels: np.ndarray


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
    dZ, images, kernels = _floats(dZ, images, kernels)
    X, K = _as_layer(images, kernels)
    windows = patches(X, K.shape[2:], stride, padding)
    dK = _gradient_rows(dZ, windows, kernels) @ _patch_columns(windows).T  # (k, c·kh·kw)
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
    dZ, images, kernels = _floats(dZ, images, kernels)
    X, K = _as_layer(images, kernels)
    _output_shape(X.shape, K.shape[2:], stride, padding)
    dX = _pad(np.zeros_like(X), padding)
    to_patches = _windows(dX, K.shape[2:], stride, writeable=True)
    m, c, rows, columns, kh, kw = to_patches.shape
    sent = _kernel_rows(K).T @ _gradient_rows(dZ, to_patches, kernels)  # (c·kh·kw, H'·W'·m)
    sent = sent.reshape(c, kh, kw, rows, columns, m).transpose(5, 0, 3, 4, 1, 2)
    for i, j in np.ndindex(kh, kw):  # at one place of the window, no two patches share a pixel
        to_patches[..., i, j] += sent[..., i, j]
    H, W = X.shape[2:]
    return dX[..., padding : padding + H, padding : padding + W].reshape(images.shape)


def correlate2d_backward(dZ, images, kernels, stride=1, padding=0):
    """Gradients with respect to both inputs of `correlate2d`.

    Arguments and errors are those of `kernel_gradient`.

    Examples
    --------
    >>> correlate2d_backward([[1.0, 10.0]], [[5.0, 6.0, 7.0]], [[1.0, 2.0]])
    CorrelationGradients(images=array([[ 1., 12., 20.]]), kernels=array([[65., 76.]]))
    """
    return CorrelationGradients(
        image_gradient(dZ, images, kernels, stride, padding),
        kernel_gradient(dZ, images, kernels, stride, padding),
    )


def convolve2d_backward(dZ, images, kernels, stride=1, padding=0):
    """Gradients with respect to both inputs of `convolve2d`.

    Arguments and errors are those of `kernel_gradient`.

    Examples
    --------
    >>> convolve2d_backward([[1.0, 10.0]], [[5.0, 6.0, 7.0]], [[1.0, 2.0]])
    CorrelationGradients(images=array([[ 2., 21., 10.]]), kernels=array([[76., 65.]]))
    """
    d_images, d_turned = correlate2d_backward(dZ, images, _turned(kernels), stride, padding)
    return CorrelationGradients(d_images, _turned(d_turned))


def max_pool(images, size=2, stride=None):
    """Keep the largest entry of each window.

    Parameters
    ----------
    images : array_like of shape (..., H, W)
    size : int
        Rows and columns of the window.
    stride : int, optional
        Pixels from one window to the next; `size` if left out, so that windows lie side by side.
        What is left over at the right and at the bottom is not used.

    Returns
    -------
    array of shape (..., H', W')

    Raises
    ------
    ValueError
        If `images` has fewer than two axes, the window is larger than the image, or a number is
        out of range.

    Examples
    --------
    >>> max_pool([[1, 2, 5, 0], [3, 4, 0, 0]])
    array([[4., 5.]])
    """
    (images,) = _floats(images)
    return patches(images, size, _pool_stride(size, stride)).max(axis=(-2, -1))


def max_pool_backward(dP, images, size=2, stride=None):
    """Gradient with respect to the images of `max_pool`: all of it goes to the largest entry.

    Where several entries of a window are equally large, the first in reading order gets it.

    Parameters
    ----------
    dP : array_like of shape (..., H', W')
        Gradient of the loss with respect to the output of `max_pool`.
    images, size, stride
        As they were for `max_pool`.

    Returns
    -------
    array of shape (..., H, W)

    Raises
    ------
    ValueError
        As `max_pool`, and if `dP` has not the shape of its output.

    Examples
    --------
    >>> max_pool_backward([[10.0, 20.0]], [[1.0, 2.0, 5.0, 0.0], [3.0, 4.0, 0.0, 0.0]])
    array([[ 0.,  0., 20.,  0.],
           [ 0., 10.,  0.,  0.]])
    """
    dP, images = _floats(dP, images)
    stride = _pool_stride(size, stride)
    windows = patches(images, size, stride)  # (..., H', W', size, size)
    _check_gradient(dP, windows.shape[:-2])
    d_images = np.zeros_like(images)
    to_windows = _windows(d_images, (size, size), stride, writeable=True)
    largest = windows.max(axis=(-2, -1))
    waiting = np.ones_like(largest, dtype=bool)
    for i, j in np.ndindex(size, size):
        found = waiting & (windows[..., i, j] == largest)
        to_windows[..., i, j] += found * dP
        waiting &= ~found
    return d_images


def average_pool(images, size=2, stride=None):
    """Take the mean of each window.

    Arguments and errors are those of `max_pool`.

    Examples
    --------
    >>> average_pool([[1, 2, 5, 0], [3, 4, 0, 0]])
    array([[2.5 , 1.25]])
    """
    (images,) = _floats(images)
    return patches(images, size, _pool_stride(size, stride)).mean(axis=(-2, -1))


def average_pool_backward(dP, images, size=2, stride=None):
    """Gradient with respect to the images of `average_pool`: every pixel of a window gets a share.

    Arguments and errors are those of `max_pool_backward`.

    Examples
    --------
    >>> average_pool_backward([[4.0, 8.0]], np.zeros((2, 4)))
    array([[1., 1., 2., 2.],
           [1., 1., 2., 2.]])
    """
    dP, images = _floats(dP, images)
    stride = _pool_stride(size, stride)
    _check_gradient(dP, patches(images, size, stride).shape[:-2])
    d_images = np.zeros_like(images)
    to_windows = _windows(d_images, (size, size), stride, writeable=True)
    for i, j in np.ndindex(size, size):
        to_windows[..., i, j] += dP / size**2
    return d_images


def _floats(*arrays):
    """Turn integers into floats of the type of the float arrays beside them, else float64."""
    arrays = [np.asarray(array) for array in arrays]
    types = [array.dtype for array in arrays if array.dtype.kind == "f"]
    dtype = np.result_type(*types) if types else float
    return [array.astype(dtype, copy=False) for array in arrays]


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


def _output_shape(image_shape, size, stride, padding):
    """Give (H', W'), or say why there is none."""
    if len(image_shape) < 2:
        raise ValueError(f"images must have 2 axes or more, (..., H, W); got shape {image_shape}.")
    kh, kw = (validation.whole(length, "size of the window") for length in size)
    stride = validation.whole(stride, "stride")
    H, W = (n + 2 * validation.whole(padding, "padding", least=0) for n in image_shape[-2:])
    if kh > H or kw > W:
        raise ValueError(
            f"a kernel or window must fit into the image, {H} × {W} with its padding; "
            f"got {kh} × {kw}."
        )
    return (H - kh) // stride + 1, (W - kw) // stride + 1


def _pad(images, padding):
    if not padding:
        return images
    H, W = images.shape[-2:]
    padded = np.zeros((*images.shape[:-2], H + 2 * padding, W + 2 * padding), images.dtype)
    padded[..., padding : padding + H, padding : padding + W] = images
    return padded


def _windows(images, size, stride, writeable=False):
    """View images (..., H, W) through every window, (..., H', W', kh, kw)."""
    every = sliding_window_view(images, size, axis=(-2, -1), writeable=writeable)
    return every[..., ::stride, ::stride, :, :]


def _pool_stride(size, stride):
    """Give the stride of a pooling window: its size, unless another is wanted."""
    size = validation.whole(size, "size")
    return size if stride is None else stride


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
    _check_gradient(dZ, (m, len(kernels), rows, columns) if layered else (rows, columns))
    k = len(kernels) if layered else 1
    return dZ.reshape(m, k, rows, columns).transpose(1, 2, 3, 0).reshape(k, -1)


def _turned(kernels):
    """Turn every kernel by half a turn."""
    kernels = np.asarray(kernels)
    if kernels.ndim < 2:
        raise ValueError(
            f"kernels must have 2 axes, (kh, kw), or 4, (k, c, kh, kw); got shape {kernels.shape}."
        )
    return kernels[..., ::-1, ::-1]


def _check_gradient(gradient, shape):
    if gradient.shape != tuple(shape):
        raise ValueError(
            f"the gradient must have the shape of the output, {tuple(shape)}; got {gradient.shape}."
        )
