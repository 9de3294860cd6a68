"""Exercises of notebook 04, "Follow the chain rule": the links backwards, the step, guesses."""

import numpy as np

from nnlib.activations import sigmoid  # noqa: F401 - for the known wrong answers
from nnlib.check.base import Choice, Exercise, Value
from nnlib.check.compare import entry


def _outputs(m, c, seed, whole=True):
    """Draw predictions strictly between 0 and 1, none near 0.5, and targets."""
    rng = np.random.default_rng(seed)
    side = rng.choice([0.15, 0.65], (m, c))
    y = rng.integers(0, 2, (m, c)).astype(float) if whole else rng.uniform(size=(m, c))
    return side + rng.uniform(0, 0.2, (m, c)), y


def _away_from_zero(rng, *shape):
    return rng.uniform(0.3, 1.3, shape) * rng.choice([-1, 1], shape)


@Exercise.with_solution(
    task="Write `output_error(A2, y)`: dZ2, the gradient of the SSE with respect to Z2.",
    cases=[
        _outputs(5, 1, seed=0),
        _outputs(3, 2, seed=1, whole=False),
        _outputs(1, 1, seed=2),
        (np.array([[0.75]]), np.array([[1.0]])),
        (np.array([[0.25], [0.75]], dtype=np.float32), np.array([[1], [1]])),
    ],
    known="""
        (y - A2) * A2 * (1 - A2)
            This is minus half the gradient, the error term of many listings: they add it, and
            leave out the 2. Here the gradient itself is wanted: 2(A2 − y) times the slope.
        (A2 - y) ** 2 * A2 * (1 - A2)
            You keep the square, which is the loss itself. Link 1 is its slope: 2(A2 − y).
        2 * (A2 - y)
            This is dA2, the slope with respect to the prediction. One link is missing: the slope
            of the sigmoid, A2 * (1 - A2).
        A2 - y
            A2 − y alone lacks two factors: the 2 of the square, and the slope of the sigmoid, A2 *
            (1 - A2).
        2 * (A2 - y) * sigmoid(A2) * (1 - sigmoid(A2))
        (A2 - y) * sigmoid(A2) * (1 - sigmoid(A2))
            You take the sigmoid of A2, but A2 is the output of the sigmoid already: its slope is
            A2 * (1 - A2).
        2 * (A2 - y) * (1 - A2 ** 2)
            You have the slope of tanh; the slope of the sigmoid is A2 * (1 - A2).
    """,
    hints=[
        "Two links: the loss is a square of A2 − y, and A2 is the sigmoid of Z2.",
        "The slope of (A2 − y)² with respect to A2 is 2(A2 − y): call it dA2.",
        "Multiply dA2, entry by entry, by the slope of the sigmoid, `A2 * (1 - A2)`.",
    ],
    praise="The slope of the square times the slope of the sigmoid, entry by entry.",
)
def output_error(A2, y):
    """A2 (m, c), y (m, c)."""
    dA2 = 2 * (A2 - y)  # the slope of (A2 - y) ** 2
    slope = A2 * (1 - A2)  # of the sigmoid
    return dA2 * slope


def _second_layer(m, h, c, seed):
    rng = np.random.default_rng(seed)
    return rng.uniform(0.1, 0.9, (m, h)), _away_from_zero(rng, m, c)


def _shares(part, index, A1, dZ2):
    k, j = index if len(index) == 2 else (0, 0)
    return {
        f"column {k + 1} of A1 (counted from 1)": A1[:, k],
        f"column {j + 1} of dZ2": dZ2[:, j],
        "their products, one a sample": A1[:, k] * dZ2[:, j],
        f"added up, {entry((k, j))} of dW2": A1[:, k] @ dZ2[:, j],
    }


