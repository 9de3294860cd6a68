"""The published runs on the flower, by nnlib: their costs to the last digit, their accuracies."""

import numpy as np
import pytest

from benchmarks import usual_listing
from nnlib import Network, datasets, descend, train

RATE = 1.2
COSTS = [0.693048, 0.288083, 0.254385, 0.233864, 0.226792, 0.222644, 0.219731]
COSTS_OF_SEED_3 = [0.693162, 0.258625, 0.239334, 0.230802, 0.225528, 0.221845, 0.219094]
ACCURACY = {1: 67.5, 2: 67.25, 3: 90.75, 4: 90.5, 5: 91.25}
# With this many units rounding steers the run: each processor ends at a value of its own.
ACCURACY_BY_PROCESSOR = {20: 90.0, 50: 90.25}


def published_network(hidden_units, seed=2):
    return Network([2, hidden_units, 1], rng=np.random.RandomState(seed), scale=0.01)


def accuracy(hidden_units):
    """Percent of the flower's points that are right after 5,000 iterations."""
    X, y = datasets.flower()
    network = published_network(hidden_units)
    train(network, X, y, learning_rate=RATE, iterations=5000)
    return 100 * (network.predict(X) == y).mean()


def test_first_weights_are_the_published_ones():
    rng = np.random.RandomState(2)
    W1, W2 = rng.randn(4, 2) * 0.01, rng.randn(1, 4) * 0.01
    network = published_network(4)
    np.testing.assert_array_equal(network.weights[0], W1.T)
    np.testing.assert_array_equal(network.weights[1], W2.T)
    assert [bias.any() for bias in network.biases] == [False, False]


@pytest.mark.parametrize(("seed", "published"), [(2, COSTS), (3, COSTS_OF_SEED_3)])
def test_costs_to_six_decimals(seed, published):
    history = train(
        published_network(4, seed), *datasets.flower(), learning_rate=RATE, iterations=6001
    )
    assert [f"{cost:.6f}" for cost in history.loss[::1000]] == [f"{cost:.6f}" for cost in published]


@pytest.mark.parametrize("hidden_units", ACCURACY)
def test_accuracy(hidden_units):
    assert accuracy(hidden_units) == pytest.approx(ACCURACY[hidden_units], abs=1e-9)


@pytest.mark.parametrize("hidden_units", ACCURACY_BY_PROCESSOR)
def test_accuracy_where_rounding_steers(hidden_units):
    assert accuracy(hidden_units) == pytest.approx(ACCURACY_BY_PROCESSOR[hidden_units], abs=1.0)


def test_one_logistic_unit_gets_less_than_half():
    X, y = datasets.flower()
    network = Network([2, 1], rng=0)
    train(network, X, y, learning_rate=0.5, iterations=3000)
    assert 100 * (network.predict(X) == y).mean() == 47.0


def test_the_usual_listing_walks_the_same_way():
    X, y = datasets.flower()
    ours = descend(published_network(4), X, y, learning_rate=RATE)
    usual = usual_listing.steps(X.T, y.T, h=4, learning_rate=RATE)
    pairs = [(record.loss, cost) for record, cost, _ in zip(ours, usual, range(500), strict=False)]
    np.testing.assert_allclose(*zip(*pairs, strict=True), rtol=1e-9)
