"""Exercises of notebook 02, "Build a two-layer network": `sigmoid` and `forward`."""

import numpy as np

from nnlib.check.base import Exercise


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
        1 / (1 + np.exp(z))
            The sign is turned round: the exponent is −z, and large z must give values near 1.
        np.exp(-z) / (1 + np.exp(-z)) ** 2
            This is the slope of the sigmoid, s(z)(1 − s(z)); the exercise asks for its value.
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
