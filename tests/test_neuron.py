from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnlib import logic, neuron
from nnlib.neuron import Neuron

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
    X = logic.all_inputs(cell.inputs)
    np.testing.assert_array_equal(other(X), cell(X))


@given(neurons())
def test_an_active_inhibitory_input_silences(cell):
    X = logic.all_inputs(cell.inputs)
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


@pytest.mark.parametrize("wrong", [0.5, 2, -1, float("nan")])
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
        (lambda: Neuron((1, 1), float("inf")), "threshold must be a finite number; got inf"),
        (lambda: Neuron((1, 1), 1, (2,)), r"numbers of inputs from 0 to 1; got \(2,\)"),
        (lambda: Neuron((1, 1), 1, (-1,)), "from 0 to 1"),
        (lambda: Neuron((1, 1), 1, (True, False)), "from 0 to 1"),
    ],
)
def test_errors(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_neurons_are_values():
    cell = Neuron(np.array([1, 1]), threshold=2)
    assert cell == neuron.AND
    assert repr(cell) == "Neuron(weights=(1, 1), threshold=2)"
    assert (
        repr(Neuron((1, 0), 1, inhibitory=(1,)))
        == "Neuron(weights=(1, 0), threshold=1, inhibitory=(1,))"
    )
    assert cell.bias == -2
    with pytest.raises(AttributeError):
        cell.threshold = 1
