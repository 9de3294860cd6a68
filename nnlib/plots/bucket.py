"""The neuron as a bucket: pipes pour in or drain, and at the height of the spout it pours over."""

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

from nnlib.plots.fast_text import Numbers
from nnlib.plots.numbers import plain_number, subscript
from nnlib.plots.palette import (
    BLUE_FAINT,
    FOAM,
    INK,
    NEGATIVE,
    ORANGE_LIGHT,
    PAPER,
    PIPE,
    POSITIVE,
    QUIET,
    WALL,
    WATER,
)
from nnlib.plots.pieces import Drawing, add_shapes, box, put_text
from nnlib.plots.style import hide_axes

# The bucket, in units of level upwards; its walls and what stands around it, across.
LEFT, RIGHT, TOP = 1.0, 9.0, 7.4
PIPE_ENDS, DRAIN_ENDS, DRAIN_FALL = (10.6, 8.7), (-0.12, -1.5), -2.55
SPOUT = 1.15
LAMP = (RIGHT + SPOUT + 0.1, -1.7)
# Half widths: of a pipe for each unit of its weight, of the thinnest water, of the trapdoor.
HALF_WIDTH, THINNEST, TRAPDOOR = 0.17, 0.05, 0.8
# Of the light strokes in falling water: from one to the next, and how long they are.
SPACING, FLECK = 0.9, 0.4
WAVES = np.linspace(LEFT, RIGHT, 60)


class Bucket(Drawing):
    """A bucket with its pipes, spout and lamp; made by ``draw_bucket``."""

    def __init__(self, ax, inputs):
        self.places = np.linspace(LEFT + 1, RIGHT - 1, inputs)
        self.streams, self.water, self.pipes = add_shapes(
            ax,
            PolyCollection([], facecolors=WATER, linewidths=0, zorder=2),
            PolyCollection([], facecolors=WATER, linewidths=0, zorder=3),
            PolyCollection([], facecolors=PIPE, linewidths=2, zorder=4),
        )
        self.foam = LineCollection([], colors=FOAM, linewidths=1.6, zorder=5)
        self.valves = LineCollection([], colors=INK, linewidths=3.2, zorder=6)
        self.spout = LineCollection([], zorder=6)
        self.mark = LineCollection(
            [], colors=INK, linewidths=1.4, linestyles=[(0, (4, 3))], zorder=6
        )
        add_shapes(ax, self.foam, self.valves, self.spout, self.mark)
        self.lamp = ax.scatter(*LAMP, s=1500, edgecolors=INK, linewidths=1.6, zorder=7)
        self.labels = Numbers(ax, np.zeros((2 * inputs, 2)), 11, zorder=8)
        self.words = Numbers(ax, np.zeros((4, 2)), 11, zorder=8)
        water = self.streams, self.water, self.mark, self.pipes, self.foam, self.valves
        super().__init__([*water, self.spout, self.lamp, self.labels, self.words])

    def update(
        self,
        x,
        weights,
        threshold,
        level,
        spill=None,
        *,
        flows=True,
        empties=False,
        phase=0,
        widths=None,
    ):
        """Show another state.

        Parameters
        ----------
        x : array of shape (n,), zeros and ones: which pipes are open
        weights : array of shape (n,): positive pours in, negative drains
        threshold : float, the height of the spout
        level : float, of the water, from 0 to the threshold
        spill : float, how much pours over the spout; None while the level is below it
        flows : bool, whether the open pipes run, and the spout
        empties : bool, whether the water leaves through the bottom, as after a time step
        phase : float, of the movement on the water
        widths : array of shape (n,), drawn instead of the sizes of the weights
        """
        x, weights = np.asarray(x), np.asarray(weights, dtype=float)
        halves = HALF_WIDTH * np.abs(weights if widths is None else widths)
        pours = weights >= 0
        self._update_pipes(x, pours, halves)
        self._update_labels(x, weights, pours)
        self._update_spout(threshold, spill)
        runs = (x == 1) & (halves > 0) & flows
        bottoms, tops = np.where(pours, [[level], PIPE_ENDS[1:]], [[DRAIN_FALL], DRAIN_ENDS[1:]])
        water = self.places, np.maximum(halves - 0.06, THINNEST), bottoms, tops
        # Place, half width, bottom and top of each.
        falls = list(np.transpose(water)[runs])
        if empties and level > 0:
            falls.append(((LEFT + RIGHT) / 2, TRAPDOOR, DRAIN_FALL, 0))
        if spill is not None and flows:
            half = np.clip(HALF_WIDTH * spill, THINNEST, 0.5)
            falls.append((LAMP[0] - 0.15, half, LAMP[1], threshold - 0.3))
        self.streams.set_verts([box(x - half, x + half, *ends) for x, half, *ends in falls])
        self.foam.set_segments(_flecks(falls, phase))
        self.water.set_verts(_surface(level, phase, any(runs)) if level > 0 else [])

    def _update_pipes(self, x, pours, halves):
        ends = np.where(pours[:, None], PIPE_ENDS, DRAIN_ENDS)
        drawn = np.maximum(halves, 0.03)
        sides = self.places - drawn, self.places + drawn, ends[:, 1], ends[:, 0]
        self.pipes.set_verts([box(*part) for part in zip(*sides, strict=True)])
        self.pipes.set_edgecolor([POSITIVE if up else NEGATIVE for up in pours])
        self.pipes.set_linestyle(["solid" if up else (0, (4, 1.5)) for up in pours])
        self.pipes.set_facecolor([WATER if one else PIPE for one in x])
        bars = self.places - halves - 0.28, self.places + halves + 0.28, ends.mean(axis=1)
        closed = np.transpose(bars)[x == 0]
        self.valves.set_segments([[(left, y), (right, y)] for left, right, y in closed])

    def _update_labels(self, x, weights, pours):
        heights = np.where(pours[:, None], (11.85, 11.1), (-3.0, -3.75))
        self.labels.places = np.column_stack([np.repeat(self.places, 2), heights.ravel()])
        texts = []
        for i, (value, weight) in enumerate(zip(x, weights, strict=True), start=1):
            texts += [f"x{subscript(i)} = {value:.0f}", f"w{subscript(i)} = {plain_number(weight)}"]
        self.labels.set_texts(texts)

    def _update_spout(self, threshold, spill):
        gap = [(RIGHT, threshold), (RIGHT, threshold + 0.75)]
        floor = [(RIGHT, threshold), (RIGHT + SPOUT - 0.25, threshold - 0.25)]
        roof = [(RIGHT, threshold + 0.75), (RIGHT + SPOUT, threshold + 0.5)]
        front = [(RIGHT + SPOUT, threshold + 0.5), (RIGHT + SPOUT + 0.25, threshold - 0.25)]
        self.spout.set_segments([gap, floor, roof, front])
        self.spout.set(colors=[PAPER, WALL, WALL, WALL], linewidths=[6, 3, 3, 3])
        self.mark.set_segments([[(LEFT, threshold), (RIGHT, threshold)]])
        self.lamp.set_facecolor(ORANGE_LIGHT if spill is not None else BLUE_FAINT)
        above, below = (RIGHT + 1.3, threshold), (LAMP[0], LAMP[1] - 1.55)
        self.words.places = np.add([LAMP, below, above, above], [(0, 0), (0, 0), (0, 2), (0, 1.25)])
        fires = int(spill is not None)
        answer = [f"y = {fires}", ("silent", "fires")[fires]]
        self.words.set_texts([*answer, "threshold", f"T = {plain_number(threshold)}"])


