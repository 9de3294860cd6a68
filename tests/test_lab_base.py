"""What every lab shares, without a browser: controls, wishes, playing, errors, the picture."""

import asyncio
import base64
import io
import itertools
import threading
import time

import numpy as np
import pytest
import traitlets
from PIL import Image

from nnlib import plots
from nnlib.labs.shared import line, own, play
from nnlib.labs.shared.base import Lab
from nnlib.labs.shared.model import Model
from nnlib.labs.shared.steps import on_step


class LineModel(Model):
    slope = traitlets.Float(1.0).tag(code=True)
    points = traitlets.Int(5).tag(code=True)
    shape = traitlets.Enum(["line", "parabola"], "line").tag(code=True)

    def __init__(self, **choices):
        super().__init__(**choices)
        self.steps = 0
        self.refreshed = 0

    def advance(self, seconds):
        self.steps += 1

    def refresh(self):
        self.refreshed += 1

    def values(self):
        x = np.linspace(-1, 1, self.points)
        return x, self.slope * (x if self.shape == "line" else x * x)

    def status(self):
        return f"{self.shape} of slope {self.slope:g}, {self.steps} steps"


class LineLab(Lab):
    def __init__(self, **choices):
        super().__init__(LineModel(**choices))

    def build(self):
        self.figure, ax = plots.figure(width=3, height=2)
        ax.set(ylim=(-3, 3))
        (self.line,) = ax.plot(*self.model.values())
        self.drawings = [plots.Drawing([self.line])]
        self.steepness = self.slider("slope", "slope", -3.0, 3.0, 0.1, tooltip="how steep")
        self.count = self.number("points", "points", tooltip="how many", min=2, max=9)
        self.kind = self.dropdown("shape", "shape", ["line", "parabola"], tooltip="which")
        self.rows = [self.steepness, self.count, self.kind, self.play_button()]
        self.updates = 0

    def update(self):
        self.updates += 1
        self.line.set_data(*self.model.values())


def pixels(lab):
    return np.asarray(Image.open(io.BytesIO(lab.image.value)))


def test_a_control_moves_the_model_and_the_picture():
    lab = LineLab()
    before = pixels(lab)
    lab.steepness.value = -2.0
    assert lab.model.slope == -2.0
    assert (pixels(lab) != before).any()
    assert lab.status.value == "line of slope −2, 0 steps"


def test_the_model_moves_its_control():
    lab = LineLab()
    lab.model.points = 3
    lab.model.shape = "parabola"
    assert (lab.count.value, lab.kind.value) == (3, "parabola")
    assert len(lab.line.get_xdata()) == 3


def test_code_brings_the_state_back():
    lab = LineLab(slope=0.5)
    lab.kind.value = "parabola"
    assert lab.code() == "LineLab(slope=0.5, shape='parabola')"
    again = eval(lab.code())
    np.testing.assert_array_equal(pixels(again), pixels(lab))
    assert LineLab().code() == "LineLab()"


def test_a_choice_out_of_range_is_refused():
    with pytest.raises(traitlets.TraitError, match="shape"):
        LineLab(shape="circle")


def test_the_bundle_holds_the_widget_and_a_picture_with_words():
    lab = LineLab()
    data, metadata = lab._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == "LineLab: line of slope 1, 0 steps"
    assert metadata["image/png"]["alt"] == data["text/plain"]
    picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert picture.format == "PNG" and picture.size == (300, 200)


def test_every_control_has_label_and_tooltip():
    for control in LineLab().rows:
        assert control.description and control.tooltip


class Broken(LineModel):
    def status(self):
        return "broken or not"

    def refresh(self):
        if self.slope < 0:
            return 1 / 0
        return None


