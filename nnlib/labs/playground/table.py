"""Tables that a learner hands in, two columns of numbers and what to predict: read, looked at."""

import csv
import os
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nnlib import validation

# More would make each step and each picture slow.
MOST_ROWS = 5000
WANTED = "three columns are wanted: two of numbers, then what to predict"
SEPARATORS = ";\t,"


class Table(NamedTuple):
    """Two columns of finite numbers and one of numbers or words, m rows from 1 to `MOST_ROWS`."""

    X: np.ndarray  # (m, 2), floats
    y: np.ndarray  # (m,), floats or text
    names: tuple | None = None  # of the three columns
    file: str | None = None  # where they were read from


def read(data):
    """Make a `Table` of arrays (X, y), a table by columns, or the name of a CSV file.

    A table by columns is a DataFrame or a dictionary. The first line of a file may have names.

    Raises
    ------
    ValueError
        If there are not just two columns of finite numbers and one to predict, no rows or too
        many, or a file that cannot be read.

    Examples
    --------
    >>> read(([[1, 2], [3, 4]], ["a", "b"])).y.tolist()
    ['a', 'b']
    >>> read({"length": [1.5, 2.5], "width": [3, 4], "kind": [0, 1]}).names
    ('length', 'width', 'kind')
    """
    if isinstance(data, str | os.PathLike):
        return _from_file(os.fspath(data))
    if isinstance(data, Mapping) or hasattr(data, "columns"):
        return _from_columns(data)
    if isinstance(data, tuple | list) and len(data) == 2:
        return _from_arrays(*data)
    raise ValueError(
        "data must be the name of a set of points or of a CSV file, a table with three columns, "
        f"or (X, y); got {type(data).__name__}."
    )


def _from_arrays(X, y):
    X = _limited(X, "X")
    X = validation.array(X, "X")
    if X.ndim != 2 or X.shape[1] != 2:
        fix = " Use X.T." if X.ndim == 2 and X.shape[0] == 2 else ""
        raise ValueError(f"X must have two columns, shape (m, 2); got shape {X.shape}.{fix}")
    X, y = validation.samples(X), np.asarray(y)
    if y.shape not in ((len(X),), (len(X), 1)):
        raise ValueError(f"y must have one entry for each of the {len(X)} rows; got {y.shape}.")
    return Table(X, _labels(y.ravel(), "y"))


def _from_columns(data):
    names = tuple(getattr(data, "columns", data))
    if len(names) != 3:
        raise ValueError(f"{WANTED}; got {len(names)}: {', '.join(map(str, names))}.")
    first, second, last = (np.asarray(_limited(data[name], "data")) for name in names)
    if not first.shape == second.shape == last.shape == (len(first),):
        raise ValueError("the three columns must be equally long, with one entry a row.")
    X = np.column_stack(
        [
            validation.numbers(column, f"column {name!r}")
            for column, name in zip((first, second), names, strict=False)
        ]
    )
    X = validation.samples(X, f"columns {names[0]!r} and {names[1]!r}")
    return Table(X, _labels(last, f"column {names[2]!r}"), tuple(map(str, names)))


def _limited(rows, name):
    """Give rows back if there are some, and not too many."""
    if not hasattr(rows, "__len__"):
        raise ValueError(f"{name} must be an array with a row a point; got {rows!r}.")
    if not len(rows):
        raise ValueError(f"{name} has no rows; a point a row is wanted.")
    if len(rows) > MOST_ROWS:
        raise ValueError(
            f"{name} has {len(rows):,} rows; at most {MOST_ROWS:,} can be shown and trained on in "
            f"time. Take some of them at random."
        )
    return rows


def _labels(y, name):
    """Give what is to be predicted as finite floats, or as text."""
    if y.dtype.kind in "biuf":
        y = y.astype(float)
        missing = ~np.isfinite(y)
    else:
        missing = np.array([label is None or label != label or label == "" for label in y], bool)
    if missing.any():
        row = int(np.flatnonzero(missing)[0])
        raise ValueError(f"{name} must be known for every point; row {row} has {y[row]!r}.")
    return y if y.dtype.kind == "f" else _as_numbers(y.astype(str))


def _as_numbers(words):
    """Give numbers that stand in words; words if one of them is none."""
    try:
        numbers = words.astype(float)
    except ValueError:
        return words
    return numbers if np.isfinite(numbers).all() else words


# -- CSV files ------------------------------------------------------------------------------------


def _from_file(name):
    rows = _rows(name)
    widths = {len(cells) for _, cells in rows}
    if widths and widths != {3}:
        line, cells = next((line, cells) for line, cells in rows if len(cells) != 3)
        raise ValueError(f"{WANTED}; line {line} of {name!r} has {len(cells)}.")
    names = None
    if rows and not any(_is_number(cell) for cell in rows[0][1][:2]):
        names = tuple(rows.pop(0)[1])
    _limited(rows, repr(name))
    X = np.array([[_number(cell, line, name) for cell in cells[:2]] for line, cells in rows])
    y = np.array([cells[2] for _, cells in rows])
    return Table(X, _labels(y, f"the last column of {name!r}"), names, name)


def _rows(name):
    """Read pairs of a line's number and its cells, of all lines that are not empty."""
    try:
        with Path(name).open(newline="", encoding="utf-8-sig") as file:
            lines = list(islice(file, MOST_ROWS + 2))  # one more than can be, and a head
    except FileNotFoundError:
        raise ValueError(
            f"data {name!r} is neither a set of points nor a file in this folder, "
            f"{Path.cwd().name!r}."
        ) from None
    except (OSError, UnicodeDecodeError) as reason:
        raise ValueError(f"{name!r} cannot be read as text: {reason}.") from None
    separator = next((mark for mark in SEPARATORS if lines and mark in lines[0]), ",")
    rows = []
    for number, cells in enumerate(csv.reader(lines, delimiter=separator), start=1):
        cells = [cell.strip() for cell in cells]
        if any(cells):
            # Where commas do not separate, they may stand for a decimal point.
            rows.append((number, cells if separator == "," else _with_points(cells)))
    return rows


def _with_points(cells):
    pointed = [cell.replace(",", ".") for cell in cells]
    return [new if _is_number(new) else cell for new, cell in zip(pointed, cells, strict=True)]


def _is_number(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _number(cell, line, name):
    if not _is_number(cell) or not np.isfinite(float(cell)):
        raise ValueError(f"{name!r} must have numbers in two columns; line {line} has {cell!r}.")
    return float(cell)
