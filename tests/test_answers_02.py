"""The answers of notebook 02, computed: tasks of its labs, predictions, one step further."""

import numpy as np
import pytest

import answers
from nnlib import Network, check, datasets
from nnlib.activations import sigmoid
from nnlib.labs.network.model import OUTPUT, NetworkModel

X, y = datasets.truth_table()
AT_START = {"hidden_units": 2, "start": "zeros"}


def of_the_notebook(**choices):
    """The model of the first lab, with the weights of the notebook."""
    names = answers.run("02", "given = {'weights': [W1, W2], 'biases': [b1, b2]}")
    return NetworkModel(**names["given"], row=2, can_train=False, **choices)


def predictions(model):
    """The four predictions as they are now."""
    model.refresh()
    return model.forward.output.ravel().copy()


def set_by_hand(model, unit, *parameters):
    """Set the weights and the bias of a unit with the sliders."""
    model.unit = unit
    for index, value in enumerate(parameters):
        model.set_parameter(index, value)
    model.refresh()


def test_network_lab_task_1():
    model = of_the_notebook(activation="sigmoid")
    model.row = 1
    before = predictions(model)
    for unit in (1, 2, 3, 4):
        model.set_parameter(0, 9.0, unit)
        model.set_parameter(1, -7.0, unit)
    after = predictions(model)
    assert after[0] == before[0]
    assert (after[1:] != before[1:]).all()


def test_network_lab_task_2():
    model = of_the_notebook()
    before = predictions(model)
    model.unit = OUTPUT
    for bias in (-1.0, 0.5, 3.0):
        model.set_parameter(4, bias)
        after = predictions(model)
        assert (after > before).all()
        before = after


def test_network_lab_task_3():
    model = of_the_notebook()
    assert model.parameter(2, unit=1) % 0.25 != 0
    model.set_parameter(2, 0.75, unit=1)
    noted, bias = predictions(model), model.parameter(3, unit=1)
    model.set_parameter(3, bias + 1, unit=1)
    assert not np.allclose(predictions(model), noted)
    model.set_parameter(2, 0.75 - 1, unit=1)
    assert np.allclose(predictions(model), noted)


def solved_by_hand():
    """The model of the second lab with the parameters of the answers."""
    model = NetworkModel(**AT_START)
    set_by_hand(model, 1, 6.0, 6.0, 0.0, -3.0)
    set_by_hand(model, 2, 6.0, 6.0, 0.0, -9.0)
    return model


def test_network_lab_2_task_1():
    hidden = solved_by_hand().forward.A[1][:, 0]
    assert hidden[0] < 0.05 and (hidden[1:] > 0.95).all()


def test_network_lab_2_task_2():
    hidden = solved_by_hand().forward.A[1][:, 1]
    assert hidden[3] > 0.95 and (hidden[:3] < 0.05).all()


def test_network_lab_2_task_3():
    model = solved_by_hand()
    assert model.right < 4
    set_by_hand(model, OUTPUT, 10.0, -10.0, -5.0)
    assert "4 of 4 rows are right" in model.status()


def test_network_lab_2_task_4():
    model = NetworkModel(**AT_START)
    model.restart()
    assert (predictions(model) == 0.5).all()
    model.train(3000)
    assert (predictions(model) == 0.5).all()
    assert model.loss == 1.0


def test_network_lab_2_task_5():
    for seed in range(6):
        model = NetworkModel(**AT_START)
        model.hidden_units, model.start, model.seed = 4, "random", seed
        model.refresh()
        losses, solved_at = [model.loss], None
        while model.step < 1500:
            model.train(100)
            model.refresh()
            losses.append(model.loss)
            solved_at = solved_at or (model.step if model.right == 4 else None)
        assert 100 <= solved_at < 1000
        assert losses == sorted(losses, reverse=True)


# Predictions


def test_count_of_parameters():
    net = Network([3, 4, 1])
    weights, biases = (sum(map(np.size, arrays)) for arrays in (net.weights, net.biases))
    assert (weights, biases, net.weights[0].size) == (16, 5, 12)
    assert check.count_of_parameters.reference == weights + biases == 21
    inputs, hidden, outputs = net.layer_sizes
    circles = inputs + hidden + outputs
    counted = {weights, weights + hidden, weights + outputs, weights + circles}
    counted |= {inputs * hidden, circles, biases}
    known = [got for wrong in check.count_of_parameters.known.values() for got in wrong]
    assert set(known) == counted


def textbook(z):
    """The textbook's sigmoid."""
    return 1 / (1 + np.exp(-z))


def test_far_to_the_left_ab():
    with pytest.warns(RuntimeWarning, match="overflow"):
        assert textbook(np.array([-1000.0])).tolist() == [0.0]


def test_far_to_the_left_c():
    with np.errstate(all="ignore"):
        assert 1 / np.float64("inf") == 0
        assert np.isnan(np.float64("inf") / np.float64("inf"))


def test_far_to_the_left_d():
    tiniest = np.nextafter(0.0, 1.0)
    assert np.log(tiniest) > -1000  # and the logarithm of σ(−1000) is −1000, to many digits
    assert np.isfinite(np.exp(709.0))
    with pytest.warns(RuntimeWarning, match="overflow"):
        assert np.isinf(np.exp(1000.0))


