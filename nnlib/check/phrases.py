"""Sentences about small changes that were found in a program: what is wrong, then where.

Wanted code is quoted only for slips of Python and NumPy; elsewhere its piece is described.
"""

import ast

from nnlib.check.source import text_of

_SURE = {
    "power", "copy", "return", "assign", "plus-equal", "positions", "brackets", "sign", "order",
    "compare", "whole", "math", "shape", "kind", "product", "operator", "transpose", "axis",
    "extra", "total", "turned", "question", "swap", "limit", "clip", "limits",
    "inside",
}  # fmt: skip
_ATOMS = ("letter", "number", "limit")
_SLIPS = ("copy", "plus-equal", "kind", "shape", "math", "whole")

_WHY = {
    "power": "`^` is no power in Python: a power is `**`, and times is `*`",
    "copy": "both names stand for one array, so what changes one changes the other",
    "plus-equal": "Python reads `=-` as `=` and a minus, and `=+` as `=` and a plus",
    "order": "the two sides are exchanged",
    "whole": "this compares whole arrays, not every entry",
    "math": "a function of `math` takes one number, one of `np` takes an array",
    "shape": "the shape goes into brackets of its own",
    "kind": "an array for whole numbers loses the decimals",
    "reshape": "`reshape` reads the numbers on in another form and turns no rows into columns",
    "condition": "the condition is turned round",
    "mean": "the values are compared with their own mean",
    "question": "this asks one question of the whole array, and every entry needs its own answer",
    "limits": "these limits are too narrow, or so wide that a float takes them for 0 and 1",
    "clip": "these limits cut off values that can occur",
    "total": "what comes back is not yet one number; add all its entries up",
    "turned": "in what comes back, rows and columns are exchanged",
    "results": "the results come in another order",
}
_RETURN = (
    "The `return` stands inside the `for` loop, so the function ends in the first round. Move it "
    "to the left, under the `for`"
)
_SAYS = {
    "+": "adds", "-": "subtracts", "*": "multiplies", "/": "divides",
    "//": "divides and drops the decimals", "**": "takes a power",
    "@": "adds the products up along rows and columns",
    ">": "asks for larger", ">=": "asks for larger or equal", "==": "asks for equal",
    "<": "asks for smaller", "<=": "asks for smaller or equal",
    "=": "overwrites what was there", "+=": "adds to what was there",
    "-=": "takes away from what was there", "sum": "adds up",
    "mean": "adds up and divides by how many there are",
    "max": "gives the largest entry itself", "min": "gives the smallest entry itself",
    "argmax": "gives the place of the largest entry", "sqrt": "takes the root",
    "maximum": "keeps the larger of two, entry by entry", "square": "takes the square",
    "minimum": "keeps the smaller of two, entry by entry", "maximum(…, 0)": "is ReLU",
    "sigmoid": "lies between 0 and 1", "tanh": "lies between −1 and 1",
    "log": "is the natural logarithm", "log2": "has base 2", "log10": "has base 10",
    "ceil": "rounds up", "floor": "rounds down", "round": "rounds to whole numbers",
    "empty_like": "keeps whatever was in memory", "zeros_like": "starts with 0",
    "zeros": "starts with 0", "ones": "starts with 1", "abs": "takes the signs away",
    "sign": "keeps nothing but the sign", "int": "cuts the decimals off",
    "ravel": "makes one flat row of it", "flatten": "makes one flat row of it",
    "list": "makes a list of it", "concatenate": "joins the parts to one array",
    "axis=0": "goes down each column, over all rows", "axis=1": "goes along each row",
    "": "takes all entries together", "axis=0, keepdims=True": "keeps an axis of length 1",
    "axis=1, keepdims=True": "goes along each row",
}  # fmt: skip
_SYMBOLS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Pow: "**",
    ast.MatMult: "@", ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<=", ast.Eq: "==",
}  # fmt: skip
_PARTS = {"*": "the factor `{}`", "/": "the division by `{}`", "//": "the division by `{}`"}


def is_sure(changes):
    """Tell whether changes are such as a slip would be, not a lucky hit."""
    kinds = {change.kind for change in changes}
    if len(changes) > 1 and "turned" in kinds:
        return False
    return kinds <= _SURE or (len(kinds) > 1 and bool(kinds & {"return", "positions"}))


def own(changes):
    """Say what is wrong in the learner's own source."""
    told, made, wanted = {}, set(), {}  # for every reason its places, and what to write
    for change in changes:
        place, why = _told(change, len(changes) > 1)
        if not (why in told and text_of(change.old) in made):  # no change of what one has made
            told.setdefault(why, []).append(place)
        made.add(text_of(change.new))
        if change.kind in _SLIPS and len(text_of(change.new)) < 60:
            wanted[why] = f" Write `{text_of(change.new)}`."
    lines = [" and ".join(ps) + why for why, ps in told.items()]
    ends = [f".{wanted.get(why, '')}" for why in told]
    return " ".join(a[:1].upper() + a[1:] + b for a, b in zip(lines, ends, strict=True))


def _told(change, is_one_of_several):
    """Say where a change is, and why it is needed."""
    piece, why = text_of(change.old), _why(change.kind, change.old, change.new)
    both = ", here and where it stands again" if change.places > 1 else ""
    if change.kind == "return":
        return "", _RETURN
    if change.kind == "positions":
        values, positions = (text_of(node).split(":")[0] for node in (change.old, change.new))
        return "", f"`{values}` runs over values, not over positions: `{positions}`"
    if change.kind in ("total", "turned") and is_one_of_several:
        return "", why
    if change.kind in _ATOMS:
        return f"in line {change.line}{both}", f"{',' * bool(both)} {why}"
    return f"in line {change.line}, `{piece}`{both}", f": {why}"


