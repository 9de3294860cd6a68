"""Gradient descent: the loop as an iterator, and what it recorded.

`descend` works with anything that has the verbs of `nnlib.network.Network`: ``forward(X)``,
``loss(forward, y)``, ``backward(forward, y)`` and ``step(gradients, learning_rate)``.
"""

import itertools
import math
from itertools import islice
from typing import NamedTuple

import numpy as np

from nnlib import starting, validation
from nnlib.divergence import cause


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
        The step before which the loss was no longer finite; training ended there. It is the
        number of all steps if the last one did it. Of stacked networks, all must have diverged.
    cause : str
        A sentence on why; empty where training did not diverge.
    """

    def __init__(self, records, diverged_at=None, cause=""):
        self.iterations = np.array([record.iteration for record in records], dtype=int)
        self.loss = np.array([record.loss for record in records])
        self.diverged_at, self.cause = diverged_at, cause

    def __repr__(self):
        if self.diverged_at is not None:
            return (
                f"Training diverged at iteration {self.diverged_at}: the loss is no longer a "
                f"finite number. {self.cause}".rstrip()
            )
        if not len(self.loss):
            return "0 iterations"
        finite = np.isfinite(self.loss[-1])
        first, last = (np.mean(self.loss[i], where=finite) for i in (0, -1))
        gone = f"; {finite.size - finite.sum()} of {finite.size} networks diverged"
        text = f"{len(self.iterations)} iterations: loss {first:.4g} → {last:.4g}"
        return text if finite.all() else text + gone


def _batches(m, batch_size, rng):
    """Yield row numbers forever: each pass over the m samples in a new random order."""
    while True:
        order = rng.permutation(m)
        for start in range(0, m, batch_size):
            yield order[start : start + batch_size]


def _keep_freed_memory():
    """Have the C library keep what one step frees for the next.

    A step makes new arrays. Where they are larger than 128 kB, as in stacks and wide layers,
    Linux's library fetches each from the system and gives it back, page by page, which takes as
    long as the arithmetic. It keeps blocks up to the largest that was ever freed: so one is
    freed here, which is never filled. Other systems' libraries take no notice.
    """
    np.empty(24 * 2**20, np.uint8)


class _Run:
    """A network and all that its steps need, looked at once."""

    def __init__(self, network, X, y, learning_rate, batch_size, optimiser, rng):
        starting.check_optimiser(optimiser)
        rng = validation.generator(rng)
        self.network, self.optimiser = network, optimiser
        with np.errstate(over="ignore", invalid="ignore"):
            self.X, self.y = starting.checked_data(network, X, y)
            self.stack = starting.stack_of(network, self.X, self.y)
        self.batches, m = None, len(self.X)
        if batch_size is not None:
            if validation.whole(batch_size, "batch_size") > m:
                raise ValueError(f"batch_size must be at most the {m} samples; got {batch_size}.")
            self.batches = _batches(m, batch_size, rng)
        self.rate = starting.schedule_of(learning_rate, self.stack)
        self.has_schedule = callable(learning_rate)
        # The data were looked at: a network that can skip that look may do so.
        self.forward = getattr(network, "propagate", network.forward)
        _keep_freed_memory()

    def step(self, iteration):
        """Step, unless the loss is no longer finite; give the loss before, and whether it was."""
        network, X, y = self.network, self.X, self.y
        if self.batches:
            rows = next(self.batches)
            X, y = X[rows], y[rows]
        forward = self.forward(X)
        loss = network.loss(forward, y)
        finite = math.isfinite(loss) if isinstance(loss, float) else np.isfinite(loss).any()
        if finite:
            direction = gradients = network.backward(forward, y)
            if self.optimiser:
                direction = self.optimiser(gradients, iteration)
                if iteration == 0:
                    starting.check_direction(direction, gradients)
            network.step(direction, self.rate(iteration))
        return loss, finite

    def records(self, step):
        """Yield a record after each call of `step`, until the loss is no longer finite."""
        for iteration in itertools.count():
            loss, finite = step(iteration)
            yield Record(iteration, loss)
            if not finite:
                return

    def divergence(self, last):
        """Give the step before which the loss was not finite, and the cause; or None and ""."""
        step, loss = last
        if np.isfinite(loss).any():  # the last step may have done it
            step, loss = step + 1, self.network.loss(self.forward(self.X), self.y)
            if np.isfinite(loss).any():
                return None, ""
        how = {"plain": self.optimiser is None, "schedule": self.has_schedule, "step": step}
        return step, cause(self.network, self.X, self.rate(max(0, step - 1)), **how)


def descend(network, X, y, *, learning_rate, batch_size=None, optimiser=None, rng=None):
    """Train without end, one step each time the next record is asked for.

    Parameters
    ----------
    network : Network, or an object with its verbs
        Changed in place.
    X : array_like of shape (m, n)
    y : array_like of shape (m, c)
    learning_rate : float, array (k,) or callable
        A rate above 0; one for each of k stacked networks; or a schedule, ``rate(iteration)``,
        which is asked once before the first step and at every step, and may give 0.
    batch_size : int, optional
        Samples a step, drawn without repetition until all were used; all of them if left out.
    optimiser : callable, optional
        Turns gradients into the direction to step against; see `Momentum`, `Adam`.
    rng : int or numpy.random.Generator, optional
        Order of the samples in mini-batches.

    Returns
    -------
    iterator of Record
        Each after its step, with the loss before it; of the batch, where there are batches. The
        last record is the one whose loss is not finite: no step follows it.

    Raises
    ------
    TypeError
        If the network lacks a verb, or the optimiser is a class or cannot be called.
    ValueError
        If data, output activation, batch size or learning rate cannot be used.

    Examples
    --------
    >>> from nnlib import Network, datasets
    >>> X, y = datasets.truth_table()
    >>> steps = descend(Network([3, 4, 1], rng=0), X, y, learning_rate=1.0)
    >>> next(steps).iteration, next(steps).iteration
    (0, 1)
    """
    run = _Run(network, X, y, learning_rate, batch_size, optimiser, rng)
    # The caller's settings hold between two steps.
    return run.records(np.errstate(over="ignore", invalid="ignore")(run.step))


def train(network, X, y, *, learning_rate, iterations, batch_size=None, optimiser=None, rng=None):
    """Train for a number of steps.

    Parameters
    ----------
    network, X, y, learning_rate, batch_size, optimiser, rng
        As for `descend`.
    iterations : int
        Number of steps.

    Returns
    -------
    History

    Raises
    ------
    TypeError, ValueError
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
    run = _Run(network, X, y, learning_rate, batch_size, optimiser, rng)
    with np.errstate(over="ignore", invalid="ignore"):  # the history tells of divergence
        records = list(islice(run.records(run.step), iterations))
        return History(records, *run.divergence(records[-1]))
