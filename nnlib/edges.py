"""Functions with two faces: one looks at its arguments, for people; one only computes, for loops.

A formula is written as it is read in a book. `looking` makes of it the function that people call,
which looks at what it is given, or says what is wrong with it. The formula stays within reach, as
`plain`, for a training loop that looked at its numbers before the first step.
"""

import functools
import inspect

import numpy as np

from nnlib import validation


def looking(look, **how):
    """Make a maker of functions: each gets its arguments as `look` gives them to its formula.

    Parameters
    ----------
    look : callable
        Gets the arguments by name, and `how`; gives them as the formula needs them, or raises.

    Returns
    -------
    callable
        Takes a formula, gives the function; what grows too large in it is infinite, without a
        warning.

    Examples
    --------
    >>> half = looking(entries)(lambda z: z / 2)
    >>> half([True, 3])
    array([0.5, 1.5])
    """

    def decorate(formula):
        signature = inspect.signature(formula)
        quiet = np.errstate(over="ignore", invalid="ignore", divide="ignore")(formula)

        @functools.wraps(formula)
        def function(*given, **named):
            return quiet(*look(**signature.bind(*given, **named).arguments, **how))

        function.formula = formula
        return function

    return decorate


def plain(function):
    """Give the formula of a function that looks; any other function as it is."""
    return getattr(function, "formula", function)


def activation_in_a_loop(activation):
    """Give an activation as a loop uses it: plain formulas; a learner's, with a look at results."""
    what = f"activation {activation.name!r}"
    value = _in_a_loop(activation.value, what)
    slope = _in_a_loop(activation.slope, f"the slope of {what}")
    return activation._replace(value=value, slope=slope)


def loss_in_a_loop(loss):
    """Do the same for a loss: a learner's gradient is looked at."""
    gradient = _in_a_loop(loss.gradient, f"the gradient of loss {loss.name!r}")
    return type(loss)(*map(plain, loss))._replace(gradient=gradient)


def _in_a_loop(function, what):
    """Give a formula of ours; a learner's function with a look at the shape that it gives."""
    if plain(function) is not function:
        return plain(function)

    def looks_back(z, *a):
        result = function(z, *a)
        if np.shape(result) != z.shape:
            wanted = f"must give the shape that it gets, {z.shape}"
            raise ValueError(f"{what} {wanted}; got {np.shape(result)}.")
        return validation.numbers(result, f"what {what} gives", z.dtype)

    return looks_back


def entries(z):
    """Look at what an activation takes: any real numbers."""
    return (validation.numbers(z, "z"),)


def rows(z):
    """Look at what softmax takes: rows of real numbers."""
    z = validation.numbers(z, "z")
    if not (z.ndim and z.size):
        raise ValueError(f"z must have shape (..., d), a score for each class; got {z.shape}.")
    return (z,)


def input_or_output(z, a):
    """Look at what a slope takes: it needs one of the two, and may get None for the other."""
    return [None if given is None else validation.numbers(given, "z and a") for given in (z, a)]


def pair(y, *, labels=False, one_hot=False, probabilities=False, **outputs):
    """Look at what a loss takes: outputs (m, c), or (k, m, c) of k networks, and targets (m, c).

    Targets may have to be labels 0 and 1 or one-hot, and outputs probabilities.
    """
    ((name, first),) = outputs.items()
    first, y = validation.floats(**{name: first, "y": y})
    if y.ndim < 2 or not y.size or y.shape not in (first.shape, first.shape[-2:]):
        fix = " Use y.reshape(-1, 1)." if first.shape == (*y.shape, 1) and y.ndim == 1 else ""
        raise ValueError(
            f"{name} and y must have the same shape (m, c), one sample a row; "
            f"got {first.shape} and {y.shape}.{fix}"
        )
    if not np.isfinite(y).all():
        raise ValueError(f"y must be finite; got {y[~np.isfinite(y)][0]}.")
    if labels:
        validation.labels(y)
    if one_hot:
        flat = y.reshape(-1, y.shape[-1])
        validation.one_hot(flat, *flat.shape)
    # NaN is not outside: a network that diverged has a loss of NaN.
    outside = first[(first < 0) | (first > 1)] if probabilities else first[:0]
    if outside.size:
        raise ValueError(f"{name} must hold probabilities, from 0 to 1; got {outside[0]:g}.")
    return first, y
