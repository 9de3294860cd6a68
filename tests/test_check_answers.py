"""Answers of all kinds: right ones in any style pass, slips are led back to their line or kind."""

from types import FunctionType

import numpy as np
import pytest

import right_answers
from nnlib import check, losses
from nnlib.activations import sigmoid


def test_right_answers_in_unusual_styles_pass():
    refused = []
    for exercise, label, answer in right_answers.CASES:
        parts = answer if isinstance(answer, tuple) else (answer,)
        result = getattr(check, exercise)(*parts)
        if result.status != "pass":
            refused.append(f"{exercise}, {label}: {result!r}")
    assert len(right_answers.CASES) >= 300
    assert refused == []


# Slips in the source: what is told quotes the line, or says what the line does.


def return_in_the_loop(x):
    result = []
    for value in x:
        result.append(2 * value)
        return result


def values_for_positions(x):
    out = x.copy()
    for i in x:
        out[i] = 2 * x[i]
    return out


def lost_brackets(X, A1, W2, dZ2):
    return X.T @ (dZ2 @ W2.T * A1 * 1 - A1)


def equals_plus(y_hat, y):
    total = 0
    for a, b in zip(y_hat, y, strict=True):
        total = +((a - b) ** 2).sum()
    return total


def whole_numbers(z):
    out = np.zeros_like(z)
    out[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    out[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return out


def power_before_division(n):
    return (2 / n) ** 1 / 2


def two_names_for_one_array(A2, y):
    dA2 = A2
    dA2 -= y
    dA2 *= 2
    return dA2 * A2 * (1 - A2)


def other_order(X, W1, W2, b1, b2):
    A1 = sigmoid(X @ W1 + b1)
    return A1, sigmoid(A1 @ W2 + b2)


def both_biases_taken_away(X, W1, b1, W2, b2):
    A1 = sigmoid(X @ W1 - b1)
    return A1, sigmoid(A1 @ W2 - b2)


def a_mean_twice(X, Z1, A1, A2, W2, y):
    dZ2 = (A2 - y) / len(y)
    dZ1 = dZ2 @ W2.T * (1 - A1**2) / len(y)
    return X.T @ dZ1, dZ1.sum(axis=0), A1.T @ dZ2, dZ2.sum(axis=0)


def python_max(z):
    return max(z, 0)


def number_beside_at(W, dW, learning_rate):
    return W - learning_rate @ dW


SLIPS = {
    "double": [
        (return_in_the_loop, "The `return` stands inside the `for` loop"),
        (values_for_positions, "`for i in x` runs over values, not over positions"),
        (lambda x: x ^ 2, "`^`"),
    ],
    "gradient_W1": [(lost_brackets, "`1 - A1` should come first")],
    "sse": [(equals_plus, "wanted is `+=`, which adds to what was there")],
    "sigmoid": [(whole_numbers, "an array for whole numbers loses the decimals")],
    "he_scale": [(power_before_division, "Python takes `(2 / n)**1` first")],
    "output_error": [(two_names_for_one_array, "both names stand for one array")],
    "forward": [
        (other_order, "Your parameters stand in another order"),
        (both_biases_taken_away, "here and where it stands again: `-` subtracts; wanted is `+`"),
    ],
    "backward": [(a_mean_twice, "the division by `len(y)` does not belong here")],
    "relu": [(python_max, "this compares whole arrays, not every entry")],
    "update": [(number_beside_at, "wanted is `*`, which multiplies entry by entry")],
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_led_back_to_its_line(name):
    for answer, told in SLIPS[name]:
        result = getattr(check, name)(answer)
        assert result.status == "fail"
        assert told in result.message


# Values: what is told holds in every case, and needs no source.

VALUES = {
    "sse_gradient": [
        (lambda y_hat, y: y_hat - y, "the factor `2` is missing"),
        (
            lambda y_hat, y: 2 * (y_hat - y) / len(y),
            "the division by `len(y_hat)` does not belong here",
        ),
        (lambda y_hat, y: 0 * y, "every entry is 0, whatever is put in"),
    ],
    "correlate2d": [
        (lambda image, K: check.correlate2d.reference(image, K).T, "transposed"),
        (lambda image, K: check.correlate2d.reference(image, K)[:-1], "missing at the end"),
    ],
    "sse": [(lambda y_hat, y: losses.sse(y_hat[-1:], y[-1:]), "Only the last sample counts")],
    "forward": [
        (
            lambda *arrays: [3.5 * part for part in check.forward.reference(*arrays)],
            "A1 and A2: every entry is 3.5 times what it should be",
        )
    ],
}


@pytest.mark.parametrize("name", VALUES)
def test_a_pattern_in_the_values_is_named(name, monkeypatch):
    monkeypatch.setattr("nnlib.check.diagnosis.read", lambda function: None)
    for answer, told in VALUES[name]:
        message = getattr(check, name)(answer).message
        assert told.lower() in message.lower()


def test_what_is_not_recognised_is_worked_out_in_a_small_case():
    message = check.fires(lambda X, w, t: (np.sin(X) @ w > np.tanh(t)) * 1).message
    assert "For X = [[" in message
    assert "(counted from 1)" in message
    assert "times the weights" in message


def test_right_and_wrong_results_tell_where_to_look():
    def wrong_hidden(X, Z1, A1, A2, W2, y):
        dZ2 = (A2 - y) / len(y)
        dZ1 = np.sin(dZ2 @ W2.T) * (1 - A1**2) + 0.1
        return X.T @ dZ1, dZ1.sum(axis=0), A1.T @ dZ2, dZ2.sum(axis=0)

    message = check.backward(wrong_hidden).message
    assert message.startswith("dW2 and db2 are right, dW1 and db1 are not")
    assert "dZ1 is the first step that differs" in message


@pytest.mark.parametrize("hide", ["with np.errstate(all='ignore'):", "if np.seterr(all='ignore'):"])
def test_a_warning_that_is_hidden_is_told(hide, tmp_path, monkeypatch):
    (tmp_path / "hiding.py").write_text(
        f"import numpy as np\ndef sigmoid(z):\n    {hide}\n        return 1 / (1 + np.exp(-z))\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    import hiding

    assert "hidden, not avoided" in check.sigmoid(hiding.sigmoid).message
    monkeypatch.delitem(__import__("sys").modules, "hiding")


def test_trials_of_the_machinery_are_silent(recwarn):
    check.kernel_gradient(lambda dZ, image, K: dZ.mean() * image.mean() * K)
    assert [str(warning.message) for warning in recwarn] == []


# Kinds that no single line shows.


def test_a_wrong_function_of_ones_own_that_is_called_is_named():
    def forward(X, W1, b1, W2, b2):
        A1 = sigmoid(X @ W1 + b1)
        return A1, sigmoid(A1 @ W2 + b2)

    names = {"np": np, "sigmoid": lambda z: np.arctan(z)}
    message = check.forward(FunctionType(forward.__code__, names)).message
    assert message.startswith("These lines are right; `sigmoid`, which they call, is not")
    stub = {**names, "sigmoid": lambda z: None}
    assert "calls `sigmoid`, which is still to be written" in (
        check.forward(FunctionType(forward.__code__, stub)).message
    )


def test_an_answer_that_wavers_is_named():
    rng = np.random.default_rng(0)
    result = check.he_scale(lambda n: rng.normal(0, np.sqrt(2 / n), 500).std())
    assert result.misconception == "wavering"
    assert "Called twice with the same input, it gives two answers" in result.message


def clips_too_early(z):
    return 1 / (1 + np.exp(-np.clip(z, -3, 3)))


def clips_coarsely(y_hat, y):
    p = np.clip(y_hat, 0.01, 0.99)
    return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()


def whole_angle(z):
    return (1 + np.tanh(z)) / 2


def copied_whole_numbers(z):
    out = z.copy()
    for index in np.ndindex(z.shape):
        out[index] = (1 + np.tanh(z[index] / 2)) / 2
    return out


@pytest.mark.parametrize(
    ("exercise", "answer", "told"),
    [
        ("sigmoid", clips_too_early, "`np.clip(z, -3, 3)`: these limits cut off values"),
        ("cross_entropy", clips_coarsely, "`np.clip(y_hat, 0.01, 0.99)`: these limits are too na"),
        ("sigmoid", whole_angle, "inside the brackets, the division by `2` is missing"),
        ("sigmoid", copied_whole_numbers, "Write `z.astype(float)`"),
        ("backward", lambda *given: {"dW1": 1.0}, "wanted: 4 results, `dW1, db1, dW2, db2`."),
        ("vanishes", lambda norms, factor: "yes", "wanted: True or False."),
        ("fires", lambda X, w, t: np.where(X @ w >= t, "yes", "no"), "entries of text; wanted: n"),
    ],
)
def test_a_kind_of_slip_is_named(exercise, answer, told):
    assert told in getattr(check, exercise)(answer).message
