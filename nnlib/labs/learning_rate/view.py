"""LearningRateLab: eight learning rates train at once."""

from nnlib import activations, datasets
from nnlib.labs.learning_rate.model import LearningRateModel
from nnlib.labs.learning_rate.picture import LearningRatePicture
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import columns, row
from nnlib.labs.shared.training import OPTIMISERS


class LearningRateLab(Lab):
    """Eight networks that start alike and differ in their learning rate, side by side.

    Left, the losses over the steps, each with its network's number; a cross at the upper edge
    marks where one diverged. Right, what every network makes of the plane: points of class 0 are
    blue, of class 1 orange, and the line is the boundary at probability 0.5. Below each, what its
    loss does, its value, and the share of points on the right side.

    Parameters
    ----------
    **choices
        ``data`` ("flower", "circles", "moons", "spiral", "quadrants", "blobs": 400 points),
        ``activation`` of the hidden layer (a name in ``nnlib.activations.ACTIVATIONS``),
        ``hidden_units`` (1 to 20), ``optimiser`` ("plain", "momentum", "Nesterov", "Adam"),
        ``lowest`` and ``highest`` learning rate (0.0001 to 100; the eight stand between them in
        equal ratios), ``seed``, ``steps`` (to take at once) and ``pace`` (steps a frame).

    Examples
    --------
    >>> lab = LearningRateLab(data="blobs", lowest=0.1, highest=1.0)
    >>> lab.model.take_step()
    >>> lab.code()
    "LearningRateLab(data='blobs', lowest=0.1, highest=1.0, steps=1)"
    """

    def __init__(self, **choices):
        super().__init__(LearningRateModel(**choices))

    def build(self):
        """Make picture and controls."""
        self.picture = LearningRatePicture()
        self.figure, self.drawings = self.picture.figure, self.picture.drawings
        self.rows = [row(*self._buttons()), columns(*self._choices(), most=3)]

    def update(self):
        """Bring the picture up to date."""
        if self.picture.update(self.model):
            self.screen.renew(self.picture.curves.ax)

    def _buttons(self):
        yield self.play_button(tooltip="Train all eight networks, or pause")
        tooltip = "Train for one step"
        yield self.button("One step", self.model.take_step, tooltip=tooltip, icon="step-forward")
        yield self.restart_button(tooltip="Back to step 0, choices kept")
        yield self.reset_button()

    def _choices(self):
        for trait, number in (("lowest", 1), ("highest", 8)):
            tooltip = f"Learning rate of network {number}"
            yield self.log_slider(trait, f"{trait.title()} rate", -4, 2, tooltip=tooltip)
        yield self.slider("pace", "Steps a frame", 1, 100, tooltip="How fast it plays")
        for label, options, tooltip in (
            ("Data", datasets.PLANAR, "Which points"),
            ("Activation", activations.ACTIVATIONS, "Of the hidden units"),
            ("Optimiser", OPTIMISERS, "What a step makes of the gradient"),
        ):
            yield self.dropdown(label.lower(), label, list(options), tooltip=tooltip)
        yield self.slider("hidden_units", "Hidden units", 1, 20, tooltip="Of each network")
        yield self.number("seed", "Seed", tooltip="Of points and first weights")
