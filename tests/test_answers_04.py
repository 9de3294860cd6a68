"""The answers of notebook 04: what is said of a task or an option is computed."""

import numpy as np
import pytest

import answers
from nnlib import Network, check, datasets, gradient_check, train
from nnlib.activations import sigmoid
from nnlib.labs.bug.faulty import BUGS
from nnlib.labs.bug.model import NAMES, BugModel
from nnlib.labs.chain.model import ChainModel
from nnlib.labs.shared.chain_rule import ENTRIES, PRODUCT, SUM
from nnlib.labs.slope.model import FUNCTIONS, LEAST, SlopeModel

TABLE, TARGETS = datasets.truth_table()


def fresh(model):
    """Bring a model's results up to date."""
    model.refresh()
    return model


# SlopeLab.


def slope_of(function, x, **choices):
    return fresh(SlopeModel(function=function, x=x, **choices))


def test_slope_lab_task_1():
    distances = {}
    for both in (False, True):
        model = slope_of("x³", 1.0, both_sides=both)
        model.playing = True
        while model.playing and abs(model.secant_slope - model.tangent_slope) > 0.03:
            model.advance(0.03)
            model.refresh()
        distances[both] = model.eps
    assert distances[False] <= 0.01 < 0.1 < distances[True]


def test_slope_lab_task_2():
    places = np.linspace(-5, 5, 201)
    slopes = [slope_of("sigmoid", float(x)).tangent_slope for x in places]
    assert places[np.argmax(slopes)] == pytest.approx(0) and max(slopes) == 0.25
    for end in (-5.0, 5.0):
        assert slope_of("sigmoid", end).tangent_slope < 0.01


def test_slope_lab_task_3():
    assert "relu" in FUNCTIONS
    for eps in (1.0, 0.1, LEAST):
        assert slope_of("relu", 0.0, eps=eps).secant_slope == pytest.approx(1)
        both = slope_of("relu", 0.0, eps=eps, both_sides=True)
        assert both.secant_slope == pytest.approx(0.5) and both.tangent_slope == 0


# Two ways.


def test_two_ways():
    assert check.two_ways.reference == 2 * 3 + 3 * 2
    rise = (2 * 1.001) * (3 * 1.001) - (2 * 0.999) * (3 * 0.999)
    assert rise / 0.002 == pytest.approx(12)
    sentences = {value: text for text, values in check.two_ways.known.items() for value in values}
    assert "one of the two ways alone" in sentences[3 * 2]
    assert "rates of g₁ and g₂, added" in sentences[2 + 3]
    assert "rates are multiplied" in sentences[(3 * 2) * (2 * 3)]


# ChainLab with one unit.


def unit(**changed):
    return fresh(ChainModel(step=8, changed=changed)).values


def test_chain_lab_task_1():
    model, v = ChainModel(step=3), unit()
    backwards = []
    while model.step < len(model.links):
        model.go(1)
        backwards.append(fresh(model).link.target)
    assert backwards == ["da", "dz", "dw", "db", "dx"]
    assert v["da"] == 2 * (v["a"] - v["y"])
    assert v["dz"] == v["da"] * v["a"] * (1 - v["a"])
    assert (v["dw"], v["db"], v["dx"]) == (v["dz"] * v["x"], v["dz"] * 1, v["dz"] * v["w"])


def test_chain_lab_task_2():
    # A unit further left: x = sigmoid(q), so the slope along q goes through dx.
    v, eps = unit(), 1e-5
    q = np.log(0.7 / 0.3)
    v = unit(x=0.7)
    losses = [unit(x=float(sigmoid(np.array([q + e]))[0]))["L"] for e in (eps, -eps)]
    assert v["dx"] * 0.7 * 0.3 == pytest.approx((losses[0] - losses[1]) / (2 * eps), rel=1e-6)


def test_chain_lab_task_3():
    v = unit(x=0.0)
    assert [name for name in ("da", "dz", "dw", "db", "dx") if v[name] == 0] == ["dw"]
    assert v["dw"] == v["dz"] * v["x"] and v["db"] == v["dz"]


def test_chain_lab_task_4():
    v = unit(b=4.0, y=0.0)
    assert v["a"] - v["y"] > 0.99
    assert v["a"] * (1 - v["a"]) < 0.01
    assert abs(v["dz"]) < 0.02 < abs(unit()["dz"])


# ChainLab with two layers.


def network(step=13, **changed):
    return fresh(ChainModel(graph="network", step=step, changed=changed))


def test_chain_lab_2_task_1():
    model, seen = network(step=5), []
    while model.step < 13:
        model.go(1)
        link = fresh(model).link
        seen.append((link.target, link.kind, model.values[link.target].shape))
    assert seen == [
        ("dA2", ENTRIES, (4, 1)),
        ("dZ2", ENTRIES, (4, 1)),
        ("dW2", PRODUCT, (2, 1)),
        ("db2", SUM, (1,)),
        ("dA1", PRODUCT, (4, 2)),
        ("dZ1", ENTRIES, (4, 2)),
        ("dW1", PRODUCT, (3, 2)),
        ("db1", SUM, (2,)),
    ]


