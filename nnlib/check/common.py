"""What all forms of exercise share: hints, the solution, stubs."""

import dis
from types import FunctionType

from nnlib.check import record
from nnlib.check.result import CheckResult, Note


class Hinting:
    """Hints one after another, and the solution.

    A form of exercise has the attributes ``name``, ``task``, ``hints`` and ``handing_in`` (the
    line that hands an answer in) and a method ``_solution_code``.
    """

    _hints_given = 0
    _solution_text = "the source of the function that the check compares yours with."

    def hint(self):
        """Give one more hint each time; after the last, say where the solution is."""
        if self._hints_given >= len(self.hints):
            return Note("No more hints:", f"`check.{self.name}.solution()` shows one answer.")
        self._hints_given += 1
        head = f"Hint {self._hints_given} of {len(self.hints)}:"
        return Note(head, self.hints[self._hints_given - 1])

    def solution(self):
        """Show one right answer."""
        return Note(f"One solution of {self.name}:", self._solution_text, self._solution_code())

    def __repr__(self):
        return f"{self.name}: {self.task}\nHand it in with {self.handing_in}"

    def _result(self, status, message, misconception=None):
        result = CheckResult(status, message, misconception, self.name)
        record.keep(result)
        return result

    def _todo(self):
        return self._result("todo", f"{self.task} Then run `{self.handing_in}`.")


_STUB_STEPS = {step.opname for step in dis.get_instructions(lambda: None)} | {"NOP"}


def is_stub(answer):
    """Tell whether a function has nothing in its body yet."""
    if not isinstance(answer, FunctionType):
        return False
    steps = list(dis.get_instructions(answer))
    constants = [s.argval for s in steps if s.opname in ("LOAD_CONST", "RETURN_CONST")]
    return {s.opname for s in steps} <= _STUB_STEPS and all(c is None for c in constants)


def is_unfinished(trouble):
    """Tell whether code stopped because a ``...`` still stands where a value should be."""
    return trouble.kinds[0] == "NotImplementedError" or (  # itself: Jupyter's input() raises a kind
        "TypeError" in trouble.kinds and "ellipsis" in trouble.text
    )


def is_untouched(answer):
    """Tell whether there is no answer yet: nothing, None or ``...`` handed in."""
    return not answer or any(part is None or part is ... for part in answer)
