"""Exercises of notebook 01, "Fire a neuron": `fires`, and the gates.

A gate is judged by what it does: every answer with the right truth table is right.
"""

import numpy as np

from nnlib import neuron
from nnlib.check.base import Exercise, Misconception, Value, forms
from nnlib.check.sandbox import Complaint


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

_TABLE = neuron.all_inputs(3)

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


def _outputs(weights, threshold, X):
    """Give the outputs for all rows, or complain where weights or threshold do not fit."""
    weights, n = np.atleast_1d(weights), X.shape[1]
    if weights.shape != (n,) or np.ndim(threshold):
        wanted = f"a list of {n} weights" if n > 1 else "a list of one weight"
        raise Complaint(f"Wanted: {wanted}, one for each input, and one number as the threshold.")
    if not (np.isfinite(weights).all() and np.isfinite(threshold)):
        raise Complaint("Weights and threshold must be finite numbers.")
    return neuron.fires(X, weights, threshold)


def _wrong_rows(case, got, wanted):
    """Name each row of the truth table that is wrong."""
    (X,) = case
    names = " ".join(f"x{i}" for i in range(1, X.shape[1] + 1))
    rows = [
        f"{' '.join(map(str, row))} gives {out}, wanted {right}"
        for row, out, right in zip(X, got, wanted, strict=True)
        if out != right
    ]
    return f"Wrong in {len(rows)} of {len(X)} rows: {names} = {'; '.join(rows)}."


def _gate(name, prefix, gate, task, misconceptions, hints, praise):
    n = gate.inputs
    one_more = ([1] * (n + 1), 1)
    miscounted = f"Each input has one weight of its own: {n} of them, and the threshold apart."
    return Value(
        name=name,
        arguments=f"{prefix}_weights, {prefix}_threshold",
        task=task,
        reference=(list(gate.weights), gate.threshold),
        drive=_outputs,
        cases=[(neuron.all_inputs(n),)],
        explain=_wrong_rows,
        misconceptions=[
            *misconceptions,
            *forms("miscounted", miscounted, one_more, ([1] * (n + 2), 1), ([[1] * n], 1)),
        ],
        hints=hints,
        praise=praise,
    )


_NEVER = "This neuron never fires: even the best row does not reach the threshold."
_ALWAYS = (
    "This neuron always fires: even the lowest sum reaches the threshold. "
    "(If you had a bias in mind: the threshold is its negative.)"
)
_ONE_ONLY = "This neuron follows one input only: the other makes no difference."
_SILENCED = "One of the inputs silences this neuron: its weight is negative."
_ONE_ENOUGH = (
    "This is OR: one input alone already reaches the threshold, and to reach it is enough. "
    "The threshold must lie above each single weight."
)
_BOTH_NEEDED = "This is AND: no weight reaches the threshold alone, and each must."
_OPPOSITE = "This is the exact opposite, {}: turn every sign round, and mind the equal case."

and_gate = _gate(
    "and_gate",
    "and",
    neuron.AND,
    "Find two weights and a threshold so that the neuron fires only when both inputs are 1.",
    [
        Misconception("or", _ONE_ENOUGH, ([1, 1], 1)),
        Misconception("never", _NEVER, ([1, 1], 3)),
        Misconception("always", _ALWAYS, ([1, 1], -2)),
        Misconception("opposite", _OPPOSITE.format("NAND"), ([-1, -1], -1)),
        *forms("one-input", _ONE_ONLY, ([1, 0], 1), ([0, 1], 1)),
        *forms("silenced", _SILENCED, ([1, -1], 1), ([-1, 1], 1)),
    ],
    [
        "Let both weights be 1. What are the four sums?",
        "The sums are 0, 1, 1 and 2. Which thresholds does only the last one reach?",
    ],
    "All four rows are right. With the same weights every threshold does that lies above each "
    "weight and not above their sum.",
)

