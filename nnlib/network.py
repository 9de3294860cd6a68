"""The network: layers of weights and biases, a pass forward, a pass backward, a step.

Shapes: ``m`` samples, ``n`` inputs, ``h`` hidden units, ``c`` outputs. Everything here also works
when each parameter has a leading axis of ``k`` networks, which then run side by side in the same
NumPy calls.
"""

import itertools
from typing import NamedTuple

import numpy as np

from nnlib import activations, losses, validation


class Forward(NamedTuple):
    """What a forward pass computed, layer by layer.

    ``Z[l]`` is the weighted input of layer l + 1 and ``A[l + 1]`` its activation; ``A[0]`` is X.
    """

    Z: tuple
    A: tuple

    @property
    def output(self):
        """Activation of the last layer, (m, c)."""
        return self.A[-1]


class Gradients(NamedTuple):
    """Gradient of the loss with respect to every parameter, in the parameter's shape."""

    weights: tuple
    biases: tuple


def _product(A, W):
    """Return ``A @ W`` with each unit's values for all samples next to each other in memory.

    Sums over samples and additions of a bias run along that axis, and are faster for it.
    """
    return _matmul(W.mT, A.mT).mT


def _matmul(A, B):
    """Return ``A @ B``, by the call that is fastest for these shapes."""
    if A.ndim == B.ndim == 2:
        return A.dot(B)
    if A.shape[-1] == 1:  # a column times a row, in each network of a stack
        return np.einsum("...no,...om->...nm", A, B)
    return A @ B


