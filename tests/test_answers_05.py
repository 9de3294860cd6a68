"""The answers of notebook 05: tasks of the playground, options of choices, one step further."""

import numpy as np
import pytest

import answers
from nnlib import Network, datasets, train
from nnlib.labs.playground.inputs import SHOWN
from nnlib.labs.playground.model import PlaygroundModel
from nnlib.labs.shared.training import scale_for
from nnlib.plots.planar import boundary_segments

FLOWER, PETALS = datasets.flower()


def played(steps, **choices):
    """A playground after so many steps."""
    model = PlaygroundModel(**choices)
    play(model, steps)
    return model


def play(model, steps):
    model.refresh()
    for _ in range(steps):
        model.take_step()
    model.refresh()


def accuracies(steps, **choices):
    """Share of the training points of seed 1 that are right, from ten seeds of first weights."""
    model = PlaygroundModel(**choices)
    shape = {"hidden": model.activation, "scale": scale_for(model.activation)}
    sizes = [2, *model.hidden_units, 1]
    nets = Network.stacked(Network(sizes, rng=seed, **shape) for seed in range(10))
    X, y = model.points[:2]
    train(nets, X, y, learning_rate=model.learning_rate, iterations=steps)
    shares = np.mean(nets.predict(X) == y, axis=(1, 2))
    play(model, 100)  # the stack holds what the lab trains
    one = Network(sizes, rng=model.seed, **shape)
    train(one, X, y, learning_rate=model.learning_rate, iterations=100)
    assert model.look.training.accuracy == np.mean(one.predict(X) == y)
    return shares


def losses(model, steps):
    """Training loss after each of some more steps."""
    kept = []
    for _ in range(steps):
        model.take_step()
        kept.append(model.run.network.loss(*model.points[:2]))
    return np.array(kept)


# The playground.


def test_playground_task_1():
    model = played(200, data="blobs", hidden_units=())
    assert model.look.training.accuracy == 1 and model.look.test.accuracy == 1


def test_playground_task_2():
    one, two, three = (accuracies(2000, data="circles", hidden_units=h) for h in (1, 2, 3))
    assert one.max() < 0.7 and two.min() > 0.75 and two.max() < 0.87
    assert np.sum(three > 0.96) >= 8


def test_playground_task_3():
    two, three, four = (accuracies(2500, data="quadrants", hidden_units=h) for h in (2, 3, 4))
    assert np.sum(two > 0.87) >= 6 and np.sum(two < 0.75) >= 2 and two.max() < 0.93
    assert three.min() > 0.9 and np.ptp(three) > 0.05 and three.max() < 0.99
    assert np.sum(four > 0.99) >= 7 and four.min() < 0.9


def test_playground_task_4():
    layers = {"hidden_units": (8, 8), "learning_rate": 0.5}
    wide = accuracies(2500, data="spiral", hidden_units=8)
    deep = accuracies(2500, data="spiral", **layers)
    relu = accuracies(2500, data="spiral", activation="relu", **layers)
    assert 0.9 < np.median(wide) < 0.97 and np.median(deep) > 0.98 and deep.min() > 0.94
    assert relu.min() < 0.75 and relu.max() > 0.97 and np.median(relu) < np.median(deep)


def test_playground_task_5():
    for seed in (1, 2):
        model = played(1000, seed=seed)
        assert np.all(np.diff(losses(model, 100)) < 0)
        jumps = {}
        for rate in (2.0, 3.0):
            model.learning_rate = rate
            jumps[rate] = np.diff(losses(model, 200)).max()
        assert jumps[3.0] > 0.03
        assert seed != 1 or 0.01 < jumps[2.0] < jumps[3.0]


def length_of_boundary(model):
    segments = boundary_segments(model.look.grid, (-6, 6, -6, 6))
    return sum(np.linalg.norm(np.diff(line, axis=0), axis=1).sum() for line in segments)


def test_playground_task_6():
    longer = []
    for seed in (1, 4):
        ends = {}
        for l2 in (0.0, 0.01):
            model = PlaygroundModel(noise=0.4, train_share=0.1, hidden_units=8, seed=seed, l2=l2)
            play(model, 50)
            early = model.look.test.loss
            play(model, 1450)
            ends[l2] = model
            assert l2 or model.look.test.loss > 2 * early  # the dashed line turns upwards
        free, held = ends[0.0].look, ends[0.01].look
        assert held.test.loss < free.test.loss and held.training.accuracy < free.training.accuracy
        assert -0.02 < held.test.accuracy - free.test.accuracy < 0.1
        longer.append(length_of_boundary(ends[0.0]) / length_of_boundary(ends[0.01]))
    assert min(longer) > 1.05


def test_playground_task_7():
    for seed in (1, 2):
        model = played(800, seed=seed, batch_size=1)
        large = losses(model, 300)
        assert np.mean(np.diff(large) > 0) > 0.5 and large.std() > 0.1
        calm = played(1500, seed=seed, batch_size=1, learning_rate=0.03)
        whole = played(1500, seed=seed, learning_rate=0.03)
        assert losses(calm, 200).std() < 0.02
        assert abs(calm.look.training.accuracy - whole.look.training.accuracy) < 0.05


