"""Exercises that answer: ``check.sigmoid(sigmoid)`` says what is right or wrong, and why.

``check.sigmoid.hint()`` gives one more hint each time, ``check.sigmoid.solution()`` the solution.
``check.glossary("logit")`` says what a word means.
Nothing here draws or needs widgets.
"""

from nnlib.check.common import Hinting
from nnlib.check.exercises import NOTEBOOKS
from nnlib.check.result import CheckResult
from nnlib.check.words import glossary

_parts = [part for notebook in NOTEBOOKS for part in vars(notebook).values()]
_exercises = {part.name: part for part in _parts if isinstance(part, Hinting)}
globals().update(_exercises)

__all__ = ["CheckResult", "glossary", *_exercises]
