"""A deep network layer by layer: what the lab computes, says and draws."""

import numpy as np
import pytest
import traitlets

from nnlib import Network, activations, datasets, diagnostics, train
from nnlib.labs import ActivationLab
from nnlib.labs.activation.model import POINTS, UNITS, ActivationModel
from nnlib.plots import figure
from nnlib.plots import layers as pictures


def looked_at(**choices):
    model = ActivationModel(**choices)
    model.refresh()
    return model


# The model.


@pytest.mark.parametrize("scale", ["xavier", "he", 0.5])
@pytest.mark.parametrize("activation", ["sigmoid", "relu", "gelu"])
def test_the_lab_trains_the_package_s_network(activation, scale):
    model = looked_at(activation=activation, depth=3, scale=scale, steps=20)
    X, y = datasets.circles(POINTS, 0.2, 1)
    X = X / X.std()
    net = Network([2, UNITS, UNITS, UNITS, 1], activation, rng=0, scale=scale)
    first = diagnostics.gradient_norms(net.backward(net.forward(X), y))
    train(net, X, y, learning_rate=0.1, iterations=20)
    forward = net.forward(X)
    assert model.step == 20
    assert model.loss == pytest.approx(net.loss(X, y), rel=1e-9)
    np.testing.assert_allclose(model.first_norms, first, rtol=1e-9)
    wanted = diagnostics.gradient_norms(net.backward(forward, y))
    np.testing.assert_allclose(model.norms, wanted, rtol=1e-6)
    assert model.accuracy == (net.predict(X) == y).mean()


def test_steps_one_by_one_lead_to_the_same_place_as_all_at_once():
    model = looked_at(activation="relu")
    for _ in range(7):
        model.take_step()
    model.refresh()
    again = looked_at(**{k: v for k, v in model.choices().items()})
    assert (again.step, again.loss) == (7, model.loss)


@pytest.mark.parametrize(
    "choice",
    [
        {"activation": "elu"},
        {"depth": 2},
        {"rule": "he"},
        {"learning_rate": 0.2},
        {"data": "moons"},
        {"seed": 5},
    ],
)
def test_any_choice_starts_the_network_again(choice):
    model = looked_at(steps=3)
    ((name, value),) = choice.items()
    setattr(model, name, value)
    model.refresh()
    assert model.step == 0
    assert len(model.norms) == model.depth + 1


def test_the_number_counts_only_where_the_rule_is_a_number():
    model = looked_at(steps=3)
    model.number = 2.0
    model.refresh()
    assert model.step == 3
    model.rule = "number"
    model.refresh()
    assert model.step == 0
    assert model.choices()["scale"] == 2.0


def test_new_weights_are_the_next_seed_and_start_again_keeps_it():
    model = looked_at(seed=9999)
    before = model.network.weights[0].copy()
    model.new_weights()
    model.refresh()
    assert model.seed == 0
    assert (model.network.weights[0] != before).all()
    fresh = model.network.weights[0].copy()
    model.take_step()
    model.restart()
    model.refresh()
    np.testing.assert_array_equal(model.network.weights[0], fresh)


# The second lab of the notebook.
DYING = {"activation": "relu", "depth": 12, "scale": "he", "seed": 3, "learning_rate": 0.5}
VERDICTS = {
    "The gradient vanishes": {"activation": "sigmoid", "depth": 10},
    "No gradient is much shorter than another.": {"activation": "tanh", "depth": 10},
    "All gradients are tiny": {"activation": "relu", "depth": 8, "scale": 0.01},
    "The gradient explodes.": {"activation": "relu", "depth": 10, "scale": 3.0},
    "It has learned the points.": {"activation": "elu", "depth": 2, "steps": 800},
    "yet the loss stands still": {"activation": "silu", "depth": 10, "steps": 300},
    "dead altogether": DYING | {"steps": 200},
    "Diverged": {"activation": "relu", "depth": 12, "scale": 3.0, "learning_rate": 9.0, "steps": 9},
}