def line_of_unit_1(model):
    """Direction of the line along which hidden unit 1 gives 0, and how far it lies from 0."""
    weights, bias = model.run.network.weights[0][:, 0], model.run.network.biases[0][0]
    return np.arctan2(weights[1], weights[0]), bias / np.linalg.norm(weights)


def test_playground_task_8():
    model = played(200)
    direction, shift = line_of_unit_1(model)
    for name in ("W1 (1, 1)", "W1 (2, 1)"):
        model.edit(name, 3.0)
        assert abs(line_of_unit_1(model)[0] - direction) > 0.05
        direction, shift = line_of_unit_1(model)
    model.edit("b1 (1)", 2.0)
    assert line_of_unit_1(model)[0] == direction and line_of_unit_1(model)[1] != shift
    model.refresh()
    maps, before = model.look.maps[0], model.look.grid
    for name in ("W2 (1, 1)", "b2 (1)"):
        model.edit(name, 4.0)
        model.refresh()
        np.testing.assert_array_equal(model.look.maps[0], maps)
        assert np.any(model.look.grid != before)
        raised, before = model.look.grid - before, model.look.grid
    assert np.all(raised > 0) or np.all(raised < 0)  # the bias of the output: everywhere


# Inputs, first weights, three classes, a number.


def test_playground_2_task_1():
    choices = {"data": "circles", "hidden_units": (), "learning_rate": 0.1}
    for seed in (1, 2, 3):
        model = played(1500, inputs=("x1**2", "x2**2"), seed=seed, **choices)
        assert model.look.training.accuracy == model.look.test.accuracy == 1
        w1, w2 = model.run.network.weights[0][:, 0]
        assert w1 / w2 == pytest.approx(1, abs=0.05)  # nearly a circle
        assert model.run.network.biases[0][0] * w1 < 0


def test_playground_2_task_2():
    for name, seed in [*((name, 1) for name in SHOWN), ("x1*x2", 2), ("x1*x2", 3)]:
        choices = {"inputs": (name,), "hidden_units": (), "learning_rate": 0.1, "seed": seed}
        model = played(500, data="quadrants", **choices)
        mistakes = 320 * (1 - model.look.training.accuracy)
        assert (mistakes < 2.5) if name == "x1*x2" else (mistakes > 100)


def test_playground_2_task_3():
    for seed in (1, 2, 4):
        zero, huge, small = (
            played(1000, first_weights=start, seed=seed) for start in ("zero", "huge", "0.01")
        )
        assert f"{zero.look.training.loss:.2f}" == "0.69"
        assert 0.5 < zero.look.training.accuracy < 0.55
        assert not any(W.any() for W in zero.run.network.weights)
        assert not zero.run.network.biases[0].any() and zero.run.network.biases[1].any()
        assert huge.run.curve.rows[0][1] > 30
        assert 0.55 < huge.look.training.accuracy < 0.75
        assert 0.87 < small.look.training.accuracy < 0.94


def test_playground_2_task_4():
    model = played(1000, data="three blobs", hidden_units=())
    W, b = model.run.network.weights[0], model.run.network.biases[0]
    # Where the first output equals the second, and the second the third.
    crossing = np.linalg.solve((W[:, :2] - W[:, 1:]).T, b[1:] - b[:2])
    outputs = model.run.network.forward(crossing[np.newaxis]).output[0]
    assert outputs == pytest.approx(1 / 3)


def test_playground_2_task_5():
    for seed in (1, 2, 3):
        flat, deep = (
            played(2000, data="hills", hidden_units=h, learning_rate=0.1, seed=seed).look
            for h in ((), (8, 8))
        )
        assert 0.43 < flat.training.error < 0.5
        assert np.ptp(flat.grid) < 0.25
        assert 0.21 < deep.training.error < 0.26


def test_the_sixes_lie_at_the_upper_left_and_the_nines_at_the_lower_right():
    table = answers.run("05", "table")["table"]
    model = played(1000, data=table, hidden_units=())
    X, y = (np.concatenate(model.points[part::2]) for part in (0, 1))
    zeros, sixes, nines = (X[y[:, 0] == label].mean(axis=0) for label in range(3))
    assert sixes[0] < -1 and sixes[1] > 0.5
    assert nines[0] > 1 and nines[1] < -0.5
    assert sixes[0] < zeros[0] < nines[0] and sixes[1] > zeros[1] > nines[1]
    assert "Class 0 is 0, 1 is 6, 2 is 9." in model.status()
    assert model.look.training.accuracy > 0.9 and model.look.test.accuracy > 0.9


# Where the line lies.


def best_lines():
    """Share of right points on the best line of each of 360 directions."""
    angles = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    along = FLOWER @ np.array([np.cos(angles), np.sin(angles)])  # (400, 360)
    label = PETALS.ravel()[np.argsort(along, axis=0)]
    right = np.cumsum(1 - label, axis=0) + label.sum(axis=0) - np.cumsum(label, axis=0)
    return right.max(axis=0) / 400


