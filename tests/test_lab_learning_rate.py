"""LearningRateLab: its model against training one by one, verdicts, divergence, its view."""

import ast
import io
import warnings

import numpy as np
import pytest
from PIL import Image
from traitlets import TraitError

from nnlib import Network, datasets, optimisers, train
from nnlib.labs import LearningRateLab
from nnlib.labs.learning_rate.model import (
    MOST_STEPS,
    NETWORKS,
    OPTIMISERS,
    SIDE,
    TOO_LARGE,
    LearningRateModel,
    verdicts,
)
from nnlib.labs.learning_rate.picture import (
    ACROSS,
    DOWN,
    FILLED,
    HEIGHT,
    LEFT,
    LOWEST,
    TALLEST,
    TOP,
    WIDTH,
)
from nnlib.plots.palette import FRAME


def model(**choices):
    made = LearningRateModel(**choices)
    made.refresh()
    return made


def again(lab):
    """The lab that its line of code makes."""
    return eval(lab.code(), {"LearningRateLab": LearningRateLab})


def pixels(lab):
    return np.asarray(Image.open(io.BytesIO(lab.image.value)).convert("RGB"))


# -- the model --------------------------------------------------------------------------------


def test_rates_stand_in_equal_ratios_between_the_ends():
    rates = model(lowest=0.1, highest=10.0).rates
    assert len(rates) == NETWORKS
    np.testing.assert_allclose(rates[[0, -1]], [0.1, 10.0])
    np.testing.assert_allclose(rates[1:] / rates[:-1], 100 ** (1 / 7))


def test_crossed_ends_change_places():
    np.testing.assert_array_equal(
        model(lowest=5.0, highest=0.1).rates, model(lowest=0.1, highest=5.0).rates
    )
    assert (model(lowest=1.0, highest=1.0).rates == 1).all()


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_each_network_is_what_training_it_alone_gives(optimiser):
    how = {"activation": "tanh", "hidden_units": 3, "highest": 1.0, "seed": 3}
    made = model(data="moons", optimiser=optimiser, steps=30, **how)
    X, y = datasets.moons(400, 0.2, 3)
    classes = {
        "momentum": optimisers.Momentum,
        "Nesterov": optimisers.Nesterov,
        "Adam": optimisers.Adam,
    }
    for i in (0, 4, 7):
        alone = Network([2, 3, 1], rng=3)
        own = classes[optimiser]() if optimiser in classes else None
        train(alone, X, y, learning_rate=made.rates[i], optimiser=own, iterations=30)
        assert made.losses[i] == pytest.approx(alone.loss(X, y), rel=1e-9)
        assert made.accuracy[i] == (alone.predict(X) == y).mean()
        np.testing.assert_allclose(made.grids[i], alone.predict_proba(made.grid), rtol=1e-6)


def test_they_start_alike_and_the_lowest_loss_is_the_best():
    first = model()
    assert len(set(first.losses)) == 1
    trained = model(steps=50)
    assert trained.losses[trained.best] == np.nanmin(trained.losses)


def test_what_diverges_is_stopped_marked_and_told_and_the_others_go_on():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = model(highest=100.0, steps=30)
    gone = made.diverged_at >= 0
    assert 0 < gone.sum() < NETWORKS
    assert np.isnan(made.losses[gone]).all() and np.isnan(made.grids[gone]).all()
    assert np.isfinite(made.losses[~gone]).all()
    assert [word == "diverged" for word in made.verdicts] == gone.tolist()
    assert f"100 at step {made.diverged_at[-1]}" in made.status()
    assert "the others go on" in made.status()
    calm = model(highest=float(made.rates[~gone][-1]), lowest=0.01, steps=30)
    assert calm.losses[-1] == pytest.approx(made.losses[~gone][-1])


def test_divergence_is_marked_at_the_step_whose_loss_is_too_large():
    made = model(highest=100.0, steps=30)
    X, y = made.X, made.y
    alone = Network([2, 8, 1], hidden="relu", rng=1, scale="he")
    loss = train(alone, X, y, learning_rate=100.0, iterations=30).loss
    assert made.diverged_at[-1] == np.argmax(~(loss < TOO_LARGE))


