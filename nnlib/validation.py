"""The questions that every public edge asks of what it is given."""

from numbers import Integral, Real

import numpy as np

from nnlib.arrays import array, numbers


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
        As for `nnlib.arrays.numbers`.

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
    X = numbers(X, name, dtype)
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
    shape = array(y, "y").shape
    if shape != (m, columns):
        fix = " Use y.reshape(-1, 1)." if shape == (m,) and columns == 1 else ""
        raise ValueError(f"y must have shape (m, {columns}) with m = {m} like X; got {shape}.{fix}")
    return samples(y, "y", dtype=dtype)


def labels(y, loss="cross_entropy"):
    """Give `y` back if every entry is 0 or 1, or say which is not.

    Examples
    --------
    >>> labels(np.array([[0.0], [7.0]]))
    Traceback (most recent call last):
    ValueError: cross_entropy needs labels 0 and 1 in y; got 7.
    """
    other = y[(y != 0) & (y != 1)]
    if other.size:
        raise ValueError(f"{loss} needs labels 0 and 1 in y; got {other[0]:g}.")
    return y


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
    if array(y, "y").shape == (m,):
        raise ValueError(
            f"y must be one-hot, of shape ({m}, {columns}); got {(m,)}. "
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
        If an entry is zero, negative, NaN, infinite, or no number; or if there is none.

    Examples
    --------
    >>> positive(0.0, "learning_rate")
    Traceback (most recent call last):
    ValueError: learning_rate must be a finite number above 0; got 0.0.
    """
    try:
        given = array(value, name)
        good = given.dtype.kind != "b" and given.size and np.isfinite(given).all()
    except ValueError:
        good = False
    if not good or not (given > 0).all():
        raise ValueError(f"{name} must be a finite number above 0; got {value!r}.")
    return value


def number(value, name, least=None, most=None):
    """Give `value` back if it is one finite number within the bounds, where there are any.

    Examples
    --------
    >>> number(-1, "l2", least=0)
    Traceback (most recent call last):
    ValueError: l2 must be a finite number, 0 or more; got -1.
    """
    one = value.item() if isinstance(value, np.ndarray) and not value.ndim else value
    good = isinstance(one, Real) and not isinstance(one, bool) and np.isfinite(float(one))
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


def whole(value, name, least=1, most=None):
    """Give `value` back as an int if it is a whole number within the bounds.

    Examples
    --------
    >>> whole(0, "hidden units")
    Traceback (most recent call last):
    ValueError: hidden units must be a whole number, 1 or more; got 0.
    """
    good = isinstance(value, Integral) and not isinstance(value, bool) and value >= least
    if not good or (most is not None and value > most):
        wanted = f"{least} or more" if most is None else f"from {least} to {most}"
        raise ValueError(f"{name} must be a whole number, {wanted}; got {value!r}.")
    return int(value)


def float_type(dtype):
    """Give `dtype` back as a data type of NumPy's, if it is float64 or float32.

    Examples
    --------
    >>> float_type(int)
    Traceback (most recent call last):
    ValueError: dtype must be float64 or float32; got <class 'int'>.
    """
    try:
        given = np.dtype(dtype)
    except TypeError:
        given = np.dtype(object)
    if given not in (np.dtype(np.float32), np.dtype(np.float64)):
        raise ValueError(f"dtype must be float64 or float32; got {dtype!r}.")
    return given


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


def choice(name, what, named):
    """Give what `named` has under a name, or say which names there are.

    Examples
    --------
    >>> choice("tan", "activation", {"tanh": 1, "relu": 2})
    Traceback (most recent call last):
    ValueError: activation 'tan' is not known; choose from: tanh, relu.
    """
    if name not in named:
        raise ValueError(f"{what} {name!r} is not known; choose from: {', '.join(named)}.")
    return named[name]


def layer_sizes(sizes):
    """Give the sizes of layers as a list of whole numbers: inputs, hidden units, outputs.

    Examples
    --------
    >>> layer_sizes(5)
    Traceback (most recent call last):
    ValueError: layer_sizes needs inputs and outputs at least; got 5.
    """
    given = list(sizes) if hasattr(sizes, "__iter__") else []
    if len(given) < 2:
        raise ValueError(f"layer_sizes needs inputs and outputs at least; got {sizes!r}.")
    names = ["inputs", *["hidden units"] * (len(given) - 2), "outputs"]
    return [whole(size, name) for size, name in zip(given, names, strict=True)]
