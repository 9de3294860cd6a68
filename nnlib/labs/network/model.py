"""The network of the truth table: its state, weights by hand, training. No widgets."""

import numpy as np
from traitlets import Any, Bool, Enum, Float, Int

from nnlib import Network, datasets, training
from nnlib.labs.shared.model import Model
from nnlib.labs.shared.own import usable_activation
from nnlib.labs.shared.training import until_over
from nnlib.plots.diagram import default_names

MOST_UNITS = 8
OUTPUT = 0


class NetworkModel(Model):
    """A two-layer sigmoid network for the four-row table, and what of it is looked at.

    Parameters
    ----------
    weights : list of two arrays, shapes (3, h) and (h, 1), optional
        Instead of the first weights that `start` and `seed` give.
    biases : list of two arrays, shapes (h,) and (1,), optional
        Zero if left out.
    **choices
        Values of the traits; see `Model`.

    Raises
    ------
    ValueError
        If weights or biases have other shapes, or biases are given with ``bias=False``.

    Examples
    --------
    >>> model = NetworkModel(hidden_units=2, start="zeros")
    >>> model.parameter_names
    ['x₁', 'x₂', 'x₃', 'bias']
    >>> model.set_parameter(3, 0.5)
    >>> model.network.biases[0].tolist()
    [0.5, 0.0]
    """

    hidden_units = Int(4, min=1, max=MOST_UNITS).tag(code=True)
    activation = Any("sigmoid", help="Of both layers; see `nnlib.activations.get`.").tag(code=True)
    can_train = Bool(True, help="If not: by hand alone, no loss told.").tag(code=True)
    bias = Bool(True, help="Whether units have biases.").tag(code=True)
    start = Enum(["random", "zeros"], "random", help="The first weights.").tag(code=True)
    seed = Int(0, min=0, max=9999).tag(code=True)
    learning_rate = Float(1.0, min=0.01, max=10.0).tag(code=True)
    pace = Int(10, min=1, max=100, help="Training steps a frame.").tag(code=True)
    row = Int(1, min=1, max=4, help="Row of the table that is sent through.").tag(code=True)
    unit = Int(1, min=OUTPUT, max=MOST_UNITS, help="Hidden unit 1 … 8; 0: output.").tag(code=True)
    step = Int(0, min=0, help="Training steps since the start.").tag(code=True)
    edits = Int(0, min=0, help="Weights and biases set by hand since the start.")

    def __init__(self, weights=None, biases=None, **choices):
        self.X, self.y = datasets.truth_table()
        if weights is not None:
            choices.setdefault("hidden_units", np.shape(weights[0])[-1])
        super().__init__(**choices)
        self._as_handed_in = {"weights": weights, "biases": biases, "step": self.step}
        self.begin()
        self.observe(self._start_afresh, ["hidden_units", "start", "seed"])
        self.observe(self._renew_biases, "bias")
        self.refresh()

    def first_network(self):
        """Make the network of the start: weights uniform in [0, 1) or all zero, biases zero."""
        layers = [len(self.X[0]), self.hidden_units, 1]
        bends = usable_activation(self.activation)
        network = Network(layers, bends, bends, loss="sse", rng=0, bias=self.bias)
        rng = np.random.default_rng(self.seed)
        size = 1.0 if self.start == "random" else 0.0
        network.weights = [size * rng.random(W.shape) for W in network.weights]
        return network

    def _use(self, network):
        self.network = network
        self._descent = training.descend(
            *(network, self.X, self.y),
            # Asked for at every step, so that it can be moved while the lab plays.
            learning_rate=lambda iteration: self.learning_rate,
        )

    def restart(self):
        """Bring the first weights back: those handed in, or those of `start` and `seed`."""
        network = self.first_network()
        for name in ("weights", "biases"):
            given = self._handed_in.get(name)
            if given is not None:
                _refuse_shapes(name, given, getattr(network, name))
                setattr(network, name, given)
        self._use(network)
        self.unit = min(self.unit, self.hidden_units)
        self.step, self.edits = self._handed_in.get("step", 0), 0

    def begin(self):
        """Take up the weights and biases that the lab was made with."""
        self._handed_in = dict(self._as_handed_in)
        self.restart()

    def _start_afresh(self, change):
        self._handed_in = {}
        self.restart()

    def _renew_biases(self, change):
        self._handed_in.pop("biases", None)
        network = self.first_network()
        network.weights = self.network.weights
        self._use(network)

    @property
    def parameter_names(self):
        """Where the chosen unit's weights come from, and its bias where there are biases."""
        sources = default_names(self.network.layer_sizes)[self.unit == OUTPUT]
        return [*sources, "bias"] if self.bias else sources

    def parameters(self):
        """Weights of the chosen unit, and its bias where there are biases; a list of floats."""
        return [self.parameter(index) for index in range(len(self.parameter_names))]

    def parameter(self, index, unit=None):
        """Give one weight, or the bias, of a unit; by default of the chosen one."""
        array, place = self._place(index, unit)
        return float(array[place])

    def set_parameter(self, index, value, unit=None):
        """Set one of the weights, or the bias, of a unit; by default of the chosen one."""
        array, place = self._place(index, unit)
        array[place] = value
        self.edits += 1

    def _place(self, index, unit):
        """Find the array of a parameter, and its place there."""
        unit = self.unit if unit is None else unit
        layer, column = (1, 0) if unit == OUTPUT else (0, unit - 1)
        weights = self.network.weights[layer]
        if index < len(weights):
            return weights, (index, column)
        return self.network.biases[layer], column

    def train(self, steps):
        """Train for a number of steps."""
        for _ in range(steps):
            next(self._descent)
        self.step += steps

    def advance(self, seconds):
        """Train as many steps as a frame has, and no longer than its time."""
        for _ in until_over(seconds, self.pace):
            self.train(1)

    def refresh(self):
        """Send the whole table through the network."""
        self.forward = self.network.forward(self.X)
        self.loss = self.network.loss(self.forward, self.y)
        self.right = int(((self.forward.output > 0.5) == self.y).sum())

    @property
    def activations(self):
        """Inputs, hidden activations and output for the chosen row, each of shape (1, units)."""
        return [A[self.row - 1 : self.row] for A in self.forward.A]

    def status(self):
        """Say what comes out for the chosen row, and how the whole table stands."""
        inputs, _, output = self.activations
        digits = " ".join(f"{value:g}" for value in inputs[0])
        told = (
            f"Row {self.row}, inputs {digits}: ŷ = {output[0, 0]:.3f}, "
            f"y = {self.y[self.row - 1, 0]:g}. {self.right} of {len(self.y)} rows are right"
        )
        if not self.can_train:
            return f"{told}."
        return f"{told}; loss (sum of squared errors) {self.loss:.4f}; training step {self.step:,}."

    def choices(self):
        """Give what differs from the defaults, and weights and biases unless they are the first."""
        first = self.first_network()
        present = {"weights": self.network.weights, "biases": self.network.biases}
        changed = {
            name: [array.tolist() for array in arrays]
            for name, arrays in present.items()
            if not all(map(np.array_equal, arrays, getattr(first, name)))
        }
        return super().choices() | changed


def _refuse_shapes(name, given, present):
    wanted, shapes = (list(map(np.shape, arrays)) for arrays in (present, given))
    if shapes != wanted:
        raise ValueError(f"{name} must have the shapes {wanted}; got {shapes}.")
