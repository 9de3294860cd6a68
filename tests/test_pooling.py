"""Pooling against loops and against central differences."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import pooling
from nnlib.gradient_check import numeric_gradient, relative_error


@st.composite
def pools(draw):
    """Images (..., H, W) without two equal entries, size and stride of a window that fits."""
    leading = draw(st.lists(st.integers(1, 3), max_size=2))
    H, W = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    size = draw(st.integers(1, min(H, W)))
    stride = draw(st.none() | st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    shape = (*leading, H, W)
    return rng.permutation(np.arange(float(np.prod(shape)))).reshape(shape), size, stride


def pooled_by_loops(images, size, stride):
    H, W = images.shape[-2:]
    stride = stride or size
    rows = [
        [
            images[..., r : r + size, s : s + size].max(axis=(-2, -1))
            for s in range(0, W - size + 1, stride)
        ]
        for r in range(0, H - size + 1, stride)
    ]
    return np.moveaxis(np.array(rows), (0, 1), (-2, -1))


@given(pools())
def test_max_pool_takes_each_largest_entry(pool):
    wanted = pooled_by_loops(*pool)
    np.testing.assert_array_equal(pooling.max_pool(*pool), wanted)


@given(pools())
def test_gradients_equal_central_differences(pool):
    images, size, stride = pool
    dP = np.random.default_rng(0).normal(size=pooling.max_pool(images, size, stride).shape)

    def loss():
        return (dP * pooling.max_pool(images, size, stride)).sum()

    gradient = pooling.max_pool_backward(dP, images, size, stride)
    # Entries are whole numbers: a move of 0.25 makes no other entry the largest.
    assert relative_error(gradient, numeric_gradient(loss, images, eps=0.25)) < 1e-9


def test_of_equal_entries_the_first_takes_the_whole_gradient():
    gradient = pooling.max_pool_backward([[3.0]], np.zeros((2, 2)))
    np.testing.assert_array_equal(gradient, [[3, 0], [0, 0]])


def test_overlapping_windows_add_their_gradients():
    gradient = pooling.max_pool_backward([[1.0, 10.0]], [[0, 9, 0], [0, 0, 0]], stride=1)
    np.testing.assert_array_equal(gradient, [[0, 11, 0], [0, 0, 0]])


def test_float32_stays_and_whole_numbers_become_floats():
    image = np.arange(16, dtype=np.float32).reshape(4, 4)
    assert pooling.max_pool(image).dtype == np.float32
    assert pooling.max_pool_backward(np.ones((2, 2)), image).dtype == np.float64
    assert pooling.max_pool(np.full((2, 2), 200, np.uint8)).dtype == np.float64


SQUARE = np.zeros((3, 3))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pooling.max_pool(SQUARE, 4), "the image, 3 × 3 with its padding; got 4 × 4"),
        (lambda: pooling.max_pool(SQUARE, 0), "size must be a whole number, 1 or more"),
        (lambda: pooling.max_pool_backward(SQUARE, SQUARE, (2, 2)), "size must be a whole"),
        (lambda: pooling.max_pool(np.zeros(3)), "2 axes or more, (..., H, W); got shape (3,)"),
        (
            lambda: pooling.max_pool_backward(np.zeros((2, 2)), SQUARE),
            "the shape of the output, (1, 1); got (2, 2)",
        ),
        (
            lambda: pooling.max_pool_backward(np.zeros(1), SQUARE),
            "the shape of the output, (1, 1); got (1,)",
        ),
    ],
)
def test_errors_name_what_was_given_and_wanted(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()
