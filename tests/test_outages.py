"""The class server, with all its real parts, killed and updated while a student works.

``make outages`` runs this: a hub with its proxy, a student's server and kernel, nbgitpuller, git.
"""

import asyncio
import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import psutil
import pytest

from benchmarks import class_load
from benchmarks.student import Student

pytestmark = pytest.mark.outages

ROOT = Path(__file__).resolve().parent.parent
NAME = "00-start-here.ipynb"
OTHER = "01-fire-a-neuron.ipynb"
ANSWER = "def double(x):\n    return 2 * x"
CHECK = f"""from nnlib import check
{ANSWER}
assert check.double(double).status == "pass"
mine = 42"""
SERVER = """import os
open("../../server.pid", "w").write(str(os.getppid()))"""
DONE = """from nnlib.check import record
assert record.read()[0]["double"].state == "done"
"""
PERSON = dict.fromkeys(
    ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"), "x@y"
)


class Class:
    """A class server with a course of its own, which a teacher can change."""

    def __init__(self, folder):
        self.folder, self.token = folder, secrets.token_hex(16)
        self.course = folder / "course"
        subprocess.run(["git", "clone", "-q", "--depth=1", ROOT.as_uri(), self.course], check=True)
        self.git("checkout", "-q", "-B", "main")

    def git(self, *arguments):
        """Run git in the course."""
        command = ("git", *arguments)
        subprocess.run(command, cwd=self.course, check=True, env=os.environ | PERSON)

    def start(self):
        """Start the hub, or start it again."""
        repository = self.course.as_uri()
        self.hub = class_load.start(
            self.folder, self.token, cleanup=False, CLASS_REPOSITORY=repository
        )

    def kill_hub(self):
        """End the hub as a power cut would: nothing that it could do about it."""
        self.hub.kill()
        self.hub.wait()

    def home(self, student):
        """Where a student's copy lies."""
        return self.folder / "class" / student / "course"

    def server(self, student):
        """Give the number of the process that is a student's server."""
        return int((self.home(student).parent / "server.pid").read_text())

    def close(self):
        """End what runs in the folder: the hub, its proxy, servers and kernels."""
        for process in psutil.process_iter(["cwd"]):
            if (process.info["cwd"] or "").startswith(str(self.folder)):
                process.kill()
        self.hub.wait()


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """A class server, where it is installed; one for all tests."""
    if not Path(sys.executable).with_name("jupyterhub").exists():
        pytest.fail("JupyterHub is not installed here: run make outages")
    school = Class(tmp_path_factory.mktemp("school"))
    school.start()
    yield school
    school.close()


async def working(school, name):
    """Let a student come, answer the exercise of notebook 00 and save."""
    await class_load.answers()
    student = Student(class_load.HUB, name, school.token)
    await student.arrive()
    notebook = await student.ask(place(name))
    cell = next(c for c in notebook["content"]["cells"] if "def double" in "".join(c["source"]))
    cell["source"] = ANSWER
    body = {key: notebook[key] for key in ("type", "format", "content")}
    await student.ask(place(name), "PUT", body)
    assert await student.run(f"{SERVER}\n{CHECK}") == "ok"
    return student


def place(name, notebook=NAME):
    return f"/user/{name}/api/contents/course/notebooks/{notebook}"


async def saved_work_is_there(student):
    """Look for the answer, in the notebook and in the list of what is done."""
    notebook = await student.ask(place(student.name))
    cells = nbformat.from_dict(notebook["content"]).cells
    assert ANSWER in [cell.source for cell in cells]
    assert await student.run(DONE) == "ok"


def test_a_kernel_that_is_killed_comes_again_and_saved_work_is_there(school):
    async def story():
        student = await working(school, "kernel")
        server = psutil.Process(school.server("kernel"))
        old = server.children()
        old[0].kill()
        while server.children() in ([], old):  # the server looks every three seconds
            await asyncio.sleep(0.5)
        student.listening.cancel()
        await student.connect()
        assert await student.run("mine") == "error"
        await saved_work_is_there(student)

    asyncio.run(story())


def test_a_server_that_is_killed_starts_again_and_saved_work_is_there(school):
    async def story():
        student = await working(school, "server")
        os.kill(school.server("server"), signal.SIGKILL)
        student.listening.cancel()
        await asyncio.sleep(1)
        await student.arrive()
        assert await student.run("mine") == "error"
        await saved_work_is_there(student)

    asyncio.run(story())


def test_a_hub_that_is_killed_finds_students_at_work_when_it_starts(school):
    async def story():
        student = await working(school, "hub")
        school.kill_hub()
        student.listening.cancel()
        school.start()
        await class_load.answers()
        assert (await student.ask("/hub/api/users/hub"))["server"] == "/user/hub/"
        await student.connect()
        assert await student.run("assert mine == 42") == "ok"  # the same kernel
        await saved_work_is_there(student)

    asyncio.run(story())


def test_a_copy_that_was_cut_off_is_made_again(school):
    half = school.home("half").with_name("course.new")
    half.mkdir(parents=True)
    (half / "README.md").write_text("half a file")

    async def story():
        await saved_work_is_there(await working(school, "half"))

    asyncio.run(story())
    assert not half.exists()


def test_an_update_keeps_what_a_student_changed_and_brings_back_what_was_deleted(school):
    def add_cell(path, text):
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.append(nbformat.v4.new_markdown_cell(text, id=text))
        nbformat.write(notebook, path)

    async def story():
        student = await working(school, "update")
        home = school.home("update")
        (home / "notebooks" / OTHER).unlink()
        for name in (NAME, "02-build-a-two-layer-network.ipynb"):
            add_cell(school.course / "notebooks" / name, "new-in-the-course")
        school.git("commit", "-q", "-a", "-m", "change")
        await student.ask("/hub/api/users/update/server", "DELETE")
        student.listening.cancel()
        while (await student.ask("/hub/api/users/update"))["servers"]:
            await asyncio.sleep(0.5)
        await student.arrive()
        await saved_work_is_there(student)
        assert (home / "notebooks" / OTHER).read_bytes() == (
            ROOT / "notebooks" / OTHER
        ).read_bytes()
        for name in (NAME, "02-build-a-two-layer-network.ipynb"):
            ids = [cell.id for cell in nbformat.read(home / "notebooks" / name, 4).cells]
            assert ids.count("new-in-the-course") == 1

    asyncio.run(story())
