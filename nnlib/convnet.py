"""A small convolutional network.

`ConvNet` has the verbs of `nnlib.network.Network`, so `train`, `descend` and `gradient_check` work
with it unchanged. m images, c channels, k kernels, d classes.
"""

from typing import NamedTuple

import numpy as np

from nnlib import activations, validation
from nnlib.activations import softmax
from nnlib.convolution import correlate2d, kernel_gradient, max_pool, max_pool_backward
from nnlib.losses import softmax_cross_entropy, softmax_cross_entropy_gradient
from nnlib.network import Gradients, first_weights


class ConvForward(NamedTuple):
    """What a forward pass of `ConvNet` computed.

    ``Z = (Z1, Z2)``: output of the kernels (m, k, H', W') and scores of the classes (m, d).
    ``A = (X, A1, A2)``: images (m, c, H, W), feature maps like Z1, probabilities (m, d).
    ``pooled``: the feature maps made smaller, (m, k, H'', W'').
    """

    Z: tuple
    A: tuple
    pooled: np.ndarray

    @property
    def output(self):
        """Probability of each class, (m, d)."""
        return self.A[-1]

    @property
    def feature_maps(self):
        """What each kernel made of each image, (m, k, H', W')."""
        return self.A[1]


class ConvNet:
    """A convolutional network: kernels, an activation, max pooling, one dense softmax layer.

    Parameters
    ----------
    image_shape : (H, W) or (c, H, W)
        Rows and columns of an image, and its channels if there is more than one.
    classes : int
        Number of classes, 2 or more.
    kernels : int
        Number of kernels.
    kernel_size : int
        Rows and columns of each kernel.
    padding : int
        Rows and columns of zeros round the image. 1 with kernels of 3 × 3 keeps its size.
    pool : int
        Rows and columns of each pooling window; 1 leaves the feature maps as they are.
    hidden : str, Activation or callable
        Activation of the feature maps; see `nnlib.activations.get`.
    rng : int or numpy.random.Generator, optional
        Where the first weights come from: normal, He's √(2/n) for n incoming values in the
        kernels, √(1/n) in the dense layer. Biases start at 0.01 and 0.
    dtype : data type
        float64 or float32; everything is computed in it.

    Attributes
    ----------
    weights : list of two arrays
        Kernels (k, c, kernel_size, kernel_size) and dense weights (n, d). Can be assigned.
    biases : list of two arrays
        (k,) and (d,). Can be assigned.

    Raises
    ------
    ValueError
        If a number is out of range, or kernel or pooling window do not fit.

    Source
    ------
    LeCun, Bottou, Bengio and Haffner, 1998. First weights: He, Zhang, Ren and Sun, 2015.

    Examples
    --------
    >>> net = ConvNet(rng=0)
    >>> net
    ConvNet((1, 8, 8), classes=10, kernels=16, kernel_size=3, padding=1, pool=2, hidden='relu')
    >>> fwd = net.forward(np.zeros((5, 8, 8)))
    >>> fwd.feature_maps.shape, fwd.pooled.shape, fwd.output.shape
    ((5, 16, 8, 8), (5, 16, 4, 4), (5, 10))
    >>> net.parameter_count
    2730
    """

    def __init__(
        self,
        image_shape=(8, 8),
        classes=10,
        *,
        kernels=16,
        kernel_size=3,
        padding=1,
        pool=2,
        hidden="relu",
        rng=None,
        dtype=float,
    ):
        self.image_shape = _with_channels(image_shape)
        kernels = validation.whole(kernels, "kernels")
        size = validation.whole(kernel_size, "kernel_size")
        classes = validation.whole(classes, "classes", least=2)
        self.padding, self.pool = padding, pool
        self.activation = activations.get(hidden)
        rng = np.random.default_rng(rng)
        n = self.image_shape[0] * size * size
        self._weights = [first_weights(n, kernels, "he", rng).T.reshape(kernels, -1, size, size)]
        blank = np.zeros((1, *self.image_shape))
        n = max_pool(correlate2d(blank, self._weights[0], padding=padding), pool).size
        self._weights.append(first_weights(n, classes, "xavier", rng))
        self._weights = [W.astype(dtype) for W in self._weights]
        # On a blank patch a bias of exactly 0 would put ReLU on its kink, where it has no slope.
        self._biases = [np.full(kernels, 0.01, dtype), np.zeros(classes, dtype)]

    @property
    def weights(self):
        """Kernels (k, c, kernel_size, kernel_size) and dense weights (n, d)."""
        return self._weights

    @weights.setter
    def weights(self, weights):
        self._weights = _like(weights, self._weights, "weights")

    @property
    def biases(self):
        """One number for each kernel, (k,), and for each class, (d,)."""
        return self._biases

    @biases.setter
    def biases(self, biases):
        self._biases = _like(biases, self._biases, "biases")

    @property
    def parameter_count(self):
        """How many numbers are learned."""
        return sum(array.size for array in self._weights + self._biases)

    def forward(self, X):
        """Compute feature maps, their pooled form, and the probability of each class.

        Parameters
        ----------
        X : array_like of shape (m, H, W) or (m, c, H, W), or (m, c·H·W) with an image a row

        Returns
        -------
        ConvForward

        Raises
        ------
        ValueError
            If `X` has another shape, holds no image, or holds NaN or infinity.
        """
        c, H, W = self.image_shape
        X = np.asarray(X)
        wanted = [(c, H, W), (c * H * W,)] + ([(H, W)] if c == 1 else [])
        if X.shape[1:] not in wanted:
            shapes = " or ".join(f"(m, {', '.join(map(str, shape))})" for shape in wanted)
            raise ValueError(f"X must have shape {shapes}; got {X.shape}.")
        rows = X.reshape(len(X), c * H * W)
        return self.propagate(validation.samples(rows, dtype=self._weights[0].dtype))

    def propagate(self, X):
        """Do what `forward` does without looking at `X` first; the training loop looks once."""
        (K, W2), (b1, b2) = self._weights, self._biases
        X = X.reshape(-1, *self.image_shape)
        Z1 = correlate2d(X, K, padding=self.padding)  # (m, k, H', W')
        Z1 += b1[:, np.newaxis, np.newaxis]  # the same number for every pixel of a kernel's output
        A1 = self.activation.value(Z1)
        pooled = max_pool(A1, self.pool)  # (m, k, H'', W'')
        Z2 = pooled.reshape(len(X), -1) @ W2 + b2  # (m, d)
        return ConvForward((Z1, Z2), (X, A1, softmax(Z2)), pooled)

    def loss(self, X, y):
        """Cross-entropy of the probabilities, mean over images.

        Parameters
        ----------
        X : array_like as for `forward`, or ConvForward
            Images, or their forward pass where it is known.
        y : array_like of shape (m, d)
            One-hot targets.

        Returns
        -------
        float, in nats

        Raises
        ------
        ValueError
            If `y` has another shape or is not one-hot.
        """
        if not isinstance(X, ConvForward):
            X = self.forward(X)
            y = self.check_targets(y, len(X.output))
        return float(softmax_cross_entropy(X.Z[-1], y))

    def check_targets(self, y, m):
        """Give `y` back as the loss needs it, (m, d) in the network's data type, or say why not."""
        return validation.one_hot(y, m, len(self._biases[-1]), self._weights[0].dtype)

    def backward(self, forward, y):
        """Follow the chain rule from the loss back to every parameter.

        Parameters
        ----------
        forward : ConvForward
            From `forward`, with the present parameters.
        y : array_like of shape (m, d)
            One-hot targets.

        Returns
        -------
        Gradients
            ``weights = (dK, dW2)`` and ``biases = (db1, db2)``, each in its parameter's shape.
        """
        (Z1, _), (X, A1, A2), pooled = forward
        K, W2 = self._weights
        dZ2 = softmax_cross_entropy_gradient(A2, np.asarray(y, A2.dtype))  # (m, d)
        dW2 = pooled.reshape(len(X), -1).T @ dZ2  # (n, d)
        # Equal to dZ2 @ W2.T, but with the images last in memory, as in all that it meets.
        d_pooled = (W2 @ dZ2.T).T.reshape(pooled.shape)  # (m, k, H'', W'')
        dZ1 = max_pool_backward(d_pooled, A1, self.pool) * self.activation.slope(Z1, A1)
        dK = kernel_gradient(dZ1, X, K, padding=self.padding)  # (k, c, kh, kw)
        return Gradients((dK, dW2), (dZ1.sum(axis=(0, 2, 3)), dZ2.sum(axis=0)))

    def step(self, gradients, learning_rate):
        """Move every parameter against its gradient: the one method that changes them.

        Parameters
        ----------
        gradients : Gradients
        learning_rate : float
        """
        learning_rate = float(learning_rate)  # a NumPy float64 would turn float32 into float64
        self._weights = [
            W - learning_rate * dW for W, dW in zip(self._weights, gradients.weights, strict=True)
        ]
        self._biases = [
            b - learning_rate * db for b, db in zip(self._biases, gradients.biases, strict=True)
        ]

    def predict_proba(self, X):
        """Probability of each class for every image, (m, d)."""
        return self.forward(X).output

    def predict(self, X):
        """Most probable class of every image, (m,) integers from 0."""
        return self.predict_proba(X).argmax(axis=1)

    def __repr__(self):
        k, _, size, _ = self._weights[0].shape
        return (
            f"ConvNet({self.image_shape}, classes={len(self._biases[-1])}, kernels={k}, "
            f"kernel_size={size}, padding={self.padding}, pool={self.pool}, "
            f"hidden={self.activation.name!r})"
        )


def _with_channels(image_shape):
    shape = tuple(image_shape)
    if len(shape) not in (2, 3):
        raise ValueError(f"image_shape must be (H, W) or (c, H, W); got {image_shape!r}.")
    names = ("channels", "rows", "columns")
    return tuple(map(validation.whole, (1, *shape)[-3:], names))


def _like(given, present, name):
    """Copy assigned parameters, if they have the shapes of the present ones."""
    given = [np.array(new, old.dtype) for new, old in zip(given, present, strict=True)]
    for layer, (new, old) in enumerate(zip(given, present, strict=True)):
        if new.shape != old.shape:
            raise ValueError(f"{name}[{layer}] must have shape {old.shape}; got {new.shape}.")
    return given
