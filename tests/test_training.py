"""The descent loop: records, batches, schedules, divergence, other people's networks."""

import re
import warnings
from itertools import islice

import numpy as np
import pytest

from nnlib import Network, datasets, descend, train, training

X, Y = datasets.circles(m=40)


def new(**how):
    return Network([2, 3, 1], rng=0, **how)


def test_a_record_holds_the_loss_before_its_step():
    net = new()
    first = net.loss(X, Y)
    steps = descend(net, X, Y, learning_rate=0.5)
    assert next(steps) == (0, first)
    assert net.loss(X, Y) < first
    assert next(steps).iteration == 1


def test_train_is_the_same_loop():
    by_hand, trained = new(), new()
    records = list(islice(descend(by_hand, X, Y, learning_rate=0.5), 20))
    history = train(trained, X, Y, learning_rate=0.5, iterations=20)
    assert history.loss.tolist() == [record.loss for record in records]
    assert history.iterations.tolist() == list(range(20))
    assert history.diverged_at is None
    np.testing.assert_array_equal(by_hand.weights[0], trained.weights[0])
    text = r"20 iterations: loss 0\.\d+ → 0\.\d+"
    assert re.fullmatch(text, repr(history))


def test_mini_batches_use_every_sample_once_a_pass():
    seen = []

    class Watching(Network):
        def propagate(self, X):
            seen.append(X)
            return super().propagate(X)

    list(islice(descend(Watching([2, 3, 1], rng=0), X, Y, learning_rate=0.1, batch_size=16), 3))
    assert [len(batch) for batch in seen[-3:]] == [16, 16, 8]
    rows = np.concatenate(seen[-3:])
    assert sorted(map(tuple, rows)) == sorted(map(tuple, X))


def test_the_same_seed_gives_the_same_batches():
    how = {"learning_rate": 0.1, "batch_size": 8, "iterations": 30}
    runs = [train(new(), X, Y, rng=rng, **how).loss for rng in (1, 1, 2)]
    assert (runs[0] == runs[1]).all()
    assert (runs[0] != runs[2]).any()


def test_a_schedule_is_asked_once_before_and_at_every_step():
    asked = []

    def schedule(iteration):
        asked.append(iteration)
        return 0.1

    train(new(), X, Y, learning_rate=schedule, iterations=4)
    assert asked == [0, 0, 1, 2, 3]


