"""The answers of notebook 01, computed: tasks of its labs, predictions, one step further."""

from itertools import combinations, product

import numpy as np
import pytest

import answers
from nnlib import check, circuits, logic, neuron
from nnlib.labs.bucket.model import BucketModel
from nnlib.labs.gate.model import GateModel
from nnlib.labs.restaurant.model import RestaurantModel

ALONE = [{f"x{k}": True} for k in (1, 2, 3)]
PAIRS = [first | second for first, second in combinations(ALONE, 2)]
HALVES = np.arange(-3, 3.5, 0.5).tolist()  # what the sliders of the gate lab can show


def bucket(open_pipes=(), **choices):
    """A bucket with these pipes open and all others closed."""
    return BucketModel(**{f"x{k}": k in open_pipes for k in (1, 2, 3, 4)} | choices)


def test_bucket_lab_task_1():
    model = BucketModel()
    before, width = model.sum, model.w4
    model.x4 = True
    model.refresh()
    assert (before, width, model.sum, model.threshold, model.fires) == (3.5, -1.5, 2.0, 3.0, 0)
    assert not model.pours_over


def test_bucket_lab_task_2():
    widths = {"w1": 2.0, "w2": 2.0, "w3": 2.0, "threshold": 3.0}
    closed = dict.fromkeys(("x1", "x2", "x3", "x4"), False) | widths
    assert [BucketModel(**closed | opened).fires for opened in ALONE] == [0, 0, 0]
    assert [BucketModel(**closed | opened).fires for opened in PAIRS] == [1, 1, 1]


def test_bucket_lab_task_3():
    widest = bucket([3], w3=3.0)
    assert (widest.sum, widest.threshold, widest.fires) == (3.0, 3.0, 1)
    assert bucket([3], w3=3.0, threshold=3.5).fires == 0
    drained = bucket([3, 4], w3=3.0)
    assert (drained.sum, drained.fires) == (1.5, 0)


def first(model):
    """Who leads, alone."""
    (name,) = [n for n, rank in zip(model.names, model.ranks, strict=True) if rank == 1]
    return name


def test_restaurant_lab_task_1():
    model = RestaurantModel()
    assert first(model) == "Noodle Bar"
    model.price = 0.0
    model.refresh()
    assert (first(model), model.sums.max()) == ("Harbour Grill", 5.0)


def test_restaurant_lab_task_2():
    model = RestaurantModel(taste=0.0, place=3.0, decor=0.0, price=3.0)
    assert first(model) == "Blue Door"


def test_restaurant_lab_task_3():
    model, last = RestaurantModel(), {}
    for model.threshold in (4.5, 5.0):
        model.refresh()
        last[model.threshold] = [n for n, y in zip(model.names, model.verdicts, strict=True) if y]
    assert last == {4.5: ["Noodle Bar"], 5.0: []}
    assert model.sums.max() == 4.75


def test_restaurant_lab_task_4():
    model = RestaurantModel(binary=True)
    marks = {name: tuple(row) for name, row in zip(model.names, model.X, strict=True)}
    same = [pair for pair in combinations(marks, 2) if marks[pair[0]] == marks[pair[1]]]
    assert same == [("Noodle Bar", "Olive Tree")]
    assert marks["Noodle Bar"] == (1, 1, 0, 0)


def test_gate_lab_task_1():
    for aim, w, threshold in (("AND", 1.0, 1.5), ("OR", 1.0, 0.5), ("NAND", -1.0, -1.5)):
        model = GateModel(aim=f"x1 {aim} x2", w1=w, w2=w, threshold=threshold)
        assert model.wrong_rows() == []


def test_gate_lab_task_2():
    model, made = GateModel(w1=0.0, w2=0.0), {}
    for model.threshold in HALVES:
        model.refresh()
        made[model.threshold] = model.name
    assert made == {T: "always" if T <= 0 else "never" for T in HALVES}


