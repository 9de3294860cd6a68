"""What counts as an array of numbers, and how it becomes floats."""

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


def array(values, name):
    """Give `values` back as an array of real numbers, of whatever type, or say what they are.

    Parameters
    ----------
    values : array_like
    name : str
        What the message calls them.

    Returns
    -------
    ndarray of floats, integers or booleans

    Raises
    ------
    ValueError
        If they are complex, text, dates or other objects, have a mask, or rows of several lengths.

    Examples
    --------
    >>> array([1, 2j], "X")
    Traceback (most recent call last):
    ValueError: X must hold real numbers; got complex numbers (complex128).
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
    """Give `values` back as an array of floats, or say why they cannot be one.

    Parameters
    ----------
    values, name
        As for `array`.
    dtype : data type, optional
        What to convert to; without it float32 stays and all else becomes float64.

    Raises
    ------
    ValueError
        As `array`.

    Examples
    --------
    >>> numbers([True, False], "z")
    array([1., 0.])
    """
    given = array(values, name)
    with np.errstate(over="ignore"):  # too large for float32 is infinite there
        return given.astype(dtype or _float_for(given), copy=False)


def floats(**arrays):
    """Give arrays back as floats of one type: that of the floats among them, else float64.

    Examples
    --------
    >>> image, kernel = floats(image=np.ones(2, np.float32), kernel=[1, -1])
    >>> kernel
    array([ 1., -1.], dtype=float32)
    """
    given = [array(values, name) for name, values in arrays.items()]
    types = [_float_for(values) for values in given if values.dtype.kind == "f"]
    dtype = np.result_type(*types) if types else float
    return [values.astype(dtype, copy=False) for values in given]


def _float_for(given):
    return np.float32 if given.dtype == np.float32 else np.float64
