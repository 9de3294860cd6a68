"""Points put down by hand: what is painted, how it is kept, and the brush itself."""

import hashlib
from pathlib import Path

import numpy as np
from traitlets import Any, HasTraits, Int, TraitError, Unicode, validate

from nnlib import datasets

# Points that a line of code holds at most, and those that may be painted at all.
MOST_IN_LINE, MOST = 400, 2000
# How far from a point, in units of the plane, it is still met; and between two in one stroke.
NEAR, APART = 0.3, 0.45
OFF, MOVE, ERASE = "off", "move", "erase"
ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, 1), "ArrowDown": (0, -1)}
A_STEP = 0.25
HEADER = "x1,x2,label"


class Painted(HasTraits):
    """The part of the model that holds points painted by hand; it also has ``points``."""

    painted = Any(None, help="List of (x₁, x₂, label), or a file with such lines.").tag(code=True)
    brush = Unicode(OFF, help="What a press on the plane does.").tag(kept=True)
    cross = Any(None, help="Where keys have led the brush, (x₁, x₂).").tag(kept=True)
    refused = Unicode(help="Why the brush has done nothing, or nothing.").tag(kept=True)
    held = Int(-1, help="The point that is being moved, or -1.")

    @validate("painted")
    def _check_painted(self, proposal):
        given = proposal.value
        if given is None:
            return None
        return tuple(_read(given) if isinstance(given, str) else _look_at(given))

    def labels(self):
        """List the labels that can be painted."""
        return list(range(1 + int(max(1, *self.points.y_train.ravel()))))

    def paint(self, painted):
        """Have other points than there are."""
        self.painted = tuple(painted)

    def clear(self):
        """Leave one point of each class, to begin anew."""
        labels = self.labels()
        across = np.linspace(-2, 2, len(labels))
        self.paint((float(x), 0.0, label) for x, label in zip(across, labels, strict=True))

    def present_points(self):
        """List all points as painted ones: those painted so far, or else those of the data."""
        if self.painted is not None:
            return list(self.painted)
        X_train, y_train, X_test, y_test = self.points
        rows = np.column_stack([np.vstack([X_train, X_test]), np.vstack([y_train, y_test])])
        return [(round(x, 2), round(y, 2), int(label)) for x, y, label in rows.tolist()]


def _look_at(given):
    """Look at points that were handed in; give them as tuples of plain numbers."""
    try:
        rows = np.array(given, dtype=float)
        fits = rows.ndim == 2 and rows.shape[1] == 3 and np.isfinite(rows).all()
        labels = {*rows[:, 2]} if fits else {-1}
    except (TypeError, ValueError):
        fits, labels = False, {-1}
    if not fits or len(rows) < 2 or not labels <= {0, 1, 2}:
        raise TraitError(
            "painted must be at least two points (x₁, x₂, label) with numbers and a label 0, 1 or "
            f"2, or the name of a file with such lines; got {_briefly(given)}."
        )
    if len(rows) > MOST:
        raise TraitError(f"at most {MOST:,} points can be painted; got {len(rows):,}.")
    return [(x, y, int(label)) for x, y, label in rows.tolist()]


def _briefly(given):
    text = repr(given)
    return text if len(text) < 60 else f"{text[:57]}…"


def _read(name):
    """Read a file that `written` has made."""
    path = Path(name)
    if not path.is_file():
        raise TraitError(f"painted names the file {name!r}, which is not there.")
    try:
        return _look_at(np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2))
    except ValueError:
        raise TraitError(
            f"{name!r} must hold a line {HEADER!r} and three numbers a line."
        ) from None


def written(painted):
    """Give painted points for the line of code: a list, or the name of a file where they are many.

    The name comes from what the file holds, see `save`.
    """
    if len(painted) <= MOST_IN_LINE:
        return list(painted)
    digest = hashlib.sha1(_lines(painted).encode(), usedforsecurity=False).hexdigest()
    return f"points-{digest[:8]}.csv"


def save(painted):
    """Write the file beside the notebook, where the line of code names one."""
    name = written(painted or ())
    if isinstance(name, str) and not Path(name).exists():
        Path(name).write_text(_lines(painted), encoding="utf-8")


def _lines(painted):
    return "\n".join([HEADER, *(f"{x},{y},{label}" for x, y, label in painted)]) + "\n"


class Brush:
    """Mouse, finger and keys on the plane, which put points down, move and erase them.

    Parameters
    ----------
    model : PlaygroundModel
    """

    keys = (*ARROWS, " ", "Enter")

    def __init__(self, model):
        self.model = model
        self._is_down, self._last = False, None

    @property
    def is_on(self):
        """Whether a press on the plane does anything."""
        return self.model.brush != OFF

    def press(self, place):
        """Begin a stroke at a place of the plane."""
        self._is_down, self._last = True, place
        if self.model.brush == MOVE:
            self.model.held = self._nearest(place)
        else:
            self._touch(place)

    def drag(self, place):
        """Go on with it."""
        if not self._is_down or place is None:
            return
        if self.model.brush == MOVE:
            self._move(place)
        elif self.model.brush == ERASE or np.hypot(*np.subtract(place, self._last)) >= APART:
            self._last = place
            self._touch(place)

    def lift(self):
        """End it."""
        self._is_down, self.model.held = False, -1

    def key(self, key):
        """Lead the brush over the plane with arrows, or do with Space what a press does."""
        x, y = self.model.cross or (0.0, 0.0)
        if key in ARROWS:
            reach = datasets.EXTENT - A_STEP
            there = [v + A_STEP * d for v, d in zip((x, y), ARROWS[key], strict=True)]
            self.model.cross = tuple(float(np.clip(v, -reach, reach)) for v in there)
            self._move(self.model.cross)
            return
        self.model.cross = x, y
        if self.model.brush == MOVE:  # takes up, or lets go
            self.model.held = self._nearest((x, y)) if self.model.held < 0 else -1
        else:
            self._touch((x, y))

    def _touch(self, place):
        points, self.model.refused = self.model.present_points(), ""
        if self.model.brush == ERASE:
            there = self._nearest(place)
            if there < 0:
                return
            if len(points) <= 2:
                self.model.refused = "Two points must stay: put others down before you erase these."
                return
            del points[there]
        elif len(points) >= MOST:
            self.model.refused = (
                f"{MOST:,} points are enough: erase some before you put others down."
            )
            return
        else:
            points.append((*_rounded(place), int(self.model.brush)))
        self.model.paint(points)

    def _move(self, place):
        if self.model.held < 0:
            return
        points = self.model.present_points()
        points[self.model.held] = (*_rounded(place), points[self.model.held][2])
        self.model.paint(points)

    def _nearest(self, place):
        """Find the point at a place: its number, or -1."""
        places = np.array([point[:2] for point in self.model.present_points()])
        apart = np.hypot(*(places - place).T)
        return int(apart.argmin()) if apart.min() <= NEAR else -1


def _rounded(place):
    return tuple(round(float(value), 2) for value in place)
