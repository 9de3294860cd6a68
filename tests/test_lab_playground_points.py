"""The playground's points and inputs, first weights, classes and numbers: its model alone."""

from pathlib import Path

import numpy as np
import pytest
from traitlets import TraitError

from nnlib import Network, datasets, training
from nnlib.labs import Playground
from nnlib.labs.playground.inputs import SHOWN, inputs_of
from nnlib.labs.playground.model import PlaygroundModel
from nnlib.labs.playground.run import EXTENT, GRID_SIDE
from nnlib.plots import grid_points
from playground import model, train

IRISES = Path(__file__).parent / "data" / "iris-petals.csv"


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


# -- points of one's own ----------------------------------------------------------------------


class Frame:
    """What the playground asks of a DataFrame: names of columns, and each column."""

    def __init__(self, **columns):
        self.columns, self._held = list(columns), columns

    def __getitem__(self, name):
        return np.array(self._held[name])


def everything(points):
    """Points of both sides with their labels, sorted."""
    X = np.concatenate([points.X_train, points.X_test])
    y = np.concatenate([points.y_train, points.y_test])
    return sorted(np.hstack([X, y]).tolist())


def some_points(m=40, seed=3):
    return datasets.moons(m, 0.2, seed)


def test_arrays_in_the_plane_are_trained_on_as_they_are():
    X, y = some_points()
    lab = Playground(data=(X, y), learning_rate=0.5, steps=200)
    assert everything(lab.model.points) == sorted(np.hstack([X, y]).tolist())
    assert 0.6 < len(lab.model.points.X_train) / 40 < 1
    assert lab.model.look.training.accuracy > 0.8
    assert "on own points" in lab.model.status()
    assert "caled" not in lab.model.status()


def test_other_points_are_laid_over_the_plane_and_the_lab_says_so():
    X = np.array([[1000.0, 0.1], [3000.0, 0.3], [2000.0, 0.2]])
    made = model(data=(X, [0, 1, 1]))
    wanted = [[-4, -4, 0], [0, 0, 1], [4, 4, 1]]
    np.testing.assert_allclose(everything(made.points), wanted, atol=1e-12)
    said = "Scaled to x₁ and x₂ from -4 to 4: x₁ from 1000 to 3000 and x₂ from 0.1 to 0.3."
    assert said in made.status()


def test_a_column_that_is_always_the_same_lies_in_the_middle():
    made = model(data=([[7, 1], [7, 2]], [0, 1]))
    assert everything(made.points) == [[0, -4, 0], [0, 4, 1]]


@pytest.mark.parametrize("table", [Frame, dict])
def test_a_table_gives_names_and_words_for_classes(table):
    made = model(data=table(length=[1.0, 2, 9], width=[0, 1, 0], kind=["b", "a", "b"]))
    assert everything(made.points) == [[-4, -4, 1], [-3, 4, 0], [4, -4, 1]]
    assert "length from 1 to 9 and width from 0 to 1. Class 0 is a, 1 is b." in made.status()


@pytest.mark.parametrize(
    ("y", "name", "outputs", "learned"),
    [
        ([0, 1, 0, 1], "classes", 1, [0, 1, 0, 1]),
        ([-1, 1, 1, -1], "classes", 1, [0, 1, 1, 0]),
        ([True, False, True, True], "classes", 1, [1, 0, 1, 1]),
        ([2, 0, 1, 1], "classes", 3, [2, 0, 1, 1]),
        ([5, 7, 9, 9], "classes", 3, [0, 1, 2, 2]),
        (["no", "yes", "no", "no"], "classes", 1, [0, 1, 0, 0]),
        (["10", "9", "9", "9"], "classes", 1, [1, 0, 0, 0]),
        ([0.5, 1, 0.25, 0], "number", 1, [0.5, 1, 0.25, 0]),
        ([1, 2, 3, 5], "number", 1, [-1, -0.5, 0, 1]),
    ],
)
def test_what_is_to_be_predicted_decides_the_task(y, name, outputs, learned):
    made = model(data=([[-4, 0], [-3, 3], [0, 2], [5, 5]], y), steps=3)
    assert (made.task.name, made.task.outputs) == (name, outputs)
    assert [row[2] for row in everything(made.points)] == learned
    assert made.look.grid.shape == (GRID_SIDE**2, outputs)


def test_the_line_of_code_brings_arrays_back():
    X, y = some_points()
    lab = Playground(data=(X, y.ravel()), steps=20)
    back = again(lab)
    assert everything(back.model.points) == everything(lab.model.points)
    assert back.model.look.training == lab.model.look.training
    assert back.code() == lab.code()


