"""Values and gradients of the losses, also at and beyond the ends of probability."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnlib import losses
from nnlib.gradient_check import numeric_gradient

outputs = arrays(float, (3, 2), elements=st.floats(0.01, 0.99))
labels = arrays(float, (3, 2), elements=st.sampled_from([0.0, 1.0]))


@pytest.mark.parametrize("name", losses.LOSSES)
@given(y_hat=outputs, y=labels)
def test_gradient_is_the_central_difference(name, y_hat, y):
    loss = losses.get(name)
    numeric = numeric_gradient(lambda: loss.value(y_hat, y), y_hat, eps=1e-6)
    np.testing.assert_allclose(loss.gradient(y_hat, y), numeric, rtol=1e-5, atol=1e-7)


def test_values_by_hand():
    y_hat, y = np.array([[1.0], [3.0]]), np.array([[0.0], [1.0]])
    assert losses.sse(y_hat, y) == 5
    assert losses.mse(y_hat, y) == 2.5
    assert losses.mae(y_hat, y) == 1.5
    p, q = np.array([[0.25], [0.5]]), np.array([[1.0], [0.0]])
    assert losses.cross_entropy(p, q) == pytest.approx((np.log(4) + np.log(2)) / 2)


def test_the_sum_grows_with_the_data_and_the_means_do_not():
    y_hat, y = np.full((3, 1), 0.3), np.ones((3, 1))
    twice, labels_twice = np.tile(y_hat, (2, 1)), np.tile(y, (2, 1))
    assert losses.sse(twice, labels_twice) == pytest.approx(2 * losses.sse(y_hat, y))
    for name in ("mse", "mae", "cross_entropy"):
        value = losses.get(name).value
        assert value(twice, labels_twice) == pytest.approx(value(y_hat, y))


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_cross_entropy_is_finite_at_zero_and_one(dtype):
    y_hat, y = np.array([[0.0], [1.0]], dtype), np.array([[1.0], [0.0]], dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isfinite(losses.cross_entropy(y_hat, y))
        assert np.isfinite(losses.cross_entropy_gradient(y_hat, y)).all()
        assert losses.cross_entropy(y_hat, 1 - y) < 1e-6


@given(z=st.floats(-1e4, 1e4), y=st.sampled_from([0.0, 1.0]))
def test_joined_with_the_sigmoid_it_is_exact(z, y):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        got = losses.sigmoid_cross_entropy(np.array([[z]]), np.array([[y]]))
    assert got == pytest.approx(np.logaddexp(0, -z if y else z), rel=1e-13, abs=0)


def test_unknown_losses_are_named():
    with pytest.raises(ValueError, match="loss 'mean' is not known; choose from: sse, mse, mae, c"):
        losses.get("mean")
    with pytest.raises(TypeError, match="loss must be a name or a Loss; got 1"):
        losses.get(1)
