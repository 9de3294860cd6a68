"""Questions that are answered by choosing one of several options."""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nnlib.check.ask import Asked, told
from nnlib.check.common import Hinting, is_untouched


class Option(NamedTuple):
    """One option: its text, what is told who chooses it, and whether it is right."""

    text: str
    why: str
    is_right: bool


def _read(text):
    """Read options: a line ``a) text``, and indented below it what is told."""
    options = {}
    for part in re.split(r"^(?=[a-z]\) )", textwrap.dedent(text).strip(), flags=re.MULTILINE)[1:]:
        head, why = re.split(r"\n {4}", part, maxsplit=1)
        why = " ".join(why.split())
        shown = " ".join(head[3:].split())
        options[head[0]] = Option(shown, why.removeprefix("Right. "), why.startswith("Right. "))
    return options


@dataclass(kw_only=True, repr=False, eq=False)
class Choice(Hinting):
    """A question with lettered options, answered by ``check.<name>("b")``.

    Parameters
    ----------
    name : str
    question : str
    options : str
        For each option a line ``a) text``, and below it, indented by four, what is told who
        chooses it. That of the one right option begins with "Right.".
    hints : sequence of str

    Raises
    ------
    ValueError
        Not exactly one option is right.
    """

    name: str
    question: str
    options: dict[str, Option] | str
    hints: Sequence[str]

    _solution_text = "the right option, and why."

    def __post_init__(self):
        self.options = _read(self.options)
        right = [key for key, option in self.options.items() if option.is_right]
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
        if option.is_right:
            return self._result("pass", option.why)
        return self._result("fail", option.why, letter)

    def ask(self):
        """Ask the question in the notebook: an option is ticked, and its comment comes at once."""
        texts = {letter: option.text for letter, option in self.options.items()}
        return Asked(self.question, texts, lambda letter: told(self(letter)))

    def _todo(self):
        return self._result("todo", f"{self.question} Answer with a letter: `{self.handing_in}`.")

    def _solution_code(self):
        option = self.options[self.right]
        return f"{self.right}) {option.text}\n{option.why}"
