"""Dependencies point one way, and importing the package loads no pictures and no widgets."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# A module may import from its own layer and from those above it in this list, never below.
LAYERS = [
    {"validation", "edges", "small_sets", "planar", "more_sets"},
    {"activations", "losses", "datasets", "windows", "convolution", "pooling"},
    {"trainable", "network", "convnet", "neuron", "logic", "circuits"},
    {"optimisers", "starting", "divergence", "diagnostics"},
    {"training", "gradient_check", "sweep"},
    {"plots", "check"},
    {"labs"},
    {"command"},  # python -m nnlib.check
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
NUMERICS = set.union(*LAYERS[:5])

MAY_LOAD = {
    **{name: {"numpy", "tqdm"} for name in NUMERICS},
    "plots": {"numpy", "matplotlib", "contourpy", "PIL", "IPython"},
    "check": {"numpy", "IPython", "ipywidgets", "jupyter_client", "nbformat"},
    "command": set(),
}


def part(module):
    """The part of the package that a dotted name belongs to; "" for the package itself.

    >>> part("nnlib.plots.style"), part("nnlib"), part("nnlib.check.__main__")
    ('plots', '', 'command')
    """
    return "command" if module.endswith(".__main__") else [*module.split("."), ""][1]


def imports(tree, package):
    """List the dotted names that a module imports, wherever in it; relative ones resolved.

    A name taken from the package itself may be a part of it: ``from nnlib import plots``.
    """
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1]
            origin = node.module or ""
            if node.level:
                origin = ".".join([*parents, *filter(None, [node.module])])
            names.append(origin)
            if origin == "nnlib":
                names += [f"nnlib.{alias.name}" for alias in node.names if alias.name in LEVEL]
    return names


def arrows(folder):
    """List (module, imported name) for every import in every file of a package."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        place = path.relative_to(folder.parent).with_suffix("")
        is_package = place.name == "__init__"
        module = ".".join(place.parent.parts if is_package else place.parts)
        package = module if is_package else module.rpartition(".")[0]
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [(module, name) for name in imports(tree, package)]
    return found


def upwards(found):
    """List the arrows that point the wrong way, and the parts that no layer names."""
    faults = []
    for module, name in found:
        start, end = part(module), part(name) if name.split(".")[0] == "nnlib" else ""
        if start and start not in LEVEL:
            faults.append(f"{module}: no layer holds {start!r}; add it to LAYERS")
        elif start and end and start != end:
            is_up = LEVEL.get(end, 99) > LEVEL[start] or {start, end} == {"plots", "check"}
            faults += [f"{module} imports {name}"] if is_up else []
        elif not start and end and end not in NUMERICS:
            faults.append(f"{module} imports {name}")
    return faults


@pytest.fixture(scope="module")
def found():
    """All imports of the package."""
    return arrows(ROOT / "nnlib")


def test_arrows_point_down(found):
    assert upwards(found) == []


def backwards(found):
    """List where the machinery of the checks imports an exercise; only the package itself may."""
    room = "nnlib.check.exercises"
    return [
        f"{module} imports {name}"
        for module, name in found
        if name.startswith(room) and not module.startswith(room) and module != "nnlib.check"
    ]


def test_exercises_import_the_machinery_and_never_the_other_way(found):
    assert backwards(found) == []
    assert backwards([("nnlib.check.exercise", "nnlib.check.exercises.start_here")])
    assert any(module.startswith("nnlib.check.exercises.") for module, _ in found)


def test_no_part_needs_itself_through_others(found):
    graph = {}
    for module, name in found:
        if part(module) and part(name) in LEVEL and part(name) != part(module):
            graph.setdefault(part(module), set()).add(part(name))
    TopologicalSorter(graph).prepare()


def lab_of(module):
    """Name of the lab whose folder a module is in; "" elsewhere.

    >>> lab_of("nnlib.labs.gate.view"), lab_of("nnlib.labs.shared.base"), lab_of("nnlib.labs")
    ('gate', 'shared', '')
    """
    return [*module.split("."), "", ""][2] if module.startswith("nnlib.labs.") else ""


def across(found):
    """List the imports of labs from other labs, and of the shared room from any."""
    return [
        f"{module} imports {name}"
        for module, name in found
        if lab_of(module) and lab_of(name) not in ("", "shared", lab_of(module))
    ]


def test_a_lab_takes_nothing_from_another(found):
    assert across(found) == []
    assert across([("nnlib.labs.gate.view", "nnlib.labs.bucket.view")])
    assert across([("nnlib.labs.shared.base", "nnlib.labs.bucket.view")])


def test_the_shared_room_of_the_labs_has_no_circle(found):
    shared = "nnlib.labs.shared."
    graph = {}
    for module, name in found:
        if module.startswith(shared) and name.startswith(shared):
            graph.setdefault(module, set()).add(name)
    assert len(graph) > 2
    TopologicalSorter(graph).prepare()


def test_each_layer_loads_only_its_own_libraries(found):
    known = {*sys.stdlib_module_names, "nnlib"}
    faults = [
        f"{module} imports {name}"
        for module, name in found
        if name.split(".")[0] not in known | MAY_LOAD.get(part(module), {name.split(".")[0]})
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("nnlib.losses", "nnlib.network"),
        ("nnlib.network", "nnlib.plots.style"),
        ("nnlib.training", "nnlib.labs"),
        ("nnlib.plots.curves", "nnlib.labs.shared.base"),
        ("nnlib.check.base", "nnlib.plots"),
        ("nnlib", "nnlib.plots"),
        ("nnlib.helpers", "numpy"),
        ("nnlib.losses", "nnlib.helpers"),
    ],
)
def test_an_arrow_upwards_is_found(module, name):
    assert upwards([(module, name)])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def f():\n    from nnlib import plots", {"nnlib", "nnlib.plots"}),
        ("from . import style", {"nnlib.plots"}),
        ("from ..losses import sse", {"nnlib.losses"}),
        ("import matplotlib.pyplot as plt", {"matplotlib.pyplot"}),
    ],
)
def test_imports_are_found_wherever_they_stand(code, expected):
    assert set(imports(ast.parse(code), "nnlib.plots")) == expected


def loaded_by(statement):
    """Names of the top-level modules that a fresh interpreter holds after a statement."""
    program = f"import sys\n{statement}\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_numerics_loads_no_pictures_and_no_widgets():
    there = [name for name in sorted(NUMERICS) if (ROOT / f"nnlib/{name}.py").exists()]
    loaded = loaded_by("\n".join(["import nnlib", *(f"import nnlib.{name}" for name in there)]))
    assert "nnlib" in loaded
    assert not loaded & {"matplotlib", "ipywidgets", "IPython", "PIL", "anywidget", "traitlets"}


def test_the_pictures_load_no_widgets():
    assert not loaded_by("import nnlib.plots") & {"ipywidgets", "anywidget"}


def test_a_check_answers_without_widgets():
    asks = "from nnlib import check; check.double(lambda x: 2 * x); check.curve_1('a')"
    assert not loaded_by(asks) & {"ipywidgets", "anywidget", "IPython"}
