"""A slider for a number that training moves too."""

import math
from functools import partial

import ipywidgets as widgets

from nnlib.labs.shared.controls import label_look
from nnlib.labs.shared.steps import on_step, plain, tell

# Sliders reach from minus this to this; a weight that training took further widens its slider.
REACH = 10.0
STEP = 0.25


class WeightSlider:
    """The slider of one weight or bias of the unit that is set by hand.

    The lab's model has the weight as ``parameter(index, unit)`` and sets it with
    ``set_parameter(index, value, unit)``; only a move of the learner's does.
    """

    def __init__(self, lab, index):
        self._lab, self._index = lab, index
        self._unit, self._shown = None, 0.0
        look = label_look("", tooltip="")
        self.slider = widgets.FloatSlider(min=-REACH, max=REACH, step=STEP, **look)
        self.slider.observe(self._moved, "value")

    def show(self, unit, name, value):
        """Show the value of a weight; name None leaves the slider out."""
        self.slider.layout.display = "none" if name is None else None
        moved_on = unit == self._unit and plain(self.slider.value) != self._shown
        if name is None or moved_on:  # moved on: a wish waits in the queue
            return
        self._unit, self._shown = unit, self._stands(value)
        with self.slider.hold_sync():
            tell(self.slider, value, *_limits(value))
            is_bias = name == "bias"
            self.slider.description = name if is_bias else f"from {name}"
            what = name if is_bias else f"weight from {name}"
            self.slider.tooltip = f"The {what}, in steps of a quarter"

    def _moved(self, change):
        value = plain(change.new)
        if value != self._shown:
            self._lab.post(partial(self._set, self._unit, value))

    def _set(self, unit, value):
        if value != plain(self.slider.value):  # a later wish follows
            return
        self._shown = value
        if value != self._stands(self._lab.model.parameter(self._index, unit)):
            self._lab.model.set_parameter(self._index, value, unit)

    def _stands(self, value):
        return plain(on_step(value, *_limits(value), STEP))


def _limits(value):
    bound = max(REACH, math.ceil(abs(value)))
    return -bound, bound
