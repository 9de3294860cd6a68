"""The chain rule, link by link: one unit, and the network with one hidden layer.

A graph is a list of links. Each computes one array from arrays that are known by then: first
forwards to the loss ``L``, then backwards to the gradient of every parameter. ``dZ1`` is the
gradient of the loss with respect to ``Z1``, in the shape of ``Z1``.
"""

import inspect
import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nnlib import datasets, losses
from nnlib.activations import sigmoid

NUMBERS = "numbers"
ENTRIES = "entry by entry"
PRODUCT = "matrix product"
SUM = "sum over samples"


class Link(NamedTuple):
    """How one array comes from others.

    Parameters
    ----------
    target : str
        The array that is computed.
    formula : str
        How, as a line of Python.
    kind : str
        `NUMBERS`, `ENTRIES`, `PRODUCT` or `SUM`: what sort of operation it is.
    words : str
        The same in a sentence.
    rule : callable
        Computes it; its parameters are named as the arrays that it uses.
    """

    target: str
    formula: str
    kind: str
    words: str
    rule: Callable

    @property
    def uses(self):
        """Names of the arrays that the formula needs."""
        return tuple(inspect.signature(self.rule).parameters)

    @property
    def backwards(self):
        """Whether the target is a gradient."""
        return self.target.startswith("d")


def follow(links, values):
    """Compute the target of each link, one after another.

    Parameters
    ----------
    links : sequence of Link
    values : dict of str to array
        The arrays that are given; not changed.

    Returns
    -------
    dict of str to array
        Also with every target.

    Examples
    --------
    >>> values = follow(UNIT, unit_values())
    >>> round(float(values["L"]), 4), round(float(values["dw"]), 4)
    (0.1425, -0.3549)
    """
    values = dict(values)
    for link in links:
        values[link.target] = np.asarray(link.rule(**{name: values[name] for name in link.uses}))
    return values


def shapes_in(formula, values):
    """Write a formula with shapes, or for single numbers with the numbers, in place of names.

    >>> shapes_in("A1.T @ dZ2", {"A1": np.ones((4, 2)), "dZ2": np.ones((4, 1))})
    '(2, 4) @ (4, 1)'
    >>> shapes_in("dz * x", {"dz": np.array(-0.2), "x": np.array(2.0)})
    '-0.2 * 2'
    """

    def written(match):
        name, transposed = match.groups()
        if name not in values:
            return match[0]
        array = np.asarray(values[name])
        if array.ndim == 0:
            return f"{float(array):.4g}"
        return str(array.shape[::-1] if transposed else array.shape)

    return re.sub(r"\b([A-Za-z]\w*)(\.T)?", written, formula)


def written_sum(link, values, index):
    """Write one entry of a matrix product, or of a sum over samples, as the sum that it is.

    Parameters
    ----------
    link : Link
        Of kind `PRODUCT` or `SUM`.
    values : dict of str to array
        With the target.
    index : tuple of int
        Which entry of the target.

    Examples
    --------
    >>> values = follow(NETWORK, network_values(0))
    >>> written_sum(NETWORK[7], values, (1, 0))
    'dW2[1, 0] = 0.931·0.082 + 0.668·(-0.010) + 0.846·(-0.005) + 0.450·0.163 = 0.139'
    """
    if link.kind == SUM:
        terms = [_signed(term) for term in values[link.uses[0]][:, index[0]]]
    else:
        left, left_t, right, right_t = re.match(_FACTORS, link.formula).groups()
        row = (values[left].T if left_t else values[left])[index[0]]
        column = (values[right].T if right_t else values[right])[:, index[1]]
        terms = [f"{_signed(a)}·{_signed(b)}" for a, b in zip(row, column, strict=True)]
        terms += [_signed(values[name][index[1]]) for name in link.uses[2:]]  # the bias
    entry = f"{link.target}[{', '.join(map(str, index))}]"
    return f"{entry} = {' + '.join(terms)} = {values[link.target][index]:.3f}"


_FACTORS = re.compile(r"(\w+)(\.T)? @ (\w+)(\.T)?")


def _signed(number):
    short = f"{number:g}" if number == round(float(number), 1) else f"{number:.3f}"
    return f"({short})" if number < 0 else short


