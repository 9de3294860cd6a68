"""What went wrong while a lab moved, in a sentence for the learner."""

import html
import traceback

from nnlib.plots.palette import ALARM


def sentence(error):
    """Say what went wrong and, where it is in a cell, in which line.

    >>> sentence(ZeroDivisionError("division by zero"))
    'ZeroDivisionError: division by zero'
    """
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    last = None
    for frame in traceback.extract_tb(error.__traceback__):
        if "ipykernel" in frame.filename or frame.filename.startswith("<"):
            last = frame
    if last is None:
        return what
    where = f"in {last.name}, line {last.lineno}"
    return f"{what} ({where}: {last.line})" if last.line else f"{what} ({where})"


def alarm(words):
    """Give HTML that shows what has stopped the lab; empty for no words."""
    if not words:
        return ""
    style = f"border-left: 4px solid {ALARM}; padding: 2px 8px; white-space: pre-wrap;"
    return f'<div style="{style}"><b>Stopped.</b> {html.escape(words)}</div>'
