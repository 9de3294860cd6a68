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


def test_the_norms_in_the_question_are_judged_as_the_function_judges():
    rows = [check.spot_vanishing.options[letter].text.split(", ") for letter in "abcd"]
    found = [check.vanishes.reference(np.array(row, dtype=float)) for row in rows]
    assert found == [False, True, False, False]


def norms(letter):
    return np.array(check.spot_vanishing.options[letter].text.split(", "), dtype=float)


def test_what_is_told_about_the_norms():
    said = {letter: option.why for letter, option in check.spot_vanishing.options.items()}
    for letter in "ac":  # "all layers get about the same"
        assert norms(letter).max() < 3 * norms(letter).min()
        assert "about the same" in said[letter]
    assert norms("b")[0] < 1e-6 * norms("b")[-1]  # "less than a millionth"
    assert (np.diff(norms("b")) > 0).all()
    assert (np.diff(norms("d")) < 0).all()  # "it grows on its way", from right to left
    assert norms("c")[0] < 1e-5 and norms("b")[0] < 1e-5  # "their first norms are tiny"


def deep(hidden, layers=10, **how):
    X, y = datasets.circles(m=100)
    net = Network([2, *[10] * layers, 1], hidden, rng=0, **how)
    return net, X / X.std(), y


def norms_of(net, X, y):
    return gradient_norms(net.backward(net.forward(X), y))


def test_what_is_told_about_mending_a_vanishing_gradient():
    said = {letter: option.why for letter, option in check.mend_vanishing.options.items()}
    ten, twelve = norms_of(*deep("sigmoid")), norms_of(*deep("sigmoid", 12))
    assert ten[0] < 1e-5 * ten[-1]
    z = np.linspace(-9, 9, 1001)
    slopes = activations.sigmoid(z) * (1 - activations.sigmoid(z))
    assert slopes.max() == pytest.approx(0.25)  # "at most a quarter"
    assert twelve[0] / twelve[-1] < ten[0] / ten[-1]  # "even less comes through"
    assert (1e6 * ten)[-1] > 1e4  # a million times too large for the last
    assert "thousand million" in said["b"] and 1_000 * 1e6 == 1e9
    for hidden in ("tanh", "elu", "relu"):  # "hands on about as much as it gets"
        found = norms_of(*deep(hidden, scale="he" if hidden == "relu" else "xavier"))
        assert 0.01 < found[0] / found[-1] < 100
    still = norms_of(*deep("sigmoid", scale=0.0))
    assert (still[:-1] == 0).all()  # "no gradient at all"
    assert check.mend_vanishing.right == "d"


def test_what_is_told_about_a_dead_unit():
    X, y = np.array([[1.0], [2.0], [-1.0]]), np.array([[1.0], [0.0], [1.0]])

    def unit(weight, bias):
        net = Network([1, 1, 1], "relu", rng=0)
        net.weights = [np.array([[weight]]), np.array([[1.0]])]
        net.biases = [np.array([bias]), np.array([0.0])]
        forward = net.forward(X)
        return forward.A[1], net.backward(forward, y).weights[0]

    output, gradient = unit(1.0, 0.0)
    assert (output == 0).any() and gradient.any()  # silent for one sample, and still learning
    output, gradient = unit(0.0, 1.0)
    assert output.all() and gradient.any()  # zero weights, a positive bias
    output, gradient = unit(1.0, -5.0)
    assert not output.any() and not gradient.any()  # dead
    assert check.relu_slope.reference(np.array([1e6]))[0] == 1  # however large
    assert check.dead_relu.right == "c"
