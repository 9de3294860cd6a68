"""The answers of notebook 03: what is said of a task or an option is computed."""

from itertools import pairwise

import numpy as np
import pytest

import answers
from nnlib import losses
from nnlib.labs.loss.model import LossModel, X, Y

START = np.array([[-3.0], [1.5]])
LINEAR, SIGMOID, ENTROPY = "linear unit, SSE", "sigmoid unit, SSE", "sigmoid unit, cross-entropy"
FAR = {"w1": -4.0, "w2": -4.0}


# The lab.


def descended(surface, preset, steps=0, **start):
    model = LossModel(surface=surface, **start)
    model.preset(preset)
    for _ in range(steps):
        model.step()
    model.refresh()
    return model


def steps_to_halve(surface, preset, **start):
    model = descended(surface, preset, **start)
    while model.losses[-1] > model.losses[0] / 2:
        model.step()
    return len(model.losses) - 1


def test_loss_lab_task_1():
    steps = [steps_to_halve(LINEAR, preset) for preset in ("creeping", "right", "bouncing")]
    assert steps == [12, 1, 2]
    bouncing = descended(LINEAR, "bouncing", 10)
    assert bouncing.learning_rate > descended(LINEAR, "right").learning_rate
    assert bouncing.verdict() == "Each step crosses the valley to the other side."


def test_loss_lab_task_2():
    model = descended(LINEAR, "diverging", 12)
    lowest = np.linalg.lstsq(X, Y, rcond=None)[0][:, 0]
    across = np.linalg.eigh(2 * X.T @ X)[1][:, -1]
    sides = (np.array(model.path) - lowest) @ across
    assert all(a * b < 0 for a, b in pairwise(sides))
    arrows = np.linalg.norm(np.diff(model.path, axis=0), axis=1)
    assert all(a < b for a, b in pairwise(arrows))
    assert model.losses[1] < model.losses[0]
    assert all(a < b for a, b in pairwise(model.losses[1:]))


def test_loss_lab_task_3():
    assert steps_to_halve(SIGMOID, "right") == 2
    assert steps_to_halve(SIGMOID, "right", **FAR) == 9
    flat = descended(SIGMOID, "right", **FAR)
    output = flat.unit.forward(X).output
    assert np.linalg.norm(flat.slopes) < 0.16
    assert np.median(output * (1 - output)) < 0.03  # at most 0.25


def test_loss_lab_task_4():
    model = descended(SIGMOID, "diverging", 4)
    away = np.abs(model.path[1]).max()
    assert away > 40  # the picture ends at 4
    for rate in (1.0, 10.0, 100.0):  # the slider ends at 100
        model.learning_rate = rate
        for _ in range(20):
            model.step()
        assert np.abs(np.subtract(model.path[-1], model.path[1])).max() < 0.01
    assert model.verdict() == "Stuck where the loss is flat, far from lowest."


def test_loss_lab_task_5():
    assert steps_to_halve(ENTROPY, "right", **FAR) == 2
    slopes = [descended(ENTROPY, "right", w1=w, w2=w).slopes for w in (-4.0, -3.0)]
    np.testing.assert_allclose(*slopes, rtol=0.15)  # no plain: as steep further out


# One error of 2, or four of 1.

ZEROS = np.zeros((4, 1))
FOUR_TIMES, ONCE = np.ones((4, 1)), np.array([[2.0], [0.0], [0.0], [0.0]])


def test_one_big_error_ad():
    assert losses.sse(FOUR_TIMES, ZEROS) == losses.sse(ONCE, ZEROS) == 4
    assert losses.mse(FOUR_TIMES, ZEROS) == losses.mse(ONCE, ZEROS)


def test_one_big_error_b():
    assert np.abs(FOUR_TIMES).sum() == 4 and np.abs(ONCE).sum() == 2
    assert losses.mae(ONCE, ZEROS) == losses.mae(FOUR_TIMES, ZEROS) / 2


