"""The network as a graph, and the plane of three classes: what is drawn where."""

import numpy as np
import pytest

from nnlib import Network, plots
from nnlib.plots.classes import TaskPoints, class_boundaries, class_surface
from nnlib.plots.graph import Spot, connections, neighbour

SIZES = [2, 3, 2, 1]


def graph_of(net, names=None):
    """The graph of a network, with maps of 20 points a side."""
    _, ax = plots.figure(width=5, height=4)
    maps = net.forward(plots.grid_points((-4, 4, -4, 4), 20)).A
    return plots.draw_graph(ax, maps, net.weights, net.biases, names)


def test_wide_curves_are_large_weights_and_dashed_ones_negative():
    net = Network(SIZES, rng=1)
    graph = graph_of(net)
    values = np.concatenate([W.ravel() for W in net.weights])
    widths = graph.edges.get_linewidth()
    assert (np.argsort(widths) == np.argsort(np.abs(values))).all()
    dashed = [dashes is not None for _, dashes in graph.edges.get_linestyle()]
    assert dashed == (values < 0).tolist()


def test_each_curve_joins_its_two_units():
    graph = graph_of(Network(SIZES, rng=1))
    for spot, line in zip(connections(SIZES), graph.edges.get_segments(), strict=True):
        side = np.array([graph.side / 2, 0])
        np.testing.assert_allclose(line[0], graph.places[spot.layer - 1][spot.source] + side)
        np.testing.assert_allclose(line[-1], graph.places[spot.layer][spot.unit] - side)


def test_without_weights_there_are_no_curves():
    _, ax = plots.figure(width=5, height=4)
    maps = [np.zeros((100, size)) for size in SIZES]
    graph = plots.draw_graph(ax, maps)
    assert not graph.edges.get_visible()
    assert not graph.dots.get_visible()
    assert graph.find(*graph.places[1][0]) == (Spot(1, 0), "unit")


def test_infinite_weights_do_not_break_the_graph():
    net = Network(SIZES, rng=1)
    net.weights[0][0, 0], net.weights[1][0, 0] = np.inf, np.nan
    graph = graph_of(Network(SIZES, rng=1))
    graph.update([np.zeros((400, size)) for size in SIZES], net.weights, net.biases)
    graph.ax.figure.canvas.draw()
    assert np.isfinite(graph.edges.get_linewidth()).all()


def test_names_of_inputs_stand_left_of_their_maps():
    graph = graph_of(Network(SIZES, rng=1), names=["x₁", "sin x₂"])
    assert graph.names.texts[:2] == ["x₁", "sin x₂"]
    assert (graph.names.places[:2, 0] < graph.places[0][:, 0] - graph.side / 2).all()
    assert (graph.names.places[:, 0] > 0).all()


@pytest.mark.parametrize("sizes", [[2, 1], [2, 3, 2, 1], [7, 1, 3]])
def test_arrows_reach_every_unit_and_connection(sizes):
    reached, ahead = set(), [Spot(0, 0)]
    while ahead:
        spot = ahead.pop()
        if spot not in reached:
            reached.add(spot)
            ahead += [neighbour(spot, sizes, *to) for to in ((1, 0), (-1, 0), (0, 1), (0, -1))]
    units = {Spot(layer, unit) for layer, size in enumerate(sizes) for unit in range(size)}
    assert reached == units | set(connections(sizes))


def test_the_surface_of_three_classes_is_that_of_the_likeliest():
    colours = class_surface(np.eye(3)[[0, 1, 2, 2]])
    assert (colours[1, 0] == colours[1, 1]).all()
    assert len({tuple(colour) for colour in colours.reshape(-1, 4)}) == 3


def test_three_classes_that_meet_have_boundaries_between_each_two():
    x, y = plots.grid_points((-1, 1, -1, 1), 60).T
    scores = np.column_stack([y, -y / 2 + x, -y / 2 - x])
    p = np.exp(4 * scores) / np.exp(4 * scores).sum(axis=1, keepdims=True)
    lines = np.vstack(class_boundaries(p, (-1, 1, -1, 1)))
    lead = np.sort(
        np.column_stack([lines[:, 1], *(-lines[:, 1] / 2 + s * lines[:, 0] for s in (1, -1))])
    )
    assert np.abs(lead[:, 2] - lead[:, 1]).max() < 0.06


def test_points_go_to_the_markers_of_their_class_or_to_shades():
    _, ax = plots.figure()
    points, X = TaskPoints(ax, held_out=False, size=5), np.arange(8.0).reshape(4, 2)
    points.update(X, np.array([[0], [2], [2], [1]]))
    assert [len(line.get_xdata()) for line in points.lines] == [1, 1, 2]
    assert len(points.dots.get_offsets()) == 0
    points.update(X, np.linspace(-1, 1, 4), is_number=True)
    assert [len(line.get_xdata()) for line in points.lines] == [0, 0, 0]
    assert len({tuple(colour) for colour in points.dots.get_facecolor()}) == 4
