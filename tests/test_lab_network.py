"""NetworkLab: its model without widgets, its view without a browser, its table of predictions."""

import ast

import numpy as np
import pytest
import traitlets

from nnlib import Network, activations, datasets, plots, train
from nnlib.labs import NetworkLab
from nnlib.labs.network.model import MOST_UNITS, OUTPUT, NetworkModel
from nnlib.labs.network.weight_slider import STEP, WeightSlider
from nnlib.plots.tables import draw_predictions

X, y = datasets.truth_table()
# h₁ is OR, h₂ is AND, and the output is "h₁ and not h₂".
BY_HAND = {
    "weights": [[[10, 10], [10, 10], [-5, -15]], [[10], [-10]]],
    "biases": [[0, 0], [-5]],
}


def pixels(lab):
    """What the canvas shows."""
    return np.asarray(lab.figure.canvas.buffer_rgba()).copy()


def shown(lab):
    """Sliders that are to be seen, by their labels."""
    sliders = [weight.slider for weight in lab._weight_sliders]
    return {slider.description: slider for slider in sliders if slider.layout.display != "none"}


def control(lab, label):
    """The control with a label."""
    rows = [control for row in lab.rows for control in row.children]
    return next(control for control in rows if getattr(control, "description", None) == label)


def again(lab):
    """The lab that the line of ``code()`` makes."""
    call = ast.parse(lab.code(), mode="eval").body
    return NetworkLab(**{k.arg: ast.literal_eval(k.value) for k in call.keywords})


# --- the model -------------------------------------------------------------------------------


@pytest.mark.parametrize("hidden_units", range(1, MOST_UNITS + 1))
@pytest.mark.parametrize("bias", [True, False])
def test_outputs_are_the_formula_of_two_layers(hidden_units, bias):
    model = NetworkModel(hidden_units=hidden_units, bias=bias, seed=3)
    W1, W2 = model.network.weights
    assert W1.shape == (3, hidden_units) and W2.shape == (hidden_units, 1)
    assert W1.min() >= 0 and W1.max() < 1
    A1 = activations.sigmoid(X @ W1)
    assert np.allclose(model.forward.output, activations.sigmoid(A1 @ W2))
    assert model.loss == pytest.approx(((y - model.forward.output) ** 2).sum())


def test_the_same_seed_gives_the_weights_of_the_notebook():
    rng = np.random.default_rng(0)
    W1, W2 = rng.random((3, 4)), rng.random((4, 1))
    model = NetworkModel()
    assert np.array_equal(model.network.weights[0], W1)
    assert np.array_equal(model.network.weights[1], W2)


def test_weights_by_hand_solve_the_table():
    model = NetworkModel(**BY_HAND)
    assert model.hidden_units == 2
    assert model.right == 4
    assert (model.network.predict(X) == y).all()


@pytest.mark.parametrize("unit", [1, 2, OUTPUT])
def test_every_parameter_of_a_unit_can_be_set(unit):
    model = NetworkModel(hidden_units=2, start="zeros", unit=unit)
    names = model.parameter_names
    assert names == (["h₁", "h₂", "bias"] if unit == OUTPUT else ["x₁", "x₂", "x₃", "bias"])
    wanted = [1.5 + index for index in range(len(names))]
    for index, value in enumerate(wanted):
        model.set_parameter(index, value)
    assert model.parameters() == wanted
    layer, column = (1, 0) if unit == OUTPUT else (0, unit - 1)
    assert model.network.weights[layer][:, column].tolist() == wanted[:-1]
    assert model.network.biases[layer][column] == wanted[-1]
    assert sum(np.count_nonzero(W) for W in model.network.weights) == len(names) - 1
    assert model.edits == len(names)


def test_without_biases_no_bias_can_be_set():
    model = NetworkModel(bias=False)
    assert model.parameter_names == ["x₁", "x₂", "x₃"]
    with pytest.raises(IndexError):
        model.set_parameter(3, 1.0)


def test_training_is_the_training_of_the_package():
    model = NetworkModel(bias=False, seed=7)
    same = Network([3, 4, 1], hidden="sigmoid", loss="sse", bias=False, rng=0)
    same.weights = model.network.weights
    model.train(200)
    train(same, X, y, learning_rate=1.0, iterations=200)
    assert np.array_equal(model.network.weights[0], same.weights[0])
    assert np.array_equal(model.network.weights[1], same.weights[1])
    assert model.step == 200


