"""Explain an error by the expression that raised it, and by what the names in it were."""

import ast
import difflib
import itertools
import linecache
import re

import numpy as np

_ONE = "`{0}` asks one question of a whole array; `np.where` asks every entry"
_ASKS = (
    (r"\b(max|min)\(", "Python's `{0}` compares whole arrays; `np.{0}imum` compares every entry"),
    *((keyword, _ONE) for keyword in (r"^(if|elif|while)\b", r"\b(and|or|not)\b", r"\b(if)\b")),
    (r"<.*<|>.*>", "two comparisons in a row ask one question of a whole array; ask one at a time"),
    (r"", "one yes or no is asked of a whole array; `np.where` asks every entry"),
)


def stumble(error, frame, position):
    """Give the reason of an error, or an empty string."""
    line, text = _expression(frame, position)
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        node = None
    known = _Names(frame)
    message = str(error)
    if isinstance(error, NameError):
        return _unknown_name(error, known)
    if "ambiguous" in message:
        asks = ((re.search(pattern, line), said) for pattern, said in _ASKS)
        return next(said.format(*found.groups()) for found, said in asks if found)
    if "array element with a sequence" in message or "ask_to_set" in message:
        return "one place of the array takes one number, and what should go into it is an array"
    explain = _BY_NODE.get(type(node))
    return explain(node, known, message) if explain else ""


def _expression(frame, position):
    """Find the line that raised, and the piece of it that did."""
    code = frame.f_code
    first, last, start, end = next(itertools.islice(code.co_positions(), position // 2, None))
    line = linecache.getline(code.co_filename, first or 0)
    if first is None or first != last or start is None:
        return line.strip(), ""
    piece = line.encode()[start:end].decode(errors="ignore")
    return line.strip(), piece


class _Names:
    """What names stand for where the code stopped."""

    def __init__(self, frame):
        self.inside, self.outside = frame.f_locals, frame.f_globals

    def value(self, node):
        """Evaluate an expression there; None if that fails, too."""
        try:
            return eval(ast.unparse(node), dict(self.outside), dict(self.inside))
        except Exception:
            return None

    def said(self, node):
        """Name an expression with its shape or its kind."""
        value, text = self.value(node), ast.unparse(node)
        if isinstance(value, np.ndarray) and value.ndim:
            return f"`{text}` has shape {value.shape}"
        if isinstance(value, list | tuple):
            return f"`{text}` is a {type(value).__name__}"
        if value is None:
            return f"`{text}` is None"
        return f"`{text}` is one number" if np.isscalar(value) else f"`{text}` is one value"


def _unknown_name(error, known):
    name = error.name or (re.findall(r"'(\w+)'", str(error)) or [""])[0]
    if isinstance(error, UnboundLocalError):
        return f"`{name}` is used before it has a value: give it one first, above the loop"
    if hasattr(np, name):
        return f"Python knows `{name}` only as `np.{name}`"
    near = difflib.get_close_matches(name, [*known.inside, *known.outside], 1)
    mine = f"; the function knows {', '.join(f'`{n}`' for n in known.inside)}"
    rest = f"; perhaps `{near[0]}` is meant" if near else mine if known.inside else ""
    return f"Python does not know `{name}`{rest}"


def _of_operator(node, known, message):
    left, right = known.value(node.left), known.value(node.right)
    both = f"{known.said(node.left)} and {known.said(node.right)}"
    if isinstance(node.op, ast.BitXor):
        return "`^` is no power in Python but works on bits: a power is `**`, and times is `*`"
    if left is None or right is None:
        return f"there {both}: a value is missing, perhaps a `return` in what gave it"
    if isinstance(left, list) or isinstance(right, list):
        return f"there {both}: lists do not calculate entry by entry, arrays do: `np.array(…)`"
    if isinstance(node.op, ast.MatMult):
        if np.ndim(left) == 0 or np.ndim(right) == 0:
            return f"there {both}: `@` is for two arrays, a number multiplies with `*`"
        return f"there {both}: `@` needs as many columns on its left as rows on its right"
    if "broadcast" in message:
        return f"there {both}: the two shapes do not fit together entry by entry"
    return ""


def _of_call(node, known, message):
    called = ast.unparse(node.func)
    name, inside = called.rpartition(".")[2], ", ".join(map(ast.unparse, node.args))
    if "not callable" in message:
        return (
            f"{known.said(node.func)} and is no function: entries of an array stand in square "
            f"brackets, `{called}[{inside}]`"
        )
    if name in ("zeros", "ones", "empty") and len(node.args) > 1:
        return f"the shape goes into brackets of its own: `{called}(({inside}))`"
    if "0-dimensional" in message or "only length-1" in message:
        instead = f"; `np.{name}` takes an array" if called.startswith("math.") else ""
        arrays = [known.said(part) for part in node.args if np.ndim(known.value(part))]
        there = f", and there {arrays[0]}" if arrays else ""
        return f"`{called}` takes one number{there}{instead}"
    operands = [known.value(part) for part in node.args]
    if name in ("dot", "matmul") and len(operands) == 2:
        both = " and ".join(map(known.said, node.args))
        return f"there {both}: as many columns are needed on the left as rows on the right"
    if "inhomogeneous" in message:
        return "its parts have different shapes and make no array together"
    return ""


def _of_entry(node, known, message):
    value, place = known.value(node.value), known.value(node.slice)
    text, inside = ast.unparse(node), ast.unparse(node.slice)
    if isinstance(place, float | np.floating) or "integer" in message:
        return (
            f"`{inside}` is a value of an array there, and no position: `for {inside} in …` runs "
            "over values, `range(len(…))` over positions"
        )
    if isinstance(value, np.ndarray) and value.ndim and "out of bounds" in message:
        return (
            f"`{text}` lies outside: {known.said(node.value)}, and counting starts at 0; "
            f"the place is {place}"
        )
    if "not subscriptable" in message:
        return f"{known.said(node.value)} and has no entries"
    return ""


def _of_attribute(node, known, message):
    value = known.value(node.value)
    if isinstance(value, np.ndarray) and node.attr in ("append", "extend"):
        return f"an array keeps its size, so it has no `{node.attr}`; a list has"
    return ""


_BY_NODE = {
    ast.BinOp: _of_operator,
    ast.Call: _of_call,
    ast.Subscript: _of_entry,
    ast.Attribute: _of_attribute,
}
