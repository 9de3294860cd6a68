"""The questions that every public edge asks of what it is given."""

from numbers import Integral, Real

import numpy as np


def samples(X, name="X", columns=None, dtype=None):
    """Give `X` back as a matrix with one sample a row, or say what is wrong with it.

    Parameters
    ----------
    X : array_like of shape (m, n)
    name : str
        What the message calls it.
    columns : int, optional
        The number of columns wanted.
    dtype : data type, optional
        What to convert to; without it integers become float64 and floats stay.

    Returns
    -------
    ndarray of shape (m, n)

    Raises
    ------
    ValueError
        If `X` is no matrix, has no rows, has another number of columns, is not numeric, or holds
        NaN or infinity.

    Examples
    --------
    >>> samples([[0, 1], [1, 1]]).dtype
    dtype('float64')
    """
    try:
        X = np.asarray(X, dtype=dtype)
        if X.dtype.kind != "f":
            X = X.astype(float)
    except (TypeError, ValueError) as reason:
        raise ValueError(f"{name} must be a matrix of numbers; {reason}.") from None
    if X.ndim != 2 or not X.size:
        fix = f" Use {name}.reshape(-1, 1)." if X.ndim == 1 and X.size else ""
        raise ValueError(f"{name} must have shape (m, n), one sample a row; got {X.shape}.{fix}")
    if columns is not None and X.shape[1] != columns:
        raise ValueError(f"{name} must have {columns} columns; got shape {X.shape}.")
    if not np.isfinite(X).all():
        row = int(np.flatnonzero(~np.isfinite(X).all(axis=1))[0])
        raise ValueError(f"{name} must be finite; row {row} holds NaN or infinity: {X[row]}.")
    return X


def targets(y, m, columns, dtype=None):
    """Give `y` back as a matrix of shape (m, columns), or say what is wrong with it.

    Parameters
    ----------
    y : array_like of shape (m, columns)
    m : int
        The number of samples in X.
    columns : int
        The number of output units.

    Returns
    -------
    ndarray of shape (m, columns)

    Raises
    ------
    ValueError
        If the shape differs, or an entry is NaN or infinite.

    Examples
    --------
    >>> targets([0, 1], m=2, columns=1)
    Traceback (most recent call last):
    ValueError: y must have shape (m, 1) with m = 2 like X; got (2,). Use y.reshape(-1, 1).
    """
    shape = np.shape(y)
    if shape != (m, columns):
        fix = " Use y.reshape(-1, 1)." if shape == (m,) and columns == 1 else ""
        raise ValueError(f"y must have shape (m, {columns}) with m = {m} like X; got {shape}.{fix}")
    return samples(y, "y", dtype=dtype)


def one_hot(y, m, columns, dtype=None):
    """Give `y` back if every row has a single 1 and else zeros, or say what is wrong with it.

    Parameters and result are those of `targets`.

    Raises
    ------
    ValueError
        As `targets`, and if a row is not one-hot; class numbers are told how to become so.

    Examples
    --------
    >>> one_hot([2, 0], m=2, columns=3)
    Traceback (most recent call last):
    ValueError: y must be one-hot, of shape (2, 3); got (2,). Use np.eye(3)[y] to make it from \
class numbers.
    """
    if np.shape(y) == (m,):
        raise ValueError(
            f"y must be one-hot, of shape ({m}, {columns}); got {np.shape(y)}. "
            f"Use np.eye({columns})[y] to make it from class numbers."
        )
    y = targets(y, m, columns, dtype)
    good = ((y == 0) | (y == 1)).all(axis=1) & (y.sum(axis=1) == 1)
    if not good.all():
        row = int(np.flatnonzero(~good)[0])
        raise ValueError(f"y must hold a single 1 and else 0 in each row; row {row}: {y[row]}.")
    return y


def positive(value, name):
    """Give `value` back if every entry is a finite number above zero.

    Parameters
    ----------
    value : float or array_like
    name : str
        What the message calls it.

    Raises
    ------
    ValueError
        If an entry is zero, negative, NaN, infinite, or no number.

    Examples
    --------
    >>> positive(0.0, "learning_rate")
    Traceback (most recent call last):
    ValueError: learning_rate must be a finite number above 0; got 0.0.
    """
    try:
        good = np.isrealobj(value) and np.all(np.isfinite(value)) and np.all(np.asarray(value) > 0)
    except TypeError:
        good = False
    if not good:
        raise ValueError(f"{name} must be a finite number above 0; got {value!r}.")
    return value


def whole(value, name, least=1):
    """Give `value` back as an int if it is a whole number, `least` or more.

    Examples
    --------
    >>> whole(0, "hidden units")
    Traceback (most recent call last):
    ValueError: hidden units must be a whole number, 1 or more; got 0.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise ValueError(f"{name} must be a whole number, {least} or more; got {value!r}.")
    return int(value)


def number(value, name, least=None, most=None):
    """Give `value` back if it is one finite number within the bounds, where there are any.

    Examples
    --------
    >>> number(-1, "l2", least=0)
    Traceback (most recent call last):
    ValueError: l2 must be a finite number, 0 or more; got -1.
    """
    good = isinstance(value, Real) and not isinstance(value, bool) and np.isfinite(float(value))
    if not good or (least is not None and value < least) or (most is not None and value > most):
        wanted = "a finite number" + ("" if least is None else f", {least} or more")
        wanted = wanted if most is None else f"a number from {least} to {most}"
        raise ValueError(f"{name} must be {wanted}; got {value!r}.")
    return value


def above_zero(value, name):
    """Give `value` back as a float if it is one finite number above zero.

    Examples
    --------
    >>> above_zero([1.0], "h")
    Traceback (most recent call last):
    ValueError: h must be a finite number; got [1.0].
    """
    return float(positive(number(value, name), name))


def generator(rng):
    """Give a generator that starts from the seed `rng`; a generator is given back.

    Examples
    --------
    >>> generator("seed")
    Traceback (most recent call last):
    ValueError: rng must be a seed (a whole number, 0 or more) or a numpy.random.Generator; \
got 'seed'.
    """
    good = rng is None or isinstance(rng, Integral | np.random.Generator | np.random.RandomState)
    if not good or isinstance(rng, bool) or (isinstance(rng, Integral) and rng < 0):
        raise ValueError(
            "rng must be a seed (a whole number, 0 or more) or a numpy.random.Generator; "
            f"got {rng!r}."
        )
    return rng if isinstance(rng, np.random.RandomState) else np.random.default_rng(rng)
