"""Exercise of notebook 01, "Fire a neuron": `fires`."""

import numpy as np

from nnlib import logic
from nnlib.check.base import Exercise, Misconception, forms


def fires(X, weights, threshold):
    """Tell for every sample whether the neuron fires.

    Parameters
    ----------
    X : array of shape (m, n), zeros and ones, one sample a row
    weights : array of shape (n,)
    threshold : float

    Returns
    -------
    array of shape (m,), zeros and ones
    """
    v = X @ weights - threshold  # (m,)
    return np.where(v >= 0, 1, 0)


def _by_if(X, weights, threshold):
    return 1 if X @ weights >= threshold else 0


_STRICT = (
    "The neuron fires when the sum reaches the threshold, so equal is enough: v >= 0, not v > 0."
)
_NO_THRESHOLD = "The threshold plays no part: take it away from the sum before you compare with 0."
_PLUS = (
    "The threshold is added; it is taken away: v = X @ weights − threshold. "
    "(Only a bias is added, and the bias is −threshold.)"
)
_POTENTIAL = "This is v itself. The neuron answers 1 where v >= 0, and 0 elsewhere."
_SUM = "This is the weighted sum. Compare it with the threshold: 1 where it is reached, else 0."
_SIGN = "A silent neuron gives 0 here, not −1: np.sign gives −1, 0 and 1."
_TURNED = "Ones and zeros are exchanged: 1 stands for a neuron that fires."
_COUNT = "Every active input counts 1, whatever its weight: each input times its own weight."
_SIZE = "A negative weight must pull the sum down; yours counts its size only."
_ELEMENTWISE = (
    "Every input is compared alone. The neuron compares one sum a sample: `X @ weights` adds up."
)
_COLUMNS = "The sum runs down the columns, over samples; it must run along a row, over the inputs."
_ANY = "It fires as soon as one input is 1 and never asks for the weights or the threshold."
_MEAN = "The products are averaged; the neuron adds them up."
_IF = "`if` asks one question of the whole array; `np.where(v >= 0, 1, 0)` asks it of every sample."

_TABLE = logic.all_inputs(3)

fires = Exercise(
    name="fires",
    task="Write `fires(X, weights, threshold)`: for every row of X 1 if the neuron fires, else 0.",
    reference=fires,
    cases=[
        (_TABLE, np.array([2.0, 1.0, -1.5]), 1.0),
        (_TABLE, np.array([-1.0, -2.0, 1.0]), -1.0),
        (_TABLE[2:], np.array([1.0, 1.0, 1.0]), 2.0),
        (np.eye(4, dtype=int), np.array([0.5, 3.0, -1.0, 2.0]), 2.0),
    ],
    misconceptions=[
        Misconception("strict", _STRICT, lambda X, w, t: (X @ w > t) * 1),
        Misconception("no-threshold", _NO_THRESHOLD, lambda X, w, t: (X @ w >= 0) * 1),
        Misconception("plus-threshold", _PLUS, lambda X, w, t: (X @ w + t >= 0) * 1),
        Misconception("potential", _POTENTIAL, lambda X, w, t: X @ w - t),
        Misconception("sum", _SUM, lambda X, w, t: X @ w),
        *forms(
            "sign",
            _SIGN,
            lambda X, w, t: np.sign(X @ w - t),
            lambda X, w, t: np.where(X @ w >= t, 1, -1),
        ),
        *forms(
            "turned-round",
            _TURNED,
            lambda X, w, t: (X @ w < t) * 1,
            lambda X, w, t: (X @ w <= t) * 1,
        ),
        Misconception("counts-inputs", _COUNT, lambda X, w, t: (X.sum(axis=1) >= t) * 1),
        Misconception("ignores-sign", _SIZE, lambda X, w, t: (X @ np.abs(w) >= t) * 1),
        Misconception("elementwise", _ELEMENTWISE, lambda X, w, t: (X * w >= t) * 1),
        Misconception("columns", _COLUMNS, lambda X, w, t: ((X * w).sum(axis=0) >= t) * 1),
        Misconception("any", _ANY, lambda X, w, t: X.any(axis=1)),
        Misconception("mean", _MEAN, lambda X, w, t: ((X * w).mean(axis=1) >= t) * 1),
        Misconception("if-on-array", _IF, _by_if),
    ],
    hints=[
        "First the weighted sum of every row: `X @ weights` has shape (m,), one number a sample.",
        "Take the threshold away: `v = X @ weights - threshold`. Where v is 0 or more, it fires.",
        "`np.where(v >= 0, 1, 0)` asks the question of every entry.",
    ],
    praise="Every row is right, those that reach the threshold exactly among them.",
)
