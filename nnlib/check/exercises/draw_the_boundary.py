"""Exercises of notebook 05, "Draw the boundary": two functions, `backward`, a listing to mend.

The listing is our own writing. Its faults are those of published articles on this classifier.
"""

import numpy as np

from nnlib import activations, losses
from nnlib.activations import sigmoid
from nnlib.check.base import Exercise, Misconception, forms
from nnlib.check.listing import Listing
from nnlib.check.sandbox import Complaint

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


def backward(X, Z1, A1, A2, W2, y):
    """Gradient of the mean cross-entropy with respect to weights and biases of both layers.

    Parameters
    ----------
    X : array of shape (m, n)
    Z1, A1 : arrays of shape (m, h)
        Input and output of the hidden layer, which has tanh.
    A2 : array of shape (m, 1)
        Output of the network, which has a sigmoid.
    W2 : array of shape (h, 1)
    y : array of shape (m, 1)

    Returns
    -------
    dW1, db1, dW2, db2 : arrays of shapes (n, h), (h,), (h, 1), (1,)
    """
    dZ2 = (A2 - y) / len(y)  # (m, 1)
    dW2 = A1.T @ dZ2  # (h, 1)
    db2 = dZ2.sum(axis=0)
    dZ1 = dZ2 @ W2.T * (1 - A1**2)  # (m, h)
    dW1 = X.T @ dZ1  # (n, h)
    db1 = dZ1.sum(axis=0)
    return dW1, db1, dW2, db2


def _loss_of_moved(k, delta, X, Z1, A1, A2, W2, y):
    """Cross-entropy when dW1, db1, dW2 or db2's parameter (k = 0 … 3) is moved by `delta`."""
    dW1, db1, dW2, db2 = (delta if k == place else 0.0 for place in range(4))
    Z2 = np.log(A2 / (1 - A2))
    moved = np.tanh(Z1 + (X @ dW1 if k == 0 else 0.0) + db1)
    return losses.sigmoid_cross_entropy(Z2 + (moved - A1) @ W2 + moved @ (W2 * 0 + dW2) + db2, y)


def _forward_case(m, n, h, seed):
    """Draw X, Z1, A1, A2, W2, y of a forward pass."""
    rng = np.random.default_rng(seed)
    X, W1, W2 = (rng.normal(size=shape) for shape in [(m, n), (n, h), (h, 1)])
    Z1 = X @ W1 + rng.normal(size=h)
    A1 = np.tanh(Z1)
    A2 = sigmoid(A1 @ W2 + rng.normal())
    return X, Z1, A1, A2, W2, np.arange(m)[:, np.newaxis] % 2.0


def _right_product(A, dZ):
    return A.T @ dZ


def _right_total(dZ):
    return dZ.sum(axis=0)


def _with(
    slope=None,
    error=None,
    to_hidden=None,
    products=(_right_product,) * 2,
    totals=(_right_total,) * 2,
):
    """Make a wrong `backward` in which some parts differ.

    Parameters
    ----------
    slope : ``slope(Z1, A1)`` in place of ``1 - A1**2``
    error : ``error(A2, y)`` in place of ``A2 - y``; it is divided by m
    to_hidden : ``to_hidden(dZ2, W2, dW2)`` in place of ``dZ2 @ W2.T``
    products, totals : pairs, the first for the hidden layer, the second for the output layer
        ``product(A, dZ)`` gives dW, ``total(dZ)`` gives db.
    """

    def wrong(X, Z1, A1, A2, W2, y):
        dZ2 = (error(A2, y) if error else A2 - y) / len(y)
        dW2, db2 = products[1](A1, dZ2), totals[1](dZ2)
        dA1 = to_hidden(dZ2, W2, dW2) if to_hidden else dZ2 @ W2.T
        dZ1 = dA1 * (slope(Z1, A1) if slope else 1 - A1**2)
        return products[0](X, dZ1), totals[0](dZ1), dW2, db2

    return wrong


def _either_layer(key, message, *, product=None, total=None):
    """List a wrong product or total in both layers, in the hidden and in the output layer only."""
    name, right = ("products", _right_product) if product else ("totals", _right_total)
    wrong = product or total
    pairs = [(wrong, wrong), (wrong, right), (right, wrong)]
    return forms(key, message, *(_with(**{name: pair}) for pair in pairs))


def _scaled(*powers):
    """Make a wrong `backward`: the right results times m to a power each."""

    def wrong(X, Z1, A1, A2, W2, y):
        results = backward.reference(X, Z1, A1, A2, W2, y)
        return tuple(r * float(len(y)) ** power for r, power in zip(results, powers, strict=True))

    return wrong


