"""The McCulloch–Pitts neuron: inputs of 0 and 1, weights, a threshold, and one output of 0 or 1.

Neuron j adds its weighted inputs, takes away its threshold, and fires when nothing is missing:

    v_j = sum_i w_ij x_i - T_j,    y_j = 1 if v_j >= 0, else 0.

The paper of 1943 had no weights: each exciting input counts 1, and one active inhibiting input
silences the neuron, whatever the others do (absolute inhibition). Both forms are here. A neuron
takes one time step to answer; `Circuit` joins neurons and runs them through time.

Source: W. S. McCulloch and W. Pitts, A logical calculus of the ideas immanent in nervous
activity, Bulletin of Mathematical Biophysics 5, 1943.
"""

from dataclasses import dataclass
from itertools import product
from types import MappingProxyType
from typing import NamedTuple

import numpy as np


def _binary(values, name):
    """Give `values` as an array, after a check that each is 0 or 1."""
    values = np.asarray(values)
    wrong = values[(values != 0) & (values != 1)]
    if wrong.size:
        raise ValueError(f"{name} must be 0 or 1; got {wrong.tolist()[0]!r}.")
    return values


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
    """How far the weighted sum of the inputs is above the threshold: v = sum_i w_i x_i - T.

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
        If `weights` has not one entry for each input, or a weight or the threshold is not finite.

    Examples
    --------
    >>> print(potential([1, 0, 1], weights=[2, 1, -1], threshold=0.5))
    0.5
    """
    x, weights = np.asarray(x), np.asarray(weights)
    if x.ndim not in (1, 2):
        raise ValueError(f"x must have shape (n,) or (m, n); got {x.shape}.")
    if weights.shape != x.shape[-1:]:
        raise ValueError(
            f"weights must have one entry for each of the {x.shape[-1]} inputs, "
            f"shape {x.shape[-1:]}; got {weights.shape}."
        )
    if not (np.isfinite(weights).all() and np.isfinite(threshold)):
        raise ValueError(
            f"weights and threshold must be finite; got {weights.tolist()} and {threshold!r}."
        )
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
    x = _binary(x, "every input")
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
        if len(self.weights) == 0:
            raise ValueError("weights must have at least one entry; got none.")
        for name in ("weights", "inhibitory"):
            # Tuples, so that neurons can be compared and nobody changes one from outside.
            object.__setattr__(self, name, tuple(np.asarray(getattr(self, name)).tolist()))
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
NOR = Neuron((-1, -1), 0)
MAJORITY = Neuron((1, 1, 1), 2)
AND_NOT = Neuron((1, 0), 1, inhibitory=(1,))

GATES = MappingProxyType(
    {
        "AND": AND,
        "OR": OR,
        "NOT": NOT,
        "NAND": NAND,
        "NOR": NOR,
        "MAJORITY": MAJORITY,
        "AND_NOT": AND_NOT,
    }
)


def XOR(x):
    """Exclusive or of two inputs, which takes three neurons: OR and NAND feed an AND.

    Parameters
    ----------
    x : array of shape (2,) or (m, 2), zeros and ones

    Returns
    -------
    int 0 or 1, or int array of shape (m,)

    Examples
    --------
    >>> XOR([[0, 0], [0, 1], [1, 0], [1, 1]])
    array([0, 1, 1, 0])
    """
    hidden = np.stack([OR(x), NAND(x)], axis=-1)  # (m, 2)
    return AND(hidden)


class TruthTable(NamedTuple):
    """Every row of inputs, ``X`` (2^n, n), and the outputs, ``y`` (2^n,)."""

    X: np.ndarray
    y: np.ndarray

    def __repr__(self):
        names = [f"x{i}" for i in range(1, self.X.shape[1] + 1)]
        rows = [" ".join(f"{x:>2}" for x in row) + f" | {y}" for row, y in zip(*self, strict=True)]
        return "\n".join([" ".join(names) + " | y", *rows])


