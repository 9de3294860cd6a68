"""The playground: its model without widgets, its view without a browser."""

import ast
import io
import sys
import types
import warnings
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image
from traitlets import TraitError

from nnlib import Network, activations, datasets, losses, training
from nnlib.labs import Playground
from nnlib.labs.playground.model import PlaygroundModel
from nnlib.labs.playground.networks import list_parameters
from nnlib.labs.playground.run import EXTENT, GRAPH, GRID_SIDE
from nnlib.labs.shared.steps import plain
from nnlib.plots import grid_points
from nnlib.plots.graph import Spot, connections, tile_side
from playground import model, train


class Handmade:
    """A logistic unit, written as a learner would: the least that the playground asks for."""

    def __init__(self, layer_sizes, rng):
        self.w = np.random.default_rng(rng).standard_normal((layer_sizes[0], 1))
        self.b = np.zeros(1)

    def forward(self, X):
        return types.SimpleNamespace(X=X, output=activations.sigmoid(X @ self.w + self.b))

    def loss(self, forward, y):
        return losses.cross_entropy(forward.output, y)

    def backward(self, forward, y):
        dz = (forward.output - y) / len(y)
        return forward.X.T @ dz, dz.sum(axis=0)

    def step(self, gradients, learning_rate):
        self.w = self.w - learning_rate * gradients[0]
        self.b = self.b - learning_rate * gradients[1]


class WithoutStep:
    def __init__(self, layer_sizes, rng):
        self.forward = self.loss = self.backward = print


def again(lab):
    """The lab that its line of code makes."""
    return eval(lab.code(), {"Playground": Playground, "Handmade": Handmade})


def parameters(network):
    return [*network.weights, *network.biases]


def pixels(lab):
    return np.asarray(Image.open(io.BytesIO(lab.image.value)).convert("RGB"))


# -- what it starts with ----------------------------------------------------------------------


def test_the_first_points_are_the_published_flower():
    points = model().points
    X, y = datasets.flower()
    dealt = {tuple(row) for row in np.vstack([points.X_train, points.X_test])}
    assert dealt == {tuple(row) for row in X}
    assert (len(points.X_train), len(points.X_test)) == (320, 80)
    everything = model(train_share=1.0)
    assert np.array_equal(everything.points.X_train, X)
    assert np.array_equal(everything.points.y_train, y)
    assert everything.look.test is None


def test_it_trains_as_the_package_does():
    made = model(seed=3, learning_rate=0.5, steps=30, hidden_units=[5, 2])
    points = datasets.split(*datasets.flower(rng=3), 0.8, 3)
    net = Network([2, 5, 2, 1], rng=3)
    history = training.train(net, points.X_train, points.y_train, learning_rate=0.5, iterations=31)
    assert [row[1] for row in made.run.curve.rows] == pytest.approx(history.loss.tolist())
    assert made.look.training.loss == pytest.approx(history.loss[-1])
    train(made, 1)
    for ours, theirs in zip(parameters(made.run.network), parameters(net), strict=True):
        np.testing.assert_allclose(ours, theirs)
    expected = (net.predict(points.X_test) == points.y_test).mean()
    assert made.look.test.accuracy == expected
    assert made.look.test.loss == pytest.approx(net.loss(points.X_test, points.y_test))


def test_the_published_run_can_be_played():
    def published(layer_sizes, rng):
        return Network(layer_sizes, rng=np.random.RandomState(2), scale=0.01)

    made = model(train_share=1.0, network=published, steps=1000)
    assert f"{made.run.curve.rows[0][1]:.6f}" == "0.693048"
    assert f"{made.look.training.loss:.6f}" == "0.288083"


def test_the_picture_is_that_of_the_network():
    made = model(steps=20, hidden_units=(3, 2))
    whole = made.run.network.forward(grid_points(EXTENT, GRID_SIDE))
    np.testing.assert_allclose(made.look.grid, whole.output, atol=1e-5)
    small = made.run.network.forward(grid_points(EXTENT, tile_side((2, 3, 2, 1), *GRAPH) - 2))
    for layers, told in ((made.look.layers, whole), (made.look.maps, small)):
        for seen, A in zip(layers, told.A, strict=True):
            np.testing.assert_allclose(seen, A, atol=1e-5)


@pytest.mark.parametrize("data", datasets.PLANAR)
@pytest.mark.parametrize("hidden_units", [(), 1, (8, 8, 8, 8)])
def test_every_set_of_points_trains_with_every_depth(data, hidden_units):
    made = model(data=data, hidden_units=hidden_units, learning_rate=0.1)
    before = made.look.training.loss
    train(made, 40)
    assert made.look.training.loss < before


@pytest.mark.parametrize("activation", activations.ACTIVATIONS)
def test_every_activation_trains(activation):
    made = model(activation=activation, learning_rate=0.1)
    before = made.look.training.loss
    train(made, 20)
    assert made.look.training.loss < before
    assert activation in made.status()


