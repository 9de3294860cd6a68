"""Exercises that answer: ``check.sigmoid(sigmoid)`` says what is right or wrong, and why.

``check.sigmoid.hint()`` gives one more hint each time, ``check.sigmoid.solution()`` the solution.
Nothing here draws or needs widgets.
"""

from nnlib.check.gates import and_gate, majority, nand_gate, not_gate, or_gate
from nnlib.check.listing import mend
from nnlib.check.network import forward, sigmoid
from nnlib.check.neuron import fires
from nnlib.check.planar import cross_entropy, predict
from nnlib.check.planar_backward import backward
from nnlib.check.result import CheckResult
from nnlib.check.start import double

__all__ = [
    "CheckResult",
    "and_gate",
    "backward",
    "cross_entropy",
    "double",
    "fires",
    "forward",
    "majority",
    "mend",
    "nand_gate",
    "not_gate",
    "or_gate",
    "predict",
    "sigmoid",
]
