"""What the learner looks at in the playground: a unit, a weight; nothing that training sees."""

from traitlets import Any, Bool, HasTraits, Unicode


class Sight(HasTraits):
    """The part of the model that says what is looked at; it also has ``run`` and ``look``."""

    parameter = Unicode("W1 (1, 1)", help="The weight or bias that is set by hand.")
    marked = Bool(False, help="Whether the graph marks it.").tag(kept=True)
    shown = Any(None, help="Spot of the unit that the large plane shows …").tag(kept=True)
    pointed = Any(None, help="… but of this one while it is pointed at.")

    @property
    def chosen(self):
        """Spot of the weight or bias that is marked in the graph, or None."""
        return self.run.wiring.spot(self.parameter) if self.marked else None

    @property
    def in_sight(self):
        """Spot of the unit whose map is to be shown large, or None."""
        return self.pointed or self.shown

    @property
    def unit(self):
        """What the unit in sight gives over the plane, shape (n*n,); None for the output."""
        spot = self.in_sight
        if spot is None or spot.layer >= len(self.look.layers) - 1:
            return None
        layer = self.look.layers[spot.layer]
        is_there = layer is not None and spot.unit < layer.shape[1]
        return layer[:, spot.unit] if is_there else None
