"""LossLab: the loss over two weights, a point on it, and steps of gradient descent."""

from functools import partial

import numpy as np
import traitlets

from nnlib import Network, plots
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import row
from nnlib.labs.shared.model import Model
from nnlib.plots.numbers import round_up
from nnlib.plots.palette import POSITIVE

REACH = 4.0  # weights are shown from -4 to 4
GRID = 61
FRAMES_A_STEP = 6  # five steps a second can be followed by eye
MOST_STEPS = 300

# Eight samples with two inputs and labels that no straight line keeps apart, so that every loss
# has its lowest point inside the picture.
X = np.array(
    [[1.1, 0.6, -0.1, 0.7, -1.0, -1.0, 0.2, 0.6], [0.6, -0.3, 0.8, 1.0, -0.3, -1.1, -0.7, 0.7]]
).T
Y = np.array([[1.0], [1.0], [0.0], [1.0], [0.0], [0.0], [0.0], [0.0]])

# A unit's output and the loss, by the name of the surface.
SURFACES = {
    "linear unit, SSE": ("identity", "sse"),
    "sigmoid unit, SSE": ("sigmoid", "sse"),
    "sigmoid unit, cross-entropy": ("sigmoid", "cross_entropy"),
}
PRESETS = ("creeping", "right", "bouncing", "diverging")
RATES = {
    "linear unit, SSE": (0.005, 0.08, 0.13, 0.16),
    "sigmoid unit, SSE": (0.05, 2.0, 5.0, 60.0),
    "sigmoid unit, cross-entropy": (0.1, 4.0, 20.0, 60.0),
}


class LossModel(Model):
    """One unit with two weights, its loss on eight samples, and a point that descends."""

    surface = traitlets.Enum(list(SURFACES), "linear unit, SSE").tag(code=True)
    learning_rate = traitlets.Float(0.08, help="How far a step goes.").tag(code=True)
    w1 = traitlets.Float(-3.0, min=-REACH, max=REACH, help="First weight.").tag(code=True)
    w2 = traitlets.Float(1.5, min=-REACH, max=REACH, help="Second weight.").tag(code=True)

    axis = np.linspace(-REACH, REACH, GRID)

    def __init__(self, **choices):
        super().__init__(**choices)
        self._frames = 0
        self.restart()
        self.observe(lambda change: self.restart(), ["surface", "w1", "w2"])

    @traitlets.validate("learning_rate")
    def _above_zero(self, proposal):
        if not 0 < proposal["value"] < np.inf:
            raise traitlets.TraitError(
                f"learning_rate must be a finite number above 0; got {proposal['value']}."
            )
        return proposal["value"]

    def restart(self):
        """Begin a new path at the weights that are chosen."""
        self.unit = self._unit([[self.w1], [self.w2]])
        self.path = [(self.w1, self.w2)]
        self.losses = [self.unit.loss(X, Y)]

    def _unit(self, weights):
        output, loss = SURFACES[self.surface]
        unit = Network([2, 1], output=output, loss=loss, bias=False, rng=0)
        unit.weights = [weights]
        return unit

    def grid(self):
        """Loss at every point of the picture, (GRID, GRID): rows are w2, columns w1."""
        w1, w2 = np.meshgrid(self.axis, self.axis)
        stack = Network.stacked([self.unit] * w1.size)
        stack.weights = [np.stack([w1.ravel(), w2.ravel()], axis=1)[:, :, np.newaxis]]
        return stack.loss(X, Y).reshape(w1.shape)

    def gradient(self):
        """Gradient of the loss at the point, (2,)."""
        return self.unit.backward(self.unit.forward(X), Y).weights[0][:, 0]

    def step(self):
        """Take one step of gradient descent."""
        if len(self.path) > MOST_STEPS or self.gone:
            self.playing = False
            return
        self.unit.step(self.unit.backward(self.unit.forward(X), Y), self.learning_rate)
        self.path.append(tuple(self.unit.weights[0][:, 0].tolist()))
        self.losses.append(self.unit.loss(X, Y))

    @property
    def gone(self):
        """Whether the point has left every scale of the picture."""
        return max(map(abs, self.path[-1])) > 1e6

    def advance(self, seconds):
        """Take a step every few frames, so that an eye can follow."""
        self._frames += 1
        if self._frames % FRAMES_A_STEP == 1:
            self.step()

    def preset(self, name):
        """Choose a learning rate by what it does on this surface, and begin again."""
        self.learning_rate = RATES[self.surface][PRESETS.index(name)]
        self.restart()

    def status(self):
        """Say where the point is, how steep it is there, and how the descent goes."""
        w1, w2 = self.path[-1]
        d1, d2 = self.gradient()
        return (
            f"Step {len(self.path) - 1}: weights ({w1:.3g}, {w2:.3g}), loss {self.losses[-1]:.4g}, "
            f"gradient ({d1:.3g}, {d2:.3g}), learning rate {self.learning_rate:.3g}. "
            f"{self.verdict()}"
        )

    def verdict(self):
        """Say in a sentence what the last steps did."""
        if len(self.losses) < 3:
            return "Press Step or Play."
        steepness = np.linalg.norm(self.gradient())
        if self.gone or self.losses[-1] > 10 * self.losses[0]:
            return "The loss grows with every step: the learning rate is too large."
        if steepness < 1e-3:
            low = self.losses[-1] < 1.05 * self.grid().min()
            return (
                "At the lowest point." if low else "Stuck where the loss is flat, far from lowest."
            )
        if (np.diff(self.losses[-6:]) > 0).sum() > 1:
            return "The loss jumps up and down: the learning rate is too large."
        moves = np.diff(self.path[-3:], axis=0)
        if (moves[0] * moves[1]).sum() < 0:
            return "Each step crosses the valley to the other side."
        return "Going down." if self.losses[-1] < self.losses[-2] else "Going up."


