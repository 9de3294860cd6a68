"""BugLab and the networks with a mistake that it shows."""

import numpy as np
import pytest
import traitlets

from nnlib import Network, gradient_check
from nnlib.labs import BugLab
from nnlib.labs.bug.faulty import BACKWARDS, BUGS, FaultyNetwork, hidden_bug, make_case
from nnlib.labs.bug.model import NAMES, UNKNOWN, BugModel

# Which gradients each bug spoils.
SPOILT = {
    "sign": set(NAMES),
    "factor": set(NAMES),
    "mean": set(NAMES),
    "variable": {"W1", "b1"},
    "slope": {"W1", "b1"},
    "transpose": {"W1", "b1"},
    "bias": {"b1", "b2"},
    "input": {"W2"},
}


def fresh(**choices):
    """Make a model whose check has run."""
    model = BugModel(**choices)
    model.refresh()
    return model


def ratios(model):
    """All ratios of the gradients that failed."""
    return np.concatenate([model.ratio(name).ravel() for name in model.failing])


def detective(number):
    """Name the bug of a network from what the lab shows for one sample and for four."""
    one, four = fresh(network=number, samples=1), fresh(network=number, samples=4)
    failing = set(four.failing)
    if failing == {"W2"}:
        return "input"
    if failing == {"b1", "b2"}:
        return "bias"
    if failing == set(NAMES):
        if not one.failing:
            return "mean"
        return "sign" if ratios(four).max() < 0 else "factor"
    lowest = ratios(one).min()
    return "transpose" if lowest < 0.9 else "slope" if lowest >= 4 else "variable"


def test_there_are_at_least_six_bugs():
    assert set(BUGS) == set(SPOILT)
    assert len(BUGS) >= 6


def test_without_a_bug_the_network_is_the_package_s_own():
    _, X, y = make_case(1, 8)
    net = FaultyNetwork(None, rng=3)
    assert gradient_check(net, X, y).passed
    right = Network([2, 3, 3], hidden="sigmoid", loss="sse")
    right.weights, right.biases = net.weights, net.biases
    for ours, theirs in zip(
        net.backward(net.forward(X), y), right.backward(right.forward(X), y), strict=True
    ):
        for a, b in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("bug", BUGS)
def test_each_bug_spoils_what_it_should(bug):
    _, X, y = make_case(1, 4)
    check = gradient_check(FaultyNetwork(bug, rng=3), X, y)
    spoilt = {name for name, error in check.errors.items() if error >= check.tolerance}
    assert spoilt == SPOILT[bug]


@pytest.mark.parametrize("bug", BUGS)
def test_each_wrong_line_says_what_it_does(bug):
    net = FaultyNetwork(bug, rng=3)
    _, X, y = make_case(1, 4)
    (Z1, Z2), (_, A1, A2) = net.forward(X)
    names = {"X": X, "y": y, "Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2, "W2": net.weights[1]}
    names |= {"sigmoid": lambda z: 1 / (1 + np.exp(-z)), "zeros": np.zeros(3)}
    right = {link.target for link in BACKWARDS}
    for link in net.links:
        expected = link.rule(**{name: names[name] for name in link.uses})
        np.testing.assert_allclose(eval(link.formula, names), expected, rtol=1e-12)
        names[link.target] = expected
    assert {link.target for link in BUGS[bug].links} <= right


def test_every_bug_is_among_the_first_networks():
    assert {hidden_bug(number) for number in range(1, 9)} == set(BUGS)
    assert {hidden_bug(number) for number in range(9, 25)} <= set(BUGS)


@pytest.mark.parametrize("number", range(1, 25))
def test_what_the_lab_shows_is_enough_to_name_the_bug(number):
    assert detective(number) == hidden_bug(number)


@pytest.mark.parametrize("number", [n for n in range(1, 25) if hidden_bug(n) == "mean"])
def test_a_mean_follows_the_number_of_samples(number):
    for samples in (2, 5, 8):
        np.testing.assert_allclose(ratios(fresh(network=number, samples=samples)), 1 / samples)
    assert "passed: nothing is wrong" in fresh(network=number, samples=1).status()


@pytest.mark.parametrize("bug", BUGS)
def test_the_right_answer_is_told_with_the_mended_line(bug):
    number = next(n for n in range(1, 9) if hidden_bug(n) == bug)
    model = fresh(network=number)
    assert "Which bug is it?" in model.status()
    model.answer = bug
    model.refresh()
    status = model.status()
    assert f"Right: {BUGS[bug].name}." in status
    for link in BUGS[bug].links:
        assert f"{link.target} = {link.formula} should be {link.target} = " in status
    assert "Found so far: 1." in status


def test_a_wrong_answer_is_told_what_that_bug_would_show():
    model = fresh(network=3)
    for guess in set(BUGS) - {model.bug}:
        model.answer = guess
        assert model.status().endswith(f"Not this one. {BUGS[guess].shows}")
        assert not model.is_found


def test_hints_come_one_after_another():
    model = fresh(network=3)
    assert "Hint:" not in model.status()
    for count in (1, 2, 3):
        model.hint()
        assert model.status().count("Hint:") == count
    model.hint()
    assert model.hints == 3
    assert "W1 and b1 failed; the wrong line is one that only they need" in model.status()


def test_another_network_takes_the_answer_back():
    model = fresh(network=24)
    model.answer = "sign"
    model.hint()
    model.next_network()
    assert (model.network, model.answer, model.hints) == (1, UNKNOWN, 0)
    model.solved.add(24)
    model.reset()
    assert (model.network, model.solved) == (24, set())


def test_what_cannot_be_is_refused():
    for choices in ({"network": 0}, {"network": 25}, {"samples": 9}):
        with pytest.raises(traitlets.TraitError):
            BugModel(**choices)
    with pytest.raises(traitlets.TraitError):
        BugModel().answer = "typo"


def test_tables_hold_what_was_computed():
    lab = BugLab(network=3)
    texts = dict(
        zip(
            lab.tables.places,
            np.split(np.array(lab.tables.numbers.texts), lab.tables._starts[1:-1]),
            strict=True,
        )
    )
    for name in NAMES:
        shown = [float(text.replace("−", "-")) for text in texts[f"m{name}"]]
        np.testing.assert_allclose(shown, lab.model.measured[name].ravel(), atol=5.1e-5)
    assert set(texts["rW2"]) == {"1.00"}
    assert lab.words.texts[0].startswith("W1 fails: ")
    assert lab.words.texts[2] == "W2 passes"


def test_bars_are_as_long_as_the_errors():
    lab = BugLab(network=3)
    lengths = [np.ptp(path.vertices[:, 0]) for path in lab.bars.get_paths()]
    limit = 210 * 5 / 12
    assert lengths[0] > limit
    assert lengths[1] > limit
    assert lengths[2] < limit
    assert lengths[3] < limit


def test_controls_move_the_picture_and_the_status():
    lab = BugLab()
    pixels = np.asarray(lab.figure.canvas.buffer_rgba()).copy()
    lab._bound["network"].value = 3
    assert (pixels != np.asarray(lab.figure.canvas.buffer_rgba())).any()
    lab._bound["answer"].value = "transpose"
    assert "Right: a transpose missing." in lab.status.value
    assert lab.code() == "BugLab(network=3)"
    lab._bound["samples"].value = 2
    assert lab.code() == "BugLab(network=3, samples=2)"
    assert lab.alarm.value == ""
