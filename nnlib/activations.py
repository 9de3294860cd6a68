"""Activation functions: what a unit makes of its weighted input, and the slope there.

An activation has a *value* ``a = f(z)`` and a *slope* ``f'(z)``. Every function works entry by
entry on an array of any shape and returns an array of the same shape; `softmax` alone, which is
for outputs, looks at a whole row. Whole numbers and booleans become floats; what is no real number
is refused (`nnlib.edges`).
"""

import inspect
import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nnlib import validation
from nnlib.edges import entries, input_or_output, looking, plain, rows


class Activation(NamedTuple):
    """A named activation: ``value(z)`` and ``slope(z, a)``.

    Parameters
    ----------
    name : str
        How errors and plots call it.
    value : callable
        ``value(z) -> a``, same shape as `z`.
    slope : callable
        ``slope(z, a) -> da/dz`` at input `z`, where ``a = value(z)`` is known already. A slope
        that is cheaper from the output uses `a`; one that needs the input uses `z`.
    """

    name: str
    value: Callable
    slope: Callable

    def __repr__(self):
        return f"Activation({self.name!r})"


def identity(z):
    """Give `z` back: no activation.

    >>> identity(np.array([-1.0, 2.0]))
    array([-1.,  2.])
    """
    return z


def sigmoid(z):
    r"""Logistic function :math:`1 / (1 + e^{-z})` of every entry.

    Only exponentials of numbers that are not positive are taken, so nothing overflows: where z is
    negative, numerator and denominator are both multiplied by :math:`e^{z}`.

    Parameters
    ----------
    z : array of any shape

    Returns
    -------
    array of the same shape, in (0, 1); rounded to 0 or 1 far from zero

    Examples
    --------
    >>> sigmoid(np.array([-1e4, 0.0, 2.0])).round(4)
    array([0.    , 0.5   , 0.8808])
    """
    return np.exp(np.minimum(z, 0.0)) / (1.0 + np.exp(-np.abs(z)))


def tanh(z):
    """Hyperbolic tangent, in (-1, 1).

    >>> tanh(np.array([0.0, 1.0])).round(4)
    array([0.    , 0.7616])
    """
    return np.tanh(z)


def relu(z):
    """Rectified linear unit, max(0, z): 0 below zero, z above.

    >>> relu(np.array([-2.0, 3.0]))
    array([0., 3.])
    """
    return np.maximum(z, 0)


def leaky_relu(z):
    """ReLU that keeps 1 % of a negative input.

    >>> leaky_relu(np.array([-2.0, 3.0]))
    array([-0.02,  3.  ])
    """
    return np.maximum(z, 0.01 * z)


def elu(z):
    """Exponential linear unit: z above zero, exp(z) - 1 below, in (-1, ∞).

    Source: Clevert, Unterthiner and Hochreiter, 2015, with α = 1.

    >>> elu(np.array([-1e4, 3.0]))
    array([-1.,  3.])
    """
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))


def silu(z):
    """Sigmoid-weighted linear unit, z · sigmoid(z); also called swish.

    Source: Elfwing, Uchibe and Doya, 2017.

    >>> silu(np.array([-1e4, 0.0, 2.0])).round(4)
    array([-0.    ,  0.    ,  1.7616])
    """
    return z * plain(sigmoid)(z)


# A plain float, so that float32 stays float32.
_GELU_SCALE = math.sqrt(2 / math.pi)


def _normal_share(z):
    """Approximate the normal distribution function Φ(z) as GELU's authors do, by tanh."""
    return 0.5 * (1 + np.tanh(_GELU_SCALE * (z + 0.044715 * z * z * z)))


def gelu(z):
    """Gaussian error linear unit, z · Φ(z), in its tanh form.

    Source: Hendrycks and Gimpel, 2016, section 2.

    >>> gelu(np.array([-1.0, 0.0, 1.0])).round(4)
    array([-0.1588,  0.    ,  0.8412])
    """
    return z * _normal_share(z)


def softplus(z):
    """Smooth ReLU, log(1 + exp(z)), without overflow.

    >>> softplus(np.array([-1e4, 0.0, 1e4])).round(4)
    array([0.000e+00, 6.931e-01, 1.000e+04])
    """
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def softmax(z):
    r"""Probabilities from scores: :math:`e^{z_i} / \sum_j e^{z_j}` along the last axis.

    The largest score of each row is taken off first. That changes no result, and nothing overflows.

    Parameters
    ----------
    z : array_like of shape (..., d)

    Returns
    -------
    array of the same shape
        Each in [0, 1]; each row adds up to 1.

    Examples
    --------
    >>> softmax([[0.0, 0.0], [1e4, 0.0]])
    array([[0.5, 0.5],
           [1. , 0. ]])
    """
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def _tanh_slope(z, a):
    square = a * a
    return np.subtract(1.0, square, out=square)  # 1 - a², without a second new array


