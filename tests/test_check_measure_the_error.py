"""The questions of notebook 03: what is told about each option is computed."""

from itertools import pairwise

import numpy as np

from nnlib import check, losses
from nnlib.labs.loss.model import X, Y

ZEROS = np.zeros((4, 1))
FOUR_TIMES, ONCE = np.ones((4, 1)), np.array([[2.0], [0.0], [0.0], [0.0]])


def test_one_big_error():
    said = {letter: option.why for letter, option in check.one_big_error.options.items()}
    first, second = losses.sse(FOUR_TIMES, ZEROS), losses.sse(ONCE, ZEROS)
    assert first == second == 4
    assert "1² + 1² + 1² + 1² = 4, and 2² = 4" in said["a"]
    assert np.abs(FOUR_TIMES).sum() == 4 and np.abs(ONCE).sum() == 2
    assert "absolute errors" in said["b"]
    assert losses.sse(ONCE[:1], ZEROS[:1]) == 4 * losses.sse(FOUR_TIMES[:1], ZEROS[:1])
    assert "more than one smaller error" in said["c"]
    assert losses.sse(-ONCE, ZEROS) == second
    assert "no sign" in said["e"]
    assert check.one_big_error.right == "d"


def step(weights):
    """The step of the linear unit along the SSE in which each sample has a weight."""
    W = np.array([[-3.0], [1.5]])
    return -X.T @ (weights * losses.sse_gradient(X @ W, Y))


def test_doubled_data():
    said = {letter: option.why for letter, option in check.doubled_data.options.items()}
    once, half = step(np.ones_like(Y)), step(np.full_like(Y, 0.5))
    twice = 2 * once
    X2, Y2, W = np.vstack([X, X]), np.vstack([Y, Y]), np.array([[-3.0], [1.5]])
    np.testing.assert_allclose(-X2.T @ losses.sse_gradient(X2 @ W, Y2), twice)
    assert check.doubled_data.right == "c"
    np.testing.assert_allclose(2 * half, once)  # two samples, each at half its weight
    assert "half its weight the step would stay" in said["b"]
    lowest = [np.linalg.lstsq(A, b, rcond=None)[0] for A, b in ((X, Y), (X2, Y2))]
    np.testing.assert_allclose(*lowest)
    assert "lowest point stays" in said["a"]
    np.testing.assert_array_equal(np.abs(X2 @ W - Y2)[:8], np.abs(X @ W - Y))
    assert "errors themselves stay" in said["d"]
    np.testing.assert_allclose(twice / np.linalg.norm(twice), once / np.linalg.norm(once))
    assert "direction stays" in said["e"]


def test_rate_too_large():
    said = {letter: option.why for letter, option in check.rate_too_large.options.items()}
    curvature, directions = np.linalg.eigh(2 * X.T @ X)
    lowest = np.linalg.lstsq(X, Y, rcond=None)[0]
    W = np.array([[-3.0], [1.5]])
    loss, sides = [], []
    for _ in range(30):
        loss.append(losses.sse(X @ W, Y))
        sides.append((directions[:, -1] @ (W - lowest)).item())
        gradient = X.T @ losses.sse_gradient(X @ W, Y)
        assert losses.sse(X @ (W + 1e-4 * gradient), Y) > loss[-1]  # it points uphill
        W = W - 1.15 * 2 / curvature[-1] * gradient
    assert "always points uphill" in said["a"]
    assert all(a * b < 0 for a, b in pairwise(sides))  # the other side
    assert all(abs(b) > abs(a) for a, b in pairwise(sides))
    assert check.rate_too_large.right == "b"
    assert curvature[0] > 0  # one lowest point
    assert "one lowest point" in said["c"]
    assert np.finfo(float).eps < 1e-15
    assert "16 digits" in said["d"]
    assert all(b > a for a, b in pairwise(loss[4:]))
    assert "After the first steps the loss grows" in said["e"]
