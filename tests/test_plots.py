"""The pictures: artists and their data, colours, and four reference pictures.

After a change of style that is meant, write the reference pictures anew and look at them:
``python tests/test_plots.py``.
"""

import io
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from nnlib import plots
from nnlib.plots import colour_maps, notebook, palette, pieces
from nnlib.plots.colour_maps import VALUE_TABLE
from nnlib.plots.end_labels import spread_out
from nnlib.plots.pixels import Layer
from nnlib.plots.planar import boundary_segments, unit_mosaic

REFERENCES = Path(__file__).parent / "reference_pictures"
SQUARE = (-2.0, 2.0, -2.0, 2.0)


def pixels(fig):
    """RGB values (height, width, 3) of a figure, one pixel a screen pixel."""
    plots.settle_layout(fig)
    fig.canvas.draw()
    return np.array(fig.canvas.buffer_rgba(), dtype=float)[..., :3]


def two_classes():
    X = np.array([[-1.0, 0.5], [0.2, 1.0], [1.5, -1.0], [-0.5, -1.5], [1.0, 1.2]])
    return X, np.array([[0], [1], [1], [0], [1]])


def ripple(points):
    """A probability with a curved boundary, at points of shape (k, 2)."""
    return 1 / (1 + np.exp(-4 * (points[:, :1] + np.sin(2 * points[:, 1:]))))


def parameters(sizes, seed=0):
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=shape) for shape in pairwise(sizes)]
    biases = [rng.normal(size=size) for size in sizes[1:]]
    activations = [rng.uniform(-1, 1, size=(1, size)) for size in sizes]
    return weights, biases, activations


# --- style -----------------------------------------------------------------------------------


def test_importing_plots_changes_no_setting_and_loads_neither_pyplot_nor_widgets():
    program = (
        "import sys, matplotlib as mpl; before = mpl.rcParams.copy(); import nnlib.plots as p;"
        "p.draw_loss_curve(p.figure()[1], [0, 1], [1, 0.5]);"
        "assert not {'matplotlib.pyplot', 'ipywidgets'} & set(sys.modules);"
        # Reading the setting "backend" would load pyplot.
        "assert all(mpl.rcParams[key] == before[key] for key in before if key != 'backend')"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_global_settings_do_not_reach_the_pictures():
    plain = pixels(picture_of_loss())
    loud = {"font.size": 30, "text.color": "red", "axes.facecolor": "yellow", "lines.linewidth": 9}
    with mpl.rc_context(loud):
        assert np.array_equal(pixels(picture_of_loss()), plain)


def test_figure_gives_axes_in_the_style():
    fig, ax = plots.figure()
    assert fig.get_size_inches().tolist() == [8, 4]
    assert not ax.spines["top"].get_visible()
    _, axes = plots.figure(ncols=3, nrows=2, sharey=True)
    assert axes.shape == (2, 3)
    _, space = plots.figure(subplot_kw={"projection": "3d"})
    assert space.name == "3d"


def test_show_gives_picture_caption_and_alternative_text(monkeypatch):
    shown = []
    monkeypatch.setattr(notebook, "display", lambda data, **options: shown.append((data, options)))
    fig, _ = plots.figure(width=3, height=2)
    assert plots.show(fig, "Two empty axes.") is None
    (picture, options), (words, _) = shown
    assert picture["text/plain"] == "Two empty axes."
    about = options["metadata"]["image/png"]
    assert about == {"alt": "Two empty axes.", "width": 300, "height": 200}
    assert words["text/markdown"] == "*Two empty axes.*"


def test_show_wants_a_caption():
    fig, _ = plots.figure()
    with pytest.raises(ValueError, match="caption"):
        plots.show(fig, "  ")


def test_png_is_sharp_repeatable_and_says_nothing_of_its_maker():
    fig, _ = plots.figure(width=3, height=2)
    data = notebook.png(fig)
    image = Image.open(io.BytesIO(data))
    assert image.size == (600, 400)
    assert image.info.get("Software") is None
    assert notebook.png(fig) == data


@pytest.mark.parametrize("width", [3.01, 4.1, 4.6, 9.2])
def test_png_is_not_sheared_by_a_width_that_rounds_badly(width):
    fig, _ = plots.figure(width=width, height=2)
    ours = Image.open(io.BytesIO(notebook.png(fig))).convert("RGB")
    fig.savefig(usual := io.BytesIO(), format="png", dpi=200)
    theirs = Image.open(usual).convert("RGB")
    assert ours.size == theirs.size
    assert np.abs(np.subtract(ours, theirs, dtype=float)).mean() < 1


def luminance(colour):
    channels = np.array(to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def as_deuteranope(colour):
    """What a viewer without green-sensitive cones sees (Machado and others, 2009)."""
    matrix = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413]]
    matrix.append([-0.011820, 0.042940, 0.968881])
    return np.clip(np.array(matrix) @ to_rgb(colour), 0, 1)


