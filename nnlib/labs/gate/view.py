"""A neuron with two inputs: its line in the plane and its truth table, beside the one aimed for."""

import numpy as np
from traitlets import Enum, Float

from nnlib import logic, neuron, plots
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import row
from nnlib.labs.shared.model import Model
from nnlib.plots.gate import draw_functions, draw_gate
from nnlib.plots.tables import draw_gate_table

LARGEST = 3.0
AIMS = {name: outputs for outputs, name in logic.TWO_BIT_FUNCTIONS.items()}
WITHIN_REACH = logic.search()
INPUTS = logic.all_inputs(2)


def most_right(aim):
    """How many rows of a function of two bits one neuron can have right, at most.

    Parameters
    ----------
    aim : str, a name of `logic.TWO_BIT_FUNCTIONS`

    Examples
    --------
    >>> most_right("x1 AND x2"), most_right("x1 XOR x2")
    (4, 3)
    """
    return int((np.array(list(WITHIN_REACH)) == AIMS[aim]).sum(axis=1).max())


class GateModel(Model):
    """Two weights, a threshold and the function aimed for; remembers the functions found.

    Parameters
    ----------
    **choices
        Values of the traits.

    Raises
    ------
    traitlets.TraitError
        If a choice is out of its range; the message names trait, value and range.

    Examples
    --------
    >>> model = GateModel(w1=1.0, w2=1.0, threshold=1.5)
    >>> model.outputs, model.name
    ((0, 0, 0, 1), 'x1 AND x2')
    """

    w1 = Float(1.0, min=-LARGEST, max=LARGEST, help="Weight of the first input.").tag(code=True)
    w2 = Float(1.0, min=-LARGEST, max=LARGEST, help="Weight of the second input.").tag(code=True)
    threshold = Float(0.5, min=-LARGEST, max=LARGEST).tag(code=True)
    aim = Enum(list(AIMS), "x1 AND x2", help="The function aimed for.").tag(code=True)

    def __init__(self, **choices):
        super().__init__(**choices)
        self.found = set()
        self.refresh()

    @property
    def weights(self):
        """Both weights; shape (2,)."""
        return np.array([self.w1, self.w2])

    @property
    def wanted(self):
        """The outputs aimed for, for 00, 01, 10 and 11."""
        return AIMS[self.aim]

    @property
    def name(self):
        """Name of the function that the neuron makes."""
        return logic.TWO_BIT_FUNCTIONS[self.outputs]

    def refresh(self):
        """Compute the four outputs, and remember the function."""
        self.outputs = tuple(neuron.fires(INPUTS, self.weights, self.threshold).tolist())
        self.found.add(self.outputs)

    def wrong_rows(self):
        """List the rows that differ from the aim, in words."""
        rows = zip(INPUTS, self.outputs, self.wanted, strict=True)
        return [
            f"{x1} {x2} gives {output}, wanted {aim}"
            for (x1, x2), output, aim in rows
            if output != aim
        ]

    def status(self):
        """Say which function it is, and which rows differ from the aim."""
        wrong = self.wrong_rows()
        verdict = f"Wrong in {len(wrong)} of 4 rows: {'; '.join(wrong)}."
        text = f"Aim: {self.aim}. This neuron makes: {self.name}. "
        text += verdict if wrong else "All four rows are right."
        if most_right(self.aim) < len(INPUTS):
            text += f" One neuron can have {most_right(self.aim)} of these rows right, never all."
        return f"{text} Functions found so far: {len(self.found)} of {len(AIMS)}."

    def begin(self):
        """Forget what was found, but for the first neuron's function."""
        self.found = set()
        self.refresh()


class GateLab(Lab):
    """Set two weights and a threshold, and aim for a gate.

    Parameters
    ----------
    **choices
        ``w1``, ``w2``, ``threshold`` (from −3 to 3) and ``aim``, a name such as "x1 XOR x2"; see
        `GateModel`.

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
            ncols=2, nrows=2, width=9.4, height=5.2, width_ratios=[1, 1.25], height_ratios=[4, 1.15]
        )
        grid = axes[1, 0].get_gridspec()
        for ax in axes[1]:
            ax.remove()
        model = self.model
        state = model.weights, model.threshold, model.wanted
        self.gate = draw_gate(axes[0, 0], *state)
        self.table = draw_gate_table(axes[0, 1], *state)
        self.functions = draw_functions(
            self.figure.add_subplot(grid[1, :]), logic.TWO_BIT_FUNCTIONS
        )
        self.drawings = [self.gate, self.table, self.functions]
        self.rows = [self._aim_row(), self._neuron_row()]

    def _aim_row(self):
        return row(
            self.dropdown(
                *("aim", "Aim for", list(AIMS)),
                tooltip="The function whose truth table the neuron should have",
                width="18em",
            ),
            self.reset_button(),
        )

    def _neuron_row(self):
        common = {
            "width": "23em",
            "style": {"description_width": "6.5em"},
            "readout_format": ".1f",
        }
        return row(
            self.slider(
                *("w1", "weight w₁", -LARGEST, LARGEST, 0.5),
                tooltip="What the first input adds to the sum when it is 1",
                **common,
            ),
            self.slider(
                *("w2", "weight w₂", -LARGEST, LARGEST, 0.5),
                tooltip="What the second input adds to the sum when it is 1",
                **common,
            ),
            self.slider(
                *("threshold", "threshold T", -LARGEST, LARGEST, 0.5),
                tooltip="The sum at which the neuron fires",
                **common,
            ),
        )

    def update(self):
        """Bring line, table and tiles up to date."""
        model = self.model
        state = model.weights, model.threshold, model.wanted
        self.gate.update(*state)
        self.table.update(*state)
        self.functions.update(model.found, model.outputs)
