"""Exercises that answer: ``check.sigmoid(sigmoid)`` says what is right or wrong, and why.

``check.sigmoid.hint()`` gives one more hint each time, ``check.sigmoid.solution()`` the solution.
Nothing here draws or needs widgets.
"""

from nnlib.check.common import Hinting
from nnlib.check.exercises import NOTEBOOKS
from nnlib.check.result import CheckResult

_parts = [part for notebook in NOTEBOOKS for part in vars(notebook).values()]
_exercises = {part.name: part for part in _parts if isinstance(part, Hinting)}
globals().update(_exercises)

__all__ = ["CheckResult", *_exercises]
