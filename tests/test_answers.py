"""Every question has its answer, and every answer a test that computes it.

The tests of a notebook's answers stand in ``test_answers_NN.py``, under names that tell which
answer they try; here their names are compared with what the notebook asks.
"""

import ast
import re
from pathlib import Path

import nbformat
import pytest

import answered
import answers
import build
from nnlib import check
from nnlib.check.base import Choice, Value

SOURCES = [path for path in build.chosen([]) if path.stem[:2].isdigit()]
EXERCISES = {title[:2]: exercises for title, exercises in check.BY_NOTEBOOK.items()}
FEWEST_GUESSES = 3


@pytest.fixture(params=SOURCES, ids=lambda path: path.stem)
def source(request):
    """One source after the other."""
    return request.param


def test_every_question_is_answered(source):
    assert answered.unanswered(build.read(source).cells) == []


def asked(cells):
    """Name what a notebook asks by ``check.<name>.ask()``."""
    codes = [cell.source for cell in cells if cell.cell_type == "code"]
    return [name for code in codes for name in answered.ASKS.findall(code)]


def snake(name):
    """Write the name of a class as that of a function.

    >>> snake("LearningRateLab"), snake("Playground")
    ('learning_rate_lab', 'playground')
    """
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def lab_tests(cells):
    """Name the tests of the answers to the tasks of labs."""
    for tasks in answered.lab_tasks(cells):
        showing = f"_{tasks.showing}" if tasks.showing > 1 else ""
        for task in range(1, tasks.count + 1):
            yield f"test_{snake(tasks.lab)}{showing}_task_{task}"


def letters(name, choice, there):
    """Collect the options of a choice that some test is named after."""
    start = f"test_{name}_"
    ends = [test.removeprefix(start) for test in there if test.startswith(start)]
    ends = [end for end in ends if list(end) == sorted({*end} & {*choice.options})]
    return set("".join(ends))


def named_tests(number):
    """Name the test functions of a notebook's answers."""
    path = Path(__file__).with_name(f"test_answers_{number}.py")
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.exists() else ast.Module([], [])
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def faults(cells, exercises, there, further):
    """List the tests that are missing, and those of tasks that nobody sets."""
    wanted = {*lab_tests(cells)}
    wanted |= {f"test_{name}" for name in asked(cells) if isinstance(exercises[name], Value)}
    wanted |= {"test_one_step_further"} if further else set()
    found = [f"there is no {name}" for name in sorted(wanted - there)]
    tasks = {name for name in there if re.search(r"_task_\d+$", name)}
    found += [f"{name} is no task of this notebook" for name in sorted(tasks - wanted)]
    for name, choice in exercises.items():
        if isinstance(choice, Choice):
            left = sorted({*choice.options} - letters(name, choice, there))
            found += [f"there is no test_{name}_{letter}" for letter in left]
    return found


def test_every_answer_is_computed_by_a_test(source):
    number = source.stem[:2]
    cells, further = answers.cells(number), answers.further(number)
    assert faults(cells, EXERCISES[number], named_tests(number), further) == []


def test_every_notebook_asks_for_guesses_before_it_shows(source):
    names = asked(answers.cells(source.stem[:2]))
    assert [name for name in names if not isinstance(getattr(check, name), Choice | Value)] == []
    if source.stem[:2] != "00":
        assert len(set(names)) >= FEWEST_GUESSES, names


# That the rule finds what it is for, on small cells.


def notebook(*texts):
    """Make cells: a text that starts with ``>>>`` is code."""
    new = nbformat.v4
    return [
        new.new_code_cell(text.removeprefix(">>> "))
        if text.startswith(">>>")
        else new.new_markdown_cell(text)
        for text in texts
    ]


def fold(head, text):
    """Write a fold."""
    return f"\n\n<details>\n<summary>{head}</summary>\n\n{text}\n\n</details>"


GATE = ">>> lab = GateLab()\nlab"
TASKS = "Try these.\n\n1. Why?\n2. How?"
TWO = fold("Answers", "1. So.\n2. Thus.")
GUESS = "Before you run the next cell: what comes?"
FURTHER = "## One step further\n\nAdd a layer."


@pytest.mark.parametrize(
    "texts",
    [
        (GATE, TASKS + TWO),
        (GATE, TASKS + TWO + "\n\n## Next\n\n1. No task: why?"),
        (GATE, "Look at the plane.\n\n## Next"),
        (GATE, TASKS + TWO, ">>> GateLab()"),
        (GUESS + fold("Answer", "4."), ">>> 2 + 2"),
        (GUESS, ">>> check.four.ask()"),
        (FURTHER + fold("Answer", "```python\nx = 1\n```"),),
        ("**One step further:** why?" + fold("Answer", "So."),),
    ],
)
def test_what_is_answered_passes(texts):
    assert answered.unanswered(notebook(*texts)) == []


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ((GATE, TASKS), "cell 2: the 2 tasks of GateLab have no folded Answers"),
        ((GATE, TASKS + fold("Answers", "1. So.")), "cell 2: the 2 tasks of GateLab, but"),
        ((GATE, TASKS + fold("Answer", "1. So.\n2. Thus.")), "have no folded Answers"),
        ((GATE, TASKS + TWO + TWO), "have 2 folds"),
        ((GATE, "1. a\n1. b" + TWO), "numbered 1, 2, 3"),
        ((GATE, "How many tiles do you find?"), "question below GateLab"),
        ((TASKS, GATE), "cell 1: the tasks of GateLab stand above it"),
        ((GUESS, ">>> 2 + 2"), "cell 1: no folded Answer in the cell of: “Before you run"),
        ((GUESS + " " + GUESS + fold("Answer", "4."), ">>> 2"), "no folded Answer"),
        ((FURTHER,), "One step further"),
        (("**One step further:** why?", ">>> 1"), "One step further"),
        (("<details>\n<summary>Answer</summary>\nSo.\n</details>",), "a fold is not written"),
        (("<details>\n<summary>Answer</summary>\n\nSo.\n\n",), "a fold is not written"),
    ],
)
def test_what_is_not_answered_is_named(texts, said):
    (fault,) = answered.unanswered(notebook(*texts))
    assert said in fault


def test_missing_and_left_over_tests_are_named():
    choice = Choice(
        name="which",
        question="Which?",
        options="""
            a) One
                No.
            b) Two
                Right. Yes.
            c) Three
                No.
        """,
        hints=[],
    )
    cells = notebook(GATE, TASKS + TWO, ">>> GateLab()", "1. Why?" + fold("Answers", "1. So."))
    there = {"test_gate_lab_task_1", "test_gate_lab_task_3", "test_which_ac"}
    assert faults(cells, {"which": choice}, there, "x = 1") == [
        "there is no test_gate_lab_2_task_1",
        "there is no test_gate_lab_task_2",
        "there is no test_one_step_further",
        "test_gate_lab_task_3 is no task of this notebook",
        "there is no test_which_b",
    ]
