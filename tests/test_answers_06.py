"""The answers of notebook 06: tasks of the labs, options of choices, typed predictions."""

import math

import numpy as np
import pytest

import answers
from nnlib import Network, activations, check, datasets, train
from nnlib.diagnostics import dead_units, gradient_norms, spreads
from nnlib.labs.activation.model import ActivationModel

CIRCLES, RINGS = datasets.circles(m=200, noise=0.2, rng=1)
CIRCLES = CIRCLES / CIRCLES.std()


def played(steps, **choices):
    """An activation lab after so many steps, or as many as it could take."""
    model = ActivationModel(**choices)
    model.refresh()
    model._train_to(steps)
    model.refresh()
    return model


def lab_losses(hidden, depth, rate, steps, scale="xavier", seeds=range(6)):
    """Losses of stacked networks on the lab's points, from several seeds."""
    model = ActivationModel()
    sizes = [2] + depth * [10] + [1]
    stack = Network.stacked(Network(sizes, hidden, rng=seed, scale=scale) for seed in seeds)
    with np.errstate(all="ignore"):
        train(stack, model.X, model.y, learning_rate=rate, iterations=steps)
        return stack.loss(model.X, model.y)


# The lab of vanishing gradients.

FIRST = {"activation": "sigmoid", "depth": 8}


def test_activation_lab_task_1():
    start, end = played(0, **FIRST), played(600, **FIRST)
    assert start.norms[0] < 1e-6 * start.norms[-1] and end.norms[0] < 1e-6 and end.loss > 0.69
    before, after = (played(steps, **FIRST | {"activation": "tanh"}) for steps in (0, 400))
    assert after.accuracy > 0.99
    wider = [b.std() / a.std() for a, b in zip(before.layers, after.layers, strict=True)]
    assert wider[0] < 1.2 and min(wider[-2:]) > 2


def test_activation_lab_task_2():
    for rate, least, most in ((1.0, 0.69, 0.7), (3.0, 0.69, 0.7), (10.0, 0.8, 2), (100.0, 5, 99)):
        model = played(600, **FIRST, learning_rate=rate)
        assert least < model.loss < most
        assert model.norms[0] < 1e-6


def test_activation_lab_task_3():
    assert np.all(lab_losses("sigmoid", 3, 1.0, 3000, seeds=range(3)) < 0.1)
    one, two = lab_losses("sigmoid", 4, 1.0, 5000, seeds=(1, 2))
    assert one > 0.4 and two < 0.1
    assert np.all(lab_losses("sigmoid", 5, 1.0, 5000, seeds=range(3)) > 0.68)
    assert played(1000, activation="sigmoid", depth=2, learning_rate=1.0).accuracy > 0.99


def test_activation_lab_task_4():
    model = played(0, activation="relu", depth=8, scale=0.01)
    sizes = spreads(model.layers)
    assert np.all(sizes[1:] < 0.2 * sizes[:-1])
    assert model.first_norms.max() < 1e-9
    assert model.first_norms.max() < 100 * model.first_norms.min()
    assert played(100, activation="relu", depth=8, scale=0.01).loss > 0.69


def test_activation_lab_task_5():
    model = played(0, activation="relu", depth=8, scale=2.0)
    sizes = spreads(model.layers)
    assert np.all(sizes[1:] > 2 * sizes[:-1]) and model.loss > 1e5
    assert "explodes" in model.verdict()
    assert any(layer.all() for layer in played(10, activation="relu", depth=8, scale=2.0).dead)
    model = played(0, activation="tanh", depth=8, scale=2.0)
    slopes = [np.mean(1 - np.tanh(z) ** 2) for z in model.layers]
    assert max(slopes[3:]) < 0.1 < min(slopes[:3])
    assert np.median(np.abs(model.layers[4])) > 2 and model.norms[0] > model.norms[-1]


# The lab of dead units.

SECOND = {"depth": 12, "scale": "he", "learning_rate": 0.5, "seed": 3}


def test_activation_lab_2_task_1():
    model = played(100, activation="relu", **SECOND)
    assert not any(layer.all() for layer in model.dead)
    model = played(120, activation="relu", **SECOND)
    assert [bool(layer.all()) for layer in model.dead] == [False] * 8 + [True] + [False] * 3
    assert not model.norms[:10].any() and np.all(model.norms[10:] > 0)
    assert model.loss == pytest.approx(math.log(2), abs=0.01)


