"""BugLab: a gradient check fails, and the learner finds the wrong line of `backward`."""

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection

from nnlib import plots
from nnlib.labs.bug.faulty import BUGS
from nnlib.labs.bug.model import NAMES, UNKNOWN, BugModel
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import row
from nnlib.plots.chain import Place, draw_chain
from nnlib.plots.palette import INK, NEGATIVE, POSITIVE, QUIET

# Pixels: tops of the rows of tables, middles of the columns, left end and length of the bars.
TOPS = {"W1": 285, "b1": 215, "W2": 165, "b2": 75}
SHAPES = {"W1": (2, 3), "b1": (1, 3), "W2": (3, 3), "b2": (1, 3)}
COLUMNS = {"d": 390, "m": 590, "r": 790}
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
        self.figure, ax = plots.figure(width=9.2, height=3.3)
        places = {
            f"{column}{name}": Place(x, TOPS[name], *SHAPES[name])
            for column, x in COLUMNS.items()
            for name in NAMES
        }
        titles = {place: HEADS[place[0]].format(f"d{place[1:]}") for place in places}
        decimals = {place: 2 if place[0] == "r" else 4 for place in places}
        ratios = [place for place in places if place[0] == "r"]
        self.tables = draw_chain(ax, places, [], titles, decimals, (58, 20), ratios)
        self.drawings = [self.tables, self._draw_report(ax)]
        self.rows = self._controls()

    def _draw_report(self, ax):
        """Draw a bar for each relative error, on a scale of powers of ten."""
        starts = [TOPS[name] - 26 for name in NAMES]
        ax.text(BAR_LEFT, 311, "relative error", fontsize=10.5, color=INK)
        mark = BAR_LEFT + BAR_LENGTH * 5 / DECADES
        limit = [[(mark, y - 4), (mark, y + BAR_HEIGHT + 2)] for y in starts]
        ax.add_collection(LineCollection(limit, color=INK, linewidth=1.4, zorder=3))
        ax.text(mark, 14, "wanted: left of 1e-7", ha="center", fontsize=9.5, color=QUIET)
        self._corners = np.array([_bar(BAR_LEFT, y, BAR_LENGTH) for y in starts])
        rails = PolyCollection(self._corners, facecolor="none", edgecolor=QUIET, linewidth=0.8)
        ax.add_collection(rails)
        self.bars = PolyCollection(self._corners, zorder=2)
        ax.add_collection(self.bars)
        middles = [(BAR_LEFT + BAR_LENGTH / 2, y + 22) for y in starts]
        self.words = plots.Numbers(ax, middles, 10)
        return plots.Drawing([self.bars, self.words])

    def _controls(self):
        model = self.model
        answers = [("choose …", UNKNOWN), *((bug.name, key) for key, bug in BUGS.items())]
        first = [
            self.slider("network", "Network", 1, 24, tooltip="Which network is examined"),
            self.slider("samples", "Samples", 1, 8, tooltip="How many samples the check uses"),
        ]
        second = [
            self.dropdown(
                "answer", "The bug is", answers, tooltip="Name the bug; you are told", width="27em"
            ),
            self.button("Hint", model.hint, tooltip="One more hint below the picture"),
            self.button("Next network", model.next_network, tooltip="Another network", width="9em"),
            self.reset_button(),
        ]
        return [row(*first), row(*second)]

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
        model = self.model
        corners, colours, words = self._corners.copy(), [], []
        for k, name in enumerate(NAMES):
            error, fails = model.check.errors[name], name in model.failing
            share = np.clip(1 + np.log10(max(error, 1e-300)) / DECADES, 0, 1)
            corners[k] = _bar(BAR_LEFT, corners[k, 0, 1], share * BAR_LENGTH)
            colours.append(POSITIVE if fails else NEGATIVE)
            words.append(f"{name} fails: {error:.2f}" if fails else f"{name} passes")
        self.bars.set_verts(corners)
        self.bars.set_facecolor(colours)
        self.words.set_texts(words)


def _bar(left, bottom, length):
    """Corners of a bar."""
    right, top = left + length, bottom + BAR_HEIGHT
    return np.array([(left, bottom), (right, bottom), (right, top), (left, top)])
