"""A small window that slides over an image: what convolution and pooling both look through.

With ``padding`` zeros on every side and steps of ``stride`` pixels, a window ``(kh, kw)`` finds
``H' = (H + 2 · padding - kh) // stride + 1`` places from top to bottom, and W' likewise.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nnlib import validation


def patches(images, size, stride=1, padding=0):
    """Show every patch that a window of this size sees.

    Parameters
    ----------
    images : array_like of shape (..., H, W)
    size : int or (int, int)
        Rows and columns of the window.
    stride : int, 1 or more
        Pixels from one place to the next.
    padding : int, 0 or more
        Rows and columns of zeros laid round the images first.

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
    images = validation.array(images, "images")
    size = (size, size) if np.ndim(size) == 0 else tuple(size)
    if len(size) != 2:
        raise ValueError(f"size must be one number or two, (rows, columns); got {size}.")
    output_shape(images.shape, size, stride, padding)
    return windows_of(pad(images, padding), size, stride)


def output_shape(image_shape, size, stride, padding):
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


def pad(images, padding):
    """Lay rows and columns of zeros round images; without any, give the images back."""
    if not padding:
        return images
    H, W = images.shape[-2:]
    padded = np.zeros((*images.shape[:-2], H + 2 * padding, W + 2 * padding), images.dtype)
    padded[..., padding : padding + H, padding : padding + W] = images
    return padded


def windows_of(images, size, stride, writeable=False):
    """View images (..., H, W) through every window, (..., H', W', kh, kw)."""
    every = sliding_window_view(images, size, axis=(-2, -1), writeable=writeable)
    return every[..., ::stride, ::stride, :, :]


def check_gradient(gradient, shape):
    """Say what is wrong with a gradient that has not the shape of the output."""
    if gradient.shape != tuple(shape):
        raise ValueError(
            f"the gradient must have the shape of the output, {tuple(shape)}; got {gradient.shape}."
        )
