"""Exercises of notebook 02, "Build a two-layer network": `sigmoid`, `forward`, and predictions."""

import numpy as np

from nnlib.check.base import Choice, Exercise, Value


def _by_entry(k, index, z):
    x = float(np.asarray(z)[index])
    e = np.exp(-abs(x))
    return {"z": x, "exp(−|z|)": e, "1 / (1 + exp(−z))": 1 / (1 + e) if x >= 0 else e / (1 + e)}


@Exercise.with_solution(
    task="Write `sigmoid(z)`: 1 / (1 + exp(−z)) of every entry, for an array of any shape.",
    cases=[
        (np.array([2.0, -2.0, 0.5, -1.25, 3.0]),),
        (np.array([[0.1, -0.7, 4.0], [-3.5, 1.5, 0.25]]),),
        (np.array([0.0]),),
        (np.array([1.0, -1.0]),),
        (np.array([3, -2, 0]),),
        (np.array([-30.0, 12.5, -8.0]),),
        (np.array([[0.75], [-4.5]], dtype=np.float32),),
    ],
    special=[(np.array([-1e4, 1e4]),), (np.array([750.0, -750.0]),)],
    steps=_by_entry,
    warned="The formula is right, but at z = ±10000 it meets exp(10000), too large for a float. "
    "Take the exponential of −|z| only, which is never above 1, and choose the upper part by the "
    "sign of z. (`np.where` computes both its parts for every entry.)",
    known="""
        1 / 1 + np.exp(-z)
            Python divides before it adds. Put the lower part in brackets: 1 / (1 + …).
        1 / (1 + np.exp(z))
            The sign is turned round: the exponent is −z, and large z must give values near 1.
        np.exp(-z) / (1 + np.exp(-z)) ** 2
            This is the slope of the sigmoid, σ(z)(1 − σ(z)); the exercise asks for its value.
        np.tanh(z)
            This is tanh, from −1 to 1; the sigmoid lies above 0.
        np.heaviside(z, 1.0)
            This is a step that jumps from 0 to 1; the sigmoid rises smoothly through 0.5 at z = 0.
        np.exp(z) / np.exp(z).sum()
            Every entry is divided by the sum over all. In a sigmoid no entry knows of the others.
    """,
    hints=[
        "At z = 0 the value is 0.5, because exp(0) = 1. `np.exp` works on whole arrays.",
        "1 / (1 + exp(−z)) is right in mathematics; for z = −10000 the computer meets exp(10000).",
        "For negative z multiply above and below by exp(z): exp(z) / (1 + exp(z)) is the same.",
        "With `e = np.exp(-np.abs(z))`, both forms are something / (1 + e). "
        "Choose the upper part with `np.where(z >= 0, …, …)`.",
    ],
    praise="Every entry is right, and nothing overflows at z = ±10000.",
)
def sigmoid(z):
    """Take the exponential of −|z| only: it never overflows."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def _case(m, n, h, c, seed):
    """Draw X, W1, b1, W2, b2; every bias differs clearly from zero."""
    rng = np.random.default_rng(seed)
    shapes = [(m, n), (n, h), (h,), (h, c), (c,)]
    return tuple(rng.uniform(0.3, 1.3, shape) * rng.choice([-1, 1], shape) for shape in shapes)


@Exercise.with_solution(
    task="Write `forward(X, W1, b1, W2, b2)`: it returns A1 and A2, the sigmoids of both layers.",
    returns=("A1", "A2"),
    cases=[
        _case(5, 3, 4, 1, seed=0),
        _case(3, 3, 3, 3, seed=1),
        _case(1, 2, 3, 2, seed=2),
        _case(2, 1, 4, 3, seed=3),
        tuple(map(np.array, ([[1, 2]], [[1, -1], [0, 1]], [1, 2], [[1], [2]], [-1]))),
    ],
    known="""
        sigmoid(X @ W1) + b1, sigmoid((sigmoid(X @ W1) + b1) @ W2) + b2
        sigmoid(X @ W1 + b1), sigmoid(sigmoid(X @ W1 + b1) @ W2) + b2
            A bias is added after the sigmoid; it belongs inside: sigmoid(X @ W1 + b1).
    """,
    hints=[
        "Each layer does the same: a matrix product with its weights, its bias added, a sigmoid.",
        "`Z1 = X @ W1 + b1` has shape (m, h): one row a sample, one column a hidden unit.",
        "The second layer takes A1 where the first takes X; end with `return A1, A2`.",
    ],
    praise="Both layers are right, for every number of samples and units that was tried.",
)
def forward(X, W1, b1, W2, b2):
    """X (m, n), W1 (n, h), b1 (h,), W2 (h, c), b2 (c,)."""
    Z1 = X @ W1 + b1  # (m, h)
    A1 = sigmoid(Z1)
    Z2 = A1 @ W2 + b2  # (m, c)
    A2 = sigmoid(Z2)
    return A1, A2


# Predictions


count_of_parameters = Value(
    name="count_of_parameters",
    task="How many parameters does a network with 3 inputs, 4 hidden units and 1 output have?",
    reference=21,
    known={
        "That is the number of lines, so of weights. The biases are missing.": [16],
        "That is the number of weights into the hidden layer. The other layer has some, too, and "
        "the biases are missing.": [12],
        "That has all 16 weights and the 4 biases of the hidden units. The output unit has a bias, "
        "too.": [20],
        "That has all 16 weights and the bias of the output unit. The hidden units have biases, "
        "too.": [17],
        "That has all 16 weights and a bias for each of the 8 circles. But the inputs only hold "
        "what we hand in: they have no bias.": [24],
        "That is the number of circles. The parameters are the weights, one on each line, and the "
        "biases.": [8],
        "That is the number of biases. Each line has a weight as well.": [5],
    },
    hints=[
        "Every input is joined to every hidden unit: how many lines are that?",
        "One bias for each unit of the hidden and of the output layer.",
    ],
    praise="There are 3 · 4 + 4 · 1 = 16 weights and 4 + 1 = 5 biases.",
)

far_to_the_left = Choice(
    name="far_to_the_left",
    question="What does `textbook_sigmoid(np.array([-1000.0]))` give?",
    options="""
    a) Python stops with an error.
        The number e^1000 is too large for a float, that is true. But NumPy does not stop: it warns,
        and goes on with infinity.
    b) 0, and a warning.
        Right. On the way e^1000 becomes infinity, with a warning; and 1 divided by infinity is 0.
    c) nan, and a warning.
        Infinity alone does not make `nan`: 1 divided by infinity is 0. It takes, for example,
        infinity divided by infinity.
    d) A number a little above 0, and no warning.
        The sigmoid lies above 0, but by less than the smallest float. And on the way the program
        computes e^1000, which is too large: NumPy warns.
    """,
    hints=["What does the program compute first?", "What is 1 divided by infinity?"],
)

rule_of_the_table = Choice(
    name="rule_of_the_table",
    question="By which rule does y follow from the inputs, in all four rows?",
    options="""
    a) y is 1 when an odd number of the three inputs are 1 (this is called parity).
        Row 1 has one 1, an odd number, and y is 0. This rule is wrong in all four rows: y is its
        opposite.
    b) y is 1 when one of x1 and x2 is 1, but not both (XOR).
        Right. In every row x3 is 1, so a rule need not look at it. Rules that do look at it, such
        as "just two of the three are 1", say the same in these four rows.
    c) y is 1 when x1 or x2 is 1, or both (OR).
        That is right for rows 1, 2 and 3. In row 4 both are 1, and y is 0.
    d) y is 1 when at least two of the three inputs are 1 (majority).
        That is right for rows 1, 2 and 3. In row 4 all three are 1, and y is 0.
    """,
    hints=["Look at the last row first."],
)

before_training = Choice(
    name="before_training",
    question="All weights lie between 0 and 1, and there are no biases. Where do the outputs lie?",
    options="""
    a) All above one half, so that two of the four rows are right.
        Right. No weighted sum is negative, so no hidden activation is below one half, and the
        output's sum is above 0.
    b) All below one half, as the weights are small.
        Small weights make small sums. But a sum of 0 gives one half already, and no sum here is
        below 0.
    c) Some above and some below, by chance.
        By chance the weights are larger or smaller, but none is negative. So no sum is below 0,
        whatever the seed.
    d) All exactly at one half, as there are no biases.
        One half comes out where a sum is 0. The output's sum is positive: positive weights times
        activations of one half or more.
    """,
    hints=["Can a weighted sum be negative here?", "What is the sigmoid of 0?"],
)
