"""Make code loud that hides NumPy's floating-point warnings."""

import ast
import inspect

from nnlib.check.source import Source, read

_HIDES = ("errstate", "seterr", "nan_to_num", "catch_warnings", "simplefilter", "filterwarnings")


def loud(function):
    """Give the source of a function in which nothing hides a warning; None if nothing does.

    Returns
    -------
    Source or None
    """
    source = read(inspect.unwrap(function))
    if source is None or not any(hide in inspect.getsource(function) for hide in _HIDES):
        return None
    return Source(_Louder().visit(source.copy().tree), source.names)


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
