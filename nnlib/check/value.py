"""Exercises whose answer is numbers: weights and a threshold, an array, a single value."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from nnlib.check import compare
from nnlib.check.ask import Asked, read_number, told
from nnlib.check.common import is_untouched
from nnlib.check.exercise import Exercise
from nnlib.check.result import CheckResult
from nnlib.check.sandbox import Complaint


def _as_it_is(*numbers):
    return numbers if len(numbers) > 1 else numbers[0]


@dataclass(kw_only=True, repr=False, eq=False)
class Value(Exercise):
    """An exercise whose answer is one or more numbers or arrays.

    As `Exercise`, but `reference` and every wrong answer is a value, or a tuple of as many values
    as ``check.<name>`` takes (a weight vector is a list or an array, never a tuple).

    Parameters
    ----------
    arguments : str
        What is handed in, as the learner's cell names it: ``"weights, threshold"``.
    drive : callable, optional
        With ``drive(*values, *case)`` an answer is judged by what it does, so that every answer
        that does the same is right; without it, by its numbers.
    """

    arguments: str = "answer"
    drive: Callable = _as_it_is
    cases: tuple = ((),)

    subject = "Your answer"

    @property
    def gives(self):
        """How a sentence begins that tells what the answer comes to."""
        return "your answer is" if self.drive is _as_it_is else "your answer gives"

    @property
    def _solution_text(self):
        by_itself = self.drive is _as_it_is
        return "the value that is asked for." if by_itself else "other values may be right too."

    def argument_names(self):
        """Names of what a case holds."""
        return list(inspect.signature(self.drive).parameters)[len(compare.parts(self.reference)) :]

    def ask(self):
        """Ask for the number in the notebook: it is typed, and the comment comes at once.

        Raises
        ------
        TypeError
            The answer is not one number.
        """
        if not isinstance(self.reference, int | float):
            raise TypeError(f"ask is for an answer of one number; {self.name} wants another.")
        return Asked(self.task, {}, self._typed)

    def _typed(self, text):
        try:
            return told(self(read_number(text)))
        except Complaint as complaint:
            return CheckResult("todo", str(complaint))

    def _refuse(self, answer):
        if is_untouched(answer):
            return True
        wanted = len(compare.parts(self.reference))
        if len(answer) != wanted:
            raise Complaint(f"Hand in {wanted} things: `{self.handing_in}`.")
        for part in answer:
            compare.plain(part, False, self.subject)
        return False

    def _attempt(self, answer, case):
        numbers = [compare.plain(part, False, self.subject) for part in answer]
        return compare.plain(self.drive(*numbers, *case), len(self.returns) > 1, self.subject), []

    def _solution_code(self):
        return f"{self.arguments} = {', '.join(map(repr, compare.parts(self.reference)))}"