# -- what starts again, and what goes on ------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "as_made"),
    [
        ("data", "moons", {"data": "moons"}),
        ("noise", 0.3, {"noise": 0.3}),
        ("train_share", 0.5, {"train_share": 0.5}),
        ("seed", 2, {"seed": 2}),
        ("layers", 2, {"hidden_units": (4, 4)}),
        ("units_1", 5, {"hidden_units": (5,)}),
        ("activation", "relu", {"activation": "relu"}),
        ("network", Handmade, {"network": Handmade}),
    ],
)
def test_a_change_of_points_or_network_starts_again(name, value, as_made):
    made = model(steps=5)
    setattr(made, name, value)
    made.refresh()
    assert (made.run.step, made.changes) == (0, [])
    assert made.look.training == model(**as_made).look.training


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("learning_rate", 0.3),
        ("schedule", "cosine"),
        ("optimiser", "Adam"),
        ("batch_size", 8),
        ("l2", 0.1),
    ],
)
def test_other_changes_are_taken_up_on_the_way(name, value):
    made = model(steps=5)
    setattr(made, name, value)
    train(made, 5)
    assert made.run.step == 10
    assert made.changes == [(5, name, value)]
    assert [row[0] for row in made.run.curve.rows] == list(range(11))
    unchanged = model(steps=10)
    differ = any(
        not np.array_equal(ours, theirs)
        for ours, theirs in zip(
            parameters(made.run.network), parameters(unchanged.run.network), strict=True
        )
    )
    assert differ


def test_units_of_a_layer_that_is_not_there_change_nothing():
    made = model(steps=5)
    made.units_3 = 7
    made.refresh()
    assert made.run.step == 5


def test_a_restart_keeps_the_choices_and_reset_brings_them_back():
    made = model(data="moons", learning_rate=0.5, steps=4)
    made.learning_rate, made.units_1 = 0.1, 6
    train(made, 3)
    made.restart()
    made.refresh()
    assert (made.run.step, made.learning_rate, made.units_1) == (0, 0.1, 6)
    made.reset()
    made.refresh()
    assert (made.run.step, made.learning_rate, made.units_1) == (4, 0.5, 4)


def test_a_schedule_takes_its_share_of_the_rate():
    made = model(schedule="warm-up", learning_rate=1.0)
    assert made.rate() == 1 / 500
    train(made, 1)
    assert made.rate() == 2 / 500
    assert made.rate(10_000) == 1.0


def test_l2_is_part_of_the_loss():
    plain, held = model(), model(l2=0.1)
    weights = sum((W**2).sum() for W in plain.run.network.weights)
    assert held.look.training.loss == pytest.approx(plain.look.training.loss + 0.05 * weights)


def test_a_long_run_keeps_few_losses():
    made = model(data="blobs", hidden_units=(), steps=2000)
    steps = [row[0] for row in made.run.curve.rows]
    assert len(steps) <= 400
    assert set(np.diff(steps)) == {made.run.curve.stride}


def test_advance_trains_for_some_time():
    made = model()
    made.advance(0.02)
    assert made.run.step > 1


# -- by hand ----------------------------------------------------------------------------------


def test_a_weight_set_by_hand_is_seen_at_once():
    made = model(steps=3)
    before = made.look.grid.copy()
    made.parameter = "W2 (2, 1)"
    made.refresh()
    assert made.value == made.run.network.weights[1][1, 0]
    made.value = 4.0
    made.refresh()
    assert made.run.network.weights[1][1, 0] == 4.0
    assert np.abs(made.look.grid - before).max() > 0.05
    assert made.changes == [(3, "W2 (2, 1)", 4.0)]


def test_looking_at_a_weight_does_not_change_it():
    made = model(steps=3)
    held = [array.copy() for array in parameters(made.run.network)]
    for name in list(made.run.parameters):
        made.parameter = name
        made.refresh()
    for now, before in zip(parameters(made.run.network), held, strict=True):
        assert np.array_equal(now, before)
    assert made.changes == []


def test_every_parameter_is_found_once():
    network = Network([2, 3, 2, 1], rng=0)
    places = list_parameters(network)
    for number, place in enumerate(places.values()):
        place.array(network)[place.index] = number
    held = np.concatenate([array.ravel() for array in parameters(network)])
    assert sorted(held) == list(range(len(places)))


# -- the line of code -------------------------------------------------------------------------


def test_the_default_needs_no_words():
    assert Playground().code() == "Playground()"


def busy_lab():
    """A lab with something of everything changed on the way."""
    lab = Playground(data="moons", noise=0.3, seed=7, hidden_units=(3, 2), learning_rate=0.6)
    made = lab.model
    train(made, 30)
    made.learning_rate = 0.25
    made.parameter = "b1 (2)"
    made.refresh()
    made.value = -1.5
    train(made, 10)
    made.batch_size = 32
    train(made, 15)
    made.optimiser = "Adam"
    made.learning_rate = 0.01
    made.l2 = 0.001
    train(made, 12)
    return lab


def test_code_brings_back_this_exact_state():
    lab = busy_lab()
    back = again(lab)
    assert back.model.run.step == lab.model.run.step == 67
    for ours, theirs in zip(
        parameters(lab.model.run.network), parameters(back.model.run.network), strict=True
    ):
        assert np.array_equal(ours, theirs)
    assert back.model.run.curve.rows == lab.model.run.curve.rows
    assert back.code() == lab.code()
    lab.refresh()
    assert (pixels(lab) == pixels(back)).all()
    train(lab.model, 9)
    train(back.model, 9)
    assert lab.model.look.training == back.model.look.training


def test_code_has_nothing_but_literals():
    call = ast.parse(busy_lab().code(), mode="eval").body
    assert all(ast.literal_eval(keyword.value) is not None for keyword in call.keywords)


