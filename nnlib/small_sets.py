"""Two sets of samples that are small enough to be read at a glance; `nnlib.datasets` has them."""

import numpy as np


def truth_table():
    """Give the four rows of the from-scratch articles: X1 X2 X3 -> y.

    y is X1 XOR X2. X3 is always 1, so its weights act as the bias of the hidden layer.

    Returns
    -------
    X : float array of shape (4, 3), zeros and ones
    y : float array of shape (4, 1), zeros and ones

    Examples
    --------
    >>> X, y = truth_table()
    >>> np.hstack([X, y]).astype(int)
    array([[0, 0, 1, 0],
           [0, 1, 1, 1],
           [1, 0, 1, 1],
           [1, 1, 1, 0]])
    """
    X = np.array([[0.0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    y = np.array([[0.0], [1], [1], [0]])
    return X, y


def eight_samples():
    """Give the samples of notebook 03: two inputs, a target of 0 or 1.

    No straight line through 0 keeps the two targets apart. So a sigmoid unit without a bias has
    its lowest loss, too, at weights that are small enough to be shown.

    Returns
    -------
    X : float array of shape (8, 2)
    y : float array of shape (8, 1), zeros and ones

    Examples
    --------
    >>> X, y = eight_samples()
    >>> np.hstack([X, y])[:2]
    array([[ 1.1,  0.6,  1. ],
           [ 0.6, -0.3,  1. ]])
    """
    X = [[1.1, 0.6], [0.6, -0.3], [-0.1, 0.8], [0.7, 1.0]]
    X += [[-1.0, -0.3], [-1.0, -1.1], [0.2, -0.7], [0.6, 0.7]]
    y = [[1.0], [1.0], [0.0], [1.0], [0.0], [0.0], [0.0], [0.0]]
    return np.array(X), np.array(y)
