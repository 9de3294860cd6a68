"""The answers of notebook 07: tasks of LearningRateLab, options of its questions, its last step.

What is told of training is tried from several seeds; what is told of the one published run, on it.
"""

import numpy as np
import pytest

import answers
from nnlib import Network, datasets, descend, train
from nnlib.check.exercises.choose_a_learning_rate import momentum_step, two_leaps
from nnlib.labs.learning_rate.model import LearningRateModel
from nnlib.optimisers import Momentum, step

X, Y = datasets.flower()
SEEDS = range(3)


def lab(steps, **choices):
    """The lab after so many steps."""
    made = LearningRateModel(steps=steps, **choices)
    made.refresh()
    return made


# LearningRateLab


def test_learning_rate_lab_task_1():
    for seed in (0, 2, 1):
        assert lab(40, seed=seed).best == 5
        later = lab(1000, seed=seed)
        assert later.best < 5 and later.verdicts[5] == "jumping"
    last = lab(5000)  # the lab's own seed, 1
    assert last.best == 2 and last.rates[2] == pytest.approx(0.1, rel=0.05)
    assert last.verdicts[5] == "jumping" and last.losses[2] < later.losses[2]


def test_learning_rate_lab_task_2():
    for seed in SEEDS:
        model, losses = LearningRateModel(seed=seed), []
        for _ in range(9):
            model.refresh()
            losses.append(model.losses[6])
            model.take_step()
        factors = np.divide(losses[1:], losses[:-1])
        factors = factors[np.isfinite(factors)]
        assert factors.max() > 1.4 * factors.min()
        if seed == 1:  # the lab's own
            assert 1 < factors[0] < 2 and factors[1:].min() > 1
            assert np.mean((factors > 5) & (factors < 7.5)) > 0.5


def test_learning_rate_lab_task_3():
    for seed in SEEDS:
        model = lab(300, seed=seed, activation="tanh", highest=100.0)
        assert "jumping" in model.verdicts and np.all(model.diverged_at < 0)
        assert np.isfinite(model.losses).all()
    for seed, scale in ((0, 1.0), (1, 100.0)):  # however large the weights
        network = Network([2, 8, 1], rng=seed, scale=scale)
        gradient = network.backward(network.forward(X), Y)
        assert np.abs(gradient.weights[1]).max() <= 1


def test_learning_rate_lab_task_4():
    few_seeds = []
    for seed in range(4):
        first = {}
        for units in (2, 20):
            model = lab(
                40, seed=seed, activation="tanh", hidden_units=units, lowest=0.3, highest=20.0
            )
            first[units] = model.verdicts.index("jumping") + 1
        few_seeds.append(first)
    assert {first[2] for first in few_seeds} <= {6, 7}
    assert max(first[20] for first in few_seeds) <= 5
    assert 6.0 < model.rates[5] < 6.1 and 3.3 < model.rates[4] < 3.4


def test_learning_rate_lab_task_5():
    for seed in SEEDS:
        plain, adam = lab(300, seed=seed), lab(300, seed=seed, optimiser="Adam")
        assert 0.3 < plain.rates[plain.best] < 1.0
        assert adam.rates[adam.best] == pytest.approx(0.1, rel=0.05)
        assert np.all(adam.losses[6:] > 0.65)


def test_learning_rate_lab_task_6():
    below = {
        data: [lab(1000, seed=seed, data=data, lowest=1e-4, highest=100.0) for seed in (1, 2)]
        for data in ("blobs", "flower", "spiral")
    }
    counts = {data: [np.sum(made.losses < 0.5) for made in row] for data, row in below.items()}
    assert min(counts["blobs"]) >= 6
    assert set(counts["flower"]) <= {1, 2} and set(counts["spiral"]) == {0}
    for made in below["blobs"]:
        good = made.rates[made.losses < 0.5]
        assert good.max() > 1000 * good.min()


# Predictions


