"""What a network of the playground gets of a point: its coordinates, or more that is made of them.

An input goes by its Python name in the line of code, and by a shorter one in the picture.
"""

import numpy as np

_KNOWN = {
    "x1": ("x₁", lambda x1, x2: x1),
    "x2": ("x₂", lambda x1, x2: x2),
    "x1**2": ("x₁²", lambda x1, x2: x1 * x1),
    "x2**2": ("x₂²", lambda x1, x2: x2 * x2),
    "x1*x2": ("x₁x₂", lambda x1, x2: x1 * x2),
    "sin(x1)": ("sin x₁", lambda x1, x2: np.sin(x1)),
    "sin(x2)": ("sin x₂", lambda x1, x2: np.sin(x2)),
}
SHOWN = {name: shown for name, (shown, _) in _KNOWN.items()}
COORDINATES = ("x1", "x2")


def checked(names):
    """Give names of inputs as a tuple in the order above, each once.

    Raises
    ------
    ValueError
        If there is none, or a name is not known.

    Examples
    --------
    >>> checked(["x1*x2", "x1"])
    ('x1', 'x1*x2')
    >>> checked("x1**3")
    Traceback (most recent call last):
    ValueError: inputs 'x1**3' are not known; choose one or more of: x1, x2, x1**2, x2**2, x1*x2, \
sin(x1), sin(x2).
    """
    given = [names] if isinstance(names, str) or not hasattr(names, "__iter__") else list(names)
    strangers = [name for name in given if not (isinstance(name, str) and name in _KNOWN)]
    if strangers or not given:
        what = (
            f"{', '.join(map(repr, strangers))} are not known" if strangers else "may not be none"
        )
        raise ValueError(f"inputs {what}; choose one or more of: {', '.join(_KNOWN)}.")
    return tuple(name for name in _KNOWN if name in given)


def with_input(names, name, wanted):
    """Take one input in, or leave it out; the last one stays.

    >>> with_input(("x1", "x2"), "x1*x2", True), with_input(("x2",), "x2", False)
    (('x1', 'x2', 'x1*x2'), ('x2',))
    """
    others = tuple(known for known in names if known != name)
    return checked((*others, name)) if wanted or not others else others


def inputs_of(X, names):
    """Make the inputs of points.

    Parameters
    ----------
    X : array of shape (m, 2)
    names : tuple of n names

    Returns
    -------
    array of shape (m, n), of the type of X; X itself where only the coordinates are wanted

    Examples
    --------
    >>> inputs_of(np.array([[2.0, 3.0]]), ("x1**2", "x1*x2")).tolist()
    [[4.0, 6.0]]
    """
    if names == COORDINATES:
        return X
    return np.column_stack([_KNOWN[name][1](*X.T) for name in names])
