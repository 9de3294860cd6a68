"""Own points, inputs, tasks, first weights and the brush of the playground, in a real JupyterLab.

Each is driven by mouse and by keys, with the package's network and with a learner's own class.
"""

import inspect
import re
import shutil
import types
from pathlib import Path

import numpy as np
import pytest

from lab import Notebook, wait_until
from test_notebook_05 import Pointer, open_fold, pause, step

IRISES = Path(__file__).parents[1] / "data" / "iris-petals.csv"
NAMES = ("Network", "OwnNetwork")


class OwnNetwork:
    """As a learner writes it: arrays of its own, one hidden layer, any task."""

    def __init__(self, layer_sizes, rng, output="sigmoid", loss=None):
        n, h, c = layer_sizes
        rng = np.random.default_rng(rng)
        self.W1, self.b1 = rng.standard_normal((n, h)) / np.sqrt(n), np.zeros(h)
        self.W2, self.b2 = rng.standard_normal((h, c)) / np.sqrt(h), np.zeros(c)
        self.output = {
            "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
            "softmax": lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True),
            "identity": lambda z: z,
        }[output]

    def forward(self, X):
        A1 = np.tanh(X @ self.W1 + self.b1)
        A2 = self.output(A1 @ self.W2 + self.b2)
        return types.SimpleNamespace(A=(X, A1, A2), output=A2)

    def loss(self, forward, y):  # what the lab shows; the steps go down the cross-entropy
        return float(np.mean((forward.output - y) ** 2))

    def backward(self, forward, y):
        X, A1, A2 = forward.A
        dZ2 = (A2 - y) / len(y)
        dZ1 = dZ2 @ self.W2.T * (1 - A1**2)
        return X.T @ dZ1, dZ1.sum(axis=0), A1.T @ dZ2, dZ2.sum(axis=0)

    def step(self, gradients, learning_rate):
        for name, gradient in zip(("W1", "b1", "W2", "b2"), gradients, strict=True):
            setattr(self, name, getattr(self, name) - learning_rate * gradient)


CELLS = (
    "import types\n\nimport numpy as np\nfrom nnlib.labs import Playground",
    inspect.getsource(OwnNetwork),
    """\
def refusal(lab, data):
    try:
        lab.model.data = data
    except Exception as error:
        return error""",
    'lab = Playground(data="iris-petals.csv", learning_rate=0.5)\nlab',
    """\
X = np.random.default_rng(0).uniform((100, 0), (900, 1), (60, 2))
own = Playground(network=OwnNetwork, data=(X, X[:, 0] > 500), learning_rate=0.5)
own""",
)
# Each is wrong in its own way; the sentence that it gets.
WRONG = {
    "(X[:, :1], X[:, 0])": "X must have two columns, shape (m, 2); got shape (60, 1)",
    "([['a', 'b'], ['c', 'd']], [0, 1])": "X must hold real numbers; got text",
    "(np.where(X == X[7, 1], np.nan, X), X[:, 0])": "X must be finite; row 7 holds NaN",
    "(X, np.ones(60))": "all points have the same y, 1.0; two classes are wanted",
    "(X[:0], [])": "X has no rows",
    "(np.zeros((1_000_000, 2)), np.zeros(1_000_000))": "X has 1,000,000 rows; at most 5,000",
    "'nowhere.csv'": "'nowhere.csv' is neither a set of points nor a file in this folder",
}


@pytest.fixture(scope="module")
def shown(jupyter, window):
    """A notebook with two playgrounds, and a file of measurements beside it; run."""
    shutil.copy(IRISES, jupyter.notebooks)
    name = jupyter.write("playground.ipynb", *CELLS)
    notebook = Notebook(jupyter, window)
    try:
        yield notebook.open(name).run_all()
    finally:
        notebook.close()


