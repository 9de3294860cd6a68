"""The playground without widgets: what is chosen, the run that follows, and a diary of changes."""

import math

import numpy as np
from traitlets import Any, Enum, Float, Int, observe, validate

from nnlib import Network, optimisers, validation
from nnlib.labs.playground.brush import written
from nnlib.labs.playground.compare import Compare
from nnlib.labs.playground.networks import FIRST_WEIGHTS
from nnlib.labs.playground.points import PointsModel
from nnlib.labs.playground.run import GRAPH, MOST_LAYERS, MOST_UNITS, Run
from nnlib.labs.playground.sight import Sight
from nnlib.labs.playground.words import describe
from nnlib.labs.shared.own import known_activation, latest, name_of, usable_activation
from nnlib.labs.shared.training import OPTIMISERS, until_over
from nnlib.plots.graph import tile_side

# Each gives the share of the learning rate that is used at a step.
SCHEDULES = {
    "constant": optimisers.constant(1.0),
    "step": optimisers.step(1.0, every=1000),
    "cosine": optimisers.cosine(1.0, 5000),
    "warm-up": optimisers.warm_up(1.0, 500),
}
UNITS = tuple(f"units_{layer + 1}" for layer in range(MOST_LAYERS))
LARGEST_BY_HAND = 1e6
POINTS_AND_INPUTS = ("data", "painted", "noise", "train_share", "seed", "inputs")
# A run starts again after a change of one of these …
STARTING = (*POINTS_AND_INPUTS, "layers", *UNITS, "activation", "first_weights", "network")
# … and goes on with a change of one of these.
ON_THE_WAY = ("learning_rate", "schedule", "optimiser", "batch_size", "l2")