def test_when_all_have_diverged_it_stops_and_says_so():
    made = model(lowest=50.0, highest=100.0)
    made.playing = True
    for _ in range(20):
        made.advance(1.0)
    made.refresh()
    assert made.ended and not made.playing
    assert made.best is None
    step = made.step
    made.take_step()
    assert made.step == step
    assert made.status().startswith(f"Step {step}. Diverged: 50 at step")


def test_it_stops_after_the_most_steps(monkeypatch):
    monkeypatch.setattr("nnlib.labs.learning_rate.model.MOST_STEPS", 25)
    made = model(highest=1.0, pace=10)
    made.playing = True
    for _ in range(3):
        made.advance(1.0)
    assert made.step == 25 and not made.playing


def test_a_frame_takes_as_many_steps_as_the_pace_or_as_fit():
    made = model(pace=7)
    made.advance(1.0)
    assert made.step == 7
    made.advance(0.0)
    assert made.step == 8


def test_a_choice_starts_again_and_the_pace_does_not():
    made = model()
    made.advance(1.0)
    made.pace = 3
    made.refresh()
    assert made.step > 0
    for name, value in (("seed", 2), ("lowest", 0.1), ("activation", "tanh"), ("data", "moons")):
        made.advance(1.0)
        setattr(made, name, value)
        made.refresh()
        assert made.step == 0, name


def test_restart_keeps_the_choices_and_reset_does_not():
    made = model(seed=5)
    made.lowest = 0.5
    made.advance(1.0)
    made.restart()
    made.refresh()
    assert (made.step, made.lowest, made.seed) == (0, 0.5, 5)
    made.advance(1.0)
    made.reset()
    made.refresh()
    assert (made.step, made.lowest, made.seed) == (0, 0.01, 5)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ([[1.0, 1.0], [0.9, 0.5]], ["falling", "falling"]),
        ([[1.0, 1.0], [0.9999, 0.5]], ["creeping", "falling"]),
        ([[1.0, 1.0], [0.5, 0.9999]], ["falling", "stuck"]),
        ([[0.5, 0.5], [0.4999, 0.4999]], ["settled", "settled"]),
        ([[0.5, 0.5], [0.9, 0.6], [0.5, 0.5]], ["jumping", "settled"]),
        ([[0.5, 0.5], [np.inf, 0.4]], ["diverged", "falling"]),
        ([[0.5, 0.5], [np.nan, np.nan]], ["diverged", "diverged"]),
    ],
)
def test_verdicts(path, words):
    *recent, losses = np.array(path)
    with np.errstate(all="ignore"):
        assert verdicts(np.array(recent), losses, np.array([0.1, 1.0])) == words


def test_the_status_names_the_best_and_the_others():
    status = model(activation="tanh", hidden_units=4, lowest=0.001, highest=100.0, steps=300)
    words = status.status()
    assert words.startswith("Step 300. Lowest loss 0.2")
    assert "Jumping: " in words and words.endswith("100.")
    assert "Diverged" not in words


@pytest.mark.parametrize(
    "choices",
    [
        {"data": "star"},
        {"activation": "tan"},
        {"hidden_units": 0},
        {"lowest": 0.0},
        {"highest": 1e6},
        {"steps": MOST_STEPS + 1},
        {"optimiser": "adam"},
    ],
)
def test_bad_choices_are_refused(choices):
    with pytest.raises(TraitError, match=next(iter(choices))):
        LearningRateModel(**choices)


def test_an_unknown_choice_is_named_with_the_known_ones():
    with pytest.raises(TypeError, match="no choice 'rate'; choose from: data, activation"):
        LearningRateLab(rate=1.0)


# -- the view ---------------------------------------------------------------------------------


def test_the_first_frame_is_the_same_each_time():
    assert LearningRateLab().image.value == LearningRateLab().image.value


def test_every_control_moves_the_picture_and_the_model():
    lab = LearningRateLab(steps=20)
    controls = lab._bound
    for trait, value in (
        ("lowest", 0.1),
        ("highest", 5.0),
        ("hidden_units", 3),
        ("data", "moons"),
        ("activation", "tanh"),
        ("optimiser", "Adam"),
        ("seed", 7),
    ):
        before = lab.image.value
        controls[trait].value = value
        assert getattr(lab.model, trait) == value
        assert lab.image.value != before, trait
    assert lab.alarm.value == ""


