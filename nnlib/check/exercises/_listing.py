"""The listing of notebook 05 that a learner mends.

It is our own writing. Its faults are those of published articles on this classifier.
"""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.check.listing import Listing
from nnlib.check.sandbox import Complaint

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
