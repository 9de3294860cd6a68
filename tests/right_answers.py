"""Right answers in unusual styles: CASES holds (exercise, label, answer).

For gates and letters `answer` is a tuple of values, for `mend` a tuple of two texts.
"""

# ruff: noqa: B905, E501, SIM103
import functools
import itertools
import math
import operator
from collections import namedtuple
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy import ndimage, signal, special

from nnlib import activations, convolution, losses
from nnlib.activations import sigmoid

CASES = []


class Right:
    """Collects the functions of each class made of it; their names are the labels."""

    def __init_subclass__(cls, of):
        answers = [part for name, part in vars(cls).items() if not name.startswith("__")]
        CASES.extend((of, answer.__name__, answer) for answer in answers)


def value(exercise, label, *answer):
    CASES.append((exercise, label, answer))


def lam(exercise, label, answer):
    CASES.append((exercise, label, answer))


# double

lam("double", "lambda", lambda x: x + x)
lam("double", "partial", functools.partial(np.multiply, 2))
lam("double", "shift", lambda x: x / 0.5)
lam("double", "einsum", lambda x: np.einsum("...,->...", x, 2.0))
lam("double", "stack-sum", lambda x: np.stack([x, x]).sum(axis=0))


class _(Right, of="double"):
    def nditer(x):
        out = np.empty(x.shape)
        for i in np.ndindex(x.shape):
            out[i] = x[i] + x[i]
        return out

    def copy_then_in_place(x):
        x = x.copy()
        x *= 2
        return x


# fires

lam("fires", "bool", lambda X, weights, threshold: X @ weights >= threshold)
lam("fires", "times-one", lambda X, w, T: 1 * (np.dot(X, w) >= T))
lam("fires", "floats", lambda X, weights, threshold: (X.dot(weights) >= threshold).astype(float))
lam("fires", "heaviside", lambda X, weights, threshold: np.heaviside(X @ weights - threshold, 1))
lam("fires", "digitize", lambda X, weights, threshold: np.digitize(X @ weights, [threshold]))


class _(Right, of="fires"):
    def einsum(X, weights, threshold):
        return np.where(np.einsum("ij,j->i", X, weights) >= threshold, 1, 0)

    def select(X, weights, threshold):
        return np.select([X @ weights < threshold], [0], default=1)

    def not_below(X, weights, threshold):
        return np.logical_not(np.less(X @ weights, threshold)).astype(np.uint8)

    def list_of_int(X, weights, threshold):
        return [int(sum(a * b for a, b in zip(row, weights)) >= threshold) for row in X]

    def piecewise(X, weights, threshold):
        return np.piecewise(X @ weights - threshold, [X @ weights - threshold >= 0], [1, 0])

    def apply_along_axis(X, weights, threshold):
        return np.apply_along_axis(lambda row: 1 if row @ weights >= threshold else 0, 1, X)

    def searchsorted(X, weights, threshold):
        return np.searchsorted([threshold], X @ weights, side="right")

    def loops(X, weights, threshold):
        y = np.zeros(len(X), dtype=int)
        for i in range(len(X)):
            total = 0
            for j in range(len(weights)):
                total = total + X[i][j] * weights[j]
            if total >= threshold:
                y[i] = 1
        return y

    def vectorize(X, weights, threshold):
        step = np.vectorize(lambda v: 1 if v >= 0 else 0)
        return step(X @ weights - threshold)

    def generator(X, weights, threshold):
        def answers():
            for row in X:
                yield int(np.inner(row, weights) - threshold >= 0)

        return np.fromiter(answers(), dtype=int)

    def other_names(inputs, w, t):
        potential = (inputs * w).sum(axis=1) - t
        return (potential >= 0).astype(np.int64)

    def column_then_ravel(X, weights, threshold):
        v = X @ np.reshape(weights, (-1, 1)) - threshold
        return np.where(v >= 0, 1, 0).ravel()

    def default_argument(X, weights, threshold=0.0, *, on=1, off=0):
        return np.where(X @ weights - threshold >= 0, on, off)


class _Neuron:
    def __init__(self, name="neuron"):
        self.name = name

    def __call__(self, X, weights, threshold):
        return np.where(X @ weights >= threshold, 1, 0)

    def method(self, X, weights, threshold):
        return self(X, weights, threshold)

    @staticmethod
    def static(X, weights, threshold):
        return (X @ weights - threshold >= 0) + 0


lam("fires", "callable-object", _Neuron())
lam("fires", "bound-method", _Neuron().method)
lam("fires", "static-method", _Neuron.static)


# gates

value("and_gate", "tuple", (1, 1), 2)
value("and_gate", "array", np.array([1, 1]), 1.5)
value("and_gate", "numpy-scalars", [np.float64(0.5), np.int64(1)], np.float32(1.25))
value("and_gate", "fractions", [Fraction(1, 2), Fraction(1, 2)], Fraction(3, 4))
value("and_gate", "large", [1000, 999], 1999)
value("and_gate", "uneven", [3, 2], 4)
value("and_gate", "tiny", [1e-9, 1e-9], 1.5e-9)
value("or_gate", "half", [1, 1], 0.5)
value("or_gate", "array-float32", np.array([1, 2], dtype=np.float32), 1)
value("or_gate", "uneven", (5, 0.25), 0.25)
value("or_gate", "fractions", (Fraction(1), Fraction(1)), Fraction(1, 3))
value("or_gate", "threshold-zero-d", [2, 2], np.array(1.0))
value("not_gate", "zero", [-1], 0)
value("not_gate", "half", (-1,), -0.5)
value("not_gate", "array", np.array([-4.0]), -1)
value("not_gate", "column-of-one", np.array([-2]), np.float64(-1.5))
value("nand_gate", "minus-one", [-1, -1], -1)
value("nand_gate", "half", (-1, -1), -1.5)
value("nand_gate", "uneven", np.array([-2, -3]), -4)
value("nand_gate", "fractions", [Fraction(-1, 2), Fraction(-1, 2)], Fraction(-3, 4))
value("majority", "two", [1, 1, 1], 2)
value("majority", "half", (2, 2, 2), 3)
value("majority", "uneven", np.array([1.0, 1.25, 1.5]), 2)
value("majority", "mean", [0.25, 0.25, 0.25], 0.5)
value("majority", "range", [3, 4, 5], 6)


# sigmoid

lam("sigmoid", "expit", special.expit)
lam("sigmoid", "exp-log-expit", lambda z: np.exp(special.log_expit(np.asarray(z, dtype=float))))
lam("sigmoid", "tanh", lambda z: 0.5 * (1 + np.tanh(0.5 * z)))
lam("sigmoid", "tanh-halves", lambda z: np.tanh(z / 2) / 2 + 1 / 2)
lam("sigmoid", "logaddexp", lambda z: np.exp(-np.logaddexp(0, -z)))
lam("sigmoid", "clip-700", lambda z: 1 / (1 + np.exp(-np.clip(z, -700, 700))))
lam("sigmoid", "clip-500", lambda z: 1 / (1 + np.exp(np.clip(-z, -500, 500))))
lam("sigmoid", "clip-minimum", lambda z: 1 / (1 + np.exp(np.minimum(-z, 709))))
lam("sigmoid", "package", activations.sigmoid)
lam("sigmoid", "reciprocal", lambda z: np.reciprocal(1 + np.exp(np.clip(-z, None, 600.0))))


def sigmoid_right_half(z):
    return 1 / (1 + np.exp(-z))


