"""What may stand for what in a program: the slips of learners, one rule for each kind of node."""

import ast
import re

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
)
_NEW_ARRAYS = ("zeros_like", "empty_like", "ones_like", "zeros", "full_like", "array")
_NEW = ("zeros_like", "empty_like", "ones_like", "zeros", "empty")
_REDUCED = ("sum", "mean", "max", "min")


_LOAD = ast.Load()
_BACKWARDS = ast.Slice(step=ast.UnaryOp(ast.USub(), ast.Constant(1)))


def _np(name):
    return ast.Attribute(ast.Name("np", _LOAD), name, _LOAD)


def _call(function, *arguments):
    return ast.Call(function, list(arguments), [])


def _times(left, right, op=ast.Mult):
    return ast.BinOp(left, op(), right)


class Scope:
    """What may stand for what in one function."""

    def __init__(self, source, constants, scalars):
        # A list that is put into itself keeps NumPy busy for ever.
        lists = {
            target.id
            for line in ast.walk(source.tree)
            if isinstance(line, ast.Assign) and "List" in ast.dump(line.value)
            for target in line.targets
            if isinstance(target, ast.Name)
        }
        names = dict.fromkeys([*source.parameters, *source.assigned])
        self.names = [name for name in names if name not in lists]
        self.scalars = [n for n in self.names if scalars is None or n in scalars]
        self.numbers = sorted({0, 1, 2, *constants})
        self.constants = set(constants)
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
            length = _call(ast.Name("len", _LOAD), node.iter)
            count = _call(ast.Name("range", _LOAD), length)
            yield "positions", ast.For(node.target, count, node.body, [])

    def _AugAssign(self, node):
        yield "extra", ast.Pass()
        if isinstance(node.op, ast.Add):
            yield "assign", ast.Assign([node.target], node.value)
        if isinstance(node.op, ast.Add | ast.Sub):
            other = ast.Sub if isinstance(node.op, ast.Add) else ast.Add
            yield "sign", ast.AugAssign(node.target, other(), node.value)

    def _Assign(self, node):
        if len(node.targets) > 1 or isinstance(node.targets[0], ast.Tuple):
            return
        target, value = node.targets[0], node.value
        if re.match(r"[+-]", ast.unparse(value)) and isinstance(target, ast.Name):
            both = ast.parse(f"{target.id} = {target.id} {ast.unparse(value)}").body[0]
            yield "plus-equal", both
        if isinstance(value, ast.Name):
            yield "copy", ast.Assign([target], _call(ast.Attribute(value, "copy", _LOAD)))
        if id(node) in self.looped:
            yield "assign", ast.AugAssign(target, ast.Add(), value)
        for new in () if isinstance(value, ast.Name) else self._insertions(value):
            yield _kind_of_insertion(new), ast.Assign([target], new)

    def _Return(self, node):
        value = node.value
        if isinstance(value, ast.Tuple):
            for i in range(len(value.elts) - 1):
                parts = list(value.elts)
                parts[i : i + 2] = parts[i : i + 2][::-1]
                yield "results", ast.Return(ast.Tuple(parts, _LOAD))
        elif value is not None:
            for new in self._insertions(value):
                yield _kind_of_insertion(new), ast.Return(new)

    def _insertions(self, value):
        """Give the value with a factor, a sign or a slope more; not a new array."""
        if any(f".{name}(" in ast.unparse(value) for name in _NEW):
            return
        yield ast.UnaryOp(ast.USub(), value)
        yield ast.Attribute(value, "T", _LOAD)
        yield _times(ast.Constant(2), value)
        yield _times(value, ast.Constant(2), ast.Div)
        yield _times(value, ast.Constant(2), ast.Pow)
        yield _call(ast.Name("abs", _LOAD), value)
        yield ast.Call(ast.Attribute(value, "sum", _LOAD), [], [])
        for name in self.names:
            other = ast.Name(name, _LOAD)
            length = _call(ast.Name("len", _LOAD), other)
            yield _times(value, length, ast.Div)
            yield _times(value, length)
            yield _times(value, other)
            yield _times(value, other, ast.Div)
            rest = _times(ast.Constant(1), other, ast.Sub)
            yield _times(value, _times(other, rest))

    # Expressions.

    def _BinOp(self, node):
        left, right, op = node.left, node.right, type(node.op)
        for other in _OTHER_OPERATOR.get(op, ()):
            yield _kind_of_operators(op, other), _times(left, right, other)
        if op is ast.BitXor and isinstance(left, ast.BinOp):
            yield "power", _times(left.left, _times(left.right, right, ast.Pow), type(left.op))
        if op in _ONE_SIDED and not isinstance(left, ast.Constant):
            yield "order", _times(right, left, op)
        yield "extra", left
        if op is ast.Sub:
            yield "extra", ast.UnaryOp(ast.USub(), right)
        if op in (ast.Add, ast.Mult, ast.Sub, ast.MatMult):
            yield "extra", right
        yield from self._regrouped(node)
        if op is ast.MatMult:
            for side in ("left", "right"):
                turned = ast.Attribute(getattr(node, side), "T", _LOAD)
                yield "transpose", ast.BinOp(**{**vars(node), side: turned})
        if op is ast.Mult:
            yield "missing", _times(node, _times(ast.Constant(1), left, ast.Sub))

    def _regrouped(self, node):
        if any(type(n := getattr(p, "value", 0)) is float and 0 < n < 1e-3 for p in ast.walk(node)):
            return  # a small number that keeps a division from 0
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
        if isinstance(node.comparators[0], ast.Constant):
            for number in self.constants:
                yield "limit", ast.Compare(node.left, node.ops, [ast.Constant(number)])
        mean = _call(ast.Attribute(node.left, "mean", _LOAD))
        yield "mean", ast.Compare(node.left, node.ops, [mean])

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
        for name in self.scalars:
            yield "number", ast.Name(name, _LOAD)

    def _Name(self, node):
        if isinstance(node.ctx, ast.Load) and node.id in self.names:
            for name in self.names:
                if name != node.id:
                    yield "letter", ast.Name(name, _LOAD)
            for number in (1, 2):
                yield "number", ast.Constant(number)

    def _Attribute(self, node):
        if node.attr == "T":
            yield "transpose", node.value
            turned = ast.Subscript(ast.Attribute(node.value, "shape", _LOAD), _BACKWARDS, _LOAD)
            yield "reshape", _call(ast.Attribute(node.value, "reshape", _LOAD), turned)
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
                        new = ast.Attribute(called.value, other, _LOAD)
                    yield "function", ast.Call(new, node.args, node.keywords)
        yield from self._other_arguments(node, name)
        if name in ("sigmoid", "tanh"):
            yield "function", _call(_np("maximum"), node.args[0], ast.Constant(0))
        if name in ("any", "all"):
            other = ast.Attribute(called.value, "all" if name == "any" else "any", _LOAD)
            yield "question", ast.Call(other, node.args, node.keywords)
        if name == "astype":
            yield "kind", called.value
        elif len(node.args) == 1 and name not in (*_NEW_ARRAYS, "range", "len", self.own_name):
            yield "extra", node.args[0]
        elif isinstance(called, ast.Attribute) and not node.args:
            yield "extra", called.value

    def _other_arguments(self, node, name):
        called, args, keywords = node.func, node.args, node.keywords
        if name == "zeros" and len(args) > 1:
            yield "shape", ast.Call(called, [ast.Tuple(args, _LOAD)], keywords)
        if name in ("max", "min") and isinstance(called, ast.Attribute) and len(args) == 2:
            yield "whole", ast.Call(_np(f"{name}imum"), args, [])
        if name in _NEW_ARRAYS:
            rest = [part for part in keywords if part.arg != "dtype"]
            kind = ast.keyword("dtype", ast.Name("float", _LOAD))
            yield "kind", ast.Call(called, args, [*rest, kind])
        for i in range(name == "where", len(args) - 1):
            yield "swap", ast.Call(called, [*args[:i], args[i + 1], args[i], *args[i + 2 :]], [])
        if name not in _REDUCED:
            return
        now = ", ".join(map(ast.unparse, keywords))
        for other in ("", "axis=0", "axis=1", "axis=0, keepdims=True", "axis=1, keepdims=True"):
            if other != now:
                yield (
                    "axis",
                    ast.Call(called, args, ast.parse(f"f({other})").body[0].value.keywords),
                )


def _kind_of_insertion(new):
    if isinstance(new, ast.Attribute):
        return "turned"
    return "total" if ast.unparse(new).endswith(".sum()") else "missing"


def _kind_of_operators(old, new):
    if old is ast.BitXor:
        return "power"
    if {old, new} == {ast.Add, ast.Sub}:
        return "sign"
    return "product" if ast.MatMult in (old, new) else "operator"
