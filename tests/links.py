"""Follow the links of Markdown texts, those that lead into the repository."""

import re
from pathlib import Path
from urllib.parse import unquote

import nbformat

LINK = re.compile(
    r"(?P<image>!?)\[(?:[^\[\]]|\[[^\]]*\])*\]\((?P<target>[^()\s]+)(?:\s+\"[^\"]*\")?\)"
)
HTML = re.compile(r"<(?P<tag>\w+)[^>]*?\s(?:href|src)=[\"'](?P<target>[^\"']+)[\"']")
REFERENCE = re.compile(r"^\[[^\]]+\]:\s*(?P<target>\S+)", re.MULTILINE)
CODE = re.compile(r"^(```+|~~~+).*?^\1|`[^`\n]+`", re.MULTILINE | re.DOTALL)
LOADED = re.compile(r"(?:src=|url\(|import\s+)[\"']?(?:https?:)?//", re.IGNORECASE)


def links(text):
    """Find (target, is loaded when the page is shown) for every link and picture.

    >>> list(links('[a](b.ipynb#c) ![d](e.png) <img src="f.png">'))
    [('b.ipynb#c', False), ('e.png', True), ('f.png', True)]
    """
    text = CODE.sub("", text)
    for match in LINK.finditer(text):
        yield match["target"], bool(match["image"])
    for match in REFERENCE.finditer(text):
        yield match["target"], False
    for match in HTML.finditer(text):
        yield match["target"], match["tag"].lower() not in ("a", "area")


def text_of(path):
    """Give the Markdown of a file, or of all the Markdown cells of a notebook."""
    if path.suffix != ".ipynb":
        return path.read_text(encoding="utf-8")
    cells = nbformat.read(path, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def anchors(path):
    """Collect what a ``#…`` may name in a file.

    JupyterLab makes a notebook's anchors from its headings, blanks to hyphens and nothing else;
    GitHub, for a Markdown file, also makes them small and drops punctuation.
    """
    text = CODE.sub(lambda match: match[0] if "\n" not in match[0] else "", text_of(path))
    headings = re.findall(r"^#{1,6} +(.+?) *$", text, re.MULTILINE)
    plain = [re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*]", r"\1", heading) for heading in headings]
    if path.suffix == ".ipynb":
        names = {heading.replace(" ", "-") for heading in plain}
    else:
        names = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in plain}
    return names | set(re.findall(r"<[^>]+\s(?:id|name)=[\"']([^\"']+)[\"']", text))


def broken(path, folder=None):
    """List the links of a file that lead nowhere, and the pictures that need a network.

    Parameters
    ----------
    path : Path
        A Markdown file or a notebook.
    folder : Path
        Where relative links start; the file's own folder when omitted.
    """
    faults = []
    for target, loaded in links(text_of(path)):
        if re.match(r"[a-z][a-z+.-]*:|//", target):
            if loaded and not target.startswith(("data:", "attachment:")):
                faults.append(f"{target} is loaded from a network")
            continue
        name, _, anchor = unquote(target).partition("#")
        found = (folder or path.parent) / name if name else Path(path)
        if not found.exists():
            faults.append(f"{target}: there is no {name}")
        elif anchor and found.suffix in (".md", ".ipynb") and anchor not in anchors(found):
            faults.append(f"{target}: {found.name} has no heading {anchor!r}")
    return faults
