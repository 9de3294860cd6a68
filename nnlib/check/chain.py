"""Where in the chain a mistake lies, for answers that have several results or named steps."""

import ast

from nnlib.check import compare
from nnlib.check.worked import recorded


def made_of(source, returns):
    """Say for each result of a solution which named steps it is made of, in their order.

    Parameters
    ----------
    source : Source
        The solution. Its last line returns the results.
    returns : tuple of str

    Returns
    -------
    dict of str to list of str
    """
    direct = {}
    for line in source.tree.body[0].body:
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
            direct[line.targets[0].id] = _names(line.value)
        elif isinstance(line, ast.Return):
            parts = line.value.elts if isinstance(line.value, ast.Tuple) else [line.value]
            for name, part in zip(returns, parts, strict=False):
                if not (isinstance(part, ast.Name) and part.id == name):
                    direct[name] = _names(part)
    return {name: [step for step in direct if step in _all_below(name, direct)] for name in returns}


def _names(node):
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _all_below(name, direct):
    below, waiting = set(), [name]
    while waiting:
        step = waiting.pop()
        if step in direct and step not in below:
            below.add(step)
            waiting += direct[step]
    return below


def place(exercise, answer, case, wrong):
    """Say which results are right, which are not, and where to look.

    Parameters
    ----------
    exercise : Exercise
    answer : callable
        The learner's.
    case : tuple
    wrong : list of str
        Names of the results that are wrong.
    """
    right = [name for name in exercise.returns if name not in wrong]
    said = f"{_listed(right)} right, {_listed(wrong)} not" if right and wrong else ""
    if exercise.solved is None:
        return f"{said}." if said else ""
    ways = made_of(exercise.solved, exercise.returns or ("",))
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
        return f"{said}." if said else ""
    before = [step for step in ways[wrong[0]] if step in innocent]
    if suspects[0] in wrong or not before:
        return f"{said}: look at the line that makes {suspects[0]}."
    return f"{said}: look between {before[-1]} and {suspects[0]}."


def _listed(names):
    listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""
    return f"{listed} {'is' if len(names) == 1 else 'are'}"


def _own_steps(exercise, answer, case):
    """Compare the learner's steps with those of the solution that have the same names."""
    _, ours = recorded(exercise.solved.function, *case)
    _, theirs = recorded(answer, *case)
    right = []
    for step in exercise.solved.assigned:
        if step not in theirs or step not in ours or step in exercise.solved.parameters:
            continue
        a, b = compare.plain(theirs[step], False), compare.plain(ours[step], False)
        if compare.same(a, b, exercise.rtol, exercise.atol):
            right.append(step)
            continue
        if step in (exercise.returns or exercise.solved.assigned[-1:]):
            return ""
        before = f"your {_listed(right)} right, " if right else ""
        return f"{before}your {step} is the first step that differs"
    return ""
