"""What goes on inside a deep network: against loops, known cases and stacks."""

import numpy as np
import pytest

from nnlib import Network, datasets
from nnlib.activations import ACTIVATIONS
from nnlib.diagnostics import dead_units, gradient_norms, spreads

X, Y = datasets.circles(m=60, rng=0)


def deep(hidden="relu", depth=5, seed=0, **how):
    return Network([2, *[6] * depth, 1], hidden=hidden, rng=seed, **how)


def test_gradient_norms_are_the_lengths_entry_by_entry():
    net = deep()
    gradients = net.backward(net.forward(X), Y)
    norms = gradient_norms(gradients)
    assert norms.shape == (6,)
    for norm, dW in zip(norms, gradients.weights, strict=True):
        assert norm == pytest.approx(sum(entry**2 for row in dW.tolist() for entry in row) ** 0.5)


def test_gradient_norms_tell_how_fast_the_loss_falls():
    """A small step along the gradient of one layer lowers the loss by rate times norm squared."""
    net = deep("tanh")
    gradients = net.backward(net.forward(X), Y)
    before, norm = net.loss(X, Y), gradient_norms(gradients)[2]
    net.weights = [W - 1e-6 * dW * (k == 2) for k, (W, dW) in enumerate(_pairs(net, gradients))]
    assert (before - net.loss(X, Y)) / 1e-6 == pytest.approx(norm**2, rel=1e-4)


def _pairs(net, gradients):
    return zip(net.weights, gradients.weights, strict=True)


def test_stacked_networks_have_a_column_each():
    nets = [deep(seed=seed) for seed in range(3)]
    stack = Network.stacked(nets)
    norms = gradient_norms(stack.backward(stack.forward(X), Y))
    single = [gradient_norms(net.backward(net.forward(X), Y)) for net in nets]
    np.testing.assert_allclose(norms, np.transpose(single), rtol=1e-12)
    together = dead_units(stack, stack.forward(X))
    for k, net in enumerate(nets):
        for layer, alone in zip(together, dead_units(net, net.forward(X)), strict=True):
            np.testing.assert_array_equal(layer[k], alone)


def test_spreads_are_root_mean_squares():
    layers = deep().forward(X).A[1:-1]
    wanted = [float(np.linalg.norm(A) / A.size**0.5) for A in layers]
    np.testing.assert_allclose(spreads(layers), wanted)


def test_he_keeps_the_spread_of_relu_and_xavier_that_of_a_straight_line():
    # Not the seed of any network: equal numbers in samples and weights would be correlated.
    wide = np.random.default_rng(99).standard_normal((200, 300))
    for hidden, scale in (("relu", "he"), ("identity", "xavier")):
        sizes = [300] * 9
        runs = [
            spreads(Network(sizes, hidden, hidden, "mse", rng=seed, scale=scale).forward(wide).A)
            for seed in range(4)
        ]
        np.testing.assert_allclose(np.mean(runs, axis=0), 1, atol=0.15)


def test_a_relu_unit_is_dead_if_it_gives_zero_for_every_sample():
    net = deep(depth=2)
    net.biases = [[-100, -1, 0, 0, 1, 100], net.biases[1], net.biases[2]]
    forward = net.forward(X)
    dead = dead_units(net, forward)
    for found, A in zip(dead, forward.A[1:-1], strict=True):
        assert found.tolist() == [bool((column == 0).all()) for column in A.T]
    assert dead[0][0]
    assert not dead[0][5]


def test_a_dead_unit_gets_no_gradient_and_stays_as_it_is():
    net = deep(depth=1)
    net.biases = [[-100, 0, 0, 0, 0, 0], net.biases[1]]
    gradients = net.backward(net.forward(X), Y)
    assert not gradients.weights[0][:, 0].any()
    assert gradients.biases[0][0] == 0
    assert gradients.weights[0][:, 1:].any(axis=0).all()


@pytest.mark.parametrize("hidden", sorted(set(ACTIVATIONS) - {"relu"}))
def test_others_have_no_dead_units_at_the_start(hidden):
    net = deep(hidden, scale="he")
    assert not np.any(dead_units(net, net.forward(X)))


def test_a_saturated_unit_is_dead_too_and_a_leaky_one_never_is():
    for hidden, expected in (
        ("tanh", True),
        ("sigmoid", True),
        ("elu", True),
        ("leaky_relu", False),
    ):
        net = deep(hidden, depth=1)
        net.biases = [[-1e4] * 6, net.biases[1]]
        assert (dead_units(net, net.forward(X))[0] == expected).all()


def test_a_network_without_hidden_layers_has_no_dead_units():
    net = Network([2, 1], rng=0)
    assert dead_units(net, net.forward(X)) == []