class _(Right, of="sigmoid"):
    def abs_where(z):
        return np.where(z >= 0, 1, np.exp(-np.abs(z))) / (1 + np.exp(-np.abs(z)))

    def min_max(z):
        return np.exp(np.minimum(z, 0)) / (np.exp(np.minimum(z, 0)) + np.exp(-np.maximum(z, 0)))

    def arctan2_free_symmetry(z):
        return 0.5 + 0.5 * np.sign(z) * ((1 - np.exp(-np.abs(z))) / (1 + np.exp(-np.abs(z))))

    def masks(z):
        z = np.asarray(z, dtype=float)
        out = np.empty(z.shape)
        positive = z >= 0
        out[positive] = 1 / (1 + np.exp(-z[positive]))
        e = np.exp(z[~positive])
        out[~positive] = e / (1 + e)
        return out

    def vectorize(z):
        def one(v):
            if v >= 0:
                return 1 / (1 + math.exp(-v))
            e = math.exp(v)
            return e / (1 + e)

        return np.vectorize(one, otypes=[float])(z)

    def ndindex(z):
        out = np.zeros(z.shape)
        for i in np.ndindex(z.shape):
            if z[i] > 0:
                out[i] = 1.0 / (1.0 + math.exp(-z[i]))
            else:
                out[i] = math.exp(z[i]) / (math.exp(z[i]) + 1.0)
        return out

    def ravel_list_reshape(z):
        flat = [1 / (1 + math.exp(-v)) if v > -700 else math.exp(v) for v in np.ravel(z)]
        return np.array(flat).reshape(np.shape(z))

    def where_safe_arguments(z):
        left, right_side = np.minimum(z, 0), np.maximum(z, 0)
        return np.where(z < 0, np.exp(left) / (1 + np.exp(left)), 1 / (1 + np.exp(-right_side)))

    def ufunc_where(z):
        z = np.asarray(z, dtype=np.result_type(z, np.float32))
        e = np.exp(-np.abs(z))
        numerator = np.ones_like(z)
        np.copyto(numerator, e, where=z < 0)
        return numerator / (1 + e)

    def recursion_to_positive(z):
        z = np.asarray(z, dtype=float)
        if (z < 0).any():
            s = sigmoid_right_half(np.abs(z))
            return (
                np.where(z < 0, 1 - s, s)
                if (z > -30).all()
                else np.where(z < 0, np.exp(-np.abs(z)) * s, s)
            )
        return sigmoid_right_half(z)

    def nested_and_default(z, one=1.0):
        def stable(t):
            e = np.exp(-np.abs(t))
            return np.select([t >= 0, t < 0], [one / (one + e), e / (one + e)])

        return stable(np.asarray(z))

    def piecewise(z):
        z = np.asarray(z, dtype=float)
        return np.piecewise(
            z,
            [z >= 0, z < 0],
            [lambda t: 1 / (1 + np.exp(-t)), lambda t: np.exp(t) / (1 + np.exp(t))],
        )


class _Sigmoid:
    def __call__(self, z):
        return np.exp(-np.logaddexp(0.0, -np.asarray(z)))


lam("sigmoid", "callable-object", _Sigmoid())


def _as_floats(function):
    @functools.wraps(function)
    def wrapper(z, *args, **kwargs):
        return function(np.asarray(z, dtype=float), *args, **kwargs)

    return wrapper


class _(Right, of="sigmoid"):
    @_as_floats
    def decorated(z):
        return 0.5 * np.tanh(0.5 * z) + 0.5


# forward


class _(Right, of="forward"):
    def lambda_walrus(X, W1, b1, W2, b2):
        return (A1 := sigmoid(X @ W1 + b1), sigmoid(A1 @ W2 + b2))

    def einsum(X, W1, b1, W2, b2):
        return (
            sigmoid(np.einsum("ij,jk->ik", X, W1) + b1),
            sigmoid(
                np.einsum(
                    "ij,jk,kl->il", np.eye(len(X)), sigmoid(np.einsum("ij,jk->ik", X, W1) + b1), W2
                )
                + b2
            ),
        )

    def loops(X, W1, b1, W2, b2):
        m, h, c = len(X), W1.shape[1], W2.shape[1]
        A1, A2 = np.zeros((m, h)), np.zeros((m, c))
        for i in range(m):
            for j in range(h):
                z = b1[j]
                for k in range(X.shape[1]):
                    z = z + X[i, k] * W1[k, j]
                A1[i, j] = special.expit(z)
            for j in range(c):
                A2[i, j] = special.expit(sum(A1[i, k] * W2[k, j] for k in range(h)) + b2[j])
        return A1, A2

    def columns_inside(X, W1, b1, W2, b2):
        A1 = sigmoid(W1.T @ X.T + b1[:, np.newaxis])
        A2 = sigmoid(W2.T @ A1 + b2[:, np.newaxis])
        return A1.T, A2.T

    def bias_as_weight(X, W1, b1, W2, b2):
        ones = np.ones((X.shape[0], 1))
        A1 = sigmoid(np.hstack([X, ones]) @ np.vstack([W1, b1]))
        A2 = sigmoid(np.hstack([A1, ones]) @ np.vstack([W2, b2]))
        return A1, A2

    def list_of_layers(X, W1, b1, W2, b2):
        A = [X]
        for W, b in [(W1, b1), (W2, b2)]:
            A.append(special.expit(A[-1] @ W + b))
        return tuple(A[1:])

    def accumulate(X, W1, b1, W2, b2):
        layers = itertools.accumulate(
            [(W1, b1), (W2, b2)], lambda a, p: sigmoid(a @ p[0] + p[1]), initial=X
        )
        next(layers)
        return tuple(layers)

    def named_tuple(X, W1, b1, W2, b2):
        Pass = namedtuple("Pass", "A1 A2")
        A1 = sigmoid(X @ W1 + b1)
        return Pass(A1, sigmoid(A1 @ W2 + b2))

    def list_result(X, W1, b1, W2, b2):
        A1 = sigmoid(np.add(np.matmul(X, W1), b1))
        return [A1, sigmoid(np.add(np.matmul(A1, W2), b2))]

    def default_activation(X, W1, b1, W2, b2, f=sigmoid):
        return f(X @ W1 + b1), f(f(X @ W1 + b1) @ W2 + b2)

    def row_by_row(X, W1, b1, W2, b2):
        A1 = np.array([sigmoid(x @ W1 + b1) for x in X])
        A2 = np.array([sigmoid(a @ W2 + b2) for a in A1])
        return A1, A2

    def tanh_identity(X, W1, b1, W2, b2):
        A1 = (np.tanh((X.dot(W1) + b1) / 2) + 1) / 2
        A2 = (np.tanh((A1.dot(W2) + b2) / 2) + 1) / 2
        return A1, A2


class _TwoLayers:
    def __init__(self, f):
        self.f = f

    def feedforward(self, X, W1, b1, W2, b2):
        A1 = self.layer(X, W1, b1)
        return A1, self.layer(A1, W2, b2)

    def layer(self, X, W, b):
        return self.f(np.dot(X, W) + b)


lam("forward", "method", _TwoLayers(activations.sigmoid).feedforward)


# sse

