"""What every lab shares: controls, one picture, a status line, and the task that plays.

A lab joins a model and a view. The *model* has validated traits and calls the numerics; it knows
no widgets. The *view*, a subclass of `Lab`, makes the controls, draws, and brings the drawings up
to date.

Callbacks of widgets may run on any thread. So a callback only puts a wish in the queue and wakes
the lab; its one task, on the kernel's own event loop, carries wishes out, steps and draws.
"""

import asyncio
import base64
import html
import sys
import time
import traceback
import weakref
from collections import deque
from contextlib import suppress

import ipywidgets as widgets
import traitlets

from nnlib.labs.shared.screen import Screen
from nnlib.plots.palette import ALARM

FRAME = 1 / 30
# Share of a frame that training may take: what drawing leaves, but within these bounds. The rest
# is for sending pictures and for other cells.
LEAST_TRAINING, MOST_TRAINING, DRAWING_AND_TRAINING = 0.15, 0.3, 0.8
# Frames on their way to the browser before the lab waits for it, and how often it is asked: an
# answer at each frame would cost it, and the kernel, a third of their time.
MAX_IN_FLIGHT, ASK_EVERY = 4, 2
# Seconds without an answer of the browser after which nobody is taken to watch.
GONE = 10.0
# Seconds of rest after which the quick picture is replaced by the exact one.
REST = 0.15
LABEL_WIDTH = "7.5em"
# Where a slider for learning rates stops in each decade.
ROUND = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)


class Model(traitlets.HasTraits):
    """State of a lab: traits for what can be chosen, and a sentence on what the picture shows."""

    playing = traitlets.Bool(False, help="Whether the lab moves by itself.")

    def advance(self, seconds):
        """Move on for about that many seconds of computing time; for labs that play."""

    def refresh(self):
        """Compute what the traits have changed, before it is drawn."""

    def status(self):
        """Say in a sentence what the picture shows now."""
        return ""

    def choices(self):
        """Give name and value of each trait tagged ``code=True`` that is not at its default."""
        defaults, tagged = self.trait_defaults(), self.traits(code=True)
        as_written = [name for cls in reversed(type(self).__mro__) for name in vars(cls)]
        named = {name: getattr(self, name) for name in as_written if name in tagged}
        return {name: value for name, value in named.items() if value != defaults[name]}


