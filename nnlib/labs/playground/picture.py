"""The picture of the playground: the network as a graph, boundary and points, losses."""

import numpy as np
from matplotlib.legend_handler import HandlerTuple
from matplotlib.ticker import MaxNLocator

from nnlib import plots
from nnlib.labs.playground.brush import OFF
from nnlib.labs.playground.compare import MOST_KEPT
from nnlib.labs.playground.inputs import COORDINATES
from nnlib.labs.playground.run import EXTENT, GRAPH, GRID_SIDE
from nnlib.labs.playground.task import TWO_CLASSES
from nnlib.labs.playground.wiring import unit_name
from nnlib.labs.shared.picture import data_place
from nnlib.plots.classes import TaskPoints, class_boundaries, class_surface
from nnlib.plots.graph import MapGraph, tile_side
from nnlib.plots.loss import LossCurve
from nnlib.plots.numbers import double_until, minus_signs, round_up
from nnlib.plots.palette import ALARM, FRAME, INK, PAPER, QUIET
from nnlib.plots.pieces import CURVE_DASHES
from nnlib.plots.pixels import Layer
from nnlib.plots.planar import unit_tiles
from nnlib.plots.style import RC

# Pixels: the whole; left, bottom, width and height of graph, plane and losses.
WIDTH, HEIGHT = 940, 376
PARTS = (8, 50, *GRAPH), (364, 50, 4 * GRID_SIDE, 4 * GRID_SIDE), (718, 50, 210, 4 * GRID_SIDE)
SMALL = RC["xtick.labelsize"]
# Above the parts, what each is, and a sentence below the graph; in pixels.
HEADS, BELOW = 26, 20
# Share of the loss axes that the lines fill at most; the rest is for the names at their ends.
FILLED = 0.5
# Kept runs: the colour of their lines, the size and the length of the words on each.
PALE, KEPT_FONT, MOST_LETTERS = FRAME, 9, 30
# Losses above these leave the axes: past ones, and those now.
TALLEST, TALLEST_NOW = 9.5, 1000.0


class Plane(plots.Drawing):
    """Surface, boundary and points, for the task that a model has."""

    def __init__(self, ax):
        self.ax = ax
        self.surface = plots.draw_decision(ax, np.full((GRID_SIDE, GRID_SIDE), np.nan), EXTENT)
        self.training, self.test = TaskPoints(ax, False, 5), TaskPoints(ax, True, 4.5)
        self._points = self._named = None
        ax.set(xlim=EXTENT[:2], ylim=EXTENT[2:])
        plots.set_labels(ax, x="x₁", y="x₂")
        ax.xaxis.set_label_coords(0.875, -0.03)
        ax.yaxis.set_label_coords(-0.03, 0.875)
        points = Layer(ax, [*self.training.artists, *self.test.artists])
        super().__init__([*self.surface.artists, points])

    def update(self, model):
        """Show a model as it is now; tell whether the legend has changed."""
        task, points = model.task, model.points
        if points is not self._points:
            self._points, is_number = points, task.name == "number"
            self.training.update(points.X_train, points.y_train, is_number)
            self.test.update(points.X_test, points.y_test, is_number)
        self._show_surface(task, model.look.grid)
        if model.unit is not None:
            (tile,) = unit_tiles(model.unit[:, None])
            self.surface.image.set_data(tile[::-1])
        classes = 0 if task.name == "number" else max(2, task.outputs)
        is_other, self._named = classes != self._named, classes
        if is_other:
            self._write_legend(classes)
        return is_other

    def _show_surface(self, task, grid):
        """Show probabilities of class 1 or of three classes, or a number from -1 to 1."""
        if task.outputs > 1:
            self.surface.image.set_data(class_surface(grid))
            self.surface.boundary.set_segments(class_boundaries(grid, EXTENT))
        else:
            self.surface.update((grid + 1) / 2 if task.name == "number" else grid)

    def _write_legend(self, classes):
        self.ax.legend(
            [self.training.handles(classes), self.test.handles(classes)],
            ["training points", "test points"],
            handler_map={tuple: HandlerTuple(ndivide=None)},
            **{"loc": "upper center", "bbox_to_anchor": (0.46, -0.075), "ncol": 2},
            **{"frameon": False, "fontsize": SMALL, "labelcolor": INK, "handlelength": 2},
        )