def all_inputs(n):
    """Give all rows of n zeros and ones, counting upwards; int array of shape (2^n, n).

    >>> all_inputs(2)
    array([[0, 0],
           [0, 1],
           [1, 0],
           [1, 1]])
    """
    if n < 1:
        raise ValueError(f"n must be at least 1 input; got {n}.")
    return np.array(list(product((0, 1), repeat=n)))


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
        If the number of inputs is not known, or the outputs are not 2^n zeros and ones.

    Examples
    --------
    >>> truth_table(NAND)
    x1 x2 | y
     0  0 | 1
     0  1 | 1
     1  0 | 1
     1  1 | 0
    """
    inputs = getattr(function, "inputs", None) if inputs is None else inputs
    if inputs is None:
        raise ValueError("inputs must be given for a function that is not a Neuron.")
    X = all_inputs(inputs)
    y = _binary(function(X), "every output")
    if y.shape != (len(X),):
        raise ValueError(f"the function must give {len(X)} outputs, one a row; got {y.shape}.")
    return TruthTable(X, y.astype(int))


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
    tried = np.array(list(product(*[weights] * inputs, thresholds)))  # (k, n + 1)
    tried = tried[np.argsort(np.abs(tried).sum(axis=1), kind="stable")]
    outputs = (tried[:, :-1] @ all_inputs(inputs).T >= tried[:, -1:]).astype(int)  # (k, 2^n)
    functions, first = np.unique(outputs, axis=0, return_index=True)
    return {
        tuple(function.tolist()): Neuron(tried[i, :-1], tried[i, -1].item())
        for function, i in zip(functions, first, strict=True)
    }


class Trace(dict):
    """The values of every signal through time: name -> int array of shape (steps,)."""

    def __repr__(self):
        steps = max(map(len, self.values()), default=0)
        rows = {"t": range(steps), **self}
        name_width, width = max(map(len, rows)), len(str(steps))
        return "\n".join(
            f"{name:<{name_width}}" + "".join(f" {value:>{width}}" for value in values)
            for name, values in rows.items()
        )


class Circuit:
    """Neurons that feed each other, each answering one time step after its inputs.

    Parameters
    ----------
    wiring : mapping of name -> (neuron, names)
        For each neuron, the names of the signals that it reads, in the order of its weights: other
        neurons, itself, or inputs of the circuit. A name that is not a neuron's is an input.

    Attributes
    ----------
    neurons, inputs : tuples of names

    Raises
    ------
    ValueError
        If there is no neuron, or one has not as many names as weights.

    Examples
    --------
    A latch remembers: "Q" excites itself, "set" starts it and "reset" inhibits it.

    >>> LATCH.run({"set": [0, 1, 0, 0, 0, 0], "reset": [0, 0, 0, 1, 0, 0]})
    t     0 1 2 3 4 5
    set   0 1 0 0 0 0
    reset 0 0 0 1 0 0
    Q     0 0 1 1 0 0
    """

    def __init__(self, wiring):
        self.wiring = {name: (neuron, tuple(read)) for name, (neuron, read) in wiring.items()}
        if not self.wiring:
            raise ValueError("wiring must have at least one neuron; got none.")
        for name, (neuron, read) in self.wiring.items():
            if len(read) != neuron.inputs:
                raise ValueError(
                    f"{name!r} has {neuron.inputs} weights, so it must read {neuron.inputs} "
                    f"signals; got {len(read)}: {read}."
                )
        self.neurons = tuple(self.wiring)
        read = dict.fromkeys(source for _, names in self.wiring.values() for source in names)
        self.inputs = tuple(source for source in read if source not in self.wiring)

    def __repr__(self):
        return f"Circuit(inputs={self.inputs}, neurons={self.neurons})"

    def step(self, signals):
        """Give every neuron's output at t + 1 from the value of every signal at t.

        Parameters
        ----------
        signals : mapping of name -> 0 or 1, for every input and every neuron

        Returns
        -------
        dict
            name -> 0 or 1, for every neuron
        """
        _same_names(signals, self.inputs + self.neurons)
        return {
            name: neuron([signals[source] for source in read])
            for name, (neuron, read) in self.wiring.items()
        }

    def run(self, signals, start=None):
        """Run the circuit for as many steps as the inputs last.

        Parameters
        ----------
        signals : mapping of name -> zeros and ones (steps,), for every input
        start : mapping of name -> 0 or 1, for neurons that do not start at 0

        Returns
        -------
        Trace
            Inputs and neurons at t = 0, 1, … steps - 1; at 0 the neurons have their start values.

        Raises
        ------
        ValueError
            If the names are not those of the inputs, the inputs differ in length or have no step,
            a value is not 0 or 1, or `start` names no neuron.
        """
        _same_names(signals, self.inputs)
        given = {name: _binary(signals[name], name).astype(int) for name in self.inputs}
        shapes = {values.shape for values in given.values()}
        if len(shapes) != 1 or len(steps := shapes.pop()) != 1 or steps == (0,):
            found = {name: values.shape for name, values in given.items()}
            raise ValueError(f"signals must be rows of one length, at least 1; got {found}.")
        states = [self._start(start or {})]
        for t in range(steps[0] - 1):
            now = {name: values[t] for name, values in given.items()}
            states.append(self.step(now | states[-1]))
        return Trace(given | {n: np.array([state[n] for state in states]) for n in self.neurons})

    def _start(self, start):
        if unknown := set(start) - set(self.neurons):
            raise ValueError(f"start must name neurons of {self.neurons}; got {sorted(unknown)}.")
        state = dict.fromkeys(self.neurons, 0)
        return state | {name: int(_binary(value, name)) for name, value in start.items()}


LATCH = Circuit({"Q": (Neuron((1, 0, 1), 1, inhibitory=(1,)), ("set", "reset", "Q"))})

XOR_CIRCUIT = Circuit(
    {"OR": (OR, ("x1", "x2")), "NAND": (NAND, ("x1", "x2")), "XOR": (AND, ("OR", "NAND"))}
)


def _same_names(signals, names):
    if set(signals) != set(names):
        raise ValueError(f"signals must be given for {names}; got {tuple(signals)}.")
