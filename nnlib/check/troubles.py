"""Plain sentences for what can go wrong in a learner's code."""

import re

_BY_TEXT = (
    ("broadcast", "the shapes of the two arrays do not fit together entry by entry"),
    ("positional argument", "a function is called with too many or too few arguments"),
    ("read-only", "the code tries to change an array that must stay as it is"),
)

_BY_KIND = {
    "RecursionError": "the function calls itself again and again, without an end",
    "UnboundLocalError": "a name is used in the function before it is given a value there",
    "NameError": "Python does not know this name; check its spelling, and run its cell",
    "ZeroDivisionError": "a number is divided by zero",
    "OverflowError": "a number became too large to be kept",
    "IndexError": "an index lies outside the array or list",
    "KeyError": "a dictionary has no such key",
    "AttributeError": "there is no such attribute or method",
    "ImportError": "a module could not be imported",
    "SyntaxError": "Python cannot read this line",
    "MemoryError": "the result would not fit into memory",
    "StopIteration": "an iterator has no more items",
    "AssertionError": "an `assert` of your own does not hold",
    "SystemExit": "the code asks Python to end; a `return` is enough",
    "KeyboardInterrupt": "the code interrupts itself",
    "TypeError": "an operation met a type that it cannot work with",
    "ValueError": "an operation met a value that it cannot work with",
}


def _reason(trouble):
    by_text = [said for fragment, said in _BY_TEXT if fragment in trouble.text]
    if not {"TypeError", "ValueError"} & set(trouble.kinds):
        by_text = []
    by_kind = [_BY_KIND[kind] for kind in trouble.kinds if kind in _BY_KIND]
    return next(filter(None, [trouble.why, *by_text, *by_kind]), "")


def sentence(trouble, call):
    """Say in words how a call failed."""
    if trouble.kinds[0] == "Complaint":
        return trouble.text
    where = f" {trouble.where}" if trouble.where else ""
    if "TimeLimit" in trouble.kinds:
        at_work = f"; it was{where}" if where else ""
        advice = "Is there a loop without an end?"
        if trouble.kinds[0] == "Unstoppable":
            advice = "It cannot be stopped: restart the kernel (menu Kernel) before you go on."
        return f"{call} had not ended after {trouble.text}{at_work}. {advice}"
    text = re.sub(r"^matmul: .*\((size .*)\)$", r"\1", trouble.text)  # without NumPy's signature
    detail = f" ({text})" if text else ""
    why = _reason(trouble)
    return f"{call} stops with {trouble.kinds[0]}{detail}{where}" + (f": {why}." if why else ".")
