"""Convolution and pooling against SciPy, against loops, and against central differences."""

import re

import numpy as np
import pytest
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st

from nnlib import convolution
from nnlib.gradient_check import numeric_gradient, relative_error


@st.composite
def layers(draw):
    """Images (m, c, H, W), kernels (k, c, kh, kw), stride and padding that fit together."""
    m, c, k = (draw(st.integers(1, 3)) for _ in range(3))
    padding, stride = draw(st.integers(0, 2)), draw(st.integers(1, 3))
    H, W = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    kh = draw(st.integers(1, min(4, H + 2 * padding)))
    kw = draw(st.integers(1, min(4, W + 2 * padding)))
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    return (
        rng.normal(size=(m, c, H, W)),
        rng.normal(size=(k, c, kh, kw)),
        {"stride": stride, "padding": padding},
    )


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


def by_scipy(operation, images, kernels, stride, padding):
    """Correlate or convolve every image with every kernel by SciPy, one channel at a time."""
    sides = (padding, padding)
    padded = np.pad(images, ((0, 0), (0, 0), sides, sides))
    every = [
        [sum(map(operation, image, kernel, ["valid"] * len(kernel))) for kernel in kernels]
        for image in padded
    ]
    return np.array(every)[..., ::stride, ::stride]


def pooled_by_loops(images, size, stride, what):
    H, W = images.shape[-2:]
    stride = stride or size
    rows = [
        [
            what(images[..., r : r + size, s : s + size], axis=(-2, -1))
            for s in range(0, W - size + 1, stride)
        ]
        for r in range(0, H - size + 1, stride)
    ]
    return np.moveaxis(np.array(rows), (0, 1), (-2, -1))


@given(layers())
def test_correlate2d_is_scipys(layer):
    images, kernels, how = layer
    wanted = by_scipy(scipy.signal.correlate2d, images, kernels, **how)
    np.testing.assert_allclose(convolution.correlate2d(images, kernels, **how), wanted, atol=1e-12)


@given(layers())
def test_convolve2d_is_scipys(layer):
    images, kernels, how = layer
    wanted = by_scipy(scipy.signal.convolve2d, images, kernels, **how)
    np.testing.assert_allclose(convolution.convolve2d(images, kernels, **how), wanted, atol=1e-12)


@given(layers())
def test_loops_and_windows_agree(layer):
    images, kernels, how = layer
    loops = convolution.correlate2d_loops(images[0, 0], kernels[0, 0], **how)
    windows = convolution.correlate2d(images[0, 0], kernels[0, 0], **how)
    assert loops.shape == windows.shape
    np.testing.assert_allclose(windows, loops, atol=1e-12)


@given(layers())
def test_one_image_and_a_batch_agree(layer):
    images, kernels, how = layer
    batch = convolution.correlate2d(images[:1, :1], kernels[:1, :1], **how)
    one = convolution.correlate2d(images[0, 0], kernels[0, 0], **how)
    np.testing.assert_array_equal(one, batch[0, 0])


@given(layers(), st.sampled_from(["correlate2d", "convolve2d"]), st.booleans())
def test_gradients_equal_central_differences(layer, name, one):
    images, kernels, how = layer
    if one:
        images, kernels = images[0, 0], kernels[0, 0]
    forward = getattr(convolution, name)
    backward = getattr(convolution, f"{name}_backward")
    dZ = np.random.default_rng(0).normal(size=forward(images, kernels, **how).shape)

    def loss():
        return (dZ * forward(images, kernels, **how)).sum()

    gradients = backward(dZ, images, kernels, **how)
    assert gradients.images.shape == images.shape
    assert gradients.kernels.shape == kernels.shape
    # The loss is linear in each, so wide differences are exact and lose fewest digits.
    assert relative_error(gradients.images, numeric_gradient(loss, images, h=0.1)) < 1e-9
    assert relative_error(gradients.kernels, numeric_gradient(loss, kernels, h=0.1)) < 1e-9


