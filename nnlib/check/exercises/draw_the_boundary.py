"""Exercises of notebook 05, "Draw the boundary": functions to write, and predictions.

The listing to mend stands in `_listing`.
"""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.check.base import Choice, Exercise
from nnlib.check.exercises import _listing


def _parts(y_hat, y):
    """Log-likelihood of each sample, right where y_hat lies inside (0, 1)."""
    return y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)


def _odd_at_the_ends(answer):
    """Say what is wrong at a prediction that is sure and wrong, or nothing."""
    for sure, label in ((0.0, 1.0), (1.0, 0.0)):
        with np.errstate(all="ignore"):
            given = np.array([[sure], [0.5]]), np.array([[label], [1.0]])
            value = float(np.squeeze(answer(*given)))
        if not (np.isfinite(value) and 4 < value < 500):
            return (
                f"A prediction of exactly {sure:g} whose label is {label:g} gives {value:g}. "
                "Wanted: a large number, but a finite one. Clip `y_hat` to a little inside 0 and "
                "1, at both ends, before you take logarithms."
            )
    return None


def _parts_of_samples(k, index, y_hat, y):
    each = -_parts(np.clip(y_hat, 1e-15, 1 - 1e-15), y)
    return {
        "y log ŷ + (1 − y) log(1 − ŷ) of each sample, with a minus": each,
        "their mean": each.mean(),
    }


@Exercise.with_solution(
    task="Write `cross_entropy(y_hat, y)`: the mean of −[y log ŷ + (1 − y) log(1 − ŷ)], right to "
    "three decimals, and finite for predictions of exactly 0 and 1.",
    cases=[
        (np.array([[0.9], [0.2], [0.6], [0.3]]), np.array([[1.0], [0.0], [0.0], [1.0]])),
        (np.array([[0.75], [0.1], [0.4]]), np.array([[0.0], [0.0], [1.0]])),
        (np.array([[0.25]]), np.array([[1.0]])),
        (np.array([[0.25]]), np.array([[0.0]])),
        (np.array([[0.5], [0.25]], dtype=np.float32), np.array([[0], [1]])),
    ],
    special=[(np.array([[1.0], [0.0], [0.5]]), np.array([[1.0], [0.0], [1.0]]))],
    atol=5e-4,
    steps=_parts_of_samples,
    warned="The formula is right, but at predictions of exactly 0 or 1 the computer meets log(0). "
    "Clip `y_hat` first, at both ends: `np.clip(y_hat, 1e-15, 1 - 1e-15)`.",
    judge=_odd_at_the_ends,
    known="""
        -(y * np.log(y_hat)).mean()
            Only samples with y = 1 count. The second part, (1 − y) log(1 − ŷ), is for y = 0.
        -_parts(y, y_hat).mean(); -_parts(np.clip(y, 1e-15, 1 - 1e-15), y_hat).mean()
            The logarithm is of the prediction, not of the label: log(ŷ), multiplied by y. (Or your
            parameters stand in another order: the check calls `cross_entropy(y_hat, y)`.)
        -_parts(1 - y_hat, y).mean()
            The labels are crossed: y = 1 needs log(ŷ), and y = 0 needs log(1 − ŷ).
        ((y_hat - y) ** 2).mean()
            This is the mean of squared errors; cross-entropy takes logarithms.
    """,
    hints=[
        "For one sample with y = 1 the loss is −log ŷ; with y = 0 it is −log(1 − ŷ).",
        "Both cases in one line: −(y log ŷ + (1 − y) log(1 − ŷ)), entry by entry, then the mean.",
        "At ŷ = 1 the second logarithm is log(0). `np.clip(y_hat, 1e-15, 1 - 1e-15)` keeps both "
        "finite and changes nothing that matters.",
    ],
    praise="The loss is right, also for predictions of exactly 0 and 1.",
)
def cross_entropy(y_hat, y):
    """y_hat (m, one), y (m, one)."""
    p = np.clip(y_hat, 1e-15, 1 - 1e-15)
    each = y * np.log(p) + (1 - y) * np.log(1 - p)
    return -each.mean()


