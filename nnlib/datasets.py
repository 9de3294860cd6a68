"""The data of the course: two small sets, ten sets of points in the plane, handwritten digits.

The six planar sets of two classes are interchangeable. Each is called as
``name(m=400, noise=0.2, rng=0)``, where

``m``
    is the number of points, an even number: the first half has y = 0, the second half y = 1;
``noise``
    is a number from 0 to 1, the standard deviation of the Gaussian jitter, in units of the plane;
``rng``
    is a seed from 0 to 2**32 - 1 or a `numpy.random.Generator`;

and gives ``X`` of shape (m, 2) and ``y`` of shape (m, 1), float64. Without noise every set lies in
the square from -4 to 4 (`REACH`), so one amount of noise blurs them all alike, and one network and
one pair of axes from -6 to 6 (`EXTENT`) serve them all. `PLANAR` finds them by name.

`THREE_CLASSES` and `NUMBERS` have sets of three classes, and with a number to predict.
"""

from importlib import resources
from numbers import Integral
from typing import NamedTuple

import numpy as np

from nnlib import validation
from nnlib.more_sets import hills, plane, three_blobs, three_spiral_arms
from nnlib.planar import EXTENT, REACH, checked_noise, generator, on_circle  # noqa: F401
from nnlib.small_sets import eight_samples, truth_table  # noqa: F401 - found here, like the others


def flower(m=400, noise=0.2, rng=1):
    """Petals of two classes: the set of the planar classification articles.

    The defaults give the published 400 points. They came from NumPy's global generator after
    ``seed(1)``; a seed given as `rng` therefore starts a `RandomState`, the same stream of numbers
    without the global state. A `Generator` is used as it is.

    Class j (0 or 1) has m / 2 angles t from 3.12 j to 3.12 (j + 1) and rays r = 4 sin(4 t), both
    jittered: `noise` is in radians on t and in units on r. The points are (r sin t, r cos t).

    Parameters
    ----------
    m : even int, number of points
    noise : float from 0 to 1; the published jitter is 0.2
    rng : seed or numpy.random.Generator; the published seed is 1

    Returns
    -------
    X : float array of shape (m, 2)
    y : float array of shape (m, 1), zeros then ones

    Raises
    ------
    ValueError
        If `m`, `noise` or `rng` is not as above.

    Examples
    --------
    >>> X, y = flower()
    >>> X[0].round(4), y[0]
    (array([1.2044, 3.5761]), array([0.]))
    """
    half = _half(m, noise)
    rng = generator(rng, from_seed=np.random.RandomState)
    petals = []
    for j in (0, 1):
        t = np.linspace(3.12 * j, 3.12 * (j + 1), half) + rng.standard_normal(half) * noise
        r = REACH * np.sin(4 * t) + rng.standard_normal(half) * noise
        petals.append(np.column_stack([r * np.sin(t), r * np.cos(t)]))
    return np.concatenate(petals), _labels(half)


def circles(m=400, noise=0.2, rng=0):
    """Two circles round the origin: y = 0 at radius 4, y = 1 at radius 2.

    Parameters, results and errors: see the head of the module.

    >>> X, y = circles(m=4, noise=0)
    >>> np.hypot(*X.T), y.T
    (array([4., 4., 2., 2.]), array([[0., 0., 1., 1.]]))
    """
    half = _half(m, noise)
    circle = on_circle(np.linspace(0, 2 * np.pi, half, endpoint=False))
    return _jitter(REACH * circle, REACH / 2 * circle, noise, rng)


def moons(m=400, noise=0.2, rng=0):
    """Two half circles, each with an end inside the other: y = 0 above, y = 1 below.

    Parameters, results and errors: see the head of the module. Source: the shape is that of
    scikit-learn's ``make_moons``, moved to the middle and scaled.

    >>> X, y = moons(m=6, noise=0)
    >>> X[:3].round(2)  # the upper moon, from right to left
    array([[ 1.33, -0.67],
           [-1.33,  2.  ],
           [-4.  , -0.67]])
    """
    half = _half(m, noise)
    radius = REACH / 1.5  # the two moons are three radii wide
    upper = radius * (on_circle(np.linspace(0, np.pi, half)) - [0.5, 0.25])
    return _jitter(upper, -upper, noise, rng)


def spiral(m=400, noise=0.2, rng=0):
    """Two spiral arms of one and a half turns; the second is the first turned by half a turn.

    Parameters, results and errors: see the head of the module.

    >>> X, y = spiral(m=6, noise=0)
    >>> np.hypot(*X[:3].T).round(2), np.array_equal(X[3:], -X[:3])
    (array([1.33, 2.67, 4.  ]), True)
    """
    half = _half(m, noise)
    # From 1 / half, not 0: at the origin the two arms would share a point.
    way = np.arange(1, half + 1)[:, np.newaxis] / half
    arm = REACH * way * on_circle(3 * np.pi * way[:, 0])
    return _jitter(arm, -arm, noise, rng)


