"""What the tests of answers take from the sources: the code of a fold, and what it needs."""

import contextlib
import io
import re
from functools import cache

import nbformat
from IPython.core.inputtransformer2 import TransformerManager

import answered
import build
from nnlib.check.needed import needed

FENCE = re.compile(r"^```(?:python)?\n(.+?)^```$", re.MULTILINE | re.DOTALL)


@cache
def cells(number):
    """Give the cells of a notebook's source, named by its number: ``cells("05")``."""
    (source,) = build.chosen([number])
    return build.read(source).cells


def further(number):
    """Give the code of the answer to "One step further", its fences one after the other."""
    asked = [cell.source for cell in cells(number) if answered.FURTHER.search(cell.source)]
    after = [answered.FURTHER.split(text, maxsplit=1)[1] for text in asked]
    folds = [fold for text in after for fold in answered.folded(text, "Answer")]
    return "\n".join(code for fold in folds for code in FENCE.findall(fold))


def run(number, code):
    """Run code after those cells of a notebook that it needs; give all the names.

    >>> run("00", "double_inputs = 2 * inputs")["double_inputs"].tolist()
    [1.0, -2.0, 4.0]
    """
    transform = TransformerManager().transform_cell
    codes = [transform(cell.source) for cell in cells(number) if cell.cell_type == "code"]
    names = {"__name__": "__main__"}
    for place in needed(codes, lambda source: False, code):
        exec(codes[place], names)
    exec(transform(code), names)
    return names


def carried_on(number, own):
    """Run a notebook with a learner's answers in place; list what prints otherwise than stored.

    Cells that only show something are left out.

    Parameters
    ----------
    number : str
    own : dict
        How the cell of an exercise begins, and the code that takes the place of that line and all
        that follows it.
    """
    names, differing = {"__name__": "__main__"}, []
    stored = nbformat.read(build.notebook_path(*build.chosen([number])), as_version=4).cells
    for cell in stored:
        shows = re.search(r"plots\.show|Lab\(|\.ask\(", cell.source) and "print(" not in cell.source
        if cell.cell_type == "markdown" or shows:
            continue
        code = cell.source
        for start, answer in own.items():
            head, found, _ = code.partition(start)
            code = head + answer if found else code
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(TransformerManager().transform_cell(code), names)
        wanted = [line for o in cell.outputs for line in o.get("text", "").splitlines()]
        differing += [line for line in wanted if line not in printed.getvalue().splitlines()]
    return differing
