"""How fast a lab answers, in a real JupyterLab in Chromium.

    python -m benchmarks.lab_latency
    python -m benchmarks.lab_latency --lab "NetworkLab()" --slider "Learning rate"
    python -m benchmarks.lab_latency --ratio 2 --beside ../before --lines 1 4 10

Three things are measured from inside the page, with its own clock:

- from a key press on a slider to the first shown picture that was computed with the new value,
  with the lab at rest and, if it plays, while it plays;
- how many pictures a second are shown while it plays, and how many training steps one shows;
- how long another cell takes to answer meanwhile, from the press of Control+Enter to its output.

A byte after the end of each picture tells how many values it was computed with. The load of the
machine is printed as well: other work on it makes every number worse. With `--beside` another
checkout is measured in turns with this one, and with `--lines` both over slow lines, which are
the browser's own: so many Mbit/s, each answer 80 ms late.
"""

import argparse
import os
import re
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "browser"), str(ROOT / "notebooks" / "source")]

# The driver and the builder are scripts beside the package, found by the line above.
import lab as driver  # noqa: E402

PATIENCE = 20_000
LATE = 80  # milliseconds, on slow lines
AT_REST, PLAYING = "key press to new pixels, at rest", "key press to new pixels, playing"
PICTURES, STEPS = "pictures a second, playing", "training steps a picture"
OTHERS = "another cell's answer, playing"

MARKED_LAB = """\
from nnlib.labs import {name}

lab, moves = {lab}, [0]


def encode(encoding="png", plain=lab.screen.encode, **how):
    return plain(encoding, **how) + bytes([moves[0] % 256])


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
        self.where = jupyter.package
        self.notebook = driver.Notebook(jupyter, browser.new_page())
        self.page = self.notebook.page
        name = re.match(r"\w+", choices.lab)[0]
        setup = MARKED_LAB.format(name=name, lab=choices.lab, trait=choices.trait)
        self.notebook.open(jupyter.write("latency.ipynb", setup, *OTHER_CELL)).run_all()
        if self.notebook.errors():
            raise SystemExit("\n".join(self.notebook.errors()))
        self.lab = self.notebook.lab()
        self.slider = choices.slider
        self.lab.image().evaluate(WATCH)
        self.found = {}
        self._session = self.page.context.new_cdp_session(self.page)
        self._session.send("Network.enable")

    def note(self, what, values):
        """Keep what was measured."""
        self.found.setdefault(what, []).extend(values)

    def front(self):
        """Bring the page to the front: what nobody sees need not move."""
        self.page.bring_to_front()
        self.page.wait_for_timeout(300)

    def throttle(self, megabits):
        """Let the line carry so much, and each message take longer; None lets it free."""
        speed = -1 if megabits is None else megabits * 1e6 / 8
        how = {"downloadThroughput": speed, "uploadThroughput": speed}
        late = 0 if megabits is None else LATE
        how |= {"offline": False, "latency": late}
        self._session.send("Network.emulateNetworkConditions", how)

    def play(self, playing=True):
        """Press Play or Pause, unless the lab has paused by itself, as where nobody answers."""
        button = self.lab.button("Play" if playing else "Pause")
        if button.count():
            button.click()
        self.page.wait_for_timeout(1500)

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
    """Say least, median, 95th percentile and largest."""
    ordered = sorted(milliseconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    middle = statistics.median(ordered)
    return f"{ordered[0]:6.0f} {middle:6.0f} {p95:6.0f} {ordered[-1]:6.0f}"


def measure(bench, choices, presses):
    """Measure one thing after another, once."""
    bench.front()
    bench.note(AT_REST, bench.latencies(presses))
    if not bench.lab.button("Play").count():
        return
    bench.play()
    bench.note(PLAYING, bench.latencies(presses))
    frames, steps = bench.playing(choices.seconds)
    bench.note(PICTURES, [frames])
    bench.note(STEPS, [] if steps is None else [steps])
    bench.note(OTHERS, bench.answers(4))
    bench.play(False)


def measure_line(bench, choices, megabits):
    """Measure pictures a second and their delay on a slow line."""
    bench.front()
    bench.throttle(megabits)
    bench.play()
    bench.page.wait_for_timeout(6000)  # until the lab knows the line
    name = f"{megabits:g} Mbit/s, {LATE} ms: "
    bench.note(name + PICTURES, [bench.playing(choices.seconds)[0]])
    bench.note(name + PLAYING, bench.latencies(6))
    bench.play(False)
    bench.page.wait_for_timeout(3000)
    bench.note(name + AT_REST, bench.latencies(6))
    bench.throttle(None)


def report(benches):
    """Print what each checkout has shown, one below the other."""
    print(f"  {'milliseconds, or a number':<62}  least median    p95    max")
    for what in benches[0].found:
        for bench in benches:
            values = bench.found[what]
            if values:
                print(f"  {what:<48} {bench.where.name:<13} {spread(values)}", flush=True)


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lab", default="Playground()", help="how the lab is made")
    parser.add_argument("--slider", default="Learning rate", help="label of the slider to press")
    parser.add_argument("--trait", default="learning_rate", help="what the slider moves")
    parser.add_argument("--presses", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=4.0, help="how long frames are counted")
    parser.add_argument("--turns", type=int, default=4, help="how often all is measured")
    parser.add_argument("--ratio", type=float, default=1.0, help="pixels for a pixel of the page")
    parser.add_argument("--beside", type=Path, help="another checkout, measured in turns")
    parser.add_argument("--lines", type=float, nargs="*", default=[], help="slow lines, Mbit/s")
    return parser.parse_args(arguments)


def measure_all(benches, choices):
    """Measure every checkout in turns."""
    for turn in range(choices.turns):
        for bench in benches[:: 1 if turn % 2 else -1]:
            measure(bench, choices, max(1, choices.presses // choices.turns))
    for megabits in choices.lines:
        for bench in benches:
            measure_line(bench, choices, megabits)


def main(arguments=()):
    choices = parse(arguments)
    if driver.CHROMIUM is None:
        print("no Chromium on this machine: not measured")
        return
    print(f"load of the machine (1 minute, {os.cpu_count()} processors): {os.getloadavg()[0]:.1f}")
    places = [ROOT, *([choices.beside.resolve()] if choices.beside else [])]
    with ExitStack() as stack:
        servers = []
        for place in places:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            servers.append(driver.Jupyter(folder, place).wait())
            stack.callback(servers[-1].close)
        browser = stack.enter_context(driver.chromium(device_scale_factor=choices.ratio))
        benches = [Bench(server, browser, choices) for server in servers]
        print(f"{choices.lab}, ratio {choices.ratio:g}")
        measure_all(benches, choices)
        report(benches)
    print(f"load of the machine afterwards: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
