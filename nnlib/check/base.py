"""What an author of exercises needs, in one place.

`Exercise` judges a function, `Value` numbers and arrays, `Choice` one option of
several. Exercises are declared in `nnlib.check.exercises`, one module a notebook.
"""

from nnlib.check.choice import Choice
from nnlib.check.exercise import Exercise
from nnlib.check.result import CheckResult
from nnlib.check.value import Value

__all__ = ["CheckResult", "Choice", "Exercise", "Value"]
