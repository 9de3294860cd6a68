"""Exercises that answer: ``check.sigmoid(sigmoid)`` says what is right or wrong, and why.

``check.sigmoid.hint()`` gives one more hint each time, ``check.sigmoid.solution()`` the solution.
Nothing here draws or needs widgets.
"""

from nnlib.check.common import Hinting
from nnlib.check.exercises import (
    build_a_two_layer_network,
    choose_a_learning_rate,
    choose_an_activation,
    draw_the_boundary,
    fire_a_neuron,
    follow_the_chain_rule,
    measure_the_error,
    see_with_convolution,
    start_here,
)
from nnlib.check.result import CheckResult

_notebooks = (
    start_here,
    fire_a_neuron,
    build_a_two_layer_network,
    measure_the_error,
    follow_the_chain_rule,
    draw_the_boundary,
    choose_an_activation,
    choose_a_learning_rate,
    see_with_convolution,
)
_exercises = {
    name: part
    for notebook in _notebooks
    for name, part in vars(notebook).items()
    if isinstance(part, Hinting)
}
globals().update(_exercises)

__all__ = ["CheckResult", *_exercises]
