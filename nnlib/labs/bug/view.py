"""BugLab: a gradient check fails, and the learner finds the wrong line of `backward`."""

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

from nnlib import plots
from nnlib.labs.bug.faulty import BUGS
from nnlib.labs.bug.model import NAMES, UNKNOWN, BugModel
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import columns, row
from nnlib.plots.chain import Place, draw_chain
from nnlib.plots.palette import INK, NEGATIVE, POSITIVE, QUIET
from nnlib.plots.pieces import add_shapes, box

# Pixels: tops of the rows of tables, middles of the columns, left end and length of the bars.
TOPS = {"W1": 285, "b1": 215, "W2": 165, "b2": 75}
BOTTOMS = [top - 26 for top in TOPS.values()]  # of the bars
SHAPES = {"W1": (2, 3), "b1": (1, 3), "W2": (3, 3), "b2": (1, 3)}
COLUMNS = {"d": 378, "m": 588, "r": 798}
HEADS = {"d": "{} by backward", "m": "{} measured", "r": "{}: ratio"}
BAR_LEFT, BAR_LENGTH, BAR_HEIGHT = 40, 210, 12
DECADES = 12  # the bars run from 1e-12 to 1


class BugLab(Lab):
    """A network with a bug in `backward`: the gradient check is the clue, the learner names it.

    Parameters
    ----------
    **choices
        `network` (1 to 24), `samples` (1 to 8).

    Examples
    --------
    >>> BugLab(network=4)
    BugLab: Network 4, 4 samples. Gradient check failed: relative error of b1 1.00, b2 1.00; \
W1 and W2 passed. Which bug is it?
    """

    def __init__(self, **choices):
        super().__init__(BugModel(**choices))

    def build(self):
        """Make the report on the left, and the tables of gradients beside it."""
        self.figure, ax = plots.figure(width=9.4, height=3.3)
        places = {
            f"{column}{name}": Place(x, TOPS[name], *SHAPES[name])
            for column, x in COLUMNS.items()
            for name in NAMES
        }
        titles = {place: HEADS[place[0]].format(f"d{place[1:]}") for place in places}
        decimals = {place: 2 if place[0] == "r" else 4 for place in places}
        ratios = [place for place in places if place[0] == "r"]
        self.tables = draw_chain(ax, places, [], titles, decimals, (66, 20), ratios)
        self.drawings = [self.tables, self._draw_report(ax)]
        self.rows = [self._buttons(), columns(*self._choices(), most=2)]

    def _draw_report(self, ax):
        """Draw a bar for each relative error, on a scale of powers of ten."""
        ax.text(BAR_LEFT, 311, "relative error", fontsize=10.5, color=INK)
        mark = BAR_LEFT + BAR_LENGTH * 5 / DECADES
        limit = [[(mark, y - 4), (mark, y + BAR_HEIGHT + 2)] for y in BOTTOMS]
        rails = _bars([1, 1, 1, 1])
        self.bars = PolyCollection(rails, zorder=2)
        marks = LineCollection(limit, color=INK, linewidth=1.4, zorder=3)
        frames = PolyCollection(rails, facecolor="none", edgecolor=QUIET, linewidth=0.8)
        add_shapes(ax, marks, frames, self.bars)
        ax.text(mark, 14, "wanted: left of 1e−7", ha="center", fontsize=9.5, color=QUIET)
        middles = [(BAR_LEFT + BAR_LENGTH / 2, y + 22) for y in BOTTOMS]
        self.words = plots.Numbers(ax, middles, 10)
        return plots.Drawing([self.bars, self.words])

    def _buttons(self):
        model = self.model
        return row(
            self.button("Hint", model.hint, tooltip="One more hint below the picture"),
            self.button("Next network", model.next_network, tooltip="Another network"),
            self.reset_button(),
        )

    def _choices(self):
        yield self.slider("network", "Network", 1, 24, tooltip="Which network is examined")
        yield self.slider("samples", "Samples", 1, 8, tooltip="How many samples the check uses")
        answers = [("choose …", UNKNOWN), *((bug.name, key) for key, bug in BUGS.items())]
        tooltip = "Name the bug; you are told"
        yield self.dropdown("answer", "The bug is", answers, tooltip=tooltip)

    def update(self):
        """Bring tables, bars and words up to date."""
        model = self.model
        shown, limits = {}, {}
        for name in NAMES:
            both = model.backward[name], model.measured[name]
            shown[f"d{name}"], shown[f"m{name}"] = both
            shown[f"r{name}"] = model.ratio(name)
            limits[f"d{name}"] = limits[f"m{name}"] = np.max(np.abs(both))
        self.tables.update(shown, limits=limits)
        self._update_report()

    def _update_report(self):
        errors, failing = self.model.check.errors, self.model.failing
        told = {name: f"{name} fails: {errors[name]:.2f}" for name in failing}
        shares = [1 + np.log10(max(errors[name], 1e-300)) / DECADES for name in NAMES]
        self.bars.set_verts(_bars(np.clip(shares, 0, 1)))
        self.bars.set_facecolor([POSITIVE if name in failing else NEGATIVE for name in NAMES])
        self.words.set_texts(told.get(name, f"{name} passes") for name in NAMES)


def _bars(shares):
    """Corners of the bars, each of which fills a share of its length, in whole pixels."""
    return [
        box(BAR_LEFT, BAR_LEFT + int(share * BAR_LENGTH), bottom, bottom + BAR_HEIGHT)
        for share, bottom in zip(shares, BOTTOMS, strict=True)
    ]
