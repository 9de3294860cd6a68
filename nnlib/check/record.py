"""What the learner has answered so far, in one readable file: ``check.progress()`` shows it.

A check that is run in a notebook adds a line to `FILE` in the notebook's folder: the time, "done"
or "tried", the exercise, the key of a mistake that was recognised, and the first line of the
answer, with tabs between them. Lines are only ever added, so two kernels do not disturb each other;
the file may be deleted, and lines that cannot be read are left out. The variable ``NNLIB_PROGRESS``
names another file.
"""

import html
import os
import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from nnlib.check.result import box

FILE = "progress.txt"
STATES = {"done": "✓", "tried": "✗", "untouched": "○"}
_LONGEST = 200  # characters kept of an answer
_FOLDER = Path.cwd()

_written = {}  # exercise: what was last written, by this kernel
_trouble = ""  # why the last line could not be written


class Entry(NamedTuple):
    """How far an exercise is, and the last mistake before that."""

    state: str = "untouched"
    mistake: str = ""
    message: str = ""


def place():
    """Give the path of the file."""
    return Path(os.environ.get("NNLIB_PROGRESS") or _FOLDER / FILE)


def _is_notebook():
    """Tell whether a learner's kernel runs this: what scripts and tests check is not theirs."""
    ipython = sys.modules.get("IPython")
    return hasattr(ipython and ipython.get_ipython(), "kernel")


def keep(result):
    """Add the answer of a check to the file, unless the last one of this exercise said the same."""
    global _trouble
    if result.status == "todo" or not _is_notebook():
        return
    state = "done" if result.status == "pass" else "tried"
    message = re.sub(r"\s+", " ", result.message.partition("\n")[0])[:_LONGEST]
    mistake = [result.misconception or "", message] if state == "tried" else ["", ""]
    fields = [state, result.exercise, *mistake]
    if _written.get(result.exercise) == fields and place().exists():
        return
    try:
        with place().open("a", encoding="utf-8") as file:
            file.write("\t".join([time.strftime("%Y-%m-%d %H:%M"), *fields]) + "\n")
    except OSError as error:
        _trouble = error.strerror or str(error)
        return
    _trouble, _written[result.exercise] = "", fields


def read(path=None):
    """Read the file.

    Parameters
    ----------
    path : path, optional
        Another file.

    Returns
    -------
    entries : dict of str to Entry
        By exercise. Who has once been right is done; the mistake is the last one.
    faults : list of str
        A sentence for each thing that could not be read.
    """
    try:
        text = Path(path or place()).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        return {}, [f"The file cannot be read: {error.strerror or error}."]
    entries, damaged = {}, 0
    for line in text.splitlines():
        fields = line.split("\t")
        if len(fields) != 5 or fields[1] not in ("done", "tried"):
            damaged += 1
            continue
        _, state, exercise, mistake, message = fields
        before = entries.get(exercise, Entry())
        if state == "done":
            entries[exercise] = before._replace(state="done")
        else:
            kept = before.state if before.state == "done" else "tried"
            entries[exercise] = Entry(kept, mistake, message)
    lines = f"{damaged} line{'s' * (damaged > 1)}"
    return entries, [f"{lines} of the file cannot be read and were left out."] if damaged else []


@dataclass(frozen=True, repr=False)
class Progress:
    """Which exercises are done, tried and untouched.

    Parameters
    ----------
    exercises : dict of str to list of str
        Names of the exercises by notebook.
    entries : dict of str to Entry
    faults : list of str
    """

    exercises: dict
    entries: dict
    faults: list

    def state(self, name):
        """Give the state of one exercise: "done", "tried" or "untouched"."""
        return self.entries.get(name, Entry()).state

    def count(self, names):
        """Count those that are done."""
        return sum(self.state(name) == "done" for name in names)

    @property
    def _head(self):
        everything = [name for names in self.exercises.values() for name in names]
        return f"{self.count(everything)} of {len(everything)} exercises done."

    @property
    def _faults(self):
        unwritten = [f"{place().name} cannot be written: {_trouble}."] if _trouble else []
        return [*self.faults, *unwritten]

    def __repr__(self):
        lines = [self._head]
        for notebook, names in self.exercises.items():
            listed = ", ".join(f"{STATES[self.state(name)]} {name}" for name in names)
            lines.append(f"{notebook}, {self.count(names)} of {len(names)}: {listed}")
        legend = ", ".join(f"{sign} {state}" for state, sign in STATES.items())
        return "\n".join([*lines, legend, *self._faults])

    def _repr_html_(self):
        rows = "".join(
            f'<tr><th scope="row" style="text-align: left">{html.escape(notebook)}</th>'
            f'<td style="white-space: nowrap">{self.count(names)} of {len(names)}</td>'
            f'<td style="text-align: left">{" ".join(map(self._named, names))}</td></tr>'
            for notebook, names in self.exercises.items()
        )
        legend = ", ".join(f"{sign} {state}" for state, sign in STATES.items())
        rest = "".join(f"<br>{html.escape(line)}" for line in [legend, *self._faults])
        return box("note", "Progress:", f"{self._head}<table>{rows}</table>{rest}")

    def _named(self, name):
        state = self.state(name)
        weight = "bold" if state == "done" else "normal"
        return (
            f'<span style="white-space: nowrap; font-weight: {weight}; margin-right: 0.7em" '
            f'title="{state}">{STATES[state]} <code>{name}</code></span>'
        )