class PlaygroundModel(Sight, Compare, PointsModel):
    """Points, a network that trains on them, and everything that can be chosen about both.

    What overflows does so without a warning: divergence is marked in the picture.

    Parameters
    ----------
    changes : sequence of (step, name, value)
        What was changed on the way: one of the choices `ON_THE_WAY`, or a weight such as
        "W1 (1, 3)" that was set by hand.
    hidden_units, steps, **choices
        See `Playground`.

    Attributes
    ----------
    points : nnlib.datasets.Split
        See `PointsModel`.
    run, look : Run, Look
        Training, and the network at the last `refresh`; None before, and where that has failed.

    Examples
    --------
    >>> model = PlaygroundModel(data="blobs", hidden_units=(), steps=50)
    >>> model.refresh()
    >>> model.run.step, model.look.training.accuracy
    (50, 1.0)
    """

    layers = Int(1, min=0, max=MOST_LAYERS).tag(kept=True)
    units_1 = Int(4, min=1, max=MOST_UNITS).tag(kept=True)
    units_2 = Int(4, min=1, max=MOST_UNITS).tag(kept=True)
    units_3 = Int(4, min=1, max=MOST_UNITS).tag(kept=True)
    units_4 = Int(4, min=1, max=MOST_UNITS).tag(kept=True)
    units_5 = Int(4, min=1, max=MOST_UNITS).tag(kept=True)
    units_6 = Int(4, min=1, max=MOST_UNITS).tag(kept=True)
    activation = Any("tanh", help="See `nnlib.activations.get`.").tag(code=True)
    first_weights = Enum(list(FIRST_WEIGHTS), "to fit").tag(code=True)
    learning_rate = Float(1.2, min=1e-4, max=100.0).tag(code=True)
    schedule = Enum(list(SCHEDULES), "constant").tag(code=True)
    optimiser = Enum(list(OPTIMISERS), "plain").tag(code=True)
    batch_size = Any("all", help="Training points a step.").tag(code=True)
    l2 = Float(0.0, min=0.0, max=10.0).tag(code=True)
    network = Any(None, allow_none=True, help="A learner's class or factory.").tag(code=True)
    value = Float(0.0, help="Value of that parameter.")

    def __init__(self, hidden_units=(4,), steps=0, changes=(), **choices):
        self.run = self.look = self._made_of = None
        self._mirroring = False
        self.changes, self._first, self._due = [], {}, True
        sizes = _sizes(hidden_units)
        for name, value in zip(("layers", *UNITS), (len(sizes), *sizes), strict=False):
            setattr(self, name, value)
        super().__init__(**choices)
        self._ahead = validation.whole(steps, "steps", least=0), [_change(c) for c in changes]
        self._ahead_as_made = self._ahead
        self._deal()

    # -- what is chosen ------------------------------------------------------------------------

    @property
    def hidden_units(self):
        """Units of each hidden layer; a tuple."""
        return tuple(getattr(self, name) for name in UNITS[: self.layers])

    @validate("activation")
    def _check_activation(self, proposal):
        return known_activation(proposal.value)

    @validate("batch_size")
    def _check_batch_size(self, proposal):
        if isinstance(proposal.value, str) and proposal.value == "all":
            return "all"
        return validation.whole(proposal.value, "batch_size other than 'all'")

    @validate("network")
    def _check_network(self, proposal):
        if proposal.value is not None and not callable(proposal.value):
            raise TypeError(
                "network must be a class or a function that makes one, called as "
                f"network(layer_sizes, rng=seed); got {name_of(proposal.value)} object."
            )
        return proposal.value

    @observe(*STARTING)
    def _start_again(self, change):
        if change.name not in UNITS[self.layers :]:
            self.restart()

    @observe(*ON_THE_WAY)
    def _take_up(self, change):
        if self._due:
            return
        if change.name == "l2":
            self.run.set_l2(change.new)
        elif change.name in ("batch_size", "optimiser"):
            self.run.renew()
        self._write_down(change.name, change.new)

    def rate(self, step=None):
        """Learning rate at a step, by default the next one."""
        share = SCHEDULES[self.schedule](self.run.step if step is None else step)
        return self.learning_rate * share

    # -- training ------------------------------------------------------------------------------

    def restart(self):
        """Have the network start again with all choices as they are now."""
        self._due, self._ahead = True, (0, [])

    def begin(self):
        """Start again, and take the steps that the playground was made with."""
        self._due, self._ahead = True, self._ahead_as_made

    @np.errstate(all="ignore")
    def take_step(self):
        """Train for one step."""
        self._make_ready()
        if not self.run.diverged:
            self.run.take_step()

    @np.errstate(all="ignore")
    def advance(self, seconds):
        """Train for about that many seconds, or until the loss is no longer finite."""
        self._make_ready()
        for _ in until_over(seconds):
            if self.run.diverged:
                break
            self.run.take_step()
        if self.run.diverged:
            self.playing = False

    @np.errstate(all="ignore")
    def refresh(self):
        """Start again where that is due, and look at the network for the picture."""
        self._make_ready()
        self.look = self.run.look(tile_side(self.run.wiring.layer_sizes, *GRAPH) - 2)
        if not self.playing:
            self._mirror()

    def _make_ready(self):
        made_of = latest(self.network), latest(self.activation)
        if not self._due and made_of == self._made_of:
            return
        self.keep_run()
        self.run, self._due, self.changes = None, True, []
        self._deal()
        network, activation = self._made_of = made_of
        sizes = [len(self.inputs), *self.hidden_units, self.task.outputs]
        hidden = usable_activation(activation)
        self.run = Run(self.points, network or Network, sizes, self.seed, hidden, settings=self)
        self._first = {name: getattr(self, name) for name in ON_THE_WAY}
        self._due = False
        self.note_start()
        if self.parameter not in self.run.parameters:
            self.parameter = next(iter(self.run.parameters), "")
        self._replay()

    # -- the diary -----------------------------------------------------------------------------

    def _write_down(self, name, value):
        """Keep what was changed after how many steps; of several at one step, the last."""
        step = self.run.step
        if step == 0 and name in ON_THE_WAY:
            self._first[name] = value
            return
        self.changes = [change for change in self.changes if change[:2] != (step, name)]
        self.changes.append((step, name, value))

    def _replay(self):
        """Take the steps that were asked for, with the changes on the way."""
        (steps, changes), self._ahead = self._ahead, (0, [])
        for step, name, value in sorted(changes, key=lambda change: change[0]):
            self._train_to(min(step, steps))
            if name in ON_THE_WAY:
                setattr(self, name, value)
            else:
                self.edit(name, value)
        self._train_to(steps)

    def _train_to(self, step):
        while self.run.step < step and not self.run.diverged:
            self.run.take_step()

    def choices(self):
        """Give what a playground is made with to be as this one is now."""
        started = {name: self._first.get(name, getattr(self, name)) for name in ON_THE_WAY}
        defaults = self.trait_defaults()
        found = {n: v for n, v in (super().choices() | started).items() if v != defaults[n]}
        units = {} if self.hidden_units == (4,) else {"hidden_units": self.hidden_units}
        way = {"steps": self.run.step if self.run else 0, "changes": self.changes}
        if self.painted is not None:
            found["painted"] = written(self.painted)
        return found | units | {name: value for name, value in way.items() if value}

    # -- by hand -------------------------------------------------------------------------------

    def edit(self, name, value):
        """Set one weight or bias, such as "W1 (1, 3)" or "b2 (1)"; refuse an unknown name."""
        self._make_ready()
        if name not in self.run.parameters:
            known = ", ".join(list(self.run.parameters)[:4]) or "none that can be set"
            raise ValueError(f"there is no weight {name!r}; there are: {known} …")
        place = self.run.parameters[name]
        place.array(self.run.network)[place.index] = value
        self._write_down(name, value)

    @observe("value")
    def _set_by_hand(self, change):
        if not self._mirroring:
            self.edit(self.parameter, change.new)

    def _mirror(self):
        """Let `value` say what the chosen parameter is."""
        place = self.run.parameters.get(self.parameter)
        value = float(place.array(self.run.network)[place.index]) if place else math.nan
        if abs(value) < LARGEST_BY_HAND:  # neither NaN nor a weight on its way to infinity
            self._mirroring = True
            self.value = value
            self._mirroring = False

    def status(self):
        """Say what the picture shows, and what has gone wrong."""
        return describe(self)


def _sizes(hidden_units):
    """Give the units of each hidden layer as a tuple, from a number or a sequence."""
    sizes = (hidden_units,) if isinstance(hidden_units, int) else tuple(hidden_units)
    for size in sizes:
        validation.whole(size, "hidden_units")
    if len(sizes) > MOST_LAYERS or max(sizes, default=1) > MOST_UNITS:
        raise ValueError(
            f"hidden_units must be at most {MOST_LAYERS} layers of at most {MOST_UNITS} units; "
            f"got {hidden_units!r}."
        )
    return sizes


def _change(change):
    """Look at one entry of the diary."""
    if len(change) != 3 or not isinstance(change[1], str):
        raise ValueError(f"changes holds (step, name, value) each; got {change!r}.")
    step, name, value = change
    return validation.whole(step, "the step of a change", least=0), name, value
