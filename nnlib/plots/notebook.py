"""The way of a figure into a notebook: a small sharp picture, and its caption in words."""

import base64
import io

import numpy as np
from IPython.display import display
from PIL import Image

from nnlib.plots.style import settle_layout

# Stored pixels for each pixel on the screen, for sharp projection.
SHARPNESS = 2


def png(fig):
    """Draw a figure into the bytes of a PNG with at most 256 colours, a third of the usual size.

    No date and no version is inside: the same figure gives the same bytes.
    """
    dpi, engine, out = fig.dpi, fig.get_layout_engine(), io.BytesIO()
    fig.set_dpi(SHARPNESS * dpi)
    settle_layout(fig, freeze=True)  # or drawing lays it out again, which takes longest
    fig.canvas.draw()
    image = Image.fromarray(np.asarray(fig.canvas.buffer_rgba())).convert("RGB")
    fig.set_layout_engine(engine)
    fig.set_dpi(dpi)
    image.quantize(256, dither=Image.Dither.NONE).save(out, "png", optimize=True)
    return out.getvalue()


def show(fig, caption):
    """Show a figure in a notebook, and its caption in words below it.

    The caption is also the picture's alternative text and its plain text, so that the output
    is the same on every machine and can be followed without seeing the picture.

    Parameters
    ----------
    fig : Figure
    caption : str
        One or two sentences that say what is to be seen; Markdown and $formulas$ are fine.

    Raises
    ------
    ValueError
        If the caption is empty.
    """
    if not isinstance(caption, str) or not caption.strip():
        raise ValueError(f"show needs a caption that says what is to be seen; got {caption!r}.")
    width, height = (round(length) for length in fig.get_size_inches() * fig.dpi)
    picture = base64.b64encode(png(fig)).decode("ascii")
    about = {"alt": caption, "width": width, "height": height}
    display({"image/png": picture, "text/plain": caption}, metadata={"image/png": about}, raw=True)
    display({"text/markdown": f"*{caption.strip()}*", "text/plain": caption}, raw=True)
