"""The line to the browser: what is on its way, how fast it goes, and what may be sent next."""

import time
from collections import deque
from threading import Lock
from typing import NamedTuple

# How often the browser is asked: an answer at each frame would cost it, and the kernel, a third
# of their time.
ASK_EVERY = 2
# Seconds that a picture takes at most to go out without being asked for an answer.
SHORT = 0.03
# Pictures, and seconds of the line, that may be on their way before the lab waits.
MAX_IN_FLIGHT, MAX_WAIT = 4, 0.25
# Seconds that a piece of an exact picture takes, and its least size in bytes.
PIECE, LEAST_PIECE = 0.15, 8_000
# Bytes of a JPEG grow more slowly than its pixels, and with its quality like this.
GROWTH, WEIGHTS = 1.45, {85: 1.0, 60: 0.66, 35: 0.5}
# Bytes of a picture at ratio 1, until one has been sent.
TYPICAL = 60_000
# Seconds that a moving picture may take: one as sharp as a usual screen, little more than a frame,
# and one less sharp. A slow browser takes its time as a slow line does.
SHARP_TIME, SOFT_TIME = 0.04, 0.1


class Detail(NamedTuple):
    """How a moving picture is encoded.

    `reduced` is the number of pixels, in each direction, that become one; `quality` that of its
    JPEG.
    """

    reduced: int = 1
    quality: int = 85

    @property
    def weight(self):
        """Bytes, as a share of those in full."""
        return self.reduced**-GROWTH * WEIGHTS[self.quality]

    def drawn(self, ratio):
        """Give the ratio to draw at, 1 at least, and how many pixels of that become one.

        >>> Detail(2).drawn(3.0), Detail(4).drawn(2.0)
        ((1.5, 1), (1.0, 2))
        """
        less = max(1.0, ratio / self.reduced)
        return less, max(1, round(self.reduced * less / ratio))


def ladder(ratio):
    """List how a moving picture can be encoded, from best to least, each with its longest time.

    It gets no softer than half a pixel for a pixel of the page.

    >>> [(reduced, quality) for (reduced, quality), longest in ladder(1.5)]
    [(1, 85), (1, 60), (1, 35), (2, 60), (2, 35), (3, 60), (3, 35)]
    """
    most = int(ratio)
    sharp = [Detail(reduced, quality) for reduced in range(1, most + 1) for quality in (85, 60)]
    less = range(most, int(2 * ratio) + 1)
    soft = [Detail(reduced, quality) for reduced in less for quality in (60, 35)][1:]
    return [(step, SHARP_TIME) for step in sharp] + [(step, SOFT_TIME) for step in soft]


class Line:
    """What is on its way to the browser, and how long a byte takes.

    Attributes
    ----------
    count : int
        Pictures and pieces sent so far.
    pace : float
        Seconds a byte, as measured by the answers.
    """

    def __init__(self):
        self.count, self.pace = 0, 1e-6
        self._back = 0  # the latest that has arrived
        self._owed, self._under_way = 0, deque()  # (count, bytes, time) of what was asked for
        self._heard, self._least, self._detail = None, None, Detail()
        self._since, self._at_once = 0.0, True
        self._lock = Lock()  # answers may come on another thread

    # -- sending and answers -------------------------------------------------------------------

    def sent(self, size):
        """Note that so many bytes go out; give whether the browser shall answer."""
        now = time.perf_counter()
        with self._lock:
            self.count += 1
            self._owed += size
            ask = self.count % ASK_EVERY == 0 or size * self.pace > SHORT
            if not self._under_way:
                self._since, self._at_once = now, True
            if ask:
                self._under_way.append((self.count, self._owed, now))
                self._owed = 0
        return ask

    def answered(self, count):
        """Note that all up to this number have arrived."""
        now = time.perf_counter()
        with self._lock:
            size = took = 0
            while self._under_way and self._under_way[0][0] <= count:
                _, more, since = self._under_way.popleft()
                size, took = size + more, now - since
            self._heard, self._back = now, max(count, self._back)
            if size:
                self._measure(size, now, took)

    def _measure(self, size, now, took):
        self._least = min(took, self._least or took)
        # What went out on an idle line also took the way itself, which costs nothing a byte.
        way = 0.8 * self._least if self._at_once else 0.0
        self.pace += 0.3 * (max(0.0, now - self._since - way) / size - self.pace)
        self._since, self._at_once = now, False

    def restart(self):
        """Forget what is under way: until the browser answers again, nothing is waited for."""
        with self._lock:
            self._under_way.clear()
            self._heard = None

    def is_full(self):
        """Whether to wait; never where the browser has not answered yet."""
        with self._lock:
            if self._heard is None or not self._under_way:
                return False
            waits = sum(size for _, size, _ in self._under_way) * self.pace
        return self.count - self._back >= MAX_IN_FLIGHT or waits > MAX_WAIT

    def silent_for(self):
        """Seconds since the last answer, 0 if none is due or none ever came."""
        with self._lock:
            if self._heard is None or not self._under_way:
                return 0.0
            return time.perf_counter() - max(self._heard, self._under_way[0][2])

    # -- what it carries -----------------------------------------------------------------------

    def detail(self, ratio, size):
        """Choose how to encode while something moves: as sharp as the line carries.

        Parameters
        ----------
        ratio : float
            That of the screen.
        size : int
            Bytes of the last moving picture, 0 if there was none.

        Returns
        -------
        Detail
        """
        last, size = self._detail, size or TYPICAL * ratio**GROWTH
        for step, longest in ladder(ratio):
            # What is better than the last must fit with room, lest the picture flicker.
            room = 0.7 if step.weight > last.weight else 1.0
            if size * step.weight / last.weight * self.pace <= room * longest:
                break
        self._detail = step
        return step

    def pieces(self, size):
        """Give starts and ends of the pieces in which an exact picture is sent.

        >>> line = Line()
        >>> line.pace = 1e-5
        >>> line.pieces(40_000)
        [(0, 15000), (15000, 30000), (30000, 40000)]
        """
        step = max(LEAST_PIECE, round(PIECE / self.pace)) if self.pace > 0 else size
        return [(start, min(start + step, size)) for start in range(0, size, step)]
