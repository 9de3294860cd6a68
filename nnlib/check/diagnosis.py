"""Find out what is wrong with an answer, from the surest sign to the weakest.

1. the parameters stand in another order;
2. another function of the learner's, called inside, is at fault;
3. a known wrong answer of the exercise does the same (``known``);
4. one small change makes the learner's own source right: its line is quoted;
5. one small change makes the solution give the learner's values;
6. the values come from the right ones in a way that can be named (`patterns`);
7. a second call gives something else;
8. some results or steps are right and others are not (`chain`).

Whatever is found is true in every case that the check tries.
"""

import inspect
from types import FunctionType

import numpy as np

from nnlib.check import chain, compare, phrases
from nnlib.check.common import is_stub
from nnlib.check.compare import parts
from nnlib.check.facts import Found
from nnlib.check.patterns import pattern
from nnlib.check.sandbox import guarded, is_ours, limited
from nnlib.check.search import Budget, changes_to
from nnlib.check.source import read
from nnlib.check.worked import recorded

_SECONDS = 0.75  # of the processor, for all searches of one answer
_PATIENCE = 3.0  # seconds for one way of looking, on a busy machine


def named(exercise, answer, outcomes, first):
    """Name the mistake of a wrong answer."""
    known, values = (exercise.recognised, outcomes, first), (_of_values, exercise, outcomes)
    steps = [known, values, (_wavering, exercise, answer, outcomes)]
    if exercise.can_be_read:
        steps[1:1] = [
            (_changed, exercise, answer[0], outcomes),
            (_partial, exercise, outcomes),
        ]
        steps[:0] = [(_order, exercise, answer[0]), (_called, exercise, answer[0])]
    found = (limited(*step, seconds=_PATIENCE).value for step in steps)
    return next((one for one in found if one and one.text), Found())


def _wavering(exercise, answer, outcomes):
    """Look whether a second call gives something else."""
    if not exercise.cases[0] or outcomes[0].trouble:
        return Found()
    again = guarded(exercise._attempt, answer, exercise.cases[0])
    if exercise._agree(again, outcomes[0]):
        return Found()
    return Found(
        "Called twice with the same input, it gives two answers: something in it is drawn at "
        "random, or kept from call to call.",
        "wavering",
    )


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


def _called(exercise, answer):
    """Look whether the fault lies in another function of the learner's, called inside."""
    code, names = getattr(answer, "__code__", None), getattr(answer, "__globals__", {})
    for name in code.co_names if code else ():
        if is_stub(names.get(name)):
            text = f"Your function calls `{name}`, which is still to be written."
            return Found(text, "unfinished")
        course = exercise.solved and exercise.solved.names.get(name)
        if not isinstance(course, FunctionType) or is_ours(names.get(name)):
            continue
        other = FunctionType(code, {**names, name: course}, name, None, answer.__closure__)
        if exercise.first_fault((other,)) is None:
            text = f"These lines are right; `{name}`, which they call, is not: mend it first."
            return Found(text, "called")
    return Found()


def _changed(exercise, answer, outcomes):
    """Search small changes, in the learner's source and in the solution."""
    source = None if is_ours(inspect.unwrap(answer)) else read(inspect.unwrap(answer))
    budget = Budget(_SECONDS)
    own = _mended(exercise, source, budget) if source else []
    if own and phrases.is_sure(own):
        return Found(phrases.own(own), own[0].kind)
    theirs = _imitated(exercise, outcomes, budget)
    if theirs and theirs[0].kind not in ("total", "turned"):
        return Found(phrases.imitated(theirs), theirs[0].kind)
    if len(own) == 1 and own[0].kind != "missing" and not exercise.is_dull(_values(outcomes)):
        return Found(phrases.own(own), own[0].kind)
    return Found()


def _mended(exercise, source, budget):
    """Find changes of the learner's source that make the values right."""
    if exercise.first_fault((source.function,)) is None:
        return []  # what is wrong does not lie in the source
    goal = exercise.goal(exercise.every_right)
    values = dict(zip(source.parameters, zip(*exercise.every_case, strict=True), strict=False))
    scalars = [name for name in values if not any(map(np.ndim, values[name]))]
    return changes_to(goal, source, exercise.numbers, budget, 0.6, scalars=scalars)