def test_an_error_is_told_in_place_and_goes_when_it_is_mended():
    class BrokenLab(LineLab):
        def __init__(self):
            Lab.__init__(self, Broken())

    lab = BrokenLab()
    lab.model.playing = True
    lab.steepness.value = -1.0
    lab.refresh()
    assert "ZeroDivisionError: division by zero" in lab.alarm.value
    assert lab.model.playing is False
    lab.steepness.value = 1.0
    assert lab.alarm.value == ""


def in_a_loop(scenario):
    """Run a coroutine of a freshly made lab on a loop, as a kernel would."""

    async def run():
        lab = LineLab()
        await asyncio.sleep(0)
        return await scenario(lab)

    return asyncio.run(run())


async def until(condition):
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.005)


def test_it_plays_until_paused_and_then_rests():
    async def scenario(lab):
        lab.play()
        await until(lambda: lab.model.steps > 3)
        assert lab.image.format == "jpeg"
        lab.pause()
        await until(lambda: lab._player.task.done())
        assert lab.image.format == "png"
        assert Image.open(io.BytesIO(lab.image.value)).format == "PNG"
        steps = lab.model.steps
        await asyncio.sleep(0.1)
        assert lab.model.steps == steps

    in_a_loop(scenario)


def test_only_one_lab_plays():
    async def scenario(first):
        second = LineLab()
        first.play()
        await until(lambda: first.model.steps)
        second.play()
        await until(lambda: second.model.steps)
        assert (first.model.playing, second.model.playing) == (False, True)
        second.pause()
        await until(lambda: second._player.task.done())

    in_a_loop(scenario)


def wait_for_the_processor(lab):
    """Have each frame wait a little, as where many labs play on one processor."""
    lab.model.advance = lambda seconds: time.sleep(0.04)
    lab.play()
    for _ in range(30):
        lab.refresh()


def test_frames_that_wait_for_the_processor_leave_some_to_others_and_moves_are_answered():
    async def scenario(lab):
        wait_for_the_processor(lab)
        lab._player._worked = 0.0  # however slow this machine is
        assert lab._player._rest() > 2 * play.FRAME
        lab._player._waited = 1.0
        await asyncio.sleep(0.2)  # at rest now
        drawn, began = lab.updates, time.perf_counter()
        lab.steepness.value = 2.0
        await until(lambda: lab.updates > drawn)
        assert time.perf_counter() - began < play.LONGEST_REST / 2
        lab.pause()

    in_a_loop(scenario)


def test_frames_that_have_the_processor_for_themselves_leave_nothing(monkeypatch):
    async def scenario(lab):
        monkeypatch.setattr(time, "thread_time", time.perf_counter)
        wait_for_the_processor(lab)
        assert lab._player._rest() == 0
        lab.pause()

    in_a_loop(scenario)


def test_what_plays_goes_as_fast_where_frames_are_few():
    lab, passed = LineLab(), []
    for pause in (0, 0.1, 2 * play.MOST_PASSED):
        lab.model.playing = True
        time.sleep(pause)
        lab.refresh()
        passed.append(lab.model.passed)
    lab.pause()
    lab.refresh()
    lab.model.playing = True
    lab.refresh()
    assert (passed[0], passed[2]) == (play.FRAME, play.MOST_PASSED)
    assert 0.1 <= passed[1] < play.MOST_PASSED
    assert lab.model.passed == play.FRAME


def test_wishes_of_another_thread_are_carried_out_by_the_task():
    async def scenario(lab):
        await asyncio.to_thread(setattr, lab.steepness, "value", 2.0)
        await until(lambda: lab.model.slope == 2.0)

    in_a_loop(scenario)


def test_many_moves_at_once_are_one_frame():
    async def scenario(lab):
        before = lab.updates
        for slope in np.linspace(-2, 2, 30):
            lab.steepness.value = slope
        await until(lambda: lab.model.slope == 2.0)
        assert lab.updates - before <= 2

    in_a_loop(scenario)