@pytest.fixture(scope="module")
def thirty():
    """Losses of five networks like that of the notebook, with the rate 30: (2000, 5)."""
    stack = Network.stacked(
        Network([2, 4, 1], rng=np.random.RandomState(seed), scale=0.01) for seed in range(5)
    )
    return train(stack, X, Y, learning_rate=30.0, iterations=2000).loss


def test_largest_rate_a(thirty):
    assert np.all(thirty[1] < thirty[0]) and np.all(thirty[1] > 0.99 * thirty[0])
    assert np.all(thirty[:20].max(axis=0) > 4 * thirty[0])


def test_largest_rate_b(thirty):
    above = np.argmax(thirty > thirty[0], axis=0)  # the first step above the start
    assert np.all((above > 1) & (above < 6))
    assert np.all(np.minimum.accumulate(thirty)[above, range(5)] > 0.65)


def test_largest_rate_c(thirty):
    assert np.all(np.mean(np.diff(thirty[-500:], axis=0) > 0, axis=0) > 0.2)
    assert np.all(thirty[-500:].max(axis=0) > 2 * thirty[0])


def test_largest_rate_d(thirty):
    assert np.isfinite(thirty).all() and thirty.max() < 20


def test_two_leaps():
    w = [1.0]
    for _ in range(2):
        w.append(w[-1] - 1.8 * w[-1])
    assert w[1:] == pytest.approx([-0.8, 0.64])
    slips = [1.0 - 1.8 - 1.8, 1.8 * 1.8, (1 + 1.8) ** 2, (1 - 0.8) ** 2]
    told = {wrong: text for text, wrongs in two_leaps.known.items() for wrong in wrongs}
    assert {round(slip, 2) for slip in slips} < set(told)
    assert "slope of the start" in told[-2.6] and "α itself" in told[3.24]


def flat(network):
    """All parameters of a network in one array."""
    return np.concatenate([part.ravel() for part in (*network.weights, *network.biases)])


def at(parameters):
    """The network of the published run with other parameters."""
    network = Network([2, 4, 1], rng=0)
    network.weights = [parameters[:8].reshape(2, 4), parameters[8:12].reshape(4, 1)]
    network.biases = [parameters[12:16], parameters[16:]]
    return network


def limit(parameters, turns=30, length=1e-4):
    """The rate 2 / κ beyond which leaps grow; κ is the largest curvature of the flower's loss."""
    push = np.random.default_rng(0).normal(size=17)
    for _ in range(turns):
        push = length * push / np.linalg.norm(push)
        ends = at(parameters + push), at(parameters - push)
        slopes = [flat(end.backward(end.forward(X), Y)) for end in ends]
        push = (slopes[0] - slopes[1]) / (2 * length)
    return 2 / np.linalg.norm(push)


@pytest.fixture(scope="module")
def published():
    """The published run: losses of 9,002 steps, and the parameters at some of them."""
    network, losses, places = Network([2, 4, 1], rng=np.random.RandomState(2), scale=0.01), [], {}
    for record in descend(network, X, Y, learning_rate=1.2):
        losses.append(record.loss)
        if record.iteration in (7000, 7001, 7400, 7800, 8000, 8001, 9000, 9001):
            places[record.iteration] = flat(network)
        if record.iteration == 9001:
            return np.array(losses), places


def leap(places, at_step):
    """How far the step that follows goes."""
    return np.linalg.norm(places[at_step + 1] - places[at_step])


def test_past_the_limit_a(published):
    losses, places = published
    for wall in (8000, 8001, 9000, 9001):
        assert limit(places[wall]) > 1.25
    assert limit((places[8000] + places[8001]) / 2) < 1.2
    assert limit((places[9000] + places[9001]) / 2) < 1.2
    assert leap(places, 9000) == pytest.approx(leap(places, 8000), rel=0.06)
    assert np.isfinite(losses).all() and losses.max() < 0.7


def test_past_the_limit_b(published):
    losses, places = published
    assert limit(places[7000]) > 1.2 > limit(places[7400]) > limit(places[7800])
    assert 2 * 1.2 / limit(places[7800]) - 1 < 1.1  # a leap, and the one before
    assert np.all(np.diff(losses[7000:7800]) < 0)
    assert leap(places, 8000) > 50 * leap(places, 7000)


