"""The exercise of notebook 00, "Start here": `double`, to see how a check answers."""

import numpy as np

from nnlib.check.base import Exercise


@Exercise.with_solution(
    task="Write `double(x)`: twice every entry of the array x.",
    cases=[
        (np.array([1.0, -2.0, 3.5]),),
        (np.array([[0.5, 4.0, 0.3], [-1.0, 10.0, 2.25]]),),
        (np.array([5]),),
        (np.array([0.3, 0.1], dtype=np.float32),),
    ],
    known="""
        x + 2
            You add 2; twice means times 2.
        np.concatenate([x, x])
            The array is put behind itself: twice as long. Lists do that with `*`; here every entry
            should be doubled.
    """,
    hints=[
        "NumPy works on whole arrays: `x + 1` adds 1 to every entry.",
        "`return 2 * x` is all that is needed.",
    ],
    praise="Every entry is doubled, and x itself is left as it was.",
)
def double(x):
    """Double every entry."""
    return 2 * x
