"""The builder, and what the notebook tests catch, shown on small good and bad sources."""

import base64
import copy
import io
import os
import subprocess
import sys

import nbformat
import numpy as np
import pytest
from PIL import Image

import build
import links
import pair
import prose
import times

PICTURE_CODE = """\
import io, base64
from IPython.display import display
from PIL import Image
grey = io.BytesIO()
Image.new("L", (40, 20), {level}).save(grey, "png")
data = {{"image/png": base64.b64encode(grey.getvalue()).decode(), "text/plain": "A grey field."}}
display(data, metadata={{"image/png": {{"alt": "A grey field."}}}}, raw=True)"""

GOOD = (
    """\
---
kernelspec:
  name: python3
  display_name: Python 3
---

# Add two numbers

The sum is {{ 1 + 1 }} before anything has run, in 1943 as today.

```{code-cell} ipython3
rate = 0.5
losses = [rate / 3, 2_500.0]
print("a loss of 0.125"); print("and more")
```

### One step

A loss of {{ f"{losses[0]:.4f}" }} at rate $0.50$, or 50 %; 0.125 was printed, {{ losses[1] }} not.

+++ {"tags": ["aside"]}

A note at the side.

```{code-cell} ipython3
:tags: [hide-input]

losses[0] > 0
```

```{code-cell} ipython3
losses[0] > 0
```

```{code-cell} ipython3
"""
    + PICTURE_CODE.format(level=128)
    + "\n```\n"
)


def code(text):
    """Make a source of one code cell."""
    return f"# Title\n\n```{{code-cell}} ipython3\n{text}\n```\n"


@pytest.fixture
def write(tmp_path):
    """Write a source into a place of its own, laid out like the repository."""
    (tmp_path / "source").mkdir()

    def _write(text):
        path = tmp_path / "source" / "01-small.md"
        path.write_text(text, encoding="utf-8")
        return path

    return _write


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """The good source and the notebook that it gives."""
    folder = tmp_path_factory.mktemp("good")
    (folder / "source").mkdir()
    path = folder / "source" / "01-good.md"
    path.write_text(GOOD, encoding="utf-8")
    notebook = build.build(path)
    nbformat.write(notebook, build.notebook_path(path))
    return build.read(path), nbformat.read(build.notebook_path(path), as_version=4), path


def test_marks_become_text_of_the_kernel_at_that_place(good):
    _, notebook, _ = good
    assert "The sum is 2 before" in notebook.cells[0].source
    assert "A loss of 0.1667 at rate $0.50$" in notebook.cells[2].source
    assert "2500.0 not" in notebook.cells[2].source


def test_a_good_notebook_passes_every_check(good):
    source, notebook, path = good
    nbformat.validate(notebook)
    assert pair.differences(source, notebook) == []
    assert pair.unclean(notebook) == []
    assert pair.stale(notebook, build.build(path)) == []
    assert prose.unchecked(source, notebook) == []


def test_ids_come_from_the_text_alone(good, write):
    source, _, _ = good
    ids = [cell.id for cell in source.cells]
    assert ids[5] == f"{ids[4]}-2", "the same text a second time"
    changed = build.read(write(GOOD.replace("# Add two", "# Add some")))
    assert [cell.id for cell in changed.cells][1:] == ids[1:]
    assert changed.cells[0].id != ids[0]


def test_streams_are_merged_and_counts_run_from_one(good):
    _, notebook, _ = good
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [output.text for output in codes[0].outputs] == ["a loss of 0.125\nand more\n"]
    assert codes[2].outputs[0].execution_count == codes[2].execution_count == 3


def test_the_widget_view_is_left_out_and_its_picture_kept(write):
    view = f'{{"{build.WIDGET_VIEW}": {{}}, "image/png": "iVBORw0KGgo=", "text/plain": "lab"}}'
    path = write(code(f"from IPython.display import display\ndisplay({view}, raw=True)"))
    (output,) = build.build(path).cells[1].outputs
    assert set(output.data) == {"image/png", "text/plain"}


def test_a_failing_cell_or_mark_is_reported_with_its_place(write):
    with pytest.raises(build.BuildError, match=r"01-small.md, cell 2:(?s:.*)ZeroDivisionError"):
        build.build(write(code("1 / 0")))
    with pytest.raises(build.BuildError, match=r"01-small.md: the mark \{\{ nothing \}\}.*NameErr"):
        build.build(write("# Title {{ nothing }}\n"))


def test_a_question_without_an_answer_is_refused_with_its_place(write):
    asking = f"{code('x = 1')}\nBefore you run the next cell: what is x?\n\n{code('x')}"
    with pytest.raises(build.BuildError, match=r"01-small.md, cell 3: .*Before you run the next"):
        build.build(write(asking))
    fold = "\n<details>\n<summary>Answer</summary>\n\n1.\n\n</details>\n"
    answer = asking.replace("what is x?\n", f"what is x?\n{fold}")
    assert build.build(write(answer)).cells[3].outputs[0].data["text/plain"] == "1"