def test_chain_lab_2_task_2():
    model = network()
    before = dict(model.values)
    model.entry = "W2 (1, 1)"
    model.value = 1.5
    after = fresh(model).values
    followed = {name for name in before if not np.array_equal(before[name], after[name])}
    gradients = {name for name in before if name.startswith("d")}
    assert followed == {"W2", "Z2", "A2", "L"} | gradients


def test_chain_lab_2_task_3():
    model = network(**{"W2 (2, 1)": 0.0})
    v = model.values
    for name in ("dA1", "dZ1", "dW1"):
        assert not v[name][:, 1].any() and v[name][:, 0].all()
    assert v["db1"][1] == 0 != v["dW2"][1, 0]
    moved = network(**{"W2 (2, 1)": 0.0, "W1 (1, 2)": 3.0, "b1 (2)": -3.0}).values
    assert moved["L"] == v["L"] != network(**{"W2 (2, 1)": 0.5}).values["L"]


# How small a distance.


@pytest.fixture(scope="module")
def checked():
    """Tell for a distance whether the gradient of the notebook's network passes."""
    names = answers.run("04", "checked = net, X, y")
    return lambda eps: gradient_check(*names["checked"], eps=eps).passed


def test_smallest_distance_a(checked):
    assert not checked(1e-9) and not checked(1e-12)
    assert np.nextafter(1.0, 2.0) - 1 > 1e-16  # 16 digits


def test_smallest_distance_b(checked):
    assert checked(1e-5) and checked(3e-6) and checked(3e-5)


def test_smallest_distance_cd(checked):
    assert not checked(0.1) and not checked(0.01) and not checked(1e-12)


# BugLab.


def examined(number, samples=4):
    return fresh(BugModel(network=number, samples=samples))


def ratios(model):
    return np.concatenate([model.ratio(name).ravel() for name in model.failing])


def test_bug_lab_task_1():
    model = examined(1)
    assert model.failing == [*NAMES]
    np.testing.assert_allclose(ratios(model), -1, rtol=1e-5)
    assert model.mended() == "dA2 = 2 * (y - A2) should be dA2 = 2 * (A2 - y)."


def test_bug_lab_task_2():
    for samples in (4, 8):
        np.testing.assert_allclose(ratios(examined(2, samples)), 1 / samples, rtol=1e-5)
    assert examined(2, 1).failing == []
    assert examined(2).bug == "mean"


def test_bug_lab_task_3():
    model = examined(3, samples=1)
    assert model.failing == examined(3).failing == ["W1", "b1"]
    assert model.bug == "transpose" and (ratios(model) < 0).any()
    for number in range(1, 25):  # the other two bugs that spoil only W1 and b1
        other = examined(number, samples=1)
        if other.bug == "slope":
            assert (ratios(other) >= 4).all()
        if other.bug == "variable":
            assert (ratios(other) >= 0.9).all()
    wrong = [sigmoid(np.array([a])) * (1 - sigmoid(np.array([a]))) for a in np.linspace(0, 1, 101)]
    assert 0.19 < min(wrong) < max(wrong) <= 0.25  # "always near 1/4"


def test_bug_lab_task_4():
    names = {
        4: "the gradients of the biases missing",
        5: "a factor forgotten",
        6: "the slope of the hidden layer forgotten",
        7: "Z1 taken for A1",
        8: "the slope taken at the wrong variable",
    }
    for number, name in names.items():
        model = examined(number)
        model.answer = model.bug
        assert BUGS[model.bug].name == name
        assert f"Right: {name}." in fresh(model).status()


# The network of the article, a thousand times; test_published_runs.py has its numbers.


def articles_network(seed):
    net = Network([3, 4, 1], hidden="sigmoid", output="sigmoid", loss="sse", bias=False)
    random = np.random.RandomState(seed)
    net.weights = [random.rand(3, 4), random.rand(4, 1)]
    return net


@pytest.fixture(scope="module")
def thousand():
    """Loss of each seed at each step, (1501, 1000)."""
    stack = Network.stacked(articles_network(seed) for seed in range(1000))
    history = train(stack, TABLE, TARGETS, learning_rate=1.0, iterations=1500)
    return np.vstack([history.loss, stack.loss(TABLE, TARGETS)])


def test_of_a_thousand_a(thousand):
    assert 0.99 < (thousand[-1] < 0.01).mean() < 1


def test_of_a_thousand_bc(thousand):
    assert (np.diff(thousand, axis=0) < 0).all()


def test_of_a_thousand_d(thousand):
    (stuck,) = np.flatnonzero(thousand[-1] >= 0.01)
    assert (np.diff(thousand[:, stuck]) < 0).all()
    assert thousand[-1, stuck] > 0.5


# The missing factor 2.


def gradients(seed):
    net = articles_network(seed)
    forward = net.forward(TABLE)
    A1, A2 = forward.A[1], forward.output
    up2 = (TARGETS - A2) * A2 * (1 - A2)
    up1 = up2 @ net.weights[1].T * A1 * (1 - A1)
    return net.backward(forward, TARGETS).weights, (TABLE.T @ up1, A1.T @ up2)


