"""Bring a clone of the course up to date and keep every answer in it: ``make update``.

A notebook that both you and the course have changed is kept beside the new one under a name of its
own. One that only you have changed stays as it is, and one that you have deleted comes back.
"""

import subprocess
import sys
from datetime import datetime
from pathlib import Path


def git(*arguments):
    """Run git in the current folder and give what it prints.

    Raises
    ------
    SystemExit
        When git refuses, with its own words.
    """
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"git {arguments[0]}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def paths(*arguments):
    """List the paths that a git command prints, whatever is in their names."""
    return [Path(name) for name in git(*arguments, "-z").split("\0") if name]


def other_name(path, now):
    """Give a free name for the learner's version.

    >>> other_name(Path("notebooks/05-draw.ipynb"), datetime(2026, 1, 31)).as_posix()
    'notebooks/05-draw (mine, 2026-01-31).ipynb'
    """
    stem, number = f"{path.stem} (mine, {now:%Y-%m-%d})", 2
    free = path.with_name(f"{stem}{path.suffix}")
    while free.exists():
        free = path.with_name(f"{stem} {number}{path.suffix}")
        number += 1
    return free


def update(now):
    """Fetch what is new and put it in place; print a line for each file that needed care."""
    git("fetch", "--quiet")
    new = git("rev-parse", "--verify", "@{upstream}").strip()
    theirs = set(paths("diff", "--name-only", f"HEAD...{new}"))
    mine = set(paths("diff", "--name-only", "HEAD"))
    added = set(paths("ls-files", "--others", "--exclude-standard")) & theirs
    for path in sorted(mine | added):
        if not path.exists():
            git("checkout", "HEAD", "--", str(path))
            print(f"{path} was deleted here; it is back.")
        elif path in theirs:
            kept = path.rename(other_name(path, now))
            if path in mine:
                git("checkout", "HEAD", "--", str(path))
            print(f"{path} is new; yours is kept as {kept.name}.")
    done = subprocess.run(["git", "merge", "--quiet", "--no-edit", new], capture_output=True)
    if done.returncode:
        git("merge", "--abort")
        sys.exit("What you have committed and what is new cannot be put together; nothing changed.")
    print(f"The course is up to date ({git('log', '-1', '--format=%as').strip()}).")


if __name__ == "__main__":
    update(datetime.now())
