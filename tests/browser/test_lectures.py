"""Lectures in JupyterLab: how they begin and end, and whether each step fits the wall."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

import lab as driver
import lectures
from lab import ROOT

LECTURES = sorted(lectures.SOURCES.glob("*.md"))
SIZES = {"1280": (1280, 720), "1920": (1920, 1080)}
SHOTS = os.environ.get("LECTURE_SHOTS")  # a folder: then every step is saved as a picture
# At 720 pixels of height; in proportion above.
LEAST_TEXT, LEAST_CODE = 24, 18

HAS_RUN = """() => {
    const { content, sessionContext } = window.jupyterapp.shell.currentWidget;
    const codes = content.widgets.filter(({ model }) => model.type === "code");
    const idle = sessionContext.session?.kernel?.status === "idle";
    return idle && codes.every(({ model }) => model.executionCount !== null);
}"""
PLACE = "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"
IS_DECK = "() => document.body.dataset.jpDeckMode === 'presenting'"

FAULTS = """([leastText, leastCode]) => {
    const faults = [];
    const note = (what, node) => faults.push(`${what}: ${node.textContent.trim().slice(0, 40)}`);
    const size = (node) => Number(parseFloat(getComputedStyle(node).fontSize).toFixed(1));
    const shown = (cell, what) => [...cell.querySelectorAll(what)].filter(
        (node) => node.getClientRects().length && (node.textContent.trim() || node.matches("img")));
    const outer = document.querySelector(".jp-Deck .jp-WindowedPanel-outer");
    if (outer.scrollHeight > outer.clientHeight + 1) faults.push("the slide scrolls");
    for (const cell of document.querySelectorAll(".jp-Deck .jp-Cell.jp-deck-mod-visible")) {
        const { bottom, right } = cell.getBoundingClientRect();
        const below = Math.round(bottom - innerHeight);
        if (below > 1) note(`${below} px below the screen`, cell);
        for (const node of shown(cell, ".cm-scroller, pre, mjx-container, table, img")) {
            // A table never scrolls; what MathJax writes unseen may reach beyond it.
            const inside = node.matches("table") ? 0 : node.clientWidth;
            const scrolls = inside && node.scrollWidth > inside + 1;
            const beyond = node.getBoundingClientRect().right - Math.min(right, innerWidth);
            if (scrolls || beyond > 1) note("wider than the slide", node);
        }
        for (const node of shown(cell, ".jp-RenderedMarkdown :is(p, li, td, th, h1, h2, h3)"))
            if (size(node) < leastText) note(`text of ${size(node)} px`, node);
        const codes = ".cm-content, .jp-RenderedMarkdown code, .jp-RenderedText pre";
        for (const node of shown(cell, codes))
            if (size(node) < leastCode) note(`code of ${size(node)} px`, node);
        for (const node of shown(cell, ".nnlib-ask label"))
            if (node.scrollHeight > node.clientHeight + 1) note("cut off", node);
        for (const node of shown(cell, "[data-mime-type$=error]")) note("it failed", node);
    }
    return faults;
}"""


class Lecture:
    """A lecture that is being presented."""

    def __init__(self, notebook, name, size):
        self.notebook, self.page = notebook, notebook.page
        self.page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
        notebook.open(f"lectures/{name}.ipynb")

    def present(self):
        """Press the button that starts it, and wait until all has run."""
        self.page.get_by_role("button", name="Present").click()
        self.page.wait_for_function(IS_DECK)
        return self.wait()

    def wait(self):
        """Wait until every cell has run."""
        self.page.wait_for_function(HAS_RUN, timeout=120_000)
        self.page.wait_for_timeout(1000)
        return self

    def place(self):
        """Give the number of the cell that is shown last."""
        return self.page.evaluate(PLACE)

    def on(self):
        """Press Space; give whether there was another step."""
        before = self.place()
        self.page.keyboard.press(" ")
        self.page.wait_for_timeout(250)
        return self.place() != before

    def walk(self):
        """Give each step's number, once it stands still."""
        step = 1
        yield step
        while self.on():
            step += 1
            yield step


@pytest.fixture
def begun(request, notebook):
    """The lecture of notebook 05 on a small screen, presented."""
    lecture = Lecture(notebook, "05-draw-the-boundary", SIZES["1280"])
    try:
        yield lecture.present()
    finally:
        leave(lecture.page)


