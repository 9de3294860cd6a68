"""Mouse, finger and keys on the picture of a lab."""

from pathlib import Path

import anywidget
import traitlets


class Pointer(anywidget.AnyWidget):
    """Tell a lab where its picture is pressed, and which keys it gets; shows nothing itself.

    It belongs among the children of the lab's widget, beside the picture.

    Parameters
    ----------
    answer : callable
        ``answer(kind, message)`` with kind "press", "drag", "lift" or "key". The message of the
        first three has ``x`` and ``y``, shares of the picture's width and height from the top
        left; the last has ``key``. It may be called on any thread.
    **traits
        ``label``: what the picture says to those who cannot see it; ``heard``: the names of the
        keys to be told of, such as "ArrowLeft".
    """

    # The text, not the path: a path would be watched, and tie every pointer to its class for ever.
    _esm = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")

    label = traitlets.Unicode().tag(sync=True)
    heard = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, answer, **traits):
        super().__init__(**traits)
        self.on_msg(lambda widget, message, buffers: answer(message.get("kind"), message))


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
