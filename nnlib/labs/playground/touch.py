"""Mouse, finger and keys on the picture of the playground: its graph, and the brush's plane."""

from nnlib.labs.playground.brush import OFF, Brush
from nnlib.labs.playground.picture import HEIGHT
from nnlib.plots.graph import Spot, neighbour

ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, 1), "ArrowDown": (0, -1)}
CHANGES = {"+": 0.1, "-": -0.1, "PageUp": 1.0, "PageDown": -1.0}
# What dragging over one pixel upwards adds to a weight or a bias.
A_PIXEL = 0.03
CURSORS = {"weight": "ns-resize", "bias": "ns-resize", "unit": "pointer", "": ""}


class Touch:
    """Hears of what is done to the picture, and has it carried out.

    Parameters
    ----------
    model : PlaygroundModel
    picture : PlaygroundPicture
    image : Picture
        Whose cursor follows what is pointed at.
    post : callable
        Has a wish carried out by the lab, see `Lab.post`.
    """

    def __init__(self, model, picture, image, post):
        self.model, self.picture, self.image, self.post = model, picture, image, post
        self.graph, self.brush = GraphTouch(model, picture), Brush(model)
        self.keys = [*dict.fromkeys((*self.graph.keys, *self.brush.keys))]
        self._under, self._paints = (None, ""), False

    def answer(self, kind, message):
        """Take up a message, as `Picture.hear` describes them."""
        if kind in ("hover", "leave"):
            self._hover(message)
        elif kind == "key":
            self.post(lambda: self._key(message["key"]))
        else:
            place = [message.get("x", -1.0), message.get("y", -1.0)]
            self.post(lambda: getattr(self, f"_{kind}")(*place))

    def _hover(self, message):
        """Look at what is pointed at; a frame is drawn only when that is something else."""
        place = (message["x"], message["y"]) if "x" in message else (-1.0, -1.0)
        under = self.graph.find(*place)
        paints = self.brush.is_on and self.picture.place("plane", *place) is not None
        cursor = "crosshair" if paints else CURSORS[under[1]]
        if self.image.cursor != cursor:
            self.image.cursor = cursor
        if under != self._under:
            self._under = under
            self.post(lambda: self.graph.hover(*under))

    def _key(self, key):
        if key == "Escape" and self.brush.is_on:
            self.model.brush = OFF
        elif self.brush.is_on and key in self.brush.keys:
            self.brush.key(key)
        else:
            self.graph.key(key)

    def _press(self, x, y):
        place = self.picture.place("plane", x, y)
        self._paints = self.brush.is_on and place is not None
        if self._paints:
            self.brush.press(place)
        else:
            self.graph.press(x, y)

    def _drag(self, x, y):
        if self._paints:
            self.brush.drag(self.picture.place("plane", x, y))
        else:
            self.graph.drag(y)

    def _lift(self, x, y):
        self._paints = False
        self.brush.lift()
        self.graph.lift()


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