def test_training_goes_on_from_a_weight_set_by_hand_and_with_a_new_rate():
    model = NetworkModel()
    model.train(5)
    model.set_parameter(0, 4.0)
    model.learning_rate = 0.25
    by_hand = [W.copy() for W in model.network.weights]
    gradients = model.network.backward(model.network.forward(X), y)
    model.train(1)
    assert np.allclose(model.network.weights[0], by_hand[0] - 0.25 * gradients.weights[0])


def test_fifteen_hundred_steps_solve_the_table():
    model = NetworkModel()
    model.train(1500)
    model.refresh()
    assert model.right == 4
    assert model.loss < 0.05


def test_one_hidden_unit_never_gets_all_rows_right():
    for seed in range(5):
        model = NetworkModel(hidden_units=1, seed=seed)
        for _ in range(20):
            model.train(50)
            model.refresh()
            assert model.right < 4


def test_playing_trains_as_many_steps_as_a_frame_has():
    model = NetworkModel(pace=7)
    model.advance(10.0)
    assert model.step == 7
    model.advance(0.0)
    assert model.step == 8


@pytest.mark.parametrize(
    ("trait", "value"), [("hidden_units", 3), ("start", "zeros"), ("seed", 11)]
)
def test_a_new_network_starts_from_the_first_weights(trait, value):
    model = NetworkModel(hidden_units=5, unit=5)
    model.train(3)
    model.set_parameter(0, 2.0)
    setattr(model, trait, value)
    fresh = NetworkModel(**{"hidden_units": 5, trait: value})
    assert all(map(np.array_equal, model.network.weights, fresh.network.weights))
    assert (model.step, model.edits) == (0, 0)
    assert model.unit == min(5, model.hidden_units)


def test_a_restart_brings_back_what_was_handed_in_until_the_network_is_another():
    model = NetworkModel(**BY_HAND, step=9)
    model.train(3)
    model.set_parameter(0, -1.0)
    model.restart()
    assert model.network.weights[0].tolist() == BY_HAND["weights"][0]
    assert model.network.biases[1].tolist() == BY_HAND["biases"][1]
    assert (model.step, model.edits) == (9, 0)
    model.seed = 4
    assert model.network.weights[0].max() < 1
    assert model.step == 0


def test_taking_biases_away_keeps_the_weights():
    model = NetworkModel(**BY_HAND)
    model.bias = False
    assert model.network.biases == []
    assert model.network.weights[0].tolist() == BY_HAND["weights"][0]
    model.bias = True
    assert [b.tolist() for b in model.network.biases] == [[0.0, 0.0], [0.0]]
    model.train(1)
    assert model.network.biases[1][0] != 0


def test_the_chosen_row_is_sent_through():
    model = NetworkModel(row=3)
    inputs, hidden, output = model.activations
    assert inputs.tolist() == [[1, 0, 1]]
    assert np.array_equal(hidden, model.forward.A[1][2:3])
    assert np.array_equal(output, model.forward.output[2:3])


def test_the_status_tells_the_row_the_verdict_the_loss_and_the_step():
    model = NetworkModel(row=4, **BY_HAND)
    assert model.status() == (
        "Row 4, inputs 1 1 1: ŷ = 0.007, y = 0. 4 of 4 rows are right; "
        "loss (sum of squared errors) 0.0002; training step 0."
    )


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"hidden_units": 9}, "hidden_units.*8.*9"),
        ({"row": 0}, "row.*1.*0"),
        ({"start": "ones"}, "start.*'zeros'.*'ones'"),
        ({"learning_rate": -1.0}, "learning_rate.*-1"),
    ],
)
def test_a_choice_out_of_range_is_refused(choices, message):
    with pytest.raises(traitlets.TraitError, match=message):
        NetworkModel(**choices)


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"weights": [np.zeros((3, 2)), np.zeros((3, 1))]}, r"weights.*\(2, 1\).*\(3, 1\)"),
        ({"weights": [np.zeros((3, 2))]}, r"weights.*\(2, 1\)"),
        ({"weights": BY_HAND["weights"], "hidden_units": 3}, r"\(3, 3\).*\(3, 2\)"),
        ({"biases": [[0.0, 0.0], [0.0]]}, r"biases.*\(4,\).*\(2,\)"),
        ({"biases": [[0.0] * 4, [0.0]], "bias": False}, r"biases.*\[\]"),
    ],
)
def test_parameters_of_another_shape_are_refused(choices, message):
    with pytest.raises(ValueError, match=message):
        NetworkModel(**choices)


# --- the view --------------------------------------------------------------------------------


