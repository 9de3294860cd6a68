"""Drive JupyterLab in Chromium: a server of its own, a notebook, the labs in it.

A test asks for the fixture ``notebook`` (see conftest.py)::

    notebook.open("05-draw-the-boundary.ipynb").run_all()
    lab = notebook.lab()
    before = lab.image_bytes()
    lab.slider("Learning rate").press("ArrowRight", times=3)
    lab.wait_for_change(before)
    assert notebook.errors() == []
"""

import base64
import io
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import nbformat
import numpy as np
from packaging.version import Version
from PIL import Image
from playwright.sync_api import expect, sync_playwright

import build
from nnlib.check.needed import needed

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
FLAGS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whoever asks for an address outside this machine does not get it.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
SIZE = {"width": 1400, "height": 900}
# Cells that show a lab or a progress bar. nbval runs every cell of every notebook in a kernel;
# where cells that no lab needs train for long, the browser leaves them as they are stored.
SHOWS = re.compile(r"\b(\w+Lab|Playground)\(|progress=True")
# Milliseconds that a step of the driver may take on a busy machine.
PATIENCE = 60_000

SETTINGS = {
    # The file on disk changes only when a test says so.
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}
# Before 4.5 JupyterLab takes cells that are out of sight out of the page, where no test finds them.
ALL_CELLS = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}
if Version(version("jupyterlab")) < Version("4.5"):
    SETTINGS |= ALL_CELLS

# A lab's, or that of any widget that shows one.
PICTURE = "img:is(.nnlib-picture, .widget-image)"

# Nothing, if it is the one known already. An address is void as soon as the next picture has come:
# then that one is read.
READ_IMAGE = """async (image, known) => {
    if (image.src === known) return null;
    const read = async () => [image.src, await (await fetch(image.src)).blob()];
    const [address, blob] = await read().catch(read);
    const reader = new FileReader();
    const done = new Promise((resolve) => { reader.onload = resolve; });
    reader.readAsDataURL(blob);
    await done;
    return [address, reader.result];
}"""

# Whether nothing has moved on the page since this was asked before: what moves between the press of
# a button and its release is not clicked.
RESTS = """() => {
    const cells = document.querySelectorAll(".jp-Notebook .jp-Cell");
    const now = JSON.stringify([...cells].map((cell) => cell.getBoundingClientRect()));
    const rests = window.nnlibPlaces === now;
    window.nnlibPlaces = now;
    return rests;
}"""

# A folded cell has a prompt without text.
ALL_HAVE_RUN = """() => {
    const cells = [...document.querySelectorAll(".jp-Notebook .jp-CodeCell")];
    const counts = cells.map((c) => c.querySelector(".jp-InputPrompt").textContent);
    const status = document.querySelector("#jp-main-statusbar").textContent;
    const have_run = counts.every((c) => c === "" || /\\d/.test(c));
    return cells.length > 0 && have_run && status.includes("| Idle");
}"""

# Without a question about saving; gives whether nothing is in the way of the next notebook.
CLOSE = """() => {
    const app = window.jupyterapp;
    if (!app || document.querySelector(".jp-Dialog")) return false;
    for (const widget of [...app.shell.widgets("main")]) if (widget.context) widget.dispose();
    return true;
}"""

# In the JupyterLab that is there, as a link from notebook to notebook does.
OPEN = "path => window.jupyterapp.commands.execute('docmanager:open', { path }).then(() => null)"

# Runs code cells by their numbers, one after the other, as Ctrl+Enter does.
RUN_CELLS = """async (numbers) => {
    const app = window.jupyterapp, notebook = app.shell.currentWidget.content;
    const places = [...notebook.widgets.keys()].filter(
        (place) => notebook.widgets[place].model.type === "code");
    for (const number of numbers) {
        notebook.deselectAll();
        notebook.activeCellIndex = places[number];
        await app.commands.execute("notebook:run-cell");
    }
}"""

ONE_HAS_FAILED = """() => document.querySelector(
    '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]') !== null"""


# What axe-core has found in the outputs, each with its first place.
VIOLATIONS = """async () => {
    const outputs = { include: [".jp-OutputArea-output"] };
    const { violations } = await axe.run(outputs, { resultTypes: ["violations"] });
    return violations
        .filter(({ impact }) => ["serious", "critical"].includes(impact))
        .map(({ id, nodes }) => [id, nodes.length, nodes[0].html.slice(0, 300)]);
}"""

# Whether what has a name, or else a selector, has the focus.
HAS_FOCUS = """(name) => {
    const place = document.activeElement;
    const label = place.labels?.[0]?.textContent.trim();
    const own = label || place.getAttribute("aria-label") || place.textContent.trim();
    return own === name || (/^[.]/.test(name) && place.matches(name));
}"""


