"""The network of the truth table with every number in sight: set weights by hand, or train."""

import itertools

import ipywidgets as widgets
import numpy as np

from nnlib import plots
from nnlib.labs.network.model import MOST_UNITS, OUTPUT, NetworkModel
from nnlib.labs.network.weight_slider import WeightSlider
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import columns, row
from nnlib.plots.diagram import default_names
from nnlib.plots.numbers import short_number
from nnlib.plots.tables import draw_predictions

# While the lab plays, sliders follow the weights only every so many frames.
FOLLOW_EVERY = 6
LAYER_NAMES = ("input", "hidden layer", "output layer")
OUTLINE, CHOSEN_OUTLINE = 1.2, 3.6


class NetworkLab(Lab):
    """Draw the network of the truth table, with every activation, weight and bias as a number.

    Parameters
    ----------
    **choices
        ``hidden_units`` (1 to 8), ``bias``, ``start`` ("random" or "zeros"), ``seed``,
        ``learning_rate``, ``pace``, ``row`` (1 to 4), ``unit`` (whose weights have sliders),
        ``activation`` (a name, or a function of yours), ``can_train``, ``weights``, ``biases``,
        ``step``; see `NetworkModel`.

    Examples
    --------
    >>> NetworkLab(hidden_units=2, start="zeros").model.right
    2
    """

    def __init__(self, **choices):
        self._frames = itertools.count()
        super().__init__(NetworkModel(**choices))

    def build(self):
        """Draw the network on the left, the table on the right."""
        model, size = self.model, {"width": 9.4, "height": 4.2}
        self.figure, (self._left, right) = plots.figure(2, **size, width_ratios=[2, 1])
        self.table = draw_predictions(right, model.X, model.y, model.forward.output)
        right.set_ylim(-5.3, 1.4)
        self.verdict = plots.Numbers(right, [(4, -4.1), (4, -4.8)], 13)
        self._draw_network()
        self.drawings = [self.diagram, self.table, plots.Drawing([self.verdict])]
        self._weight_sliders = [WeightSlider(self, index) for index in range(MOST_UNITS + 1)]
        sliders = [weight.slider for weight in self._weight_sliders]
        training = [*self._training_choices()] if model.can_train else []
        self.rows = [row(*self._buttons()), columns(*training, self._unit_choice(), *sliders)]

    def _draw_network(self):
        self._left.clear()
        self._sizes = self.model.network.layer_sizes
        self.diagram = plots.draw_network(self._left, self._sizes, layer_names=LAYER_NAMES)

    def _buttons(self):
        if self.model.can_train:
            yield self.play_button(tooltip="Train, or pause")
            yield self.button("Step", lambda: self.model.train(1), tooltip="One training step")
            yield self.restart_button(tooltip="Back to the first weights, choices kept")
            yield self.checkbox("bias", "Biases", tooltip="Whether every unit adds a bias")
        yield self.reset_button()
        yield self._table_rows()

    def _training_choices(self):
        tooltip = "How far one training step moves the weights"
        yield self.log_slider("learning_rate", "Learning rate", -2, 1, tooltip=tooltip)
        tooltip = "How many training steps between two pictures while it plays"
        yield self.slider("pace", "Steps a frame", 1, 100, tooltip=tooltip)
        tooltip = "Units in the hidden layer; the network starts again"
        yield self.slider("hidden_units", "Hidden units", 1, MOST_UNITS, tooltip=tooltip)
        starts = [("random, 0–1", "random"), ("all zero", "zeros")]
        tooltip = "What the weights are at the start; the network starts again"
        yield self.dropdown("start", "First weights", starts, tooltip=tooltip)
        tooltip = "Which random weights; the network starts again"
        yield self.number("seed", "Seed", tooltip=tooltip)

    def _unit_choice(self):
        tooltip = "The unit whose weights have the sliders that follow"
        self._unit_menu = self.dropdown("unit", "Set by hand", self._unit_names, tooltip=tooltip)
        return self._unit_menu

    def _table_rows(self):
        rows = [" ".join(f"{value:g}" for value in inputs) for inputs in self.model.X]
        buttons = widgets.ToggleButtons(
            options=[(digits, number) for number, digits in enumerate(rows, start=1)],
            tooltips=[f"Send the row {digits} through the network" for digits in rows],
            style={"button_width": "5em"},
            layout={"width": "auto"},
        )
        return row(widgets.Label("Row of the table"), self.bind(buttons, "row"))

    def _unit_names(self):
        _, hidden, (output,) = default_names(self._sizes)
        units = [(f"hidden unit {name}", number) for number, name in enumerate(hidden, start=1)]
        return [*units, (f"output unit {output}", OUTPUT)]

    def update(self):
        """Show weights, biases, and what the chosen row gives."""
        model = self.model
        if self._sizes != model.network.layer_sizes:
            self._replace_network()
        self.diagram.update(model.network.weights, None, model.activations)
        self.diagram.bias_numbers.set_texts(self._unit_texts())
        self.diagram.units.set_linewidth(self._outlines())
        self.table.update(model.forward.output, model.row - 1)
        loss = f"loss {model.loss:.4f}" if model.can_train else ""
        self.verdict.set_texts((f"{model.right} of {len(model.y)} rows right", loss))
        if not model.playing or next(self._frames) % FOLLOW_EVERY == 0:
            self._follow()

    def _replace_network(self):
        self._draw_network()
        self.screen.drawings[0] = self.diagram.animate()
        self.screen.renew()
        self.show(self._unit_menu, self.model.unit)

    def _unit_texts(self):
        """Write below every unit its name, as sliders have it, and its bias."""
        names = [*default_names(self._sizes)[1], ""]
        if not self.model.bias:
            return names
        biases = map(short_number, np.concatenate(self.model.network.biases))
        return [f"{name} b {bias}".strip() for name, bias in zip(names, biases, strict=True)]

    def _outlines(self):
        """Width of every unit's outline: thick round the one that is set by hand."""
        inputs, hidden, _ = self._sizes
        unit = self.model.unit
        chosen = inputs + (hidden if unit == OUTPUT else unit - 1)
        return [CHOSEN_OUTLINE if i == chosen else OUTLINE for i in range(sum(self._sizes))]

    def _follow(self):
        """Bring the sliders to the weights of the chosen unit, and hide those left over."""
        model = self.model
        shown = self._weight_sliders, model.parameter_names, model.parameters()
        for weight, name, value in itertools.zip_longest(*shown):
            weight.show(model.unit, name, value)