def quadrants(m=400, noise=0.2, rng=0):
    """Four squares, one in each quadrant: XOR of the signs of the two coordinates.

    y = 1 where the signs differ (upper left, lower right), y = 0 where they agree. Without noise
    no point is nearer than 0.4 to an axis. Labels are given before the jitter, so noise carries
    some points over the border. Parameters, results and errors: see the head of the module.

    >>> X, y = quadrants(noise=0)
    >>> np.array_equal(y[:, 0], X[:, 0] * X[:, 1] < 0)
    True
    """
    half = _half(m, noise)
    rng = generator(rng)
    sign = rng.choice([-1, 1], (2, half, 1))
    squares = sign * rng.uniform(0.1 * REACH, REACH, (2, half, 2))
    return _jitter(squares[0], squares[1] * [1, -1], noise, rng)


def blobs(m=400, noise=0.2, rng=0):
    """Two round blobs: y = 0 round (-2, -2), y = 1 round (2, 2), both of radius 2.

    Without noise a straight line separates them. Parameters, results and errors: see the head of
    the module.

    >>> X, y = blobs(noise=0)
    >>> np.array_equal(y[:, 0], X.sum(axis=1) > 0)
    True
    """
    half = _half(m, noise)
    rng = generator(rng)
    # The square root spreads the points evenly: a ring's area grows with its radius.
    radius = REACH / 2 * np.sqrt(rng.uniform(size=(2, half, 1)))
    discs = radius * on_circle(rng.uniform(0, 2 * np.pi, (2, half)))
    return _jitter(discs[0] - REACH / 2, discs[1] + REACH / 2, noise, rng)


PLANAR = {make.__name__: make for make in (flower, circles, moons, spiral, quadrants, blobs)}
THREE_CLASSES = {"three blobs": three_blobs, "three arms": three_spiral_arms}
NUMBERS = {"plane": plane, "hills": hills}


class Split(NamedTuple):
    """Samples to train on and samples kept back to test with."""

    X_train: np.ndarray
    y_train: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray


def split(X, y, train_share=0.5, rng=0):
    """Deal the samples at random into a training set and a test set.

    Parameters
    ----------
    X : array of shape (m, ...), one sample a row
    y : array of shape (m, ...), the targets of the same samples
    train_share : float between 0 and 1, the share to train on; it is rounded to whole samples
    rng : seed or numpy.random.Generator

    Returns
    -------
    Split
        ``X_train, y_train, X_test, y_test``; every sample is in exactly one of the two sets.

    Raises
    ------
    ValueError
        If `X` and `y` differ in length, or if one of the two sets would be empty.

    Examples
    --------
    >>> X, y = flower()
    >>> [part.shape for part in split(X, y, train_share=0.8)]
    [(320, 2), (320, 1), (80, 2), (80, 1)]
    """
    X, y = validation.array(X, "X"), validation.array(y, "y")
    if not (X.ndim and y.ndim):
        raise ValueError(f"X and y must have a row a sample; got shapes {X.shape} and {y.shape}.")
    m = len(X)
    if len(y) != m:
        raise ValueError(f"y must have as many rows as X, {m}; got {len(y)}.")
    validation.number(train_share, "train_share", "a number between 0 and 1")
    n_train = round(train_share * m)
    if n_train in (0, m):
        raise ValueError(
            f"train_share = {train_share} of {m} samples leaves {n_train} to train and "
            f"{m - n_train} to test; both sets need at least 1."
        )
    order = generator(rng).permutation(m)
    train, test = order[:n_train], order[n_train:]
    return Split(X[train], y[train], X[test], y[test])


def digits():
    """Give the 1,797 handwritten digits of 8 by 8 pixels that come with the package.

    Returns
    -------
    images : float array of shape (1797, 8, 8), from 0 (paper) to 1 (ink), in steps of 1/16
    labels : int array of shape (1797,), from 0 to 9

    Notes
    -----
    Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine
    Learning Repository, 1998, the test set; CC BY 4.0. See ``nnlib/data/README.md``.

    Examples
    --------
    >>> images, labels = digits()
    >>> images.shape, labels[:10]
    ((1797, 8, 8), array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))
    """
    with (resources.files("nnlib") / "data" / "digits.npz").open("rb") as file:
        stored = np.load(file)
        return stored["images"] / 16, stored["labels"].astype(int)


def _half(m, noise):
    """Check what every planar set is asked for; give the number of points in a class."""
    if not isinstance(m, Integral) or m < 2 or m % 2:
        raise ValueError(
            f"m must be an even whole number from 2 on, half of it for each class; got {m!r}."
        )
    checked_noise(noise)
    return int(m) // 2


def _jitter(class_0, class_1, noise, rng):
    """Stack two classes (half, 2) and move each point at random; give X and y."""
    X = np.concatenate([class_0, class_1])
    return X + noise * generator(rng).standard_normal(X.shape), _labels(len(class_0))


def _labels(half):
    return np.repeat([[0.0], [1.0]], half, axis=0)
