"""Find the small changes of a program after which it gives what is wanted.

Small changes turn a right answer into a wrong one, and back: made in the learner's source, the one
that makes it right shows the line to look at; made in the solution, the one that gives the
learner's values shows what they do.
"""

import ast
import contextlib
import copy
import re
import time
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nnlib.check import compare
from nnlib.check.alternatives import Scope
from nnlib.check.sandbox import TimeLimit
from nnlib.check.source import Source

_TRIES = 5000  # changes that are tried for one answer
_BATCH = 150  # changes that are compiled together
_CHOSEN = "__chosen__"  # the name of the number that chooses between these
_LOOKS = 2  # cases in one of which a change must show that it is worth a look at the others
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
        try:
            value = compare.plain(function(*given), self.several)
        except TimeLimit:  # a change has made a loop endless: give the search up
            raise
        except BaseException:
            return -1
        if value is None:
            return -1
        got, wanted = compare.parts(value), compare.parts(wanted)
        if len(got) != len(wanted):
            return 0
        return sum(self._likeness(a, b) for a, b in zip(got, wanted, strict=True))

    def failing_first(self, function):
        """Order the cases: those that `function` does not reach before the others."""
        cases = sorted(self.cases, key=lambda c: self.credit(function, *c) == self.full(c[1]))
        return self._replace(cases=tuple(cases))

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

    @property
    def inline(self):
        """The expressions that go and come, pair by pair; empty if it changes more than these."""
        pairs = [place[2:] for place in self.places]
        if not isinstance(pairs[0][0], ast.expr):
            pairs = [(old.value, new.value) for old, new in pairs if _is_value(old, new)]
        return pairs if len(pairs) == len(self.places) else []


def _is_value(old, new):
    """Tell whether two statements differ in their values only."""
    return type(old) is type(new) and isinstance(old, ast.Assign | ast.Return)


def _tried(source, edits):
    """Yield every edit, with the function that it makes of the source.

    To compile takes longer than to call, so many edits are compiled at once, into one function in
    which a number chooses between them.
    """
    for first in range(0, len(edits), _BATCH):
        batch = edits[first : first + _BATCH]
        together = _compiled(_switchable(source, batch))
        for number, edit in enumerate(batch):
            function = together
            if not (together and edit.inline):
                edit.put(True)
                function = _compiled(source)
                edit.put(False)
            source.names[_CHOSEN] = number
            if function:
                yield edit, function


def _compiled(source):
    with contextlib.suppress(SyntaxError, ValueError, TypeError):
        return source.function


def _switchable(source, batch):
    """Give a source in which every changed expression depends on the number of an edit."""
    choices = {}
    for number, edit in enumerate(batch):
        for old, new in edit.inline:
            choices.setdefault(id(old), []).append((number, new))
    return Source(_with_choices(source.tree, choices), source.names)


def _with_choices(node, choices):
    copied = copy.copy(node)
    for field, value in ast.iter_fields(node):
        if isinstance(value, list):
            parts = [_with_choices(v, choices) if isinstance(v, ast.AST) else v for v in value]
            setattr(copied, field, parts)
        elif isinstance(value, ast.AST):
            setattr(copied, field, _with_choices(value, choices))
    if id(node) not in choices:
        return copied
    place = {name: getattr(node, name) for name in node._attributes}
    chosen = new = ast.Name(_CHOSEN, ast.Load(), **place)

    def asked(operator, constant):
        return ast.Compare(chosen, [operator], [ast.Constant(constant, **place)], **place)

    for number, other in choices[id(node)]:
        new = ast.IfExp(asked(ast.Eq(), number), other, new, **place)
    numbers = frozenset(number for number, _ in choices[id(node)])
    return ast.IfExp(asked(ast.In(), numbers), new, copied, **place)


def _edits(source, constants, scalars):
    """List every change, in one place and in all that look alike, the likelier kinds first."""
    found, alike = [], {}
    scope, slots = Scope(source, constants, scalars), list(_slots(source.tree.body[0]))
    outlines = [_outline(node) for *_, node in slots]
    common = {outline for outline, count in Counter(outlines).items() if 1 < count < 10}
    for (holder, key, node), outline in zip(slots, outlines, strict=True):
        place = {name: getattr(node, name, None) for name in node._attributes}
        for kind, new in scope.alternatives(node):
            change = (holder, key, node, _placed(new, place))
            found.append(Edit(kind, (change,)))
            if outline in common:
                alike.setdefault((kind, outline, _outline(new)), []).append(change)
    found += [Edit(kind, tuple(p)) for (kind, *_), p in alike.items() if len(p) > 1]
    return sorted(found, key=lambda edit: _RANK.index(edit.kind))


def _placed(node, place):
    """Give new nodes a place in the file; below a node that has one, all have."""
    if not hasattr(node, "lineno"):
        vars(node).update(place)
        for part in ast.iter_child_nodes(node):
            _placed(part, place)
    return node


_RANK = (
    "power", "copy", "return", "assign", "plus-equal", "positions", "brackets", "limit", "extra",
    "swap", "clip", "limits", "sign", "order", "compare", "whole", "math", "shape", "kind",
    "product", "operator", "transpose", "reshape", "axis", "function", "number", "mean",
    "condition", "total", "turned", "missing", "inside", "letter", "entry", "results", "question",
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

    A number may stand for one of the `constants`, or for a name among the `scalars` (by default
    for any name). At most this `share` of the budget is used.
    """
    source, made, begin = source.copy(), [], time.thread_time()
    tries, seconds = int(share * budget.tries), share * budget.seconds
    try:
        for _ in range(deepest):
            function, found = source.function, None
            goal = goal.failing_first(function)
            before = [goal.credit(function, *case) for case in goal.cases]
            best = _summed(goal, before)
            for edit, function in _tried(source, _edits(source, constants, scalars)):
                tries, budget.tries = tries - 1, budget.tries - 1
                late = not tries % 20 and time.thread_time() - begin > seconds
                if tries < 0 or late:
                    return []
                score = _score(goal, function, before)
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


def _score(goal, function, before):
    """Credits of a changed function, as `_summed`; None if it is no better in the first cases."""
    credits = []
    for case in goal.cases:
        credits.append(goal.credit(function, *case))
        is_worse = len(credits) == _LOOKS and sum(credits) <= sum(before[:_LOOKS])
        if credits[0] < 0 or is_worse:
            return None
    return _summed(goal, credits)


def _summed(goal, credits):
    """Count the cases that are reached, and all credits."""
    full = [goal.full(wanted) for _, wanted in goal.cases]
    return sum(c == f for c, f in zip(credits, full, strict=True)), sum(credits)


def _described(edit):
    _, _, old, new = edit.places[0]
    return Change(edit.kind, copy.deepcopy(old), copy.deepcopy(new), old.lineno, len(edit.places))