def test_classes_stand_out_from_paper_and_surface():
    for label, colour in enumerate(plots.CLASS_COLOURS):
        assert contrast(colour, palette.PAPER) >= 4.5
        assert contrast(colour, colour_maps.SURFACE_MAP(254 * label)) >= 3
    for label in (0, 1):
        opposite = colour_maps.SURFACE_MAP(254 * (1 - label))
        assert contrast(plots.CLASS_COLOURS[label], opposite) >= 2.8


def test_colour_blind_readers_can_tell_the_classes_apart():
    blue, orange = (as_deuteranope(colour) for colour in plots.CLASS_COLOURS)
    assert np.linalg.norm(blue - orange) > 0.5
    assert len(set(pieces.CLASS_MARKERS)) == 2


def test_numbers_are_readable_on_every_colour_they_stand_on():
    for colour_map in (colour_maps.VALUE_MAP, plots.AMOUNT_MAP):
        assert min(contrast(palette.INK, colour_map(i)) for i in range(255)) >= 4.5


def test_zero_is_white_in_the_value_map():
    table = VALUE_TABLE
    assert table[colour_maps.colour_indices(np.array([0.0]))[0]].tolist() == [255, 255, 255, 255]
    red, _, blue, _ = table[0].astype(int)
    assert blue > red
    red, _, blue, _ = table[254].astype(int)
    assert red > blue


# --- the plane -------------------------------------------------------------------------------


def test_points_are_two_lines_with_different_markers():
    X, y = two_classes()
    _, ax = plots.figure()
    points = plots.draw_points(ax, X, y)
    zeros, ones = points.artists
    assert zeros.get_marker() != ones.get_marker()
    assert np.array_equal(zeros.get_xydata(), X[y.ravel() == 0])
    assert np.array_equal(ones.get_xydata(), X[y.ravel() == 1])
    points.update(X + 1, 1 - y.ravel())
    assert np.array_equal(ones.get_xydata(), X[y.ravel() == 0] + 1)


def test_held_out_points_are_hollow():
    X, y = two_classes()
    _, ax = plots.figure()
    zeros, _ = plots.draw_points(ax, X, y, held_out=True).artists
    assert zeros.get_markerfacecolor() == palette.PAPER
    assert zeros.get_markeredgecolor() == plots.CLASS_COLOURS[0]
    assert "held out" in zeros.get_label()


def test_points_refuse_shapes_that_do_not_fit():
    _, ax = plots.figure()
    with pytest.raises(ValueError, match=r"\(4, 3\)"):
        plots.draw_points(ax, np.zeros((4, 3)), np.zeros(4))
    with pytest.raises(ValueError, match="5"):
        plots.draw_points(ax, np.zeros((4, 2)), np.zeros(5))


