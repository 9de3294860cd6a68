"""The convolutional network and its softmax, against SciPy and central differences."""

import re

import numpy as np
import pytest
import scipy.signal
import scipy.special
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nnlib import Network, datasets, gradient_check, train
from nnlib.activations import SOFTMAX, relu, softmax
from nnlib.convnet import ConvNet
from nnlib.gradient_check import numeric_gradient, relative_error
from nnlib.losses import (
    categorical_cross_entropy,
    categorical_cross_entropy_gradient,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
)
from nnlib.windows import patches

scores = st.lists(st.floats(-1e4, 1e4), min_size=6, max_size=6).map(lambda z: np.reshape(z, (2, 3)))
targets = st.lists(st.integers(0, 2), min_size=2, max_size=2).map(lambda labels: np.eye(3)[labels])


def digits(m=1797):
    images, labels = datasets.digits()
    return images[:m], np.eye(10)[labels[:m]]


@given(scores, targets)
def test_softmax_and_its_cross_entropy_are_scipys(z, y):
    np.testing.assert_allclose(softmax(z), scipy.special.softmax(z, axis=1), atol=1e-300)
    wanted = -(y * scipy.special.log_softmax(z, axis=1)).sum() / 2
    np.testing.assert_allclose(softmax_cross_entropy(z, y), wanted, atol=1e-12)


@given(scores.map(lambda z: z / 1e4), targets)
def test_gradients_of_the_losses_equal_central_differences(z, y):
    gradient = softmax_cross_entropy_gradient(softmax(z), y)
    numeric = numeric_gradient(lambda: softmax_cross_entropy(z, y), z)
    assert relative_error(gradient, numeric) < 1e-7
    p = softmax(z)
    gradient = categorical_cross_entropy_gradient(p, y)
    numeric = numeric_gradient(lambda: categorical_cross_entropy(p, y), p)
    assert relative_error(gradient, numeric) < 1e-7


@given(scores.map(lambda z: z / 1e3), targets)
def test_both_forms_of_the_cross_entropy_agree(z, y):
    np.testing.assert_allclose(
        categorical_cross_entropy(softmax(z), y), softmax_cross_entropy(z, y), atol=1e-10
    )


def test_a_right_class_of_probability_zero_costs_a_finite_amount():
    y_hat, y = np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]])
    assert 700 < categorical_cross_entropy(y_hat, y) < 710
    assert np.isfinite(categorical_cross_entropy_gradient(y_hat, y)).all()


def test_a_dense_network_takes_softmax_as_output():
    X, y = digits(6)
    net = Network([64, 5, 10], "tanh", "softmax", "softmax_cross_entropy", rng=0)
    X = X.reshape(6, 64)
    p = net.predict_proba(X)
    np.testing.assert_allclose(p.sum(axis=1), 1)
    np.testing.assert_array_equal(net.predict(X), p.argmax(axis=1))
    assert gradient_check(net, X, y).passed
    with pytest.raises(ValueError, match="a single 1 and else 0 in each row; row 0"):
        net.loss(X, 1 - y)
    with pytest.raises(ValueError, match=re.escape("Use np.eye(10)[y]")):
        net.loss(X, y.argmax(axis=1))


def test_hidden_layers_cannot_have_softmax():
    with pytest.raises(ValueError, match="use it as the output"):
        Network([64, 5, 10], "softmax", "softmax", "softmax_cross_entropy", rng=0)
    with pytest.raises(ValueError, match="the classes have it already"):
        ConvNet(hidden="softmax")
    with pytest.raises(TypeError, match="use it as the output"):
        SOFTMAX.slope(np.zeros(2), np.zeros(2))


def test_softmax_with_another_loss_says_what_to_do():
    for output, loss in (("softmax", "mse"), ("sigmoid", "softmax_cross_entropy")):
        with pytest.raises(ValueError, match="together with loss='softmax_cross_entropy'"):
            Network([64, 10], output=output, loss=loss, rng=0)


