"""The exercises of the course: one module a notebook, named after it, and one for a long listing.

They import the machinery in `nnlib.check`, and no module of the machinery imports them.
"""

import importlib
import pkgutil

_names = [found.name for found in pkgutil.iter_modules(__path__)]
NOTEBOOKS = [importlib.import_module(f"{__name__}.{name}") for name in _names]
