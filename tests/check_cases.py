"""Answers that no exercise must stumble over, shared by the tests of all exercises.

`HOSTILE` holds what a learner may hand in by mistake or for fun; none is right, and each must get
a sentence. `ENDLESS` holds answers that do not end by themselves: give the checks a short time.
"""

import sys
import time

import numpy as np


def _raises(*args):
    raise ValueError("not\ntoday")


def _recursion(*args):
    return _recursion(*args)


def _exits(*args):
    sys.exit(3)


def _interrupts(*args):
    raise KeyboardInterrupt


def _ends_generator(*args):
    raise StopIteration


class _UnprintableError(Exception):
    def __str__(self):
        raise RuntimeError("no text for you")


def _unprintable(*args):
    raise _UnprintableError


class _Prickly:
    """An object that raises whatever is asked of it."""

    def _refuse(self, *args, **kwargs):
        raise RuntimeError("do not touch")

    __repr__ = __str__ = __eq__ = __ne__ = __lt__ = __gt__ = __bool__ = __len__ = _refuse
    __float__ = __array__ = __iter__ = __getattr__ = __add__ = __mul__ = _refuse
    __class__ = property(_refuse)
    __hash__ = None


class _PricklyArray(np.ndarray):
    """An array that refuses to be compared and shown."""

    def _refuse(self, *args, **kwargs):
        raise RuntimeError("do not compare")

    __repr__ = __str__ = __eq__ = __ne__ = __array_ufunc__ = __array_function__ = _refuse


class _LyingList(list):
    def __len__(self):
        return 10**15


def _mutates(*args):
    for arg in args:
        if isinstance(arg, np.ndarray):
            arg[...] = 0
    return args[0] if args else 0


def _generator(*args):
    yield from args


class NotAFunction:
    """A class handed in where a function is wanted."""

    def __init__(self, *args):
        self.args = args

    def forward(self, *args):
        return "a long way"


def _nan(*args):
    return np.full_like(np.asarray(args[0], float), np.nan) if args else np.nan


def _prints(*args):
    print("working", args)
    print("warning", file=sys.stderr)


def _ten_parameters(a, b, c, d, e, f, g, h, i, j):
    return a


HOSTILE = {
    "raises": _raises,
    "raises what cannot be shown": _unprintable,
    "recursion": _recursion,
    "SystemExit": _exits,
    "KeyboardInterrupt": _interrupts,
    "StopIteration": _ends_generator,
    "unknown name": lambda *args: never_defined,  # noqa: F821
    "text": lambda *args: "0.5",
    "list of text": lambda *args: [["a", "b"], ["c", "d"]],
    "ragged list": lambda *args: [[1.0], [1.0, 2.0]],
    "None in a list": lambda *args: [None, 1.0],
    "NaN": _nan,
    "wrong shape": lambda *args: np.zeros((2, 3, 5, 7)),
    "too many results": lambda *args: (1.0,) * 9,
    "dictionary": lambda *args: {"z": 1.0},
    "complex numbers": lambda *args: 1j * np.ones(3),
    "a function back": lambda *args: np.exp,
    "generator": _generator,
    "mutates its input": _mutates,
    "prints and returns nothing": _prints,
    "prickly object back": lambda *args: _Prickly(),
    "prickly array back": lambda *args: np.ones(3).view(_PricklyArray),
    "a list that lies": lambda *args: _LyingList([1.0]),
    "too many parameters": _ten_parameters,
    "no parameters": lambda: 0.25,
    "a class": NotAFunction,
    "a type": str,
    "text handed in": "sigmoid",
    "letter that is no option": "zz",
    "array handed in": np.linspace(-7.7, 9.1, 11),
    "NaN handed in": float("nan"),
    "prickly object handed in": _Prickly(),
    "prickly array handed in": np.ones(3).view(_PricklyArray),
    "module handed in": np,
}


def _loops(*args):
    while True:
        pass


def _loops_and_catches(*args):
    while True:
        try:
            time.sleep(0)
        except Exception:
            continue


def _prints_for_ever(*args):
    while True:
        print("still here")


def _stub(*args):
    """Say what to do."""
    ...


def _not_implemented(*args):
    raise NotImplementedError


def _half_written(*args):
    Z1 = ...
    return 1 + Z1


ENDLESS = {
    "loops": _loops,
    "loops and catches": _loops_and_catches,
    "prints for ever": _prints_for_ever,
}
STUBS = {
    "empty body": _stub,
    "NotImplementedError": _not_implemented,
    "ellipsis for a value": _half_written,
    "ellipsis returned": lambda *args: ...,
}
