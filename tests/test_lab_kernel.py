"""KernelLab without a browser: what it computes, how it answers to controls, pointer and keys."""

import numpy as np
import pytest
import traitlets
from scipy import signal

from nnlib import datasets
from nnlib.labs import KernelLab
from nnlib.labs.kernel.model import IMAGES, KERNELS, KernelModel
from nnlib.labs.shared.picture import Picture, data_place


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("turned", [False, True])
def test_the_output_is_scipys(kernel, turned):
    model = KernelModel(image="digit 5", kernel=kernel, turned=turned, padding=1)
    slide = signal.convolve2d if turned else signal.correlate2d
    wanted = slide(model.pixels, model.entries, "same")
    np.testing.assert_allclose(model.output, wanted, atol=1e-12)


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1, 2])
@pytest.mark.parametrize("turned", [False, True])
def test_the_products_add_up_to_the_pixel_wherever_it_is(stride, padding, turned):
    kernel = [[1, 2, 3], [4, 5, 6], [7, 8, -9]]
    model = KernelModel(kernel=kernel, stride=stride, padding=padding, turned=turned)
    padded = np.pad(model.pixels, padding)
    for row, column in np.ndindex(model.output.shape):
        model.row, model.column = row + 1, column + 1
        model.refresh()
        top, left = stride * row, stride * column
        np.testing.assert_array_equal(model.patch, padded[top : top + 3, left : left + 3])
        assert model.products.sum() == pytest.approx(model.output[row, column])


def test_the_images_are_digits_of_each_kind_and_drawn_ones():
    digits, labels = datasets.digits()
    for number in range(10):
        place = np.flatnonzero((digits == IMAGES[f"digit {number}"]).all(axis=(1, 2)))[0]
        assert labels[place] == number
    assert {image.shape for image in IMAGES.values()} == {(8, 8)}


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"image": "cat"}, "image 'cat' is not known; choose from: digit 0, digit 1"),
        ({"kernel": "edge"}, "kernel 'edge' is not known; choose from: upright edges"),
        ({"kernel": np.ones((5, 5))}, r"finite numbers of shape \(3, 3\); got shape \(5, 5\)"),
        ({"image": np.full((8, 8), np.nan)}, r"numbers of shape \(8, 8\); got NaN or infinity"),
        ({"kernel": [["a", "b"]]}, r"shape \(3, 3\); got \[\['a', 'b'\]\]"),
        ({"stride": 0}, "stride"),
        ({"padding": 3}, "padding"),
    ],
)
def test_bad_choices_are_refused_in_a_sentence(choices, message):
    with pytest.raises(traitlets.TraitError, match=message):
        KernelModel(**choices)


def test_a_smaller_output_keeps_the_pixel_inside():
    model = KernelModel(padding=2, row=10, column=10)
    assert model.output.shape == (10, 10)
    model.stride = 3
    model.refresh()
    assert model.output.shape == (4, 4)
    assert (model.row, model.column) == (4, 4)


def test_following_goes_row_by_row_and_ends():
    model = KernelModel(row=1, column=6)
    assert model.follow(1)
    assert (model.row, model.column) == (2, 1)
    assert model.follow(-1)
    assert (model.row, model.column) == (1, 6)
    model.row = model.column = 6
    assert not model.follow(1)
    assert (model.row, model.column) == (6, 6)
    model.go(-9, 1)
    assert (model.row, model.column) == (1, 6)


def test_hidden_pixels_are_shown_when_their_turn_has_come():
    model = KernelModel(hide=True, row=2, column=3)
    hidden = np.isnan(model.shown.ravel())
    assert hidden.tolist() == [False] * 9 + [True] * 27
    model.hide = False
    np.testing.assert_array_equal(model.shown, model.output)


def test_playing_visits_every_pixel_and_pauses():
    model = KernelModel(stride=3)
    model.playing = True
    visited = set()
    for _ in range(100):
        visited.add((model.row, model.column))
        model.advance(0.01)
    assert visited == {(1, 1), (1, 2), (2, 1), (2, 2)}
    assert not model.playing


def test_the_status_writes_the_sum_out():
    model = KernelModel(image="upright edge", kernel="upright edges", row=1, column=3)
    assert model.status() == (
        "Kernel “upright edges” on “upright edge”, stride 1, padding 0: output 6 × 6. Output pixel "
        "in row 1, column 3: 1 × 1 + 1 × 1 + 1 × 1 = 3."
    )
    model.set_entry(0, 0, 0.5)
    model.set_pixel(0, 2, 1)
    model.refresh()
    assert "Your own kernel on your own image" in model.status()
    assert "1 × 0.5 + 1 × 1 + 1 × 1 + 1 × 1 = 3.5" in model.status()


def test_code_recreates_the_state():
    lab = KernelLab(image="point", stride=2, turned=True)
    lab.model.set_entry(1, 1, -2.5)
    lab.model.set_pixel(7, 0, 1.0)
    again = eval(lab.code())
    assert again.code() == lab.code()
    np.testing.assert_array_equal(again.model.output, lab.model.output)
    assert KernelLab().code() == "KernelLab()"