@Exercise.with_solution(
    task="Write `gradient_W2(A1, dZ2)`: dW2, the gradient of the loss with respect to W2.",
    cases=[
        _second_layer(5, 3, 1, 0),
        _second_layer(4, 3, 2, 1),
        _second_layer(3, 3, 3, 2),
        _second_layer(1, 2, 3, 3),
        (np.array([[0.5, 1.0]]), np.array([[2.0]])),
        (np.array([[0.5, 1.0], [0.25, 0.5]]), np.array([[2.0], [4.0]])),
    ],
    steps=_shares,
    known="""
        (A1 * dZ2).sum(axis=0)
            The sum over samples is right for one output unit, but dW2 has the shape of W2, (h, c).
    """,
    hints=[
        "Shapes first: A1 is (m, h), dZ2 is (m, c), and dW2 must be (h, c), as W2 is.",
        "W2[k, j] acts through every sample i: add up A1[i, k] * dZ2[i, j] over i.",
        "A sum over i of A1[i, k] * dZ2[i, j] is a row of A1.T times a column of dZ2.",
    ],
    praise="Every sample has its share, and the result has the shape of W2.",
)
def gradient_W2(A1, dZ2):
    """A1 (m, h), dZ2 (m, c)."""
    return A1.T @ dZ2  # (h, c)


def _both_layers(m, n, h, c, seed):
    rng = np.random.default_rng(seed)
    A1 = rng.uniform(0.1, 0.9, (m, h))
    return _away_from_zero(rng, m, n), A1, _away_from_zero(rng, h, c), _away_from_zero(rng, m, c)


@Exercise.with_solution(
    task="Write `gradient_W1(X, A1, W2, dZ2)`: dW1, the gradient of the loss with respect to W1.",
    returns=("dW1",),
    cases=[
        _both_layers(5, 3, 4, 1, seed=0),
        _both_layers(4, 2, 3, 3, seed=1),
        _both_layers(3, 3, 3, 2, seed=2),
        _both_layers(1, 2, 3, 1, seed=3),
        (np.array([[2]]), np.array([[0.5, 0.25]]), np.array([[1], [-2]]), np.array([[4]])),
        (np.array([[2]]), np.array([[0.5, 0.5]]), np.array([[1, 2], [3, 4]]), np.array([[1, -1]])),
        (np.array([[1], [2]]), np.array([[0.5], [0.5]]), np.array([[2]]), np.array([[4], [2]])),
    ],
    known="""
        A1 * (1 - A1) -> sigmoid(A1) * (1 - sigmoid(A1))
            You take the sigmoid of A1, but A1 is the output of the sigmoid already: its slope is
            A1 * (1 - A1).
        A1 * (1 - A1) -> 1 - A1**2
            You have the slope of tanh; the slope of the sigmoid is A1 * (1 - A1).
    """,
    hints=[
        "Three links: from Z2 back to A1, through the sigmoid to Z1, and on to W1.",
        "`dA1 = dZ2 @ W2.T` has shape (m, h): it adds up over the output units.",
        "`dZ1 = dA1 * A1 * (1 - A1)`: entry by entry, the slope of the sigmoid.",
        "`X.T @ dZ1` has shape (n, h): it adds up over the samples.",
    ],
    praise="All three links are right, for one output unit and for several.",
)
def gradient_W1(X, A1, W2, dZ2):
    """X (m, n), A1 (m, h), W2 (h, c), dZ2 (m, c)."""
    dA1 = dZ2 @ W2.T  # (m, h)
    slope = A1 * (1 - A1)  # (m, h)
    dZ1 = dA1 * slope  # (m, h)
    dW1 = X.T @ dZ1  # (n, h)
    return dW1


def _weights(rate, *shape, seed):
    rng = np.random.default_rng(seed)
    W, dW = _away_from_zero(rng, 2, *shape)
    return W, dW, rate


@Exercise.with_solution(
    task="Write `update(W, dW, learning_rate)`: the weights after one step of gradient descent.",
    cases=[
        _weights(0.5, 3, 2, seed=0),
        _weights(2.0, 4, 1, seed=1),
        _weights(0.1, 2, seed=2),
        (np.array([3.0, -1.0]), np.array([2.0, 4.0]), 0.5),
        (np.array([[5], [-2]]), np.array([[1], [3]]), 2),
    ],
    known="""
        W + learning_rate * dW
            Plus climbs: the gradient points to where the loss grows; the step goes against it.
    """,
    hints=[
        "The gradient points uphill; a step goes the other way.",
        "The length of the step is the learning rate times the gradient.",
        "Give back a new array: `W - …`, not `W -= …`.",
    ],
    praise="A step against the gradient, scaled by the learning rate; W itself is left alone.",
)
def update(W, dW, learning_rate):
    """Step against the gradient."""
    step = learning_rate * dW
    return W - step


