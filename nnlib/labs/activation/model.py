"""The activation lab without widgets: a deep network, and what goes on in each of its layers."""

import math

import numpy as np
from traitlets import Any, Enum, Float, Int, TraitError, observe, validate

from nnlib import Network, activations, datasets, diagnostics, training, validation
from nnlib.labs.shared.model import Model
from nnlib.labs.shared.own import known_activation, latest, name_of, usable_activation
from nnlib.labs.shared.training import Curve, until_over
from nnlib.plots import grid_points
from nnlib.plots.numbers import percent, short_loss, two_digits

POINTS, NOISE = 300, 0.2
UNITS, MOST_LAYERS = 10, 12
GRID_SIDE = 60
RULES = ("xavier", "he", "number")
# The gradient vanishes, or explodes, when the first layer's is this many times shorter, or longer.
FACTOR, TINY = 1000, 1e-6
# Times the first loss, from where on the learning rate is suspected.
TOO_HIGH = 1.5
# Share of the first loss that a network which learns has left behind, and after how many steps.
LEARNED, SOON = 0.05, 200


class ActivationModel(Model):
    """Points in the plane, a deep network that trains on them, and a look at every layer.

    A change of any choice starts the network again, so that the choices and the number of steps
    say all there is to say about a state.

    Parameters
    ----------
    scale : "xavier", "he" or float
        Of the first weights; see `nnlib.Network`.
    steps : int
        Training steps to take at once.

    Attributes
    ----------
    norms, first_norms : arrays of shape (depth + 1,)
        Gradient norm of every layer, now and before the first step.
    dead : list of boolean arrays of shape (UNITS,)
        One a hidden layer.
    layers : tuple of arrays of shape (POINTS, UNITS)
        Weighted inputs of the hidden layers.
    grid : array of shape (GRID_SIDE**2, 1)
        Probability of class 1 over `extent`.

    Examples
    --------
    >>> model = ActivationModel(activation="sigmoid", depth=10)
    >>> model.refresh()
    >>> model.verdict()
    'The gradient vanishes: the first layer hardly moves.'
    """

    activation = Any("tanh", help="See `nnlib.activations.get`.").tag(code=True)
    depth = Int(6, min=1, max=MOST_LAYERS, help="Hidden layers.").tag(code=True)
    rule = Enum(RULES, "xavier", help="How large the first weights are.").tag(kept=True)
    number = Float(0.1, min=1e-4, max=100.0, help="Spread for that rule.").tag(kept=True)
    learning_rate = Float(0.1, min=1e-4, max=1e4).tag(code=True)
    data = Enum(list(datasets.PLANAR), "circles").tag(code=True)
    seed = Int(0, min=0, max=9999, help="Of the first weights.").tag(code=True)

    def __init__(self, scale="xavier", steps=0, **choices):
        self.trouble, self._made_of = False, None
        if isinstance(scale, str) and scale in RULES:
            self.rule = scale
        else:
            self.rule, self.number = "number", _number(scale)
        super().__init__(**choices)
        self._steps_as_made = validation.whole(steps, "steps", least=0)
        self.begin()
        self._clear()

    def _clear(self):
        """Put the points in place, and nothing for the network to tell."""
        X, self.y = datasets.PLANAR[self.data](POINTS, NOISE, 1)
        self.X = X / X.std()
        self.network, self.step, self.diverged, self.curve = None, 0, False, Curve()
        self.loss, self.function = math.nan, activations.get("identity")
        self.norms = self.first_norms = np.full(self.depth + 1, math.nan)
        self.layers = (np.zeros((1, UNITS)),) * self.depth
        self.dead = [np.zeros(UNITS, dtype=bool)] * self.depth
        self.grid = np.full((GRID_SIDE**2, 1), math.nan)

    @property
    def scale(self):
        """What `Network` takes: a rule by its name, or a number."""
        return self.number if self.rule == "number" else self.rule

    @validate("activation")
    def _check_activation(self, proposal):
        if activations.get(proposal.value) == activations.SOFTMAX:
            raise ValueError("softmax is for outputs; a hidden unit needs another activation.")
        return known_activation(proposal.value)

    @property
    def name(self):
        """What the activation is called."""
        return name_of(latest(self.activation))

    @observe("activation", "depth", "rule", "number", "learning_rate", "data", "seed")
    def _start_again(self, change):
        if change.name != "number" or self.rule == "number":
            self.restart()

    def restart(self):
        """Have the network start again from its first weights."""
        self._due, self._ahead = True, 0

    def new_weights(self):
        """Take the next seed."""
        self.seed = (self.seed + 1) % 10_000

    def begin(self):
        """Start again, and take the steps that the lab was made with."""
        self._due, self._ahead = True, self._steps_as_made

    def take_step(self):
        """Train for one step, unless the loss is no longer finite."""
        self.advance(0.0)

    def advance(self, seconds):
        """Train for about that many seconds."""
        self._make_ready()
        for _ in until_over(seconds):
            self._train_to(self.step + 1)
            if self.diverged:
                self.playing = False
                break

    def refresh(self):
        """Start again where that is due, and look at every layer."""
        self.trouble = True
        with np.errstate(all="ignore"):  # divergence is told in words
            self._make_ready()
            self._look()
        self.trouble = False

    def _make_ready(self):
        made_of = latest(self.activation)
        if not self._due and made_of is self._made_of:
            return
        self._clear()
        self.function = usable_activation(made_of)
        sizes = [2, *[UNITS] * self.depth, 1]
        net = self.network = Network(sizes, self.function, rng=self.seed, scale=self.scale)
        self._descent = training.descend(net, self.X, self.y, learning_rate=self.learning_rate)
        self._made_of, self._due = made_of, False
        self.first_norms = self._norms(net.forward(self.X))
        self._train_to(self._ahead)

    def _train_to(self, step):
        with np.errstate(all="ignore"):
            while self.step < step and not self.diverged:
                loss = next(self._descent).loss
                self.diverged = not math.isfinite(loss)
                if self.curve.wants(self.step):
                    self.curve.add(self.step, loss, None)
                self.step += not self.diverged

    def _norms(self, forward):
        return diagnostics.gradient_norms(self.network.backward(forward, self.y))

    def _look(self):
        forward = self.network.forward(self.X)
        self.loss = self.network.loss(forward, self.y)
        self.accuracy = float(((forward.output > 0.5) == self.y).mean())
        self.norms = self._norms(forward)
        self.layers = forward.Z[:-1]
        self.dead = diagnostics.dead_units(self.network, forward)
        self.grid = self.network.propagate(grid_points(self.extent, GRID_SIDE)).output

    @property
    def extent(self):
        """The part of the plane that is shown: (left, right, bottom, top)."""
        reach = 1.1 * float(np.abs(self.X).max())
        return -reach, reach, -reach, reach

    def choices(self):
        """Give what a lab is made with to be as this one is now."""
        chosen = super().choices()
        if self.rule != "xavier":
            chosen["scale"] = self.scale
        return chosen | ({"steps": self.step} if self.step else {})

    def status(self):
        """Say what the picture shows: the network, how it does, its gradient, its dead units."""
        if self.trouble or self.network is None:
            return "Stopped for the reason below. Mend the code, run its cell again, press Play."
        if self.diverged:
            return f"Step {self.step:,}. {self.verdict()}"
        layers = "1 hidden layer" if self.depth == 1 else f"{self.depth} hidden layers"
        dead, units = sum(map(np.count_nonzero, self.dead)), UNITS * self.depth
        share = f"{100 * dead / units:.0f} %"
        first, last = (two_digits(self.norms[layer]) for layer in (0, -1))
        return (
            f"Step {self.step:,}: {layers} of {UNITS} {self.name} units, first weights "
            f"{self.scale}. Loss {short_loss(self.loss)}, {percent(self.accuracy)} of {POINTS} "
            f"points right. Gradient norm: first layer {first}, output layer {last}. "
            f"Dead: {dead} of {units} units ({share}). {self.verdict()}"
        )

    def verdict(self):
        """Say in a sentence what stands in the way of learning, if anything does."""
        if self.diverged:
            lower = "Lower the learning rate or the first weights."
            return f"Diverged: the loss is no longer a finite number. {lower}"
        for layer, dead in enumerate(self.dead, start=1):
            if dead.all():
                return f"Layer {layer} is dead altogether: the output is the same for every point."
        first, last = self.norms[[0, -1]]
        if self.accuracy > 0.99:
            return "It has learned the points."
        if max(first, last) < TINY:
            return "All gradients are tiny: hardly any layer moves."
        if first * FACTOR < last:
            return "The gradient vanishes: the first layer hardly moves."
        if first > FACTOR * last or max(first, last) > FACTOR:
            return "The gradient explodes."
        start = self.curve.rows[0][1] if self.curve.rows else self.loss
        if self.loss > TOO_HIGH * start:
            return "The loss is above its start: the learning rate may be too large."
        if self.step >= SOON and self.loss > (1 - LEARNED) * start:
            return "No gradient is much shorter than another, and yet the loss stands still."
        return "No gradient is much shorter than another."


def _number(scale):
    is_number = isinstance(scale, int | float) and not isinstance(scale, bool)
    if not is_number or not 1e-4 <= scale <= 100:
        wanted = "'xavier', 'he' or a number from 0.0001 to 100"
        raise TraitError(f"scale must be {wanted}; got {scale!r}.")
    return float(scale)
