"""Exercises whose answer is a function.

How an exercise is declared
---------------------------
The solution is an ordinary function in the letters of the notebook; `Exercise.with_solution` makes
the exercise of it::

    @Exercise.with_solution(
        task="Write `double(x)`: twice every entry of the array x.",
        cases=[(np.array([3.0]),), (np.array([[0.5, 4.0], [-1.0, 10.0]]),)],
        hints=["NumPy works on whole arrays."],
        praise="Every entry is doubled.",
    )
    def double(x):
        return 2 * x

**Small cases.** The smallest case that fails is shown, so some should have one row and whole
numbers; others should have broken numbers and sizes that all differ, or wrong answers pass.

**Steps.** The shown case is worked out with the lines of the solution, each with its value: write
the solution in small steps with names. Where its lines do not show them, as in a loop,
``steps(k, index, *case)`` gives a dictionary of labels and values for entry ``index`` of result
``k``.

**Chain.** Which step is made of which is read from the solution's lines as well. Give the names of
several results in ``returns``.

**Known** wrong answers: what no change of one line explains, or what needs words of its own.
"""

import copy
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FunctionType

from nnlib.check import compare, diagnosis, troubles, worked
from nnlib.check.common import Hinting, is_stub, is_unfinished, is_untouched
from nnlib.check.facts import Facts
from nnlib.check.mine import WorksOn
from nnlib.check.sandbox import Complaint, Outcome, limited
from nnlib.check.source import loud, shown_code


