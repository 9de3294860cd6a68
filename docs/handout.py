"""Print notebooks as PDF, through the browser: ``make handout``.

Each notebook is printed twice: for those who are to answer, without answers and solutions, and for
those who have answered, with them. Figures and first frames of labs are those that are stored.
"""

import argparse
import re
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from playwright.sync_api import sync_playwright

from nnlib import check
from nnlib.plots import palette

ROOT = Path(__file__).resolve().parent.parent
MATHJAX = ROOT / ".venv" / "node_modules" / "mathjax" / "MathJax.js"
FOLD = re.compile(r"<details>.*?</details>\s*", re.DOTALL)
CHECK = re.compile(r"^(?:\w+ = )?check\.(\w+)\((?!\))", re.MULTILINE)
STYLE = """<style>
@page { size: A4; margin: 18mm 16mm 20mm; }
body { --jp-content-font-size1: 10.5pt; --jp-code-font-size: 9pt; }
.jp-Notebook, .jp-Cell { padding: 0; }
.jp-InputPrompt, .jp-OutputPrompt, .jp-Collapser { display: none; }
.jp-CodeCell .jp-InputArea-editor { border: 1px solid FRAME; }
pre { white-space: pre-wrap !important; overflow-wrap: anywhere; }
img { max-width: 100%; height: auto; }
h1, h2, h3, .jp-RenderedHTMLCommon p:has(+ ul), p:has(+ ol) { break-after: avoid; }
img, pre, tr, li, blockquote, .MJXc-display, .jp-CodeCell .jp-InputArea { break-inside: avoid; }
.jp-RenderedHTMLCommon table { width: 100%; table-layout: auto; }
.jp-RenderedHTMLCommon td { vertical-align: top; text-align: left; }
td .MathJax_CHTML, .mjx-chtml { white-space: nowrap; }
.jp-OutputArea-child:has(img) { break-after: avoid; }
p { orphans: 3; widows: 3; }
a.anchor-link { display: none; }
summary { font-weight: bold; }
</style>"""
FOOTER = (
    '<div style="font: 9px sans-serif; width: 100%; padding: 0 16mm; display: flex; '
    'justify-content: space-between"><span>{}</span>'
    '<span><span class="pageNumber"></span> of <span class="totalPages"></span></span></div>'
)


def without_answers(cell):
    """Take what is folded out of a cell."""
    cell.source = FOLD.sub("", cell.source)
    for output in cell.get("outputs", []):
        for kind, text in output.get("data", {}).items():
            if isinstance(text, str):
                output.data[kind] = FOLD.sub("", text)


def with_answers(cell):
    """Open what is folded in a cell, and put the solution of its exercise below it."""
    opened = "<details open>"
    cell.source = cell.source.replace("<details>", opened)
    for output in cell.get("outputs", []):
        html = output.get("data", {}).get("text/html")
        if html:
            output.data["text/html"] = html.replace("<details>", opened)
    if cell.cell_type == "code":
        for name in CHECK.findall(cell.source):
            note = getattr(check, name).solution()
            data = {"text/html": note._repr_html_(), "text/plain": repr(note)}
            cell.outputs.append(nbformat.v4.new_output("display_data", data))


def page_of(notebook, change):
    """Give a notebook as a page that loads nothing from a network."""
    for cell in notebook.cells:
        change(cell)
    exporter = HTMLExporter(
        mathjax_url=f"{MATHJAX.as_uri()}?config=TeX-AMS_CHTML-full",
        require_js_url="",
        jquery_url="",
        mermaid_js_url="",
    )
    text, _ = exporter.from_notebook_node(notebook)
    typeset = "<script>MathJax.Hub.Queue(() => { window.typeset = true; });</script>"
    text = text.replace("automatic: true", "automatic: false")  # a formula is not broken in a table
    style = STYLE.replace("FRAME", palette.FRAME)
    return text.replace("</head>", f"{style}</head>").replace("</body>", f"{typeset}</body>")


def print_pages(paths, to):
    """Print each notebook twice into a folder."""
    to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        for path in paths:
            for change, name in ((without_answers, ""), (with_answers, "-with-answers")):
                notebook = nbformat.read(path, as_version=4)
                title = notebook.cells[0].source.partition("\n")[0].lstrip("# ")
                html = Path(folder, "page.html")
                html.write_text(page_of(notebook, change), encoding="utf-8")
                page.goto(html.as_uri())
                page.wait_for_function("() => window.typeset", timeout=120_000)
                page.pdf(
                    path=to / f"{path.stem}{name}.pdf",
                    prefer_css_page_size=True,
                    print_background=True,
                    display_header_footer=True,
                    header_template="<span></span>",
                    footer_template=FOOTER.format(title),
                    tagged=True,
                )
                print(f"{path.stem}{name}.pdf", flush=True)
        browser.close()


def main():
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="docs/handout.py", description="Notebooks as PDF.")
    parser.add_argument("numbers", nargs="*", help="such as 02 05; all if left out")
    parser.add_argument("--to", type=Path, default=ROOT / "handout", help="the folder (handout)")
    given = parser.parse_args()
    found = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
    paths = [p for p in found if not given.numbers or p.name.startswith(tuple(given.numbers))]
    if not paths:
        sys.exit(f"no notebook starts with {' or '.join(given.numbers)}.")
    if shutil.which("chromium") is None:
        sys.exit("Chromium is needed to print.")
    print_pages(paths, given.to)


if __name__ == "__main__":
    main()
