"""Circuits through time: a latch, an XOR of three neurons, and what cannot be wired."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib.circuits import LATCH, Circuit
from nnlib.neuron import AND, NAND, OR, Neuron

XOR = Circuit(
    {"OR": (OR, ("x1", "x2")), "NAND": (NAND, ("x1", "x2")), "XOR": (AND, ("OR", "NAND"))}
)


def test_latch_remembers_until_reset():
    trace = LATCH.run({"set": [0, 1, 0, 0, 0, 0, 0], "reset": [0, 0, 0, 0, 1, 0, 0]})
    assert trace["Q"].tolist() == [0, 0, 1, 1, 1, 0, 0]
    assert repr(trace).splitlines()[-1] == "Q     0 0 1 1 1 0 0"


def test_latch_reset_wins_and_start_is_kept():
    trace = LATCH.run({"set": [0, 1, 0], "reset": [0, 1, 0]}, start={"Q": 1})
    assert trace["Q"].tolist() == [1, 1, 0]


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=3, max_size=30))
def test_xor_circuit_answers_two_steps_later(pairs):
    x1, x2 = np.array(pairs).T
    trace = XOR.run({"x1": x1, "x2": x2})
    np.testing.assert_array_equal(trace["XOR"][2:], (x1 ^ x2)[:-2])
    assert trace["XOR"][:2].tolist() == [0, 0]


def test_a_wrong_delay_shows():
    """XOR straight from the inputs and from neurons mixes two moments: delays must match."""
    late = Circuit({"late": (OR, ("x", "x")), "y": (AND, ("x", "late"))})
    assert late.run({"x": [1, 0, 1, 1, 1, 0]})["y"].tolist() == [0, 0, 0, 0, 1, 1]


def test_circuit_names():
    assert LATCH.inputs == ("set", "reset")
    assert repr(XOR) == ("Circuit(inputs=('x1', 'x2'), neurons=('OR', 'NAND', 'XOR'))")
    assert LATCH.step({"set": 1, "reset": 0, "Q": 0}) == {"Q": 1}


def test_long_traces_stay_in_columns():
    lines = repr(LATCH.run({"set": [1] * 12, "reset": [0] * 12})).splitlines()
    assert lines[0].endswith("  9 10 11")
    assert len({len(line) for line in lines}) == 1


def test_a_circuit_without_inputs_needs_none():
    """A ring of one neuron that excites itself keeps its start value."""
    ring = Circuit({"a": (Neuron((1,), 1), ("a",))})
    assert ring.step({"a": 1}) == {"a": 1}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Circuit({}), "at least one neuron"),
        (lambda: Circuit({"a": (AND, ("x",))}), "must read 2 signals; got 1"),
        (lambda: LATCH.run({"set": [1]}), "must be given for .*'reset'"),
        (lambda: LATCH.run({"set": [1], "reset": [0, 0]}), "of one length"),
        (lambda: LATCH.run({"set": [], "reset": []}), "at least 1"),
        (lambda: LATCH.run({"set": 1, "reset": 0}), "of one length"),
        (lambda: LATCH.run({"set": [2], "reset": [0]}), "set must be 0 or 1; got 2"),
        (lambda: LATCH.run({"set": [1], "reset": [0]}, {"P": 1}), r"got \['P'\]"),
        (lambda: LATCH.run({"set": [1], "reset": [0]}, {"Q": 3}), "Q must be 0 or 1"),
        (lambda: LATCH.step({"set": 1, "reset": 0}), "must be given for .*'Q'"),
    ],
)
def test_errors(make, message):
    with pytest.raises(ValueError, match=message):
        make()