def _ordered(*order):
    return lambda *arrays: tuple(backward.reference(*arrays)[place] for place in order)


def _inputs_exchanged(layer):
    """Make a wrong `backward` that multiplies dZ of a layer by the input of the other layer."""

    def wrong(X, Z1, A1, A2, W2, y):
        results = list(backward.reference(X, Z1, A1, A2, W2, y))
        dZ2 = (A2 - y) / len(y)
        results[layer] = A1.T @ (dZ2 @ W2.T * (1 - A1**2)) if layer == 0 else X.T @ dZ2
        return tuple(results)

    return wrong


_NO_MEAN = "The 1/m is missing: the loss is a mean over m samples, so every gradient is one too."
_TWO_MEANS = "The 1/m is there twice: once in dZ2 is enough, the sums after it only add."
_OPPOSITE = "Every entry has the opposite sign: dZ2 is A2 − y, the prediction minus the label."
_Z_SLOPE = "The slope of tanh at Z1 is 1 − tanh(Z1)², which is 1 − A1². You have 1 − Z1²."
_TWICE = "A1 is already tanh(Z1): its slope is 1 − A1², without another tanh."
_LOGISTIC = (
    "A1(1 − A1) is the slope of a sigmoid; the hidden layer has tanh, whose slope is 1 − A1²."
)
_SQUARE_LOST = "The slope of tanh is 1 − A1², with the square; 1 − A1 is another number."
_NO_SLOPE = "The slope of tanh is missing in dW1 and db1: the chain runs through A1 = tanh(Z1)."
_SQUARED = (
    "A2(1 − A2) does not belong in dZ2. It does with squared errors; with cross-entropy it "
    "cancels, and A2 − y remains."
)
_TWO = "Everything is twice too large: the 2 comes from squared errors, cross-entropy has none."
_TRANSPOSE = (
    "A product lacks its transpose: to give one entry for each weight, sums must run over the "
    "samples: X.T @ dZ1 and A1.T @ dZ2."
)
_W2_TRANSPOSE = (
    "Here dZ2 has one column and W2 has h rows: the way back needs W2.T, of shape (1, h)."
)
_NOT_SUMMED = "A bias belongs to all samples: its gradient is the sum of dZ over them, axis 0."
_ALL_SUMMED = "A bias has one entry for each unit: sum over the samples only, `sum(axis=0)`."
_WRONG_AXIS = "Samples are rows: the sum for a bias runs down the rows, axis 0."
_KEPT = "A bias has shape (h,), so its gradient has too: leave out `keepdims`."
_ORDER = "The gradients come back in another order; wanted: dW1, db1, dW2, db2."
_DW2 = (
    "The way back to the hidden layer goes through the weights W2, not through their gradient dW2."
)
_INPUT = "Each layer takes its own input: X for dW1, A1 for dW2."
_STAR = "A gradient of weights is a matrix product `@`, which adds over the samples; `*` does not."