def test_boundary_lies_where_the_probability_is_one_half():
    points = plots.grid_points(SQUARE, 80)
    (line,) = boundary_segments(ripple(points), SQUARE)
    assert np.allclose(line[:, 0], -np.sin(2 * line[:, 1]), atol=2e-3)
    assert np.ptp(line[:, 1]) > 2


def test_surface_pixels_stand_where_their_points_are():
    _, ax = plots.figure()
    points = plots.grid_points(SQUARE, 4)
    decision = plots.draw_decision(ax, (points[:, :1] > 1) & (points[:, 1:] < 0), SQUARE)
    orange = decision.image.get_array()[..., 2] < 255
    assert decision.image.origin == "lower"
    rows, columns = np.nonzero(np.asarray(orange & (decision.image.get_array()[..., 0] > 200)))
    assert set(rows) == {0, 1} and set(columns) == {3}


def test_decision_updates_and_survives_numbers_that_are_none():
    _, ax = plots.figure()
    points = plots.grid_points(SQUARE, 30)
    decision = plots.draw_decision(ax, ripple(points), SQUARE)
    assert len(decision.boundary.get_segments()) == 1
    decision.update(np.full((900, 1), np.nan))
    assert decision.boundary.get_segments() == []
    assert np.array_equal(decision.image.get_array()[0, 0], colour_maps.SURFACE_TABLE[255])
    with pytest.raises(ValueError, match="n \\* n"):
        decision.update(np.zeros(7))


# --- curves ----------------------------------------------------------------------------------


def test_loss_labels_name_the_lines_and_their_last_values():
    fig, ax = plots.figure()
    curve = plots.draw_loss_curve(ax, [0, 1, 2], [0.7, 0.5, 0.25])
    assert [label.get_text() for label in curve.labels] == ["training 0.250", ""]
    curve.update([0, 1, 2], [0.7, 0.5, 0.25], [0.7, 0.6, 0.5])
    assert [label.get_text() for label in curve.labels] == ["training 0.250", "test 0.500"]
    assert curve.lines[0].get_linestyle() == "-"
    assert curve.lines[1].get_linestyle() == "--"
    curve.update([0, 1], [0.7, 2e-5])
    fig.draw_without_rendering()
    assert [label.get_text() for label in curve.labels] == ["training 2e−05", ""]
    assert curve.labels[0].xy == (1, 2e-5)


def test_close_labels_do_not_overlap():
    fig, ax = plots.figure()
    curve = plots.draw_loss_curve(ax, [0, 1, 2], [0.7, 0.5, 0.3])
    curve.show([0, 1, 2], [0.7, 0.5, 0.3], [0.7, 0.5, 0.301])
    fig.draw_without_rendering()
    training, test = (label.get_window_extent() for label in curve.labels)
    assert training.y1 <= test.y0
    assert spread_out([]).size == 0


def test_labels_stand_at_their_curves_whatever_the_axes_are_told_later():
    fig, ax = plots.figure()
    curves = plots.draw_curves(ax, [0, 1, 2], {"low": [9, 1, 0.3], "high": [5, 2, 1.0]})
    ax.set_ylim(0, 1.5)
    plots.settle_layout(fig)
    for line, label in zip(curves.lines, curves.labels, strict=True):
        end = ax.transData.transform(line.get_xydata()[-1])
        box = label.get_window_extent()
        assert box.y0 < end[1] < box.y1
        assert end[0] < box.x0 < end[0] + 12


def test_labels_of_curves_that_end_together_stand_above_the_numbers_of_the_axis():
    fig, ax = plots.figure()
    names = ("one", "two", "three")
    curves = plots.draw_curves(ax, [0, 1], {name: [1, 0.0] for name in names})
    plots.settle_layout(fig)
    boxes = [label.get_window_extent() for label in curves.labels]
    ticks = [tick.get_window_extent() for tick in ax.get_xticklabels()]
    assert not any(box.overlaps(tick) for box in boxes for tick in ticks)
    assert all(low.y1 <= high.y0 for low, high in pairwise(boxes))
    # Leaders need room between the ends of the lines and the names.
    end = ax.transData.transform((1, 0))[0]
    assert all(box.x0 > end + 20 for box in boxes)