def test_the_rule_of_times_counts_what_takes_time():
    new = nbformat.v4
    words = new.new_markdown_cell("word " * 7 * times.WORDS_A_MINUTE)
    parts = [
        [new.new_code_cell("1 + 1")] * 8,
        [
            new.new_code_cell("GateLab()"),
            new.new_markdown_cell("1. a\n2. b\n3. c\n4. d\n5. e\n6. f"),
        ],
        [new.new_code_cell("check.one(one)\ncheck.two(two)")] * 3,
        [new.new_markdown_cell("Before you run it: what?\n\n" * 14)],
    ]
    assert times.minutes([words]) == 5
    assert [times.minutes([words, *part]) for part in parts] == [15] * 4
    hints = [new.new_code_cell("check.one.hint()\ncheck.one()\nf = check.one.mine(f)")] * 3
    assert times.minutes([words, *hints]) == 10
    assert times.minutes([words, new.new_markdown_cell(f"```\n{words.source}\n```")]) == 5


def test_times_stand_in_the_place_of_their_marks(write):
    long = "word " * 70 * times.WORDS_A_MINUTE
    stop = f"\n\n+++\n\n{times.STOP} Rest.\n\n+++\n\n"
    path = write(f"# Title\n\n{{{{ time }}}}\n\n{long}{stop}{long}")
    notebook = build.written(path)
    assert "\n140 minutes, in two sittings\n" in notebook.cells[0].source
    assert times.sittings(notebook.cells) == [70, 70]
    assert pair.differences(build.read(path), notebook) == []
    other = {"05": notebook.cells}.__getitem__
    (cell,) = times.filled([nbformat.v4.new_markdown_cell("| {{ time of 05 }} |")], other)
    assert cell.source == "| 140\N{NO-BREAK SPACE}min |"
    assert build.questions("{{ time }}") != {}, "a mark that is left is asked of the kernel"


def test_an_unknown_name_lists_the_sources():
    with pytest.raises(build.BuildError, match="no source starts with '99'"):
        build.chosen(["99"])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("A note at", "Words at", "cell 4: id"),
        ("losses[0] > 0\n```\n\n```", "losses[0] > 1\n```\n\n```", "its text is not"),
        ("[hide-input]", "[hide-output]", "cell 5: metadata"),
        ('"aside"', '"apart"', "cell 4: metadata"),
        ("### One step", "+++\n\n### One step\n\n+++", "cells in the source"),
    ],
)
def test_a_changed_source_is_noticed(good, write, old, new, said):
    _, notebook, _ = good
    assert old in GOOD
    faults = pair.differences(build.read(write(GOOD.replace(old, new, 1))), notebook)
    assert any(said in fault for fault in faults), faults


def outputs(notebook, kind):
    """Find the outputs of one kind."""
    found = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output for output in found if kind in output.get("data", {}) or output.get(kind)]


def test_stale_text_marks_and_pictures_are_noticed(good, write):
    _, notebook, path = good
    old = copy.deepcopy(notebook)
    old.cells[1].outputs[0].text = "a loss of 0.126\nand more\n"
    old.cells[2].source = old.cells[2].source.replace("0.1667", "0.1668")
    outputs(old, "image/png")[0].data["image/png"] = encoded(np.full((20, 40), 140, np.uint8))
    faults = pair.stale(old, build.build(path))
    assert [fault.partition(":")[0] for fault in faults] == ["cell 2", "cell 3", "cell 7"]


def test_a_run_of_nbval_notices_them_too(good, tmp_path):
    """In the real thing: a process of its own, and a kernel."""
    _, notebook, path = good
    old = copy.deepcopy(notebook)
    old.cells[2].source = old.cells[2].source.replace("0.1667", "0.1668")
    outputs(old, "image/png")[0].data["image/png"] = encoded(np.full((20, 40), 140, np.uint8))
    (tmp_path / "source").symlink_to(path.parent)
    nbformat.write(old, tmp_path / "01-good.ipynb")
    plugin = ["-p", "run", "-c", os.devnull, "--rootdir", tmp_path]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plugin, "--nbval", "--nbval-current-env", tmp_path],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
    )
    assert "2 failed, 2 passed" in done.stdout
    assert "Cell 1: the text is now" in done.stdout
    assert "Cell 3: the committed picture is not the one" in done.stdout