def test_of_many_moves_at_one_step_the_last_is_kept():
    made = model(steps=2)
    for made.learning_rate in (1.0, 0.9, 0.8):
        pass
    made.l2 = 0.1
    made.learning_rate = 0.7
    assert made.changes == [(2, "l2", 0.1), (2, "learning_rate", 0.7)]


def test_a_rate_moved_before_the_first_step_is_the_first_rate():
    lab = Playground()
    lab.model.learning_rate = 0.3
    assert lab.code() == "Playground(learning_rate=0.3)"


def test_code_names_what_the_learner_wrote():
    lab = Playground(network=Handmade, steps=5)
    assert lab.code() == "Playground(network=Handmade, steps=5)"
    lab.model.parameter = "w (1, 1)"
    lab.refresh()
    lab.model.value = 2.0
    train(lab.model, 3)
    assert np.array_equal(again(lab).model.run.network.w, lab.model.run.network.w)


def test_a_diverged_run_comes_back_diverged():
    lab = diverged()
    back = again(lab)
    assert back.model.run.step == lab.model.run.step
    assert back.model.run.diverged


# -- the learner's own code -------------------------------------------------------------------


def test_a_learner_s_network_is_trained():
    made = model(network=Handmade, data="blobs")
    before = made.look.training.loss
    train(made, 50)
    assert made.look.training.loss < before
    assert [layer.shape[1] for layer in made.look.maps] == [2, 1]
    assert made.run.ignored == {"activation", "first_weights", "l2"}
    assert "Handmade 2–4–1" in made.status()


def test_a_method_that_overrides_the_package_s_is_the_one_that_trains():
    calls = []

    class Counting(Network):
        def forward(self, X):
            calls.append(len(X))
            return super().forward(X)

    made = model(network=Counting, hidden_units=2, activation="relu", l2=0.5)
    assert made.run.ignored == set()
    assert made.run.network.l2 == 0.5
    assert made.run.network.activations[0].name == "relu"
    before = calls.count(320)
    made.run.curve.stride = 1000  # no losses kept: what is left is the training
    made.take_step()
    assert calls.count(320) == before + 1


def test_a_learner_s_activation_is_used():
    def bent(z):
        return np.arctan(z)

    made = model(activation=bent, steps=20)
    exact = activations.from_function(np.arctan, slope=lambda z: 1 / (1 + z**2), name="exact")
    same = model(activation=exact, steps=20)
    assert made.look.training.loss == pytest.approx(same.look.training.loss, rel=1e-6)
    assert "bent" in made.status()
    assert Playground(activation=exact).code() == "Playground(activation=exact)"


def failing(message, **methods):
    """A class like Handmade with some methods replaced, and the words of the error."""
    return pytest.param(type("Mine", (Handmade,), methods), message, id=message[:24])


def bad_output(output):
    return lambda self, X: types.SimpleNamespace(X=X, output=output(X))


@pytest.mark.parametrize(
    ("network", "message"),
    [
        failing("ZeroDivisionError", forward=lambda self, X: 1 / 0),
        failing("there is no .output", forward=lambda self, X: X @ self.w),
        failing("it is (320,)", forward=bad_output(lambda X: X[:, 0])),
        failing("no finite loss", forward=bad_output(lambda X: X[:, :1] * np.nan)),
        failing("loss(forward, y) must give one number; got None", loss=lambda self, f, y: None),
        failing("got shape (320, 1)", loss=lambda self, f, y: f.output - y),
        failing("unexpected keyword argument 'rng'", __init__=lambda self, layer_sizes: None),
        pytest.param(WithoutStep, "it has no step", id="no step"),
        pytest.param(lambda layer_sizes, rng: None, "gave None; a network has", id="None"),
    ],
)
def test_code_that_fails_is_told_in_place(network, message):
    lab = Playground(network=network)
    assert message in lab.alarm.value.replace("&#x27;", "'")
    assert "then press Play or Start again" in lab.alarm.value
    assert "no network yet" in repr(lab)
    assert lab.image.value


@pytest.mark.parametrize(
    ("activation", "message"),
    [
        (lambda z: None, "None: is its return missing?"),
        (lambda z: z.sum(axis=0), "it gave (3,)"),
        (lambda z: np.log(z), "NaN or infinity"),
        (lambda z: 1 / 0, "ZeroDivisionError"),
    ],
)
def test_an_activation_that_fails_is_told_in_place(activation, message):
    lab = Playground(activation=activation)
    assert message in lab.alarm.value
    lab.model.activation = "tanh"
    assert lab.alarm.value == ""
    assert lab.status.value.startswith("Step 0.")


@pytest.mark.parametrize("verb", ["backward", "step"])
def test_a_step_that_fails_is_told_and_training_goes_on_once_it_is_mended(verb):
    broken = [True]

    def sometimes(self, *arguments):
        if broken:
            raise RuntimeError("not yet")
        return getattr(Handmade, verb)(self, *arguments)

    lab = Playground(network=type("Mine", (Handmade,), {verb: sometimes}), data="blobs")
    lab.post(lab.model.take_step)
    assert "RuntimeError: not yet" in lab.alarm.value
    broken.clear()
    lab.post(lab.model.take_step)
    assert lab.alarm.value == ""
    assert lab.model.run.step == 1