or_gate = _gate(
    "or_gate",
    "or",
    neuron.OR,
    "Find two weights and a threshold so that the neuron fires when at least one input is 1.",
    [
        Misconception("and", _BOTH_NEEDED, ([1, 1], 2)),
        Misconception("never", _NEVER, ([1, 1], 3)),
        Misconception("always", _ALWAYS, ([1, 1], -1)),
        Misconception("opposite", _OPPOSITE.format("NOR"), ([-1, -1], 0)),
        *forms("one-input", _ONE_ONLY, ([1, 0], 1), ([0, 1], 1)),
        *forms("silenced", _SILENCED, ([1, -1], 1), ([-1, 1], 1)),
    ],
    [
        "Only the row 0 0 must stay silent, and its sum is 0 whatever the weights are.",
        "So the threshold is above 0, and each weight alone reaches it.",
    ],
    "All four rows are right: the threshold lies above 0, and each weight alone reaches it.",
)

not_gate = _gate(
    "not_gate",
    "not",
    neuron.NOT,
    "Find a list with one weight, and a threshold, so that the neuron fires when its only input "
    "is 0.",
    [
        Misconception(
            "copies",
            "This neuron copies its input. With a positive weight a 1 can only help; NOT needs "
            "an input that inhibits.",
            ([1], 1),
        ),
        Misconception("never", _NEVER, ([-1], 1)),
        Misconception("always", _ALWAYS, ([-1], -1)),
    ],
    [
        "For the input 0 the sum is 0, whatever the weight is; and there the neuron must fire.",
        "So the threshold is 0 or below, and the weight is negative: it pulls the sum under it.",
    ],
    "Both rows are right: nothing in is enough to fire, and the input holds the neuron back.",
)

nand_gate = _gate(
    "nand_gate",
    "nand",
    neuron.NAND,
    "Find two weights and a threshold so that the neuron fires unless both inputs are 1.",
    [
        Misconception("opposite", _OPPOSITE.format("AND"), ([1, 1], 2)),
        Misconception(
            "nor",
            "This is NOR: one input alone already holds the neuron back. Only both together may: "
            "lower the threshold.",
            ([-1, -1], 0),
        ),
        Misconception(
            "or", "This is OR; the row 0 0 must fire, the row 1 1 must not.", ([1, 1], 1)
        ),
        Misconception("never", _NEVER, ([-1, -1], 2)),
        Misconception("always", _ALWAYS, ([-1, -1], -2)),
        *forms("one-input", _ONE_ONLY, ([-1, 0], 0), ([0, -1], 0)),
    ],
    [
        "The row 0 0 fires although its sum is 0: what does that say about the threshold?",
        "Let both weights be −1: the sums are 0, −1, −1 and −2. Only the last is too low.",
    ],
    "All four rows are right. NAND alone is enough to build every other gate.",
)

majority = _gate(
    "majority",
    "majority",
    neuron.MAJORITY,
    "Find three weights and a threshold so that the neuron fires when two or three inputs are 1.",
    [
        Misconception(
            "all-needed", "This is AND of three: two votes of three must be enough.", ([1, 1, 1], 3)
        ),
        Misconception(
            "one-enough", "This is OR of three: one vote alone must not be enough.", ([1, 1, 1], 1)
        ),
        Misconception("never", _NEVER, ([1, 1, 1], 4)),
        Misconception("always", _ALWAYS, ([1, 1, 1], -2)),
        Misconception("opposite", _OPPOSITE.format("the minority"), ([-1, -1, -1], -1)),
        *forms(
            "dictator",
            "One input decides alone. In a vote all three weigh the same.",
            *[(row, 1) for row in ([1, 0, 0], [0, 1, 0], [0, 0, 1])],
        ),
        *forms(
            "two-voters",
            "One input has no say: its weight makes no difference.",
            *[(row, 2) for row in ([1, 1, 0], [1, 0, 1], [0, 1, 1])],
            *[(row, 1) for row in ([1, 1, 0], [1, 0, 1], [0, 1, 1])],
        ),
    ],
    [
        "All three inputs count the same, so let all weights be 1. What is the sum of two votes?",
        "The sums are 0, 1, 2 and 3, by the number of votes: between which two is the threshold?",
    ],
    "All eight rows are right: the weights count the votes, the threshold says how many it takes.",
)
