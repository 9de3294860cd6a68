"""Notebook 08 in JupyterLab: kernels slide, digits are drawn and read."""

import json
from pathlib import Path

import numpy as np
import pytest

import lab as driver

NAME = "08-see-with-convolution.ipynb"
LABS_ALONE = True  # other cells train for long
DRAWN = Path(__file__).parents[1] / "data" / "drawn_digits.npz"
# Mean difference of two pixels, from 0 to 1, that the layout of another browser may make.
SAME_DRAWING = 0.03


def _arc(x, y, across, down, start, end, points=16):
    """Points on an ellipse, drawn with a hand that is not quite steady."""
    angles = np.radians(np.linspace(start, end, points))
    tremor = 1 + 0.03 * np.sin(3 * angles + 40 * x)
    places = zip(x + across * tremor * np.cos(angles), y + down * tremor * np.sin(angles))  # noqa: B905
    return [[float(u), float(v)] for u, v in places]


# A hand's path for each digit; shares of the pad's side. Sizes, places and slants differ.
PATHS = {
    0: [_arc(0.48, 0.50, 0.20, 0.33, -80, -445, 24)],
    1: [[[0.42, 0.34], [0.54, 0.20], [0.53, 0.50], [0.52, 0.84]]],
    2: [[*_arc(0.46, 0.33, 0.18, 0.16, -170, 35), [0.46, 0.62], [0.30, 0.80], [0.72, 0.79]]],
    3: [[*_arc(0.44, 0.32, 0.17, 0.14, -150, 85), *_arc(0.44, 0.63, 0.21, 0.18, -80, 150)]],
    4: [[[0.47, 0.16], [0.36, 0.38], [0.26, 0.57], [0.74, 0.55]], [[0.60, 0.36], [0.57, 0.86]]],
    5: [[[0.67, 0.18], [0.40, 0.19], [0.38, 0.44], *_arc(0.46, 0.61, 0.20, 0.19, -110, 145)]],
    6: [[[0.62, 0.14], [0.44, 0.33], *_arc(0.47, 0.63, 0.18, 0.19, -165, -520, 20)]],
    7: [[[0.28, 0.21], [0.70, 0.19], [0.56, 0.50], [0.46, 0.86]], [[0.38, 0.52], [0.66, 0.50]]],
    8: [
        [
            *_arc(0.52, 0.32, 0.15, 0.14, -20, -250, 14),
            *_arc(0.50, 0.65, 0.17, 0.18, -70, 250, 18),
            *_arc(0.52, 0.32, 0.15, 0.14, 60, -20, 8),
        ]
    ],
    9: [[*_arc(0.46, 0.35, 0.17, 0.17, 0, -360, 20), [0.64, 0.45], [0.60, 0.65], [0.57, 0.86]]],
}


@pytest.fixture
def kernel_lab(opened):
    found = opened.lab("Press an output pixel", nth=0)
    found.button("Reset").click()
    found.wait_for_status("Kernel “upright edges” on “digit 3”, stride 1, padding 0")
    return found


@pytest.fixture
def digit_lab(opened):
    return opened.lab("Draw a digit", nth=0)


def place(box, x, y):
    """Turn shares of a box into a place on the page."""
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def drag(page, box, points):
    """Draw one stroke with the mouse."""
    page.mouse.move(*place(box, *points[0]))
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*place(box, *point))
    page.mouse.up()


def test_it_runs_without_errors_and_without_a_network(opened):
    assert opened.errors() == []
    assert opened.violations() == []
    assert opened.elsewhere == []


