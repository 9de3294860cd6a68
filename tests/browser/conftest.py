"""Fixtures of the browser tests: one server, one Chromium and one page for all of them.

Chromium does not outlive this folder: Playwright keeps an event loop running while it is open, and
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


@pytest.fixture(scope="package")
def window(jupyter):
    """A page of a headless Chromium; JupyterLab starts in it once, which takes seconds."""
    with lab.chromium() as browser:
        yield browser.new_page()


@pytest.fixture(scope="module")
def opened(request, jupyter, window):
    """The notebook `NAME` of a module, run once for all its tests; whole, unless `LABS_ALONE`."""
    opened = lab.Notebook(jupyter, window)
    try:
        opened.open(request.module.NAME)
        yield (
            opened.run_labs() if getattr(request.module, "LABS_ALONE", False) else opened.run_all()
        )
    finally:
        opened.close()


@pytest.fixture
def notebook(jupyter, window):
    """A notebook to be opened; its kernel ends with the test."""
    notebook = lab.Notebook(jupyter, window)
    try:
        yield notebook
    finally:
        notebook.close()
