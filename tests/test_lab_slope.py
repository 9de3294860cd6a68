"""SlopeLab: its model without widgets, its view without a browser."""

import numpy as np
import pytest
import traitlets

from nnlib.labs import SlopeLab
from nnlib.labs.slope.model import FUNCTIONS, SlopeModel


def fresh(**choices):
    """Make a model whose results are up to date."""
    model = SlopeModel(**choices)
    model.refresh()
    return model


def pixels(lab):
    """What the canvas shows."""
    return np.asarray(lab.figure.canvas.buffer_rgba()).copy()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_secant_becomes_the_tangent(name):
    gaps = []
    for eps in (1.0, 0.1, 0.01, 0.001):
        model = fresh(function=name, x=0.7, eps=eps)
        gaps.append(abs(model.secant_slope - model.tangent_slope))
    assert gaps[-1] < 3e-3
    assert gaps[-1] <= gaps[-2] / 5 or gaps[-2] < 1e-9


def test_the_slope_of_the_square_is_known():
    model = fresh(function="x²", x=1.5, eps=0.5)
    assert model.secant_slope == pytest.approx(2 * 1.5 + 0.5)
    assert model.tangent_slope == pytest.approx(3.0)
    both = fresh(function="x²", x=1.5, eps=0.5, both_sides=True)
    assert both.secant_slope == pytest.approx(3.0)  # a parabola's secant over both sides is exact


def test_both_sides_are_nearer():
    one = fresh(function="sigmoid", x=1.0, eps=0.1)
    two = fresh(function="sigmoid", x=1.0, eps=0.1, both_sides=True)
    gap = abs(one.secant_slope - one.tangent_slope)
    assert abs(two.secant_slope - two.tangent_slope) < gap / 10


def test_the_curve_of_slopes_holds_the_secant_of_now():
    model = fresh(function="tanh", x=-0.4, eps=0.1)
    at = np.argmin(np.abs(model.distances - 0.1))
    assert model.distances[at] == pytest.approx(0.1)
    assert model.slopes[at] == pytest.approx(model.secant_slope)


def test_the_corner_of_relu_has_two_slopes():
    assert fresh(function="relu", x=0.0, eps=0.01).secant_slope == pytest.approx(1.0)
    assert fresh(function="relu", x=0.0, eps=0.01, both_sides=True).secant_slope == pytest.approx(
        0.5
    )


def test_playing_shrinks_h_to_its_end():
    model = fresh()
    model.playing = True
    heights = []
    while model.playing:
        heights.append(model.eps)
        model.advance(0.01)
    assert heights == sorted(heights, reverse=True)
    assert model.eps == pytest.approx(0.001)


def test_reset_brings_the_first_choices_back():
    model = fresh(function="tanh", x=0.5)
    model.function, model.x, model.eps, model.both_sides = "x²", -1.0, 0.02, True
    model.reset()
    assert (model.function, model.x, model.eps, model.both_sides) == ("tanh", 0.5, 1.0, False)


def test_what_cannot_be_is_refused():
    with pytest.raises(traitlets.TraitError, match=r"one of x², x³, .* got 'cosine'"):
        SlopeModel(function="cosine")
    with pytest.raises(traitlets.TraitError):
        SlopeModel(eps=0.0)
    with pytest.raises(traitlets.TraitError):
        SlopeModel(x=5.0)


def test_the_point_goes_far_where_there_are_flat_ends():
    lab = SlopeLab(function="tanh", x=5.0)
    assert (lab.point.min, lab.point.max) == (-5, 5)
    assert lab.plane.get_xlim() == (-6, 6)
    lab._bound["function"].value = "x³"
    assert lab.model.x == lab.point.value == 2
    assert (lab.point.min, lab.point.max) == (-2, 2)
    assert lab.plane.get_xlim() == (-3, 3)
    lab.reset()
    lab.refresh()
    assert lab.model.x == lab.point.value == 5
    assert lab.alarm.value == ""
    with pytest.raises(traitlets.TraitError, match=r"x must be -2 to 2 on x³; got 5\.0"):
        SlopeModel(function="x³", x=5.0)


def test_the_status_tells_what_the_picture_shows():
    status = fresh(function="x³", x=1.0, eps=0.1).status()
    assert "x³ at x = 1.00, ε = 0.1" in status
    assert "secant 3.3100" in status
    assert "tangent 3.0000" in status


def test_a_function_of_ones_own():
    def wave(x):
        return np.cos(2 * x)

    lab = SlopeLab(function=wave, x=0.5)
    assert lab.model.tangent_slope == pytest.approx(-2 * np.sin(1.0), abs=1e-6)
    assert lab.code() == "SlopeLab(function=wave, x=0.5)"
    assert lab.alarm.value == ""


def test_a_function_that_fails_is_told_in_place():
    lab = SlopeLab(function=lambda x: x.sum())
    assert "must give an array of the same shape" in lab.alarm.value
    lab.model.function = "tanh"
    assert lab.alarm.value == ""


def test_every_choice_moves_the_picture():
    lab = SlopeLab()
    before = pixels(lab)
    for name, value in {"x": -0.5, "eps": 0.1, "both_sides": True, "function": "sin x"}.items():
        setattr(lab.model, name, value)
        after = pixels(lab)
        assert (after != before).any(), name
        before = after


def test_the_lines_are_where_the_model_says():
    lab = SlopeLab(function="x²", x=1.0, eps=0.5)
    x, y = lab.secant.line.get_data()
    assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(2.5)
    x, y = lab.tangent.line.get_data()
    assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(2.0)
    assert lab.secant.points.get_xydata().tolist() == [[1.0, 1.0], [1.5, 2.25]]
    assert lab.side_names.texts == ["", "rise 1.25"]


def test_play_starts_again_from_the_left():
    lab = SlopeLab(eps=0.001)
    lab.play()
    assert lab.model.playing
    assert lab.model.eps == 1.0
    lab.toggle()
    assert not lab.model.playing


def test_the_code_brings_the_state_back():
    lab = SlopeLab(function="sigmoid", eps=0.25)
    again = eval(lab.code())
    assert again.model.choices() == lab.model.choices() == {"function": "sigmoid", "eps": 0.25}