def test_an_interrupt_pauses_and_the_lab_stays_usable():
    async def scenario(lab):
        def interrupted(seconds):
            raise KeyboardInterrupt

        advance, lab.model.advance = lab.model.advance, interrupted
        lab.play()
        await until(lambda: not lab.model.playing)
        lab.model.advance = advance
        lab.play()
        await until(lambda: lab.model.steps > 2)
        lab.pause()
        await until(lambda: lab._player.task.done())

    in_a_loop(scenario)


TURNS = itertools.count(1)


def page(lab, seen=True, ratio=1.0, view="a page", **more):
    """Say what a page says of the place where it shows a lab."""
    told = {"kind": "place", "view": view, "ratio": ratio, "seen": seen, "turn": next(TURNS)}
    lab.image._told(told | more)


async def rest(lab):
    await asyncio.sleep(0.01)  # until the task has begun
    await until(lambda: lab._player.task.done())


def arrived(lab):
    lab.image._told({"kind": "shown", "count": lab.image.line.count})


def test_a_browser_that_is_behind_is_waited_for_and_one_that_is_gone_pauses(monkeypatch):
    monkeypatch.setattr(play, "GONE", 0.3)

    async def scenario(lab):
        page(lab)
        lab.play()
        await until(lambda: lab.model.steps)
        arrived(lab)  # the browser answers once, then no more
        sent = lab.image.line.count
        await until(lab.image.line.is_full)
        await asyncio.sleep(0.1)
        assert lab.image.line.count - sent <= line.MAX_IN_FLIGHT + 1
        await until(lambda: not lab.model.playing)

    in_a_loop(scenario)


def test_a_lab_that_is_no_longer_shown_pauses():
    async def scenario(lab):
        lab.play()
        page(lab)
        page(lab, view="another")
        await until(lambda: lab.model.steps)
        page(lab, gone=True)
        assert lab.model.playing
        page(lab, view="another", gone=True)
        await until(lambda: not lab.model.playing)

    in_a_loop(scenario)


def test_a_view_that_has_gone_is_not_waited_for():
    async def scenario(lab):
        page(lab)
        lab.play()
        await until(lambda: lab.model.steps)
        arrived(lab)
        await until(lab.image.line.is_full)
        page(lab, view="another")
        page(lab, gone=True)
        steps = lab.model.steps
        await until(lambda: lab.model.steps > steps + 5)
        lab.pause()

    in_a_loop(scenario)


def test_what_a_page_says_last_counts_in_whatever_order_it_comes():
    lab = LineLab()
    page(lab)
    page(lab, seen=False, turn=0)
    assert lab.image.seen
    page(lab, gone=True)
    page(lab, seen=False, turn=0)
    assert lab.image._places == {}


def test_what_nobody_sees_is_not_drawn_and_goes_on_when_it_is_seen():
    async def scenario(lab):
        page(lab)
        lab.play()
        await until(lambda: lab.model.steps)
        page(lab, seen=False)
        await until(lambda: lab._player.task.done())
        drawn, steps = lab.updates, lab.model.steps
        lab.model.slope = 1.5
        await asyncio.sleep(0.1)
        assert (lab.updates, lab.model.steps) == (drawn, steps)
        page(lab)
        await until(lambda: lab.model.steps > steps)
        assert lab.updates > drawn
        lab.pause()
        await until(lambda: lab._player.task.done())

    in_a_loop(scenario)


@pytest.mark.parametrize("ratio", [1.5, 2.0, 3.0])
def test_a_picture_has_as_many_pixels_as_the_screen(ratio):
    async def scenario(lab):
        page(lab, ratio=ratio)
        await rest(lab)
        picture = Image.open(io.BytesIO(lab.image.value))
        assert (picture.format, picture.size) == ("PNG", (300 * ratio, 200 * ratio))
        page(lab)
        await rest(lab)
        assert pixels(lab).shape == (200, 300, 3)

    in_a_loop(scenario)