def test_controls_of_the_kernel_lab_move_the_picture(kernel_lab):
    before = kernel_lab.image_bytes()
    kernel_lab.slider("Padding").press("ArrowRight")
    kernel_lab.wait_for_status("padding 1: output 8 × 8")
    before = kernel_lab.wait_for_change(before)
    kernel_lab.slider("Stride").press("ArrowRight")
    kernel_lab.wait_for_status("stride 2, padding 1: output 4 × 4")
    before = kernel_lab.wait_for_change(before)
    kernel_lab.slider("Stride").wait_for_readout("2")
    kernel_lab.dropdown("Kernel").select("blur")
    kernel_lab.wait_for_status("Kernel “blur” on “digit 3”")
    kernel_lab.dropdown("Image").select("slanted edge")
    kernel_lab.wait_for_status("Kernel “blur” on “slanted edge”")
    before = kernel_lab.wait_for_change(before)
    kernel_lab.checkbox("Turn the kernel").click()
    kernel_lab.wait_for_status("“blur”, turned")
    box = kernel_lab.root.get_by_role("spinbutton").first
    box.fill("2.5")
    box.press("Enter")
    kernel_lab.wait_for_status("Your own kernel, turned")
    assert kernel_lab.dropdown("Kernel").selected().split() == ["your", "own"]
    kernel_lab.wait_for_change(before)
    assert kernel_lab.alarm() == ""


def test_the_kernel_steps_and_slides(kernel_lab):
    kernel_lab.button("Next").click()
    kernel_lab.wait_for_status("row 2, column 4")
    kernel_lab.button("Back").click()
    kernel_lab.wait_for_status("row 2, column 3")
    kernel_lab.checkbox("Hide what is to come").click()
    before = kernel_lab.image_bytes()
    kernel_lab.button("Play").click()
    driver.wait_until(lambda: "row 2, column 3" not in kernel_lab.status(), "a kernel that slides")
    kernel_lab.button("Pause").click()
    kernel_lab.button("Play").wait_for()
    assert (kernel_lab.image_bytes() != before) and kernel_lab.alarm() == ""
    # Playing goes on to the last output pixel and stops there.
    kernel_lab.button("Play").click()
    kernel_lab.wait_for_status("row 6, column 6", timeout=30)
    kernel_lab.button("Play").wait_for()


def test_pressing_dragging_and_keys_work_on_the_picture(kernel_lab):
    page, picture = kernel_lab.page, kernel_lab.image()
    box = picture.bounding_box()
    page.mouse.click(*place(box, 0.94, 0.2))
    kernel_lab.wait_for_status("row 1, column 6")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    kernel_lab.wait_for_status("row 2, column 5")
    before = kernel_lab.image_bytes()
    page.keyboard.press(" ")
    kernel_lab.wait_for_status("on your own image")
    before = kernel_lab.wait_for_change(before)
    # The upper left corner of the image is white: a stroke across it makes three pixels ink.
    kernel_lab.dropdown("Image").select("empty")
    kernel_lab.wait_for_status("on “empty”")
    drag(page, box, [(0.02, 0.18), (0.08, 0.18), (0.13, 0.18)])
    kernel_lab.wait_for_status("on your own image")
    page.mouse.click(*place(box, 0.65, 0.2))
    kernel_lab.wait_for_status("row 1, column 1: 1 × −1 + 1 × 1 = 0")
    assert picture.get_attribute("alt").startswith("Image, patch, kernel")


def test_the_network_learns_in_sight(digit_lab):
    before = digit_lab.image_bytes()
    assert "After 0 steps" in digit_lab.status()
    digit_lab.button("Play").click()
    digit_lab.wait_for_change(before)
    line = digit_lab.wait_for_status("After 2,500 steps", timeout=240)
    assert digit_lab.button("Play").is_visible()  # it has paused by itself
    assert "The network reads a 3" in line
    right = int(line.split("here ")[1].split(" of")[0])
    assert right >= 0.98 * 449