@pytest.fixture(params=NAMES)
def lab(request, shown):
    """Each of the two labs, as it was made."""
    found = shown.lab(nth=NAMES.index(request.param))
    found.name = request.param
    found.button("Reset").click()
    found.wait_for_status(f"Step 0. {found.name} 2–4–", timeout=60)
    found.wait_for_status("Scaled to")  # the points that it was made with
    shown.page.wait_for_timeout(500)
    yield found
    assert found.alarm() == ""


def press(control, *keys):
    """Press keys on a control."""
    for key in keys:
        control.press(key)


def test_own_points_are_scaled_in_words_and_trained_on(lab):
    told = {
        "Network": "on iris-petals.csv. .* Scaled to x₁ and x₂ from −4 to 4: petal length in cm "
        "from 1 to 6.9 and petal width in cm from 0.1 to 2.5. Class 0 is setosa, 1 is versicolor",
        "OwnNetwork": r"on own points. .* Scaled to x₁ and x₂ from −4 to 4: x₁ from 1\d\d",
    }
    assert re.search(told[lab.name], lab.status())
    lab.button("Play").press("Enter")
    wait_until(lambda: step(lab) > 200, "two hundred steps", timeout=120)
    pause(lab)
    right = [float(share) for share in re.findall(r"(\S+) % of \d+ points right", lab.status())]
    assert len(right) == 2 and min(right) > 80


def test_inputs_by_mouse_and_by_keys(lab):
    open_fold(lab, "Network")
    lab.moved(lambda: lab.checkbox("x₁x₂").click(), f"{lab.name} 3–4–")
    lab.moved(lambda: press(lab.checkbox("sin x₁"), " "), f"{lab.name} 4–4–")
    lab.moved(lambda: lab.button("One step").click(), "Step 1.")
    lab.moved(lambda: press(lab.checkbox("sin x₁"), " "), f"{lab.name} 3–4–")


def test_classes_and_numbers_by_mouse_and_by_keys(lab):
    for choose, words in (
        (lambda: lab.dropdown("Data").select("three blobs"), "2–4–3"),
        (lambda: press(lab.dropdown("Data").root, "h"), "on hills."),
        (lambda: lab.dropdown("Data").select("plane"), "on plane."),
        (lambda: press(lab.dropdown("Data").root, "ArrowUp"), "on three arms."),
    ):
        lab.moved(choose, words)
        lab.moved(lambda: lab.button("One step").press("Enter"), "Step 1.")
        assert ("off by" in lab.status()) == ("hills" in words or "plane" in words)


def test_first_weights_by_mouse_and_by_keys(lab):
    open_fold(lab, "Network")
    first = lab.dropdown("First weights")
    if lab.name == "OwnNetwork":  # its class takes no scale
        assert first.root.is_disabled()
        return
    lab.moved(lambda: first.select("zero"), "Training: loss 1.099")
    lab.moved(lambda: press(first.root, "ArrowDown"))
    assert first.selected() == "huge"
    assert float(re.search(r"Training: loss (\S+),", lab.status())[1]) > 5


def test_weights_and_biases_by_mouse_and_by_keys(lab):
    outputs = 3 if lab.name == "Network" else 1
    pointer = Pointer(lab, data=str(IRISES)) if outputs == 3 else Pointer(lab)
    spot = pointer.graph.spots[1]
    lab.moved(lambda: pointer.pull(pointer.line(spot), 60), "x₁ → unit 2, is")
    assert lab.dropdown("Weight").selected().split()[:3] == ["W1", "(1,", "2)"]
    lab.image().focus()
    lab.moved(lambda: lab.press("ArrowDown"), "x₁ → unit 3, is")
    lab.moved(lambda: lab.press("ArrowRight"), "The plane shows unit 3: ")
    lab.moved(lambda: lab.press("PageUp"), "bias of unit 3, is 1.00")
    lab.press("Escape")
    wait_until(lambda: "The plane shows" not in lab.status(), "the plane as it was")


def points(lab):
    """How many points there are, as the status line tells."""
    return sum(int(m) for m in re.findall(r"of (\d+) points right", lab.status()))