UNIT = (
    Link("z", "w * x + b", NUMBERS, "Weigh the input, add the bias.", lambda w, x, b: w * x + b),
    Link("a", "sigmoid(z)", NUMBERS, "The sigmoid makes z the prediction a.", lambda z: sigmoid(z)),
    Link("L", "(a - y) ** 2", NUMBERS, "The squared error is the loss.", lambda a, y: (a - y) ** 2),
    Link(
        "da",
        "2 * (a - y)",
        NUMBERS,
        "The slope of the square: how fast L changes with a.",
        lambda a, y: 2 * (a - y),
    ),
    Link(
        "dz",
        "da * a * (1 - a)",
        NUMBERS,
        "Times the slope of the sigmoid, a(1 − a): how fast L changes with z.",
        lambda da, a: da * a * (1 - a),
    ),
    Link(
        "dw",
        "dz * x",
        NUMBERS,
        "z changes x times as fast as w: how fast L changes with the weight.",
        lambda dz, x: dz * x,
    ),
    Link(
        "db", "dz", NUMBERS, "z changes as fast as b does, so the factor is 1.", lambda dz: 1 * dz
    ),
    Link(
        "dx",
        "dz * w",
        NUMBERS,
        "z changes w times as fast as x. A layer further left would go on from here.",
        lambda dz, w: dz * w,
    ),
)

NETWORK = (
    Link(
        "Z1",
        "X @ W1 + b1",
        PRODUCT,
        "Each hidden unit weighs the inputs of each sample and adds its bias.",
        lambda X, W1, b1: X @ W1 + b1,
    ),
    Link(
        "A1",
        "sigmoid(Z1)",
        ENTRIES,
        "Each entry goes through the sigmoid by itself.",
        lambda Z1: sigmoid(Z1),
    ),
    Link(
        "Z2",
        "A1 @ W2 + b2",
        PRODUCT,
        "The output unit weighs the hidden activations and adds its bias.",
        lambda A1, W2, b2: A1 @ W2 + b2,
    ),
    Link(
        "A2",
        "sigmoid(Z2)",
        ENTRIES,
        "Each entry goes through the sigmoid: one prediction a sample.",
        lambda Z2: sigmoid(Z2),
    ),
    Link(
        "L",
        "((A2 - y) ** 2).sum()",
        ENTRIES,
        "Square each error, then add them all up: one number.",
        lambda A2, y: losses.sse(A2, y),
    ),
    Link(
        "dA2",
        "2 * (A2 - y)",
        ENTRIES,
        "Each prediction stands in one square of the sum: the slope of that square.",
        lambda A2, y: losses.sse_gradient(A2, y),
    ),
    Link(
        "dZ2",
        "dA2 * A2 * (1 - A2)",
        ENTRIES,
        "Back through the sigmoid: times its slope, entry by entry.",
        lambda dA2, A2: dA2 * A2 * (1 - A2),
    ),
    Link(
        "dW2",
        "A1.T @ dZ2",
        PRODUCT,
        "A weight acts on the loss through every sample: add up activation times dZ2.",
        lambda A1, dZ2: A1.T @ dZ2,
    ),
    Link(
        "db2",
        "dZ2.sum(axis=0)",
        SUM,
        "The bias is added for every sample with the factor 1: add up dZ2.",
        lambda dZ2: dZ2.sum(axis=0),
    ),
    Link(
        "dA1",
        "dZ2 @ W2.T",
        PRODUCT,
        "An activation acts through every output unit that it feeds: add up dZ2 times weight.",
        lambda dZ2, W2: dZ2 @ W2.T,
    ),
    Link(
        "dZ1",
        "dA1 * A1 * (1 - A1)",
        ENTRIES,
        "Back through the sigmoid: times its slope, entry by entry.",
        lambda dA1, A1: dA1 * A1 * (1 - A1),
    ),
    Link(
        "dW1",
        "X.T @ dZ1",
        PRODUCT,
        "As dW2, with the inputs in place of the activations: add up over the samples.",
        lambda X, dZ1: X.T @ dZ1,
    ),
    Link(
        "db1",
        "dZ1.sum(axis=0)",
        SUM,
        "As db2: add up dZ1 over the samples.",
        lambda dZ1: dZ1.sum(axis=0),
    ),
)


def unit_values():
    """Give input, weight, bias and target of the one unit, each an array of shape ()."""
    return {name: np.array(v) for name, v in (("x", 2.0), ("w", 0.5), ("b", -0.5), ("y", 1.0))}


def network_values(seed):
    """Give the truth table, and weights and biases of a network of 3 inputs and 2 hidden units.

    Parameters
    ----------
    seed : int
        Of the weights and biases, which have one decimal.

    Examples
    --------
    >>> {name: array.shape for name, array in network_values(0).items()}
    {'X': (4, 3), 'y': (4, 1), 'W1': (3, 2), 'b1': (2,), 'W2': (2, 1), 'b2': (1,)}
    """
    X, y = datasets.truth_table()
    rng = np.random.default_rng(seed)
    shapes = {"W1": (3, 2), "b1": (2,), "W2": (2, 1), "b2": (1,)}
    drawn = {name: rng.uniform(-2, 2, shape).round(1) for name, shape in shapes.items()}
    return {"X": X, "y": y, **drawn}
