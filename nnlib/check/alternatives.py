"""What may stand for what in a program: the slips of learners, one rule for each kind of node."""

import ast
import re

_OTHER_OPERATOR = {
    ast.BitXor: (ast.Pow, ast.Mult), ast.Pow: (ast.Mult,), ast.MatMult: (ast.Mult,),
    ast.Add: (ast.Sub, ast.Mult), ast.Sub: (ast.Add, ast.Mult), ast.FloorDiv: (ast.Div,),
    ast.Mult: (ast.MatMult, ast.Pow, ast.Div, ast.Add), ast.Div: (ast.Mult, ast.FloorDiv),
}  # fmt: skip
_COMPARISONS = (ast.GtE, ast.Gt, ast.LtE, ast.Lt, ast.Eq)
_ONE_SIDED = (ast.Sub, ast.Div, ast.MatMult, ast.Pow)
# Names that stand for one another in wrong answers; a name may be the last part of `np.name`.
_FAMILIES = (
    ("sum", "mean"), ("max", "min", "mean", "sum", "argmax"), ("maximum", "minimum"),
    ("sigmoid", "tanh"), ("log", "log2", "log10"), ("ceil", "floor", "round"), ("sqrt", "square"),
    ("empty_like", "zeros_like"), ("zeros", "ones"),
)  # fmt: skip
_NEW_ARRAYS = ("zeros_like", "empty_like", "ones_like", "zeros", "full_like", "array")
_NEW = ("zeros_like", "empty_like", "ones_like", "zeros", "empty")
_REDUCED = ("sum", "mean", "max", "min")
_AXES = ("", "axis=0", "axis=1", "axis=0, keepdims=True", "axis=1, keepdims=True")

_LOAD = ast.Load()
_BACKWARDS = ast.Slice(step=ast.UnaryOp(ast.USub(), ast.Constant(1)))


def _name(name):
    return ast.Name(name, _LOAD)


def _of(value, name):
    return ast.Attribute(value, name, _LOAD)


def _np(name):
    return _of(_name("np"), name)


def _call(function, *arguments):
    return ast.Call(function, list(arguments), [])


def _length(value):
    return _call(_name("len"), value)


def _times(left, right, op=ast.Mult):
    return ast.BinOp(left, op(), right)


def _rest(value):
    return _times(ast.Constant(1), value, ast.Sub)


