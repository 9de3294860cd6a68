"""Truth tables, the sixteen functions of two bits, and what one neuron can make of them."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import logic, neuron
from nnlib.neuron import Neuron


@pytest.mark.parametrize(
    ("name", "outputs"),
    [
        ("AND", [0, 0, 0, 1]),
        ("OR", [0, 1, 1, 1]),
        ("NAND", [1, 1, 1, 0]),
        ("NOT", [1, 0]),
        ("MAJORITY", [0, 0, 0, 1, 0, 1, 1, 1]),
    ],
)
def test_gates(name, outputs):
    assert logic.truth_table(getattr(neuron, name)).y.tolist() == outputs


def test_truth_table():
    table = logic.truth_table(neuron.MAJORITY)
    assert table.X.tolist() == [list(x) for x in product((0, 1), repeat=3)]
    assert repr(table).splitlines()[:2] == ["x1 x2 x3 | y", " 0  0  0 | 0"]
    assert repr(table).splitlines()[-1] == " 1  1  1 | 1"
    assert logic.truth_table(lambda X: X[:, 0] == X[:, 1], 2).y.tolist() == [1, 0, 0, 1]


def test_the_sixteen_functions_are_named_by_what_they_do():
    x1, x2 = logic.all_inputs(2).T.astype(bool)
    words = {"AND": "&", "XOR": "^", "OR": "|", "NOT": "~", "never": "x1 & ~x1"}
    assert set(logic.TWO_BIT_FUNCTIONS) == set(product((0, 1), repeat=4))
    for outputs, name in logic.TWO_BIT_FUNCTIONS.items():
        for joined, plain in (("NAND", "AND"), ("XNOR", "XOR"), ("NOR", "OR")):
            if f" {joined} " in name:
                name = f"NOT ({name.replace(joined, plain)})"
        name = name.replace("always", "NOT (never)")
        for word, sign in words.items():
            name = name.replace(word, sign)
        assert eval(name, {"x1": x1, "x2": x2}).astype(int).tolist() == list(outputs), name


def test_one_neuron_makes_14_of_the_16_functions():
    found = logic.search()
    assert set(logic.TWO_BIT_FUNCTIONS) - set(found) == {(0, 1, 1, 0), (1, 0, 0, 1)}
    for outputs, cell in found.items():
        assert tuple(logic.truth_table(cell).y) == outputs


def test_a_finer_and_wider_search_finds_no_more():
    wide = logic.search(weights=np.linspace(-3, 3, 25), thresholds=np.linspace(-6, 6, 49))
    assert set(wide) == set(logic.search())


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_no_neuron_makes_xor_or_xnor(w1, w2, threshold):
    outputs = tuple(logic.truth_table(Neuron((w1, w2), threshold)).y)
    assert logic.TWO_BIT_FUNCTIONS[outputs] not in ("x1 XOR x2", "x1 XNOR x2")


def test_search_gives_the_smallest_neuron():
    found = logic.search()
    assert found[0, 0, 0, 1] == neuron.AND
    assert found[0, 1, 1, 1] == neuron.OR
    assert found[1, 1, 1, 1] == Neuron((0, 0), 0)


def test_known_counts_for_one_and_three_inputs():
    """4 of 4 and 104 of 256: the published numbers of threshold functions."""
    assert len(logic.search(inputs=1)) == 4
    assert len(logic.search(inputs=3, thresholds=range(-4, 5))) == 104


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: logic.all_inputs(0), "from 1 to 16; got 0"),
        (lambda: logic.truth_table(len), "inputs must be given"),
        (lambda: logic.truth_table(lambda X: X, 2), r"must give 4 outputs.*got \(4, 2\)"),
        (lambda: logic.truth_table(lambda X: X.sum(axis=1), 2), "every output must be 0 or 1"),
    ],
)
def test_errors(make, message):
    with pytest.raises(ValueError, match=message):
        make()
