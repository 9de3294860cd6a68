"""Find out what is wrong with an answer, from the surest sign to the weakest.

1. the parameters stand in another order;
2. a known wrong answer of the exercise does the same (``known``);
3. one small change makes the learner's own source right: its line is quoted;
4. one small change makes the solution give the learner's values;
5. the values come from the right ones in a way that can be named (`patterns`);
6. some results or steps are right and others are not (`chain`).

Whatever is found is true in every case that the check tries.
"""

import inspect

import numpy as np

from nnlib.check import chain, compare, phrases
from nnlib.check.common import is_stub
from nnlib.check.facts import Found, parts
from nnlib.check.patterns import pattern
from nnlib.check.sandbox import guarded, is_ours, limited
from nnlib.check.search import Budget, changes_to
from nnlib.check.source import read
from nnlib.check.worked import recorded

_SECONDS = 0.75  # of the processor, for all searches of one answer
_PATIENCE = 3.0  # seconds for one way of looking, on a busy machine


def named(exercise, answer, outcomes, first):
    """Name the mistake of a wrong answer."""
    steps = (
        lambda: exercise.recognised(outcomes, first),
        lambda: Found() if exercise.explain else _of_values(exercise, outcomes),
    )
    if exercise.can_be_read:
        steps = (
            lambda: _order(exercise, answer[0]),
            lambda: exercise.recognised(outcomes, first),
            lambda: _changed(exercise, answer[0], outcomes, first),
            lambda: _partial(exercise, outcomes),
            lambda: _of_values(exercise, outcomes),
            lambda: _unfinished(answer[0]),
        )
    for step in steps:
        outcome = limited(step, seconds=_PATIENCE)
        if outcome.value and outcome.value.text:
            return outcome.value
    return Found()


def _order(exercise, answer):
    names, own = exercise.argument_names(), list(inspect.signature(answer).parameters)
    if own == names or sorted(own) != sorted(names):
        return Found()

    def reordered(*arguments):
        return answer(**dict(zip(names, arguments, strict=True)))

    if exercise.first_fault((reordered,)):
        return Found()
    return Found(
        f"Your parameters stand in another order: the check, and later cells, call "
        f"`{exercise.name}({', '.join(names)})`, yours are `({', '.join(own)})`.",
        "parameter-order",
    )


def _unfinished(answer):
    code, names = getattr(answer, "__code__", None), getattr(answer, "__globals__", {})
    for name in code.co_names if code else ():
        if is_stub(names.get(name)):
            return Found(
                f"Your function calls `{name}`, which is still to be written.", "unfinished"
            )
    return Found()


def _changed(exercise, answer, outcomes, first):
    """Search small changes, in the learner's source and in the solution."""
    source = None if is_ours(inspect.unwrap(answer)) else read(inspect.unwrap(answer))
    budget = Budget(_SECONDS)
    own = _mended(exercise, source, first, budget) if source else []
    if own and phrases.is_sure(own):
        return Found(phrases.own(own), own[0].kind)
    theirs = _imitated(exercise, outcomes, budget)
    if theirs and theirs[0].kind not in ("total", "turned"):
        return Found(phrases.imitated(theirs), theirs[0].kind)
    if len(own) == 1 and own[0].kind != "missing" and not exercise.is_dull(_values(outcomes)):
        return Found(phrases.own(own), own[0].kind)
    return Found()


def _mended(exercise, source, first, budget):
    """Find changes of the learner's source that make the values right."""
    if exercise.first_fault((source.function,)) is None:
        return []  # what is wrong does not lie in the source
    goal = exercise.goal(exercise.every_right, first)
    numbers = [
        name
        for name, *values in zip(source.parameters, *exercise.every_case, strict=False)
        if not any(map(np.ndim, values))
    ]
    return changes_to(goal, source, exercise.numbers, budget, 0.6, scalars=numbers)


def _imitated(exercise, outcomes, budget):
    ordinary = outcomes[: len(exercise.cases)]
    if exercise.solved is None or len(ordinary) < len(exercise.cases):
        return []
    if any(o.trouble or o.value is None or o.value[0] is None for o in ordinary):
        return []
    values = [o.value[0] for o in ordinary]
    rights = exercise.every_right
    if not all(_same_form(v, r) for v, r in zip(values, rights, strict=False)):
        return []
    wrong = next(
        (i for i, v in enumerate(values) if not compare.same(v, rights[i], *exercise.tolerance)),
        None,
    )
    if wrong is None or exercise.is_dull(values):
        return []
    goal = exercise.goal(values, wrong)
    return changes_to(goal, exercise.solved, exercise.numbers, budget, 1, deepest=1)


