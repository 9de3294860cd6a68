"""The driver itself, on a small notebook with one slider that moves one picture."""

import pytest

from lab import Notebook, wait_until

SETUP = """\
import io
import warnings

import ipywidgets as widgets
import nnlib
from PIL import Image

slider = widgets.IntSlider(value=100, min=0, max=255, description="Grey level")
kind = widgets.Dropdown(options=["plain", "striped"], description="Pattern")
again = widgets.Button(description="Reset")
image = widgets.Image(format="png")
line = widgets.HTML().add_class("nnlib-status")


def draw(change=None):
    grey = Image.new("L", (60, 40), slider.value)
    if kind.value == "striped":
        grey.paste(255, (0, 0, 30, 40))
    file = io.BytesIO()
    grey.save(file, "png")
    image.value = file.getvalue()
    line.value = f"{kind.value} at {slider.value}"


def reset(button):
    slider.value = 100


slider.observe(draw, "value")
kind.observe(draw, "value")
again.on_click(reset)
draw()"""

SHOW = "widgets.VBox([slider, kind, again, image, line])"


@pytest.fixture(scope="module")
def small(jupyter, window):
    """The small notebook, run."""
    page = Notebook(jupyter, window)
    try:
        yield page.open(
            jupyter.write("driver.ipynb", SETUP, SHOW, "print(nnlib.__file__)")
        ).run_all()
    finally:
        page.close()


def test_controls_move_the_picture_and_the_readouts(small, tmp_path):
    assert small.errors() == []
    lab = small.lab()
    assert lab.pixels().mean() == 100
    before = lab.image_bytes()

    lab.slider("Grey level").press("ArrowRight", times=3)
    lab.wait_for_change(before)
    assert lab.wait_for_status("plain at 103")
    lab.slider("Grey level").wait_for_readout("103")
    assert lab.pixels().mean() == 103

    lab.dropdown("Pattern").select("striped")
    assert lab.wait_for_status("striped at 103") == "striped at 103"
    assert lab.dropdown("Pattern").selected() == "striped"
    assert lab.dropdown("Pattern").options() == ["plain", "striped"]

    lab.button("Reset").click()
    lab.slider("Grey level").wait_for_readout("100")
    assert small.elsewhere == []
    files = small.screenshots(tmp_path, "driver")
    assert all(file.stat().st_size > 10_000 for file in files)


def test_the_kernel_has_the_package_of_this_repository(small, request):
    printed = small.cell("nnlib.__file__").locator(".jp-OutputArea-output").inner_text()
    assert printed.strip() == str(request.config.rootpath / "nnlib" / "__init__.py")


def test_code_can_be_run_at_the_end(small):
    cell = small.run_code("print(6 * 7)")
    assert cell.locator(".jp-OutputArea-output").inner_text().strip() == "42"


def test_an_address_elsewhere_is_noted_and_not_reached(small, jupyter):
    # It is the server's own, by a name that the page must not know.
    address = f"http://localhost:{jupyter.port}/static/logo/logo.png"
    small.run_code(f"from IPython.display import HTML\nHTML('<img src={address}>')")
    picture = small.page.locator(f"img[src='{address}']")
    wait_until(lambda: picture.evaluate("image => image.complete"), "an answer")
    assert picture.evaluate("image => image.naturalWidth") == 0
    assert set(small.elsewhere) == {address}


def test_errors_and_warnings_are_reported(jupyter, notebook):
    codes = "import warnings\nwarnings.warn('careful')", "1 / 0"
    notebook.open(jupyter.write("faulty.ipynb", *codes)).run_all()
    warning, error = notebook.errors()
    assert "careful" in warning
    assert "ZeroDivisionError" in error
