"""The exercises of notebook 06: what the tests of all exercises do not ask."""

import inspect
import math

import numpy as np
import pytest

from nnlib import Network, activations, check, datasets
from nnlib.diagnostics import gradient_norms

Z = np.linspace(-3, 3, 13)


def test_the_solutions_are_what_the_package_does():
    np.testing.assert_array_equal(check.relu.reference(Z), activations.relu(Z))
    slope = activations.get("relu").slope(Z, activations.relu(Z))
    np.testing.assert_array_equal(check.relu_slope.reference(Z), slope)
    drawn = Network([400, 400, 1], hidden="relu", rng=0, scale="he").weights[0].std()
    assert drawn == pytest.approx(check.he_scale.reference(400), rel=0.01)


def _by_index(z):
    out = np.zeros(z.shape)
    for index in np.ndindex(z.shape):
        if z[index] > 0:
            out[index] = z[index]
    return out


RELUS = {
    "where": lambda z: np.where(z > 0, z, 0),
    "product": lambda z: z * (z > 0),
    "half": lambda z: (z + np.abs(z)) / 2,
    "clip": lambda z: np.clip(z, 0, None),
    "loops": _by_index,
    "lists": lambda z: [[max(x, 0) for x in row] if np.ndim(row) else max(row, 0) for row in z],
    "math": np.vectorize(lambda x: max(x, 0.0)),
}


@pytest.mark.parametrize("style", RELUS)
def test_relu_in_another_style_passes(style):
    assert check.relu(RELUS[style]).status == "pass"


def test_relu_in_place_is_told():
    def in_place(z):
        z[z < 0] = 0
        return z

    result = check.relu(in_place)
    assert result.status == "fail"
    assert "changes its argument `z`" in result.message


SLOPES = {
    "boolean": lambda z: z > 0,
    "where": lambda z: np.where(z > 0, 1, 0),
    "one at the corner": lambda z: np.where(z >= 0, 1, 0),
    "half at the corner": lambda z: np.heaviside(z, 0.5),
    "difference": lambda z: (activations.relu(z + 1e-6) - activations.relu(z - 1e-6)) / 2e-6,
}


@pytest.mark.parametrize("style", SLOPES)
def test_relu_slope_in_another_style_passes_whatever_it_takes_at_the_corner(style):
    assert check.relu_slope(SLOPES[style]).status == "pass"


def test_a_slope_that_divides_by_zero_is_told():
    result = check.relu_slope(lambda z: np.maximum(z, 0) / z)
    assert result.status == "fail"
    assert "At z = 0, where ReLU has its corner, you return nan." in result.message


VANISHES = {
    "ratio": lambda norms, factor: norms[-1] / norms[0] > factor,
    "other ratio": lambda norms, factor: norms[0] / norms[-1] < 1 / factor,
    "number": lambda norms, factor: int(norms[0] * factor < norms[-1]),
    "logarithms": lambda norms, factor: math.log(norms[-1]) - math.log(norms[0]) > math.log(factor),
    "default": lambda norms, factor=1000: norms[0] * factor < norms[len(norms) - 1],
}


@pytest.mark.parametrize("style", VANISHES)
def test_vanishes_in_another_style_passes(style):
    assert check.vanishes(VANISHES[style]).status == "pass"


def test_a_wrong_verdict_is_told_in_words():
    result = check.vanishes(lambda norms, factor: False)
    assert result.message.startswith("Every entry is 0, whatever is put in.")
    assert "For norms = [1, 3], factor = 2 you return False; right is True." in result.message


def test_vanishes_finds_what_it_is_for():
    X, y = datasets.circles(m=100)

    def found(hidden):
        net = Network([2, *[10] * 10, 1], hidden, rng=0)
        return check.vanishes.reference(gradient_norms(net.backward(net.forward(X / X.std()), y)))

    assert found("sigmoid")
    assert not found("tanh")


def test_he_scale_in_another_style_passes():
    assert check.he_scale(lambda n: math.sqrt(2.0 / n)).status == "pass"
    assert check.he_scale(lambda n: (2 / n) ** 0.5).status == "pass"
    assert check.he_scale(lambda n: math.sqrt(2) / math.sqrt(n)).status == "pass"


def test_every_exercise_can_be_looked_up_by_its_name():
    for name in ("relu", "relu_slope", "vanishes", "he_scale"):
        assert not inspect.ismodule(getattr(check, name))
    assert check.spot_vanishing.right == "b"
    assert check.mend_vanishing.right == "d"
    assert check.dead_relu.right == "c"
