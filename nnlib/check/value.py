"""Exercises whose answer is numbers: weights and a threshold, an array, a single value."""

from dataclasses import dataclass

from nnlib.check import compare
from nnlib.check.common import is_untouched
from nnlib.check.exercise import Exercise
from nnlib.check.sandbox import Complaint


def _as_it_is(*numbers):
    return numbers if len(numbers) > 1 else numbers[0]


@dataclass(kw_only=True, repr=False, eq=False)
class Value(Exercise):
    """An exercise whose answer is one or more numbers or arrays.

    As `Exercise`, but `reference` and every ``wrong`` is a value, or a tuple of as many values as
    ``check.<name>`` takes (a weight vector is a list or an array, never a tuple). With
    ``drive(*values, *case)`` an answer is judged by what it does, so that every answer that does
    the same is right; without it, by its numbers.

    Parameters
    ----------
    arguments : str
        What is handed in, as the learner's cell names it: ``"weights, threshold"``.
    """

    arguments: str = "answer"
    cases: tuple = ((),)

    gives = "your answer gives"
    subject = "Your answer"
    _solution_text = "other values may be right too."

    @property
    def handing_in(self):
        """The line that hands an answer in."""
        return f"check.{self.name}({self.arguments})"

    def argument_names(self):
        """Names of what a case holds."""
        return super().argument_names() if self.drive else []

    def _refuse(self, answer):
        if is_untouched(answer):
            return True
        if len(answer) != len(self._reference_parts):
            raise Complaint(f"Hand in {len(self._reference_parts)} things: `{self.handing_in}`.")
        for part in answer:
            compare.plain(part, False, self.subject)
        return False

    @property
    def _reference_parts(self):
        return self.reference if isinstance(self.reference, tuple) else (self.reference,)

    def _attempt(self, answer, case):
        numbers = [compare.plain(part, False, self.subject) for part in answer]
        raw = (self.drive or _as_it_is)(*numbers, *case)
        return compare.plain(raw, len(self.returns) > 1, self.subject), []

    def _solution_code(self):
        return f"{self.arguments} = {', '.join(map(repr, self._reference_parts))}"
