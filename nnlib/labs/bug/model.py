"""The model of BugLab: a network with a bug, its gradient check, and the learner's answer."""

import numpy as np
import traitlets

from nnlib import gradient_check
from nnlib.gradient_check import numeric_gradient
from nnlib.labs.bug.faulty import BACKWARDS, BUGS, hidden_bug, make_case
from nnlib.labs.shared.model import Model

NAMES = ("W1", "b1", "W2", "b2")
UNKNOWN = ""  # no answer yet


class BugModel(Model):
    """A network with a hidden bug, its gradient check, and the learner's answer."""

    network = traitlets.Int(1, min=1, max=24, help="Which network is examined.").tag(code=True)
    samples = traitlets.Int(4, min=1, max=8, help="Samples in the check.").tag(code=True)
    answer = traitlets.Enum([UNKNOWN, *BUGS], UNKNOWN, help="The bug that is suspected.")
    hints = traitlets.Int(0, min=0, max=3, help="Hints that were asked for.")

    def __init__(self, **choices):
        super().__init__(**choices)
        self._made_for, self.solved = None, set()
        self.observe(self._forget_answer, "network")

    def _forget_answer(self, change=None):
        self.answer, self.hints = UNKNOWN, 0

    @property
    def bug(self):
        """Key of the bug that the network has."""
        return hidden_bug(self.network)

    @property
    def is_found(self):
        """Whether the answer is right."""
        return self.answer == self.bug

    def next_network(self):
        """Go to the next network, from the last to the first."""
        self.network = self.network % 24 + 1

    def hint(self):
        """Give one hint more."""
        self.hints = min(self.hints + 1, 3)

    def begin(self):
        """Take answer and hints away, and forget what was solved."""
        self._forget_answer()
        self.solved = set()

    def refresh(self):
        """Run the gradient check, if the network or the data are others."""
        if self.is_found:
            self.solved.add(self.network)
        if self._made_for == (self.network, self.samples):
            return
        self._made_for = self.network, self.samples
        net, X, y = make_case(self.network, self.samples)
        self.check = gradient_check(net, X, y)
        self.backward = _named(net.backward(net.forward(X), y))
        self.measured = {
            name: numeric_gradient(lambda: net.loss(X, y), parameter)
            for name, parameter in _named(net).items()
        }

    def ratio(self, name):
        """Divide what `backward` says by what was measured; same shape as the parameter."""
        return self.backward[name] / self.measured[name]

    @property
    def failing(self):
        """Names of the parameters whose gradient fails."""
        return [name for name in NAMES if self.check.errors[name] >= self.check.tolerance]

    def status(self):
        """Tell the check's report, the hints, and what is to be said of the answer."""
        samples = "1 sample" if self.samples == 1 else f"{self.samples} samples"
        told = f"Network {self.network}, {samples}. {self._report()}"
        return " ".join([told, *self._given_hints()[: self.hints], self._verdict()])

    def _report(self):
        failing = self.failing
        if not failing:
            return "Gradient check passed: nothing is wrong that these samples can show."
        passing = [name for name in NAMES if name not in failing]
        errors = ", ".join(f"{name} {self.check.errors[name]:.2f}" for name in failing)
        report = f"Gradient check failed: relative error of {errors}"
        return f"{report}; {_joined(passing)} passed." if passing else f"{report}."

    def _given_hints(self):
        failing = self.failing
        ratios = np.concatenate([self.ratio(name).ravel() for name in failing] or [[1]])
        who, needs = "everything", "everything else needs"
        if len(failing) < len(NAMES):
            who = _joined(failing or ["nothing"])
            needs = "only they need" if len(failing) > 1 else "only it needs"
        return [
            f"Hint: {who} failed; the wrong line is one that {needs}.",
            "Hint: move Samples to 1, so that no sum over samples hides a link; then up again.",
            f"Hint: backward's numbers are {ratios.min():.2f} to {ratios.max():.2f} times the "
            "measured ones where the check failed.",
        ]

    def _verdict(self):
        if self.answer == UNKNOWN:
            return "Which bug is it?"
        if not self.is_found:
            return f"Not this one. {BUGS[self.answer].shows}"
        return f"Right: {BUGS[self.bug].name}. {self.mended()} Found so far: {len(self.solved)}."

    def mended(self):
        """Tell the wrong lines, and the right ones."""
        right = {link.target: link.formula for link in BACKWARDS}
        told = (
            f"{link.target} = {link.formula} should be {link.target} = {right[link.target]}"
            for link in BUGS[self.bug].links
        )
        return "; ".join(told) + "."


def _named(of):
    """Name the parameters of a network of two layers, or their gradients, in the order of NAMES."""
    (W1, W2), (b1, b2) = of.weights, of.biases
    return dict(zip(NAMES, (W1, b1, W2, b2), strict=True))


def _joined(names):
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