def test_past_the_limit_c(published):
    losses, _ = published
    lowest = np.argmin(losses[:7950])
    assert lowest > 7200 + 400 and np.all(np.diff(losses[5000:7800]) < 0)
    highest = lowest + np.argmax(losses[lowest:8000])
    assert losses[highest] > losses[lowest] + 0.003
    most_of_it = losses[lowest] + 0.1 * (losses[highest] - losses[lowest]) < losses
    assert highest - np.argmax(most_of_it[lowest:]) - lowest < 60  # some dozen steps
    assert losses[9000] < losses[8500] < losses[8000] < losses[highest]


def test_past_the_limit_d(published):
    losses, places = published
    assert np.abs(np.diff(losses[8000:])).max() < 1e-3 * losses[8000]
    for wall in (8000, 9000):
        middle = (places[wall] + places[wall + 1]) / 2
        assert at(middle).loss(X, Y) < losses[wall] - 0.003  # both ends stand high on a wall
        assert leap(places, wall) == pytest.approx(0.13, abs=0.01)


def ten_networks():
    """The networks of the notebook, from ten seeds."""
    return Network.stacked([Network([2, 4, 1], rng=seed) for seed in range(10)])


@pytest.fixture(scope="module")
def compared():
    """Losses (1000, 10) of plain descent and of momentum with a tenth of its rate."""
    how = {"learning_rate": 0.01, "optimiser": Momentum(0.9), "iterations": 1000}
    plain = train(ten_networks(), X, Y, learning_rate=0.1, iterations=1000).loss
    return plain, train(ten_networks(), X, Y, **how).loss


def test_tenth_of_the_rate_ab():
    stack, momentum = ten_networks(), Momentum(0.9)
    for record in descend(stack, X, Y, learning_rate=0.01, optimiser=momentum):
        if record.iteration == 500:
            break
    gradient = stack.backward(stack.forward(X), Y).weights[0]
    longer = np.linalg.norm(momentum.velocity.weights[0], axis=(1, 2))
    longer /= np.linalg.norm(gradient, axis=(1, 2))
    assert np.all(np.abs(longer - 10) < 0.6)


def test_tenth_of_the_rate_c(compared):
    plain, momentum = (np.median(losses[-1]) for losses in compared)
    assert round(plain, 2) == round(momentum, 2) == 0.36


def test_tenth_of_the_rate_d(compared):
    assert np.mean(np.diff(compared[1], axis=0) > 0) < 0.01


# The five curves


def run(rate, steps, batch_size=None, network=None):
    """A run as the notebook makes them for its curves."""
    network = network or Network([2, 4, 1], rng=0)
    how = {"learning_rate": rate, "batch_size": batch_size, "rng": 0, "iterations": steps}
    return np.asarray(train(network, X, Y, **how).loss, float)


def linear(seed=0):
    """The network of curve 3, whose loss has no bound."""
    return Network([2, 1], output="identity", loss="mse", rng=seed, dtype=np.float32)


@pytest.fixture(scope="module")
def curves():
    """The five curves as the notebook makes them."""
    (cell,) = [cell.source for cell in answers.cells("07") if "mystery = [" in cell.source]
    names = {"np": np, "Network": Network, "train": train, "step": step, "X": X, "y": Y}
    exec(cell[: cell.index("fig, axes")], names)
    return [np.asarray(loss, float) for loss in names["mystery"]]


def shiver(losses):
    """Share of the steps at which the loss rises."""
    return np.mean(np.diff(losses) > 0)


def test_curve_1_abc(curves):
    slow, quick = curves[0], run(0.1, 1000)
    assert shiver(slow) == 0 and slow[-1] > 0.9 * slow[0]
    assert shiver(quick) == 0 and np.argmax(quick < slow[-1]) < 110  # the same in fewer steps


