"""The benchmarks run and say what they measured; how fast is for people to judge."""

import os
import subprocess
import sys

import pytest

import benchmarks.__main__ as command
from benchmarks import step


def test_a_step_is_measured_beside_others_and_what_is_missing_is_named(monkeypatch, capsys):
    monkeypatch.setattr(step, "measure", lambda h, measure=step.measure: measure(h, blocks=1))
    monkeypatch.setattr(step, "find_spec", lambda library: library == "numpy")
    step.main()
    head, share, names, *rows = capsys.readouterr().out.splitlines()
    assert "one thread" in head and "share" in share
    assert names.split()[:3] == ["hidden", "units", "nnlib"]
    assert len(rows) == len(step.HIDDEN_UNITS)
    for row, h in zip(rows, step.HIDDEN_UNITS, strict=True):
        units, ours, one, usual, ratio, *others = row.replace("(", "").replace(")", "").split()
        assert (int(units), float(one)) == (h, 1.0)
        assert float(ratio) == pytest.approx(float(ours) / float(usual), abs=0.01)
        assert others == ["missing"] * 3


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
