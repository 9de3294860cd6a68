"""Restaurants judged by one neuron: the model of `RestaurantLab`."""

from operator import itemgetter
from types import MappingProxyType

import numpy as np
from traitlets import Bool, Float

from nnlib import neuron
from nnlib.labs.shared.model import Model
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
        Values of the traits; see `Model`.

    Raises
    ------
    ValueError
        If there are too few or too many restaurants, or marks that are not four numbers in [0, 1].

    Examples
    --------
    >>> model = RestaurantModel({"Here": (1, 1, 0, 0), "There": (0, 0, 1, 1)}, threshold=2.0)
    >>> model.sums.tolist(), model.verdicts.tolist()
    ([5.0, -1.0], [1, 0])
    """

    taste, place, decor, price = _weight(3.0), _weight(2.0), _weight(1.0), _weight(-2.0)
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
        best_first = sorted(zip(self.ranks, self.names, self.sums, strict=True), key=itemgetter(0))
        places = [f"{rank}. {name} {plain_number(total)}" for rank, name, total in best_first]
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
