"""DigitLab without a browser: from strokes to digits, the network, the lab's answers."""

from importlib import resources
from pathlib import Path

import numpy as np
import pytest
import traitlets

from nnlib import Network, datasets, train
from nnlib.convnet import ConvNet
from nnlib.labs import DigitLab
from nnlib.labs.digit import ink
from nnlib.labs.digit.model import PAUSE_AFTER, DigitModel
from nnlib.labs.digit.pad import DigitPad
from nnlib.labs.digit.view import _strip

DRAWN = Path(__file__).parent / "data" / "drawn_digits.npz"

ONE = [[[0.5, 0.3], [0.5, 0.6]]]
SEVEN = [[[0.3, 0.2], [0.7, 0.2], [0.45, 0.85]]]


# From strokes to a digit.


@pytest.mark.parametrize("strokes", [ONE, SEVEN, [[[0.1, 0.9]]]])
@pytest.mark.parametrize(("scale", "shift"), [(1.0, 0.0), (0.25, 0.7), (3.0, -2.0)])
def test_size_and_place_on_the_pad_do_not_matter(strokes, scale, shift):
    moved = [[[scale * x + shift, scale * y + shift] for x, y in stroke] for stroke in strokes]
    difference = ink.to_bitmap(moved) != ink.to_bitmap(strokes)
    assert difference.sum() <= 8  # pixels just at the edge may round either way


def test_a_drawn_digit_fills_the_height_and_has_the_ink_of_the_data():
    digits, _ = datasets.digits()
    assert digits[:, 0].any(axis=1).all() and digits[:, -1].any(axis=1).all()
    amount = 16 * digits.sum(axis=(1, 2))
    bitmap = ink.to_bitmap(SEVEN)
    assert bitmap[0].any() and bitmap[-1].any()
    assert abs(bitmap.sum() - amount.mean()) < amount.std()


def test_what_is_wide_is_squeezed_and_what_is_narrow_is_not_stretched():
    wide = ink.to_bitmap([[[0, 0], [1, 0], [1, 0.5], [0, 0.5]]])
    columns = np.flatnonzero(wide.any(axis=0))
    assert columns[-1] - columns[0] == 23
    tall = ink.to_bitmap([[[0, 0], [0.1, 1]]])
    assert 10 < tall.any(axis=0).sum() < 20


def test_the_centre_of_mass_is_in_the_middle_as_far_as_there_is_room():
    # An upright line with a short foot to the right: the line is where the mass is.
    bitmap = ink.to_bitmap([[[0.3, 0], [0.3, 1], [0.5, 1]]])
    mass = (bitmap.sum(axis=0) * (np.arange(32) + 0.5)).sum() / bitmap.sum()
    assert mass == pytest.approx(16, abs=0.5)
    assert np.flatnonzero(bitmap.any(axis=0)).mean() > 17


def test_nothing_drawn_is_an_empty_digit_and_a_dot_is_none():
    assert not ink.count_blocks(ink.to_bitmap([])).any()
    assert not ink.count_blocks(ink.to_bitmap([[], []])).any()
    assert ink.to_bitmap([[[0.2, 0.2]]])[16, 16]


def test_blocks_are_counted_as_the_data_say():
    bitmap = np.zeros((32, 32), bool)
    bitmap[4:8, 8:12] = True
    bitmap[31, 31] = True
    digit = ink.count_blocks(bitmap)
    assert digit[1, 2] == 1
    assert digit[7, 7] == 1 / 16
    assert digit.sum() == 17 / 16
    levels = np.unique(16 * ink.count_blocks(ink.to_bitmap(SEVEN)))
    np.testing.assert_array_equal(levels, levels.round())


@pytest.mark.parametrize("strokes", [[[[0.5]]], [[["a", "b"]]], [3], [[[0.5, np.nan]]]])
def test_bad_strokes_are_refused(strokes):
    with pytest.raises(traitlets.TraitError, match=r"a stroke is a list of points \[x, y\] from 0"):
        DigitPad(value=strokes)
    with pytest.raises(traitlets.TraitError, match="a stroke is a list of points"):
        DigitModel(strokes=strokes)


def test_to_bitmap_refuses_what_is_no_stroke():
    with pytest.raises(ValueError, match="a stroke must be a list of points"):
        ink.to_bitmap([[[0.5, np.inf]]])


# The model.


@pytest.fixture(scope="module")
def trained():
    """A network as the lab makes it, trained until it pauses."""
    return DigitModel(step=PAUSE_AFTER)


def test_training_reaches_98_percent_and_reads_the_first_drawing(trained):
    assert trained.step == PAUSE_AFTER
    assert trained.right >= 0.98 * len(trained.data.y_test)
    assert trained.probabilities.argmax() == 3
    assert "The network reads a 3" in trained.status()
    assert f"After 2,500 steps of training here {trained.right} of 449" in trained.status()


