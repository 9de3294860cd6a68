from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnlib import neuron
from nnlib.neuron import Circuit, Neuron

whole = st.integers(-5, 5)


@st.composite
def neurons(draw):
    n = draw(st.integers(1, 4))
    inhibitory = draw(st.sets(st.integers(0, n - 1)))
    weights = draw(st.lists(whole, min_size=n, max_size=n))
    return Neuron(weights, draw(whole), sorted(inhibitory))


def fires_by_hand(x, weights, threshold, inhibitory):
    total = 0
    for i, (value, weight) in enumerate(zip(x, weights, strict=True)):
        if value == 1 and i in inhibitory:
            return 0
        total += value * weight
    return 1 if total >= threshold else 0


@given(neurons())
def test_a_neuron_fires_as_by_hand(cell):
    X = list(product((0, 1), repeat=cell.inputs))
    by_hand = [fires_by_hand(x, cell.weights, cell.threshold, cell.inhibitory) for x in X]
    assert cell(X).tolist() == by_hand
    assert [cell(x) for x in X] == by_hand
    assert all(type(cell(x)) is int for x in X)


@given(neurons(), st.data())
def test_the_weight_of_an_inhibitory_input_makes_no_difference(cell, data):
    weights = [data.draw(whole) if i in cell.inhibitory else w for i, w in enumerate(cell.weights)]
    other = Neuron(weights, cell.threshold, cell.inhibitory)
    X = neuron.all_inputs(cell.inputs)
    np.testing.assert_array_equal(other(X), cell(X))


@given(neurons())
def test_an_active_inhibitory_input_silences(cell):
    X = neuron.all_inputs(cell.inputs)
    active = X[:, list(cell.inhibitory)].any(axis=1)
    assert not cell(X)[active].any()


def test_it_fires_at_the_threshold_itself():
    assert neuron.fires([1, 1], [1, 1], 2) == 1
    assert neuron.fires([1, 1], [1, 1], np.nextafter(2, 3)) == 0


@given(arrays(float, (3, 2), elements=st.floats(-9, 9)), st.floats(-9, 9))
def test_potential_is_the_sum_less_the_threshold(X, threshold):
    v = neuron.potential(X, [2, -1], threshold)
    np.testing.assert_allclose(v, 2 * X[:, 0] - X[:, 1] - threshold, atol=1e-12)
    assert neuron.potential(X[0], [2, -1], threshold) == pytest.approx(v[0], abs=1e-12)


@pytest.mark.parametrize(
    ("name", "outputs"),
    [
        ("AND", [0, 0, 0, 1]),
        ("OR", [0, 1, 1, 1]),
        ("NAND", [1, 1, 1, 0]),
        ("NOR", [1, 0, 0, 0]),
        ("AND_NOT", [0, 0, 1, 0]),
        ("NOT", [1, 0]),
        ("MAJORITY", [0, 0, 0, 1, 0, 1, 1, 1]),
    ],
)
def test_gates(name, outputs):
    assert neuron.truth_table(neuron.GATES[name]).y.tolist() == outputs


def test_every_gate_is_tested_and_named():
    named = {name: getattr(neuron, name) for name in neuron.GATES}
    assert dict(neuron.GATES) == named
    assert len(named) == 7


def test_xor_of_three_neurons():
    assert neuron.truth_table(neuron.XOR, inputs=2).y.tolist() == [0, 1, 1, 0]
    assert neuron.XOR([1, 0]) == 1


def test_truth_table():
    table = neuron.truth_table(neuron.MAJORITY)
    assert table.X.tolist() == [list(x) for x in product((0, 1), repeat=3)]
    assert repr(table).splitlines()[:2] == ["x1 x2 x3 | y", " 0  0  0 | 0"]
    assert repr(table).splitlines()[-1] == " 1  1  1 | 1"
    assert neuron.truth_table(lambda X: X[:, 0] == X[:, 1], 2).y.tolist() == [1, 0, 0, 1]


