"""The record of what a learner has answered: in real kernels, beside each other, and damaged."""

import os
from contextlib import contextmanager

import pytest
from jupyter_client.manager import KernelManager

from nnlib import check
from nnlib.check import record
from nnlib.check.record import Entry


@contextmanager
def kernel(folder):
    """Start a kernel as a notebook in this folder has it; gives a function that runs code."""
    manager = KernelManager(kernel_name="python3")
    environment = {k: v for k, v in os.environ.items() if k != "NNLIB_PROGRESS"}
    manager.start_kernel(cwd=str(folder), env=environment)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)

    def ask(code):
        return client.execute(code)

    def answer(asked):
        while (reply := client.get_shell_msg(timeout=60))["parent_header"]["msg_id"] != asked:
            pass
        assert reply["content"]["status"] == "ok", reply["content"]

    try:
        yield ask, answer
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Name the file of a test."""
    monkeypatch.setenv("NNLIB_PROGRESS", str(tmp_path / "progress.txt"))
    return tmp_path / "progress.txt"


def test_two_kernels_at_once_write_every_answer(tmp_path):
    count = 40
    loop = (
        "from nnlib import check\n"
        f"for i in range({count}):\n"
        "    check.double(lambda x: {0} * x)\n"
        "    check.double(lambda x: x + i)\n"
    )
    with kernel(tmp_path) as (ask, answer), kernel(tmp_path) as (ask_other, answer_other):
        asked = ask(loop.format(2)), ask_other(loop.format(3))
        answer(asked[0])
        answer_other(asked[1])
        answer(ask("assert check.progress().state('double') == 'done'"))
        answer(ask("check.fires(lambda X, weights, threshold: X)"))
    entries, faults = record.read(tmp_path / record.FILE)
    assert faults == []
    assert entries["double"].state == "done"
    assert entries["fires"].state == "tried" and entries["fires"].message
    lines = (tmp_path / record.FILE).read_text(encoding="utf-8").splitlines()
    assert sum("\tdone\tdouble\t" in line for line in lines) == count


def test_nothing_is_written_where_no_learner_works(file):
    assert check.double(lambda x: 2 * x).status == "pass"
    assert not file.exists()
    assert check.progress().entries == {}


def test_what_was_once_right_is_done_and_the_last_mistake_is_kept(file):
    file.write_text(
        "2026-01-01 10:00\ttried\tdouble\tsign\tThe sign.\n"
        "2026-01-01 10:01\tdone\tdouble\t\t\n"
        "2026-01-01 10:02\ttried\tdouble\tpower\tThe power.\n"
        "2026-01-01 10:03\ttried\tsse\t\tThe sum.\n",
        encoding="utf-8",
    )
    progress = check.progress()
    assert progress.entries == {
        "double": Entry("done", "power", "The power."),
        "sse": Entry("tried", "", "The sum."),
    }
    assert "✓ double" in repr(progress) and "✗ sse" in repr(progress)
    assert "○ sigmoid" in repr(progress)
    assert progress.count(["double", "sse"]) == 1
    assert "<code>double</code>" in progress._repr_html_()


def test_lines_that_cannot_be_read_are_left_out_and_told(file):
    file.write_bytes(b"2026-01-01 10:00\tdone\tdouble\t\t\n\xff\xfe\0\n<<<<<<< mine\n\tx\ty\t\t\n")
    progress = check.progress()
    assert progress.state("double") == "done"
    assert "3 lines of the file cannot be read and were left out." in repr(progress)


def test_a_place_that_cannot_be_read_or_written_is_told_and_harms_no_check(file, monkeypatch):
    file.mkdir()
    monkeypatch.setattr(record, "_is_notebook", lambda: True)
    assert check.double(lambda x: 2 * x).status == "pass"
    assert "The file cannot be read" in repr(check.progress())
    assert "progress.txt cannot be written" in repr(check.progress())
    file.rmdir()
    assert check.double(lambda x: 2 * x).status == "pass"
    assert file.read_text(encoding="utf-8").count("double") == 1
    assert check.double(lambda x: 2 * x).status == "pass"
    assert file.read_text(encoding="utf-8").count("double") == 1  # said once
    file.unlink()
    assert check.double(lambda x: 2 * x).status == "pass"
    assert file.exists()
    assert "cannot" not in repr(check.progress())


def test_the_course_s_own_function_is_no_answer_of_the_learner(file, monkeypatch):
    monkeypatch.setattr(record, "_is_notebook", lambda: True)
    ours = check.double.mine(None)
    assert check.double.mine(ours) is ours
    assert "Run the cell with yours again" in repr(check.double(ours))
    assert check.progress().state("double") == "untouched"
    check.double.mine(lambda x: 2 * x)
    assert check.progress().state("double") == "done"


def test_every_exercise_is_listed_under_its_notebook(file):
    progress = check.progress()
    assert [title[:2] for title in progress.exercises] == [f"0{i}" for i in range(9)]
    listed = {name for names in progress.exercises.values() for name in names}
    assert {"double", "sigmoid", "correlate2d"} <= listed
    assert repr(progress).startswith(f"0 of {len(listed)} exercises done.")
