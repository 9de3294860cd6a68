"""The gradient check: right networks of all kinds pass, wrong gradients of all kinds fail."""

import re

import numpy as np
import pytest

from nnlib import Gradients, Network, datasets, gradient_check, train
from nnlib.activations import ACTIVATIONS, sigmoid
from nnlib.convnet import ConvNet
from nnlib.gradient_check import numeric_gradient
from nnlib.losses import LOSSES

TABLE = datasets.truth_table()
CROSS = "softmax_cross_entropy"


def one_of(rng, choices):
    return choices[rng.integers(len(choices))]


def convolutional(rng, hidden, dtype):
    """A small ConvNet; blank parts in its images, and half the time biases at ReLU's corner."""
    pool, seed = int(rng.integers(1, 3)), int(rng.integers(1000))
    net = ConvNet((5, 5), 3, kernels=2, pool=pool, hidden=hidden, rng=seed, dtype=dtype)
    if rng.integers(2):
        net.biases = [np.zeros(2), np.zeros(3)]
    X = rng.normal(size=(3, 5, 5))
    X[:, :3] = 0
    return net, X, np.eye(3)[rng.integers(0, 3, 3)]


def dense(rng, hidden, dtype):
    """A network of 1 to 5 layers with any loss, output, scale and spread of its inputs."""
    loss = one_of(rng, [*LOSSES, CROSS])
    m, n, c = int(rng.integers(1, 20)), int(rng.integers(1, 5)), int(rng.integers(2, 4))
    X = rng.normal(size=(m, n)) * one_of(rng, [0.01, 1, 1, 100])
    y = rng.integers(0, 2, (m, c)).astype(float)
    output = {"cross_entropy": "sigmoid", CROSS: "softmax"}.get(loss)
    if loss == CROSS:
        y = np.eye(c)[rng.integers(0, c, m)]
    sizes = [n, *rng.integers(1, 7, rng.integers(0, 5)).tolist(), c]
    net = Network(
        sizes,
        hidden,
        output or one_of(rng, list(ACTIVATIONS)),
        loss,
        rng=int(rng.integers(1000)),
        scale=one_of(rng, [0.0, 0.01, "xavier", "he", 3.0]),
        bias=bool(rng.integers(4)),
        l2=one_of(rng, [0.0, 0.1]),
        dtype=dtype,
    )
    return net, X, y


def random_case(seed):
    """A right network and data for it."""
    rng = np.random.default_rng(seed)
    hidden, dtype = one_of(rng, list(ACTIVATIONS)), one_of(rng, [np.float64, np.float32])
    return (dense if seed % 6 else convolutional)(rng, hidden, dtype)


def test_right_networks_of_all_kinds_pass():
    failed = {}
    for seed in range(240):
        result = gradient_check(*random_case(seed))
        if not result.passed:
            failed[seed] = result
    assert failed == {}


@pytest.mark.parametrize("name", datasets.PLANAR)
def test_the_small_first_weights_of_the_first_example_pass(name):
    X, y = datasets.PLANAR[name](40, 0.2, 0)
    for seed in range(12):
        for dtype in (np.float64, np.float32):
            for scale in (0.01, 0.0):
                net = Network([X.shape[1], 4, 1], rng=seed, scale=scale, dtype=dtype)
                assert gradient_check(net, X, y).passed, (seed, dtype, scale)


def test_a_trained_network_passes():
    X, y = datasets.circles(m=30)
    for dtype in (np.float64, np.float32):
        for output, loss, targets in [
            ("softmax", CROSS, np.hstack([y, 1 - y])),
            ("sigmoid", "cross_entropy", y),
            ("sigmoid", "mse", y),
        ]:
            net = Network([2, 6, targets.shape[1]], "tanh", output, loss, rng=0, dtype=dtype)
            train(net, X, targets, learning_rate=2.0, iterations=4000)
            assert net.loss(X, targets) < 0.01
            assert gradient_check(net, X, targets).passed, (dtype, loss)


