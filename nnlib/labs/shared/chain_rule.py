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

from nnlib import datasets
from nnlib.activations import sigmoid

NUMBERS = "numbers"
ENTRIES = "entry by entry"
PRODUCT = "matrix product"
SUM = "sum over samples"


class Link(NamedTuple):
    """How one array comes from others."""

    target: str  # the array that is computed
    formula: str  # how, as a line of Python
    kind: str  # NUMBERS, ENTRIES, PRODUCT or SUM: what sort of operation it is
    words: str  # the same in a sentence
    rule: Callable  # computes it; its parameters are named as the arrays that it uses

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
        The arrays that are given; what comes back also has every target.

    Examples
    --------
    >>> values = follow(UNIT, unit_values())
    >>> round(float(values["L"]), 4), round(float(values["dw"]), 4)
    (0.1425, -0.3549)
    """
    values = dict(values)
    for link in links:
        # A copy: the rule may give back what it was given.
        values[link.target] = np.array(link.rule(**{name: values[name] for name in link.uses}))
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


def entry_name(name, index):
    """Name one number of an array; rows and columns count from 1.

    >>> entry_name("W1", (0, 1)), entry_name("w", ())
    ('W1 (1, 2)', 'w')
    """
    return f"{name} ({', '.join(str(place + 1) for place in index)})" if index else name


def written_sum(link, values, index):
    """Write the entry at an index of a matrix product, or sum over samples, as the sum it is.

    >>> values = follow(NETWORK, network_values(0))
    >>> written_sum(NETWORK[7], values, (1, 0))
    'dW2 (2, 1) = 0.931·0.082 + 0.668·(-0.010) + 0.846·(-0.005) + 0.450·0.163 = 0.139'
    """
    if link.kind == SUM:
        terms = [_signed(term) for term in values[link.uses[0]][:, index[0]]]
    else:
        left, left_t, right, right_t = re.match(_FACTORS, link.formula).groups()
        row = (values[left].T if left_t else values[left])[index[0]]
        column = (values[right].T if right_t else values[right])[:, index[1]]
        terms = [f"{_signed(a)}·{_signed(b)}" for a, b in zip(row, column, strict=True)]
        terms += [_signed(values[name][index[1]]) for name in link.uses[2:]]  # the bias
    return (
        f"{entry_name(link.target, index)} = {' + '.join(terms)} = {values[link.target][index]:.3f}"
    )


_FACTORS = re.compile(r"(\w+)(\.T)? @ (\w+)(\.T)?")


def _signed(number):
    short = f"{number:g}" if number == round(float(number), 1) else f"{number:.3f}"
    return f"({short})" if number < 0 else short


# What stands alone in a formula: no method, function or keyword.
_NAMES = re.compile(r"(?<![\w.])[A-Za-z]\w*(?![\w(=])")


def read_links(text, kind=None):
    """Make a link of each line such as ``z = w * x + b: Weigh the input, add the bias.``."""
    links = []
    for line in text.strip().splitlines():
        target, formula, words = re.match(r"(\w+) = (.*?): (.*)", line).groups()
        names = ", ".join(dict.fromkeys(_NAMES.findall(formula)))
        rule = eval(f"lambda {names}: {formula}", {"sigmoid": sigmoid})
        links.append(Link(target, formula, kind or _kind(formula), words, rule))
    return tuple(links)


def _kind(formula):
    return PRODUCT if "@" in formula else SUM if ".sum(axis=0)" in formula else ENTRIES


_UNIT = """
z = w * x + b: Weigh the input, add the bias.
a = sigmoid(z): The sigmoid makes z the prediction a.
L = (a - y) ** 2: The squared error is the loss.
da = 2 * (a - y): The slope of the square: how fast L changes with a.
dz = da * a * (1 - a): Times the slope of the sigmoid, a(1 − a): how fast L changes with z.
dw = dz * x: z changes x times as fast as w: how fast L changes with the weight.
db = dz: z changes as fast as b does, so the factor is 1.
dx = dz * w: z changes w times as fast as x. A layer further left would go on from here.
"""
_NETWORK = """
Z1 = X @ W1 + b1: Each hidden unit weighs the inputs of each sample and adds its bias.
A1 = sigmoid(Z1): Each entry goes through the sigmoid by itself.
Z2 = A1 @ W2 + b2: The output unit weighs the hidden activations and adds its bias.
A2 = sigmoid(Z2): Each entry goes through the sigmoid: one prediction a sample.
L = ((A2 - y) ** 2).sum(): Square each error, then add them all up: one number.
dA2 = 2 * (A2 - y): Each prediction stands in one square of the sum: the slope of that square.
dZ2 = dA2 * A2 * (1 - A2): Back through the sigmoid: times its slope, entry by entry.
dW2 = A1.T @ dZ2: A weight acts on the loss through every sample: add up activation times dZ2.
db2 = dZ2.sum(axis=0): The bias is added for every sample with the factor 1: add up dZ2.
dA1 = dZ2 @ W2.T: An activation acts through every output unit that it feeds: \
add up dZ2 times weight.
dZ1 = dA1 * A1 * (1 - A1): Back through the sigmoid: times its slope, entry by entry.
dW1 = X.T @ dZ1: As dW2, with the inputs in place of the activations: add up over the samples.
db1 = dZ1.sum(axis=0): As db2: add up dZ1 over the samples.
"""
UNIT, NETWORK = read_links(_UNIT, NUMBERS), read_links(_NETWORK)


def unit_values():
    """Give input, weight, bias and target of the one unit, each an array of shape ()."""
    return {name: np.array(v) for name, v in (("x", 2.0), ("w", 0.5), ("b", -0.5), ("y", 1.0))}


def network_values(seed):
    """Give the truth table, and weights and biases of a network of 3 inputs and 2 hidden units.

    Weights and biases have one decimal; the seed is theirs.

    >>> {name: array.shape for name, array in network_values(0).items()}
    {'X': (4, 3), 'y': (4, 1), 'W1': (3, 2), 'b1': (2,), 'W2': (2, 1), 'b2': (1,)}
    """
    X, y = datasets.truth_table()
    rng = np.random.default_rng(seed)
    shapes = {"W1": (3, 2), "b1": (2,), "W2": (2, 1), "b2": (1,)}
    drawn = {name: rng.uniform(-2, 2, shape).round(1) for name, shape in shapes.items()}
    return {"X": X, "y": y, **drawn}
