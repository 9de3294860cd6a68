"""Compare a notebook with its source, and with what its source gives today."""

import base64
import io
import re

import numpy as np
from PIL import Image

import build

# Mean absolute difference of two pictures, in grey levels of 255, that is still the same
# picture. Another processor adds and multiplies in another order, so a value on a heat map can
# fall one colour further (1 level, on few pixels) and an edge can shift by a fraction of a
# pixel; that stays below 0.2. A curve drawn elsewhere or another caption inside a figure
# changes some thousand pixels by up to 255 and gives 1 or more.
SAME_PICTURE = 0.5

MACHINE_PATH = re.compile(r"/(?:home|root|tmp|Users|work|usr)/\w|[A-Z]:\\\\|0x[0-9a-f]{6,}")


def as_written(text):
    r"""Turn a source text into a pattern in which every mark stands for some text.

    >>> bool(as_written("a loss of {{ loss }}.").fullmatch("a loss of 0.25."))
    True
    """
    parts = build.MARK.split(text)[::2]
    return re.compile("(.+?)".join(map(re.escape, parts)), re.DOTALL)


def differences(source, notebook):
    """List where a notebook is not what its source gives, without executing anything."""
    if len(source.cells) != len(notebook.cells):
        return [f"{len(source.cells)} cells in the source, {len(notebook.cells)} in the notebook"]
    faults = [] if notebook.metadata == source.metadata else ["the notebook's metadata"]
    for place, (cell, made) in enumerate(zip(source.cells, notebook.cells, strict=True), start=1):
        for key in ("cell_type", "id", "metadata"):
            if cell[key] != made[key]:
                faults.append(
                    f"cell {place}: {key} is {made[key]!r}, the source gives {cell[key]!r}"
                )
        if not as_written(cell.source).fullmatch(made.source):
            faults.append(f"cell {place}: its text is not the source's")
    return faults


def unclean(notebook):
    """List what a committed notebook must not hold, and what it lacks."""
    codes = [cell for cell in notebook.cells if cell.cell_type == "code"]
    counts = [cell.execution_count for cell in codes]
    faults = []
    if counts != list(range(1, len(codes) + 1)):
        faults.append(f"execution counts are {counts}, not 1 to {len(codes)}")
    if "widgets" in notebook.metadata:
        faults.append("widget state is saved in the notebook")
    for place, cell in enumerate(notebook.cells, start=1):
        if "execution" in cell.metadata:
            faults.append(f"cell {place}: execution times are saved")
        faults += [f"cell {place}: {fault}" for o in cell.get("outputs", []) for fault in _bad(o)]
    return faults


def _bad(output):
    """Yield what is wrong with one output."""
    if output.output_type == "error":
        yield f"it failed: {output.ename}: {output.evalue}"
    if output.get("name") == "stderr":
        yield f"it warns: {output.text.strip()}"
    data = output.get("data", {})
    if build.WIDGET_VIEW in data:
        yield "a widget view hides the picture on the web"
    for text in texts(output).values():
        if MACHINE_PATH.search(text):
            yield f"a path or an address of this machine: {MACHINE_PATH.search(text)[0]}…"
    for kind in (kind for kind in data if kind.startswith("image/")):
        if not output.metadata.get(kind, {}).get("alt", "").strip():
            yield f"{kind} without alternative text"
        if len(data[kind]) > 500_000:
            yield f"{kind} of {len(data[kind]) // 1000} kB; at most 500"


def texts(output):
    """Give the text parts of an output by their kind."""
    if output.output_type == "stream":
        return {output.name: output.text}
    if output.output_type == "error":
        return {"error": f"{output.ename}: {output.evalue}"}
    return {kind: str(data) for kind, data in output.data.items() if not kind.startswith("image/")}


def pictures(output):
    """Give the pixels of an output's pictures, RGBA."""
    data = output.get("data", {})
    return [_pixels(data[kind]) for kind in data if kind in ("image/png", "image/jpeg")]


def _pixels(encoded):
    with Image.open(io.BytesIO(base64.b64decode(encoded))) as image:
        return np.asarray(image.convert("RGBA"), dtype=float)


def same_picture(old, new):
    """Tell whether two arrays of pixels show the same, rounding aside."""
    return old.shape == new.shape and np.abs(old - new).mean() <= SAME_PICTURE


def stale(committed, fresh):
    """List the cells whose committed text, marks, outputs or pictures are not today's."""
    faults = []
    for place, (old, new) in enumerate(zip(committed.cells, fresh.cells, strict=True), start=1):
        if old.source != new.source:
            faults.append(f"cell {place}: the text is now {new.source!r}")
        if old.cell_type == "code":
            faults += [
                f"cell {place}: {fault}" for fault in stale_outputs(old.outputs, new.outputs)
            ]
    return faults


def stale_outputs(old, new):
    """List how the outputs of one cell differ from what is committed."""
    if [o.output_type for o in old] != [o.output_type for o in new]:
        return [f"{len(old)} outputs are committed, {len(new)} come now, or of other kinds"]
    faults = []
    for one, other in zip(old, new, strict=True):
        if texts(one) != texts(other):
            faults.append(f"committed {texts(one)}, now {texts(other)}")
        before, after = pictures(one), pictures(other)
        if len(before) != len(after) or not all(map(same_picture, before, after)):
            faults.append("the committed picture is not the one that is drawn now")
    return faults
