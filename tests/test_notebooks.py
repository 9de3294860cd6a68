"""The notebooks: paired with their sources, up to date, and true in what they say.

What the checks themselves catch is shown on small sources in test_notebook_tools.py.
"""

import ast
import re

import nbformat
import pytest

import build
import links
import pair
import prose
import times

NAMES = sorted(
    {path.stem for path in build.SOURCES.glob("*.md")}
    | {path.stem for path in build.NOTEBOOKS.glob("*.ipynb")}
)
MOST_LINES = 18
NETWORK_MODULES = {"http", "httpx", "requests", "socket", "urllib", "urllib3"}


@pytest.fixture(params=NAMES)
def name(request):
    """One notebook after the other, by its name without an ending."""
    return request.param


@pytest.fixture
def source(name):
    """The source's cells, not executed."""
    path = build.SOURCES / f"{name}.md"
    assert path.exists(), f"notebooks/{name}.ipynb has no source notebooks/source/{name}.md"
    return build.read(path)


@pytest.fixture
def notebook(name):
    """The committed notebook."""
    path = build.NOTEBOOKS / f"{name}.ipynb"
    assert path.exists(), f"notebooks/source/{name}.md has no notebook: run make notebooks"
    return nbformat.read(path, as_version=4)


def test_the_notebook_is_its_source_converted(source, notebook):
    assert pair.differences(source, notebook) == []


def test_the_notebook_is_valid_executed_and_clean(notebook):
    nbformat.validate(notebook)
    assert pair.unclean(notebook) == []


def test_every_number_in_the_prose_is_accounted_for(source, notebook):
    assert prose.unchecked(source, notebook) == []


def test_links_lead_somewhere_and_nothing_needs_a_network(name, notebook):
    assert links.broken(build.NOTEBOOKS / f"{name}.ipynb") == []
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    shown = [text for c in codes for output in c.outputs for text in pair.texts(output).values()]
    assert [text for text in shown if links.LOADED.search(text)] == []


def test_code_cells_are_short_and_open_no_connection(source):
    for place, cell in enumerate(source.cells, start=1):
        if cell.cell_type == "code":
            lines = cell.source.count("\n") + 1
            assert lines <= MOST_LINES, f"cell {place} has {lines} lines; at most {MOST_LINES}"
            assert not imported(cell.source) & NETWORK_MODULES, f"cell {place} uses a network"


def imported(code):
    """The top-level names of the modules that a cell imports; magics are left out."""
    lines = [line for line in code.splitlines() if not line.lstrip().startswith(("%", "!"))]
    nodes = list(ast.walk(ast.parse("\n".join(lines))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    origins = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {module.partition(".")[0] for module in plain | origins}


def test_the_head_and_the_readme_tell_the_time_by_the_rule(name, source):
    if name == "glossary":
        return
    assert "| **Time** | {{ time }} |" in source.cells[1].source
    readme = build.README.read_text(encoding="utf-8")
    assert f"(notebooks/{name}.ipynb)" in readme
    assert times.in_table(readme, name, source.cells) == readme, f"run make notebooks ONLY={name}"


def test_nobody_has_to_sit_longer_than_the_rule_allows(source):
    sittings = times.sittings(source.cells)
    assert max(sittings) <= times.LONGEST_SITTING, sittings
    for cell in source.cells:
        if cell.source.startswith(times.STOP):
            assert "**Run → Run All Above Selected Cell**" in cell.source


START = (build.SOURCES / "00-start-here.md").read_text(encoding="utf-8")
LABELS = re.findall(r"^- \*\*(.+?)\.\*\* ", START.partition("\n## References\n")[2], re.MULTILINE)
CITED = re.compile(r"\[([^]]+)\]\((?:00-start-here\.ipynb)?#References\)")


def test_a_link_to_the_references_bears_the_name_of_one(source):
    text = "\n".join(cell.source for cell in source.cells)
    assert [name for name in CITED.findall(text) if name not in LABELS] == []


def test_every_reference_is_used():
    """By a link in a notebook, or by name and year in the package."""
    notebooks = [path.read_text(encoding="utf-8") for path in build.chosen([])]
    linked = {name for text in notebooks for name in CITED.findall(text)}
    package = [
        text
        for path in (build.NOTEBOOKS.parent / "nnlib").rglob("*")
        if path.suffix in (".py", ".md")
        for text in path.read_text(encoding="utf-8").split("\n\n")
    ]
    left = [label.split() for label in LABELS if label not in linked]
    assert [
        label
        for label in left
        if not any(label[0] in part and label[-1] in part for part in package)
    ] == []
