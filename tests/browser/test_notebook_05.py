"""Notebook 05 in a real JupyterLab: it runs, and the playground answers to every control."""

import re

from lab import wait_until
from nnlib.labs import Playground
from nnlib.plots.graph import Spot


def test_notebook_05(notebook):
    notebook.open("05-draw-the-boundary.ipynb").run_all()
    assert notebook.errors() == []
    playground = notebook.lab(nth=0)
    playground.wait_for_status("Step 0.", timeout=60)
    sliders_move_while_it_plays(playground)
    every_control_answers(playground)
    a_line_of_code_brings_everything_back(notebook, playground)
    the_graph_answers_to_mouse_and_keys(playground)
    it_is_pulled_while_it_trains(playground)
    points_are_put_down_moved_and_erased(playground)
    runs_are_kept(playground)
    picture_and_code_are_taken_along(notebook, playground)
    own_code_is_taken_up_when_it_is_mended(notebook)
    assert notebook.errors() == []
    assert notebook.violations() == []
    assert notebook.elsewhere == []


def step(lab):
    """The step that the status line tells."""
    return int(re.match(r"Step ([\d,]+)", lab.status())[1].replace(",", ""))


def pause(lab):
    """Pause, and wait until the picture rests."""
    lab.button("Pause").click()
    wait_until(lambda: lab.button("Play").count() == 1, "a paused lab")
    wait_until(lambda: at_rest(lab), "a picture that rests")


def at_rest(lab):
    """Whether the picture stays as it is for a while."""
    before = lab.image_bytes()
    lab.page.wait_for_timeout(300)
    return lab.image_bytes() == before


def sliders_move_while_it_plays(lab):
    rate = lab.slider("Learning rate")
    rate.wait_for_readout("1.2")
    lab.moved(lambda: rate.press("ArrowRight"))
    rate.wait_for_readout("1.5")
    lab.wait_for_status("Learning rate 1.5.")

    lab.button("Play").click()
    wait_until(lambda: step(lab) > 100, "a hundred steps", timeout=60)
    reached = step(lab)
    lab.moved(lambda: rate.press("ArrowLeft", times=2))
    rate.wait_for_readout("1")
    lab.wait_for_status("Learning rate 1.")
    assert step(lab) >= reached

    lab.moved(lambda: lab.slider("Units 1").press("ArrowRight"))
    lab.slider("Units 1").wait_for_readout("5")
    lab.wait_for_status("Network 2–5–1")
    wait_until(lambda: step(lab) > 20, "steps of the new network", timeout=60)

    pause(lab)
    resting = step(lab)
    lab.moved(lambda: lab.button("One step").click())
    assert lab.wait_for_status(f"Step {resting + 1:,}.")
    lab.moved(lambda: lab.button("Start again").click())
    lab.wait_for_status("Step 0.")
    rate.wait_for_readout("1")
    lab.moved(lambda: lab.button("Reset").click())
    lab.wait_for_status("Network 2–4–1, tanh, on flower. Learning rate 1.2.")
    assert lab.alarm() == ""


def every_control_answers(lab):
    open_fold(lab, "Training")
    for name, option, words in (
        ("Data", "spiral", "on spiral."),
        ("Activation", "relu", ", relu,"),
        ("L2", "0.01", "Training: loss"),
    ):
        lab.moved(lambda name=name, option=option: lab.dropdown(name).select(option))
        lab.wait_for_status(words)
    open_fold(lab, "Points")
    for name, key, words in (
        ("Train share", "ArrowLeft", "of 280 points right"),
        ("Noise", "ArrowRight", "Training: loss"),
        ("Hidden layers", "ArrowRight", "2–4–4–1"),
        ("Units 2", "ArrowLeft", "2–4–3–1"),
    ):
        lab.moved(lambda name=name, key=key: lab.slider(name).press(key))
        lab.wait_for_status(words)
    open_fold(lab, "Network")
    lab.moved(lambda: (lab.number("Seed").fill("3"), lab.number("Seed").press("Enter")))
    open_fold(lab, "Training")
    for name, option in (("Batch size", "8"), ("Optimiser", "Adam"), ("Schedule", "constant")):
        lab.dropdown(name).select(option)
        lab.moved(lambda: lab.button("One step").click())
    lab.wait_for_status("Step 3.")
    lab.slider("Hidden layers").press("Home")
    lab.wait_for_status("Network 2–1,")
    assert lab.alarm() == ""