@pytest.mark.parametrize("seed", range(3))
def test_missing_two_ac(seed):
    for right, listing in zip(*gradients(seed), strict=True):
        np.testing.assert_allclose(listing, -right / 2)


def test_missing_two_bde():
    """Half the rate is the same run; another than with the 2, and not half its loss."""
    runs = {}
    for rate in (0.5, 1.0):
        net = articles_network(0)
        runs[rate] = train(net, TABLE, TARGETS, learning_rate=rate, iterations=1500).loss
    W1, W2 = articles_network(0).weights
    listing = []
    for _ in range(1500):
        A1 = sigmoid(TABLE @ W1)
        A2 = sigmoid(A1 @ W2)
        listing.append(((TARGETS - A2) ** 2).sum())
        up2 = (TARGETS - A2) * A2 * (1 - A2)
        up1 = up2 @ W2.T * A1 * (1 - A1)
        W1, W2 = W1 + TABLE.T @ up1, W2 + A1.T @ up2
    np.testing.assert_allclose(listing, runs[0.5], rtol=1e-9)
    assert listing[0] == pytest.approx(runs[1.0][0])
    assert listing[-1] > runs[1.0][-1]  # further to go, not half as far


# The worked example: sigmoids, error ½ Σ (target − output)², rate 0.5.


def error_after(steps, biases=False, new_W2=False, half=0.5, digits=None):
    X, y = np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])
    W1, W2 = np.array([[0.15, 0.25], [0.20, 0.30]]), np.array([[0.40, 0.50], [0.45, 0.55]])
    b1, b2 = 0.35, 0.60
    for _ in range(steps):
        A1 = sigmoid(X @ W1 + b1)
        A2 = sigmoid(A1 @ W2 + b2)
        dZ2 = (A2 - y) * A2 * (1 - A2)
        moved = W2 - 0.5 * A1.T @ dZ2
        dZ1 = dZ2 @ (moved if new_W2 else W2).T * A1 * (1 - A1)
        W1, W2 = W1 - 0.5 * X.T @ dZ1, moved
        if digits:
            W1, W2 = W1.round(digits), W2.round(digits)
        if biases:
            b1, b2 = b1 - 0.5 * dZ1.sum(), b2 - 0.5 * dZ2.sum()
    return half * ((y - sigmoid(sigmoid(X @ W1 + b1) @ W2 + b2)) ** 2).sum()


def told(letter):
    return check.worked_example.options[letter].why


def test_worked_example_a():
    moved = error_after(1, new_W2=True) - error_after(1)
    assert 1e-7 < moved < 1e-6  # the seventh digit
    assert abs(error_after(1, digits=9) - error_after(1)) < moved / 100


def test_worked_example_b():
    assert f"{error_after(1, biases=True):.4f}" in told("b")


def test_worked_example_c():
    question = check.worked_example.question
    assert f"{error_after(1, new_W2=True):.9f}" == "0.291027924" in question
    assert f"{error_after(1):.9f}" == "0.291027774" in question


def test_worked_example_d():
    assert f"{error_after(0):.9f}" == "0.298371109"
    assert error_after(0, half=1) == pytest.approx(2 * error_after(0))


def test_worked_example_e():
    assert f"{error_after(2):.4f}" in told("e")


# One step further.


def test_one_step_further():
    names = answers.run("04", answers.further("04"))
    assert names["as_measured"]
    wrong = names["dZ2"] @ names["U2"].T * names["A1"] * (1 - names["A1"])
    measured = names["measured_gradient"](names["tanh_loss"], names["U1"])
    assert not np.allclose(TABLE.T @ wrong, measured)  # the slope of the sigmoid
    y, a = np.meshgrid([0.0, 1.0], np.linspace(0.05, 0.95, 19))
    np.testing.assert_allclose((-y / a + (1 - y) / (1 - a)) * a * (1 - a), a - y, atol=1e-15)


# The learner's own code works on.

OWN = """
def output_error(A2, y):
    return -2 * (y - A2) * (A2 - A2**2)

def gradient_W2(A1, dZ2):
    return np.einsum("ik,ij->kj", A1, dZ2)

def gradient_W1(X, A1, W2, dZ2):
    slopes = A1 * (1 - A1)
    return X.T @ (dZ2 @ W2.T * slopes)

def update(W, dW, learning_rate):
    return W + -learning_rate * dW
"""


@pytest.mark.parametrize(("own", "whose"), [(OWN, "your"), ("", "the course's")])
def test_the_1500_steps_are_those_of_the_learner_s_functions(own, whose, monkeypatch):
    went_on = []
    monkeypatch.setattr("IPython.display.display", lambda note: went_on.append(repr(note)))
    (training,) = (cell.source for cell in answers.cells("04") if "in range(1500)" in cell.source)
    names = answers.run("04", own + training)
    assert f"{names['seen'][-1]:.4f}" == "0.0028"
    last = went_on[-4:]
    functions = ("output_error", "gradient_W2", "gradient_W1", "update")
    for told, function in zip(last, functions, strict=True):
        assert told.startswith(f"From here on: {whose} `{function}`")
