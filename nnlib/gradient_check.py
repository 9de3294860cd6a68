"""The gradient check: compare `backward` with slopes measured from the loss itself."""

import math
from typing import NamedTuple

import numpy as np

from nnlib import validation
from nnlib.starting import checked_data

# Step and tolerance by precision. What the bend of the curve spoils in a central difference, and
# what rounding spoils, are about equal where the step is the cube root of the precision.
FITTING = {np.dtype(np.float32): (5e-3, 1e-3), np.dtype(np.float64): (1e-5, 1e-7)}

# Roundings of a loss add up to so many units of its last digit.
ROUNDINGS = 8
# How often a slope is measured with a step a quarter as long before it counts as wrong.
SMALLER = 4
# How often a corner is told from a fault in the neighbourhood.
NEIGHBOURS = 3

_CORNER = (
    " Left out: {}, where the loss has a corner (of ReLU, a tie in max pooling, an absolute error) "
    "and no one slope to compare with."
)
_STEP = " With eps = {:g}, which fits {}, it passes: the step is at fault, not the gradient."


class GradientCheck(NamedTuple):
    """Relative error of each parameter's gradient.

    ``errors`` maps a name (``"W1"``, ``"b1"``, …) to
    ``‖analytic - numeric‖ / (‖analytic‖ + ‖numeric‖)``; differences as small as the rounding of
    the loss count as 0. ``corners`` maps a name to the number of entries that were left out,
    because the loss has a corner there. ``note`` says so where the step `eps` is at fault.
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
        wrong = [item for item in self.errors.items() if not item[1] < self.tolerance]
        told = ", ".join(f"{name} {error:.2g}" for name, error in wrong)
        text = f"Gradient check passed: every relative error is {below}"
        if wrong:
            text = f"Gradient check failed: relative error of {told}; wanted {below}"
        if self.corners:
            told = (
                f"{count} {'entry' if count == 1 else 'entries'} of {name}"
                for name, count in self.corners.items()
            )
            text += _CORNER.format(" and ".join(told))
        return text + self.note


def gradient_check(network, X, y, eps=None, tolerance=None):
    """Compare every gradient of `network.backward` with central differences of `network.loss`.

    Where they differ and no `eps` was given, smaller steps are tried, and other places near by: a
    wrong gradient is wrong there too, but the next corner of the loss is somewhere else.

    Parameters
    ----------
    network : Network, or an object with its verbs, ``weights`` and ``biases``
        Its parameters are moved and put back.
    X : array_like of shape (m, n)
    y : array_like of shape (m, c)
    eps : float, optional
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
        found = _Check(network, X, y, eps, tolerance).result()
        if eps is not None and not found.passed:
            fitting = _Check(network, X, y, None, tolerance)
            if fitting.result().passed:
                found = found._replace(note=_STEP.format(fitting.eps, fitting.dtype))
    return found


class _Check:
    """A network, its data, and what its slopes are measured with."""

    def __init__(self, network, X, y, eps, tolerance):
        self.network, self.X, self.y = network, X, y
        # The data were looked at: a network that can skip that look may do so.
        self.forward = getattr(network, "propagate", network.forward)
        self.arrays = _named(network)
        self.dtype = self.arrays["W1"].dtype
        self.fixed = eps is not None
        step, limit = FITTING[self.dtype]
        self.eps = _above_zero(eps, "eps", step)
        self.tolerance = _above_zero(tolerance, "tolerance", limit)
        loss = self.loss()
        if not math.isfinite(loss):
            raise ValueError(f"The loss must be a finite number to have a slope; got {loss}.")
        # A loss is no more exact than the outputs it is made of: log(1 + tiny) is rounded at 1.
        outputs = np.abs(getattr(self.forward(X), "output", 1.0)).max()
        unit = float(np.finfo(self.dtype).eps) * max(abs(loss), min(1.0, float(outputs)))
        # A step smaller than the one that fits is no excuse for what rounding does then.
        self.noise = ROUNDINGS * unit / max(step, self.eps)

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
        errors, corners = {}, {}
        for name, gradient in self.gradients().items():
            numeric = numeric_gradient(self.loss, self.arrays[name], self.eps)
            size = 2 * float(np.linalg.norm(gradient))
            share = self.tolerance * size / max(1, gradient.size) ** 0.5  # of a single entry
            if not self.fixed:
                apart = np.argwhere(~(np.abs(gradient - numeric) <= share + self.noise))
                apart = set(map(tuple, apart))
                odd = {entry for entry in apart if not self.agrees(name, entry, gradient, share)}
                if odd and self.agree_next_door(name, odd, share):
                    corners[name], odd = len(odd), set()
                for entry in apart - odd:
                    numeric[entry] = gradient[entry]
            errors[name] = relative_error(gradient, numeric, self.noise)
        return GradientCheck(errors, self.tolerance, corners)

    def agrees(self, name, entry, gradient, share):
        """Measure one slope with smaller and smaller steps, as long as they change it.

        A wrong gradient leaves the loss as it is, whose slope is the same for any small step.
        Where it is not, it is the measurement that is in question.
        """
        wide, eps, noise = math.nan, self.eps, self.noise
        for _ in range(SMALLER):
            slope = _slope(self.loss, self.arrays[name], entry, eps)
            apart, apart_before = abs(gradient[entry] - slope), abs(gradient[entry] - wide)
            if apart <= share + noise:
                return True
            if apart > 8 * abs(slope - wide) + noise:
                return False
            wide, eps, noise = slope, eps / 4, noise * 4
        return apart < apart_before / 8  # as it falls where the gradient is what slopes go to

    def agree_next_door(self, name, entries, share):
        """Whether some entries' slopes agree once all parameters have moved a little."""
        kept = {name: array.copy() for name, array in self.arrays.items()}
        rng = np.random.default_rng(0)
        try:
            for _ in range(NEIGHBOURS):
                for array, old in zip(self.arrays.values(), kept.values(), strict=True):
                    array[...] = old + rng.normal(0, 20 * self.eps, old.shape)
                gradient = self.gradients()[name]
                if all(self.agrees(name, entry, gradient, share) for entry in entries):
                    return True
        finally:
            for array, old in zip(self.arrays.values(), kept.values(), strict=True):
                array[...] = old
        return False


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
        _check_movable(array, name)
    return named


