"""Notebook 00, "Start here": two predictions, and `double`, to see how a check answers."""

import numpy as np

from nnlib.check.base import Choice, Exercise, Value


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


crossing = Value(
    name="crossing",
    arguments="x",
    task="The weight is 2 and the bias is −4. At which x does the curve cross one half? It does so "
    "where w x + b = 0.",
    reference=2,
    known={
        "The sign is turned round: 2 · (−2) − 4 is −8, not 0.": [-2],
        "That is −w / b. From w x + b = 0 it follows that x = −b / w.": [0.5],
        "That is w / b. From w x + b = 0 it follows that x = −b / w.": [-0.5],
        "At x = 0 the weight has no effect: 2 · 0 − 4 is −4, not 0.": [0],
        "That is −b. The weight is still to be divided by: 2 · 4 − 4 is 4, not 0.": [4],
    },
    hints=[
        "Put the numbers in: 2 x − 4 = 0.",
        "Add 4 on both sides, then divide by the weight.",
    ],
    praise="2 · 2 − 4 = 0.",
)

petals = Choice(
    name="petals",
    question="The points lie in the petals of a flower, and the network has 4 hidden units. What "
    "will the border between the two colours look like after a minute?",
    options="""
        a) One straight line.
            One unit alone draws such a border, and gets at most two thirds or so of these points
            right. The hidden units bend it.
        b) Bent: most petals lie on their side of it, but not every point.
            Right. About nine points in ten come to lie on their side. Four units have only so many
            bends, and some points lie among those of the other colour.
        c) It winds round the petals so that every point lies on its side.
            Four units have too few bends for that, and some points lie among those of the other
            colour.
    """,
    hints=["Two colours take turns from petal to petal.", "Each hidden unit can add one bend."],
)