def spoil(net, letter, layer, factor):
    """Make a network whose `backward` gives one gradient `factor` times as large."""
    right, part = net.backward, {"W": "weights", "b": "biases"}[letter]

    def backward(forward, y):
        gradients = right(forward, y)
        arrays = list(getattr(gradients, part))
        arrays[layer] = factor * arrays[layer]
        return gradients._replace(**{part: tuple(arrays)})

    net.backward = backward


@pytest.mark.parametrize("factor", [-1.0, 0.5, 1.01])
def test_a_wrong_gradient_fails_in_networks_of_all_kinds(factor):
    missed, seen = [], 0
    for seed in range(120):
        net, X, y = random_case(seed)
        gradients = net.backward(net.propagate(np.asarray(X, net.weights[0].dtype)), y)
        size = np.linalg.norm(gradients.weights[-1])
        coarse = net.weights[0].dtype == np.float32
        # By how much a gradient must be wrong to stand out from the rounding of the loss.
        visible = (2e-2 if coarse else 1e-7) * max(net.loss(X, y), 1e-3)
        if abs(factor - 1) * size > visible:
            spoil(net, "W", len(net.weights) - 1, factor)
            seen += 1
            missed += [seed] if gradient_check(net, X, y).passed else []
    assert seen > 40
    assert missed == []


def mistaken(kind):
    """The articles' network with one of the mistakes that notebook 04 tells of."""
    net = Network([3, 4, 4], hidden="sigmoid", loss="sse", bias=False)
    random = np.random.RandomState(0)
    net.weights = [random.rand(3, 4), random.rand(4, 4)]
    slopes = {
        "slope taken at the output": lambda z, a: sigmoid(a) * (1 - sigmoid(a)),
        "slope of the output handed z": lambda z, a: z * (1 - z),
    }
    slope = slopes.get(kind, lambda z, a: a * (1 - a))

    def backward(forward, y):
        (Z1, Z2), (X, A1, A2) = forward
        dA2 = {"sign left out": 2 * (y - A2), "factor 2 left out": A2 - y}.get(kind, 2 * (A2 - y))
        dZ2 = dA2 * slope(Z2, A2)
        dW2 = A1.T @ dZ2
        W2 = net.weights[1] - 0.5 * dW2 if kind == "W2 moved too early" else net.weights[1]
        dA1 = dZ2 @ (W2 if kind == "transpose left out" else W2.T)
        return Gradients((X.T @ (dA1 * slope(Z1, A1)), dW2), ())

    net.backward = backward
    return net


PUBLISHED = [
    "sign left out",
    "factor 2 left out",
    "slope taken at the output",
    "slope of the output handed z",
    "transpose left out",
    "W2 moved too early",
]


@pytest.mark.parametrize("kind", [None, *PUBLISHED])
def test_the_published_mistakes_fail(kind):
    X, y = TABLE
    assert gradient_check(mistaken(kind), X, y * [1.0, 0.2, 0.5, 0.9]).passed == (kind is None)


def test_a_corner_is_told_and_its_entries_left_out():
    net, X, y = Network([2, 3, 1], hidden="relu", rng=0), np.zeros((4, 2)), np.ones((4, 1))
    report = gradient_check(net, X, y)  # with no input and no bias every unit is at its corner
    assert report.passed
    assert report.corners == {"b1": 3}
    assert repr(report) == (
        "Gradient check passed: every relative error is below 1e-07. Left out: 3 entries of b1, "
        "where the loss has a corner (of ReLU, a tie in max pooling, an absolute error) and no "
        "one slope to compare with."
    )


def test_a_fault_at_a_corner_is_found():
    for seed in range(10):
        net = Network([3, 5, 1], hidden="relu", rng=seed, scale="he")  # X has a row of zeros
        X = np.vstack([np.zeros(3), np.random.default_rng(seed).normal(size=(9, 3))])
        y = np.arange(10).reshape(-1, 1) % 2
        assert gradient_check(net, X, y).passed
        spoil(net, "b", 0, 0.9)
        assert not gradient_check(net, X, y).passed