def test_the_line_of_code_brings_a_table_back_with_its_names():
    lab = Playground(data=Frame(a=[1.0, 2.5], b=[0.1, 0.2], what=["x", "y"]))
    assert lab.code() == "Playground(data={'a': [1.0, 2.5], 'b': [0.1, 0.2], 'what': ['x', 'y']})"
    assert again(lab).model.status() == lab.model.status()


def test_many_points_are_written_to_a_file_that_the_line_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    X, y = datasets.three_blobs(301)
    lab = Playground(data=(10 * X, y), steps=5)
    assert list(tmp_path.iterdir()) == []  # nothing is written unless the line is asked for
    code = lab.code()
    (written,) = tmp_path.iterdir()
    assert code == f"Playground(data={written.name!r}, steps=5)"
    assert again(lab).model.look.training == lab.model.look.training
    assert lab.code() == code


def csv_file(folder, text, encoding="utf-8"):
    path = folder / "mine.csv"
    path.write_text(text, encoding=encoding)
    return path.name


@pytest.mark.parametrize(
    "text",
    [
        "long,wide,kind\n1.5,0,a\n2.5,40,b\n",
        "1.5,0,a\n2.5,40,b\n",
        "long;wide;kind\n1,5;0;a\n2,5;40;b\n",
        "\ufefflong\twide\tkind\r\n1.5\t0\ta\r\n\r\n2.5\t40\tb\r\n",
        '"long" , "wide" , "kind"\n1.5 , 0 , a\n2.5 , 40 , b',
    ],
)
def test_a_csv_file_is_read(tmp_path, monkeypatch, text):
    monkeypatch.chdir(tmp_path)
    name = csv_file(tmp_path, text)
    lab = Playground(data=name)
    assert everything(lab.model.points) == [[-4, -4, 0], [4, 4, 1]]
    assert lab.code() == "Playground(data='mine.csv')"
    assert "on mine.csv" in lab.model.status()


def test_real_measurements_are_trained_on():
    made = model(data=str(IRISES), learning_rate=0.5, steps=1000)
    told = "petal length in cm from 1 to 6.9 and petal width in cm from 0.1 to 2.5"
    assert f"{told}. Class 0 is setosa, 1 is versicolor, 2 is virginica." in made.status()
    assert np.bincount([int(row[2]) for row in everything(made.points)]).tolist() == [50, 50, 50]
    assert made.look.test.accuracy > 0.9
    # Setosa lies apart: small petals are its own, for sure.
    small = made.run.network.forward([[-4.0, -4.0]]).output
    assert small[0, 0] > 0.99


def bad_points():
    X, y = some_points()
    nan = np.where(np.arange(80).reshape(40, 2) == 7, np.nan, X)
    million = np.zeros((1_000_000, 2))
    few = X[:3]
    return {
        "one column": ((X[:, :1], y), "X must have two columns, shape (m, 2); got shape (40, 1)"),
        "columns for rows": ((X.T, y), "got shape (2, 40). Use X.T."),
        "text": (([["a", "b"]], [0]), "X must hold real numbers; got text"),
        "NaN": ((nan, y), "X must be finite; row 3 holds NaN"),
        "NaN in y": ((few, [0, 1, np.nan]), "y must be known for every point; row 2 has"),
        "None in y": ((few, ["a", None, "b"]), "row 1 has None"),
        "one class": ((X, np.ones(40)), "all points have the same y, 1.0; two classes are"),
        "many words": ((X[:4], list("abcd")), "y has 4 classes: a, b, c, d …; at most 3"),
        "no rows": ((np.zeros((0, 2)), []), "X has no rows"),
        "a million rows": ((million, np.zeros(1_000_000)), "X has 1,000,000 rows; at most 5,000"),
        "too few labels": ((X, y[:3]), "y must have one entry for each of the 40 rows"),
        "one-hot": ((X, np.eye(40)), "got (40, 40)"),
        "X alone": (X, "got ndarray"),
        "a number": (5, "data must be the name of a set"),
        "numbers for arrays": ((5, 6), "X must be an array with a row a point; got 5"),
        "two columns": (Frame(a=[1], b=[2]), "three columns are wanted"),
        "text in a table": (Frame(a=["q"], b=[2], c=[0]), "column 'a' must hold real numbers"),
        "NaN in a table": (Frame(a=[1, np.nan], b=[2, 3], c=[0, 1]), "columns 'a' and 'b' must be"),
        "columns of other lengths": (dict(a=[1, 2], b=[2], c=[0]), "must be equally long"),
        "a file that is not there": ("no.csv", "'no.csv' is neither a set of points nor a file"),
    }


