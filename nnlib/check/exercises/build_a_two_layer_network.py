"""Exercises of notebook 02, "Build a two-layer network": `sigmoid` and `forward`."""

import math

import numpy as np

from nnlib import activations
from nnlib.check.base import Exercise, Misconception, forms

_s = activations.sigmoid


def _one_number_at_a_time(z):
    """Take an exponential that is too large, entry by entry."""
    return np.vectorize(lambda x: 1 / (1 + math.exp(-x)))(z)


def _choose_by_if(z):
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))


_SIGN = "The sign is turned round: the exponent is −z, and large z must give values near 1."
_SLOPE = "This is the slope of the sigmoid, s(z)(1 − s(z)); the exercise asks for its value."
_BRACKETS = "Python divides before it adds: the whole of 1 + exp(−z) needs brackets."
_STEP = "This is a step that jumps from 0 to 1; the sigmoid rises smoothly through 0.5 at z = 0."
_ARRAY = "Your function takes one number; it should take a whole array, so use np.exp, not math."
_IF = "Your `if` decides for the whole array at once; np.where decides for every entry."
_OVERFLOW = (
    "The formula is right, but for z = −10000 it takes exp(10000), which is too large for a float. "
    "Take the exponential of −|z| only, which is never above 1, and treat negative z apart."
)

sigmoid = Exercise(
    name="sigmoid",
    task="Write `sigmoid(z)`: 1 / (1 + exp(−z)) of every entry, for an array of any shape.",
    reference=activations.sigmoid,
    cases=[
        (np.array([2.0, -2.0, 0.5, -1.25, 3.0]),),
        (np.array([[0.1, -0.7, 4.0], [-3.5, 1.5, 0.25]]),),
    ],
    special=[(np.array([0.0]),), (np.array([-1e4, 1e4]),)],
    stable=True,
    misconceptions=[
        Misconception("sign", _SIGN, lambda z: _s(-z)),
        Misconception("slope", _SLOPE, lambda z: _s(z) * (1 - _s(z))),
        Misconception("missing-one", "The 1 in 1 + exp(−z) is missing.", lambda z: 1 / np.exp(-z)),
        Misconception("brackets", _BRACKETS, lambda z: 1 / 1 + np.exp(-z)),
        Misconception("tanh", "This is tanh, from −1 to 1; the sigmoid lies above 0.", np.tanh),
        Misconception("step", _STEP, lambda z: np.heaviside(z, 1.0)),
        Misconception("relu", "This is ReLU, which has no upper end.", lambda z: np.maximum(z, 0)),
        Misconception(
            "softmax",
            "Every entry is divided by the sum over all: this is softmax. In a sigmoid no entry "
            "knows of the others.",
            lambda z: np.exp(z) / np.exp(z).sum(),
        ),
        Misconception("one-number", _ARRAY, lambda z: 1 / (1 + math.exp(-z))),
        Misconception("if-on-array", _IF, _choose_by_if),
        *forms("overflow", _OVERFLOW, lambda z: 1 / (1 + np.exp(-z)), _one_number_at_a_time),
    ],
    hints=[
        "At z = 0 the value is 0.5, because exp(0) = 1. `np.exp` works on whole arrays.",
        "1 / (1 + exp(−z)) is right in mathematics; for z = −10000 the computer meets exp(10000).",
        "For negative z multiply above and below by exp(z): exp(z) / (1 + exp(z)) is the same.",
        "With `e = np.exp(-np.abs(z))`, both forms are something / (1 + e). "
        "Choose the upper part with `np.where(z >= 0, …, …)`.",
    ],
    praise="Every entry is right, and nothing overflows at z = ±10000.",
)


def forward(X, W1, b1, W2, b2):
    """Activations of the hidden and of the output layer, both with sigmoids.

    Parameters
    ----------
    X : array of shape (m, n)
    W1, b1 : arrays of shapes (n, h) and (h,)
    W2, b2 : arrays of shapes (h, c) and (c,)

    Returns
    -------
    A1, A2 : arrays of shapes (m, h) and (m, c), in (0, 1)
    """
    Z1 = X @ W1 + b1  # (m, h)
    A1 = activations.sigmoid(Z1)
    Z2 = A1 @ W2 + b2  # (m, c)
    A2 = activations.sigmoid(Z2)
    return A1, A2


def _case(m, n, h, c, seed):
    """Draw X, W1, b1, W2, b2; every bias differs clearly from zero."""
    rng = np.random.default_rng(seed)
    shapes = [(m, n), (n, h), (h,), (h, c), (c,)]
    return tuple(rng.uniform(0.3, 1.3, shape) * rng.choice([-1, 1], shape) for shape in shapes)