@given(layers())
def test_parts_of_the_backward_pass_are_the_single_gradients(layer):
    images, kernels, how = layer
    dZ = np.ones_like(convolution.correlate2d(images, kernels, **how))
    both = convolution.correlate2d_backward(dZ, images, kernels, **how)
    np.testing.assert_array_equal(
        both.images, convolution.image_gradient(dZ, images, kernels, **how)
    )
    np.testing.assert_array_equal(
        both.kernels, convolution.kernel_gradient(dZ, images, kernels, **how)
    )


def test_kernel_gradient_of_one_image_is_a_correlation_with_dZ():
    rng = np.random.default_rng(0)
    image, kernel, dZ = rng.normal(size=(6, 5)), rng.normal(size=(3, 2)), rng.normal(size=(4, 4))
    np.testing.assert_allclose(
        convolution.kernel_gradient(dZ, image, kernel),
        scipy.signal.correlate2d(image, dZ, "valid"),
    )
    np.testing.assert_allclose(
        convolution.image_gradient(dZ, image, kernel),
        scipy.signal.convolve2d(dZ, kernel, "full"),
    )


@given(pools())
def test_max_pool_takes_each_largest_entry(pool):
    wanted = pooled_by_loops(*pool, np.max)
    np.testing.assert_array_equal(convolution.max_pool(*pool), wanted)


@given(pools())
def test_average_pool_takes_each_mean(pool):
    wanted = pooled_by_loops(*pool, np.mean)
    np.testing.assert_allclose(convolution.average_pool(*pool), wanted)


@given(pools(), st.sampled_from(["max_pool", "average_pool"]))
def test_pool_gradients_equal_central_differences(pool, name):
    images, size, stride = pool
    forward = getattr(convolution, name)
    dP = np.random.default_rng(0).normal(size=forward(images, size, stride).shape)

    def loss():
        return (dP * forward(images, size, stride)).sum()

    gradient = getattr(convolution, f"{name}_backward")(dP, images, size, stride)
    # Entries are whole numbers: a move of 0.25 makes no other entry the largest.
    assert relative_error(gradient, numeric_gradient(loss, images, h=0.25)) < 1e-9


def test_of_equal_entries_the_first_takes_the_whole_gradient():
    gradient = convolution.max_pool_backward([[3.0]], np.zeros((2, 2)))
    np.testing.assert_array_equal(gradient, [[3, 0], [0, 0]])


def test_overlapping_windows_add_their_gradients():
    gradient = convolution.max_pool_backward([[1.0, 10.0]], [[0, 9, 0], [0, 0, 0]], stride=1)
    np.testing.assert_array_equal(gradient, [[0, 11, 0], [0, 0, 0]])


def test_patches_are_a_view_that_cannot_be_written_to():
    image = np.arange(20.0).reshape(4, 5)
    patches = convolution.patches(image, (2, 3), stride=2)
    assert np.shares_memory(patches, image)
    assert not patches.flags.writeable
    np.testing.assert_array_equal(patches[1, 1], image[2:4, 2:5])


def every_result(images, kernels):
    """What each function makes of these images and kernels."""
    Z = convolution.correlate2d(images, kernels)
    P = convolution.max_pool(images)
    return [
        Z,
        P,
        convolution.convolve2d(images, kernels),
        *convolution.correlate2d_backward(Z, images, kernels),
        *convolution.convolve2d_backward(Z, images, kernels),
        convolution.max_pool_backward(P, images),
        convolution.average_pool(images),
        convolution.average_pool_backward(P, images),
    ]


def test_float32_stays_and_inputs_are_left_alone():
    images = np.arange(32, dtype=np.float32).reshape(1, 2, 4, 4)
    kernels = np.ones((3, 2, 2, 2), np.float32)
    kept = images.copy(), kernels.copy()
    assert {result.dtype for result in every_result(images, kernels)} == {np.dtype("float32")}
    np.testing.assert_array_equal(images, kept[0])
    np.testing.assert_array_equal(kernels, kept[1])


