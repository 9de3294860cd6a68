"""The pad of `DigitLab`: a square of paper that knows strokes, and nothing of digits."""

from pathlib import Path

import anywidget
import traitlets

from nnlib.labs.digit.ink import checked_strokes
from nnlib.plots.palette import INK, ORANGE, PAPER, QUIET


class DigitPad(anywidget.AnyWidget):
    """Paper to draw on with mouse, finger, pen or keyboard.

    Attributes
    ----------
    value : list of strokes
        A stroke is a list of points ``[x, y]``, each from 0 to 1, y downwards.

    Examples
    --------
    >>> pad = DigitPad(value=[[[0.5, 0.2], [0.5, 0.8]]])
    >>> pad.value = [[[0.5, 1.5]]]
    Traceback (most recent call last):
    traitlets.traitlets.TraitError: a stroke is a list of points [x, y] from 0 to 1; got \
[[0.5, 1.5]].
    """

    # The text, not the path: a path would be watched, and tie every pad to its class for ever.
    _esm = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")

    value = traitlets.List().tag(sync=True)
    colours = traitlets.Dict(
        {"line": INK, "pen": ORANGE, "edge": QUIET, "paper": PAPER}, read_only=True
    ).tag(sync=True)
    label = traitlets.Unicode(
        "Drawing pad. Arrow keys move the pen, Space puts it down or lifts it, Backspace takes the "
        "last stroke back, Delete clears."
    ).tag(sync=True)

    @traitlets.validate("value")
    def _strokes(self, proposal):
        return checked_strokes(proposal["value"])