class Losses(LossCurve):
    """Training and test loss over the steps, and where training diverged."""

    def __init__(self, ax):
        super().__init__(ax)
        self.end = ax.axvline(0, color=ALARM, linestyle=":", zorder=2)
        self._run = None
        self.kept = [
            ax.plot([], [], color=PALE, linewidth=1.5, zorder=2)[0] for _ in range(MOST_KEPT)
        ]
        for line, dashes in zip(self.kept, CURVE_DASHES, strict=False):
            line.set_linestyle(dashes)
        # Beside the ends of the kept lines, and in the upper right corner, in shares of the axes.
        self.numbers = plots.Numbers(ax, np.zeros((MOST_KEPT, 2)), KEPT_FONT)
        where = {"ha": "right", "va": "top", "fontsize": KEPT_FONT, "color": QUIET}
        self.words = ax.text(1, 1.01, "", transform=ax.transAxes, **where)
        self.artists = (*self.kept, self.words, *self.artists, self.end, self.numbers)
        plots.set_labels(ax, x="step")
        ax.yaxis.set_label_coords(-0.19, 0.5)
        ax.xaxis.set_major_locator(MaxNLocator(3, integer=True))
        ax.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 4, 5, 10]))

    def follow(self, run, look, comparisons=()):
        """Show the losses of a run and of those kept; tell whether the axes have changed."""
        self._compared = comparisons
        self._is_new, self._run = run is not self._run, run
        self.end.set(visible=run.diverged, xdata=[run.step, run.step])
        now = run.step, look.training.loss, look.test and look.test.loss
        before = run.curve.rows[:-1] if run.curve.rows[-1][0] == run.step else run.curve.rows
        steps, training, test = np.array([*before, now], dtype=float).T
        changed = self.update(steps, training, None if look.test is None else test)
        self._show_kept()
        return changed

    def _show_kept(self):
        """Show kept runs as pale lines with a number each, and say what was different."""
        top, numbers = self.ax.get_ylim()[1], [""] * MOST_KEPT
        for place, line in enumerate(self.kept):
            run = self._compared[place][1] if place < len(self._compared) else None
            line.set_visible(run is not None)
            if run is not None:
                line.set_data(run.steps, np.minimum(run.losses, top))
                beside = 0.02 * (place + 1) * self.ax.get_xlim()[1]
                self.numbers.places[place] = run.steps[-1] + beside, min(run.losses[-1], top)
                numbers[place] = str(place + 1)
        self.numbers.set_texts(numbers)
        lines = (
            f"{number}: {shorten(words)}" for number, (words, _) in enumerate(self._compared, 1)
        )
        self.words.set_text("\n".join(lines))

    def limits(self, iterations, courses):
        """Choose limits that change seldom: rare peaks may leave them, losses now may not.

        Growing takes place at once; shrinking only when another run begins, or the axis of the
        steps changes too.
        """
        losses = np.concatenate(courses)
        losses = losses[np.isfinite(losses)]
        most = int(0.9 * len(losses))
        usual = min(np.partition(losses, most)[most], TALLEST)
        now = [course[-1] for course in courses]
        top = round_up(max([usual, *(loss for loss in now if loss <= TALLEST_NOW)]))
        longest = max([iterations[-1], *(run.steps[-1] for _, run in self._compared)])
        right = double_until(100, longest, FILLED)
        if not self._is_new and right == self.ax.get_xlim()[1]:
            top = max(top, self.ax.get_ylim()[1])
        # A little below 0, for the names at the ends of low lines.
        return (0, right), (-0.06 * top, top)


