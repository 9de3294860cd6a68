"""Why a training run diverged, in a sentence."""

import numpy as np


def cause(network, X, rate, *, plain, schedule, step):
    """Name the cause for which the loss of a network is no longer a finite number.

    Parameters
    ----------
    network : Network, or an object with its verbs
        As it was left.
    X : array of shape (m, …)
        Samples, finite.
    rate : float or array (k,)
        Of the last step.
    plain : bool
        Whether steps went straight against the gradient, with no optimiser.
    schedule : bool
        Whether a schedule gave the rate.
    step : int
        The step before which the loss was found not to be finite.

    Returns
    -------
    str

    Examples
    --------
    >>> from nnlib import Network
    >>> net = Network([2, 1], rng=0, l2=3.0)
    >>> cause(net, np.ones((4, 2)), 1.0, plain=True, schedule=False, step=70)
    'learning_rate · l2 is 3: from 2 on the penalty alone makes the weights grow. Try a smaller l2.'
    """
    broken = _broken_activation(network, X)
    if broken:
        return broken
    if step == 0:
        return "It was so before the first step: X, y or the first weights are too large."
    largest, l2 = float(np.max(rate)), getattr(network, "l2", 0.0)
    if plain and largest * l2 >= 2:
        return (
            f"learning_rate · l2 is {largest * l2:.3g}: from 2 on the penalty alone makes the "
            "weights grow. Try a smaller l2."
        )
    if schedule:
        return f"The schedule gave the rate {largest:.3g} for the last step: let it give less."
    advice = f"Try a learning rate below {largest:.3g}."
    unbounded = _unbounded_output(network)
    if unbounded:
        return (
            f"The output, {unbounded}, has no bound: a step too long makes the error larger, and "
            f"the next step longer. {advice}"
        )
    return f"The steps were too long. {advice}"


def _broken_activation(network, X):
    """Tell of an activation that makes no finite number of a finite one."""
    forward = getattr(network, "propagate", network.forward)(X)
    activations = getattr(network, "activations", [getattr(network, "activation", None)])
    layers = zip(
        activations, getattr(forward, "Z", ()), getattr(forward, "A", ())[1:], strict=False
    )
    for activation, Z, A in layers:
        broken = np.isfinite(Z) & ~np.isfinite(A)
        # A number close to the largest there is shows that the weights have grown.
        if broken.any() and np.abs(Z[broken]).min() < 1e3:
            z = Z[broken][0]
            return f"The activation {activation.name!r} gives {A[broken][0]} for {z:.3g}."
    return ""


def _unbounded_output(network):
    """Name the output activation, if what it gives grows with what it gets."""
    if not hasattr(network, "loss_function"):
        return ""
    output = network.activations[-1]
    return output.name if np.abs(output.value(np.array([[-1e6], [1e6]]))).max() > 1e3 else ""
