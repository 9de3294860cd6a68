"""Pooling: keep one number of each window of an image, forward and backward."""

import numpy as np

from nnlib import validation
from nnlib.windows import check_gradient, patches, windows_of


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
    images = validation.numbers(images, "images")
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
    dP, images = validation.floats(dP=dP, images=images)
    stride = _pool_stride(size, stride)
    windows = patches(images, size, stride)  # (..., H', W', size, size)
    check_gradient(dP, windows.shape[:-2])
    d_images = np.zeros_like(images)
    to_windows = windows_of(d_images, (size, size), stride, writeable=True)
    largest = windows.max(axis=(-2, -1))
    waiting = np.ones_like(largest, dtype=bool)
    for i, j in np.ndindex(size, size):
        found = waiting & (windows[..., i, j] == largest)
        with np.errstate(invalid="ignore"):  # an infinite gradient
            to_windows[..., i, j] += found * dP
        waiting &= ~found
    return d_images


def _pool_stride(size, stride):
    """Give the stride of a pooling window: its size, unless another is wanted."""
    size = validation.whole(size, "size")
    return size if stride is None else stride
