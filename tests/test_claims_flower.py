"""What notebooks 05 and 07 claim of the flower and no cell computes; see test_claims.py."""

import numpy as np
import pytest

from nnlib import Network, datasets, descend, train
from nnlib.diagnostics import gradient_norms
from nnlib.optimisers import Adam
from nnlib.sweep import sweep

FLOWER, PETALS = datasets.flower()


def planar(h=4, seed=2, scale=0.01):
    """The network of notebooks 05 and 07: a tanh layer, weights drawn as in the published runs."""
    return Network([2, h, 1], rng=np.random.RandomState(seed), scale=scale)


def flat(network):
    """All parameters of a network in one array."""
    return np.concatenate([part.ravel() for part in (*network.weights, *network.biases)])


def limit(parameters, turns=30, length=1e-4):
    """The rate 2 / a beyond which steps grow; a is the largest curvature of the flower's loss."""
    network = planar()

    def gradient(p):
        network.weights = [p[:8].reshape(2, 4), p[8:12].reshape(4, 1)]
        network.biases = [p[12:16], p[16:]]
        slopes = network.backward(network.forward(FLOWER), PETALS)
        return np.concatenate([part.ravel() for part in (*slopes.weights, *slopes.biases)])

    v = np.random.default_rng(0).normal(size=parameters.size)
    for _ in range(turns):
        v = length * v / np.linalg.norm(v)
        v = (gradient(parameters + v) - gradient(parameters - v)) / (2 * length)
    return 2 / np.linalg.norm(v)


# 05: the flower


def test_from_a_huge_start_the_gradient_is_longer_and_the_weights_stay():
    start = {
        scale: [planar(seed=seed, scale=scale) for seed in range(5)] for scale in (0.01, 100.0)
    }
    lengths, moved = {}, {}
    for scale, nets in start.items():
        stack = Network.stacked(nets)
        first = stack.weights[0].copy()
        lengths[scale] = gradient_norms(stack.backward(stack.forward(FLOWER), PETALS))[0]
        train(stack, FLOWER, PETALS, learning_rate=1.2, iterations=1000)
        change = np.linalg.norm(stack.weights[0] - first, axis=(1, 2))
        moved[scale] = change / np.linalg.norm(first, axis=(1, 2))
    assert np.all(lengths[100.0] > lengths[0.01])
    assert np.all(moved[100.0] < 0.1) and np.all(moved[0.01] > 100)


def test_seed_2_succeeds_from_every_scale():
    stack = Network.stacked(planar(scale=scale) for scale in (0.01, 1.0, 3.0, 10.0))
    train(stack, FLOWER, PETALS, learning_rate=1.2, iterations=1000)
    assert np.all(stack.loss(FLOWER, PETALS) < 0.4)


def test_three_units_find_the_petals_from_most_starts_and_miss_what_lies_among_others():
    stack = Network.stacked(planar(h=3, seed=seed) for seed in range(10))
    train(stack, FLOWER, PETALS, learning_rate=1.2, iterations=2500)
    right = stack.predict(FLOWER) == PETALS  # (10, 400, 1)
    share = right.mean(axis=(1, 2))
    assert 8 <= np.sum(share > 0.85) < 10
    distance = ((FLOWER[:, np.newaxis] - FLOWER) ** 2).sum(axis=-1)
    nearest = np.argsort(distance, axis=1)[:, 1:6]
    among_others = (PETALS[:, 0][nearest] != PETALS).mean(axis=1) > 0.5
    assert among_others[~right[share.argmax(), :, 0]].mean() > 0.5


@pytest.fixture(scope="module")
def twins():
    """The published run and one that differs by a billionth.

    Losses (9001, 2), and the parameters (2, 17) at steps 9000 and 9001.
    """
    nets = [planar(), planar()]
    nets[1].weights[0][0, 0] += 1e-9
    stack, last = Network.stacked(nets), []
    loss = train(stack, FLOWER, PETALS, learning_rate=1.2, iterations=9000).loss
    for _ in range(2):
        parts = [part.reshape(2, -1) for part in (*stack.weights, *stack.biases)]
        last.append(np.concatenate(parts, axis=1))
        train(stack, FLOWER, PETALS, learning_rate=1.2, iterations=1)
    return loss, last


def test_the_twins_part_within_a_hundred_steps_and_end_alike(twins):
    losses, _ = twins
    gap = np.abs(losses[:, 0] - losses[:, 1])
    apart = np.argmax(gap > 1e-4)
    assert apart > 7000 and np.any(gap[apart - 100 : apart] < 1e-10)
    assert gap[8000] < 0.01 * losses[8000, 0]
    by_hundred = gap[:8000].reshape(80, 100).max(axis=1)
    assert np.max(by_hundred[2:] / by_hundred[:-2]) > 1e6  # a millionfold within two hundred


