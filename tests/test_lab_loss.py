"""The loss over two weights: the surface, the path, what the presets do."""

import itertools

import numpy as np
import pytest
import traitlets

from nnlib import losses
from nnlib.labs import LossLab
from nnlib.labs.loss.model import PRESETS, RATES, SURFACES, LossModel, X, Y


def descended(surface, preset, steps):
    model = LossModel(surface=surface)
    model.preset(preset)
    for _ in range(steps):
        model.step()
    model.refresh()
    return model


@pytest.mark.parametrize("surface", SURFACES)
def test_the_picture_is_the_loss(surface):
    model = LossModel(surface=surface, w1=model_weight(10), w2=model_weight(50))
    assert model.grid()[50, 10] == pytest.approx(model.losses[0])


def model_weight(index):
    return LossModel.axis[index]


def test_the_loss_of_the_linear_unit_by_hand():
    model = LossModel(w1=1.0, w2=-2.0)
    assert model.losses[0] == pytest.approx(((X @ [[1.0], [-2.0]] - Y) ** 2).sum())
    model.refresh()
    np.testing.assert_allclose(model.slopes, (2 * X.T @ (X @ [[1.0], [-2.0]] - Y))[:, 0])


@pytest.mark.parametrize("surface", SURFACES)
def test_creeping_is_still_far_and_right_arrives(surface):
    lowest = LossModel(surface=surface).grid().min()
    assert descended(surface, "creeping", 20).losses[-1] > 1.5 * lowest
    right = descended(surface, "right", 60)
    assert right.losses[-1] < 1.01 * lowest
    assert (np.diff(right.losses) < 1e-9).all()


@pytest.mark.parametrize("surface", SURFACES)
def test_bouncing_turns_round_and_diverging_does_not_arrive(surface):
    moves = np.diff(descended(surface, "bouncing", 12).path, axis=0)
    turns = [one @ other < 0 for one, other in itertools.pairwise(moves)]
    assert sum(turns) >= 6
    lowest = LossModel(surface=surface).grid().min()
    assert descended(surface, "diverging", 60).losses[-1] > 1.1 * lowest


def test_what_the_lab_says():
    right = descended("linear unit, SSE", "right", 60)
    assert right.status().endswith("At the lowest point.")
    bouncing = descended("linear unit, SSE", "bouncing", 10)
    assert bouncing.verdict() == "Each step crosses the valley to the other side."
    diverging = descended("linear unit, SSE", "diverging", 40)
    assert diverging.losses[-1] > 10 * diverging.losses[0]
    assert diverging.verdict().startswith("The loss has grown more than tenfold: the learning")
    assert descended("linear unit, SSE", "diverging", 4).verdict().startswith("The loss grows:")
    jumping = LossModel(surface="sigmoid unit, cross-entropy", learning_rate=60.0)
    for _ in range(20):
        jumping.step()
        jumping.refresh()
        rises = np.diff(jumping.losses[-3:]) > 0
        assert ("The loss grows" in jumping.verdict()) <= bool(rises.all())
        assert ("jumps up and down" in jumping.verdict()) <= (not rises.all())
    flat = descended("sigmoid unit, SSE", "diverging", 12)
    assert flat.verdict() == "Stuck where the loss is flat, far from lowest."
    assert LossModel().verdict() == "Press Step or Play."


def test_a_descent_that_runs_away_stops_by_itself():
    lab = LossLab()
    lab.model.preset("diverging")
    lab.model.playing = True
    for _ in range(6 * 400):
        lab.model.advance(0.01)
    assert not lab.model.playing
    lab.refresh()
    assert lab.alarm.value == ""


def test_moving_a_weight_begins_a_new_path():
    lab = LossLab()
    lab.model.step()
    before = lab.image.value
    lab.model.w1 = 2.0
    assert lab.model.path == [(2.0, 1.5)]
    assert lab.image.value != before


def test_every_preset_has_a_rate_on_every_surface():
    for surface in SURFACES:
        assert len(RATES[surface]) == len(PRESETS)
        assert list(RATES[surface]) == sorted(RATES[surface])


def test_reset_and_code():
    lab = LossLab(surface="sigmoid unit, SSE", w1=1.0)
    first = lab.code()
    assert first == "LossLab(surface='sigmoid unit, SSE', w1=1.0)"
    lab.model.surface = "linear unit, SSE"
    lab.model.preset("bouncing")
    lab.model.step()
    lab.model.reset()
    assert lab.code() == first
    assert len(lab.model.path) == 1


def test_bad_choices_are_named():
    with pytest.raises(traitlets.TraitError, match=r"learning_rate must be .* above 0; got -1"):
        LossLab(learning_rate=-1)
    with pytest.raises(traitlets.TraitError, match="surface"):
        LossLab(surface="bowl")


@pytest.mark.parametrize("surface", ["linear unit, SSE", "sigmoid unit, SSE"])
def test_a_gradient_of_the_learner_s_own_makes_the_steps(surface):
    def backwards(y_hat, y):
        return -losses.sse_gradient(y_hat, y)

    right, wrong = LossModel(surface=surface), LossModel(surface=surface, sse_gradient=backwards)
    for model in (right, wrong):
        model.step()
    assert right.losses[1] < right.losses[0] < wrong.losses[1]
    lab = LossLab(surface=surface, sse_gradient=losses.sse_gradient)
    np.testing.assert_allclose(lab.model.slopes, LossLab(surface=surface).model.slopes)
    assert lab.code().endswith("sse_gradient=sse_gradient)")


@pytest.mark.parametrize("own", [lambda y_hat, y: None, lambda y_hat, y: 1 / 0, lambda y: y])
def test_a_gradient_that_fails_is_told_in_place(own):
    lab = LossLab(sse_gradient=own)
    assert "Step 0" in repr(lab)
    assert lab.alarm.value != ""
    lab.model.surface = "sigmoid unit, cross-entropy"
    assert lab.alarm.value == ""