class Network:
    """A network of fully connected layers.

    Parameters
    ----------
    layer_sizes : sequence of int
        Inputs, hidden units of each hidden layer, outputs: ``[2, 4, 1]``.
    hidden, output : str, Activation or callable
        Activation of the hidden layers and of the output layer; see `nnlib.activations.get`.
    loss : str or Loss
        See `nnlib.losses`.
    rng : int, numpy.random.Generator or numpy.random.RandomState, optional
        Where the first weights come from.
    scale : float or "xavier" or "he"
        Standard deviation of the first weights. "xavier" is 1/√n for n incoming values, which
        keeps the spread of a tanh layer; "he" is √(2/n), which does it for ReLU.
    bias : bool
        Whether layers have biases; they start at zero.
    l2 : float
        Weight of the penalty ``l2/2 · Σ W²`` that is added to the loss.
    dtype : data type
        float64 or float32.

    Attributes
    ----------
    weights, biases : list of arrays
        ``weights[l]`` has shape (n, h), ``biases[l]`` has shape (h,). Both can be assigned.
        Without bias, `biases` is empty.

    Raises
    ------
    ValueError
        If there are fewer than two layer sizes, a size is no whole number above 0, a name is not
        known, or a scale is negative.

    Source
    ------
    He initialisation: He, Zhang, Ren and Sun, 2015. Xavier: Glorot and Bengio, 2010, in the
    form that depends on the incoming values alone.

    Examples
    --------
    >>> net = Network([2, 4, 1], rng=0)
    >>> net
    Network([2, 4, 1], hidden='tanh', output='sigmoid', loss='cross_entropy')
    >>> net.forward([[0.5, -1.0]]).output.shape
    (1, 1)
    """

    def __init__(
        self,
        layer_sizes,
        hidden="tanh",
        output="sigmoid",
        loss="cross_entropy",
        *,
        rng=None,
        scale="xavier",
        bias=True,
        l2=0.0,
        dtype=float,
    ):
        if len(layer_sizes) < 2:
            raise ValueError(f"layer_sizes needs inputs and outputs at least; got {layer_sizes!r}.")
        names = ["inputs", *["hidden units"] * (len(layer_sizes) - 2), "outputs"]
        sizes = [
            validation.whole(size, name) for size, name in zip(layer_sizes, names, strict=True)
        ]
        hidden, output = activations.get(hidden), activations.get(output)
        self.activations = [hidden] * (len(sizes) - 2) + [output]
        self.loss_function = losses.get(loss)
        self.l2 = l2 if l2 == 0 else validation.positive(l2, "l2")
        if not isinstance(rng, np.random.RandomState):
            rng = np.random.default_rng(rng)
        self._weights = [
            first_weights(n, h, scale, rng).astype(dtype) for n, h in itertools.pairwise(sizes)
        ]
        self._biases = [np.zeros(h, dtype) for h in sizes[1:]] if bias else []

    @classmethod
    def stacked(cls, networks):
        """Join k networks of the same layers into one that runs them all.

        Parameters
        ----------
        networks : sequence of Network
            Activations and loss are taken from the first.

        Returns
        -------
        Network
            Its parameters have a leading axis of k: weights (k, n, h), biases (k, h).

        Examples
        --------
        >>> both = Network.stacked([Network([2, 3, 1], rng=seed) for seed in (0, 1)])
        >>> both.forward(np.zeros((5, 2))).output.shape
        (2, 5, 1)
        """
        networks = list(networks)
        if not networks or len({tuple(net.layer_sizes) for net in networks}) != 1:
            sizes = [net.layer_sizes for net in networks]
            raise ValueError(f"stacked networks need the same layer sizes; got {sizes}.")
        new = object.__new__(cls)
        new.__dict__.update(networks[0].__dict__)
        new._weights = [np.stack(W) for W in zip(*(net.weights for net in networks), strict=True)]
        new._biases = [np.stack(b) for b in zip(*(net.biases for net in networks), strict=True)]
        return new

    @property
    def layer_sizes(self):
        """Inputs, hidden units of each layer, outputs."""
        return [self._weights[0].shape[-2], *(W.shape[-1] for W in self._weights)]

    @property
    def weights(self):
        """Weights of each layer, (n, h)."""
        return self._weights

    @weights.setter
    def weights(self, weights):
        self._weights = self._like(weights, self._weights, "weights")

    @property
    def biases(self):
        """Biases of each layer, (h,)."""
        return self._biases

    @biases.setter
    def biases(self, biases):
        self._biases = self._like(biases, self._biases, "biases")

    @staticmethod
    def _like(given, present, name):
        given = [
            np.array(array, dtype=old.dtype) for array, old in zip(given, present, strict=True)
        ]
        for layer, (new, old) in enumerate(zip(given, present, strict=True)):
            if new.shape != old.shape:
                raise ValueError(f"{name}[{layer}] must have shape {old.shape}; got {new.shape}.")
        return given

    def forward(self, X):
        """Compute every layer's weighted input and activation.

        Parameters
        ----------
        X : array_like of shape (m, n)

        Returns
        -------
        Forward

        Raises
        ------
        ValueError
            If `X` has another shape, or holds NaN or infinity.
        """
        return self.propagate(
            validation.samples(X, columns=self.layer_sizes[0], dtype=self._weights[0].dtype)
        )

    def propagate(self, X):
        """Do what `forward` does without looking at `X` first; the training loop looks once."""
        Z, A = [], [X]
        for layer, activation in enumerate(self.activations):
            z = _product(A[-1], self._weights[layer])  # (m, h)
            if self._biases:
                z += self._biases[layer][..., np.newaxis, :]  # the same row for every sample
            Z.append(z)
            A.append(activation.value(z))
        return Forward(tuple(Z), tuple(A))

    def loss(self, X, y):
        """Loss on samples, penalty included.

        Parameters
        ----------
        X : array_like of shape (m, n), or Forward
            Samples, or their forward pass where it is known.
        y : array_like of shape (m, c)

        Returns
        -------
        float; an array (k,) for k stacked networks

        Raises
        ------
        ValueError
            If `y` does not fit, or, with cross-entropy, holds a label other than 0 and 1.
        """
        if not isinstance(X, Forward):
            X = self.forward(X)
            y = self.check_targets(y, len(X.A[0]))
        loss = self.loss_function
        if loss.joined_with == self.activations[-1].name:
            value = loss.joined_value(X.Z[-1], y)
        else:
            value = loss.value(X.A[-1], y)
        if self.l2:
            value = value + self.l2 / 2 * sum((W * W).sum(axis=(-2, -1)) for W in self._weights)
        return value if value.ndim else float(value)

    def check_targets(self, y, m):
        """Give `y` back as the loss needs it, (m, c) in the network's data type, or say why not."""
        wanted = m, self.layer_sizes[-1], self._weights[0].dtype
        if self.loss_function.name == "softmax_cross_entropy":
            return validation.one_hot(y, *wanted)
        y = validation.targets(y, *wanted)
        if self.loss_function.name == "cross_entropy" and not np.isin(y, (0, 1)).all():
            other = y[~np.isin(y, (0, 1))][0]
            raise ValueError(f"cross_entropy needs labels 0 and 1 in y; got {other:g}.")
        return y

    def backward(self, forward, y):
        """Follow the chain rule from the loss back to every parameter.

        Parameters
        ----------
        forward : Forward
            From `forward`, with the present parameters.
        y : array of shape (m, c)

        Returns
        -------
        Gradients
        """
        Z, A = forward
        dZ = self._output_gradient(forward, y)  # (m, c)
        dW, db = [], []
        for layer in reversed(range(len(self._weights))):
            W = self._weights[layer]
            dW.append(_matmul(A[layer].mT, dZ))  # (n, h)
            if self.l2:
                dW[-1] += self.l2 * W
            if self._biases:
                db.append(dZ.sum(axis=-2))  # (h,)
            if layer:
                dZ = _product(dZ, W.mT)  # (m, n): dA of the layer before
                dZ *= self.activations[layer - 1].slope(Z[layer - 1], A[layer])
        return Gradients(tuple(dW[::-1]), tuple(db[::-1]))

    def _output_gradient(self, forward, y):
        loss, activation = self.loss_function, self.activations[-1]
        z, a = forward.Z[-1], forward.A[-1]
        if loss.joined_with == activation.name:
            return loss.joined_gradient(a, y)
        return loss.gradient(a, y) * activation.slope(z, a)

    def step(self, gradients, learning_rate):
        """Move every parameter against its gradient: the one method that changes them.

        Parameters
        ----------
        gradients : Gradients
        learning_rate : float
            Or an array (k,), one rate for each of k stacked networks.
        """
        rate_W, rate_b = self._rates(learning_rate)
        self._weights = [
            W - rate_W * dW for W, dW in zip(self._weights, gradients.weights, strict=True)
        ]
        self._biases = [
            b - rate_b * db for b, db in zip(self._biases, gradients.biases, strict=True)
        ]

    def _rates(self, learning_rate):
        """Give the rate as weights and as biases need it: in their data type and number of axes."""
        if isinstance(learning_rate, float):
            rate = float(learning_rate)  # a float64 of NumPy's would turn float32 into float64
            return rate, rate
        rates = np.asarray(learning_rate, self._weights[0].dtype)
        return rates[..., np.newaxis, np.newaxis], rates[..., np.newaxis]

    def predict_proba(self, X):
        """Output for every sample, (m, c): with a sigmoid output, the probability of label 1.

        With a softmax output, the probability of each class.
        """
        return self.forward(X).output

    def predict(self, X):
        """Label for every sample, (m, c) integers: 1 where the output is above 0.5, else 0.

        With a softmax output, the number of the most probable class, (m,) integers from 0.
        """
        output = self.predict_proba(X)
        if self.activations[-1].name == "softmax":
            return output.argmax(axis=-1)
        return (output > 0.5).astype(int)

    def __repr__(self):
        names = [activation.name for activation in self.activations]
        hidden = f"hidden={names[0]!r}, " if len(names) > 1 else ""
        stack = f"{self._weights[0].shape[0]} × " if self._weights[0].ndim > 2 else ""
        return (
            f"{stack}Network({self.layer_sizes}, {hidden}output={names[-1]!r}, "
            f"loss={self.loss_function.name!r})"
        )


def first_weights(n, h, scale, rng):
    """Draw weights (n, h) from a normal distribution with mean 0.

    Parameters
    ----------
    n, h : int
        Incoming values and units.
    scale : float or "xavier" or "he"
        Standard deviation; see `Network`.
    rng : numpy.random.Generator or numpy.random.RandomState

    Raises
    ------
    ValueError
        If `scale` is negative, not finite, or an unknown name.

    Examples
    --------
    >>> first_weights(2, 3, 0.01, np.random.default_rng(0)).shape
    (2, 3)
    """
    if isinstance(scale, str):
        named = {"xavier": np.sqrt(1 / n), "he": np.sqrt(2 / n)}
        if scale not in named:
            raise ValueError(f"scale {scale!r} is not known; choose from: {', '.join(named)}.")
        scale = named[scale]
    if scale:
        validation.positive(scale, "scale")
    # Drawn unit by unit, as the published listings with samples in columns do: same seed, same run.
    return rng.standard_normal((h, n)).T * scale