lam("sse", "dot-ravel", lambda y_hat, y: np.dot((y - y_hat).ravel(), (y - y_hat).ravel()))
lam("sse", "vdot", lambda y_hat, y: np.vdot(y_hat - y, y_hat - y))
lam("sse", "norm-squared", lambda y_hat, y: np.linalg.norm(y_hat - y) ** 2)
lam("sse", "trace", lambda y_hat, y: np.trace((y - y_hat).T @ (y - y_hat)))
lam("sse", "einsum", lambda y_hat, y: np.einsum("ij,ij->", y - y_hat, y - y_hat))
lam("sse", "mean-times-size", lambda y_hat, y: np.mean((y - y_hat) ** 2) * y.size)
lam("sse", "sum-of-sum", lambda y_hat, y: sum(sum((y - y_hat) ** 2)))
lam("sse", "expanded", lambda y_hat, y: np.sum(y**2) - 2 * np.sum(y * y_hat) + np.sum(y_hat**2))
lam("sse", "fsum", lambda y_hat, y: math.fsum(e * e for e in np.subtract(y, y_hat).flat))
lam("sse", "keepdims-item", lambda y_hat, y: np.sum(np.square(y - y_hat), keepdims=True).item())
lam("sse", "zero-d", lambda y_hat, y: np.array(((y - y_hat) ** 2).sum()))
lam("sse", "abs-first", lambda y_hat, y: (np.abs(y - y_hat) ** 2).sum(axis=0).sum())


class _(Right, of="sse"):
    def loops(y_hat, y):
        total = 0.0
        for i in range(y.shape[0]):
            for j in range(y.shape[1]):
                e = y[i, j] - y_hat[i, j]
                total += e * e
        return total

    def reduce(y_hat, y):
        return functools.reduce(operator.add, (float(e) ** 2 for e in (y - y_hat).ravel()), 0.0)


# sse_gradient

lam("sse_gradient", "minus-error", lambda y_hat, y: -2 * (y - y_hat))
lam("sse_gradient", "brackets-out", lambda y_hat, y: 2 * y_hat - 2 * y)
lam("sse_gradient", "added-twice", lambda y_hat, y: (y_hat - y) + (y_hat - y))
lam("sse_gradient", "subtract", lambda y_hat, y: np.multiply(2, np.subtract(y_hat, y)))


class _(Right, of="sse_gradient"):
    def measured_central(y_hat, y):
        g = np.zeros(y_hat.shape)
        h = 1e-3  # exact for a parabola, but for rounding
        for i in np.ndindex(y_hat.shape):
            up, down = np.array(y_hat, dtype=float), np.array(y_hat, dtype=float)
            up[i] += h
            down[i] -= h
            g[i] = ((up[i] - y[i]) ** 2 - (down[i] - y[i]) ** 2) / (2 * h)
        return g

    def comprehension(y_hat, y):
        return np.array([[2 * (p - t) for p, t in zip(ps, ts)] for ps, ts in zip(y_hat, y)])

    def complex_step(y_hat, y):
        return np.imag((y_hat + 1e-20j - y) ** 2) / 1e-20


# output_error

lam("output_error", "one-line", lambda A2, y: 2 * (A2 - y) * A2 * (1 - A2))
lam("output_error", "square-form", lambda A2, y: 2 * (A2 - y) * (A2 - A2**2))
lam("output_error", "minus-minus", lambda A2, y: -2 * (y - A2) * (1 - A2) * A2)
lam("output_error", "quarter", lambda A2, y: 2 * (A2 - y) * (0.25 - (A2 - 0.5) ** 2))
lam("output_error", "einsum", lambda A2, y: np.einsum("ij,ij,ij->ij", 2 * (A2 - y), A2, 1 - A2))


class _(Right, of="output_error"):
    def package_slope(A2, y):
        return losses.sse_gradient(A2, y) * activations.get("sigmoid").slope(None, A2)

    def multiply(A2, y):
        return np.multiply(np.multiply(2, np.subtract(A2, y)), np.multiply(A2, np.subtract(1, A2)))

    def loops(A2, y):
        dZ2 = np.empty(A2.shape)
        for i, (prediction, target) in enumerate(zip(A2, y)):
            for j in range(len(prediction)):
                a = prediction[j]
                dZ2[i, j] = 2 * (a - target[j]) * a * (1 - a)
        return dZ2

    def through_z(A2, y):
        Z2 = special.logit(A2)
        slope = np.exp(-Z2) / (1 + np.exp(-Z2)) ** 2
        return 2 * (A2 - y) * slope

    def copies(A2, y):
        dZ2 = A2.copy()
        dZ2 -= y
        dZ2 *= 2
        dZ2 *= A2
        dZ2 *= 1 - A2
        return dZ2


# gradient_W2

lam("gradient_W2", "dot", lambda A1, dZ2: np.dot(A1.T, dZ2))
lam("gradient_W2", "transposed-twice", lambda A1, dZ2: (dZ2.T @ A1).T)
lam("gradient_W2", "einsum", lambda A1, dZ2: np.einsum("mh,mc->hc", A1, dZ2))
lam("gradient_W2", "tensordot", lambda A1, dZ2: np.tensordot(A1, dZ2, axes=(0, 0)))
lam("gradient_W2", "broadcast", lambda A1, dZ2: (A1[:, :, None] * dZ2[:, None, :]).sum(axis=0))
lam("gradient_W2", "sum-outer", lambda A1, dZ2: sum(np.outer(a, d) for a, d in zip(A1, dZ2)))
lam("gradient_W2", "swapaxes", lambda A1, dZ2: np.matmul(np.swapaxes(A1, 0, 1), dZ2))


class _(Right, of="gradient_W2"):
    def columns(A1, dZ2):
        return np.column_stack([(A1 * dZ2[:, [k]]).sum(axis=0) for k in range(dZ2.shape[1])])

    def three_loops(A1, dZ2):
        m, h = A1.shape
        dW2 = np.zeros((h, dZ2.shape[1]))
        for j in range(h):
            for k in range(dZ2.shape[1]):
                for i in range(m):
                    dW2[j, k] += A1[i, j] * dZ2[i, k]
        return dW2

    def nested_lists_to_array(A1, dZ2):
        return np.array([[np.sum(a * d) for d in dZ2.T] for a in A1.T])

    def negated_twice(A1, dZ2):
        return -(A1.transpose() @ (-dZ2))


# gradient_W1

lam("gradient_W1", "one-line", lambda X, A1, W2, dZ2: X.T @ (dZ2 @ W2.T * A1 * (1 - A1)))
lam("gradient_W1", "transposed", lambda X, A1, W2, dZ2: ((W2 @ dZ2.T * (A1 - A1**2).T) @ X).T)


class _(Right, of="gradient_W1"):
    def einsum(X, A1, W2, dZ2):
        return np.einsum("mn,mc,hc,mh->nh", X, dZ2, W2, A1 * (1 - A1))

    def dot_multiply(X, A1, W2, dZ2):
        return np.dot(X.T, np.multiply(np.dot(dZ2, W2.T), np.multiply(A1, 1 - A1)))

    def inner(X, A1, W2, dZ2):
        return np.inner(X.T, (np.inner(dZ2, W2) * A1 * (1 - A1)).T)

    def loops(X, A1, W2, dZ2):
        m, n = X.shape
        h, c = W2.shape
        dW1 = np.zeros((n, h))
        for i in range(m):
            for j in range(h):
                way = 0.0
                for k in range(c):
                    way += dZ2[i, k] * W2[j, k]
                for q in range(n):
                    dW1[q, j] += X[i, q] * way * A1[i, j] * (1 - A1[i, j])
        return dW1

    def sample_by_sample(X, A1, W2, dZ2):
        total = 0
        for x, a, d in zip(X, A1, dZ2):
            total = total + np.outer(x, (W2 @ d) * a * (1 - a))
        return total

    def diagonal_matrices(X, A1, W2, dZ2):
        return sum(
            np.outer(X[i], np.diag(A1[i] * (1 - A1[i])) @ W2 @ dZ2[i]) for i in range(len(X))
        )

    def helper(X, A1, W2, dZ2):
        def slope(a):
            return a * (1 - a)

        def back(d, W):
            return d @ np.transpose(W)

        dZ1 = back(dZ2, W2) * slope(A1)
        return np.transpose(X) @ dZ1

    def through_gradient_W2(X, A1, W2, dZ2):
        return CASES_BY["gradient_W2", "einsum"](X, dZ2 @ W2.T * A1 * (1 - A1))

    def unit_by_unit(X, A1, W2, dZ2):
        columns = []
        for j in range(W2.shape[0]):
            dz = (dZ2 * W2[j]).sum(axis=1) * A1[:, j] * (1 - A1[:, j])
            columns.append((X * dz[:, None]).sum(axis=0))
        return np.stack(columns, axis=1)


