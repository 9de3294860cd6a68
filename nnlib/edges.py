"""Functions with two faces: one looks at its arguments, for people; one only computes, for loops.

A formula is written as it is read in a book. `looking` makes of it the function that people call:
it looks at what it is given, or says what is wrong with it. The formula stays within reach, as
`plain`, for a training loop that looked at its numbers before the first step.
"""

import functools
import inspect

import numpy as np

from nnlib import arrays


def looking(look, *formulas):
    """Make functions that compute formulas from what `look` makes of their arguments.

    Parameters
    ----------
    look : callable
        Gets the arguments by name and gives them back as a formula needs them, or raises.
    *formulas : callables

    Returns
    -------
    tuple of callables
        What grows too large in them is infinite, without a warning.

    Examples
    --------
    >>> (half,) = looking(lambda z: [arrays.numbers(z, "z")], lambda z: z / 2)
    >>> half([True, 3])
    array([0.5, 1.5])
    """
    return tuple(_looking(look, formula) for formula in formulas)


def _looking(look, formula):
    signature = inspect.signature(formula)

    @functools.wraps(formula)
    def function(*given, **named):
        arguments = look(**signature.bind(*given, **named).arguments)
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            return formula(*arguments)

    function.formula = formula
    return function


def plain(function):
    """Give the formula of a function that looks; any other function as it is."""
    return getattr(function, "formula", function)


def activation_in_a_loop(activation):
    """Give an activation as a loop uses it: plain formulas; a learner's, with a look at results.

    Examples
    --------
    >>> from nnlib import activations
    >>> activation_in_a_loop(activations.get(np.mean)).value(np.zeros((4, 3)))
    Traceback (most recent call last):
    ValueError: activation 'mean' must give the shape that it gets, (4, 3); got ().
    """
    what = f"activation {activation.name!r}"
    return activation._replace(
        value=_trusted(activation.value, what),
        slope=_trusted(activation.slope, f"the slope of {what}"),
    )


def loss_in_a_loop(loss):
    """Do the same for a loss: a learner's gradient is looked at."""
    what = f"the gradient of loss {loss.name!r}"
    return type(loss)(*map(plain, loss))._replace(gradient=_trusted(loss.gradient, what))


def _trusted(function, what):
    if plain(function) is not function:
        return plain(function)

    def looks_back(z, *a):
        result = function(z, *a)
        if np.shape(result) != z.shape:
            wanted = f"must give the shape that it gets, {z.shape}"
            raise ValueError(f"{what} {wanted}; got {np.shape(result)}.")
        return arrays.numbers(result, f"what {what} gives", z.dtype)

    return looks_back