def a_line_of_code_brings_everything_back(notebook, lab):
    lab.button("Reset").click()
    lab.wait_for_status("Step 0. Network 2–4–1, tanh, on flower.")
    lab.button("One step").click()
    lab.wait_for_status("Step 1.")
    lab.dropdown("Weight").select("b1 (2)")
    lab.moved(lambda: lab.slider("Value").press("PageUp", times=10))
    lab.slider("Learning rate").press("ArrowLeft")
    lab.button("One step").click()
    lab.wait_for_status("Step 2.")
    lab.button("Line of code").click()
    line = lab.root.locator(".nnlib-code pre")
    wait_until(lambda: line.count() and "steps=2" in line.inner_text(), "the line of code")
    code = line.inner_text().strip()
    assert "'b1 (2)'" in code
    assert "'learning_rate', 1.0" in code
    notebook.run_code(f"again = {code}")
    arrays = "[*{0}.model.run.network.weights, *{0}.model.run.network.biases]"
    pairs = f"zip({arrays.format('playground')}, {arrays.format('again')})"
    cell = notebook.run_code(f"[(ours == theirs).all().item() for ours, theirs in {pairs}]")
    assert cell.locator(".jp-OutputArea-output").inner_text() == "[True, True, True, True]"


def open_fold(lab, name):
    """Open a fold by keys, unless it is open."""
    if lab.button(f"{name} ▸").count():
        lab.button(f"{name} ▸").press("Enter")
        lab.button(f"{name} ▾").wait_for()


class Pointer:
    """The mouse over the picture of a lab, at places of its graph and its plane."""

    def __init__(self, lab, **choices):
        self.lab, self.mouse = lab, lab.page.mouse
        self.twin = Playground(**choices).picture  # the same picture, to know what is where
        self.graph = self.twin.graph

    def on_page(self, ax, place):
        """Where a place in the data of some axes is on the page."""
        width, height = ax.figure.bbox.size
        x, y = ax.transData.transform(place)
        box = self.lab.image().bounding_box()
        return box["x"] + x / width * box["width"], box["y"] + (1 - y / height) * box["height"]

    def to(self, ax, place):
        """Move to a place in the data of some axes."""
        left, top = self.on_page(ax, place)
        self.mouse.move(left, top, steps=3)
        return left, top

    def line(self, spot):
        """A place on a connection that no other comes near."""
        line = self.graph.lines[self.graph.spots.index(spot)]
        return next(place for place in line if self.graph.find(*place) == (spot, "weight"))

    def pull(self, place, up):
        """Press at a place of the graph, drag so many pixels up, and let go."""
        left, top = self.to(self.graph.ax, place)
        self.mouse.down()
        self.mouse.move(left, top - up, steps=4)
        self.mouse.up()

    def stroke(self, *places):
        """Press at the first place of the plane, drag over the others, and let go."""
        self.to(self.twin.plane.ax, places[0])
        self.mouse.down()
        for place in places[1:]:
            self.to(self.twin.plane.ax, place)
        self.mouse.up()


def value_told(lab, words):
    """The value that the status line tells of what the graph marks, once it names that."""
    return float(re.search(r", is (\S+)\.( |$)", lab.wait_for_status(words))[1].replace("−", "-"))


def the_graph_answers_to_mouse_and_keys(lab):
    lab.button("Reset").click()
    lab.wait_for_status("Step 0. Network 2–4–1, tanh, on flower.")
    pointer = Pointer(lab)
    lab.image().scroll_into_view_if_needed()
    lab.moved(lambda: pointer.to(pointer.graph.ax, pointer.graph.places[1][2]))
    lab.wait_for_status("The plane shows unit 3: ")
    lab.moved(lambda: pointer.to(pointer.twin.plane.ax, (0, 0)))
    wait_until(lambda: "The plane shows" not in lab.status(), "the plane as it was")

    lab.moved(lambda: pointer.pull(pointer.line(Spot(1, 2, 1)), 60))
    pulled = value_told(lab, "x₂ → unit 3, is")
    assert pulled > 1
    wait_until(lambda: lab.dropdown("Weight").selected().split()[:3] == ["W1", "(2,", "3)"], "it")
    lab.slider("Value").wait_for_readout(f"{pulled:.2f}")

    lab.image().focus()
    keys = lab.page.keyboard
    lab.moved(lambda: keys.press("ArrowDown"))
    assert "x₂ → unit 4, is" in lab.wait_for_status("x₂ → unit 4, is")
    lab.moved(lambda: keys.press("ArrowRight"))
    lab.wait_for_status("The plane shows unit 4: ")
    before = value_told(lab, "bias of unit 4, is")
    for _ in range(3):
        lab.moved(lambda: keys.press("+"))
    wait_until(lambda: abs(value_told(lab, "bias of unit 4, is") - before - 0.3) < 0.02, "the bias")
    lab.moved(lambda: keys.press("Escape"))
    wait_until(lambda: "The plane shows" not in lab.status(), "the plane as it was")