def _imitated(exercise, outcomes, budget):
    values = _values(outcomes[: len(exercise.cases)])
    pairs = list(zip(values, exercise.every_right, strict=False))
    if (
        exercise.solved is None
        or len(values) < len(exercise.cases)
        or any(_form(value) != _form(right) for value, right in pairs)
        or all(exercise.agree(*pair) for pair in pairs)
        or exercise.is_dull(values)
    ):
        return []
    goal = exercise.goal(values)
    return changes_to(goal, exercise.solved, exercise.numbers, budget, 1, deepest=1)


def _form(result):
    return [part.shape for part in parts(result)]


# What is put in: a letter of shapes, and the places along it that may be all that is looked at.
_SOME = {
    "Only the first sample counts.": ("m", slice(0, 1)),
    "Only the last sample counts: each round overwrites the one before it.": ("m", slice(-1, None)),
    "The last sample is left out.": ("m", slice(0, -1)),
    "The first sample is left out.": ("m", slice(1, None)),
    "Only the first column counts.": ("c", slice(0, 1)),
}


def _partial(exercise, outcomes):
    """Look whether the results are right for a part of what was put in."""
    found = (text for text, some in _SOME.items() if _looks_at(exercise, outcomes, *some))
    return Found(next(found, ""), "part")


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
        if not exercise.agree(got, wanted):
            return False
        told = told or not exercise.agree(got, right)
    return told


def _of_values(exercise, outcomes):
    """Look for a pattern, result by result."""
    values = _values(outcomes)
    rights = exercise.every_right[: len(values)]
    several = isinstance(rights[0], tuple)
    if len(values) < len(exercise.cases) or any(isinstance(v, tuple) != several for v in values):
        return Found()
    if exercise.explain:
        return Found()
    if several:
        return Found(_of_several(exercise, values, rights), "pattern")
    inputs = zip(*exercise.every_case[: len(values)], strict=True)
    for name, given in zip(exercise.argument_names(), inputs, strict=False):
        if all(compare.same(v, np.asarray(a), 0, 0) for v, a in zip(values, given, strict=True)):
            return Found(f"This is `{name}` as it was put in.", "input")
    text = pattern(values, rights, exercise.sizes, _steps(exercise))
    return Found(f"{text[:1].upper()}{text[1:]}." if text else "", "pattern")


def _of_several(exercise, values, rights):
    if any(len(v) != len(r) for v, r in zip(values, rights, strict=True)):
        return _mixed(exercise.returns, values[0], rights[0])
    said = {}
    for k, name in enumerate(exercise.returns):
        results = [v[k] for v in values], [r[k] for r in rights]
        text = pattern(*results, exercise.sizes, _steps(exercise))
        if any(f"`{other}`" in text for other in exercise.returns):
            text = text.removesuffix(", a step on the way")
        said.setdefault(text, []).append(name)
    return " ".join(f"{' and '.join(names)}: {text}." for text, names in said.items() if text)


def _values(outcomes):
    """Results of all cases in which something came back."""
    return [o.value[0] for o in outcomes if not o.trouble and o.value and o.value[0] is not None]


def _mixed(returns, got, right):
    """Say which of the results are among those given, where their number is wrong."""
    named = zip(returns, right, strict=True)
    among = [n for n, r in named if any(compare.same(g, r, 1e-5, 1e-7) for g in got)]
    if not among:
        return ""
    verb = "is" if len(among) == 1 else "are"
    return f"{', '.join(among)} {verb} among them: `return {', '.join(returns)}`."


def _steps(exercise):
    """List what the solution computes on its way, in every case."""
    solved = exercise.solved
    if solved is None:
        return []
    wanted = [name for name in solved.assigned if name not in solved.parameters]
    found = [recorded(solved.function, *case)[1] for case in exercise.every_case]
    return [{n: compare.plain(names[n], False) for n in wanted if n in names} for names in found]


def place(exercise, answer, case, got, right):
    """Say where in the chain a mistake lies; empty if that cannot be told."""
    several = isinstance(right, tuple)
    pairs = compare.pairs(got, right, exercise.returns) if several else ()
    wrong = [name for name, a, b in pairs if not exercise.agree(a, b)]
    return guarded(chain.place, exercise, answer[0], case, wrong).value or ""