def test_an_infinite_loss_stays_at_the_edge_and_one_that_is_no_number_leaves_a_gap():
    fig, ax = plots.figure()
    curve = plots.draw_loss_curve(ax, [0, 1, 2], [1.0, np.inf, np.nan])
    fig.draw_without_rendering()
    assert curve.labels[0].get_text() == "training not finite"
    assert ax.get_ylim() == (0, 1.05)
    np.testing.assert_array_equal(curve.lines[0].get_ydata(), [1.0, 1.05, np.nan])
    assert curve.labels[0].xy == (1, 1.05)
    nothing = plots.draw_loss_curve(plots.figure()[1], [], [])
    assert nothing.labels[0].get_text() == ""


def test_loss_axes_grow_in_large_steps():
    _, ax = plots.figure()
    curve = plots.draw_loss_curve(ax, [0], [0.5])
    assert curve.update([0], [0.5])
    assert ax.get_xlim() == (0, 100)
    assert not curve.update(np.arange(60), np.full(60, 0.4))
    assert curve.update(np.arange(150), np.full(150, 2.0))
    assert ax.get_xlim() == (0, 400)
    assert ax.get_ylim() == (0, 3)
    assert curve.lines[0].get_ydata().max() == 2


def test_function_and_slope_carry_their_names_and_dashes():
    _, ax = plots.figure()
    drawing = plots.draw_function(ax, np.tanh, (-3, 3), lambda z: 1 - np.tanh(z) ** 2, "tanh(z)")
    value, slope = drawing.lines
    assert [label.get_text() for label in drawing.labels] == ["tanh(z)", "slope"]
    assert np.allclose(value.get_ydata(), np.tanh(value.get_xdata()))
    assert np.allclose(slope.get_ydata()[200], 1)
    assert value.get_linestyle() != slope.get_linestyle()
    assert ax.get_xlim() == (-3, 3)


def test_every_curve_has_dashes_of_its_own():
    _, ax = plots.figure()
    x = np.arange(4.0)
    drawing = plots.draw_curves(ax, x, {f"times {k}": k * x for k in range(5)})
    assert len(set(map(str, pieces.CURVE_DASHES))) == 5
    assert len({line.get_color() for line in drawing.lines}) == 5
    drawing.update(x, {f"times {k}": -k * x for k in range(5)})
    assert drawing.lines[4].get_ydata()[-1] == -12


def test_tangent_has_the_slope_and_a_secant_two_points():
    _, ax = plots.figure()
    plots.draw_function(ax, np.square, (-2, 2), lambda x: 2 * x, "square")
    limits = ax.get_ylim()
    tangent = plots.draw_tangent(ax, (1, 1), 2.0)
    (x0, y0), (x1, y1) = tangent.line.get_xydata()
    assert (y1 - y0) / (x1 - x0) == pytest.approx(2)
    assert y0 + 2 * (1 - x0) == pytest.approx(1)
    tangent.update((1, 1), 2.5, other=(1.5, 2.25))
    assert tangent.points.get_xydata().tolist() == [[1, 1], [1.5, 2.25]]
    assert ax.get_ylim() == limits


def test_spread_shows_every_run_and_the_medians():
    _, ax = plots.figure()
    values = np.array([[0.5, 0.6, 1.0], [0.7, 0.9, 0.8]])
    dots, line, label = plots.draw_spread(ax, [4, 20], values, "training").artists
    assert np.array_equal(dots.get_ydata(), values.ravel())
    assert np.array_equal(line.get_ydata(), [0.6, 0.6, 0.8, 0.8])
    assert label.get_text() == "training"
    assert [text.get_text() for text in ax.get_xticklabels()] == ["4", "20"]


# --- networks --------------------------------------------------------------------------------


