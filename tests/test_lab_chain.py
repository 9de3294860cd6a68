"""ChainLab, the links it follows and the picture it draws."""

import asyncio

import numpy as np
import pytest
import traitlets
from matplotlib.colors import to_hex

from nnlib import Network, activations, plots
from nnlib.labs import ChainLab
from nnlib.labs.chain import model as chain_model
from nnlib.labs.chain import view as chain_module
from nnlib.labs.chain.model import ChainModel, entries, located
from nnlib.labs.chain.view import arrows
from nnlib.labs.shared.chain_rule import (
    ENTRIES,
    NETWORK,
    NUMBERS,
    PRODUCT,
    SUM,
    UNIT,
    follow,
    network_values,
    shapes_in,
    unit_values,
    written_sum,
)
from nnlib.plots.chain import Place, draw_chain
from nnlib.plots.numbers import fixed_number
from nnlib.plots.palette import PAPER, POSITIVE

GRAPHS = {"unit": (UNIT, unit_values()), "network": (NETWORK, network_values(1))}
EVERY_LINK = [
    pytest.param(graph, link, id=f"{graph}-{link.target}")
    for graph, (links, _) in GRAPHS.items()
    for link in links
]
GRADIENTS = [parameter for parameter in EVERY_LINK if parameter.values[1].backwards]


def pixels(lab):
    """What the canvas shows."""
    return np.asarray(lab.figure.canvas.buffer_rgba()).copy()


# The links.


@pytest.mark.parametrize(("graph", "link"), EVERY_LINK)
def test_each_formula_says_what_the_rule_does(graph, link):
    values = follow(*GRAPHS[graph])
    names = {**values, "sigmoid": activations.sigmoid, "np": np}
    np.testing.assert_allclose(eval(link.formula, names), values[link.target], rtol=1e-14)
    assert set(link.uses) <= set(values)
    assert link.words.endswith(".")


@pytest.mark.parametrize(("graph", "link"), GRADIENTS)
def test_each_gradient_is_the_measured_slope(graph, link):
    links, given = GRAPHS[graph]
    values = follow(links, given)
    name = link.target[1:]
    forwards = [link for link in links if not link.backwards]
    after = (
        forwards[[f.target for f in forwards].index(name) + 1 :] if name not in given else forwards
    )
    for index in np.ndindex(values[name].shape):
        loss = []
        for h in (1e-5, -1e-5):
            moved = {key: array.copy() for key, array in values.items()}
            moved[name][index] += h
            loss.append(follow(after, moved)["L"])
        measured = (loss[0] - loss[1]) / 2e-5
        assert values[link.target][index] == pytest.approx(measured, abs=1e-9)


def test_a_gradient_has_the_shape_of_what_it_is_the_gradient_of():
    for links, given in GRAPHS.values():
        values = follow(links, given)
        for link in links:
            if link.backwards:
                assert values[link.target].shape == values[link.target[1:]].shape


def test_the_network_s_links_give_what_the_package_gives():
    values = follow(NETWORK, network_values(1))
    net = Network([3, 2, 1], hidden="sigmoid", loss="sse")
    net.weights, net.biases = [values["W1"], values["W2"]], [values["b1"], values["b2"]]
    gradients = net.backward(net.forward(values["X"]), values["y"])
    for layer in (0, 1):
        np.testing.assert_allclose(values[f"dW{layer + 1}"], gradients.weights[layer], rtol=1e-12)
        np.testing.assert_allclose(values[f"db{layer + 1}"], gradients.biases[layer], rtol=1e-12)
    assert values["L"] == pytest.approx(net.loss(values["X"], values["y"]))


def test_matrix_products_are_told_from_products_of_entries():
    for link in NETWORK:
        assert ("@" in link.formula) == (link.kind == PRODUCT)
        assert (".sum(axis=0)" in link.formula) == (link.kind == SUM)
    kinds = {link.target: link.kind for link in NETWORK}
    assert kinds["dZ1"] == kinds["dZ2"] == kinds["dA2"] == ENTRIES
    assert {link.kind for link in UNIT} == {NUMBERS}


def test_what_is_given_is_not_changed():
    given = network_values(1)
    kept = {name: array.copy() for name, array in given.items()}
    follow(NETWORK, given)
    assert set(given) == set(kept)
    for name, array in kept.items():
        np.testing.assert_array_equal(given[name], array)


@pytest.mark.parametrize("link", [link for link in NETWORK if link.kind in (PRODUCT, SUM)])
def test_a_written_sum_adds_up(link):
    values = follow(NETWORK, network_values(1))
    for index in np.ndindex(values[link.target].shape):
        name, terms, result = written_sum(link, values, index).split(" = ")
        assert located(name) == (link.target, index)
        assert eval(terms.replace("·", "*")) == pytest.approx(float(result), abs=5e-3)
        assert float(result) == pytest.approx(values[link.target][index], abs=5e-4)