def test_the_sixteen_functions_are_named_by_what_they_do():
    x1, x2 = neuron.all_inputs(2).T.astype(bool)
    words = {"AND": "&", "XOR": "^", "OR": "|", "NOT": "~", "never": "x1 & ~x1"}
    assert set(neuron.TWO_BIT_FUNCTIONS) == set(product((0, 1), repeat=4))
    for outputs, name in neuron.TWO_BIT_FUNCTIONS.items():
        for joined, plain in (("NAND", "AND"), ("XNOR", "XOR"), ("NOR", "OR")):
            if f" {joined} " in name:
                name = f"NOT ({name.replace(joined, plain)})"
        name = name.replace("always", "NOT (never)")
        for word, sign in words.items():
            name = name.replace(word, sign)
        assert eval(name, {"x1": x1, "x2": x2}).astype(int).tolist() == list(outputs), name


def test_one_neuron_makes_14_of_the_16_functions():
    found = neuron.search()
    assert set(neuron.TWO_BIT_FUNCTIONS) - set(found) == {(0, 1, 1, 0), (1, 0, 0, 1)}
    for outputs, cell in found.items():
        assert tuple(neuron.truth_table(cell).y) == outputs


def test_a_finer_and_wider_search_finds_no_more():
    wide = neuron.search(weights=np.linspace(-3, 3, 25), thresholds=np.linspace(-6, 6, 49))
    assert set(wide) == set(neuron.search())


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_no_neuron_makes_xor_or_xnor(w1, w2, threshold):
    outputs = tuple(neuron.truth_table(Neuron((w1, w2), threshold)).y)
    assert neuron.TWO_BIT_FUNCTIONS[outputs] not in ("x1 XOR x2", "x1 XNOR x2")


def test_search_gives_the_smallest_neuron():
    found = neuron.search()
    assert found[0, 0, 0, 1] == neuron.AND
    assert found[0, 1, 1, 1] == neuron.OR
    assert found[1, 1, 1, 1] == Neuron((0, 0), 0)


def test_known_counts_for_one_and_three_inputs():
    """4 of 4 and 104 of 256: the published numbers of threshold functions."""
    assert len(neuron.search(inputs=1)) == 4
    assert len(neuron.search(inputs=3, thresholds=range(-4, 5))) == 104


def test_latch_remembers_until_reset():
    trace = neuron.LATCH.run({"set": [0, 1, 0, 0, 0, 0, 0], "reset": [0, 0, 0, 0, 1, 0, 0]})
    assert trace["Q"].tolist() == [0, 0, 1, 1, 1, 0, 0]
    assert repr(trace).splitlines()[-1] == "Q     0 0 1 1 1 0 0"


def test_latch_reset_wins_and_start_is_kept():
    trace = neuron.LATCH.run({"set": [0, 1, 0], "reset": [0, 1, 0]}, start={"Q": 1})
    assert trace["Q"].tolist() == [1, 1, 0]


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=3, max_size=30))
def test_xor_circuit_answers_two_steps_later(pairs):
    x1, x2 = np.array(pairs).T
    trace = neuron.XOR_CIRCUIT.run({"x1": x1, "x2": x2})
    np.testing.assert_array_equal(trace["XOR"][2:], (x1 ^ x2)[:-2])
    assert trace["XOR"][:2].tolist() == [0, 0]


def test_a_wrong_delay_shows():
    """XOR straight from the inputs and from neurons mixes two moments: delays must match."""
    late = Circuit({"late": (neuron.OR, ("x", "x")), "y": (neuron.AND, ("x", "late"))})
    assert late.run({"x": [1, 0, 1, 1, 1, 0]})["y"].tolist() == [0, 0, 0, 0, 1, 1]


def test_circuit_names():
    assert neuron.LATCH.inputs == ("set", "reset")
    assert repr(neuron.XOR_CIRCUIT) == (
        "Circuit(inputs=('x1', 'x2'), neurons=('OR', 'NAND', 'XOR'))"
    )
    assert neuron.LATCH.step({"set": 1, "reset": 0, "Q": 0}) == {"Q": 1}


