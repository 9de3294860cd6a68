"""Sweeps: equal tables from here, from a pool and from a cluster, even one that loses a worker."""

import os
import re
import threading
import time
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

import numpy as np
import psutil
import pytest
from distributed import Client, LocalCluster

from nnlib import Network, datasets, train
from nnlib.sweep import STACK, STACK_BYTES, networks_per_stack, sweep, train_stack

X, Y = datasets.circles(m=40)
GRID = ([1, 3], [0.1, 1.0], range(STACK // 2 + 1))  # two stacks for each number of units


@pytest.fixture(scope="module")
def here():
    return sweep(X, Y, *GRID, iterations=30)


def same(one, other):
    return all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one, other, strict=True))


def test_it_is_what_training_one_by_one_gives(here):
    for i, j, k in [(0, 0, 0), (1, 1, 7), (1, 0, STACK // 2)]:
        net = Network([2, GRID[0][i], 1], rng=GRID[2][k])
        train(net, X, Y, learning_rate=GRID[1][j], iterations=30)
        assert here.loss[i, j, k] == pytest.approx(net.loss(X, Y), rel=1e-9)
        assert here.accuracy[i, j, k] == (net.predict(X) == Y).mean()


def test_rows_and_median(here):
    rows = here.rows()
    assert len(rows) == here.loss.size
    assert rows[-1]["loss"] == here.loss[-1, -1, -1]
    assert rows[-1]["hidden_units"] == 3 and rows[-1]["seed"] == GRID[2][-1]
    np.testing.assert_array_equal(here.median("accuracy"), np.median(here.accuracy, axis=-1))
    assert np.isnan(here.held_out).all()


def test_divergence_is_marked_and_counts_as_worst():
    how = {"hidden": "relu", "output": "identity", "loss": "mse"}
    table = sweep(X, Y, [4], [0.01, 1000.0], range(3), iterations=50, **how)
    assert (table.diverged_at[0, 0] == -1).all() and (table.diverged_at[0, 1] > 0).all()
    assert np.isnan(table.loss[0, 1]).all() and np.isnan(table.median()[0, 1])
    assert np.isfinite(table.median()[0, 0])
    assert repr(table).endswith("6 networks, 3 diverged")


def test_held_out_samples_are_measured_and_not_trained_on(here):
    other = datasets.circles(m=40, rng=5)
    table = sweep(X, Y, *GRID, iterations=30, held_out=other)
    np.testing.assert_array_equal(table.loss, here.loss)
    net = Network([2, 3, 1], rng=2)
    train(net, X, Y, learning_rate=1.0, iterations=30)
    assert table.held_out[1, 1, 2] == (net.predict(other[0]) == other[1]).mean()


def test_a_pool_of_processes_gives_the_same_table(here):
    with ProcessPoolExecutor(2) as pool:
        assert same(here, sweep(X, Y, *GRID, iterations=30, executor=pool))


def test_a_pool_with_no_process_left_loses_nothing(here):
    with ProcessPoolExecutor(1) as pool:
        with pytest.raises(BrokenExecutor):
            pool.submit(os._exit, 1).result()
        assert same(here, sweep(X, Y, *GRID, iterations=30, executor=pool))


def test_a_killed_process_of_a_pool_loses_nothing(here):
    with ProcessPoolExecutor(2) as pool:
        pool.submit(os._exit, 1)
        assert same(here, sweep(X, Y, *GRID, iterations=30, executor=pool))


@pytest.fixture(scope="module")
def cluster():
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        ) as local,
        Client(local) as client,
    ):
        yield client


def test_a_cluster_gives_the_same_table(here, cluster):
    assert same(here, sweep(X, Y, *GRID, iterations=30, executor=cluster.get_executor()))


def test_a_killed_worker_of_a_cluster_loses_nothing(cluster):
    grid, iterations = ([1, 2, 3, 4], [0.1, 1.0], range(STACK)), 400
    processes = list(cluster.run(os.getpid).values())
    killed = []

    def kill_one_at_work():
        while not any(cluster.processing().values()):
            time.sleep(0.01)
        psutil.Process(processes[0]).kill()
        killed.append(processes[0])

    killer = threading.Thread(target=kill_one_at_work)
    killer.start()
    table = sweep(X, Y, *grid, iterations=iterations, executor=cluster.get_executor())
    killer.join()
    assert killed and killed[0] not in cluster.run(os.getpid).values()
    assert same(table, sweep(X, Y, *grid, iterations=iterations))


def test_the_progress_bar_counts_stacks(capsys):
    sweep(X, Y, [1, 2], [0.1], range(2), iterations=2, progress=True)
    assert "2/2" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"hidden_units": []}, "hidden_units must have one entry at least; got ()."),
        ({"hidden_units": [0]}, "hidden_units must be a whole number, 1 or more; got 0."),
        ({"learning_rates": [0.1, -1]}, "learning_rates must be a finite number above 0; got -1."),
        ({"hidden_units": 2}, "hidden_units must be a list; got 2. Use [2]."),
        ({"seeds": [1.5]}, "seeds must be a whole number, 0 or more; got 1.5."),
        ({"held_out": X}, "held_out must be a pair (X, y); got ndarray."),
        ({"iterations": 0}, "iterations must be a whole number, 1 or more; got 0."),
        ({"y": Y[:, 0]}, "y must have shape (m, 1) with m = 40 like X; got (40,)."),
        ({"hidden": "tan"}, "activation 'tan' is not known"),
        ({"held_out": (X, Y[:, 0])}, "y must have shape (m, 1) with m = 40 like X; got (40,)."),
        ({"held_out": (X[:, :1], Y)}, "held-out X must have 2 columns; got shape (40, 1)."),
    ],
)
def test_bad_input_is_named(change, message):
    what = {"X": X, "y": Y, "hidden_units": [2], "learning_rates": [0.1], "seeds": [0]}
    what |= {"iterations": 3, **change}
    with pytest.raises(ValueError, match=re.escape(message)):
        sweep(**what)


def test_several_outputs_and_classes_are_swept():
    for how in ({}, {"output": "softmax", "loss": "softmax_cross_entropy"}):
        both = np.hstack([Y, 1 - Y])
        table = sweep(X, both, [3], [1.0], [0], iterations=200, held_out=(X, both), **how)
        net = Network([2, 3, 2], rng=0, **how)
        train(net, X, both, learning_rate=1.0, iterations=200)
        right = net.predict(X) == (both.argmax(axis=1) if how else both)
        assert table.accuracy.item() == table.held_out.item()
        assert table.accuracy.item() == right.reshape(len(X), -1).all(axis=1).mean()


def test_wide_layers_and_large_data_make_small_stacks():
    assert networks_per_stack(4, 2) == STACK
    for samples, units in [(400, 20), (400, 50), (5000, 8), (10**6, 50)]:
        k = networks_per_stack(samples, units)
        assert k == 1 or k * samples * units * 8 <= STACK_BYTES < (k + 1) * samples * units * 8
        assert networks_per_stack(samples, units, np.float32) >= k


def test_the_size_of_the_stacks_changes_no_result(here, monkeypatch):
    monkeypatch.setattr("nnlib.sweep.STACK_BYTES", 3 * 8 * len(X))
    assert same(here, sweep(X, Y, *GRID, iterations=30))


def test_a_stack_is_the_unit_of_work():
    figures = train_stack(X, Y, 2, [(0.1, 0), (0.2, 1)], 5, None, {})
    assert figures.shape == (4, 2)