def test_a_class_defined_again_is_taken_up(monkeypatch):
    cell = types.ModuleType("__main__")
    monkeypatch.setitem(sys.modules, "__main__", cell)
    source = "class Mine(Handmade):\n    def loss(self, forward, y):\n        {}\n"
    cell.Handmade = Handmade
    exec(source.format("return None"), vars(cell))
    lab = Playground(network=cell.Mine)
    assert "got None" in lab.alarm.value
    exec(source.format("return super().loss(forward, y)"), vars(cell))
    lab.post(lab.model.reset)
    assert lab.alarm.value == ""
    train(lab.model, 3)
    exec(source.format("return 2 * super().loss(forward, y)"), vars(cell))
    before = lab.model.look.training.loss
    lab.refresh()
    assert lab.model.run.step == 0
    assert lab.model.look.training.loss > before


# -- divergence -------------------------------------------------------------------------------


def diverged():
    """A lab whose loss has become infinite."""
    return Playground(data="circles", activation="relu", learning_rate=100.0, l2=0.1, steps=500)


def test_divergence_is_marked_and_explained_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        lab = diverged()
        lab.model.playing = True
        lab.refresh()
    assert lab.model.run.diverged
    assert not lab.model.playing
    assert lab.picture.notice.get_visible()
    assert lab.picture.losses.end.get_visible()
    assert "Diverged" in lab.status.value
    assert "lower it and press Start again" in lab.status.value
    assert lab.alarm.value == ""
    step = lab.model.run.step
    lab.post(lab.model.take_step)
    assert lab.model.run.step == step
    lab.model.learning_rate = 0.1
    lab.model.restart()
    lab.refresh()
    train(lab.model, 50)
    lab.refresh()
    assert not lab.picture.notice.get_visible()
    assert "Diverged" not in lab.status.value


def test_enormous_losses_and_weights_are_kept_short():
    lab = diverged()
    lab.model.run.network.weights[0][:] = 1e150
    lab.model.run.network.weights[1][:] = 1e150
    lab.refresh()
    assert lab.picture.losses.ax.get_ylim()[1] <= 10
    assert abs(lab.model.value) < 1e6
    assert control(lab, "Value").disabled
    assert all(len(label.get_text()) < 20 for label in lab.picture.losses.labels)
    assert len(lab.status.value) < 400


def test_a_loss_above_its_start_is_pointed_out():
    made = model(hidden_units=(8, 8), activation="relu", learning_rate=10.0, steps=2)
    assert made.look.training.loss > 2 * made.run.curve.rows[0][1]
    assert "may be too large" in made.status()


# -- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choices", "error", "words"),
    [
        ({"learningrate": 1}, TypeError, "no choice 'learningrate'; choose from: painted, data"),
        ({"data": "rose"}, TraitError, "rose"),
        ({"hidden_units": 13}, ValueError, "at most 6 layers of at most 12 units; got 13"),
        ({"hidden_units": (1,) * 7}, ValueError, "at most 6 layers"),
        ({"hidden_units": (2, 0)}, ValueError, "got 0"),
        ({"activation": "tangens"}, ValueError, "tanh"),
        ({"learning_rate": 0.0}, TraitError, "learning_rate"),
        ({"train_share": 0.0}, TraitError, "train_share"),
        ({"batch_size": 0}, ValueError, "batch_size"),
        ({"batch_size": "many"}, ValueError, "many"),
        ({"network": Handmade([2, 1], 0)}, TypeError, "a class or a function"),
        ({"steps": -1}, ValueError, "steps"),
        ({"changes": [(1, 2, 3)]}, ValueError, "(step, name, value)"),
        ({"changes": [("W1", 2)]}, ValueError, "(step, name, value)"),
    ],
)
def test_what_cannot_be_is_refused_in_words(choices, error, words):
    with pytest.raises(error) as refusal:
        PlaygroundModel(**choices)
    assert words in str(refusal.value)


def test_a_weight_that_is_not_there_is_told_in_place():
    lab = Playground(steps=5, changes=[(2, "W9 (1, 1)", 1.0)])
    assert "there is no weight 'W9 (1, 1)'; there are: W1 (1, 1)" in lab.alarm.value.replace(
        "&#x27;", "'"
    )


# -- the view ---------------------------------------------------------------------------------


def control(lab, label):
    """The control with that label."""
    boxes = [*lab.rows]
    while boxes:
        part = boxes.pop()
        if getattr(part, "description", None) == label:
            return part
        boxes.extend(getattr(part, "children", ()))
    raise AssertionError(f"no control {label!r}")


@pytest.mark.parametrize(
    ("label", "value", "trait", "expected"),
    [
        ("Data", "spiral", "data", "spiral"),
        ("Noise", 0.5, "noise", 0.5),
        ("Train share", 0.5, "train_share", 0.5),
        ("Seed", 4, "seed", 4),
        ("Hidden layers", 3, "layers", 3),
        ("Units 1", 6, "units_1", 6),
        ("Activation", "relu", "activation", "relu"),
        ("Learning rate", 0.3, "learning_rate", 0.3),
        ("Schedule", "step", "schedule", "step"),
        ("Optimiser", "Nesterov", "optimiser", "Nesterov"),
        ("Batch size", 8, "batch_size", 8),
        ("L2", 0.01, "l2", 0.01),
        ("Weight", "b2 (1)", "parameter", "b2 (1)"),
        ("Value", 1.25, "value", 1.25),
    ],
)
def test_each_control_moves_its_choice(label, value, trait, expected):
    lab = Playground()
    control(lab, label).value = value
    assert getattr(lab.model, trait) == expected
    assert lab.alarm.value == ""


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Data", "spiral"),
        ("Noise", 0.5),
        ("Train share", 0.5),
        ("Seed", 4),
        ("Hidden layers", 3),
        ("Units 1", 6),
        ("Activation", "relu"),
        ("Learning rate", 0.3),
        ("L2", 0.01),
        ("Value", 1.25),
    ],
)
def test_controls_change_the_picture_at_once(label, value):
    lab = Playground()
    before = pixels(lab)
    control(lab, label).value = value
    assert (pixels(lab) != before).any()