# update

lam("update", "lambda", lambda W, dW, learning_rate: W - learning_rate * dW)
lam("update", "plus-minus", lambda W, dW, learning_rate: W + (-learning_rate) * dW)
lam("update", "default-rate", lambda W, dW, learning_rate=0.1: W - dW * learning_rate)
lam("update", "other-names", lambda weights, gradient, alpha: weights - alpha * gradient)


class _(Right, of="update"):
    def subtract(W, dW, learning_rate):
        return np.subtract(W, np.multiply(learning_rate, dW))

    def copy_in_place(W, dW, learning_rate):
        W = np.array(W, dtype=float)
        W -= learning_rate * dW
        return W

    def zip_rows(W, dW, learning_rate):
        return np.array([w - learning_rate * d for w, d in zip(W, dW)])

    def average_form(W, dW, learning_rate):
        target = W - dW
        return (1 - learning_rate) * W + learning_rate * target

    def star_args(*args):
        W, dW, rate = args
        return W - rate * dW


# cross_entropy


def _formula(p, y):
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


lam("cross_entropy", "package", losses.cross_entropy)
for _eps in (1e-15, 1e-12, 1e-10, 1e-8, 1e-7, 1e-6, 1e-5):
    lam(
        "cross_entropy",
        f"clip-{_eps}",
        lambda y_hat, y, eps=_eps: _formula(np.clip(y_hat, eps, 1 - eps), y),
    )
for _eps in (1e-12, 1e-10, 1e-8, 1e-7, 1e-6, 1e-5):
    lam(
        "cross_entropy",
        f"shift-{_eps}",
        lambda y_hat, y, eps=_eps: (
            -np.mean(y * np.log(y_hat + eps) + (1 - y) * np.log(1 - y_hat + eps))
        ),
    )


class _(Right, of="cross_entropy"):
    def finfo_eps(y_hat, y):
        return _formula(np.clip(y_hat, np.finfo(float).eps, 1 - np.finfo(float).eps), y)

    def where_label(y_hat, y):
        return -np.log(np.clip(np.where(y == 1, y_hat, 1 - y_hat), 1e-15, 1)).mean()

    def maximum(y_hat, y):
        return -np.mean(
            y * np.log(np.maximum(y_hat, 1e-14)) + (1 - y) * np.log(np.maximum(1 - y_hat, 1e-14))
        )

    def log_clipped_at_100(y_hat, y):
        return -np.mean(
            y * np.log(np.maximum(y_hat, math.exp(-100)))
            + (1 - y) * np.log(np.maximum(1 - y_hat, math.exp(-100)))
        )

    def xlogy_clipped(y_hat, y):
        return -np.mean(
            special.xlogy(y, np.clip(y_hat, 1e-15, None))
            + special.xlogy(1 - y, np.clip(1 - y_hat, 1e-15, None))
        )

    def xlog1py(y_hat, y):
        return -(
            special.xlogy(y, np.maximum(y_hat, 1e-12))
            + special.xlog1py(1 - y, -np.minimum(y_hat, 1 - 1e-12))
        ).sum() / len(y)

    def power_likelihood(y_hat, y):
        return -np.log(np.maximum(y_hat**y * (1 - y_hat) ** (1 - y), 1e-15)).mean()

    def affine_label(y_hat, y):
        return -np.mean(np.log(np.clip(1 - np.abs(y - y_hat), 1e-13, 1.0)))

    def dot(y_hat, y):
        return (
            -(
                np.vdot(y, np.log(np.clip(y_hat, 1e-15, 1 - 1e-15)))
                + np.vdot(1 - y, np.log1p(-np.clip(y_hat, 1e-15, 1 - 1e-15)))
            )
            / y.shape[0]
        )

    def average(y_hat, y):
        return np.average(-np.log(np.clip(np.choose(y.astype(int), [1 - y_hat, y_hat]), 1e-15, 1)))

    def shrink_towards_half(y_hat, y):
        return _formula(y_hat * (1 - 2e-12) + 1e-12, y)

    def loop(y_hat, y):
        total = 0.0
        for p, t in zip(y_hat.ravel(), y.ravel()):
            p = min(max(float(p), 1e-15), 1 - 1e-15)
            total -= math.log(p) if t == 1 else math.log(1 - p)
        return total / y_hat.size

    def logit_logaddexp(y_hat, y):
        z = special.logit(np.clip(y_hat, 1e-15, 1 - 1e-15))
        return np.mean(np.logaddexp(0, z) - z * y)

    def by_class(y_hat, y):
        y_hat = np.clip(y_hat, 1e-15, 1 - 1e-15)
        ones, zeros = y_hat[y == 1], y_hat[y == 0]
        return -(np.log(ones).sum() + np.log(1 - zeros).sum()) / len(y)

    def default_eps_keyword(y_hat, y, *, eps=1e-12):
        p = np.where(y_hat < eps, eps, y_hat)
        p = np.where(p > 1 - eps, 1 - eps, p)
        return float(_formula(p, y))

    def zero_d(y_hat, y):
        return np.asarray(_formula(np.clip(y_hat, 1e-15, 1 - 1e-15), y))


# predict


def _answers(X, W1, b1, W2, b2):
    return special.expit(np.tanh(X @ W1 + b1) @ W2 + b2)


lam("predict", "bool", lambda X, W1, b1, W2, b2: _answers(X, W1, b1, W2, b2) > 0.5)
lam("predict", "int", lambda X, W1, b1, W2, b2: (_answers(X, W1, b1, W2, b2) > 0.5).astype(int))
lam("predict", "float", lambda X, W1, b1, W2, b2: (_answers(X, W1, b1, W2, b2) > 0.5) * 1.0)
lam("predict", "round", lambda X, W1, b1, W2, b2: np.round(_answers(X, W1, b1, W2, b2)))
lam(
    "predict", "int8", lambda X, W1, b1, W2, b2: (_answers(X, W1, b1, W2, b2) > 1 / 2).view(np.int8)
)


