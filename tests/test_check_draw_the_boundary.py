"""What is special about the exercises of notebook 05; test_check.py covers what all share."""

import math

import numpy as np
import pytest

from nnlib import Network, activations, check, losses
from nnlib.check.exercises._listing import (
    COST,
    FORWARD_CALL,
    GRADIENTS_CALL,
    RATE,
    RETURN,
    STAR,
)


def small_network(X, W2, y, seed=0):
    """A network with the output weights of a case, and its forward pass."""
    net = Network([X.shape[1], len(W2), 1], rng=seed)
    net.weights = [net.weights[0], W2]
    net.biases = [np.linspace(-0.5, 0.5, len(W2)), [0.25]]
    return net, net.forward(X)


# The references are what the package does.


def test_cross_entropy_gives_what_the_package_gives():
    for p, y in check.cross_entropy.every_case:
        assert check.cross_entropy.reference(p, y) == pytest.approx(
            losses.cross_entropy(p, y), rel=1e-6
        )


def test_backward_gives_what_the_package_gives():
    X, _, _, _, W2, y = check.backward.cases[0]
    net, forward = small_network(X, W2, y)
    (Z1, _), (_, A1, A2) = forward
    gradients = net.backward(forward, y)
    dW1, db1, dW2, db2 = check.backward.reference(X, Z1, A1, A2, W2, y)
    for ours, theirs in zip((dW1, dW2), gradients.weights, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-13)
    for ours, theirs in zip((db1, db2), gradients.biases, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-13)


def test_predict_gives_what_the_package_gives():
    for X, W1, b1, W2, b2 in check.predict.cases[:2]:
        net = Network([X.shape[1], len(b1), 1], rng=0)
        net.weights, net.biases = [W1, W2], [b1, b2]
        labels = check.predict.reference(X, W1, b1, W2, b2)
        np.testing.assert_array_equal(labels, net.predict(X))
        assert 0.2 < labels.mean() < 0.8


# Right answers in other styles.


def _entropy_by_loop(y_hat, y):
    total = 0.0
    for p, label in zip(y_hat.ravel(), y.ravel(), strict=True):
        right = p if label == 1 else 1 - p
        total -= math.log(max(right, 1e-12))
    return total / len(y)


ENTROPIES = {
    "loop": _entropy_by_loop,
    "epsilon inside": lambda p, y: (
        -np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))
    ),
    "where": lambda p, y: -np.log(np.clip(np.where(y == 1, p, 1 - p), 1e-9, 1)).mean(),
    "squeezed": lambda p, y: np.squeeze(losses.cross_entropy(p, y)),
    "float32": lambda p, y: losses.cross_entropy(p.astype(np.float32), y.astype(np.float32)),
}


@pytest.mark.parametrize("style", ENTROPIES)
def test_cross_entropy_in_another_style_passes(style):
    assert check.cross_entropy(ENTROPIES[style]).status == "pass"


def _backward_by_einsum(X, Z1, A1, A2, W2, y):
    d = (A2 - y) / X.shape[0]
    hidden = np.einsum("mc,hc->mh", d, W2) / np.cosh(Z1) ** 2
    return [
        np.einsum("mn,mh->nh", X, hidden),
        np.einsum("mh->h", hidden),
        np.einsum("mh,mc->hc", A1, d),
        np.einsum("mc->c", d),
    ]


def _backward_by_samples(X, Z1, A1, A2, W2, y):
    dW1, db1, dW2, db2 = 0, 0, 0, 0
    for x, a, p, label in zip(X, A1, A2, y, strict=True):
        error = p - label
        hidden = error * W2[:, 0] * (1 - a**2)
        dW1, db1 = dW1 + np.outer(x, hidden), db1 + hidden
        dW2, db2 = dW2 + np.outer(a, error), db2 + error
    return tuple(part / len(X) for part in (dW1, db1, dW2, db2))


def _backward_by_dot(X, Z1, A1, A2, W2, y):
    m = y.shape[0]
    dZ2 = A2 - y
    dZ1 = np.multiply(np.dot(dZ2, W2.T), 1 - np.power(np.tanh(Z1), 2))
    return np.dot(X.T, dZ1) / m, dZ1.mean(axis=0), np.dot(A1.T, dZ2) / m, dZ2.mean(axis=0)


@pytest.mark.parametrize("style", [_backward_by_einsum, _backward_by_samples, _backward_by_dot])
def test_backward_in_another_style_passes(style):
    assert check.backward(style).status == "pass"


def _output(X, W1, b1, W2, b2):
    return activations.sigmoid(np.tanh(X @ W1 + b1) @ W2 + b2)


PREDICTIONS = {
    "booleans": lambda *arrays: _output(*arrays) > 0.5,
    "rounded": lambda *arrays: np.round(_output(*arrays)),
    "where": lambda *arrays: np.where(_output(*arrays) > 0.5, 1, 0),
    "before the sigmoid": lambda X, W1, b1, W2, b2: (np.tanh(X @ W1 + b1) @ W2 + b2 > 0) * 1.0,
    "lists": lambda *arrays: [[int(p > 0.5)] for p in _output(*arrays)[:, 0]],
}


@pytest.mark.parametrize("style", PREDICTIONS)
def test_predict_in_another_style_passes(style):
    assert check.predict(PREDICTIONS[style]).status == "pass"


# Cross-entropy at the ends.