def test_forward_is_the_same_as_by_scipy():
    net = ConvNet((2, 5, 6), classes=3, kernels=4, padding=1, pool=2, rng=0)
    net.biases = [np.arange(4) / 10, np.arange(3) / 10]
    X = np.random.default_rng(1).normal(size=(3, 2, 5, 6))
    fwd = net.forward(X)
    (K, W2), (b1, b2) = net.weights, net.biases
    for i, image in enumerate(X):
        maps = np.array(
            [
                sum(scipy.signal.correlate2d(image[c], K[k, c], "same") for c in range(2)) + b1[k]
                for k in range(4)
            ]
        )
        pooled = relu(maps)[:, :4].reshape(4, 2, 2, 3, 2).max(axis=(2, 4))
        np.testing.assert_allclose(fwd.Z[0][i], maps)
        np.testing.assert_allclose(fwd.feature_maps[i], relu(maps))
        np.testing.assert_allclose(fwd.pooled[i], pooled)
        np.testing.assert_allclose(fwd.Z[1][i], pooled.ravel() @ W2 + b2)
    np.testing.assert_allclose(fwd.output, scipy.special.softmax(fwd.Z[1], axis=1))


def lead_of_the_largest(maps, pool):
    """Smallest distance of first and second in a pooling window: central differences need one."""
    windows = patches(maps, pool, pool)
    second, first = np.sort(windows.reshape(-1, pool**2))[:, -2:].T
    return (first - second).min()


@settings(max_examples=25, deadline=None)
@given(
    channels=st.integers(1, 2),
    side=st.integers(3, 5),
    kernel_size=st.integers(1, 3),
    padding=st.integers(0, 1),
    pool=st.integers(1, 2),
    hidden=st.sampled_from(["tanh", "softplus", "identity"]),
    seed=st.integers(0, 100),
)
def test_gradients_equal_central_differences(
    channels, side, kernel_size, padding, pool, hidden, seed
):
    if side + 2 * padding - kernel_size + 1 < pool:
        pool = 1
    net = ConvNet(
        (channels, side, side + 1),
        classes=3,
        kernels=2,
        kernel_size=kernel_size,
        padding=padding,
        pool=pool,
        hidden=hidden,
        rng=seed,
    )
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(3, channels, side, side + 1)), np.eye(3)[rng.integers(0, 3, 3)]
    assume(pool == 1 or lead_of_the_largest(net.forward(X).feature_maps, pool) > 1e-3)
    result = gradient_check(net, X, y)
    assert result.passed, result


@pytest.mark.parametrize("seed", range(3))
def test_a_fresh_network_on_digits_passes_the_gradient_check(seed):
    # Digits have blank patches: with biases of 0 these sat on ReLU's kink and failed.
    X, y = digits(4)
    result = gradient_check(ConvNet(kernels=4, rng=seed), X, y)
    assert result.passed, result


def test_images_may_come_as_rows_matrices_or_with_a_channel():
    X, y = digits(5)
    net = ConvNet(rng=0)
    for shape in ((5, 64), (5, 8, 8), (5, 1, 8, 8)):
        np.testing.assert_array_equal(net.predict_proba(X.reshape(shape)), net.predict_proba(X))
        net_loss = net.loss(X.reshape(shape), y)
        assert net_loss == net.loss(net.forward(X), y)


def test_first_weights_have_the_spread_of_he():
    net = ConvNet((3, 8, 8), kernels=400, kernel_size=3, pool=4, rng=0)
    assert net.weights[0].shape == (400, 3, 3, 3)
    assert net.weights[0].std() == pytest.approx(np.sqrt(2 / 27), rel=0.03)
    assert net.weights[1].std() == pytest.approx(np.sqrt(1 / 1600), rel=0.03)


def test_a_seed_makes_the_same_network_and_another_seed_another():
    first, same, other = (ConvNet(rng=seed).weights[0] for seed in (3, 3, 4))
    np.testing.assert_array_equal(first, same)
    assert not np.allclose(first, other)


def test_only_step_changes_parameters():
    X, y = digits(5)
    net = ConvNet(rng=0)
    before = [array.copy() for array in net.weights + net.biases]
    fwd = net.forward(X)
    gradients = net.backward(fwd, y)
    net.loss(X, y), net.predict(X)
    for array, kept in zip(net.weights + net.biases, before, strict=True):
        np.testing.assert_array_equal(array, kept)
    net.step(gradients, 0.5)
    moves = gradients.weights + gradients.biases
    for array, kept, move in zip(net.weights + net.biases, before, moves, strict=True):
        np.testing.assert_allclose(array, kept - 0.5 * move)


