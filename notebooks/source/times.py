"""The rule of times: how many minutes a notebook takes, and where one may stop.

Counted are words (formulas and answers too; code, marks and the list of references not), cells of
code with a look at what they show, tasks under labs, exercises, and questions to think about. The
numbers are set so that notebooks 01 and 04, as they were when readers took 75 to 90 and about 120
minutes, come to about 85 and 120.

In a source, ``{{ time }}`` is the time of the notebook itself and ``{{ time of 05 }}`` that of
another.
"""

import re
from collections.abc import Callable, Sequence

from nbformat import NotebookNode

from answered import GUESS, lab_tasks

WORDS_A_MINUTE = 140
A_CELL, A_TASK, AN_EXERCISE, A_QUESTION = 1.0, 1.0, 2.0, 0.5  # minutes
LONGEST_SITTING = 90

STOP = "**A good place to stop.**"
MARK = re.compile(r"\{\{ time(?: of (\d\d))? \}\}")
UNREAD = re.compile(r"^```.*?^```$|\{\{ .+? \}\}|^## References\n.*", re.MULTILINE | re.DOTALL)
HANDED_IN = re.compile(r"^check\.(\w+)\([^)\n]", re.MULTILINE)
COUNTS = ("no", "one", "two", "three", "four")


def minutes(cells: Sequence[NotebookNode]) -> int:
    """Give the time that cells take, in minutes, a multiple of 5.

    >>> from nbformat.v4 import new_code_cell, new_markdown_cell
    >>> minutes([new_markdown_cell("word " * 700), *[new_code_cell("1 + 1")] * 9])
    15
    """
    texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    codes = [cell.source for cell in cells if cell.cell_type == "code"]
    words = sum(len(UNREAD.sub("", text).split()) for text in texts)
    exercises = {name for code in codes for name in HANDED_IN.findall(code)}
    taken = (
        words / WORDS_A_MINUTE
        + A_CELL * len(codes)
        + A_TASK * sum(tasks.count for tasks in lab_tasks(cells))
        + AN_EXERCISE * len(exercises)
        + A_QUESTION * sum(len(GUESS.findall(text)) for text in texts)
    )
    return 5 * round(taken / 5)


def sittings(cells: Sequence[NotebookNode]) -> list[int]:
    """Give the minutes of each sitting: the notebook is cut at its places to stop."""
    cuts = [place for place, cell in enumerate(cells) if cell.source.startswith(STOP)]
    parts = zip([0, *cuts], [*cuts, len(cells)], strict=True)
    return [minutes(cells[start:end]) for start, end in parts]


def told(cells: Sequence[NotebookNode]) -> str:
    """Say how long a notebook takes, as its head says it."""
    count = len(sittings(cells))
    return f"{minutes(cells)} minutes" + (f", in {COUNTS[count]} sittings" if count > 1 else "")


def in_table(text: str, name: str, cells: Sequence[NotebookNode]) -> str:
    """Put the time of a notebook at the end of its row in a Markdown table.

    >>> in_table("| [A](notebooks/01-a.ipynb) | does | 7 min |", "01-a", [])
    '| [A](notebooks/01-a.ipynb) | does | 0 min |'
    """
    row = re.compile(rf"(?<=\(notebooks/{re.escape(name)}\.ipynb\) \| )(.*\| )\d+ min(?= \|)")
    return row.sub(rf"\g<1>{minutes(cells)} min", text)


def filled(
    cells: Sequence[NotebookNode], other: Callable[[str], Sequence[NotebookNode]]
) -> Sequence[NotebookNode]:
    """Put the times in the place of their marks; `other` gives the cells of another notebook."""

    def time(match: re.Match[str]) -> str:
        return f"{minutes(other(match[1]))}\N{NO-BREAK SPACE}min" if match[1] else told(cells)

    texts = [MARK.sub(time, cell.source) for cell in cells]
    for cell, text in zip(cells, texts, strict=True):
        cell.source = text
    return cells
