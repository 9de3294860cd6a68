"""Take the picture of the playground for README.md: ``python docs/picture.py``.

It opens notebook 05 in JupyterLab in Chromium, lets the playground learn for a while, and stores
what the page shows of it.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "browser"), str(ROOT / "notebooks" / "source")]

from lab import Jupyter, Notebook, chromium, wait_until  # noqa: E402

STEPS = 6000
WIDTH = 1020  # of the lab; the rest of the output's width is empty


def steps(lab):
    """Read the number of training steps from the lab's status line."""
    return int(lab.status().split()[1].rstrip(".").replace(",", ""))


def main():
    """Write docs/playground.png."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        jupyter = Jupyter(Path(folder)).wait()
        try:
            notebook = (
                Notebook(jupyter, browser.new_page()).open("05-draw-the-boundary.ipynb").run_labs()
            )
            lab = notebook.lab("Learning rate")
            lab.button("Play").click()
            wait_until(lambda: steps(lab) > STEPS, f"{STEPS} steps", timeout=120)
            lab.button("Pause").click()
            lab.button("Play").wait_for()
            box = lab.root.bounding_box()
            clip = {**box, "width": min(WIDTH, box["width"])}
            notebook.page.screenshot(path=ROOT / "docs" / "playground.png", clip=clip)
        finally:
            jupyter.close()


if __name__ == "__main__":
    main()
