"""ChainLab: step forwards and backwards through a network, one link of the chain at a time."""

from nnlib import plots
from nnlib.labs.chain.model import LINKS, REACH, ChainModel, entries
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.chain_rule import follow
from nnlib.labs.shared.controls import row
from nnlib.plots.chain import Place, draw_chain
from nnlib.plots.palette import QUIET

UNIT_PLACES = {
    "w": Place(245, 372, 1, 1),
    "b": Place(375, 372, 1, 1),
    "y": Place(675, 372, 1, 1),
    "x": Place(115, 275, 1, 1),
    "z": Place(375, 275, 1, 1),
    "a": Place(545, 275, 1, 1),
    "L": Place(800, 275, 1, 1),
    "dx": Place(115, 155, 1, 1),
    "dz": Place(375, 155, 1, 1),
    "da": Place(545, 155, 1, 1),
    "dw": Place(245, 58, 1, 1),
    "db": Place(375, 58, 1, 1),
}
NETWORK_PLACES = {
    "W1": Place(215, 412, 3, 2),
    "b1": Place(345, 372, 1, 2),
    "W2": Place(538, 392, 2, 1),
    "b2": Place(640, 372, 1, 1),
    "y": Place(812, 412, 4, 1),
    "X": Place(92, 300, 4, 3),
    "Z1": Place(345, 300, 4, 2),
    "A1": Place(480, 300, 4, 2),
    "Z2": Place(640, 300, 4, 1),
    "A2": Place(740, 300, 4, 1),
    "L": Place(880, 270, 1, 1),
    "dZ1": Place(345, 188, 4, 2),
    "dA1": Place(480, 188, 4, 2),
    "dZ2": Place(640, 188, 4, 1),
    "dA2": Place(740, 188, 4, 1),
    "dW1": Place(215, 76, 3, 2),
    "db1": Place(345, 56, 1, 2),
    "dW2": Place(538, 66, 2, 1),
    "db2": Place(640, 56, 1, 1),
}
PLACES = {"unit": UNIT_PLACES, "network": NETWORK_PLACES}
CELLS = {"unit": (84, 30), "network": (50, 20)}
DECIMALS = {"unit": 4, "network": 3}  # of what is computed; what is given has one
# The one arrow to a gradient that starts elsewhere: here the way turns round.
LOSS_TO_GRADIENT = {"unit": ("L", "da"), "network": ("L", "dA2")}


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
    return [*found, LOSS_TO_GRADIENT[graph]]


class ChainLab(Lab):
    """The graph of one unit, or of a network with a hidden layer, followed link by link.

    Parameters
    ----------
    **choices
        `graph` ("unit" or "network"), `step` (links followed), `seed` (of the network's weights),
        `changed` (numbers by name, such as ``{"W1[0, 1]": 1.5}``).

    Examples
    --------
    >>> ChainLab(step=5)
    ChainLab: Step 5 of 8, backwards: dz = da * a * (1 - a). Times the slope of the sigmoid, \
a(1 − a): how fast L changes with z. The loss is 0.1425.
    """

    def __init__(self, **choices):
        super().__init__(ChainModel(**choices))

    def build(self):
        """Make the two lines that name the link, and the tables."""
        self.figure, self.ax = plots.figure(width=9.2, height=4.8)
        self._drawn = None
        self.drawings = []
        self.rows = self._controls()

    def _controls(self):
        model = self.model
        self.steps = self.slider(
            "step", "Step", 0, len(model.links), tooltip="How many links are followed"
        )
        self.which = self.dropdown(
            "entry",
            "Change",
            lambda: entries(model.given),
            tooltip="Which number the slider moves",
        )
        self.seed = self.number(
            "seed", "Seed", tooltip="Other first weights of the two layers", min=0, max=999
        )
        graphs = [("one unit", "unit"), ("two layers", "network")]
        first = [
            self.dropdown("graph", "Graph", graphs, tooltip="What is followed"),
            self.button(
                "Back", lambda: model.go(-1), tooltip="One link back", icon="step-backward"
            ),
            self.button("Next", lambda: model.go(1), tooltip="One link on", icon="step-forward"),
            self.play_button(tooltip="Follow all links by themselves, or pause"),
            self.reset_button(),
        ]
        second = [
            self.steps,
            self.which,
            self.slider(
                "value", "to", -REACH, REACH, 0.1, tooltip="The value of the chosen number"
            ),
            self.seed,
        ]
        return [row(*first), row(*second)]

    def play(self):
        """Follow the links by themselves, from the start again if all are followed."""
        if self.model.step == len(self.model.links):
            self.model.step = 0
        super().play()

    def _show_graph(self):
        """Draw the tables of another graph."""
        model = self.model
        self._drawn = model.graph
        self.steps.max = len(model.links)
        self.seed.disabled = model.graph == "unit"
        self.ax.clear()
        every = follow(model.links, model.given)
        places = PLACES[model.graph]
        titles = {name: _title(name, every[name]) for name in places}
        decimals = {name: 1 if name in model.given else DECIMALS[model.graph] for name in places}
        self.chain = draw_chain(
            self.ax, places, arrows(model.graph), titles, decimals, CELLS[model.graph]
        )
        for words, y in (("forwards →", 325), ("← backwards", 187)):
            self.ax.text(14, y, words, fontsize=11, color=QUIET, va="bottom")
        self.formula = plots.Numbers(self.ax, [(460, 462)], 14)
        self.detail = plots.Numbers(self.ax, [(460, 440)], 10.5)
        drawings = [self.chain, plots.Drawing([self.formula, self.detail])]
        self.drawings[:] = drawings
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
        self.detail.set_texts([detail])


def _title(name, array):
    shape = f" {array.shape}" if array.ndim else ""
    return f"{name}{shape}"