@pytest.mark.parametrize("sentence", VERDICTS)
def test_what_the_lab_says(sentence):
    model = looked_at(**VERDICTS[sentence])
    assert sentence in model.verdict()
    assert model.verdict() in model.status()


def test_weights_that_are_too_small_starve_every_activation():
    for activation in activations.ACTIVATIONS:
        if activation not in ("sigmoid", "softplus", "identity"):
            model = looked_at(activation=activation, depth=8, scale=0.01)
            assert "tiny" in model.verdict(), activation


def test_the_status_counts_dead_units():
    model = looked_at(activation="relu", depth=12, scale="he", seed=1)
    dead = sum(int(layer.sum()) for layer in model.dead)
    assert 0 < dead < 120
    assert f"Dead: {dead} of 120 units ({100 * dead / 120:.0f} %)." in model.status()
    assert "1 hidden layer of 10 relu units" in looked_at(activation="relu", depth=1).status()


def test_training_that_diverges_stops_by_itself_without_a_warning():
    lab = ActivationLab(activation="relu", depth=12, scale=3.0, learning_rate=9.0)
    lab.model.playing = True
    lab.model.advance(0.2)
    lab.refresh()
    assert not lab.model.playing
    assert "Diverged" in lab.status.value
    assert lab.alarm.value == ""
    assert lab.axes["loss"].get_ylim()[1] > 1e10
    step = lab.model.step
    lab.model.take_step()
    assert lab.model.step == step


def test_bad_choices_are_named():
    with pytest.raises(ValueError, match="'swish' is not known; choose from"):
        ActivationLab(activation="swish")
    for scale in ("small", -1, True, None, 1e9):
        with pytest.raises(traitlets.TraitError, match="scale must be 'xavier', 'he' or a number"):
            ActivationLab(scale=scale)
    with pytest.raises(TypeError, match="no choice 'layers'; choose from: activation, depth"):
        ActivationLab(layers=3)
    with pytest.raises(ValueError, match="steps must be a whole number, 0 or more; got -1"):
        ActivationLab(steps=-1)
    with pytest.raises(ValueError, match="softmax is for outputs"):
        ActivationLab(activation="softmax")
    with pytest.raises(traitlets.TraitError, match="depth"):
        ActivationLab(depth=13)


# The view.


def test_the_first_frame_is_the_same_every_time():
    first, again = ActivationLab(activation="relu"), ActivationLab(activation="relu")
    assert first.screen.encode() == again.screen.encode()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("activation", "relu"),
        ("depth", 12),
        ("depth", 1),
        ("rule", "he"),
        ("number", 2.0),
        ("learning_rate", 0.2),
        ("data", "spiral"),
        ("seed", 3),
    ],
)
def test_every_control_moves_the_picture(name, value):
    lab = ActivationLab(steps=2, scale=0.5)
    before = lab.image.value
    lab._bound[name].value = value
    assert getattr(lab.model, name) == value
    assert lab.image.value != before
    assert lab.alarm.value == ""


def test_the_slider_of_the_spread_rests_while_a_rule_is_chosen():
    lab = ActivationLab()
    assert lab.spread.disabled
    lab.model.rule = "number"
    assert not lab.spread.disabled


def test_every_control_has_a_tooltip_and_a_label():
    for control in ActivationLab()._bound.values():
        assert control.tooltip
        assert control.description


def test_the_parts_show_the_model():
    lab = ActivationLab(activation="relu", depth=12, scale="he", seed=1, steps=50)
    model = lab.model
    np.testing.assert_allclose(lab.norms.now.get_ydata(), np.maximum(model.norms, 1e-12))
    np.testing.assert_allclose(lab.norms.before.get_ydata(), model.first_norms)
    assert lab.dead.numbers.texts == [str(int(layer.sum())) for layer in model.dead]
    z, value = lab.lines.artists[0].get_data()
    np.testing.assert_array_equal(value, np.maximum(z, 0))
    assert lab.axes["function"].get_title() == "relu and its slope"
    assert lab.axes["norms"].get_xticklabels()[-1].get_text() == "out"


