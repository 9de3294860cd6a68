"""Write the addresses of this clone's own repository into the README and notebook 00.

``make badges``: Binder for the whole course and for each notebook, and a link with which a
JupyterHub brings everybody a copy. A clone without a remote on GitHub gets two lines that explain.
"""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parent.parent
PLACES = [ROOT / "README.md", ROOT / "notebooks" / "source" / "00-start-here.md"]
BLOCK = re.compile(r"(<!-- addresses -->\n).*?(<!-- end of addresses -->)", re.DOTALL)
BADGE = "https://mybinder.org/badge_logo.svg"
FIRST = "notebooks/00-start-here.ipynb"
WITHOUT = """\
In the browser, without installing anything, on [Binder](https://mybinder.org): push the course to
GitHub, and `make badges` writes its addresses here, for Binder and for a JupyterHub.
"""


def repository(remote):
    """Give owner and name of a repository on GitHub, or None.

    >>> repository("git@github.com:ada/course.git"), repository("https://github.com/ada/course")
    (('ada', 'course'), ('ada', 'course'))
    >>> repository("https://example.org/ada/course")
    """
    found = re.search(r"github\.com[:/]([\w.-]+)/([\w.-]+?)(?:\.git)?/?$", remote)
    return found and found.groups()


def binder(owner, name, notebook):
    """Give the address of a notebook on Binder.

    >>> binder("ada", "course", "notebooks/00-start-here.ipynb")
    'https://mybinder.org/v2/gh/ada/course/HEAD?urlpath=lab%2Ftree%2Fnotebooks%2F00-start-here.ipynb'
    """
    place = quote(f"lab/tree/{notebook}", safe="")
    return f"https://mybinder.org/v2/gh/{owner}/{name}/HEAD?urlpath={place}"


def hub(owner, name):
    """Give the end of a link to a JupyterHub that brings the course and opens notebook 00."""
    query = {"repo": f"https://github.com/{owner}/{name}", "urlpath": f"lab/tree/{name}/{FIRST}"}
    return f"/hub/user-redirect/git-pull?{urlencode(query)}"


def addresses(remote, notebooks):
    """Write the block in Markdown."""
    found = repository(remote)
    if not found:
        return WITHOUT
    owner, name = found
    links = ", ".join(f"[{n.stem[:2]}]({binder(*found, f'notebooks/{n.name}')})" for n in notebooks)
    return (
        "In the browser, without installing anything: "
        f"[![Binder]({BADGE})]({binder(owner, name, FIRST)})\n"
        f"(or at once {links}; the first start takes a few minutes).\n"
        f"On a JupyterHub with nbgitpuller: its address, followed by `{hub(owner, name)}`.\n"
    )


def main():
    """Rewrite the block in both places."""
    asked = subprocess.run(["git", "remote", "get-url", "origin"], capture_output=True, text=True)
    notebooks = sorted((ROOT / "notebooks").glob("0*.ipynb"))
    block = addresses(asked.stdout.strip(), notebooks)
    for place in PLACES:
        text = place.read_text(encoding="utf-8")
        changed, count = BLOCK.subn(lambda found: found[1] + block + found[2], text)
        if count != 1:
            sys.exit(f"{place.name} must have one block between the two marks; it has {count}.")
        place.write_text(changed, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
