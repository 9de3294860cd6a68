"""The gradient check: compare `backward` with slopes measured from the loss itself."""

import math
from typing import NamedTuple

import numpy as np

from nnlib import validation
from nnlib.starting import checked_data

# Step and tolerance by precision. What the bend of the curve spoils in a central difference, and
# what rounding spoils, are about equal where the step is the cube root of the precision.
FITTING = {np.dtype(np.float32): (5e-3, 1e-3), np.dtype(np.float64): (1e-5, 1e-7)}
# Roundings of a loss add up, in units of its last digit.
ROUNDINGS = 8

_CORNER = (
    " At {} the loss has a corner, as ReLU, a tie in max pooling or an absolute error makes one: "
    "there is no one slope to compare with, so this is left out."
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


def numeric_gradient(f, array, h=None):
    """Slope of `f` along every entry of `array`, by central differences.

    Parameters
    ----------
    f : callable
        Takes nothing, depends on `array`, and gives one number.
    array : array of floats, of any shape
        Changed entry by entry and put back.
    h : float, optional
        Half the distance between the two points: 1e-5, or 5e-3 for float32, if left out.

    Returns
    -------
    array of the same shape
        ``(f(a + h) - f(a - h)) / 2h``; its error falls with h².

    Raises
    ------
    ValueError
        If `array` cannot be moved by so little, `h` is no number above 0, or `f` gives none.

    Examples
    --------
    >>> a = np.array([3.0, -1.0])
    >>> numeric_gradient(lambda: (a**2).sum(), a).round(6)
    array([ 6., -2.])
    """
    _check_movable(array, "array")
    h = FITTING[array.dtype][0] if h is None else _above_zero(h, "h")
    gradient = np.empty_like(array)
    for index in np.ndindex(array.shape):
        gradient[index] = _secant(f, array, index, h, h)
    return gradient


def _secant(f, array, index, down, up):
    """Slope of `f` between two places of one entry: below and above where it is now."""
    kept = array[index]
    try:
        array[index] = kept + up
        high, above = float(array[index]), _value(f)
        array[index] = kept - down
        low, below = float(array[index]), _value(f)
    finally:
        array[index] = kept
    # Not up + down: what was stored is rounded.
    return (above - below) / (high - low) if high != low else math.nan


def _value(f):
    value = f()
    if np.ndim(value) or isinstance(value, complex):
        raise ValueError(f"f must give one real number; got {value!r}.")
    return float(value)


def _check_movable(array, name):
    movable = type(array) is np.ndarray and array.dtype in FITTING and array.flags.writeable
    if not movable:
        given = f"an array of {array.dtype}" if isinstance(array, np.ndarray) else repr(array)
        raise ValueError(
            f"{name} must be a NumPy array of float64 or float32 that can be changed, since its "
            f"entries are moved a little; got {given}."
        )


def relative_error(a, b):
    """Distance of two arrays in units of their size, 0 to 1; 0 where both are zero."""
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(np.subtract(a, b)) / size) if size else 0.0


class _Ruler(NamedTuple):
    """What slopes are measured with: the loss, the step, and what can be told apart."""

    loss: object
    h: float
    noise: float
    tolerance: float

    def compare(self, array, gradient, look_twice):
        """Give the relative error of a parameter's gradient, and how many corners were left out."""
        numeric = numeric_gradient(self.loss, array, self.h)
        beyond = np.maximum(np.abs(gradient - numeric) - self.noise, 0)
        size = np.linalg.norm(gradient) + np.linalg.norm(numeric)
        share = self.tolerance * size / max(1, array.size) ** 0.5
        corners = 0
        if look_twice:
            for index in map(tuple, np.argwhere(beyond >= share)):
                verdict = self._second_look(array, index, float(gradient[index]), share)
                if verdict != "wrong":
                    beyond[index] = 0
                corners += verdict == "corner"
        return float(np.linalg.norm(beyond) / size) if size else 0.0, corners

    def _second_look(self, array, index, slope, share):
        """Tell whether one entry "agrees" with smaller steps, is "wrong", or at a "corner".

        A wrong gradient does not change the loss: its slope is the same for smaller steps, and
        from both sides. Where they differ, it is the measurement that is in question.
        """
        for h in (self.h, self.h / 8, self.h / 64):
            slopes = [self._both_sides(array, index, step) for step in (h, h / 4)]
            (middle, gap), (near_middle, near_gap) = slopes
            apart = abs(slope - middle)
            if apart <= share + self.noise * self.h / h:
                return "agrees"
            # The gap between the slopes of both sides falls with h, unless there is a corner.
            unsteady = max(abs(middle - near_middle), abs(gap - 4 * near_gap))
            if not apart <= 8 * unsteady:
                return "wrong"
        return "corner"

    def _both_sides(self, array, index, h):
        left, right = _secant(self.loss, array, index, h, 0), _secant(self.loss, array, index, 0, h)
        return (left + right) / 2, right - left