def test_ten_digits_drawn_in_a_browser_are_recognised(trained):
    with np.load(DRAWN) as stored:
        images, labels = stored["images"] / 16, stored["labels"]
    assert labels.tolist() == list(range(10))
    assert (trained.network.predict(images) == labels).sum() >= 8


def test_the_most_similar_digits_are_the_nearest_of_the_training_set(trained):
    distances = np.linalg.norm(trained.data.X_train - trained.digit.ravel(), axis=1)
    shown = np.linalg.norm(trained.similar - trained.digit, axis=(1, 2))
    np.testing.assert_allclose(shown, np.sort(distances)[:8])
    for image, label in zip(trained.similar, trained.similar_labels, strict=True):
        place = np.flatnonzero((trained.data.X_train == image.ravel()).all(axis=1))[0]
        assert trained.data.y_train[place] == label


def test_maps_and_kernels_are_the_networks(trained):
    forward = trained.network.forward(trained.digit[np.newaxis])
    np.testing.assert_array_equal(trained.maps, forward.feature_maps[0])
    np.testing.assert_array_equal(trained.looked_for, trained.network.weights[0][:, 0])
    np.testing.assert_array_equal(trained.probabilities, forward.output[0])


def test_what_the_notebook_says_about_a_single_kernel():
    alone = DigitModel(kernels=1, step=PAUSE_AFTER)
    assert 0.85 < alone.right / len(alone.data.y_test) < 0.95
    pushed = DigitModel(kernels=1, learning_rate=1.0, step=500)
    assert not pushed.network.forward(pushed.images).feature_maps.any()
    assert pushed.right < 0.2 * len(pushed.data.y_test)


def test_the_same_steps_give_the_same_network_in_one_go_or_many():
    once, often = DigitModel(kernels=2, step=60), DigitModel(kernels=2)
    for _ in range(6):
        often.train(steps=10)
    np.testing.assert_array_equal(once.network.weights[0], often.network.weights[0])
    assert once.step == often.step == 60
    assert len(often.losses) == len(often.iterations) == 6


def test_playing_pauses_when_the_network_has_learned():
    model = DigitModel(kernels=1)
    model.playing = True
    frames = 0
    while model.playing:
        model.advance(0.5)
        frames += 1
    assert model.step == PAUSE_AFTER
    assert frames >= 1
    model.playing = True
    model.advance(0.01)
    assert model.playing
    assert model.step > PAUSE_AFTER


def test_other_kernels_or_another_seed_start_again():
    model = DigitModel(kernels=2, step=20)
    model.kernels = 3
    model.refresh()
    assert (model.step, len(model.losses), model.maps.shape) == (0, 0, (3, 8, 8))
    before = model.network.weights[0]
    model.seed = 1
    assert not np.allclose(model.network.weights[0], before)


def test_starting_again_gives_the_first_weights_and_keeps_the_drawing():
    model = DigitModel(kernels=2)
    first = model.network.weights[0].copy()
    model.train(steps=5)
    model.strokes = SEVEN
    model.restart()
    np.testing.assert_array_equal(model.network.weights[0], first)
    assert (model.strokes, model.step) == (SEVEN, 0)


def test_reset_brings_back_drawing_and_steps():
    model = DigitModel(kernels=2, strokes=SEVEN, step=3)
    first = model.network.weights[0].copy()
    model.train(steps=5)
    model.kernels, model.strokes = 3, []
    model.reset()
    np.testing.assert_array_equal(model.network.weights[0], first)
    assert (model.kernels, model.strokes, model.step) == (2, SEVEN, 3)


def test_the_rate_can_be_moved_between_steps():
    model = DigitModel(kernels=2)
    model.train(steps=1)
    before = model.network.weights[0].copy()
    model.learning_rate = 0.01
    model.train(steps=1)
    small = np.abs(model.network.weights[0] - before).max()
    model.learning_rate = 1.0
    before = model.network.weights[0].copy()
    model.train(steps=1)
    assert np.abs(model.network.weights[0] - before).max() > 5 * small


def test_a_network_of_ones_own_is_copied_and_trained_further():
    net = ConvNet(kernels=4, rng=7)
    kept = net.weights[0].copy()
    model = DigitModel(network=net)
    np.testing.assert_array_equal(model.looked_for, kept[:, 0])
    model.train(steps=3)
    np.testing.assert_array_equal(net.weights[0], kept)
    assert not np.allclose(model.network.weights[0], kept)
    model.reset()
    np.testing.assert_array_equal(model.network.weights[0], kept)
    assert repr(model.choices()) == "{'network': network}"


def test_a_dense_network_shows_its_weights_and_activations():
    dense = Network([64, 20, 10], "relu", "softmax", "softmax_cross_entropy", rng=0)
    lab = DigitLab(network=dense)
    assert lab.alarm.value == ""
    assert lab.model.looked_for.shape == (20, 8, 8)
    np.testing.assert_array_equal(lab.model.looked_for[3].ravel(), dense.weights[0][:, 3])
    assert lab.model.maps.shape == (20, 1, 1)
    assert lab.code() == "DigitLab(network=network)"


