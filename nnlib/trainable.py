"""What all networks share: parameters to assign and step, and a look at what comes in."""

import copy
import math
from typing import NamedTuple

import numpy as np

from nnlib import validation


class Gradients(NamedTuple):
    """Gradient of the loss with respect to every parameter, in the parameter's shape."""

    weights: tuple
    biases: tuple


class Trusted:
    """Marks a forward pass of a loop that looked at samples and targets before its first step.

    `loss` and `backward` then do not look at the targets that come with it.
    """


class Trainable:
    """A network's parameters, and the verbs that look before they compute.

    A kind of network has ``_weights`` and ``_biases``, lists of arrays; ``forward(X)`` and
    ``propagate(X)``, which does the same without a look and whose result is `Trusted`;
    ``check_targets(y, m)``; ``labels_of(output)``; and, to be called when all was looked at,
    ``_loss(forward, y)``, ``_gradients(forward, y)``, and ``_made(forward)``, which tells whether
    this network can have made a forward pass.
    """

    @property
    def weights(self):
        """Weights of each layer. Can be assigned; the arrays are copied."""
        return self._weights

    @weights.setter
    def weights(self, weights):
        self._weights = _like(weights, self._weights, "weights")

    @property
    def biases(self):
        """Biases of each layer. Can be assigned; the arrays are copied."""
        return self._biases

    @biases.setter
    def biases(self, biases):
        self._biases = _like(biases, self._biases, "biases")

    @property
    def parameter_count(self):
        """How many numbers are learned."""
        return sum(array.size for array in self._weights + self._biases)

    def in_type(self, dtype):
        """Give a copy of the network that computes in another data type, float64 or float32."""
        dtype, other = validation.float_type(dtype), copy.copy(self)
        with np.errstate(over="ignore"):  # too large for float32 is infinite there
            other._weights = [W.astype(dtype) for W in self._weights]
            other._biases = [b.astype(dtype) for b in self._biases]
        return other

    def loss(self, X, y):
        """Loss on samples, penalty included.

        Parameters
        ----------
        X : array_like as for `forward`, or what `forward` gave
            Samples, or their forward pass where it is known.
        y : array_like of shape (m, c)

        Returns
        -------
        float; an array (k,) for k stacked networks

        Raises
        ------
        ValueError
            If `y` does not fit, or holds what the loss has no use for.
        """
        if isinstance(X, Trusted):
            return self._loss(X, y)
        forward = X if hasattr(X, "output") else self.forward(X)
        y = self._fitting(forward, y)
        with np.errstate(over="ignore", invalid="ignore"):
            value = self._loss(forward, y)
        if np.shape(value) != forward.output.shape[:-2]:
            raise ValueError(f"the loss must be one number a network; got shape {np.shape(value)}.")
        return value

    def backward(self, forward, y):
        """Follow the chain rule from the loss back to every parameter.

        Parameters
        ----------
        forward : Forward
            From `forward`, with the present parameters.
        y : array_like of shape (m, c)

        Returns
        -------
        Gradients

        Raises
        ------
        ValueError
            As for `loss`.
        """
        if isinstance(forward, Trusted):
            return self._gradients(forward, y)
        y = self._fitting(forward, y)
        with np.errstate(over="ignore", invalid="ignore"):
            return self._gradients(forward, y)

    def _fitting(self, forward, y):
        """Look at a forward pass that someone hands in, and at the targets; give these back."""
        if not (hasattr(forward, "Z") and self._made(forward)):
            raise ValueError(
                f"a forward pass of this network is wanted, net.forward(X); got {_brief(forward)}."
            )
        return self.check_targets(y, forward.output.shape[-2])

    def step(self, gradients, learning_rate):
        """Move every parameter against its gradient: the one method that changes them.

        Parameters
        ----------
        gradients : Gradients
        learning_rate : float
            Or an array (k,), one rate for each of k stacked networks.

        Raises
        ------
        ValueError
            If a gradient has not the shape of its parameter, or the rate is not finite.
        """
        rate_W, rate_b = self._rates(learning_rate)
        weights = _moved(self._weights, gradients.weights, rate_W, "weights")
        self._biases = _moved(self._biases, gradients.biases, rate_b, "biases")
        self._weights = weights

    def _rates(self, learning_rate):
        """Give the rate as weights and as biases need it: in their data type and number of axes."""
        if isinstance(learning_rate, float):
            rate = float(learning_rate)  # a float64 of NumPy's would turn float32 into float64
            if not math.isfinite(rate):
                raise ValueError(f"learning_rate must be finite; got {rate}.")
            return rate, rate
        rates = validation.numbers(learning_rate, "learning_rate", self._weights[0].dtype)
        if rates.shape not in ((), stack := self._weights[-1].shape[:-2]):
            wanted = f"one number, or {stack[0]}, one for each" if stack else "one number"
            raise ValueError(f"learning_rate must be {wanted}; got shape {rates.shape}.")
        return rates[..., np.newaxis, np.newaxis], rates[..., np.newaxis]

    def predict_proba(self, X):
        """Output for every sample, (m, c): with a sigmoid output, the probability of label 1.

        With a softmax output, the probability of each class.
        """
        return self.forward(X).output

    def predict(self, X):
        """Label for every sample, (m, c) integers: 1 where the output is above 0.5, else 0.

        With a softmax output, the number of the most probable class, (m,) integers from 0.

        Raises
        ------
        ValueError
            As `forward`, and if the network has diverged.
        """
        for name, parameters in (("weights", self._weights), ("biases", self._biases)):
            for layer, array in enumerate(parameters):
                _check_finite(array, f"{name}[{layer}]")
        output = self.predict_proba(X)
        _check_finite(output, "its output")
        return self.labels_of(output)


