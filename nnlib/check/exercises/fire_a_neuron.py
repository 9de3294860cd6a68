"""Exercises of notebook 01, "Fire a neuron": `fires`, the gates, and predictions.

A gate is judged by what it does: every answer with the right truth table is right.
"""

import numpy as np

from nnlib import logic, neuron
from nnlib.check.base import Choice, Exercise, Value
from nnlib.check.compare import number
from nnlib.check.sandbox import Complaint


def _by_row(k, index, X, weights, threshold):
    """Work one row out, as the text does."""
    i = index[0] if index else 0
    products = X[i] * weights
    total, reached = products.sum(), products.sum() >= threshold
    return {
        f"row {i + 1} (counted from 1)": X[i],
        "times the weights": products,
        "their sum": total,
        "the threshold": f"{number(threshold)} is {'' if reached else 'not '}reached",
        "so the neuron gives": int(reached),
    }


_TABLE = logic.all_inputs(3)


@Exercise.with_solution(
    task="Write `fires(X, weights, threshold)`: for every row of X 1 if the neuron fires, else 0.",
    cases=[
        (_TABLE, np.array([2.0, 1.0, -1.5]), 1.0),
        (_TABLE, np.array([-1.0, -2.0, 1.0]), -1.0),
        (_TABLE[2:], np.array([1.0, 1.0, 1.0]), 2.0),
        (np.eye(4, dtype=int), np.array([0.5, 3.0, -1.0, 2.0]), 2.0),
        *[(np.array([row]), np.array([2, -1]), 1) for row in ([1, 0], [1, 1], [0, 1])],
        *[(np.array([row]), np.array([1, 3]), 2) for row in ([0, 1], [1, 0])],
        (np.array([[1], [0]]), np.array([-1]), 0),
        (np.array([[1, 1]]), np.array([0.5, 0.495]), 1),
        (np.array([[1, 1]]), np.array([1, 1]), 2),
    ],
    steps=_by_row,
    known="""
        np.sign(X @ weights - threshold); np.where(X @ weights >= threshold, 1, -1)
            A silent neuron gives 0 here, not −1: np.sign gives −1, 0 and 1.
    """,
    hints=[
        "First the weighted sum of every row: `X @ weights` has shape (m,), one number a sample.",
        "Take the threshold away: `v = X @ weights - threshold`. Where v is 0 or more, it fires.",
        "`np.where(v >= 0, 1, 0)` asks the question of every entry.",
    ],
    praise="Every row is right, those that reach the threshold exactly among them.",
)
def fires(X, weights, threshold):
    """X (m, n), weights (n,): ones and zeros (m,)."""
    v = X @ weights - threshold
    return np.where(v >= 0, 1, 0)


def _outputs(weights, threshold, X):
    """Give the outputs for all rows, or complain where weights or threshold do not fit."""
    weights, n = np.atleast_1d(weights), X.shape[1]
    if weights.shape != (n,) or np.ndim(threshold):
        wanted = f"a list of {n} weights" if n > 1 else "a list of one weight"
        raise Complaint(f"Wanted: {wanted}, one for each input, and one number as the threshold.")
    if not (np.isfinite(weights).all() and np.isfinite(threshold)):
        raise Complaint("Weights and threshold must be finite numbers.")
    return neuron.fires(X, weights, threshold)


def _does(X, outputs, wanted):
    """Name what a neuron does, by its outputs for all inputs; empty if it has no short name."""
    ones, n = X.sum(axis=1), X.shape[1]
    if not outputs.any():
        return "This neuron never fires: even the best row does not reach the threshold."
    if outputs.all():
        enough = "even the lowest sum reaches the threshold, and to reach it is enough"
        return f"This neuron always fires: {enough}."
    gates = {"AND": ones == n, "OR": ones > 0, "NAND": ones < n, "NOR": ones == 0}
    named = {f"does {gate}": made for gate, made in gates.items()}
    if n == 1:
        named = {"copies its input": ones == 1}
    for i, column in enumerate(X.T, start=1):
        named[f"follows x{i} alone; the others make no difference"] = column
        named[f"gives the opposite of x{i}; the others make no difference"] = 1 - column
    for name, made in named.items():
        if (outputs == made).all():
            return f"This neuron {name}."
    if (outputs == 1 - wanted).all():
        return "This is the exact opposite: turn every sign round, and mind the equal case."
    return ""


def _wrong_rows(answer, case, got, wanted):
    """Say what a neuron does instead, and work out the first row that is wrong."""
    (weights, threshold), (X,) = answer, case
    weights = np.atleast_1d(weights)
    wrong = np.flatnonzero(got != wanted)
    row = X[wrong[0]]
    products = " + ".join(f"{x}·({number(w)})" for x, w in zip(row, weights, strict=True))
    reached = "reaches" if got[wrong[0]] else "does not reach"
    inside = ", ".join(f"x{i} = {x}" for i, x in enumerate(row, start=1))
    of_bias = (
        f"This is right for a bias of {number(threshold)}: the threshold is the bias with its sign "
        "turned round. "
    )
    is_bias = (neuron.fires(X, weights, -threshold) == wanted).all()
    text = (
        f"{of_bias if is_bias else ''}{_does(X, got, wanted)} Wrong in {len(wrong)} of {len(X)} "
        f"rows. The first is {inside}: the sum {products} = {number(row @ weights)} {reached} the "
        f"threshold {number(threshold)}, so it gives {got[wrong[0]]}; wanted {wanted[wrong[0]]}."
    )
    return text.strip()