def test_moving_a_slider_sets_the_weight_and_the_picture():
    lab = NetworkLab(hidden_units=2, start="zeros")
    before = pixels(lab)
    shown(lab)["from x₂"].value = 2.5
    assert lab.model.network.weights[0][1, 0] == 2.5
    assert not np.array_equal(pixels(lab), before)
    assert "0.00" in lab.diagram.edge_numbers.texts and "2.50" in lab.diagram.edge_numbers.texts


def test_the_rounded_echo_of_a_slider_leaves_the_weight_alone():
    lab = NetworkLab()
    weight = lab.model.parameter(0)
    slider = shown(lab)["from x₁"]
    rounded = slider.value
    assert rounded != weight and rounded % STEP == 0
    lab._weight_sliders[0]._set(lab.model.unit, rounded)
    assert lab.model.parameter(0) == weight
    slider.value = rounded + STEP
    assert lab.model.parameter(0) == rounded + STEP
    slider.value = rounded
    assert lab.model.parameter(0) == rounded


def test_a_typed_number_need_not_be_on_a_step():
    lab = NetworkLab()
    shown(lab)["from x₁"].value = 1.3
    assert lab.model.parameter(0) == 1.3
    assert shown(lab)["from x₁"].value == 1.25


class Waiting:
    """A lab whose wishes wait."""

    def __init__(self):
        self.model = NetworkModel(hidden_units=2, start="zeros")
        self.wishes = []
        self.post = self.wishes.append

    def carry_out(self):
        while self.wishes:
            self.wishes.pop(0)()


def test_of_many_moves_that_wait_only_the_last_counts():
    lab = Waiting()
    weight = WeightSlider(lab, 0)
    weight.show(1, "x₁", 0.0)
    for value in (0.25, 0.5, 0.75):
        weight.slider.value = value
    weight.show(1, "x₁", 0.0)
    assert weight.slider.value == 0.75
    lab.carry_out()
    assert lab.model.parameter(0, 1) == 0.75
    assert lab.model.edits == 1


def test_a_move_that_waits_is_for_the_unit_it_was_made_on():
    lab = Waiting()
    weight = WeightSlider(lab, 0)
    weight.show(1, "x₁", 0.0)
    weight.slider.value = 3.0
    lab.model.unit = 2
    lab.carry_out()
    assert lab.model.network.weights[0][0].tolist() == [3.0, 0.0]


def test_what_a_slider_adds_to_a_number_is_no_move():
    lab = Waiting()
    weight = WeightSlider(lab, 0)
    weight.show(1, "x₁", 10.1)
    weight.slider.value = 10.000000000000004  # as a browser has it on a range of 22
    assert lab.wishes == []
    weight.show(1, "x₁", 0.45)
    assert weight.slider.value == 0.5
    weight.slider.value = 0.5000000000000018
    assert lab.wishes == []


def test_showing_another_weight_is_no_move():
    lab = Waiting()
    weight = WeightSlider(lab, 0)
    weight.show(1, "x₁", 0.6)
    weight.show(2, "x₁", -4.1)
    assert weight.slider.value == -4.0
    assert lab.wishes == []


def test_sliders_belong_to_the_chosen_unit():
    lab = NetworkLab(hidden_units=6)
    assert list(shown(lab)) == ["from x₁", "from x₂", "from x₃", "bias"]
    control(lab, "Set by hand").value = OUTPUT
    assert list(shown(lab)) == [*(f"from h{i}" for i in "₁₂₃₄₅₆"), "bias"]
    assert "weight from h₂" in shown(lab)["from h₂"].tooltip
    lab.model.bias = False
    assert "bias" not in shown(lab)


def test_a_slider_widens_for_a_weight_that_training_took_far():
    lab = NetworkLab(hidden_units=2, start="zeros")
    lab.model.network.weights[0][0, 0] = -12.5
    lab.refresh()
    slider = shown(lab)["from x₁"]
    assert (slider.min, slider.max, slider.value) == (-13.0, 13.0, -12.5)
    assert lab.model.parameter(0) == -12.5


def test_the_diagram_shows_every_number():
    lab = NetworkLab(hidden_units=MOST_UNITS, row=2)
    W1, W2 = lab.model.network.weights
    texts = [plots.short_number(value) for value in [*W1.ravel(), *W2.ravel()]]
    assert lab.diagram.edge_numbers.texts == texts
    assert lab.diagram.numbers.texts[:3] == ["0.00", "1.00", "1.00"]
    assert lab.diagram.numbers.texts[-1] == plots.short_number(lab.model.forward.output[1, 0])
    assert lab.diagram.bias_numbers.texts[0] == "h₁ b 0.00"
    assert lab.diagram.bias_numbers.texts[-1] == "b 0.00"
    lab.model.bias = False
    assert lab.diagram.bias_numbers.texts == [*(f"h{i}" for i in "₁₂₃₄₅₆₇₈"), ""]


