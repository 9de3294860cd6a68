"""Mouse, finger and keys on the graph of the playground: look at units, move weights and biases."""

from nnlib.labs.playground.picture import HEIGHT
from nnlib.plots.graph import Spot, neighbour

ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, 1), "ArrowDown": (0, -1)}
CHANGES = {"+": 0.1, "-": -0.1, "PageUp": 1.0, "PageDown": -1.0}
# What dragging over one pixel upwards adds to a weight or a bias.
A_PIXEL = 0.03
CURSORS = {"weight": "ns-resize", "bias": "ns-resize", "unit": "pointer", "": ""}


class GraphTouch:
    """What is done to the graph becomes a change of a model.

    Parameters
    ----------
    model : PlaygroundModel
    picture : PlaygroundPicture
    """

    keys = (*ARROWS, *CHANGES, "Escape")

    def __init__(self, model, picture):
        self.model, self.picture = model, picture
        self._grip = None  # height and value where a drag began

    def find(self, x, y):
        """Find what is there, as `MapGraph.find` gives it, of a place in shares of the picture."""
        place = self.picture.place("graph", x, y)
        has_graph = place is not None and self.model.run is not None
        return self.picture.graph.find(*place) if has_graph else (None, "")

    def hover(self, spot, kind):
        """Show the unit that is pointed at, for as long as it is."""
        self.model.pointed = spot if kind == "unit" else None

    def press(self, x, y):
        """Choose the weight or bias that is pressed, or keep the unit in sight; or let go of it."""
        spot, kind = self.find(x, y)
        if kind == "unit":
            self.model.shown = None if spot == self.model.shown else spot
        elif kind:
            self._choose(spot)
            self._grip = y, self._value()

    def drag(self, y):
        """Change the weight or bias that was pressed by how far the pointer has gone up."""
        if self._grip is not None:
            start, value = self._grip
            self._set(value + (start - y) * HEIGHT * A_PIXEL)

    def lift(self):
        """Let go."""
        self._grip = None

    def key(self, key):
        """Walk through units and connections, or change the bias or the weight there."""
        if key in ARROWS:
            self._walk(*ARROWS[key])
        elif key in CHANGES and self.model.chosen is not None:
            self._set(self._value() + CHANGES[key])
        elif key == "Escape":
            self.model.shown, self.model.marked = None, False

    def _walk(self, across, up):
        wiring, spot = self.model.run.wiring, self.model.shown or self.model.chosen
        goal = Spot(0, 0)
        if spot is not None:
            goal = neighbour(spot, wiring.layer_sizes, across, up)
        while goal.source is not None and not wiring.weights:
            goal = neighbour(goal, wiring.layer_sizes, across, up)
        self.model.shown = goal if goal.source is None else None
        self._choose(goal)

    def _choose(self, spot):
        """Choose the weight of a connection, or the bias of a unit; inputs have none."""
        name = self.model.run.wiring.names.get(spot)
        self.model.marked = name is not None
        if name is not None:
            self.model.parameter = name

    def _value(self):
        place = self.model.run.parameters[self.model.parameter]
        return float(place.array(self.model.run.network)[place.index])

    def _set(self, value):
        if not self.model.run.diverged:
            self.model.edit(self.model.parameter, float(round(value, 2)))
