"""The controls of the playground: what is always there, and what is folded away."""

import ipywidgets as widgets

from nnlib import activations
from nnlib.labs.playground import inputs
from nnlib.labs.playground.brush import ERASE, MOVE, OFF
from nnlib.labs.playground.model import SCHEDULES, UNITS
from nnlib.labs.playground.points import SETS
from nnlib.labs.playground.run import MOST_UNITS
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import columns, row
from nnlib.labs.shared.folds import Folds
from nnlib.labs.shared.training import OPTIMISERS

BATCH_SIZES = [("all", "all"), ("1", 1), ("8", 8), ("32", 32)]
PENALTIES = [("none", 0.0), *((str(size), size) for size in (0.0001, 0.001, 0.01, 0.1))]
PAINTED = "your points"
# The slider of a weight reaches from minus this to this, and further where a weight is larger.
REACH = 10.0


class Panel(Lab):
    """A lab whose model is that of the playground, with all its controls."""

    _followed = None

    def rows_of_controls(self):
        """Make all controls: the first row, those always there, those folded away."""
        always = [*self._main_controls(), *self._weight_controls()]
        folds = Folds(
            {
                "Points": self._points_fold(),
                "Network": self._network_fold(),
                "Training": columns(*self._training_controls()),
                "Keep": self._keep_fold(),
            }
        )
        self.on_change(self._show_layers, "layers")
        self._show_layers()
        return [row(*self._buttons(), *folds.buttons), columns(*always), folds.box]

    def _buttons(self):
        yield self.play_button(tooltip="Train, or pause")
        for label, action, icon, tooltip in (
            ("One step", self.model.take_step, "step-forward", "Train for one step"),
            ("Line of code", self.copy_code, "code", "Copy a line that brings back what you see"),
        ):
            yield self.button(label, action, tooltip=tooltip, icon=icon)
        yield self.restart_button(tooltip="From the first weights, choices kept")
        yield self.reset_button()

    # -- always there --------------------------------------------------------------------------

    def _main_controls(self):
        how = {"read": self._name_of_data, "write": self._other_data}
        self._data = self.dropdown("data", "Data", list(SETS), tooltip="Which points", **how)
        self.on_change(self._follow_the_points, "painted")
        yield self._data
        names, tooltip = list(activations.ACTIVATIONS), "Of the hidden units; starts again"
        self._activation = self.dropdown("activation", "Activation", names, tooltip=tooltip)
        yield self._activation
        tooltip = "How far each step goes; it may be moved while the lab plays"
        yield self.log_slider("learning_rate", "Learning rate", -3, 1, tooltip=tooltip)
        tooltip = "How many hidden layers; the network starts again"
        yield self.slider("layers", "Hidden layers", 0, len(UNITS), tooltip=tooltip)
        self._units = []
        for layer, name in enumerate(UNITS, start=1):
            tooltip = f"Units in hidden layer {layer}; the network starts again"
            slider = self.slider(name, f"Units {layer}", 1, MOST_UNITS, tooltip=tooltip)
            self._units.append(slider)
            yield slider

    def _name_of_data(self, data):
        return data if self.model.painted is None else PAINTED

    def _other_data(self, name):
        if name == PAINTED:
            return self.model.data
        self.model.painted = None
        return name

    def _follow_the_points(self, change):
        self.show(self._data, self._name_of_data(self.model.data))

    def _show_layers(self, change=None):
        for number, slider in enumerate(self._units):
            slider.layout.display = None if number < self.model.layers else "none"

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
        self.on_change(self._can_be_set, "playing")

    def _parameters(self):
        return list(self.model.run.parameters) if self.model.run else []

    def _mark(self, change):
        if not self.is_showing(self._parameter):
            self.model.marked = True

    def _can_be_set(self, change=None):
        run = self.model.run
        can_be = run is not None and not run.diverged and "parameter" not in run.ignored
        self._value.disabled = self.model.playing or not can_be

    # -- folded away ---------------------------------------------------------------------------

    def _points_fold(self):
        tooltip = "How far points are moved at random"
        self._noise = self.slider("noise", "Noise", 0, 1, 0.05, tooltip=tooltip)
        tooltip = "Share of the points to train on; the others are for the test"
        look = {"readout_format": ".0%", "tooltip": tooltip}
        share = self.slider("train_share", "Train share", 0.1, 1, 0.1, **look)
        tooltip = "What a press on the plane does; arrow keys and Space do it, too"
        self._brush = self.dropdown("brush", "Brush", self._brushes, tooltip=tooltip)
        tooltip = "Two points to begin with, one of each class"
        clear = self.button("Clear points", self.model.clear, tooltip=tooltip, icon="eraser")
        return columns(self._noise, share, self._brush, clear)

    def _brushes(self):
        return [
            OFF,
            *((f"class {label}", str(label)) for label in self.model.labels()),
            MOVE,
            ERASE,
        ]

    def _network_fold(self):
        tooltip = "Of points, split, weights and batches"
        seed = self.number("seed", "Seed", tooltip=tooltip)
        tooltip = "Spread of the weights at the start; the network starts again"
        names = list(self.model.traits()["first_weights"].values)
        how = {"tooltip": tooltip}
        self._first_weights = self.dropdown("first_weights", "First weights", names, **how)
        boxes = [self._input_box(name, shown) for name, shown in inputs.SHOWN.items()]
        inputs_row = row(widgets.Label("Inputs", layout={"margin": "0 2px"}), *boxes)
        return widgets.VBox([columns(self._first_weights, seed), inputs_row])

    def _input_box(self, name, shown):
        """Make the box to tick of one input; of these, the last one stays."""
        box = widgets.Checkbox(
            name in self.model.inputs,
            description=shown,
            tooltip=f"Whether the network gets {shown}",
            indent=False,
            layout={"width": "auto", "margin": "0 1em 0 2px"},
        )

        def wish():
            self.model.inputs = inputs.with_input(self.model.inputs, name, box.value)
            follow()

        def follow(change=None):
            with self.showing(box):
                box.value = name in self.model.inputs

        box.observe(lambda change: self.is_showing(box) or self.post(wish), "value")
        self.on_change(follow, "inputs")
        return box

    def _training_controls(self):
        schedule = (
            "How the learning rate changes: step halves it every 1,000 steps, cosine takes it to 0 "
            "in 5,000, with warm-up it rises over 500"
        )
        for label, options, tooltip in (
            ("Schedule", list(SCHEDULES), schedule),
            ("Optimiser", list(OPTIMISERS), "What a step makes of the gradient"),
            ("Batch size", BATCH_SIZES, "Training points a step"),
        ):
            trait = label.lower().replace(" ", "_")
            yield self.dropdown(trait, label, options, tooltip=tooltip)
        tooltip = "Weight of the penalty on large weights"
        self._l2 = self.dropdown("l2", "L2", PENALTIES, tooltip=tooltip)
        yield self._l2

    def _keep_fold(self):
        tooltip = "When the next run begins, leave the curve of this one; three at most"
        keep = self.checkbox("compare", "Keep the curves of earlier runs", tooltip=tooltip)
        tooltip = "Write the picture into a file beside the notebook"
        return row(keep, self.button("Save picture", self.save, tooltip=tooltip, icon="save"))

    def follow_the_network(self):
        """Let the menu of weights hold those that there are, and switch off what has no use."""
        if self.model.playing and self.model.run is self._followed:
            return
        self._followed = self.model.run
        self.show(self._parameter, self.model.parameter or None)
        self.show(self._brush, self.model.brush)
        self._can_be_set()
        ignored = self.model.run.ignored
        self._activation.disabled = "activation" in ignored
        self._l2.disabled = "l2" in ignored
        self._first_weights.disabled = "first_weights" in ignored
        self._noise.disabled = not (self.model.painted is None and isinstance(self.model.data, str))
        self._brush.disabled = self.model.task.name == "number"
