"""Known wrong answers, written as short as they are: an expression or a change of the solution.

An exercise lists them as text. A line without indentation holds wrong answers, ``;`` between two;
the indented lines below it are the sentence that is told::

    y_hat - y
        The factor 2 is missing: the slope of e² is 2e.
    1 - A1**2 -> 1 - A1; 1 - A1**2 -> A1
        The slope of tanh is 1 − A1².
"""

import ast
import textwrap


def read_known(text, source):
    r"""List (sentence, wrong answer) for a text.

    Parameters
    ----------
    text : str
    source : Source
        The solution. Its parameters and the names it sees are known to the expressions.

    Raises
    ------
    ValueError
        A change that changes nothing.

    Examples
    --------
    >>> from nnlib.check.source import read
    >>> from textwrap import dedent
    >>> (sentence, wrong), = read_known("text * 2\n    You double.", read(dedent))
    >>> sentence, wrong("ab")
    ('You double.', 'abab')
    """
    known, codes, words = [], [], []
    for line in [*textwrap.dedent(text).strip().splitlines(), ""]:
        if line.startswith("    "):
            words.append(line.strip())
            continue
        if words:
            known += [(" ".join(words), _function(code, source)) for code in codes]
            codes, words = [], []
        codes += [code for code in line.split(";") if code.strip()]
    return known


def _function(code, source):
    names = {**source.names, source.name: source.function}
    if "->" not in code:
        return eval(f"lambda {', '.join(source.parameters)}: ({code.strip()})", names)
    lines, (old, new) = ast.unparse(source.tree), (part.strip() for part in code.split("->"))
    old = ast.unparse(ast.parse(old))
    if old not in lines:
        raise ValueError(f"the solution {source.name} does not contain {old!r}.")
    exec(lines.replace(old, new), names)
    return names[source.name]
