"""Networks whose `backward` has one mistake in it, for a gradient check to find."""

from typing import NamedTuple

import numpy as np

from nnlib import Gradients, Network
from nnlib.labs.shared.chain_rule import NETWORK, follow, read_links


class Bug(NamedTuple):
    """One kind of mistake."""

    name: str  # what it is, in a few words
    shows: str  # how a gradient check shows it, in a sentence
    links: tuple  # the wrong links, in place of the right ones with the same targets


def _wrong(*formulas):
    return read_links("\n".join(f"{formula}: This link is wrong." for formula in formulas))


BUGS = {
    "sign": Bug(
        "a sign turned round",
        "With a sign turned round, every gradient is exactly −1 times the measured one.",
        _wrong("dA2 = 2 * (y - A2)"),
    ),
    "factor": Bug(
        "a factor forgotten",
        "With the 2 of the square forgotten, every gradient is exactly half the measured one, "
        "for any number of samples.",
        _wrong("dA2 = A2 - y"),
    ),
    "mean": Bug(
        "a mean taken for the sum",
        "With a mean in place of the sum, every gradient is the measured one divided by the "
        "number of samples: the ratio moves with that number.",
        _wrong("dA2 = 2 * (A2 - y) / len(y)"),
    ),
    "variable": Bug(
        "the slope taken at the wrong variable",
        "With the sigmoid's slope taken at A1 in place of Z1, only W1 and b1 fail. The wrong slope "
        "is always near 1/4. So for a single sample no ratio is below 0.9: it is near 1 for a unit "
        "in the middle of its sigmoid, and large for one that is saturated.",
        _wrong("dZ1 = dA1 * sigmoid(A1) * (1 - sigmoid(A1))"),
    ),
    "slope": Bug(
        "the slope of the hidden layer forgotten",
        "Without the slope A1 * (1 - A1), only W1 and b1 fail. That slope is at most 1/4, so "
        "for a single sample every ratio of theirs is 4 or more.",
        _wrong("dZ1 = dA1"),
    ),
    "transpose": Bug(
        "a transpose missing",
        "With W2 in place of W2.T, only W1 and b1 fail. Their ratios have no pattern: even for a "
        "single sample some are negative or near 0. Shapes fit only because W2 is square.",
        _wrong("dA1 = dZ2 @ W2"),
    ),
    "bias": Bug(
        "the gradients of the biases missing",
        "With the gradients of the biases left at zero, b1 and b2 fail and both weights pass.",
        _wrong("db1 = zeros", "db2 = zeros"),
    ),
    "input": Bug(
        "Z1 taken for A1",
        "With Z1 in place of A1 in the last product, W2 alone fails.",
        _wrong("dW2 = Z1.T @ dZ2"),
    ),
}

BACKWARDS = tuple(link for link in NETWORK if link.backwards)


class FaultyNetwork(Network):
    """Two inputs, three hidden units and three outputs, sigmoids, SSE: and perhaps a mistake.

    W2 is square, so that a missing transpose still gives arrays that fit. The bug is a key of
    `BUGS`, or None; `rng`, a seed, is for weights and biases.

    Examples
    --------
    >>> from nnlib import gradient_check
    >>> X, y = np.array([[1.0, -1.0], [0.5, 2.0]]), np.array([[0.0, 1, 1], [1, 0, 1]])
    >>> gradient_check(FaultyNetwork(None, rng=0), X, y).passed
    True
    >>> gradient_check(FaultyNetwork("input", rng=0), X, y)
    Gradient check failed: relative error of W2 0.55; wanted below 1e-07.
    """

    def __init__(self, bug, rng):
        super().__init__([2, 3, 3], hidden="sigmoid", loss="sse", rng=rng, scale=0.8)
        rng = np.random.default_rng(rng)
        self.biases = [rng.normal(0, 0.3, 3), rng.normal(0, 0.3, 3)]
        wrong = {link.target: link for link in (BUGS[bug].links if bug else ())}
        self.links = tuple(wrong.get(link.target, link) for link in BACKWARDS)

    def backward(self, forward, y):
        """Follow the chain rule backwards, with the wrong links where there are any."""
        (Z1, Z2), (X, A1, A2), (W1, W2) = *forward, self.weights
        known = {"X": X, "y": y, "Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2, "W1": W1, "W2": W2}
        found = follow(self.links, known | {"zeros": np.zeros(3)})
        return Gradients((found["dW1"], found["dW2"]), (found["db1"], found["db2"]))


def hidden_bug(case):
    """Tell which bug the network number `case` has: the first eight have one each.

    >>> sorted(hidden_bug(case) for case in range(1, 9)) == sorted(BUGS)
    True
    """
    first = ("sign", "mean", "transpose", "bias", "factor", "slope", "input", "variable")
    later = case > len(first)
    return first[np.random.default_rng(case).integers(len(first)) if later else case - 1]


def make_case(case, samples):
    """Make the network number `case`, X (samples, 2) and y (samples, 3) of zeros and ones."""
    rng = np.random.default_rng(case)
    X, y = rng.normal(0, 1, (8, 2)), rng.integers(0, 2, (8, 3)).astype(float)
    return FaultyNetwork(hidden_bug(case), case), X[:samples], y[:samples]
