"""Logic: truth tables, and which of them one neuron can make."""

from itertools import product
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from nnlib import validation
from nnlib.neuron import Neuron, binary

MOST_INPUTS = 16  # a table has 2^n rows
MOST_TRIES = 5_000_000


def all_inputs(n):
    """Give all rows of n zeros and ones, counting upwards; int array of shape (2^n, n).

    >>> all_inputs(2)
    array([[0, 0],
           [0, 1],
           [1, 0],
           [1, 1]])
    """
    n = validation.whole(n, "the number of inputs", most=MOST_INPUTS)
    return np.array(list(product((0, 1), repeat=n)))


class TruthTable(NamedTuple):
    """Every row of inputs, ``X`` (2^n, n), and the outputs, ``y`` (2^n,)."""

    X: np.ndarray
    y: np.ndarray

    def __repr__(self):
        names = [f"x{i}" for i in range(1, self.X.shape[1] + 1)]
        rows = [" ".join(f"{x:>2}" for x in row) + f" | {y}" for row, y in zip(*self, strict=True)]
        return "\n".join([" ".join(names) + " | y", *rows])


def truth_table(function, inputs=None):
    """Try a neuron, or any function of rows of zeros and ones, on all its inputs.

    Parameters
    ----------
    function : Neuron, or callable that takes an array (2^n, n) and gives zeros and ones (2^n,)
    inputs : int, the number n of inputs; for a `Neuron` it is known

    Returns
    -------
    TruthTable
        ``X`` of shape (2^n, n) and ``y`` of shape (2^n,), ints.

    Raises
    ------
    ValueError
        If the number of inputs is not known or above 16, or the outputs are not 2^n zeros and
        ones.

    Examples
    --------
    >>> from nnlib.neuron import NAND
    >>> truth_table(NAND)
    x1 x2 | y
     0  0 | 1
     0  1 | 1
     1  0 | 1
     1  1 | 0
    """
    if not callable(function):
        raise ValueError(
            f"function must be a Neuron, or take an array of inputs; got {function!r}."
        )
    inputs = getattr(function, "inputs", None) if inputs is None else inputs
    if inputs is None:
        raise ValueError("inputs must be given for a function that is not a Neuron.")
    X = all_inputs(inputs)
    y = binary(function(X), "every output")
    if y.shape != (len(X),):
        raise ValueError(f"the function must give {len(X)} outputs, one a row; got {y.shape}.")
    return TruthTable(X, y)


# The 16 functions of two bits by their outputs for 00, 01, 10 and 11.
TWO_BIT_FUNCTIONS = MappingProxyType(
    {
        (0, 0, 0, 0): "never",
        (0, 0, 0, 1): "x1 AND x2",
        (0, 0, 1, 0): "x1 AND NOT x2",
        (0, 0, 1, 1): "x1",
        (0, 1, 0, 0): "x2 AND NOT x1",
        (0, 1, 0, 1): "x2",
        (0, 1, 1, 0): "x1 XOR x2",
        (0, 1, 1, 1): "x1 OR x2",
        (1, 0, 0, 0): "x1 NOR x2",
        (1, 0, 0, 1): "x1 XNOR x2",
        (1, 0, 1, 0): "NOT x2",
        (1, 0, 1, 1): "x1 OR NOT x2",
        (1, 1, 0, 0): "NOT x1",
        (1, 1, 0, 1): "x2 OR NOT x1",
        (1, 1, 1, 0): "x1 NAND x2",
        (1, 1, 1, 1): "always",
    }
)


def search(inputs=2, weights=range(-2, 3), thresholds=range(-3, 4)):
    """Find which Boolean functions one neuron can make, by trying every weight and threshold.

    Parameters
    ----------
    inputs : int, the number n of inputs
    weights : the values to try for each weight
    thresholds : the values to try for the threshold

    Returns
    -------
    dict
        The outputs of each function found, for the rows of `all_inputs` in order, and the neuron
        with the smallest weights and threshold that makes it.

    Raises
    ------
    ValueError
        If there is nothing to try, or more than five million combinations.

    Notes
    -----
    For two inputs 14 of 16 functions are found. XOR needs 0 < T, w1 >= T, w2 >= T and
    w1 + w2 < T; the second and third give w1 + w2 >= 2T > T, so no values whatever make it. For
    XNOR turn every inequality round.

    Examples
    --------
    >>> found = search()
    >>> len(found), (0, 1, 1, 0) in found
    (14, False)
    >>> found[0, 0, 1, 0]
    Neuron(weights=(1, -1), threshold=1)
    """
    inputs = validation.whole(inputs, "inputs", most=MOST_INPUTS)
    tries = [
        validation.array(values, name).ravel() + 0  # True becomes 1
        for name, values in (("weights", weights), ("thresholds", thresholds))
    ]
    if not 0 < (combinations := tries[0].size ** inputs * tries[1].size) <= MOST_TRIES:
        raise ValueError(f"search tries from 1 to {MOST_TRIES} combinations; got {combinations}.")
    if not all(np.isfinite(values).all() for values in tries):
        raise ValueError("weights and thresholds to try must be finite.")
    weights, thresholds = (values.tolist() for values in tries)
    tried = np.array(list(product(*[weights] * inputs, thresholds)))  # (k, n + 1)
    tried = tried[np.argsort(np.abs(tried).sum(axis=1), kind="stable")]
    outputs = (tried[:, :-1] @ all_inputs(inputs).T >= tried[:, -1:]).astype(int)  # (k, 2^n)
    functions, first = np.unique(outputs, axis=0, return_index=True)
    return {
        tuple(function.tolist()): Neuron(tried[i, :-1], tried[i, -1].item())
        for function, i in zip(functions, first, strict=True)
    }
