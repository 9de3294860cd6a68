"""The playground's points and inputs, first weights, classes and numbers: its model alone."""

import numpy as np
import pytest

from nnlib import Network, datasets, training
from nnlib.labs import Playground
from nnlib.labs.playground.inputs import SHOWN, inputs_of
from nnlib.labs.playground.model import PlaygroundModel
from nnlib.labs.playground.run import EXTENT, GRID_SIDE
from nnlib.plots import grid_points


def model(**choices):
    """A model that is ready, as a lab's first frame makes it."""
    made = PlaygroundModel(**choices)
    made.refresh()
    return made


def train(made, steps):
    for _ in range(steps):
        made.take_step()
    made.refresh()


def again(lab, **names):
    """The lab that its line of code makes."""
    return eval(lab.code(), {"Playground": Playground, **names})


# -- inputs -----------------------------------------------------------------------------------


def test_inputs_are_what_their_names_say():
    X = np.random.default_rng(0).uniform(-6, 6, (20, 2))
    x1, x2 = X.T
    for name in SHOWN:
        expected = eval(name, {"x1": x1, "x2": x2, "sin": np.sin})
        np.testing.assert_allclose(inputs_of(X, (name,))[:, 0], expected)


def test_the_network_trains_on_the_inputs_that_are_chosen():
    made = model(data="circles", inputs=["x2**2", "x1**2"], hidden_units=(3,), steps=30)
    assert made.inputs == ("x1**2", "x2**2")
    assert made.input_names == ("x₁²", "x₂²")
    points = datasets.split(*datasets.circles(rng=1), 0.8, 1)
    net = Network([2, 3, 1], rng=1)
    training.train(net, points.X_train**2, points.y_train, learning_rate=1.2, iterations=30)
    np.testing.assert_allclose(made.run.network.weights[0], net.weights[0])
    assert made.look.test.loss == pytest.approx(net.loss(points.X_test**2, points.y_test))
    plane = net.predict_proba(grid_points(EXTENT, GRID_SIDE) ** 2)
    np.testing.assert_allclose(made.look.grid, plane, atol=1e-5)


def test_squares_divide_the_circles_without_a_hidden_unit():
    choices = {"data": "circles", "noise": 0.1, "learning_rate": 0.1, "steps": 200}
    plain, squares = (
        model(hidden_units=(), inputs=chosen, **choices)
        for chosen in (("x1", "x2"), ("x1**2", "x2**2"))
    )
    assert plain.look.test.accuracy < 0.7
    assert squares.look.test.accuracy == 1.0


def test_the_input_layer_follows_and_the_network_starts_again():
    made = model(steps=5)
    made.inputs = ("x1", "x2", "x1*x2", "sin(x2)")
    made.refresh()
    assert made.run.step == 0
    assert made.run.network.layer_sizes == [4, 4, 1]
    assert made.run.parameters["W1[2, 0]"].meaning == "x₁x₂ → unit 1"
    assert "Network 4–4–1" in made.status()
    assert [layer.shape[1] for layer in made.look.maps] == [4, 4, 1]


def test_the_line_of_code_has_the_inputs():
    lab = Playground(inputs=("x1", "x1*x2"), steps=3)
    assert lab.code() == "Playground(inputs=('x1', 'x1*x2'), steps=3)"
    assert again(lab).model.look.training == lab.model.look.training


def test_a_learner_s_network_gets_as_many_inputs():
    sizes = []

    def mine(layer_sizes, rng):
        sizes.append(layer_sizes)
        return Network(layer_sizes, rng=rng)

    model(network=mine, inputs=("x1", "x2", "x1**2"))
    assert sizes == [[3, 4, 1]]


@pytest.mark.parametrize("inputs", [(), "x3", ("x1", "x1^2"), 5, [["x1"]]])
def test_inputs_that_are_not_known_are_refused_and_change_nothing(inputs):
    made = model(inputs="x1", steps=2)
    with pytest.raises(ValueError, match="choose one or more of: x1, x2, x1\\*\\*2"):
        made.inputs = inputs
    made.refresh()
    assert (made.inputs, made.run.step) == (("x1",), 2)
