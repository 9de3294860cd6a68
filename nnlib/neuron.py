"""The McCulloch–Pitts neuron: inputs of 0 and 1, weights, a threshold, and one output of 0 or 1.

Neuron j adds its weighted inputs, takes away its threshold, and fires when nothing is missing:

    v_j = sum_k w_kj x_k - T_j,    y_j = 1 if v_j >= 0, else 0.

The paper of 1943 had no weights: each exciting input counts 1, and one active inhibiting input
silences the neuron, whatever the others do (absolute inhibition). Both forms are here. A neuron
takes one time step to answer; `nnlib.circuits` joins neurons and runs them through time.

Source: W. S. McCulloch and W. Pitts, A logical calculus of the ideas immanent in nervous
activity, Bulletin of Mathematical Biophysics 5, 1943.
"""

from dataclasses import dataclass

import numpy as np

from nnlib import validation


def binary(values, name):
    """Give `values` as an array of integers, after a check that each is 0 or 1."""
    given = validation.array(values, name)
    wrong = given[(given != 0) & (given != 1)]
    if wrong.size:
        raise ValueError(f"{name} must be 0 or 1; got {wrong.tolist()[0]!r}.")
    return given.astype(int)


def _input_numbers(inhibitory, n):
    """Give the numbers of the inhibitory inputs as an array, after a check against n inputs."""
    numbers = np.asarray(inhibitory)
    if numbers.size == 0:
        return np.array([], dtype=int)
    if numbers.ndim != 1 or numbers.dtype.kind not in "iu" or not set(numbers) <= set(range(n)):
        raise ValueError(
            f"inhibitory must hold numbers of inputs from 0 to {n - 1}; got {inhibitory!r}."
        )
    return numbers


def potential(x, weights, threshold):
    """How far the weighted sum of the inputs is above the threshold: v = sum_k w_k x_k - T.

    Parameters
    ----------
    x : array of shape (n,) or (m, n), the inputs, one sample a row; any real numbers
    weights : array of shape (n,)
    threshold : float; the bias of later networks is its negative

    Returns
    -------
    float, or array of shape (m,)

    Raises
    ------
    ValueError
        If `weights` has not one entry for each input, or a number is not finite.

    Examples
    --------
    >>> print(potential([1, 0, 1], weights=[2, 1, -1], threshold=0.5))
    0.5
    """
    x, weights = validation.floats(x=x, weights=weights)
    validation.number(threshold, "threshold")
    if x.ndim not in (1, 2):
        raise ValueError(f"x must have shape (n,) or (m, n); got {x.shape}.")
    if weights.shape != x.shape[-1:]:
        raise ValueError(
            f"weights must have one entry for each of the {x.shape[-1]} inputs, "
            f"shape {x.shape[-1:]}; got {weights.shape}."
        )
    for name, values in (("x", x), ("weights", weights)):
        if not np.isfinite(values).all():
            raise ValueError(f"{name} must be finite; got {values.tolist()}.")
    with np.errstate(over="ignore", invalid="ignore"):
        return x @ weights - threshold


def fires(x, weights, threshold, inhibitory=()):
    """Tell whether the neuron fires: 1 where v >= 0 and no inhibitory input is 1, else 0.

    Parameters
    ----------
    x : array of shape (n,) or (m, n), zeros and ones
    weights : array of shape (n,)
    threshold : float
    inhibitory : numbers of the inputs that inhibit absolutely, counted from 0. Their weights make
        no difference: at 1 such an input silences the neuron, at 0 it adds nothing.

    Returns
    -------
    int 0 or 1, or int array of shape (m,)

    Raises
    ------
    ValueError
        If an input is not 0 or 1, or `weights`, `threshold` or `inhibitory` does not fit.

    Examples
    --------
    >>> fires([1, 1], weights=[1, 1], threshold=2)
    1
    >>> fires([[0, 0], [1, 0], [1, 1]], weights=[1, 0], threshold=1, inhibitory=[1])
    array([0, 1, 0])
    """
    x = binary(x, "every input")
    v = potential(x, weights, threshold)
    silenced = x[..., _input_numbers(inhibitory, x.shape[-1])].any(axis=-1)
    fired = (v >= 0) & ~silenced
    return fired.astype(int) if fired.ndim else int(fired)


@dataclass(frozen=True)
class Neuron:
    """One neuron, to be called with its inputs.

    Parameters
    ----------
    weights : one number for each input; positive excites, negative inhibits
    threshold : float
    inhibitory : numbers of the inputs that inhibit absolutely, counted from 0

    Raises
    ------
    ValueError
        If there is no weight, a number is not finite, or `inhibitory` names no input.

    Examples
    --------
    >>> at_least_two = Neuron(weights=(1, 1, 1), threshold=2)
    >>> at_least_two([1, 0, 1])
    1
    """

    weights: tuple
    threshold: float
    inhibitory: tuple = ()

    def __post_init__(self):
        weights = validation.array(self.weights, "weights")
        if weights.ndim != 1 or not weights.size:
            raise ValueError(
                f"weights must have one entry for each input, at least one entry; got {weights}."
            )
        # Tuples, so that neurons can be compared and nobody changes one from outside.
        object.__setattr__(self, "weights", tuple((weights + 0).tolist()))  # True becomes 1
        object.__setattr__(self, "inhibitory", tuple(np.asarray(self.inhibitory).tolist()))
        fires(np.zeros(self.inputs), self.weights, self.threshold, self.inhibitory)

    def __call__(self, x):
        """Tell whether the neuron fires for inputs `x` (n,) or (m, n); see `fires`."""
        return fires(x, self.weights, self.threshold, self.inhibitory)

    def __repr__(self):
        inhibitory = f", inhibitory={self.inhibitory}" if self.inhibitory else ""
        return f"Neuron(weights={self.weights}, threshold={self.threshold}{inhibitory})"

    @property
    def inputs(self):
        """The number of inputs."""
        return len(self.weights)

    @property
    def bias(self):
        """The negative of the threshold, as later networks write it."""
        return -self.threshold


AND = Neuron((1, 1), 2)
OR = Neuron((1, 1), 1)
NOT = Neuron((-1,), 0)
NAND = Neuron((-1, -1), -1)
MAJORITY = Neuron((1, 1, 1), 2)
