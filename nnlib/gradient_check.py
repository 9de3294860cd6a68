"""The gradient check: compare `backward` with slopes measured from the loss itself."""

import functools
import math
from typing import NamedTuple

import numpy as np

from nnlib import validation
from nnlib.slopes import (
    FITTING,
    around,
    check_movable,
    numeric_gradient,
    relative_error,
    slope_between,
)
from nnlib.starting import checked_data

# Roundings of a loss add up to so many units of its last digit.
ROUNDINGS = 8
# How often a corner is told from a fault in the neighbourhood.
NEIGHBOURS = 3

_CORNER = (
    " Left out: {}, where the loss has a corner (of ReLU, a tie in max pooling, an absolute error) "
    "and no one slope to compare with."
)
_STEP = " With h = {:g}, which fits {}, it passes: the step is at fault, not the gradient."


class GradientCheck(NamedTuple):
    """Relative error of each parameter's gradient.

    ``errors`` maps a name (``"W1"``, ``"b1"``, …) to
    ``‖analytic - numeric‖ / (‖analytic‖ + ‖numeric‖)``; differences as small as the rounding of
    the loss count as 0. ``corners`` maps a name to the number of entries that were left out,
    because the loss has a corner there. ``note`` says so where the step `h` is at fault.
    """

    errors: dict
    tolerance: float
    corners: dict
    note: str = ""

    @property
    def passed(self):
        """Whether every error is below the tolerance."""
        return all(error < self.tolerance for error in self.errors.values())

    def __repr__(self):
        below = f"below {self.tolerance:g}."
        text = f"Gradient check passed: every relative error is {below}"
        if not self.passed:
            wrong = (item for item in self.errors.items() if not item[1] < self.tolerance)
            told = ", ".join(f"{name} {error:.2g}" for name, error in wrong)
            text = f"Gradient check failed: relative error of {told}; wanted {below}"
        if self.corners:
            places = (
                f"{count} {'entry' if count == 1 else 'entries'} of {name}"
                for name, count in self.corners.items()
            )
            text += _CORNER.format(" and ".join(places))
        return text + self.note


def gradient_check(network, X, y, h=None, tolerance=None):
    """Compare every gradient of `network.backward` with central differences of `network.loss`.

    Where they differ and no `h` was given, smaller steps are tried, and other places near by: a
    wrong gradient is wrong there too, but the next corner of the loss is somewhere else.

    Parameters
    ----------
    network : Network, or an object with its verbs, ``weights`` and ``biases``
        Its parameters are moved and put back.
    X : array_like of shape (m, n)
    y : array_like of shape (m, c)
    h : float, optional
        Half the distance of the differences; 1e-5, or 5e-3 for float32, if left out.
    tolerance : float, optional
        Relative error below which a gradient passes; 1e-7, or 1e-3 for float32, if left out.

    Returns
    -------
    GradientCheck

    Raises
    ------
    ValueError
        If the data or the parameters cannot be used, the loss is not finite, or a gradient has
        not its parameter's shape.

    Examples
    --------
    >>> from nnlib import Network, datasets
    >>> gradient_check(Network([3, 4, 1], rng=0), *datasets.truth_table())
    Gradient check passed: every relative error is below 1e-07.
    """
    with np.errstate(all="ignore"):
        X, y = checked_data(network, X, y)
        check = _Check(network, X, y, h, tolerance)
        found = check.result()
        if h is not None and not found.passed:
            fitting = _Check(network, X, y, None, tolerance)
            if fitting.result().passed:
                found = found._replace(note=_STEP.format(fitting.h, fitting.dtype))
    return found


def _named(network):
    """Give the parameters by name: W1, W2, and so on; b1, and so on."""
    weights, biases = getattr(network, "weights", ()), getattr(network, "biases", ())
    named = {
        f"{letter}{layer}": array
        for letter, part in (("W", weights), ("b", biases))
        for layer, array in enumerate(part, start=1)
    }
    if "W1" not in named:
        raise ValueError(f"network.weights must be a list of arrays; got {weights!r}.")
    for name, array in named.items():
        check_movable(array, name)
    return named


