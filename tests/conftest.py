"""Settings and fixtures that tests share."""

import threading

import pytest
from hypothesis import settings

from nnlib.check import diagnosis, sandbox

# A test machine may be busy: how long an example takes says nothing about the code.
settings.register_profile("course", deadline=None)
settings.load_profile("course")


@pytest.fixture
def untraced_threads():
    """Keep coverage out of threads that are ended by an exception.

    It may be raised anywhere: in coverage's own lines it would leave a lock behind that nobody
    opens again.
    """
    trace = threading.gettrace()
    threading.settrace(None)
    yield
    threading.settrace(trace)


@pytest.fixture
def short_time(monkeypatch, untraced_threads):
    """Let a learner's code run for a moment only."""
    monkeypatch.setattr(sandbox, "TIME_LIMIT", 0.15)
    monkeypatch.setattr(diagnosis, "_SECONDS", 0.02)
