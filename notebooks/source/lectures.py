"""Turn the short source of a lecture into slides; what its notebook has too is taken from there.

    python notebooks/source/lectures.py         # every lecture
    python notebooks/source/lectures.py 02 03   # those whose names start so

The source ``notebooks/source/lectures/NN-name.md`` says in few words, for the back row, what
``notebooks/source/NN-name.md`` says in many; the slides are ``notebooks/lectures/NN-name.ipynb``.
A heading begins a slide. Cells, with ``+++`` between them, stand below each other on it; one that
begins with ``{{ step }}`` comes with the next press. Marks take what the notebook has, by a text
that occurs there:

``{{ formula: TEXT }}``
    The formula with that text; shown by itself where the mark stands in a line of its own.
``{{ row: TEXT }}``
    The part with that text of a formula of several rows, or of several formulas in one line.
``{{ table: TEXT }}``
    The table with that text.
``{{ code: TEXT }}``, ``{{ output: TEXT }}``, ``{{ part: TEXT }}``
    As a cell of their own: the code cell with that text, with its code, or with the code folded
    away, or the one statement of it.
``{{ run: TEXT }}``
    The same, not shown at all: needed only where a mark reads what that cell makes.

Cells of the notebook that these need are run too, unseen. All else is as in build.py; outputs are
not stored, as presenting runs all cells.
"""

import ast
import asyncio
import re
import sys
from collections import Counter
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

import build
from nnlib.check.needed import needed

SOURCES = build.SOURCES / "lectures"
SLIDES = build.NOTEBOOKS / "lectures"

HEADING, STEP = re.compile(r"#{1,3} "), re.compile(r"\{\{ step \}\}\s*")
TAKEN = re.compile(r"\{\{ (code|output|part|run): (.+?) \}\}")
PLACE = re.compile(r"(^[ >]*)?\{\{ (formula|row|table): (.+?) \}\}", re.MULTILINE)
SHOWN, INLINE = re.compile(r"\$\$(.+?)\$\$", re.DOTALL), re.compile(r"(?<!\$)\$([^$\n]+)\$(?!\$)")
TABLE = re.compile(r"(?:^\|.*\n?)+", re.MULTILINE)
ROWS = re.compile(r"\\begin\{(?:aligned|align\*?)\}(.+?)\\end\{", re.DOTALL)
ROW_ENDS = re.compile(r"\\\\(?:\[\w+\])?|(?:\\qquad)+")
SKIPPED, FOLDED = {"slide_type": "skip"}, {"source_hidden": True}


def read(source: Path) -> NotebookNode:
    """Read a lecture: what it takes from its notebook is there, marks of values are still marks.

    Raises
    ------
    BuildError
        When the notebook does not have what a mark asks for, or has it twice.
    """
    taken = build.written(build.SOURCES / source.name).cells
    codes = [cell.source for cell in taken if cell.cell_type == "code"]
    texts = [cell.source for cell in taken if cell.cell_type == "markdown"]
    made: list[NotebookNode] = []
    last = -1
    for cell in jupytext.reads(source.read_text(encoding="utf-8"), fmt="md:myst").cells:
        is_step = STEP.match(cell.source)
        cell.source = STEP.sub("", cell.source, count=1)
        asked = TAKEN.fullmatch(cell.source.strip())
        if asked is not None:
            here = _only([n for n, code in enumerate(codes) if asked[2] in code], asked[2], source)
            if here < last:
                raise build.BuildError(f"{source.name}: {asked[2]!r} comes earlier in the notebook")
            made += [_unseen(code) for code in codes[last + 1 : here + (asked[1] == "part")]]
            cell, last = _taken(asked[1], codes[here], asked[2]), here
        elif "$$" in cell.source:
            raise build.BuildError(f"{source.name}: a formula is taken from the notebook: $$")
        elif cell.cell_type == "markdown":
            cell.source = PLACE.sub(lambda mark: _place(mark, texts, source), cell.source)
        begins = "fragment" if is_step else "slide" if HEADING.match(cell.source) else None
        if begins is not None:  # else it comes with the one before it
            cell.metadata.slideshow = {"slide_type": begins}
        made.append(cell)
    return _numbered(_without_needless(made))


def _unseen(code):
    return nbformat.v4.new_code_cell(code, metadata={"slideshow": SKIPPED, "needed": True})


def _taken(kind, code, text):
    if kind == "run":
        return nbformat.v4.new_code_cell(code, metadata={"slideshow": SKIPPED})
    if kind == "part":
        lines = code.splitlines()
        for statement in ast.parse(code).body:
            whole = "\n".join(lines[statement.lineno - 1 : statement.end_lineno])
            if text in whole:
                return nbformat.v4.new_code_cell(whole)
    folded = {"jupyter": FOLDED} if kind == "output" else {}
    return nbformat.v4.new_code_cell(code, metadata=folded)


def _place(mark, texts, source):
    """Give what a mark inside a text stands for."""
    alone, kind, text = mark.groups()
    ends = mark.string[mark.end() :].split("\n", 1)[0].strip()
    if kind == "table":
        return _only([t for part in texts for t in TABLE.findall(part) if text in t], text, source)
    shown = [found for part in texts for found in SHOWN.findall(part)]
    inline = [found for part in texts for found in INLINE.findall(part)]
    if kind == "row":
        inside = [lines for found in shown for lines in ROWS.findall(found) or [found]]
        rows = [row for lines in inside for row in ROW_ENDS.split(lines)]
        shown, inline = [row.replace("&", "") for row in rows], []
    found = [f for f in shown if text in f] or [f for f in inline if text in f]
    formula = _only(found, text, source).strip()
    if alone is None or ends:
        return f"{alone or ''}${formula}$"
    return f"{alone}$${formula}$$"


def _only(found, text, source):
    """Give the one thing that was found."""
    if len(set(found)) != 1:
        many = f"{len(set(found))} times" if found else "not"
        raise build.BuildError(f"{source.name}: the notebook has {text!r} {many}")
    return found[0]


def _without_needless(cells):
    """Leave out what nobody sees and nothing needs."""
    sources = []
    for cell in cells:
        marks = build.marks(cell.source) if cell.cell_type == "markdown" else []
        sources.append("\n".join(marks) if cell.cell_type == "markdown" else cell.source)
    unseen = {
        source for source, cell in zip(sources, cells, strict=True) if "needed" in cell.metadata
    }
    kept = needed(sources, lambda source: source not in unseen)
    for cell in cells:
        cell.metadata.pop("needed", None)
    return [cells[number] for number in kept]


def _numbered(cells):
    repeats: Counter[str] = Counter()
    for cell in cells:
        cell.id = build.cell_id(cell, repeats)
    return nbformat.v4.new_notebook(cells=cells, metadata=build.METADATA)


def made(source: Path) -> NotebookNode:
    """Read a lecture, run it in a fresh kernel and fill its marks."""
    notebook = read(source)
    asyncio.run(build.execute(notebook, f"lectures/{source.name}", build.NOTEBOOKS))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            cell.metadata.pop("execution", None)
    return notebook


def main(prefixes: list[str]) -> None:
    """Build the chosen lectures."""
    for source in sorted(SOURCES.glob("*.md")):
        if not prefixes or source.name.startswith(tuple(prefixes)):
            print(f"lectures/{source.name}", flush=True)
            nbformat.write(made(source), SLIDES / f"{source.stem}.ipynb")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except build.BuildError as failure:
        sys.exit(str(failure))