def test_shapes_stand_in_for_names():
    values = follow(NETWORK, network_values(1))
    told = {link.target: shapes_in(link.formula, values) for link in NETWORK}
    assert told["dW1"] == "(3, 4) @ (4, 2)"
    assert told["dA1"] == "(4, 1) @ (1, 2)"
    assert told["dZ1"] == "(4, 2) * (4, 2) * (1 - (4, 2))"
    assert told["db1"] == "(4, 2).sum(axis=0)"


# The model.


def test_as_many_arrays_are_known_as_steps_were_followed():
    model = ChainModel(graph="network")
    for step in range(len(NETWORK) + 1):
        model.step = step
        model.refresh()
        assert set(model.values) == {"X", "y", "W1", "b1", "W2", "b2"} | {
            link.target for link in NETWORK[:step]
        }


def test_going_stays_within_the_graph():
    model = ChainModel()
    model.go(-1)
    assert model.step == 0
    model.go(100)
    assert model.step == len(UNIT)
    model.go(-1)
    assert model.link.target == "db"


def test_a_changed_weight_is_followed_by_every_number_after_it():
    model = ChainModel(graph="network", step=len(NETWORK))
    model.refresh()
    before = model.values
    model.entry, model.value = "W2 (1, 1)", 3.0
    model.refresh()
    assert model.changed == {"W2 (1, 1)": 3.0}
    for name in ("Z2", "A2", "L", "dA2", "dZ2", "dW2", "dA1", "dW1"):
        assert not np.array_equal(before[name], model.values[name]), name
    for name in ("Z1", "A1", "X", "W1"):
        assert np.array_equal(before[name], model.values[name]), name


def test_an_input_can_be_changed():
    model = ChainModel(graph="network", step=1)
    model.entry, model.value = "X (3, 2)", 0.5
    model.refresh()
    W1, b1 = model.values["W1"], model.values["b1"]
    np.testing.assert_allclose(model.values["Z1"][2], np.array([1, 0.5, 1]) @ W1 + b1)


def test_choosing_another_number_changes_none():
    model = ChainModel(graph="network")
    for entry in entries(model.given):
        model.entry = entry
        name, index = located(entry)
        assert model.value == pytest.approx(model.given[name][index])
    assert model.changed == {}


def test_a_number_beyond_the_slider_stays_as_it_was_given():
    model = ChainModel(changed={"w": 9.0})
    assert model.given["w"] == 9.0
    assert model.value == 4.0
    assert model.changed == {"w": 9.0}


def test_another_graph_or_seed_starts_anew():
    model = ChainModel(step=4, changed={"w": 1.0})
    model.graph = "network"
    assert (model.step, model.changed, model.entry) == (0, {}, "W1 (1, 1)")
    first = model.given["W1"]
    model.entry, model.value = "b1 (1)", 2.0
    model.seed = 7
    assert model.changed == {}
    assert (model.given["W1"] != first).any()


def test_reset_brings_the_first_state_back():
    model = ChainModel(graph="network", step=3, seed=5, changed={"y (1, 1)": 1.0})
    model.graph = "unit"
    model.step, model.playing = 2, True
    model.reset()
    assert model.choices() == {
        "graph": "network",
        "step": 3,
        "seed": 5,
        "changed": {"y (1, 1)": 1.0},
    }
    assert not model.playing


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"step": 9}, "step must be 0 to 8 in the graph 'unit'; got 9"),
        ({"changed": {"W1 (1, 1)": 1.0}}, "must name numbers of the graph 'unit'"),
        ({"graph": "network", "changed": {"W1 (4, 1)": 1.0}}, "got 'W1 .4, 1.'"),
        ({"changed": {"w": np.nan}}, "w must be a finite number"),
        ({"graph": "three layers"}, "unit"),
    ],
)
def test_what_cannot_be_is_refused(choices, message):
    with pytest.raises(traitlets.TraitError, match=message):
        ChainModel(**choices)


def test_playing_follows_one_link_after_another():
    model = ChainModel()
    model.playing = True
    model.advance(0.01)
    model.advance(0.01)
    assert model.step == 1
    model.passed = chain_model.PAUSE
    while model.playing:
        model.advance(0.01)
    assert model.step == len(UNIT)


def test_the_status_tells_link_loss_and_slope():
    model = ChainModel()
    model.refresh()
    assert model.status().startswith("Step 0 of 8: only x, w, b, y are given.")
    model.step = 6
    model.refresh()
    status = model.status()
    assert "Step 6 of 8, backwards: dw = dz * x." in status
    assert "The loss is 0.1425." in status
    assert "0.01 times -0.3549" in status
    assert "the rate is -0.3549" in status


def test_a_product_is_told_as_a_sum_for_the_chosen_number():
    model = ChainModel(graph="network", step=12)
    model.entry = "W1 (3, 2)"
    model.refresh()
    assert model.headline() == (
        "dW1 = X.T @ dZ1",
        "matrix product:  (3, 4) @ (4, 2)  gives  (3, 2)",
    )
    assert "For example, dW1 (3, 2) = 1·" in model.status()


# The picture.


