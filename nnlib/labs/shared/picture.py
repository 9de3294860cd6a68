"""The picture of a lab in the page: it is shown, looked at, touched, and told of."""

from pathlib import Path

import anywidget
import traitlets

from nnlib.labs.shared.line import Line

MOST_RATIO = 3.0


HERE = Path(__file__)
# JupyterLab takes the same colours for the figures between the labs.
DARK = HERE.parents[2] / "jupyterlab" / "static" / "dark.css"


def _text(*paths):
    # The text, not the path: a path would be watched, and tie every picture to its class for ever.
    return "".join(path.read_text(encoding="utf-8") for path in paths)


class Picture(anywidget.AnyWidget):
    """An image element that the kernel sends frames to, and that tells where it is shown.

    Parameters
    ----------
    moved : callable
        ``moved(is_other)`` is called, on any thread, when the picture is seen again, and with True
        when another one is wanted, as after a change of the ratio.
    left : callable
        Called with nothing when no page holds the picture any more.

    Attributes
    ----------
    value, format : bytes, str
        What was sent last, "png" or "jpeg".
    ratio : float
        Pixels of the screen for a pixel of the page, from 1 to 3.
    seen : bool
        Whether somebody sees it; where no page has told, it is taken to be seen.
    line : Line
        What is on its way.
    """

    _esm = _text(HERE.with_suffix(".js"))
    _css = _text(HERE.with_suffix(".css"), DARK)

    _head = traitlets.Dict().tag(sync=True)
    _piece = traitlets.Bytes().tag(sync=True)
    width = traitlets.Int().tag(sync=True)  # of the whole picture, in pixels of the page
    label = traitlets.Unicode().tag(sync=True)
    heard = traitlets.List(traitlets.Unicode()).tag(sync=True)
    hovers = traitlets.Bool(False).tag(sync=True)
    fingers = traitlets.Unicode("none").tag(sync=True)  # what they do besides: CSS touch-action
    cursor = traitlets.Unicode().tag(sync=True)

    def __init__(self, moved, left, **traits):
        super().__init__(**traits)
        self.value, self.format, self.line = b"", "png", Line()
        self.ratio, self.seen = 1.0, True
        self._moved, self._left, self._pointed = moved, left, None
        self._places, self._turns = {}, {}  # by view
        self.add_class("nnlib-frame")
        self.on_msg(lambda widget, message, buffers: self._told(message))

    def hear(self, answer, label, keys, hovers=False):
        """Have mouse, finger and keys told.

        Parameters
        ----------
        answer : callable
            ``answer(kind, message)`` with kind "press", "drag", "lift", "hover", "leave" or "key",
            on any thread. The message of the first four has ``x`` and ``y``, shares of the
            picture's width and height from the top left; that of a key has ``key``.
        label : str
            What the picture says to those who cannot see it, before its line of words.
        keys : list of str
            Those to be told of, such as "ArrowLeft".
        hovers : bool
            Whether a mouse is also told of while nothing is pressed.
        """
        self._pointed, self.label, self.heard, self.hovers = answer, label, list(keys), hovers

    def copy(self, text, copied):
        """Have a text put on the learner's clipboard; `copied()` is called once it is there."""
        self._copied = copied
        self.send({"kind": "copy", "text": text})

    def show(self, encoded, encoding):
        """Send a picture at once."""
        for _ in self.show_in_pieces(encoded, encoding, [(0, len(encoded))]):
            pass

    def show_in_pieces(self, encoded, encoding, pieces):
        """Send a picture piece by piece, and yield after each."""
        self.value, self.format = encoded, encoding
        for start, end in pieces:
            # Before it is in a page, nobody answers.
            ask = bool(self._places) and self.line.sent(end - start)
            about = {"format": encoding, "start": start, "size": len(encoded)}
            with self.hold_sync():
                self._head = about | {"count": self.line.count, "ask": ask}
                self._piece = encoded[start:end]
            yield

    def _told(self, message):
        kind = message.get("kind")
        if kind == "shown":
            self.line.answered(message["count"])
        elif kind == "place":
            self._place(message)
        elif kind == "copied":
            self._copied()
        elif self._pointed is not None:
            self._pointed(kind, message)

    def _place(self, message):
        """Take up where one of the views is, or that it has gone."""
        view, before = message["view"], (self.ratio, self.seen)
        # Some go over the kernel's main thread and some do not: a later one may come first.
        if message["turn"] < self._turns.get(view, 0):
            return
        self._turns[view] = message["turn"]
        is_other = view not in self._places and len(self._piece) < self._head.get("size", 0)
        if view not in self._places or message.get("gone"):
            self.line.restart()  # a view that has gone will not answer what it was asked
        if message.get("gone"):
            self._places.pop(view, None)
        else:
            ratio = min(MOST_RATIO, max(1.0, float(message["ratio"])))
            self._places[view] = ratio, bool(message["seen"])
        if not self._places:
            self.seen = True
            self._left()
            return
        self.ratio = max(ratio for ratio, _ in self._places.values())
        self.seen = any(seen for _, seen in self._places.values())
        if is_other or before != (self.ratio, self.seen):
            self._moved(is_other or before[0] != self.ratio)


def data_place(ax, x, y):
    """Find the place in the data of some axes of a place in the picture, or None if it is outside.

    The latter is given in shares of the picture's width and height, from the top left.

    >>> from nnlib import plots
    >>> figure, ax = plots.figure()
    >>> ax.set_position([0, 0, 0.5, 1])
    >>> data_place(ax, 0.25, 0.25), data_place(ax, 0.75, 0.25)
    ((0.5, 0.75), None)
    """
    width, height = ax.figure.bbox.size
    pixel = x * width, (1 - y) * height
    if not ax.get_window_extent().contains(*pixel):
        return None
    return tuple(float(v) for v in ax.transData.inverted().transform(pixel))
