"""The exercises of notebook 08: the package agrees, right answers in any style pass."""

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from scipy import signal

from nnlib import check, convolution, pooling
from nnlib.gradient_check import numeric_gradient

IMAGE = np.random.default_rng(0).normal(size=(6, 5))
KERNEL = np.random.default_rng(1).normal(size=(3, 2))


def test_the_references_are_what_the_package_does():
    Z = check.correlate2d.reference(IMAGE, KERNEL)
    np.testing.assert_allclose(Z, convolution.correlate2d(IMAGE, KERNEL), atol=1e-14)
    np.testing.assert_allclose(Z, signal.correlate2d(IMAGE, KERNEL, "valid"), atol=1e-14)
    for size in (1, 2, 3):
        np.testing.assert_array_equal(
            check.max_pool.reference(IMAGE, size), pooling.max_pool(IMAGE, size)
        )
    dK = check.kernel_gradient.reference(Z, IMAGE, KERNEL)
    np.testing.assert_allclose(dK, convolution.kernel_gradient(Z, IMAGE, KERNEL), atol=1e-13)
    kernel = KERNEL.copy()
    numeric = numeric_gradient(lambda: (Z * convolution.correlate2d(IMAGE, kernel)).sum(), kernel)
    np.testing.assert_allclose(dK, numeric, rtol=1e-7)


def test_the_packages_own_functions_pass():
    # They take more: batches, strides, padding, float32.
    assert check.correlate2d(convolution.correlate2d).status == "pass"
    assert check.max_pool(pooling.max_pool).status == "pass"
    assert check.kernel_gradient(convolution.kernel_gradient).status == "pass"


def _four_loops(image, kernel):
    kh, kw = len(kernel), len(kernel[0])
    rows, columns = len(image) - kh + 1, len(image[0]) - kw + 1
    Z = [[0.0] * columns for _ in range(rows)]
    for r in range(rows):
        for s in range(columns):
            for i in range(kh):
                for j in range(kw):
                    Z[r][s] += image[r + i, s + j] * kernel[i, j]
    return Z


def _windows(image, kernel):
    return (sliding_window_view(image, kernel.shape) * kernel).sum(axis=(-2, -1))


def _einsum(image, kernel):
    return np.einsum("rsij,ij->rs", sliding_window_view(image, kernel.shape), kernel)


def _entry_by_entry(image, kernel):
    """Shift the whole image once for each entry of the kernel."""
    rows, columns = np.subtract(image.shape, kernel.shape) + 1
    return sum(
        kernel[i, j] * image[i : i + rows, j : j + columns] for i, j in np.ndindex(kernel.shape)
    )


CORRELATIONS = [
    _four_loops,
    _windows,
    _einsum,
    _entry_by_entry,
    lambda image, kernel: signal.correlate2d(image, kernel, mode="valid"),
    lambda image, kernel: signal.convolve2d(image, kernel[::-1, ::-1], mode="valid"),
    lambda image, kernel: np.tensordot(sliding_window_view(image, kernel.shape), kernel),
    lambda X, K: _windows(X.astype(np.float32), K),
]


@pytest.mark.parametrize("answer", CORRELATIONS)
def test_correlate2d_in_another_style_passes(answer):
    assert check.correlate2d(answer).status == "pass"


def _pool_by_reshape(image, size):
    H, W = (n // size * size for n in image.shape)
    return image[:H, :W].reshape(H // size, size, W // size, size).max(axis=(1, 3))


def _pool_by_windows(image, size=2):
    return sliding_window_view(image, (size, size))[::size, ::size].max(axis=(-2, -1))


def _pool_by_loops(image, size):
    pooled = np.full((image.shape[0] // size, image.shape[1] // size), -np.inf)
    for r in range(pooled.shape[0] * size):
        for s in range(pooled.shape[1] * size):
            pooled[r // size, s // size] = max(pooled[r // size, s // size], image[r, s])
    return pooled


@pytest.mark.parametrize("answer", [_pool_by_reshape, _pool_by_windows, _pool_by_loops])
def test_max_pool_in_another_style_passes(answer):
    assert check.max_pool(answer).status == "pass"


def _collect(dZ, image, kernel):
    dK = np.zeros(kernel.shape)
    for r, s in np.ndindex(dZ.shape):
        dK += dZ[r, s] * image[r : r + kernel.shape[0], s : s + kernel.shape[1]]
    return dK


GRADIENTS = [
    _collect,
    lambda dZ, image, kernel: convolution.correlate2d(image, dZ),
    lambda dZ, image, kernel: np.einsum(
        "rsij,rs->ij", sliding_window_view(image, kernel.shape), dZ
    ),
]


@pytest.mark.parametrize("answer", GRADIENTS)
def test_kernel_gradient_in_another_style_passes(answer):
    assert check.kernel_gradient(answer).status == "pass"


def test_the_most_common_mistakes_are_named():
    def overwrites(image, kernel):
        Z = np.zeros(np.subtract(image.shape, kernel.shape) + 1)
        for r, s in np.ndindex(Z.shape):
            for i, j in np.ndindex(kernel.shape):
                Z[r, s] = image[r + i, s + j] * kernel[i, j]
        return Z

    def from_zero(image, size):
        pooled = np.zeros(np.array(image.shape) // size)
        for r, s in np.ndindex(pooled.shape):
            for i, j in np.ndindex(size, size):
                pooled[r, s] = max(pooled[r, s], image[r * size + i, s * size + j])
        return pooled

    def last_only(dZ, image, kernel):
        for r, s in np.ndindex(dZ.shape):
            dK = dZ[r, s] * image[r : r + kernel.shape[0], s : s + kernel.shape[1]]
        return dK

    assert "The last product overwrites" in check.correlate2d(overwrites).message
    assert "with more rows or columns round it" in check.correlate2d(signal.correlate2d).message
    assert "your search for the largest starts at 0" in check.max_pool(from_zero).message
    assert "Only one output pixel counts" in check.kernel_gradient(last_only).message
    shapes = check.kernel_gradient(lambda dZ, image, K: (dZ * image).sum()).message
    assert "`dZ` has shape (3, 3) and `image` has shape (4, 5)" in shapes


def test_a_wrong_entry_is_worked_out():
    message = check.kernel_gradient(lambda dZ, image, K: dZ.mean() * image.mean() * K).message
    assert "the pixels that entry (1, 1) of the kernel (counted from 1) lies on: [[2]]" in message
    assert "added up, entry (1, 1) of dK: 6" in message


def test_off_by_one_is_told():
    result = check.correlate2d(lambda image, K: convolution.correlate2d(image, K)[:-1, :-1])
    assert "rows or columns are missing at the end" in result.message
