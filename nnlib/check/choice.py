"""Questions that are answered by choosing one of several options."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nnlib.check.common import Hinting, is_untouched


class Option(NamedTuple):
    """One option: its text, why it is right or wrong, and the misconception's key if wrong."""

    text: str
    why: str
    misconception: str | None = None


@dataclass(kw_only=True, repr=False, eq=False)
class Choice(Hinting):
    """A question with lettered options, answered by ``check.<name>("b")``.

    Parameters
    ----------
    name : str
    question : str
    options : dict of str to Option
        Keys are small letters. The one option without a misconception is right.
    hints : sequence of str

    Raises
    ------
    ValueError
        Not exactly one option is right.
    """

    name: str
    question: str
    options: dict[str, Option]
    hints: Sequence[str]

    _solution_text = "the right option, and why."

    def __post_init__(self):
        right = [key for key, option in self.options.items() if option.misconception is None]
        if len(right) != 1:
            raise ValueError(f"exactly one option of {self.name} must be right; got {right}.")
        self.right = right[0]

    @property
    def task(self):
        """The question with its options, a line each."""
        lines = [f"  {key}) {option.text}" for key, option in self.options.items()]
        return "\n".join([self.question, *lines])

    @property
    def handing_in(self):
        """The line that hands an answer in."""
        return f'check.{self.name}("{next(iter(self.options))}")'

    def __call__(self, *answer):
        """Judge a choice; whatever is handed in, a sentence comes back and nothing is raised.

        Returns
        -------
        CheckResult
        """
        if is_untouched(answer):
            return self._todo()
        letters = ", ".join(f'"{key}"' for key in self.options)
        if len(answer) > 1 or not issubclass(type(answer[0]), str):
            return self._result("fail", f"Answer with one letter in quotes: one of {letters}.")
        letter = str.lower(str.strip(answer[0]))  # not the methods of a learner's own class
        if not letter:
            return self._todo()
        if letter not in self.options:
            return self._result("fail", f"There is no such option; choose one of {letters}.")
        option = self.options[letter]
        return self._result("fail" if option.misconception else "pass", option.why, option[2])

    def _todo(self):
        return self._result("todo", f"{self.question} Answer with a letter: `{self.handing_in}`.")

    def _solution_code(self):
        option = self.options[self.right]
        return f"{self.right}) {option.text}\n{option.why}"
