"""Sentences about results that are not as wanted."""


def structure_fault(got, right, returns, gives):
    """Say how the structure of `got` differs from that of `right`, or None.

    Parameters
    ----------
    got, right : ndarray or tuple of ndarray
        As `compare.plain` gives them.
    returns : tuple of str
        Names of the results.
    gives : str
        ``"you return"`` or the like.

    Examples
    --------
    >>> import numpy as np
    >>> structure_fault(np.ones(4), np.ones((4, 1)), (), "you return")
    'Here you return an array of shape (4,); wanted: an array of shape (4, 1).'
    """
    if isinstance(right, tuple):
        wanted = f"wanted: {len(right)} results, `{', '.join(returns)}`"
        if not isinstance(got, tuple):
            return f"Here {gives} one array of shape {got.shape}; {wanted}."
        if len(got) != len(right):
            return f"Here {gives} {len(got)} result{'s' * (len(got) != 1)}; {wanted}."
    for name, a, b in pairs(got, right, returns):
        if a.shape != b.shape:
            called = f" as {name}" if name else ""
            return f"Here {gives} {_form(a)}{called}; wanted: {_form(b)}."
    return None


def _form(array):
    return f"an array of shape {array.shape}" if array.ndim else "a single number"


def pairs(got, right, returns):
    """List ``(name, got, right)`` for every result; the name may be empty."""
    if isinstance(right, tuple):
        return list(zip(returns, got, right, strict=True))
    return [(returns[0] if returns else "", got, right)]
