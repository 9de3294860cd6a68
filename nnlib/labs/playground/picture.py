"""The picture of the playground: boundary and points, maps of the hidden units, losses."""

import numpy as np
from matplotlib.legend_handler import HandlerTuple
from matplotlib.ticker import MaxNLocator

from nnlib import plots
from nnlib.labs.playground.run import EXTENT, GRID_SIDE, MOSAIC_HEIGHT, MOSAIC_WIDTH
from nnlib.plots.loss import LossCurve
from nnlib.plots.numbers import double_until, round_up
from nnlib.plots.palette import ALARM, INK, PAPER, QUIET
from nnlib.plots.pixels import GAP
from nnlib.plots.planar import Mosaic
from nnlib.plots.style import RC

# Pixels: the whole, and left, bottom, width, height of each part.
WIDTH, HEIGHT = 940, 380
PLANE = (36, 52, 4 * GRID_SIDE, 4 * GRID_SIDE)
MOSAIC = (374, 52, MOSAIC_WIDTH, MOSAIC_HEIGHT)
LOSSES = (684, 52, 236, MOSAIC_HEIGHT)
SMALL = RC["xtick.labelsize"]
# Above the parts, in pixels: names of layers, and what each part is; the word before the names.
NAMES, HEADS, WORD = 9, 28, 28
# Share of the loss axes that the lines fill at most; the rest is for the names at their ends.
FILLED = 0.5
# Losses above these leave the axes: past ones, and those now.
TALLEST, TALLEST_NOW = 9.5, 1000.0


class UnitMaps(Mosaic):
    """Heat maps of the hidden units, with names; layers and units may change with an update."""

    def __init__(self, ax):
        super().__init__(ax)
        # Data coordinates are pixels from the upper left corner.
        ax.set(xlim=(0, MOSAIC_WIDTH), ylim=(MOSAIC_HEIGHT, 0), aspect="auto")
        self.names = plots.Numbers(ax, [], size=SMALL - 1)
        self.words = ax.text(MOSAIC_WIDTH / 2, 90, "", ha="center", color=QUIET, fontsize=SMALL)
        self.artists += self.names, self.words

    def update(self, maps):
        """Show the maps of a `Look`: a list of arrays (k*k, units), or None."""
        self.image.set_visible(bool(maps))
        self.words.set_text(_instead(maps))
        if not maps:
            self._name([], [])
            return
        left, step = super().update(maps, MOSAIC_WIDTH)
        middle = (step - GAP) / 2
        rows = max(layer.shape[1] for layer in maps)
        self._name(
            [(left + middle + column * step, -NAMES) for column in range(len(maps))],
            [(left - 9, middle + row * step) for row in range(rows)],
        )

    def _name(self, layers, units):
        """Put names above the layers, and numbers to the left of the units."""
        word = layers[0][0] - WORD if layers else 0, -NAMES
        self.names.places = np.reshape([*layers, *units, word], (-1, 2))
        counts = [str(number + 1) for number in (*range(len(layers)), *range(len(units)))]
        self.names.set_texts([*counts, "layer" if layers else ""])


def _instead(maps):
    if maps is None:
        return "The forward result\nhas no .A: hidden units\nare not shown."
    return "" if maps else "No hidden units:\nthe boundary is\na straight line."


