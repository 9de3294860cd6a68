"""The points of the playground: which ones, how they are dealt, and what a network gets of them."""

from traitlets import Any, Enum, Float, Int, validate

from nnlib import datasets
from nnlib.labs.playground import inputs
from nnlib.labs.playground.brush import Painted, deal_in_order
from nnlib.labs.shared.model import Model

POINTS = 400
SETS = datasets.PLANAR


class PointsModel(Painted, Model):
    """What is chosen about the points, and the points.

    Attributes
    ----------
    points : nnlib.datasets.Split
        In the plane: X of shape (m, 2), y of shape (m, 1).
    """

    data = Enum(list(SETS), "flower").tag(code=True)
    noise = Float(0.2, min=0.0, max=1.0).tag(code=True)
    train_share = Float(0.8, min=0.1, max=1.0).tag(code=True)
    seed = Int(1, min=0, max=9999, help="Of points, split, weights, batches.").tag(code=True)
    inputs = Any(inputs.COORDINATES, help="Names of what a network gets.").tag(code=True)

    @validate("inputs")
    def _check_inputs(self, proposal):
        return inputs.checked(proposal.value)

    @property
    def input_names(self):
        """Names of the inputs as they are shown; a tuple."""
        return tuple(inputs.SHOWN[name] for name in self.inputs)

    def _deal(self):
        """Make the points and deal them into those to train on and those to test with."""
        if self.painted is not None:
            self.points = deal_in_order(self.painted, self.train_share, self.seed)
            return
        X, y = SETS[self.data](POINTS, self.noise, self.seed)
        if self.train_share == 1:
            self.points = datasets.Split(X, y, X[:0], y[:0])
        else:
            self.points = datasets.split(X, y, self.train_share, self.seed)