def test_reset_brings_the_first_state_back():
    lab = KernelLab(kernel="blur")
    lab.model.set_pixel(0, 0, 1)
    lab.model.set_entry(0, 0, 3)
    lab.model.padding = 2
    lab.model.reset()
    assert lab.code() == "KernelLab(kernel='blur')"


# The view: Lab refreshes at once where no event loop runs.


def test_an_edited_box_makes_the_kernel_the_learners_own():
    lab = KernelLab(kernel="copy")
    lab._boxes[1, 1].value = 4.0
    assert lab.model.kernel == [[0, 0, 0], [0, 4, 0], [0, 0, 0]]
    assert lab._bound["kernel"].value == "your own"
    np.testing.assert_allclose(lab.model.output, 4 * lab.model.pixels[1:-1, 1:-1])


def test_a_menu_sets_boxes_and_a_rounded_box_does_not_change_the_kernel():
    lab = KernelLab()
    lab._bound["kernel"].value = "blur"
    assert {box.value for box in lab._boxes.values()} == {0.11}
    lab.refresh()
    assert lab.model.kernel == "blur"
    lab._bound["kernel"].value = "your own"
    assert lab.model.kernel == np.full((3, 3), 1 / 9).tolist()


def picture_place(ax, column, row):
    """Where the browser says a cell was pressed: shares of the picture's width and height."""
    x, y = ax.transData.transform((column, row)) / ax.figure.bbox.size
    return {"x": x, "y": 1 - y}


def test_pressing_an_output_pixel_looks_into_it():
    lab = KernelLab(padding=1)
    for row, column in ((0, 0), (3, 6), (7, 7)):
        lab._pointed("press", picture_place(lab.right, column, row))
        lab._pointed("lift", {"x": 0, "y": 0})
        assert (lab.model.row, lab.model.column) == (row + 1, column + 1)
    assert lab.model.image == "digit 3"


def test_pressing_and_dragging_over_the_image_draws_and_wipes():
    lab = KernelLab(image="empty", padding=2)
    for kind, column in (("press", 2), ("drag", 3), ("drag", 4), ("lift", 4)):
        lab._pointed(kind, picture_place(lab.left, column, 3))
    drawn = np.zeros((8, 8))
    drawn[1, :3] = 1
    np.testing.assert_array_equal(lab.model.pixels, drawn)
    for kind, column in (("press", 3), ("drag", 8), ("lift", 8)):
        lab._pointed(kind, picture_place(lab.left, column, 3))
    drawn[1, 1] = 0
    np.testing.assert_array_equal(lab.model.pixels, drawn)
    lab._pointed("press", picture_place(lab.left, 0, 0))  # on the padding: nothing
    np.testing.assert_array_equal(lab.model.pixels, drawn)
    assert lab._bound["image"].value == "your own"


def test_a_drag_from_the_image_over_the_output_moves_nothing():
    lab = KernelLab()
    lab._pointed("press", picture_place(lab.left, 0, 0))
    lab._pointed("drag", picture_place(lab.right, 5, 5))
    assert (lab.model.row, lab.model.column) == (1, 1)


def test_keys_move_the_kernel_and_draw_under_its_middle():
    lab = KernelLab(image="empty", stride=2, padding=1)
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"):
        lab._pointed("key", {"key": key})
    assert (lab.model.row, lab.model.column) == (2, 2)
    lab._pointed("key", {"key": " "})
    assert np.argwhere(lab.model.pixels).tolist() == [[2, 2]]
    lab._pointed("key", {"key": " "})
    assert not lab.model.pixels.any()


def test_play_starts_again_from_the_first_pixel_after_the_last():
    lab = KernelLab(row=6, column=6)
    lab.toggle()
    assert lab.model.playing
    assert (lab.model.row, lab.model.column) == (1, 1)
    lab.pause()


def test_pixels_of_the_picture_follow_the_model():
    lab = KernelLab()
    seen = {lab.screen.encode()}
    for change in ({"kernel": "blur"}, {"padding": 2}, {"stride": 3}, {"row": 2}, {"hide": True}):
        for name, value in change.items():
            setattr(lab.model, name, value)
        lab.refresh()
        assert lab.alarm.value == ""
        seen.add(lab.screen.encode())
    assert len(seen) == 6
    assert lab.right.get_title() == "output, 4 × 4"
    assert lab.output_map.image.get_array().shape == (4, 4)
    assert lab.frame.get_xy() == (-0.5, 2.5)


def test_a_message_of_the_browser_reaches_the_answer():
    heard = []
    picture = Picture(None, None)
    picture.hear(lambda kind, message: heard.append((kind, message["x"])), "a picture", ["a"])
    picture._handle_custom_msg({"kind": "press", "x": 0.5, "y": 0.25}, [])
    assert heard == [("press", 0.5)]


def test_places_outside_the_axes_are_none():
    lab = KernelLab()
    assert data_place(lab.left, 0.5, 0.5) is None
    column, row = data_place(lab.left, **picture_place(lab.left, 2, 6))
    assert (column, row) == pytest.approx((2, 6))
