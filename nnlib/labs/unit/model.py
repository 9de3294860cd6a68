"""One sigmoid unit with one input: the model of `UnitLab`."""

import numpy as np
from traitlets import Float

from nnlib.activations import sigmoid
from nnlib.labs.shared.model import Model

X = np.linspace(-6, 6, 241)


class UnitModel(Model):
    """A unit ``y = sigmoid(w x + b)``."""

    weight = Float(1.0, min=-5.0, max=5.0, help="How steep, which way.").tag(code=True)
    bias = Float(0.0, min=-5.0, max=5.0, help="What is added to w x.").tag(code=True)

    def output(self):
        """Give the unit's output for every x of the picture, (241,), in (0, 1)."""
        return sigmoid(self.weight * X + self.bias)

    def status(self):
        """Say where the unit's output is 0.5, and whether it rises there."""
        if self.weight == 0:
            return f"Weight 0: the output is {self.output()[0]:.2f} for every input."
        way = "rises" if self.weight > 0 else "falls"
        crossing = -self.bias / self.weight + 0.0  # adding zero turns -0 into 0
        return f"The output {way} through 0.5 at x = {crossing:.2f}."