def _gate(name, task, hints, praise):
    """Make the exercise of one gate; its cells name what they hand in by the gate."""
    prefix = name.removesuffix("_gate")
    gate = getattr(neuron, prefix.upper())
    return Value(
        name=name,
        arguments=f"{prefix}_weights, {prefix}_threshold",
        task=task,
        # Half a vote less than it takes: the neuron's line then passes between the inputs.
        reference=(list(gate.weights), gate.threshold - 0.5),
        drive=_outputs,
        cases=[(logic.all_inputs(gate.inputs),)],
        explain=_wrong_rows,
        hints=hints,
        praise=praise,
    )


and_gate = _gate(
    "and_gate",
    "Find two weights and a threshold so that the neuron fires only when both inputs are 1.",
    [
        "Let both weights be 1. What are the four sums?",
        "The sums are 0, 1, 1 and 2. Which thresholds does only the last one reach?",
    ],
    "All four rows are right. With the same weights every threshold does that lies above each "
    "weight and not above their sum.",
)

or_gate = _gate(
    "or_gate",
    "Find two weights and a threshold so that the neuron fires when at least one input is 1.",
    [
        "Only the row 0 0 must stay silent, and its sum is 0 whatever the weights are.",
        "So the threshold is above 0, and each weight alone reaches it.",
    ],
    "All four rows are right: the threshold lies above 0, and each weight alone reaches it.",
)

not_gate = _gate(
    "not_gate",
    "Find a list with one weight, and a threshold, so that the neuron fires when its only input "
    "is 0.",
    [
        "For the input 0 the sum is 0, whatever the weight is; and there the neuron must fire.",
        "So the threshold is 0 or below, and the weight is negative: it pulls the sum under it.",
    ],
    "Both rows are right: nothing in is enough to fire, and the input holds the neuron back.",
)

nand_gate = _gate(
    "nand_gate",
    "Find two weights and a threshold so that the neuron fires unless both inputs are 1.",
    [
        "The row 0 0 fires although its sum is 0: what does that say about the threshold?",
        "Let both weights be −1: the sums are 0, −1, −1 and −2. Only the last is too low.",
    ],
    "All four rows are right. NAND alone is enough to build every other gate.",
)

majority = _gate(
    "majority",
    "Find three weights and a threshold so that the neuron fires when two or three inputs are 1.",
    [
        "All three inputs count the same, so let all weights be 1. What is the sum of two votes?",
        "The sums are 0, 1, 2 and 3, by the number of votes: between which two is the threshold?",
    ],
    "All eight rows are right: the weights count the votes, the threshold says how many it takes.",
)


# Predictions


pours_over = Choice(
    name="pours_over",
    question="Two open pipes pour in 0.7 and 0.1, and the spout is at 0.8. Does the computer say "
    "that the bucket pours over?",
    options="""
    a) Yes: 0.7 + 0.1 is 0.8, and to reach the spout is enough.
        On paper it is. The computer stores 0.7 and 0.1 rounded, and their sum comes out a very
        little below 0.8.
    b) No: the sum that it computes is a little below 0.8.
        Right. The computer stores 0.7 and 0.1 rounded, and their sum is not quite 0.8.
    c) It stops with an error, because 0.7 is neither 0 nor 1.
        Inputs must be 0 or 1. Here both inputs are 1, as both pipes are open; 0.7 and 0.1 are
        weights, and these may be any numbers.
    """,
    hints=["How does a computer store 0.1?"],
)

outvoted = Choice(
    name="outvoted",
    question="Three inputs excite with weight 1 each, the fourth inhibits, and the threshold is 2. "
    "In how many of the 16 rows does a weight of −1 give another answer than absolute inhibition?",
    options="""
    a) In none: a weight of −1 holds the neuron back in every row.
        It takes 1 away in eight rows, where the fourth input is active. But where all three others
        are active as well, the sum is 3 − 1 = 2, and that reaches the threshold.
    b) In one row.
        Right. For 1 1 1 1 the sum is 3 − 1 = 2: it reaches the threshold, so the weight of −1 is
        outvoted. In all other rows both kinds answer the same.
    c) In four rows: the fourth input is active, and at least two others are.
        There are four such rows. In three of them just two others are active, and 2 − 1 = 1 is
        below the threshold: both kinds are silent.
    d) In eight rows: wherever the fourth input is active.
        There are eight such rows. In seven of them the sum with −1 is below 2, so the neuron is
        silent either way.
    """,
    hints=["Both kinds can only differ where the fourth input is active: what are the sums there?"],
)


tables_of_one_neuron = Value(
    name="tables_of_one_neuron",
    task="How many of the 16 truth tables with two inputs can one neuron make?",
    reference=14,
    known={
        "Then one neuron could do everything. But you have just met a table that it cannot.": [16],
        "XOR is missing. So is another one: XOR with each of its answers turned round.": [15],
        "There are more: all tables whose ones a straight line can cut off from their zeros.": [
            *range(14)
        ],
    },
    hints=[
        "Draw the four inputs as corners of a square. Which can one line cut off?",
        "Only the two tables whose ones lie on a diagonal cannot be cut off by one line.",
    ],
    praise="All but two. The two have their ones at opposite corners of the square.",
)

xor_fires_at = Choice(
    name="xor_fires_at",
    question="The inputs become 1 0 at t = 1. At which t does XOR fire for the first time?",
    options="""
    a) At t = 1, at once.
        At t = 1 the inputs have only just come. OR and NAND answer them one step later, and XOR
        answers these one step later still.
    b) At t = 2.
        At t = 2 OR and NAND answer the inputs of t = 1. But XOR then answers what OR and NAND were
        one step before, at t = 1.
    c) At t = 3.
        Right. OR and NAND take one step, and XOR, which reads them, takes another.
    """,
    hints=["XOR does not read the inputs. What does it read?"],
)