@dataclass(kw_only=True, repr=False, eq=False)
class Exercise(Facts, WorksOn, Hinting):
    """An exercise whose answer is a function.

    Parameters
    ----------
    name : str
        The exercise is ``check.<name>``; the learner's function has the same name.
    task : str
        One sentence: what to write.
    reference : callable
        The right answer; its source is the solution.
    cases : sequence of tuples
        Arguments of ordinary calls.
    hints : sequence of str
    praise : str
        A sentence for the right answer.
    known : str or dict
        Known wrong answers with a sentence each, as `facts.read_known` reads them, or a
        dictionary of sentences and lists. The first that does what the learner's does is told.
    special : sequence of tuples
        Arguments of calls that are judged after the ordinary ones: extremes, edges.
    returns : tuple of str
        Names of the results; more than one means that a tuple is wanted.
    steps : callable, optional
        ``steps(k, index, *case)`` gives labels and values that lead to a right entry.
    warned : str
        A sentence for right values with a floating-point warning; if empty, none matters.
    judge : callable, optional
        ``judge(answer)`` looks, last of all, at what values cannot show; it returns a sentence
        about the fault, or None.
    explain : callable, optional
        ``explain(answer, case, got, wanted)`` gives the sentence about wrong values.
    rtol, atol : float
    """

    name: str
    task: str
    reference: object
    cases: Sequence[tuple]
    hints: Sequence[str]
    praise: str
    known: str | dict = ""
    special: Sequence[tuple] = ()
    returns: tuple[str, ...] = ()
    steps: Callable | None = None
    warned: str = ""
    judge: Callable | None = None
    explain: Callable | None = None
    rtol: float = 1e-5
    atol: float = 1e-7

    arguments = ""
    gives = "you return"
    subject = "What you return"

    @classmethod
    def with_solution(cls, **declared):
        """Make an exercise of the function that is decorated; it is the solution.

        A solution may call those of the exercises above it by their names.
        """

        def make(function):
            names = {n: getattr(v, "reference", v) for n, v in function.__globals__.items()}
            solution = FunctionType(function.__code__, names, function.__name__)
            solution.__defaults__, solution.__doc__ = function.__defaults__, function.__doc__
            return cls(name=function.__name__, reference=solution, **declared)

        return make

    def __call__(self, *answer):
        """Judge an answer; whatever it does, a sentence comes back and nothing is raised.

        Returns
        -------
        CheckResult
        """
        if self.can_be_read and answer and answer[0] is self.reference:  # given by `mine`
            text = f"this `{self.name}` is the course's. Run the cell with yours again, then"
            return self._result("todo", f"{text} `{self.handing_in}`.")
        untouched = limited(self._refuse, answer)
        if untouched.trouble:
            return self._result("fail", self._sentence(untouched.trouble))
        if untouched.value:
            return self._todo()
        outcomes = self._outcomes(answer)
        for i, outcome in enumerate(outcomes):
            fault = self._fault(i, outcome)
            if fault:
                return self._not_yet(fault, answer, outcomes, i)
        return self._last_look(answer, outcomes)

    @property
    def handing_in(self):
        """The line that hands an answer in."""
        return f"check.{self.name}({self.arguments or self.name})"

    def argument_names(self):
        """Names of what a case holds."""
        return list(inspect.signature(self.reference).parameters)

    # Inside the sandbox: whatever touches the learner's objects.

    def _refuse(self, answer):
        """Complain about an answer of the wrong kind; True if nothing has been written yet."""
        if is_untouched(answer):
            return True
        if len(answer) > 1:
            raise Complaint(f"Hand in one thing: `{self.handing_in}`.")
        if not callable(answer[0]):
            raise Complaint(
                f"You handed in {compare.called(answer[0])}; wanted: the function itself, "
                f"without brackets behind its name: `{self.handing_in}`."
            )
        if issubclass(type(answer[0]), type):
            raise Complaint("You handed in a class; wanted: a function.")
        self._refuse_parameters(answer[0])
        return is_stub(answer[0])

    def _refuse_parameters(self, function):
        try:
            signature = inspect.signature(function)
        except (ValueError, TypeError):  # some built-in functions keep their parameters secret
            return
        try:
            signature.bind(*self.cases[0])
        except TypeError as error:
            text = f"is called as `{self._call}`; the parameters of yours do not fit ({error})."
            raise Complaint(f"`{self.name}` {text}") from error

    def _attempt(self, answer, case):
        """Make one call; give its plain value and the names of arguments that it changed."""
        given = copy.deepcopy(case)
        value = compare.plain(answer[0](*given), len(self.returns) > 1, self.subject)
        triples = zip(self.argument_names(), case, given, strict=True)
        return value, [name for name, old, new in triples if not compare.unchanged(old, new)]

    # Outside: only plain facts from here on.

    def _outcomes(self, answer):
        """Try every case; do not wait a second time for code that does not end."""
        outcomes = []
        for case in self.every_case:
            outcomes.append(limited(self._attempt, answer, case))
            if outcomes[-1].trouble and "TimeLimit" in outcomes[-1].trouble.kinds:
                break
        return outcomes

    def _fault(self, i, outcome):
        """Say what is wrong with one outcome, or None."""
        right = self.every_right[i]
        if outcome.trouble:
            text = self._sentence(outcome.trouble)
            wanted = "numbers" if ", part " in text else compare.form_of(right, self.returns)
            return text.replace("wanted: numbers.", f"wanted: {wanted}.")
        got, changed = outcome.value
        if got is None and outcome.printed:
            return "It prints, but gives nothing back: `return` hands a value on, `print` does not."
        if got is None:
            return "Nothing comes back: is a `return` missing?"
        return (
            compare.structure_fault(got, right, self.returns, self.gives)
            or (not self.agree(got, right) and "The values are wrong.")
            or self._conduct_fault(self.every_case[i], changed, outcome.floating)
        )

    def _conduct_fault(self, case, changed, floating):
        if changed:
            return (
                f"The values are right, but your code changes its argument `{changed[0]}`, which "
                "its caller still needs. Make a new array instead."
            )
        if self.warned and floating:
            inputs = ", ".join(compare.inputs(self.argument_names(), case))
            return f"{self.warned} (NumPy warns, {', '.join(sorted(floating))}, for {inputs}.)"
        return None

    @property
    def _call(self):
        return f"{self.name}({', '.join(self.argument_names())})"

    def _sentence(self, trouble):
        return troubles.sentence(trouble, f"`{self._call}`")

    def _not_yet(self, fault, answer, outcomes, i):
        """Say what is wrong: the mistake by its name if it has one, else a case worked out."""
        trouble = outcomes[i].trouble
        if trouble and is_unfinished(trouble):
            return self._todo()
        if trouble and "TimeLimit" in trouble.kinds:
            return self._result("fail", fault)
        if trouble and self.warned and "OverflowError" in trouble.kinds:
            return self._result("fail", f"{self.warned} ({fault})")
        found = diagnosis.named(self, answer, outcomes, i)
        floating = self.warned and i >= len(self.cases) and outcomes[i].floating
        if floating and not found.text:  # the formula is right, and only the extremes are not
            return self._result("fail", self._conduct_fault(self.every_case[i], (), floating))
        if trouble or outcomes[i].value[0] is None or self._is_right(i, outcomes[i]):
            return self._result("fail", found.text or fault, found.key)
        return self._result("fail", self._shown(found, answer, outcomes), found.key)

    def _is_right(self, i, outcome):
        return self.agree(outcome.value[0], self.every_right[i])

    def _shown(self, found, answer, outcomes):
        """Show the smallest case that fails beside the name of the mistake."""
        gave = [i for i, o in enumerate(outcomes) if not o.trouble and o.value[0] is not None]
        failing = [i for i in gave if not self._is_right(i, outcomes[i])]
        i = failing[worked.smallest([self.every_case[i] for i in failing])]
        case, got, right = self.every_case[i], outcomes[i].value[0], self.every_right[i]
        formed = compare.structure_fault(got, right, self.returns, self.gives)
        where = "" if found.text or formed else diagnosis.place(self, answer, case, got, right)
        if self.explain or (formed and (isinstance(right, tuple) or found.text)):
            rest = self.explain(answer, case, got, right) if self.explain else formed
            return " ".join(filter(None, [found.text, rest]))
        shown = worked.example(self, case, got, right, with_steps=not found.text)
        named = " ".join(filter(None, [found.text, where, formed]))
        return "\n".join(filter(None, [named, shown]))

    def _agree(self, a, b):
        """Tell whether two outcomes are the same value, or stop with the same error."""
        if a.trouble or b.trouble:
            return bool(a.trouble and b.trouble) and a.trouble[:2] == b.trouble[:2]
        (value, changed), (other, also_changed) = a.value, b.value
        return changed == also_changed and self.agree(value, other)

    def _last_look(self, answer, outcomes):
        judged = limited(self.judge, *answer) if self.judge else Outcome()
        fault = self._sentence(judged.trouble) if judged.trouble else judged.value
        if fault:
            return self._result("fail", fault)
        if self.warned and self._is_silenced(answer):
            hidden = f"The warning is hidden, not avoided. {self.warned}"
            return self._result("fail", hidden, "hidden")
        prints = any(outcome.printed for outcome in outcomes)
        remark = " (It also prints; a `return` is enough.)" if prints else ""
        return self._result("pass", self.praise + remark)

    def _is_silenced(self, answer):
        """Tell whether the answer is faulty once nothing in it hides NumPy's warnings."""
        source = loud(answer[0])
        return bool(source and limited(self.first_fault, (source.function,)).value)

    def _solution_code(self):
        return shown_code(self.reference)