def test_a_warning_at_the_ends_is_told():
    result = check.cross_entropy(lambda p, y: -np.where(y == 1, np.log(p), np.log(1 - p)).mean())
    assert result.status == "fail"
    assert "NumPy warns, divide by zero" in result.message


def test_an_infinite_loss_at_a_sure_mistake_is_told():
    def only_where_right(p, y):
        with np.errstate(divide="ignore"):
            return -np.log(np.where(y == 1, p, 1 - p)).mean()

    result = check.cross_entropy(only_where_right)
    assert result.status == "fail"
    assert "exactly 0 whose label is 1 gives inf" in result.message


def test_a_loss_that_forgives_a_sure_mistake_is_told():
    def forgives(p, y):
        return losses.cross_entropy(np.where(p == 0, 0.5, p), y) if (p == 0).all() else right(p, y)

    def right(p, y):
        sure = ((p == 0) | (p == 1)) & (p != y)
        return losses.cross_entropy(np.where(sure, 0.5, p), y)

    assert "gives 0.693" in check.cross_entropy(forgives).message


# The listing.

FIRST, SECOND = check.mend.reference


def test_the_given_listing_is_to_do_whatever_blanks_surround_it():
    first, second = check.mend.given
    assert check.mend(first, second).status == "todo"
    assert check.mend(first.strip(), f"\n{second}\n\n").status == "todo"


def test_the_given_listing_has_six_faults():
    changes = [STAR, RETURN, COST]
    changes += [FORWARD_CALL, GRADIENTS_CALL, RATE]
    text = "".join(check.mend.given)
    for right, wrong in changes:
        assert text.count(wrong) == 1
        text = text.replace(wrong, right)
    assert text == FIRST + SECOND


def test_faults_are_named_one_after_another():
    """Mend what is named, hand in again, until nothing is left."""
    mends = {
        "A `*` is lost": [STAR],
        "`return` stands behind": [RETURN],
        "The cost is computed under": [COST],
        "A function is called by": [FORWARD_CALL, GRADIENTS_CALL],
        "`fit` uses a name": [RATE],
    }
    # A blank line in front: no longer the text as it was given.
    first, second = (f"# mine\n{part}" for part in check.mend.given)
    named = []
    for _ in range(len(mends)):
        result = check.mend(first, second)
        named.append(next(text for text in mends if result.message.startswith(text)))
        for right, wrong in mends[named[-1]]:
            first, second = first.replace(wrong, right), second.replace(wrong, right)
    assert sorted(named) == sorted(mends)
    assert check.mend(first, second).status == "pass"


def test_names_may_be_mended_where_they_are_defined():
    first = FIRST.replace("def forward_pass", "def forward").replace("cost", "loss")
    second = SECOND.replace("forward_pass", "forward").replace("cost_of", "loss_of")
    assert check.mend(first, second).status == "pass"


def test_the_halves_may_be_divided_otherwise():
    assert check.mend("import numpy\n" + FIRST + SECOND, "").status == "pass"


def test_parameters_may_be_changed_in_place():
    step = "        p = {name: p[name] - learning_rate * g[name] for name in p}"
    in_place = "        for name in p:\n            p[name] -= learning_rate * g[name]"
    assert check.mend(FIRST, SECOND.replace(step, in_place)).status == "pass"
    assert check.mend(FIRST, SECOND).status == "pass"


def test_a_line_that_stops_is_quoted():
    message = check.mend(FIRST, SECOND.replace("len(X)", "len(x)")).message
    assert "NameError (name 'x' is not defined) in line 3, `dZ2 = (A2 - y) / len(x)`" in message


def test_names_of_the_notebook_are_not_seen():
    result = check.mend(FIRST.replace("np.exp", "check.exp"), SECOND)
    assert "name 'check' is not defined" in result.message


TEXTS = {
    "nothing": ("", ""),
    "no fit": (FIRST, SECOND.replace("def fit", "def train")),
    "fit is no function": (FIRST, "fit = 3"),
    "one result": (FIRST, SECOND.replace("return p, cost_of(A2, y)", "return p")),
    "no parameters": (FIRST, SECOND.replace("return p, ", "return 0, ")),
    "parameters lost": (FIRST, SECOND.replace("return p, ", "return {'W1': 0}, ")),
    "text for a cost": (FIRST, SECOND.replace("cost_of(A2, y)", "'low'")),
    "ends Python": (FIRST, "raise SystemExit"),
    "recursion": (FIRST, SECOND.replace("A1, A2 = forward_pass(X, p)", "fit(X, y, p, 1, 1)")),
    "null": ("\0", SECOND),
    "surrogate": ("'\ud800'\nx x", SECOND),
    "bad indentation": (FIRST, "  x = 1\n x = 2"),
    "open bracket": (FIRST + "(", SECOND),
    "no numpy": (FIRST + "\ndel np", SECOND),
    "bytes": (FIRST.encode(), SECOND),
    "a number": (FIRST, 3),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_listing_gets_a_sentence(name):
    result = check.mend(*TEXTS[name])
    assert result.status == "fail"
    assert result.message[-1] in ".?"
    assert "object at 0x" not in result.message


def test_an_endless_listing_is_ended(short_time):
    result = check.mend(FIRST, SECOND.replace("for _ in range(steps):", "while True:"))
    assert "The listing had not ended" in result.message


def test_the_solution_can_be_pasted():
    names = {}
    exec(check.mend.solution().code, names)
    assert (names["listing_1"], names["listing_2"]) == (FIRST, SECOND)
