"""What Binder makes of the repository: its Dockerfile, and an environment made by the same steps.

repo2docker itself writes the Dockerfile. Docker is not needed: ``make binder`` takes the steps in a
fresh environment, on the Python packages that repo2docker freezes, and runs two notebooks there.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbval.plugin import coalesce_streams
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import build
import lab
import pair
from test_house import PROJECT, requirements

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="repo2docker does not run on Windows"),
    pytest.mark.timeout(3600),  # a build fetches some hundred MB
]

ROOT = Path(__file__).resolve().parent.parent
PYTHON = (ROOT / "binder" / "runtime.txt").read_text().strip().removeprefix("python-")
NAMES = ("00-start-here.ipynb", "05-draw-the-boundary.ipynb")
USER = ("--user-id=1000", "--user-name=jovyan", "--Repo2Docker.platform=linux/amd64")
BASE_IS_THERE = "rm -rf /tmp/install-base-env.bash"
# A Python package of conda-forge: name, version, and a build that starts with py.
FROZEN = re.compile(r"/([^/]+)-([^-/]+)-py(?:h|3)[^-/]*\.(?:conda|tar\.bz2)")
# What has another name on PyPI.
ON_PYPI = {
    "brotli-python": "brotli",
    "jupyterhub-base": "jupyterhub",
    "nbconvert-core": "nbconvert",
    "python-fastjsonschema": "fastjsonschema",
}
NOT_ON_PYPI = {"cpython"}


@pytest.fixture(scope="module")
def dockerfile():
    """Let repo2docker write what it would build on Binder."""
    command = (sys.executable, "-m", "repo2docker", "--no-build", "--debug", *USER, ROOT)
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def frozen(dockerfile):
    """Read which Python packages the base of a Dockerfile holds, name by version."""
    import repo2docker

    # repo2docker writes the name of a file with -2e for a point.
    (coded,) = re.findall(r"conda-2f(environment\S+)-\w+ /tmp/env/environment.lock", dockerfile)
    name = re.sub("-([0-9a-f]{2})", lambda code: chr(int(code[1], 16)), coded)
    lock = Path(repo2docker.__file__).parent / "buildpacks" / "conda" / name
    found = dict(FROZEN.findall(lock.read_text(encoding="utf-8")))
    return name, {
        canonicalize_name(ON_PYPI.get(name, name)): found[name]
        for name in found.keys() - NOT_ON_PYPI
    }


def steps(dockerfile):
    """List what is copied and installed after the base, line by line."""
    after = dockerfile.partition(BASE_IS_THERE)[2]
    return re.findall(r"^(?:COPY|RUN) .*(?:src/|pip|conda|binder/).*", after, re.MULTILINE)


def test_the_libraries_come_before_the_course_and_the_package_last(dockerfile):
    """So Binder keeps the libraries from one commit to the next."""
    assert steps(dockerfile) == [
        "COPY --chown=1000:1000 src/binder/requirements.txt ${REPO_DIR}/binder/requirements.txt",
        'RUN ${KERNEL_PYTHON_PREFIX}/bin/pip install --no-cache-dir -r "binder/requirements.txt"',
        "COPY --chown=1000:1000 src/ ${REPO_DIR}/",
        "RUN chmod +x binder/postBuild",
        "RUN ./binder/postBuild",
    ]


def test_the_base_is_of_the_python_that_is_asked_for(dockerfile):
    assert frozen(dockerfile)[0] == f"environment.py-{PYTHON}-linux-64.lock"
    assert Requirement(f"python{PROJECT['requires-python']}").specifier.contains(PYTHON)


def test_base_and_list_hold_all_that_the_package_needs(dockerfile):
    """It is installed without its dependencies."""
    _, versions = frozen(dockerfile)
    assert versions["jupyterhub"] and versions["notebook"]
    listed = map(Requirement, requirements("binder/requirements.txt"))
    asked = {canonicalize_name(one.name): one for one in listed}
    for needed in map(Requirement, PROJECT["dependencies"]):
        name = canonicalize_name(needed.name)
        if name in asked:
            (pin,) = asked[name].specifier
            assert pin.operator == "==" and needed.specifier.contains(pin.version), name
        else:
            assert needed.specifier.contains(versions[name]), name
    assert asked["jupyterlab"].specifier.contains(versions["jupyterlab"])


@pytest.fixture(scope="module")
def image(dockerfile, tmp_path_factory):
    """Take the steps of the Dockerfile in a fresh environment; gives it and the home folder."""
    environment = tmp_path_factory.mktemp("conda") / "notebook"
    home = tmp_path_factory.mktemp("home") / "jovyan"
    home.mkdir()
    _, versions = frozen(dockerfile)
    pins = [f"{name}=={version}" for name, version in versions.items()]
    uv = (sys.executable, "-m", "uv")
    subprocess.run([*uv, "venv", "--python", PYTHON, environment], check=True)
    install = ("pip", "install", "--no-deps", "--python", environment)
    subprocess.run([*uv, *install, *pins], check=True)
    for step in steps(dockerfile):
        kind, text = step.split(" ", 1)
        if kind == "RUN":
            inside(environment, home, "bash", "-c", text)
        else:
            copy(re.search(r" src/(\S*)", text)[1], home)
    yield environment, home
    shutil.rmtree(environment)


def inside(environment, home, *command):
    """Run a command as in the image, where nothing of this environment is known."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    path = f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}"
    there = {"PATH": path, "HOME": str(home), "KERNEL_PYTHON_PREFIX": str(environment)}
    output = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(command, cwd=home, env=own | there, text=True, **output)
    assert done.returncode == 0, done.stdout
    return done.stdout


