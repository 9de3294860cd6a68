"""Exercises that answer: ``check.sigmoid(sigmoid)`` says what is right or wrong, and why.

``check.sigmoid.hint()`` gives one more hint each time, ``check.sigmoid.solution()`` the solution.
``check.glossary("logit")`` says what a word means, ``check.progress()`` which exercises are done.
Nothing here draws or needs widgets.
"""

from nnlib.check import record
from nnlib.check.common import Hinting
from nnlib.check.exercises import NOTEBOOKS
from nnlib.check.result import CheckResult
from nnlib.check.words import glossary, numbered

# Titles of the notebooks, and the exercises of each by their names. A notebook with many has them
# in two modules: that which is named after it imports the other's.
BY_NOTEBOOK = {
    title: {part.name: part for part in vars(module).values() if isinstance(part, Hinting)}
    for module in sorted(NOTEBOOKS, key=lambda module: numbered(module.__name__))
    if (title := numbered(module.__name__))
}
_exercises = {name: part for parts in BY_NOTEBOOK.values() for name, part in parts.items()}
globals().update(_exercises)


def progress():
    """Show by notebook which exercises are done, tried and untouched.

    Returns
    -------
    Progress
    """
    names = {title: list(parts) for title, parts in BY_NOTEBOOK.items()}
    return record.Progress(names, *record.read())


__all__ = ["CheckResult", "glossary", "progress", *_exercises]
