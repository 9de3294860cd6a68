"""The network: layers of weights and biases, a pass forward, a pass backward, a step.

Shapes: ``m`` samples, ``n`` inputs, ``h`` hidden units, ``c`` outputs. Everything here also works
when each parameter has a leading axis of ``k`` networks, which then run side by side in the same
NumPy calls.
"""

import itertools
from typing import NamedTuple

import numpy as np

from nnlib import activations, edges, losses, validation
from nnlib.trainable import Gradients, Trainable, Trusted, first_weights


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


class TrustedForward(Trusted, Forward):
    """A forward pass of samples that were looked at before."""


def _product(A, W):
    """Return ``A @ W`` with each unit's values for all samples next to each other in memory.

    Sums over samples and additions of a bias run along that axis, and are faster for it.
    """
    if A.ndim == W.ndim == 2:
        return W.T.dot(A.T).T
    return _matmul(W.mT, A.mT).mT


def _matmul(A, B):
    """Return ``A @ B``, by the call that is fastest for these shapes."""
    if A.ndim == B.ndim == 2:
        return A.dot(B)
    if A.shape[-1] == 1:  # a column times a row, in each network of a stack
        return np.einsum("...no,...om->...nm", A, B)
    return A @ B


class Network(Trainable):
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
        sizes = validation.layer_sizes(layer_sizes)
        self.loss_function = losses.get(loss)
        self._loss_formulas = edges.loss_in_a_loop(self.loss_function)
        self.activations = [activations.get(hidden)] * (len(sizes) - 2) + [activations.get(output)]
        self.l2 = validation.number(l2, "l2", "a finite number, 0 or more")
        rng, dtype = validation.generator(rng), validation.float_type(dtype)
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
        if strangers := [net for net in networks if not isinstance(net, Network)]:
            raise TypeError(f"stacked networks must each be a Network; got {strangers[0]!r}.")
        kinds = {(*net.layer_sizes, len(net.biases), net.weights[0].ndim) for net in networks}
        if len(kinds) != 1:
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
    def activations(self):
        """Activation of each layer. Can be assigned."""
        return self._activations

    @activations.setter
    def activations(self, given):
        formulas = [edges.activation_in_a_loop(activation) for activation in given]
        _check_output(formulas, self.loss_function)
        self._activations, self._formulas = list(given), formulas

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
        X = validation.samples(X, columns=self.layer_sizes[0], dtype=self._weights[0].dtype)
        with np.errstate(over="ignore", invalid="ignore"):
            return Forward(*self.propagate(X))

    def propagate(self, X):
        """Do what `forward` does without a look at `X`; see `nnlib.trainable.Trusted`."""
        Z, A = [], [X]
        for layer, activation in enumerate(self._formulas):
            z = _product(A[-1], self._weights[layer])  # (m, h)
            if self._biases:
                b = self._biases[layer]  # the same row for every sample
                z += b if b.ndim == 1 else b[..., np.newaxis, :]
            Z.append(z)
            A.append(activation.value(z))
        return TrustedForward(tuple(Z), tuple(A))

    def _made(self, forward):
        return [z.shape[-1] for z in forward.Z] == self.layer_sizes[1:]

    def _fitting(self, forward, y):
        y = super()._fitting(forward, y)
        if self.loss_function.joined_with != self.activations[-1].name:
            self.loss_function.value(forward.output, y)  # it looks at the outputs, too
        return y

    def _loss(self, forward, y):
        loss = self._loss_formulas
        if loss.joined_with == self._formulas[-1].name:
            value = loss.joined_value(forward.Z[-1], y)
        else:
            value = loss.value(forward.A[-1], y)
        if self.l2:
            value = value + self.l2 / 2 * sum((W * W).sum(axis=(-2, -1)) for W in self._weights)
        return value if getattr(value, "ndim", 0) else float(value)

    def check_targets(self, y, m):
        """Give `y` back as the loss needs it, (m, c) in the network's data type, or say why not."""
        wanted = m, self.layer_sizes[-1], self._weights[0].dtype
        if self.loss_function.name == "softmax_cross_entropy":
            return validation.one_hot(y, *wanted)
        y = validation.targets(y, *wanted)
        return validation.labels(y) if self.loss_function.name == "cross_entropy" else y

    def _gradients(self, forward, y):
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
                dZ *= self._formulas[layer - 1].slope(Z[layer - 1], A[layer])
        return Gradients(tuple(dW[::-1]), tuple(db[::-1]))

    def _output_gradient(self, forward, y):
        loss, activation = self._loss_formulas, self._formulas[-1]
        z, a = forward.Z[-1], forward.A[-1]
        if loss.joined_with == activation.name:
            return loss.joined_gradient(a, y)
        return loss.gradient(a, y) * activation.slope(z, a)

    def labels_of(self, output):
        """Turn outputs into labels; see `predict`."""
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


def _check_output(formulas, loss):
    """Say what is wrong with activations that the loss can do nothing with."""
    *hidden, output = formulas
    if "softmax" in [activation.name for activation in hidden]:
        raise ValueError("hidden layers cannot have softmax; use it as the output.")
    if (output.name == "softmax") != (loss.joined_with == "softmax"):
        raise ValueError(
            "output='softmax' goes together with loss='softmax_cross_entropy'; "
            f"got output={output.name!r} and loss={loss.name!r}."
        )
    if loss.joined_with == "sigmoid" and output.name != "sigmoid":
        with np.errstate(all="ignore"):
            y_hat = output.value(np.linspace(-30, 30, 5)[:, np.newaxis])
        outside = y_hat[~((y_hat >= 0) & (y_hat <= 1))]
        if outside.size:
            raise ValueError(
                f"loss={loss.name!r} needs outputs from 0 to 1, as output='sigmoid' gives them; "
                f"got output={output.name!r}, with y_hat = {outside[0]:.3g}. Or use loss='mse'."
            )