def _right_layer(A, W, b):
    return _s(A @ W + b)


def _layers(first, second):
    """Make a wrong `forward` of two rules that take ``A, W, b`` to the next activations."""

    def wrong(X, W1, b1, W2, b2):
        A1 = first(X, W1, b1)
        return A1, second(A1, W2, b2)

    return wrong


def _in_any_layer(key, message, layer):
    """List the misconception `layer` in both layers, in the first only, in the second only."""
    pairs = [(layer, layer), (layer, _right_layer), (_right_layer, layer)]
    return forms(key, message, *(_layers(*pair) for pair in pairs))


def _linear(A, W, b):
    return A @ W + b


def _second_takes_input(X, W1, b1, W2, b2):
    return _right_layer(X, W1, b1), _right_layer(X, W2, b2)


def _second_takes_sum(X, W1, b1, W2, b2):
    return _right_layer(X, W1, b1), _right_layer(X @ W1 + b1, W2, b2)


_NO_BIAS = "A bias is missing: each layer adds its own to the product, b1 and then b2."
_STAR = (
    "`*` multiplies entry by entry. A layer needs the matrix product `@`: rows of X times columns "
    "of W1."
)
_BEFORE = "A bias is added to the input of a layer; it belongs to the product: X @ W1 + b1."
_AFTER = "A bias is added after the sigmoid; it belongs inside: sigmoid(X @ W1 + b1)."
_TRANSPOSED = "W1 has shape (n, h), one column a hidden unit: X @ W1 needs no transpose."
_ORDER = "The factors are the wrong way round: samples are rows, so X stands left: X @ W1."
_SECOND_INPUT = "The output layer takes A1, the activations of the hidden layer, not X or Z1."
_HIDDEN = "The hidden layer has no sigmoid. Without it two layers are no more than one."
_OUTPUT = "A1 is right, but the output layer has no sigmoid: A2 is not between 0 and 1."
_TWICE = "The sigmoid is applied twice in a layer; once is enough."
_TANH = "A layer has tanh; this network uses the sigmoid in both layers."

forward = Exercise(
    name="forward",
    task="Write `forward(X, W1, b1, W2, b2)`: it returns A1 and A2, the sigmoids of both layers.",
    reference=forward,
    returns=("A1", "A2"),
    cases=[_case(5, 3, 4, 1, seed=0), _case(3, 3, 3, 3, seed=1), _case(1, 2, 3, 2, seed=2)],
    misconceptions=[
        Misconception("no-hidden-activation", _HIDDEN, _layers(_linear, _right_layer)),
        Misconception("no-output-activation", _OUTPUT, _layers(_right_layer, _linear)),
        Misconception("no-activation", "Both sigmoids are missing.", _layers(_linear, _linear)),
        *_in_any_layer("no-bias", _NO_BIAS, lambda A, W, b: _s(A @ W)),
        *_in_any_layer("elementwise", _STAR, lambda A, W, b: _s(A * W + b)),
        *_in_any_layer("bias-before-product", _BEFORE, lambda A, W, b: _s((A + b) @ W)),
        *_in_any_layer("bias-after-sigmoid", _AFTER, lambda A, W, b: _s(A @ W) + b),
        *_in_any_layer("transposed", _TRANSPOSED, lambda A, W, b: _s(A @ W.T + b)),
        *_in_any_layer("order", _ORDER, lambda A, W, b: _s(W @ A + b)),
        *_in_any_layer("order", _ORDER, lambda A, W, b: _s(W.T @ A + b)),
        *_in_any_layer("sigmoid-twice", _TWICE, lambda A, W, b: _s(_right_layer(A, W, b))),
        *_in_any_layer("tanh", _TANH, lambda A, W, b: np.tanh(A @ W + b)),
        *forms("second-input", _SECOND_INPUT, _second_takes_input, _second_takes_sum),
        Misconception(
            "output-only",
            "Only the output comes back; return both layers: `return A1, A2`.",
            lambda *arrays: _both(*arrays)[1],
        ),
        Misconception(
            "swapped",
            "Both are right but in the other order: `return A1, A2`.",
            lambda *arrays: _both(*arrays)[::-1],
        ),
    ],
    hints=[
        "Each layer does the same: a matrix product with its weights, its bias added, a sigmoid.",
        "`Z1 = X @ W1 + b1` has shape (m, h): one row a sample, one column a hidden unit.",
        "The second layer takes A1 where the first takes X; end with `return A1, A2`.",
    ],
    praise="Both layers are right, for every number of samples and units that was tried.",
)
_both = forward.reference
