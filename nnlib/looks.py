"""What activations and losses ask of their arguments: the looks for `nnlib.edges.looking`.

Each gets the arguments by name and gives them back as floats, or says what is wrong. A loss has
the targets ``y`` and a name of its own for the outputs.
"""

import numpy as np

from nnlib import arrays, validation


def entries(z):
    """Look at what an activation takes: any real numbers."""
    return (arrays.numbers(z, "z"),)


def rows(z):
    """Look at what softmax takes: rows of real numbers."""
    z = arrays.numbers(z, "z")
    if not (z.ndim and z.size):
        raise ValueError(f"z must have shape (..., d), a score for each class; got {z.shape}.")
    return (z,)


def input_or_output(z, a):
    """Look at what a slope takes: it needs one of the two, and may get None for the other."""
    return [None if given is None else arrays.numbers(given, "z and a") for given in (z, a)]


def pair(y, **outputs):
    """Look at shapes: (m, c) both, or outputs (k, m, c) of k networks.

    Raises
    ------
    ValueError
        If the shapes differ, there is no sample, or a target is not finite.

    Examples
    --------
    >>> pair(y=[1.0, 0.0], y_hat=[[0.5], [0.5]])
    Traceback (most recent call last):
    ValueError: y_hat and y must have the same shape (m, c), one sample a row; got (2, 1) and \
(2,). Use y.reshape(-1, 1).
    """
    ((name, first),) = outputs.items()
    first, y = arrays.floats(**{name: first, "y": y})
    if y.ndim < 2 or not y.size or y.shape not in (first.shape, first.shape[-2:]):
        fix = " Use y.reshape(-1, 1)." if first.shape == (*y.shape, 1) and y.ndim == 1 else ""
        raise ValueError(
            f"{name} and y must have the same shape (m, c), one sample a row; "
            f"got {first.shape} and {y.shape}.{fix}"
        )
    if not np.isfinite(y).all():
        raise ValueError(f"y must be finite; got {y[~np.isfinite(y)][0]}.")
    return first, y


def scores_and_labels(y, **outputs):
    """Look also at the targets, which must be 0 or 1."""
    first, y = pair(y, **outputs)
    return first, validation.labels(y)


def scores_and_classes(y, **outputs):
    """Look also at the targets, which must be one-hot."""
    first, y = pair(y, **outputs)
    flat = y.reshape(-1, y.shape[-1])
    validation.one_hot(flat, *flat.shape)
    return first, y


def probabilities_and_labels(y, **outputs):
    """Look also at the targets, 0 or 1, and at the outputs, from 0 to 1."""
    first, y = scores_and_labels(y, **outputs)
    return _probabilities(first, *outputs), y


def probabilities_and_classes(y, **outputs):
    """Look also at the targets, one-hot, and at the outputs, from 0 to 1."""
    first, y = scores_and_classes(y, **outputs)
    return _probabilities(first, *outputs), y


def _probabilities(values, name):
    outside = (values < 0) | (values > 1)  # NaN is not: a network that diverged has a loss of NaN
    if outside.any():
        other = values[outside][0]
        raise ValueError(f"{name} must hold probabilities, from 0 to 1; got {other:g}.")
    return values
