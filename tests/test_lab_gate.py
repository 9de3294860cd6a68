"""The gate: its model without widgets, its view without a kernel."""

import numpy as np
import pytest
import traitlets

from nnlib import logic, neuron
from nnlib.labs.gate.model import AIMS, GateModel, most_right
from nnlib.labs.gate.view import GateLab

OUT_OF_REACH = {"x1 XOR x2", "x1 XNOR x2"}
GATES = {
    "AND": neuron.AND,
    "OR": neuron.OR,
    "NAND": neuron.NAND,
    "NOR": neuron.Neuron((-1, -1), 0),
}


@pytest.mark.parametrize("name", GATES)
def test_the_gates_of_the_package_are_reached(name):
    gate = GATES[name]
    w1, w2 = map(float, gate.weights)
    model = GateModel(w1=w1, w2=w2, threshold=float(gate.threshold), aim=f"x1 {name} x2")
    assert model.wrong_rows() == []
    assert model.name == model.aim
    assert "All four rows are right." in model.status()


@pytest.mark.parametrize("aim", AIMS)
def test_all_but_two_aims_are_reached_by_the_sliders(aim):
    steps = np.arange(-3, 3.5, 0.5)
    weights = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    sums = weights @ logic.all_inputs(2).T  # (169, 4)
    outputs = sums[:, None] >= steps[:, None]  # (169, 13, 4)
    reached = (outputs == np.array(AIMS[aim])).all(axis=-1).any()
    assert reached == (aim not in OUT_OF_REACH)
    assert most_right(aim) == (3 if aim in OUT_OF_REACH else 4)


def test_wrong_rows_are_named():
    model = GateModel()
    assert model.wrong_rows() == ["0 1 gives 1, wanted 0", "1 0 gives 1, wanted 0"]
    assert "This neuron makes: x1 OR x2. Wrong in 2 of 4 rows: 0 1 gives 1" in model.status()


def test_the_status_says_that_xor_is_out_of_reach():
    assert "can have 3 of these rows right, never all" in GateModel(aim="x1 XOR x2").status()
    assert "never all" not in GateModel().status()


def test_functions_found_are_remembered_until_the_reset():
    model = GateModel()
    for threshold in (1.5, 2.5, -0.5, 1.5):
        model.threshold = threshold
        model.refresh()
    assert len(model.found) == 4
    assert model.status().endswith("Functions found so far: 4 of 16.")
    model.reset()
    assert (model.threshold, model.found) == (0.5, {(0, 1, 1, 1)})


def test_values_out_of_range_are_refused():
    with pytest.raises(traitlets.TraitError):
        GateModel(w1=3.5)
    with pytest.raises(traitlets.TraitError):
        GateModel(aim="XOR")


def test_line_table_and_tiles_follow_the_model():
    lab = GateLab()
    assert len(lab.gate.rings.get_xydata()) == 2
    line = lab.gate.line.get_segments()[0].copy()
    lab.model.threshold = 1.5
    assert len(lab.gate.rings.get_xydata()) == 0
    assert not np.allclose(lab.gate.line.get_segments()[0], line)
    assert lab.table.formula.texts[-1] == "all four rows are right"
    assert len(lab.functions.frame.get_segments()) == 1
    assert "All four rows are right." in lab.status.value
    lab.model.aim = "x1 XOR x2"
    assert len(lab.gate.rings.get_xydata()) == 3
    assert lab.alarm.value == ""
    lab.close()


def test_markers_show_the_answer_and_rings_what_is_not_wanted():
    lab = GateLab(aim="x1 NAND x2", threshold=1.5)  # this neuron is AND: all four are wrong
    silent, fires = (marks.get_xydata().tolist() for marks in lab.gate.points)
    assert fires == [[1, 1]]
    assert silent == [[0, 0], [0, 1], [1, 0]]
    assert len(lab.gate.rings.get_xydata()) == 4
    lab.close()


def strict(X, weights, threshold):
    """As the paper of 1943 has it: the sum exceeds the threshold."""
    return [int(v > 0) for v in X @ weights - threshold]


def test_a_function_of_the_learners_answers():
    lab = GateLab(threshold=1.0, fires=strict)
    assert lab.model.name == "x1 AND x2"
    assert lab.gate.points[1].get_xydata().tolist() == [[1, 1]]
    assert lab.table.formula.texts[-1] == "all four rows are right"
    assert lab.code() == "GateLab(threshold=1.0, fires=strict)"
    lab.close()
    for gives in (lambda X, w, t: X @ w - t, lambda X, w, t: None, lambda X, w, t: [0, 1]):
        with pytest.raises(ValueError, match="must give four zeros and ones for four rows; got"):
            GateLab(fires=gives)


def test_weights_of_zero_are_drawn():
    lab = GateLab(w1=0.0, w2=0.0, threshold=0.0)
    assert lab.model.name == "always"
    assert lab.gate.line.get_segments() == []
    assert lab.alarm.value == ""
    lab.close()


def test_code_recreates_the_state_and_reset_brings_back_the_first():
    lab = GateLab(w1=-1.5, aim="x1 XOR x2")
    made = lab.code()
    again = eval(made, {"GateLab": GateLab})
    assert again.model.status() == lab.model.status()
    assert again.image.value == lab.image.value
    lab.model.w2, lab.model.aim = 3.0, "x1 AND x2"
    lab.reset()
    assert lab.code() == made
    assert again.image.value == lab.image.value
    for each in (lab, again):
        each.close()