def test_the_twins_jump_between_the_same_walls_out_of_step(twins):
    _, (before, after) = twins
    jump = np.linalg.norm(after[0] - before[0])
    assert np.linalg.norm(before[1] - before[0]) > 0.9 * jump
    assert np.linalg.norm(before[1] - after[0]) < 0.1 * jump


def test_with_fifty_units_rounding_takes_over_before_the_end():
    nets = [planar(h=50), planar(h=50)]
    nets[1].weights[0][0, 0] += 1e-9
    loss = train(Network.stacked(nets), FLOWER, PETALS, learning_rate=1.2, iterations=4000).loss
    assert np.any(np.abs(loss[:, 0] - loss[:, 1]) > 1e-4)


# 07: the learning rate


def test_small_batches_get_further_in_as_many_epochs_and_the_smallest_scatter():
    ends = {}
    for size in (400, 100, 25, 5):
        how = {"batch_size": size, "iterations": 8000 // size, "learning_rate": 1.0}
        for order in range(3):
            stack = Network.stacked(Network([2, 4, 1], rng=seed) for seed in range(5))
            train(stack, FLOWER, PETALS, rng=order, **how)
            ends.setdefault(size, []).append(np.median(stack.loss(FLOWER, PETALS)))
    assert min(ends[400]) > max(ends[100]) > max(ends[25]) > min(ends[5])
    assert max(ends[400]) > 1.3 * max(ends[5]) and np.ptp(ends[5]) > np.ptp(ends[25])


def test_of_small_batches_some_point_uphill():
    uphill = {4: [], 64: []}
    for seed in range(4):
        net, rng = Network([2, 4, 1], rng=seed), np.random.default_rng(seed)
        whole = flat(net.backward(net.forward(FLOWER), PETALS))
        for size, shares in uphill.items():
            draws = [rng.choice(400, size, replace=False) for _ in range(200)]
            parts = [flat(net.backward(net.forward(FLOWER[few]), PETALS[few])) for few in draws]
            shares.append(np.mean(np.array(parts) @ whole < 0))
    assert min(uphill[4]) > 0.15 and max(uphill[4]) < 0.35 and max(uphill[64]) < 0.03


def test_a_rate_of_30_does_not_settle():
    loss = train(planar(), FLOWER, PETALS, learning_rate=30.0, iterations=5000).loss
    assert np.mean(np.diff(loss[-1000:]) > 0) > 0.3


def test_a_large_rate_rests_where_it_is_flat():
    for seed in (0, 1, 2):
        limits = []
        for rate in (1.2, 5.0):
            network = planar(seed=seed)
            train(network, FLOWER, PETALS, learning_rate=rate, iterations=2000)
            limits.append(limit(flat(network)))
        assert limits[1] > 2 * limits[0]


def test_more_units_help_at_each_rate_and_most_at_the_best():
    table = sweep(
        *(FLOWER, PETALS),
        hidden_units=[1, 4, 16],
        learning_rates=[0.01, 0.1, 1.0, 3.0],
        seeds=range(3),
        iterations=1000,
        dtype=np.float32,
    ).median()  # (3, 4)
    assert np.all(np.diff(table, axis=0) < 0)
    helped = table[0] - table[-1]
    assert helped[0] < helped[1] < helped[2:].min()
    assert np.all(table.argmin(axis=1) >= 2)
    by_rate = table.max(axis=1) - table.min(axis=1)
    assert by_rate[0] < 0.1 and by_rate[1:].min() > 2 * (table[1] - table[2]).max()


def test_one_seed_stays_in_a_poor_valley():
    network = Network([2, 4, 1], rng=4)
    train(network, FLOWER, PETALS, learning_rate=1.0, iterations=5000)
    assert network.loss(FLOWER, PETALS) > 0.5


def walk(rate, beta, nesterov):
    """How far a descent of 20 steps swings in the valley of notebook 07."""
    curvature, w, v, swing = np.array([1.0, 25.0]), np.array([-4.0, 1.0]), np.zeros(2), 0.0
    for _ in range(20):
        slope = curvature * w
        v = beta * v + slope
        w = w - rate * (slope + beta * v if nesterov else v)
        swing += abs(w[1])
    return swing


def test_nesterov_swings_less_but_has_the_lower_limit():
    for rate in (0.02, 0.04):
        assert walk(rate, 0.6, nesterov=True) < walk(rate, 0.6, nesterov=False)
    assert walk(0.06, 0.6, nesterov=True) > 10 * walk(0.06, 0.6, nesterov=False)


def test_adam_moves_every_weight_by_the_rate_at_first():
    network = Network([2, 4, 1], rng=0)
    before, moves = flat(network), []
    for _ in descend(network, FLOWER, PETALS, learning_rate=0.01, optimiser=Adam()):
        moves.append(np.abs(flat(network) - before) / 0.01)
        before = flat(network)
        if len(moves) == 50:
            break
    np.testing.assert_allclose(moves[0], 1, rtol=1e-3)
    assert np.quantile(moves, 0.95) < 1.2 and np.median(moves) < 1
