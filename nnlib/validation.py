"""The questions that every public edge asks of what it is given.

Each gives the answer back in the form that the code behind the edge needs, or raises a
ValueError that names what was given and what is wanted.
"""

import sys
from numbers import Integral, Real

import numpy as np

KINDS = {
    "c": "complex numbers",
    "M": "dates",
    "m": "time spans",
    "O": "objects",
    "S": "bytes",
    "U": "text",
    "V": "records",
}

# What a number can be asked to be, as errors say it.
RANGES = {
    "a finite number": lambda value: True,
    "a finite number, 0 or more": lambda value: value >= 0,
    "a finite number above 0": lambda value: value > 0,
    "a number from 0 to 1": lambda value: 0 <= value <= 1,
    "a number from 0 to below 1": lambda value: 0 <= value < 1,
    "a number between 0 and 1": lambda value: 0 < value < 1,
}


def array(values, name):
    """Give an array of real numbers, of whatever type: floats, integers or booleans.

    Complex numbers, text, dates, other objects, masks and rows of several lengths are refused.
    """
    if np.ma.isMaskedArray(values):
        raise ValueError(f"{name} must have no mask; fill what is masked, or leave it out.")
    try:
        given = np.asarray(values)
    except (TypeError, ValueError) as reason:
        raise ValueError(f"{name} must be an array of numbers; {reason}.") from None
    if given.dtype.kind not in "biuf":
        what = f"{KINDS.get(given.dtype.kind, 'something else')} ({given.dtype})"
        raise ValueError(f"{name} must hold real numbers; got {what}.")
    return given


def numbers(values, name, dtype=None):
    """Give an array of floats: of `dtype`, or else float32 stays and all else becomes float64."""
    given = array(values, name)
    with np.errstate(over="ignore"):  # too large for float32 is infinite there
        return given.astype(dtype or _float_for(given), copy=False)


def floats(**arrays):
    """Give arrays of floats of one type: that of the floats among them, or else float64."""
    given = [array(values, name) for name, values in arrays.items()]
    types = [_float_for(values) for values in given if values.dtype.kind == "f"]
    dtype = np.result_type(*types) if types else float
    return [values.astype(dtype, copy=False) for values in given]


def _float_for(given):
    return np.float32 if given.dtype == np.float32 else np.float64


def samples(X, name="X", columns=None, dtype=None):
    """Give a matrix of finite floats with one sample a row, (m, n), where `columns` may set n."""
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
    """Give a matrix of finite floats (m, columns), for m samples and as many output units."""
    shape = array(y, "y").shape
    if shape != (m, columns):
        fix = " Use y.reshape(-1, 1)." if shape == (m,) and columns == 1 else ""
        raise ValueError(f"y must have shape (m, {columns}) with m = {m} like X; got {shape}.{fix}")
    return samples(y, "y", dtype=dtype)


def labels(y):
    """Give `y` back if every entry is 0 or 1."""
    other = y[(y != 0) & (y != 1)]
    if other.size:
        raise ValueError(f"cross_entropy needs labels 0 and 1 in y; got {other[0]:g}.")
    return y


def one_hot(y, m, columns, dtype=None):
    """Give what `targets` gives, if every row has a single 1 and else zeros."""
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


def number(value, name, wanted="a finite number"):
    """Give one finite number as a float, if it is what is wanted: one of `RANGES`."""
    one = value.item() if isinstance(value, np.ndarray | np.generic) and value.ndim == 0 else value
    good = isinstance(one, Real) and not isinstance(one, bool)
    if not good or not abs(one) <= sys.float_info.max or not RANGES[wanted](one):
        raise ValueError(f"{name} must be {wanted}; got {value!r}.")
    return float(one)  # a float64 of NumPy's would turn float32 into float64


def rates(value, name, wanted="a finite number above 0"):
    """Give a number, or an array that has one for each network, if all are as wanted."""
    try:
        given = array(value, name)
        good = given.size and given.dtype.kind != "b" and np.isfinite(given).all()
    except ValueError:
        good = False
    if not good or not RANGES[wanted](given).all():
        raise ValueError(f"{name} must be {wanted}; got {value!r}.")
    return value


def whole(value, name, least=1, most=None):
    """Give a whole number within the bounds as an int."""
    good = isinstance(value, Integral) and not isinstance(value, bool) and value >= least
    if not good or (most is not None and value > most):
        wanted = f"{least} or more" if most is None else f"from {least} to {most}"
        raise ValueError(f"{name} must be a whole number, {wanted}; got {value!r}.")
    return int(value)


def layer_sizes(sizes):
    """Give the sizes of layers as a list of whole numbers: inputs, hidden units, outputs."""
    given = list(sizes) if hasattr(sizes, "__iter__") else []
    if len(given) < 2:
        raise ValueError(f"layer_sizes needs inputs and outputs at least; got {sizes!r}.")
    names = ["inputs", *["hidden units"] * (len(given) - 2), "outputs"]
    return [whole(size, name) for size, name in zip(given, names, strict=True)]


def float_type(dtype):
    """Give float64 or float32 as a data type of NumPy's."""
    try:
        given = np.dtype(dtype)
    except TypeError:
        given = None
    if given not in (np.float32, np.float64):
        raise ValueError(f"dtype must be float64 or float32; got {dtype!r}.")
    return given


def generator(rng):
    """Give a generator that starts from the seed `rng`; a generator is given back."""
    good = rng is None or isinstance(rng, Integral | np.random.Generator | np.random.RandomState)
    if not good or isinstance(rng, bool) or (isinstance(rng, Integral) and rng < 0):
        raise ValueError(
            "rng must be a seed (a whole number, 0 or more) or a numpy.random.Generator; "
            f"got {rng!r}."
        )
    return rng if isinstance(rng, np.random.RandomState) else np.random.default_rng(rng)


def choice(name, what, named):
    """Give what `named` has under a name, or say which names there are."""
    if name not in named:
        raise ValueError(f"{what} {name!r} is not known; choose from: {', '.join(named)}.")
    return named[name]
