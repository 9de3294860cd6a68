"""What is special in the exercises of notebook 01; tests/test_check.py covers what all share."""

import numpy as np
import pytest

from nnlib import check, logic, neuron

GATES = {
    "and_gate": neuron.AND,
    "or_gate": neuron.OR,
    "not_gate": neuron.NOT,
    "nand_gate": neuron.NAND,
    "majority": neuron.MAJORITY,
}


def test_the_solution_of_fires_does_what_the_package_does():
    for case in check.fires.cases:
        np.testing.assert_array_equal(check.fires.reference(*case), neuron.fires(*case))


def _by_loops(X, weights, threshold):
    outputs = []
    for row in X:
        v = -threshold
        for x, weight in zip(row, weights, strict=True):
            v += x * weight
        outputs.append(1 if v >= 0 else 0)
    return outputs


STYLES = {
    "the package": neuron.fires,
    "booleans": lambda X, w, t: X @ w >= t,
    "floats": lambda X, w, t: np.heaviside(np.dot(X, w) - t, 1.0),
    "loops": _by_loops,
    "einsum": lambda inputs, w, t: (np.einsum("mn,n->m", inputs, w) >= t).astype(np.int8),
    "columns": lambda X, w, t: ((w @ X.T) - t >= 0) * 1,
}


@pytest.mark.parametrize("style", STYLES)
def test_fires_in_another_style_passes(style):
    assert check.fires(STYLES[style]).status == "pass"


def test_the_row_that_reaches_the_threshold_exactly_is_named():
    result = check.fires(lambda X, w, t: X @ w > t)
    assert result.misconception == "compare"
    assert "wanted is `>=`, which asks for larger or equal" in result.message
    assert "the threshold" in check.fires(lambda X, w, t: (X @ w - 0.9 * t >= 0) * 1).message


@pytest.mark.parametrize("name", GATES)
def test_every_neuron_that_makes_the_gate_is_right_and_no_other(name):
    exercise, gate = getattr(check, name), GATES[name]
    right = tuple(logic.truth_table(gate).y.tolist())
    for outputs, found in logic.search(gate.inputs).items():
        result = exercise(list(found.weights), found.threshold)
        assert result.status == ("pass" if outputs == right else "fail")


def test_wrong_rows_are_named():
    message = check.and_gate([1, 1], 1).message
    assert message == (
        "This neuron does OR. Wrong in 2 of 4 rows. The first is x1 = 0, x2 = 1: the sum "
        "0·(1) + 1·(1) = 1 reaches the threshold 1, so it gives 1; wanted 0."
    )
    message = check.majority(np.array([1, 1, 1]), 3).message
    assert "Wrong in 3 of 8 rows. The first is x1 = 0, x2 = 1, x3 = 1:" in message


def test_a_function_without_a_name_still_has_its_wrong_rows_told():
    result = check.majority([2, 1, 1], 2)
    assert result.misconception is None
    assert result.message.startswith("Wrong in 1 of 8 rows. The first is x1 = 1, x2 = 0, x3 = 0:")


@pytest.mark.parametrize("answer", [([1, 1, 1], 2), ([1], 1), (5, 1), ([1, 1], [1, 1])])
def test_numbers_that_do_not_fit_are_told(answer):
    result = check.or_gate(*answer)
    assert "a list of 2 weights" in result.message


def test_one_weight_may_come_without_a_list():
    assert check.not_gate(-1, 0).status == "pass"
    assert check.not_gate([-0.5], -0.25).status == "pass"


@pytest.mark.parametrize("numbers", [([np.nan, 1], 1), ([1, 1], np.inf)])
def test_numbers_must_be_finite(numbers):
    assert check.or_gate(*numbers).message == "Weights and threshold must be finite numbers."


def test_text_for_numbers_is_told():
    assert "wanted: numbers" in check.or_gate(["a", "b"], 1).message


def test_what_is_handed_in_is_named_as_in_the_notebook():
    assert "`check.nand_gate(nand_weights, nand_threshold)`" in check.nand_gate(None, None).message