def _silu_slope(z, a):
    s = plain(sigmoid)(z)
    return s + a * (1 - s)


def _gelu_slope(z, a):
    share = _normal_share(z)
    inner_slope = _GELU_SCALE * (1 + 3 * 0.044715 * z**2)
    return share + 2 * z * share * (1 - share) * inner_slope


def _no_slope(z, a):
    raise TypeError(
        "softmax has no slope entry by entry, since each output depends on every score; "
        "use it as the output, together with loss='softmax_cross_entropy'."
    )


# The formulas above stay clean to read; from here on each name is the function that looks.
identity, sigmoid, tanh, relu, leaky_relu, elu, silu, gelu, softplus = map(
    looking(entries), (identity, sigmoid, tanh, relu, leaky_relu, elu, silu, gelu, softplus)
)
softmax = looking(rows)(softmax)

#: The output for several classes. Not one of `ACTIVATIONS`, which work entry by entry.
SOFTMAX = Activation("softmax", softmax, _no_slope)

ACTIVATIONS = {
    value.__name__: Activation(value.__name__, value, looking(input_or_output)(slope))
    for value, slope in (
        (identity, lambda z, a: np.ones_like(z)),
        (sigmoid, lambda z, a: a * (1 - a)),
        (tanh, _tanh_slope),
        (relu, lambda z, a: (z > 0).astype(z.dtype)),
        (leaky_relu, lambda z, a: np.where(z > 0, z.dtype.type(1), 0.01)),
        (elu, lambda z, a: np.where(z > 0, 1, a + 1)),
        (silu, _silu_slope),
        (gelu, _gelu_slope),
        (softplus, lambda z, a: plain(sigmoid)(z)),
    )
}


def get(activation):
    """Find an activation by name, or make one of a function.

    Parameters
    ----------
    activation : str, Activation or callable
        A name in `ACTIVATIONS`, or "softmax"; an `Activation`, which is given back; or a function
        ``f(z)``, whose slope is then taken by central differences.

    Returns
    -------
    Activation

    Raises
    ------
    ValueError
        For an unknown name; the message lists the known ones.
    TypeError
        For anything else.

    Examples
    --------
    >>> get("tanh")
    Activation('tanh')
    >>> square = get(lambda z: z * z)
    >>> square.slope(np.array([3.0]), None).round(6)
    array([6.])
    """
    if isinstance(activation, Activation):
        return activation
    if isinstance(activation, str):
        return validation.choice(activation, "activation", {**ACTIVATIONS, "softmax": SOFTMAX})
    if callable(activation):
        return from_function(activation)
    raise TypeError(f"activation must be a name, an Activation or a function; got {activation!r}.")


def from_function(value, slope=None, name=None):
    """Make an `Activation` of a function of one array.

    Parameters
    ----------
    value : callable
        ``value(z) -> a``, same shape as `z`.
    slope : callable, optional
        ``slope(z)`` or ``slope(z, a)``; without it the slope is the central difference
        ``(f(z + eps) - f(z - eps)) / (2 eps)`` with ``eps = 1e-5``.
    name : str, optional
        The function's own name if left out.

    Examples
    --------
    >>> bent = from_function(np.arctan, slope=lambda z: 1 / (1 + z**2), name="arctan")
    >>> bent.slope(np.array([1.0]), None)
    array([0.5])
    """
    if not callable(value) or not (slope is None or callable(slope)):
        raise TypeError(f"value and slope must be functions; got {value!r} and {slope!r}.")
    if slope is None:

        def use(z, a, eps=1e-5):
            z = np.asarray(z, float)  # float32 has too few digits for so small a difference
            above, below = (validation.numbers(value(z + d), "the activation") for d in (eps, -eps))
            return (above - below) / (2 * eps)

    elif getattr(slope, "nin", 0) == 1 or len(inspect.signature(slope).parameters) == 1:

        def use(z, a):
            return slope(z)

    else:
        use = slope
    return Activation(name or getattr(value, "__name__", "activation"), value, use)
