"""Find numbers in a notebook's prose that nothing checks.

A decimal number, a percentage or a whole number from 100 up must be written by a mark
(see notebooks/source/build.py), or be a setting in the notebook's code, or stand in a text
output, which nbval compares. Years and what stands in links, addresses, HTML tags and code
fences are left alone.
"""

import ast
import re
from decimal import Decimal

from IPython.core.inputtransformer2 import TransformerManager

SEPARATOR = r"(?:,|\{,\}|\\,|[_\u00a0\u2009\u202f])"
NUMBER = re.compile(
    rf"(?<![\w.])(?P<digits>\d{{1,3}}(?:{SEPARATOR}\d{{3}}(?!\d))+|\d+)"
    r"(?P<fraction>\.\d+)?(?P<exponent>[eE][+-]?\d+)?"
    r"(?P<percent>[\s\u00a0]*(?:\\?%|per ?cent))?"
)
NO_PROSE = [
    re.compile(r"^(?P<fence>```+|~~~+).*?^(?P=fence)", re.MULTILINE | re.DOTALL),
    re.compile(r"<https?://[^>]*>"),
    re.compile(r"</?[a-zA-Z][^>]*>|<!--.*?-->", re.DOTALL),
    re.compile(r"(?<=\])\([^()\s]*(?:\([^()]*\)[^()\s]*)?\)"),
    re.compile(r"^\[[^\]]+\]:.*$", re.MULTILINE),
    re.compile(r"https?://\S+"),
    re.compile(r"&#?\w+;"),
    re.compile(r"\{\{ .+? \}\}"),
]


def numbers(text):
    """Find (value, match) of every unsigned number of a text, thousands separators understood.

    >>> [str(value) for value, _ in numbers("W1 after 1,500 or $10{,}000$ steps: 0.5, 67.25 %")]
    ['1500', '10000', '0.5', '67.25']
    """
    for match in NUMBER.finditer(text):
        digits = re.sub(r"\D", "", match["digits"])
        yield Decimal(digits + (match["fraction"] or "") + (match["exponent"] or "")), match


def needs_a_check(value, match):
    """Tell whether a number of the prose has to be checked.

    >>> [m[0] for v, m in numbers("4 units, 100 steps, in 1943, 5 %, 0.1") if needs_a_check(v, m)]
    ['100', '5 %', '0.1']
    """
    if match["fraction"] or match["exponent"] or match["percent"]:
        return True
    is_year = match["digits"].isdigit() and 1900 <= value <= 2030
    return value >= 100 and not is_year


def prose(markdown):
    """Blank out all that is no prose, marks included.

    >>> prose("a [map](05.ipynb#100) of {{ f'{1.5:.1f}' }} at <https://x.org/404>")
    'a [map]… of … at …'
    """
    for pattern in NO_PROSE:
        markdown = pattern.sub("…", markdown)
    return markdown


def settings(trees):
    """Collect the numbers that stand as literals in the code (not those in strings or comments)."""
    constants = (node.value for tree in trees for node in ast.walk(tree) if _is_constant(node))
    return {
        abs(Decimal(repr(value)))
        for value in constants
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def _is_constant(node):
    return isinstance(node, ast.Constant)


def printed(cells):
    """Collect the numbers in the text outputs, captions left out: those are prose too."""
    return {value for cell in cells for output in cell.outputs for value in _in_output(output)}


def _in_output(output):
    if output.output_type == "stream":
        texts = [output.text]
    else:
        data = output.get("data", {})
        is_caption = "image/png" in data or "text/markdown" in data
        texts = [] if is_caption else [data.get("text/plain", ""), prose(data.get("text/html", ""))]
    return [value for text in texts for value, _ in numbers(text)]


def captions(tree):
    """List what is typed, not computed, in the captions that a cell hands to ``show``."""
    typed = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            typed[node.targets[0].id] = node.value
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    shows = [call for call in calls if getattr(call.func, "attr", None) == "show"]
    words = [word for call in shows for word in [*call.args[1:], *(k.value for k in call.keywords)]]
    return [_typed_text(typed.get(getattr(word, "id", None), word)) for word in words]


def _typed_text(node):
    """Join the string constants below a node, without the ``.3f`` of an f-string."""
    if isinstance(node, ast.FormattedValue):
        return "…"
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return "".join(_typed_text(child) for child in ast.iter_child_nodes(node))


def unchecked(source, notebook):
    """List the numbers of the prose that neither a mark, nor the code, nor an output accounts for.

    Parameters
    ----------
    source : NotebookNode
        The source as ``build.read`` gives it, marks still marks.
    notebook : NotebookNode
        The executed notebook.

    Returns
    -------
    list of str
        One line for each: the cell, the number, the words around it.
    """
    codes = [cell for cell in source.cells if cell.cell_type == "code"]
    transform = TransformerManager().transform_cell
    trees = {cell.id: ast.parse(transform(cell.source)) for cell in codes}
    executed = [cell for cell in notebook.cells if cell.cell_type == "code"]
    known = settings(trees.values()) | printed(executed)
    faults = []
    for place, cell in enumerate(source.cells, start=1):
        is_text = cell.cell_type == "markdown"
        for text in [prose(cell.source)] if is_text else captions(trees[cell.id]):
            faults += [f"cell {place}: {fault}" for fault in _unknown(text, known)]
    return faults


def _unknown(text, known):
    for value, match in numbers(text):
        is_known = value in known or (match["percent"] and value / 100 in known)
        if needs_a_check(value, match) and not is_known:
            around = text[max(match.start() - 30, 0) : match.end() + 20]
            yield f"{match[0].strip()} in “{' '.join(around.split())}”"
