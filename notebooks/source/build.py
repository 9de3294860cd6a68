"""Turn a source (MyST Markdown) into the notebook that people open, executed.

    python notebooks/source/build.py            # every source
    python notebooks/source/build.py 02 gloss   # those whose names start so

The way is one way: ``notebooks/source/NN-name.md`` is edited,
``notebooks/NN-name.ipynb`` is derived. CONTRIBUTING.md says how to write a source.

A source may hold marks in its Markdown, ``{{ expression }}`` with a blank at each end.
The expression is evaluated in the notebook's own kernel at that place of the notebook,
and its text is what readers see: a number in the prose cannot differ from the code's.
The marks of times, such as ``{{ time }}``, are filled from the sources: see times.py.
"""

import ast
import asyncio
import hashlib
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

import answered
import times

SOURCES = Path(__file__).resolve().parent
NOTEBOOKS = SOURCES.parent
README = NOTEBOOKS.parent / "README.md"

MARK = re.compile(r"\{\{ (.+?) \}\}")
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
CELL_SECONDS = 120

# Fixed, so that a notebook is the same whichever Python has built it.
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": "ipython3",
    },
}


class BuildError(Exception):
    """A source cannot become a notebook; the message names the place and the reason."""


def notebook_path(source: Path) -> Path:
    """Where the notebook of a source lies.

    >>> notebook_path(Path("notebooks/source/02-build.md")).as_posix()
    'notebooks/02-build.ipynb'
    """
    return source.parent.parent / f"{source.stem}.ipynb"


def read(source: Path) -> NotebookNode:
    """Read a source: cells with ids, marks still marks, nothing executed."""
    parsed = jupytext.reads(source.read_text(encoding="utf-8"), fmt="md:myst")
    notebook = nbformat.v4.new_notebook(metadata=METADATA)
    repeats: Counter[str] = Counter()
    for cell in parsed.cells:
        cell.id = cell_id(cell, repeats)
        notebook.cells.append(cell)
    return notebook


def written(source: Path) -> NotebookNode:
    """Read a source and fill the marks of times, which need no kernel."""
    notebook = read(source)
    times.filled(notebook.cells, lambda number: read(chosen([number])[0]).cells)
    return notebook


def cell_id(cell: NotebookNode, repeats: Counter[str]) -> str:
    """Eight digits made from the cell's text: an edit elsewhere changes no other id."""
    stem = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:8]
    repeats[stem] += 1
    return stem if repeats[stem] == 1 else f"{stem}-{repeats[stem]}"


def marks(text: str) -> list[str]:
    """List the expressions between ``{{ `` and `` }}``, in order.

    >>> marks("a loss of {{ f'{loss:.3f}' }} after {{ steps }} steps; $10^{{{ n }}}$")
    ["f'{loss:.3f}'", 'steps', 'n']
    """
    return MARK.findall(text)


def build(source: Path, folder: Path | None = None) -> NotebookNode:
    """Read, execute in a fresh kernel and normalise; the file itself is not written.

    Parameters
    ----------
    source
        The Markdown file.
    folder
        Where the kernel runs; the folder of the notebook when omitted.

    Raises
    ------
    BuildError
        When a question has no answer (see answered.py), or a cell or a mark fails.
    """
    notebook = written(source)
    left = answered.unanswered(notebook.cells)
    if left:
        raise BuildError("\n".join(f"{source.name}, {fault}" for fault in left))
    asyncio.run(execute(notebook, source.name, folder or notebook_path(source).parent))
    return normalise(notebook)


async def execute(notebook: NotebookNode, name: str, folder: Path) -> None:
    """Run the code cells and fill the marks, top to bottom, in one fresh kernel."""
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=CELL_SECONDS,
        coalesce_streams=True,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},
    )
    async with client.async_setup_kernel():
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type == "markdown":
                cell.source = await _fill(client, cell.source, name)
                continue
            try:
                await client.async_execute_cell(cell, index)
            except CellExecutionError as failure:
                raise BuildError(f"{name}, cell {index + 1}:\n{failure}") from failure


async def _fill(client: NotebookClient, text: str, name: str) -> str:
    """Replace every mark of a Markdown cell by what the kernel says it is."""
    asked = questions(text)
    return filled(text, await client.kc.execute(**asked, reply=True), name) if asked else text


def questions(text: str) -> dict[str, object]:
    """Make the request that has a kernel evaluate the marks of a text; empty without marks.

    >>> questions("a loss of {{ loss }}")["user_expressions"]
    {'0': 'str(loss)'}
    """
    asked = {str(i): f"str({expression})" for i, expression in enumerate(marks(text))}
    request = {"code": "", "silent": True, "user_expressions": asked, "timeout": CELL_SECONDS}
    return request if asked else {}


def filled(text: str, reply: dict[str, Any], name: str) -> str:
    """Put a kernel's answers in the place of the marks.

    Raises
    ------
    BuildError
        When a mark has failed.
    """
    for i, expression in enumerate(marks(text)):
        answer = reply["content"]["user_expressions"][str(i)]
        if answer["status"] != "ok":
            reason = f"{answer['ename']}: {answer['evalue']}"
            raise BuildError(f"{name}: the mark {{{{ {expression} }}}} failed with {reason}")
        value = ast.literal_eval(answer["data"]["text/plain"])
        text = text.replace(f"{{{{ {expression} }}}}", value, 1)
    return text


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Leave out what differs from run to run; count the code cells 1…n."""
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for count, cell in enumerate(codes, start=1):
        cell.execution_count = count
        cell.metadata.pop("execution", None)
        for output in map(stored, cell.outputs):
            if "execution_count" in output:
                output.execution_count = count
    return notebook


def stored(output: NotebookNode) -> NotebookNode:
    """Take the widget view out of an output.

    With it, a reader on the web would see an empty place where the picture in the same bundle
    can be shown.
    """
    output.get("data", {}).pop(WIDGET_VIEW, None)
    output.get("metadata", {}).pop(WIDGET_VIEW, None)
    return output


def chosen(prefixes: list[str]) -> list[Path]:
    """List the sources whose names start with one of the prefixes; all when there are none."""
    found = sorted(SOURCES.glob("*.md"))
    for prefix in prefixes:
        if not any(source.name.startswith(prefix) for source in found):
            names = ", ".join(source.stem for source in found) or "none"
            raise BuildError(f"no source starts with {prefix!r}; there are: {names}")
    return [source for source in found if not prefixes or source.name.startswith(tuple(prefixes))]


def main(prefixes: list[str]) -> None:
    """Build the chosen sources, write their notebooks, and their times into the README."""
    for source in chosen(prefixes):
        target = notebook_path(source)
        print(f"{source.name} -> {target.name}", flush=True)
        nbformat.write(build(source), target)
        text = README.read_text(encoding="utf-8")
        told = times.in_table(text, source.stem, read(source).cells)
        README.write_text(told, encoding="utf-8")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except BuildError as failure:
        sys.exit(str(failure))
