"""Small changes of a program, such as turn a right answer into a wrong one, and back.

The same changes serve twice: made in the learner's source, the one that makes it right shows the
line to look at; made in the solution, the one that gives the learner's values shows what they do.
"""

import ast
from typing import NamedTuple

_OTHER_OPERATOR = {
    ast.BitXor: (ast.Pow, ast.Mult),
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Mult),
    ast.Mult: (ast.MatMult, ast.Pow, ast.Div, ast.Add),
    ast.MatMult: (ast.Mult,),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div,),
    ast.Pow: (ast.Mult,),
}
_COMPARISONS = (ast.GtE, ast.Gt, ast.LtE, ast.Lt, ast.Eq)
_ONE_SIDED = (ast.Sub, ast.Div, ast.MatMult, ast.Pow)
# Names that stand for one another in wrong answers; a name may be the last part of `np.name`.
_FAMILIES = (
    ("sum", "mean"),
    ("max", "min", "mean", "sum", "argmax"),
    ("maximum", "minimum"),
    ("sigmoid", "tanh"),
    ("log", "log2", "log10"),
    ("ceil", "floor", "round"),
    ("sqrt", "square"),
    ("empty_like", "zeros_like"),
    ("zeros", "ones"),
    ("any", "all"),
)
_NEW_ARRAYS = ("zeros_like", "empty_like", "ones_like", "zeros", "full_like", "array")
_REDUCED = ("sum", "mean", "max", "min")


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
    scope = _Scope(source, constants)
    for holder, key, node in _slots(source.tree.body[0]):
        for kind, new in scope.alternatives(node):
            place = (holder, key, node, new)
            found.append(Edit(kind, (place,)))
            alike.setdefault((kind, _outline(node), _outline(new)), []).append(place)
    found += [Edit(kind, tuple(p)) for (kind, *_), p in alike.items() if 1 < len(p) < 6]
    return sorted(found, key=lambda edit: _RANK.index(edit.kind))


_RANK = (
    "parameters", "power", "return", "assign", "plus-equal", "positions", "brackets", "sign",
    "order", "compare", "whole", "math", "shape", "kind", "product", "operator", "transpose",
    "axis", "function", "swap", "extra", "number", "condition", "missing", "letter", "entry",
    "results",
)  # fmt: skip


def _slots(root):
    """List (holder, key, node) for all statements and expressions below `root`."""
    for parent in ast.walk(root):
        for field, value in ast.iter_fields(parent):
            if field in ("decorator_list", "annotation", "returns", "defaults", "ctx"):
                continue
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


def _np(name):
    return ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load())


def _times(left, right, op=ast.Mult):
    return ast.BinOp(left, op(), right)


