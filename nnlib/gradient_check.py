"""The gradient check: compare `backward` with slopes measured from the loss itself."""

from typing import NamedTuple

import numpy as np


class GradientCheck(NamedTuple):
    """Relative error of each parameter's gradient.

    ``errors`` maps a name (``"W1"``, ``"b1"``, …) to
    ``‖analytic - numeric‖ / (‖analytic‖ + ‖numeric‖)``, 0 where both are zero.
    """

    errors: dict
    tolerance: float

    @property
    def passed(self):
        """Whether every error is below the tolerance."""
        return all(error < self.tolerance for error in self.errors.values())

    def __repr__(self):
        wrong = [name for name, error in self.errors.items() if not error < self.tolerance]
        if not wrong:
            return f"Gradient check passed: every relative error is below {self.tolerance:g}."
        told = ", ".join(f"{name} {self.errors[name]:.2g}" for name in wrong)
        return f"Gradient check failed: relative error of {told}; wanted below {self.tolerance:g}."


def numeric_gradient(f, array, h=1e-5):
    """Slope of `f` along every entry of `array`, by central differences.

    Parameters
    ----------
    f : callable
        Takes nothing and depends on `array`.
    array : array of any shape
        Changed entry by entry and put back.
    h : float
        Half the distance between the two points.

    Returns
    -------
    array of the same shape
        ``(f(a + h) - f(a - h)) / 2h``; its error falls with h².

    Examples
    --------
    >>> a = np.array([3.0, -1.0])
    >>> numeric_gradient(lambda: (a**2).sum(), a).round(6)
    array([ 6., -2.])
    """
    gradient = np.empty_like(array)
    for index in np.ndindex(array.shape):
        kept = array[index]
        try:
            array[index] = kept + h
            above = f()
            array[index] = kept - h
            gradient[index] = (above - f()) / (2 * h)
        finally:
            array[index] = kept
    return gradient


def relative_error(a, b):
    """Distance of two arrays in units of their size, 0 to 1; 0 where both are zero."""
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / size) if size else 0.0


def gradient_check(network, X, y, h=1e-5, tolerance=1e-7):
    """Compare every gradient of `network.backward` with central differences of `network.loss`.

    Parameters
    ----------
    network : Network, or an object with its verbs, ``weights`` and ``biases``
        Its parameters are moved and put back.
    X : array_like of shape (m, n)
    y : array_like of shape (m, c)
    h : float
        Half the distance of the differences.
    tolerance : float
        Relative error below which a gradient passes.

    Returns
    -------
    GradientCheck

    Examples
    --------
    >>> from nnlib import Network, datasets
    >>> gradient_check(Network([3, 4, 1], rng=0), *datasets.truth_table())
    Gradient check passed: every relative error is below 1e-07.
    """
    gradients = network.backward(network.forward(X), y)
    errors = {}
    for letter, parameters, analytic in (
        ("W", network.weights, gradients.weights),
        ("b", network.biases, gradients.biases),
    ):
        for layer, (array, gradient) in enumerate(zip(parameters, analytic, strict=True), start=1):
            numeric = numeric_gradient(lambda: np.sum(network.loss(X, y)), array, h)
            errors[f"{letter}{layer}"] = relative_error(gradient, numeric)
    return GradientCheck(errors, tolerance)