def test_buttons_step_restart_reset_and_show_the_code():
    lab = Playground()
    first = pixels(lab)
    control(lab, "One step").click()
    control(lab, "One step").click()
    assert lab.model.run.step == 2
    control(lab, "Line of code").click()
    assert "Playground(steps=2)" in lab.widget.children[-1].value
    control(lab, "Seed").value = 5
    control(lab, "Reset").click()
    assert (pixels(lab) == first).all()
    assert control(lab, "Seed").value == 1
    control(lab, "One step").click()
    control(lab, "Start again").click()
    assert (pixels(lab) == first).all()


def test_only_layers_that_are_there_have_a_slider():
    lab = Playground(hidden_units=(3, 2))

    def shown():
        sliders = [control(lab, f"Units {layer}") for layer in (1, 2, 3, 4)]
        return [slider.layout.display != "none" for slider in sliders]

    assert shown() == [True, True, False, False]
    control(lab, "Hidden layers").value = 0
    assert shown() == [False] * 4
    assert lab.picture.heads.texts[-1] == "No hidden units: a straight boundary."
    lab.model.inputs = ("x1**2", "x2**2")
    lab.refresh()
    assert lab.picture.heads.texts[-1] == "No hidden units."


def test_the_menu_of_weights_follows_the_network():
    lab = Playground()
    weights = control(lab, "Weight")
    weights.value = "W1 (2, 4)"
    control(lab, "Units 1").value = 2
    assert [name for _, name in weights.options] == list(lab.model.run.parameters)
    assert weights.value == lab.model.parameter == "W1 (1, 1)"


def test_weights_cannot_be_set_while_it_plays():
    lab = Playground()
    lab.model.playing = True
    assert control(lab, "Value").disabled
    lab.model.playing = False
    assert not control(lab, "Value").disabled


def test_a_large_weight_has_room_on_its_slider():
    lab = Playground()
    lab.model.edit("W1 (1, 1)", -37.5)
    lab.refresh()
    slider = control(lab, "Value")
    assert slider.min < slider.value == -37.5
    assert lab.model.run.network.weights[0][0, 0] == -37.5


def test_values_that_no_menu_offers_are_added():
    lab = Playground(l2=0.02, learning_rate=0.123, steps=3, changes=[(2, "batch_size", 10)])
    assert lab.alarm.value == ""
    assert (control(lab, "L2").value, control(lab, "Learning rate").value) == (0.02, 0.123)
    assert control(lab, "Batch size").value == 10


def test_a_network_of_one_s_own_switches_off_what_it_does_not_use():
    lab = Playground(network=Handmade)
    assert control(lab, "Activation").disabled
    assert control(lab, "L2").disabled
    assert control(lab, "Weight").value == "w (1, 1)"
    assert "its hidden units (no .A)." in lab.picture.heads.texts[-1]


def test_the_loss_axes_grow_with_the_run_and_start_again():
    lab = Playground(steps=300)
    ax = lab.picture.losses.ax
    assert ax.get_xlim()[1] > 500
    lab.model.restart()
    lab.refresh()
    assert ax.get_xlim()[1] == 100


def test_the_status_says_what_the_picture_shows():
    lab = Playground(data="blobs", hidden_units=(), steps=50)
    assert lab.status.value.startswith("Step 50. Network 2–1, on blobs. Learning rate 1.2.")
    assert "100.0 % of 320 points right" in lab.status.value
    assert "of 80 points right" in lab.status.value


# -- the network as a graph -------------------------------------------------------------------


def at(lab, x, y):
    """The message of a pointer at a place of the graph, in pixels from its upper left corner."""
    pixel = lab.picture.graph.ax.transData.transform((x, y))
    width, height = lab.figure.bbox.size
    return {"x": pixel[0] / width, "y": 1 - pixel[1] / height}


def middle_of(lab, spot):
    """A place on a connection that no other comes near."""
    graph = lab.picture.graph
    line = graph.lines[graph.spots.index(spot)]
    return next(place for place in line if graph.find(*place) == (spot, "weight"))


def pull(lab, place, pixels_up):
    """Press a place of the graph, drag so far up, and let go."""
    lab.touch.answer("press", at(lab, *place))
    lab.touch.answer("drag", at(lab, place[0], place[1] - pixels_up))
    lab.touch.answer("lift", {})


@pytest.mark.parametrize("hidden_units", [(), (1,), (4,), (8,), (8, 8, 8, 8), (1, 8, 2)])
def test_every_unit_has_a_map_that_fits_and_every_weight_a_curve(hidden_units):
    lab = Playground(hidden_units=hidden_units)
    graph, sizes = lab.picture.graph, (2, *hidden_units, 1)
    assert lab.model.run.wiring.layer_sizes == sizes
    assert len(graph.edges.get_segments()) == sum(a * b for a, b in pairwise(sizes))
    edges = np.concatenate(graph.places)[:, :, None] + np.array([-1, 1]) * graph.side / 2
    assert edges.min() >= 0
    assert (edges.max(axis=(0, 2)) <= GRAPH).all()
    for layer in graph.places:
        assert (np.diff(layer[:, 1]) > graph.side).all()
    places = [graph.find(*place)[0] for layer in graph.places for place in layer]
    assert places == [Spot(*spot) for spot in units(sizes)]