class _Check:
    """A network, its data, and what its slopes are measured with."""

    def __init__(self, network, X, y, h, tolerance):
        self.network, self.X, self.y = network, X, y
        # The data were looked at: a network that can skip that look may do so.
        self.forward = getattr(network, "propagate", network.forward)
        self.arrays = _named(network)
        self.dtype = self.arrays["W1"].dtype
        self.fixed = h is not None
        step, limit = FITTING[self.dtype]
        self.h = validation.number(h, "h", "a finite number above 0") if self.fixed else step
        self.tolerance = (
            limit
            if tolerance is None
            else validation.number(tolerance, "tolerance", "a finite number above 0")
        )
        loss = self.loss()
        if not math.isfinite(loss):
            raise ValueError(f"The loss must be a finite number to have a slope; got {loss}.")
        # A loss is no more exact than the outputs it is made of: log(1 + tiny) is rounded at 1.
        outputs = np.abs(getattr(self.forward(X), "output", 1.0)).max()
        unit = float(np.finfo(self.dtype).eps) * max(abs(loss), min(1.0, float(outputs)))
        # A step smaller than the one that fits is no excuse for what rounding does then.
        self.noise = ROUNDINGS * unit / max(step, self.h)

    def loss(self):
        """Loss with the parameters as they are; of stacked networks, the sum."""
        return float(np.sum(self.network.loss(self.forward(self.X), self.y)))

    def gradients(self):
        """Give what `backward` says, by name."""
        found = self.network.backward(self.forward(self.X), self.y)
        found = [*found.weights, *found.biases]
        shapes = [array.shape for array in self.arrays.values()]
        if [np.shape(gradient) for gradient in found] != shapes:
            raise ValueError(
                f"backward must give gradients in the shapes of {', '.join(self.arrays)}, "
                f"{shapes}; got {[np.shape(gradient) for gradient in found]}."
            )
        return dict(zip(self.arrays, map(np.asarray, found), strict=True))

    def result(self):
        """Compare every parameter's gradient, and tell corners of the loss from faults."""
        gradients, errors, corners = self.gradients(), {}, {}
        for name, array in self.arrays.items():
            errors[name], odd, share = self.compare(array, gradients[name])
            if odd and not self.fixed and self.agree_next_door(name, odd, share):
                errors[name], corners[name] = 0.0, len(odd)
        return GradientCheck(errors, self.tolerance, corners)

    def compare(self, array, gradient):
        """Give the relative error, the entries that differ, and by how much one of them may."""
        numeric = numeric_gradient(self.loss, array, self.h)
        size = np.linalg.norm(gradient) + np.linalg.norm(numeric)
        share = self.tolerance * float(size) / max(1, array.size) ** 0.5

        def odd():
            return map(tuple, np.argwhere(~(np.abs(gradient - numeric) - self.noise <= share)))

        if not self.fixed:
            for index in odd():
                if self.agrees(array, index, gradient[index], share):
                    numeric[index] = gradient[index]
        return relative_error(gradient, numeric, self.noise), list(odd()), share

    def agrees(self, array, index, slope, share):
        """Measure one slope again with smaller steps, as long as they change what is measured.

        A wrong gradient leaves the loss as it is: its slope is the same for any small step, and
        on both sides. Where these differ, it is the measurement that is in question.
        """
        for shrink in (1, 8, 64):
            h, noise = self.h / shrink, self.noise * shrink
            measured = around(self.loss, array, index, (-h, -h / 4, 0, h / 4, h))
            at = functools.partial(slope_between, *measured)
            apart = abs(slope - at(0, 4))
            if apart <= share + noise:
                return True
            # The gap between both sides falls with h, unless there is a corner.
            gap, near_gap = at(2, 4) - at(0, 2), at(2, 3) - at(1, 2)
            unsteady = max(abs(at(0, 4) - at(1, 3)), abs(gap - 4 * near_gap))
            if not apart <= 8 * unsteady + noise:
                return False
        return False

    def agree_next_door(self, name, entries, share):
        """Whether some entries' slopes agree once all parameters have moved a little."""
        kept = {name: array.copy() for name, array in self.arrays.items()}
        rng = np.random.default_rng(0)
        try:
            for _ in range(NEIGHBOURS):
                for array, old in zip(self.arrays.values(), kept.values(), strict=True):
                    array[...] = old + rng.normal(0, 20 * self.h, old.shape)
                array, gradient = self.arrays[name], self.gradients()[name]
                if all(self.agrees(array, index, gradient[index], share) for index in entries):
                    return True
        finally:
            for array, old in zip(self.arrays.values(), kept.values(), strict=True):
                array[...] = old
        return False
