"""An exercise whose answer is program text: a listing to mend."""

import builtins
import copy
import inspect
import linecache
from dataclasses import dataclass

import numpy as np

from nnlib.check import compare, troubles
from nnlib.check.base import Value
from nnlib.check.common import is_untouched
from nnlib.check.sandbox import Complaint


@dataclass(kw_only=True, repr=False, eq=False)
class Listing(Value):
    """An exercise whose answer is program text, in one or several strings.

    As `Value`, with ``drive(namespace, *case)``: ``namespace`` is what the text defines when it is
    run by itself, with only ``np`` known.

    Parameters
    ----------
    given : tuple of str
        The text as the learner finds it: handed in unchanged, it is "to do".
    """

    given: tuple[str, ...]

    gives = "the listing gives"
    subject = "What the listing gives"
    _solution_text = "the listing with every fault mended; other names may be right too."

    def _refuse(self, answer):
        if is_untouched(answer):
            return True
        if len(answer) != len(self.given):
            raise Complaint(f"Hand in {len(self.given)} texts: `{self.handing_in}`.")
        for part in answer:
            if not issubclass(type(part), str):
                what = compare.called(part)
                raise Complaint(f"You handed in {what}; wanted: the listing's text.")
        return [part.strip() for part in answer] == [part.strip() for part in self.given]

    def _attempt(self, answer, case):
        namespace = {"__builtins__": builtins, "__name__": "listing", "np": np}
        for name, text in zip(self.arguments.split(", "), answer, strict=True):
            exec(_compiled(name, text), namespace)
        raw = self.drive(namespace, *copy.deepcopy(case))
        return compare.plain(raw, True, self.subject), []

    def known_answer(self, code):
        """Change the mended listing by ``what stands there -> what stands there instead``."""
        old, new = (part.strip() for part in code.split("->"))
        return tuple(part.replace(old, new) for part in self.reference)

    def argument_names(self):
        """Names of what a case holds."""
        return list(inspect.signature(self.drive).parameters)[1:]

    def _sentence(self, trouble):
        return troubles.sentence(trouble, "The listing")

    def _solution_code(self):
        pairs = zip(self.arguments.split(", "), self.reference, strict=True)
        return "\n\n".join(f'{name} = """{text}"""' for name, text in pairs)


def _compiled(name, text):
    """Make code of a text, or complain about the first line that Python cannot read."""
    filename = f"<{name}>"
    # So that a sentence about an error can quote the line.
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    try:
        return compile(text, filename, "exec")
    except SyntaxError as error:
        line = (error.text or "").strip().replace("`", "'")
        quoted = f"the line `{line}`" if line else f"line {error.lineno}"
        raise Complaint(f"Python cannot read {quoted} of {name}.") from error
