"""What all sets of points in the plane are made with; `nnlib.datasets` has the sets."""

from numbers import Integral

import numpy as np

from nnlib import validation

REACH = 4.0
EXTENT = 6.0


def generator(rng, from_seed=np.random.default_rng):
    """Give `rng` itself when it is a Generator, or a new one that starts from the seed `rng`."""
    if isinstance(rng, np.random.Generator):
        return rng
    if isinstance(rng, Integral) and not isinstance(rng, bool) and 0 <= rng < 2**32:
        return from_seed(int(rng))
    raise ValueError(
        "rng must be a seed (a whole number from 0 to 2**32 - 1) or a numpy.random.Generator; "
        f"got {rng!r}."
    )


def on_circle(t):
    """Points of the unit circle at the angles `t` (...,); shape (..., 2)."""
    return np.stack([np.cos(t), np.sin(t)], axis=-1)


def checked_noise(noise):
    """Give the amount of noise, if it is a number from 0 to 1."""
    return validation.number(noise, "noise", "a number from 0 to 1")
