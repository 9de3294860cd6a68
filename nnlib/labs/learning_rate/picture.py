"""The picture of `LearningRateLab`: eight loss curves, and eight boundaries beside them."""

from itertools import cycle

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator, StrMethodFormatter

from nnlib import plots
from nnlib.labs.learning_rate.model import EXTENT, NETWORKS, SIDE
from nnlib.plots.end_labels import spread_out
from nnlib.plots.numbers import double_until, percent, short_loss, two_digits
from nnlib.plots.palette import BLUE, GREEN, INK, ORANGE, PLUM
from nnlib.plots.pieces import CURVE_DASHES, add_class_markers, add_shapes
from nnlib.plots.pixels import draw_cells
from nnlib.plots.planar import boundary_segments, square_grid, surface_colours
from nnlib.plots.style import RC

# Pixels: the whole, and left, bottom, width, height of the curves; tiles: side, steps to the
# next, and the upper left corner of the first, from the upper left corner of the whole.
WIDTH, HEIGHT = 940, 384
CURVES = (66, 50, 310, 306)
TILE = 3 * SIDE
COLUMNS, ACROSS, DOWN, LEFT, TOP = 4, 129, 186, 429, 28
SQUARE = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
SMALL = RC["xtick.labelsize"]
# Share of the axis of the steps that the curves fill at most; the rest is for their names.
FILLED = 0.8
# Pixels: from the end of a curve to its leader, and to the number behind it; from a cross up to
# the number of what diverged there. Points: from one number to the next.
LEADER, NAME, ABOVE, APART = 4, 26, 14, 11
LOWEST, TALLEST = 1e-4, 5.0
# From the smallest rate to the largest; dark enough on white, and each end as elsewhere.
RATE_COLOURS = LinearSegmentedColormap.from_list("rate", [BLUE, GREEN, INK, PLUM, ORANGE])(
    np.linspace(0, 1, NETWORKS)
)


class LossCurves(plots.Drawing):
    """The losses of all networks over the steps, numbered, and a cross where one diverged."""

    def __init__(self, ax):
        self.ax = ax
        self.lines = [
            ax.plot([], [], color=colour, linestyle=dashes, linewidth=1.8, zorder=3)[0]
            for colour, dashes in zip(RATE_COLOURS, cycle(CURVE_DASHES), strict=False)
        ]
        self.names = plots.Numbers(ax, np.zeros((NETWORKS, 2)), size=SMALL)
        self.leaders = LineCollection([], colors=RATE_COLOURS, linewidths=1, zorder=3)
        add_shapes(ax, self.leaders)
        self.leaders.set_clip_on(False)
        cross = {"markersize": 8, "markeredgewidth": 2, "clip_on": False}
        (self.ends,) = ax.plot([], [], "x", color=INK, zorder=5, **cross)
        ax.set(yscale="log", xlim=(0, 100), ylim=(0.1, TALLEST))
        ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        ax.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        ax.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
        ax.yaxis.set_minor_locator(NullLocator())
        plots.set_labels(ax, x="step", y="loss")
        super().__init__([*self.lines, self.leaders, self.names, self.ends])

    def update(self, model):
        """Show the losses so far; tell whether the axes have changed and must be drawn again."""
        rows = [(step, losses) for step, losses, _ in model.curve.rows if step < model.step]
        steps, losses = zip(*rows, (model.step, model.losses), strict=True)
        losses = np.array(losses, dtype=float)
        losses[~(losses < np.inf)] = np.nan
        changed = self._fit(model.step, losses)
        shown = np.clip(losses, self.ax.get_ylim()[0], TALLEST)
        for line, curve in zip(self.lines, shown.T, strict=True):
            line.set_data(steps, curve)
        self._name(np.array(steps), shown, model.diverged_at >= 0)
        gone = model.diverged_at[model.diverged_at >= 0]
        self.ends.set_data(gone, np.full(len(gone), TALLEST))
        return changed

    def _name(self, steps, shown, diverged):
        """Put each network's number right of the end of its curve, or above its cross."""
        last = [np.flatnonzero(np.isfinite(curve))[-1] for curve in shown.T]
        ends = self.ax.transData.transform(
            np.column_stack([steps[last], shown[last, range(NETWORKS)]])
        )
        gap, places, goes_on = APART * self.ax.figure.dpi / 72, ends.copy(), ~diverged
        places[goes_on] += NAME, 0
        low = self.ax.bbox.y0
        places[goes_on, 1] = spread_out(places[goes_on, 1], gap, low)
        places[diverged, 0] = spread_out(places[diverged, 0], gap)
        places[diverged, 1] = self.ax.bbox.y1 + ABOVE
        to_data = self.ax.transData.inverted().transform
        self.names.places = to_data(places)
        self.names.set_texts(str(number + 1) for number in range(NETWORKS))
        # From nothing to nothing where there is none, so that each keeps its colour.
        shift = np.array([LEADER, 0])
        starts = np.where(goes_on[:, np.newaxis], ends + shift, places)
        stops = np.where(goes_on[:, np.newaxis], places - 2 * shift, places)
        leaders = np.stack([starts, stops], axis=1)
        self.leaders.set_segments(to_data(leaders.reshape(-1, 2)).reshape(-1, 2, 2))

    def _fit(self, step, losses):
        """Give the axes a size that changes seldom."""
        before = self.ax.get_xlim()[1], self.ax.get_ylim()[0]
        right, bottom = double_until(100, step, FILLED), 0.1
        while bottom > max(LOWEST, np.nanmin(losses, initial=1.0)):
            bottom /= 10
        self.ax.set(xlim=(0, right), ylim=(bottom, TALLEST))
        return (right, bottom) != before


