"""The first lab: one sigmoid unit with one input, its weight and its bias."""

from nnlib import plots
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import columns, row
from nnlib.labs.unit.model import UnitModel, X


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
        sliders = columns(
            self.slider("weight", "weight", -5.0, 5.0, 0.1, tooltip="How steep the curve is"),
            self.slider("bias", "bias", -5.0, 5.0, 0.1, tooltip="Moves the curve sideways"),
            most=2,
            max_width="640px",
        )
        self.rows = [row(self.reset_button()), sliders]

    def update(self):
        """Show the present output."""
        self.curve.set_ydata(self.model.output())