def _flecks(falls, phase):
    """Give light strokes that move down with the falling water."""
    flecks = []
    for n, (x, half, bottom, top) in enumerate(falls):
        tops = np.arange(top + SPACING * (1 - (phase + 0.37 * n) % 1), bottom, -SPACING)
        for k, y in enumerate(tops):
            start, end = min(y, top), max(y - FLECK, bottom)
            if end < start:
                at = x + half * 0.5 * (-1) ** k
                flecks.append([(at, start), (at, end)])
    return flecks


def _surface(level, phase, moves):
    height = 0.07 * moves * min(level, 1.0)
    crest = level + height * np.sin(2 * np.pi * (WAVES / 1.7 - 2 * phase))
    top = np.column_stack([WAVES, np.minimum(crest, level + 0.02)])
    return [np.vstack([(LEFT, 0), top, (RIGHT, 0)])]


def draw_bucket(ax, x, weights, threshold, level, spill=None):
    """Draw a neuron as a bucket.

    Inputs are pipes: as wide as their weight, above the bucket if they excite (orange, solid), in
    its bottom if they inhibit (blue, dashed). A bar across a pipe closes it. The height of the
    spout is the threshold; what pours over lights the lamp.

    Parameters
    ----------
    ax : Axes
        About 540 × 460 pixels.
    x, weights : arrays of shape (n,)
    threshold, level, spill : float
        As in ``Bucket.update``.

    Raises
    ------
    ValueError
        If there are not as many weights as inputs.
    """
    if np.ndim(x) != 1 or np.shape(x) != np.shape(weights):
        raise ValueError(
            f"x and weights must have one shape (n,); got {np.shape(x)} and {np.shape(weights)}."
        )
    hide_axes(ax)
    ax.set(xlim=(-0.3, RIGHT + 2.3), ylim=(-4.4, 12.4))
    ax.plot([LEFT, LEFT, RIGHT, RIGHT], [TOP, 0, 0, TOP], color=WALL, linewidth=5, zorder=5)
    for y in range(int(TOP) + 1):
        ax.plot([LEFT - 0.35, LEFT - 0.1], [y, y], color=QUIET, linewidth=1)
        put_text(ax, LEFT - 0.45, y, f"{y}", 10, QUIET, ha="right")
    bucket = Bucket(ax, len(x))
    bucket.update(x, weights, threshold, level, spill)
    return bucket