def test_one_big_error_c():
    assert losses.sse(ONCE[:1], ZEROS[:1]) > losses.sse(FOUR_TIMES[:1], ZEROS[:1])
    assert losses.sse(ONCE, ZEROS) == losses.sse(FOUR_TIMES, ZEROS)


def test_one_big_error_e():
    assert losses.sse(-ONCE, ZEROS) == losses.sse(ONCE, ZEROS)


# Every sample twice: the loss.

Y_HAT, Y4 = np.array([[0.1], [0.9], [0.6], [0.3]]), np.array([[0.0], [1.0], [1.0], [0.0]])
TWICE = np.vstack([Y_HAT, Y_HAT]), np.vstack([Y4, Y4])


def test_every_sample_twice_ab():
    assert losses.sse(*TWICE) == pytest.approx(2 * losses.sse(Y_HAT, Y4))
    assert losses.mse(*TWICE) == pytest.approx(losses.mse(Y_HAT, Y4))


def test_every_sample_twice_c():
    assert losses.mse(*TWICE) == pytest.approx(2 * losses.sse(Y_HAT, Y4) / (2 * Y4.size))


def test_every_sample_twice_d():
    halved = losses.sse(Y_HAT, Y4) / (2 * Y4.size)  # if the sum stayed
    assert halved == pytest.approx(losses.mse(Y_HAT, Y4) / 2)
    assert losses.sse(*TWICE) > losses.sse(Y_HAT, Y4)


def test_every_sample_twice_e():
    errors = np.subtract(*TWICE)
    np.testing.assert_array_equal(errors[:4], np.subtract(Y_HAT, Y4))
    assert losses.sse(*TWICE) < 4 * losses.sse(Y_HAT, Y4)


# The first arrow.

LOWEST = np.linalg.lstsq(X, Y, rcond=None)[0]
DOWN = -X.T @ losses.sse_gradient(X @ START, Y)


def loss_at(W):
    return losses.sse(X @ W, Y)


def angle(one, other):
    cosine = (one * other).sum() / np.linalg.norm(one) / np.linalg.norm(other)
    return np.degrees(np.arccos(cosine))


def test_first_arrow_ab():
    np.testing.assert_allclose(LOWEST.ravel().round(1), [0.6, -0.1])
    assert 30 < angle(DOWN, LOWEST - START) < 45
    model = descended(LINEAR, "right", 6)
    model.refresh()
    assert angle(-model.slopes, LOWEST[:, 0] - model.path[-1]) < 1  # near the bottom: along it


def test_first_arrow_c():
    along = np.array([[-DOWN[1, 0]], [DOWN[0, 0]]]) / np.linalg.norm(DOWN)
    assert angle(along, DOWN) == pytest.approx(90)
    along_it = abs(loss_at(START + 1e-4 * along) - loss_at(START))
    down = abs(loss_at(START + 1e-4 * DOWN / np.linalg.norm(DOWN)) - loss_at(START))
    assert along_it < 1e-4 * down


def test_first_arrow_d():
    assert loss_at(START + 1e-4 * DOWN) < loss_at(START) < loss_at(START - 1e-4 * DOWN)


# A rate that is too large.


def diverging(steps=30):
    """Weights at each step, and their losses, with the rate that the lab calls diverging."""
    model = descended(LINEAR, "diverging", steps)
    return np.array(model.path)[:, :, np.newaxis], np.array(model.losses)


def test_rate_too_large_a():
    for W in diverging()[0]:
        gradient = X.T @ losses.sse_gradient(X @ W, Y)
        assert loss_at(W - 1e-6 * gradient) < loss_at(W) < loss_at(W + 1e-6 * gradient)


