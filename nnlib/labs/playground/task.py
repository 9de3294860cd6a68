"""What a network of the playground is to learn: to tell classes apart, or to predict a number."""

from typing import NamedTuple

import numpy as np

MOST_CLASSES = 3


class Score(NamedTuple):
    """How well a network does on some points.

    Its loss, and the share of right labels or, where a number is predicted, the typical error:
    the root of the mean squared error. The other of the two is None.
    """

    loss: float
    accuracy: float | None
    error: float | None = None

    def tell(self, points="points"):
        """Say it in a few words.

        >>> Score(0.5, 0.906).tell("80 points"), Score(0.01, None, 0.1).tell("80 points")
        ('90.6 % of 80 points right', 'off by 0.100 at 80 points')
        """
        if self.accuracy is None:
            return f"off by {self.error:.3f} at {points}"
        return f"{100 * self.accuracy:.1f} % of {points} right"


class Task(NamedTuple):
    """A kind of task, and what a network for it is like.

    Attributes
    ----------
    name : str
        "classes" or "number".
    outputs : int
        Columns of the network's output.
    options : dict
        What a network is made with besides, where its signature names it.
    """

    name: str
    outputs: int
    options: dict

    @property
    def meaning(self):
        """What the network's output is, for one who writes a network."""
        if self.name == "number":
            return "a number, as near to y as may be"
        if self.outputs == 1:
            return "the probability of class 1"
        return f"the probability of each of {self.outputs} classes"

    def targets(self, y):
        """Give labels or numbers (m, 1) as the network learns them, (m, outputs)."""
        if self.outputs == 1:
            return y
        return (y == np.arange(self.outputs)).astype(float)

    def score(self, loss, output, targets):
        """Give the `Score` of outputs (m, outputs)."""
        if self.name == "number":
            return Score(loss, None, float(np.sqrt(np.mean((output - targets) ** 2))))
        if self.outputs == 1:
            right = (output > 0.5) == (targets > 0.5)
        else:
            right = np.argmax(output, axis=1) == np.argmax(targets, axis=1)
        return Score(loss, float(right.mean()))


TWO_CLASSES = Task("classes", 1, {})
THREE_CLASSES = Task("classes", 3, {"output": "softmax", "loss": "softmax_cross_entropy"})
NUMBER = Task("number", 1, {"output": "identity", "loss": "mse"})
