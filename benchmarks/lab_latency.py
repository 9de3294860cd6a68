"""How fast a lab answers, in a real JupyterLab in Chromium.

    python -m benchmarks.lab_latency
    python -m benchmarks.lab_latency --lab "NetworkLab()" --slider "Learning rate"

Three things are measured from inside the page, with its own clock:

- from a key press on a slider to the first shown picture that was computed with the new value,
  with the lab at rest and, if it plays, while it plays;
- how many pictures a second are shown while it plays, and how many training steps one shows;
- how long another cell takes to answer meanwhile, from the press of Control+Enter to its output.

A byte after the end of each picture tells how many values it was computed with. The load of the
machine is printed as well: other work on it makes every number worse.
"""

import argparse
import os
import re
import statistics
import sys
import tempfile
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "browser"), str(ROOT / "notebooks" / "source")]

# The driver and the builder are scripts beside the package, found by the line above.
import lab as driver  # noqa: E402
from build import METADATA  # noqa: E402

PATIENCE = 20_000

MARKED_LAB = """\
from nnlib.labs import {name}

lab, moves = {lab}, [0]


def encode(encoding="png", plain=lab.screen.encode):
    return plain(encoding) + bytes([moves[0] % 256])


def moved(change):
    moves[0] += 1


lab.model.observe(moved, "{trait}")
lab.screen.encode = encode
lab.refresh()
lab"""
OTHER_CELL = "import itertools\ncount = itertools.count()", "next(count)"

# Each picture is noted at the time when the browser says that it was shown (Element Timing).
WATCH = """(image) => {
    const bench = {key: 0, mark: 0, latency: null, shown: 0};
    const marks = new Map();
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
        const url = make.call(URL, blob);
        const last = blob.slice(-1).arrayBuffer();
        marks.set(url, last.then((bytes) => new Uint8Array(bytes)[0]));
        return url;
    };
    const noted = async (shown) => {
        const mark = await marks.get(shown.url);
        marks.delete(shown.url);
        bench.shown += 1;
        if (mark !== bench.mark && bench.key && bench.latency === null)
            bench.latency = shown.renderTime - bench.key;
        bench.mark = mark;
    };
    image.setAttribute("elementtiming", "lab");
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(noted));
    observer.observe({type: "element"});
    document.addEventListener("keydown", () => {
        bench.key = performance.now();
        bench.latency = null;
    }, true);
    window.bench = bench;
}"""
WATCH_CELL = """(cell) => {
    const bench = window.bench;
    const output = () => (cell.querySelector(".jp-OutputArea-output") || {}).textContent;
    let before = output();
    bench.answer = null;
    const observer = new MutationObserver(() => {
        const now = output();
        if (now && now !== before) {
            before = now;
            bench.answer = performance.now() - bench.key;
        }
    });
    observer.observe(cell, {childList: true, subtree: true, characterData: true});
}"""


class Bench:
    """One notebook with a lab in it, watched."""

    def __init__(self, jupyter, browser, choices):
        self.notebook = driver.Notebook(jupyter, browser.new_page())
        self.page = self.notebook.page
        name = re.match(r"\w+", choices.lab)[0]
        setup = MARKED_LAB.format(name=name, lab=choices.lab, trait=choices.trait)
        cells = [nbformat.v4.new_code_cell(code) for code in (setup, *OTHER_CELL)]
        written = nbformat.v4.new_notebook(cells=cells, metadata=METADATA)
        nbformat.write(written, jupyter.notebooks / "latency.ipynb")
        self.notebook.open("latency.ipynb").run_all()
        if self.notebook.errors():
            raise SystemExit("\n".join(self.notebook.errors()))
        self.lab = self.notebook.lab()
        self.slider = choices.slider
        self.lab.image().evaluate(WATCH)

    def latencies(self, presses):
        """Milliseconds from a key press on the slider to new pixels, one for each press."""
        found = []
        for press in range(presses):
            # Pauses of changing length, so as not to fall into step with the frames.
            self.page.wait_for_timeout(180 + 37 * press % 101)
            key = "ArrowLeft" if press % 2 else "ArrowRight"
            self.lab.slider(self.slider).press(key)
            self.page.wait_for_function("bench.latency !== null", timeout=PATIENCE)
            found.append(self.page.evaluate("bench.latency"))
        return found

    def playing(self, seconds):
        """Pictures a second, and training steps a picture where the status counts them."""
        steps, shown = self._steps(), self.page.evaluate("[bench.shown, performance.now()]")
        self.page.wait_for_timeout(1000 * seconds)
        later, more = self._steps(), self.page.evaluate("[bench.shown, performance.now()]")
        pictures, time = more[0] - shown[0], (more[1] - shown[1]) / 1000
        return pictures / time, None if steps is None else (later - steps) / max(1, pictures)

    def _steps(self):
        number = re.search(r"\b[Ss]tep ([\d,]+)", self.lab.status())
        return int(number[1].replace(",", "")) if number else None

    def answers(self, times):
        """Give the milliseconds until another cell has shown its output, one for each time."""
        cell = self.notebook.cell("next(count)")
        cell.evaluate(WATCH_CELL)
        found = []
        for _ in range(times):
            cell.locator(".cm-content").click()
            self.page.evaluate("bench.answer = null")
            self.page.keyboard.press("Control+Enter")
            self.page.wait_for_function("bench.answer !== null", timeout=PATIENCE)
            found.append(self.page.evaluate("bench.answer"))
            self.page.wait_for_timeout(150)
        return found


def spread(milliseconds):
    """Say median, 95th percentile and largest."""
    ordered = sorted(milliseconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    return f"{statistics.median(ordered):5.0f} {p95:5.0f} {ordered[-1]:5.0f}"


def line(what, result):
    """Print a result as soon as it is known."""
    print(f"  {what:<50} {result}", flush=True)


def report(bench, choices):
    """Measure one thing after another."""
    print(choices.lab)
    line("milliseconds", "median  p95   max")
    line("key press to new pixels, at rest", spread(bench.latencies(choices.presses)))
    if not bench.lab.button("Play").count():
        return
    bench.lab.button("Play").click()
    bench.page.wait_for_timeout(1500)
    line("key press to new pixels, while it plays", spread(bench.latencies(choices.presses)))
    frames, steps = bench.playing(choices.seconds)
    line("another cell's answer, while it plays", spread(bench.answers(12)))
    line("pictures a second, while it plays", f"{frames:.1f}")
    if steps is not None:
        line("training steps a picture", f"{steps:.0f}")


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lab", default="Playground()", help="how the lab is made")
    parser.add_argument("--slider", default="Learning rate", help="label of the slider to press")
    parser.add_argument("--trait", default="learning_rate", help="what the slider moves")
    parser.add_argument("--presses", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=8.0, help="how long frames are counted")
    return parser.parse_args(arguments)


def main(arguments=()):
    choices = parse(arguments)
    if driver.CHROMIUM is None:
        print("no Chromium on this machine: not measured")
        return
    print(f"load of the machine (1 minute, {os.cpu_count()} processors): {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        jupyter = driver.Jupyter(Path(folder)).wait()
        try:
            with driver.chromium() as browser:
                report(Bench(jupyter, browser, choices), choices)
        finally:
            jupyter.close()
    print(f"load of the machine afterwards: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