backward = Exercise(
    name="backward",
    task="Write `backward(X, Z1, A1, A2, W2, y)`: it returns dW1, db1, dW2, db2.",
    reference=backward,
    returns=("dW1", "db1", "dW2", "db2"),
    cases=[_forward_case(5, 2, 3, seed=0), _forward_case(4, 3, 2, seed=1)],
    nudged=_loss_of_moved,
    misconceptions=[
        *forms("no-mean", _NO_MEAN, _scaled(1, 1, 1, 1), _scaled(1, 0, 1, 0), _scaled(0, 1, 0, 1)),
        *forms("mean-twice", _TWO_MEANS, _scaled(-1, -1, -1, -1), _scaled(0, -1, 0, -1)),
        Misconception("sign", _OPPOSITE, _with(error=lambda A2, y: y - A2)),
        Misconception("slope-of-z", _Z_SLOPE, _with(slope=lambda Z1, A1: 1 - Z1**2)),
        Misconception("tanh-twice", _TWICE, _with(slope=lambda Z1, A1: 1 - np.tanh(A1) ** 2)),
        Misconception("sigmoid-slope", _LOGISTIC, _with(slope=lambda Z1, A1: A1 * (1 - A1))),
        Misconception("no-square", _SQUARE_LOST, _with(slope=lambda Z1, A1: 1 - A1)),
        Misconception("no-slope", _NO_SLOPE, _with(slope=lambda Z1, A1: 1.0)),
        *forms(
            "squared-error",
            _SQUARED,
            _with(error=lambda A2, y: (A2 - y) * A2 * (1 - A2)),
            _with(error=lambda A2, y: 2 * (A2 - y) * A2 * (1 - A2)),
        ),
        Misconception("two", _TWO, _with(error=lambda A2, y: 2 * (A2 - y))),
        *_either_layer("no-transpose", _TRANSPOSE, product=lambda A, dZ: A @ dZ),
        *_either_layer("no-transpose", _TRANSPOSE, product=lambda A, dZ: dZ.T @ A),
        *_either_layer("elementwise", _STAR, product=lambda A, dZ: A * dZ),
        *_either_layer("elementwise", _STAR, product=lambda A, dZ: A.T * dZ),
        *forms(
            "w2-transpose",
            _W2_TRANSPOSE,
            _with(to_hidden=lambda dZ2, W2, dW2: dZ2 @ W2),
            _with(to_hidden=lambda dZ2, W2, dW2: W2 @ dZ2),
            _with(to_hidden=lambda dZ2, W2, dW2: dZ2 * W2),
        ),
        *_either_layer("bias-not-summed", _NOT_SUMMED, total=lambda dZ: dZ),
        *_either_layer("bias-all-summed", _ALL_SUMMED, total=lambda dZ: dZ.sum()),
        *_either_layer("bias-axis", _WRONG_AXIS, total=lambda dZ: dZ.sum(axis=1)),
        *_either_layer("bias-keepdims", _KEPT, total=lambda dZ: dZ.sum(axis=0, keepdims=True)),
        *forms("order", _ORDER, _ordered(2, 3, 0, 1), _ordered(0, 2, 1, 3), _ordered(2, 0, 3, 1)),
        Misconception("dw2-for-w2", _DW2, _with(to_hidden=lambda dZ2, W2, dW2: dZ2 @ dW2.T)),
        *forms("other-input", _INPUT, _inputs_exchanged(0), _inputs_exchanged(2)),
    ],
    hints=[
        "Start at the end: `dZ2 = (A2 - y) / len(y)`, one row a sample.",
        "Each weight of the output layer is met by every sample: `dW2 = A1.T @ dZ2` adds them up, "
        "and `db2 = dZ2.sum(axis=0)`.",
        "Back to the hidden layer through its weights, then through tanh: "
        "`dZ1 = dZ2 @ W2.T * (1 - A1**2)`.",
        "dW1 and db1 are made of dZ1 as dW2 and db2 are of dZ2, with X in place of A1.",
    ],
    praise="All four gradients are right: they are what the loss does when a parameter moves.",
)


FORWARD_AND_COST = """
def forward_pass(X, p):
    A1 = np.tanh(X @ p["W1"] + p["b1"])
    A2 = 1 / (1 + np.exp(-(A1 @ p["W2"] + p["b2"])))
    return A1, A2


def cost_of(A2, y):
    cost = -np.mean(y * np.log(A2) + (1 - y) * np.log(1 - A2))
    return cost
"""

GRADIENTS_AND_FIT = """
def gradients_of(X, y, A1, A2, p):
    dZ2 = (A2 - y) / len(X)
    dZ1 = dZ2 @ p["W2"].T * (1 - A1**2)
    dW1, dW2 = X.T @ dZ1, A1.T @ dZ2
    return {"W1": dW1, "b1": dZ1.sum(axis=0), "W2": dW2, "b2": dZ2.sum(axis=0)}


def fit(X, y, p, steps, learning_rate):
    for _ in range(steps):
        A1, A2 = forward_pass(X, p)
        g = gradients_of(X, y, A1, A2, p)
        p = {name: p[name] - learning_rate * g[name] for name in p}
    return p, cost_of(A2, y)
"""

# What a line of the mended listing is in the broken one.
STAR = ("(1 - y) * np.log(1 - A2)", "(1 - y) np.log(1 - A2)")
RETURN = (
    'return {"W1": dW1, "b1": dZ1.sum(axis=0), "W2": dW2, "b2": dZ2.sum(axis=0)}',
    '{"W1": dW1, "b1": dZ1.sum(axis=0), "W2": dW2, "b2": dZ2.sum(axis=0)} return',
)
COST = ("return cost", "return loss")
FORWARD_CALL = ("A1, A2 = forward_pass(X, p)", "A1, A2 = forward(X, p)")
GRADIENTS_CALL = ("g = gradients_of(", "g = gradients(")
RATE = ("- learning_rate * g", "- rate * g")


def _with_faults(*faults):
    """Both halves of the mended listing, with some faults put in."""
    halves = FORWARD_AND_COST, GRADIENTS_AND_FIT
    for right, wrong in faults:
        halves = tuple(half.replace(right, wrong) for half in halves)
    return halves


BROKEN = _with_faults(STAR, RETURN, COST, FORWARD_CALL, GRADIENTS_CALL, RATE)


