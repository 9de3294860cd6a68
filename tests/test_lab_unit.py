"""The first lab: one unit."""

import numpy as np
import pytest

from nnlib.labs import UnitLab


def test_the_status_names_the_crossing():
    assert UnitLab().model.status() == "The output rises through 0.5 at x = 0.00."
    lab = UnitLab(weight=2.0, bias=-4.0)
    assert lab.model.status() == "The output rises through 0.5 at x = 2.00."
    lab.model.weight = -2.0
    assert lab.status.value == "The output falls through 0.5 at x = −2.00."
    lab.model.weight = 0.0
    assert lab.status.value == "Weight 0: the output is 0.02 for every input."


def test_the_curve_is_the_sigmoid_of_the_weighted_input():
    lab = UnitLab(weight=3.0, bias=1.0)
    x, y = lab.curve.get_data()
    np.testing.assert_allclose(y, 1 / (1 + np.exp(-(3 * x + 1))))


def test_sliders_and_reset():
    lab = UnitLab()
    (reset,), (weight, bias) = (row.children for row in lab.rows)
    weight.value, bias.value = -1.5, 2.0
    assert (lab.model.weight, lab.model.bias) == (-1.5, 2.0)
    assert lab.code() == "UnitLab(weight=-1.5, bias=2.0)"
    reset.click()
    assert (weight.value, bias.value) == (1.0, 0.0)
    assert lab.code() == "UnitLab()"


def test_a_word_is_no_weight():
    with pytest.raises(Exception, match="weight"):
        UnitLab(weight="steep")
