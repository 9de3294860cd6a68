"""Exercises of notebook 05, "Draw the boundary": functions to write, and a listing to mend.

The listing is our own writing. Its faults are those of published articles on this classifier.
"""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.check.base import Exercise
from nnlib.check.listing import Listing
from nnlib.check.sandbox import Complaint


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


BROKEN = FORWARD_AND_COST, GRADIENTS_AND_FIT
for right, wrong in (STAR, RETURN, COST, FORWARD_CALL, GRADIENTS_CALL, RATE):
    BROKEN = tuple(half.replace(right, wrong) for half in BROKEN)


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


mend = Listing(
    name="mend",
    arguments="listing_1, listing_2",
    task="Mend the faults in `listing_1` and `listing_2` until `fit` trains the network.",
    given=BROKEN,
    reference=(FORWARD_AND_COST, GRADIENTS_AND_FIT),
    drive=_fitted,
    returns=("W1", "b1", "W2", "b2", "cost"),
    cases=[_small_fit(8, 3, 3, 0.5, seed=0), _small_fit(6, 2, 4, 0.8, seed=1)],
    known=f"""
        (1 - y) * np -> (1 - y) np
            A `*` is lost: between (1 − y) and the logarithm nothing stands. In formulas neighbours
            are multiplied; Python wants the sign.
        (1 - y) * np -> (1 - y), np
            A comma makes two things of one product: where Python stumbled, a `*` is missing.
        (1 - y) * np -> (1 - y) + np; (1 - y) * np -> (1 - y) - np; (1 - y) * np -> (1 - y) / np
            Between (1 − y) and the logarithm stands the wrong sign: it is a product, `*`.
        (1 - y) * np -> (1 - y) @ np
            `@` adds over the samples; here (1 − y) and the logarithm are multiplied in pairs, `*`.
        {" -> ".join(RETURN)}
            `return` stands behind its value; it comes first: `return {{…}}`.
        return {{"W1" -> {{"W1"
            The gradients are computed but not given back: their line needs a `return` in front.
        return cost -> return loss
            The cost is computed under one name and returned under another that does not exist.
        = forward_pass( -> = forward(; = gradients_of( -> = gradients(
            A function is called by a name it was not given: compare the calls with each `def`.
        - learning_rate * g -> - rate * g
            `fit` uses a name that is not among its parameters. It runs only where another cell
            happens to define that name, and then with the value it has there. Use the parameter.
        learning_rate * g -> 1.2 * g; learning_rate * g -> 1.0 * g; learning_rate * g -> 0.1 * g
            The listing runs, but `fit` takes its steps at a rate of its own: the parameter
            `learning_rate` has no effect.
        range(steps) -> range(1)
            Only one step is taken, whatever `steps` says: does a `return` inside the `for` loop end
            `fit` in the first round?
        - learning_rate * g -> + learning_rate * g
            The step goes uphill: parameters move against the gradient, with a minus.
    """,
    hints=[
        "Two lines cannot be read at all: look for a product without a sign, and for a `return` "
        "that stands last.",
        "Then follow the names: what is returned must have been computed, what is called must have "
        "been defined.",
        "`rate` belongs to nobody: `fit` has a parameter for it.",
    ],
    praise="It runs by itself and takes the right steps: six faults mended.",
)