def _forward_case(m, n, h, seed):
    rng = np.random.default_rng(seed)
    X, W1, W2 = (rng.normal(size=shape) for shape in [(m, n), (n, h), (h, 1)])
    Z1 = X @ W1 + rng.normal(size=h)
    A1 = np.tanh(Z1)
    A2 = sigmoid(A1 @ W2 + rng.normal())
    return X, Z1, A1, A2, W2, np.arange(m)[:, np.newaxis] % 2.0


_X, _A1, _Y = np.array([[[2.0], [-1.0]], [[0.5], [-0.5]], [[1.0], [0.0]]])


@Exercise.with_solution(
    task="Write `backward(X, Z1, A1, A2, W2, y)`: it returns dW1, db1, dW2, db2.",
    returns=("dW1", "db1", "dW2", "db2"),
    cases=[
        _forward_case(5, 2, 3, seed=0),
        _forward_case(4, 3, 2, seed=1),
        _forward_case(3, 4, 5, seed=2),
        (_X, np.arctanh(_A1), _A1, np.array([[0.75], [0.5]]), np.array([[2.0]]), _Y),
    ],
    known="""
        (A2 - y) -> (y - A2)
            Every entry has the opposite sign: dZ2 is A2 − y, the prediction minus the label.
        (1 - A1**2) -> (1 - Z1 ** 2)
            The slope of tanh at Z1 is 1 − tanh(Z1)², which is 1 − A1². You have 1 − Z1².
        (1 - A1**2) -> (A1 * (1 - A1))
            A1(1 − A1) is the slope of a sigmoid; the hidden layer has tanh, whose slope is 1 −
            A1².
        (A2 - y) -> ((A2 - y) * A2 * (1 - A2))
        (A2 - y) -> (2 * (A2 - y) * A2 * (1 - A2))
            A2(1 − A2) does not belong in dZ2. It does with squared errors; with cross-entropy it
            cancels, and A2 − y remains.
    """,
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
def backward(X, Z1, A1, A2, W2, y):
    """X (m, n), Z1 (m, h), A1 (m, h), A2 (m, one), W2 (h, one), y (m, one)."""
    dZ2 = (A2 - y) / len(y)  # (m, 1)
    dW2 = A1.T @ dZ2  # (h, 1)
    db2 = dZ2.sum(axis=0)
    dZ1 = dZ2 @ W2.T * (1 - A1**2)  # (m, h)
    dW1 = X.T @ dZ1  # (n, h)
    db1 = dZ1.sum(axis=0)
    return dW1, db1, dW2, db2


def _points(m, n, h, seed):
    """Draw X, W1, b1, W2, b2 of a network whose hidden units have weights of all sizes."""
    rng = np.random.default_rng(seed)
    return tuple(rng.normal(size=shape) for shape in [(m, n), (n, h), (h,), (h, 1), (1,)])


def _one_point(x, b2):
    """One point and a network with one hidden unit, in whole numbers."""
    return np.array([[x]]), np.array([[1]]), np.array([0]), np.array([[2]]), np.array([b2])


@Exercise.with_solution(
    task="Write `predict(X, W1, b1, W2, b2)`: label 1 where the output is above 0.5, else 0.",
    cases=[
        _points(40, 2, 4, seed=4),
        _points(40, 3, 5, seed=1),
        *[_one_point(x, b2) for x, b2 in ((1, -1), (1, -2), (-1, 1), (3, 0), (2, -3), (0, 0))],
    ],
    known="""
        sigmoid(np.tanh(X @ W1 + b1) @ W2 + b2)
            The probabilities come back; a label is 1 where the probability is above 0.5, else 0.
        np.sign(np.tanh(X @ W1 + b1) @ W2 + b2)
            The labels are −1 and 1; here they are 0 and 1, as in y.
        (np.tanh(X @ W1 + b1) @ W2 + b2 > 0.5) * 1
            The middle is 0.5 for the probability A2. For Z2, before the sigmoid, it is 0.
    """,
    hints=[
        "The forward pass gives A2, the probability of label 1 for every sample, (m, 1).",
        "`A2 > 0.5` compares every entry and gives True or False.",
        "`.astype(int)` makes 1 of True and 0 of False.",
    ],
    praise="Every sample gets its label, in the shape of y.",
)
def predict(X, W1, b1, W2, b2):
    """X (m, n), W1 (n, h), b1 (h,), W2 (h, one), b2 (one,)."""
    A1 = np.tanh(X @ W1 + b1)  # (m, h)
    A2 = sigmoid(A1 @ W2 + b2)  # (m, 1)
    return (A2 > 0.5).astype(int)


mend = _listing.mend

trained_line = Choice(
    name="trained_line",
    question="Guessing gets half of the 400 points right. The line starts from random weights and "
    "is trained until its loss hardly falls any more. How many points will it get right?",
    options="""
        a) Nearly all of them. Training finds the line that keeps the classes apart.
            There is no such line. The petals of both classes lie all round the middle, and even
            the best of all straight lines gets fewer than 70 % right.
        b) Well above half, say 80 %. Training starts from guessing and goes on from there.
            No straight line gets so many here. And training makes the loss small, not the number
            of mistakes.
        c) About half of them, and perhaps even fewer.
            Right. Both classes lie on both sides of any line, so the loss is smallest when the
            unit is hardly ever sure.
        d) None, or nearly none. Then the line lies the wrong way round.
            A line that gets nearly none right would get nearly all right when it is turned round.
            There is no such line, either.
    """,
    hints=[
        "Think of a straight line through the flower. Which petals lie on each side?",
        "What does training make small: the number of mistakes, or something else?",
    ],
)

equal_start = Choice(
    name="equal_start",
    question="All weights of both layers start at one half, and the biases at 0. What have the "
    "four hidden units learned after 1,000 steps?",
    options="""
        a) Four different things, since there are 400 different points.
            Every unit gets all 400 points, so they cannot make one unit different from another.
        b) Four times the same thing.
            Right. Units with equal weights give equal outputs and get equal gradients, so they
            stay equal, step after step.
        c) Nothing at all: no weight moves.
            That is so when all weights start at 0. From one half a gradient arrives, and the
            weights move, all units alike.
        d) Different things, since each unit has its own weight in the output layer.
            These four weights start equal, too, and get equal gradients. The units would differ
            if the output weights differed.
    """,
    hints=[
        "Compute what units 1 and 2 give for one point.",
        "What is the gradient of unit 1 made of? Which part of it is different for unit 2?",
    ],
)

enough_units = Choice(
    name="enough_units",
    question="Each hidden unit cuts the plane along one straight line. How many units does the "
    "flower with its eight petals need?",
    options="""
        a) One, as there are two classes, one on each side of the line.
            With one unit the boundary is one straight line, and about a third of the points is
            wrong: both classes have petals on both sides.
        b) Two, one unit for each class.
            Units do not stand for classes. Two cuts make at most four sectors, and about a third
            of the points is still wrong.
        c) Three or four; more than that helps little.
            Right. Three cuts through the middle make six sectors, enough for the petals, since
            neighbours of the same class share one.
        d) At least eight, one for each petal.
            A cut through the middle passes between petals on both sides, so it is worth more than
            one petal. With three units about nine points in ten are right already.
        e) As many as possible: 50 get more points right than 4.
            Hardly. On these points 50 units come out within 1 % of 3 or 4. What is still wrong
            lies among points of the other class.
    """,
    hints=[
        "Draw two lines through a point. How many sectors do they make? And three lines?",
        "Some petals that lie side by side are of the same class.",
    ],
)

more_units = Choice(
    name="more_units",
    question="You are about to train networks of 1 to 32 hidden units on 100 noisy points. What "
    "will the accuracy on these training points do as the units grow, and what the accuracy on "
    "the validation points?",
    options="""
        a) Both climb to the end: more units can draw finer boundaries.
            The training accuracy does. But with 32 units the fine boundary winds round single
            noisy points, and other points do not lie there.
        b) Training climbs to the end; validation climbs, and then falls again.
            Right. Up to some 4 units they learn the petals, and beyond that the noise.
        c) Both climb, and then fall: too many units get in each other's way.
            Validation falls, but training does not. A network with more units can do all that a
            smaller one can.
        d) Training climbs; validation stays at half, as the networks have not seen these points.
            The points are new, but they lie in the same petals. Who has learned the petals gets
            most of them right.
    """,
    hints=[
        "What can a network with 32 cuts do for a single orange point among blue ones?",
        "Where do the noisy points of other data lie: at the same places?",
    ],
)