def _same_form(a, b):
    a, b = parts(a), parts(b)
    return len(a) == len(b) and all(x.shape == y.shape for x, y in zip(a, b, strict=True))


# What is put in: for every letter of a shape, the places that may be all that is looked at.
_SOME = {
    "m": {
        "Only the first sample counts": slice(0, 1),
        "Only the last sample counts: each round overwrites the one before it": slice(-1, None),
        "The last sample is left out": slice(0, -1),
        "The first sample is left out": slice(1, None),
    },
    "c": {"Only the first column counts": slice(0, 1)},
}


def _partial(exercise, outcomes):
    """Look whether the results are right for a part of what was put in."""
    for letter, places in _SOME.items():
        for text, some in places.items():
            if _looks_at(exercise, outcomes, letter, some):
                return Found(f"{text}.", "part")
    return Found()


def _looks_at(exercise, outcomes, letter, some):
    told = False
    for i, case in enumerate(exercise.cases):
        given = [
            part[tuple(some if size == letter else slice(None) for size in letters)]
            for part, letters in zip(case, exercise.letters, strict=True)
        ]
        if outcomes[i].trouble or outcomes[i].value is None or exercise.sizes[i].get(letter, 1) < 2:
            continue
        got, right = outcomes[i].value[0], exercise.every_right[i]
        wanted = exercise.result(given)
        if got is None or not compare.same(got, wanted, *exercise.tolerance):
            return False
        told = told or not compare.same(got, right, *exercise.tolerance)
    return told


def _of_values(exercise, outcomes):
    """Look for a pattern, result by result."""
    values = _values(outcomes)
    rights = exercise.every_right[: len(values)]
    several = isinstance(rights[0], tuple)
    if len(values) < len(exercise.cases) or any(isinstance(v, tuple) != several for v in values):
        return Found()
    for name, k in zip(exercise.argument_names(), range(99), strict=False):
        inputs = [case[k] for case in exercise.every_case[: len(values)]]
        if not several and all(
            compare.same(v, np.asarray(a), 0, 0) for v, a in zip(values, inputs, strict=True)
        ):
            return Found(f"This is `{name}` as it was put in.", "input")
    if not several:
        text = pattern(values, rights, exercise.sizes, _steps(exercise))
        return Found(f"{text[:1].upper()}{text[1:]}." if text else "", "pattern")
    if any(len(v) != len(r) for v, r in zip(values, rights, strict=True)):
        return Found(_mixed(exercise.returns, values[0], rights[0]), "pattern")
    said = {}
    for k, name in enumerate(exercise.returns):
        results = [v[k] for v in values], [r[k] for r in rights]
        text = pattern(*results, exercise.sizes, _steps(exercise))
        if any(f"`{other}`" in text for other in exercise.returns):
            text = text.removesuffix(", a step on the way")
        said.setdefault(text, []).append(name)
    return Found(
        " ".join(f"{' and '.join(names)}: {text}." for text, names in said.items() if text),
        "pattern",
    )


def _values(outcomes):
    """Results of all cases in which something came back."""
    return [o.value[0] for o in outcomes if not o.trouble and o.value and o.value[0] is not None]


def _mixed(returns, got, right):
    """Say which of the results are among those given, where their number is wrong."""
    among = [
        n
        for n, r in zip(returns, right, strict=True)
        if any(compare.same(g, r, 1e-5, 1e-7) for g in got)
    ]
    if not among:
        return ""
    verb = "is" if len(among) == 1 else "are"
    return f"{', '.join(among)} {verb} among them: `return {', '.join(returns)}`."


def _steps(exercise):
    """List what the solution computes on its way, in every case."""
    if exercise.solved is None:
        return []
    steps = []
    for case in exercise.every_case:
        names = recorded(exercise.solved.function, *case)[1]
        steps.append(
            {
                name: compare.plain(names[name], False)
                for name in exercise.solved.assigned
                if name in names and name not in exercise.solved.parameters
            }
        )
    return steps


def place(exercise, answer, case, got, right):
    """Say where in the chain a mistake lies; empty if that cannot be told."""
    if not (isinstance(right, tuple) or exercise.solved):
        return ""
    pairs = zip(exercise.returns, got, right, strict=True) if isinstance(right, tuple) else ()
    wrong = [name for name, a, b in pairs if not compare.same(a, b, *exercise.tolerance)]
    return guarded(chain.place, exercise, answer[0], case, wrong).value or ""
