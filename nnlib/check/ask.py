"""Predictions: a question in a notebook, with options to tick or a field for a number."""

import html
import re
from dataclasses import replace

from nnlib.check.result import box, marked_up
from nnlib.check.sandbox import Complaint

_OPEN = "Not answered yet."
_NEXT = "Run the next cell to see it."
_DIGITS = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?"

# Options may be whole sentences; they get as many lines as they need, and the text the size of
# the checks' answers.
_STYLE = """<style>
.nnlib-ask label, .nnlib-ask .widget-html-content {
  font-size: var(--jp-content-font-size1, 14px) !important; line-height: 1.5 !important;
}
.nnlib-ask .widget-radio-box label {
  position: relative; height: auto; white-space: normal; margin: 0.15em 0; padding-left: 2.7em;
}
.nnlib-ask .widget-radio-box input {
  position: absolute; top: 0; left: 1em; height: 1.5em; margin: 0;
}
.nnlib-ask .widget-text { margin-left: 1em; }
</style>"""


class Asked:
    """A question that the notebook shows; choosing or typing an answer tells what to say to it.

    Parameters
    ----------
    question : str
    options : dict
        Letters and texts; if there are none, a number is typed.
    judge : callable
        ``judge(answer)``, a letter or what was typed, gives a `CheckResult`.
    """

    def __init__(self, question, options, judge):
        import ipywidgets as widgets  # here, since a check that does not ask needs none

        self._question, self._judge = question, judge
        self._options = [f"{letter}) {text}" for letter, text in options.items()]
        if options:
            pairs = list(zip(self._options, options, strict=True))
            self.control = widgets.RadioButtons(options=pairs, value=None, layout={"width": "auto"})
        else:
            self.control = widgets.Text(
                description="Your answer:",
                style={"description_width": "initial"},
                placeholder="a number, then Enter",
                continuous_update=False,
                layout={"max_width": "100%"},
            )
        self.comment = widgets.HTML(_OPEN)
        head = widgets.HTML(_STYLE + box("todo", "Question:", marked_up(question)))
        self.widget = widgets.VBox([head, self.control, self.comment]).add_class("nnlib-ask")
        self.control.observe(self._answered, "value")

    def _answered(self, change):
        comment = self._judge(change.new)._repr_html_() if change.new.strip() else _OPEN
        self.comment.value = f'<div role="status">{comment}</div>'

    def __repr__(self):
        options = [f"  {option}" for option in self._options]
        return "\n".join([f"Question: {self._question}", *options, _OPEN])

    def _repr_mimebundle_(self, **kwargs):
        items = "".join(f"<li>{html.escape(option)}</li>" for option in self._options)
        still = f'{marked_up(self._question)}<ul style="list-style: none">{items}</ul>{_OPEN}'
        shown = {"text/plain": repr(self), "text/html": box("todo", "Question:", still)}
        return self.widget._repr_mimebundle_(**kwargs) | shown


def told(result):
    """Make of a check's answer the comment on a prediction: no name, but what comes next.

    >>> from nnlib.check.result import CheckResult
    >>> told(CheckResult("pass", "Each error is counted twice.", exercise="effect"))
    Right. Each error is counted twice. Run the next cell to see it.
    """
    return replace(result, message=f"{result.message} {_NEXT}", exercise="")


def read_number(text):
    """Read a number as people type it.

    Raises
    ------
    Complaint
        It is none, or could be two.

    Examples
    --------
    >>> read_number("12"), read_number("1/4"), read_number("50 %"), read_number("−1e3")
    (12.0, 0.25, 0.5, -1000.0)
    >>> read_number("0,5")
    Traceback (most recent call last):
    nnlib.check.sandbox.Complaint: `0,5` has a comma. Write 0.5, with a point.
    """
    text = text.strip().replace("−", "-")
    found = re.fullmatch(rf"({_DIGITS})(?:\s*/\s*({_DIGITS}))?\s*(%?)", text, re.IGNORECASE)
    if found and float(found[2] or 1):
        return float(found[1]) / float(found[2] or 1) / (100 if found[3] else 1)
    shown = text.replace("`", "'")[:40]
    if re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+", text):
        whole = text.replace(",", "")
        raise Complaint(f"`{shown}` has a comma. Write {whole} if you mean thousands.")
    if re.fullmatch(r"[-+]?\d*,\d+", text):
        raise Complaint(f"`{shown}` has a comma. Write {text.replace(',', '.')}, with a point.")
    raise Complaint(f"`{shown}` is no number. Write one, such as 12, 0.5, 1/3 or 50 %.")
