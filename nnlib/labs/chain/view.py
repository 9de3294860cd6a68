"""ChainLab: step forwards and backwards through a network, one link of the chain at a time."""

import numpy as np

from nnlib import plots
from nnlib.labs.chain.model import LINKS, REACH, ChainModel, entries
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.chain_rule import follow
from nnlib.labs.shared.controls import columns, row
from nnlib.plots.chain import Place, draw_chain
from nnlib.plots.numbers import minus_signs
from nnlib.plots.palette import QUIET

# For each height in pixels: the tables whose upper edge is there, and where their middles are.
ROWS = {
    "unit": {
        352: {"w": 245, "b": 375, "y": 685},
        255: {"x": 115, "z": 375, "a": 545, "L": 820},
        145: {"dx": 115, "dz": 375, "da": 545},
        50: {"dw": 245, "db": 375},
    },
    "network": {
        382: {"W1": 222, "y": 832},
        363: {"W2": 548},
        344: {"b1": 358, "b2": 660},
        278: {"X": 98, "Z1": 358, "A1": 498, "Z2": 660, "A2": 764},
        250: {"L": 900},
        173: {"dZ1": 358, "dA1": 498, "dZ2": 660, "dA2": 764},
        69: {"dW1": 222},
        60: {"dW2": 548},
        51: {"db1": 358, "db2": 660},
    },
}
CELLS = {"unit": (84, 30), "network": (56, 19)}
DECIMALS = {"unit": 4, "network": 3}  # of what is computed; what is given has one


def arrows(graph):
    """List the arrows of a graph: forwards from all that is used, backwards from gradients only.

    >>> arrows("unit")[:3]
    [('w', 'z'), ('x', 'z'), ('b', 'z')]
    """
    found = [
        (name, link.target)
        for link in LINKS[graph]
        for name in link.uses
        if not link.backwards or name.startswith("d")
    ]
    # The one arrow to a gradient that starts elsewhere: here the way turns round.
    turn = "L", next(link.target for link in LINKS[graph] if link.backwards)
    return [*found, turn]


class ChainLab(Lab):
    """The graph of one unit, or of a network with a hidden layer, followed link by link.

    Parameters
    ----------
    **choices
        `graph` ("unit" or "network"), `step` (links followed), `seed` (of the network's weights),
        `changed` (numbers by name, such as ``{"W1 (1, 2)": 1.5}``).

    Examples
    --------
    >>> ChainLab(step=5)
    ChainLab: Step 5 of 8, backwards: dz = da * a * (1 - a). Times the slope of the sigmoid, \
a(1 − a): how fast L changes with z. The loss is 0.1425.
    """

    def __init__(self, **choices):
        super().__init__(ChainModel(**choices))

    def build(self):
        """Make figure and controls; what is drawn depends on the graph."""
        self.figure, self.ax = plots.figure(width=9.4, height=4.4)
        self._drawn = None
        self.rows = [self._buttons(), columns(*self._choices(), most=3)]

    def _buttons(self):
        model = self.model
        back, on = (lambda: model.go(-1)), (lambda: model.go(1))
        return row(
            self.button("Back", back, tooltip="One link back", icon="step-backward"),
            self.button("Next", on, tooltip="One link on", icon="step-forward"),
            self.play_button(tooltip="Follow all links by themselves, or pause"),
            self.reset_button(),
        )

    def _choices(self):
        model, value = self.model, "The value of the chosen number"
        graphs = [("one unit", "unit"), ("two layers", "network")]
        graph = self.dropdown("graph", "Graph", graphs, tooltip="What is followed")
        last, steps = len(model.links), "How many links are followed"
        which, seed = "Which number the slider moves", "Other first weights of the two layers"
        self.steps = self.slider("step", "Step", 0, last, tooltip=steps)
        self.which = self.dropdown("entry", "Change", lambda: entries(model.given), tooltip=which)
        self.seed = self.number("seed", "Seed", tooltip=seed)
        slider = self.slider("value", "to", -REACH, REACH, 0.1, tooltip=value)
        return graph, self.steps, self.seed, self.which, slider

    def play(self):
        """Follow the links by themselves, from the start again if all are followed."""
        if self.model.step == len(self.model.links):
            self.model.step = 0
        super().play()

    def _show_graph(self):
        """Draw the tables of another graph."""
        model, ax = self.model, self.ax
        graph = self._drawn = model.graph
        self.steps.max = len(model.links)
        self.seed.disabled = graph == "unit"
        ax.clear()
        arrays = follow(model.links, model.given)
        places = {
            name: Place(x, top, *np.atleast_2d(arrays[name]).shape)
            for top, tables in ROWS[graph].items()
            for name, x in tables.items()
        }
        titles = {name: f"{name} {arrays[name].shape or ''}".strip() for name in places}
        decimals = {name: 1 if name in model.given else DECIMALS[graph] for name in places}
        self.chain = draw_chain(ax, places, arrows(graph), titles, decimals, CELLS[graph])
        for words, y in (("forwards →", 302), ("← backwards", 168)):
            ax.text(14, y, words, fontsize=11, color=QUIET, va="bottom")
        self.formula = plots.Numbers(ax, [(470, 424)], 14)
        self.detail = plots.Numbers(ax, [(470, 404)], 10.5)
        drawings = self.chain, plots.Drawing([self.formula, self.detail])
        self.screen.drawings[:] = [drawing.animate() for drawing in drawings]
        self.screen.renew()

    def update(self):
        """Bring tables and lines up to date."""
        model = self.model
        if self._drawn != model.graph:
            self._show_graph()
        link = model.link
        self.chain.update(model.values, link and link.target, link.uses if link else ())
        formula, detail = model.headline()
        self.formula.set_texts([formula])
        self.detail.set_texts([minus_signs(detail)])
