"""The answers of notebook 00, computed."""

import numpy as np
import pytest

from nnlib import check, datasets
from nnlib.labs.playground.model import PlaygroundModel
from nnlib.labs.unit.model import UnitModel, X

SEEDS = range(1, 6)


def crossing(model):
    """Find where the output of a unit crosses one half, by its values, and whether it rises."""
    output = model.output()
    if output[0] == output[-1]:
        return None
    rises = output[-1] > output[0]
    values, places = (output, X) if rises else (output[::-1], X[::-1])
    return round(float(np.interp(0.5, values, places)), 2), rises


def test_crossing():
    x = check.crossing.reference
    assert crossing(UnitModel(weight=2.0, bias=-4.0)) == (x, True)
    assert check.crossing(2).status == "pass"
    claimed = {-2: -8, 0: -4, 4: 4}
    for wrong, sum_there in claimed.items():
        assert 2 * wrong - 4 == sum_there
        assert f"is {sum_there}".replace("-", "−") in check.crossing(wrong).message
    assert "−w / b" in check.crossing(-2 / -4).message
    assert "w / b" in check.crossing(2 / -4).message
    assert check.crossing(1).message.startswith("The number is half of what it should be")


def test_unit_lab_2_task_1():
    assert crossing(UnitModel(weight=-2.0, bias=4.0)) == (2.0, False)


def test_unit_lab_2_task_2():
    half, whole = UnitModel(weight=1.0, bias=-2.0), UnitModel(weight=2.0, bias=-4.0)
    assert crossing(half) == crossing(whole) == (2.0, True)
    steep = [np.gradient(model.output(), X).max() for model in (half, whole)]
    assert steep[0] == pytest.approx(steep[1] / 2, rel=0.01)


def test_unit_lab_2_task_3():
    for bias in (-4.0, 0.0, 5.0):
        assert np.ptp(UnitModel(weight=0.0, bias=bias).output()) == 0


def accuracies(hidden_units):
    """Train the playground from several seeds, and give the shares of all points on their side."""
    found = []
    for seed in SEEDS:
        model = PlaygroundModel(seed=seed, hidden_units=hidden_units, steps=1500)
        model.refresh()
        training, test = model.look.training.accuracy, model.look.test.accuracy
        found.append(model.train_share * training + (1 - model.train_share) * test)
    return found


def test_petals_a():
    assert all(0.4 < share < 0.6 for share in accuracies(()))
    assert max(accuracies((1,))) < 0.72


def test_petals_bc():
    shares = accuracies((4,))
    assert 0.87 < np.median(shares) < 0.93
    assert max(shares) < 1
    X, y = datasets.flower()
    distances = np.linalg.norm(X[:, None] - X, axis=-1) + np.diag(np.full(len(X), np.inf))
    three_nearest = y[np.argsort(distances, axis=1)[:, :3], 0]
    assert (three_nearest != y).all(axis=1).sum() >= 3, "points among those of the other colour"


def ring():
    """The two points that are left, four more of class 0 beside one, a ring of class 1 round it."""
    inside = [(-2.2, 0.3), (-1.7, -0.3), (-2.1, -0.4), (-1.8, 0.4)]
    angles = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    around = zip(1.5 * np.cos(angles) - 2, 1.5 * np.sin(angles), strict=True)
    drawn = [*((*place, 0) for place in inside), *((*place, 1) for place in around)]
    return [(-2.0, 0.0, 0), (2.0, 0.0, 1), *drawn]


def shares_of_the_ring(hidden_units):
    shares = []
    for seed in range(1, 6):
        model = PlaygroundModel(painted=ring(), hidden_units=hidden_units, seed=seed, steps=2000)
        model.refresh()
        shares.append(model.look.training.accuracy)
    return shares


def test_playground_task_1():
    assert min(shares_of_the_ring(4)) == 1


def test_playground_task_2():
    assert max(shares_of_the_ring(1)) < 0.9
