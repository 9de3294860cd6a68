"""What goes on inside a deep network: gradients and activations layer by layer, dead units.

Layers are listed in the order of the forward pass. ``m`` samples, ``h`` units of a layer.
"""

import numpy as np

from nnlib import validation


def gradient_norms(gradients):
    r"""Length of the gradient of every layer's weights, :math:`\sqrt{\sum (dW)^2}`.

    A layer whose gradient is short hardly moves at a step. Biases are left out.

    Parameters
    ----------
    gradients : Gradients
        From ``network.backward``.

    Returns
    -------
    array of shape (layers,), 0 or more
        The output layer is the last; (layers, k) for k stacked networks.

    Examples
    --------
    >>> from nnlib import Gradients
    >>> gradient_norms(Gradients(weights=(np.array([[3.0, 4.0]]), np.ones((2, 2))), biases=()))
    array([5., 2.])
    """
    if not hasattr(gradients, "weights"):
        raise ValueError(f"gradients must be Gradients, from network.backward; got {gradients!r}.")
    with np.errstate(over="ignore"):
        squares = [validation.numbers(dW, "a gradient") ** 2 for dW in gradients.weights]
        return np.array([np.sqrt(square.sum(axis=(-2, -1))) for square in squares])


def spreads(layers):
    r"""Root mean square of the entries of each array: how far from zero they typically are.

    Parameters
    ----------
    layers : sequence of arrays of shape (m, h)
        For example ``forward.A[1:-1]``, the activations of the hidden layers.

    Returns
    -------
    array of shape (layers,), 0 or more

    Examples
    --------
    >>> spreads([np.array([[3.0, -4.0]]), np.zeros((2, 2))]).round(2)
    array([3.54, 0.  ])
    """
    layers = [validation.numbers(layer, "a layer") for layer in layers]
    if not all(layer.size for layer in layers):
        raise ValueError(f"a layer must have entries; got shapes {[a.shape for a in layers]}.")
    with np.errstate(over="ignore"):
        return np.array([np.sqrt((layer**2).mean()) for layer in layers])


def dead_units(network, forward):
    """Find the hidden units through which no gradient passes for any of the samples.

    Such a unit has the slope 0 for each sample, so its weights and its bias do not change at a
    step. A ReLU unit is dead if its output is 0 for every sample.

    Parameters
    ----------
    network : Network
        Whose ``activations`` give the slopes.
    forward : Forward
        From ``network.forward`` with the samples in question.

    Returns
    -------
    list of boolean arrays of shape (h,), one a hidden layer
        True where a unit is dead; (k, h) for k stacked networks.

    Examples
    --------
    >>> from nnlib import Network
    >>> net = Network([1, 2, 1], hidden="relu", rng=0)
    >>> net.weights = [[[1.0, 1.0]], net.weights[1]]
    >>> net.biases = [[0.0, -9.0], net.biases[1]]  # the second unit fires from 9 on
    >>> dead_units(net, net.forward([[1.0], [2.0]]))
    [array([False,  True])]
    """
    if not hasattr(forward, "Z") or len(forward.Z) != len(network.activations):
        raise ValueError("forward must be a forward pass of this network: network.forward(X).")
    hidden = zip(network.activations[:-1], forward.Z[:-1], forward.A[1:-1], strict=True)
    return [(activation.slope(Z, A) == 0).all(axis=-2) for activation, Z, A in hidden]
