"""What a class understood, from a folder of notebooks that were handed in.

``python -m nnlib.check FOLDER`` is the command.
"""

import re
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from nnlib.check import BY_NOTEBOOK, handed_in
from nnlib.check.record import STATES, Entry


@dataclass(frozen=True)
class Row:
    """One student: all that they handed in.

    Parameters
    ----------
    student : str
    entries : dict of str to nnlib.check.record.Entry
        By exercise; what is not in any of their notebooks is not in it.
    remarks : list of str
    """

    student: str
    entries: dict
    remarks: list

    def state(self, exercise):
        """Give "done", "tried", "untouched", or "" for what was not handed in."""
        return self.entries[exercise].state if exercise in self.entries else ""


def files(folder, only=""):
    """Read the notebooks of a folder, all before any of them runs.

    Notebooks in a folder of their own belong to the student whom that folder is named after; a
    notebook that lies in `folder` itself names its student.

    Parameters
    ----------
    folder : path
    only : str, optional
        How the names of the notebooks start: ``"02"``.

    Returns
    -------
    list of (str, str, bytes)
        Student, file, content.

    Raises
    ------
    FileNotFoundError
        There is no such folder, or no such notebook in it.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise FileNotFoundError(f"there is no folder {folder}.")
    found = []
    for path in sorted(folder.rglob("*.ipynb")):
        place = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in place.parts)
        if path.name.startswith(only) and not hidden:
            student = place.parts[0] if len(place.parts) > 1 else path.stem
            found.append((student, place.as_posix(), path.read_bytes()))
    if not found:
        named = f"whose name starts with {only} " if only else ""
        raise FileNotFoundError(f"there is no notebook {named}in {folder}.")
    return found


def run(handed, executor=None, **limits):
    """Run the checks of all notebooks.

    Parameters
    ----------
    handed : list of (str, str, bytes)
        As `files` gives them.
    executor : concurrent.futures.Executor, optional
        Where they run: threads, processes, or a cluster's ``client.get_executor()``. Processes of
        this machine if left out.
    **limits
        Seconds and megabytes, see `nnlib.check.handed_in.run`.

    Returns
    -------
    list of nnlib.check.handed_in.HandedIn
        In the order of `handed`. A notebook that ends the process in which it runs harms no other:
        those that were lost with it run again, each in a process of its own.
    """
    if executor is None:
        with ProcessPoolExecutor() as pool:
            return run(handed, pool, **limits)
    futures = []
    for each in handed:
        try:
            futures.append(executor.submit(handed_in.run, *each, **limits))
        except BrokenExecutor:
            futures.append(None)
    return [_result(*pair, limits) for pair in zip(handed, futures, strict=True)]


def _result(each, future, limits):
    if future is not None:
        try:
            return future.result()
        except BrokenExecutor:
            pass
    with ProcessPoolExecutor(1) as pool:
        try:
            return pool.submit(handed_in.run, *each, **limits).result()
        except BrokenExecutor:
            text = "The notebook ended the process that ran it."
            return handed_in.HandedIn(*each[:2], remarks=[text])


def rows(results):
    """Put together what each student has handed in, in the order of their names.

    Parameters
    ----------
    results : list of nnlib.check.handed_in.HandedIn

    Returns
    -------
    list of Row
    """
    students = {}
    for result in sorted(results, key=lambda each: each.student.casefold()):
        row = students.setdefault(result.student, Row(result.student, {}, []))
        for name, entry in result.entries.items():
            before = row.entries.get(name, Entry())
            if list(STATES).index(entry.state) <= list(STATES).index(before.state):
                row.entries[name] = entry
        row.remarks.extend(f"{result.file}: {remark}" for remark in result.remarks)
    return list(students.values())


def exercises(table):
    """List the exercises that anybody has handed in, in the order of the course."""
    anybody = {name for row in table for name in row.entries}
    return [name for parts in BY_NOTEBOOK.values() for name in parts if name in anybody]


def counts(table):
    """Count for each exercise how many students are how far.

    Returns
    -------
    dict of str to list of int
        By state, a number for each of `exercises`.
    """
    names = exercises(table)
    states = {state: state for state in STATES} | {"not handed in": ""}
    return {
        said: [sum(row.state(name) == state for row in table) for name in names]
        for said, state in states.items()
    }


def mistakes(table, exercise):
    """Count the mistakes of those who have tried an exercise and not done it, most frequent first.

    Returns
    -------
    list of (str, int, str)
        The key of a mistake that the check recognised, else ""; how many students made it; and what
        the first of them was told. Who was told the same first sentence made the same mistake.
    """
    told = {}
    for row in table:
        if row.state(exercise) == "tried":
            entry = row.entries[exercise]
            first = re.sub(r"\d+", "", entry.message.partition(". ")[0])  # whichever line it is in
            told.setdefault((entry.mistake, first), []).append(entry.message)
    counted = [(key, len(all_), all_[0]) for (key, _), all_ in told.items()]
    return sorted(counted, key=lambda each: -each[1])