def numeric_gradient(f, array, eps=None):
    """Slope of `f` along every entry of `array`, by central differences.

    Parameters
    ----------
    f : callable
        Takes nothing, depends on `array`, and gives one number.
    array : array of floats, of any shape
        Changed entry by entry and put back.
    eps : float, optional
        Half the distance between the two points: 1e-5, or 5e-3 for float32, if left out.

    Returns
    -------
    array of the same shape
        ``(f(a + eps) - f(a - eps)) / (2 eps)``; its error falls with eps².

    Raises
    ------
    ValueError
        If `array` cannot be moved by so little, `eps` is no number above 0, or `f` gives none.

    Examples
    --------
    >>> a = np.array([3.0, -1.0])
    >>> numeric_gradient(lambda: (a**2).sum(), a).round(6)
    array([ 6., -2.])
    """
    _check_movable(array, "array")
    eps = _above_zero(eps, "eps", FITTING[array.dtype][0])
    gradient = np.empty_like(array)
    for entry in np.ndindex(array.shape):
        gradient[entry] = _slope(f, array, entry, eps)
    return gradient


def _slope(f, array, entry, eps):
    """Slope of `f` along one entry, between the places as they are stored; NaN if they are one."""
    kept, points = array[entry], []
    try:
        for offset in (-eps, eps):
            array[entry] = kept + offset
            points.append((float(array[entry]), _value(f)))
    finally:
        array[entry] = kept
    (left, low), (right, high) = points
    return (high - low) / (right - left) if right > left else math.nan


def _value(f):
    value = f()
    if np.ndim(value) or isinstance(value, complex):
        raise ValueError(f"f must give one real number; got {value!r}.")
    return float(value)


def _above_zero(value, name, usual):
    return usual if value is None else validation.number(value, name, "a finite number above 0")


def _check_movable(array, name):
    """Refuse what is no array of floats, or cannot be changed."""
    if type(array) is not np.ndarray or array.dtype not in FITTING or not array.flags.writeable:
        given = f"an array of {array.dtype}" if isinstance(array, np.ndarray) else repr(array)
        raise ValueError(
            f"{name} must be a NumPy array of float64 or float32 that can be changed, since its "
            f"entries are moved a little; got {given}. Use np.array({name}, float)."
        )


def relative_error(a, b, noise=0.0):
    """Distance of two arrays in units of their size, 0 to 1; 0 where both are zero.

    Differences of entries count from `noise` on, and so much less.

    Examples
    --------
    >>> relative_error([3.0, 4.0], [-3.0, -4.0]), relative_error([3.0, 4.0], [4.0, 4.0], noise=1.0)
    (1.0, 0.0)
    """
    a, b = np.asarray(a, float), np.asarray(b, float)
    largest = max(np.abs(array).max(initial=0.0) for array in (a, b)) or 1.0
    a, b, noise = a / largest, b / largest, noise / largest  # so that no square is too large
    size = np.linalg.norm(a) + np.linalg.norm(b)
    beyond = np.maximum(np.abs(a - b) - noise, 0.0)
    return float(np.linalg.norm(beyond) / size) if size else 0.0