def test_activation_lab_2_task_2():
    model = ActivationModel(activation="relu", **SECOND)
    ends = []
    for _ in range(9):
        model.new_weights()
        model.refresh()
        model._train_to(700)
        model.refresh()
        ends.append("learned" if model.accuracy > 0.99 else any(u.all() for u in model.dead))
    assert 2 <= ends.count("learned") <= 4 and ends.count(True) >= 4


def test_activation_lab_2_task_3():
    model = played(400, activation="leaky_relu", **SECOND)
    losses = [loss for _, loss, _ in model.curve.rows]
    assert model.loss > 0.68 and max(losses[50:]) > min(losses[:100]) + 0.05
    assert not any(layer.any() for layer in model.dead)
    others = lab_losses("leaky_relu", 12, 0.5, 500, "he", seeds=range(4, 10))
    assert np.sum(others > 0.6) >= 4
    slow = SECOND | {"learning_rate": 0.1}
    assert played(100, activation="leaky_relu", **slow).accuracy > 0.99
    assert played(100, activation="relu", **slow).accuracy < 0.99
    assert played(500, activation="relu", **slow).accuracy > 0.99


def test_activation_lab_2_task_4():
    assert played(24, activation="elu", **SECOND).diverged
    model = played(50, activation="elu", **SECOND | {"scale": "xavier"})
    assert model.accuracy > 0.99
    assert np.all(lab_losses("elu", 12, 0.5, 400, "xavier") < 0.1)
    ends = lab_losses("elu", 12, 0.5, 400, "he", seeds=range(8))
    assert 3 <= np.sum(ends < 0.1) <= 5


# Ten sigmoids.


def chain(name, depth, a=0.5):
    f, product = activations.get(name), 1.0
    for _ in range(depth):
        z = np.array([a])
        a = f.value(z)[0]
        product *= f.slope(z, np.array([a]))[0]
    return product


def test_ten_sigmoids_a():
    assert chain("sigmoid", 2) < 0.1 and chain("sigmoid", 1) < 0.25


def test_ten_sigmoids_b():
    assert 0.5e-3 < chain("sigmoid", 5) < 2e-3


def test_ten_sigmoids_c():
    assert chain("sigmoid", 10) < 0.25**10 < 1e-6


def test_ten_sigmoids_d():
    assert chain("sigmoid", 2) < 0.25**2 == 1 / 16


# Typed predictions.


def test_guessing_loss():
    half = np.full((200, 1), 0.5)
    loss = -np.mean(RINGS * np.log(half) + (1 - RINGS) * np.log(1 - half))
    assert check.guessing_loss(round(loss, 2)).status == "pass"
    assert "squared" in check.guessing_loss(0.25).message
    assert np.mean((RINGS - half) ** 2) == 0.25
    assert "base 2" in check.guessing_loss(np.log2(2)).message
    assert "base 10" in check.guessing_loss(np.log10(2)).message
    assert "minus its logarithm" in check.guessing_loss(0.5).message


def test_twelve_halvings():
    inputs = np.random.default_rng(1).standard_normal((500, 100))
    left = []
    for seed in range(8):
        rng, a = np.random.default_rng(seed), inputs
        for _ in range(12):
            a = activations.relu(a @ rng.normal(0, 0.1, (100, 100)))
        left.append(np.mean(a**2))
    assert check.twelve_halvings(1 / 4096).status == "pass"
    assert 0.5 < np.median(left) * 4096 < 2
    for wrong, told in ((0.5 / 12, "multiplied"), (0.5**11, "too few"), (0.5**6, "spread")):
        assert told in check.twelve_halvings(wrong).message
    assert np.sqrt(0.5**12) == 0.5**6


# What large steps do.


@pytest.fixture(scope="module")
def dying():
    """Dead units (10, 80) at the start, the end and at some time, for a small and a large rate."""
    rates = np.repeat([0.1, 1.0], 10)
    stack = Network.stacked(
        Network([2] + 8 * [10] + [1], "relu", rng=seed, scale="he")
        for _ in range(2)
        for seed in range(10)
    )

    def dead():
        return np.concatenate(dead_units(stack, stack.forward(CIRCLES)), axis=1)

    start = ever = dead()
    for _ in range(20):
        train(stack, CIRCLES, RINGS, learning_rate=rates, iterations=20)
        end = dead()
        ever = ever | end
    return {rate: [part[rates == rate] for part in (start, end, ever)] for rate in (0.1, 1.0)}


