"""Lectures: each is what its source and its notebook give today, and as long as a talk."""

import nbformat
import pytest

import build
import lectures
import pair

SOURCES = sorted(lectures.SOURCES.glob("*.md"))
NOTEBOOKS = [path.name for path in build.chosen([]) if path.stem[:2].isdigit()]
WELCOME = "00"  # shorter than the others

HEAD = "---\nkernelspec:\n  name: python3\n  display_name: Python 3\n---\n\n"
NOTEBOOK = (
    HEAD
    + """\
# Add

The sum is $s = a + b$, and

$$\\begin{aligned} c &= 2 s \\\\ d &= c^2 \\end{aligned}$$

| name | value |
| --- | --- |
| a | 1 |

```{code-cell} ipython3
import numpy as np
```

```{code-cell} ipython3
unused = 1 / 0
```

```{code-cell} ipython3
def add(a, b):
    return np.add(a, b)


s = add(1, 2)
```

```{code-cell} ipython3
print(s, "is the sum")
```
"""
)


def test_every_notebook_has_a_lecture():
    assert [source.name for source in SOURCES] == NOTEBOOKS


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem[:2])
def test_a_lecture_is_what_its_source_gives(source):
    committed = nbformat.read(lectures.SLIDES / f"{source.stem}.ipynb", as_version=4)
    assert pair.differences(lectures.read(source), committed) == []
    assert not any(cell.get("outputs") for cell in committed.cells)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem[:2])
def test_a_lecture_is_as_long_as_a_talk(source):
    cells = lectures.read(source).cells
    slides = sum(lectures.HEADING.match(cell.source) is not None for cell in cells)
    least = 12 if source.name.startswith(WELCOME) else 25
    assert least <= slides <= 40


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Write a notebook and a lecture of it; gives the lecture, read."""
    monkeypatch.setattr(build, "SOURCES", tmp_path)
    (tmp_path / "01-add.md").write_text(NOTEBOOK, encoding="utf-8")
    (tmp_path / "lectures").mkdir()

    def read(text):
        path = tmp_path / "lectures" / "01-add.md"
        path.write_text(HEAD + text, encoding="utf-8")
        return lectures.read(path)

    return read


def test_what_is_shared_is_taken_from_the_notebook(read):
    text = "# Add\n\nWith {{ formula: a + b }}:\n\n{{ row: c^2 }}\n\n{{ table: | a | }}"
    (cell,) = read(text).cells
    assert cell.source == (
        "# Add\n\nWith $s = a + b$:\n\n$$d = c^2$$\n\n| name | value |\n| --- | --- |\n| a | 1 |"
    )


def test_cells_bring_what_they_need_and_nothing_else(read):
    cells = read("# Add\n\n+++\n\n{{ step }}\n\n{{ output: is the sum }}").cells
    types = [cell.metadata.get("slideshow", {}).get("slide_type") for cell in cells]
    assert types == ["slide", "skip", "skip", "fragment"]
    assert [cell.source[:6] for cell in cells[1:]] == ["import", "def ad", "print("]
    assert cells[-1].metadata["jupyter"] == {"source_hidden": True}


def test_a_part_of_a_cell_and_a_cell_with_its_code(read):
    cells = read("# Add\n\n+++\n\n{{ part: def add }}\n\n+++\n\n{{ code: is the sum }}").cells
    shown = [cell.source for cell in cells if "slideshow" not in cell.metadata]
    assert shown == ["def add(a, b):\n    return np.add(a, b)", 'print(s, "is the sum")']


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ formula: e = }}", "the notebook has 'e =' not"),
        ("{{ code: np }}", "the notebook has 'np' 2 times"),
        ("{{ code: is the sum }}\n\n+++\n\n{{ code: import }}", "'import' comes earlier"),
        ("# Add\n\n$$a + b$$", "is taken from the notebook"),
    ],
)
def test_what_the_notebook_does_not_have_is_refused(read, text, said):
    with pytest.raises(build.BuildError, match=said):
        read(text)
