"""Optimisers against their recurrences written out, schedules at their corners."""

import re

import numpy as np
import pytest

from nnlib import Gradients, Network, datasets, optimisers, train

STEPS = np.random.default_rng(0).normal(size=(6, 3))


def directions(optimiser):
    """What an optimiser makes of the rows of STEPS as gradients of one weight array."""
    return [
        optimiser(Gradients((g,), (g[:1],)), iteration).weights[0].copy()
        for iteration, g in enumerate(STEPS)
    ]


def test_momentum_is_the_sum_of_faded_gradients():
    for t, direction in enumerate(directions(optimisers.Momentum(0.7))):
        faded = sum(0.7 ** (t - s) * STEPS[s] for s in range(t + 1))
        np.testing.assert_allclose(direction, faded)


def test_nesterov_equals_momentum_at_the_point_ahead():
    """The form with a look ahead, on the parabola w²/2, is the same path seen from ahead."""
    beta, rate, w, v = 0.8, 0.1, 2.0, 0.0
    ahead = []
    for _ in range(8):
        gradient = w - rate * beta * v  # slope at the point where momentum alone would lead
        v = beta * v + gradient
        w -= rate * v
        ahead.append(w - rate * beta * v)
    nesterov, place, path = optimisers.Nesterov(beta), 2.0, []
    for iteration in range(8):
        slope = Gradients((np.array([place]),), ())
        place -= rate * nesterov(slope, iteration).weights[0].item()
        path.append(place)
    np.testing.assert_allclose(path, ahead)


def test_adam_is_algorithm_1():
    m = v = 0.0
    for t, (g, direction) in enumerate(zip(STEPS, directions(optimisers.Adam()), strict=True), 1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        wanted = (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        np.testing.assert_allclose(direction, wanted)


@pytest.mark.parametrize("optimiser", [optimisers.Momentum(), optimisers.Adam()])
def test_an_optimiser_serves_one_run_after_another(optimiser):
    X, y = datasets.truth_table()
    how = {"learning_rate": 0.1, "iterations": 20, "optimiser": optimiser}
    runs = [train(Network([3, 4, 1], rng=0), X, y, **how).loss for _ in range(2)]
    np.testing.assert_array_equal(*runs)


def test_no_momentum_is_plain_descent():
    X, y = datasets.truth_table()
    runs = [
        train(Network([3, 4, 1], rng=0), X, y, learning_rate=0.5, iterations=20, optimiser=how).loss
        for how in (None, optimisers.Momentum(0.0), optimisers.Nesterov(0.0))
    ]
    np.testing.assert_array_equal(runs[0], runs[1])
    np.testing.assert_array_equal(runs[0], runs[2])


def test_schedules():
    falling = optimisers.cosine(1.0, 10, final=0.1)
    assert [falling(0), falling(5), falling(10), falling(99)] == pytest.approx([1, 0.55, 0.1, 0.1])
    rising = optimisers.warm_up(falling, 4)
    assert [rising(i) / falling(i) for i in range(6)] == pytest.approx([0.25, 0.5, 0.75, 1, 1, 1])
    assert optimisers.step(1.0, every=3, factor=0.1)(8) == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: optimisers.Momentum(1.0), "beta must be a number from 0 to below 1; got 1.0."),
        (lambda: optimisers.Adam(beta2=-1), "beta2 must be a number from 0 to below 1; got -1."),
        (lambda: optimisers.Adam(epsilon=0), "epsilon must be a finite number above 0; got 0."),
        (lambda: optimisers.step(1, 0), "every must be a whole number, 1 or more; got 0."),
        (lambda: optimisers.cosine(-1, 9), "rate must be a finite number above 0; got -1."),
        (lambda: optimisers.warm_up(1.0, 2.5), "iterations must be a whole number, 1 or more; got"),
    ],
)
def test_bad_settings_are_named(call, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        call()
