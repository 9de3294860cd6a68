"""Which cells of a notebook its labs need.

nbval runs every cell of every notebook in a kernel. Where cells that no lab needs train for long,
the browser leaves them as they are stored.
"""

import ast
import re

SHOWS = re.compile(r"\b(\w+Lab|Playground)\(|progress=True")


LISTS = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
INNER = ast.FunctionDef | ast.ClassDef | ast.Lambda | LISTS


def names(source):
    """Give the names that a cell sets, those that it changes a part of, and those that it reads.

    >>> made, changed, read = names("import numpy as np\\nnet.weights[0] = np.ones(n)")
    >>> sorted(made), sorted(changed), sorted(read)
    (['np'], ['net'], ['n', 'net', 'np'])
    >>> sorted(names("def f(a):\\n    b = [c + d for c in a]\\n    return b + e")[2])
    ['d', 'e']
    """
    made, changed = set(), set()
    tree = ast.parse(source)
    nodes = [tree]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            made.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            made.add(node.name)
        elif isinstance(node, ast.alias):
            made.add(node.asname or node.name)
        elif isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store):
            changed |= _read(node.value)
        # What is set inside a function is not the notebook's.
        nodes += [] if isinstance(node, INNER) else ast.iter_child_nodes(node)
    read, _ = _known(tree)
    return made, changed, read


def _read(node):
    names = (part for part in ast.walk(node) if isinstance(part, ast.Name))
    return {name.id for name in names if isinstance(name.ctx, ast.Load)}


def _known(scope):
    """Give the names that a scope reads from outside of the scopes in it, and those it sets."""
    read, made, nodes = set(), set(), list(ast.iter_child_nodes(scope))
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Name):
            (made if isinstance(node.ctx, ast.Store) else read).add(node.id)
        elif isinstance(node, ast.arg):
            made.add(node.arg)
        if isinstance(node, INNER):
            inner, own = _known(node)
            read |= inner - own
        else:
            nodes += ast.iter_child_nodes(node)
    return read, made


def needed(sources, code=None):
    """Give the numbers of the code cells that show a lab or a progress bar, and all they need.

    With `code`, those that this code needs.

    >>> cells = ["import x", "a = 1", "long = train()", "b = a", "a = 2", "GateLab(b)"]
    >>> needed(cells), needed(cells, "print(a)")
    ([1, 3, 5], [4])
    """
    wanted, kept = names(code)[2] if code else set(), []
    for number, source in reversed(list(enumerate(sources))):
        made, changed, read = names(source)
        shows = not code and SHOWS.search(source)
        if shows or (made | changed) & wanted:
            kept.insert(0, number)
            wanted = wanted - made | read
    return kept