def test_other_hidden_units_draw_another_network():
    lab = NetworkLab()
    for units in (MOST_UNITS, 1, 3):
        control(lab, "Hidden units").value = units
        assert len(lab.diagram.units.get_offsets()) == 3 + units + 1
        assert lab.screen.drawings[0] is lab.diagram
        menu = control(lab, "Set by hand")
        assert len(menu.options) == units + 1
        assert menu.value == lab.model.unit
        assert lab.alarm.value == ""


def test_the_chosen_unit_has_a_thick_outline():
    lab = NetworkLab(hidden_units=2, unit=2)
    assert np.argmax(lab.diagram.units.get_linewidths()) == 4
    lab.model.unit = OUTPUT
    assert np.argmax(lab.diagram.units.get_linewidths()) == 5


def test_step_and_start_again_buttons():
    lab = NetworkLab()
    first = pixels(lab)
    control(lab, "Step").click()
    assert lab.model.step == 1
    assert not np.array_equal(pixels(lab), first)
    control(lab, "Start again").click()
    assert lab.model.step == 0
    assert np.array_equal(pixels(lab), first)


@pytest.mark.parametrize("bias", [True, False])
def test_code_recreates_the_state(bias):
    lab = NetworkLab(hidden_units=3, bias=bias, seed=5, learning_rate=2.0)
    assert again(lab).code() == lab.code()
    assert "weights" not in lab.code()
    lab.model.train(25)
    lab.model.row, lab.model.unit = 4, OUTPUT
    lab.refresh()
    other = again(lab)
    assert all(map(np.array_equal, other.model.network.weights, lab.model.network.weights))
    assert np.array_equal(pixels(other), pixels(lab))
    assert other.status.value == lab.status.value


def test_the_first_frame_is_always_the_same():
    assert NetworkLab().screen.encode() == NetworkLab().screen.encode()


def test_where_it_cannot_train_nothing_is_told_of_loss_and_steps():
    lab = NetworkLab(can_train=False)
    labels = {getattr(control, "description", "") for row in lab.rows for control in row.children}
    assert not labels & {"Play", "Step", "Start again", "Learning rate", "First weights", "Seed"}
    assert {"Reset", "Set by hand"} <= labels
    assert lab.verdict.texts == ["2 of 4 rows right", ""]
    assert lab.status.value.endswith("2 of 4 rows are right.")
    assert lab.code() == "NetworkLab(can_train=False)"
    lab.close()


def ramp(z):
    """A straight activation of a learner's own."""
    return np.clip(z / 4 + 0.5, 0, 1)


def test_a_learners_activation_bends_both_layers_and_trains():
    lab = NetworkLab(activation=ramp)
    W1, W2 = lab.model.network.weights
    assert np.allclose(lab.model.forward.output, ramp(ramp(X @ W1) @ W2))
    assert lab.code() == "NetworkLab(activation=ramp)"
    before = lab.model.loss
    lab.model.train(20)
    lab.refresh()
    assert lab.model.loss < before
    lab.close()
    with pytest.raises(ValueError, match="must give a finite array of the shape of z"):
        NetworkLab(activation=np.sum)


# --- the table of predictions ----------------------------------------------------------------


def test_the_table_marks_right_and_wrong_predictions():
    _, ax = plots.figure(width=3, height=3)
    table = draw_predictions(ax, X, y, [[0.2], [0.9], [0.4], [0.7]])
    assert table.numbers.texts == ["0.20", "0.90", "0.40", "0.70", "✓", "✓", "✗", "✗"]
    assert not table.box.get_visible()


def test_the_table_places_predictions_between_zero_and_one():
    _, ax = plots.figure(width=3, height=3)
    table = draw_predictions(ax, X, y, np.zeros((4, 1)))
    low = table.dots[0].get_xdata()
    table.update(np.ones((4, 1)), chosen=2)
    high = table.dots[1].get_xdata()
    assert len(table.dots[0].get_xdata()) == 0
    table.update(np.full((4, 1), 0.5), chosen=None)
    assert np.allclose(table.dots[0].get_xdata(), (low + high) / 2)
    assert table.dots[0].get_marker() != table.dots[1].get_marker()


def test_the_table_frames_the_chosen_row():
    _, ax = plots.figure(width=3, height=3)
    table = draw_predictions(ax, X, y, np.zeros((4, 1)))
    table.update(np.zeros((4, 1)), chosen=3)
    assert table.box.get_visible()
    assert table.box.get_y() < -3 < table.box.get_y() + table.box.get_height()