def test_arrows_join_what_belongs_together():
    found = set(arrows("network"))
    assert {("X", "Z1"), ("W1", "Z1"), ("A2", "L"), ("L", "dA2"), ("dZ2", "dA1")} <= found
    assert ("A1", "dW2") not in found  # used, but not on the way of the gradient


def test_fixed_decimals():
    assert [fixed_number(v, 3) for v in (0.5, -1.25, 1.0, -0.0, 123.456)] == [
        "0.500",
        "−1.250",
        "1",
        "0",
        "123.5",
    ]


def test_tables_show_numbers_where_they_are_known():
    _, ax = plots.figure(width=4, height=2)
    places = {"A": Place(80, 150, 2, 2), "dA": Place(280, 150, 2, 1)}
    titles = {"A": "A (2, 2)", "dA": "dA (2, 1)"}
    drawing = draw_chain(ax, places, [("A", "dA")], titles, {"A": 2, "dA": 1}, (50, 20))
    drawing.update({"A": np.array([[0.5, -1.0], [2.0, 3.25]])}, target="A")
    assert drawing.numbers.texts == ["0.50", "−1", "2", "3.25", "", ""]
    faces = [to_hex(colour) for colour in drawing.cells.get_facecolor()]
    assert faces[4:] == [PAPER, PAPER]
    assert len(set(faces[:4])) > 2
    frames = [to_hex(colour) for colour in drawing.frames.get_colors()]
    assert frames[0] == POSITIVE != frames[1]
    (start, end) = drawing.lines.get_segments()[0]
    assert 130 < start[0] < end[0] < 255
    assert start[1] == pytest.approx(end[1])
    assert [text.get_text() for text in ax.texts] == ["A (2, 2)", "dA (2, 1)"]


@pytest.mark.parametrize("graph", GRAPHS)
def test_every_step_changes_the_picture(graph):
    lab = ChainLab(graph=graph)
    before = pixels(lab)
    for step in range(1, len(lab.model.links) + 1):
        lab.model.step = step
        after = pixels(lab)
        assert (before != after).any()
        assert lab.alarm.value == ""
        before = after


def test_tables_do_not_overlap_and_stay_inside():
    for graph, (width, height) in chain_module.CELLS.items():
        places = ChainLab(graph=graph).chain.places
        boxes = []
        for name, place in places.items():
            half = place.columns * width / 2
            box = (place.x - half, place.top - place.rows * height, place.x + half, place.top + 16)
            assert box[0] >= 0
            assert box[2] <= 940
            assert box[1] >= 5
            assert box[3] <= 400, name
            boxes.append(box)
        for i, a in enumerate(boxes):
            for b in boxes[:i]:
                apart = a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]
                assert apart, (graph, a, b)


def test_another_graph_fits_the_controls():
    lab = ChainLab(step=8)
    lab.model.graph = "network"
    assert lab.steps.max == 13
    assert "W1 (3, 2)" in dict(lab.which.options)
    assert lab.which.value == lab.model.entry == "W1 (1, 1)"
    assert lab.model.changed == {}
    lab.model.graph = "unit"
    assert lab.steps.max == 8
    assert lab.seed.disabled
    assert lab.alarm.value == ""


def test_another_graph_while_an_event_loop_runs():
    async def choose():
        lab = ChainLab(step=4)
        for graph, steps in (("network", 13), ("unit", 8), ("network", 13)):
            lab._bound["graph"].value = graph
            for _ in range(100):
                await asyncio.sleep(0.02)
                if lab._drawn == graph and not lab._player.queue:
                    break
            assert (lab.model.graph, lab.model.step) == (graph, 0)
            assert lab.steps.max == steps
            assert lab.which.value == lab.model.entry
            assert lab.alarm.value == ""
        lab.close()

    asyncio.run(choose())


def test_controls_move_the_model():
    lab = ChainLab(graph="network", step=5)
    lab.which.value = "W2 (2, 1)"
    assert lab.model.entry == "W2 (2, 1)"
    lab._bound["value"].value = -3.0
    assert lab.model.changed == {"W2 (2, 1)": -3.0}
    assert lab.code() == "ChainLab(graph='network', step=5, changed={'W2 (2, 1)': -3.0})"
    again = eval(lab.code())
    np.testing.assert_array_equal(again.model.values["A2"], lab.model.values["A2"])


def test_play_starts_again_after_the_last_link():
    lab = ChainLab(step=8)
    lab.toggle()
    assert lab.model.playing
    assert lab.model.step < 8
    lab.toggle()
    assert not lab.model.playing


def test_the_network_at_first_is_the_one_that_notebook_04_works_through():
    values = network_values(ChainModel().seed)
    np.testing.assert_array_equal(values["W1"], [[0.0, 1.8], [-1.4, 1.8], [-0.8, -0.3]])
    np.testing.assert_array_equal(values["b1"], [1.3, -0.4])
    np.testing.assert_array_equal(values["W2"], [[0.2], [-1.9]])
    np.testing.assert_array_equal(values["b2"], [1.0])
