"""The exercises of notebook 07: other right ways to answer, and what their sentences say."""

import numpy as np
import pytest

from nnlib import Gradients, Network, check, datasets, train
from nnlib.check.exercises.choose_a_learning_rate import CAUSES
from nnlib.optimisers import Momentum, step

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


@pytest.fixture(scope="module")
def runs():
    """The five curves as the notebook makes them."""
    from pathlib import Path

    source = Path(__file__).parents[1] / "notebooks/source/07-choose-a-learning-rate.md"
    text = source.read_text(encoding="utf-8")
    start = text.index("def run(rate, steps, batch_size=None")
    names = {"np": np, "Network": Network, "train": train, "step": step}
    names["X"], names["y"] = datasets.flower()
    exec(text[start : text.index("fig, axes", start)], names)
    return names["mystery"]


def test_what_is_told_about_the_curves_is_what_they_do(runs):
    slow, leaping, lost, shivering, calmed = (np.asarray(loss, float) for loss in runs)
    assert (np.diff(slow) < 0).all() and slow[-1] > 0.9 * slow[0]
    assert leaping.max() > 4 * leaping[0] and np.isfinite(leaping).all()
    leaps = np.flatnonzero(np.diff(leaping) > 0)
    assert len(leaps) > 5 and leaps[-1] > len(leaping) - 6  # "to the end"
    assert leaping[-6:].max() > leaping[0]  # "nowhere near rest"
    finite = lost[np.isfinite(lost)]
    assert len(finite) < len(lost)  # "there the line ends"
    factors = finite[2:-1] / finite[1:-2]
    assert factors.min() > 1 and factors[1:].max() < 1.25 * factors[1:].min()  # "about the same"
    thirds = np.array_split(shivering, 3)
    assert thirds[0].mean() > thirds[-1].mean()  # "the level falls"
    assert (np.diff(thirds[-1]) > 0).mean() > 0.3  # "a shiver to the end"
    assert shivering.max() < 2 * shivering[0]
    assert calmed[:30].max() > 2 * calmed[0]
    assert (np.diff(calmed[31:]) < 0).all()  # "it glides down", from one step to the next