def leave(page):
    page.evaluate("() => window.jupyterapp.commands.execute('deck:stop')")
    page.set_viewport_size(driver.SIZE)


@pytest.mark.lectures
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("source", LECTURES, ids=lambda source: source.stem[:2])
def test_every_step_fits(notebook, source, size):
    lecture = Lecture(notebook, source.stem, SIZES[size])
    height = SIZES[size][1]
    least = [LEAST_TEXT * height / 720, LEAST_CODE * height / 720]
    found = []
    try:
        for step in lecture.present().walk():
            found += [f"step {step}: {fault}" for fault in lecture.page.evaluate(FAULTS, least)]
            if SHOTS and size == "1280":
                Path(SHOTS).mkdir(parents=True, exist_ok=True)
                lecture.page.screenshot(path=f"{SHOTS}/{source.stem[:2]}-{step:03}.png")
    finally:
        leave(lecture.page)
    cells = lectures.read(source).cells
    types = [cell.metadata.get("slideshow", {}).get("slide_type") for cell in cells]
    assert step == types.count("slide") + types.count("fragment")
    assert not found, "\n".join(found)


@pytest.mark.lectures
def test_it_begins_at_the_first_slide_and_leaving_brings_jupyterlab_back(begun):
    assert begun.place() == 0
    begun.page.keyboard.press("Escape")
    begun.page.wait_for_function(f"() => !({IS_DECK})()")
    begun.page.get_by_role("menuitem", name="File", exact=True).wait_for()


@pytest.fixture
def slides(tmp_path):
    """What `make slides ONLY=05` starts."""
    command = ("make", "--dry-run", "--silent", "slides", "ONLY=05", "LAB_FLAGS=")
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    line = said.replace("\\\n", "")
    arguments = shlex.split(line[line.index("jupyter lab") :])[2:]
    server = driver.Jupyter(tmp_path, arguments=arguments)
    try:
        yield server.wait()
    finally:
        server.close()


@pytest.mark.lectures
def test_the_printed_address_presents_and_a_page_closed_meanwhile_leaves_no_deck(slides, window):
    page = window.context.new_page()
    printed = re.search(rf"{slides.address}\S+", (slides.home / "server.log").read_text())[0]
    address = printed.replace("token=...", f"token={slides.token}")
    try:
        page.goto(address, timeout=driver.PATIENCE)
        page.wait_for_function(IS_DECK, timeout=driver.PATIENCE)
        page.wait_for_function(HAS_RUN, timeout=120_000)
        assert page.evaluate(PLACE) == 0
        page.close()
        page = window.context.new_page()
        page.add_init_script("sessionStorage.setItem('nnlib:present', 'begun')")
        page.goto(address, timeout=driver.PATIENCE)
        page.get_by_role("menuitem", name="File", exact=True).wait_for(timeout=driver.PATIENCE)
        page.wait_for_timeout(3000)
        assert not page.evaluate(IS_DECK)
        assert page.get_by_role("menuitem", name="File", exact=True).is_visible()
    finally:
        page.close()


@pytest.mark.lectures
def test_a_lab_on_a_slide_answers_to_mouse_and_keys(begun):
    lab = begun.notebook.lab()
    for _ in begun.walk():
        if lab.image().is_visible() and lab.button("Play").is_visible():
            break
    here = begun.place()
    lab.slider("Learning rate").press("ArrowRight", times=2)
    lab.wait_for_status("")
    handle = lab.slider("Learning rate").root.locator(".noUi-base")
    before = lab.slider("Learning rate").readout()
    box = handle.bounding_box()
    begun.page.mouse.click(box["x"] + 0.2 * box["width"], box["y"] + box["height"] / 2)
    driver.wait_until(lambda: lab.slider("Learning rate").readout() != before, "a moved slider")
    lab.dropdown("Data").select("circles")
    lab.wait_for_status("circles")
    lab.tab_to("Data").press("ArrowDown")
    driver.wait_until(lambda: "circles" not in lab.status(), "another data set")
    play = lab.button("Play")
    play.focus()
    lab.press(" ")
    lab.button("Pause").wait_for()
    assert begun.place() == here
