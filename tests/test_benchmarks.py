"""The benchmarks run and say what they measured; how fast is for people to judge."""

import os
import subprocess
import sys

import pytest

import benchmarks.__main__ as command
from benchmarks import step


def test_a_step_is_measured_beside_the_usual_listing(monkeypatch, capsys):
    monkeypatch.setattr(step, "measure", lambda h, measure=step.measure: measure(h, blocks=1))
    step.main()
    head, names, *rows = capsys.readouterr().out.splitlines()
    assert "one thread" in head
    assert names.split() == ["hidden", "units", "nnlib", "usual", "listing", "ratio"]
    for row, h in zip(rows, step.HIDDEN_UNITS, strict=True):
        units, ours, usual, ratio = map(float, row.split())
        assert units == h
        assert ratio == pytest.approx(ours / usual, abs=0.01)


def test_an_unknown_benchmark_is_refused_with_the_names_of_those_there_are():
    with pytest.raises(SystemExit, match=r"no benchmark speed; there are: .*step"):
        command.run(["speed"])


def test_one_thread_is_set_before_numpy_is_loaded():
    code = """if True:
        import contextlib, os, runpy, sys
        sys.argv = ["benchmarks", "speed"]
        with contextlib.suppress(SystemExit):
            runpy.run_module("benchmarks", run_name="__main__")
        print("numpy" in sys.modules, os.environ["OPENBLAS_NUM_THREADS"])
    """
    environment = {k: v for k, v in os.environ.items() if not k.endswith("NUM_THREADS")}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert run.stdout.split() == ["False", "1"]
