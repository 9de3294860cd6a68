"""Read what a learner's code gave, compare it with what was wanted, and say where they differ."""

import contextlib
from types import BuiltinFunctionType, FunctionType, GeneratorType, MethodType, NoneType

import numpy as np

from nnlib.check.sandbox import Complaint

_SMALL = 9  # entries up to which an array is written out in a message
_CALLED = {
    NoneType: "None",
    (str, bytes): "text",
    dict: "a dictionary",
    (FunctionType, BuiltinFunctionType, MethodType, np.ufunc): "a function (are the brackets of a "
    "call missing?)",
    GeneratorType: "a generator (make a list or an array of it)",
    (int, float, np.number, np.bool_): "a number",
}
_DIGITS = (4, 6, 9, 17)  # significant digits tried, until two numbers look different


def plain(value, several, subject="What you return"):
    """Turn what a learner's code gave into a plain array, or a tuple of them; None stays None.

    Arrays, array subclasses, nested lists and numbers are read; of anything else a `Complaint`
    says what it is. A ``...`` raises `NotImplementedError`. A single array is let through where
    `several` are wanted.
    """
    if several and issubclass(type(value), (tuple, list)):
        return tuple(_array(part, f"{subject}, part {i + 1},") for i, part in enumerate(value))
    return None if value is None else _array(value, subject)


def _array(value, subject):
    if value is ...:
        raise NotImplementedError
    array = None
    with contextlib.suppress(Exception):
        array = np.array(value)  # a copy, of the base class
        if array.dtype == object:  # fractions and the like
            array = array.astype(float)
    if array is None or array.dtype.kind not in "biuf":
        raise Complaint(f"{subject} is {called(value)}; wanted: numbers.")
    return array


def parts(answer):
    """Give an answer, or a result, as a tuple of its parts."""
    return answer if isinstance(answer, tuple) else (answer,)


def called(value):
    """Name the type of `value` without calling anything of its own."""
    kind = type(value)
    if kind is tuple:
        return f"a tuple of {len(value)} parts that make no array together"
    if issubclass(kind, (list, tuple)):
        return f"a {kind.__name__} that is no array of numbers (a row too short, or not numbers)"
    if issubclass(kind, np.ndarray):
        entries = "text" if value.dtype.kind in "US" else f"type {value.dtype}"
        return f"an array with entries of {entries}"
    named = (said for kinds, said in _CALLED.items() if issubclass(kind, kinds))
    return next(named, f"something of type {kind.__name__}")


def same(a, b, rtol, atol):
    """Tell whether two results of `plain` agree: structure, shapes and values."""
    if a is None or b is None:
        return a is b
    if isinstance(a, tuple) and isinstance(b, tuple):
        together = zip(a, b, strict=False)
        return len(a) == len(b) and all(same(x, y, rtol, atol) for x, y in together)
    if isinstance(a, tuple) or isinstance(b, tuple) or a.shape != b.shape:
        return False
    a, b = np.asarray(a, float), np.asarray(b, float)  # np.allclose takes ten times as long
    with np.errstate(invalid="ignore"):
        near = np.abs(a - b) <= atol + rtol * np.abs(b)
    return bool((near & np.isfinite(b) | (a == b) | (np.isnan(a) & np.isnan(b))).all())


def unchanged(before, after):
    """Tell whether an argument is still what it was, to the last bit."""
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(unchanged, before, after))
    a, b = np.asarray(before), np.asarray(after)
    return (a.shape, a.dtype, a.tobytes()) == (b.shape, b.dtype, b.tobytes())


def number(x, digits=4):
    """Write one number shortly, whole ones in full."""
    if isinstance(x, (bool, np.bool_)):
        return str(bool(x))
    x = float(x)
    whole = np.isfinite(x) and x == round(x) and abs(x) < 1e7
    return str(round(x)) if whole else f"{x:.{digits}g}"


def two_written(a, b):
    """Write two arrays with as many digits as it takes to tell them apart."""
    pairs = [(written(a, digits), written(b, digits)) for digits in _DIGITS]
    return next((pair for pair in pairs if pair[0] != pair[1]), pairs[-1])


def written(argument, digits=4):
    """Write a small array in one line, a large one by its shape, anything else by its type."""
    if isinstance(argument, str):
        return repr(argument)
    if shape(argument) is None:
        return f"a {type(argument).__name__}"
    array = np.asarray(argument)
    if array.size > _SMALL:
        return f"an array of shape {array.shape}"
    if array.ndim == 0:
        return number(array[()], digits)
    return "[" + ", ".join(written(row, digits) for row in array) + "]"


def entry(index):
    """Name an entry by its place, counted from 1.

    >>> entry((1,)), entry((0, 2))
    ('entry 2', 'entry (1, 3)')
    """
    return f"entry {index[0] + 1}" if len(index) == 1 else f"entry {tuple(i + 1 for i in index)}"


def shape(argument):
    """Shape of an argument of a case; None if it is not numbers."""
    try:
        array = np.asarray(argument)
    except ValueError:  # rows of different lengths
        return None
    return array.shape if array.dtype.kind in "biufc" else None


def inputs(names, case):
    """Write what is put in, ``name = value`` each."""
    pairs = zip(names, case, strict=True)
    return [f"{name} = {written(part)}" for name, part in pairs if not isinstance(part, dict)]


def form_of(right, returns):
    """Say in a few words what kind of answer is wanted."""
    if isinstance(right, tuple):
        return f"{len(right)} results, `{', '.join(returns)}`"
    return "True or False" if right.dtype == bool else "numbers"


def structure_fault(got, right, returns, gives):
    """Say how the structure of `got` differs from that of `right`, or None."""
    if isinstance(right, tuple):
        wanted = f"wanted: {form_of(right, returns)}"
        if not isinstance(got, tuple):
            return f"Here {gives} one array of shape {got.shape}; {wanted}."
        if len(got) != len(right):
            return f"Here {gives} {len(got)} result{'s' * (len(got) != 1)}; {wanted}."
    for name, a, b in pairs(got, right, returns):
        if a.shape != b.shape:
            called = f" as {name}" if name else ""
            return f"Here {gives} {_form(a)}{called}; wanted: {_form(b)}."
    return None


def _form(array):
    return f"an array of shape {array.shape}" if array.ndim else "a single number"


def pairs(got, right, returns):
    """List ``(name, got, right)`` for every result; the name may be empty."""
    if isinstance(right, tuple):
        return list(zip(returns, got, right, strict=True))
    return [(returns[0] if returns else "", got, right)]
