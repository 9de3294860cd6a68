"""Pictures of the course: ``draw_*(ax, arrays…)``, all in one style.

Every ``draw_*`` gives back a ``Drawing``: its ``artists``, and an ``update`` where a lab moves it.
"""

from nnlib.plots.bucket import draw_bucket
from nnlib.plots.cells import draw_living_neuron, draw_model_neuron
from nnlib.plots.curves import (
    draw_curves,
    draw_function,
    draw_loss_curve,
    draw_spread,
    draw_tangent,
)
from nnlib.plots.diagram import draw_network
from nnlib.plots.errors import draw_squared_errors
from nnlib.plots.gates import draw_gate, draw_joint
from nnlib.plots.glyphs import Numbers, short_number
from nnlib.plots.images import (
    draw_heat_map,
    draw_hidden_units,
    draw_images,
    tile_images,
    unit_mosaic,
)
from nnlib.plots.neuron import draw_signals, draw_spikes, draw_sum
from nnlib.plots.planar import boundary_segments, draw_decision, draw_points, grid_points
from nnlib.plots.scores import draw_contributions, draw_ranking
from nnlib.plots.style import (
    AMOUNT_MAP,
    CLASS_COLOURS,
    CLASS_MARKERS,
    VALUE_MAP,
    Drawing,
    draw_legend,
    figure,
    hide_axes,
    png,
    set_labels,
    settle_layout,
    show,
)
from nnlib.plots.surface import draw_arrow, draw_path, draw_surface, draw_surface_3d
from nnlib.plots.truth import draw_functions, draw_gate_table

__all__ = [
    "AMOUNT_MAP",
    "CLASS_COLOURS",
    "CLASS_MARKERS",
    "VALUE_MAP",
    "Drawing",
    "Numbers",
    "boundary_segments",
    "draw_arrow",
    "draw_bucket",
    "draw_contributions",
    "draw_curves",
    "draw_decision",
    "draw_function",
    "draw_functions",
    "draw_gate",
    "draw_gate_table",
    "draw_heat_map",
    "draw_hidden_units",
    "draw_images",
    "draw_joint",
    "draw_legend",
    "draw_living_neuron",
    "draw_loss_curve",
    "draw_model_neuron",
    "draw_network",
    "draw_path",
    "draw_points",
    "draw_ranking",
    "draw_signals",
    "draw_spikes",
    "draw_spread",
    "draw_squared_errors",
    "draw_sum",
    "draw_surface",
    "draw_surface_3d",
    "draw_tangent",
    "figure",
    "grid_points",
    "hide_axes",
    "png",
    "set_labels",
    "settle_layout",
    "short_number",
    "show",
    "tile_images",
    "unit_mosaic",
]
