"""Exercises of notebook 04, "Follow the chain rule": the links backwards, the step, a bug."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.check.base import Choice, Exercise, Misconception, Option, forms


def _outputs(m, c, seed):
    """Draw predictions strictly between 0 and 1, none near 0.5, and targets 0 or 1."""
    rng = np.random.default_rng(seed)
    side = rng.choice([0.15, 0.65], (m, c))
    return side + rng.uniform(0, 0.2, (m, c)), rng.integers(0, 2, (m, c)).astype(float)


def _away_from_zero(rng, *shape):
    return rng.uniform(0.3, 1.3, shape) * rng.choice([-1, 1], shape)


def output_error(A2, y):
    """Gradient of the SSE with respect to Z2, the input of the output layer's sigmoid.

    Parameters
    ----------
    A2 : array of shape (m, c), in (0, 1)
        The predictions, ``sigmoid(Z2)``.
    y : array of shape (m, c)
        The targets.

    Returns
    -------
    dZ2 : array of shape (m, c)
    """
    dA2 = 2 * (A2 - y)  # the slope of (A2 - y) ** 2
    return dA2 * A2 * (1 - A2)  # times the slope of the sigmoid


_right_error = output_error
_SIGN_ERROR = (
    "The sign is turned round: the slope of (A2 − y)² with respect to A2 is 2(A2 − y). With y − A2 "
    "you have minus the gradient, which the articles add."
)
_FACTOR = "The factor 2 is missing: the slope of a square e² is 2e."
_LISTING = (
    "This is minus half the gradient, the error term of many listings: they add it, and leave out "
    "the 2. Here the gradient itself is wanted: 2(A2 − y) times the slope."
)
_NO_SLOPE = (
    "This is dA2, the slope with respect to the prediction. One link is missing: the slope of the "
    "sigmoid, A2 * (1 - A2)."
)
_CROSS_ENTROPY = (
    "A2 − y alone is the output error of cross-entropy. The loss here is the SSE: its slope has "
    "the factor 2, and the slope of the sigmoid stays."
)
_OUTPUT_TWICE = (
    "You take sigmoid(A2), but A2 is the output of the sigmoid already: its slope is A2 * (1 - A2)."
)
_BRACKETS = "Brackets are missing: Python multiplies before it subtracts."

output_error = Exercise(
    name="output_error",
    task="Write `output_error(A2, y)`: dZ2, the gradient of the SSE with respect to Z2.",
    reference=output_error,
    cases=[_outputs(5, 1, seed=0), _outputs(3, 2, seed=1), _outputs(1, 1, seed=2)],
    misconceptions=[
        Misconception("sign", _SIGN_ERROR, lambda A2, y: -_right_error(A2, y)),
        Misconception("factor", _FACTOR, lambda A2, y: _right_error(A2, y) / 2),
        Misconception("sign-and-factor", _LISTING, lambda A2, y: -_right_error(A2, y) / 2),
        Misconception("no-slope", _NO_SLOPE, lambda A2, y: 2 * (A2 - y)),
        Misconception("cross-entropy", _CROSS_ENTROPY, lambda A2, y: A2 - y),
        Misconception(
            "output-for-input",
            _OUTPUT_TWICE,
            lambda A2, y: 2 * (A2 - y) * sigmoid(A2) * (1 - sigmoid(A2)),
        ),
        *forms(
            "brackets",
            _BRACKETS,
            lambda A2, y: 2 * (A2 - y) * A2 * 1 - A2,
            lambda A2, y: 2 * A2 - y * A2 * (1 - A2),
        ),
        Misconception(
            "not-derived",
            "The square is still there: its slope is wanted, 2(A2 − y), not (A2 − y)² itself.",
            lambda A2, y: (A2 - y) ** 2 * A2 * (1 - A2),
        ),
        Misconception(
            "tanh",
            "You have the slope of tanh, 1 − A2²; the slope of the sigmoid is A2 * (1 - A2).",
            lambda A2, y: 2 * (A2 - y) * (1 - A2**2),
        ),
        Misconception(
            "mean",
            "You divide by the number of samples. The loss is a sum, so nothing is divided.",
            lambda A2, y: _right_error(A2, y) / len(y),
        ),
        Misconception(
            "summed",
            "You add up the samples. dZ2 has one entry for each prediction, as Z2 has.",
            lambda A2, y: _right_error(A2, y).sum(),
        ),
    ],
    hints=[
        "Two links: the loss is a square of A2 − y, and A2 is the sigmoid of Z2.",
        "The slope of (A2 − y)² with respect to A2 is 2(A2 − y): call it dA2.",
        "Multiply dA2, entry by entry, by the slope of the sigmoid, `A2 * (1 - A2)`.",
    ],
    praise="The slope of the square times the slope of the sigmoid, entry by entry.",
)


def gradient_W2(A1, dZ2):
    """Gradient of the loss with respect to W2.

    Parameters
    ----------
    A1 : array of shape (m, h)
        What the output layer was fed: the hidden activations.
    dZ2 : array of shape (m, c)
        Gradient with respect to ``Z2 = A1 @ W2 + b2``.

    Returns
    -------
    dW2 : array of shape (h, c)
    """
    return A1.T @ dZ2


def _second_layer(m, h, c, seed):
    rng = np.random.default_rng(seed)
    return rng.uniform(0.1, 0.9, (m, h)), _away_from_zero(rng, m, c)


_right_W2 = gradient_W2
_MINUS = (
    "The sign is turned round. The minus belongs to the update, W − learning_rate · dW; the "
    "gradient itself has none."
)
_NO_TRANSPOSE = (
    "The transpose is missing: entry [j, l] of dW2 adds up A1[i, j] * dZ2[i, l] over the samples "
    "i, so A1 must turn its columns into rows: A1.T."
)
_TURNED = "This is dW2 turned over: it must have the shape of W2, (h, c), so A1.T stands left."
_ENTRIES = (
    "`*` pairs entries and adds nothing up. Every sample has a share in every weight: the shares "
    "are added up by the matrix product `@`."
)
_FLAT = "The sum over samples is right for one output unit, but dW2 has the shape of W2, (h, c)."
_MEAN = (
    "You divide by the number of samples. The loss is a sum over samples, so nothing is divided."
)

gradient_W2 = Exercise(
    name="gradient_W2",
    task="Write `gradient_W2(A1, dZ2)`: dW2, the gradient of the loss with respect to W2.",
    reference=gradient_W2,
    cases=[_second_layer(5, 3, 1, 0), _second_layer(4, 3, 2, 1), _second_layer(3, 3, 3, 2)],
    misconceptions=[
        Misconception("sign", _MINUS, lambda A1, dZ2: -_right_W2(A1, dZ2)),
        Misconception("no-transpose", _NO_TRANSPOSE, lambda A1, dZ2: A1 @ dZ2),
        Misconception("turned", _TURNED, lambda A1, dZ2: dZ2.T @ A1),
        *forms("elementwise", _ENTRIES, lambda A1, dZ2: A1 * dZ2, lambda A1, dZ2: A1.T * dZ2),
        Misconception("flat", _FLAT, lambda A1, dZ2: (A1 * dZ2).sum(axis=0)),
        Misconception("mean", _MEAN, lambda A1, dZ2: _right_W2(A1, dZ2) / len(A1)),
        Misconception(
            "slope",
            "The slope A1 * (1 - A1) does not belong here: Z2 is A1 @ W2, with no sigmoid between.",
            lambda A1, dZ2: (A1 * (1 - A1)).T @ dZ2,
        ),
        Misconception(
            "one-sample",
            "Only the first sample counts here; the gradient adds up all of them.",
            lambda A1, dZ2: A1[:1].T @ dZ2[:1],
        ),
    ],
    hints=[
        "Shapes first: A1 is (m, h), dZ2 is (m, c), and dW2 must be (h, c), as W2 is.",
        "W2[j, l] acts through every sample i: add up A1[i, j] * dZ2[i, l] over i.",
        "A sum over i of A1[i, j] * dZ2[i, l] is a row of A1.T times a column of dZ2.",
    ],
    praise="Every sample has its share, and the result has the shape of W2.",
)


def gradient_W1(X, A1, W2, dZ2):
    """Gradient of the loss with respect to W1, where the hidden layer has sigmoids.

    Parameters
    ----------
    X : array of shape (m, n)
    A1 : array of shape (m, h)
        Hidden activations, ``sigmoid(X @ W1 + b1)``.
    W2 : array of shape (h, c)
    dZ2 : array of shape (m, c)
        Gradient with respect to ``Z2 = A1 @ W2 + b2``.

    Returns
    -------
    dW1 : array of shape (n, h)
    """
    dA1 = dZ2 @ W2.T  # (m, h)
    dZ1 = dA1 * A1 * (1 - A1)  # (m, h)
    return X.T @ dZ1


def _both_layers(m, n, h, c, seed):
    rng = np.random.default_rng(seed)
    A1 = rng.uniform(0.1, 0.9, (m, h))
    return _away_from_zero(rng, m, n), A1, _away_from_zero(rng, h, c), _away_from_zero(rng, m, c)


_right_W1 = gradient_W1


def _with_slope(slope):
    """Make a wrong answer of a wrong slope of the hidden layer."""

    def wrong(X, A1, W2, dZ2):
        return X.T @ ((dZ2 @ W2.T) * slope(A1))

    return wrong


def _dZ1(A1, W2, dZ2):
    return (dZ2 @ W2.T) * A1 * (1 - A1)


_STAR = (
    "`dZ2 * W2.T` is right for one output unit only. With several, the shares of all output units "
    "are added up: `dZ2 @ W2.T`."
)
_W2_TRANSPOSE = (
    "The transpose of W2 is missing: entry [i, j] of dA1 adds up dZ2[i, l] * W2[j, l] over the "
    "output units l, so W2 is read along its rows: W2.T."
)
_X_TRANSPOSE = "The transpose of X is missing: dW1 adds up over the samples, X.T @ dZ1."
_HALF_SLOPE = "Half of the sigmoid's slope is missing: it is A1 * (1 - A1)."
_HIDDEN_TWICE = (
    "You take sigmoid(A1), but A1 is the output of the sigmoid already: its slope is A1 * (1 - A1)."
)

gradient_W1 = Exercise(
    name="gradient_W1",
    task="Write `gradient_W1(X, A1, W2, dZ2)`: dW1, the gradient of the loss with respect to W1.",
    reference=gradient_W1,
    cases=[
        _both_layers(5, 3, 4, 1, seed=0),
        _both_layers(4, 2, 3, 3, seed=1),
        _both_layers(3, 3, 3, 2, seed=2),
    ],
    misconceptions=[
        Misconception("sign", _MINUS, lambda *arrays: -_right_W1(*arrays)),
        Misconception(
            "no-slope",
            "The slope of the hidden sigmoid is missing: multiply dA1 by A1 * (1 - A1).",
            _with_slope(lambda A1: np.ones_like(A1)),
        ),
        Misconception(
            "output-for-input",
            _HIDDEN_TWICE,
            _with_slope(lambda A1: sigmoid(A1) * (1 - sigmoid(A1))),
        ),
        *forms(
            "half-slope",
            _HALF_SLOPE,
            _with_slope(lambda A1: A1),
            _with_slope(lambda A1: 1 - A1),
        ),
        Misconception(
            "tanh",
            "You have the slope of tanh, 1 − A1²; the slope of the sigmoid is A1 * (1 - A1).",
            _with_slope(lambda A1: 1 - A1**2),
        ),
        Misconception(
            "w2-transpose",
            _W2_TRANSPOSE,
            lambda X, A1, W2, dZ2: X.T @ ((dZ2 @ W2) * A1 * (1 - A1)),
        ),
        Misconception("star", _STAR, lambda X, A1, W2, dZ2: X.T @ ((dZ2 * W2.T) * A1 * (1 - A1))),
        Misconception("x-transpose", _X_TRANSPOSE, lambda X, A1, W2, dZ2: X @ _dZ1(A1, W2, dZ2)),
        Misconception(
            "stops-early",
            "This is dZ1. One link is left: X.T @ dZ1 adds up over the samples.",
            lambda X, A1, W2, dZ2: _dZ1(A1, W2, dZ2),
        ),
        Misconception(
            "turned",
            "This is dW1 turned over: it must have the shape of W1, (n, h), so X.T stands left.",
            lambda X, A1, W2, dZ2: _dZ1(A1, W2, dZ2).T @ X,
        ),
        Misconception(
            "a1-for-x",
            "The hidden layer was fed X, so the last product is X.T @ dZ1, not A1.T @ dZ1.",
            lambda X, A1, W2, dZ2: A1.T @ _dZ1(A1, W2, dZ2),
        ),
        Misconception("mean", _MEAN, lambda *arrays: _right_W1(*arrays) / len(arrays[0])),
    ],
    hints=[
        "Three links: from Z2 back to A1, through the sigmoid to Z1, and on to W1.",
        "`dA1 = dZ2 @ W2.T` has shape (m, h): it adds up over the output units.",
        "`dZ1 = dA1 * A1 * (1 - A1)`: entry by entry, the slope of the sigmoid.",
        "`X.T @ dZ1` has shape (n, h): it adds up over the samples.",
    ],
    praise="All three links are right, for one output unit and for several.",
)


def update(W, dW, learning_rate):
    """Weights after one step of gradient descent; W itself stays as it is.

    Parameters
    ----------
    W, dW : arrays of the same shape
    learning_rate : float above 0

    Returns
    -------
    array of the same shape
    """
    return W - learning_rate * dW


def _weights(rate, *shape, seed):
    rng = np.random.default_rng(seed)
    W, dW = rng.uniform(0.3, 1.3, (2, *shape)) * rng.choice([-1, 1], (2, *shape))
    return W, dW, rate


update = Exercise(
    name="update",
    task="Write `update(W, dW, learning_rate)`: the weights after one step of gradient descent.",
    reference=update,
    cases=[_weights(0.5, 3, 2, seed=0), _weights(2.0, 4, 1, seed=1), _weights(0.1, 2, seed=2)],
    misconceptions=[
        Misconception(
            "ascent",
            "Plus climbs: the gradient points to where the loss grows; the step goes against it.",
            lambda W, dW, learning_rate: W + learning_rate * dW,
        ),
        Misconception(
            "no-rate",
            "The learning rate is not used: it scales the gradient before it is subtracted.",
            lambda W, dW, learning_rate: W - dW,
        ),
        *forms(
            "step-only",
            "This is only the step; the new weights are the old ones plus the step.",
            lambda W, dW, learning_rate: -learning_rate * dW,
            lambda W, dW, learning_rate: learning_rate * dW,
        ),
        Misconception(
            "divided",
            "You divide by the learning rate: a smaller rate must give a smaller step.",
            lambda W, dW, learning_rate: W - dW / learning_rate,
        ),
        Misconception(
            "brackets",
            "The brackets are wrong: the learning rate multiplies dW, it is not taken from W.",
            lambda W, dW, learning_rate: (W - learning_rate) * dW,
        ),
        Misconception(
            "shrink",
            "You multiply all of W − dW by the rate; only dW is to be scaled.",
            lambda W, dW, learning_rate: learning_rate * (W - dW),
        ),
        Misconception(
            "sign-only",
            "Only the sign of the gradient counts here; its size says how long the step should be.",
            lambda W, dW, learning_rate: W - learning_rate * np.sign(dW),
        ),
        Misconception(
            "turned",
            "The difference is turned round: start at W and take the step away from it.",
            lambda W, dW, learning_rate: learning_rate * dW - W,
        ),
    ],
    hints=[
        "The gradient points uphill; a step goes the other way.",
        "The length of the step is the learning rate times the gradient.",
        "Give back a new array: `W - …`, not `W -= …`.",
    ],
    praise="A step against the gradient, scaled by the learning rate; W itself is left alone.",
)

worked_example = Choice(
    name="worked_example",
    question="After one step 0.291027924 is published, and our step gives 0.291027774. "
    "Which step gives the published error?",
    options={
        "a": Option(
            "It rounds its weights.",
            "Not this: to move the seventh digit, weights would have to be rounded far more "
            "coarsely than the nine digits that are printed.",
            "rounding",
        ),
        "b": Option(
            "It moves the biases too.",
            "Not this: with the biases moved as well the error falls to 0.2858.",
            "biases",
        ),
        "c": Option(
            "It moves W2 first, and then uses the new W2 in the gradient of W1.",
            "The gradient holds for one point: all of it must be computed before anything moves. "
            "With the new W2 inside dA1 the published number comes out.",
        ),
        "d": Option(
            "It leaves out the factor ½ of the error.",
            "Not this: without it the first error would already be twice as large.",
            "half",
        ),
        "e": Option(
            "It takes two steps.",
            "Not this: after two steps the error is 0.2835.",
            "two-steps",
        ),
    },
    hints=[
        "The difference is tiny, and it appears only after the step: look at the order of things.",
        "dA1 = dZ2 @ W2.T: which W2 is meant, the one before the step or the one after it?",
    ],
)