def test_a_step_that_is_given_is_taken_and_named_where_it_is_at_fault():
    net = Network([3, 4, 1], rng=0)
    for eps in (0.1, 1e-12):
        report = gradient_check(net, *TABLE, eps=eps)
        assert not report.passed
        assert repr(report).endswith(
            "With eps = 1e-05, which fits float64, it passes: the step is at fault, not the "
            "gradient."
        )
    assert gradient_check(net, *TABLE, eps=1e-5, tolerance=1e-6).tolerance == 1e-6


def test_parameters_are_put_back():
    net = Network([2, 3, 1], hidden="relu", rng=0)
    before = [array.copy() for array in net.weights + net.biases]
    gradient_check(net, np.zeros((4, 2)), np.ones((4, 1)))
    spoil(net, "W", 1, np.nan)
    assert not gradient_check(net, np.ones((4, 2)), np.ones((4, 1))).passed
    for array, kept in zip(net.weights + net.biases, before, strict=True):
        np.testing.assert_array_equal(array, kept)


def test_an_object_with_the_verbs_is_checked_as_it_is_trained():
    class Line:
        """One weight; its loss takes a forward pass, as in `descend`."""

        def __init__(self):
            self.weights, self.biases = [np.array([[2.0]])], []

        def forward(self, X):
            return X, X @ self.weights[0]

        def loss(self, forward, y):
            return float(((forward[1] - y) ** 2).mean())

        def backward(self, forward, y):
            X, output = forward
            return Gradients((2 * X.T @ (output - y) / len(X),), ())

        def step(self, gradients, learning_rate):
            self.weights[0] -= learning_rate * gradients.weights[0]

    x = np.linspace(-1, 1, 9).reshape(-1, 1)
    assert gradient_check(Line(), x, 3 * x).passed
    assert gradient_check(Line(), x.tolist(), (3 * x).tolist()).passed


@pytest.mark.parametrize(
    ("array", "given"),
    [
        (np.array([1, 2]), "an array of int64"),
        (np.array([True]), "an array of bool"),
        (np.array([1j]), "an array of complex128"),
        (np.ma.array([1.0], mask=[True]), "an array of float64"),
        (np.array(["2024-01-01"], "M8[D]"), "an array of datetime64[D]"),
        (np.array([None]), "an array of object"),
        (np.array([1.0], np.float16), "an array of float16"),
        (np.broadcast_to(1.0, (2,)), "an array of float64"),
        ([1.0, 2.0], "[1.0, 2.0]"),
        (1.0, "1.0"),
    ],
)
def test_what_cannot_be_moved_a_little_is_refused(array, given):
    with pytest.raises(ValueError, match=f"array must be a NumPy array.*; got {re.escape(given)}"):
        numeric_gradient(lambda: np.sum(array), array)


def test_slopes_of_any_shape_and_order_are_measured():
    whole = np.random.default_rng(0).normal(size=(4, 6))
    for array in (whole, whole.T, whole[::2, ::-3], whole[0, 0, ...], np.array(3.0), whole[:0]):
        square = numeric_gradient(lambda array=array: np.sum(array**2), np.asarray(array))
        assert square.shape == np.shape(array)
        if isinstance(array, np.ndarray):
            np.testing.assert_allclose(square, 2 * array, rtol=1e-8)


def test_a_gradient_of_exactly_zero_passes_where_the_loss_bends():
    net = Network([2, 3, 1], hidden="silu", output="elu", loss="mse", rng=0, scale=0.0)
    X, y = np.ones((4, 2)), np.zeros((4, 1))  # no loss and no gradient, but a curve that bends
    report = gradient_check(net, X, y)
    assert report.passed
    assert report.corners == {}
    spoil(net, "b", 1, 0.0)
    assert not gradient_check(net, X, y + 1).passed
