"""An update of the course with real git: nothing that the learner wrote is lost."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "docs" / "update.py"
PERSON = dict.fromkeys(
    ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"), "x@y"
)
ALONE = PERSON | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(folder, *arguments):
    """Run git in a folder."""
    subprocess.run(
        ["git", *arguments], cwd=folder, env=os.environ | ALONE, check=True, capture_output=True
    )


def commit(course, **texts):
    """Write files of the course and commit them."""
    for name, text in texts.items():
        (course / f"{name}.ipynb").write_text(text, encoding="utf-8")
    git(course, "add", "-A")
    git(course, "commit", "-m", "change")


@pytest.fixture
def course(tmp_path):
    """Make a course of three notebooks, and a learner's clone of it."""
    folder = tmp_path / "course"
    folder.mkdir()
    git(folder, "init", "-b", "main")
    commit(folder, a="old", b="old", c="old")
    git(tmp_path, "clone", "course", "mine")
    return folder


def update(mine):
    """Run the script as a learner does."""
    return subprocess.run(
        [sys.executable, str(SCRIPT)],
        cwd=mine,
        env=os.environ | ALONE,
        capture_output=True,
        text=True,
    )


def texts(mine):
    return {path.stem: path.read_text(encoding="utf-8") for path in mine.glob("*.ipynb")}


def test_nothing_of_the_learner_is_lost_and_everything_new_is_there(course):
    mine, today = course.parent / "mine", f"{datetime.now():%Y-%m-%d}"
    (mine / "a.ipynb").write_text("my a", encoding="utf-8")
    (mine / "b.ipynb").write_text("my b", encoding="utf-8")
    (mine / "c.ipynb").unlink()
    (mine / "new.ipynb").write_text("my new", encoding="utf-8")
    (mine / "own.ipynb").write_text("my own", encoding="utf-8")
    commit(course, a="a of the course", new="new of the course")
    done = update(mine)
    assert done.returncode == 0, done.stderr
    assert texts(mine) == {
        "a": "a of the course",
        f"a (mine, {today})": "my a",
        "b": "my b",
        "c": "old",
        "new": "new of the course",
        f"new (mine, {today})": "my new",
        "own": "my own",
    }
    assert "yours is kept as a (mine" in done.stdout and "c.ipynb was deleted here" in done.stdout
    commit(course, a="a once more")
    (mine / "a.ipynb").write_text("my second a", encoding="utf-8")
    assert update(mine).returncode == 0
    assert texts(mine)[f"a (mine, {today}) 2"] == "my second a"
    assert texts(mine)["a"] == "a once more"


def test_an_update_that_cannot_be_fetched_changes_nothing_and_says_why(course):
    mine = course.parent / "mine"
    (mine / "a.ipynb").write_text("my a", encoding="utf-8")
    course.rename(course.parent / "gone")
    done = update(mine)
    assert done.returncode != 0 and done.stderr.startswith("git fetch: ")
    assert texts(mine) == {"a": "my a", "b": "old", "c": "old"}


def test_what_the_learner_has_committed_is_kept_where_it_cannot_be_put_together(course):
    mine = course.parent / "mine"
    commit(mine, a="my a")
    commit(course, a="a of the course")
    done = update(mine)
    assert done.returncode != 0 and "cannot be put together" in done.stderr
    assert texts(mine)["a"] == "my a"
