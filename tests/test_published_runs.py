"""Runs that others have published, repeated by `nnlib` to every digit that was given.

The costs of the planar classifier are in test_published.py.
"""

import numpy as np
import pytest

from nnlib import Network, datasets, gradient_check, train
from nnlib.activations import Activation, sigmoid

X, Y = datasets.truth_table()
ARTICLES = np.array([0.023, 0.979, 0.975, 0.025])  # published without a seed


def without_biases(W1, W2):
    """Make the articles' network: sigmoids, SSE, no biases, given weights."""
    net = Network([3, 4, 1], hidden="sigmoid", output="sigmoid", loss="sse", bias=False)
    net.weights = [W1, W2]
    return net


def articles_network(seed):
    """Draw the first weights as the articles do: uniform from 0 to 1."""
    random = np.random.RandomState(seed)
    return without_biases(random.rand(3, 4), random.rand(4, 1))


@pytest.fixture(scope="module")
def thousand():
    """Outputs (1000, 4) and losses (1500, 1000) of the articles' network for seeds 0 to 999."""
    nets = Network.stacked(articles_network(seed) for seed in range(1000))
    history = train(nets, X, Y, learning_rate=1.0, iterations=1500)
    return nets.forward(X).output[:, :, 0], history.loss, nets.loss(X, Y)


# The 11-line network, in its form with a hidden layer: seed 1, 60,000 steps.


def test_the_eleven_line_network_to_every_digit():
    random = np.random.RandomState(1)
    net = without_biases(2 * random.rand(3, 4) - 1, 2 * random.rand(4, 1) - 1)
    errors = []
    for step in range(60_000):
        forward = net.propagate(X)
        if step % 10_000 == 0:
            errors.append(np.abs(Y - forward.output).mean())
        # The listing has no factor 2: half the gradient of the SSE.
        net.step(net.backward(forward, Y), 0.5)
    published = [
        0.496410031903,
        0.00858452565325,
        0.00578945986251,
        0.00462917677677,
        0.00395876528027,
        0.00351012256786,
    ]
    np.testing.assert_allclose(errors, published, rtol=2e-12)
    outputs = [0.00260572, 0.99672209, 0.99701711, 0.00386759]
    np.testing.assert_allclose(forward.output.ravel(), outputs, atol=5.1e-9)


# The worked example: inputs 0.05 and 0.10, targets 0.01 and 0.99, rate 0.5, biases left alone.


def worked_example():
    """The network of the worked example, its input and its targets."""
    net = Network([2, 2, 2], hidden="sigmoid", output="sigmoid", loss="sse")
    net.weights = [[[0.15, 0.25], [0.20, 0.30]], [[0.40, 0.50], [0.45, 0.55]]]
    net.biases = [[0.35, 0.35], [0.60, 0.60]]
    return net, np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])


def halved_error(net, inputs, targets):
    """Half the sum of squared errors, as the example has it."""
    return net.loss(inputs, targets) / 2


def test_the_worked_example_before_and_after_a_simultaneous_step():
    net, inputs, targets = worked_example()
    assert halved_error(net, inputs, targets) == pytest.approx(0.298371109, abs=5e-10)
    gradients = net.backward(net.forward(inputs), targets)
    # Half the error has half the gradient.
    net.weights = [W - 0.25 * dW for W, dW in zip(net.weights, gradients.weights, strict=True)]
    assert halved_error(net, inputs, targets) == pytest.approx(0.2910277737, abs=5e-11)


def test_the_published_error_comes_from_weights_that_have_moved():
    net, inputs, targets = worked_example()
    forward = net.forward(inputs)
    W1, W2 = net.weights
    new_W2 = W2 - 0.25 * net.backward(forward, targets).weights[1]
    net.weights = [W1, new_W2]  # too early: the gradient of W1 is still to come
    late = net.backward(forward, targets).weights[0]
    net.weights = [W1 - 0.25 * late, new_W2]
    assert halved_error(net, inputs, targets) == pytest.approx(0.291027924, abs=5e-10)


def test_the_gradient_of_the_worked_example_is_right():
    assert gradient_check(*worked_example()).passed


# The articles' network: 4 hidden units, no biases, 1,500 steps, weights from a seed of ours.


@pytest.mark.parametrize(
    ("seed", "expected"),
    [(0, [0.010, 0.972, 0.972, 0.033]), (1, [0.010, 0.969, 0.969, 0.036])],
)
def test_the_articles_network_with_a_seed(seed, expected):
    net = articles_network(seed)
    train(net, X, Y, learning_rate=1.0, iterations=1500)
    np.testing.assert_allclose(net.forward(X).output.ravel(), expected, atol=5.1e-4)
    if seed == 0:
        assert net.loss(X, Y) == pytest.approx(0.0028, abs=5e-5)


def test_the_loss_falls_in_every_step_for_every_seed(thousand):
    _, losses, _ = thousand
    assert (np.diff(losses, axis=0) < 0).all()


def test_one_seed_in_a_thousand_ends_in_a_poor_place(thousand):
    outputs, _, final = thousand
    assert np.flatnonzero(final > 0.01).tolist() == [67]
    np.testing.assert_allclose(outputs[67, 2:], 0.5, atol=0.01)


def test_one_dot_stands_far_above_the_others_in_the_last_two_rows(thousand):
    outputs, _, _ = thousand
    away = np.sort(np.abs(outputs - Y.T), axis=0)
    assert (away[-1, 2:] > 4 * away[-2, 2:]).all()
    assert (away[-1, :2] < 2 * away[-2, :2]).all()


def test_the_poor_place_is_saturation_and_is_left_in_the_end():
    net = articles_network(67)
    train(net, X, Y, learning_rate=1.0, iterations=1500)
    hidden = net.forward(X).A[1][2:]
    assert (hidden * (1 - hidden) < 0.005).all()
    train(net, X, Y, learning_rate=1.0, iterations=1500)
    assert net.loss(X, Y) < 0.02


def test_no_seed_gives_the_published_predictions_but_they_lie_within_the_spread(thousand):
    outputs, _, _ = thousand
    distance = np.abs(outputs - ARTICLES).max(axis=1)
    assert (distance >= 0.0005).all()
    assert distance.argmin() == 539
    assert distance.min() < 0.002
    low, high = np.percentile(outputs, [5, 95], axis=0)
    assert ((low < ARTICLES) & (high > ARTICLES)).all()


def test_a_stacked_network_is_the_single_one(thousand):
    outputs, losses, _ = thousand
    net = articles_network(42)
    history = train(net, X, Y, learning_rate=1.0, iterations=1500)
    np.testing.assert_allclose(losses[:, 42], history.loss, rtol=1e-9)
    np.testing.assert_allclose(outputs[42], net.forward(X).output.ravel(), rtol=1e-9)


def test_the_slope_at_the_output_stalls_training():
    wrong = Activation("wrong", sigmoid, lambda z, a: sigmoid(a) * (1 - sigmoid(a)))
    nets = []
    for seed in range(200):
        nets.append(articles_network(seed))
        nets[-1].activations = [wrong, wrong]
    check = gradient_check(nets[0], X, Y)
    assert min(check.errors.values()) > 0.1
    history = train(Network.stacked(nets), X, Y, learning_rate=1.0, iterations=1500)
    assert history.loss[-1, 0] > 0.9
    assert (history.loss[-1] < 0.1).mean() < 0.5
