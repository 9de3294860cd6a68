"""ActivationLab: an activation through depth, with gradients and dead units layer by layer."""

import numpy as np

from nnlib import activations, datasets, plots
from nnlib.labs.activation.model import MOST_LAYERS, RULES, ActivationModel
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import columns, row
from nnlib.plots.layers import draw_dead_units, draw_gradient_norms, draw_layer_inputs
from nnlib.plots.numbers import double_until, short_loss
from nnlib.plots.palette import CURVE_COLOURS, FRAME, INK, TRAINING
from nnlib.plots.pieces import CURVE_DASHES

SPAN = (-5.0, 5.0)
Z = np.linspace(*SPAN, 201)
RULE_NAMES = dict(zip(("Xavier", "He", "a number:"), RULES, strict=True))
# Left, bottom, width and height of each part, as shares of the figure.
PLACES = {
    "function": (0.062, 0.63, 0.25, 0.31),
    "inputs": (0.062, 0.12, 0.25, 0.36),
    "plane": (0.38, 0.445, 0.264, 0.495),
    "loss": (0.38, 0.12, 0.264, 0.21),
    "norms": (0.73, 0.445, 0.26, 0.495),
    "dead": (0.73, 0.12, 0.26, 0.19),
}


class ActivationLab(Lab):
    """A deep network whose activation, depth and first weights are chosen, while it trains.

    Parameters
    ----------
    **choices
        ``activation`` (a name, or a function of your own that takes an array), ``depth`` (1 to
        12), ``scale`` ("xavier", "he" or a number), ``learning_rate``, ``data``, ``seed``,
        ``steps``; see `ActivationModel`.

    Examples
    --------
    >>> ActivationLab(activation="sigmoid", depth=8).model.verdict()
    'The gradient vanishes: the first layer hardly moves.'
    """

    def __init__(self, **choices):
        super().__init__(ActivationModel(**choices))

    def build(self):
        """Make the six parts of the picture, and the controls."""
        self.figure, axes = plots.figure(ncols=3, nrows=2, width=9.4, height=4.45)
        self.axes = dict(zip(PLACES, axes.T.ravel(), strict=True))
        for name, place in PLACES.items():
            self.axes[name].set_position(place)
        self._shown = None
        self._draw_function(self.axes["function"])
        self._draw_plane(self.axes["plane"])
        self._draw_loss(self.axes["loss"])
        self._draw_layers()
        self.drawings = [self.lines, self.strips, self.decision, self.points]
        self.drawings += [self.loss, self.norms, self.dead]
        self.rows = [self._buttons(), columns(*self._network(), *self._training())]

    def _draw_function(self, ax):
        ax.axhline(0, color=FRAME, linewidth=1, zorder=1)
        ax.axvline(0, color=FRAME, linewidth=1, zorder=1)
        looks = zip(("value", "slope"), CURVE_COLOURS[2:4], CURVE_DASHES[:2], strict=True)
        self.lines = plots.Drawing(
            ax.plot([], [], color=colour, linestyle=dashes, label=name, zorder=3)[0]
            for name, colour, dashes in looks
        )
        ax.legend(loc="upper left", frameon=False, fontsize=10, labelcolor=INK, handlelength=2.4)
        ax.set(xlim=SPAN, ylim=(-1.25, 2.6), xticks=[-4, -2, 0, 2, 4], yticks=[-1, 0, 1, 2])

    def _draw_plane(self, ax):
        model = self.model
        self.decision = plots.draw_decision(ax, model.grid, model.extent)
        self.points = plots.draw_points(ax, model.X, model.y, size=4)
        ax.set_aspect("auto")  # the place is square already
        ax.set(xticks=[], yticks=[], xlim=model.extent[:2], ylim=model.extent[2:])
        plots.set_labels(ax, title="boundary", x="", y="")

    def _draw_loss(self, ax):
        (line,) = ax.plot([], [], color=TRAINING, zorder=3)
        # One number as glyphs: a matplotlib text would take a tenth of the frame.
        self.loss_value = plots.Numbers(ax, [(0, 0)], 11, below=-12)
        self.loss = plots.Drawing([line, self.loss_value])
        ax.xaxis.set_major_formatter("{x:,.0f}")
        plots.set_labels(ax, x="step", y="loss")

    def _draw_layers(self):
        model, axes = self.model, self.axes
        self.strips = draw_layer_inputs(axes["inputs"], model.layers, SPAN)
        axes["inputs"].set_xticks([-4, -2, 0, 2, 4])
        plots.set_labels(axes["inputs"], title="where z lies, layer by layer")
        self.norms = draw_gradient_norms(axes["norms"], model.norms, model.first_norms)
        plots.set_labels(axes["norms"], title="gradient norm of each layer")
        self.dead = draw_dead_units(axes["dead"], model.dead)
        plots.set_labels(axes["dead"], title="dead units")

    def _network(self):
        units = "What every hidden unit makes of its weighted sum; training starts again"
        depth = "How many layers of 10 units; training starts again"
        data = "The points to be told apart; training starts again"
        names, sets = list(activations.ACTIVATIONS), list(datasets.PLANAR)
        yield self.dropdown("activation", "Activation", names, tooltip=units)
        yield self.slider("depth", "Hidden layers", 1, MOST_LAYERS, tooltip=depth)
        yield self.dropdown("data", "Data", sets, tooltip=data)

    def _training(self):
        rate = "How far a step goes; training starts again"
        spread = "Of the first weights, where it is a number; training starts again"
        rule = "Their spread, for n incoming values; training starts again"
        seed = "Which random first weights; training starts again"
        yield self.log_slider("learning_rate", "Learning rate", -3, 2, tooltip=rate)
        yield self.dropdown("rule", "First weights", list(RULE_NAMES.items()), tooltip=rule)
        self.spread = self.log_slider("number", "Spread", -3, 1, tooltip=spread)
        yield self.spread
        yield self.number("seed", "Seed", tooltip=seed)

    def _buttons(self):
        model, others = self.model, "Other first weights: the next seed"
        return row(
            self.play_button(tooltip="Train, or pause"),
            self.button("Step", model.take_step, tooltip="One step", icon="step-forward"),
            self.restart_button(tooltip="The same first weights once more"),
            self.button("New weights", model.new_weights, tooltip=others),
            self.reset_button(),
        )

    def update(self):
        """Bring every part up to date; axes are drawn again only where they have changed."""
        model = self.model
        shown = model.function, model.X.tobytes()
        renewed, self._shown = shown != self._shown, shown
        if renewed:
            self._show_choice()
        self.decision.update(model.grid)
        self.spread.disabled = model.rule != "number"
        changes = {
            "inputs": self.strips.update(model.layers),
            "norms": self.norms.update(model.norms, model.first_norms),
            "dead": self.dead.update(model.dead),
            "loss": self._update_loss(self.axes["loss"]),
        }
        changed = [self.axes[name] for name, has_changed in changes.items() if has_changed]
        if renewed or changed:
            self.screen.renew(*[] if renewed else changed)

    def _show_choice(self):
        """Draw another function, or other points."""
        model, (value_line, slope_line) = self.model, self.lines.artists
        value = model.function.value(Z)
        value_line.set_data(Z, value)
        slope_line.set_data(Z, model.function.slope(Z, value))
        plots.set_labels(self.axes["function"], title=f"{model.name} and its slope")
        self.points.update(model.X, model.y)
        extent = model.extent
        self.decision.image.set_extent(extent)
        self.axes["plane"].set(xlim=extent[:2], ylim=extent[2:])

    def _update_loss(self, ax):
        now = self.model.step, self.model.loss, None
        steps, losses, _ = zip(*self.model.curve.rows, now, strict=True)
        losses = np.where(np.array(losses) < 1e200, losses, np.nan)  # no axis can hold more
        self.loss.artists[0].set_data(steps, losses)
        right = double_until(100, steps[-1], share=0.7)
        # Never so far left that it would stand on the numbers of the axis.
        self.loss_value.places = np.array([(max(steps[-1], 0.15 * right), losses[-1])])
        self.loss_value.set_texts([short_loss(losses[-1]) if np.isfinite(losses[-1]) else ""])
        top = 1.0
        while np.max(losses, initial=0, where=np.isfinite(losses)) > top:
            top *= 2 if top < 8 else 10
        changed = (ax.get_xlim()[1], ax.get_ylim()[1]) != (right, top)
        ax.set(xlim=(0, right), ylim=(0, top))
        return changed
