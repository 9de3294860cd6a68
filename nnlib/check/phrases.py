"""Sentences about small changes that were found in a program."""

_SURE = {
    "power", "copy", "return", "assign", "plus-equal", "positions", "brackets", "sign", "order",
    "compare", "whole", "math", "shape", "kind", "product", "operator", "transpose", "axis",
    "extra",
}  # fmt: skip

# What is wrong, for each kind: in the learner's source, and where the solution was changed.
_WHY = {
    "power": "`^` is no power in Python",
    "copy": "both names stand for one array, so what changes one changes the other",
    "assign": "inside a loop `=` overwrites what was there, and `+=` adds to it",
    "plus-equal": "Python reads `=-` as `=` and a minus, and `=+` as `=` and a plus",
    "brackets": "Python reads it with other brackets than meant",
    "sign": "a plus and a minus are exchanged",
    "order": "the two sides are exchanged",
    "compare": "the comparison is another one",
    "whole": "this compares whole arrays, not every entry",
    "math": "a function of `math` takes one number, one of `np` takes an array",
    "shape": "the shape goes into brackets of its own",
    "kind": "an array for whole numbers loses the decimals",
    "product": "`*` multiplies entry by entry, `@` adds the products up along rows and columns",
    "operator": "the operation is another one",
    "axis": "the axis is another one",
    "transpose": "rows and columns are exchanged, or should be",
    "reshape": "`reshape` reads the numbers on in another form and turns no rows into columns",
    "function": "the function is another one",
    "swap": "two parts are exchanged",
    "number": "the number is another one",
    "condition": "the condition is turned round",
    "letter": "the array is another one",
    "entry": "an entry stands in place of all, or all in place of one",
    "results": "the results come in another order",
}
_RETURN = (
    "The `return` stands inside the `for` loop, so the function ends in the first round. Move it "
    "to the left, under the `for`."
)


def is_sure(changes):
    """Tell whether changes are such as a slip would be, not a lucky hit."""
    kinds = {change.kind for change in changes}
    return kinds <= _SURE or (len(kinds) > 1 and bool(kinds & {"return", "positions"}))


def own(changes, is_right=True):
    """Say what to change in the learner's own source, and whether nothing else is left to mend.

    >>> from nnlib.check.search import Change
    >>> print(own([Change("sign", "a - b", "a + b", 3, 1)]))
    In line 3, `a - b`: a plus and a minus are exchanged. With `a + b` it is right.
    """
    last = "it is right" if is_right else "the values are right"
    ends = [f"Wanted: `{change.new}`." for change in changes[:-1]]
    ends.append(f"With `{changes[-1].new}` {last}.")
    return " ".join(_of_line(change, end) for change, end in zip(changes, ends, strict=True))


def _of_line(change, end):
    if change.kind == "return":
        return _RETURN
    if change.kind == "positions":
        values = change.old.split(":")[0]
        return f"`{values}` runs over values, not over positions: `{change.new.split(':')[0]}`."
    why = _WHY.get(change.kind) or _more_or_less(change.old, change.new)
    both = ", here and where it stands again" if change.places > 1 else ""
    return f"In line {change.line}, `{change.old}`{both}: {why}. {end}"


def imitated(changes):
    """Say which wrong line gives the learner's values.

    >>> from nnlib.check.search import Change
    >>> print(imitated([Change("extra", "a * b", "a", 3, 1)]))
    Your values are what comes out with `a` in place of `a * b`: a part is missing.
    """
    change = changes[0]
    why = _WHY.get(change.kind) or _more_or_less(change.new, change.old)
    both = " in every layer" if change.places > 1 else ""
    place = f"`{change.new}` in place of `{change.old}`{both}"
    return f"Your values are what comes out with {place}: {why}."


def _more_or_less(wrong, right):
    return "a part is missing" if len(wrong) < len(right) else "a part is too many"
