"""One training run of the playground: steps, losses kept on the way, and a look at the network."""

import math
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from nnlib import Network, datasets, training
from nnlib.labs.playground.inputs import inputs_of
from nnlib.labs.playground.networks import (
    FIRST_WEIGHTS,
    VERBS,
    accepts,
    list_parameters,
    make_network,
)
from nnlib.labs.playground.task import Score
from nnlib.labs.playground.wiring import wire
from nnlib.labs.shared.own import name_of
from nnlib.labs.shared.training import OPTIMISERS, Curve, scale_for
from nnlib.plots import grid_points

EXTENT = (-datasets.EXTENT, datasets.EXTENT) * 2
# Of a learner's network, hidden layers and units beyond these are not shown.
MOST_LAYERS, MOST_UNITS = 6, 12
# Points along each side of the decision surface; pixels of the graph.
GRID_SIDE = 72
GRAPH = 322, 288


class Look(NamedTuple):
    """What the picture needs."""

    training: Score
    test: Score | None  # None where no points are kept back
    grid: np.ndarray  # (n*n, outputs), what the network gives at grid_points(EXTENT, GRID_SIDE)
    # Of each layer from inputs to output, (k*k, units) and (n*n, units); None if it is not told.
    maps: list
    layers: list


class Run:
    """Training of one network on one set of points, step by step.

    Parameters
    ----------
    points : nnlib.datasets.Split
        The test part may be empty.
    network, layer_sizes, seed
        See `make_network`; the seed is also that of the mini-batches.
    hidden : Activation
    settings : object
        With ``rate(step)``, which is asked for at every step; with ``batch_size``, ``l2`` and
        ``optimiser``, asked for at the start and by `renew` and `set_l2`; and with ``inputs``,
        ``input_names``, ``task`` and ``first_weights``.

    Attributes
    ----------
    data : nnlib.datasets.Split
        What the network gets: X are the inputs made of the points, y the targets (m, outputs).
    network, step, curve, parameters, wiring
        The network, steps taken, the `Curve` of its losses, what `list_parameters` finds, and the
        `Wiring` of what is drawn.
    diverged : bool
        Whether the loss is no longer finite; then no step follows.
    ignored : set of str
        The choices that this network has no use for.
    tells_units : bool
        Whether its forward pass gives the activations of every layer.

    Raises
    ------
    ValueError, TypeError
        If the network lacks a verb, or does not give outputs (m, outputs) and a finite loss.
    """

    def __init__(self, points, network, layer_sizes, seed, hidden, settings):
        self.points, self.settings, self.seed = points, settings, seed
        self.task = settings.task
        X, X_test = (inputs_of(part, settings.inputs) for part in points[::2])
        y, y_test = map(self.task.targets, points[1::2])
        self.data = datasets.Split(X, y, X_test, y_test)
        self.name = name_of(network)
        self.step, self.diverged, self.curve = 0, False, Curve()
        self._steps, self._grids, self._twin = None, {}, None
        scale = FIRST_WEIGHTS[settings.first_weights]
        scale = scale_for(hidden.name) if scale is None else scale
        options = {"hidden": hidden, "scale": scale, **self.task.options}
        self.network = make_network(network, layer_sizes, seed, l2=settings.l2, **options)
        self._learners = type(self.network) is not Network
        self.parameters = list_parameters(self.network)
        uses = {
            "activation": accepts(network, "hidden"),
            "first_weights": accepts(network, "scale"),
            "l2": hasattr(self.network, "l2"),
            "parameter": bool(self.parameters),
        }
        self.ignored = {choice for choice, used in uses.items() if not used}
        self._keep_losses()
        if not math.isfinite(self.curve.rows[0][1]):
            raise ValueError(f"{self.name} gives no finite loss before its first step.")
        self._look_at_layers(self.data.X_train[:1], tuple(layer_sizes))

    def _look_at_layers(self, X, asked):
        """Find out which layers there are, from what the network tells, or was asked to have."""
        forward = self.network.forward(X)
        self.tells_units = hasattr(forward, "A")
        told = tuple(np.shape(A)[1] for A in self._activations(forward, X))
        candidates = [told] if self.tells_units else [asked, told]
        self.wiring = wire(self.network, self.parameters, candidates, MOST_UNITS)

    def renew(self):
        """Begin with new mini-batches and a new optimiser, which knows no earlier gradients."""
        self._steps = None

    def set_l2(self, l2):
        """Change the weight of the penalty, where the network knows one."""
        if "l2" not in self.ignored:
            self.network.l2 = l2

    def take_step(self):
        """Train for one step, or find that the loss is no longer finite."""
        # A generator that raised has ended: it is kept only if it did not raise.
        steps, self._steps = self._steps or self._descend(), None
        record = next(steps)
        self._steps = steps
        if not np.isfinite(record.loss):
            self.diverged = True
            return
        self.step += 1
        if self.curve.wants(self.step):
            self._keep_losses()

    def _descend(self):
        network, size = self.network, self.settings.batch_size
        if self._learners:  # only the four verbs are seen, so none is passed over for a faster one
            network = SimpleNamespace(**{verb: getattr(network, verb) for verb in VERBS})
        return training.descend(
            network,
            *self.data[:2],
            learning_rate=lambda _: self.settings.rate(self.step),
            batch_size=None if size == "all" or size > len(self.data.X_train) else size,
            optimiser=OPTIMISERS[self.settings.optimiser](),
            rng=self.seed,
        )

    def _keep_losses(self):
        on_training, on_test = self._scores()
        self.curve.add(self.step, on_training.loss, on_test and on_test.loss)

    def look(self, map_side):
        """Give a `Look` at the network as it is now, its maps with so many points a side."""
        on_training, on_test = self._scores()
        self.diverged = self.diverged or not math.isfinite(on_training.loss)
        if not self._learners:  # in float32 the picture takes a third of the time
            self._twin = self.network.in_type(np.float32)
        whole, small = self._see(GRID_SIDE), self._see(map_side)
        grid = self._output(whole, GRID_SIDE**2)
        return Look(
            on_training,
            on_test,
            grid,
            self._layers(small, map_side),
            self._layers(whole, GRID_SIDE),
        )

    def _layers(self, forward, side):
        """Give what the units of every layer that is drawn give over the plane."""
        layers, sizes = self._activations(forward, self._grids[side]), self.wiring.layer_sizes
        if len(layers) < len(sizes):  # the layers between are not told
            layers = [layers[0], *[None] * (len(sizes) - 2), layers[-1]]
        return [None if A is None else A[:, :size] for A, size in zip(layers, sizes, strict=True)]

    def _activations(self, forward, X):
        """Give the activations from inputs to output; of these two alone if no others are told."""
        told = getattr(forward, "A", None)
        return [X, self._output(forward, len(X))] if told is None else [*map(np.asarray, told)]

    def _see(self, side):
        """Forward pass over the plane."""
        if side not in self._grids:
            kind = np.float32 if self._twin else float
            plane = grid_points(EXTENT, side).astype(kind)
            self._grids[side] = inputs_of(plane, self.settings.inputs)
        return (self._twin or self.network).forward(self._grids[side])

    def _scores(self):
        """Scores on the training points and, if there are any, on the test points."""
        X, y, X_test, y_test = self.data
        return self._score(X, y), self._score(X_test, y_test) if len(X_test) else None

    def _score(self, X, y):
        forward = self.network.forward(X)
        output = self._output(forward, len(X))
        loss = self.network.loss(forward, y)
        if loss is None or np.ndim(loss):
            got = "None" if loss is None else f"shape {np.shape(loss)}"
            raise ValueError(f"{self.name}.loss(forward, y) must give one number; got {got}.")
        return self.task.score(float(loss), output, y)

    def _output(self, forward, rows):
        output = getattr(forward, "output", None)
        columns = self.task.outputs
        if np.shape(output) != (rows, columns):
            got = "there is no .output" if output is None else f"it is {np.shape(output)}"
            raise ValueError(
                f"{self.name}.forward(X) must give an object whose .output has shape "
                f"(m, {columns}), {self.task.meaning}; for m = {rows} points {got}."
            )
        return output
