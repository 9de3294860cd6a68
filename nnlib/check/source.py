"""The source of a function as a tree that can be changed and run again."""

import ast
import contextlib
import copy
import inspect
import textwrap
import warnings
from types import FunctionType


class Source:
    """A function's source, without its decorators, as a tree, and the names that it sees."""

    def __init__(self, tree, names):
        self.tree, self.names = tree, names
        self.name = tree.body[0].name

    @property
    def function(self):
        """The function that the tree describes now, compiled afresh."""
        with warnings.catch_warnings():  # what Python thinks of our trial is no word to a learner
            warnings.simplefilter("ignore", SyntaxWarning)
            code = compile(self.tree, "<changed>", "exec")
        exec(code, self.names)
        return self.names[self.name]

    def copy(self):
        """Give the same source a tree of its own."""
        return Source(copy.deepcopy(self.tree), self.names)

    @property
    def parameters(self):
        """Names of the function's parameters."""
        return [part.arg for part in self.tree.body[0].args.args]

    @property
    def assigned(self):
        """Names that the function gives a value to, in the order of the lines."""
        names = (node for node in ast.walk(self.tree) if isinstance(node, ast.Name))
        stored = [node for node in names if isinstance(node.ctx, ast.Store)]
        stored.sort(key=lambda node: (node.lineno, node.col_offset))
        return list(dict.fromkeys(node.id for node in stored))

    @property
    def looped(self):
        """Names that loops run through."""
        loops = [node.target for node in ast.walk(self.tree) if isinstance(node, ast.For)]
        return {name for target in loops for name in _names(target)}

    @property
    def returned(self):
        """The name that the last line gives back; empty if that is no name."""
        return getattr(getattr(self.tree.body[0].body[-1], "value", None), "id", "")

    def made_of(self, returns):
        """List for every result the named steps that it is made of, in their order."""
        direct = {}
        for line in self.tree.body[0].body:
            if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                direct[line.targets[0].id] = _names(line.value)
            elif isinstance(line, ast.Return):
                several = isinstance(line.value, ast.Tuple)
                results = line.value.elts if several else [line.value]
                for name, part in zip(returns, results, strict=False):
                    if not (isinstance(part, ast.Name) and part.id == name):
                        direct[name] = _names(part)
        return {r: [s for s in direct if s in _below(r, direct)] for r in returns}


def _names(node):
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _below(name, direct):
    below, waiting = set(), [name]
    while waiting:
        step = waiting.pop()
        if step in direct and step not in below:
            below.add(step)
            waiting += direct[step]
    return below


def read(function):
    """Read the source of a function; None where there is none, as for built-in functions."""
    if not isinstance(function, FunctionType):
        return None
    try:
        lines, start = inspect.getsourcelines(function.__code__)
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except (OSError, SyntaxError, ValueError, TypeError):
        return None
    if not tree.body or not isinstance(tree.body[0], ast.FunctionDef):
        return None
    tree.body = tree.body[:1]
    tree.body[0].decorator_list = []
    ast.increment_lineno(tree, start - 1)
    return Source(tree, {**function.__globals__, **_enclosed(function)})


def _enclosed(function):
    """Values of the names that a nested function takes from round it."""
    enclosed = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        with contextlib.suppress(ValueError):  # not given a value yet
            enclosed[name] = cell.cell_contents
    return enclosed


def text_of(node):
    """Write an expression or a statement as one line of code, cut where it is long."""
    text = " ".join(ast.unparse(node).split()).replace("`", "'")
    text = text.replace(" ** ", "**") if isinstance(node, ast.BinOp) else text
    return text if len(text) <= 70 else text[:68] + " …"


def shown_code(function):
    """Give the source of a function or a class, without its decorator and its docstring."""
    text = textwrap.dedent(inspect.getsource(function)).rstrip()
    node, lines = ast.parse(text).body[0], text.splitlines()
    if ast.get_docstring(node):
        del lines[node.body[0].lineno - 1 : node.body[0].end_lineno]
    return "\n".join(lines[node.lineno - 1 :])


# Code that hides NumPy's floating-point warnings is made loud.

_HIDES = ("errstate", "seterr", "nan_to_num", "catch_warnings", "simplefilter", "filterwarnings")


def loud(function):
    """Give the source of a function in which nothing hides a warning; None if nothing does."""
    source = read(inspect.unwrap(function))
    if source is None or not any(hide in inspect.getsource(function) for hide in _HIDES):
        return None
    return Source(ast.fix_missing_locations(_Louder().visit(source.copy().tree)), source.names)


class _Louder(ast.NodeTransformer):
    """Take out what hides."""

    def visit_With(self, node):
        self.generic_visit(node)
        open_items = [item for item in node.items if not _hides(item.context_expr)]
        if open_items:
            return ast.With(open_items, node.body, lineno=node.lineno)
        return ast.If(ast.Constant(True), node.body, [])

    def visit_Call(self, node):
        self.generic_visit(node)
        if not _hides(node):
            return node
        return node.args[0] if "nan_to_num" in ast.dump(node.func) else ast.Constant(None)


def _hides(node):
    return isinstance(node, ast.Call) and any(hide in ast.dump(node.func) for hide in _HIDES)