class Scope:
    """What may stand for what in one function."""

    def __init__(self, source, constants, scalars):
        # A list that is put into itself keeps NumPy busy for ever.
        nodes = list(ast.walk(source.tree))
        lines = [n for n in nodes if isinstance(n, ast.Assign) and "List" in ast.dump(n.value)]
        lists = {getattr(target, "id", "") for line in lines for target in line.targets}
        names = dict.fromkeys([*source.parameters, *source.assigned])
        self.names = [name for name in names if name not in {*lists, *source.looped}]
        self.scalars = [n for n in self.names if scalars is None or n in scalars]
        self.numbers = sorted({0, 1, 2, *constants})
        self.constants = set(constants)
        self.own_name = source.name
        loops = [node for node in nodes if isinstance(node, ast.For | ast.While)]
        self.looped = {id(line) for loop in loops for line in loop.body}

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
            count = _call(_name("range"), _length(node.iter))
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
            yield "copy", ast.Assign([target], _call(_of(value, "copy")))
        if id(node) in self.looped:
            yield "assign", ast.AugAssign(target, ast.Add(), value)
        for new in () if isinstance(value, ast.Name) else self._insertions(value, True):
            yield _kind_of_insertion(new), ast.Assign([target], new)

    def _Return(self, node):
        value = node.value
        if isinstance(value, ast.Tuple):
            for i in range(len(value.elts) - 1):
                parts = list(value.elts)
                parts[i : i + 2] = parts[i : i + 2][::-1]
                yield "results", ast.Return(ast.Tuple(parts, _LOAD))
        elif value is not None:
            for new in self._insertions(value, False):
                yield _kind_of_insertion(new), ast.Return(new)

    def _insertions(self, value, is_step):
        """Give the value with a factor, a sign or a slope more; not a new array."""
        if any(f".{name}(" in ast.unparse(value) for name in _NEW):
            return
        yield _of(value, "T")
        yield _call(_of(value, "sum"))
        if is_step:  # of the result itself, the pattern in the values says it better
            yield ast.UnaryOp(ast.USub(), value)
            yield _times(ast.Constant(2), value)
            yield _times(value, ast.Constant(2), ast.Div)
            yield _times(value, ast.Constant(2), ast.Pow)
            yield _call(_name("abs"), value)
        for other in map(_name, self.names):
            yield _times(value, _length(other), ast.Div)
            yield _times(value, _length(other))
            yield _times(value, other)
            yield _times(value, other, ast.Div)
            yield _times(value, _times(other, _rest(other)))

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
            yield "transpose", _times(_of(left, "T"), right, op)
            yield "transpose", _times(left, _of(right, "T"), op)
        if op is ast.Mult:
            yield "missing", _times(node, _rest(left))

    def _regrouped(self, node):
        if any(type(n := getattr(p, "value", 0)) is float and 0 < n < 1e-3 for p in ast.walk(node)):
            return  # a small number that keeps a division from 0
        for inner in (node.left, node.right):
            if not isinstance(inner, ast.BinOp) or type(inner.op) is type(node.op):
                continue
            if inner is node.right and getattr(inner.left, "value", 0) == 1:
                continue  # nobody means to calculate with 1 first
            left, right = inner.left, inner.right
            if inner is node.left:
                right = ast.BinOp(right, node.op, node.right)
            else:
                left = ast.BinOp(node.left, node.op, left)
            yield "brackets", ast.BinOp(left, inner.op, right)

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
        mean = _call(_of(node.left, "mean"))
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
            yield "number", _name(name)

    def _Name(self, node):
        if isinstance(node.ctx, ast.Load) and node.id in self.names:
            for name in self.names:
                if name != node.id:
                    yield "letter", _name(name)
            for number in (1, 2):
                yield "number", ast.Constant(number)

    def _Attribute(self, node):
        if node.attr == "T":
            yield "transpose", node.value
            turned = ast.Subscript(_of(node.value, "shape"), _BACKWARDS, _LOAD)
            yield "reshape", _call(_of(node.value, "reshape"), turned)
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
                    holder = called.value if isinstance(called, ast.Attribute) else _name("np")
                    yield "function", ast.Call(_of(holder, other), node.args, node.keywords)
        yield from self._other_arguments(node, name)
        yield from self._kept_values(node, name)
        if name in ("sigmoid", "tanh"):
            yield "function", _call(_np("maximum"), node.args[0], ast.Constant(0))
        if name in ("any", "all"):
            other = _of(called.value, "all" if name == "any" else "any")
            yield "question", ast.Call(other, node.args, node.keywords)
        if name == "astype":
            yield "kind", called.value
        elif len(node.args) == 1 and name not in (*_NEW_ARRAYS, "range", "len", self.own_name):
            yield "extra", node.args[0]
            halved = _times(node.args[0], ast.Constant(2), ast.Div)
            for inside in (halved, _times(ast.Constant(2), node.args[0])):
                yield "inside", ast.Call(called, [inside], node.keywords)
        elif isinstance(called, ast.Attribute) and not node.args:
            yield "extra", called.value

    def _kept_values(self, node, name):
        called = node.func
        if name == "clip" and len(node.args) == 3:
            yield "clip", node.args[0]
            for tiny in (number for number in self.constants if 0 < number < 1e-6):
                limits = ast.Constant(tiny), _rest(ast.Constant(tiny))
                yield "limits", _call(called, node.args[0], *limits)
        if name == "copy" and not node.args:
            yield "kind", _call(_of(called.value, "astype"), _name("float"))

    def _other_arguments(self, node, name):
        called, args, keywords = node.func, node.args, node.keywords
        if name == "zeros" and len(args) > 1:
            yield "shape", ast.Call(called, [ast.Tuple(args, _LOAD)], keywords)
        if name in ("max", "min") and isinstance(called, ast.Attribute) and len(args) == 2:
            yield "whole", ast.Call(_np(f"{name}imum"), args, [])
        if name in _NEW_ARRAYS:
            rest = [part for part in keywords if part.arg != "dtype"]
            kind = ast.keyword("dtype", _name("float"))
            yield "kind", ast.Call(called, args, [*rest, kind])
        for i in range(name == "where", len(args) - 1):
            yield "swap", ast.Call(called, [*args[:i], args[i + 1], args[i], *args[i + 2 :]], [])
        if name not in _REDUCED:
            return
        for other in _AXES:
            if other != ", ".join(map(ast.unparse, keywords)):
                new = ast.parse(f"f({other})", mode="eval").body
                yield "axis", ast.Call(called, args, new.keywords)


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