def gradient_check(network, X, y, h=None, tolerance=None):
    """Compare every gradient of `network.backward` with central differences of `network.loss`.

    Where the two differ, the slope is measured again with smaller steps and from both sides. A
    corner of the loss shows by that its two sides have different slopes, however near.

    Parameters
    ----------
    network : Network, or an object with its verbs, ``weights`` and ``biases``
        Its parameters are moved and put back.
    X : array_like of shape (m, n)
    y : array_like of shape (m, c)
    h : float, optional
        Half the distance of the differences: one that fits the data type, and smaller where
        the loss bends, if left out.
    tolerance : float, optional
        Relative error below which a gradient passes: 1e-7, or 1e-3 for float32, if left out.

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
    X, y = checked_data(network, X, y)
    with np.errstate(all="ignore"):
        pairs = _parameters(network, network.backward(network.forward(X), y))

        def loss():
            return np.sum(network.loss(network.forward(X), y))

        found = _compared(pairs, loss, h, tolerance)
        if h is not None and not found.passed:
            fitting = next(iter(pairs.values()))[0].dtype
            if _compared(pairs, loss, None, tolerance).passed:
                found = found._replace(note=_STEP.format(FITTING[fitting][0], fitting))
    return found


def _parameters(network, gradients):
    """Pair every parameter with its gradient, by name: W1, W2, …, b1, …"""
    pairs = {}
    for letter, part in (("W", "weights"), ("b", "biases")):
        arrays, found = getattr(network, part), getattr(gradients, part)
        if len(arrays) != len(found):
            raise ValueError(
                f"backward must give one gradient for each of the {len(arrays)} arrays of {part}; "
                f"got {len(found)}."
            )
        for layer, (array, gradient) in enumerate(zip(arrays, found, strict=True), start=1):
            name = f"{letter}{layer}"
            _check_movable(array, name)
            if np.shape(gradient) != array.shape:
                raise ValueError(
                    f"d{name} must have the shape of {name}, {array.shape}; backward gives "
                    f"{np.shape(gradient)}."
                )
            pairs[name] = array, np.asarray(gradient)
    return pairs


def _compared(pairs, loss, h, tolerance):
    """Compare all pairs, with the step and the tolerance that fit where they are None."""
    dtype = next(iter(pairs.values()))[0].dtype
    step, limit = FITTING[dtype]
    h = h if h is None else _above_zero(h, "h")
    if tolerance is not None:
        limit = _above_zero(tolerance, "tolerance")
    # Roundings are let pass as they are with the step that fits: a smaller one has no excuse.
    noise = ROUNDINGS * np.finfo(dtype).eps * abs(_finite(loss)) / max(step, h or 0)
    ruler = _Ruler(loss, h or step, float(noise), limit)
    found = {name: ruler.compare(*pair, h is None) for name, pair in pairs.items()}
    errors = {name: error for name, (error, _) in found.items()}
    return GradientCheck(errors, limit, {name: n for name, (_, n) in found.items() if n})


def _above_zero(value, name):
    return float(validation.positive(validation.number(value, name), name))


def _finite(loss):
    value = _value(loss)
    if not math.isfinite(value):
        raise ValueError(f"The loss must be a finite number to have a slope; got {value}.")
    return value
