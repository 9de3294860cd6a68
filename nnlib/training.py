"""Gradient descent: the loop as a generator, what it recorded, and ways to choose the step.

`descend` works with anything that has the verbs of `nnlib.network.Network`: ``forward(X)``,
``loss(forward, y)``, ``backward(forward, y)`` and ``step(gradients, learning_rate)``.
"""

import math
from itertools import islice
from typing import NamedTuple

import numpy as np

from nnlib import validation


class Record(NamedTuple):
    """One step: its number, counted from 0, and the loss before it."""

    iteration: int
    loss: float


class History:
    """What a training run recorded.

    Attributes
    ----------
    iterations : array of shape (t,)
        Number of each recorded step.
    loss : array of shape (t,), or (t, k) for k stacked networks
        Loss before that step.
    diverged_at : int or None
        The step at which the loss was no longer finite; training ended there.
    """

    def __init__(self, records, diverged_at=None):
        self.iterations = np.array([record.iteration for record in records], dtype=int)
        self.loss = np.array([record.loss for record in records])
        self.diverged_at = diverged_at

    def __repr__(self):
        if self.diverged_at is not None:
            return (
                f"Training diverged at iteration {self.diverged_at}: the loss is no longer a "
                "finite number. Try a smaller learning rate."
            )
        first, last = (np.mean(self.loss[i]) for i in (0, -1))
        return f"{len(self.iterations)} iterations: loss {first:.4g} → {last:.4g}"


def _batches(m, batch_size, rng):
    """Yield row numbers forever: each pass over the m samples in a new random order."""
    while True:
        order = rng.permutation(m)
        for start in range(0, m, batch_size):
            yield order[start : start + batch_size]


def _checked(network, X, y, batch_size):
    """Look at the data once, before the loop."""
    X = validation.samples(X) if np.ndim(X) <= 2 else np.asarray(X)
    if hasattr(network, "check_targets"):
        network.forward(X[:1])
        X = np.asfortranarray(X, network.weights[0].dtype)  # each feature contiguous: faster sums
        y = network.check_targets(y, len(X))
    elif len(y) != len(X):
        raise ValueError(f"y must have as many rows as X, {len(X)}; got {len(y)}.")
    if batch_size is not None and validation.whole(batch_size, "batch_size") > len(X):
        raise ValueError(f"batch_size must be at most the {len(X)} samples; got {batch_size}.")
    return X, y


def _keep_freed_memory():
    """Have the C library keep what one step frees for the next.

    A step makes new arrays. Where they are larger than 128 kB, as in stacks and wide layers,
    Linux's library fetches each from the system and gives it back, page by page, which takes as
    long as the arithmetic. It keeps blocks up to the largest that was ever freed: so one is
    freed here, which is never filled. Other systems' libraries take no notice.
    """
    np.empty(24 * 2**20, np.uint8)


def _check_rate(network, learning_rate):
    validation.positive(learning_rate, "learning_rate")
    stack = np.shape(network.weights[0])[:-2] if hasattr(network, "weights") else ()
    if np.ndim(learning_rate) and np.shape(learning_rate) != stack:
        networks = f"{stack[0]} stacked networks" if stack else "a single network"
        raise ValueError(
            f"learning_rate must be one number, or an array with one for each of k stacked "
            f"networks; got shape {np.shape(learning_rate)} for {networks}."
        )


def descend(network, X, y, *, learning_rate, batch_size=None, optimiser=None, rng=None):
    """Train without end, one step each time the next record is asked for.

    Parameters
    ----------
    network : Network, or an object with its verbs
        Changed in place.
    X : array_like of shape (m, n)
    y : array_like of shape (m, c)
    learning_rate : float, array (k,) or callable
        A rate above 0; one for each of k stacked networks; or a schedule, ``rate(iteration)``.
    batch_size : int, optional
        Samples a step, drawn without repetition until all were used; all of them if left out.
    optimiser : callable, optional
        Turns gradients into the direction to step against; see `Momentum`, `Adam`.
    rng : int or numpy.random.Generator, optional
        Order of the samples in mini-batches.

    Yields
    ------
    Record
        After the step, with the loss before it; of the batch, where there are batches. The last
        record is the one whose loss is not finite: no step follows it.

    Raises
    ------
    ValueError
        If data, batch size or learning rate cannot be used.

    Examples
    --------
    >>> from nnlib import Network, datasets
    >>> X, y = datasets.truth_table()
    >>> steps = descend(Network([3, 4, 1], rng=0), X, y, learning_rate=1.0)
    >>> next(steps).iteration, next(steps).iteration
    (0, 1)
    """
    X, y = _checked(network, X, y, batch_size)
    schedule = learning_rate if callable(learning_rate) else None
    if schedule is None:
        _check_rate(network, learning_rate)
    _keep_freed_memory()
    return _steps(network, X, y, learning_rate, schedule, batch_size, optimiser, rng)


def _steps(network, X, y, learning_rate, schedule, batch_size, optimiser, rng):
    # The data were looked at in `descend`: a network that can skip that look may do so.
    forward_pass = getattr(network, "propagate", network.forward)
    batches = _batches(len(X), batch_size, np.random.default_rng(rng)) if batch_size else None
    batch, target = X, y
    iteration = 0
    while True:
        if batches:
            rows = next(batches)
            batch, target = X[rows], y[rows]
        forward = forward_pass(batch)
        loss = network.loss(forward, target)
        finite = math.isfinite(loss) if isinstance(loss, float) else np.isfinite(loss).any()
        if finite:
            gradients = network.backward(forward, target)
            if optimiser:
                gradients = optimiser(gradients, iteration)
            network.step(gradients, schedule(iteration) if schedule else learning_rate)
        yield Record(iteration, loss)
        if not finite:
            return
        iteration += 1


def train(network, X, y, *, iterations, **how):
    """Train for a number of steps.

    Parameters
    ----------
    network, X, y, **how
        As for `descend`.
    iterations : int
        Number of steps.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        As `descend`, and if `iterations` is no whole number above 0.

    Examples
    --------
    >>> from nnlib import Network, datasets
    >>> X, y = datasets.truth_table()
    >>> net = Network([3, 4, 1], rng=0)
    >>> history = train(net, X, y, learning_rate=1.0, iterations=2000)
    >>> net.predict(X).ravel()
    array([0, 1, 1, 0])
    """
    validation.whole(iterations, "iterations")
    with np.errstate(over="ignore", invalid="ignore"):  # the history tells of divergence
        records = list(islice(descend(network, X, y, **how), iterations))
    last = records[-1]
    return History(records, None if np.isfinite(last.loss).any() else last.iteration)
