"""The exercise of notebook 00, "Start here": `double`, to see how a check answers."""

import numpy as np

from nnlib.check.base import Exercise, Misconception


def double(x):
    """Twice every entry of x; same shape.

    Parameters
    ----------
    x : array of any shape

    Returns
    -------
    array of the same shape
    """
    return 2 * x


double = Exercise(
    name="double",
    task="Write `double(x)`: twice every entry of the array x.",
    reference=double,
    cases=[(np.array([1.0, -2.0, 3.5]),), (np.array([[0.5, 4.0], [-1.0, 10.0]]),)],
    misconceptions=[
        Misconception("added", "You add 2; twice means times 2.", lambda x: x + 2),
        Misconception("squared", "You square; `**` is a power, `*` multiplies.", lambda x: x**2),
        Misconception("halved", "You halve: twice means times 2.", lambda x: x / 2),
        Misconception(
            "input-given-back", "You give x back as it came; nothing is doubled.", lambda x: x
        ),
        Misconception(
            "joined",
            "The array is put behind itself: twice as long. Lists do that with `*`; here every "
            "entry should be doubled.",
            lambda x: np.concatenate([x, x]),
        ),
        Misconception("summed", "You return one sum; wanted: every entry.", lambda x: 2 * x.sum()),
    ],
    hints=[
        "NumPy works on whole arrays: `x + 1` adds 1 to every entry.",
        "`return 2 * x` is all that is needed.",
    ],
    praise="Every entry is doubled, and x itself is left as it was.",
)
