"""Which cells of a notebook some of them need: those that make the names that they read."""

import ast

LISTS = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
INNER = ast.FunctionDef | ast.ClassDef | ast.Lambda | LISTS


def names(source):
    r"""Give the names that a cell sets, those that it changes a part of, and those that it reads.

    >>> made, changed, read = names("import numpy as np\nnet.weights[0] = np.ones(n)")
    >>> sorted(made), sorted(changed), sorted(read)
    (['np'], ['net'], ['n', 'net', 'np'])
    >>> sorted(names("def f(a):\n    b = [c + d for c in a]\n    return b + e")[2])
    ['d', 'e']
    >>> sorted(names("a = b\nc = a + c\nfor d in a:\n    print(d)")[2])
    ['b', 'c', 'print']
    """
    made, changed = set(), set()
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):  # a cell that does not run makes nothing
        tree = ast.Module([], [])
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
    return made, changed, _from_outside(tree)


def _from_outside(tree):
    """Give the names that a cell reads before it has set them itself."""
    read, made = set(), set()
    for statement in tree.body:
        used, new = _known(ast.Module([statement], []))
        if isinstance(statement, ast.For):
            names = {part.id for part in ast.walk(statement.target) if isinstance(part, ast.Name)}
            used -= names - _read(statement.iter)
        read |= used - made
        if isinstance(statement, ast.Assign):
            made |= new
    return read


def _read(node):
    names = (part for part in ast.walk(node) if isinstance(part, ast.Name))
    return {name.id for name in names if isinstance(name.ctx, ast.Load)}


def _known(scope):
    """Give the names that a scope and those inside it read from outside, and those it sets."""
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


def needed(sources, wanted, code=""):
    """Give the numbers of the code cells that are wanted, and of all that they need.

    Parameters
    ----------
    sources : list of str
        The code cells, in order, without magic commands.
    wanted : callable
        ``wanted(source)`` tells whether a cell is.
    code : str, optional
        What runs after the last cell; what it needs is given too.

    Examples
    --------
    >>> cells = ["import x", "a = 1", "long = train()", "b = a", "a = 2", "GateLab(b)"]
    >>> needed(cells, lambda source: "Lab" in source)
    [1, 3, 5]
    >>> needed(cells, lambda source: False, "print(a)")
    [4]
    """
    missing, kept = names(code)[2], []
    for number, source in reversed(list(enumerate(sources))):
        made, changed, read = names(source)
        if wanted(source) or "*" in made or (made | changed) & missing:
            kept.insert(0, number)
            missing = missing - made | read
    return kept