def units(sizes):
    return [(layer, unit) for layer, size in enumerate(sizes) for unit in range(size)]


def test_each_curve_stands_for_its_weight():
    made = model(hidden_units=(3, 2), steps=5)
    wiring, network = made.run.wiring, made.run.network
    for spot in connections((2, 3, 2, 1)):
        place = made.run.parameters[wiring.names[spot]]
        held = place.array(network)[place.index]
        assert held == network.weights[spot.layer - 1][spot.source, spot.unit]
    for layer, unit in units((2, 3, 2, 1))[2:]:
        place = made.run.parameters[wiring.names[Spot(layer, unit)]]
        assert place.array(network) is network.biases[layer - 1]
        assert place.index == (unit,)


def test_curves_follow_the_weights_while_it_trains():
    lab = Playground()
    widths = [lab.picture.graph.edges.get_linewidth()]
    train(lab.model, 50)
    lab.refresh()
    widths.append(lab.picture.graph.edges.get_linewidth())
    assert not np.allclose(*widths)


def test_pointing_at_a_unit_shows_its_map_on_the_plane():
    lab = Playground(steps=20)
    first = pixels(lab)
    lab.touch.answer("hover", at(lab, *lab.picture.graph.places[1][2]))
    assert lab.model.in_sight == Spot(1, 2)
    assert np.array_equal(lab.model.unit, lab.model.look.layers[1][:, 2])
    assert lab.picture.heads.texts[1].startswith("unit 3, from ")
    assert (pixels(lab) != first).any()
    lab.touch.answer("leave", {})
    assert (pixels(lab) == first).all()


def test_a_pressed_unit_stays_in_sight_until_it_is_pressed_again_or_reset():
    lab = Playground()
    place = at(lab, *lab.picture.graph.places[1][0])
    for is_shown in (True, False, True):
        lab.touch.answer("press", place)
        lab.touch.answer("lift", place)
        assert (lab.model.in_sight == Spot(1, 0)) is is_shown
    lab.reset()
    assert lab.model.in_sight is None


def test_pulling_a_connection_changes_its_weight_and_chooses_its_slider():
    lab = Playground(steps=3)
    spot = Spot(1, 2, 1)
    before = lab.model.run.network.weights[0][1, 2]
    pull(lab, middle_of(lab, spot), 50)
    after = lab.model.run.network.weights[0][1, 2]
    assert after == pytest.approx(before + 1.5, abs=0.01)
    assert control(lab, "Weight").value == lab.model.run.wiring.names[spot]
    assert plain(control(lab, "Value").value) == after
    assert lab.model.changes == [(3, lab.model.parameter, after)]
    assert "x₂ → unit 3" in lab.status.value
    assert (pixels(lab) == pixels(again(lab))).mean() > 0.9


def test_pulling_the_dot_of_a_bias_changes_it_while_it_plays():
    lab = Playground(steps=3)
    lab.model.playing = True
    pull(lab, lab.picture.graph.dot_places[1], -40)
    lab.model.playing = False
    name = lab.model.run.wiring.names[Spot(1, 1)]
    (change,) = [change for change in lab.model.changes if change[1] == name][-1:]
    assert change[2] < -1


def test_keys_walk_through_the_graph_and_change_what_is_there():
    lab = Playground()
    lab.touch.answer("key", {"key": "ArrowRight"})
    assert lab.model.in_sight == Spot(0, 0)
    lab.touch.answer("key", {"key": "+"})
    assert lab.model.changes == []
    for key, spot in (
        ("ArrowDown", Spot(0, 1)),
        ("ArrowRight", Spot(1, 0, 1)),
        ("ArrowDown", Spot(1, 1, 1)),
        ("ArrowRight", Spot(1, 1)),
        ("ArrowUp", Spot(1, 0)),
        ("ArrowLeft", Spot(1, 0, 0)),
        ("ArrowLeft", Spot(0, 0)),
    ):
        lab.touch.answer("key", {"key": key})
        assert (lab.model.shown or lab.model.chosen) == spot
    lab.touch.answer("key", {"key": "ArrowRight"})
    before = lab.model.run.network.weights[0][0, 0]
    for key in ("+", "PageUp", "-"):
        lab.touch.answer("key", {"key": key})
    assert lab.model.run.network.weights[0][0, 0] == pytest.approx(before + 1, abs=0.02)
    lab.touch.answer("key", {"key": "ArrowRight"})
    lab.touch.answer("key", {"key": "PageDown"})
    assert lab.model.run.network.biases[0][0] == -1
    lab.touch.answer("key", {"key": "Escape"})
    assert (lab.model.shown, lab.model.chosen) == (None, None)


class TwoLayers:
    """As a learner writes it: single arrays, a bias with two dimensions, no `.A`."""

    def __init__(self, layer_sizes, rng):
        n, h, _ = layer_sizes
        rng = np.random.default_rng(rng)
        self.speed = np.zeros((n, h + 1))
        self.W1, self.b1 = rng.standard_normal((n, h)), np.zeros((1, h))
        self.W2, self.b2 = rng.standard_normal((h, 1)), np.zeros((1, 1))

    def forward(self, X):
        A1 = np.tanh(X @ self.W1 + self.b1)
        return types.SimpleNamespace(output=activations.sigmoid(A1 @ self.W2 + self.b2))

    def loss(self, forward, y):
        return losses.cross_entropy(forward.output, y)

    backward = step = loss


