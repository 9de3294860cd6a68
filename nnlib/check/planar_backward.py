"""The exercise `backward` of notebook 05, "Draw the boundary"."""

import numpy as np

from nnlib import losses
from nnlib.activations import sigmoid
from nnlib.check.base import Exercise, Misconception, forms


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
