"""Points of three classes, and points with a number to predict; `nnlib.datasets` has them.

They are called as the planar sets of two classes are, and lie in the same square.
"""

import numpy as np

from nnlib import validation
from nnlib.planar import REACH, checked_noise, generator, on_circle

# Of a blob.
RADIUS = 1.65
# Where the hills stand, and how high: two rise to 1, two sink to -1.
HILLS = (((-2.0, 2.0), 1.0), ((2.0, 2.0), -1.0), ((-2.0, -2.0), -1.0), ((2.0, -2.0), 1.0))


def three_blobs(m=400, noise=0.2, rng=0):
    """Three round blobs of radius 1.65, whose middles are 4 apart: y = 0 above, then 1 and 2.

    Without noise three straight lines separate them.

    Parameters
    ----------
    m : int
        Number of points, 3 or more; the classes have equally many, or one more.
    noise : float from 0 to 1
        Standard deviation of the Gaussian jitter, in units of the plane.
    rng : seed or numpy.random.Generator

    Returns
    -------
    X : float array of shape (m, 2)
    y : float array of shape (m, 1), entries 0, 1 or 2

    Raises
    ------
    ValueError
        If `m`, `noise` or `rng` is not as above.

    Examples
    --------
    >>> X, y = three_blobs(m=300, noise=0)
    >>> X[y[:, 0] == 0].mean(axis=0).round(), np.unique(y)
    (array([0., 2.]), array([0., 1., 2.]))
    """
    y, rng = _three_classes(m, noise), generator(rng)
    middles = 4 / 3**0.5 * on_circle(np.pi / 2 + 2 * np.pi / 3 * y[:, 0])
    return _moved(middles + RADIUS * _disc(len(y), rng), noise, rng), y


def three_spiral_arms(m=400, noise=0.2, rng=0):
    """Three spiral arms of one turn, each a third of a turn on from the one before.

    Parameters, results and errors: as for `three_blobs`.

    >>> X, y = three_spiral_arms(m=6, noise=0)
    >>> np.hypot(*X.T), y[:, 0]
    (array([2., 4., 2., 4., 2., 4.]), array([0., 0., 1., 1., 2., 2.]))
    """
    y = _three_classes(m, noise)
    # From 1 / n, not 0: at the origin the arms would share a point.
    way = np.concatenate([np.arange(1, n + 1) / n for n in np.bincount(y[:, 0].astype(int))])
    arms = REACH * way[:, np.newaxis] * on_circle(2 * np.pi * (way + y[:, 0] / 3))
    return _moved(arms, noise, generator(rng)), y


def plane(m=400, noise=0.2, rng=0):
    """Points all over the square, with a number that rises along a line: (x₁ + x₂) / 8.

    Parameters
    ----------
    m : int
        Number of points, 1 or more.
    noise : float from 0 to 1
        Standard deviation of the Gaussian jitter of the number.
    rng : seed or numpy.random.Generator

    Returns
    -------
    X : float array of shape (m, 2), from -4 to 4
    y : float array of shape (m, 1), without noise from -1 to 1

    Raises
    ------
    ValueError
        If `m`, `noise` or `rng` is not as above.

    Examples
    --------
    >>> X, y = plane(noise=0)
    >>> np.allclose(y[:, 0], X.sum(axis=1) / 8)
    True
    """
    return _with_number(lambda X: X.sum(axis=1) / (2 * REACH), m, noise, rng)


def hills(m=400, noise=0.2, rng=0):
    """Points all over the square, with the height there of two hills and two hollows.

    Each is a bell of spread 1, `HILLS`. Parameters, results and errors: as for `plane`.

    >>> X, y = hills(m=2000, noise=0)
    >>> X[y.argmax()].round(), y.max().round(1), y.min().round(1)
    (array([-2.,  2.]), np.float64(1.0), np.float64(-1.0))
    """

    def height(X):
        bells = (sign * np.exp(-((X - top) ** 2).sum(axis=1) / 2) for top, sign in HILLS)
        return np.sum(list(bells), axis=0)

    return _with_number(height, m, noise, rng)


def _disc(m, rng):
    """Spread m points evenly over the unit disc; shape (m, 2)."""
    # The square root: a ring's area grows with its radius.
    radius = np.sqrt(rng.uniform(size=(m, 1)))
    return radius * on_circle(rng.uniform(0, 2 * np.pi, m))


def _three_classes(m, noise):
    """Check what is asked for; give the labels, (m, 1)."""
    checked_noise(noise)
    m = validation.whole(m, "m", least=3)
    return (np.arange(m) * 3 // m)[:, np.newaxis].astype(float)


def _moved(X, noise, rng):
    return X + noise * rng.standard_normal(X.shape)


def _with_number(height, m, noise, rng):
    checked_noise(noise)
    validation.whole(m, "m")
    rng = generator(rng)
    X = rng.uniform(-REACH, REACH, (m, 2))
    return X, _moved(height(X)[:, np.newaxis], noise, rng)
