"""What an exercise knows of itself: its cases, what is right there, its solution's source."""

import ast
import functools
import inspect
import itertools
import re
import textwrap
from typing import NamedTuple

import numpy as np

from nnlib.check import compare
from nnlib.check.compare import parts
from nnlib.check.sandbox import guarded
from nnlib.check.search import Goal
from nnlib.check.source import read


class Found(NamedTuple):
    """What was found about a mistake: a sentence, and a short key for its kind."""

    text: str = ""
    key: str | None = None


class Facts:
    """Questions about an exercise that its diagnosis asks."""

    @property
    def every_case(self):
        """All cases, the ordinary ones first."""
        return [*self.cases, *self.special]

    @functools.cached_property
    def every_right(self):
        """The right result of every case."""
        return [self.result(case) for case in self.every_case]

    def agree(self, a, b):
        """Tell whether two results are the same."""
        return compare.same(a, b, self.rtol, self.atol)

    @property
    def can_be_read(self):
        """Whether an answer is a function."""
        return callable(self.reference)

    @functools.cached_property
    def solved(self):
        """The source of the solution."""
        return read(self.reference) if self.can_be_read else None

    @functools.cached_property
    def numbers(self):
        """Numbers that stand in the solution."""
        nodes = ast.walk(self.solved.tree) if self.solved else ()
        values = [node.value for node in nodes if isinstance(node, ast.Constant)]
        return [value for value in values if type(value) in (int, float)]

    @functools.cached_property
    def letters(self):
        """For every argument the letters of its shape, as the solution's docstring names them."""
        found = re.findall(r"(\w+) \(([\w, ]+)\)", inspect.getdoc(self.reference) or "")
        letters = {name: re.findall(r"\w+", inside) for name, inside in found}
        return [letters.get(name, []) for name in self.argument_names()]

    @functools.cached_property
    def sizes(self):
        """For every case the letters and their sizes."""
        sizes = [{} for _ in self.every_case]
        for named, case in zip(sizes, self.every_case, strict=True):
            for letters, part in zip(self.letters, case, strict=True):
                named |= zip(letters, np.shape(part), strict=False)
        return sizes

    def result(self, case):
        """Give the solution's result."""
        return self._attempt(parts(self.reference), case)[0]

    def goal(self, results):
        """Make it a goal to give these results."""
        cases = tuple(zip(self.every_case, results, strict=False))
        return Goal(cases, len(self.returns) > 1, self.agree)

    def is_dull(self, values):
        """Tell whether results are too few or too equal to say where they come from."""
        numbers = [float(x) for v in values for part in parts(v) for x in part.flat]
        return len(np.unique(numbers)) < (3 if len(numbers) < 16 else 2)

    def first_fault(self, answer):
        """Say what is wrong first, without the time limit; None if nothing is."""
        outcomes = (guarded(self._attempt, answer, case) for case in self.every_case)
        return next(filter(None, map(self._fault, itertools.count(), outcomes)), None)

    def recognised(self, outcomes, i):
        """Find the known wrong answer that does the same; the first fault is at `i`.

        Forms of one mistake may differ in the special cases, so these count only if the fault
        shows nowhere else.
        """
        cases = self.cases if i < len(self.cases) else self.every_case
        for text, wrong in self.every_known:
            if all(
                self._agree(guarded(self._attempt, parts(wrong), case), outcome)
                for case, outcome in zip(cases, outcomes, strict=False)
            ):
                return Found(text, "known")
        return Found()

    @functools.cached_property
    def every_known(self):
        """List (sentence, wrong answer) for all forms of the known ones."""
        if isinstance(self.known, str):
            return read_known(self.known, self.known_answer)
        return [(text, wrong) for text, wrongs in self.known.items() for wrong in wrongs]

    def known_answer(self, code):
        """Make the wrong answer that a short text describes."""
        source = self.solved
        names = {**source.names, source.name: source.function}
        if "->" not in code:
            return eval(f"lambda {', '.join(source.parameters)}: ({code.strip()})", names)
        lines, (old, new) = ast.unparse(source.tree), (part.strip() for part in code.split("->"))
        old = ast.unparse(ast.parse(old))
        if old not in lines:
            raise ValueError(f"the solution {source.name} does not contain {old!r}.")
        exec(lines.replace(old, new), names)
        return names[source.name]


def read_known(text, make):
    """List (sentence, wrong answer) for a text in which known wrong answers are written short.

    A line without indentation holds wrong answers, ``;`` between two, each an expression or a
    change of the solution; the indented lines below it are the sentence that is told::

        y_hat - y
            The factor 2 is missing: the slope of e² is 2e.
        1 - A1**2 -> 1 - A1; 1 - A1**2 -> A1
            The slope of tanh is 1 − A1².
    """
    known, codes, words = [], [], []
    for line in [*textwrap.dedent(text).strip().splitlines(), ""]:
        if line.startswith("    "):
            words.append(line.strip())
            continue
        if words:
            known += [(" ".join(words), make(code)) for code in codes]
            codes, words = [], []
        codes += [code for code in line.split(";") if code.strip()]
    return known
