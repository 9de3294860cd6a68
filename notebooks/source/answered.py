"""The rule that every question has its answer, in one form everywhere.

A question is one of these; CONTRIBUTING.md shows how each is written:

- the tasks under a lab: a numbered list, and in the same cell as many folded "Answers";
- "Before you run …": a folded "Answer" in the same cell, or ``.ask()`` in the next;
- "One step further": a folded "Answer" in the same cell.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

FOLD = re.compile(
    r"^<details>\n<summary>(?P<head>[^<\n]+)</summary>\n\n(?P<text>.+?)\n\n</details>$",
    re.MULTILINE | re.DOTALL,
)
TASK = re.compile(r"^(\d+)\. ", re.MULTILINE)
HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)
GUESS = re.compile(r"\bBefore you (?:go|move|play|press|read|run|start|try)\b[^.?]*")
FURTHER = re.compile(r"^(?:#+ |\*\*)One step further", re.MULTILINE)
OPEN = re.compile(r"\?\**$", re.MULTILINE)
ASKS = re.compile(r"^check\.(\w+)\.ask\(.*\)\Z", re.MULTILINE)


class Tasks(NamedTuple):
    """A lab's name, which of its showings in the notebook this is, and what it asks."""

    lab: str
    showing: int
    count: int


def folded(text: str, head: str) -> list[str]:
    r"""List what lies in the folds of a text that have this head.

    >>> folded("Why?\n\n<details>\n<summary>Answer</summary>\n\nSo.\n\n</details>", "Answer")
    ['So.']
    """
    return [fold["text"] for fold in FOLD.finditer(text) if fold["head"] == head]


def open_text(text: str) -> str:
    """Leave the folds out of a text."""
    return FOLD.sub("", text)


def numbered(text: str) -> int:
    r"""Count the numbered lines of a text, which go 1, 2, 3 …; -1 when they do not.

    >>> numbered("1. a\n2. b"), numbered("- a"), numbered("1. a\n1. b")
    (2, 0, -1)
    """
    found = [int(number) for number in TASK.findall(text)]
    return len(found) if found == list(range(1, len(found) + 1)) else -1


def labs(cells: Sequence[NotebookNode]) -> list[str]:
    """Give for each cell the name of the lab that it shows, or "".

    A lab is shown by a cell whose last line makes it, or names what an earlier line has made.
    """
    made, shown = {}, []
    for cell in cells:
        shown.append("")
        if cell.cell_type != "code":
            continue
        body = ast.parse(TransformerManager().transform_cell(cell.source)).body
        for line in body:
            if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                made[line.targets[0].id] = _lab(line.value, made)
        if body and isinstance(body[-1], ast.Expr):
            shown[-1] = _lab(body[-1].value, made)
    return shown


def _lab(node: ast.expr, made: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return made.get(node.id, "")
    name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
    return name if name.endswith("Lab") or name == "Playground" else ""


def _under(text: str) -> str:
    """Give the part of a cell that still belongs to what stands above it."""
    return HEADING.split(text, maxsplit=1)[0]


def lab_tasks(cells: Sequence[NotebookNode]) -> list[Tasks]:
    """List the labs that have tasks, in order."""
    shown, found = labs(cells), []
    for place, lab in enumerate(shown[:-1]):
        count = numbered(open_text(_under(cells[place + 1].source))) if lab else 0
        if lab and cells[place + 1].cell_type == "markdown" and count:
            found.append(Tasks(lab, shown[: place + 1].count(lab), count))
    return found


def unanswered(cells: Sequence[NotebookNode]) -> list[str]:
    """List the questions of a notebook that have no answer, each with its cell."""
    return [f"cell {place + 1}: {fault}" for place, fault in _faults(cells)]


def _faults(cells: Sequence[NotebookNode]) -> Iterator[tuple[int, str]]:
    shown = ["", *labs(cells), ""]
    for place, cell in enumerate(cells):
        if cell.cell_type != "markdown":
            continue
        if shown[place]:
            yield from ((place, fault) for fault in _lab_faults(shown[place], cell.source))
        *others, last = HEADING.split(cell.source)
        if shown[place + 2] and (others or not shown[place]) and numbered(open_text(last)):
            yield place, f"the tasks of {shown[place + 2]} stand above it; they go below it"
        following = cells[place + 1] if place + 1 < len(cells) else None
        is_asked = following is not None and ASKS.search(following.source) is not None
        yield from ((place, fault) for fault in _text_faults(cell.source, is_asked))


def _lab_faults(lab: str, text: str) -> Iterator[str]:
    """Say what is wrong with the tasks below a lab."""
    under = _under(text)
    tasks, answers = numbered(open_text(under)), folded(under, "Answers")
    if tasks < 0:
        yield f"the tasks of {lab} must be numbered 1, 2, 3 …"
    elif len(answers) > 1:
        yield f"the tasks of {lab} have {len(answers)} folds of Answers; wanted is one"
    elif tasks and not answers:
        yield f"{_these(tasks)} of {lab} have no folded Answers in their cell"
    elif tasks and numbered(answers[0]) != tasks:
        yield f"{_these(tasks)} of {lab}, but the answers are not numbered 1 to {tasks}"
    elif not tasks and not answers and OPEN.search(open_text(under)):
        question = next(line for line in open_text(under).splitlines() if OPEN.search(line))
        yield f"the question below {lab} has no folded Answers in its cell: “{question[-60:]}”"


def _these(tasks: int) -> str:
    return "the task" if tasks == 1 else f"the {tasks} tasks"


def _text_faults(text: str, is_asked: bool) -> Iterator[str]:
    """Say what is wrong with the guesses, the last step and the folds of a cell."""
    if text.count("<details") != len(FOLD.findall(text)) or "</details>" in open_text(text):
        yield "a fold is not written as CONTRIBUTING.md says: <details>, <summary>, blank lines"
    guesses = [match[0] for match in GUESS.finditer(open_text(text))]
    further = ["One step further"] * len(FURTHER.findall(open_text(text)))
    wanted = [*guesses[: len(guesses) - is_asked], *further]
    if len(folded(text, "Answer")) < len(wanted):
        yield f"no folded Answer in the cell of: “{wanted[-1][:60]}”"
