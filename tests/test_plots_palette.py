"""One palette: a colour is changed in one line, and no colour is typed anywhere else."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import get_named_colors_mapping

from nnlib.plots import palette

ROOT = Path(__file__).resolve().parent.parent
PALETTE = ROOT / "nnlib" / "plots" / "palette.py"
PYTHON = sorted(
    path for part in ("nnlib", "docs", "benchmarks") for path in (ROOT / part).rglob("*.py")
)
SCRIPTS = sorted((ROOT / "nnlib").rglob("*.js"))
SOURCES = sorted((ROOT / "notebooks" / "source").glob("*.md"))
# A colour of JupyterLab's theme may have one to fall back on where there is no theme.
THEME = re.compile(r"var\(--jp-[\w-]+, #[0-9a-f]{6}\)")
TYPED = re.compile(r"#(?:[0-9a-fA-F]{3,4}){1,2}\b|\b(?:rgb|hsl)a?\(")
# Words of matplotlib that are no colours, though they stand where one may.
NO_COLOURS = {"none", "auto", "inherit"}
SHORT_FORMAT = re.compile(r"[-.:,ovs^<>+xXdD|_*12348pPhH]*[bgrcmykw][-.:,ovs^<>+xXdD|_*12348pPhH]*")

# What is drawn with another orange: a figure, the picture of a lab, what the pad is sent.
PROGRAM = """
import json, sys
import numpy as np
from nnlib import labs, plots
from nnlib.labs.digit.pad import DigitPad

fig, ax = plots.figure(width=3, height=3)
plots.draw_decision(ax, plots.grid_points((0, 1, 0, 1), 20)[:, :1], (0, 1, 0, 1))
plots.draw_points(ax, [[0.2, 0.5], [0.7, 0.5]], [0, 1], size=30)
fig.canvas.draw()
lab = labs.Playground(steps=30)
lab.refresh()
np.savez(
    sys.argv[1],
    figure=np.asarray(fig.canvas.buffer_rgba()),
    lab=np.asarray(lab.screen.figure.canvas.buffer_rgba()),
)
print(json.dumps(DigitPad().get_state()["colours"]))
"""


def drawn(folder, orange):
    """Draw with a copy of the package in which one line of the palette says another orange."""
    shutil.copytree(ROOT / "nnlib", folder / "nnlib", ignore=shutil.ignore_patterns("__pycache__"))
    copy = folder / "nnlib" / "plots" / "palette.py"
    lines = copy.read_text(encoding="utf-8").splitlines(keepends=True)
    (number,) = (n for n, line in enumerate(lines) if line.startswith("ORANGE = "))
    lines[number] = f'ORANGE = "{orange}"\n'
    copy.write_text("".join(lines), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, folder / "pixels.npz"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    with np.load(folder / "pixels.npz") as pixels:
        return pixels["figure"][..., :3], pixels["lab"][..., :3], json.loads(done.stdout)


def count(pixels, hue):
    """Count the clearly coloured pixels of one hue: those whose largest channel is this."""
    others = np.delete(pixels, hue, axis=2).astype(int)
    return int((pixels[..., hue].astype(int) - others.max(axis=2) > 20).sum())


def count_exact(pixels, colour):
    return int((pixels == [int(colour[i : i + 2], 16) for i in (1, 3, 5)]).all(axis=2).sum())


def test_another_orange_is_one_line_away_from_figure_lab_and_pad(tmp_path):
    green = "#0a7a2a"
    (tmp_path / "now").mkdir(), (tmp_path / "then").mkdir()
    now = drawn(tmp_path / "now", palette.ORANGE)
    then = drawn(tmp_path / "then", green)
    for before, after in zip(now[:2], then[:2], strict=True):
        assert count_exact(before, palette.ORANGE) > 20
        assert count_exact(after, green) > 20
        assert count_exact(after, palette.ORANGE) == count_exact(before, green) == 0
        # Its tints follow: half of the plane was a pale orange.
        assert count(before, hue=0) > 1000 > 10 > count(after, hue=0)
        assert count(after, hue=1) > 1000 > 10 > count(before, hue=1)
    assert now[2]["pen"] == palette.ORANGE
    assert then[2] == {**now[2], "pen": green}


def typed_colours(tree):
    """List the colours that stand in Python code as text: digits, names, letters of a format."""
    found = []
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docs = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree)
        if isinstance(node, documented)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value not in docs
        ):
            found += TYPED.findall(THEME.sub("", node.value))
        elif isinstance(node, ast.Call):
            pairs = [(keyword.arg, keyword.value) for keyword in node.keywords]
            found += named(pairs)
            if isinstance(node.func, ast.Attribute) and node.func.attr == "plot":
                texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
                found += [text for text in texts if SHORT_FORMAT.fullmatch(str(text))]
        elif isinstance(node, ast.Dict):
            found += named(
                [
                    (getattr(k, "value", None), v)
                    for k, v in zip(node.keys, node.values, strict=True)
                ]
            )
    return found


def named(pairs):
    """List the names of colours among what is said of a colour."""
    about = re.compile(r"colou?rs?$|^(face|edge)?c$")
    texts = [
        part.value
        for name, value in pairs
        if about.search(str(name))
        for part in ast.walk(value)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    known = get_named_colors_mapping().keys() - NO_COLOURS
    return [text for text in texts if text.lower() in known or re.fullmatch(r"C\d|0?\.\d+", text)]


def faults(paths, find):
    """What was found in each file in which something was found."""
    found = {p.relative_to(ROOT).as_posix(): find(p.read_text(encoding="utf-8")) for p in paths}
    return {name: colours for name, colours in found.items() if colours}


def test_no_colour_is_typed_in_python_but_in_the_palette():
    found = faults(PYTHON, lambda text: typed_colours(ast.parse(text)))
    assert found.pop("nnlib/plots/palette.py")
    assert found == {}


def test_no_colour_is_typed_in_javascript():
    names = "|".join(name for name in get_named_colors_mapping() if name.isalpha() and name[1:])
    word = re.compile(rf"""["'`](?:{names})["'`]""")
    assert len(SCRIPTS) >= 2
    assert faults(SCRIPTS, lambda text: TYPED.findall(text) + word.findall(text)) == {}


def test_no_colour_is_typed_in_a_notebook():
    assert len(SOURCES) == 10
    assert faults(SOURCES, lambda text: typed_colours(ast.parse(code_of(text)))) == {}


def code_of(text):
    """Code of all cells of a source, without the options that a cell may begin with."""
    cells = re.findall(r"^```\{code-cell\}[^\n]*\n(.*?)^```", text, re.M | re.S)
    return re.sub(r"^(:[\w-]+:[^\n]*$|---\n.*?^---$)", "", "\n".join(cells), flags=re.M | re.S)


@pytest.mark.parametrize(
    "code",
    [
        'LAMP = "#fbd6b0"',
        "html = f\"<div style='color: #b3261e'>{text}</div>\"",
        'ax.plot(x, y, color="orange")',
        'style = {"markeredgecolor": "k"}',
        'line.set(edgecolors=["red", "C1"])',
        'ax.plot(x, y, "r--")',
        'css = "background: rgb(1, 2, 3)"',
    ],
)
def test_a_typed_colour_is_found(code):
    assert typed_colours(ast.parse(code))


def test_what_is_no_colour_is_not_found():
    code = 'ax.plot(x, y, "o-", markerfacecolor="none", label="c"); f("issue #1", color=INK)'
    assert typed_colours(ast.parse(code)) == []
