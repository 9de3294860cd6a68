"""One small case worked out: what goes in, what came, what is right, and the steps between."""

import ast
import copy
import sys

import numpy as np

from nnlib.check import compare

_EXTREME = 700
_WIDTH = 70  # characters of inputs that stand on one line


def smallest(cases):
    """Index of the case that is the easiest to follow: few numbers, whole ones, none extreme."""

    def effort(case):
        arrays = [np.asarray(part) for part in case if compare.shape(part) is not None]
        numbers = np.concatenate([array.ravel() for array in arrays]) if arrays else np.zeros(1)
        numbers = np.asarray(numbers, float)
        broken, extreme = numbers != np.round(numbers), np.abs(numbers) > _EXTREME
        return numbers.size + 2 * broken.sum() + 9 * extreme.sum()

    return min(range(len(cases)), key=lambda i: effort(cases[i]))


def example(exercise, case, got, right, with_steps):
    """Write one case that went wrong; with the steps to a right entry, each on its own line."""
    results = list(enumerate(compare.pairs(got, right, exercise.returns)))
    wrong = (result for result in results if not exercise.agree(*result[1][1:]))
    k, (name, a, b) = next(wrong, results[0])
    index = (0,) * b.ndim
    if a.shape == b.shape:
        near = np.isclose(a, b, rtol=exercise.rtol, atol=exercise.atol)
        index = tuple(int(i) for i in np.argwhere(~near)[0])
    given = compare.inputs(exercise.argument_names(), case)
    inputs = f"For {', '.join(given)} " if given else ""
    if len(inputs) > _WIDTH:
        inputs = "".join(["For", *(f"\n    {one}" for one in given), "\n"])
    text = f"{inputs}{exercise.gives} {_both(name, index, a, b)}."
    if with_steps:
        steps = exercise.steps(k, index, *case) if exercise.steps else traced(exercise, case, name)
        shown = [f"\n    {label}: {_shown(value)}" for label, value in steps.items()]
        text += "\nStep by step:" + "".join(shown) + "." if shown else ""
    return text[:1].upper() + text[1:]


def _both(name, index, got, right):
    called = f"{name} = " if name else ""
    if right.dtype == bool and np.isin(got, (0, 1)).all():
        got = got.astype(bool)
    if got.shape != right.shape:
        return f"{called}{compare.written(got)}; right is {called}{compare.written(right)}"
    is_large = right.size > 6
    given, wanted = compare.two_written(*((got[index], right[index]) if is_large else (got, right)))
    if not is_large:
        return f"{called}{given}; right is {wanted}"
    of = f" of {name}" if name else ""
    return f"{given} as {compare.entry(index)}{of}, counted from 1; right is {wanted}"


def _shown(value):
    return value if isinstance(value, str) else compare.written(value)


def recorded(function, *arguments):
    """Call a function; give its result, and what its own names stood for at the end."""
    code, names = getattr(function, "__code__", None), {}

    def watch(frame, event, _):
        if event == "return" and frame.f_code is code:
            names.update(frame.f_locals)

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        value = function(*copy.deepcopy(arguments))
    finally:
        sys.setprofile(before)
    return value, names


def traced(exercise, case, wanted=""):
    """Give the named steps on the way to a result, with their values, where these are few."""
    source = exercise.solved
    if source is None or any(isinstance(n, ast.For) for n in ast.walk(source.tree)):
        return {}
    names = recorded(source.function, *case)[1]
    way = [step for step in source.made_of(exercise.returns or ("",))[wanted] if step != wanted]
    return {f"`{step}`": names[step] for step in way if np.size(names[step]) <= 8}