class Verbs:
    """A network with the four verbs and nothing else to show."""

    def __init__(self):
        self.scores = np.zeros(10)

    def forward(self, X):
        assert X.shape[1:] == (64,)
        output = np.tile(np.exp(self.scores) / np.exp(self.scores).sum(), (len(X), 1))
        return type("Result", (), {"output": output})()

    def loss(self, forward, y):
        return float(-np.log(forward.output[y == 1]).mean())

    def backward(self, forward, y):
        return (forward.output - y).mean(axis=0)

    def step(self, gradient, learning_rate):
        self.scores = self.scores - learning_rate * gradient


def test_a_learners_class_needs_only_the_four_verbs():
    lab = DigitLab(network=Verbs())
    assert lab.alarm.value == ""
    lab.model.train(steps=20)
    lab.refresh()
    assert lab.alarm.value == ""
    assert lab.model.network.scores.any()
    assert lab.model.inside == "nothing"


@pytest.mark.parametrize(
    ("network", "error", "message"),
    [
        (3, TypeError, "must have the verbs of Network; 3 lacks"),
        (Network([64, 5, 1], rng=0), ValueError, r"10 probabilities for an image.*\(1, 1\)"),
        (Network([2, 10], rng=0), ValueError, "X must have 2 columns"),
    ],
)
def test_a_network_that_does_not_fit_is_refused(network, error, message):
    with pytest.raises(error, match=message):
        DigitModel(network=network)


class Breaking(ConvNet):
    """A network whose loss is no longer finite after three steps."""

    steps = 0

    def step(self, gradients, learning_rate):
        super().step(gradients, learning_rate)
        self.steps += 1

    def loss(self, X, y):
        return super().loss(X, y) if self.steps < 3 else np.nan


def test_diverging_training_is_told_and_stops():
    model = DigitModel(network=Breaking(kernels=2, rng=0))
    model.playing = True
    model.advance(10.0)
    assert not model.playing
    assert model.diverged
    model.refresh()
    assert "Training diverged at step 4" in model.status()
    model.playing = True
    model.advance(10.0)
    assert not model.playing
    model.reset()
    assert not model.diverged


@pytest.mark.parametrize(
    ("choices", "trait"), [({"kernels": 0}, "kernels"), ({"learning_rate": 9.0}, "learning_rate")]
)
def test_choices_out_of_range_are_refused(choices, trait):
    with pytest.raises(traitlets.TraitError, match=trait):
        DigitModel(**choices)


# The view.


def test_the_pad_and_the_model_hold_the_same_strokes():
    lab = DigitLab(kernels=2)
    assert lab.pad.value == lab.model.strokes
    lab.pad.value = [*SEVEN, *ONE]
    assert lab.model.strokes == [*SEVEN, *ONE]
    before = lab.screen.encode()
    lab.undo()
    assert lab.pad.value == SEVEN
    assert lab.screen.encode() != before
    lab.clear()
    assert lab.pad.value == []
    assert "The pad is empty" in lab.status.value


def test_code_recreates_the_state():
    lab = DigitLab(kernels=3, seed=5, strokes=SEVEN, step=10)
    again = eval(lab.code())
    assert again.code() == lab.code()
    np.testing.assert_array_equal(again.model.network.weights[1], lab.model.network.weights[1])
    assert repr(again) == repr(lab)


def test_the_picture_shows_probabilities_and_loss():
    lab = DigitLab(kernels=2, step=300)
    heights = [bar.get_height() for bar in lab.bars]
    np.testing.assert_allclose(heights, lab.model.probabilities)
    assert lab.curve.lines[0].get_ydata().tolist() == lab.model.losses
    assert [text for text in lab.labels.artists[0].texts] == [
        str(label) for label in lab.model.similar_labels
    ]


def test_fewer_kernels_leave_places_empty():
    strip = _strip(np.array([np.eye(3), -2 * np.eye(3)]))
    assert strip.shape == (24, 16 * 25 - 1)
    assert np.nanmax(strip[:, :24]) == 0.5
    assert np.nanmin(strip[:, 25:49]) == -1
    assert np.isnan(strip[:, 24]).all()
    assert np.isnan(strip[:, 50:]).all()


def test_a_learners_trained_network_reads_in_the_lab():
    images, labels = datasets.digits()
    net = ConvNet(kernels=4, rng=0, dtype=np.float32)
    train(net, images, np.eye(10)[labels], learning_rate=0.2, batch_size=32, rng=0, iterations=400)
    lab = DigitLab(network=net, strokes=ONE)
    assert lab.model.probabilities.argmax() == 1
    assert "The network reads a 1" in repr(lab)


@pytest.mark.parametrize("name", ["digit/pad.js", "shared/picture.js"])
def test_the_javascript_lies_in_the_package_and_loads_nothing(name):
    text = (resources.files("nnlib.labs") / name).read_text(encoding="utf-8")
    assert "export default { render };" in text
    assert "pointerdown" in text
    assert "http" not in text
    assert "import " not in text
