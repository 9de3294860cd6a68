"""How a run goes: the longest files first, and in nbval's kernels what nbval leaves out.

nbval executes every notebook and compares every text. In the same kernel, at the same place, the
marks of the prose are evaluated and the pictures compared: no notebook is executed a second time
for them.
"""

import gc
from functools import cache

import nbformat
import pytest
from nbval.plugin import IPyNbCell

import build
import pair

written = cache(build.written)

# Whoever starts with these ends together: a file is one worker's, and workers take the next file.
LONGEST = (
    *(f"tests/browser/test_notebook_{number}.py" for number in ("08", "07", "05", "06", "04")),
    "tests/browser/",
    *(f"notebooks/{number}" for number in ("08", "07", "05", "06")),
    "notebooks/",
    "tests/",
)


def place(nodeid):
    """Give the place of a test in the order of a run.

    >>> place("tests/browser/test_driver.py::test_a") < place("notebooks/00-start-here.ipynb::0")
    True
    """
    starts = [nodeid.startswith(start) for start in LONGEST]
    return starts.index(True) if any(starts) else len(starts)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Put the longest files first; within a file the order stays."""
    items.sort(key=lambda item: place(item.nodeid))
    # What is loaded by now stays: looking through it for waste takes a fifth of the time of a lab.
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Check with a cell of nbval what stands before it, and what else it shows."""
    if not isinstance(item, IPyNbCell):
        return (yield)
    faults = stale_text(item, item.cell_num)
    result = yield
    faults += pair.stale_outputs(item.cell.outputs, fresh(item.test_outputs))
    codes = [cell for cell in item.parent.nb.cells if cell.cell_type == "code"]
    if item.cell_num + 1 == len(codes):
        faults += stale_text(item, len(codes))
    if faults:
        item.raise_cell_error("\n".join(faults))
    return result


def fresh(outputs):
    """Give the outputs as a notebook would store them."""
    return [build.stored(nbformat.from_dict(output)) for output in outputs]


def stale_text(item, number):
    """List the marks, in the text that ends at a code cell, that the kernel now fills otherwise."""
    source = written(item.path.parent / "source" / f"{item.path.stem}.md")
    pairs = zip(source.cells, item.parent.nb.cells, strict=True)
    faults, codes = [], 0
    for asking, committed in pairs:
        codes += committed.cell_type == "code"
        if codes == number and committed.cell_type == "markdown":
            asked = build.questions(asking.source)
            answers = asked and item.parent.kernel.kc.execute(**asked, reply=True)
            text = build.filled(asking.source, answers, item.path.name)
            faults += [] if text == committed.source else [f"the text is now {text!r}"]
    return faults
