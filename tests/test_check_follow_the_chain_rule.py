"""The exercises of notebook 04: other right ways to answer, and what their sentences say."""

import numpy as np
import pytest

from nnlib import Network, check
from nnlib.activations import sigmoid


@pytest.fixture
def passed():
    """A network with three outputs, its data and what both passes gave."""
    rng = np.random.default_rng(4)
    net = Network([3, 4, 2], hidden="sigmoid", loss="sse", rng=4)
    net.biases = [rng.normal(size=4), rng.normal(size=2)]
    X, y = rng.normal(size=(5, 3)), rng.integers(0, 2, (5, 2)).astype(float)
    forward = net.forward(X)
    return net, X, y, forward, net.backward(forward, y)


def test_the_solutions_give_what_the_package_gives(passed):
    net, X, y, forward, gradients = passed
    _, A1, A2 = forward.A
    dZ2 = check.output_error.reference(A2, y)
    dW2 = check.gradient_W2.reference(A1, dZ2)
    dW1 = check.gradient_W1.reference(X, A1, net.weights[1], dZ2)
    np.testing.assert_allclose(dW2, gradients.weights[1], rtol=1e-12)
    np.testing.assert_allclose(dW1, gradients.weights[0], rtol=1e-12)
    np.testing.assert_allclose(dZ2.sum(axis=0), gradients.biases[1], rtol=1e-12)
    stepped = check.update.reference(net.weights[0], dW1, 0.7)
    net.step(gradients, 0.7)
    np.testing.assert_allclose(stepped, net.weights[0], rtol=1e-12)


def _error_by_loops(A2, y):
    out = np.zeros_like(A2)
    for i in range(A2.shape[0]):
        for j in range(A2.shape[1]):
            a = A2[i, j]
            out[i, j] = 2 * (a - y[i, j]) * a * (1 - a)
    return out


ERRORS = {
    "loops": _error_by_loops,
    "one line": lambda A2, y: 2 * (A2 - y) * A2 * (1 - A2),
    "two signs": lambda A2, y: -2 * (y - A2) * (A2 - A2**2),
    "through z": lambda A2, y: 2 * (A2 - y) * _slope_at(np.log(A2 / (1 - A2))),
    "lists": lambda A2, y: (2 * (A2 - y) * A2 * (1 - A2)).tolist(),
}


def _slope_at(z):
    return sigmoid(z) * (1 - sigmoid(z))


@pytest.mark.parametrize("style", ERRORS)
def test_output_error_in_another_style_passes(style):
    assert check.output_error(ERRORS[style]).status == "pass"


def _W2_by_loops(A1, dZ2):
    out = np.zeros((A1.shape[1], dZ2.shape[1]))
    for k in range(A1.shape[1]):
        for j in range(dZ2.shape[1]):
            for i in range(len(A1)):
                out[k, j] += A1[i, k] * dZ2[i, j]
    return out


PRODUCTS = {
    "loops": _W2_by_loops,
    "dot": lambda A1, dZ2: np.dot(A1.T, dZ2),
    "einsum": lambda A1, dZ2: np.einsum("ik,ij->kj", A1, dZ2),
    "outer products": lambda A1, dZ2: sum(np.outer(a, d) for a, d in zip(A1, dZ2, strict=True)),
    "turned twice": lambda A1, dZ2: (dZ2.T @ A1).T,
    "broadcasting": lambda A1, dZ2: (A1[:, :, None] * dZ2[:, None, :]).sum(axis=0),
}


@pytest.mark.parametrize("style", PRODUCTS)
def test_gradient_W2_in_another_style_passes(style):
    assert check.gradient_W2(PRODUCTS[style]).status == "pass"


def _W1_by_einsum(X, A1, W2, dZ2):
    return np.einsum("in,ih,ih,ij,hj->nh", X, A1, 1 - A1, dZ2, W2)


def _W1_by_samples(X, A1, W2, dZ2):
    total = np.zeros((X.shape[1], A1.shape[1]))
    for x, a, d in zip(X, A1, dZ2, strict=True):
        total += np.outer(x, (W2 @ d) * a * (1 - a))
    return total


@pytest.mark.parametrize("style", [_W1_by_einsum, _W1_by_samples])
def test_gradient_W1_in_another_style_passes(style):
    assert check.gradient_W1(style).status == "pass"


def test_an_update_in_another_style_passes():
    assert check.update(lambda W, dW, rate: np.subtract(W, rate * dW)).status == "pass"
    assert check.update(lambda W, dW, rate: -rate * dW + W).status == "pass"


def test_an_update_in_place_is_told():
    def in_place(W, dW, learning_rate):
        W -= learning_rate * dW
        return W

    result = check.update(in_place)
    assert result.status == "fail"
    assert "changes its argument `W`" in result.message


def test_the_articles_error_term_is_named():
    result = check.output_error(lambda A2, y: (y - A2) * A2 * (1 - A2))
    assert "minus half the gradient" in result.message
    result = check.output_error(lambda A2, y: 2 * (y - A2) * A2 * (1 - A2))
    assert "`y - A2`: the two sides are exchanged" in result.message


def test_a_product_of_shapes_that_do_not_fit_is_explained():
    result = check.gradient_W2(lambda A1, dZ2: A1 @ dZ2)
    assert "`A1` has shape (5, 3) and `dZ2` has shape (5, 1)" in result.message
    result = check.gradient_W1(lambda X, A1, W2, dZ2: X @ (dZ2 @ W2.T * A1 * (1 - A1)))
    assert "`X` has shape (5, 3)" in result.message
