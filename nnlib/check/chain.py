"""Where in the chain a mistake lies, for answers that have several results or named steps."""

from nnlib.check import compare
from nnlib.check.worked import recorded


def place(exercise, answer, case, wrong):
    """Say which results are right, which (`wrong`, names) are not, and where to look."""
    right = [name for name in exercise.returns if name not in wrong]
    said = f"{_listed(right)} right, {_listed(wrong)} not" if right and wrong else ""
    if exercise.solved is None:
        return said and f"{said}."
    ways = exercise.solved.made_of(exercise.returns or ("",))
    own = _own_steps(exercise, answer, case)
    if own:
        text = ": ".join(filter(None, [said, own]))
        return f"Y{text[1:]}." if text.startswith("your") else f"{text}."
    innocent = {step for name in right for step in ways[name]}
    shared = set.intersection(*(set(ways[name]) for name in wrong)) if wrong else set()
    suspects = [step for step in ways[wrong[0]] if step in shared - innocent] if wrong else []
    if not right or not suspects:
        if len(exercise.returns) > 1 and suspects:
            return f"All are wrong: begin with `{suspects[0]}`, which all of them are made of."
        return said and f"{said}."
    before = [step for step in ways[wrong[0]] if step in innocent]
    if suspects[0] in wrong or not before:
        return f"{said}: look at the line that makes {suspects[0]}."
    return f"{said}: look between {before[-1]} and {suspects[-1]}."


def _listed(names):
    listed = " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
    return f"{listed} {'is' if len(names) == 1 else 'are'}"


def _own_steps(exercise, answer, case):
    """Compare the learner's steps with those of the solution that have the same names."""
    solved, right = exercise.solved, []
    ours, theirs = (recorded(function, *case)[1] for function in (solved.function, answer))
    apart = {*solved.parameters, *solved.looped}
    for step in solved.assigned:
        if step not in theirs or step not in ours or step in apart:
            continue
        a, b = compare.plain(theirs[step], False), compare.plain(ours[step], False)
        if exercise.agree(a, b):
            right += [step] * (step not in exercise.returns)
            continue
        if step in exercise.returns or step == solved.returned:
            return ""
        if len(exercise.returns) < 2 and not right:
            return ""  # of one name alone it says no more than that the result is wrong
        before = f"your {_listed(right)} right, " if right else ""
        return f"{before}your {step} is the first step that differs"
    return ""