def test_divergence_ends_training_with_a_sentence_and_no_warning():
    net = Network([2, 3, 1], hidden="relu", output="identity", loss="sse", rng=0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        history = train(net, X, Y, learning_rate=10.0, iterations=500)
    assert 0 < history.diverged_at < 499
    assert len(history.loss) == history.diverged_at + 1
    assert repr(history) == (
        f"Training diverged at iteration {history.diverged_at}: the loss is no longer a finite "
        "number. The output, identity, has no bound: a step too long makes the error larger, and "
        "the next step longer. Try a learning rate below 10."
    )


def regression(**how):
    return Network([2, 3, 1], hidden="relu", output="identity", loss="mse", rng=0, **how)


@pytest.mark.parametrize(
    ("network", "how", "cause"),
    [
        (new(), {"learning_rate": 1e308}, "too long. Try a learning rate below 1e+308."),
        (new(l2=30.0), {"learning_rate": 0.5}, "learning_rate · l2 is 15: from 2 on the penalty"),
        (regression(), {"learning_rate": 50.0}, "The output, identity, has no bound"),
        (
            regression(),
            {"learning_rate": lambda iteration: 0.01 * 2.0**iteration},
            "The schedule gave the rate ",
        ),
        (regression(), {"learning_rate": 1e-3, "X": X * 1e200}, "It was so before the first step"),
        (new(hidden=np.sqrt), {"learning_rate": 0.1}, "The activation 'sqrt' gives nan for -"),
    ],
)
def test_divergence_names_its_cause(network, how, cause):
    history = train(network, how.pop("X", X), Y, iterations=2000, **how)
    assert history.diverged_at is not None
    assert cause in repr(history)
    assert history.cause in repr(history)


def test_divergence_in_the_last_step_is_told():
    how = {"learning_rate": 1e308}
    after = train(new(), X, Y, iterations=20, **how).diverged_at
    history = train(new(), X, Y, iterations=after, **how)
    assert history.diverged_at == after
    assert np.isfinite(history.loss).all()
    assert f"diverged at iteration {after}:" in repr(history)


def test_descend_by_hand_warns_of_nothing_and_leaves_the_caller_s_settings():
    settings = np.geterr()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        steps = descend(regression(), X, Y, learning_rate=10.0)
        for _ in steps:
            assert np.geterr() == settings


def test_one_diverging_network_does_not_stop_the_others_of_a_stack():
    def regression(seed):
        return Network([2, 3, 1], hidden="relu", output="identity", loss="mse", rng=seed)

    stack, rates = Network.stacked([regression(0)] * 2), np.array([0.01, 100.0])
    history = train(stack, X, Y, learning_rate=rates, iterations=300)
    alone = train(regression(0), X, Y, learning_rate=0.01, iterations=300)
    assert not np.isfinite(history.loss[-1, 1])
    np.testing.assert_allclose(history.loss[:, 0], alone.loss, rtol=1e-9)
    assert history.diverged_at is None
    assert repr(history).endswith("; 1 of 2 networks diverged")


@pytest.mark.parametrize("rate", [np.float64(0.1), np.array(0.1), [0.1, 0.2], 1])
def test_float32_stays_float32_whatever_the_type_of_the_rate(rate):
    network = new(dtype=np.float32)
    stack = Network.stacked([network] * 2) if np.ndim(rate) else network
    for learning_rate in (rate, lambda iteration: rate):
        train(stack, X, Y, learning_rate=learning_rate, iterations=2)
    assert {array.dtype for array in stack.weights + stack.biases} == {np.dtype(np.float32)}


def test_there_is_a_rate_for_each_network_of_a_stack():
    stack = Network.stacked([new()] * 2)
    with pytest.raises(ValueError, match=r"got shape \(3,\) for 2 stacked networks\."):
        descend(stack, X, Y, learning_rate=[0.1, 0.2, 0.3])
    with pytest.raises(ValueError, match=r"got shape \(2,\) for a single network\."):
        descend(new(), X, Y, learning_rate=np.array([0.1, 0.2]))


def test_any_object_with_the_verbs_can_be_trained():
    class Line:
        """One weight, y_hat = w x, squared error: no nnlib in it."""

        w = 0.0

        def forward(self, X):
            return X, self.w * X

        def loss(self, forward, y):
            return float(((forward[1] - y) ** 2).mean())

        def backward(self, forward, y):
            return float((2 * (forward[1] - y) * forward[0]).mean())

        def step(self, gradient, learning_rate):
            self.w -= learning_rate * gradient

    line, x = Line(), np.linspace(-1, 1, 9).reshape(-1, 1)
    train(line, x, 3 * x, learning_rate=0.5, iterations=100)
    assert line.w == pytest.approx(3)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"learning_rate": 0}, "learning_rate must be a finite number above 0; got 0."),
        ({"learning_rate": -1.0}, "learning_rate must be a finite number above 0; got -1.0."),
        ({"learning_rate": np.nan}, "learning_rate must be a finite number above 0; got nan."),
        ({"learning_rate": "fast"}, "learning_rate must be a finite number above 0; got 'fast'."),
        ({"batch_size": 41}, "batch_size must be at most the 40 samples; got 41."),
        ({"batch_size": 0}, "batch_size must be a whole number, 1 or more; got 0."),
        ({"iterations": 0}, "iterations must be a whole number, 1 or more; got 0."),
        ({"y": Y[:, 0]}, "y must have shape (m, 1) with m = 40 like X; got (40,). Use y.reshape(-"),
        ({"y": Y[:-1]}, "y must have shape (m, 1) with m = 40 like X; got (39, 1)."),
        ({"y": Y + 1}, "cross_entropy needs labels 0 and 1 in y; got 2."),
        ({"X": np.where(X > 3, np.nan, X)}, "X must be finite; row "),
    ],
)
def test_bad_input_is_named_before_anything_changes(how, message):
    net = new()
    before = [W.copy() for W in net.weights]
    what = {"X": X, "y": Y, "learning_rate": 0.1, "iterations": 3, **how}
    with pytest.raises(ValueError, match=re.escape(message)):
        train(net, what.pop("X"), what.pop("y"), **what)
    for W, kept in zip(net.weights, before, strict=True):
        np.testing.assert_array_equal(W, kept)


def test_descend_complains_when_called_not_when_first_asked():
    with pytest.raises(ValueError, match="learning_rate"):
        training.descend(new(), X, Y, learning_rate=-1)