def encoded(pixels):
    """Write pixels as the base64 text of a PNG."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "png")
    return base64.b64encode(file.getvalue()).decode()


def test_rounding_is_the_same_picture_and_a_moved_curve_is_not():
    drawn = np.full((400, 600, 4), 255.0)
    drawn[:, :, :3] = np.linspace(0, 255, 600)[:, None]
    rounded, moved = drawn.copy(), drawn.copy()
    rounded[::7, ::5, :3] -= 1
    moved[200:203, :, :3] = 0
    assert pair.same_picture(drawn, rounded)
    assert not pair.same_picture(drawn, moved)
    assert not pair.same_picture(drawn, drawn[:-1])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda n: n.cells[1].update(execution_count=4), "execution counts"),
        (lambda n: n.cells[1].update(execution_count=None), "execution counts"),
        (lambda n: n.metadata.update(widgets={}), "widget state"),
        (lambda n: n.cells[1].metadata.update(execution={}), "execution times"),
        (lambda n: n.cells[1].outputs[0].update(text="<Figure at 0x7f3a12c8>"), "address"),
        (lambda n: n.cells[1].outputs[0].update(name="stderr"), "it warns"),
        (lambda n: outputs(n, "image/png")[0].metadata.clear(), "without alternative text"),
        (lambda n: outputs(n, "image/png")[0].data.update({"image/png": "A" * 600_000}), "600 kB"),
        (lambda n: outputs(n, "image/png")[0].data.update({build.WIDGET_VIEW: {}}), "widget view"),
    ],
)
def test_what_must_not_be_committed_is_noticed(good, spoil, said):
    notebook = copy.deepcopy(good[1])
    spoil(notebook)
    faults = pair.unclean(notebook)
    assert len(faults) == 1, faults
    assert said in faults[0]


def prose_faults(text, cell="pass", output=""):
    """List the unchecked numbers of one Markdown cell beside one executed code cell."""
    printed = [nbformat.v4.new_output("stream", name="stdout", text=output)] if output else []
    cells = [nbformat.v4.new_markdown_cell(text), nbformat.v4.new_code_cell(cell, outputs=printed)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    return prose.unchecked(notebook, notebook)


@pytest.mark.parametrize(
    "text",
    [
        "a loss of 0.97",
        "after 1,500 steps",
        "after 1500 steps",
        "$10{,}000$ points",
        "about 5 % of them",
        r"$67\,\%$ or $67\%$",
        "a rate of $0.3$",
        "`0.3` in code",
        "an error below 1e-7",
        "between 3 and 400",
        "from 0.1–0.2",
        "| 0.97 | a |",
        "{{ x }} or 0.97",
        "2031 points",
        "1,943 points",
    ],
)
def test_a_number_that_nothing_checks_is_found(text):
    assert prose_faults(text), text


@pytest.mark.parametrize(
    "text",
    [
        "4 units in 2 layers, 99 points",
        "the paper of 1943, the courses of 2017–2024",
        "{{ f'{0.97:.2f}' }} and $0{{ x }}$ and {{ 0.5 }} %",
        "[0.97](0.97.ipynb)".replace("[0.97]", "[the notebook]"),
        "see <https://example.org/0.97> or https://example.org/400",
        "```python\nrate = 0.97\n```",
        '<img width="600" src="a.png">',
        "&#8217; W100 x_400 float64",
    ],
)
def test_what_is_no_result_is_left_alone(text):
    assert prose_faults(text) == []


@pytest.mark.parametrize(
    ("text", "cell", "output"),
    [
        ("a rate of 1.2", "train(net, X, y, learning_rate=1.2)", ""),
        ("after 1,500 steps", "train(net, iterations=1_500)", ""),
        ("between -0.5 and 0.50", "low, high = -0.5, 0.5", ""),
        ("a loss of 0.693048", "history.loss[0]", "0.693048\n"),
        ("90.75 % with 3 units", "print(table)", "3: 90.75 %\n"),
        ("30 % held out", "split(X, y, train_share=0.3)", ""),
    ],
)
def test_settings_and_outputs_account_for_numbers(text, cell, output):
    assert prose_faults(text, cell, output) == []


@pytest.mark.parametrize(
    "cell",
    ["x = 1  # 0.97", "x = '0.97'", "x = 0.9700001", "plots.show(fig, 'reaches 0.97')"],
)
def test_comments_strings_and_near_misses_account_for_nothing(cell):
    assert prose_faults("a loss of 0.97", cell)


def test_a_number_typed_into_a_caption_is_found_and_a_computed_one_is_not():
    assert prose_faults("", "plots.show(fig, f'{x:.2f} of 0.97')")
    assert prose_faults("", "words = 'a loss of 0.97'\nplots.show(fig, words)")
    assert prose_faults("", "plots.show(fig, f'a loss of {x:0.3f} with {n} units')") == []


def test_links_are_followed(tmp_path):
    here = tmp_path / "a.md"
    nbformat.write(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("## The chain rule\n")]),
        tmp_path / "b.ipynb",
    )
    here.write_text("# Up here\n[a](b.ipynb#The-chain-rule) [b](#up-here) [c](https://x.org)")
    assert links.broken(here) == []
    here.write_text("[a](c.ipynb) [b](b.ipynb#the-chain-rule) ![c](https://x.org/c.png)\n[d](#no)")
    assert len(links.broken(here)) == 4