def first_weights(n, h, scale, rng):
    """Draw weights (n, h) from a normal distribution with mean 0; for `scale` see `Network`."""
    if isinstance(scale, str):
        named = {"xavier": math.sqrt(1 / n), "he": math.sqrt(2 / n)}
        scale = validation.choice(scale, "scale", named)
    scale = validation.number(scale, "scale", "a finite number, 0 or more")
    # Drawn unit by unit, as the published listings with samples in columns do: same seed, same run.
    return rng.standard_normal((h, n)).T * scale


def _like(given, present, name):
    """Copy assigned parameters, if they have the shapes of the present ones."""
    if not hasattr(given, "__len__") or len(given) != len(present):
        wanted = f"{name} must be {len(present)} arrays, one a layer"
        raise ValueError(f"{wanted}; got {_brief(given)}.")
    copies = []
    for layer, (new, old) in enumerate(zip(given, present, strict=True)):
        new = np.array(validation.numbers(new, f"{name}[{layer}]", old.dtype))
        if new.shape != old.shape:
            raise ValueError(f"{name}[{layer}] must have shape {old.shape}; got {new.shape}.")
        if not np.isfinite(new).all():
            raise ValueError(f"{name}[{layer}] must be finite; it holds NaN or infinity.")
        copies.append(new)
    return copies


def _moved(parameters, gradients, rate, name):
    """Give parameters after a step, if each gradient has the shape of its parameter."""
    moved = [
        array - rate * gradient
        for array, gradient in zip(parameters, gradients, strict=False)
        if getattr(gradient, "shape", None) == array.shape
    ]
    if not len(moved) == len(parameters) == len(gradients):
        wanted, got = ([np.shape(array) for array in part] for part in (parameters, gradients))
        raise ValueError(f"gradients of {name} must have the shapes {wanted}; got {got}.")
    return moved


def _check_finite(array, what):
    if not np.isfinite(array).all():
        raise ValueError(
            f"the network has diverged: {what} holds NaN or infinity, so there are no labels. "
            "Train it anew with a smaller learning rate."
        )


def _brief(given):
    """Tell what was given in a few words."""
    size = f" of {len(given)}" if hasattr(given, "__len__") else ""
    return f"{given!r}" if isinstance(given, int | float) else f"{type(given).__name__}{size}"
