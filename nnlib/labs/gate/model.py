"""The gate lab without widgets: a neuron with two inputs, and the truth table it is aimed at."""

import numpy as np
from traitlets import Any, Enum, Float

from nnlib import logic, neuron
from nnlib.labs.shared.model import Model
from nnlib.labs.shared.own import latest

LARGEST = 3.0
AIMS = {name: outputs for outputs, name in logic.TWO_BIT_FUNCTIONS.items()}
WITHIN_REACH = np.array(list(logic.search()))
INPUTS = logic.all_inputs(2)


def most_right(aim):
    """How many rows of a function of two bits, given by its name, one neuron has right at most.

    >>> most_right("x1 AND x2"), most_right("x1 XOR x2")
    (4, 3)
    """
    return int((AIMS[aim] == WITHIN_REACH).sum(axis=1).max())


class GateModel(Model):
    """Two weights, a threshold and the function aimed for; remembers the functions found.

    Raises
    ------
    ValueError
        If ``fires`` is a function that does not give four zeros and ones for four rows.

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
    fires = Any(None, help="What answers: a `fires(X, weights, threshold)`.").tag(code=True)

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
        self.outputs = self._answers(latest(self.fires) or neuron.fires)
        self.found.add(self.outputs)

    def _answers(self, fires):
        given = fires(INPUTS.copy(), self.weights, self.threshold)
        if np.shape(given) != (len(INPUTS),) or not set(given) <= {0, 1}:
            wanted = "fires(X, weights, threshold) must give four zeros and ones for four rows"
            raise ValueError(f"{wanted}; got {given!r}.")
        return tuple(map(int, given))

    def wrong_rows(self):
        """List the rows that differ from the aim, in words."""
        rows = zip(INPUTS, self.outputs, self.wanted, strict=True)
        wrong = [(*inputs, output, aim) for inputs, output, aim in rows if output != aim]
        return ["{} {} gives {}, wanted {}".format(*row) for row in wrong]

    def status(self):
        """Say which function it is, and which rows differ from the aim."""
        wrong = self.wrong_rows()
        verdict = f"Wrong in {len(wrong)} of 4 rows: {'; '.join(wrong)}."
        text = f"Aim: {self.aim}. This neuron makes: {self.name}. "
        text += verdict if wrong else "All four rows are right."
        most = most_right(self.aim)
        if most < len(INPUTS):
            text += f" One neuron can have {most} of these rows right, never all."
        return f"{text} Functions found so far: {len(self.found)} of {len(AIMS)}."

    def begin(self):
        """Forget what was found, but for the first neuron's function."""
        self.found = set()
        self.refresh()
