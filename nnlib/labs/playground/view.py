"""The playground: a network that trains before your eyes, with everything in reach."""

import html
from pathlib import Path

import ipywidgets as widgets

from nnlib.labs.playground.model import PlaygroundModel
from nnlib.labs.playground.panel import Panel
from nnlib.labs.playground.picture import PlaygroundPicture
from nnlib.labs.playground.touch import Touch
from nnlib.labs.playground.words import advise

LABEL = (
    "The network as a graph, the plane with its points, the losses. Arrow keys walk through units "
    "and connections, plus and minus change the bias or the weight there. With a brush, arrow keys "
    "lead it over the plane, and Space uses it."
)


class Playground(Panel):
    """A network of your choice that learns to tell two kinds of points apart.

    Left, the network: what every unit gives over the plane, joined by the weights; solid orange
    is positive, dashed blue negative, wide is large. Point at a unit to see its map on the plane;
    press a connection, or the dot of a bias, and drag up or down to change it. In the middle, the
    plane: circles are class 0 and triangles class 1, filled for training and hollow for the test;
    the colour is the probability of class 1, and the line is where it is 0.5. Right, the losses.

    Parameters
    ----------
    data : str, (X, y) or table
        A set of 400 points. Of two classes: "flower", "circles", "moons", "spiral", "quadrants"
        or "blobs"; of three: "three blobs" or "three arms"; with a number to predict:
        "plane" or "hills". Or points of your own, up to 5,000: arrays X (m, 2) and y (m,); a
        table with three columns, such as a DataFrame or a dictionary; or the name of a CSV file
        with three columns. What comes third is to be predicted: up to three words or whole
        numbers are classes, anything else is a number. The lab says how it has scaled them.
    noise : float from 0 to 1
        How far the points of a set are moved at random, or their number is changed; your own
        stay as they are.
    train_share : float from 0.1 to 1
        Share of the points to train on; the others test. At first a fifth of the published points
        is kept back; with 1 the network learns from all of them, as in the published run, and
        there is no test.
    seed : int
        Of the points, the split, the first weights and the mini-batches. With seed 1 and noise
        0.2 the flower is the published one.
    inputs : sequence of str
        What the network gets of a point, one at least of "x1", "x2", "x1**2", "x2**2", "x1*x2",
        "sin(x1)" and "sin(x2)".
    hidden_units : int or sequence of int
        Units of each hidden layer: none to six layers, 1 to 12 units each.
    activation : str, Activation or callable
        Of the hidden units: a name in ``nnlib.activations.ACTIVATIONS``, or a function of one
        array, whose slope is then taken by differences; ``activations.from_function`` joins a
        function and its slope.
    first_weights : str
        Standard deviation of the weights at the start: "0.01"; "Xavier" is 1/√n and "He" √(2/n)
        for n incoming values; "zero"; "huge" is 100. "to fit" is He for ReLU, else Xavier.
    learning_rate : float
        From 0.0001 to 100.
    schedule : str
        How the rate changes with the steps: "constant", "step", "cosine" or "warm-up".
    optimiser : str
        "plain", "momentum", "Nesterov" or "Adam".
    batch_size : int or "all"
        Training points a step.
    l2 : float
        Weight of the penalty on large weights, which is part of both losses.
    network : callable
        Your own class, or a function that makes a network. It is called as
        ``network(layer_sizes, rng=seed)``, for example ``network([2, 4, 1], rng=1)``, and also
        with ``hidden=``, ``scale=`` and ``l2=`` where its signature names them. The first size is
        the number of inputs, the last that of outputs: 3 for three classes, or else 1. For three
        classes it may name ``output=`` and ``loss=``, too ("softmax", "softmax_cross_entropy"),
        and for a number ("identity", "mse"). What it makes has four methods:

        - ``forward(X)`` gives an object with ``.output`` of shape (m, 1), the probabilities or
          the number, or (m, 3), a probability for each of three classes; if it also has ``.A``,
          the activations of every layer from X to the output, hidden units are drawn;
        - ``loss(forward, y)`` gives a number; y has the shape of the output;
        - ``backward(forward, y)`` gives the gradients, in any form;
        - ``step(gradients, learning_rate)`` changes the parameters.

        Arrays are found for editing by hand in lists ``weights`` and ``biases``, or as attributes.
    steps, changes
        Steps to take at once, and what was changed after which step, as `code` gives them.

    Notes
    -----
    A function or class that was defined in the notebook may be changed: run its cell again, and
    the next frame starts with the new one. While it fails, the lab says how.

    Examples
    --------
    >>> lab = Playground(data="moons", hidden_units=[3, 2], learning_rate=0.5)
    >>> lab.model.take_step()
    >>> lab.code()
    "Playground(data='moons', learning_rate=0.5, hidden_units=(3, 2), steps=1)"
    """

    def __init__(self, **choices):
        super().__init__(PlaygroundModel(**choices))
        self.image.hear(self.touch.answer, LABEL, self.touch.keys, hovers=True)
        self.on_change(self._mind_fingers, "brush")
        self._mind_fingers()
        self._note = widgets.HTML().add_class("nnlib-code")
        self.widget.children = (*self.widget.children, self._note)

    def build(self):
        """Make picture and controls."""
        self.picture = PlaygroundPicture()
        self.figure, self.drawings = self.picture.figure, self.picture.drawings
        self.touch = Touch(self.model, self.picture, self.image, self.post)
        self.rows = self.rows_of_controls()

    def update(self):
        """Bring the picture up to date, and the controls that depend on the network."""
        changed = self.picture.update(self.model)
        if changed:
            self.screen.renew(*changed)
        self.follow_the_network()

    def _mind_fingers(self, change=None):
        """Let a finger move a wide picture sideways, unless it paints."""
        self.image.fingers = "none" if self.touch.brush.is_on else "pan-x"

    def _tell(self, sentence):
        super()._tell(f"{sentence}\n{advise(self.model)}" if sentence else "")

    def code(self):
        """Give the line of code; write a file of the learner's own points, where they are many."""
        self.model.save_points()
        return super().code()

    def copy_code(self):
        """Copy the line of code, and show it."""
        self._show_code(self.code())
        self.image.copy(self.code(), lambda: self._show_code(self.code(), "Copied. "))

    def _show_code(self, code, done=""):
        step = self.model.choices().get("steps", 0)
        look = "white-space: pre-wrap; user-select: all; max-height: 9em; overflow: auto;"
        self._note.value = (
            f"{done}This line brings back the lab as it was at step {step:,}: "
            f'<pre style="{look}">{html.escape(code)}</pre>'
        )

    def save(self):
        """Write the picture, as it is on the screen, into a new file; say which."""
        path = _unused(f"playground-step-{self.model.run.step}")
        path.write_bytes(self.screen.encode("png"))
        self._note.value = f"The picture is in {html.escape(path.name)}, beside the notebook."


def _unused(stem):
    """Give the path of a file that is not there yet.

    >>> _unused("no-such-picture").name
    'no-such-picture.png'
    """
    number, path = 1, Path(f"{stem}.png")
    while path.exists():
        number += 1
        path = Path(f"{stem}-{number}.png")
    return path