class Jupyter:
    """A JupyterLab server on a copy of the notebooks, with settings and caches of its own.

    Parameters
    ----------
    folder : Path
        An empty folder; the copy is ``folder / "course" / "notebooks"``.
    package : Path
        Where the kernels find `nnlib`, by default this repository.
    arguments : sequence of str
        What the server is told besides.

    Attributes
    ----------
    notebooks : Path
        The copy: what a test writes into it can be opened.
    """

    def __init__(self, folder, package=ROOT, arguments=()):
        self.home, self.package, self.arguments = folder, package, arguments
        self.notebooks = folder / "course" / "notebooks"
        self.token = secrets.token_hex(16)
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        ignore = shutil.ignore_patterns("source", ".ipynb_checkpoints")
        shutil.copytree(ROOT / "notebooks", self.notebooks, ignore=ignore)
        overrides = folder / "config" / "labconfig" / "default_setting_overrides.json"
        overrides.parent.mkdir(parents=True)
        overrides.write_text(json.dumps(SETTINGS), encoding="utf-8")
        self._log = (folder / "server.log").open("w", encoding="utf-8")
        self._process = subprocess.Popen(
            self._command(), env=self._environment(), stdout=self._log, stderr=subprocess.STDOUT
        )

    def _command(self):
        return [
            *(sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"),
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={self.port}",
            "--ServerApp.port_retries=0",
            f"--ServerApp.root_dir={self.notebooks.parent}",
            f"--IdentityProvider.token={self.token}",
            "--LabApp.expose_app_in_browser=True",
            "--JupyterNotebookApp.expose_app_in_browser=True",
            *self.arguments,
        ]

    def _environment(self):
        """The caller's, with every Jupyter folder of its own and this repository's package."""
        own = {
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
            "IPYTHONDIR": "ipython",
        }
        paths = {name: str(self.home / place) for name, place in own.items()}
        return {**os.environ, **paths, "PYTHONPATH": str(self.package)}

    def wait(self, seconds=180):
        """Wait until the server answers."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            try:
                self.ask("api/status")
                return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"JupyterLab did not start:\n{(self.home / 'server.log').read_text()}")

    def write(self, name, *codes):
        """Write a notebook of code cells into the copy; gives its name."""
        cells = [nbformat.v4.new_code_cell(code) for code in codes]
        notebook = nbformat.v4.new_notebook(cells=cells, metadata=build.METADATA)
        nbformat.write(notebook, self.notebooks / name)
        return name

    def ask(self, path, method="GET"):
        """Ask the server's REST interface; gives what the JSON answer holds, or None."""
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(f"{self.address}/{path}", method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def stop_kernels(self):
        """End every kernel, so that the next notebook gets a fresh one."""
        for session in self.ask("api/sessions"):
            self.ask(f"api/sessions/{session['id']}", "DELETE")

    def close(self):
        """Stop the server and its kernels."""
        if self._process.poll() is None:
            with suppress(OSError):  # it may never have answered
                self.stop_kernels()
            self._process.terminate()
            self._process.wait(30)
        self._log.close()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def chromium(**screen):
    """Open a headless Chromium, and close it again; `screen` is as for Playwright's contexts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch_persistent_context(
            "", executable_path=CHROMIUM, args=FLAGS, **{"viewport": SIZE} | screen
        )
        try:
            yield browser
        finally:
            browser.close()


class Notebook:
    """One notebook in a page, the only one there.

    Parameters
    ----------
    jupyter : Jupyter
    page : playwright Page
        Empty, or with the JupyterLab that an earlier notebook has opened and left.

    Attributes
    ----------
    elsewhere : list of str
        Addresses other than the server's that the page asked for; none was found.
    """

    def __init__(self, jupyter, page):
        self.jupyter, self.page = jupyter, page
        self.page.set_default_timeout(PATIENCE)
        self.elsewhere = []
        # Listening, not routing: a page with a route has no cache.
        self.page.on("request", self._note)

    def _note(self, request):
        if not request.url.startswith((self.jupyter.address, "blob:", "data:")):
            self.elsewhere.append(request.url)

    def open(self, name):
        """Open a notebook of the copy and wait for its kernel."""
        self.name = name
        if self.page.url.startswith(self.jupyter.address):
            self.page.evaluate(CLOSE)
            self.page.evaluate(OPEN, f"notebooks/{name}")
        else:
            address = f"{self.jupyter.address}/lab/tree/notebooks/{name}"
            self.page.goto(f"{address}?token={self.jupyter.token}")
        expect(self.page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=PATIENCE)
        expect(self._statusbar).to_contain_text("| Idle", timeout=PATIENCE)
        if self.page.locator("#jp-left-stack").is_visible():
            self.page.keyboard.press("Control+b")
            expect(self.page.locator("#jp-left-stack")).to_be_hidden()
        return self

    @property
    def _statusbar(self):
        return self.page.locator("#jp-main-statusbar")

    def menu(self, menu, item):
        """Choose an item of the menu bar."""
        self.page.get_by_role("menuitem", name=menu, exact=True).click()
        self.page.get_by_role("menuitem", name=item, exact=True).click()

    def run_all(self, timeout=300):
        """Run every cell; waits until all have run, or one has failed (see `errors`)."""
        self.menu("Edit", "Clear Outputs of All Cells")
        self.menu("Run", "Run All Cells")
        return self.wait_idle(timeout)

    def run_labs(self, timeout=300):
        """Run the cells that show labs, and those that they need; the others stay as stored."""
        sources = [cell.source for cell in self._code_cells()]
        self.page.evaluate(RUN_CELLS, needed(sources, SHOWS.search))
        return self.wait_idle(timeout)

    def _code_cells(self):
        cells = nbformat.read(self.jupyter.notebooks / self.name, as_version=4).cells
        return [cell for cell in cells if cell.cell_type == "code"]

    def wait_idle(self, timeout=300):
        """Wait until every code cell has a count and the kernel rests, or one has failed."""
        done = f"() => ({ALL_HAVE_RUN})() || ({ONE_HAS_FAILED})()"
        self.page.wait_for_function(done, timeout=timeout * 1000, polling=100)
        self.page.wait_for_function(RESTS, timeout=PATIENCE, polling=100)
        return self

    def errors(self):
        """List the error outputs and warnings that the notebook shows."""
        kinds = ("application/vnd.jupyter.error", "application/vnd.jupyter.stderr")
        selector = ", ".join(f'.jp-OutputArea-output[data-mime-type="{kind}"]' for kind in kinds)
        return self.page.locator(selector).all_inner_texts()

    def violations(self):
        """List what axe-core finds in the outputs that is serious or critical."""
        self.page.wait_for_timeout(500)  # figures get their words a moment after they are there
        if not self.page.evaluate("() => 'axe' in window"):
            program = files("axe_playwright_python") / "axe.min.js"
            self.page.evaluate(program.read_text(encoding="utf-8"))
        return self.page.evaluate(VIOLATIONS)

    def cell(self, containing):
        """Find the first code cell whose source contains a text."""
        inputs = self.page.locator(".jp-InputArea-editor", has_text=containing)
        return self.page.locator(".jp-CodeCell").filter(has=inputs).first

    def run_code(self, code):
        """Run code in a new cell at the end of the notebook; gives the new cell when it has run."""
        self.page.locator(".jp-Notebook-footer").click()
        cell = self.page.locator(".jp-CodeCell").last
        cell.locator(".cm-content").click()
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Control+Enter")
        expect(cell.locator(".jp-InputPrompt")).to_have_text(re.compile(r"\d"), timeout=PATIENCE)
        return cell

    def lab(self, containing="", nth=0):
        """Find the nth lab, or the nth whose output contains a text."""
        areas = self.page.locator(f".jp-OutputArea-output:has({PICTURE})")
        if containing:
            areas = areas.filter(has_text=containing)
        lab = Lab(self.page, areas.nth(nth))
        lab.image().scroll_into_view_if_needed()
        return lab

    def screenshot(self, path):
        """Save what the window shows."""
        self.page.screenshot(path=path)

    def screenshots(self, folder, stem):
        """Save the whole notebook, window by window from top to bottom; gives the files."""
        scroller = self.page.locator(".jp-WindowedPanel-outer").first
        folder.mkdir(parents=True, exist_ok=True)
        files, top, step = [], 0, SIZE["height"] - 200
        while True:
            scroller.evaluate("(e, top) => { e.scrollTop = top; }", top)
            self.page.wait_for_timeout(400)
            files.append(folder / f"{stem}-{len(files) + 1:02}.png")
            self.screenshot(files[-1])
            if scroller.evaluate("e => e.scrollTop + e.clientHeight >= e.scrollHeight - 2"):
                return files
            top += step

    def close(self):
        """Close the notebook and end its kernel; leave JupyterLab, unless it is in trouble."""
        self.page.remove_listener("request", self._note)
        if not self.page.evaluate(CLOSE):
            self.page.goto("about:blank")
        self.jupyter.stop_kernels()


class Lab:
    """The controls and the picture of one lab, or of any output with widgets.

    Controls are found by the text of their label, exactly.
    """

    def __init__(self, page, root):
        self.page = page
        self.root = root
        self._read = {}  # addresses and bytes of the pictures read last

    def image(self, nth=0):
        """Find the nth picture."""
        return self.root.locator(PICTURE).nth(nth)

    def image_bytes(self, nth=0):
        """Give the encoded picture as it came from the kernel; the exact one, if nothing plays."""
        return wait_until(lambda: self._settled(nth), "the exact picture of a lab at rest")

    def _settled(self, nth):
        # While something moves, quick pictures come as JPEG; at rest the exact one follows.
        known, picture = self._read.get(nth, ("", b""))
        if found := self.image(nth).evaluate(READ_IMAGE, known):
            picture = base64.b64decode(found[1].partition(",")[2])
            self._read[nth] = found[0], picture
        is_exact = picture.startswith(b"\x89PNG")
        return picture if is_exact or self.button("Pause").count() else None

    def pixels(self, nth=0):
        """Give the picture's pixels, (height, width, 3), 0 to 255."""
        with Image.open(io.BytesIO(self.image_bytes(nth))) as image:
            return np.asarray(image.convert("RGB"))

    def wait_for_change(self, before, nth=0, timeout=10):
        """Wait until the picture is another than `before`; gives the new bytes."""
        return wait_until(
            lambda: self._other(before, nth), f"a new picture in {timeout} s", timeout
        )

    def moved(self, act, status=""):
        """Do something, and wait for another picture and for words in the status line."""
        before = self.image_bytes()
        act()
        self.wait_for_change(before)
        return self.wait_for_status(status)

    def _other(self, before, nth):
        now = self.image_bytes(nth)
        return now if now != before else None

    def slider(self, label):
        """Find a slider."""
        return Slider(self.page, self._labelled(".widget-slider", label))

    def dropdown(self, label):
        """Find a menu."""
        return Dropdown(self._labelled(".widget-dropdown", label).locator("select"))

    def number(self, label):
        """Find the box of a number or a text; ``fill`` and ``press("Enter")`` change it."""
        return self._labelled(".widget-text", label).locator("input")

    def checkbox(self, label):
        """Find a box to tick."""
        return self.root.locator(".widget-checkbox label", has_text=label).locator("input")

    def button(self, text):
        """Find a button."""
        # Not by its accessible name: an icon before the text counts as part of that.
        words = re.compile(rf"^\s*{re.escape(text)}\s*$")
        return self.root.locator("button").filter(has_text=words).first

    def tab_to(self, name, times=60):
        """Press Tab until what has this name, or this selector of CSS, has the focus."""
        for _ in range(times):
            if self.page.evaluate(HAS_FOCUS, name):
                return self
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no {name!r} within {times} presses of Tab")

    def press(self, *keys):
        """Press keys, wherever the focus is."""
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def status(self):
        """Read the line that says what the picture shows."""
        return self.root.locator(".nnlib-status").first.inner_text().strip()

    def wait_for_status(self, text, timeout=10):
        """Wait until the status line contains a text; gives the line."""
        line = self.root.locator(".nnlib-status").first
        expect(line).to_contain_text(text, timeout=timeout * 1000)
        return self.status()

    def alarm(self):
        """Read the error that is shown in place; empty when all is well."""
        return self.root.locator(".nnlib-alarm").first.inner_text().strip()

    def _labelled(self, kind, label):
        quoted = json.dumps(label, ensure_ascii=False)
        return self.root.locator(f"{kind}:has(> .widget-label:text-is({quoted}))").first


class Slider:
    """One slider, moved by its keys."""

    def __init__(self, page, root):
        self.page = page
        self.root = root

    def press(self, key="ArrowRight", times=1):
        """Focus the handle and press a key: arrows, Home, End, PageUp, PageDown."""
        handle = self.root.locator(".noUi-handle").first
        handle.focus()
        for _ in range(times):
            handle.press(key)
        return self

    def readout(self):
        """Read the number beside the slider, once it is there."""
        line = self.root.locator(".widget-readout")
        expect(line).to_have_text(re.compile(r"\S"), timeout=PATIENCE)
        return line.inner_text().strip()

    def wait_for_readout(self, text, timeout=10):
        """Wait until the readout is a text."""
        expect(self.root.locator(".widget-readout")).to_have_text(text, timeout=timeout * 1000)


class Dropdown:
    """One menu."""

    def __init__(self, root):
        self.root = root

    def select(self, option):
        """Choose an option by its text."""
        self.root.select_option(label=option)

    def selected(self):
        """Read the chosen option."""
        return self.root.evaluate("e => e.selectedOptions[0].text")

    def options(self):
        """List the options."""
        return self.root.locator("option").all_inner_texts()


def wait_until(ask, what, timeout=10):
    """Ask until the answer is neither None nor False; gives the answer.

    Raises
    ------
    AssertionError
        When the time, in seconds, is over.
    """
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        answer = ask()
        if answer is not None and answer is not False:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"waited for {what}")
