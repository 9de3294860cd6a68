"""The addresses that ``make badges`` writes, from the clone's own remote."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = Path("notebooks/source/00-start-here.md")


@pytest.fixture
def clone(tmp_path):
    """Make a repository that has what the script reads and writes."""
    for path in ("README.md", "docs/badges.py", SOURCE, "notebooks/00-start-here.ipynb"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    return tmp_path


def write(clone, remote=None):
    """Run the script, perhaps with a remote; gives both texts."""
    if remote:
        subprocess.run(["git", "remote", "add", "origin", remote], cwd=clone, check=True)
    subprocess.run([sys.executable, "docs/badges.py"], cwd=clone, check=True)
    return [(clone / path).read_text(encoding="utf-8") for path in ("README.md", SOURCE)]


def test_a_clone_without_a_remote_explains_and_is_what_is_committed(clone):
    committed = [(ROOT / path).read_text(encoding="utf-8") for path in ("README.md", SOURCE)]
    assert write(clone) == committed
    assert "`make badges` writes its addresses here" in committed[0]


@pytest.mark.parametrize(
    "remote", ["https://github.com/ada/course.git", "git@github.com:ada/course"]
)
def test_the_remote_of_the_clone_is_in_every_address(clone, remote):
    for text in write(clone, remote):
        assert text.count("https://mybinder.org/v2/gh/ada/course/HEAD?urlpath=lab%2Ftree") == 2
        assert "git-pull?repo=https%3A%2F%2Fgithub.com%2Fada%2Fcourse" in text
    assert write(clone) == write(clone)