def test_network_tells_the_sign_of_a_weight_by_line_style_and_its_size_by_width():
    _, ax = plots.figure()
    weights = [np.array([[2.0], [-1.0]])]
    diagram = plots.draw_network(ax, [2, 1], weights, [np.array([0.5])], [[0, 1], [0.25]])
    solid, dashed = (style_[1] for style_ in diagram.edges.get_linestyles())
    assert solid is None and len(dashed) == 2
    widths = diagram.edges.get_linewidths()
    assert widths[0] > widths[1]
    red_blue = diagram.edges.get_colors()[:, [0, 2]]
    assert red_blue[0, 0] > red_blue[0, 1] and red_blue[1, 0] < red_blue[1, 1]
    assert diagram.edge_numbers.texts == ["2.00", "−1.00"]
    assert diagram.bias_numbers.texts == ["b 0.50"]
    assert diagram.numbers.texts == ["0.00", "1.00", "0.25"]


def test_network_numbers_stand_on_their_own_lines():
    _, ax = plots.figure(width=9, height=4.2)
    sizes = [2, 3, 1]
    diagram = plots.draw_network(ax, sizes, *parameters(sizes))
    segments = diagram.edges.get_segments()
    for place, ends in zip(diagram.edge_numbers.places, segments, strict=True):
        along, off = ends[1] - ends[0], place - ends[0]
        assert abs(along[0] * off[1] - along[1] * off[0]) < 1e-12
        assert 0 < off[0] < along[0]
    values = np.concatenate([weights.ravel() for weights in parameters(sizes)[0]])
    assert diagram.edge_numbers.texts == [plots.short_number(value) for value in values]


@pytest.mark.parametrize(("sizes", "edges"), [([3, 4, 1], 16), ([3, 8, 1], 32), ([4, 8, 8, 1], 8)])
def test_network_numbers_its_lines_only_where_there_is_room(sizes, edges):
    _, ax = plots.figure(width=9, height=4.2)
    diagram = plots.draw_network(ax, sizes, *parameters(sizes))
    places = ax.transData.transform(diagram.edge_numbers.places)
    assert len(places) == edges
    apart = np.abs(places[:, None] - places[None])
    height, width = 1.1 * 100 / 72 * diagram.edge_numbers.size * np.array([1, 2.5])
    touching = (apart[..., 0] < width) & (apart[..., 1] < 0.7 * height)
    assert touching.sum() == len(places)


def test_network_updates_and_shows_names_where_there_are_no_values():
    _, ax = plots.figure()
    diagram = plots.draw_network(ax, [2, 3, 1])
    assert diagram.numbers.texts == ["", "", "h₁", "h₂", "h₃", ""]
    assert not any(diagram.edge_numbers.texts)
    weights, biases, activations = parameters([2, 3, 1])
    diagram.update(weights, biases, activations)
    assert diagram.numbers.texts[0] == plots.short_number(activations[0][0, 0])
    face = diagram.units.get_facecolor()[0] * 255
    index = colour_maps.colour_indices(activations[0])[0, 0]
    assert np.allclose(face, VALUE_TABLE[index])
    beside = {text.get_text() for text in ax.texts}
    assert beside == {"x₁", "x₂", "ŷ"}


def test_network_refuses_values_that_do_not_fit():
    _, ax = plots.figure()
    with pytest.raises(ValueError, match=r"6 weights; got 3"):
        plots.draw_network(ax, [3, 2], [np.zeros((3, 1))])


def test_a_weight_that_is_not_a_number_is_drawn_as_a_question():
    fig, ax = plots.figure()
    diagram = plots.draw_network(ax, [2, 1], [[np.nan, 1.0]], [[np.inf]], [[0, 1], [np.nan]])
    assert diagram.edge_numbers.texts == ["?", "1.00"]
    fig.canvas.draw()


