"""LossLab: the loss over two weights, a point on it, and steps of gradient descent."""

from functools import partial

import numpy as np

from nnlib import plots
from nnlib.labs.loss.model import PRESETS, REACH, SURFACES, LossModel
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import columns, row
from nnlib.plots.numbers import double_until, round_up
from nnlib.plots.palette import POSITIVE


class LossLab(Lab):
    """Walk down a loss over two weights, with a learning rate of your choice.

    Parameters
    ----------
    surface : name in `SURFACES`
    learning_rate : float above 0
    w1, w2 : floats from -4 to 4
    sse_gradient : function of y_hat and y, optional
        The learner's own, in place of the package's.
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
        (line,) = self.curve.plot([], [], "o-", color=POSITIVE, markersize=4, linewidth=1.5)
        self.loss = plots.Drawing([line])
        plots.set_labels(self.curve, x="step", title="loss at each step")
        self.surfaces = []
        self.path, self.path_3d = plots.draw_path(self.flat, [(0, 0)]), None
        self.arrow = plots.draw_arrow(self.flat, (0, 0), (1, 1))
        self._draw_surface()
        self.drawings = [self.path, self.arrow, self.path_3d, self.loss]
        self.rows = [row(*self._buttons()), columns(*self._choices(), most=2)]

    def _draw_surface(self):
        model, grid = self.model, self.model.grid()
        for drawing in self.surfaces:
            for artist in drawing.artists:
                artist.remove()
        for text in list(self.flat.texts):  # those that their contours have left
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

    def _choices(self):
        tooltip = "Which unit and which loss"
        yield self.dropdown("surface", "surface", list(SURFACES), tooltip=tooltip)
        tooltip = "How far a step goes, as a multiple of the gradient"
        yield self.log_slider("learning_rate", "learning rate", -3, 2, tooltip=tooltip)
        for trait, label in (("w1", "weight w₁"), ("w2", "weight w₂")):
            yield self.slider(trait, label, -REACH, REACH, 0.1, tooltip="Where to start")

    def _buttons(self):
        yield self.play_button(tooltip="Descend step by step, or pause")
        yield self.button("Step", self.model.step, tooltip="One step", icon="step-forward")
        yield self.restart_button(tooltip="A new path, from the weights of the sliders")
        yield self.reset_button()
        for name in PRESETS:
            tooltip = f"A learning rate that is {name} on this surface"
            yield self.button(name, partial(self.model.preset, name), tooltip=tooltip)

    def update(self):
        """Show the path, the next step and the losses."""
        model = self.model
        if self.drawn != model.surface:
            self._draw_surface()
            self.screen.renew()
        here = np.clip(model.path, -10 * REACH, 10 * REACH)
        self.path.update(here)
        move = np.clip(-model.learning_rate * model.slopes, -10 * REACH, 10 * REACH)
        self.arrow.update(here[-1], move)
        losses = np.minimum(model.losses, 1e9)  # which can be drawn
        self._update_solid(here, losses)
        self._update_curve(losses)

    def _update_solid(self, here, losses):
        inside = np.abs(here).max(axis=1) <= REACH
        path = np.column_stack([here, losses])
        self.path_3d.update(np.where(inside[:, np.newaxis], path, np.nan))

    def _update_curve(self, losses):
        self.loss.artists[0].set_data(np.arange(len(losses)), losses)
        # Round numbers, so that the figure seldom has to be drawn anew.
        top = round_up(min(losses.max(), 5 * self.highest))
        limits = double_until(20, len(losses) - 1), top
        if limits != (self.curve.get_xlim()[1], self.curve.get_ylim()[1]):
            self.curve.set(xlim=(0, limits[0]), ylim=(0, limits[1]))
            self.screen.renew(self.curve)


def _round_levels(grid):
    """Choose contours that lie closer together near the lowest point, at round losses."""
    low, high = grid.min(), grid.max()
    levels = low + (high - low) * np.linspace(0, 1, 9) ** 2
    return sorted({low, high * 1.001, *(float(f"{level:.2g}") for level in levels[1:-1])})
