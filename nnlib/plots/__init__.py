"""Pictures of the course: ``draw_*(ax, arrays…)``, all in one style."""

from nnlib.plots.style import (
    AMOUNT_MAP,
    CLASS_COLOURS,
    CLASS_MARKERS,
    VALUE_MAP,
    Drawing,
    figure,
    hide_axes,
    set_labels,
    show,
)

__all__ = [
    "AMOUNT_MAP",
    "CLASS_COLOURS",
    "CLASS_MARKERS",
    "VALUE_MAP",
    "Drawing",
    "figure",
    "hide_axes",
    "set_labels",
    "show",
]