class LossLab(Lab):
    """Walk down a loss over two weights, with a learning rate of your choice.

    Parameters
    ----------
    surface : name in `SURFACES`
    learning_rate : float above 0
    w1, w2 : floats from -4 to 4
    """

    def __init__(self, **choices):
        super().__init__(LossModel(**choices))

    def build(self):
        """Make contour, surface and loss curve, and the controls."""
        grid = {"width_ratios": [1.05, 1.1, 0.9]}
        self.figure, axes = plots.figure(ncols=3, width=9.4, height=3.7, **grid)
        self.figure.get_layout_engine().set(wspace=0.06)  # for the numbers of the solid picture
        place = axes[1].get_subplotspec()
        axes[1].remove()
        self.flat, self.curve = axes[0], axes[2]
        self.solid = self.figure.add_subplot(place, projection="3d", computed_zorder=False)
        self._prepare_curve()
        self.surfaces, self.drawn = [], None
        self.path, self.path_3d = plots.draw_path(self.flat, [(0, 0)]), None
        self.arrow = plots.draw_arrow(self.flat, (0, 0), (1, 1))
        self._draw_surface()
        self.drawings = [self.path, self.arrow, self.path_3d, self.loss]
        self.rows = self._controls()

    def _prepare_curve(self):
        (line,) = self.curve.plot([], [], "o-", color=POSITIVE, markersize=4, linewidth=1.5)
        self.loss = plots.Drawing([line])
        plots.set_labels(self.curve, x="step", title="loss at each step")

    def _draw_surface(self):
        model, grid = self.model, self.model.grid()
        for drawing in self.surfaces:
            for artist in drawing.artists:
                artist.remove()
        for text in list(self.flat.texts):
            text.remove()
        levels = _round_levels(grid)
        self.surfaces = [
            plots.draw_surface(self.flat, model.axis, model.axis, grid, levels=levels),
            plots.draw_surface_3d(self.solid, model.axis, model.axis, grid),
        ]
        plots.set_labels(self.flat, title=model.surface)
        plots.set_labels(self.solid, title="the same as a surface")
        self.solid.set_zlabel("")
        self.flat.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal")
        self.solid.view_init(elev=42, azim=-62)
        if self.path_3d is None:
            self.path_3d = plots.draw_path(self.solid, [(0, 0, 0)])
        self.solid.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), zlim=(0, grid.max()))
        self.drawn, self.highest = model.surface, grid.max()

    def _controls(self):
        return [row(*self._unit_row()), row(*self._weight_row()), row(*self._descent_row())]

    def _unit_row(self):
        yield self.dropdown(
            *("surface", "surface", list(SURFACES)),
            tooltip="Which unit and which loss",
            width="20em",
        )
        yield self.log_slider(
            *("learning_rate", "learning rate", -3, 2),
            tooltip="How far a step goes, as a multiple of the gradient",
        )

    def _weight_row(self):
        for trait, label in (("w1", "weight w₁"), ("w2", "weight w₂")):
            yield self.slider(trait, label, -REACH, REACH, 0.1, tooltip="Where to start")

    def _descent_row(self):
        yield self.play_button(tooltip="Descend step by step, or pause")
        yield self.button("Step", self.model.step, tooltip="One step", icon="step-forward")
        yield self.restart_button(tooltip="A new path, from the weights of the sliders")
        yield self.reset_button()
        for name in PRESETS:
            yield self.button(
                name,
                partial(self.model.preset, name),
                tooltip=f"A learning rate that is {name} on this surface",
            )

    def update(self):
        """Show the path, the next step and the losses."""
        model = self.model
        if self.drawn != model.surface:
            self._draw_surface()
            self.screen.renew()
        here = np.clip(model.path, -10 * REACH, 10 * REACH)
        self.path.update(here)
        move = np.clip(-model.learning_rate * model.gradient(), -10 * REACH, 10 * REACH)
        self.arrow.update(here[-1], move)
        self._update_solid(here)
        self._update_curve()

    def _update_solid(self, here):
        inside = np.abs(here).max(axis=1) <= REACH
        heights = np.where(inside, model_losses(self.model), np.nan)
        places = np.where(inside[:, np.newaxis], here, np.nan)
        self.path_3d.update(np.column_stack([places, heights]))

    def _update_curve(self):
        losses = model_losses(self.model)
        self.loss.artists[0].set_data(np.arange(len(losses)), losses)
        right = 20
        while len(losses) > right + 1:
            right *= 2
        # Round numbers, so that the figure seldom has to be drawn anew.
        limits = right, round_up(min(losses.max(), 5 * self.highest))
        if limits != (self.curve.get_xlim()[1], self.curve.get_ylim()[1]):
            self.curve.set(xlim=(0, limits[0]), ylim=(0, limits[1]))
            self.screen.renew(self.curve)


def _round_levels(grid):
    """Choose contours that lie closer together near the lowest point, at round losses."""
    low, high = grid.min(), grid.max()
    levels = low + (high - low) * np.linspace(0, 1, 9) ** 2
    return sorted({low, high * 1.001, *(float(f"{level:.2g}") for level in levels[1:-1])})


def model_losses(model):
    """Losses of the path as an array that can be drawn, (steps,)."""
    return np.minimum(model.losses, 1e9)