def test_what_a_notebook_keeps_is_the_same_on_every_screen():
    async def scenario(lab):
        before = lab._repr_mimebundle_()[0]["image/png"]
        page(lab, ratio=2.0)
        await rest(lab)
        assert lab._repr_mimebundle_()[0]["image/png"] == before
        await rest(lab)
        assert pixels(lab).shape == (400, 600, 3)

    in_a_loop(scenario)


def test_an_exact_picture_makes_way_for_what_moves(monkeypatch):
    """On a slow line it goes out in pieces, and the rest of them stays behind."""
    monkeypatch.setattr(line, "LEAST_PIECE", 1000)

    async def scenario(lab):
        page(lab)
        arrived(lab)
        lab.image.line.pace = 1e-3
        page(lab, ratio=2.0)
        await until(lambda: lab.image.format == "jpeg")
        arrived(lab)
        await until(lambda: lab.image.format == "png" and lab.image.line.is_full())
        lab.steepness.value = 2.0
        arrived(lab)
        await until(lambda: lab.image.format == "jpeg")
        assert lab.image._head["start"] == 0

    in_a_loop(scenario)


def test_closing_leaves_other_labs_alone():
    one, other = LineLab(), LineLab()
    image = one.image
    one.close()
    assert image.comm is None and other.image.comm is not None


def test_a_closed_lab_says_so_and_still_has_its_line_of_code():
    lab = LineLab(slope=2.0)
    lab.close()
    lab.close()
    assert lab.code() == "LineLab(slope=2.0)"
    assert lab._repr_mimebundle_() == ({"text/plain": repr(lab)}, {})
    lab.model.slope = 1.0
    lab.play()
    with pytest.raises(AttributeError, match=r"this LineLab has been closed.*lab\.code\(\)"):
        lab.steepness.value = 1.0


def test_latest_finds_a_function_that_was_mended(monkeypatch):
    import __main__

    def bump(z):
        return z

    old, bump.__module__ = bump, "__main__"
    monkeypatch.setattr(__main__, "bump", "the new one", raising=False)
    assert own.latest(old) == "the new one"
    assert own.latest(np.tanh) is np.tanh


class RateModel(LineModel):
    rate = traitlets.Float(0.08).tag(code=True)


class RateLab(LineLab):
    def __init__(self, **choices):
        Lab.__init__(self, RateModel(**choices))

    def build(self):
        super().build()
        self.rate = self.log_slider("rate", "rate", -2, 1, tooltip="how fast")


def test_a_slider_of_round_numbers_takes_up_any_other():
    lab = RateLab()
    assert lab.rate.label == "0.08"
    lab.model.rate = 0.0123
    assert (lab.rate.label, lab.model.rate) == ("0.0123", 0.0123)
    lab.rate.value = 1.2
    assert lab.model.rate == 1.2
    lab.model.rate = 10.0
    assert lab.rate.options[-1] == ("10", 10.0)
    assert len(lab.rate.options) == 31  # 0.0123 has gone again


def test_a_slider_shows_no_other_number_on_the_way_to_one_it_does_not_have(monkeypatch):
    lab, shown = RateLab(), []

    def send(data, buffers):
        shown.append({"_options_labels", "index"} & set(data["state"]))

    monkeypatch.setattr(lab.rate.comm, "send", send)
    lab.model.rate = 0.0123
    assert shown == [{"_options_labels", "index"}]


def test_limits_that_a_value_needs_reach_its_slider_before_it(monkeypatch):
    lab, told = LineLab(), []
    monkeypatch.setattr(
        lab.steepness.comm, "send", lambda data, buffers: told.append(list(data["state"].items()))
    )
    lab.model.slope = 46.57
    stands = on_step(46.57, -93.14, 93.14, 0.1)
    assert told[0] == [("min", -93.14), ("max", 93.14), ("value", stands)]
    assert all(dict(message) == dict(told[0]) for message in told)
    lab.model.slope = 1.0
    assert told[-1] == [("value", on_step(1.0, -93.14, 93.14, 0.1))]


