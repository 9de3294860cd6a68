"""Convolution against SciPy and against central differences."""

import re

import numpy as np
import pytest
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st

from nnlib import convolution, windows
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


def by_scipy(operation, images, kernels, stride, padding):
    """Correlate or convolve every image with every kernel by SciPy, one channel at a time."""
    sides = (padding, padding)
    padded = np.pad(images, ((0, 0), (0, 0), sides, sides))
    every = [
        [sum(map(operation, image, kernel, ["valid"] * len(kernel))) for kernel in kernels]
        for image in padded
    ]
    return np.array(every)[..., ::stride, ::stride]


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
def test_one_image_and_a_batch_agree(layer):
    images, kernels, how = layer
    batch = convolution.correlate2d(images[:1, :1], kernels[:1, :1], **how)
    one = convolution.correlate2d(images[0, 0], kernels[0, 0], **how)
    np.testing.assert_array_equal(one, batch[0, 0])


@given(layers(), st.booleans())
def test_gradients_equal_central_differences(layer, one):
    images, kernels, how = layer
    if one:
        images, kernels = images[0, 0], kernels[0, 0]
    dZ = np.random.default_rng(0).normal(size=convolution.correlate2d(images, kernels, **how).shape)

    def loss():
        return (dZ * convolution.correlate2d(images, kernels, **how)).sum()

    # The loss is linear in each, so wide differences are exact and lose fewest digits.
    for gradient, array in (
        (convolution.image_gradient(dZ, images, kernels, **how), images),
        (convolution.kernel_gradient(dZ, images, kernels, **how), kernels),
    ):
        assert gradient.shape == array.shape
        assert relative_error(gradient, numeric_gradient(loss, array, eps=0.1)) < 1e-9


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


def test_patches_are_a_view_that_cannot_be_written_to():
    image = np.arange(20.0).reshape(4, 5)
    patches = windows.patches(image, (2, 3), stride=2)
    assert np.shares_memory(patches, image)
    assert not patches.flags.writeable
    np.testing.assert_array_equal(patches[1, 1], image[2:4, 2:5])


def every_result(images, kernels):
    """What each function makes of these images and kernels."""
    Z = convolution.correlate2d(images, kernels)
    return [
        Z,
        convolution.convolve2d(images, kernels),
        convolution.kernel_gradient(Z, images, kernels),
        convolution.image_gradient(Z, images, kernels),
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


def test_bytes_do_not_wrap_round():
    image = np.full((2, 2), 200, np.uint8)
    assert convolution.correlate2d(image, np.ones((2, 2), np.uint8)).item() == 800


SQUARE = np.zeros((3, 3))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: convolution.correlate2d(SQUARE, np.zeros((5, 2)), padding=0),
            "must fit into the image, 3 × 3 with its padding; got 5 × 2",
        ),
        (
            lambda: convolution.correlate2d(SQUARE, np.zeros((2, 6)), padding=1),
            "must fit into the image, 5 × 5 with its padding; got 2 × 6",
        ),
        (
            lambda: convolution.correlate2d(SQUARE, SQUARE, stride=0),
            "stride must be a whole number, 1 or more; got 0",
        ),
        (
            lambda: convolution.correlate2d(SQUARE, SQUARE, stride=1.5),
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
        (lambda: windows.patches(SQUARE, (1, 2, 3)), "two, (rows, columns); got (1, 2, 3)"),
        (
            lambda: convolution.correlate2d(np.zeros((2, 3, 3)), SQUARE),
            "(m, c, H, W) and (k, c, kh, kw); got shapes (2, 3, 3) and (3, 3)",
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
    ],
)
def test_errors_name_what_was_given_and_wanted(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()