def test_its_line_of_code_brings_the_state_back():
    lab = LearningRateLab(data="circles", highest=3.0)
    lab.model.pace = 10
    lab.play()
    lab.refresh()
    lab.pause()
    lab.refresh()
    assert 1 <= lab.model.step <= 10  # fewer where the machine is slow
    twin = again(lab)
    assert ast.parse(lab.code())
    np.testing.assert_allclose(twin.model.losses, lab.model.losses, rtol=1e-12)
    np.testing.assert_array_equal(pixels(twin), pixels(lab))


def test_a_diverged_network_is_grey_and_has_a_cross():
    lab = LearningRateLab(highest=100.0, steps=30)
    grey = np.array([int(FRAME[i : i + 2], 16) for i in (1, 3, 5)])
    picture = pixels(lab)
    assert picture.shape == (HEIGHT, WIDTH, 3)
    corner = LEFT + 3 * ACROSS + 4, TOP + DOWN + 4  # inside the last tile
    assert np.abs(picture[corner[1], corner[0]].astype(int) - grey).max() <= 1
    ends = lab.picture.curves.ends
    assert list(ends.get_xdata()) == lab.model.diverged_at[lab.model.diverged_at >= 0].tolist()
    assert set(ends.get_ydata()) == {TALLEST}


def test_the_curves_show_the_losses_so_far():
    lab = LearningRateLab(highest=1.0, steps=50)
    lines = lab.picture.curves.lines
    for i, line in enumerate(lines):
        assert line.get_xdata()[-1] == 50
        assert line.get_ydata()[-1] == pytest.approx(lab.model.losses[i])
        assert line.get_ydata()[0] == pytest.approx(lab.model.curve.rows[0][1][i])


def test_the_numbers_of_the_curves_keep_clear_of_each_other():
    names = LearningRateLab(highest=1.0, steps=5).picture.curves.names
    heights = names.axes.transData.transform(names.places)[:, 1]
    assert np.diff(np.sort(heights)).min() > 15
    assert names.texts == list("12345678")


def test_the_axes_grow_with_the_steps_and_the_losses():
    lab = LearningRateLab(data="blobs", activation="tanh", highest=3.0, steps=500)
    ax = lab.picture.curves.ax
    assert ax.get_xlim()[1] * FILLED >= 500
    assert ax.get_ylim()[0] == LOWEST < 0.1
    assert np.nanmin(lab.model.losses) < 0.001
    lab.model.restart()
    lab.refresh()
    assert ax.get_xlim()[1] == 100


def test_the_best_is_framed_and_every_network_has_rate_verdict_and_figures():
    lab = LearningRateLab(steps=50)
    boards, best = lab.picture.boards, lab.model.best
    assert boards.rates.texts[0] == "1: rate 0.01"
    words, figures = boards.words.texts[:NETWORKS], boards.words.texts[NETWORKS:]
    assert [word.split(",")[0] for word in words] == lab.model.verdicts
    assert words[best].endswith(", best")
    np.testing.assert_array_equal(np.transpose(boards.frame.get_data())[0], boards.corners[best])
    assert figures[0].startswith(f"{lab.model.losses[0]:.3f}, ")
    lab.model.restart()
    lab.refresh()
    assert set(boards.words.texts[:NETWORKS]) == {""}
    assert boards.frame.get_xdata().size == 0


def test_points_of_both_classes_are_on_every_board():
    lab = LearningRateLab()
    boards = lab.picture.boards
    for label, line in enumerate(boards.points):
        places = np.transpose(line.get_data())
        shown = (lab.model.y[::2] == label).sum()
        assert len(places) == NETWORKS * shown
        inside = (places >= boards.corners.min(axis=0)) & (places <= [WIDTH, HEIGHT])
        assert inside.all()


def test_the_boundaries_lie_in_their_tiles():
    lab = LearningRateLab(steps=100, highest=3.0)
    side = 3 * SIDE
    for segment in lab.picture.boards.boundaries.get_segments():
        offset = (segment[:, np.newaxis] - lab.picture.boards.corners).reshape(-1, NETWORKS, 2)
        assert ((offset >= 0) & (offset <= side)).all(axis=(0, 2)).any()
