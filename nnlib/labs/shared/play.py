"""The one task of a lab: it carries out wishes, steps, draws, and sends frames.

Callbacks of widgets may run on any thread. So a callback only puts a wish in the queue and wakes
the lab; its one task, on the kernel's own event loop, carries wishes out, steps and draws.
"""

import asyncio
import time
import weakref
from collections import deque
from contextlib import suppress

from nnlib.labs.shared.errors import sentence
from nnlib.labs.shared.line import Detail
from nnlib.labs.shared.model import FRAME

# Seconds that what is shown moves on by at most from one frame to the next.
MOST_PASSED = 0.5
# Share of a frame that training may take: what drawing leaves, but within these bounds. The rest
# is for sending pictures and for other cells.
LEAST_TRAINING, MOST_TRAINING, DRAWING_AND_TRAINING = 0.15, 0.3, 0.8
# Share of a frame that drawing may take where the screen has more pixels than a usual one.
MOST_DRAWING = 0.4
# Seconds without an answer of the browser after which nobody is taken to watch.
GONE = 10.0
# Where frames wait for the processor so many times as long as they use it, a class plays on it. All
# rest for so many times what is above that, but no longer than the third number of seconds: then
# there is room for whoever moves a control. All look back over the same time, the last number of
# seconds, so that who rests learns as soon as the others that there is room again.
PATIENCE, GIVING_WAY, LONGEST_REST, MEMORY = 1, 6, 2.0, 2.0
# Seconds of rest after which the quick picture is replaced by the exact one.
REST = 0.15


