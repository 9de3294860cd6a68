"""Exercises of notebook 05, "Draw the boundary": `cross_entropy` and `predict`."""

import numpy as np

from nnlib import activations, losses
from nnlib.check.base import Exercise, Misconception, forms

# cross_entropy


def _parts(y_hat, y):
    """Log-likelihood of each sample, right where y_hat lies inside (0, 1)."""
    return y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)


def _unfinished_sum(y_hat, y):
    return -(y * np.log(y_hat)).mean() + (1 - y) * np.log(1 - y_hat)


def _unfinished_quotient(y_hat, y):
    return -np.sum(y * np.log(y_hat)) / len(y) + (1 - y) * np.log(1 - y_hat)


def _one_column_times_another(y_hat, y):
    return -(y @ np.log(y_hat) + (1 - y) @ np.log(1 - y_hat)) / len(y)


def _odd_at_the_ends(answer):
    """Say what is wrong at a prediction of exactly 0 whose label is 1, or nothing."""
    with np.errstate(all="ignore"):
        value = float(np.squeeze(answer(np.array([[0.0], [0.5]]), np.array([[1.0], [1.0]]))))
    if np.isfinite(value) and value > 5:
        return None
    return (
        f"A prediction of exactly 0 whose label is 1 gives {value:g}. Wanted: a large number, but "
        "a finite one. Clip `y_hat` to a little inside 0 and 1 before you take logarithms."
    )


_SUM = (
    "You add over the samples; the loss is their mean. With twice the data yours is twice as big."
)
_MINUS = "The sign is turned round: logarithms of probabilities are negative, so a minus is needed."
_ONES = "Only samples with y = 1 count. The second part, (1 − y) log(1 − ŷ), is for y = 0."
_ZEROS = "Only samples with y = 0 count. The first part, y log ŷ, is for y = 1."
_TURNED = "The logarithm is of the prediction, not of the label: log(ŷ), multiplied by y."
_CROSSED = "The labels are crossed: y = 1 needs log(ŷ), and y = 0 needs log(1 − ŷ)."
_BASE = "The logarithm has another base; `np.log` is the natural one, whose slope is 1/x."
_SQUARES = "This is the mean of squared errors; cross-entropy takes logarithms."
_EACH = "One number for each sample comes back; the loss is the mean of all of them."
_PART_ONLY = "The mean covers the first part only: both parts belong inside its brackets."
_PARTS_MINUS = (
    "Between the two parts stands a minus; both are added, and one minus stands in front."
)
_HALF = "This is half of the right value: squared errors are sometimes halved, cross-entropy not."
_PRODUCT = "`@` wants a row times a column; here entries are multiplied in pairs: `*`."
_NO_CLIP = (
    "The formula is right, but at predictions of exactly 0 or 1 the computer meets 0 · log(0), "
    "which is not a number. Clip `y_hat` first: `np.clip(y_hat, 1e-15, 1 - 1e-15)`."
)

cross_entropy = Exercise(
    name="cross_entropy",
    task="Write `cross_entropy(y_hat, y)`: the mean of −[y log ŷ + (1 − y) log(1 − ŷ)].",
    reference=losses.cross_entropy,
    source=(losses.cross_entropy, losses._inside),
    cases=[
        (np.array([[0.9], [0.2], [0.6], [0.3]]), np.array([[1.0], [0.0], [0.0], [1.0]])),
        (np.array([[0.75], [0.1], [0.4]]), np.array([[0.0], [0.0], [1.0]])),
    ],
    special=[(np.array([[1.0], [0.0], [0.5]]), np.array([[1.0], [0.0], [1.0]]))],
    stable=True,
    judge=_odd_at_the_ends,
    misconceptions=[
        Misconception("sum", _SUM, lambda p, y: -_parts(p, y).sum()),
        Misconception("sign", _MINUS, lambda p, y: _parts(p, y).mean()),
        *forms("sum-and-sign", f"{_SUM} {_MINUS}", lambda p, y: _parts(p, y).sum()),
        Misconception("only-ones", _ONES, lambda p, y: -(y * np.log(p)).mean()),
        Misconception("only-zeros", _ZEROS, lambda p, y: -((1 - y) * np.log(1 - p)).mean()),
        *forms(
            "turned",
            _TURNED,
            lambda p, y: -_parts(y, p).mean(),
            lambda p, y: -_parts(np.clip(y, 1e-15, 1 - 1e-15), p).mean(),
        ),
        Misconception("crossed", _CROSSED, lambda p, y: -_parts(1 - p, y).mean()),
        *forms(
            "base",
            _BASE,
            lambda p, y: -_parts(p, y).mean() / np.log(2),
            lambda p, y: -_parts(p, y).mean() / np.log(10),
        ),
        *forms("squares", _SQUARES, losses.mse, lambda p, y: losses.mse(p, y) / 2, losses.sse),
        *forms("each", _EACH, lambda p, y: -_parts(p, y), lambda p, y: -_parts(p, y)[:, 0]),
        *forms("part-only", _PART_ONLY, _unfinished_sum, _unfinished_quotient),
        Misconception(
            "minus-between",
            _PARTS_MINUS,
            lambda p, y: -(y * np.log(p) - (1 - y) * np.log(1 - p)).mean(),
        ),
        Misconception("half", _HALF, lambda p, y: -_parts(p, y).mean() / 2),
        Misconception("matrix-product", _PRODUCT, _one_column_times_another),
        Misconception("no-clip", _NO_CLIP, lambda p, y: -_parts(p, y).mean()),
    ],
    hints=[
        "For one sample with y = 1 the loss is −log ŷ; with y = 0 it is −log(1 − ŷ).",
        "Both cases in one line: −(y log ŷ + (1 − y) log(1 − ŷ)), entry by entry, then the mean.",
        "At ŷ = 1 the second logarithm is log(0). `np.clip(y_hat, 1e-15, 1 - 1e-15)` keeps both "
        "finite and changes nothing that matters.",
    ],
    praise="The loss is right, also for predictions of exactly 0 and 1.",
)

