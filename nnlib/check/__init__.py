"""Exercises that answer: ``check.sigmoid(sigmoid)`` says what is right or wrong, and why.

``check.sigmoid.hint()`` gives one more hint each time, ``check.sigmoid.solution()`` the solution.
Nothing here draws or needs widgets.
"""

from nnlib.check.activation import he_scale, relu, relu_slope, vanishes
from nnlib.check.activation_questions import dead_relu, mend_vanishing, spot_vanishing
from nnlib.check.chain import gradient_W1, gradient_W2, output_error
from nnlib.check.convolution import correlate2d, kernel_gradient, max_pool
from nnlib.check.gates import and_gate, majority, nand_gate, not_gate, or_gate
from nnlib.check.listing import mend
from nnlib.check.loss import doubled_data, one_big_error, rate_too_large, sse, sse_gradient
from nnlib.check.network import forward, sigmoid
from nnlib.check.neuron import fires
from nnlib.check.planar import cross_entropy, predict
from nnlib.check.planar_backward import backward
from nnlib.check.rate import curve_1, curve_2, curve_3, curve_4, curve_5, momentum_step
from nnlib.check.result import CheckResult
from nnlib.check.start import double
from nnlib.check.step import update, worked_example

__all__ = [
    "CheckResult",
    "and_gate",
    "backward",
    "correlate2d",
    "cross_entropy",
    "curve_1",
    "curve_2",
    "curve_3",
    "curve_4",
    "curve_5",
    "dead_relu",
    "double",
    "doubled_data",
    "fires",
    "forward",
    "gradient_W1",
    "gradient_W2",
    "he_scale",
    "kernel_gradient",
    "majority",
    "max_pool",
    "mend",
    "mend_vanishing",
    "momentum_step",
    "nand_gate",
    "not_gate",
    "one_big_error",
    "or_gate",
    "output_error",
    "predict",
    "rate_too_large",
    "relu",
    "relu_slope",
    "sigmoid",
    "spot_vanishing",
    "sse",
    "sse_gradient",
    "update",
    "vanishes",
    "worked_example",
]
