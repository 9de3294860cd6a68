"""``python -m nnlib.check FOLDER``: what a class understood, from the notebooks it handed in."""

import argparse
import sys
from pathlib import Path

from nnlib import plots
from nnlib.check import page, report


def main(arguments=None):
    """Run the checks of all notebooks in a folder; write ``class.csv`` and ``class.html``.

    Parameters
    ----------
    arguments : list of str, optional
        Those of the command line if left out.
    """
    parser = argparse.ArgumentParser(
        prog="python -m nnlib.check",
        description="Run the checks of handed-in notebooks and report what the class understood. "
        "This runs strangers' code: do it as a user who owns nothing else, best in a container.",
    )
    parser.add_argument("folder", type=Path, help="one notebook or one folder a student")
    parser.add_argument("--only", default="", help="notebooks whose names start so, such as 02")
    parser.add_argument("--to", type=Path, default=Path(), help="where the report goes (here)")
    parser.add_argument("--seconds", type=float, default=30, help="limit for each cell (30)")
    parser.add_argument("--megabytes", type=float, default=2000, help="limit for a kernel (2000)")
    given = parser.parse_args(arguments)
    try:
        handed = report.files(given.folder, given.only)
        given.to.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(f"{parser.prog}: {error}")
    results = report.run(handed, seconds=given.seconds, megabytes=given.megabytes)
    table = report.rows(results)
    (given.to / "class.csv").write_text(page.as_csv(table), encoding="utf-8")
    (given.to / "class.html").write_text(page.as_html(table, _picture(table)), encoding="utf-8")
    print(f"{len(handed)} notebooks of {len(table)} students: class.csv, class.html")


def _picture(table):
    """Draw how many are how far with each exercise, as a PNG."""
    names = report.exercises(table)
    fig, ax = plots.figure(width=9.2, height=0.8 + 0.28 * len(names))
    plots.draw_counts(ax, names, report.counts(table))
    return plots.png(fig)


if __name__ == "__main__":
    main()