# predict


def predict(X, W1, b1, W2, b2):
    """Label of every sample: 1 where the network's output is above 0.5, else 0.

    Parameters
    ----------
    X : array of shape (m, n)
    W1, b1 : arrays of shapes (n, h) and (h,)
        The hidden layer has tanh.
    W2, b2 : arrays of shapes (h, 1) and (1,)
        The output has a sigmoid.

    Returns
    -------
    array of shape (m, 1), integers 0 and 1
    """
    A1 = np.tanh(X @ W1 + b1)  # (m, h)
    A2 = activations.sigmoid(A1 @ W2 + b2)  # (m, 1)
    return (A2 > 0.5).astype(int)


def _answer(label=None, hidden=np.tanh, output=activations.sigmoid, biases=True):
    """Make a wrong `predict`; ``label(A2)`` in place of ``A2 > 0.5``."""

    def wrong(X, W1, b1, W2, b2):
        A1 = hidden(X @ W1 + b1 * biases)
        A2 = output(A1 @ W2 + b2 * biases)
        return (label(A2) if label else A2 > 0.5) * 1

    return wrong


def _points(m, n, h, seed):
    """Draw X, W1, b1, W2, b2 of a network whose hidden units have weights of all sizes."""
    rng = np.random.default_rng(seed)
    shapes = [(m, n), (n, h), (h,), (h, 1), (1,)]
    return tuple(rng.normal(size=shape) for shape in shapes)


_PROBABILITY = (
    "The probabilities come back; a label is 1 where the probability is above 0.5, else 0."
)
_ALL_ONE = "Every sample gets label 1: a probability is always above 0. Compare with 0.5."
_ALL_ZERO = (
    "Every sample gets label 0: `astype(int)` cuts off the decimals. Compare with 0.5 first."
)
_LOGIT = "The middle is 0.5 for the probability A2. For Z2, before the sigmoid, it is 0."
_OTHER_WAY = "The labels are turned round: above 0.5 means 1."
_PLUS_MINUS = "The labels are −1 and 1; here they are 0 and 1, as in y."
_SIGMOID = "The hidden layer has a sigmoid in your function; in this network it has tanh."
_LINEAR = "The hidden layer lacks its tanh: without it the boundary can only be a straight line."
_NO_BIAS = "The biases are missing: the boundary then cannot leave the origin as it should."
_ONE = "One label for all samples comes back; each row needs its own."
_FLAT = "The labels are right, but in shape (m,); y has shape (m, 1), and so should they."

predict = Exercise(
    name="predict",
    task="Write `predict(X, W1, b1, W2, b2)`: label 1 where the output is above 0.5, else 0.",
    reference=predict,
    cases=[_points(40, 2, 4, seed=4), _points(40, 3, 5, seed=1)],
    misconceptions=[
        Misconception("probability", _PROBABILITY, _answer(lambda A2: A2)),
        Misconception("all-one", _ALL_ONE, _answer(lambda A2: A2 > 0)),
        Misconception("all-zero", _ALL_ZERO, _answer(lambda A2: A2.astype(int))),
        Misconception("logit", _LOGIT, _answer(output=lambda Z2: Z2)),
        Misconception("other-way", _OTHER_WAY, _answer(lambda A2: A2 < 0.5)),
        *forms(
            "plus-minus",
            _PLUS_MINUS,
            _answer(lambda A2: np.where(A2 > 0.5, 1, -1)),
            _answer(np.sign, output=lambda Z2: Z2),
        ),
        Misconception("sigmoid-hidden", _SIGMOID, _answer(hidden=activations.sigmoid)),
        Misconception("no-hidden", _LINEAR, _answer(hidden=lambda Z1: Z1)),
        Misconception("no-bias", _NO_BIAS, _answer(biases=False)),
        *forms(
            "one",
            _ONE,
            _answer(lambda A2: A2.mean() > 0.5),
            _answer(lambda A2: (A2 > 0.5).any()),
            _answer(lambda A2: (A2 > 0.5).all()),
        ),
        Misconception("flat", _FLAT, _answer(lambda A2: A2.ravel() > 0.5)),
    ],
    hints=[
        "The forward pass gives A2, the probability of label 1 for every sample, (m, 1).",
        "`A2 > 0.5` compares every entry and gives True or False.",
        "`.astype(int)` makes 1 of True and 0 of False.",
    ],
    praise="Every sample gets its label, in the shape of y.",
)
