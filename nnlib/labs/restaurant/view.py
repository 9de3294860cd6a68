"""Shall we eat here? Several restaurants judged by one neuron: marks, weights and a threshold."""

from nnlib import plots
from nnlib.labs.restaurant.model import INPUTS, LARGEST, RestaurantModel
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.controls import columns, row
from nnlib.plots.candidates import draw_contributions, draw_ranking


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
        self.rows = [self._buttons(), columns(*self._sliders())]

    def _sliders(self):
        tooltip = "How much a mark of 1 adds to the sum; below 0 it takes away"
        look = {"step": 0.5, "readout_format": ".1f"}
        for name in INPUTS:
            yield self.slider(name, name, -LARGEST, LARGEST, tooltip=tooltip, **look)
        tooltip = "The sum at which we go in"
        yield self.slider("threshold", "threshold T", -3.0, 8.0, tooltip=tooltip, **look)

    def _buttons(self):
        tooltip = "As in 1943: an input is 0 or 1, nothing between"
        binary = self.checkbox("binary", "marks rounded to 0 or 1", tooltip=tooltip)
        return row(self.reset_button(), binary)

    def update(self):
        """Bring table and ladder up to date."""
        model = self.model
        self.table.update(model.X, model.weights, model.threshold)
        self.ladder.update(model.sums, model.ranks, model.threshold)
