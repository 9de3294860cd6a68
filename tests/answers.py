"""What the tests of answers take from the sources: the code of a fold, and what it needs."""

import re
from functools import cache

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
