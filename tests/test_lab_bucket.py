"""The bucket: its model without widgets, its view without a kernel."""

from itertools import product

import numpy as np
import pytest
import traitlets

from nnlib import neuron
from nnlib.labs.bucket.model import END, BucketModel
from nnlib.labs.bucket.view import BucketLab


@pytest.mark.parametrize("x", list(product([False, True], repeat=4)))
def test_the_bucket_pours_over_when_the_neuron_fires(x):
    model = BucketModel(**{f"x{i}": value for i, value in enumerate(x, start=1)})
    fires = neuron.fires(np.array(x, dtype=int), model.weights, model.threshold)
    assert model.fires == fires
    assert model.pours_over == bool(fires)
    assert model.level == min(max(model.x @ model.weights, 0), model.threshold)


def test_a_sum_that_reaches_the_spout_exactly_is_enough():
    model = BucketModel(w1=1.5, w2=1.5, threshold=3.0)
    assert (model.sum, model.fires, model.level) == (3.0, 1, 3.0)


def test_an_open_drain_silences_where_inhibition_is_absolute():
    model = BucketModel(x3=True, x4=True, threshold=2.0)
    assert model.fires == 1
    model.absolute = True
    model.refresh()
    assert (model.fires, model.level, model.silenced) == (0, 0.0, True)
    assert "silences it" in model.status()
    model.x4 = False
    model.refresh()
    assert (model.fires, model.silenced) == (1, False)


def test_a_time_step_pours_answers_and_empties():
    model = BucketModel()
    model.playing = True
    assert model.moment == 0.0
    levels = []
    while not model.answers:
        model.advance(0.01)
        model.refresh()
        levels.append(model.level)
    assert model.answers == [1]
    assert levels == sorted(levels)
    assert (levels[0] > 0, levels[-1]) == (True, model.threshold)
    while model.moment > 0:
        model.advance(0.01)
        model.refresh()
    assert model.level == 0
    assert model.playing
    model.x1 = False
    while len(model.answers) < 2:
        model.advance(0.01)
    assert model.answers == [1, 0]
    assert "Steps: 2, fired in 1." in model.status()


def test_the_bucket_empties_before_the_step_ends():
    model = BucketModel()
    model.moment = END
    model.refresh()
    assert model.level == 0


def test_pour_once_stops_at_the_answer():
    model = BucketModel()
    model.pour_once()
    for _ in range(500):
        if not model.playing:
            break
        model.advance(0.01)
    assert (model.playing, model.moment, model.answers) == (False, 1.0, [1])
    model.playing = True
    for _ in range(500):
        model.advance(0.01)
    assert model.playing
    assert len(model.answers) > 2


def test_play_goes_on_where_it_paused():
    model = BucketModel()
    model.playing = True
    for _ in range(10):
        model.advance(0.01)
    paused = model.moment
    model.playing = False
    model.playing = True
    assert model.moment == paused > 0


def test_values_out_of_range_are_refused():
    with pytest.raises(traitlets.TraitError):
        BucketModel(w1=4.0)
    with pytest.raises(traitlets.TraitError):
        BucketModel(threshold=0.0)


def test_the_status_tells_the_picture():
    assert BucketModel().status() == (
        "Open: x₁, x₂. Sum 3.5, threshold 3: it pours over, y = 1. Water at 3.0."
    )
    closed = BucketModel(x1=False, x2=False)
    assert closed.status().startswith("Open: none. Sum 0, threshold 3: it stays below the spout")


def test_controls_and_picture_follow_the_model():
    lab = BucketLab()
    assert lab.bucket.words.texts == ["y = 1", "fires", "threshold", "T = 3"]
    lab.model.x4 = True
    assert lab.bucket.words.texts[0] == "y = 0"
    assert lab.sum.numbers.texts[-3:] == ["2", "−3", "−1"]
    assert "y = 0" in lab.status.value
    assert lab.alarm.value == ""
    lab.close()


def test_with_absolute_inhibition_every_drain_is_drawn_at_its_widest():
    lab = BucketLab(x4=True)
    narrow = np.ptp(lab.bucket.pipes.get_paths()[3].vertices[:, 0])
    lab.model.absolute = True
    assert np.ptp(lab.bucket.pipes.get_paths()[3].vertices[:, 0]) > narrow
    lab.close()


def test_playing_moves_the_picture():
    lab = BucketLab()
    lab.model.playing = True
    pictures = set()
    for _ in range(3):
        lab.refresh()
        pictures.add(lab.image.value)
    lab.pause()
    assert len(pictures) == 3
    assert lab.image.format == "png"
    lab.close()


def test_code_recreates_the_state_and_reset_brings_back_the_first():
    lab = BucketLab(x4=True, w2=-0.5, threshold=2.0)
    again = eval(lab.code(), {"BucketLab": BucketLab})
    assert again.model.status() == lab.model.status()
    assert again.image.value == lab.image.value
    lab.model.w1 = 0.5
    lab.model.pour_once()
    lab.model.advance(0.01)
    lab.reset()
    assert lab.code() == again.code()
    assert not lab.model.playing
    assert lab.image.value == again.image.value
    for each in (lab, again):
        each.close()
