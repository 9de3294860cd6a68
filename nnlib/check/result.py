"""What a learner sees: the answer of a check, a hint, a solution.

Each has a fixed text form, so that a notebook's outputs stay equal from run to run, and an HTML
form that needs nothing from outside and follows JupyterLab's light and dark themes.
"""

import html
import re
from dataclasses import dataclass

_WORDS = {"pass": "Right.", "fail": "Not yet:", "todo": "To do:"}
_LOOKS = {  # sign and colour
    "pass": ("✓", "var(--jp-success-color1, #1b7f3b)"),
    "fail": ("✗", "var(--jp-warn-color1, #b35c00)"),
    "todo": ("○", "var(--jp-info-color1, #1769aa)"),
    "note": ("i", "var(--jp-info-color1, #1769aa)"),
}
_STEP = "padding-left: 2em; font-family: var(--jp-code-font-family, monospace)"


def marked_up(text):
    """Escape `text` for HTML: code between backticks, indented lines one below the other."""
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))
    text = re.sub(r"\n {4}(.+)", rf'<div style="{_STEP}">\1</div>', text)
    return re.sub(r"(</div>)?\n", lambda found: found[1] or "<br>", text)


def box(kind, head, body):
    """Put `body` (HTML) in a box; sign and word tell its kind, the colour only repeats it."""
    sign, colour = _LOOKS[kind]
    style = f"border-left: 4px solid {colour}; padding: 0.3em 0.8em; margin: 0.3em 0;"
    head = f'<strong><span aria-hidden="true">{sign}</span> {html.escape(head)}</strong>'
    return f'<div style="{style}">{head} {body}</div>'


@dataclass(frozen=True, repr=False)
class CheckResult:
    """The answer of a check.

    Parameters
    ----------
    status : {"todo", "pass", "fail"}
    message : str
        One or two plain sentences.
    misconception : str or None
        Short key of the known wrong answer that fits, if one does.
    exercise : str
        Name of the exercise, shown before the message.

    Examples
    --------
    >>> CheckResult("fail", "for z = 2 you return 0.1192; wanted 0.8808.", "sign", "sigmoid")
    Not yet: sigmoid: for z = 2 you return 0.1192; wanted 0.8808.
    """

    status: str
    message: str
    misconception: str | None = None
    exercise: str = ""

    def __post_init__(self):
        if self.status not in _WORDS:
            known = ", ".join(_WORDS)
            raise ValueError(f"status must be one of {known}; got {self.status!r}.")

    def _text(self):
        return f"{self.exercise}: {self.message}" if self.exercise else self.message

    def __repr__(self):
        return f"{_WORDS[self.status]} {self._text()}"

    def _repr_html_(self):
        return box(self.status, _WORDS[self.status], marked_up(self._text()))


@dataclass(frozen=True, repr=False)
class Note:
    """A head, a text and perhaps lines of code; with a `summary` these are folded below it."""

    head: str
    text: str
    code: str = ""
    summary: str = ""

    def __repr__(self):
        first = f"{self.head} {self.text}"
        return f"{first}\n\n{self.code}" if self.code and not self.summary else first

    def _repr_html_(self):
        code = f"<pre><code>{html.escape(self.code)}</code></pre>" if self.code else ""
        if self.summary:
            code = f"<details><summary>{marked_up(self.summary)}</summary>{code}</details>"
        return box("note", self.head, marked_up(self.text) + code)