def _fitted(namespace, X, y, p, steps, learning_rate):
    """Call ``fit`` as a reader of the listing would; give the parameters and the cost."""
    if "fit" not in namespace:
        raise Complaint("The listing no longer defines `fit(X, y, p, steps, learning_rate)`.")
    result = namespace["fit"](X, y, p, steps, learning_rate)
    if not isinstance(result, tuple) or len(result) != 2 or not isinstance(result[0], dict):
        raise Complaint("`fit` must give back two things: the parameters `p`, and the cost.")
    missing = sorted(set(p) - set(result[0]))
    if missing:
        raise Complaint(f"The parameters that `fit` gives back lack {', '.join(missing)}.")
    return (*(result[0][name] for name in ("W1", "b1", "W2", "b2")), result[1])


def _small_fit(m, h, steps, learning_rate, seed):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(m, 2))
    y = (sigmoid(3 * X[:, :1]) > rng.uniform(size=(m, 1))).astype(float)
    p = {"W1": rng.normal(size=(2, h)), "b1": np.zeros(h)}
    return X, y, p | {"W2": rng.normal(size=(h, 1)), "b2": np.zeros(1)}, steps, learning_rate


_STAR_LOST = (
    "A `*` is lost: between (1 − y) and the logarithm nothing stands. In formulas neighbours are "
    "multiplied; Python wants the sign."
)
_COMMA = "A comma makes two things of one product: where Python stumbled, a `*` is missing."
_PLUS = "Between (1 − y) and the logarithm stands the wrong sign: it is a product, `*`."
_AT = "`@` adds over the samples; (1 − y) and the logarithm are multiplied entry by entry, `*`."
_SWAPPED = "`return` stands behind its value; it comes first: `return {…}`."
_NO_RETURN = "The gradients are computed but not given back: their line needs a `return` in front."
_OTHER_COST = "The cost is computed under one name and returned under another that does not exist."
_OTHER_FUNCTION = (
    "A function is called by a name it was not given: compare the calls in `fit` with each `def`."
)
_GLOBAL = (
    "`fit` uses a name that is not among its parameters. It runs only where another cell "
    "happens to define that name, and then with the value it has there. Use the parameter."
)
_FIXED = (
    "The listing runs, but `fit` takes its steps at a rate of its own: the parameter "
    "`learning_rate` has no effect."
)
_UPHILL = "The step goes uphill: parameters move against the gradient, with a minus."

mend = Listing(
    name="mend",
    arguments="listing_1, listing_2",
    task="Mend the faults in `listing_1` and `listing_2` until `fit` trains the network.",
    given=BROKEN,
    reference=(FORWARD_AND_COST, GRADIENTS_AND_FIT),
    drive=_fitted,
    returns=("W1", "b1", "W2", "b2", "cost"),
    cases=[_small_fit(8, 3, 3, 0.5, seed=0), _small_fit(6, 2, 4, 0.8, seed=1)],
    misconceptions=[
        Misconception("star-lost", _STAR_LOST, _with_faults(STAR)),
        Misconception("comma", _COMMA, _with_faults((STAR[0], "(1 - y), np.log(1 - A2)"))),
        *forms(
            "wrong-sign",
            _PLUS,
            *(_with_faults((STAR[0], f"(1 - y) {sign} np.log(1 - A2)")) for sign in "+-/"),
        ),
        Misconception("at", _AT, _with_faults((STAR[0], "(1 - y) @ np.log(1 - A2)"))),
        Misconception("return-swapped", _SWAPPED, _with_faults(RETURN)),
        Misconception(
            "return-lost", _NO_RETURN, _with_faults((RETURN[0], RETURN[0].removeprefix("return ")))
        ),
        Misconception("cost-name", _OTHER_COST, _with_faults(COST)),
        *forms(
            "function-name",
            _OTHER_FUNCTION,
            _with_faults(FORWARD_CALL),
            _with_faults(GRADIENTS_CALL),
        ),
        Misconception("global", _GLOBAL, _with_faults(RATE)),
        *forms(
            "rate-fixed",
            _FIXED,
            *(_with_faults((RATE[0], f"- {rate} * g")) for rate in (1.2, 1.0, 0.1)),
        ),
        Misconception("uphill", _UPHILL, _with_faults((RATE[0], "+ learning_rate * g"))),
    ],
    hints=[
        "Two lines cannot be read at all: look for a product without a sign, and for a `return` "
        "that stands last.",
        "Then follow the names: what is returned must have been computed, what is called must have "
        "been defined.",
        "`rate` belongs to nobody: `fit` has a parameter for it.",
    ],
    praise="It runs by itself and takes the right steps: six faults mended.",
)