def imitated(changes):
    """Say which wrong line gives the learner's values."""
    change = changes[0]
    wrong, right = _value(change.new), _value(change.old)
    both = " in every layer" if change.places > 1 else ""
    why = _why(change.kind, wrong, right)
    if change.kind in (*_ATOMS, "results"):
        return f"Your values are what comes out when {why}{both}."
    if change.kind == "missing":  # the whole line would be the exercise itself
        if isinstance(change.old, ast.Return):
            return f"Your result differs from the right one in one thing: {why}."
        name = text_of(change.old.targets[0])
        return f"Your values are those of another `{name}`{both}: {why}."
    return f"Your values are what comes out with `{text_of(wrong)}`{both}: {why}."


def _value(node):
    return node.value if isinstance(node, ast.Assign | ast.Return) else node


def _why(kind, wrong, right):
    """Give the reason: from the table of kinds, or from how the two pieces differ."""
    if kind in _WHY:
        return _WHY[kind]
    if kind == "inside":
        a, b = wrong.args[0], right.args[0]
        longer, shorter = sorted((a, b), key=lambda node: -len(ast.unparse(node)))
        return f"inside the brackets, {_added(longer, shorter)} {_more_or_less(a, b)}"
    if kind == "limit":
        wrong, right = wrong.comparators[0], right.comparators[0]
    if kind != "assign":
        wrong, right = _value(wrong), _value(right)
    if kind in _ATOMS:
        return f"`{text_of(wrong)}` stands where `{text_of(right)}` belongs"
    if kind == "brackets":
        return _brackets(wrong, right)
    if kind == "swap":
        chosen = isinstance(wrong, ast.IfExp) or "where" in ast.dump(wrong)[:90]
        return f"{'what is given for yes and for no is' if chosen else 'two parts are'} exchanged"
    if kind == "transpose":
        return f"a transpose, `.T`, {_more_or_less(wrong, right)}"
    if kind == "entry":
        if ":" in ast.unparse(wrong):
            return f"the square brackets change the shape of `{text_of(right)}`"
        one, both = sorted((wrong, right), key=lambda node: not isinstance(node, ast.Subscript))
        taken, asked = ("one part", "all") if one is wrong else ("all", "one part")
        return f"this takes {taken} of `{text_of(both)}`; {asked} of it is wanted"
    a, b = _sign(wrong, kind), _sign(right, kind)
    if kind != "axis" and (kind in ("extra", "missing") or not a or not b or a == b):
        longer, shorter = sorted((wrong, right), key=lambda node: -len(ast.unparse(node)))
        return f"{_added(longer, shorter)} {_more_or_less(wrong, right)}"
    return _instead(a, b, kind)


def _instead(a, b, kind):
    """Say what one sign or name does, and what the wanted one does."""
    if kind == "axis":
        a, b = (f"`{sign}`" if sign else "no axis" for sign in (a, b))
        return f"{a} {_SAYS[a.strip('`').replace('no axis', '')]}; wanted is {b}"
    entries = " entry by entry" if "@" in (a, b) else ""
    says = (_which(a, " ") + entries * (a == "*"), _which(b, ", which ") + entries * (b == "*"))
    return f"`{a}`{says[0]}; wanted is `{b}`{says[1]}"


def _more_or_less(wrong, right):
    is_less = len(ast.unparse(wrong)) < len(ast.unparse(right))
    return "is missing" if is_less else "does not belong here"


def _which(sign, joint):
    return joint + _SAYS[sign] if sign in _SAYS else ""


def _sign(node, kind):
    """Give the sign or the name that tells what a node does."""
    if kind == "axis":
        return ", ".join(sorted(map(ast.unparse, node.keywords)))
    if isinstance(node, ast.BinOp):
        return _SYMBOLS.get(type(node.op), "")
    if isinstance(node, ast.Compare):
        return _SYMBOLS[type(node.ops[0])]
    if isinstance(node, ast.AugAssign):
        return _SYMBOLS[type(node.op)] + "="
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func).rpartition(".")[2]
        ends = [ast.unparse(part) for part in node.args[1:]]
        return f"{name}(…, 0)" if name == "maximum" and ends == ["0"] else name
    return "=" if kind == "assign" else ""


def _added(longer, shorter):
    """Name what a longer expression has more than the shorter one in it."""
    if isinstance(longer, ast.BinOp) and isinstance(shorter, ast.UnaryOp):
        return f"`{text_of(longer.left)}` in front"
    if isinstance(longer, ast.BinOp):
        sign = _SYMBOLS.get(type(longer.op), "^")
        is_left = ast.dump(longer.left) == ast.dump(shorter)
        rest = text_of(longer.right if is_left else longer.left)
        return _PARTS.get(sign, f"`{sign} {{}}`" if is_left else f"`{{}} {sign}`").format(rest)
    if isinstance(longer, ast.UnaryOp):
        return "the minus in front"
    if isinstance(longer, ast.Call):
        name = _sign(longer, "")
        return f"`{name}`, which {_SAYS[name]}," if name in _SAYS else f"`{name}(…)`"
    return "this line" if isinstance(longer, ast.stmt) else "a part"


def _brackets(wrong, right):
    early, due = _first(wrong, right), _first(right, wrong)
    return f"Python takes `{early}` first; `{due}` should come first"


def _first(node, other):
    """Give the inner operation that the other way of setting brackets does not calculate."""
    elsewhere = {ast.dump(part) for part in ast.walk(other)}
    inner = [part for part in (node.left, node.right) if isinstance(part, ast.BinOp)]
    new = (part for part in inner if ast.dump(part) not in elsewhere)
    return text_of(next(new, inner[-1]))
