"""The exercises of notebook 07: other right ways to answer, and what their sentences say."""

import numpy as np
import pytest

from nnlib import Gradients, check
from nnlib.check.exercises.read_a_loss_curve import CAUSES
from nnlib.optimisers import Momentum

CURVES = [check.curve_1, check.curve_2, check.curve_3, check.curve_4, check.curve_5]


def test_the_solution_does_what_the_package_does():
    rng = np.random.default_rng(0)
    momentum, W, V = Momentum(0.8), np.ones(3), np.zeros(3)
    ours = W
    for iteration, dW in enumerate(rng.normal(size=(5, 3))):
        direction = momentum(Gradients((dW,), ()), iteration).weights[0]
        ours = ours - 0.3 * direction
        W, V = check.momentum_step.reference(W, V, dW, 0.3, 0.8)
        np.testing.assert_allclose(W, ours)
        np.testing.assert_allclose(V, direction)


def _by_loops(W, V, dW, learning_rate, beta):
    new_W, new_V = W.copy(), V.copy()
    for index in np.ndindex(W.shape):
        new_V[index] = beta * V[index] + dW[index]
        new_W[index] = W[index] - learning_rate * new_V[index]
    return new_W, new_V


def _with_the_rate_at_each_part(W, V, dW, learning_rate, beta):
    return W - learning_rate * beta * V - learning_rate * dW, beta * V + dW


RIGHT = {
    "loops": _by_loops,
    "one line": _with_the_rate_at_each_part,
    "lists": lambda W, V, dW, a, b: [(W - a * (b * V + dW)).tolist(), (b * V + dW).tolist()],
    "copies": lambda W, V, dW, a, b: (np.subtract(W, a * np.add(b * V, dW)), np.add(dW, V * b)),
}


@pytest.mark.parametrize("style", RIGHT)
def test_another_style_passes(style):
    assert check.momentum_step(RIGHT[style]).status == "pass"


def test_changing_the_given_velocity_is_told():
    def in_place(W, V, dW, learning_rate, beta):
        V *= beta
        V += dW
        return W - learning_rate * V, V

    result = check.momentum_step(in_place)
    assert result.status == "fail"
    assert "changes its argument `V`" in result.message


def test_the_part_that_is_wrong_is_named():
    result = check.momentum_step(lambda W, V, dW, a, b: (W - a * (V + dW), b * V + dW))
    assert result.status == "fail"
    assert "V is right, W is not: look at the line that makes W." in result.message


def test_the_curves_share_their_causes_and_differ_in_the_answer():
    for curve in CURVES:
        assert {letter: option.text for letter, option in curve.options.items()} == CAUSES
    assert [curve.right for curve in CURVES] == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
def test_no_explanation_serves_two_causes(curve):
    whys = [option.why for option in curve.options.values()]
    assert len(set(whys)) == len(whys) == 6
    assert curve("").status == "todo"
