"""Run code that somebody else wrote, and say what came of it without ever raising.

A learner's function may raise, call itself without end, loop for ever, print, or leave Python by
``SystemExit``. `limited` runs it in a thread of its own, ends it after `TIME_LIMIT` seconds, and
gives back an `Outcome` made of plain facts.
"""

import contextlib
import ctypes
import linecache
import sys
import sysconfig
import threading
import time
import traceback
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nnlib.check.stumbles import stumble

TIME_LIMIT = 5.0  # seconds that one call may take
_STOPPING_TIME = 0.5  # seconds in which a call that took too long is asked to end
_KEPT_TEXT = 2000  # characters kept of what the code prints
_LONGEST_LINE = 80  # characters shown of a line of code

_NOT_LEARNERS = (
    str(Path(__file__).parents[1]),
    sysconfig.get_paths()["stdlib"],
    sysconfig.get_paths()["purelib"],
    sysconfig.get_paths()["platlib"],
    str(Path(np.__file__).parents[1]),
    "<frozen",
    "<changed>",
    "<__array_function__",
)


def is_ours(function):
    """Tell whether a function comes from a library, not from the learner."""
    code = getattr(function, "__code__", None)
    return code is None or code.co_filename.startswith(_NOT_LEARNERS)


class Complaint(Exception):
    """A sentence for the learner, raised by a check while it handles the learner's objects."""


class TimeLimit(SystemExit):
    """Raised inside a learner's code that takes too long.

    A ``SystemExit``, so that ``except Exception`` does not catch it and that a thread which dies
    of it dies silently.
    """


class Trouble(NamedTuple):
    """How a call failed, in plain strings."""

    kinds: tuple  # names of the exception's class and of its bases, the class itself first
    text: str
    where: str = ""  # "in line 3, `return 1 / x`", if a line of the learner's shows
    why: str = ""  # the reason that the expression shows, if it shows one


class Outcome(NamedTuple):
    """What one call came to: a value or a trouble, what it printed, NumPy's warnings."""

    value: object = None
    trouble: Trouble | None = None
    printed: str = ""
    floating: frozenset = frozenset()


def guarded(function, *args):
    """Call ``function(*args)`` here and now; catch whatever it raises.

    Floating-point warnings of NumPy ("overflow", "divide by zero", "invalid value") are recorded
    in ``Outcome.floating`` instead of being shown.
    """
    floating = set()
    try:
        with np.errstate(
            over="call", divide="call", invalid="call", call=lambda k, _: floating.add(k)
        ):
            value = function(*args)
    except BaseException as error:  # the point of this module: SystemExit and Ctrl-C of theirs too
        return Outcome(trouble=_trouble(error), floating=frozenset(floating))
    return Outcome(value, floating=frozenset(floating))


def limited(function, *args, seconds=None):
    """Like `guarded`, in a thread that may take some seconds; what it prints is kept."""
    outcomes, ended = [], threading.Event()

    def work():
        try:
            with contextlib.suppress(TimeLimit):
                outcomes.append(guarded(function, *args))
        finally:
            ended.set()

    thread = threading.Thread(target=work, daemon=True)
    trouble, stopped = None, True
    with _listening_to(thread) as heard:
        try:
            thread.start()
            # not thread.join: one that is interrupted takes the thread for ended (bpo-45274)
            if not ended.wait(seconds or TIME_LIMIT):
                trouble = _overtime(thread)
        finally:
            stopped = ended.is_set() or _stop(thread, ended)
    printed = "".join(heard)
    if trouble is None:
        thread.join()
        return outcomes[0]._replace(printed=printed)
    if not stopped:
        trouble = trouble._replace(kinds=("Unstoppable", *trouble.kinds))
    return Outcome(trouble=trouble, printed=printed)


def _overtime(thread):
    """Say which line `thread` is at, now that its time is over."""
    frame = sys._current_frames().get(thread.ident)
    frames = reversed(list(traceback.walk_stack(frame))) if frame else []
    return Trouble(("TimeLimit",), f"{TIME_LIMIT:g} seconds", _where(frames))


def _stop(thread, ended):
    """Raise TimeLimit inside `thread` until it ends; give up on one that does not listen."""
    interrupt, exception = ctypes.pythonapi.PyThreadState_SetAsyncExc, ctypes.py_object(TimeLimit)
    give_up = time.monotonic() + _STOPPING_TIME
    while time.monotonic() < give_up:
        # a thread has no ident yet if the interruption came while it was starting
        running = thread.ident is None or interrupt(ctypes.c_ulong(thread.ident), exception)
        if ended.wait(0.02) or not running:  # long enough for a `finally` of the learner's
            thread.join()
            return True
    return False


def _trouble(error):
    kinds = tuple(kind.__name__ for kind in type(error).__mro__)
    try:
        text = " ".join(str(error).split())
    except Exception as second:  # an exception of the learner's own whose text fails
        text = f"its message cannot be shown: {type(second).__name__}"
    text, why = text if len(text) <= 300 else text[:300] + " …", ""
    with contextlib.suppress(Exception):  # the reason is a help only; frames hold anything
        why = _why(error)
    return Trouble(kinds, text, _where(traceback.walk_tb(error.__traceback__)), why)


def _why(error):
    """Explain an error by the learner's expression that raised it, itself or in what it called."""
    trace, theirs = error.__traceback__, None
    while trace:
        if not trace.tb_frame.f_code.co_filename.startswith(_NOT_LEARNERS):
            theirs = trace
        trace = trace.tb_next
    return stumble(error, theirs.tb_frame, theirs.tb_lasti) if theirs else ""


def _where(frames):
    """Name the innermost line of the learner's own code among `frames` (outermost first)."""
    lines = [(frame.f_code.co_filename, line) for frame, line in frames]
    theirs = [place for place in lines if not place[0].startswith(_NOT_LEARNERS)]
    if not theirs:
        return ""
    filename, line = theirs[-1]
    source = linecache.getline(filename, line).strip().replace("`", "'")
    source = source if len(source) <= _LONGEST_LINE else source[:_LONGEST_LINE] + " …"
    return f"in line {line}, `{source}`" if source else ""


class _Ear:
    """A stream that keeps what one thread writes and passes on what the others write."""

    def __init__(self, stream, thread, heard):
        self._stream, self._thread, self._heard = stream, thread, heard

    def write(self, text):
        if threading.current_thread() is not self._thread:
            return self._stream.write(text)
        if sum(map(len, self._heard)) < _KEPT_TEXT:
            self._heard.append(text[:_KEPT_TEXT])
        return len(text)

    def __getattr__(self, name):
        return getattr(self._stream, name)


@contextlib.contextmanager
def _listening_to(thread):
    """Keep what `thread` prints; labs that print on other threads at the time are not touched."""
    heard = []
    with (
        contextlib.redirect_stdout(_Ear(sys.stdout, thread, heard)),
        contextlib.redirect_stderr(_Ear(sys.stderr, thread, heard)),
    ):
        yield heard