def test_a_typed_number_counts_although_its_slider_sends_where_it_stands():
    lab = LineLab()
    wishes, lab.post = [], lambda wish: wishes.append(wish)
    lab.steepness.value = 0.123
    lab.steepness.value = 0.1
    for wish in wishes:
        wish()
    assert lab.model.slope == 0.123


def test_a_slider_that_moves_in_steps_does_not_round_the_model():
    lab = LineLab()
    lab.model.slope = 0.123
    lab.steepness.value = 0.1  # what a browser sends back for 0.123
    assert lab.model.slope == 0.123
    lab.steepness.value = 0.2
    assert lab.model.slope == 0.2


def test_an_error_while_a_frame_is_sent_is_told_as_any_other(monkeypatch):
    lab = LineLab()
    encode = lab.screen.encode
    monkeypatch.setattr(lab.screen, "encode", lambda *how, **more: 1 / 0)
    lab.steepness.value = 2.0
    assert "ZeroDivisionError: division by zero" in lab.alarm.value
    monkeypatch.setattr(lab.screen, "encode", encode)
    lab.steepness.value = 1.0
    assert lab.alarm.value == ""


def test_an_error_while_the_last_picture_is_sent_is_told_too(monkeypatch):
    async def scenario(lab):
        encode = lab.screen.encode
        fail = {"jpeg": encode, "png": lambda *how, **more: 1 / 0}
        monkeypatch.setattr(
            lab.screen, "encode", lambda encoding, **how: fail[encoding](encoding, **how)
        )
        lab.steepness.value = 2.0
        await until(lambda: "ZeroDivisionError" in lab.alarm.value)
        await until(lambda: lab._player.task.done())

    in_a_loop(scenario)


def test_a_control_moved_while_another_is_being_shown_is_not_dropped():
    lab = LineLab()
    with lab.showing(lab.kind):
        lab.steepness.value = 2.0
        lab.kind.value = "parabola"
    assert (lab.model.slope, lab.model.shape) == (2.0, "line")


def test_a_control_that_moves_on_while_its_wish_is_carried_out_is_not_set_back():
    lab = LineLab()

    def move_on(change):
        if change.new == -1.7:
            asked = threading.Thread(target=setattr, args=(lab.steepness, "value", -1.9))
            asked.start()
            asked.join()

    lab.model.observe(move_on, "slope")
    lab.steepness.value = -1.7
    assert lab.steepness.value == lab.model.slope == -1.9


def test_a_move_on_another_thread_while_the_control_is_being_shown_is_not_dropped():
    lab = LineLab()
    with lab.showing(lab.steepness):
        asked = threading.Thread(target=setattr, args=(lab.steepness, "value", -1.9))
        asked.start()
        asked.join()
    assert lab.model.slope == -1.9


def test_what_a_frame_shows_does_not_set_back_a_control_whose_wish_waits():
    lab = LineLab()

    def update():  # as where a menu is moved while its lab draws, and the lab shows what it knows
        del lab.update
        lab.kind.value = "parabola"
        lab.show(lab.kind, lab.model.shape)

    lab.update = update
    lab.refresh()
    assert lab.kind.value == lab.model.shape == "parabola"


def test_an_earlier_wish_does_not_set_back_a_control_whose_wish_waits():
    lab = LineLab()

    def moved_meanwhile():
        lab.kind.value = "parabola"
        lab.model.shape = "parabola"
        lab.model.shape = "line"

    lab.post(moved_meanwhile)
    assert lab.kind.value == lab.model.shape == "parabola"


def test_closing_ends_the_task():
    async def scenario(lab):
        lab.play()
        await until(lambda: lab.model.steps)
        task = lab._player.task
        lab.close()
        await until(task.done)
        steps = lab.model.steps
        await asyncio.sleep(0.1)
        assert lab.model.steps == steps

    in_a_loop(scenario)


def test_a_wish_may_close_its_lab():
    lab = LineLab()
    lab.post(lab.close)
    assert lab.closed