def test_gate_lab_2_task_1():
    model, only_wrong = GateModel(aim="x1 XOR x2"), {}
    assert "have 3 of these rows right, never all" in model.status()
    for model.w1, model.w2, model.threshold in product(HALVES, repeat=3):
        model.refresh()
        wrong = model.wrong_rows()
        assert wrong
        if len(wrong) == 1:
            only_wrong[wrong[0][:3]] = model.name
    assert only_wrong == {
        "1 1": "x1 OR x2",
        "0 0": "x1 NAND x2",
        "0 1": "x1 AND NOT x2",
        "1 0": "x2 AND NOT x1",
    }


# Predictions


def test_pours_over_ab():
    assert not 0.7 + 0.1 >= 0.8
    assert 0 < 0.8 - (0.7 + 0.1) < 1e-15
    assert 7 + 1 >= 8


def test_pours_over_c():
    assert neuron.fires([1, 1], [0.7, 0.1], 0.5) == 1
    with pytest.raises(ValueError, match="0 or 1"):
        neuron.fires([0.7, 0.1], [1, 1], 0.8)


def two_kinds():
    """All 16 rows, and what both kinds of inhibition answer."""
    X = logic.all_inputs(4)
    subtracts = neuron.fires(X, [1, 1, 1, -1], 2)
    return X, subtracts, neuron.fires(X, [1, 1, 1, 0], 2, inhibitory=[3])


def test_outvoted_ab():
    X, subtracts, silences = two_kinds()
    assert X[subtracts != silences].tolist() == [[1, 1, 1, 1]]
    assert X[-1] @ [1, 1, 1, -1] == 2


def test_outvoted_c():
    X, subtracts, silences = two_kinds()
    here = (X[:, 3] == 1) & (X[:, :3].sum(axis=1) >= 2)
    two = here & (X[:, :3].sum(axis=1) == 2)
    assert (here.sum(), two.sum()) == (4, 3)
    assert not subtracts[two].any() and not silences[two].any()
    assert (X[two] @ [1, 1, 1, -1] == 1).all()


def test_outvoted_d():
    X, subtracts, silences = two_kinds()
    here = X[:, 3] == 1
    below = here & (X @ [1, 1, 1, -1] < 2)
    assert (here.sum(), below.sum()) == (8, 7)
    assert not subtracts[below].any() and not silences[below].any()


def test_tables_of_one_neuron():
    made = logic.search()
    assert check.tables_of_one_neuron.reference == len(made) == 14
    missing = sorted(logic.TWO_BIT_FUNCTIONS.keys() - made.keys())
    xor, xnor = missing
    assert xor == (0, 1, 1, 0) and xnor == tuple(1 - y for y in xor)
    X = logic.all_inputs(2)
    for table in missing:  # its ones are opposite corners
        p, q = X[np.array(table) == 1]
        assert (p + q == 1).all()


def xor_through_time():
    """The circuit of the notebook, with inputs that become 1 0 at t = 1."""
    gates = {"OR": neuron.OR, "NAND": neuron.NAND}
    wiring = {name: (gate, ("x1", "x2")) for name, gate in gates.items()}
    circuit = circuits.Circuit(wiring | {"XOR": (neuron.AND, ("OR", "NAND"))})
    return circuit.run({"x1": [0, 1, 1, 1, 1, 1], "x2": [0] * 6})


def test_xor_fires_at_ac():
    assert xor_through_time()["XOR"].tolist() == [0, 0, 0, 1, 1, 1]


def test_xor_fires_at_b():
    signals = xor_through_time()
    both = signals["OR"] & signals["NAND"]
    assert both.tolist() == [0, 0, 1, 1, 1, 1]
    assert (both[:-1] == signals["XOR"][1:]).all()


# Folds


def test_or_and_nand_are_both_1_where_exactly_one_input_is():
    X = logic.all_inputs(2)
    assert neuron.OR(X).tolist() == [0, 1, 1, 1]
    assert neuron.NAND(X).tolist() == [1, 1, 1, 0]
    assert np.array_equal(neuron.OR(X) & neuron.NAND(X), X.sum(axis=1) == 1)