def test_large_steps_a(dying):
    start, end, _ = dying[1.0]
    assert np.median(end.mean(axis=1)) > np.median(start.mean(axis=1)) + 0.2


def test_large_steps_b(dying):
    _, end, ever = dying[1.0]
    assert (ever & ~end).sum() < 0.15 * ever.sum()


def test_large_steps_c(dying):
    start, end, ever = dying[0.1]
    assert (end & ~start).any() and (ever & ~end).any()


def test_large_steps_d(dying):
    start, end, _ = dying[0.1]
    assert abs(np.median(end.mean(axis=1)) - np.median(start.mean(axis=1))) < 0.06
    assert np.sum(dying[1.0][1].mean(axis=1) > 0.5) > 5


# Questions on norms: which vanish, and what mends it.


def norms(letter):
    return np.array(check.spot_vanishing.options[letter].text.split(", "), dtype=float)


def test_spot_vanishing_ac():
    for letter in "ac":  # "about the same"
        assert norms(letter).max() < 3 * norms(letter).min()
        assert not check.vanishes.reference(norms(letter))


def test_spot_vanishing_b():
    assert norms("b")[0] < 1e-6 * norms("b")[-1] and np.all(np.diff(norms("b")) > 0)
    assert check.vanishes.reference(norms("b"))


def test_spot_vanishing_d():
    assert np.all(np.diff(norms("d")) < 0) and not check.vanishes.reference(norms("d"))


def test_spot_vanishing_e():
    assert norms("c")[0] < 1e-5 and norms("b")[0] < 1e-5
    assert not check.vanishes.reference(norms("c"))


def first_norms(hidden, layers=10, scale="xavier"):
    net = Network([2] + layers * [10] + [1], hidden, rng=0, scale=scale)
    return gradient_norms(net.backward(net.forward(CIRCLES), RINGS))


def test_mend_vanishing_ab():
    ten = first_norms("sigmoid")
    assert ten[0] < 1e-5 * ten[-1] and 1e6 * ten[-1] > 1e4
    assert "thousand million" in check.mend_vanishing.options["b"].why and 1_000 * 1e6 == 1e9


def test_mend_vanishing_c():
    ten, twelve = first_norms("sigmoid"), first_norms("sigmoid", 12)
    assert twelve[0] / twelve[-1] < ten[0] / ten[-1]


def test_mend_vanishing_d():
    for hidden in ("tanh", "elu", "relu"):
        found = first_norms(hidden, scale="he" if hidden == "relu" else "xavier")
        assert 0.01 < found[0] / found[-1] < 100


def test_mend_vanishing_e():
    assert not first_norms("sigmoid", scale=0.0)[:-1].any()


# When a unit is dead.

POINTS, LABELS = np.array([[1.0], [2.0], [-1.0]]), np.array([[1.0], [0.0], [1.0]])


def unit(weight, bias):
    """Outputs of one ReLU unit, and the gradient of its weight."""
    net = Network([1, 1, 1], "relu", rng=0)
    net.weights = [np.array([[weight]]), np.array([[1.0]])]
    net.biases = [np.array([bias]), np.array([0.0])]
    forward = net.forward(POINTS)
    return forward.A[1], net.backward(forward, LABELS).weights[0]


def test_dead_relu_a():
    output, gradient = unit(1.0, 0.0)
    assert (output == 0).any() and gradient.any()


def test_dead_relu_b():
    output, gradient = unit(0.0, 1.0)
    assert output.all() and gradient.any()


def test_dead_relu_c():
    output, gradient = unit(1.0, -5.0)
    assert not output.any() and not gradient.any()


def test_dead_relu_d():
    assert check.relu_slope.reference(np.array([1e6]))[0] == 1


def test_dead_relu_e():
    model = played(800, activation="tanh", depth=2, learning_rate=1.0)
    assert model.loss < 0.01 and model.norms.max() < 0.05  # hardly a gradient, all learned


# One step further.


def test_one_step_further():
    wave = answers.run("06", answers.further("06"))["wave"]
    for bend in (wave, np.abs):
        assert np.all(lab_losses(bend, 4, 0.1, 800, seeds=range(4)) < 0.1)
    assert np.sum(~(lab_losses(lambda z: z * z, 4, 0.1, 10, seeds=range(4)) < 10)) >= 3