def test_the_weights_of_a_learner_s_network_are_found_among_its_arrays():
    lab = Playground(network=TwoLayers, hidden_units=3)
    assert lab.alarm.value == ""
    assert lab.model.run.wiring.layer_sizes == (2, 3, 1)
    assert "its hidden units" in lab.picture.heads.texts[-1]
    pull(lab, middle_of(lab, Spot(1, 0, 1)), 100)
    assert lab.model.run.network.W1[1, 0] > 1


class Untold(Handmade):
    """A network that keeps its weights to itself."""

    def __init__(self, layer_sizes, rng):
        w, b = np.random.default_rng(rng).standard_normal((layer_sizes[0], 1)), np.zeros(1)
        self.read = lambda: (w, b)

    w = property(lambda self: self.read()[0])
    b = property(lambda self: self.read()[1])


def test_a_network_that_does_not_tell_its_weights_has_no_connections():
    lab = Playground(network=Untold)
    assert lab.alarm.value == ""
    assert not lab.picture.graph.edges.get_visible()
    assert "its weights" in lab.picture.heads.texts[-1]
    for key in ("ArrowRight", "ArrowRight", "+"):
        lab.touch.answer("key", {"key": key})
    assert lab.model.in_sight == Spot(1, 0)
    assert lab.alarm.value == ""


# -- points put down by hand ------------------------------------------------------------------


def on_plane(lab, x, y):
    """The message of a pointer at a place of the plane."""
    pixel = lab.picture.plane.ax.transData.transform((x, y))
    width, height = lab.figure.bbox.size
    return {"x": pixel[0] / width, "y": 1 - pixel[1] / height}


def stroke(lab, *places):
    """Press at the first place, drag over the others, let go."""
    for kind, place in zip(["press", *["drag"] * (len(places) - 1)], places, strict=True):
        lab.touch.answer(kind, on_plane(lab, *place))
    lab.touch.answer("lift", {})


def sheet(**choices):
    """A lab with one point of each class, and a brush for class 1."""
    lab = Playground(train_share=1.0, **choices)
    control(lab, "Clear points").click()
    control(lab, "Brush").value = "1"
    return lab


def test_a_clean_sheet_has_a_point_of_each_class():
    lab = sheet()
    assert lab.model.painted == ((-2.0, 0.0, 0), (2.0, 0.0, 1))
    assert lab.status.value.startswith("Step 0. Network 2–4–1, tanh, on your points.")
    assert control(lab, "Data").value == "your points"


def test_a_stroke_puts_points_down_and_the_network_learns_from_them():
    lab = sheet()
    stroke(lab, (0, 1), (0.1, 1), (1, 1), (2, 1))
    assert len(lab.model.painted) == 5  # a place that is too near the last gets no point
    assert lab.model.painted[2] == (pytest.approx(0, abs=0.02), pytest.approx(1, abs=0.02), 1)
    control(lab, "Brush").value = "0"
    stroke(lab, (0, -3))
    assert lab.model.points.y_train.ravel().tolist() == [0, 1, 1, 1, 1, 0]
    assert lab.model.run.points is lab.model.points
    train(lab.model, 300)
    assert lab.model.look.training.accuracy == 1


def test_points_of_a_data_set_can_be_moved_and_erased():
    lab = Playground(data="blobs")
    before = lab.model.present_points()
    x, y, label = before[7]
    control(lab, "Brush").value = "move"
    stroke(lab, (x, y), (5.5, -5.5))
    moved = [point for point in lab.model.painted if point not in before]
    assert moved == [(pytest.approx(5.5, abs=0.02), pytest.approx(-5.5, abs=0.02), label)]
    control(lab, "Brush").value = "erase"
    stroke(lab, (5.5, -5.5))
    assert len(lab.model.painted) == len(before) - 1
    stroke(lab, (-5.5, 5.5))  # nothing is there
    assert len(lab.model.painted) == len(before) - 1
    control(lab, "Data").value = "moons"
    assert lab.model.painted is None
    assert lab.status.value.startswith("Step 0. Network 2–4–1, tanh, on moons.")


def test_two_points_stay():
    lab = sheet()
    control(lab, "Brush").value = "erase"
    stroke(lab, (-2, 0))
    assert "Two points must stay" in lab.status.value
    assert len(lab.model.painted) == 2


def test_without_a_brush_a_press_on_the_plane_does_nothing():
    lab = Playground()
    before = lab.code()
    stroke(lab, (1, 1), (3, 3))
    assert lab.code() == before


def test_keys_lead_the_brush():
    lab = sheet()
    press = lambda *keys: [lab.touch.answer("key", {"key": key}) for key in keys]  # noqa: E731
    press("ArrowUp", "ArrowUp", "ArrowRight", " ")
    assert lab.model.painted[-1] == (0.25, 0.5, 1)
    lab.model.brush = "move"
    press("Enter", "ArrowLeft", "Enter", "ArrowLeft")
    assert lab.model.painted[-1] == (0.0, 0.5, 1)
    lab.model.brush = "erase"
    press("ArrowRight", " ")
    assert len(lab.model.painted) == 2
    press("Escape", "ArrowRight")
    assert lab.model.brush == "off"
    assert lab.model.shown == Spot(0, 0)


