"""The first lab: one sigmoid unit with one input, its weight and its bias."""

import numpy as np
import traitlets

from nnlib import plots
from nnlib.activations import sigmoid
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.model import Model

X = np.linspace(-6, 6, 241)


class UnitModel(Model):
    """A unit ``y = sigmoid(w x + b)``."""

    weight = traitlets.Float(1.0, min=-5.0, max=5.0, help="How steep, which way.").tag(code=True)
    bias = traitlets.Float(0.0, min=-5.0, max=5.0, help="What is added to w x.").tag(code=True)

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


class UnitLab(Lab):
    """Move the weight and the bias of one sigmoid unit and see its output.

    Parameters
    ----------
    weight : float from -5 to 5
    bias : float from -5 to 5
    """

    def __init__(self, **choices):
        super().__init__(UnitModel(**choices))

    def build(self):
        """Make one curve and two sliders."""
        self.figure, ax = plots.figure(width=6.4, height=3.0)
        plots.set_labels(ax, x="input x", y="output y")
        ax.set(xlim=(X[0], X[-1]), ylim=(-0.03, 1.03), yticks=[0, 0.5, 1])
        ax.axhline(0.5, color=plots.style.FRAME, linewidth=1, zorder=1)
        (self.curve,) = ax.plot(X, self.model.output(), color=plots.style.INK)
        self.drawings = [plots.Drawing([self.curve])]
        self.rows = [
            self.slider("weight", "weight", -5.0, 5.0, 0.1, tooltip="How steep the curve is"),
            self.slider("bias", "bias", -5.0, 5.0, 0.1, tooltip="Moves the curve sideways"),
            self.reset_button(),
        ]

    def update(self):
        """Show the present output."""
        self.curve.set_ydata(self.model.output())
