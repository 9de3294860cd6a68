"""Exercises whose answer is a function or a class."""

import copy
import inspect
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nnlib.check import compare, faults, troubles
from nnlib.check.common import Hinting, Misconception, is_stub, is_unfinished, is_untouched
from nnlib.check.sandbox import Complaint, guarded, limited


@dataclass(kw_only=True, repr=False, eq=False)
class Exercise(Hinting):
    """An exercise whose answer is a function, or a class.

    Parameters
    ----------
    name : str
        The exercise is ``check.<name>``; the learner's function has the same name.
    task : str
        One sentence: what to write.
    reference : callable
        The right answer; by default its source is the solution.
    cases : sequence of tuples
        Arguments of ordinary calls. Put first the one that tells most.
    misconceptions : sequence of Misconception
        ``wrong`` is called as `reference` is. It may raise: a learner whose code stops at the
        same call with the same error is then told. The first that fits is named.
    hints : sequence of str
    praise : str
        A sentence for the right answer.
    special : sequence of tuples
        Arguments of calls that are judged after the ordinary ones: extremes, edges.
    returns : tuple of str
        Names of the results; more than one means that a tuple is wanted.
    drive : callable, optional
        ``drive(answer, *case)`` uses the answer; by default this is ``answer(*case)``. A class
        needs one: it builds an object, uses it, and gives back arrays.
    stable : bool
        Whether a floating-point warning (overflow, …) is a fault although the values are right.
    nudged : callable, optional
        For gradients: ``nudged(k, delta, *case)`` is the loss when the array that result ``k`` is
        the gradient of is moved by ``delta``. Its slope is quoted when a result is wrong.
    judge : callable, optional
        ``judge(answer)`` looks, last of all, at what values cannot show; it returns a sentence
        about the fault, or None.
    explain : callable, optional
        ``explain(case, got, wanted)`` gives the sentence about wrong values instead of ours.
    source : callable or tuple of callables, optional
        What the solution shows, if not `reference`.
    rtol, atol : float
        Tolerance; wide enough for float32.
    wants : {"function", "class"}
    """

    name: str
    task: str
    reference: object
    cases: Sequence[tuple]
    misconceptions: Sequence[Misconception]
    hints: Sequence[str]
    praise: str
    special: Sequence[tuple] = ()
    returns: tuple[str, ...] = ()
    drive: Callable | None = None
    stable: bool = False
    nudged: Callable | None = None
    judge: Callable | None = None
    explain: Callable | None = None
    source: object = None
    rtol: float = 1e-5
    atol: float = 1e-7
    wants: str = "function"

    gives = "you return"
    subject = "What you return"

    def __call__(self, *answer):
        """Judge an answer; whatever it does, a sentence comes back and nothing is raised.

        Returns
        -------
        CheckResult
        """
        untouched = limited(self._refuse, answer)
        if untouched.trouble:
            return self._result("fail", self._sentence(untouched.trouble))
        if untouched.value:
            return self._todo()
        outcomes = self._outcomes(answer)
        for i, outcome in enumerate(outcomes):
            fault = self._fault(self._every_case[i], outcome)
            if fault:
                return self._not_yet(fault, outcomes, i)
        return self._last_look(answer, outcomes)

    @property
    def handing_in(self):
        """The line that hands an answer in."""
        return f"check.{self.name}({self.name})"

    def argument_names(self):
        """Names of what a case holds."""
        if self.drive is None:
            return list(inspect.signature(self.reference).parameters)
        return list(inspect.signature(self.drive).parameters)[len(_parts(self.reference)) :]

    @property
    def _every_case(self):
        return [*self.cases, *self.special]

    # Inside the sandbox: whatever touches the learner's objects.

    def _refuse(self, answer):
        """Complain about an answer of the wrong kind; True if nothing has been written yet."""
        if is_untouched(answer):
            return True
        if len(answer) > 1:
            raise Complaint(f"Hand in one thing: `{self.handing_in}`.")
        if not callable(answer[0]):
            raise Complaint(
                f"You handed in {compare.called(answer[0])}; wanted: the {self.wants} itself, "
                f"without brackets behind its name: `{self.handing_in}`."
            )
        kind = "class" if issubclass(type(answer[0]), type) else "function"
        if kind != self.wants:
            raise Complaint(f"You handed in a {kind}; wanted: a {self.wants}.")
        if self.drive is None:
            self._refuse_parameters(answer[0])
        return is_stub(answer[0])

    def _refuse_parameters(self, function):
        try:
            signature = inspect.signature(function)
        except (ValueError, TypeError):  # some built-in functions keep their parameters secret
            return
        names = self.argument_names()
        try:
            signature.bind(*self.cases[0])
        except TypeError as error:
            raise Complaint(
                f"`{self.name}` is called as `{self.name}({', '.join(names)})`; the parameters of "
                f"yours do not fit ({error})."
            ) from error

    def _attempt(self, answer, case):
        """Make one call; give its plain value and the names of arguments that it changed."""
        given = copy.deepcopy(case)
        raw = self.drive(*answer, *given) if self.drive else answer[0](*given)
        value = compare.plain(raw, len(self.returns) > 1, self.subject)
        triples = zip(self.argument_names(), case, given, strict=True)
        return value, [name for name, old, new in triples if not compare.unchanged(old, new)]

    # Outside: only plain facts from here on.

    def _outcomes(self, answer):
        """Try every case; do not wait a second time for code that does not end."""
        outcomes = []
        for case in self._every_case:
            outcomes.append(limited(self._attempt, answer, case))
            if outcomes[-1].trouble and "TimeLimit" in outcomes[-1].trouble.kinds:
                break
        return outcomes

    def _fault(self, case, outcome):
        """Say what is wrong with one outcome, or None."""
        if outcome.trouble:
            return self._sentence(outcome.trouble)
        got, changed = outcome.value
        right = self._attempt(_parts(self.reference), case)[0]
        if got is None:
            return "Nothing comes back: the result is None. Is a `return` missing?"
        return (
            faults.structure_fault(got, right, self.returns, self.gives)
            or self._values_fault(case, got, right)
            or self._conduct_fault(case, changed, outcome.floating)
        )

    def _values_fault(self, case, got, right):
        if compare.same(got, right, self.rtol, self.atol):
            return None
        if self.explain:
            return self.explain(case, got, right)
        return faults.entry_fault(self, case, got, right)

    def _conduct_fault(self, case, changed, floating):
        if changed:
            return (
                f"The values are right, but your code changes its argument `{changed[0]}`, which "
                "its caller still needs. Make a new array instead."
            )
        if self.stable and floating:
            where = compare.situation(self.argument_names(), case)
            return f"The values are right, but NumPy warns ({', '.join(sorted(floating))}) {where}."
        return None

    def _sentence(self, trouble):
        call = f"{self.name}({', '.join(self.argument_names())})"
        return troubles.sentence(trouble, f"`{call}`")

    def _not_yet(self, fault, outcomes, i):
        """Choose between "todo", a misconception that fits, and the plain fault."""
        trouble = outcomes[i].trouble
        if trouble and is_unfinished(trouble):
            return self._todo()
        for known in self.misconceptions:
            if self._fits(known.wrong, outcomes, i):
                return self._result("fail", f"{known.message} {fault}", known.key)
        return self._result("fail", fault)

    def _fits(self, wrong, outcomes, i):
        """Tell whether `wrong` does what the learner's code did, whose first fault is at `i`.

        Forms of one mistake may differ in the special cases, so these count only if the fault
        shows nowhere else.
        """
        cases = self.cases if i < len(self.cases) else self._every_case
        return all(
            self._agree(guarded(self._attempt, _parts(wrong), case), outcome)
            for case, outcome in zip(cases, outcomes, strict=False)
        )

    def _agree(self, a, b):
        """Tell whether two outcomes are the same value, or stop with the same error."""
        if a.trouble or b.trouble:
            return bool(a.trouble and b.trouble) and a.trouble[:2] == b.trouble[:2]
        (value, changed), (other, also_changed) = a.value, b.value
        return changed == also_changed and compare.same(value, other, self.rtol, self.atol)

    def _last_look(self, answer, outcomes):
        judged = limited(self.judge, *answer) if self.judge else None
        if judged and judged.trouble:
            return self._result("fail", self._sentence(judged.trouble))
        if judged and judged.value:
            return self._result("fail", judged.value)
        prints = any(outcome.printed for outcome in outcomes)
        remark = " (It also prints; a `return` is enough.)" if prints else ""
        return self._result("pass", self.praise + remark)

    def _solution_code(self):
        shown = _parts(self.source or self.reference)
        return "\n\n".join(textwrap.dedent(inspect.getsource(part)).rstrip() for part in shown)


def _parts(answer):
    return answer if isinstance(answer, tuple) else (answer,)