def copy(start, home):
    """Copy the files of the repository whose paths start so."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for path in listed.stdout.decode().split("\0"):
        if path and path.startswith(start):
            (home / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, home / path)


@pytest.mark.binder
def test_the_environment_is_whole_and_quiet(image):
    python = f"{image[0] / 'bin' / 'python'}"
    assert inside(*image, python, "--version").startswith(f"Python {PYTHON}.")
    assert "No broken requirements" in inside(*image, python, "-m", "pip", "check")
    extensions = inside(*image, "jupyter", "labextension", "list")
    for name in ("nnlib-course", "anywidget", "@jupyter-widgets/jupyterlab-manager"):
        assert re.search(rf"{name} v\S+ .*enabled.*OK", extensions), extensions
    settings = image[0] / "share" / "jupyter" / "lab" / "settings" / "overrides.d" / "nnlib.json"
    assert '"fetchNews": "false"' in settings.read_text(encoding="utf-8")


@pytest.mark.binder
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_gives_what_is_committed(name, image):
    options = ("--to=notebook", "--execute", "--output=run")
    inside(*image, "jupyter", "nbconvert", *options, f"notebooks/{name}")
    fresh = nbformat.read(image[1] / "notebooks" / "run.ipynb", as_version=4)
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs = coalesce_streams(cell.outputs)
    committed = nbformat.read(ROOT / "notebooks" / name, as_version=4)
    assert pair.stale(committed, build.normalise(fresh)) == []


class Server(lab.Jupyter):
    """The JupyterLab of the image."""

    def __init__(self, folder, environment):
        self.environment = environment
        super().__init__(folder)

    def _command(self):
        return [str(self.environment / "bin" / "python"), *super()._command()[1:]]

    def _environment(self):
        own = super()._environment()
        return {name: value for name, value in own.items() if name != "PYTHONPATH"}


@pytest.mark.binder
def test_labs_move_in_its_jupyterlab(image, tmp_path, monkeypatch):
    monkeypatch.setattr(lab, "SETTINGS", lab.SETTINGS | lab.ALL_CELLS)
    server = Server(tmp_path, image[0])
    try:
        with lab.chromium() as browser:
            opened = lab.Notebook(server.wait(), browser.new_page())
            opened.open(NAMES[0]).run_all()
            assert opened.errors() == []
            unit = opened.lab("rises through")
            unit.moved(lambda: unit.slider("weight").press("ArrowRight", times=5))
    finally:
        server.close()
