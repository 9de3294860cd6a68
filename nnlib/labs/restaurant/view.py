"""Shall we eat here? Several restaurants judged by one neuron: marks, weights and a threshold."""

from types import MappingProxyType

import numpy as np
from traitlets import Bool, Float

from nnlib import neuron, plots
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import row
from nnlib.labs.shared.model import Model
from nnlib.plots.candidates import draw_contributions, draw_ranking
from nnlib.plots.numbers import plain_number

INPUTS = ("taste", "place", "decor", "price")
# Invented. Marks from 0 to 1 for taste, place and decor, and for how dear it is; in quarters, so
# that sums are exact and a sum equal to the threshold counts as equal.
RESTAURANTS = MappingProxyType(
    {
        "Noodle Bar": (1.0, 0.75, 0.25, 0.0),
        "Corner Café": (0.75, 1.0, 0.5, 0.25),
        "Olive Tree": (1.0, 0.5, 0.25, 0.25),
        "Harbour Grill": (1.0, 0.5, 1.0, 1.0),
        "Old Mill": (0.5, 0.25, 1.0, 0.5),
        "Blue Door": (0.25, 0.75, 0.5, 1.0),
    }
)
LARGEST = 3.0
MOST_RESTAURANTS = 8


def _weight(default):
    return Float(default, min=-LARGEST, max=LARGEST).tag(code=True)


def ranking(sums):
    """Give each sum its place, 1 for the largest; equal sums share one.

    >>> ranking([2.0, 5.0, 5.0, 1.0])
    [3, 1, 1, 4]
    """
    rounded = np.round(sums, 9)
    return [int((rounded > value).sum()) + 1 for value in rounded]


class RestaurantModel(Model):
    """Weights for four marks, a threshold, and the restaurants that they judge.

    Parameters
    ----------
    restaurants : mapping of name to four marks in [0, 1], optional
        Taste, place, decor, and how dear it is; two to eight restaurants.
    **choices
        Values of the traits.

    Raises
    ------
    ValueError
        If there are too few or too many restaurants, or marks that are not four numbers in [0, 1].
    traitlets.TraitError
        If a choice is out of its range; the message names trait, value and range.

    Examples
    --------
    >>> model = RestaurantModel({"Here": (1, 1, 0, 0), "There": (0, 0, 1, 1)}, threshold=2.0)
    >>> model.sums.tolist(), model.verdicts.tolist()
    ([5.0, -1.0], [1, 0])
    """

    taste = _weight(3.0)
    place = _weight(2.0)
    decor = _weight(1.0)
    price = _weight(-2.0)
    threshold = Float(3.0, min=-3.0, max=8.0, help="The sum at which we go in.").tag(code=True)
    binary = Bool(False, help="Whether marks are rounded to 0 or 1.").tag(code=True)

    def __init__(self, restaurants=None, **choices):
        super().__init__(**choices)
        self._given = restaurants
        restaurants = dict(RESTAURANTS if restaurants is None else restaurants)
        _refuse(restaurants)
        self.names = list(restaurants)
        self.marks = np.array(list(restaurants.values()), dtype=float)  # (m, 4)
        self.refresh()

    @property
    def X(self):
        """The marks as they are judged, (m, 4): as given, or rounded with halves upwards."""
        return (self.marks >= 0.5).astype(float) if self.binary else self.marks

    @property
    def weights(self):
        """The four weights; shape (4,)."""
        return np.array([getattr(self, name) for name in INPUTS])

    def refresh(self):
        """Compute the sums, the verdicts and the ranks."""
        potentials = neuron.potential(self.X, self.weights, self.threshold)  # (m,)
        self.sums = neuron.potential(self.X, self.weights, 0.0)
        self.verdicts = (potentials >= 0).astype(int)
        self.ranks = ranking(self.sums)

    def status(self):
        """Give the ranking with sums, and who reaches the threshold."""
        best_first = sorted(range(len(self.names)), key=lambda i: (self.ranks[i], i))
        places = [
            f"{self.ranks[i]}. {self.names[i]} {plain_number(self.sums[i])}" for i in best_first
        ]
        return (
            f"{self.verdicts.sum()} of {len(self.names)} reach the threshold "
            f"{plain_number(self.threshold)}. Ranking: {', '.join(places)}."
        )

    def choices(self):
        """Give what differs from the defaults, and the restaurants where they were given."""
        given = {} if self._given is None else {"restaurants": dict(self._given)}
        return given | super().choices()


def _refuse(restaurants):
    if not 2 <= len(restaurants) <= MOST_RESTAURANTS:
        raise ValueError(f"wanted: 2 to {MOST_RESTAURANTS} restaurants; got {len(restaurants)}.")
    for name, marks in restaurants.items():
        given = np.asarray(marks)
        if given.shape != (len(INPUTS),) or not ((given >= 0) & (given <= 1)).all():
            wanted = f"{len(INPUTS)} marks from 0 to 1 ({', '.join(INPUTS)})"
            raise ValueError(f"{name!r} must have {wanted}; got {marks!r}.")


class RestaurantLab(Lab):
    """Say what matters to you, and see where you would eat.

    Parameters
    ----------
    **choices
        ``taste``, ``place``, ``decor``, ``price`` (weights from −3 to 3), ``threshold`` (−3 to 8),
        ``binary``, and ``restaurants``; see `RestaurantModel`.

    Examples
    --------
    >>> RestaurantLab(price=-3.0).model.verdicts.tolist()
    [1, 1, 1, 0, 0, 0]
    """

    def __init__(self, **choices):
        super().__init__(RestaurantModel(**choices))

    def build(self):
        """Draw the table of products on the left, the ladder of sums on the right."""
        self.figure, (left, right) = plots.figure(
            ncols=2, width=9.4, height=4.4, width_ratios=[2, 1]
        )
        model = self.model
        state = model.X, model.weights, model.threshold
        self.table = draw_contributions(left, model.names, INPUTS, *state)
        self.ladder = draw_ranking(right, model.names, model.sums, model.ranks, model.threshold)
        self.drawings = [self.table, self.ladder]
        self.rows = [self._weight_row(), self._rule_row()]

    def _weight_row(self):
        tooltip = "How much a mark of 1 adds to the sum; below 0 it takes away"
        return row(
            *(
                self.slider(
                    *(name, name, -LARGEST, LARGEST, 0.5),
                    tooltip=tooltip,
                    width="23em",
                    style={"description_width": "5em"},
                    readout_format=".1f",
                )
                for name in INPUTS
            )
        )

    def _rule_row(self):
        return row(
            self.slider(
                *("threshold", "threshold T", -3.0, 8.0, 0.5),
                tooltip="The sum at which we go in",
                width="27em",
                style={"description_width": "7em"},
                readout_format=".1f",
            ),
            self.checkbox(
                "binary",
                "marks rounded to 0 or 1",
                tooltip="As in 1943: an input is 0 or 1, nothing between",
            ),
            self.reset_button(),
        )

    def update(self):
        """Bring table and ladder up to date."""
        model = self.model
        self.table.update(model.X, model.weights, model.threshold)
        self.ladder.update(model.sums, model.ranks, model.threshold)
