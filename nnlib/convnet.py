"""A small convolutional network.

`ConvNet` has the verbs of `nnlib.network.Network`, so `train`, `descend` and `gradient_check` work
with it unchanged. m images, c channels, k kernels, d classes.
"""

from typing import NamedTuple

import numpy as np

from nnlib import activations, edges, losses, validation
from nnlib.convolution import correlate2d, kernel_gradient
from nnlib.pooling import max_pool, max_pool_backward
from nnlib.trainable import Gradients, Trainable, Trusted, first_weights

softmax = edges.plain(activations.softmax)
softmax_cross_entropy = edges.plain(losses.softmax_cross_entropy)
softmax_cross_entropy_gradient = edges.plain(losses.softmax_cross_entropy_gradient)


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


class TrustedConvForward(Trusted, ConvForward):
    """A forward pass of images that were looked at before."""


class ConvNet(Trainable):
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
        if self.activation.name == "softmax":
            raise ValueError("feature maps cannot have softmax; the classes have it already.")
        self._formula = edges.activation_in_a_loop(self.activation)
        rng, dtype = validation.generator(rng), validation.float_type(dtype)
        n = self.image_shape[0] * size * size
        self._weights = [first_weights(n, kernels, "he", rng).T.reshape(kernels, -1, size, size)]
        blank = np.zeros((1, *self.image_shape))
        n = max_pool(correlate2d(blank, self._weights[0], padding=padding), pool).size
        self._weights.append(first_weights(n, classes, "xavier", rng))
        self._weights = [W.astype(dtype) for W in self._weights]
        # On a blank patch a bias of exactly 0 would put ReLU on its kink, where it has no slope.
        self._biases = [np.full(kernels, 0.01, dtype), np.zeros(classes, dtype)]

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
        X = validation.numbers(X, "X", self._weights[0].dtype)
        wanted = [(c, H, W), (c * H * W,)] + ([(H, W)] if c == 1 else [])
        if X.shape[1:] not in wanted:
            shapes = " or ".join(f"(m, {', '.join(map(str, shape))})" for shape in wanted)
            raise ValueError(f"X must have shape {shapes}; got {X.shape}.")
        rows = validation.samples(X.reshape(len(X), c * H * W), dtype=X.dtype)
        with np.errstate(over="ignore", invalid="ignore"):
            return ConvForward(*self.propagate(rows))

    def propagate(self, X):
        """Do what `forward` does without a look at `X`; see `nnlib.trainable.Trusted`."""
        (K, W2), (b1, b2) = self._weights, self._biases
        X = X.reshape(-1, *self.image_shape)
        Z1 = correlate2d(X, K, padding=self.padding)  # (m, k, H', W')
        Z1 += b1[:, np.newaxis, np.newaxis]  # the same number for every pixel of a kernel's output
        A1 = self._formula.value(Z1)
        pooled = max_pool(A1, self.pool)  # (m, k, H'', W'')
        Z2 = pooled.reshape(len(X), -1) @ W2 + b2  # (m, d)
        return TrustedConvForward((Z1, Z2), (X, A1, softmax(Z2)), pooled)

    def _made(self, forward):
        return [z.shape[1] for z in forward.Z] == [len(b) for b in self._biases]

    def _loss(self, forward, y):
        return float(softmax_cross_entropy(forward.Z[-1], y))

    def check_targets(self, y, m):
        """Give `y` back as the loss needs it, (m, d) in the network's data type, or say why not."""
        return validation.one_hot(y, m, len(self._biases[-1]), self._weights[0].dtype)

    def _gradients(self, forward, y):
        (Z1, _), (X, A1, A2), pooled = forward
        K, W2 = self._weights
        dZ2 = softmax_cross_entropy_gradient(A2, y)  # (m, d)
        dW2 = pooled.reshape(len(X), -1).T @ dZ2  # (n, d)
        # Equal to dZ2 @ W2.T, but with the images last in memory, as in all that it meets.
        d_pooled = (W2 @ dZ2.T).T.reshape(pooled.shape)  # (m, k, H'', W'')
        dZ1 = max_pool_backward(d_pooled, A1, self.pool) * self._formula.slope(Z1, A1)
        dK = kernel_gradient(dZ1, X, K, padding=self.padding)  # (k, c, kh, kw)
        return Gradients((dK, dW2), (dZ1.sum(axis=(0, 2, 3)), dZ2.sum(axis=0)))

    def labels_of(self, output):
        """Turn probabilities into class numbers."""
        return output.argmax(axis=-1)

    def __repr__(self):
        k, _, size, _ = self._weights[0].shape
        return (
            f"ConvNet({self.image_shape}, classes={len(self._biases[-1])}, kernels={k}, "
            f"kernel_size={size}, padding={self.padding}, pool={self.pool}, "
            f"hidden={self.activation.name!r})"
        )


def _with_channels(image_shape):
    shape = tuple(image_shape) if np.ndim(image_shape) == 1 else ()
    if len(shape) not in (2, 3):
        raise ValueError(f"image_shape must be (H, W) or (c, H, W); got {image_shape!r}.")
    names = ("channels", "rows", "columns")
    return tuple(map(validation.whole, (1, *shape)[-3:], names))