def ink_of(text):
    """Where dark pixels are, column by column, when a short text is drawn at 8 points."""
    fig, ax = plots.figure(width=1, height=0.4)
    plots.hide_axes(ax)
    ax.set(xlim=(0, 1), ylim=(0, 1))
    plots.Numbers(ax, [(0.5, 0.5)], size=8).set_texts([text])
    return (pixels(fig).mean(axis=2) < 190).any(axis=0)


def test_numbers_keep_their_minus_sign_at_small_sizes():
    with_sign, without = np.flatnonzero(ink_of("−0.5")), np.flatnonzero(ink_of("0.5"))
    assert np.ptp(with_sign) >= np.ptp(without) + 4


def test_numbers_are_centred_on_their_place():
    columns = np.flatnonzero(ink_of("0.50"))
    assert abs(columns.mean() - 50) < 2
    with pytest.raises(ValueError, match="1 places"):
        plots.Numbers(plots.figure()[1], [(0, 0)], size=8).set_texts(["a", "b"])


# --- pictures of numbers ---------------------------------------------------------------------


def test_mosaic_has_a_column_a_layer_and_a_row_a_unit():
    n = 5
    points = plots.grid_points(SQUARE, n)
    upper_half = np.where(points[:, 1:] > 0.5, 1.0, 0.0)
    picture = unit_mosaic([np.hstack([upper_half, -upper_half]), upper_half])
    step = n + 2 + 6
    assert picture.shape == (2 * step - 6, 2 * step - 6, 4)
    most, least, zero = VALUE_TABLE[[254, 0, 127]]
    assert np.array_equal(picture[1, 1], most)
    assert np.array_equal(picture[n, n], zero)
    assert np.array_equal(picture[step + 1, 1], least)
    assert np.array_equal(picture[1, step + 1], most)
    assert not picture[step:, step:].any()


def test_mosaic_scales_a_layer_by_its_largest_value_and_shows_nan_grey():
    layer = np.zeros((4, 2))
    layer[0] = 8.0, 4.0
    layer[3, 1] = np.nan
    picture = unit_mosaic([layer])
    assert np.array_equal(picture[2, 1], VALUE_TABLE[254])
    assert np.array_equal(picture[10 + 2, 1], VALUE_TABLE[190])
    assert np.array_equal(picture[10 + 1, 2], VALUE_TABLE[255])


def test_hidden_units_update_one_image_and_name_the_layers():
    _, ax = plots.figure()
    maps = [np.zeros((16, 3)), np.zeros((16, 2))]
    mosaic = plots.draw_hidden_units(ax, maps, ["layer 1", "layer 2"])
    assert [text.get_text() for text in ax.texts] == ["layer 1", "layer 2"]
    maps[0][:] = 1
    mosaic.update(maps)
    assert np.array_equal(mosaic.image.get_array(), unit_mosaic(maps))


def test_heat_map_has_a_number_in_each_cell():
    _, ax = plots.figure()
    table = np.array([[1.0, -2.0, 0.0], [0.5, np.nan, 1.5]])
    heat = plots.draw_heat_map(ax, table, ["a", "b"], [1, 2, 3], signed=True)
    assert heat.numbers.texts == ["1.00", "−2.00", "0.00", "0.50", "?", "1.50"]
    assert heat.image.get_clim() == (-2, 2)
    assert heat.numbers.places[1].tolist() == [1, 0]
    assert [text.get_text() for text in ax.get_xticklabels()] == ["1", "2", "3"]
    heat.update(np.full((2, 3), 5.0))
    assert heat.numbers.texts == ["5.00"] * 6
    assert heat.image.get_clim() == (-5, 5)


def test_heat_map_without_sign_or_numbers():
    _, ax = plots.figure()
    heat = plots.draw_heat_map(ax, [[0.2, 0.8]], limit=(0, 1), write=None)
    assert heat.image.get_clim() == (0, 1)
    assert heat.image.get_cmap() == plots.AMOUNT_MAP
    assert heat.numbers is None and heat.artists == (heat.image,)


