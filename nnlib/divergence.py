"""Why a training run diverged, in a sentence."""

import numpy as np


def cause(network, X, rate, *, plain, schedule, step):
    """Name the cause for which the loss of a network is no longer a finite number.

    The network is as it was left, and `rate` that of the last step. `plain` tells that no
    optimiser was used, `schedule` that the rate came from one, and `step` where training ended.
    """
    if broken := _broken_activation(network, X):
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
    reason = "The steps were too long."
    if hasattr(network, "loss_function"):
        output = network.activations[-1]
        if np.abs(output.value(np.array([[-1e6], [1e6]]))).max() > 1e3:
            reason = (
                f"The output, {output.name}, has no bound: a step too long makes the error larger, "
                "and the next step longer."
            )
    return f"{reason} Try a learning rate below {largest:.3g}."


def _broken_activation(network, X):
    """Tell of an activation that makes no finite number of a finite one."""
    forward = getattr(network, "propagate", network.forward)(X)
    activations = getattr(network, "activations", [getattr(network, "activation", None)])
    Z, A = getattr(forward, "Z", ()), getattr(forward, "A", ())[1:]
    for activation, z, a in zip(activations, Z, A, strict=False):
        broken = np.isfinite(z) & ~np.isfinite(a)
        # A number close to the largest there is shows that the weights have grown.
        if broken.any() and np.abs(z[broken]).min() < 1e3:
            given, made = z[broken][0], a[broken][0]
            return f"The activation {activation.name!r} gives {made} for {given:.3g}."
    return ""