class _(Right, of="predict"):
    def z_above_zero(X, W1, b1, W2, b2):
        return np.where(np.tanh(X @ W1 + b1) @ W2 + b2 > 0, 1, 0)

    def rint_int(X, W1, b1, W2, b2):
        return np.rint(_answers(X, W1, b1, W2, b2)).astype(int)

    def heaviside(X, W1, b1, W2, b2):
        return np.heaviside(np.tanh(X @ W1 + b1) @ W2 + b2, 0)

    def argmax_two_columns(X, W1, b1, W2, b2):
        return np.argmax(
            np.hstack([1 - _answers(X, W1, b1, W2, b2), _answers(X, W1, b1, W2, b2)]), axis=1
        ).reshape(-1, 1)

    def nested_list(X, W1, b1, W2, b2):
        return [[1 if p > 0.5 else 0 for p in row] for row in _answers(X, W1, b1, W2, b2)]

    def loop(X, W1, b1, W2, b2):
        labels = np.zeros((len(X), 1), dtype=int)
        for i, x in enumerate(X):
            a = np.tanh(x @ W1 + b1)
            z = float((a @ W2 + b2)[0])
            if z > 0:
                labels[i, 0] = 1
        return labels

    def columns_inside(X, W1, b1, W2, b2):
        A1 = np.tanh(W1.T @ X.T + b1.reshape(-1, 1))
        A2 = sigmoid(W2.T @ A1 + b2.reshape(-1, 1))
        return np.where(A2 > 0.5, 1.0, 0.0).T

    def masks(X, W1, b1, W2, b2):
        A2 = _answers(X, W1, b1, W2, b2)
        above = A2 > 0.5
        A2[above] = 1
        A2[~above] = 0
        return A2

    def tanh_by_exponentials(X, W1, b1, W2, b2):
        Z1 = X @ W1 + b1
        A1 = 2 * special.expit(2 * Z1) - 1
        return np.greater(sigmoid(A1 @ W2 + b2), 0.5).astype(np.uint8)


# backward


def _slopes(X, A1, A2, W2, y):
    dZ2 = (A2 - y) / len(X)
    return dZ2, dZ2 @ W2.T * (1 - A1**2)


class _(Right, of="backward"):
    def plain(X, Z1, A1, A2, W2, y):
        dZ2, dZ1 = _slopes(X, A1, A2, W2, y)
        return X.T @ dZ1, dZ1.sum(axis=0), A1.T @ dZ2, dZ2.sum(axis=0)

    def list_result(X, Z1, A1, A2, W2, y):
        dZ2, dZ1 = _slopes(X, A1, A2, W2, y)
        return [X.T @ dZ1, dZ1.sum(axis=0), A1.T @ dZ2, dZ2.sum(axis=0)]

    def m_at_the_end(X, Z1, A1, A2, W2, y):
        m = X.shape[0]
        dZ2 = A2 - y
        dZ1 = np.dot(dZ2, W2.T) * (1 - np.power(A1, 2))
        return (
            1 / m * np.dot(X.T, dZ1),
            1 / m * np.sum(dZ1, axis=0),
            1 / m * np.dot(A1.T, dZ2),
            1 / m * np.sum(dZ2, axis=0),
        )

    def means_of_outer(X, Z1, A1, A2, W2, y):
        d2 = A2 - y
        d1 = d2 @ W2.T * (1 - A1) * (1 + A1)
        return (
            np.mean(X[:, :, None] * d1[:, None, :], axis=0),
            d1.mean(axis=0),
            np.mean(A1[:, :, None] * d2[:, None, :], axis=0),
            d2.mean(axis=0),
        )

    def from_Z1(X, Z1, A1, A2, W2, y):
        dZ2 = (A2 - y) / y.shape[0]
        dZ1 = np.outer(dZ2, W2) / np.cosh(Z1) ** 2
        return X.T @ dZ1, np.ones(len(X)) @ dZ1, A1.T @ dZ2, np.ones(len(X)) @ dZ2

    def columns_inside(X, Z1, A1, A2, W2, y):
        X, A1, A2, Y = X.T, A1.T, A2.T, y.T
        m = X.shape[1]
        dZ2 = A2 - Y
        dW2 = np.dot(dZ2, A1.T) / m
        db2 = np.sum(dZ2, axis=1, keepdims=True) / m
        dZ1 = np.multiply(np.dot(W2, dZ2), 1 - np.power(A1, 2))
        dW1 = np.dot(dZ1, X.T) / m
        db1 = np.sum(dZ1, axis=1, keepdims=True) / m
        return dW1.T, db1.ravel(), dW2.T, db2.ravel()

    def loops(X, Z1, A1, A2, W2, y):
        m, n = X.shape
        h = A1.shape[1]
        dW1, db1, dW2, db2 = np.zeros((n, h)), np.zeros(h), np.zeros((h, 1)), np.zeros(1)
        for i in range(m):
            d2 = (A2[i, 0] - y[i, 0]) / m
            db2[0] += d2
            for j in range(h):
                dW2[j, 0] += A1[i, j] * d2
                d1 = d2 * W2[j, 0] * (1 - A1[i, j] ** 2)
                db1[j] += d1
                for k in range(n):
                    dW1[k, j] += X[i, k] * d1
        return dW1, db1, dW2, db2

    def einsum(X, Z1, A1, A2, W2, y):
        dZ2 = (A2 - y) / len(y)
        dZ1 = np.einsum("mc,hc,mh->mh", dZ2, W2, 1 - A1 * A1)
        return (
            np.einsum("mn,mh->nh", X, dZ1),
            np.einsum("mh->h", dZ1),
            np.einsum("mh,mc->hc", A1, dZ2),
            np.einsum("mc->c", dZ2),
        )

    def with_column_of_ones(X, Z1, A1, A2, W2, y):
        dZ2, dZ1 = _slopes(X, A1, A2, W2, y)
        ones = np.ones((len(X), 1))
        first = np.hstack([X, ones]).T @ dZ1
        second = np.hstack([A1, ones]).T @ dZ2
        return first[:-1], first[-1], second[:-1], second[-1]

    def through_dA2(X, Z1, A1, A2, W2, y):
        dA2 = (A2 - y) / (A2 * (1 - A2)) / len(y)
        dZ2 = dA2 * A2 * (1 - A2)
        dZ1 = dZ2 @ W2.T * (1 - np.tanh(Z1) ** 2)
        return X.T @ dZ1, dZ1.sum(0), A1.T @ dZ2, dZ2.sum(0)

    def named_tuple(X, Z1, A1, A2, W2, y):
        Slopes = namedtuple("Slopes", "dW1 db1 dW2 db2")
        dZ2, dZ1 = _slopes(X, A1, A2, W2, y)
        return Slopes(X.T @ dZ1, dZ1.sum(axis=0), A1.T @ dZ2, dZ2.sum(axis=0))

    def helper_function(X, Z1, A1, A2, W2, y):
        def layer(inputs, dZ):
            return inputs.T @ dZ, np.add.reduce(dZ)

        dZ2 = (A2 - y) / y.size
        dZ1 = dZ2 @ W2.T - dZ2 @ W2.T * A1**2
        return *layer(X, dZ1), *layer(A1, dZ2)


# mend

_b1 = """
def forward_pass(X, p):
    A1 = np.tanh(X @ p["W1"] + p["b1"])
    A2 = 1 / (1 + np.exp(-(A1 @ p["W2"] + p["b2"])))
    return A1, A2


def cost_of(A2, y):
    cost = -np.mean(y * np.log(A2) + (1 - y) np.log(1 - A2))
    return loss
"""
_b2 = """
def gradients_of(X, y, A1, A2, p):
    dZ2 = (A2 - y) / len(X)
    dZ1 = dZ2 @ p["W2"].T * (1 - A1**2)
    dW1, dW2 = X.T @ dZ1, A1.T @ dZ2
    {"W1": dW1, "b1": dZ1.sum(axis=0), "W2": dW2, "b2": dZ2.sum(axis=0)} return


def fit(X, y, p, steps, learning_rate):
    for _ in range(steps):
        A1, A2 = forward(X, p)
        g = gradients(X, y, A1, A2, p)
        p = {name: p[name] - rate * g[name] for name in p}
    return p, cost_of(A2, y)
"""
_one = _b1.replace("(1 - y) np.log", "(1 - y) * np.log").replace("return loss", "return cost")
_two = (
    _b2.replace(
        '{"W1": dW1, "b1": dZ1.sum(axis=0), "W2": dW2, "b2": dZ2.sum(axis=0)} return',
        'return {"W1": dW1, "b1": dZ1.sum(axis=0), "W2": dW2, "b2": dZ2.sum(axis=0)}',
    )
    .replace("= forward(X", "= forward_pass(X")
    .replace("= gradients(X", "= gradients_of(X")
    .replace("- rate *", "- learning_rate *")
)