def test_images_are_tiles_with_captions():
    _, ax = plots.figure()
    images = np.zeros((3, 8, 8))
    images[2, 0, 0] = 16
    drawing = plots.draw_images(ax, images, ["0", "1", "2"], columns=2)
    assert [text.get_text() for text in drawing.texts] == ["0", "1", "2"]
    picture = drawing.image.get_array()
    below_first = 8 * 5 + 2 + 8 * 5 // 3
    assert picture[below_first + 1, 1, :3].tolist() == [34, 34, 34]
    assert picture[1, 1, :3].tolist() == [255, 255, 255]
    drawing.update(images + 1)
    assert drawing.image.get_array()[1, 1, :3].tolist() == [34, 34, 34]


# --- the loss surface ------------------------------------------------------------------------


def bowl():
    x, y = np.linspace(-2, 2, 30), np.linspace(-1, 1, 20)
    return x, y, x**2 + 4 * y[:, None] ** 2


def test_contours_lie_at_their_levels():
    _, ax = plots.figure()
    _, lines = plots.draw_surface(ax, *bowl(), levels=[0, 0.5, 2]).artists
    assert lines.levels.tolist() == [0, 0.5, 2]
    x, y = lines.get_paths()[2].vertices.T
    assert np.allclose(x**2 + 4 * y**2, 2, atol=0.03)


def test_path_and_arrow_move():
    _, ax = plots.figure()
    path = plots.draw_path(ax, [(0, 0), (1, 1)])
    path.update([(0, 0), (1, 1), (2, 0)])
    steps, here = path.artists
    assert steps.get_xydata().shape == (3, 2)
    assert here.get_xydata().tolist() == [[2, 0]]
    arrow = plots.draw_arrow(ax, (0, 0), (1, 2))
    arrow.update((1, 1), (-1, 0))
    start, end = arrow.artists[0].get_path().vertices[[0, 2]]
    assert np.allclose(start, (1, 1)) and np.allclose(end, (0, 1), atol=0.01)


def test_surface_and_path_in_three_dimensions():
    fig, ax = plots.figure(subplot_kw={"projection": "3d"})
    (surface,) = plots.draw_surface_3d(ax, *bowl()).artists
    path = plots.draw_path(ax, [(0, 0, 0), (1, 1, 5)])
    assert np.array_equal(path.artists[1].get_data_3d(), [[1], [1], [5]])
    assert surface.get_array().size > 100
    fig.canvas.draw()


# --- whole pictures --------------------------------------------------------------------------


def picture_of_decision():
    X, y = two_classes()
    fig, ax = plots.figure(width=5, height=3.5)
    plots.draw_decision(ax, ripple(plots.grid_points(SQUARE, 60)), SQUARE)
    plots.draw_points(ax, X[:3], y[:3])
    plots.draw_points(ax, X[3:], y[3:], held_out=True)
    plots.draw_legend(ax)
    return fig


def picture_of_loss():
    fig, ax = plots.figure(width=5, height=3)
    iterations = np.arange(0, 1001, 10)
    decay = np.exp(-iterations / 200)
    training, test = 0.2 + 0.5 * decay, 0.25 + 0.45 * decay
    plots.draw_loss_curve(ax, iterations, training).show(iterations, training, test)
    plots.set_labels(ax, title="Loss")
    return fig


def picture_of_network():
    fig, ax = plots.figure(width=9, height=4.2)
    sizes = [3, 8, 1]
    plots.draw_network(ax, sizes, *parameters(sizes), layer_names=["input", "hidden", "output"])
    return fig


def picture_of_hidden_units():
    fig, ax = plots.figure(width=3, height=4)
    points = plots.grid_points(SQUARE, 24)
    turns = [np.linspace(0, np.pi, units, endpoint=False) for units in (8, 5, 2)]
    maps = [np.tanh(points @ [np.cos(turn), np.sin(turn)]) for turn in turns]
    plots.draw_hidden_units(ax, maps, [f"layer {number}" for number in (1, 2, 3)])
    return fig