def it_is_pulled_while_it_trains(lab):
    pointer = Pointer(lab)
    lab.button("Play").click()
    wait_until(lambda: step(lab) > 50, "steps", timeout=60)
    pointer.pull(pointer.graph.dot_places[0], -60)
    lab.wait_for_status("bias of unit 1, is")
    reached = step(lab)
    wait_until(lambda: step(lab) > reached + 50, "more steps", timeout=60)
    pause(lab)
    assert lab.alarm() == ""


def points_are_put_down_moved_and_erased(lab):
    lab.button("Reset").click()
    open_fold(lab, "Points")
    lab.moved(lambda: lab.button("Clear points").click())
    lab.wait_for_status("on your points")
    lab.dropdown("Brush").select("class 1")
    pointer = Pointer(lab)

    def points():
        return sum(int(m) for m in re.findall(r"of (\d+) points right", lab.status()))

    lab.moved(lambda: pointer.stroke((0, 1), (1, 1), (2, 1)))
    wait_until(lambda: points() >= 5, "three more points")
    lab.image_bytes()  # until the stroke has come to its end
    painted = points()
    lab.dropdown("Brush").select("move")
    lab.moved(lambda: pointer.stroke((0, 1), (0, 3)))
    lab.dropdown("Brush").select("erase")
    lab.moved(lambda: pointer.stroke((0, 3)))
    wait_until(lambda: points() == painted - 1, "one point fewer")
    lab.dropdown("Brush").select("class 0")
    lab.image().focus()
    for key in ("ArrowUp", "ArrowLeft", "Space"):
        lab.page.keyboard.press(key)
    wait_until(lambda: points() == painted, "a point put down by keys")
    lab.button("Line of code").click()
    line = lab.root.locator(".nnlib-code pre")
    wait_until(lambda: line.count() and "(-0.25, 0.25, 0)" in line.inner_text(), "the points")
    lab.moved(lambda: lab.dropdown("Data").select("circles"))
    lab.wait_for_status("on circles")
    assert lab.alarm() == ""


def runs_are_kept(lab):
    open_fold(lab, "Keep")
    lab.checkbox("Keep the curves of earlier runs").check()
    lab.button("Play").click()
    wait_until(lambda: step(lab) > 50, "steps", timeout=60)
    pause(lab)
    lab.slider("Learning rate").press("ArrowLeft")
    lab.moved(lambda: lab.button("Start again").click())
    lab.wait_for_status("Kept 1 (learning rate 1.2): loss")


def picture_and_code_are_taken_along(notebook, lab):
    context = notebook.page.context
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    lab.button("Line of code").press("Enter")
    note = lab.root.locator(".nnlib-code")
    wait_until(lambda: re.match(r"Copied.*compare=True", note.inner_text(), re.DOTALL), "a copy")
    code = note.locator("pre").inner_text().strip()
    assert notebook.page.evaluate("navigator.clipboard.readText()") == code
    lab.button("Save picture").click()
    saved = notebook.jupyter.notebooks / "playground-step-0.png"
    wait_until(saved.exists, "the picture")
    assert saved.read_bytes().startswith(b"\x89PNG")
    wait_until(lambda: saved.name in note.inner_text(), "its name")


def own_code_is_taken_up_when_it_is_mended(notebook):
    lab = notebook.lab(nth=3)
    lab.wait_for_status("my_bump")
    notebook.run_code("def my_bump(z): return None")
    lab = notebook.lab(nth=3)
    lab.button("Start again").click()
    wait_until(lambda: "None: is its return missing?" in lab.alarm(), "the alarm")
    notebook.run_code("def my_bump(z): return np.sin(z)")
    lab = notebook.lab(nth=3)
    lab.moved(lambda: lab.button("Play").click())
    wait_until(lambda: lab.alarm() == "" and step(lab) > 0, "training", timeout=60)
    pause(lab)

    lab = notebook.lab(nth=4)
    lab.moved(lambda: lab.button("One step").click())
    lab.wait_for_status("MyNetwork 2–4–1")
    pointer = Pointer(lab)
    lab.moved(lambda: pointer.pull(pointer.line(Spot(2, 0, 3)), -50))
    lab.wait_for_status("unit 4 → output, is")
    lab.slider("Hidden layers").press("ArrowRight")
    wait_until(lambda: "too many values to unpack" in lab.alarm(), "the alarm")
    lab.slider("Hidden layers").press("ArrowLeft")
    wait_until(lambda: lab.alarm() == "", "no alarm")