value("mend", "plain", _one, _two)
value(
    "mend",
    "loss-named",
    _one.replace("cost = -np", "loss = -np").replace("return cost", "return loss"),
    _two,
)
value(
    "mend",
    "returned-at-once",
    _one.replace("cost = -np", "return -np").replace("    return cost\n", ""),
    _two,
)
value(
    "mend",
    "multiply",
    _one.replace("(1 - y) * np.log(1 - A2)", "np.multiply(1 - y, np.log(1 - A2))"),
    _two,
)
value(
    "mend",
    "definitions-renamed",
    _one.replace("def forward_pass", "def forward"),
    _two.replace("def gradients_of", "def gradients")
    .replace("= gradients_of(", "= gradients(")
    .replace("= forward_pass(", "= forward("),
)
value(
    "mend",
    "aliases",
    _one + "\nforward = forward_pass\n",
    _two.replace("= forward_pass(", "= forward("),
)
value(
    "mend",
    "rate-assigned",
    _one,
    _two.replace("    for _ in range", "    rate = learning_rate\n    for _ in range").replace(
        "- learning_rate *", "- rate *"
    ),
)
value(
    "mend",
    "parameter-renamed",
    _one,
    _two.replace("steps, learning_rate)", "steps, rate)").replace("- learning_rate *", "- rate *"),
)
value(
    "mend",
    "named-first",
    _one,
    _two.replace("return {", "grads = {").replace(
        "dZ2.sum(axis=0)}", "dZ2.sum(axis=0)}\n    return grads"
    ),
)
value("mend", "import-inside", "import numpy as np\n" + _one, "import numpy as np\n" + _two)
value(
    "mend",
    "nested-loop-body",
    _one,
    _two.replace(
        "p = {name: p[name] - learning_rate * g[name] for name in p}",
        "new = {}\n        for name in p:\n            new[name] = p[name] - learning_rate * g[name]"
        "\n        p = new",
    ),
)
value("mend", "comments", "# mended\n" + _one, _two + "\n# done\n")


# relu

lam("relu", "maximum", lambda z: np.maximum(z, 0))
lam("relu", "partial", functools.partial(np.maximum, 0))
lam("relu", "where", lambda z: np.where(z > 0, z, 0))
lam("relu", "half-sum", lambda z: (z + np.abs(z)) / 2)
lam("relu", "mask-product", lambda z: z * (z > 0))
lam("relu", "clip", lambda z: np.clip(z, 0, None))
lam("relu", "clip-inf", lambda z: np.clip(z, 0, np.inf))
lam("relu", "fmax", lambda z: np.fmax(0.0, z))
lam("relu", "heaviside", lambda z: z * np.heaviside(z, 0))
lam("relu", "vectorize", np.vectorize(lambda v: max(0.0, float(v)), otypes=[float]))
lam("relu", "minus-min", lambda z: z - np.minimum(z, 0))
lam("relu", "select", lambda z: np.select([z > 0], [z], default=0.0))
lam("relu", "max-of-stack", lambda z: np.max([np.zeros_like(z), z], axis=0))


class _(Right, of="relu"):
    def piecewise(z):
        return np.piecewise(np.asarray(z, dtype=float), [np.asarray(z) > 0], [lambda t: t, 0.0])

    def copy_mask(z):
        out = z.copy()
        out[out < 0] = 0
        return out

    def flat_loop(z):
        out = np.array(z, dtype=float)
        for i, v in enumerate(out.flat):
            if v < 0:
                out.flat[i] = 0
        return out

    def masked_array_free(z):
        return np.multiply(z, np.greater(z, 0).astype(float))


# relu_slope

lam("relu_slope", "bool-to-float", lambda z: (z > 0).astype(float))
lam("relu_slope", "bool", lambda z: z > 0)
lam("relu_slope", "int", lambda z: np.where(z > 0, 1, 0))
lam("relu_slope", "heaviside-0", lambda z: np.heaviside(z, 0))
lam("relu_slope", "sign-of-relu", lambda z: np.sign(np.maximum(z, 0)))
lam("relu_slope", "half-plus-sign", lambda z: np.clip(np.sign(z), 0, 1))
lam("relu_slope", "ceil-clip", lambda z: np.clip(np.ceil(np.clip(z, -1, 1)), 0, 1))
lam("relu_slope", "corner-one", lambda z: np.where(z >= 0, 1.0, 0.0))
lam("relu_slope", "corner-half", lambda z: np.heaviside(z, 0.5))
lam("relu_slope", "vectorize", np.vectorize(lambda v: 1.0 if v > 0 else 0.0, otypes=[float]))
lam("relu_slope", "select", lambda z: np.select([z < 0, z == 0, z > 0], [0.0, 0.0, 1.0]))


class _(Right, of="relu_slope"):
    def fill(z):
        out = np.zeros(z.shape)
        out[z > 0] = 1
        return out

    def package(z):
        return activations.get("relu").slope(z, None)

    def keyword_default(z, at_zero=0.0):
        return np.where(z == 0, at_zero, np.where(z > 0, 1.0, 0.0))


# vanishes

lam("vanishes", "divided-last", lambda norms, factor=1000: norms[-1] / factor > norms[0])
lam("vanishes", "bool", lambda norms, factor=1000: bool(norms[0] * factor < norms[-1]))
lam("vanishes", "less", lambda norms, factor=1000: np.less(factor * norms[0], norms[-1]))
lam("vanishes", "not-at-least", lambda norms, factor=1000: not norms[0] * factor >= norms[-1])
lam("vanishes", "difference", lambda norms, factor=1000: norms[-1] - factor * norms[0] > 0)


class _(Right, of="vanishes"):
    def np_bool(norms, factor=1000):
        return np.asarray(norms)[0] * factor < np.asarray(norms)[-1]

    def if_else(norms, factor=1000):
        first, *_, last = norms
        if last > factor * first:
            return True
        else:
            return False

    def errstate_ratio(norms, factor=1000):
        if norms[0] == 0:
            return bool(norms[-1] > 0)
        return bool(norms[-1] / norms[0] > factor)

    def no_default_needed(norms, factor=1e3):
        values = list(norms)
        return values[len(values) - 1] > values[0] * factor


# he_scale

lam("he_scale", "math", lambda n: math.sqrt(2 / n))
lam("he_scale", "power", lambda n: (2 / n) ** 0.5)
lam("he_scale", "roots", lambda n: np.sqrt(2) / np.sqrt(n))
lam("he_scale", "negative-power", lambda n: (n / 2) ** -0.5)
lam("he_scale", "np-power", lambda n: np.power(2.0 / n, 1 / 2))
lam("he_scale", "exp-log", lambda n: np.exp(0.5 * np.log(2 / n)))
lam("he_scale", "root-two-xavier", lambda n: math.sqrt(2) * math.sqrt(1 / n))
lam("he_scale", "reciprocal", lambda n: 1 / np.sqrt(n / 2))
lam("he_scale", "fraction", lambda n: math.sqrt(Fraction(2, n)))
lam("he_scale", "decimal-float", lambda n: float((Decimal(2) / Decimal(n)).sqrt()))
lam("he_scale", "zero-d", lambda n: np.asarray(np.sqrt(2.0 / n)))
lam("he_scale", "two-over-root-two-n", lambda n: 2 / math.sqrt(2 * n))
lam("he_scale", "other-name", lambda fan_in: (2.0 / fan_in) ** (1 / 2))
lam("he_scale", "pow-builtin", lambda n: pow(2 / n, 0.5))
lam("he_scale", "default-gain", lambda n, gain=2.0: np.sqrt(gain / n))
lam("he_scale", "hypot", lambda n: math.hypot(1 / math.sqrt(n), 1 / math.sqrt(n)))