def test_the_axes_follow_the_number_of_layers_and_the_loss():
    lab = ActivationLab(depth=3)
    lab.model.depth = 9
    assert lab.axes["inputs"].get_ylim() == (9.5, 0.5)
    assert lab.axes["dead"].get_xlim() == lab.axes["norms"].get_xlim() == (0.4, 10.6)
    for _ in range(90):
        lab.model.take_step()
    lab.refresh()
    assert lab.axes["loss"].get_xlim() == (0, 200)


def test_reset_and_code():
    lab = ActivationLab(activation="relu", scale=0.2, steps=4)
    first = lab.code()
    assert first == "ActivationLab(activation='relu', scale=0.2, steps=4)"
    lab.model.rule, lab.model.depth, lab.model.activation = "he", 2, "silu"
    lab.refresh()
    assert lab.code() == "ActivationLab(activation='silu', depth=2, scale='he')"
    lab.model.reset()
    lab.refresh()
    assert lab.code() == first
    assert ActivationLab().code() == "ActivationLab()"


def test_a_function_of_the_learner_s_own_is_used():
    def bent(z):
        return np.arctan(z)

    lab = ActivationLab(activation=bent, depth=2)
    assert lab.alarm.value == ""
    assert lab.axes["function"].get_title() == "bent and its slope"
    assert lab._bound["activation"].label == "bent"
    assert lab.code() == "ActivationLab(activation=bent, depth=2)"
    slope = lab.lines.artists[1].get_ydata()
    np.testing.assert_allclose(slope[100], 1, atol=1e-6)


def test_a_function_that_fails_is_told_in_place():
    lab = ActivationLab(activation=lambda z: z.sum())
    assert "must give a finite array of the shape of z" in lab.alarm.value
    lab.model.activation = "tanh"
    assert lab.alarm.value == ""


# The pictures.


def test_layer_shares_count_what_lies_beyond_at_the_edges():
    shares = pictures.layer_shares([np.array([-9.0, -9, 0.1, np.nan, np.inf])], (-1, 1), bins=4)
    np.testing.assert_allclose(shares, np.sqrt([[1, 0, 1 / 3, 1 / 3]]))


def test_strips_are_darker_where_more_inputs_lie():
    _, ax = figure()
    strips = pictures.draw_layer_inputs(ax, [np.zeros((5, 2)), np.linspace(-4, 4, 60)[:, None]])
    image = strips.image.get_array()
    first, second = image[0, :, :3].sum(axis=1), image[pictures.STRIP, :, :3].sum(axis=1)
    assert (first < 3 * 255).sum() == 1
    assert (second < 3 * 255).sum() > 40
    assert (image[pictures.STRIP - 1] == 255).all()
    assert not strips.update([np.zeros((5, 2))] * 2)
    assert strips.update([np.zeros((5, 2))] * 3)


def test_norms_of_zero_and_beyond_are_at_the_edges():
    _, ax = figure()
    norms = pictures.draw_gradient_norms(ax, [0.0, 1.0, np.inf], [np.nan, 1e-30, 1e9])
    assert norms.now.get_ydata().tolist() == [1e-12, 1.0, 1e4]
    assert norms.before.get_ydata().tolist() == [1e-12, 1e-12, 1e4]
    assert norms.now.get_linestyle() != norms.before.get_linestyle()


def test_dead_units_are_bars_with_numbers():
    _, ax = figure()
    dead = pictures.draw_dead_units(ax, [np.array([True, False, True]), np.zeros(3, bool)])
    tops = [path.vertices[:, 1].max() for path in dead.bars.get_paths()]
    assert tops == [2, 0]
    assert dead.numbers.texts == ["2", "0"]
    assert not dead.update([np.ones(3, bool)] * 2)