@pytest.mark.parametrize(("data", "words"), bad_points().values(), ids=bad_points())
def test_wrong_points_get_a_sentence_and_leave_the_lab_as_it_was(data, words):
    with pytest.raises(TraitError) as refusal:
        PlaygroundModel(data=data)
    assert words in str(refusal.value)
    lab = Playground(data="moons", steps=3)
    before, points = lab.image.value, lab.model.points
    with pytest.raises(TraitError):
        lab.model.data = data
    lab.refresh()
    assert lab.image.value == before
    assert lab.model.points is points
    assert lab.code() == "Playground(data='moons', steps=3)"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "'mine.csv' has no rows"),
        ("a,b,c\n", "'mine.csv' has no rows"),
        ("1,0\n2,1\n", "three columns are wanted: two of numbers, then what to predict; line 1"),
        ("1,0,a\n2,1\n", "line 2 of 'mine.csv' has 2"),
        ("a,b,c\n1,0,x\n2,q,y\n", "must have numbers in two columns; line 3 has 'q'"),
        ("1,0,x\n2,,y\n", "line 2 has ''"),
        ("1,0,x\n2,nan,y\n", "line 2 has 'nan'"),
        ("1,0,x\n2,1,\n", "the last column of 'mine.csv' must be known for every point; row 1"),
        ("1,0,x\n2,1,x\n", "all points have the same y, x"),
        ("1,2,3\n" * 1_000_000, "rows; at most 5,000"),
    ],
    ids=lambda value: value[:12],
)
def test_a_wrong_file_gets_a_sentence(tmp_path, monkeypatch, text, words):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TraitError) as refusal:
        PlaygroundModel(data=csv_file(tmp_path, text))
    assert words in str(refusal.value)


def test_a_picture_or_a_folder_is_no_table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.png").write_bytes(bytes(range(256)))
    (tmp_path / "folder").mkdir()
    for name in ("a.png", "folder"):
        with pytest.raises(TraitError, match=f"'{name}' cannot be read as text"):
            PlaygroundModel(data=name)


def test_a_file_of_exactly_as_many_rows_as_can_be_is_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = "".join(f"{row},{row % 7},{row % 2}\n" for row in range(5000))
    made = model(data=csv_file(tmp_path, "a,b,c\n" + lines), train_share=1.0)
    assert len(made.points.X_train) == 5000


def test_own_points_stay_on_their_side_when_others_follow():
    X, y = some_points()
    few, many = model(data=(X[:30], y[:30])), model(data=(X, y))
    sides = [{tuple(row) for row in side} for side in (few.points.X_train, many.points.X_train)]
    assert sides[0] == sides[1] & {tuple(row) for row in X[:30]}


def test_noise_leaves_own_points_alone():
    data = some_points()
    assert everything(model(data=data, noise=1.0).points) == everything(model(data=data).points)


def test_reset_brings_own_points_back():
    made = model(data=some_points(), steps=2)
    before = everything(made.points)
    made.data = "flower"
    made.refresh()
    made.reset()
    made.refresh()
    assert everything(made.points) == before


def test_a_batch_larger_than_there_are_points_takes_all():
    data = some_points(10)
    whole, batch = (model(data=data, batch_size=size, steps=5) for size in ("all", 32))
    assert whole.look.training == batch.look.training


# -- three classes, and a number --------------------------------------------------------------


@pytest.mark.parametrize("data", datasets.THREE_CLASSES)
def test_three_classes_are_learned_as_the_package_does(data):
    made = model(data=data, hidden_units=(6,), learning_rate=0.5, steps=40)
    points = datasets.split(*datasets.THREE_CLASSES[data](400, 0.2, 1), 0.8, 1)
    one_hot, one_hot_test = (np.eye(3)[y[:, 0].astype(int)] for y in (points[1], points[3]))
    net = Network([2, 6, 3], output="softmax", loss="softmax_cross_entropy", rng=1)
    training.train(net, points.X_train, one_hot, learning_rate=0.5, iterations=40)
    np.testing.assert_allclose(made.run.network.weights[1], net.weights[1])
    assert made.look.test.loss == pytest.approx(net.loss(points.X_test, one_hot_test))
    right = net.predict(points.X_test) == points.y_test[:, 0]
    assert made.look.test.accuracy == right.mean()
    assert made.look.test.error is None
    assert made.look.grid.shape == (GRID_SIDE**2, 3)
    np.testing.assert_allclose(made.look.grid.sum(axis=1), 1, atol=1e-5)
    assert "Network 2–6–3" in made.status()


def test_three_blobs_need_no_hidden_unit():
    made = model(data="three blobs", noise=0.0, hidden_units=(), steps=300)
    assert made.look.test.accuracy == 1.0


@pytest.mark.parametrize("data", datasets.NUMBERS)
def test_a_number_is_learned_as_the_package_does(data):
    made = model(data=data, learning_rate=0.05, steps=30)
    points = datasets.split(*datasets.NUMBERS[data](400, 0.2, 1), 0.8, 1)
    net = Network([2, 4, 1], output="identity", loss="mse", rng=1)
    training.train(net, points.X_train, points.y_train, learning_rate=0.05, iterations=30)
    np.testing.assert_allclose(made.run.network.weights[1], net.weights[1])
    error = np.sqrt(np.mean((net.forward(points.X_test).output - points.y_test) ** 2))
    assert made.look.test.error == pytest.approx(error)
    assert made.look.test.accuracy is None
    assert f"off by {error:.3f} at 80 points" in made.status()


