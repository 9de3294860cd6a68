"""The line to the browser: how many frames are on their way, and whether anybody answers."""

import time

import ipywidgets as widgets
import traitlets

# How often the browser is asked: an answer at each frame would cost it, and the kernel, a third
# of their time.
ASK_EVERY = 2


class _Count(widgets.IntText):
    """A number of the browser's, which is not sent back to it."""

    value = traitlets.CInt(0).tag(sync=True, echo_update=False)


class Line:
    """How many frames went out to the browser, and how many it says it has.

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

    @property
    def widgets(self):
        """What it is made of, to be closed with its lab."""
        return [self._out, self._back, self._join]

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