def test_ten_drawn_digits_are_read(opened, digit_lab):
    pad, page = digit_lab.root.locator("canvas.nnlib-pad"), opened.page
    opened.run_code(
        "import json\ndrawings = []\n"
        "digit_lab.model.observe(lambda change: drawings.append(change.new), 'strokes')"
    )
    for strokes in PATHS.values():
        digit_lab.image().scroll_into_view_if_needed()
        digit_lab.button("Clear").click()
        digit_lab.wait_for_status("The pad is empty")
        pad.scroll_into_view_if_needed()
        for stroke in strokes:
            drag(page, pad.bounding_box(), stroke)
        page.wait_for_timeout(300)
        digit_lab.wait_for_status("The network reads a")
    digit_lab.button("Clear").click()
    digit_lab.wait_for_status("The pad is empty")
    cell = opened.run_code(
        "from nnlib.labs.digit import ink\n"
        "ends = [a for a, b in zip(drawings, drawings[1:]) if a and not b]\n"
        "drawn = np.array([ink.count_blocks(ink.to_bitmap(strokes)) for strokes in ends])\n"
        "read = digit_lab.model.network.predict(drawn)\n"
        "print(json.dumps([(16 * drawn).astype(int).tolist(), read.tolist()]))"
    )
    images, read = json.loads(cell.locator(".jp-OutputArea-output").inner_text())
    images, labels = np.array(images), np.array(list(PATHS))
    assert images.shape == (10, 8, 8)
    assert (np.array(read) == labels).sum() >= 8
    if not DRAWN.exists():
        DRAWN.parent.mkdir(exist_ok=True)
        np.savez_compressed(DRAWN, images=images.astype(np.uint8), labels=labels.astype(np.uint8))
    with np.load(DRAWN) as stored:
        difference = np.abs(images - stored["images"].astype(int)).mean() / 16
        assert difference < SAME_DRAWING
        assert stored["labels"].tolist() == labels.tolist()


def test_the_keyboard_draws_undoes_and_clears(opened, digit_lab):
    page, pad = opened.page, digit_lab.root.locator("canvas.nnlib-pad")
    pad.scroll_into_view_if_needed()
    pad.focus()
    page.keyboard.press("Delete")
    digit_lab.wait_for_status("The pad is empty")
    for key in ["ArrowUp"] * 20 + [" "] + ["ArrowDown"] * 16 + [" "]:
        page.keyboard.press(key)
    digit_lab.wait_for_status("The network reads a 1")
    page.keyboard.press("ArrowRight")  # the pen is up: nothing is drawn
    page.keyboard.press("Backspace")
    digit_lab.wait_for_status("The pad is empty")
    assert page.evaluate("document.activeElement.className") == "nnlib-pad"


def test_a_finger_draws(opened, digit_lab):
    pad = digit_lab.root.locator("canvas.nnlib-pad")
    digit_lab.button("Clear").click()
    digit_lab.wait_for_status("The pad is empty")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    touch = opened.page.context.new_cdp_session(opened.page)
    for stroke in PATHS[7]:
        for number, point in enumerate(stroke):
            x, y = place(box, *point)
            kind = "touchMove" if number else "touchStart"
            touch.send(
                "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]}
            )
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    digit_lab.wait_for_status("The network reads a 7")
    digit_lab.button("Undo").click()
    digit_lab.button("Undo").click()
    digit_lab.wait_for_status("The pad is empty")


def test_fewer_kernels_start_again(digit_lab):
    before = digit_lab.image_bytes()
    digit_lab.slider("Kernels").press("Home")
    digit_lab.wait_for_status("After 0 steps")
    digit_lab.wait_for_change(before)
    digit_lab.slider("Kernels").wait_for_readout("1")
    before = digit_lab.image_bytes()
    digit_lab.slider("Learning rate").press("ArrowRight")
    digit_lab.slider("Learning rate").wait_for_readout("0.4")
    digit_lab.number("Seed").fill("3")
    digit_lab.number("Seed").press("Enter")
    digit_lab.wait_for_change(before)
    digit_lab.button("Reset").click()
    assert digit_lab.alarm() == ""


def test_the_dense_network_reads_too(opened):
    dense = opened.lab("Draw a digit", nth=1)
    assert "The network reads a 3" in dense.status()
    before = dense.image_bytes()
    dense.button("Clear").click()
    dense.wait_for_status("The pad is empty")
    dense.wait_for_change(before)
    assert dense.alarm() == ""