class Lab:
    """A picture with controls that answers at once and can play.

    Subclasses define ``build()``, which makes ``self.figure``, ``self.drawings`` and, with the
    helpers `slider`, `dropdown`, `button` and so on, ``self.rows``; and ``update()``, which brings
    the drawings up to date with ``self.model``.

    Parameters
    ----------
    model : Model

    Attributes
    ----------
    widget : ipywidgets.VBox
        All of it, to be placed in a layout of one's own.
    """

    _now_playing = None

    def __init__(self, model):
        self.model = model
        self.rows, self.drawings, self.figure = [], [], None
        self._queue = deque()
        self._bound = {}
        self._task = None
        self._stale = True
        self._drawing = self._showing = False
        self._drawing_time = FRAME / 2
        self._loop = _running_loop()
        self._woken = asyncio.Event()
        self._line = _Line()
        self._words = ""
        self.image = widgets.Image()
        self.image.add_class("nnlib-picture")
        self.status = widgets.HTML()
        self.status.add_class("nnlib-status")
        self.alarm = widgets.HTML()
        self.alarm.add_class("nnlib-alarm")
        self.build()
        self.screen = Screen(self.figure, self.drawings)
        width = int(self.figure.get_figwidth() * self.figure.dpi)
        self.image.layout = {"width": f"{width}px", "max_width": "100%", "object_fit": "contain"}
        self.widget = widgets.VBox(
            [*self.rows, self.image, self.status, self.alarm], layout={"overflow": "hidden"}
        )
        self.image._view_count = 0  # from None: the browser then counts the places that show it
        self.image.observe(self._views_changed, "_view_count")
        model.observe(self._model_changed)
        self.refresh()

    # -- what subclasses define ----------------------------------------------------------------

    def build(self):
        """Make the figure, the drawings and the rows of controls."""
        raise NotImplementedError

    def update(self):
        """Bring the drawings up to date with the model."""
        raise NotImplementedError

    # -- controls ------------------------------------------------------------------------------

    def bind(self, control, trait):
        """Join a control's value with a trait of the model, both ways; give the control back."""
        self._bound[trait] = control
        self._show(control, getattr(self.model, trait))
        control.observe(lambda change: self._control_moved(control, trait, change.new), "value")
        return control

    def slider(self, trait, label, low, high, step=None, *, tooltip, width="26em", **kw):
        """Make a slider for a number from low to high."""
        if step is not None:
            kw["step"] = step
        whole = isinstance(self.model.traits()[trait], traitlets.Int)
        control = (widgets.IntSlider if whole else widgets.FloatSlider)(
            value=high,
            min=low,
            max=high,
            description=label,
            tooltip=tooltip,
            layout={"width": width},
            **{"style": {"description_width": LABEL_WIDTH}, **kw},
        )
        return self.bind(control, trait)

    def log_slider(self, trait, label, low, high, *, tooltip, width="26em", **kw):
        """Make a slider for a number from 10**low to 10**high, ten round numbers a decade."""
        decades = range(low, high)
        round_numbers = [float(f"{m}e{k}") for k in decades for m in ROUND] + [float(f"1e{high}")]
        control = widgets.SelectionSlider(
            options=round_numbers,
            description=label,
            tooltip=tooltip,
            layout={"width": width},
            **{"style": {"description_width": LABEL_WIDTH}, **kw},
        )
        control.round_numbers = round_numbers
        return self.bind(control, trait)

    def dropdown(self, trait, label, options, *, tooltip, width="16em", **kw):
        """Make a menu of names, or of (name, value) pairs."""
        control = widgets.Dropdown(
            options=options,
            value=getattr(self.model, trait),
            description=label,
            tooltip=tooltip,
            style={"description_width": kw.pop("label_width", "5.5em")},
            layout={"width": width},
            **kw,
        )
        return self.bind(control, trait)

    def number(self, trait, label, *, tooltip, width="11em", **kw):
        """Make a box for a number to be typed."""
        whole = isinstance(self.model.traits()[trait], traitlets.Int)
        control = (widgets.BoundedIntText if whole else widgets.BoundedFloatText)(
            description=label,
            tooltip=tooltip,
            style={"description_width": kw.pop("label_width", "5em")},
            layout={"width": width},
            **kw,
        )
        return self.bind(control, trait)

    def checkbox(self, trait, label, *, tooltip, width="auto"):
        """Make a box to tick."""
        control = widgets.Checkbox(
            description=label, tooltip=tooltip, indent=False, layout={"width": width}
        )
        return self.bind(control, trait)

    def button(self, label, action, *, tooltip, icon="", width="7em"):
        """Make a button; `action` takes nothing and may use the model freely."""
        control = widgets.Button(
            description=label, tooltip=tooltip, icon=icon, layout={"width": width}
        )
        control.on_click(lambda _: self.post(action))
        return control

    def play_button(self, *, tooltip="Start or pause"):
        """Make the button that says Play, and Pause while the lab plays."""
        control = self.button("Play", self.toggle, tooltip=tooltip, icon="play")

        def say(change):
            control.description, control.icon = (
                ("Pause", "pause") if change.new else ("Play", "play")
            )

        self.model.observe(say, "playing")
        return control

    # -- from the outside ----------------------------------------------------------------------

    def play(self):
        """Start to move; any other lab that plays pauses."""
        self.model.playing = True

    def pause(self):
        """Stop moving; everything stays as it is."""
        self.model.playing = False

    def toggle(self):
        """Play if paused, pause if playing."""
        self.model.playing = not self.model.playing

    def code(self):
        """Give the line of code that makes this lab with everything chosen as it is now."""
        choices = ", ".join(f"{name}={value!r}" for name, value in self.model.choices().items())
        return f"{type(self).__name__}({choices})"

    def close(self):
        """Stop, and remove the lab from the page."""
        self.pause()
        boxes = [self.widget]
        while boxes:
            part = boxes.pop()
            boxes.extend(getattr(part, "children", ()))
            part.close()

    def refresh(self):
        """Carry out what waits in the queue, and draw, now."""
        self._frame()

    # -- the task ------------------------------------------------------------------------------

    def post(self, wish):
        """Have `wish`, a function of nothing, carried out by the lab's task; from any thread."""
        self._queue.append(wish)
        self._wake()

    def _show(self, control, value):
        """Set a control to a value of the model; a slider of round numbers takes up any other."""
        self._showing = True
        try:
            if isinstance(control, widgets.SelectionSlider):
                numbers = sorted({*control.round_numbers, value})
                control.options = [(f"{number:.3g}", number) for number in numbers]
            control.value = value
        finally:
            self._showing = False

    def _control_moved(self, control, trait, value):
        if self._showing or _is_snapped(control, getattr(self.model, trait), value):
            return

        def wish():
            if value == control.value:  # a later wish follows otherwise
                setattr(self.model, trait, _plain(value))

        self.post(wish)

    def _model_changed(self, change):
        self._stale = True
        control = self._bound.get(change.name)
        if control is not None and _plain(control.value) != change.new:
            self._show(control, change.new)
        if change.name == "playing":
            self._take_turn(change.new)
        if not self._drawing:  # what changes during a frame is shown by that frame
            self._wake()

    def _take_turn(self, playing):
        other = Lab._now_playing and Lab._now_playing()
        if playing:
            if other is not None and other is not self:
                other.pause()
            Lab._now_playing = weakref.ref(self)
            self._line.restart()
        elif other is self:
            Lab._now_playing = None

    def _views_changed(self, change):
        if change.old and not change.new:
            self.post(self.pause)

    def _wake(self):
        if self._loop is None or self._loop.is_closed():
            if not (self._drawing or self.model.playing or _running_loop()):
                self._frame()
            return
        self._loop.call_soon_threadsafe(self._start)

    def _start(self):
        self._woken.set()
        if self._task is None or self._task.done():
            self._task = self._loop.create_task(self._run())

    async def _run(self):
        while self._moves():
            await self._run_while_it_moves()
            self._woken.clear()
            await self._wait(REST)
        self._send("png")

    def _moves(self):
        return self._queue or self._stale or self.model.playing

    async def _run_while_it_moves(self):
        next_frame = time.perf_counter()
        while self._moves():
            next_frame = max(next_frame + FRAME, time.perf_counter())
            self._woken.clear()
            try:
                self._frame("jpeg")
            except KeyboardInterrupt:  # the kernel was interrupted: the lab stays usable
                self.pause()
            await asyncio.sleep(0.002)
            if self.model.playing:
                await self._wait(max(0.0, next_frame - time.perf_counter()))
            while self._line.ahead() >= MAX_IN_FLIGHT:
                await asyncio.sleep(0.005)
                if self._line.silent_for() > GONE:
                    self._line.restart()
                    self.pause()

    async def _wait(self, seconds):
        """Wait so long, or until there is a wish."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), seconds)

    def _frame(self, encoding="png"):
        """Carry out wishes, step, draw, send. What fails is told in the lab."""
        self._drawing = True
        started = time.perf_counter()
        try:
            is_answer = bool(self._queue)
            while self._queue:
                self._queue.popleft()()
            if self.model.playing:
                self.model.advance(self._training_time(is_answer))
            started = time.perf_counter()
            self.model.refresh()
            self.update()
            self.screen.draw()
            self._words = self.model.status()
            self._tell("")
        except Exception as error:
            self.model.playing = False
            self._tell(_sentence(error))
        finally:
            self._stale = self._drawing = False
        self._send(encoding)
        self._drawing_time += 0.1 * (time.perf_counter() - started - self._drawing_time)
        if self._queue:  # wishes that came while this frame was drawn
            self._wake()

    def _training_time(self, is_answer):
        """Seconds that a frame may train; little where somebody waits to see what they moved."""
        left = 0.0 if is_answer else DRAWING_AND_TRAINING * FRAME - self._drawing_time
        return max(LEAST_TRAINING * FRAME, min(MOST_TRAINING * FRAME, left))

    def _send(self, encoding):
        with self.image.hold_sync():
            self.image.format = encoding
            self.image.value = self.screen.encode(encoding)
        self._line.sent()
        # Ten times a second is enough for words.
        if not self.model.playing or self._line.count % 3 == 0:
            self.status.value = html.escape(self._words)

    def _tell(self, sentence):
        if sentence:
            sentence = (
                f'<div style="border-left: 4px solid {ALARM}; padding: 2px 8px; '
                f'white-space: pre-wrap;"><b>Stopped.</b> {html.escape(sentence)}</div>'
            )
        if self.alarm.value != sentence:
            self.alarm.value = sentence

    # -- how a notebook shows it ---------------------------------------------------------------

    def __repr__(self):
        return f"{type(self).__name__}: {self.model.status()}"

    def _repr_mimebundle_(self, **kwargs):
        self._loop = _running_loop() or self._loop
        data = dict(self.widget._repr_mimebundle_(**kwargs))
        picture = self.screen.still()
        data["text/plain"] = repr(self)
        data["image/png"] = base64.b64encode(picture).decode("ascii")
        return data, {"image/png": {"alt": repr(self)}}


class _Count(widgets.IntText):
    """A number of the browser's, which is not sent back to it."""

    value = traitlets.CInt(0).tag(sync=True, echo_update=False)


