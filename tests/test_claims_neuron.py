"""Claims of the prose of notebooks 01 and 02 that no cell computes; see test_claims.py."""

import numpy as np
import pytest

from nnlib import datasets, neuron
from nnlib.activations import sigmoid
from nnlib.labs.restaurant.model import RestaurantModel


def test_the_threshold_changes_no_rank():
    ranks = {tuple(RestaurantModel(threshold=T).ranks) for T in np.arange(-3, 8.5, 0.5)}
    assert len(ranks) == 1


def test_doubling_the_weights_shifts_the_line_as_halving_the_threshold_does():
    rng = np.random.default_rng(0)
    points = rng.uniform(-30, 30, (5000, 2))
    for w, T in zip(rng.uniform(-3, 3, (20, 2)), rng.uniform(-3, 3, 20), strict=True):
        doubled = neuron.potential(points, 2 * w, T) >= 0
        assert np.array_equal(doubled, neuron.potential(points, w, T / 2) >= 0)
        shift = w * T / (w @ w)  # from the origin to the line of w and T
        assert neuron.potential(shift / 2, 2 * w, T) == pytest.approx(0, abs=1e-9)
        on_the_line = w * T / (w @ w) + np.outer([-1.0, 0.0, 2.0], [-w[1], w[0]])
        assert np.allclose(neuron.potential(on_the_line, w, T), 0)
        assert (neuron.potential(on_the_line + 0.1 * w, w, T) > 0).all()


def test_the_slope_of_the_sigmoid_is_a_quarter_at_0_and_less_elsewhere():
    z = np.linspace(-20, 20, 4001)
    slope = (sigmoid(z + 1e-3) - sigmoid(z - 1e-3)) / 2e-3
    assert z[slope.argmax()] == pytest.approx(0, abs=1e-12)
    assert slope.max() == pytest.approx(0.25, abs=1e-6)
    assert slope[np.abs(z) > 10].max() < 1e-4


def test_larger_weights_bring_the_gates_nearer_to_steps():
    X, _ = datasets.truth_table()
    off = []
    for size in (2, 4, 6, 10):
        hidden = sigmoid(X @ [[size, size], [size, size], [-size / 2, -1.5 * size]])
        off.append(np.abs(hidden - hidden.round()).max())
    assert off == sorted(off, reverse=True)
    assert off[0] > 0.25 and off[-1] < 0.01


def test_with_5_hidden_units_both_wrong_lines_stop():
    X, _ = datasets.truth_table()
    W1, b1 = np.ones((3, 5)), np.ones(5)
    for wrong in (lambda: W1 @ X, lambda: X @ W1 + b1.reshape(5, 1)):
        with pytest.raises(ValueError):
            wrong()
