"""What training and the gradient check look at once, before they begin; and what schedules give."""

import functools
import math

import numpy as np

from nnlib import validation
from nnlib.optimisers import shapes

VERBS = ("forward", "loss", "backward", "step")


def checked_data(network, X, y):
    """Give samples and targets as a network computes with them, or say what is wrong.

    A network of nobody's, an object with the verbs, gets them in the type that they have.
    """
    missing = [verb for verb in VERBS if not callable(getattr(network, verb, None))]
    if missing or isinstance(network, type):
        given = f"the class {network.__name__}" if isinstance(network, type) else repr(network)
        raise TypeError(f"network must be an object with {', '.join(VERBS)}; got {given}.")
    X = _samples(X, "X")
    if hasattr(network, "check_targets"):
        network.forward(X[:1])
        X = np.asfortranarray(X, network.weights[0].dtype)  # each feature contiguous: faster sums
        return X, network.check_targets(y, len(X))
    y = validation.array(y, "y")
    if y.shape[:1] != X.shape[:1]:
        raise ValueError(f"y must have as many rows as X, {len(X)}; got shape {y.shape}.")
    _samples(y.reshape(len(y), -1), "y")
    return X, y  # whole numbers stay: they may be those of classes


def _samples(X, name):
    """Look at samples in any number of axes as at rows."""
    X = validation.array(X, name)
    if X.ndim < 3:
        return validation.samples(X, name)
    return validation.samples(X.reshape(len(X), math.prod(X.shape[1:])), name).reshape(X.shape)


def check_optimiser(optimiser):
    """Refuse what cannot be called, and a class in place of an object."""
    if isinstance(optimiser, type):
        name = optimiser.__name__
        raise TypeError(f"optimiser must be an object; got the class {name}. Use {name}().")
    if optimiser is not None and not callable(optimiser):
        raise TypeError(f"optimiser must be an object like Adam(), or None; got {optimiser!r}.")


def check_direction(direction, gradients):
    """Refuse an optimiser whose first direction has not the form of the gradients."""
    given, wanted = shapes(direction), shapes(gradients)
    if wanted and given != wanted:
        raise ValueError(
            "optimiser must give a direction in the form of the gradients, with the shapes "
            f"{wanted}; got {type(direction).__name__} with {given}."
        )


def stack_of(network, X, y):
    """Give the shape of a network's loss: () for one network, (k,) for k stacked ones."""
    loss = network.loss(network.forward(X[:1]), y[:1])
    if not isinstance(loss, int | float | np.number | np.ndarray) or isinstance(loss, bool):
        raise TypeError(f"network.loss must give a number, or one a network; got {loss!r}.")
    return np.shape(loss)


def schedule_of(learning_rate, stack):
    """Give a rate or a schedule as a function of the step's number, looked at for step 0."""
    if callable(learning_rate):
        schedule = functools.partial(_rate, learning_rate, stack)
        schedule(0)
        return schedule
    _check_fit(validation.rates(learning_rate, "learning_rate"), stack)
    return lambda iteration: learning_rate


def _check_fit(rate, stack):
    if np.ndim(rate) and np.shape(rate) != stack:
        networks = f"{stack[0]} stacked networks" if stack else "a single network"
        raise ValueError(
            f"learning_rate must be one number, or an array with one for each of k stacked "
            f"networks; got shape {np.shape(rate)} for {networks}."
        )


def _rate(schedule, stack, iteration):
    """Ask a schedule for its rate, which must be 0 or more."""
    try:
        rate = schedule(iteration)
    except Exception as reason:
        raise ValueError(
            "learning_rate must be a number above 0, or a schedule: a function of the step's "
            f"number. Called with {iteration} it raised {type(reason).__name__}: {reason}"
        ) from reason
    if type(rate) is float and 0 <= rate < math.inf:
        return rate
    try:
        validation.rates(rate, "rate", "a finite number, 0 or more")
    except ValueError:
        raise ValueError(
            f"a schedule must give a finite rate, 0 or more; at step {iteration} it gave {rate!r}."
        ) from None
    _check_fit(rate, stack)
    return rate
