"""The teacher's guide: what it names is there, and its parts are complete."""

import inspect
import re
from pathlib import Path

import pytest

import build
from nnlib import check, labs
from nnlib.labs.shared.cells import belongings

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "teaching.md"
PARTS = re.split(r"^## ", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)
SECTIONS = {part[:2]: part for part in PARTS[1:]}
NUMBERS = [path.stem[:2] for path in build.chosen([]) if path.stem[:2].isdigit()]
HEADS = "Aim.", "To show", "To ask, and what comes back", "Where code goes wrong", "In 45 minutes"
EXERCISES = {name for name in dir(check) if not inspect.ismodule(getattr(check, name))}


def source(number):
    """Give the source of a notebook."""
    (path,) = build.chosen([number])
    return path.read_text(encoding="utf-8")


def controls(number):
    """Give the words on the controls of a notebook's labs."""
    shown = set(labs.__all__) & set(re.findall(r"\b(\w+)\(", source(number)))
    words = {"Pause"}  # what Play turns into
    for name in shown:
        for part in belongings(getattr(labs, name)().widget):
            words.add(re.sub("<.*?>", "", getattr(part, "description", "") or "").strip(" ▸:"))
            words |= {str(option) for option in getattr(part, "_options_labels", ())}
    return words


def test_every_notebook_has_its_section():
    assert list(SECTIONS) == NUMBERS


@pytest.mark.parametrize("number", NUMBERS)
def test_a_section_has_all_its_parts(number):
    section = SECTIONS[number]
    assert [head for head in HEADS if f"**{head}**" not in section] == []
    minutes = [int(n) for n in re.findall(r"^\| (\d+) \|", section, re.MULTILINE)]
    assert 45 <= sum(minutes) <= 100


@pytest.mark.parametrize("number", NUMBERS)
def test_questions_and_exercises_that_are_named_are_the_notebooks(number):
    named = set(re.findall(r"`(\w+)`", SECTIONS[number])) & EXERCISES
    assert named
    assert [name for name in sorted(named) if f"check.{name}" not in source(number)] == []


@pytest.mark.parametrize("number", NUMBERS)
def test_controls_that_are_named_are_in_a_lab_of_the_notebook(number):
    named = set(re.findall(r"\*\*([^*]+)\*\*", SECTIONS[number])) - set(HEADS)
    in_jupyterlab = {name for name in named if "→" in name}
    assert named - in_jupyterlab - controls(number) == set()