PICTURES = {
    "decision": picture_of_decision,
    "loss": picture_of_loss,
    "network": picture_of_network,
    "hidden_units": picture_of_hidden_units,
}


@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_like_its_reference(name):
    reference = np.asarray(Image.open(REFERENCES / f"{name}.png").convert("RGB"), dtype=float)
    drawn = pixels(PICTURES[name]())
    assert drawn.shape == reference.shape
    # Blocks of 4 × 4 pixels, so that another version's smoothing of edges does not count.
    difference = np.abs(blocks(drawn) - blocks(reference))
    assert difference.mean() < 2
    assert (difference > 60).mean() < 0.005


def blocks(picture):
    height, width = (length // 4 * 4 for length in picture.shape[:2])
    cut = picture[:height, :width]
    return cut.reshape(height // 4, 4, width // 4, 4, 3).mean(axis=(1, 3))


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_reaches_over_the_edge_of_the_picture(name):
    fig = PICTURES[name]()
    plots.settle_layout(fig)
    inside = fig.get_tightbbox()
    width, height = fig.get_size_inches()
    assert inside.x0 >= -0.01 and inside.y0 >= -0.01
    assert inside.x1 <= width + 0.01 and inside.y1 <= height + 0.01


def test_blitting_over_a_frozen_layout_gives_the_whole_picture():
    fig, ax = plots.figure(width=4, height=3)
    decision = plots.draw_decision(ax, ripple(plots.grid_points(SQUARE, 40)), SQUARE)
    points = plots.draw_points(ax, *two_classes())
    plots.settle_layout(fig, freeze=True)
    fig.canvas.draw()
    whole = np.array(fig.canvas.buffer_rgba())
    for drawing in (decision, points):
        drawing.animate()
    fig.canvas.draw()
    background = np.array(fig.canvas.buffer_rgba())
    decision.redraw()
    points.redraw()
    blitted = np.array(fig.canvas.buffer_rgba())
    # The axis lines lie under what is blitted, hence the few pixels at the edge of the axes.
    assert np.mean(np.any(blitted != whole, axis=2)) < 0.01
    assert np.mean(np.any(background != whole, axis=2)) > 0.2


@pytest.mark.parametrize("ratio", [1, 1.5])
def test_a_layer_shows_its_parts_as_they_are_and_draws_them_only_when_they_change(ratio):
    fig, ax = plots.figure(width=4, height=3)
    plots.draw_decision(ax, ripple(plots.grid_points(SQUARE, 40)), SQUARE)
    points = plots.draw_points(ax, *two_classes())
    plots.settle_layout(fig, freeze=True)
    fig.set_dpi(ratio * fig.dpi)
    drawn, layer = [], Layer(ax, points.artists)
    for part in points.artists:
        part.draw = lambda renderer, draw=part.draw: drawn.append(renderer) or draw(renderer)

    def over_the_surface(parts):
        fig.canvas.draw()
        plots.Drawing(parts).redraw()
        return np.array(fig.canvas.buffer_rgba(), dtype=int)

    layer.set_animated(True)
    for X in (two_classes()[0], two_classes()[0] + 0.3):
        points.update(X, two_classes()[1])
        drawn.clear()
        copied = [over_the_surface([layer]) for _ in range(3)]
        assert len(drawn) == 2  # one line a class
        assert all(np.array_equal(copied[0], other) for other in copied)
        # What is blended twice is rounded twice.
        assert np.abs(copied[0] - over_the_surface(points.artists)).max() <= 4
        assert np.abs(copied[0] - over_the_surface([])).max() > 50


if __name__ == "__main__":
    for name, draw in PICTURES.items():
        picture = Image.fromarray(pixels(draw()).astype(np.uint8))
        picture.quantize(256, dither=Image.Dither.NONE).save(REFERENCES / f"{name}.png")
