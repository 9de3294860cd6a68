"""The network against central differences, against itself stacked, and against bad input."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnlib import Network, gradient_check
from nnlib.activations import ACTIVATIONS
from nnlib.gradient_check import numeric_gradient, relative_error
from nnlib.losses import LOSSES

# Where the slope itself jumps or bends sharply, a difference across that place measures neither.
KINKED = {"relu", "leaky_relu", "elu"}


@st.composite
def network_and_data(draw, stack=False):
    """Draw a network of 1 to 4 layers of weights with data that fit it."""
    depth = draw(st.integers(1, 4))
    sizes = draw(st.lists(st.integers(1, 4), min_size=depth + 1, max_size=depth + 1))
    loss = draw(st.sampled_from(sorted(LOSSES)))
    smooth = sorted(set(ACTIVATIONS) - KINKED)
    output = draw(st.sampled_from(["sigmoid"] if loss == "cross_entropy" else smooth))
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    how = {
        "hidden": draw(st.sampled_from(sorted(ACTIVATIONS))),
        "output": output,
        "loss": loss,
        "bias": draw(st.booleans()),
        "l2": draw(st.sampled_from([0.0, 0.1])),
    }
    networks = [Network(sizes, rng=rng, **how) for _ in range(3 if stack else 1)]
    for net in networks:
        net.biases = [rng.normal(size=b.shape) for b in net.biases]
    m = draw(st.integers(1, 6))
    X = rng.normal(size=(m, sizes[0]))
    y = rng.integers(0, 2, size=(m, sizes[-1])).astype(float)
    return networks, X, y


def away_from_kinks(net, X, y):
    """Whether no kink of an activation or of the absolute error is near."""
    forward = net.forward(X)
    near = [np.abs(z).min() for z in forward.Z[:-1]] if net.activations[0].name in KINKED else []
    if net.loss_function.name == "mae":
        near.append(np.abs(forward.output - y).min())
    return min(near, default=1.0) > 1e-3


def errors_worth_telling(net, X, y):
    """Relative errors, measured where a gradient is large enough to be measured at all."""
    gradients = net.backward(net.forward(X), y)
    for parameters, analytic in (
        (net.weights, gradients.weights),
        (net.biases, gradients.biases),
    ):
        for array, gradient in zip(parameters, analytic, strict=True):
            numeric = numeric_gradient(lambda: net.loss(X, y), array)
            # With eps = 1e-5 a difference is off by about eps² (the curve's bend) and 1e-16 L / eps
            # (rounding of the loss L): 1e-9 of a gradient of 0.1, but all of one of 1e-10.
            unit = max(1.0, net.loss(X, y))
            if np.linalg.norm(gradient) > 0.05 * unit:
                yield relative_error(gradient, numeric)
            else:
                np.testing.assert_allclose(gradient, numeric, rtol=0, atol=5e-9 * unit)


@settings(max_examples=150)
@given(network_and_data())
def test_gradients_equal_central_differences(drawn):
    (net,), X, y = drawn
    if away_from_kinks(net, X, y):
        assert all(error < 1e-7 for error in errors_worth_telling(net, X, y))


@settings(max_examples=50)
@given(network_and_data(stack=True))
def test_stacked_networks_have_the_gradients_of_each(drawn):
    networks, X, y = drawn
    stacked = Network.stacked(networks)
    together = stacked.backward(stacked.forward(X), y)
    assert stacked.loss(X, y) == pytest.approx([net.loss(X, y) for net in networks], rel=1e-12)
    for k, net in enumerate(networks):
        alone = net.backward(net.forward(X), y)
        for one, all_of_them in zip(
            (*alone.weights, *alone.biases),
            (*together.weights, *together.biases),
            strict=True,
        ):
            np.testing.assert_allclose(all_of_them[k], one, rtol=1e-12, atol=1e-14)


def test_every_activation_and_loss_passes_the_gradient_check():
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(5, 2)), rng.integers(0, 2, size=(5, 1)).astype(float)
    for hidden in ACTIVATIONS:
        for loss in LOSSES:
            net = Network([2, 3, 3, 1], hidden=hidden, loss=loss, rng=rng)
            net.biases = [rng.normal(size=b.shape) for b in net.biases]
            assert gradient_check(net, X, y).passed, (hidden, loss)


def test_the_gradient_check_finds_a_wrong_gradient():
    class Wrong(Network):
        def backward(self, forward, y):
            gradients = super().backward(forward, y)
            return gradients._replace(weights=(-gradients.weights[0], gradients.weights[1]))

    X, y = np.array([[0.3, -0.2], [1.0, 0.4]]), np.array([[0.0], [1.0]])
    report = gradient_check(Wrong([2, 3, 1], rng=0), X, y)
    assert not report.passed
    assert [name for name, error in report.errors.items() if error > 1e-7] == ["W1"]
    assert repr(report) == ("Gradient check failed: relative error of W1 1; wanted below 1e-07.")


def test_a_worked_example_by_hand():
    net = Network([1, 1, 1], hidden="identity", output="identity", loss="sse", rng=0)
    net.weights, net.biases = [[[2.0]], [[3.0]]], [[1.0], [-1.0]]
    # x = 1: z1 = 2 + 1 = 3, z2 = 9 - 1 = 8; y = 6: loss 4, dL/dz2 = 4.
    forward = net.forward([[1.0]])
    assert forward.output.item() == 8
    assert net.loss([[1.0]], [[6.0]]) == 4
    gradients = net.backward(forward, np.array([[6.0]]))
    assert [g.item() for g in gradients.weights] == [12, 12]
    assert [g.item() for g in gradients.biases] == [12, 4]
    net.step(gradients, 0.1)
    assert [W.item() for W in net.weights] == pytest.approx([0.8, 1.8])
    assert [b.item() for b in net.biases] == pytest.approx([-0.2, -1.4])


def test_a_step_leaves_arrays_of_the_caller_alone():
    given_W = [np.ones((2, 2)), np.ones((2, 1))]
    net = Network([2, 2, 1], rng=0)
    net.weights = given_W
    X, y = np.ones((1, 2)), np.zeros((1, 1))
    net.step(net.backward(net.forward(X), y), 0.5)
    assert all((W == 1).all() for W in given_W)
    assert (net.weights[1] != 1).all()


def test_each_stacked_network_has_its_own_rate():
    net = Network.stacked([Network([2, 3, 1], rng=0)] * 3)
    X, y = np.ones((4, 2)), np.ones((4, 1))
    before = net.weights[1].copy()
    gradients = net.backward(net.forward(X), y)
    net.step(gradients, np.array([0.0, 0.1, 0.2]))
    moved = before - net.weights[1]
    assert (moved[0] == 0).all()
    np.testing.assert_allclose(moved[2], 2 * moved[1])


def test_float32_stays_float32():
    net = Network([2, 3, 1], rng=0, dtype=np.float32)
    X, y = np.ones((4, 2)), np.ones((4, 1))
    forward = net.forward(X)
    gradients = net.backward(forward, net.check_targets(y, 4))
    net.step(gradients, 0.1)
    arrays = [*forward.Z, *forward.A, *gradients.weights, *gradients.biases]
    assert {array.dtype for array in arrays + net.weights + net.biases} == {np.dtype(np.float32)}


def test_a_learners_own_function_is_an_activation():
    bump = Network([2, 3, 1], hidden=lambda z: np.exp(-z * z), rng=0)
    X, y = np.array([[0.3, -0.2], [1.0, 0.4]]), np.array([[0.0], [1.0]])
    assert gradient_check(bump, X, y, tolerance=1e-6).passed


X2, Y2 = np.zeros((4, 2)), np.zeros((4, 1))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Network([2]), "layer_sizes needs inputs and outputs at least; got [2]."),
        (lambda: Network([2, 0, 1]), "hidden units must be a whole number, 1 or more; got 0."),
        (lambda: Network([2, 1.5, 1]), "hidden units must be a whole number, 1 or more; got 1.5."),
        (lambda: Network([2, 1], hidden="tan"), "activation 'tan' is not known; choose from: iden"),
        (lambda: Network([2, 1], loss="l1"), "loss 'l1' is not known; choose from: sse, mse, mae,"),
        (lambda: Network([2, 1], scale="big"), "scale 'big' is not known; choose from: xavier, he"),
        (lambda: Network([2, 1], scale=-1), "scale must be a finite number, 0 or more; got -1."),
        (lambda: Network([2, 1], l2=-1), "l2 must be a finite number, 0 or more; got -1."),
        (lambda: Network([2, 1]).forward(np.zeros(2)), "X must have shape (m, n), one sample a ro"),
        (lambda: Network([2, 1]).forward(np.zeros((4, 3))), "X must have 2 columns; got shape (4,"),
        (lambda: Network([2, 1]).forward([[0, np.nan]]), "X must be finite; row 0 holds NaN or in"),
        (lambda: Network([2, 1]).forward([["a", "b"]]), "X must hold real numbers; got text"),
        (
            lambda: Network([2, 1]).loss(X2, np.zeros(4)),
            "y must have shape (m, 1) with m = 4 like X; got (4,). Use y.reshape(-1, 1).",
        ),
        (lambda: Network([2, 1]).loss(X2, Y2[:3]), "y must have shape (m, 1) with m = 4 like X; g"),
        (
            lambda: Network([2, 1]).loss(X2, Y2 + 2),
            "cross_entropy needs labels 0 and 1 in y; got 2",
        ),
        (lambda: Network([2, 1]).loss(X2, Y2 + np.inf), "y must be finite; row 0 holds NaN or inf"),
        (lambda: Network.stacked([]), "stacked networks need the same layer sizes; got []."),
        (
            lambda: setattr(Network([2, 1], rng=0), "weights", [np.zeros((1, 2))]),
            "weights[0] must have shape (2, 1); got (1, 2).",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()


def test_what_networks_say_of_themselves():
    net = Network([2, 4, 1], rng=0)
    text = "Network([2, 4, 1], hidden='tanh', output='sigmoid', loss='cross_entropy')"
    assert repr(net) == text
    assert repr(Network.stacked([net, net])) == "2 × " + text
