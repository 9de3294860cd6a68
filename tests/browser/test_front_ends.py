"""Notebook 7 and Voila, beside JupyterLab: they open a notebook, and its labs play."""

import io
import re
import sys
from contextlib import suppress
from urllib.error import HTTPError

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from lab import PATIENCE, Jupyter, Lab, wait_until

NAME = "00-start-here.ipynb"
OUTPUT = ".jp-OutputArea-output:has(img.nnlib-picture)"
# Voila asks for icons there, too; without a network it shows those that it brings along.
KNOWN = re.compile(r"/fontawesome-free@.*\.css$")


class Voila(Jupyter):
    """Voila on a notebook of the copy, as ``voila NOTEBOOK`` starts it."""

    def _command(self):
        own = "--no-browser", "--Voila.ip=127.0.0.1", f"--port={self.port}"
        return [sys.executable, "-m", "voila", *own, str(self.notebooks / NAME)]

    def ask(self, path, method="GET"):
        """Ask whether it answers at all: it has no list of kernels, and ends them itself."""
        with suppress(HTTPError):
            super().ask(path, method)
        return []


@pytest.fixture(scope="module")
def voila(tmp_path_factory):
    server = Voila(tmp_path_factory.mktemp("voila"))
    try:
        yield server.wait()
    finally:
        server.close()


@pytest.fixture
def page(jupyter, window):
    """A page of its own, beside the one that holds JupyterLab."""
    page = window.context.new_page()
    page.set_default_timeout(PATIENCE)
    page.elsewhere = []
    page.on("request", lambda request: note(page, request.url))
    try:
        yield page
    finally:
        page.close()
        jupyter.stop_kernels()


def note(page, url):
    ours = "http://127.0.0.1:", "ws://127.0.0.1:", "blob:", "data:"
    if not url.startswith(ours) and not KNOWN.search(url):
        page.elsewhere.append(url)


def lab_with(page, text):
    lab = Lab(page, page.locator(OUTPUT).filter(has_text=text).first)
    lab.image().scroll_into_view_if_needed()
    wait_until(lambda: lab.image().evaluate("e => e.naturalWidth"), "a picture", 60)
    return lab


def is_dark(lab):
    """Whether the picture is turned round, and no white block is left."""
    seen = np.asarray(Image.open(io.BytesIO(lab.root.screenshot())).convert("L"))
    turned = "invert" in lab.image().evaluate("e => getComputedStyle(e).filter")
    return bool(turned and np.mean(seen > 200) < 0.05)


def the_slider_moves_the_picture(lab):
    before = lab.image_bytes()
    lab.slider("bias").press("ArrowRight", times=3)
    lab.wait_for_change(before)
    lab.wait_for_status("The output rises through 0.5 at x = −0.30.")


def it_plays(lab):
    lab.button("Play").focus()
    lab.press(" ").button("Pause").wait_for()
    lab.wait_for_status(re.compile(r"Step [1-9]"))
    lab.press(" ").button("Play").wait_for()
    assert lab.alarm() == ""


def test_notebook_7(jupyter, page):
    page.goto(f"{jupyter.address}/notebooks/notebooks/{NAME}?token={jupyter.token}")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    run = "app => app.commands.execute('notebook:run-all-cells').then(() => null)"
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext.session?.kernel")
    page.evaluate_handle("window.jupyterapp").evaluate(run)
    the_slider_moves_the_picture(lab_with(page, "rises through"))
    lab = lab_with(page, "Learning rate")
    it_plays(lab)
    no_key_reaches_a_command(page, lab)
    the_picture_follows_the_theme(page, lab)
    assert page.elsewhere == []


def no_key_reaches_a_command(page, lab):
    count = "window.jupyterapp.shell.currentWidget.content.model.cells.length"
    before = page.evaluate(count)
    lab.button("Play").focus()
    lab.press("b", "d", "d", "m")
    lab.tab_to("Data").press("m", "d", "d", "x", "b")
    lab.wait_for_status("on moons")
    assert page.evaluate(count) == before
    assert lab.image().is_visible()


def the_picture_follows_the_theme(page, lab):
    theme = "name => window.jupyterapp.commands.execute('apputils:change-theme', { theme: name })"
    assert not is_dark(lab)
    page.evaluate(theme, "JupyterLab Dark")
    wait_until(lambda: is_dark(lab), "a dark picture")
    page.evaluate(theme, "JupyterLab Light")
    wait_until(lambda: not is_dark(lab), "a light picture")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_voila(voila, page, theme):
    page.goto(f"{voila.address}/?theme={theme}", wait_until="commit")
    expect(page.locator("#rendered_cells")).to_be_visible(timeout=PATIENCE)
    the_slider_moves_the_picture(lab_with(page, "rises through"))
    lab = lab_with(page, "Learning rate")
    it_plays(lab)
    assert is_dark(lab) == (theme == "dark")
    formula = page.locator("mjx-container").first
    wait_until(lambda: formula.bounding_box()["width"] > 5, "a formula")
    assert page.elsewhere == []
