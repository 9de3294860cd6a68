"""Optimisers and schedules: from a gradient to a direction, from a step's number to a rate.

An *optimiser* is called with the gradients and the number of the step, and gives the direction
that the network then steps against. It remembers earlier gradients, and forgets them at step 0,
so that it can serve one run after another.

A *schedule* is a function of the step's number that gives the learning rate.
"""

import math

import numpy as np

from nnlib import validation


def each(function, *gradients):
    """Apply `function` to the matching arrays of one or several `Gradients`.

    Examples
    --------
    >>> from nnlib import Gradients
    >>> each(lambda g: 2 * g, Gradients((np.ones(2),), (np.ones(1),)))
    Gradients(weights=(array([2., 2.]),), biases=(array([2.]),))
    """
    parts = (
        tuple(function(*arrays) for arrays in zip(*part, strict=True))
        for part in zip(*gradients, strict=True)
    )
    return type(gradients[0])(*parts)


def shapes(gradients):
    """Give the shapes of all arrays, or None for what has not the form of `Gradients`."""
    if isinstance(gradients, tuple) and all(isinstance(part, tuple | list) for part in gradients):
        return [[np.shape(array) for array in part] for part in gradients]
    return None


def _rate(rate):
    """Look at the rate of a schedule: a number, or an array with one a network."""
    validation.rates(rate, "rate")
    return np.asarray(rate) if np.ndim(rate) else rate


def _first(gradients, iteration, memory):
    """Give what is remembered: zeros at step 0, which makes an optimiser forget."""
    if iteration == 0:
        if shapes(gradients) is None:
            raise TypeError(
                "an optimiser needs gradients in the form of nnlib.Gradients, lists of arrays; "
                f"got {type(gradients).__name__}."
            )
        return each(np.zeros_like, gradients)
    if memory is None:
        raise ValueError(f"an optimiser begins with step 0; got {iteration}.")
    return memory


class Momentum:
    """Step along a sum of past gradients, each older one counting ``beta`` times as much.

    ``v ← beta v + g``; the direction is v. Source: Polyak, 1964.

    Parameters
    ----------
    beta : float in [0, 1)
        0 is plain gradient descent.

    Examples
    --------
    >>> from nnlib import Gradients
    >>> momentum, g = Momentum(0.5), Gradients((np.array([1.0]),), ())
    >>> [momentum(g, iteration).weights[0].item() for iteration in range(3)]
    [1.0, 1.5, 1.75]
    """

    def __init__(self, beta=0.9):
        self.beta = validation.number(beta, "beta", "a number from 0 to below 1")
        self.velocity = None

    def __call__(self, gradients, iteration):
        """Give the direction, in the gradients' own form and shapes."""
        memory = _first(gradients, iteration, self.velocity)
        self.velocity = each(lambda v, g: self.beta * v + g, memory, gradients)
        return self.velocity


class Nesterov(Momentum):
    """Momentum that looks one step ahead: the direction is ``beta v + g`` with the new v.

    Source: Nesterov, 1983, in the form of Sutskever, Martens, Dahl and Hinton, 2013.

    Examples
    --------
    >>> from nnlib import Gradients
    >>> nesterov, g = Nesterov(0.5), Gradients((np.array([1.0]),), ())
    >>> [nesterov(g, iteration).weights[0].item() for iteration in range(2)]
    [1.5, 1.75]
    """

    def __call__(self, gradients, iteration):
        """Give the direction, in the gradients' own form and shapes."""
        velocity = super().__call__(gradients, iteration)
        return each(lambda v, g: self.beta * v + g, velocity, gradients)


class Adam:
    """Divide each gradient's running mean by the running size of that gradient.

    Every parameter then moves by about the learning rate, however large its gradient is.
    Source: Kingma and Ba, 2015, algorithm 1.

    Parameters
    ----------
    beta1, beta2 : float in [0, 1)
        How slowly the mean and the mean square forget.
    epsilon : float
        Keeps the quotient finite where gradients are zero.

    Examples
    --------
    >>> from nnlib import Gradients
    >>> adam, g = Adam(), Gradients((np.array([1e-3, -50.0]),), ())
    >>> adam(g, 0).weights[0].round(3)
    array([ 1., -1.])
    """

    def __init__(self, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.beta1 = validation.number(beta1, "beta1", "a number from 0 to below 1")
        self.beta2 = validation.number(beta2, "beta2", "a number from 0 to below 1")
        self.epsilon = validation.number(epsilon, "epsilon", "a finite number above 0")
        self.mean = self.square = None

    def __call__(self, gradients, iteration):
        """Give the direction, in the gradients' own form and shapes."""
        mean, square = (_first(gradients, iteration, old) for old in (self.mean, self.square))
        b1, b2 = self.beta1, self.beta2
        self.mean = each(lambda m, g: b1 * m + (1 - b1) * g, mean, gradients)
        self.square = each(lambda s, g: b2 * s + (1 - b2) * g * g, square, gradients)
        # Both start at zero and are too small at first by these shares.
        share1, share2 = 1 - b1 ** (iteration + 1), 1 - b2 ** (iteration + 1)
        return each(
            lambda m, s: (m / share1) / (np.sqrt(s / share2) + self.epsilon),
            self.mean,
            self.square,
        )


def constant(rate):
    """Keep one learning rate.

    >>> constant(0.1)(0), constant(0.1)(500)
    (0.1, 0.1)
    """
    rate = _rate(rate)
    return lambda iteration: rate


def step(rate, every, factor=0.5):
    """Multiply the learning rate by `factor` after each `every` steps.

    Parameters
    ----------
    rate : float
        At the start.
    every : int
        Steps between two changes.
    factor : float

    >>> [step(0.8, every=10)(iteration) for iteration in (0, 9, 10, 20)]
    [0.8, 0.8, 0.4, 0.2]
    """
    rate = _rate(rate)
    validation.whole(every, "every")
    factor = validation.number(factor, "factor", "a finite number above 0")

    def schedule(iteration):
        try:
            return rate * factor ** (iteration // every)
        except OverflowError:  # which the training loop then tells of
            return rate * math.inf

    return schedule


def cosine(rate, iterations, final=0.0):
    """Let the learning rate fall from `rate` to `final` along half a cosine, and stay there.

    Source: Loshchilov and Hutter, 2017, one cycle.

    >>> [round(cosine(0.8, 100)(iteration), 3) for iteration in (0, 50, 100, 200)]
    [0.8, 0.4, 0.0, 0.0]
    """
    rate = _rate(rate)
    validation.whole(iterations, "iterations")
    validation.number(final, "final", "a finite number, 0 or more")

    def schedule(iteration):
        share = min(iteration / iterations, 1.0)
        return final + (rate - final) * (1 + math.cos(math.pi * share)) / 2

    return schedule


def warm_up(schedule, iterations):
    """Let the rate of a schedule grow in equal steps from near 0 over the first `iterations`.

    Parameters
    ----------
    schedule : callable or float
        What follows; a number is a constant rate.
    iterations : int

    >>> [round(warm_up(0.8, 4)(iteration), 3) for iteration in range(6)]
    [0.2, 0.4, 0.6, 0.8, 0.8, 0.8]
    """
    validation.whole(iterations, "iterations")
    if isinstance(schedule, type):
        raise ValueError(f"schedule must be a function or a rate; got {schedule!r}.")
    schedule = schedule if callable(schedule) else constant(schedule)
    return lambda iteration: min((iteration + 1) / iterations, 1.0) * schedule(iteration)