def finger(pointer, *places):
    """Lay a finger on the first place of the plane, lead it over the others, and lift it."""
    lab, before = pointer.lab, points(pointer.lab)
    session = lab.page.context.new_cdp_session(lab.page)
    for number, place in enumerate(places):
        kind = "touchMove" if number else "touchStart"
        x, y = pointer.on_page(pointer.twin.plane.ax, place)
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        wait_until(lambda more=number + 1: points(lab) == before + more, f"{place} by finger")
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


def test_the_brush_by_mouse_finger_and_keys(lab):
    open_fold(lab, "Points")
    lab.moved(lambda: lab.button("Clear points").press("Enter"), "on your points")
    labels = 3 if lab.name == "Network" else 2
    assert points(lab) == labels
    pointer, brush = Pointer(lab), lab.dropdown("Brush")
    brush.select("class 1")
    for x in range(3):
        pointer.stroke((x, 1))
    wait_until(lambda: points(lab) == labels + 3, "three points by mouse")
    press(brush.root, "ArrowUp")
    finger(pointer, (0, -1), (1, -1), (2, -1), (3, -1))
    lab.button("Line of code").click()
    line = lab.root.locator(".nnlib-code pre")
    wait_until(lambda: line.count() and "painted" in line.inner_text(), "the points in the line")
    painted = re.findall(r"\((-?[\d.]+), (-?[\d.]+), (\d)\)", line.inner_text())
    assert [int(label) for *_, label in painted[labels:]] == [1] * 3 + [0] * 4
    brush.select("move")
    lab.image().focus()
    lab.press(*["ArrowUp"] * 4, "Space", "ArrowUp", "ArrowUp", "Space")
    brush.select("erase")
    lab.image().focus()
    lab.moved(lambda: lab.press("Space"))
    wait_until(lambda: points(lab) == labels + 6, "one point erased by keys")
    lab.button("Line of code").click()
    wait_until(lambda: "(0.0, 1.0, 1)" not in line.inner_text(), "another line")
    assert "1.5, 1)" not in line.inner_text()


def test_wrong_points_get_a_sentence_and_leave_the_lab_as_it_was(shown, lab):
    picture, status = lab.image_bytes(), lab.status()
    name = "lab" if lab.name == "Network" else "own"
    refusals = f"[refusal({name}, data) for data in ({', '.join(WRONG)})]"
    cell = shown.run_code(f"print(*{refusals}, sep='\\n')")
    told = cell.locator(".jp-OutputArea-output").inner_text().splitlines()
    assert len(told) == len(WRONG)
    for sentence, words in zip(told, WRONG.values(), strict=True):
        assert words in sentence
    cell = shown.run_code("Playground(data='nowhere.csv')")
    assert "TraitError: data 'nowhere.csv' is neither" in cell.inner_text()
    assert lab.status() == status
    assert lab.image_bytes() == picture


def test_a_run_kept_a_picture_and_the_line_of_code_by_keys_and_mouse(shown, lab):
    shown.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_fold(lab, "Keep")
    press(lab.checkbox("Keep the curves of earlier runs"), " ")
    lab.button("Play").click()
    wait_until(lambda: step(lab) > 20, "steps", timeout=60)
    pause(lab)
    lab.button("Start again").press("Enter")
    lab.wait_for_status("Kept 1 (the same choices): loss")
    lab.button("Line of code").click()
    note = lab.root.locator(".nnlib-code")
    wait_until(lambda: re.match(r"Copied.*compare=True", note.inner_text(), re.DOTALL), "a copy")
    copied = shown.page.evaluate("navigator.clipboard.readText()")
    assert copied == note.locator("pre").inner_text().strip()
    lab.button("Save picture").press("Enter")
    wait_until(lambda: "The picture is in" in note.inner_text(), "the name of the picture")
    saved = shown.jupyter.notebooks / re.search(r"playground\S+png", note.inner_text())[0]
    assert saved.read_bytes().startswith(b"\x89PNG")