def test_the_latch_fires_from_2_to_5():
    one = np.arange(8)
    Q = circuits.LATCH.run({"set": one == 1, "reset": one == 5})["Q"]
    assert np.flatnonzero(Q).tolist() == [2, 3, 4, 5]


def test_the_dog_fires_at_6_and_11():
    AND, OR = neuron.AND, neuron.OR
    wiring = {"both": (AND, ("bell", "food")), "memory": (OR, ("both", "memory"))}
    wiring |= {"known": (AND, ("bell", "memory")), "dog": (OR, ("food", "known"))}
    dog, time = circuits.Circuit(wiring), np.arange(12)
    bell, food = np.isin(time, [1, 5, 9]), time == 5
    signals = dog.run({"bell": bell, "food": food})
    assert np.flatnonzero(signals["dog"]).tolist() == [6, 11]
    assert np.flatnonzero(signals["memory"]).tolist() == [7, 8, 9, 10, 11]
    assert not dog.run({"bell": bell, "food": 0 * time})["dog"].any()


def test_one_step_further(capsys):
    answers.run("01", answers.further("01"))
    lines = capsys.readouterr().out.splitlines()
    told = {line.split("[")[0].split(" ")[0]: line.split("[")[1] for line in lines if "[" in line}
    assert told["NOT"] == "1 1 0 0]"
    assert told["AND"] == "0 0 0 1]"
    assert told["OR"] == "0 1 1 1]"
    assert told["XOR"] == "0 1 1 0]"


def test_at_least_3_of_5_but_never_exactly_3():
    X = logic.all_inputs(5)
    ones = X.sum(axis=1)
    assert np.array_equal(neuron.fires(X, [1] * 5, 3), ones >= 3)
    exactly = tuple((ones == 3).astype(int).tolist())
    assert exactly not in logic.search(5, weights=range(-2, 3), thresholds=range(-6, 7))


def test_what_the_mean_of_the_weights_does_in_a_task_that_treats_all_inputs_alike():
    rng, X = np.random.default_rng(0), logic.all_inputs(3)
    majority = X.sum(axis=1) >= 2
    solved = 0
    for w, T in zip(rng.uniform(0.2, 2, (400, 3)), rng.uniform(0.5, 3, 400), strict=True):
        if np.array_equal(neuron.fires(X, w, T), majority):
            solved += 1
            assert np.array_equal(neuron.fires(X, [w.mean()] * 3, T), majority)
    assert solved > 20


def test_the_bucket_of_1943_makes_seven_tables():
    made = set()
    for w1, w2 in product((1.0, 0.0, -1.0), repeat=2):
        for threshold in np.arange(0.5, 6.5, 0.5):
            model = bucket(w1=w1, w2=w2, absolute=True, threshold=float(threshold))
            outputs = []
            for model.x1, model.x2 in product((False, True), repeat=2):
                model.refresh()
                outputs.append(model.fires)
            made.add(logic.TWO_BIT_FUNCTIONS[tuple(outputs)])
    assert made == {
        *("never", "x1", "x2", "x1 AND x2", "x1 OR x2", "x1 AND NOT x2", "x2 AND NOT x1"),
    }


OWN = {
    "def fires": """def fires(X, weights, threshold):
    outputs = []
    for row in X:
        total = 0
        for k in range(len(row)):
            total += row[k] * weights[k]
        outputs.append(bool(total >= threshold))
    return outputs""",
    "and_weights, and_threshold = ...": """and_weights, and_threshold = [3, 2], 4
or_weights, or_threshold = [2, 3], 2
not_weights, not_threshold = [-1], -0.5
nand_weights, nand_threshold = [-2, -3], -4
majority_weights, majority_threshold = [1, 1, 1], 2""",
}


def test_the_notebook_goes_on_with_a_learners_own_answers(monkeypatch):
    went_on = []
    monkeypatch.setattr("IPython.display.display", lambda note: went_on.append(repr(note)))
    assert answers.carried_on("01", OWN) == []
    pairs = [f"{gate}_weights, {gate}_threshold" for gate in ("or", "nand", "and")]
    assert went_on == [f"From here on: your `{name}`." for name in ("fires", *pairs)]