def trained_lines():
    """Share of right points after training, from several first weights."""
    lines = Network.stacked(Network([2, 1], rng=seed) for seed in range(10))
    train(lines, FLOWER, PETALS, learning_rate=0.5, iterations=1000)
    return np.mean(lines.predict(FLOWER) == PETALS, axis=(1, 2))


def test_trained_line_ab():
    assert best_lines().max() < 0.7


def test_trained_line_c():
    assert np.all((trained_lines() > 0.4) & (trained_lines() < 0.5))


def test_trained_line_d():
    assert 1 - best_lines().max() > 0.3  # the worst line is the best one turned round


# Where training begins.


def equal_start(first, output, steps=1000):
    """W1 before and after training from equal weights, but for those of the output."""
    net = Network([2, 4, 1], rng=0)
    net.weights = [np.full((2, 4), first), np.array(output).reshape(4, 1)]
    train(net, FLOWER, PETALS, learning_rate=1.2, iterations=steps)
    return net.weights[0]


def test_equal_start_ab():
    W1 = equal_start(0.5, [0.5] * 4)
    np.testing.assert_allclose(W1, W1[:, :1] @ np.ones((1, 4)), rtol=1e-6)


def test_equal_start_c():
    assert not equal_start(0.0, [0.0] * 4, steps=100).any()
    assert np.linalg.norm(equal_start(0.5, [0.5] * 4) - 0.5) > 0.1


def test_equal_start_d():
    W1 = equal_start(0.5, [0.5] * 4)
    assert np.ptp(W1, axis=1).max() < 1e-6
    assert np.ptp(equal_start(0.5, [0.5, 0.4, 0.3, 0.2]), axis=1).min() > 0.1


# How many units.


@pytest.fixture(scope="module")
def flowers():
    """Shares of right points on the flower by hidden units, for ten seeds."""
    shares = {}
    for h in (1, 2, 3, 4, 8):
        stack = Network.stacked(Network([2, h, 1], rng=seed) for seed in range(10))
        train(stack, FLOWER, PETALS, learning_rate=1.2, iterations=1500)
        shares[h] = np.mean(stack.predict(FLOWER) == PETALS, axis=(1, 2))
    return shares


def test_enough_units_ab(flowers):
    for h in (1, 2):
        assert 0.6 < np.median(flowers[h]) < 0.72


def test_enough_units_c(flowers):
    assert np.sum(flowers[3] > 0.88) >= 6 and np.sum(flowers[4] > 0.88) >= 8
    assert np.median(flowers[8]) < np.median(flowers[4]) + 0.02


def test_enough_units_de(flowers):
    """50 units, the published accuracies: test_published.py."""
    assert 0.88 < np.median(flowers[3]) < 0.93


# More units than the points can teach.


@pytest.fixture(scope="module")
def noisy():
    """Accuracies (10,) on the training and the validation points of notebook 05, by units."""
    X_learn, y_learn, *others = datasets.split(
        *datasets.flower(m=1000, noise=0.4, rng=0), train_share=0.1, rng=0
    )
    X_choose, y_choose, _, _ = datasets.split(*others, train_share=0.5, rng=0)
    found = {}
    for h in (1, 4, 32):
        nets = Network.stacked([Network([2, h, 1], rng=seed) for seed in range(10)])
        train(nets, X_learn, y_learn, learning_rate=1.0, iterations=1500)
        parts = ((X_learn, y_learn), (X_choose, y_choose))
        found[h] = [np.mean(nets.predict(X) == y, axis=(1, 2)) for X, y in parts]
    return found


def test_more_units_ab(noisy):
    training, validation = np.median([noisy[h] for h in (1, 4, 32)], axis=2).T
    assert training[0] < training[1] < training[2]
    assert validation[1] > validation[2] + 0.03 and validation[1] > validation[0] + 0.03


def test_more_units_c(noisy):
    assert np.all(noisy[32][0] >= noisy[4][0].max())


def test_more_units_d(noisy):
    assert np.median(noisy[4][1]) > 0.8


# One step further.


def test_one_step_further():
    names = answers.run("05", answers.further("05"))
    deep, course = names["DeepNetwork"]([2, 4, 4, 1], rng=0), Network([2, 4, 4, 1], rng=0)
    course.weights, course.biases = deep.weights, deep.biases
    own, right = (
        deep.backward(deep.forward(FLOWER), PETALS),
        course.backward(course.forward(FLOWER), PETALS),
    )
    for layer, (dW, db) in enumerate(own):
        np.testing.assert_allclose(dW, right.weights[layer], atol=1e-12)
        np.testing.assert_allclose(db, right.biases[layer], atol=1e-12)
    model = played(1000, network=names["DeepNetwork"], hidden_units=(4, 4))
    assert model.look.training.accuracy > 0.8 and "W3 (4, 1)" in model.run.parameters