class Losses(LossCurve):
    """Training and test loss over the steps, and where training diverged."""

    def __init__(self, ax):
        super().__init__(ax)
        self.end = ax.axvline(0, color=ALARM, linestyle=":", zorder=2)
        self.artists += (self.end,)
        plots.set_labels(ax, x="step")
        ax.yaxis.set_label_coords(-0.2, 0.5)
        ax.xaxis.set_major_locator(MaxNLocator(3, integer=True))

    def follow(self, run, look):
        """Show the losses of a run; tell whether the axes must be drawn again."""
        self.end.set(visible=run.diverged, xdata=[run.step, run.step])
        now = run.step, look.training.loss, look.test and look.test.loss
        rows = [*(row for row in run.curve.rows if row[0] < run.step), now]
        steps, training, test = np.array(rows, dtype=float).T
        return self.update(steps, training, None if look.test is None else test)

    def limits(self, iterations, courses):
        """Choose limits that change seldom: rare peaks may leave them, losses now may not.

        Growing takes place at once, shrinking only when the axis of the steps changes too.
        """
        losses = np.concatenate(courses)
        usual = min(np.quantile(losses[np.isfinite(losses)], 0.9), TALLEST)
        now = [course[-1] for course in courses]
        top = round_up(max([usual, *(loss for loss in now if loss <= TALLEST_NOW)]))
        right = double_until(100, iterations[-1], FILLED)
        if right == self.ax.get_xlim()[1]:
            top = max(top, self.ax.get_ylim()[1])
        # A little below 0, for the names at the ends of low lines.
        return (0, right), (-0.06 * top, top)


class PlaygroundPicture:
    """Figure and drawings, for points of a `Split`; `update` brings them up to date."""

    def __init__(self, points):
        self.figure, axes = plots.figure(3, width=WIDTH / 100, height=HEIGHT / 100)
        self.figure.set_layout_engine("none")
        for ax, (left, bottom, width, height) in zip(axes, (PLANE, MOSAIC, LOSSES), strict=True):
            ax.set_position([left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT])
        plane, mosaic, losses = axes
        self._build_plane(plane, points)
        self.maps, self.losses = UnitMaps(mosaic), Losses(losses)
        # Over the middle of each part, in the coordinates of the mosaic.
        middles = [left + width / 2 - MOSAIC[0] for left, _, width, _ in (PLANE, MOSAIC, LOSSES)]
        self.heads = plots.Numbers(mosaic, [(x, -HEADS) for x in middles], size=SMALL)
        self.drawings = [
            *(self.surface, self.training, self.test, self.maps, self.losses),
            plots.Drawing([self.heads, self.notice]),
        ]

    def _build_plane(self, ax, points):
        unknown = np.full((GRID_SIDE, GRID_SIDE), np.nan)
        self.surface = plots.draw_decision(ax, unknown, EXTENT)
        self.training = plots.draw_points(ax, points.X_train, points.y_train, size=5)
        self.test = plots.draw_points(ax, points.X_test, points.y_test, held_out=True, size=4.5)
        self._points = points
        ax.set(xlim=EXTENT[:2], ylim=EXTENT[2:])
        ax.xaxis.set_label_coords(0.875, -0.03)
        ax.yaxis.set_label_coords(-0.03, 0.875)
        ax.legend(
            [self.training.artists, self.test.artists],
            ["training points", "test points"],
            handler_map={tuple: HandlerTuple(ndivide=None)},
            **{"loc": "upper center", "bbox_to_anchor": (0.5, -0.075), "ncol": 2},
            **{"frameon": False, "fontsize": SMALL, "labelcolor": INK, "handlelength": 2},
        )
        box = {"boxstyle": "round,pad=0.5", "facecolor": PAPER, "edgecolor": ALARM}
        self.notice = ax.text(0, 0, "", ha="center", va="center", color=ALARM, bbox=box, zorder=6)

    def update(self, model):
        """Show a model as it is now; tell whether the axes of the losses must be drawn again."""
        look, run = model.look, model.run
        if model.points is not self._points:
            self._points = model.points
            self.training.update(model.points.X_train, model.points.y_train)
            self.test.update(model.points.X_test, model.points.y_test)
        self.surface.update(look.grid)
        self.maps.update(look.maps)
        test = "" if look.test is None else f", test {100 * look.test.accuracy:.1f} %"
        rate = f"{model.rate():.3g}"
        self.heads.set_texts(
            [
                f"right: training {100 * look.training.accuracy:.1f} %{test}",
                "hidden units" if model.hidden_units else "",
                f"step {run.step:,}, learning rate {rate}",
            ]
        )
        self.notice.set_visible(run.diverged)
        self.notice.set_text(f"Diverged at step {run.step:,}:\nlearning rate {rate} is too large")
        return self.losses.follow(run, look)