def test_rule_of_the_table_a():
    parity = X.sum(axis=1) % 2
    assert X[0].sum() == 1 and y[0] == 0
    assert (parity == 1 - y.ravel()).all()


def test_rule_of_the_table_b():
    assert np.array_equal(X[:, 0] != X[:, 1], y.ravel() == 1)
    assert (X[:, 2] == 1).all()
    assert np.array_equal(X.sum(axis=1) == 2, y.ravel() == 1)


def test_rule_of_the_table_c():
    right = (X[:, :2].any(axis=1)) == y.ravel()
    assert right.tolist() == [True, True, True, False]


def test_rule_of_the_table_d():
    right = (X.sum(axis=1) >= 2) == y.ravel()
    assert right.tolist() == [True, True, True, False]


@pytest.fixture(scope="module")
def articles():
    """Hidden activations and outputs of the article's network from many seeds."""
    kind = answers.run("02", "kind = NetworkWithoutBiases")["kind"]
    return [kind(n=3, seed=seed).feedforward(X) for seed in range(100)]


def test_before_training_abc(articles):
    for A1, A2 in articles:
        assert A1.min() >= 0.5
        assert A2.min() > 0.5
        assert ((A2 > 0.5) == y).sum() == 2


def test_before_training_d(articles):
    assert sigmoid(0.0) == 0.5
    assert not any(np.isclose(A2, 0.5).any() for _, A2 in articles)


# Folds


def test_all_zero_gives_one_half_everywhere():
    model = NetworkModel(**AT_START)
    assert (model.forward.A[1] == 0.5).all()
    assert (model.forward.output == 0.5).all()


def test_a_bias_of_0_changes_nothing_and_one_of_minus_2_lowers_all_in_order():
    code = "nets = NetworkWithoutBiases(n=3), TwoLayerNetwork(n=3)"
    bare, biased = answers.run("02", code)["nets"]
    before = bare.feedforward(X)[1]
    assert np.array_equal(biased.feedforward(X)[1], before)
    biased.b2[:] = -2
    after = biased.feedforward(X)[1]
    assert (after < before).all()
    assert np.array_equal(np.argsort(after.ravel()), np.argsort(before.ravel()))


def test_one_step_further(capsys):
    names = answers.run("02", answers.further("02"))
    printed = capsys.readouterr().out.splitlines()[-2:]
    for line in printed:
        outputs = np.array(line.strip("[]").split(), dtype=float)
        assert np.array_equal(outputs > 0.5, y.ravel() == 1)
        assert np.abs(outputs - 0.5).min() > 0.2
    last = names["bare"]
    assert last.layer_sizes == [3, 2, 1] and last.biases == []
    sharp, soft = last.forward(X).A[1].T
    assert sharp[0] < 0.1 * soft[0] and min(sharp[3], soft[3]) > 0.85
    assert np.allclose(soft[1:3], 0.5) and sharp[1:3].min() > 0.95


def test_the_two_answers_of_one_step_further_are_within_the_sliders():
    for weights in (
        [[[6, 6, 0], [6, 6, 0], [-3, -9, 0]], [[10], [-10], [-10]]],
        [[[10, 2], [10, 2], [-6, -2]], [[7], [-10]]],
    ):
        model = NetworkModel(weights=weights, bias=False)
        assert model.right == 4
        assert max(np.abs(np.concatenate([np.ravel(W) for W in weights]))) <= 10


def test_with_one_hidden_unit_no_weights_work():
    rng = np.random.default_rng(0)
    for scale in (1.0, 5.0, 20.0):
        nets = []
        for _ in range(500):
            net = Network([3, 1, 1], hidden="sigmoid")
            net.weights = [scale * rng.standard_normal(W.shape) for W in net.weights]
            net.biases = [scale * rng.standard_normal(b.shape) for b in net.biases]
            nets.append(net)
        outputs = Network.stacked(nets).forward(X).output
        assert ((outputs > 0.5) == y).all(axis=(1, 2)).sum() == 0


def test_at_zero_two_rows_pull_an_output_weight_up_and_two_down():
    net = NetworkModel(**AT_START).network
    pulls = [-net.backward(net.forward(X[i : i + 1]), y[i : i + 1]).weights[1] for i in range(4)]
    assert np.allclose(sum(pulls), 0)
    assert sorted(float(np.sign(pull[0, 0])) for pull in pulls) == [-1, -1, 1, 1]
    assert np.ptp(np.abs(pulls)) == 0
    assert not net.backward(net.forward(X), y).weights[0].any()


OWN = {
    "def sigmoid": """def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))""",
    "def forward": """def forward(X, W1, b1, W2, b2):
    A1 = sigmoid(X @ W1 + b1)
    return A1, sigmoid(A1 @ W2 + b2)""",
}


def test_the_notebook_goes_on_with_a_learners_own_answers(monkeypatch):
    went_on = []
    monkeypatch.setattr("IPython.display.display", lambda note: went_on.append(repr(note)))
    assert answers.carried_on("02", OWN) == []
    assert went_on == ["From here on: your `sigmoid`.", "From here on: your `forward`."]