def test_a_point_stays_on_its_side_when_others_are_put_down():
    lab = Playground()
    lab.model.clear()
    lab.model.brush = "1"
    for x in range(5):
        stroke(lab, (x - 4, 3))
    before = {tuple(row) for row in lab.model.points.X_train}
    for x in range(5):
        stroke(lab, (x - 4, -3))
    assert before <= {tuple(row) for row in lab.model.points.X_train}
    assert len(lab.model.points.X_test) > 0


def test_code_brings_painted_points_back():
    lab = sheet()
    stroke(lab, (0, 1), (1, 2), (2, 3))
    train(lab.model, 5)
    back = again(lab)
    assert back.model.painted == lab.model.painted
    assert back.code() == lab.code()
    lab.model.brush = "off"
    lab.refresh()
    assert (pixels(lab) == pixels(back)).all()


def test_many_painted_points_come_back_from_a_file(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    lab = Playground()
    lab.model.brush = "0"
    stroke(lab, (5, 5))
    code = lab.code()
    (file,) = tmp_path.glob("points-*.csv")
    assert code == f"Playground(painted={file.name!r})"
    assert again(lab).model.painted == lab.model.painted
    assert len(file.read_text().splitlines()) == 402


@pytest.mark.parametrize(
    ("painted", "words"),
    [
        ([], "at least two points"),
        ([(0, 0, 1)], "at least two points"),
        ([(0, 0), (1, 1)], "at least two points"),
        ([(0, 0, 1), (1, np.nan, 0)], "at least two points"),
        ([(0, 0, 1), (1, 1, 5)], "a label 0, 1 or 2"),
        ("nowhere.csv", "which is not there"),
        (7, "at least two points"),
        ([(0.0, 0.0, 1)] * 3000, "at most 2,000"),
    ],
)
def test_points_that_cannot_be_painted_are_refused_in_words(painted, words):
    with pytest.raises(TraitError) as refusal:
        PlaygroundModel(painted=painted)
    assert words in str(refusal.value)


# -- runs kept, the picture saved, the line copied --------------------------------------------


def test_a_run_leaves_its_curve_and_words_when_the_next_begins():
    lab = Playground(compare=True, steps=30)
    ended = lab.model.look.training.loss
    lab.model.learning_rate = 0.3
    lab.model.restart()
    lab.refresh()
    ((words, run),) = lab.model.comparisons()
    assert words == "learning rate 1.2"
    assert (run.steps[-1], run.losses[-1]) == (30, ended)
    line = lab.picture.losses.kept[0]
    assert line.get_visible()
    assert line.get_xdata()[-1] == 30
    assert lab.picture.losses.words.get_text() == "1: learning rate 1.2"
    assert "Kept 1 (learning rate 1.2)" in lab.status.value


def test_three_runs_are_kept_and_moves_on_the_way_are_not():
    lab = Playground(compare=True)
    for units in (1, 2, 3, 5):
        lab.model.units_1 = units
        lab.refresh()
        train(lab.model, 20)
    lab.model.units_1 = 6  # only looked at
    lab.refresh()
    lab.model.units_1 = 7
    lab.refresh()
    words = [words for words, _ in lab.model.comparisons()]
    assert words == ["hidden units 2", "hidden units 3", "hidden units 5"]
    control(lab, "Keep the curves of earlier runs").value = False
    assert lab.model.comparisons() == []
    assert not any(line.get_visible() for line in lab.picture.losses.kept)


def test_a_weight_set_by_hand_is_among_what_was_different():
    lab = Playground(compare=True, steps=12)
    lab.model.edit("W1 (1, 1)" if "W1 (1, 1)" in lab.model.run.parameters else "W1[0, 0]", 3.0)
    train(lab.model, 12)
    lab.restart()
    assert [words for words, _ in lab.model.comparisons()] == ["weights by hand"]


def test_without_the_wish_no_run_is_kept():
    lab = Playground(steps=30)
    lab.restart()
    assert lab.model.kept == ()


def test_the_picture_is_saved_beside_the_notebook(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    lab = Playground(steps=3)
    for name in ("playground-step-3.png", "playground-step-3-2.png"):
        control(lab, "Save picture").click()
        assert name in lab.widget.children[-1].value
        with Image.open(tmp_path / name) as saved:
            assert (np.asarray(saved) == pixels(lab)).all()


def test_folds_open_one_at_a_time():
    lab = Playground()
    buttons = [part for part in lab.rows[0].children if "▸" in part.description]
    assert [button.description for button in buttons] == [
        "Points ▸",
        "Network ▸",
        "Training ▸",
        "Keep ▸",
    ]
    for button in buttons[:2]:
        button.value = True
    assert [button.value for button in buttons] == [False, True, False, False]
    assert [box.layout.display for box in lab.rows[2].children] == ["none", None, "none", "none"]


def test_inputs_are_ticked_and_the_last_one_stays():
    lab = Playground()
    control(lab, "x₁x₂").value = True
    assert lab.model.inputs == ("x1", "x2", "x1*x2")
    assert len(lab.picture.graph.places[0]) == 3
    for name in ("x₁", "x₂", "x₁x₂"):
        control(lab, name).value = False
    assert lab.model.inputs == ("x1*x2",)
    assert control(lab, "x₁x₂").value
    control(lab, "Reset").click()
    assert control(lab, "x₁").value
