"""The playground: a network that trains before your eyes, with everything in reach."""

import html

import ipywidgets as widgets

from nnlib import activations, datasets
from nnlib.labs.playground.model import UNITS, PlaygroundModel
from nnlib.labs.playground.picture import PlaygroundPicture
from nnlib.labs.playground.run import MOST_UNITS
from nnlib.labs.playground.touch import CURSORS, GraphTouch
from nnlib.labs.playground.words import advise
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import columns, row
from nnlib.labs.shared.training import OPTIMISERS

BATCH_SIZES = [("all", "all"), ("1", 1), ("8", 8), ("32", 32)]
PENALTIES = [("none", 0.0), *((str(size), size) for size in (0.0001, 0.001, 0.01, 0.1))]
SCHEDULE_NAMES = [
    ("constant", "constant"),
    ("halved every 1,000 steps", "step"),
    ("to 0 along a cosine in 5,000", "cosine"),
    ("rising over 500 steps", "warm-up"),
]
LABEL = (
    "The network as a graph, the plane with its points, the losses. Arrow keys walk through units "
    "and connections, plus and minus change the bias or the weight there."
)
# The slider of a weight reaches from minus this to this, and further where a weight is larger.
REACH = 10.0


class Playground(Lab):
    """A network of your choice that learns to tell two kinds of points apart.

    Left, the network: what every unit gives over the plane, joined by the weights; solid orange
    is positive, dashed blue negative, wide is large. Point at a unit to see its map on the plane;
    press a connection, or the dot of a bias, and drag up or down to change it. In the middle, the
    plane: circles are class 0 and triangles class 1, filled for training and hollow for the test;
    the colour is the probability of class 1, and the line is where it is 0.5. Right, the losses.

    Parameters
    ----------
    data : str
        "flower", "circles", "moons", "spiral", "quadrants" or "blobs": 400 points.
    noise : float from 0 to 1
    train_share : float from 0.1 to 1
        Share of the points to train on; the others test. At first a fifth of the published points
        is kept back; with 1 the network learns from all of them, as in the published run, and
        there is no test.
    seed : int
        Of the points, the split, the first weights and the mini-batches. With seed 1 and noise
        0.2 the flower is the published one.
    inputs : sequence of str
        What the network gets of a point, one at least of "x1", "x2", "x1**2", "x2**2", "x1*x2",
        "sin(x1)" and "sin(x2)".
    hidden_units : int or sequence of int
        Units of each hidden layer: none to four layers, 1 to 8 units each.
    activation : str, Activation or callable
        Of the hidden units: a name in ``nnlib.activations.ACTIVATIONS``, or a function of one
        array, whose slope is then taken by differences; ``activations.from_function`` joins a
        function and its slope.
    learning_rate : float
        From 0.0001 to 100.
    schedule : str
        How the rate changes with the steps: "constant", "step", "cosine" or "warm-up".
    optimiser : str
        "plain", "momentum", "Nesterov" or "Adam".
    batch_size : int or "all"
        Training points a step.
    l2 : float
        Weight of the penalty on large weights, which is part of both losses.
    network : callable
        Your own class, or a function that makes a network. It is called as
        ``network(layer_sizes, rng=seed)``, for example ``network([2, 4, 1], rng=1)``, and also
        with ``hidden=``, ``scale=`` and ``l2=`` where its signature names them. What it makes has
        four methods:

        - ``forward(X)`` gives an object with ``.output`` of shape (m, 1), the probabilities; if it
          also has ``.A``, the activations of every layer from X to the output, hidden units are
          drawn;
        - ``loss(forward, y)`` gives a number;
        - ``backward(forward, y)`` gives the gradients, in any form;
        - ``step(gradients, learning_rate)`` changes the parameters.

        Arrays are found for editing by hand in lists ``weights`` and ``biases``, or as attributes.
    steps, changes
        Steps to take at once, and what was changed after which step, as `code` gives them.

    Notes
    -----
    A function or class that was defined in the notebook may be changed: run its cell again, and
    the next frame starts with the new one. While it fails, the lab says how.

    Examples
    --------
    >>> lab = Playground(data="moons", hidden_units=[3, 2], learning_rate=0.5)
    >>> lab.model.take_step()
    >>> lab.code()
    "Playground(data='moons', learning_rate=0.5, hidden_units=(3, 2), steps=1)"
    """

    def __init__(self, **choices):
        super().__init__(PlaygroundModel(**choices))
        self.image.hear(self._pointed, LABEL, self.touch.keys, hovers=True)
        self._code_line = widgets.HTML().add_class("nnlib-code")
        self.widget.children = (*self.widget.children, self._code_line)

    def build(self):
        """Make picture and controls."""
        self.picture = PlaygroundPicture(self.model.points)
        self.figure, self.drawings = self.picture.figure, self.picture.drawings
        self.touch, self._under = GraphTouch(self.model, self.picture), (None, "")
        data, network = self._data_controls(), self._network_controls()
        training, weight = self._training_controls(), self._weight_controls()
        choices = columns(*data, *network, *training)
        self.rows = [row(*self._buttons()), choices, columns(*weight, most=2)]
        self.on_change(self._show_layers, "layers")
        self._show_layers()

    def update(self):
        """Bring the picture up to date, and the controls that depend on the network."""
        if self.picture.update(self.model):
            self.screen.renew(self.picture.losses.ax)
        self._follow_the_network()

    def _tell(self, sentence):
        super()._tell(f"{sentence}\n{advise(self.model)}" if sentence else "")

    def _buttons(self):
        yield self.play_button(tooltip="Train, or pause")
        for label, action, icon, tooltip in (
            ("One step", self.model.take_step, "step-forward", "Train for one step"),
            ("Line of code", self._show_code, "code", "A line that brings back what you see"),
        ):
            yield self.button(label, action, tooltip=tooltip, icon=icon)
        yield self.restart_button(tooltip="From the first weights, choices kept")
        yield self.reset_button()

    def _pointed(self, kind, message):
        """Take up what mouse, finger and keys do to the picture."""
        if kind == "key":
            self.post(lambda: self.touch.key(message["key"]))
        elif kind in ("hover", "leave"):
            self._hover(message)
        elif kind == "press":
            self.post(lambda: self.touch.press(message["x"], message["y"]))
        elif kind == "drag":
            self.post(lambda: self.touch.drag(message["y"]))
        else:
            self.post(self.touch.lift)

    def _hover(self, message):
        """Look at what is pointed at; a frame is drawn only when that is something else."""
        under = self.touch.find(message["x"], message["y"]) if "x" in message else (None, "")
        if under != self._under:
            self._under, self.image.cursor = under, CURSORS[under[1]]
            self.post(lambda: self.touch.hover(*under))

    def _data_controls(self):
        yield self.dropdown("data", "Data", list(datasets.PLANAR), tooltip="Which points")
        tooltip = "How far points are moved at random"
        yield self.slider("noise", "Noise", 0, 1, 0.05, tooltip=tooltip)
        tooltip = "Share of the points to train on; the others are for the test"
        look = {"readout_format": ".0%", "tooltip": tooltip}
        yield self.slider("train_share", "Train share", 0.1, 1, 0.1, **look)
        tooltip = "Of points, split, weights and batches"
        yield self.number("seed", "Seed", tooltip=tooltip)

    def _network_controls(self):
        tooltip = "How many hidden layers; the network starts again"
        yield self.slider("layers", "Hidden layers", 0, len(UNITS), tooltip=tooltip)
        self._units = []
        for layer, name in enumerate(UNITS, start=1):
            tooltip = f"Units in hidden layer {layer}; the network starts again"
            slider = self.slider(name, f"Units {layer}", 1, MOST_UNITS, tooltip=tooltip)
            self._units.append(slider)
            yield slider
        names, tooltip = list(activations.ACTIVATIONS), "Of the hidden units; starts again"
        self._activation = self.dropdown("activation", "Activation", names, tooltip=tooltip)
        yield self._activation

    def _training_controls(self):
        tooltip = "How far each step goes; it may be moved while the lab plays"
        yield self.log_slider("learning_rate", "Learning rate", -3, 1, tooltip=tooltip)
        for label, options, tooltip in (
            ("Schedule", SCHEDULE_NAMES, "How the learning rate changes with the steps"),
            ("Optimiser", list(OPTIMISERS), "What a step makes of the gradient"),
            ("Batch size", BATCH_SIZES, "Training points a step"),
        ):
            trait = label.lower().replace(" ", "_")
            yield self.dropdown(trait, label, options, tooltip=tooltip)
        tooltip = "Weight of the penalty on large weights"
        self._l2 = self.dropdown("l2", "L2", PENALTIES, tooltip=tooltip)
        yield self._l2

    def _weight_controls(self):
        self._parameter = self.dropdown(
            *("parameter", "Weight", self._parameters),
            read=lambda name: name or None,  # there may be nothing that can be set
            tooltip="Which weight or bias to set by hand",
        )
        self._parameter.observe(self._mark, "value")
        yield self._parameter
        tooltip = "Set the weight by hand, while the lab is paused"
        self._value = self.slider("value", "Value", -REACH, REACH, 0.01, tooltip=tooltip)
        yield self._value
        self.on_change(self._make_room, "value")
        self.on_change(self._can_be_set, "playing")

    def _mark(self, change):
        if not self.is_showing(self._parameter):
            self.model.marked = True

    def _show_layers(self, change=None):
        for number, slider in enumerate(self._units):
            slider.layout.display = None if number < self.model.layers else "none"

    def _follow_the_network(self):
        """Let the menu of weights hold those that there are, and switch off what has no use."""
        self.show(self._parameter, self.model.parameter or None)
        self._can_be_set()
        ignored = self.model.run.ignored
        self._activation.disabled = "activation" in ignored
        self._l2.disabled = "l2" in ignored

    def _parameters(self):
        """Pairs for the menu of weights."""
        named = self.model.run.parameters if self.model.run else {}
        return [(f"{name}   {parameter.meaning}", name) for name, parameter in named.items()]

    def _can_be_set(self, change=None):
        run = self.model.run
        can_be = run is not None and not run.diverged and "parameter" not in run.ignored
        self._value.disabled = self.model.playing or not can_be

    def _make_room(self, change):
        if abs(change.new) > self._value.max:
            self._value.min, self._value.max = -2 * abs(change.new), 2 * abs(change.new)

    def _show_code(self):
        step = self.model.choices().get("steps", 0)
        self._code_line.value = (
            f"This line brings back the lab as it was at step {step:,}: "
            '<pre style="white-space: pre-wrap; user-select: all;">'
            f"{html.escape(self.code())}</pre>"
        )
