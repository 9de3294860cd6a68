"""Run every benchmark: ``python -m benchmarks``, or some by name: ``python -m benchmarks step``.

A benchmark is a module beside this one that has a ``main()``; it prints its own table.
"""

import os
import sys
from importlib import import_module
from pathlib import Path


def run(names):
    """Run the named benchmarks, or all of them in alphabetical order."""
    beside = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))
    unknown = set(names) - set(beside)
    if unknown:
        sys.exit(f"no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(beside)}")
    for name in names or beside:
        module = import_module(f"benchmarks.{name}")
        if hasattr(module, "main"):
            print(f"\n== {name}", flush=True)
            module.main()
        elif names:
            sys.exit(f"{name} is no benchmark of its own: it has no main()")


if __name__ == "__main__":
    # One thread, so that a table says what the code costs; libraries read this as they are loaded.
    for library in ("OPENBLAS", "MKL", "OMP"):
        os.environ[f"{library}_NUM_THREADS"] = "1"
    run(sys.argv[1:])