def test_curve_1_def(curves):
    assert shiver(run(0.01, 1000, batch_size=40)) > 0.3  # with small batches it would shiver
    slow = curves[0]
    assert -np.diff(slow).min() < 0.001 * slow[0]  # slow from the first step
    assert np.all(np.diff(slow[-100:]) < 0) and slow[-1] > 2 * run(1.0, 1000)[-1]


def test_curve_2_ad(curves):
    for calm in (run(0.01, 100), run(1.0, 100), run(1.0, 100, batch_size=40)):
        assert calm.max() < 1.5 * calm[0]
    assert curves[1].max() > 4 * curves[1][0]


def test_curve_2_bc(curves):
    long = run(30.0, 400)
    np.testing.assert_allclose(long[:20], curves[1][:20], rtol=1e-3)
    assert np.isfinite(long).all() and long.max() < 20  # it does not get away
    back = np.flatnonzero((long[1:] < long[:-1]) & (long[:-1] > long[0]))
    assert len(back) > 50


def test_curve_2_ef(curves):
    leaping = curves[1]
    leaps = np.flatnonzero(np.diff(leaping) > 0)
    assert len(leaps) > 5 and leaps[-1] > len(leaping) - 6  # it leaps to the end
    assert leaping[-6:].max() > leaping[0]


def test_curve_3_ad(curves):
    short, batches = run(0.01, 60, network=linear()), run(0.01, 60, 40, linear())
    assert short.max() <= short[0] and batches.max() < 2 * batches[0]
    finite = curves[2][np.isfinite(curves[2])]
    assert finite[-1] > 1e20 * finite[0]


def test_curve_3_bcef(curves):
    finite = curves[2][np.isfinite(curves[2])]
    assert len(finite) < len(curves[2])  # there the line ends
    factors = finite[2:-1] / finite[1:-2]
    assert factors.min() > 1 and factors[1:].max() < 1.25 * factors[1:].min()
    calmed = run(step(0.5, every=20, factor=0.01), 60, network=linear())
    assert calmed[-1] < calmed[20]  # a smaller rate would have calmed it


def test_curve_4_abc(curves):
    noisy = curves[3]
    first, *_, last = np.array_split(noisy, 3)
    assert last.mean() < first.mean() < noisy[0] and last.mean() < 0.45
    assert noisy[20:].max() < noisy[0] * 1.2


def test_curve_4_def(curves):
    thirds = np.array_split(curves[3], 3)
    assert shiver(curves[3]) > 0.3 and shiver(run(1.0, 600)) < 0.05  # it is the batches
    sizes = [np.std(np.diff(third)) for third in thirds]
    assert max(sizes) < 2 * min(sizes) and shiver(thirds[-1]) > 0.3
    assert abs(thirds[1].mean() - thirds[2].mean()) < thirds[0].mean() - thirds[1].mean()


def test_curve_5_abcd(curves):
    calmed = curves[4]
    assert calmed[:30].max() > 2 * calmed[0] and shiver(calmed[:30]) > 0.2
    assert np.all(np.diff(calmed[31:]) < 0) and calmed[-1] < calmed[0]


def test_curve_5_ef(curves):
    seed_3 = Network([2, 4, 1], rng=3)
    constant = run(30.0, 60, network=seed_3)
    assert shiver(constant[31:]) > 0.2  # what calms it is the smaller rate
    np.testing.assert_allclose(constant[:20], curves[4][:20], rtol=1e-3)


# One step further


def test_one_step_further():
    walk = next(cell.source for cell in answers.cells("07") if "def walk(" in cell.source)
    names = {"np": np, "momentum_step": momentum_step.reference}
    exec(walk.partition("\n")[2], names)
    exec(answers.further("07"), names)
    (rate_25, beta_25), (rate_100, beta_100) = names["best"].values()
    assert rate_100 < rate_25 and beta_100 > beta_25
    start = np.linalg.norm([-4.0, 1.0])
    for most, pair in names["best"].items():
        names["curvature"] = np.array([1.0, most])
        assert np.linalg.norm(names["walk"](*pair)[-1]) < 0.05 * start