class Boards(plots.Drawing):
    """What each network makes of the plane: surface, boundary, points, rate and verdict."""

    def __init__(self, ax):
        # Data coordinates are pixels from the lower left corner of the whole figure.
        ax.set(position=[0, 0, 1, 1], xlim=(0, WIDTH), ylim=(0, HEIGHT))
        ax.patch.set_visible(False)
        plots.hide_axes(ax)
        rows, columns = np.divmod(np.arange(NETWORKS), COLUMNS)
        self.corners = np.column_stack([LEFT + columns * ACROSS, HEIGHT - TOP - TILE - rows * DOWN])
        self.tiles = [_add_tile(ax, corner) for corner in self.corners]
        self.boundaries = LineCollection([], colors=INK, linewidths=1.4, zorder=2)
        add_shapes(ax, self.boundaries)
        self.points = add_class_markers(ax, (2.4, 2.4), zorder=3)
        (self.frame,) = ax.plot([], [], color=INK, linewidth=2.5, zorder=4)
        across, up = self.corners[:, 0] + TILE / 2, self.corners[:, 1]
        above, below = (
            np.column_stack([np.tile(across, len(shifts)), np.add.outer(shifts, up).ravel()])
            for shifts in ([TILE + 12], [-14, -31])
        )
        self.rates = plots.Numbers(ax, above, size=SMALL)
        self.words = plots.Numbers(ax, below, size=SMALL - 1)
        shown = *self.tiles, self.boundaries, *self.points, self.frame, self.rates, self.words
        super().__init__(shown)

    def update(self, model):
        """Show the networks as they are at the last `refresh`."""
        segments = []
        for tile, corner, grid in zip(self.tiles, self.corners, model.grids, strict=True):
            grid = square_grid(grid)
            tile.set_data(surface_colours(grid))
            segments += [corner + part for part in boundary_segments(grid, (0, TILE, 0, TILE))]
        self.boundaries.set_segments(segments)
        self._place_points(model)
        self._write(model)

    def _place_points(self, model):
        """Put every second point on every board; all would hide the boundary."""
        low, high = EXTENT[:2]
        places = (model.X[::2] - low) * TILE / (high - low)
        for label, line in enumerate(self.points):
            own = places[model.y[::2].ravel() == label]
            line.set_data(*(self.corners[:, np.newaxis] + own).reshape(-1, 2).T)

    def _write(self, model):
        """Write rate, verdict and figures, and frame the network with the lowest loss."""
        best = model.best if model.step else None
        self.rates.set_texts(f"{i + 1}: rate {two_digits(r)}" for i, r in enumerate(model.rates))
        words = model.verdicts if model.step else [""] * NETWORKS
        words = [f"{word}, best" if i == best else word for i, word in enumerate(words)]
        figures = map(_figures, model.losses, model.accuracy, model.diverged_at)
        self.words.set_texts([*words, *figures])
        corner = np.empty((0, 2)) if best is None else self.corners[best] + TILE * SQUARE
        self.frame.set_data(*corner.T)


def _add_tile(ax, corner):
    """Add a surface without colours, whose lower left corner is at a place in pixels."""
    left, bottom = corner
    extent = left, left + TILE, bottom, bottom + TILE
    blank = np.zeros((SIDE, SIDE, 4), dtype=np.uint8)
    return draw_cells(ax, blank, aspect="auto", extent=extent, origin="lower", zorder=1)


def _figures(loss, accuracy, diverged_at):
    if diverged_at >= 0:
        return f"at step {diverged_at}"
    return f"{short_loss(loss)}, {percent(accuracy)} right"


class LearningRatePicture:
    """The figure and what moves in it; ``update(model)`` says whether its axes have changed."""

    def __init__(self):
        self.figure, (curves, boards) = plots.figure(2, width=WIDTH / 100, height=HEIGHT / 100)
        left, bottom, width, height = CURVES
        curves.set_position([left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT])
        self.curves, self.boards = LossCurves(curves), Boards(boards)
        self.drawings = [self.curves, self.boards]

    def update(self, model):
        """Bring the drawings up to date."""
        self.boards.update(model)
        return self.curves.update(model)
