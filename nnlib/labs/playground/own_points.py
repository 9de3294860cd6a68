"""A learner's own points for the playground: in the plane, in words, in code."""

import csv
import hashlib
from pathlib import Path

import numpy as np

from nnlib import datasets
from nnlib.labs.playground import table
from nnlib.labs.playground.task import MOST_CLASSES, NUMBER, THREE_CLASSES, TWO_CLASSES
from nnlib.labs.shared.own import Named

# Up to so many points stand in the line of code.
MOST_IN_LINE = 300
# A coordinate that goes this far from 0 fills the plane, and stays as it is.
FILLS = 2.0, datasets.EXTENT


class OwnPoints(Named):
    """Points of the learner's in the plane, with classes or a number to predict.

    Parameters
    ----------
    data : (X, y), table or str
        See `nnlib.labs.playground.table.read`.

    Attributes
    ----------
    X : array of shape (m, 2), in the plane
    y : array of shape (m, 1)
        0, 1 or 2 for classes; about -1 to 1 for a number.
    task : Task
    name : str
        "own points", or the name of the file.
    scaling : str
        What was done to them, in words.

    Raises
    ------
    ValueError
        If `data` cannot be read, or y has one value only, or words of more than three kinds.

    Examples
    --------
    >>> own = OwnPoints(([[10, 0], [20, 5]], [7, 9]))
    >>> own.X.tolist(), own.y.tolist()
    ([[-4.0, -4.0], [4.0, 4.0]], [[0.0], [1.0]])
    >>> own
    ([[10.0, 0.0], [20.0, 5.0]], [7, 9])
    """

    def __init__(self, data):
        self.table = table.read(data)
        self.name = self.table.file or "own points"
        self.X, told = _over_the_plane(self.table)
        self.task, self.y, what = _to_learn(self.table)
        self.scaling = f"{told} {what}".strip()

    def __eq__(self, other):
        return isinstance(other, OwnPoints) and all(
            np.array_equal(ours, theirs)
            for ours, theirs in zip(self.table, other.table, strict=True)
        )

    __hash__ = None

    # -- in the line of code ---------------------------------------------------------------------

    def __repr__(self):
        if self.table.file or len(self.X) > MOST_IN_LINE:
            return repr(self.table.file or self._own_file())
        columns = self._columns()
        if self.table.names:
            return repr(dict(zip(self.table.names, columns, strict=True)))
        return f"({self.table.X.tolist()}, {columns[2]})"

    def save(self):
        """Write many points to the file that the line of code names, unless it is there."""
        if (
            not self.table.file
            and len(self.X) > MOST_IN_LINE
            and not Path(self._own_file()).exists()
        ):
            with Path(self._own_file()).open("w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerow(self.table.names or ("x1", "x2", "y"))
                writer.writerows(zip(*self._columns(), strict=True))

    def _columns(self):
        """Give the three columns as lists, whole numbers without a point in the last."""
        y = self.table.y
        is_whole = y.dtype.kind == "f" and (y == np.round(y)).all()
        return [*self.table.X.T.tolist(), (y.astype(int) if is_whole else y).tolist()]

    def _own_file(self):
        digest = hashlib.sha256(repr([self.table.names, self._columns()]).encode()).hexdigest()
        return f"points-{digest[:8]}.csv"


def _over_the_plane(table):
    """Give the coordinates in the plane, (m, 2), and say how they were made."""
    furthest = np.abs(table.X).max(axis=0)
    names = table.names or ("x₁", "x₂")
    if (furthest >= FILLS[0]).all() and (furthest <= FILLS[1]).all():
        return table.X, "" if not table.names else f"x₁ is {names[0]}, x₂ is {names[1]}."
    low, high = table.X.min(axis=0), table.X.max(axis=0)
    spans = [
        f"{name} from {a:.4g} to {b:.4g}" for name, a, b in zip(names, low, high, strict=False)
    ]
    reach = datasets.REACH
    told = f"Scaled to x₁ and x₂ from {-reach:g} to {reach:g}: {' and '.join(spans)}."
    return reach * _spread(table.X, low, high), told


def _spread(values, low, high):
    """Lay values over -1 to 1; those that are all the same go to 0."""
    half = high / 2 - low / 2  # no overflow, however large
    return (values - (low / 2 + high / 2)) / np.where(half > 0, half, 1)


def _to_learn(table):
    """Give the task, what is to be learned as (m, 1), and say what it is."""
    labels, y = np.unique(table.y, return_inverse=True)
    is_text = table.y.dtype.kind != "f"
    if len(labels) == 1:
        raise ValueError(
            f"all points have the same y, {labels[0]}; two classes are wanted at least, or a "
            "number that is not always the same."
        )
    if is_text and len(labels) > MOST_CLASSES:
        raise ValueError(
            f"y has {len(labels)} classes: {', '.join(labels[:4])} …; at most {MOST_CLASSES} can "
            "be shown."
        )
    if is_text or (len(labels) <= MOST_CLASSES and (labels == np.round(labels)).all()):
        task = TWO_CLASSES if len(labels) == 2 else THREE_CLASSES
        return task, y.reshape(-1, 1).astype(float), _classes(labels)
    return _number(table)


def _classes(labels):
    named = [label if isinstance(label, str) else f"{label:g}" for label in labels.tolist()]
    if named == [str(number) for number in range(len(named))]:
        return ""
    return f"Class {', '.join(f'{number} is {label}' for number, label in enumerate(named))}."


def _number(table):
    y, name = table.y[:, np.newaxis], table.names[2] if table.names else "y"
    if 0.5 <= np.abs(y).max() <= 1:
        return NUMBER, y, f"To predict: {name}."
    low, high = y.min(), y.max()
    told = f"To predict: {name}, from {low:.4g} to {high:.4g} scaled to -1 to 1."
    return NUMBER, _spread(y, low, high), told
