"""The report on a class as a table (CSV) and as a page (HTML)."""

import base64
import csv
import html
import io

from nnlib.check.record import STATES
from nnlib.check.report import counts, exercises, mistakes
from nnlib.check.result import marked_up

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 64em; padding: 0 1em; }
img { max-width: 100%; }
table { border-collapse: collapse; }
th, td { border: 1px solid GrayText; padding: 0.15em 0.5em; text-align: left; vertical-align: top; }
"""


def as_csv(table):
    """Write the table: a line for each student, a column for each exercise, then the remarks."""
    names = exercises(table)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["student", *names, "remarks"])
    for row in table:
        states = [row.state(name) or "not handed in" for name in names]
        writer.writerow([_harmless(row.student), *states, _harmless(" ".join(row.remarks))])
    return text.getvalue()


def _harmless(text):
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def as_html(table, picture):
    """Write the page.

    Parameters
    ----------
    table : list of Row
    picture : bytes
        A PNG of who has done what.
    """
    names = exercises(table)
    shown = base64.b64encode(picture).decode()
    done, all_ = sum(counts(table)["done"]), len(table) * len(names)
    head = f"{len(table)} students, {len(names)} exercises, {done} of {all_} done"
    parts = [
        "<h1>What the class understood</h1>",
        f"<p>{head}.</p>",
        f'<img alt="For each exercise how many are how far; the table below says who" '
        f'src="data:image/png;base64,{shown}">',
        "<h2>What to explain again</h2>",
        *(_explained(table, name) for name in names if mistakes(table, name)),
        "<h2>Students</h2>",
        _students(table, names),
    ]
    remarks = [f"<li>{html.escape(text)}</li>" for row in table for text in row.remarks]
    if remarks:
        parts += ["<h2>Remarks</h2>", f"<ul>{''.join(remarks)}</ul>"]
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>What the class understood'
        f"</title><style>{_STYLE}</style><body>{''.join(parts)}</body></html>\n"
    )


def _explained(table, name):
    lines = "".join(
        f"<li><strong>{count}</strong> {'student' if count == 1 else 'students'}"
        f"{f', <code>{html.escape(key)}</code>' if key else ''}: {marked_up(message)}</li>"
        for key, count, message in mistakes(table, name)
    )
    return f"<h3><code>{name}</code></h3><ul>{lines}</ul>"


def _students(table, names):
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    body = "".join(
        f'<tr><th scope="row">{html.escape(row.student)}</th>'
        + "".join(f"<td>{STATES.get(row.state(name), '')}</td>" for name in names)
        + "</tr>"
        for row in table
    )
    legend = ", ".join(f"{sign} {state}" for state, sign in STATES.items())
    return (
        f'<div style="overflow-x: auto"><table><tr><td></td>{head}</tr>{body}</table></div>'
        f"<p>{legend}, empty: not handed in.</p>"
    )