def test_float32_stays_float32():
    X, y = digits(5)
    net = ConvNet(rng=0, dtype=np.float32)
    fwd = net.forward(X)
    gradients = net.backward(fwd, y)
    net.step(gradients, np.float64(0.1))
    arrays = [*fwd.Z, *fwd.A, fwd.pooled, *net.weights, *net.biases]
    arrays += [*gradients.weights, *gradients.biases]
    assert {array.dtype for array in arrays} == {np.dtype("float32")}


def test_parameters_can_be_assigned_and_are_copied():
    net = ConvNet(kernels=1, rng=0)
    edge = np.ones((1, 1, 3, 3))
    net.weights = [edge, net.weights[1]]
    edge[:] = 0
    np.testing.assert_array_equal(net.weights[0], np.ones((1, 1, 3, 3)))
    with pytest.raises(ValueError, match=re.escape("weights[0] must have shape (1, 1, 3, 3); got")):
        net.weights = [np.ones((3, 3)), net.weights[1]]
    with pytest.raises(ValueError, match=re.escape("biases[1] must have shape (10,); got (3,)")):
        net.biases = [[0], [0, 0, 0]]


def test_the_digits_are_learned_to_98_percent():
    images, labels = datasets.digits()
    X, labels, X_test, labels_test = datasets.split(images, labels, train_share=0.75, rng=0)
    net = ConvNet(rng=0, dtype=np.float32)
    how = {"learning_rate": 0.3, "batch_size": 32, "rng": 0}
    history = train(net, X, np.eye(10)[labels], iterations=1200, **how)
    assert history.loss[-100:].mean() < 0.05 < 2 < history.loss[0]
    assert (net.predict(X_test) == labels_test).mean() > 0.98


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda net, X, y: net.forward(X[:, :7]), "(m, 8, 8); got (5, 7, 8)"),
        (lambda net, X, y: net.forward(X[0]), "X must have shape (m, 1, 8, 8) or (m, 64)"),
        (lambda net, X, y: net.forward(X[:0]), "got (0, 64)"),
        (lambda net, X, y: net.forward(X * np.nan), "row 0 holds NaN or infinity"),
        (lambda net, X, y: net.loss(X, y.argmax(axis=1)), "Use np.eye(10)[y]"),
        (lambda net, X, y: net.loss(X, y[:4]), "y must have shape (m, 10) with m = 5"),
        (lambda net, X, y: net.loss(X, 2 * y), "a single 1 and else 0 in each row; row 0"),
        (lambda net, X, y: net.loss(X, np.ones((5, 10))), "a single 1 and else 0"),
        (lambda net, X, y: train(net, X, y[:, :9], learning_rate=1, iterations=1), "(m, 10)"),
        (lambda net, X, y: ConvNet((8,)), "image_shape must be (H, W) or (c, H, W); got (8,)"),
        (lambda net, X, y: ConvNet((0, 8)), "rows must be a whole number, 1 or more; got 0"),
        (lambda net, X, y: ConvNet(classes=1), "classes must be a whole number, 2 or more"),
        (lambda net, X, y: ConvNet(kernels=0), "kernels must be a whole number, 1 or more"),
        (lambda net, X, y: ConvNet(kernel_size=11), "10 × 10 with its padding; got 11 × 11"),
        (lambda net, X, y: ConvNet(pool=9), "8 × 8 with its padding; got 9 × 9"),
        (lambda net, X, y: ConvNet(hidden="rellu"), "rellu"),
    ],
)
def test_errors_name_what_was_given_and_wanted(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call(ConvNet(rng=0), *digits(5))


def test_repr_and_parameter_count():
    net = ConvNet((3, 9, 9), classes=4, kernels=2, padding=0, pool=3, rng=0)
    assert repr(net) == (
        "ConvNet((3, 9, 9), classes=4, kernels=2, kernel_size=3, padding=0, pool=3, hidden='relu')"
    )
    assert net.parameter_count == 2 * 27 + 2 + 2 * 2 * 2 * 4 + 4
