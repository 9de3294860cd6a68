"""Exercises that answer: ``check.sigmoid(sigmoid)`` says what is right or wrong, and why.

``check.sigmoid.hint()`` gives one more hint each time, ``check.sigmoid.solution()`` the solution.
Nothing here draws or needs widgets.
"""

from nnlib.check.network import forward, sigmoid
from nnlib.check.result import CheckResult

__all__ = ["CheckResult", "forward", "sigmoid"]