def test_rate_too_large_b():
    path, _ = diverging()
    across = np.linalg.eigh(2 * X.T @ X)[1][:, -1]
    sides = ((path - LOWEST)[:, :, 0] @ across).tolist()
    assert all(a * b < 0 and abs(b) > abs(a) for a, b in pairwise(sides))
    slopes = [np.linalg.norm(X.T @ losses.sse_gradient(X @ W, Y)) for W in path]
    assert all(a < b for a, b in pairwise(slopes))
    curvatures, ways = np.linalg.eigh(2 * X.T @ X)
    parts = curvatures / 2 * ((path - LOWEST)[:2, :, 0] @ ways) ** 2  # of the loss: along, across
    assert parts[1, 0] < parts[0, 0] and parts[1, 1] > parts[0, 1]
    assert parts[1].sum() < parts[0].sum()  # the first step makes the loss smaller


def test_rate_too_large_c():
    assert np.linalg.eigvalsh(2 * X.T @ X)[0] > 0  # a bowl


def test_rate_too_large_d():
    _, loss = diverging()
    X_fine, W = X.astype(np.longdouble), START.astype(np.longdouble)
    for measured in loss:
        assert losses.sse((X_fine @ W).astype(float), Y) == pytest.approx(measured, rel=1e-9)
        W = W - np.longdouble(0.16) * (2 * X_fine.T @ (X_fine @ W - Y))


def test_rate_too_large_e():
    _, loss = diverging()
    assert all(a < b for a, b in pairwise(loss[1:]))
    assert loss[-1] > 1000 * loss[0]


# Every sample twice: the steps.

X2, Y2 = np.vstack([X, X]), np.vstack([Y, Y])


def step(X, y, share=1.0):
    """The step along the SSE in which each sample has a share."""
    return -0.08 * X.T @ (share * losses.sse_gradient(X @ START, y))


def run(X, y, rate=0.08, steps=60):
    W, path = START, []
    for _ in range(steps):
        path.append(losses.mse(X @ W, y))
        W = W - rate * X.T @ losses.sse_gradient(X @ W, y)
    return np.array(path)


def test_doubled_data_a():
    np.testing.assert_allclose(np.linalg.lstsq(X2, Y2, rcond=None)[0], LOWEST)
    np.testing.assert_allclose(step(X2, Y2), 2 * step(X, Y))


def test_doubled_data_b():
    np.testing.assert_allclose(step(X2, Y2, share=0.5), step(X, Y))
    assert np.linalg.norm(step(X2, Y2)) > np.linalg.norm(step(X, Y))


def test_doubled_data_cd():
    arrived = losses.mse(X @ LOWEST, Y)
    assert run(X, Y)[-1] < 1.01 * arrived
    np.testing.assert_allclose(run(X2, Y2), run(X, Y, rate=0.16), rtol=1e-6)
    assert run(X2, Y2)[-1] > 1000 * arrived
    assert 0.08 < 2 / np.linalg.eigvalsh(2 * X.T @ X)[-1] < 0.16


def test_doubled_data_e():
    once, twice = step(X, Y), step(X2, Y2)
    np.testing.assert_allclose(twice / np.linalg.norm(twice), once / np.linalg.norm(once))


# One step further.


def test_one_step_further():
    limit = answers.run("03", answers.further("03"))["limit"]
    assert run(X, Y, 0.99 * limit, 2000)[-1] < 1.01 * losses.mse(X @ LOWEST, Y)
    assert run(X, Y, 1.01 * limit, 2000)[-1] > 1e6
    assert limit.round(5) <= limit < limit.round(3)
    assert (np.diff(run(X, Y, limit.round(3), 200)[50:]) > 0).all()


# The learner's own code works on.

OWN = {
    "def sse(y_hat, y):": """def sse(y_hat, y):
    total = 0.0
    for wanted, given in zip(y.ravel(), y_hat.ravel()):
        total += (wanted - given) ** 2
    return total
""",
    "def sse_gradient(y_hat, y):": """def sse_gradient(y_hat, y):
    return -2 * (y - y_hat)
""",
}


def test_the_notebook_goes_on_with_a_learners_own_answers(monkeypatch):
    went_on = []
    monkeypatch.setattr("IPython.display.display", lambda note, **_: went_on.append(repr(note)))
    assert answers.carried_on("03", OWN) == []
    assert went_on == ["From here on: your `sse`.", "From here on: your `sse_gradient`."]
