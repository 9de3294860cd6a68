"""The exercises of the course: one module a notebook, named after it.

A name that begins with `_` holds a part of one that would be too long.

They import the machinery in `nnlib.check`, and no module of the machinery imports them.
"""

import importlib
import pkgutil

_names = [found.name for found in pkgutil.iter_modules(__path__) if found.name[0] != "_"]
NOTEBOOKS = [importlib.import_module(f"{__name__}.{name}") for name in _names]
