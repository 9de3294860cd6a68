"""Exercises that answer: ``check.sigmoid(sigmoid)`` says what is right or wrong, and why.

``check.sigmoid.hint()`` gives one more hint each time, ``check.sigmoid.solution()`` the solution.
Nothing here draws or needs widgets.
"""

from nnlib.check.exercises.build_a_two_layer_network import forward, sigmoid
from nnlib.check.exercises.choose_a_learning_rate import (
    curve_1,
    curve_2,
    curve_3,
    curve_4,
    curve_5,
    momentum_step,
)
from nnlib.check.exercises.choose_an_activation import (
    dead_relu,
    he_scale,
    mend_vanishing,
    relu,
    relu_slope,
    spot_vanishing,
    vanishes,
)
from nnlib.check.exercises.draw_the_boundary import backward, cross_entropy, mend, predict
from nnlib.check.exercises.fire_a_neuron import (
    and_gate,
    fires,
    majority,
    nand_gate,
    not_gate,
    or_gate,
)
from nnlib.check.exercises.follow_the_chain_rule import (
    gradient_W1,
    gradient_W2,
    output_error,
    update,
    worked_example,
)
from nnlib.check.exercises.measure_the_error import (
    doubled_data,
    one_big_error,
    rate_too_large,
    sse,
    sse_gradient,
)
from nnlib.check.exercises.see_with_convolution import correlate2d, kernel_gradient, max_pool
from nnlib.check.exercises.start_here import double
from nnlib.check.result import CheckResult

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
