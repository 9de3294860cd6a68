"""The report on a class: real notebooks in real kernels, some of which do harm."""

import csv
import io
import json
import re
import sys

import nbformat
import pytest
from distributed import Client
from nbformat.v4 import new_code_cell, new_notebook

from nnlib.check import __main__ as command
from nnlib.check import handed_in, page, report
from nnlib.check.record import Entry

START = "import numpy as np\nfrom nnlib import check"
RIGHT = "def double(x):\n    return 2 * x"
SQUARE = "def double(x):\n    return x * x"
CHECK = "check.double(double)"
LOOP = "two = 2\nwhile True:\n    two = 2"
KILL = "import os, psutil\npsutil.Process(os.getppid()).kill()\ndouble = 1"
ERASE = "import shutil, pathlib\nshutil.rmtree(pathlib.Path.home())\n" + SQUARE
HOARD = "double = [np.ones(50_000_000) for _ in range(40)]"
STUB = "def double(x):\n    ...  # your code"

CLASS = {
    "anna/00-start-here.ipynb": [START, RIGHT, CHECK],
    "ben/mine (2).ipynb": [START, SQUARE, CHECK],
    "ben/other.ipynb": [START, "sse = 1", "check.sse(sse)"],
    "cleo.ipynb": [CHECK, RIGHT, START],
    "dan/loop.ipynb": [START, LOOP, "def double(x):\n    return two * x", CHECK],
    "eva/erase.ipynb": [START, ERASE, CHECK],
    "gül/stub.ipynb": [START, STUB, CHECK, "%matplotlib inline", "1 +", "!rm -rf ."],
    "hans/none.ipynb": ["print(1)"],
    ".trash/old.ipynb": [START],
}


def notebook(cells):
    """Give the bytes of a notebook with these code cells."""
    cells = [new_code_cell(source) for source in cells]
    return nbformat.writes(new_notebook(cells=cells)).encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    for name, cells in CLASS.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(notebook(cells))
    (folder / "ida").mkdir()
    (folder / "ida" / "damaged.ipynb").write_text('{"cells": [', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def written(folder, tmp_path_factory):
    to = tmp_path_factory.mktemp("report")
    limits = ["--seconds", "4", "--megabytes", "1500"]
    command.main([str(folder), "--to", str(to), *limits])
    return to


@pytest.fixture(scope="module")
def table(written):
    with (written / "class.csv").open(encoding="utf-8") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_the_table_has_a_row_for_each_student_and_says_how_far_they_are(table):
    assert list(table) == ["anna", "ben", "cleo", "dan", "eva", "gül", "hans", "ida"]
    states = {student: row["double"] for student, row in table.items()}
    assert states == {
        "anna": "done",
        "ben": "tried",
        "cleo": "done",
        "dan": "done",
        "eva": "tried",
        "gül": "untouched",
        "hans": "not handed in",
        "ida": "not handed in",
    }
    assert table["ben"]["sse"] == "tried" and table["anna"]["sse"] == "not handed in"


@pytest.mark.parametrize(
    ("student", "words"),
    [
        ("cleo", "Code cell 1 stands above a cell that it needs."),
        ("dan", "Code cell 2 took longer than 4 seconds."),
        ("hans", "The notebook holds no check."),
        ("ida", "The file is no notebook"),
    ],
)
def test_what_is_amiss_with_a_notebook_is_told(table, student, words):
    assert words in table[student]["remarks"]


def test_nothing_else_is_remarked(table):
    assert table["cleo"]["remarks"].count("Code cell") == 1
    assert [s for s, row in table.items() if row["remarks"]] == ["cleo", "dan", "hans", "ida"]


def test_the_page_counts_the_mistakes_and_holds_a_picture(written):
    shown = (written / "class.html").read_text(encoding="utf-8")
    assert re.search(r"<strong>2</strong> students, <code>\w+</code>: In line \d, <code>x", shown)
    assert shown.count("data:image/png;base64,") == 1
    assert 'alt="For each exercise' in shown
    assert "http" not in shown


def test_a_notebook_that_kills_what_runs_it_harms_no_other():
    handed = [
        ("killer", "a.ipynb", notebook([START, KILL, CHECK])),
        ("other", "b.ipynb", notebook([START, RIGHT, CHECK])),
    ]
    killer, other = report.run(handed, seconds=10)
    assert killer.remarks == ["The notebook ended the process that ran it."]
    assert other.entries == {"double": Entry("done")} and other.remarks == []


def test_a_cluster_runs_them_too():
    handed = [("anna", "a.ipynb", notebook([START, RIGHT, CHECK]))]
    with Client(processes=False, n_workers=1, dashboard_address=None) as client:
        (result,) = report.run(handed, client.get_executor())
    assert result.entries == {"double": Entry("done")}


def test_a_kernel_that_ends_is_started_again_without_the_guilty_cell():
    cells = [START, RIGHT, "import os\nos._exit(1)\nRATE = 1", "RATE\n" + CHECK]
    result = handed_in.run("s", "n.ipynb", notebook(cells))
    assert "Code cell 3 ended the kernel" in result.remarks[0]
    assert "Code cell 4 stopped with NameError" in result.remarks[1]
    assert result.entries == {"double": Entry()}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a kernel's memory")
def test_a_kernel_gets_no_more_memory_than_is_allowed():
    result = handed_in.run("s", "n.ipynb", notebook([START, HOARD, CHECK]), megabytes=1500)
    assert "Code cell 2 stopped with" in result.remarks[0] and "MemoryError" in result.remarks[0]


def test_a_name_cannot_become_a_formula():
    text = page.as_csv([report.Row("=1+1", {"double": Entry("done")}, [])])
    assert list(csv.reader(io.StringIO(text)))[1] == ["'=1+1", "done", ""]


def test_of_two_notebooks_the_better_answer_counts():
    results = [
        handed_in.HandedIn("s", "a.ipynb", {"double": Entry("done")}),
        handed_in.HandedIn("s", "b.ipynb", {"double": Entry("tried", "sign", "The sign.")}),
    ]
    for order in (results, results[::-1]):
        (row,) = report.rows(order)
        assert row.state("double") == "done"


def test_only_notebooks_whose_names_start_so_are_read(folder):
    assert [place for _, place, _ in report.files(folder, "mine")] == ["ben/mine (2).ipynb"]
    with pytest.raises(FileNotFoundError, match="whose name starts with 02 in"):
        report.files(folder, "02")


def test_a_folder_without_notebooks_is_refused_in_a_sentence(tmp_path, capsys):
    for place, words in ((tmp_path, "no notebook in"), (tmp_path / "none", "no folder")):
        with pytest.raises(SystemExit) as refused:
            command.main([str(place)])
        assert words in str(refused.value)


def test_json_that_is_no_notebook_is_a_remark():
    for text in (json.dumps({"cells": 3}), json.dumps([1]), "\x00", ""):
        result = handed_in.run("s", "n.ipynb", text.encode())
        assert result.remarks[0].startswith("The file is no notebook") and not result.entries