def test_long_traces_stay_in_columns():
    lines = repr(neuron.LATCH.run({"set": [1] * 12, "reset": [0] * 12})).splitlines()
    assert lines[0].endswith("  9 10 11")
    assert len({len(line) for line in lines}) == 1


@pytest.mark.parametrize("wrong", [0.5, 2, -1, float("nan"), "1", None])
def test_an_input_that_is_not_0_or_1(wrong):
    with pytest.raises(ValueError, match="every input must be 0 or 1; got"):
        neuron.fires([0, wrong], [1, 1], 1)


def test_the_error_shows_the_wrong_input():
    with pytest.raises(ValueError, match=r"every input must be 0 or 1; got 0\.5\."):
        neuron.AND([[0, 1], [1, 0.5]])


@pytest.mark.parametrize("weights", [[1], [1, 1, 1], [[1, 1]], 1, []])
def test_weights_of_the_wrong_length(weights):
    with pytest.raises(ValueError, match=r"one entry for each of the 2 inputs, shape \(2,\); got"):
        neuron.fires([0, 1], weights, 1)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: neuron.fires(1, [1], 1), r"x must have shape \(n,\) or \(m, n\); got \(\)"),
        (lambda: Neuron((), 1), "at least one entry"),
        (lambda: Neuron((1, float("nan")), 1), "must be finite"),
        (lambda: Neuron((1, 1), float("inf")), "must be finite"),
        (lambda: Neuron((1, 1), 1, (2,)), r"numbers of inputs from 0 to 1; got \(2,\)"),
        (lambda: Neuron((1, 1), 1, (-1,)), "from 0 to 1"),
        (lambda: Neuron((1, 1), 1, (True, False)), "from 0 to 1"),
        (lambda: neuron.all_inputs(0), "at least 1 input; got 0"),
        (lambda: neuron.truth_table(neuron.XOR), "inputs must be given"),
        (lambda: neuron.truth_table(lambda X: X, 2), r"must give 4 outputs.*got \(4, 2\)"),
        (lambda: neuron.truth_table(lambda X: X.sum(axis=1), 2), "every output must be 0 or 1"),
        (lambda: Circuit({}), "at least one neuron"),
        (lambda: Circuit({"a": (neuron.AND, ("x",))}), "must read 2 signals; got 1"),
        (lambda: neuron.LATCH.run({"set": [1]}), "must be given for .*'reset'"),
        (lambda: neuron.LATCH.run({"set": [1], "reset": [0, 0]}), "of one length"),
        (lambda: neuron.LATCH.run({"set": [], "reset": []}), "at least 1"),
        (lambda: neuron.LATCH.run({"set": 1, "reset": 0}), "of one length"),
        (lambda: neuron.LATCH.run({"set": [2], "reset": [0]}), "set must be 0 or 1; got 2"),
        (lambda: neuron.LATCH.run({"set": [1], "reset": [0]}, {"P": 1}), r"got \['P'\]"),
        (lambda: neuron.LATCH.run({"set": [1], "reset": [0]}, {"Q": 3}), "Q must be 0 or 1"),
        (lambda: neuron.LATCH.step({"set": 1, "reset": 0}), "must be given for .*'Q'"),
    ],
)
def test_errors(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_neurons_are_values():
    cell = Neuron(np.array([1, 1]), threshold=2)
    assert cell == neuron.AND
    assert repr(cell) == "Neuron(weights=(1, 1), threshold=2)"
    assert repr(neuron.AND_NOT) == "Neuron(weights=(1, 0), threshold=1, inhibitory=(1,))"
    assert cell.bias == -2
    with pytest.raises(AttributeError):
        cell.threshold = 1


def test_a_circuit_without_inputs_needs_none():
    """A ring of one neuron that excites itself keeps its start value."""
    ring = Circuit({"a": (Neuron((1,), 1), ("a",))})
    assert ring.step({"a": 1}) == {"a": 1}
