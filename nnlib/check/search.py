"""Find the small changes of a program after which it gives what is wanted.

Small changes turn a right answer into a wrong one, and back: made in the learner's source, the one
that makes it right shows the line to look at; made in the solution, the one that gives the
learner's values shows what they do.
"""

import ast
import copy
import re
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nnlib.check import compare
from nnlib.check.alternatives import Scope
from nnlib.check.sandbox import TimeLimit, guarded

_TRIES = 5000  # changes that are tried for one answer
_EQUAL = 8  # credit for a result that is right; less for one that only looks like it


class Change(NamedTuple):
    """One change that was found: its kind, and the trees that go and that come."""

    kind: str
    old: ast.AST
    new: ast.AST
    line: int
    places: int


class Goal(NamedTuple):
    """What a program should give: for every case the arguments and the result."""

    cases: tuple  # of (arguments, result)
    several: bool
    agree: Callable

    def credit(self, function, case, wanted):
        """Say how near `function` comes to the wanted result of one case; -1 where it stops."""
        given = [part.copy() if isinstance(part, np.ndarray) else part for part in case]
        outcome = guarded(lambda: compare.plain(function(*given), self.several))
        if outcome.trouble and "TimeLimit" in outcome.trouble.kinds:
            raise TimeLimit  # a change has made a loop endless: give the search up
        if outcome.trouble or outcome.value is None:
            return -1
        got, wanted = compare.parts(outcome.value), compare.parts(wanted)
        if len(got) != len(wanted):
            return 0
        return sum(self._likeness(a, b) for a, b in zip(got, wanted, strict=True))

    def _likeness(self, a, b):
        if a.shape != b.shape:
            return 4 * self.agree(a.ravel(), b.ravel()) + (a.ndim == b.ndim)
        return _EQUAL if self.agree(a, b) else 2

    def full(self, wanted):
        """Credit of a right result."""
        return _EQUAL * len(compare.parts(wanted))


class Edit(NamedTuple):
    """One change: its kind, and the node that goes and the node that comes, at every place."""

    kind: str
    places: tuple  # of (holder, key, old, new)

    def put(self, is_new):
        """Put the new nodes in, or the old ones back."""
        for holder, key, *nodes in self.places:
            holder[key] = nodes[is_new]


def _edits(source, constants, scalars):
    """List every change, in one place and in all that look alike, the likelier kinds first."""
    found, alike = [], {}
    scope = Scope(source, constants, scalars)
    for holder, key, node in _slots(source.tree.body[0]):
        for kind, new in scope.alternatives(node):
            place = (holder, key, node, ast.fix_missing_locations(ast.copy_location(new, node)))
            found.append(Edit(kind, (place,)))
            alike.setdefault((kind, _outline(node), _outline(new)), []).append(place)
    found += [Edit(kind, tuple(p)) for (kind, *_), p in alike.items() if 1 < len(p) < 10]
    return sorted(found, key=lambda edit: _RANK.index(edit.kind))


_RANK = (
    "power", "copy", "return", "assign", "plus-equal", "positions", "brackets", "limit", "extra",
    "swap", "sign", "order", "compare", "whole", "math", "shape", "kind", "product", "operator",
    "transpose", "reshape", "axis", "function", "number", "mean", "condition", "total", "turned",
    "missing", "letter", "entry", "results", "question",
)  # fmt: skip


def _slots(root):
    """List (holder, key, node) for all statements and expressions below `root`."""
    for parent in ast.walk(root):
        for field, value in ast.iter_fields(parent):
            if field in ("decorator_list", "annotation", "returns", "defaults", "ctx"):
                continue
            if isinstance(parent, ast.For) and field == "iter" and isinstance(value, ast.Name):
                continue  # running over a list that grows would never end
            if isinstance(value, list):
                yield from ((value, i, part) for i, part in enumerate(value))
            elif isinstance(value, ast.expr | ast.arguments):
                yield vars(parent), field, value


def _outline(node):
    """Write a node with its names left out, so that two layers look alike."""
    if isinstance(node, ast.stmt | ast.arguments):
        return id(node)
    return re.sub(r"\bid='\w+'", "id=''", ast.dump(node))


class Budget:
    """What all searches for the mistake of one answer may take together.

    Tries are counted, so that an answer gets one message; seconds end what a slow machine has not.
    """

    def __init__(self, seconds):
        self.seconds, self.tries = seconds, _TRIES


def changes_to(goal, source, constants, budget, share, deepest=2, scalars=None):
    """List up to `deepest` changes of `source` after which it reaches `goal` in every case.

    The first case of the goal should be one that the source does not reach. A number may stand
    for one of the `constants`, or for a name among the `scalars` (by default for any name). At
    most this `share` of the budget is used.
    """
    source, made, begin = source.copy(), [], time.thread_time()
    tries, seconds = int(share * budget.tries), share * budget.seconds
    try:
        for _ in range(deepest):
            found, best = None, _credits(goal, source.function)
            for edit in _edits(source, constants, scalars):
                tries, budget.tries = tries - 1, budget.tries - 1
                late = not tries % 20 and time.thread_time() - begin > seconds
                if tries < 0 or late:
                    return []
                edit.put(True)
                score = _score(goal, source, best)
                edit.put(False)
                if score is not None and score > best:
                    found, best = edit, score
                    if best[0] == len(goal.cases):
                        return [*made, _described(edit)]
            if found is None:
                return []
            made.append(_described(found))
            found.put(True)
        return []
    finally:
        budget.seconds -= time.thread_time() - begin


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
    return Change(edit.kind, copy.deepcopy(old), copy.deepcopy(new), old.lineno, len(edit.places))
