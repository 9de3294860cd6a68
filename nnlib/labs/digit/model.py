"""What `DigitLab` shows: a network that learns the digits, and what it makes of a drawing."""

import copy

import numpy as np
import traitlets
from traitlets import Float, Int

from nnlib import datasets, training
from nnlib.convnet import ConvNet
from nnlib.labs.digit import ink
from nnlib.labs.shared.model import Model
from nnlib.labs.shared.own import Named
from nnlib.labs.shared.training import until_over
from nnlib.plots.numbers import percent

TRAIN_SHARE, BATCH_SIZE = 0.75, 32
# After so many steps training pauses by itself: the network has learned what it will.
PAUSE_AFTER = 2500
# While it plays, the held-out digits are tried every so many frames.
TRY_EVERY = 15
MOST_KERNELS, NEIGHBOURS = 16, 8

THREE = [
    [
        *([0.34, 0.25], [0.42, 0.19], [0.52, 0.18], [0.61, 0.23], [0.63, 0.32], [0.58, 0.41]),
        *([0.47, 0.46], [0.58, 0.49], [0.66, 0.57], [0.67, 0.67], [0.61, 0.77], [0.50, 0.82]),
        *([0.39, 0.81], [0.31, 0.75]),
    ]
]


class DigitModel(Model):
    """A network that learns the digits, what is drawn, and what the network makes of it.

    Parameters
    ----------
    network : object with the verbs of Network, optional
        Takes images (m, 64), one a row; its ``forward(X).output`` are probabilities (m, 10). It is
        copied; without it a fresh `ConvNet` is made.
    **choices
        Values of the traits. With ``step`` above 0 the network is trained that far at once.

    Raises
    ------
    TypeError, ValueError
        If `network` has not the verbs of Network, or does not give ten probabilities an image.

    Examples
    --------
    >>> model = DigitModel(kernels=4)
    >>> model.digit.shape, model.probabilities.shape, model.maps.shape
    ((8, 8), (10,), (4, 8, 8))
    """

    kernels = Int(16, min=1, max=MOST_KERNELS, help="Kernels of the network.").tag(code=True)
    seed = Int(0, min=0, max=9999, help="Of first weights, batches and split.").tag(code=True)
    learning_rate = Float(0.3, min=0.01, max=1.0).tag(code=True)
    strokes = traitlets.List(THREE, help="What is drawn: lists of points [x, y].").tag(code=True)
    step = Int(0, min=0, help="Training steps since the start.").tag(code=True)

    def __init__(self, network=None, **choices):
        self.handed = _checked(network)  # the learner's, or None
        self.images, self.labels = datasets.digits()
        super().__init__(**choices)
        self.begin()
        self.observe(self.restart, ["kernels", "seed"])
        self.refresh()

    @traitlets.validate("strokes")
    def _points(self, proposal):
        return ink.checked_strokes(proposal["value"])

    def restart(self, change=None):
        """Bring the first weights back."""
        rows = self.images.reshape(len(self.images), -1)  # (1797, 64)
        self.data = datasets.split(rows, self.labels, TRAIN_SHARE, rng=self.seed)
        self.network = copy.deepcopy(self.handed)
        if self.network is None:
            self.network = ConvNet(kernels=self.kernels, rng=self.seed, dtype=np.float32)
        self._descent = training.descend(
            self.network,
            self.data.X_train,
            np.eye(10)[self.data.y_train],
            # A rate that is asked for at every step can be moved while the lab plays.
            learning_rate=lambda iteration: self.learning_rate,
            batch_size=BATCH_SIZE,
            rng=self.seed,
        )
        self.losses, self.iterations = [], []
        self._looked, self._tried, self._frames = None, None, 0
        self.step = 0

    def begin(self):
        """Start again, and take the steps that the lab was made with."""
        self.restart()
        self.train(steps=self._as_made["step"])

    def train(self, seconds=np.inf, steps=PAUSE_AFTER):
        """Train for so many steps, or until the time is over; record the mean loss."""
        losses, over = [], until_over(seconds)
        with np.errstate(over="ignore", invalid="ignore"):  # the status tells of divergence
            for _, _, record in zip(range(steps), over, self._descent, strict=False):
                losses.append(record.loss)
        if losses:
            self.iterations.append(self.step + len(losses) / 2)
            self.losses.append(float(np.mean(losses)))
            self.step += len(losses)

    def advance(self, seconds):
        """Train for that long; pause when the network has learned what it will."""
        before = self.step
        self.train(seconds, PAUSE_AFTER - before % PAUSE_AFTER)
        if self.diverged or self.step == before or self.step % PAUSE_AFTER == 0:
            self.playing = False

    @property
    def diverged(self):
        """Whether the loss is no longer a finite number."""
        return bool(self.losses) and not np.isfinite(self.losses[-1])

    def refresh(self):
        """Turn the strokes into a digit and send it through the network."""
        if self._looked is not self.strokes:
            self._looked = self.strokes
            self.bitmap = ink.to_bitmap(self.strokes)
            self.digit = ink.count_blocks(self.bitmap)
            self._find_similar()
        due = self._frames % TRY_EVERY == 0 or not self.playing
        with np.errstate(over="ignore", invalid="ignore"):
            self._read()
            if due and self._tried != (self.step, self.playing):
                self._try()
        self._frames += 1

    def _read(self):
        forward = self.network.forward(self.digit.reshape(1, -1))
        self.probabilities = np.nan_to_num(forward.output[0])
        self.inside, self.looked_for, self.maps = _insides(self.network, forward)

    def _find_similar(self):
        distances = ((self.data.X_train - self.digit.ravel()) ** 2).sum(axis=1)
        nearest = np.argsort(distances)[:NEIGHBOURS]
        self.similar = self.data.X_train[nearest].reshape(-1, 8, 8)
        self.similar_labels = self.data.y_train[nearest]

    def _try(self):
        """Count how many of the held-out digits the network gets right."""
        self._tried = self.step, self.playing
        output = self.network.forward(self.data.X_test).output
        self.right = int((output.argmax(axis=1) == self.data.y_test).sum())

    def status(self):
        """Say what the network reads, and how well it does on held-out digits."""
        if self.diverged:
            return (
                f"Training diverged at step {self.step:,}: the loss is no longer a finite number. "
                "Choose a smaller learning rate and press Start again."
            )
        read = "The pad is empty: draw a digit."
        if self.bitmap.any():
            best = np.argsort(self.probabilities)[:-3:-1]
            first, second = (f"a {digit} ({percent(self.probabilities[digit])})" for digit in best)
            read = f"The network reads {first}, next {second}."
        return (
            f"{read} After {self.step:,} steps of training here {self.right} of "
            f"{len(self.data.y_test)} held-out digits are right."
        )

    def choices(self):
        """Give what is not at its default; a network that was handed in by the name `network`."""
        handed = {} if self.handed is None else {"network": Named("network")}
        return handed | super().choices()


def _checked(network):
    """Give a network that was handed in back, or say why it cannot be used."""
    if network is None:
        return None
    verbs = "forward", "loss", "backward", "step"
    missing = [verb for verb in verbs if not hasattr(network, verb)]
    if missing:
        raise TypeError(f"network must have the verbs of Network; {network!r} lacks {missing}.")
    shape = network.forward(np.zeros((1, 64))).output.shape
    if shape != (1, 10):
        wanted = "10 probabilities for an image of 64 pixels"
        raise ValueError(f"network must give {wanted}; got shape {shape}.")
    return network


def _insides(network, forward):
    """Name what can be shown of a network: what it looks for, (k, …, …), and what that gives.

    "kernels" and feature maps; "units", whose weights are pictures, and activations; or "nothing".
    """
    first = getattr(network, "weights", [np.zeros(0)])[0]
    if first.ndim == 4 and hasattr(forward, "feature_maps"):
        return "kernels", first[:, 0], forward.feature_maps[0]
    if first.ndim == 2 and hasattr(forward, "A"):
        return "units", first.T.reshape(-1, 8, 8), forward.A[1].reshape(-1, 1, 1)
    return "nothing", np.zeros((0, 1, 1)), np.zeros((0, 1, 1))