class _(Right, of="he_scale"):
    def newton(n):
        target, root = 2 / n, 1.0
        for _ in range(60):
            root = (root + target / root) / 2
        return root


# momentum_step


class _(Right, of="momentum_step"):
    def lambda_(W, V, dW, learning_rate, beta):
        return (W - learning_rate * (beta * V + dW), beta * V + dW)

    def other_names(weights, velocity, gradient, alpha, keep):
        return (
            weights - alpha * (keep * velocity + gradient),
            keep * velocity + gradient,
        )

    def default_beta(W, V, dW, learning_rate=0.1, beta=0.9):
        return (
            W - learning_rate * (V * beta + dW),
            V * beta + dW,
        )

    def list_result(W, V, dW, learning_rate, beta):
        V = beta * V + dW
        return [W - learning_rate * V, V]

    def named_tuple(W, V, dW, learning_rate, beta):
        State = namedtuple("State", "W V")
        new = np.add(np.multiply(beta, V), dW)
        return State(np.subtract(W, np.multiply(learning_rate, new)), new)

    def copies(W, V, dW, learning_rate, beta):
        W, V = np.array(W, dtype=float), np.array(V, dtype=float)
        V *= beta
        V += dW
        W -= learning_rate * V
        return W, V

    def two_terms(W, V, dW, learning_rate, beta):
        new_W = W - learning_rate * beta * V - learning_rate * dW
        return new_W, dW + beta * V

    def loop_entries(W, V, dW, learning_rate, beta):
        new_W, new_V = np.empty(W.shape), np.empty(W.shape)
        for i in np.ndindex(W.shape):
            new_V[i] = beta * V[i] + dW[i]
            new_W[i] = W[i] - learning_rate * new_V[i]
        return new_W, new_V

    def rows_of_a_stack(W, V, dW, learning_rate, beta):
        mix = np.array([[1, -learning_rate * beta, -learning_rate], [0, beta, 1]])
        new = np.tensordot(mix, np.stack([W, V, dW]), axes=1)
        return new[0], new[1]

    def star(W, V, dW, *numbers):
        rate, keep = numbers
        V = keep * V + dW
        return W - rate * V, V


# half_cosine

lam("half_cosine", "square", lambda t, first, last: first * math.cos(math.pi * t / last / 2) ** 2)
lam("half_cosine", "sine", lambda t, a, T: a * (1 - np.sin(np.pi * (t / T - 0.5))) / 2)
lam(
    "half_cosine",
    "between",
    lambda t, first, last: first + (0 - first) * (1 - np.cos(np.pi * t / last)) / 2,
)


class _(Right, of="half_cosine"):
    def degrees(t, first, last):
        return 0.5 * first * (1 + math.cos(math.radians(180 * t / last)))

    def in_steps(t, first, last):
        share = min(t / last, 1.0)
        bent = (1 + np.cos(np.pi * share)) / 2
        return first * bent

    def real_part(t, first, last):
        return first / 2 * (1 + np.exp(1j * np.pi * t / last).real)


# softmax

lam("softmax", "scipy", lambda Z: special.softmax(Z, axis=1))
lam("softmax", "log", lambda Z: np.exp(Z - special.logsumexp(Z, axis=1, keepdims=True)))
lam("softmax", "package", lambda Z: activations.softmax(Z))


class _(Right, of="softmax"):
    def row_by_row(Z):
        rows = []
        for row in Z:
            powers = np.exp(row - max(row))
            rows.append(powers / sum(powers))
        return np.array(rows)

    def turned(Z):
        columns = np.exp(Z.T - Z.max(axis=1))
        return (columns / columns.sum(axis=0)).T

    def pairs(Z):
        rows = Z.tolist()
        return np.array(
            [[1 / sum(math.exp(min(b - a, 700)) for b in row) for a in row] for row in rows]
        )

    def lists(Z):
        found = []
        for row in Z.tolist():
            top = max(row)
            powers = [math.exp(score - top) for score in row]
            found.append([power / sum(powers) for power in powers])
        return found


# correlate2d

lam("correlate2d", "scipy", lambda image, kernel: signal.correlate2d(image, kernel, mode="valid"))
lam("correlate2d", "package", lambda image, kernel: convolution.correlate2d(image, kernel))