class PlaygroundPicture:
    """Figure and drawings; `update` brings them up to date."""

    def __init__(self):
        self.figure, axes = plots.figure(3, width=WIDTH / 100, height=HEIGHT / 100)
        self.figure.set_layout_engine("none")
        for ax, (left, bottom, width, height) in zip(axes, PARTS, strict=True):
            ax.set_position([left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT])
        graph, plane, losses = axes
        self.plane = Plane(plane)
        box = {"boxstyle": "round,pad=0.5", "facecolor": PAPER, "edgecolor": ALARM}
        centred = {"ha": "center", "va": "center", "color": ALARM, "zorder": 6}
        self.notice = plane.text(0, 0, "", bbox=box, **centred)
        (self.cross,) = plane.plot([], [], "+", color=INK, markersize=16, zorder=5)
        self.graph, self.losses = MapGraph(graph, *GRAPH), Losses(losses)
        # Over the middle of each part, and below the graph, in the coordinates of the graph.
        middles = [left + width / 2 - PARTS[0][0] for left, _, width, _ in PARTS]
        places = [*((x, -HEADS) for x in middles), (middles[0], GRAPH[1] + BELOW)]
        self.heads = plots.Numbers(graph, places, size=SMALL)
        self.drawings = [
            *(self.plane, self.graph, self.losses),
            plots.Drawing([self.cross, self.heads, self.notice]),
        ]

    def update(self, model):
        """Show a model as it is now; give the axes that must be drawn again."""
        run, changed = model.run, [self.plane.ax] if self.plane.update(model) else []
        self._update_graph(model)
        places = [model.cross] if model.cross is not None and model.brush != OFF else []
        self.cross.set(data=np.reshape(places, (-1, 2)).T, visible=bool(places))
        rate = f"{model.rate():.3g}"
        steps = f"step {run.step:,}, learning rate {rate}"
        self.heads.set_texts(
            [_over_the_graph(model), _over_the_plane(model), steps, _below_the_graph(model)]
        )
        self.notice.set_visible(run.diverged)
        self.notice.set_text(f"Diverged at step {run.step:,}:\nlearning rate {rate} is too large")
        wider = self.losses.follow(run, model.look, model.comparisons())
        return [*changed, self.losses.ax] if wider else changed

    def _update_graph(self, model):
        wiring = model.run.wiring
        side = tile_side(wiring.layer_sizes, *GRAPH)
        self.graph.lay_out(wiring.layer_sizes, model.input_names, side)
        inputs, *maps, output = model.look.maps
        # Each input has colours of its own: squares and products reach far.
        inputs = inputs / np.maximum(np.abs(inputs).max(axis=0), 1)
        chosen, name = model.chosen, minus_signs(f"{model.parameter} = {model.value:.2f}")
        values = wiring.values(model.run.network)
        if model.task.name == "classes":  # a probability, 0 to 1, in the colours of the plane
            output = 2 * output - 1
        self.graph.update([inputs, *maps, output], *values, model.in_sight, chosen, name)

    def place(self, part, x, y):
        """Find the place in the data of "graph" or "plane" of a place in shares of the picture."""
        return data_place({"graph": self.graph.ax, "plane": self.plane.ax}[part], x, y)


def shorten(words, most=MOST_LETTERS):
    """Leave out what would not fit beside a picture.

    >>> shorten("learning rate 0.1, hidden units 4–2", 20)
    'learning rate 0.1,…'
    """
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _over_the_graph(model):
    return "network: pull a line up or down" if model.run.wiring.weights else "network"


def _over_the_plane(model):
    unit, look = model.unit, model.look
    if unit is not None:
        name = unit_name(model.in_sight, model.run.wiring.layer_sizes, model.input_names)
        return minus_signs(f"{name}, from {unit.min():.2f} to {unit.max():.2f}")
    scores = [("training", look.training), ("test", look.test)]
    if model.task.name == "number":
        told = [f"{name} {score.error:.3f}" for name, score in scores if score]
        return f"typical error: {', '.join(told)}"
    told = [f"{name} {100 * score.accuracy:.1f} %" for name, score in scores if score]
    return f"right: {', '.join(told)}"


def _below_the_graph(model):
    """Say what the graph cannot show, or that there is nothing between inputs and output."""
    run = model.run
    if run.tells_units and len(run.wiring.layer_sizes) == 2:
        is_line = model.inputs == COORDINATES and model.task == TWO_CLASSES
        return "No hidden units: a straight boundary." if is_line else "No hidden units."
    untold = [] if run.tells_units else ["its hidden units (no .A)"]
    untold += [] if run.wiring.weights else ["its weights"]
    return f"The network does not tell {' and '.join(untold)}." if untold else ""
