"""A slider for a number that training moves too."""

import math
from functools import partial

import ipywidgets as widgets

from nnlib.labs.shared.controls import label_look

# Sliders reach from minus this to this; a weight that training took further widens its slider.
REACH = 10.0
# A quarter is exact in binary: a slider then stands at 0.75, not at 0.7500000000000004.
STEP = 0.25


class WeightSlider:
    """The slider of one weight or bias of the unit that is set by hand.

    A slider in the browser rounds what it is told to its own steps and sends that back, as if
    somebody had moved it. Such an echo must not touch the weight, which the lab's model has as
    ``parameter(index, unit)`` and sets with ``set_parameter(index, value, unit)``.
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
        moved_on = unit == self._unit and self.slider.value != self._shown
        if name is None or moved_on:  # moved on: a wish waits in the queue
            return
        self._unit, self._shown = unit, _on_step(value)
        bound = max(REACH, math.ceil(abs(value)))
        with self.slider.hold_sync(), self.slider.hold_trait_notifications():
            self.slider.min, self.slider.max, self.slider.value = -bound, bound, self._shown
            is_bias = name == "bias"
            self.slider.description = name if is_bias else f"from {name}"
            what = name if is_bias else f"weight from {name}"
            self.slider.tooltip = f"The {what}, in steps of a quarter"

    def _moved(self, change):
        if change.new != self._shown:
            self._lab.post(partial(self._set, self._unit, change.new))

    def _set(self, unit, value):
        if value != self.slider.value:  # a later wish follows
            return
        self._shown = value
        if value != _on_step(self._lab.model.parameter(self._index, unit)):
            self._lab.model.set_parameter(self._index, value, unit)


def _on_step(value):
    """Round to the nearest step of a slider."""
    return round(value / STEP) * STEP