class _Line:
    """The way to the browser: how many frames went out, and how many it says it has.

    Two numbers that are never shown, joined in the browser: what is written to one comes back in
    the other when the browser has come to it.
    """

    def __init__(self):
        self.count = 0
        self._out = widgets.IntText()
        self._back = _Count()
        self._join = widgets.jsdlink((self._out, "value"), (self._back, "value"))
        self._heard = None
        self._back.observe(self._answered, "value")

    def _answered(self, change):
        self._heard = time.perf_counter()

    def restart(self):
        """Forget what is under way: until the browser answers again, nothing is waited for."""
        self._heard = None

    def sent(self):
        """Note that one more frame went out."""
        self.count += 1
        if self.count % ASK_EVERY == 0:
            self._out.value = self.count

    def ahead(self):
        """Frames under way; 0 where the browser never answers, as in front ends without links."""
        return 0 if self._heard is None else self.count - self._back.value

    def silent_for(self):
        """Seconds since the last answer, 0 if none is due or none ever came."""
        if self._heard is None or self.ahead() == 0:
            return 0.0
        return time.perf_counter() - self._heard


def latest(thing):
    """Give the newest thing of that name, if it was defined in a notebook's cell.

    A learner who mends a function and runs its cell again has made a new function; a lab that was
    handed the old one finds the new one with this.
    """
    module = sys.modules.get(getattr(thing, "__module__", None) or "")
    if getattr(module, "__name__", "") != "__main__":
        return thing
    return getattr(module, getattr(thing, "__name__", ""), thing)


def _is_snapped(control, of_model, of_control):
    """Whether a slider only says where it had to put the model's value, since it moves in steps."""
    if not isinstance(control, widgets.FloatSlider):
        return False
    steps = round((of_model - control.min) / control.step)
    return abs(control.min + steps * control.step - of_control) < 1e-6 * control.step


def _plain(value):
    """Take away what a slider in the browser adds to a float: 0.6 for 0.5999999999999996.

    >>> _plain(0.5999999999999996), _plain(3)
    (0.6, 3)
    """
    return float(f"{value:.10g}") if isinstance(value, float) else value


def _running_loop():
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _sentence(error):
    """Say what went wrong and, where it is in a cell, in which line."""
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if "ipykernel" in frame.filename or frame.filename.startswith("<")
    ]
    if not frames:
        return what
    last = frames[-1]
    where = f"in {last.name}, line {last.lineno}"
    return f"{what} ({where}: {last.line})" if last.line else f"{what} ({where})"
