"""Find the small changes of a program after which it gives what is wanted."""

import time
from typing import NamedTuple

import numpy as np

from nnlib.check import compare
from nnlib.check.edits import edits
from nnlib.check.sandbox import TimeLimit, guarded
from nnlib.check.source import text_of

_EQUAL = 8  # credit for a result that is right; less for one that only looks like it


class Change(NamedTuple):
    """One change that was found: its kind, and texts and line of what goes and what comes."""

    kind: str
    old: str
    new: str
    line: int
    places: int


class Goal(NamedTuple):
    """What a program should give: for every case the arguments and the result."""

    cases: tuple  # of (arguments, result)
    several: bool
    rtol: float
    atol: float
    drive: object = None

    def credit(self, function, case, wanted):
        """Say how near `function` comes to the wanted result of one case; -1 where it stops."""
        given = [part.copy() if isinstance(part, np.ndarray) else part for part in case]
        outcome = guarded(self._given, function, given)
        if outcome.trouble and "TimeLimit" in outcome.trouble.kinds:
            raise TimeLimit  # a change has made a loop endless: give the search up
        if outcome.trouble or outcome.value is None:
            return -1
        got, wanted = _parts(outcome.value), _parts(wanted)
        if len(got) != len(wanted):
            return 0
        return sum(self._likeness(a, b) for a, b in zip(got, wanted, strict=True))

    def _given(self, function, given):
        raw = self.drive(function, *given) if self.drive else function(*given)
        return compare.plain(raw, self.several)

    def _likeness(self, a, b):
        if a.shape != b.shape:
            same = a.size == b.size and compare.same(a.ravel(), b.ravel(), self.rtol, self.atol)
            return 4 * same + (a.ndim == b.ndim)
        return _EQUAL if compare.same(a, b, self.rtol, self.atol) else 2

    def full(self, wanted):
        """Credit of a right result."""
        return _EQUAL * len(_parts(wanted))


def _parts(value):
    return value if isinstance(value, tuple) else (value,)


def changes_to(goal, source, constants, seconds, deepest=2):
    """Find changes of `source` after which it reaches `goal` in every case.

    Parameters
    ----------
    goal : Goal
        Its first case should be one that the source does not reach.
    source : Source
    constants : iterable of numbers
        Numbers that may stand for another.
    seconds : float
        When to give up, in time of the processor.
    deepest : int
        How many changes at most.

    Returns
    -------
    changes : list of Change
        Empty if there are none.
    source : Source
        What they lead to.
    """
    source, made, end = source.copy(), [], time.thread_time() + seconds
    for _ in range(deepest):
        found, best = None, _credits(goal, source.function)
        for edit in edits(source, constants):
            if time.thread_time() > end:
                return [], source
            edit.apply()
            score = _score(goal, source, best)
            edit.undo()
            if score is not None and score > best:
                found, best = edit, score
                if best[0] == len(goal.cases):
                    edit.apply()
                    return [*made, _described(edit)], source
        if found is None:
            return [], source
        made.append(_described(found))
        found.apply()
    return [], source


def _credits(goal, function):
    """Count the cases that are reached, and all credits."""
    credit = [goal.credit(function, *case) for case in goal.cases]
    full = sum(c == goal.full(wanted) for c, (_, wanted) in zip(credit, goal.cases, strict=True))
    return full, sum(credit)


def _score(goal, source, best):
    """Credits of a changed source; None if the first case already shows that it is no better."""
    try:
        function = source.function
    except (SyntaxError, ValueError, TypeError):
        return None
    first = goal.credit(function, *goal.cases[0])
    if first < 0 or (first < goal.full(goal.cases[0][1]) and best[0] == 0 and first * 4 < best[1]):
        return None
    return _credits(goal, function)


def _described(edit):
    _, _, old, new = edit.places[0]
    return Change(edit.kind, text_of(old), text_of(new), old.lineno, len(edit.places))