two_ways = Value(
    name="two_ways",
    task="Let g₁ = 2x and g₂ = 3x, and L = g₁ · g₂. Then g₁ = 2 and g₂ = 3 at x = 1. At which rate "
    "does L change with x there?",
    reference=12,
    known={
        "That is one of the two ways alone; x acts in both, so their rates are added.": [6],
        "These are the rates of g₁ and g₂, added. On its way to L each is multiplied once more.": [
            5
        ],
        "Along a way rates are multiplied, but the two ways themselves are added.": [36],
    },
    hints=[
        "Through g₁: raise g₁ a little, and L = g₁ · g₂ changes g₂ times as fast.",
        "The way through g₁ has the rate 3 · 2. Which has the way through g₂?",
    ],
    praise="Two ways with the rate 6 each, added.",
)

smallest_distance = Choice(
    name="smallest_distance",
    question="A central difference takes the losses at a distance ε on both sides. How small "
    "should ε be, to check a gradient?",
    options="""
        a) As small as the computer can: the secant comes nearer and nearer to the tangent.
            On paper, yes. In floats the two losses then agree in nearly all their digits, and the
            few digits of their difference are rounding.
        b) Neither large nor tiny: about 1e-5.
            Right. Small enough for the secant, and large enough for the digits of a float.
        c) Rather large, about 0.1, so that rounding does not matter.
            Rounding does not matter then. But the secant is far from the tangent, and right
            gradients fail.
        d) It does not matter: a right gradient passes with any.
            With 0.1 this right gradient fails, and with 1e-12 as well.
    """,
    hints=["Two things go wrong: one when ε is large, another when it is tiny."],
)

of_a_thousand = Choice(
    name="of_a_thousand",
    question="We train 1,000 such networks, one for each seed from 0 to 999, for 1,500 steps each. "
    "How many solve the table, and in how many does the loss fall in every single step?",
    options="""
        a) About half solve it: it depends on the luck of the first weights.
            Luck matters far less here. Nearly all first weights lead to a solution.
        b) Nearly all solve it, but in most the loss goes up now and then: a rate of 1 is large.
            A rate of 1 would be large on another loss. On this one no step of any run goes up.
        c) Nearly all solve it, and in all of them the loss falls in every step.
            Right. In the one that does not solve it the loss falls in every step, too.
        d) All solve it, because the loss falls in every step.
            It falls in every step, but falling is not arriving: a loss can creep.
    """,
    hints=["Seed 0 has solved it. What would make another seed so much worse?"],
)

missing_two = Choice(
    name="missing_two",
    question="The listing leaves out the factor 2, the slope of the square. What does that change?",
    options="""
        a) Every step goes in another direction.
            All slopes are halved alike, so the direction stays.
        b) Every step is half as long, as with half the learning rate.
            Right. The 2 stands in link 1, and all other links come after it.
        c) Only the step of the last layer is half as long: the 2 stands in its formula.
            The 2 stands in link 1, where both ways begin. It is handed on to the first layer, too.
        d) Nothing at all: the numbers are the same to the last digit.
            The steps are shorter, so the run is another one.
        e) The loss that it reaches is half as large.
            The loss itself is as before. It is walked down in shorter steps.
    """,
    hints=["In which link does the 2 stand? Which links come after it?"],
)

worked_example = Choice(
    name="worked_example",
    question="After one step 0.291027924 is published, and our step gives 0.291027774. "
    "What does the article do otherwise?",
    options="""
        a) It rounds its weights.
            Not this: to move the seventh digit, weights would have to be rounded far more coarsely
            than the nine digits that are printed.
        b) It moves the biases too.
            Not this: with the biases moved as well, one for each layer, the error falls to 0.2858.
        c) It moves W2 first, and then uses the new W2 in the gradient of W1.
            Right. The gradient holds for one point: all of it must be computed before anything
            moves. With the new W2 in link 4 the published number comes out.
        d) It leaves out the factor ½ of the error.
            Not this: without it the first error would already be twice as large.
        e) It takes two steps.
            Not this: after two steps the error is 0.2835.
    """,
    hints=[
        "The difference is tiny, and it appears only after the step: look at the order of things.",
        "dA1 = dZ2 @ W2.T: which W2 is meant, the one before the step or the one after it?",
    ],
)