def test_a_plane_needs_no_hidden_unit():
    made = model(data="plane", noise=0.0, hidden_units=(), learning_rate=0.05, steps=200)
    assert made.look.test.error < 0.001


def test_hills_need_hidden_units():
    choices = {"data": "hills", "noise": 0.0, "optimiser": "Adam", "learning_rate": 0.02}
    flat, bent = (model(hidden_units=h, steps=1500, **choices) for h in ((), (8, 8)))
    assert flat.look.test.error > 0.25
    assert bent.look.test.error < 0.1


class Linear:
    """A learner's own network without an activation: one weight a coordinate, and a bias."""

    def __init__(self, layer_sizes, rng):
        self.w, self.b = np.zeros((layer_sizes[0], layer_sizes[-1])), np.zeros(layer_sizes[-1])

    def forward(self, X):
        return type("Pass", (), {"X": X, "output": X @ self.w + self.b})

    def loss(self, forward, y):
        return np.mean((forward.output - y) ** 2)

    def backward(self, forward, y):
        dz = 2 * (forward.output - y) / y.size
        return forward.X.T @ dz, dz.sum(axis=0)

    def step(self, gradients, learning_rate):
        self.w, self.b = (
            array - learning_rate * gradient
            for array, gradient in zip((self.w, self.b), gradients, strict=True)
        )


def test_a_learner_s_network_predicts_a_number():
    made = model(data="plane", noise=0.0, network=Linear, learning_rate=0.05, steps=300)
    np.testing.assert_allclose(made.run.network.w, 1 / 8, atol=1e-3)


def test_a_learner_s_network_gets_three_columns_for_three_classes():
    made = model(data="three blobs", network=Linear, learning_rate=0.05, steps=300)
    assert made.run.network.w.shape == (2, 3)
    assert made.look.test.accuracy > 0.9


def test_a_network_with_one_output_is_told_what_three_classes_need():
    def single(layer_sizes, rng):
        return Network([2, 1], rng=rng)

    lab = Playground(data="three blobs", network=single)
    assert "shape (m, 3), the probability of each of 3 classes" in lab.alarm.value


def test_the_line_of_code_brings_back_each_kind():
    for data in (*datasets.THREE_CLASSES, *datasets.NUMBERS):
        lab = Playground(data=data, learning_rate=0.05, steps=7)
        assert again(lab).model.look.training == lab.model.look.training


# -- first weights, and large networks --------------------------------------------------------


@pytest.mark.parametrize(
    ("first_weights", "activation", "scale"),
    [
        ("to fit", "tanh", "xavier"),
        ("to fit", "relu", "he"),
        ("0.01", "relu", 0.01),
        ("Xavier", "relu", "xavier"),
        ("He", "tanh", "he"),
        ("zero", "tanh", 0.0),
        ("huge", "tanh", 100.0),
    ],
)
def test_first_weights_are_those_of_the_package(first_weights, activation, scale):
    made = model(first_weights=first_weights, activation=activation, hidden_units=(5, 3))
    net = Network([2, 5, 3, 1], activation, rng=1, scale=scale)
    for ours, theirs in zip(made.run.network.weights, net.weights, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_zero_first_weights_keep_all_units_the_same():
    made = model(first_weights="zero", steps=200)
    assert not made.run.network.weights[0].any()
    assert made.look.training.loss == pytest.approx(np.log(2), rel=0.01)


def test_other_first_weights_start_again_and_stand_in_the_code():
    lab = Playground(steps=3)
    lab.model.first_weights = "0.01"
    lab.refresh()
    assert lab.model.run.step == 0
    train(lab.model, 2)
    assert lab.code() == "Playground(first_weights='0.01', steps=2)"
    assert again(lab).model.look.training == lab.model.look.training


def test_a_network_without_a_scale_has_no_use_for_first_weights():
    assert "first_weights" in model(data="plane", network=Linear, learning_rate=0.01).run.ignored
    assert "first_weights" not in model().run.ignored


def test_the_largest_network_trains_and_is_seen():
    made = model(hidden_units=(12,) * 6, learning_rate=0.1, steps=60)
    assert made.run.network.layer_sizes == [2, *[12] * 6, 1]
    assert made.look.training.loss < made.run.curve.rows[0][1]
    assert [layer.shape[1] for layer in made.look.maps] == [2, *[12] * 6, 1]
    assert made.choices()["hidden_units"] == (12,) * 6