def test_a_kernel_of_whole_numbers_takes_the_type_of_the_image():
    image = np.ones((3, 3), np.float32)
    assert convolution.correlate2d(image, [[1, -1]]).dtype == np.float32
    assert convolution.correlate2d_loops(image, [[1, -1]]).dtype == np.float32


def test_bytes_do_not_wrap_round():
    image = np.full((2, 2), 200, np.uint8)
    assert convolution.correlate2d(image, np.ones((2, 2), np.uint8)).item() == 800
    assert convolution.average_pool(image).item() == 200


SQUARE = np.zeros((3, 3))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: convolution.correlate2d(SQUARE, np.zeros((5, 2)), padding=0),
            "must fit into the image, 3 × 3 with its padding; got 5 × 2",
        ),
        (
            lambda: convolution.correlate2d_loops(SQUARE, np.zeros((2, 6)), padding=1),
            "must fit into the image, 5 × 5 with its padding; got 2 × 6",
        ),
        (lambda: convolution.max_pool(SQUARE, 4), "the image, 3 × 3 with its padding; got 4 × 4"),
        (
            lambda: convolution.correlate2d(SQUARE, SQUARE, stride=0),
            "stride must be a whole number, 1 or more; got 0",
        ),
        (
            lambda: convolution.correlate2d_loops(SQUARE, SQUARE, stride=1.5),
            "stride must be a whole number, 1 or more; got 1.5",
        ),
        (
            lambda: convolution.image_gradient(SQUARE, SQUARE, SQUARE, stride=-1),
            "stride must be a whole number, 1 or more; got -1",
        ),
        (
            lambda: convolution.convolve2d(SQUARE, SQUARE, padding=-1),
            "padding must be a whole number, 0 or more; got -1",
        ),
        (lambda: convolution.average_pool(SQUARE, 0), "size must be a whole number, 1 or more"),
        (lambda: convolution.max_pool_backward(SQUARE, SQUARE, (2, 2)), "size must be a whole"),
        (lambda: convolution.patches(SQUARE, (1, 2, 3)), "two, (rows, columns); got (1, 2, 3)"),
        (lambda: convolution.max_pool(np.zeros(3)), "2 axes or more, (..., H, W); got shape (3,)"),
        (
            lambda: convolution.correlate2d(np.zeros((2, 3, 3)), SQUARE),
            "(m, c, H, W) and (k, c, kh, kw); got shapes (2, 3, 3) and (3, 3)",
        ),
        (
            lambda: convolution.correlate2d_loops(np.zeros(3), SQUARE),
            "must have 2 axes each; got shapes (3,) and (3, 3)",
        ),
        (lambda: convolution.convolve2d(SQUARE, np.zeros(3)), "2 axes, (kh, kw), or 4"),
        (
            lambda: convolution.correlate2d(np.zeros((1, 2, 3, 3)), np.zeros((1, 4, 3, 3))),
            "as many channels as the images, 2; got 4",
        ),
        (
            lambda: convolution.kernel_gradient(SQUARE, SQUARE, np.zeros((2, 2))),
            "the shape of the output, (2, 2); got (3, 3)",
        ),
        (
            lambda: convolution.image_gradient(
                np.zeros((1, 1, 2, 2)), np.zeros((1, 1, 3, 3)), np.zeros((5, 1, 2, 2))
            ),
            "the shape of the output, (1, 5, 2, 2); got (1, 1, 2, 2)",
        ),
        (
            lambda: convolution.max_pool_backward(np.zeros((2, 2)), SQUARE),
            "the shape of the output, (1, 1); got (2, 2)",
        ),
        (
            lambda: convolution.average_pool_backward(np.zeros(1), SQUARE),
            "the shape of the output, (1, 1); got (1,)",
        ),
    ],
)
def test_errors_name_what_was_given_and_wanted(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()