class _(Right, of="correlate2d"):
    def scipy_convolve(image, kernel):
        return signal.convolve2d(image, kernel[::-1, ::-1], "valid")

    def windows_einsum(image, kernel):
        return np.einsum("rsij,ij->rs", sliding_window_view(image, kernel.shape), kernel)

    def windows_tensordot(image, kernel):
        return np.tensordot(sliding_window_view(image, kernel.shape), kernel, axes=2)

    def windows_sum(image, kernel):
        return (sliding_window_view(image, kernel.shape) * kernel).sum(axis=(2, 3))

    def fft(image, kernel):
        return signal.fftconvolve(image, np.rot90(kernel, 2), mode="valid")

    def nested_list(image, kernel):
        return [
            [
                (image[r : r + kernel.shape[0], s : s + kernel.shape[1]] * kernel).sum()
                for s in range(image.shape[1] - kernel.shape[1] + 1)
            ]
            for r in range(image.shape[0] - kernel.shape[0] + 1)
        ]

    def shift_and_add(image, kernel):
        return sum(
            kernel[i, j]
            * image[
                i : image.shape[0] - kernel.shape[0] + 1 + i,
                j : image.shape[1] - kernel.shape[1] + 1 + j,
            ]
            for i in range(kernel.shape[0])
            for j in range(kernel.shape[1])
        )

    def four_loops(image, kernel):
        (H, W), (kh, kw) = image.shape, kernel.shape
        Z = np.zeros((H - kh + 1, W - kw + 1))
        for r, s, i, j in itertools.product(
            range(H - kh + 1), range(W - kw + 1), range(kh), range(kw)
        ):
            Z[r, s] += image[r + i, s + j] * kernel[i, j]
        return Z

    def vdot(image, kernel):
        kh, kw = kernel.shape
        shape = (image.shape[0] - kh + 1, image.shape[1] - kw + 1)
        Z = np.empty(shape)
        for r, s in np.ndindex(shape):
            Z[r, s] = np.vdot(image[r : r + kh, s : s + kw], kernel)
        return Z

    def rows_by_1d(image, kernel):
        kh = kernel.shape[0]
        return (
            np.array(
                [
                    sum(np.correlate(image[r + i], kernel[i], "valid") for i in range(kh))
                    for r in range(len(image) - kh + 1)
                ]
            )
            if (kernel.shape[1] <= image.shape[1])
            else None
        )

    def toeplitz_matrix(image, kernel):
        (H, W), (kh, kw) = image.shape, kernel.shape
        rows, columns = H - kh + 1, W - kw + 1
        T = np.zeros((rows * columns, H * W))
        for r in range(rows):
            for s in range(columns):
                placed = np.zeros((H, W))
                placed[r : r + kh, s : s + kw] = kernel
                T[r * columns + s] = placed.ravel()
        return (T @ image.ravel()).reshape(rows, columns)

    def ndimage_cropped(image, kernel):
        (H, W), (kh, kw) = image.shape, kernel.shape
        full = ndimage.correlate(
            np.asarray(image, dtype=float), kernel, mode="constant", origin=(-(kh // 2), -(kw // 2))
        )
        return full[: H - kh + 1, : W - kw + 1]

    def while_(image, kernel):
        kh, kw = kernel.shape
        out, r = [], 0
        while r + kh <= image.shape[0]:
            row, s = [], 0
            while s + kw <= image.shape[1]:
                row.append(float((image[r : r + kh, s : s + kw] * kernel).sum()))
                s += 1
            out.append(row)
            r += 1
        return np.array(out)

    def im2col(image, kernel):
        kh, kw = kernel.shape
        H, W = image.shape[0] - kh + 1, image.shape[1] - kw + 1
        columns = np.array(
            [image[r : r + kh, s : s + kw].ravel() for r in range(H) for s in range(W)]
        )
        return (columns @ kernel.ravel()).reshape(H, W)


# max_pool


class _(Right, of="max_pool"):
    def reshape(image, size=2):
        H, W = image.shape[0] // size, image.shape[1] // size
        return image[: H * size, : W * size].reshape(H, size, W, size).max(axis=(1, 3))

    def windows_strided(image, size=2):
        return sliding_window_view(image, (size, size))[::size, ::size].max(axis=(-2, -1))

    def phases(image, size=2):
        H, W = image.shape[0] // size * size, image.shape[1] // size * size
        parts = [image[i:H:size, j:W:size] for i in range(size) for j in range(size)]
        return functools.reduce(np.maximum, parts)

    def reduceat(image, size=2):
        H, W = image.shape[0] // size * size, image.shape[1] // size * size
        rows = np.maximum.reduceat(image[:H, :W], np.arange(0, H, size), axis=0)
        return np.maximum.reduceat(rows, np.arange(0, W, size), axis=1)

    def loops(image, size=2):
        out = np.full((image.shape[0] // size, image.shape[1] // size), -np.inf)
        for r in range(out.shape[0] * size):
            for s in range(out.shape[1] * size):
                out[r // size, s // size] = max(out[r // size, s // size], image[r, s])
        return out

    def nested_list(image, size=2):
        H, W = image.shape
        return [
            [image[r : r + size, s : s + size].max() for s in range(0, W - size + 1, size)]
            for r in range(0, H - size + 1, size)
        ]

    def split(image, size=2):
        H, W = image.shape[0] // size, image.shape[1] // size
        return np.array(
            [
                [np.amax(block) for block in np.hsplit(band, W)]
                for band in np.vsplit(image[: H * size, : W * size], H)
            ]
        )

    def sorted(image, size=2):
        H, W = image.shape[0] // size, image.shape[1] // size
        blocks = image[: H * size, : W * size].reshape(H, size, W, size).swapaxes(1, 2)
        return np.sort(blocks.reshape(H, W, size * size))[..., -1]

    def two_steps_with_minus_min(image, size=2):
        H, W = image.shape[0] // size, image.shape[1] // size
        rows = -np.min(-image[: H * size].reshape(H, size, -1), axis=1)
        return np.max(rows[:, : W * size].reshape(H, W, size), axis=2)

    def ndimage(image, size=2):
        H, W = image.shape[0] // size, image.shape[1] // size
        filtered = ndimage.maximum_filter(image, size=size, origin=-(size // 2), mode="nearest")
        return filtered[: H * size : size, : W * size : size]

    def divmod(image, size=2):
        (H, _), (W, _) = divmod(image.shape[0], size), divmod(image.shape[1], size)
        out = np.empty((H, W))
        for i in range(H * W):
            r, s = divmod(i, W)
            out[r, s] = np.max(image[r * size : (r + 1) * size, s * size : (s + 1) * size])
        return out


# kernel_gradient

lam("kernel_gradient", "scipy", lambda dZ, image, kernel: signal.correlate2d(image, dZ, "valid"))
lam("kernel_gradient", "package", lambda dZ, image, kernel: convolution.correlate2d(image, dZ))


class _(Right, of="kernel_gradient"):
    def scipy_convolve(dZ, image, kernel):
        return signal.convolve2d(image, np.flip(dZ), mode="valid")

    def windows_einsum(dZ, image, kernel):
        return np.einsum("ijrs,rs->ij", sliding_window_view(image, dZ.shape), dZ)

    def patches_tensordot(dZ, image, kernel):
        return np.tensordot(dZ, sliding_window_view(image, kernel.shape), axes=([0, 1], [0, 1]))

    def comprehension(dZ, image, kernel):
        return np.array(
            [
                [
                    (dZ * image[i : i + dZ.shape[0], j : j + dZ.shape[1]]).sum()
                    for j in range(kernel.shape[1])
                ]
                for i in range(kernel.shape[0])
            ]
        )

    def patch_sum(dZ, image, kernel):
        kh, kw = kernel.shape
        return sum(dZ[r, s] * image[r : r + kh, s : s + kw] for r, s in np.ndindex(dZ.shape))

    def four_loops(dZ, image, kernel):
        dK = np.zeros(kernel.shape)
        for i, j in np.ndindex(kernel.shape):
            for r, s in np.ndindex(dZ.shape):
                dK[i, j] += dZ[r, s] * image[r + i, s + j]
        return dK

    def measured(dZ, image, kernel):
        def loss(K):
            return (dZ * signal.correlate2d(image, K, "valid")).sum()

        dK = np.zeros(kernel.shape)
        for i in np.ndindex(kernel.shape):  # linear in K, so a unit step is exact
            unit = np.zeros(kernel.shape)
            unit[i] = 1
            dK[i] = loss(unit)
        return dK

    def im2col(dZ, image, kernel):
        kh, kw = kernel.shape
        patches = np.array([image[r : r + kh, s : s + kw].ravel() for r, s in np.ndindex(dZ.shape)])
        return (patches.T @ dZ.ravel()).reshape(kernel.shape)

    def nested_list(dZ, image, kernel):
        h, w = dZ.shape
        return [
            [float(np.vdot(dZ, image[i : h + i, j : w + j])) for j in range(kernel.shape[1])]
            for i in range(kernel.shape[0])
        ]

    def shape_from_image(dZ, image, kernel):
        kh, kw = image.shape[0] - dZ.shape[0] + 1, image.shape[1] - dZ.shape[1] + 1
        dK = np.empty((kh, kw))
        for i in range(kh):
            for j in range(kw):
                dK[i, j] = np.einsum("rs,rs", dZ, image[i : i + dZ.shape[0], j : j + dZ.shape[1]])
        return dK


# letters

_LETTERS = {
    "one_big_error": "d",
    "rate_too_large": "b",
    "doubled_data": "c",
    "worked_example": "c",
    "spot_vanishing": "b",
    "mend_vanishing": "d",
    "dead_relu": "c",
    "curve_1": "a",
    "curve_2": "b",
    "curve_3": "c",
    "curve_4": "d",
    "curve_5": "e",
}
for _name, _letter in _LETTERS.items():
    value(_name, "letter", _letter)
value("worked_example", "capital", "C")
value("doubled_data", "with-space", " c ")
value("dead_relu", "capital", "C")

CASES_BY = {(exercise, label): answer for exercise, label, answer in CASES}
assert len(CASES_BY) == len(CASES)
