"""What stands around the package: requirements, Binder, make, links, the licence."""

import ast
import io
import os
import re
import shutil
import subprocess
import sys
import tokenize
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import links

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TEXTS = sorted(path.name for path in ROOT.glob("*.md"))


def requirements(path):
    """Read the lines of a requirements file, without comments."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def name(requirement):
    """Give the name of a distribution, as pip compares it."""
    return re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-")


def test_binder_has_the_lines_of_the_root():
    shared = requirements("requirements.txt")
    assert shared[0] == "-e ."
    assert requirements("binder/requirements.txt") == shared[1:]


def test_what_outputs_depend_on_is_pinned():
    pinned = {name(line) for line in requirements("requirements.txt") if "==" in line}
    assert pinned >= {"numpy", "matplotlib", "contourpy", "pillow", "ipywidgets", "anywidget"}


def test_a_server_starts_without_working_out_a_grammar_of_addresses():
    loaded = "import sys, jupyter_server.serverapp; print('rfc3987_syntax' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", loaded], text=True).strip() == "False"


def test_the_shared_environment_fits_what_the_package_asks_for():
    wanted = {name(line): Requirement(line) for line in PROJECT["dependencies"]}
    for line in requirements("requirements.txt"):
        pin = re.fullmatch(r"([\w.-]+)==([\w.]+)", line)
        if pin and name(line) in wanted:
            assert wanted[name(line)].specifier.contains(pin[2]), line


def test_tools_of_the_extras_are_pinned():
    for extra, lines in PROJECT["optional-dependencies"].items():
        assert [line for line in lines if "==" not in line] == [], extra


def test_binder_installs_the_package_without_its_dependencies():
    script = (ROOT / "binder" / "postBuild").read_text(encoding="utf-8")
    assert "pip install --no-cache-dir --no-deps -e ." in script
    assert re.fullmatch(r"python-3\.1[123]\n", (ROOT / "binder" / "runtime.txt").read_text())


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no executable bit")
@pytest.mark.parametrize("script", ["binder/postBuild", ".ci/run"])
def test_scripts_are_executable_and_parse(script):
    assert os.access(ROOT / script, os.X_OK)
    subprocess.run(["bash", "-n", ROOT / script], check=True)


@pytest.mark.parametrize("text", TEXTS)
def test_links_in_the_texts_lead_somewhere(text):
    assert links.broken(ROOT / text) == []


def test_the_licence_names_both_and_the_holder():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert PROJECT["license"] == "BSD-3-Clause"
    for words in ("BSD 3-Clause", "CC BY 4.0", "the course's contributors"):
        assert words in text


def make(*arguments, **environment):
    """Run make with no more in the environment than is given: no display, no outer make."""
    return subprocess.run(
        ["make", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
    )


needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


@needs_make
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS needs no DISPLAY to open a browser")
def test_lab_prints_its_address_where_there_is_no_display():
    first = "/lab/tree/notebooks/00-start-here.ipynb"
    with_display = make("-n", "lab", DISPLAY=":0").stdout
    assert first in with_display
    assert "--no-browser" not in with_display
    assert "--no-browser" in make("-n", "lab").stdout
    assert "--port=9999" in make("-n", "lab", "LAB_ARGS=--port=9999").stdout
    assert ("--allow-root" in with_display) == (os.getuid() == 0)


@needs_make
def test_the_lines_without_make_do_what_make_lab_does(tmp_path):
    blocks = re.findall(r"```\n(.*?)```", README, re.DOTALL)
    windows, unix = (block.splitlines() for block in blocks if " -m venv .venv" in block)
    as_unix = [line.replace(".venv\\Scripts\\", ".venv/bin/") for line in windows]
    assert as_unix == [unix[0].replace("python3", "python"), *unix[1:]]
    done = make("-n", "lab", f"VENV={tmp_path}", DISPLAY=":0").stdout
    assert f"python3 -m venv {tmp_path}" in done
    start = 0
    for line in unix[1:]:
        start = done.index(line.replace(".venv", str(tmp_path)).partition(" -m pip")[0], start)
        end = line.partition(" -m pip install")[2] or line.partition("/jupyter")[2]
        start = done.index(end, start)


@needs_make
def test_an_old_python_is_refused_in_a_sentence(tmp_path):
    old = tmp_path / "python"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.1" && exit\nexit 1\n')
    old.chmod(0o755)
    done = make("lab", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}")
    assert done.returncode != 0
    assert "needs Python 3.11 to 3.14" in done.stderr
    assert "is Python 3.9.1" in done.stderr
    assert not (tmp_path / "venv").exists()


@needs_make
def test_a_venv_that_cannot_be_used_is_made_anew_with_a_word_of_why(tmp_path):
    """The Python is real; only pip, whose unpacking takes seconds, is an empty package here."""
    (tmp_path / "pip").mkdir()
    (tmp_path / "pip" / "__init__.py").touch()
    quick = tmp_path / "python"
    quick.write_text(
        f'#!/bin/sh\n[ "$2" = venv ] && exec {sys.executable} -m venv --without-pip "$3"\n'
        f'exec {sys.executable} "$@"\n'
    )
    quick.chmod(0o755)
    venv = tmp_path / "venv"
    stamp = venv / ".python"

    def said(pip=tmp_path):
        done = make(str(stamp), f"PYTHON={quick}", f"VENV={venv}", PYTHONPATH=str(pip))
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "as there is none yet" in said()
    assert said() == ""
    stamp.unlink()
    assert "as its set-up did not end" in said()
    stamp.write_text("/somewhere/else\n")
    assert "as it was made in /somewhere/else" in said()
    stamp.write_text(f"{ROOT}\nPython 3.1\n")
    assert "as it has Python 3.1" in said()
    assert "as it has no pip" in said(pip=venv)
    for link in (venv / "bin").glob("python*"):
        link.unlink()
    assert "as its Python is gone" in said()
    assert said() == ""


@needs_make
def test_without_a_network_set_up_says_so_at_once(tmp_path):
    done = make(
        str(tmp_path / ".course"),
        "-o",
        str(tmp_path / ".python"),
        f"VENV={tmp_path}",
        f"BIN={Path(sys.executable).parent}",
        PIP_CONFIG_FILE=os.devnull,
        PIP_INDEX_URL="http://127.0.0.1:9/",  # nothing answers there
        PIP_NO_CACHE_DIR="1",
    )
    assert done.returncode != 0
    assert "No package can be fetched. Is there a network?" in done.stderr


def lines_of_code(path):
    """Give the numbers of the lines that hold code: no blanks, no comments, no docstrings."""
    text = path.read_text(encoding="utf-8")
    nothing = {
        getattr(tokenize, name)
        for name in ("COMMENT", "NL", "NEWLINE", "INDENT", "DEDENT", "ENDMARKER")
    }
    lines = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in nothing:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node
        ):
            lines -= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return lines


def test_the_size_that_the_readme_gives_is_that_of_the_numerics():
    said = re.search(r"`nnlib/\*\.py`, have about ([\d,]+) lines of code", README)
    counted = sum(len(lines_of_code(path)) for path in (ROOT / "nnlib").glob("*.py"))
    assert abs(int(said[1].replace(",", "")) - counted) <= 50


def test_modules_have_at_most_300_lines_and_bodies_of_functions_30():
    long = []
    for path in sorted((ROOT / "nnlib").rglob("*.py")):
        text, code = path.read_text(encoding="utf-8"), lines_of_code(path)
        long += [f"{path.name}: {text.count(chr(10))} lines"] if text.count("\n") > 300 else []
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                own = code & set(range(node.body[0].lineno, node.end_lineno + 1))
                long += [f"{path.name}: {node.name}, {len(own)} lines"] if len(own) > 30 else []
    assert long == []
