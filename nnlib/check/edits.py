"""Small changes of a program, such as turn a right answer into a wrong one, and back.

The same changes serve twice: made in the learner's source, the one that makes it right shows the
line to look at; made in the solution, the one that gives the learner's values shows what they do.
"""

import ast
from typing import NamedTuple

from nnlib.check.alternatives import Scope


class Edit(NamedTuple):
    """One change: its kind, and the node that goes and the node that comes, at every place."""

    kind: str
    places: tuple  # of (holder, key, old, new)

    def apply(self):
        """Put the new nodes in."""
        for holder, key, _, new in self.places:
            holder[key] = new

    def undo(self):
        """Put the old nodes back."""
        for holder, key, old, _ in reversed(self.places):
            holder[key] = old


def edits(source, constants=()):
    """List every change of a source: in one place, and in all places that look alike.

    Parameters
    ----------
    source : Source
    constants : iterable of numbers
        Numbers that may stand for another number.

    Returns
    -------
    list of Edit, the likelier kinds first
    """
    found, alike = [], {}
    scope = Scope(source, constants)
    for holder, key, node in _slots(source.tree.body[0]):
        for kind, new in scope.alternatives(node):
            place = (holder, key, node, new)
            found.append(Edit(kind, (place,)))
            alike.setdefault((kind, _outline(node), _outline(new)), []).append(place)
    found += [Edit(kind, tuple(p)) for (kind, *_), p in alike.items() if 1 < len(p) < 6]
    return sorted(found, key=lambda edit: _RANK.index(edit.kind))


_RANK = (
    "power", "copy", "return", "assign", "plus-equal", "positions", "brackets", "sign",
    "order", "compare", "whole", "math", "shape", "kind", "product", "operator", "transpose",
    "reshape",
    "axis", "function", "swap", "extra", "number", "condition", "missing", "letter", "entry",
    "results",
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
    outline = ast.dump(node)
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            outline = outline.replace(f"id='{part.id}'", "id=''")
    return outline
