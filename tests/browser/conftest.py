"""Fixtures of the browser tests: one server a session, one Chromium a module, one page a test.

Chromium does not outlive a module: Playwright keeps an event loop running while it is open, and
tests elsewhere that start a loop of their own would fail.
"""

import os

import pytest

import lab


@pytest.fixture(scope="session")
def jupyter(tmp_path_factory):
    """A JupyterLab server on a temporary copy of the notebooks."""
    if lab.CHROMIUM is None:
        sentence = f"no Chromium found (looked for {', '.join(lab.NAMES)})"
        if os.environ.get("CI", "").lower() in ("", "0", "false"):
            pytest.skip(f"{sentence}: JupyterLab is not tried in a browser")
        pytest.fail(f"{sentence}: under CI the browser tests must run")
    server = lab.Jupyter(tmp_path_factory.mktemp("jupyter"))
    try:
        yield server.wait()
    finally:
        server.close()


@pytest.fixture(scope="session")
def profile(tmp_path_factory):
    """The folder that all Chromiums of a session use, one after the other."""
    return tmp_path_factory.mktemp("chromium")


@pytest.fixture(scope="module")
def browser(jupyter, profile):
    """A headless Chromium."""
    with lab.chromium(profile) as opened:
        yield opened


@pytest.fixture(scope="module")
def opened(request, jupyter, browser):
    """The notebook `NAME` of a module, run from top to bottom once for all its tests."""
    page = lab.Notebook(jupyter, browser)
    try:
        yield page.open(request.module.NAME).run_all()
    finally:
        page.close()


@pytest.fixture
def notebook(jupyter, browser):
    """A page, to open a notebook in; its kernel ends with the test."""
    page = lab.Notebook(jupyter, browser)
    try:
        yield page
    finally:
        page.close()
