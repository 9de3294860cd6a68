"""Pictures of the course: ``draw_*(ax, arrays…)``, all in one style.

Every ``draw_*`` gives back a ``Drawing``: its ``artists``, and an ``update`` where a lab moves it.
What one lab alone draws is not here but in its module.
"""

from nnlib.plots.anatomy import draw_living_neuron, draw_model_neuron
from nnlib.plots.bucket import draw_bucket
from nnlib.plots.colour_maps import AMOUNT_MAP
from nnlib.plots.counts import draw_counts
from nnlib.plots.curves import draw_curves, draw_function, draw_spread, draw_tangent
from nnlib.plots.diagram import draw_network
from nnlib.plots.fast_text import Numbers
from nnlib.plots.gate import draw_gate, draw_joint
from nnlib.plots.graph import draw_graph
from nnlib.plots.images import draw_heat_map, draw_images
from nnlib.plots.layers import draw_layer_inputs
from nnlib.plots.loss import (
    draw_arrow,
    draw_loss_curve,
    draw_path,
    draw_squared_errors,
    draw_surface,
    draw_surface_3d,
)
from nnlib.plots.notebook import png, show
from nnlib.plots.numbers import short_number
from nnlib.plots.palette import CLASS_COLOURS
from nnlib.plots.pieces import Drawing
from nnlib.plots.planar import draw_decision, draw_hidden_units, draw_points, grid_points
from nnlib.plots.signals import draw_signals
from nnlib.plots.style import draw_legend, figure, hide_axes, set_labels, settle_layout

__all__ = [
    "AMOUNT_MAP",
    "CLASS_COLOURS",
    "Drawing",
    "Numbers",
    "draw_arrow",
    "draw_bucket",
    "draw_counts",
    "draw_curves",
    "draw_decision",
    "draw_function",
    "draw_gate",
    "draw_graph",
    "draw_heat_map",
    "draw_hidden_units",
    "draw_images",
    "draw_joint",
    "draw_layer_inputs",
    "draw_legend",
    "draw_living_neuron",
    "draw_loss_curve",
    "draw_model_neuron",
    "draw_network",
    "draw_path",
    "draw_points",
    "draw_signals",
    "draw_spread",
    "draw_squared_errors",
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
]