class Player:
    """Queue, task and clock of one lab.

    Parameters
    ----------
    model : Model
    draw : callable
        ``draw(ratio)`` brings the picture up to date with the model.
    encode : callable
        ``encode(encoding)`` gives the bytes of what is drawn, as "png" or "jpeg"; of the latter
        also ``reduced`` and ``quality`` are chosen, see `Detail`.
    picture : Picture
        What they are sent to.
    tell : callable
        ``tell(sentence)`` shows what went wrong; an empty one takes that away.
    """

    _now_playing = None

    def __init__(self, model, draw, encode, picture, tell):
        self.model, self._draw, self._encode, self._tell = model, draw, encode, tell
        self.picture, self._size = picture, 0  # bytes of the last moving picture
        self._ratio = picture.ratio  # that the last frame was drawn at
        self.queue, self.task = deque(), None
        self.closed = False
        self._stale, self._drawing = True, False
        self._drawing_time, self._drawing_since = FRAME / 2, 0.0
        self._times = {}  # the same, by the ratio drawn at
        self._worked = self._waited = 0.0  # seconds of a frame with the processor, and without
        self._began, self._played = 0.0, False  # when the last frame did, and whether it moved on
        self._loop, self._woken = _running_loop(), asyncio.Event()

    def post(self, wish):
        """Have `wish`, a function of nothing, carried out by the task; from any thread."""
        self.queue.append(wish)
        self._wake()

    def changed(self):
        """Have a frame drawn, since the model has changed; what changes during one is in it."""
        self._stale = True
        if not self._drawing:
            self._wake()

    def placed(self, is_other):
        """Go on where the picture is seen again; draw anew for a screen of another ratio."""
        self.changed() if is_other else self._wake()

    def take_turn(self, playing):
        """Start or stop to be the one lab that plays."""
        other = Player._now_playing and Player._now_playing()
        if playing:
            if other is not None and other is not self:
                other.model.playing = False
            Player._now_playing = weakref.ref(self)
            self.picture.line.restart()
        elif other is self:
            Player._now_playing = None

    def join_loop(self):
        """Move to the loop that runs now, if there is one."""
        self._loop = _running_loop() or self._loop

    def close(self):
        """End the task; nothing is drawn or sent from now on."""
        self.closed = True
        self._draw = self._encode = self._tell = lambda *given: None
        self.queue.clear()
        if self.task is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.task.cancel)

    # -- the task ------------------------------------------------------------------------------

    def _wake(self):
        if self.closed:
            return
        if self._loop is None or self._loop.is_closed():
            if not (self._drawing or self.model.playing or _running_loop()):
                self.frame()
            return
        self._loop.call_soon_threadsafe(self._start)

    def _start(self):
        self._woken.set()
        if not self.closed and (self.task is None or self.task.done()):
            self.task = self._loop.create_task(self._run())

    async def _run(self):
        while self._moves():
            await self._run_while_it_moves()
            self._woken.clear()
            await self._wait(REST)
            if not self._moves():
                await self._show_exact()

    def _moves(self):
        # Who moves a control is answered even where the page says that nobody looks.
        is_moving = self.picture.seen and (self._stale or self.model.playing)
        return not self.closed and bool(self.queue or is_moving)

    async def _run_while_it_moves(self):
        next_frame = time.perf_counter()
        while self._moves():
            next_frame = max(next_frame + FRAME, time.perf_counter())
            self._woken.clear()
            try:
                self.frame("jpeg")
            except KeyboardInterrupt:  # the kernel was interrupted: the lab stays usable
                self.model.playing = False
            await asyncio.sleep(0.002)
            if self.model.playing:
                await self._wait(max(0.0, next_frame - time.perf_counter(), self._rest()))
            await self._wait_for_browser()

    async def _show_exact(self):
        """Send the picture that rests, piece by piece, until something moves."""
        pieces = []
        fault = self._fault_of(lambda: pieces.append(self._exact()))
        if fault:
            self._tell(fault)
        for _ in pieces[0] if pieces else ():
            await self._wait_for_browser()
            if self._moves():
                return

    def _exact(self):
        if self._ratio != self.picture.ratio:
            self._ratio = self.picture.ratio
            self._draw(self._ratio)
        encoded = self._encode("png")
        return self.picture.show_in_pieces(encoded, "png", self.picture.line.pieces(len(encoded)))

    async def _wait_for_browser(self):
        line = self.picture.line
        while line.is_full():
            await asyncio.sleep(0.005)
            if line.silent_for() > GONE:
                line.restart()
                self.model.playing = False

    async def _wait(self, seconds):
        """Wait so long, or until there is a wish."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), seconds)

    # -- a frame -------------------------------------------------------------------------------

    def frame(self, encoding="png"):
        """Carry out wishes, step, draw and send, now. What fails is told in the lab."""
        self._drawing = True
        self._drawing_since = began = time.perf_counter()
        worked_before = time.thread_time()
        try:
            # What was drawn before something failed is sent all the same.
            how = self._how(encoding)
            faults = self._fault_of(self._move_and_draw), self._fault_of(self._send, encoding, how)
        finally:
            self._stale = self._drawing = False
            self._played = self.model.playing
        self._tell(next(filter(None, faults), ""))
        took = time.perf_counter() - self._drawing_since
        self._drawing_time = _nearer(self._drawing_time, took)
        self._times[self._ratio] = _nearer(self._times.get(self._ratio, 0.0), took)
        worked = time.thread_time() - worked_before
        waited = time.perf_counter() - began - worked
        share = min(1.0, (began - self._began) / MEMORY)
        self._began = began
        self._worked = _nearer(self._worked, worked, share)
        self._waited = _nearer(self._waited, waited, share)
        if self.queue:  # wishes that came while this frame was drawn
            self._wake()

    def _rest(self):
        """Seconds to leave to others before the next frame."""
        return min(LONGEST_REST, max(0.0, GIVING_WAY * (self._waited - PATIENCE * self._worked)))

    def _move_and_draw(self):
        is_answer = bool(self.queue)
        while self.queue:
            self.queue.popleft()()
        if self.model.playing:
            passed = time.perf_counter() - self._began
            self.model.passed = min(MOST_PASSED, passed) if self._played else FRAME
            self.model.advance(self._training_time(is_answer))
        self._drawing_since = time.perf_counter()
        self._draw(self._ratio)

    def _how(self, encoding):
        """Choose at which ratio this frame is drawn, and how it is encoded."""
        self._ratio = self.picture.ratio
        if encoding == "png":
            return {}
        detail = self.picture.line.detail(self._ratio, self._size)
        is_slow = self._times.get(self._ratio, 0.0) > MOST_DRAWING * FRAME
        chosen = max(Detail(round(self._ratio)), detail) if is_slow else detail
        reduced = chosen.reduced
        # A change of the ratio costs as much as some frames: worth it for many that come.
        if self.model.playing:
            self._ratio, reduced = chosen.drawn(self._ratio)
        return {"reduced": reduced, "quality": detail.quality}

    def _send(self, encoding, how):
        encoded = self._encode(encoding, **how)
        if encoding == "jpeg":
            self._size = len(encoded)
        self.picture.show(encoded, encoding)

    def _fault_of(self, action, *given):
        """Do something; give the sentence on what went wrong, and pause, or None."""
        try:
            action(*given)
        except Exception as error:
            self.model.playing = False
            return sentence(error)
        return None

    def _training_time(self, is_answer):
        """Seconds that a frame may train; little where somebody waits to see what they moved."""
        left = 0.0 if is_answer else DRAWING_AND_TRAINING * FRAME - self._drawing_time
        return max(LEAST_TRAINING * FRAME, min(MOST_TRAINING * FRAME, left))


def _nearer(mean, now, share=0.1):
    """Bring a running mean nearer to what is measured now."""
    return mean + share * (now - mean)


def _running_loop():
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