class _Scope:
    """What may stand for what in one function."""

    def __init__(self, source, constants):
        self.names = [*source.parameters, *source.assigned]
        self.numbers = sorted({0, 1, 2, *constants})
        self.own_name = source.name
        self.looped = {
            id(part)
            for loop in ast.walk(source.tree)
            if isinstance(loop, ast.For | ast.While)
            for part in loop.body
        }

    def alternatives(self, node):
        """List (kind, new node) for one node."""
        make = getattr(self, f"_{type(node).__name__}", None)
        return list(make(node)) if make else []

    # Statements.

    def _For(self, node):
        last = node.body[-1]
        if isinstance(last, ast.Return):
            rest = node.body[:-1] or [ast.Pass()]
            inner = ast.For(node.target, node.iter, rest, [])
            yield "return", ast.If(ast.Constant(1), [inner, last], [])
        if isinstance(node.iter, ast.Name) and isinstance(node.target, ast.Name):
            length = ast.Call(ast.Name("len", ast.Load()), [node.iter], [])
            count = ast.Call(ast.Name("range", ast.Load()), [length], [])
            yield "positions", ast.For(node.target, count, node.body, [])

    def _AugAssign(self, node):
        yield "extra", ast.Pass()
        yield "assign", ast.Assign([node.target], node.value)
        if isinstance(node.op, ast.Add | ast.Sub):
            other = ast.Sub if isinstance(node.op, ast.Add) else ast.Add
            yield "sign", ast.AugAssign(node.target, other(), node.value)

    def _Assign(self, node):
        if len(node.targets) > 1 or isinstance(node.targets[0], ast.Tuple):
            return
        target, value = node.targets[0], node.value
        if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.UAdd | ast.USub):
            op = ast.Add() if isinstance(value.op, ast.UAdd) else ast.Sub()
            yield "plus-equal", ast.AugAssign(target, op, value.operand)
        if id(node) in self.looped:
            yield "assign", ast.AugAssign(target, ast.Add(), value)
        for new in self._insertions(value):
            yield "missing", ast.Assign([target], new)

    def _Return(self, node):
        value = node.value
        if isinstance(value, ast.Tuple):
            for i in range(len(value.elts) - 1):
                parts = list(value.elts)
                parts[i : i + 2] = parts[i : i + 2][::-1]
                yield "results", ast.Return(ast.Tuple(parts, ast.Load()))
        elif value is not None:
            for new in self._insertions(value):
                yield "missing", ast.Return(new)

    def _insertions(self, value):
        """Give the value with a factor, a sign or a slope more."""
        yield ast.UnaryOp(ast.USub(), value)
        yield ast.Attribute(value, "T", ast.Load())
        yield _times(ast.Constant(2), value)
        yield _times(value, ast.Constant(2), ast.Div)
        yield _times(value, ast.Constant(2), ast.Pow)
        yield ast.Call(ast.Name("abs", ast.Load()), [value], [])
        yield ast.Call(ast.Attribute(value, "sum", ast.Load()), [], [])
        for name in self.names:
            other = ast.Name(name, ast.Load())
            length = ast.Call(ast.Name("len", ast.Load()), [other], [])
            yield _times(value, length, ast.Div)
            yield _times(value, length)
            yield _times(value, other)
            yield _times(value, other, ast.Div)
            rest = _times(ast.Constant(1), other, ast.Sub)
            yield _times(_times(value, other), rest)

    # Expressions.

    def _BinOp(self, node):
        left, right, op = node.left, node.right, type(node.op)
        for other in _OTHER_OPERATOR.get(op, ()):
            yield _kind_of_operators(op, other), _times(left, right, other)
        if op in _ONE_SIDED:
            yield "order", _times(right, left, op)
        if op is not ast.MatMult:
            yield "extra", left
        if op in (ast.Add, ast.Mult, ast.Sub):
            yield "extra", right
        yield from self._regrouped(node)
        if op is ast.MatMult:
            for side in ("left", "right"):
                turned = ast.Attribute(getattr(node, side), "T", ast.Load())
                yield "transpose", ast.BinOp(**{**vars(node), side: turned})
        if op is ast.Mult:
            yield "missing", _times(node, _times(ast.Constant(1), left, ast.Sub))

    def _regrouped(self, node):
        for inner, outer in ((node.left, node), (node.right, node)):
            if not isinstance(inner, ast.BinOp) or type(inner.op) is type(node.op):
                continue
            if inner is node.left:
                tail = ast.BinOp(inner.right, outer.op, outer.right)
                yield "brackets", ast.BinOp(inner.left, inner.op, tail)
            else:
                head = ast.BinOp(outer.left, outer.op, inner.left)
                yield "brackets", ast.BinOp(head, inner.op, inner.right)

    def _UnaryOp(self, node):
        yield "sign" if isinstance(node.op, ast.USub) else "condition", node.operand

    def _Compare(self, node):
        if len(node.ops) > 1:
            return
        for other in _COMPARISONS:
            if not isinstance(node.ops[0], other):
                yield "compare", ast.Compare(node.left, [other()], node.comparators)
        yield "condition", ast.UnaryOp(ast.Not(), node)

    def _BoolOp(self, node):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "condition", ast.BoolOp(other, node.values)

    def _IfExp(self, node):
        yield "swap", ast.IfExp(node.test, node.orelse, node.body)

    def _Constant(self, node):
        if type(node.value) not in (int, float):
            return
        for number in self.numbers:
            if number != node.value:
                yield "number", ast.Constant(number)
        for name in self.names:
            yield "number", ast.Name(name, ast.Load())

    def _Name(self, node):
        if isinstance(node.ctx, ast.Load) and node.id in self.names:
            for name in self.names:
                if name != node.id:
                    yield "letter", ast.Name(name, ast.Load())

    def _Attribute(self, node):
        if node.attr == "T":
            yield "transpose", node.value
        if isinstance(node.value, ast.Name) and node.value.id == "math":
            yield "math", _np(node.attr)

    def _Subscript(self, node):
        if isinstance(node.ctx, ast.Load):
            yield "entry", node.value

    def _Call(self, node):
        called = node.func
        name = getattr(called, "attr", getattr(called, "id", ""))
        if isinstance(called, ast.Name) and name in ("max", "min"):
            yield "whole", ast.Call(_np(f"{name}imum"), node.args, [])
        for family in _FAMILIES:
            for other in family if name in family else ():
                if other != name:
                    new = _np(other)
                    if isinstance(called, ast.Attribute):
                        new = ast.Attribute(called.value, other, ast.Load())
                    yield "function", ast.Call(new, node.args, node.keywords)
        yield from self._other_arguments(node, name)
        if len(node.args) == 1 and name not in (*_NEW_ARRAYS, "range", "len", self.own_name):
            yield "extra", node.args[0]
        elif isinstance(called, ast.Attribute) and not node.args:
            yield "extra", called.value
        elif name == "astype":
            yield "kind", called.value

    def _other_arguments(self, node, name):
        called, args, keywords = node.func, node.args, node.keywords
        if name == "zeros" and len(args) > 1:
            yield "shape", ast.Call(called, [ast.Tuple(args, ast.Load())], keywords)
        if name in ("max", "min") and isinstance(called, ast.Attribute) and len(args) == 2:
            yield "whole", ast.Call(_np(f"{name}imum"), args, [])
        if name in _NEW_ARRAYS:
            rest = [part for part in keywords if part.arg != "dtype"]
            kind = ast.keyword("dtype", ast.Name("float", ast.Load()))
            yield "kind", ast.Call(called, args, [*rest, kind])
        for i in range(len(args) - 1):
            yield "swap", ast.Call(called, [*args[:i], args[i + 1], args[i], *args[i + 2 :]], [])
        for part in keywords:
            rest = [other for other in keywords if other is not part]
            yield "axis", ast.Call(called, args, rest)
        if name in _REDUCED and not keywords:
            for axis in (0, 1):
                along = ast.keyword("axis", ast.Constant(axis))
                yield "axis", ast.Call(called, args, [along])


def _kind_of_operators(old, new):
    if old is ast.BitXor:
        return "power"
    if {old, new} == {ast.Add, ast.Sub}:
        return "sign"
    return "product" if ast.MatMult in (old, new) else "operator"
