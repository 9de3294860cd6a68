"""Slopes measured from a function itself, by moving what it depends on."""

import math

import numpy as np

from nnlib import validation

# Step and tolerance by precision. What the bend of the curve spoils in a central difference, and
# what rounding spoils, are about equal where the step is the cube root of the precision.
FITTING = {np.dtype(np.float32): (5e-3, 1e-3), np.dtype(np.float64): (1e-5, 1e-7)}


def numeric_gradient(f, array, h=None):
    """Slope of `f` along every entry of `array`, by central differences.

    Parameters
    ----------
    f : callable
        Takes nothing, depends on `array`, and gives one number.
    array : array of floats, of any shape
        Changed entry by entry and put back.
    h : float, optional
        Half the distance between the two points: 1e-5, or 5e-3 for float32, if left out.

    Returns
    -------
    array of the same shape
        ``(f(a + h) - f(a - h)) / 2h``; its error falls with h².

    Raises
    ------
    ValueError
        If `array` cannot be moved by so little, `h` is no number above 0, or `f` gives none.

    Examples
    --------
    >>> a = np.array([3.0, -1.0])
    >>> numeric_gradient(lambda: (a**2).sum(), a).round(6)
    array([ 6., -2.])
    """
    check_movable(array, "array")
    h = (
        FITTING[array.dtype][0]
        if h is None
        else validation.number(h, "h", "a finite number above 0")
    )
    gradient = np.empty_like(array)
    for index in np.ndindex(array.shape):
        gradient[index] = slope_between(*around(f, array, index, (-h, h)))
    return gradient


def around(f, array, index, offsets):
    """Move one entry by each offset; give the places, as they are stored, and `f` there."""
    kept, places, values = array[index], [], []
    try:
        for offset in offsets:
            array[index] = kept + offset
            places.append(float(array[index]))
            values.append(_value(f))
    finally:
        array[index] = kept
    return places, values


def slope_between(places, values, start=0, end=-1):
    """Give the slope of the line through two of the points; NaN where they are one."""
    run = places[end] - places[start]
    return (values[end] - values[start]) / run if run else math.nan


def _value(f):
    value = f()
    if np.ndim(value) or isinstance(value, complex):
        raise ValueError(f"f must give one real number; got {value!r}.")
    return float(value)


def check_movable(array, name):
    """Refuse what is no array of floats, or cannot be changed."""
    movable = type(array) is np.ndarray and array.dtype in FITTING and array.flags.writeable
    if not movable:
        given = f"an array of {array.dtype}" if isinstance(array, np.ndarray) else repr(array)
        raise ValueError(
            f"{name} must be a NumPy array of float64 or float32 that can be changed, since its "
            f"entries are moved a little; got {given}."
        )


def relative_error(a, b, noise=0.0):
    """Distance of two arrays in units of their size, 0 to 1; 0 where both are zero.

    Differences of entries count from `noise` on, and so much less.

    Examples
    --------
    >>> relative_error([3.0, 4.0], [-3.0, -4.0]), relative_error([3.0, 4.0], [4.0, 4.0], noise=1.0)
    (1.0, 0.0)
    """
    a, b = np.asarray(a, float), np.asarray(b, float)
    largest = max(np.abs(array).max(initial=0.0) for array in (a, b)) or 1.0
    a, b, noise = a / largest, b / largest, noise / largest  # so that no square is too large
    size = np.linalg.norm(a) + np.linalg.norm(b)
    beyond = np.maximum(np.abs(a - b) - noise, 0.0)
    return float(np.linalg.norm(beyond) / size) if size else 0.0
