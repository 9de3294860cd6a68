"""Losses: one number for how wrong the outputs are, and its gradient with respect to them.

``y_hat`` are the outputs of a network and ``y`` the targets, both ``(m, c)``: m samples, c output
units. A leading axis of networks, ``(k, m, c)``, gives k losses.

Every function looks at its arguments (`nnlib.edges`): shapes must match, and nothing is stretched.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nnlib import validation
from nnlib.edges import looking, pair


def sse(y_hat, y):
    r"""Sum of squared errors, :math:`\sum (y - \hat y)^2`: grows with the number of samples.

    Parameters
    ----------
    y_hat, y : arrays of shape (m, c)

    Returns
    -------
    float, 0 or more

    Examples
    --------
    >>> float(sse(np.array([[0.5], [1.0]]), np.array([[0.0], [1.0]])))
    0.25
    """
    return ((y - y_hat) ** 2).sum(axis=(-2, -1))


def sse_gradient(y_hat, y):
    """Gradient of `sse` with respect to `y_hat`, (m, c): ``2 (y_hat - y)``."""
    return 2 * (y_hat - y)


def mse(y_hat, y):
    """Mean of squared errors over samples and outputs: the same for twice the same data.

    Examples
    --------
    >>> float(mse(np.array([[0.5], [1.0]]), np.array([[0.0], [1.0]])))
    0.125
    """
    return ((y - y_hat) ** 2).mean(axis=(-2, -1))


def mse_gradient(y_hat, y):
    """Gradient of `mse` with respect to `y_hat`, (m, c)."""
    return 2 * (y_hat - y) / (y.shape[-2] * y.shape[-1])


def mae(y_hat, y):
    """Mean of absolute errors over samples and outputs.

    Examples
    --------
    >>> float(mae(np.array([[0.5], [1.0]]), np.array([[0.0], [1.0]])))
    0.25
    """
    return np.abs(y - y_hat).mean(axis=(-2, -1))


def mae_gradient(y_hat, y):
    """Gradient of `mae` with respect to `y_hat`, (m, c); 0 where an output is exactly right."""
    return np.sign(y_hat - y) / (y.shape[-2] * y.shape[-1])


def _inside(y_hat):
    """Move probabilities of exactly 0 or 1 to the nearest number inside, where log is finite."""
    smallest = np.finfo(y_hat.dtype).tiny
    nearest_to_one = 1 - np.finfo(y_hat.dtype).epsneg
    return np.clip(y_hat, smallest, nearest_to_one)


def cross_entropy(y_hat, y):
    r"""Cross-entropy of probabilities with targets 0 or 1, mean over samples.

    :math:`-\frac{1}{m}\sum \left[ y \log \hat y + (1 - y) \log(1 - \hat y) \right]`,
    summed over output units.

    Parameters
    ----------
    y_hat : array of shape (m, c)
        Probabilities in [0, 1]; exactly 0 or 1 counts as the nearest number inside.
    y : array of shape (m, c)
        0 or 1.

    Returns
    -------
    float, 0 or more, in nats; finite

    Examples
    --------
    >>> float(cross_entropy(np.array([[0.5], [0.5]]), np.array([[0.0], [1.0]])).round(4))
    0.6931
    """
    p = _inside(y_hat)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p)).sum(axis=(-2, -1)) / y.shape[-2]


def cross_entropy_gradient(y_hat, y):
    """Gradient of `cross_entropy` with respect to `y_hat`, (m, c)."""
    p = _inside(y_hat)
    return (p - y) / (p * (1 - p)) / y.shape[-2]


def sigmoid_cross_entropy(z, y):
    r"""Cross-entropy of ``sigmoid(z)``, from the input `z` of the sigmoid.

    :math:`\frac{1}{m}\sum \left[ \max(z, 0) - z y + \log(1 + e^{-|z|}) \right]`, which is equal to
    ``cross_entropy(sigmoid(z), y)`` and stays exact where the sigmoid has rounded to 0 or 1.

    Parameters
    ----------
    z : array of shape (m, c)
        Inputs of the output unit, any size.
    y : array of shape (m, c)
        0 or 1.

    Returns
    -------
    float, 0 or more, in nats

    Examples
    --------
    >>> float(sigmoid_cross_entropy(np.array([[1e4], [1e4]]), np.array([[0.0], [1.0]])))
    5000.0
    """
    each = np.maximum(z, 0.0)
    each -= z * y
    each += np.log1p(np.exp(-np.abs(z)))
    return each.sum(axis=(-2, -1)) / y.shape[-2]


def sigmoid_cross_entropy_gradient(a, y):
    """Gradient of `sigmoid_cross_entropy` with respect to `z`, from ``a = sigmoid(z)``."""
    return (a - y) / y.shape[-2]


def softmax_cross_entropy(z, y):
    r"""Cross-entropy of ``softmax(z)`` with one-hot targets, mean over samples.

    :math:`\frac{1}{m} \sum_i \left[ \log \sum_j e^{z_{ij}} - z_{i,\,\text{right class}} \right]`,
    which is the mean of minus the logarithm of the right class's probability, and stays exact
    where softmax has rounded that probability to 0.

    Parameters
    ----------
    z : array of shape (m, d)
        Scores: inputs of the softmax, any size.
    y : array of shape (m, d)
        One-hot: 1 in the column of the right class, 0 elsewhere.

    Returns
    -------
    float, 0 or more, in nats

    Examples
    --------
    >>> y = np.array([[1, 0], [0, 1]])
    >>> float(softmax_cross_entropy(np.zeros((2, 2)), y).round(4))  # log 2
    0.6931
    >>> float(softmax_cross_entropy(np.array([[1e4, 0.0], [1e4, 0.0]]), y))
    5000.0
    """
    z = z - z.max(axis=-1, keepdims=True)
    log_sums = np.log(np.exp(z).sum(axis=-1, keepdims=True))  # (m, 1)
    return ((log_sums - z) * y).sum(axis=(-2, -1)) / y.shape[-2]


def softmax_cross_entropy_gradient(a, y):
    """Gradient of `softmax_cross_entropy` with respect to z: ``(a - y) / m`` at ``a = softmax(z)``.

    Examples
    --------
    >>> softmax_cross_entropy_gradient(np.array([[0.75, 0.25]]), np.array([[1, 0]]))
    array([[-0.25,  0.25]])
    """
    return (a - y) / y.shape[-2]


def categorical_cross_entropy(y_hat, y):
    """Mean over samples of minus the logarithm of the right class's probability.

    Parameters
    ----------
    y_hat : array of shape (m, d)
        Probabilities in [0, 1]; exactly 0 counts as the smallest number above it.
    y : array of shape (m, d)
        One-hot.

    Returns
    -------
    float, 0 or more, in nats; finite

    Examples
    --------
    >>> float(categorical_cross_entropy(np.array([[0.5, 0.5]]), np.array([[1, 0]])).round(4))
    0.6931
    """
    return -(y * np.log(_above_zero(y_hat))).sum(axis=(-2, -1)) / y.shape[-2]


def categorical_cross_entropy_gradient(y_hat, y):
    """Gradient of `categorical_cross_entropy` with respect to `y_hat`, (m, d)."""
    return -y / _above_zero(y_hat) / y.shape[-2]


def _above_zero(p):
    return np.maximum(p, np.finfo(p.dtype).tiny)


# The formulas above stay clean to read; from here on each name is the function that looks.
sse, sse_gradient, mse, mse_gradient, mae, mae_gradient = map(
    looking(pair), (sse, sse_gradient, mse, mse_gradient, mae, mae_gradient)
)
cross_entropy, cross_entropy_gradient, sigmoid_cross_entropy_gradient = map(
    looking(pair, labels=True, probabilities=True),
    (cross_entropy, cross_entropy_gradient, sigmoid_cross_entropy_gradient),
)
categorical_cross_entropy, categorical_cross_entropy_gradient, softmax_cross_entropy_gradient = map(
    looking(pair, one_hot=True, probabilities=True),
    (categorical_cross_entropy, categorical_cross_entropy_gradient, softmax_cross_entropy_gradient),
)
sigmoid_cross_entropy = looking(pair, labels=True)(sigmoid_cross_entropy)
softmax_cross_entropy = looking(pair, one_hot=True)(softmax_cross_entropy)


class Loss(NamedTuple):
    """A named loss: ``value(y_hat, y)`` and ``gradient(y_hat, y)``.

    Some losses have a simpler and exact form together with one output activation: then
    ``joined_with`` names it, ``joined_value(z, y)`` is the loss from that activation's input and
    ``joined_gradient(a, y)`` the gradient with respect to that input, from its output.
    """

    name: str
    value: Callable
    gradient: Callable
    joined_with: str | None = None
    joined_value: Callable | None = None
    joined_gradient: Callable | None = None

    def __repr__(self):
        return f"Loss({self.name!r})"


#: The loss for several classes. Not one of `LOSSES`, whose targets need not be one-hot.
SOFTMAX_CROSS_ENTROPY = Loss(
    "softmax_cross_entropy",
    categorical_cross_entropy,
    categorical_cross_entropy_gradient,
    *("softmax", softmax_cross_entropy, softmax_cross_entropy_gradient),
)

LOSSES = {
    "sse": Loss("sse", sse, sse_gradient),
    "mse": Loss("mse", mse, mse_gradient),
    "mae": Loss("mae", mae, mae_gradient),
    "cross_entropy": Loss(
        "cross_entropy",
        cross_entropy,
        cross_entropy_gradient,
        *("sigmoid", sigmoid_cross_entropy, sigmoid_cross_entropy_gradient),
    ),
}


def get(loss):
    """Find a loss by name, in `LOSSES` or "softmax_cross_entropy"; a `Loss` is given back.

    Raises
    ------
    ValueError
        For an unknown name; the message lists the known ones.
    TypeError
        For anything else.

    Examples
    --------
    >>> get("mse")
    Loss('mse')
    """
    if isinstance(loss, Loss):
        return loss
    if not isinstance(loss, str):
        raise TypeError(f"loss must be a name or a Loss; got {loss!r}.")
    return validation.choice(
        loss, "loss", {**LOSSES, "softmax_cross_entropy": SOFTMAX_CROSS_ENTROPY}
    )
