"""A neuron with two inputs: its line in the plane and its truth table, beside the one aimed for."""

from nnlib import logic, plots
from nnlib.labs.gate.model import AIMS, LARGEST, GateModel
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import columns, row
from nnlib.plots.gate import draw_functions, draw_gate
from nnlib.plots.tables import draw_gate_table

SLIDERS = {
    "w1": ("weight w₁", "What the first input adds to the sum when it is 1"),
    "w2": ("weight w₂", "What the second input adds to the sum when it is 1"),
    "threshold": ("threshold T", "The sum at which the neuron fires"),
}


class GateLab(Lab):
    """Set two weights and a threshold, and aim for a gate.

    Parameters
    ----------
    **choices
        ``w1``, ``w2``, ``threshold`` (from −3 to 3), ``aim``, a name such as "x1 XOR x2", and
        ``fires``, a function of yours; see `GateModel`.

    Examples
    --------
    >>> GateLab(aim="x1 XOR x2").model.wrong_rows()
    ['1 1 gives 1, wanted 0']
    """

    def __init__(self, **choices):
        super().__init__(GateModel(**choices))

    def build(self):
        """Draw plane and truth table side by side, and the 16 functions below."""
        self.figure, axes = plots.figure(
            ncols=2, nrows=2, width=9.4, height=4.7, width_ratios=[1, 1.25], height_ratios=[4, 1.15]
        )
        grid = axes[1, 0].get_gridspec()
        for ax in axes[1]:
            ax.remove()
        model = self.model
        state = model.weights, model.threshold, model.wanted, model.outputs
        self.gate = draw_gate(axes[0, 0], *state)
        self.table = draw_gate_table(axes[0, 1], *state)
        below = self.figure.add_subplot(grid[1, :])
        self.functions = draw_functions(below, logic.TWO_BIT_FUNCTIONS)
        self.drawings = [self.gate, self.table, self.functions]
        self.rows = [row(self.reset_button()), columns(*self._choices(), most=2)]

    def _choices(self):
        tooltip = "The function whose truth table the neuron should have"
        yield self.dropdown("aim", "Aim for", list(AIMS), tooltip=tooltip)
        look = {"step": 0.5, "readout_format": ".1f"}
        for trait, (label, tooltip) in SLIDERS.items():
            yield self.slider(trait, label, -LARGEST, LARGEST, tooltip=tooltip, **look)

    def update(self):
        """Bring line, table and tiles up to date."""
        model = self.model
        state = model.weights, model.threshold, model.wanted, model.outputs
        self.gate.update(*state)
        self.table.update(*state)
        self.functions.update(model.found, model.outputs)
