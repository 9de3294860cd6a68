"""How a class server bears a class: a real JupyterHub, with a server and a kernel for each student.

    make load ONLY="1 5 10 30"

So many students come at once: each gets a server and a copy of the course, opens notebook 05, runs
every cell, then plays the Playground for ten seconds and moves its learning rate meanwhile. Their
pages are stood in for: a page takes as much of the processor as a kernel, and in a class it runs
on another machine. What a page answers to a lab is answered here too, so the lab runs as it would.
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import secrets
import shutil
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import nbformat
import psutil
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = "05-draw-the-boundary.ipynb"
PLAY_SECONDS = 10
LONGEST = 1500  # seconds that a class may take
CONFIG = """
load_subconfig({config!r})
c.JupyterHub.services = [{{"name": "load", "api_token": {token!r}}}]
c.JupyterHub.load_roles = [
    {{"name": "load", "services": ["load"],
      "scopes": ["admin:users", "admin:servers", "tokens", "access:servers"]}}
]
c.JupyterHub.cleanup_servers = True
c.JupyterHub.log_level = "WARN"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.JupyterHub.hub_port = {hub}
c.Spawner.debug = False
"""
PLAY = "from nnlib.labs import Playground\nload_lab = Playground()\nload_lab"


class Student:
    """One student: a server, a kernel, and what a page would answer."""

    def __init__(self, name, token):
        self.name, self.token = name, token
        self.client = AsyncHTTPClient()
        self.answers, self.replies, self.frames = [], {}, 0
        self.pictures, self.sliders = [], {}
        self.new_frame = asyncio.Event()

    async def ask(self, path, method="GET", body=None):
        """Ask the hub, or the student's own server through it."""
        request = HTTPRequest(
            HUB + path,
            method=method,
            headers={"Authorization": f"token {self.token}"},
            body=json.dumps(body or {}) if method == "POST" else None,
            request_timeout=300,
        )
        answer = (await self.client.fetch(request)).body
        return json.loads(answer) if answer else None

    async def arrive(self):
        """Get a server and open the notebook; give seconds to a server and to its kernel."""
        began = time.perf_counter()
        await self.ask(f"/hub/api/users/{self.name}", "POST")
        await self.ask(f"/hub/api/users/{self.name}/server", "POST")
        while not (await self.ask(f"/hub/api/users/{self.name}"))["server"]:
            await asyncio.sleep(0.5)
        served = time.perf_counter() - began
        base = f"/user/{self.name}"
        await self.ask(f"{base}/api/contents/course/notebooks/{NOTEBOOK}")
        kernel = await self.ask(f"{base}/api/kernels", "POST", {"path": "course/notebooks"})
        address = f"{HUB.replace('http', 'ws')}{base}/api/kernels/{kernel['id']}/channels"
        headers = {"Authorization": f"token {self.token}"}
        self.socket = await websocket_connect(
            HTTPRequest(address, headers=headers), max_message_size=2**26
        )
        self.listening = asyncio.ensure_future(self._listen())
        return served

    async def run_notebook(self):
        """Run every cell; give the number of those that failed."""
        notebook = nbformat.read(ROOT / "notebooks" / NOTEBOOK, as_version=4)
        codes = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        return sum([await self.run(code) != "ok" for code in codes])

    async def run(self, code):
        """Run code and wait for its reply; give the status."""
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        asked = await self._send("shell", "execute_request", content)
        self.replies[asked] = asyncio.get_running_loop().create_future()
        return (await asyncio.wait_for(self.replies[asked], 600))["status"]

    async def play(self):
        """Play; give pictures a second, and seconds of each answer of a cell and of a slider."""
        await self.run(PLAY)
        comm = self.pictures[-1]
        place = {"kind": "place", "view": "v", "turn": 1, "ratio": 1, "seen": True}
        await self._message(comm, {"method": "custom", "content": place})
        await self.run("load_lab.model.playing = True")
        began, frames = time.perf_counter(), self.frames
        cells, sliders = [], []
        for turn in itertools.count():
            if time.perf_counter() - began > PLAY_SECONDS:
                break
            started = time.perf_counter()
            await self.run("1")
            cells.append(time.perf_counter() - started)
            started = time.perf_counter()
            state = {"index": 12 + turn % 10}
            await self._message(
                self.sliders["Learning rate"],
                {"method": "update", "state": state, "buffer_paths": []},
            )
            await self._next_frame()  # that of before may be under way: it does not count
            await self._next_frame()
            sliders.append(time.perf_counter() - started)
            await asyncio.sleep(0.5)
        rate = (self.frames - frames) / (time.perf_counter() - began)
        await self.run("load_lab.model.playing = False")
        return rate, cells, sliders

    async def _next_frame(self):
        self.new_frame.clear()
        await asyncio.wait_for(self.new_frame.wait(), 60)

    async def _send(self, channel, kind, content):
        number = uuid.uuid4().hex
        header = {"msg_id": number, "msg_type": kind, "session": self.name, "username": self.name}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        await self.socket.write_message(
            json.dumps({**message, "channel": channel, "buffers": []}, default=str)
        )
        return number

    async def _message(self, comm, data):
        await self._send("shell", "comm_msg", {"comm_id": comm, "data": data})

    async def _listen(self):
        while (raw := await self.socket.read_message()) is not None:
            message = json.loads(raw) if isinstance(raw, str) else _with_buffers(raw)
            kind, content = message["msg_type"], message["content"]
            if kind == "execute_reply":
                waiting = self.replies.pop(message["parent_header"]["msg_id"], None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(content)
            elif kind == "comm_open":
                self._opened(content)
            elif kind == "comm_msg":
                await self._told(content)

    def _opened(self, content):
        state = content["data"].get("state", {})
        if "_head" in state:
            self.pictures.append(content["comm_id"])
        if state.get("_model_name") == "SelectionSliderModel":
            self.sliders[state["description"]] = content["comm_id"]

    async def _told(self, content):
        head = content["data"].get("state", {}).get("_head")
        if head is None:
            return
        if head["start"] == 0:
            self.frames += 1
            self.new_frame.set()
        if head["ask"]:
            shown = {"kind": "shown", "count": head["count"]}
            await self._message(content["comm_id"], {"method": "custom", "content": shown})


def _with_buffers(raw):
    """Read the JSON part of a message that carries bytes."""
    (count,) = struct.unpack("!I", raw[:4])
    offsets = struct.unpack(f"!{count}I", raw[4 : 4 * (count + 1)])
    return json.loads(raw[offsets[0] : (*offsets, len(raw))[1]])


def free_port():
    """Find a port that nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


HUB = f"http://127.0.0.1:{free_port()}"


async def come(name, token):
    """Let one student come, run and play; give what was measured, or the error."""
    student, began = Student(name, token), time.perf_counter()
    try:
        served = await student.arrive()
        failed = await student.run_notebook()
        ready = time.perf_counter() - began
        return {"served": served, "ready": ready, "failed": failed, "student": student}
    except (HTTPClientError, OSError, TimeoutError) as error:
        return {"error": f"{type(error).__name__}: {error}"}


async def visit(count, token):
    """Let a class come, then let all play at the same time."""
    came = await asyncio.gather(*(come(f"s{count}x{i}", token) for i in range(count)))
    good = [each for each in came if "error" not in each]
    memory = _memory() / max(1, len(good))
    played = await asyncio.gather(
        *(each["student"].play() for each in good), return_exceptions=True
    )
    errors = [each["error"] for each in came if "error" in each]
    errors += [repr(each) for each in played if isinstance(each, Exception)]
    errors += [f"{each['failed']} cells failed" for each in good if each["failed"]]
    _report(count, good, [each for each in played if isinstance(each, tuple)], memory, errors)
    for each in good:
        each["student"].listening.cancel()
        await each["student"].ask(f"/hub/api/users/{each['student'].name}/server", "DELETE")


def _memory():
    """Proportional memory of all servers and kernels of students, in MB."""
    total = 0
    for process in psutil.Process().children(recursive=True):
        words = " ".join(process.cmdline())
        if "singleuser" in words or "ipykernel" in words:
            total += process.memory_full_info().pss
    return total / 1e6


def _report(count, good, played, memory, errors):
    rates = [rate for rate, _, _ in played]
    cells = [1000 * second for _, cell, _ in played for second in cell]
    sliders = [1000 * second for _, _, slider in played for second in slider]
    print(f"{count} students: {len(good)} ready, {len(errors)} errors {errors[:2] or ''}")
    if good and played:
        served, ready = ([each[key] for each in good] for key in ("served", "ready"))
        print(f"  a server after {max(served):.0f} s, notebook 05 run after {max(ready):.0f} s")
        print(
            f"  {memory:.0f} MB a student; {min(rates):.1f} to {max(rates):.1f} pictures a second"
        )
        for what, times in (("another cell", cells), ("a slider", sliders)):
            high = sorted(times)[int(0.95 * (len(times) - 1))]
            print(f"  {what} answers after {statistics.median(times):.0f} ms (p95 {high:.0f})")
    print(flush=True)


def main():
    """Start a hub of its own, and let classes of the given sizes come one after another."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("counts", nargs="*", type=int, default=[1, 5, 10, 30])
    counts = parser.parse_args().counts
    token, folder = secrets.token_hex(16), tempfile.mkdtemp()
    config = Path(folder) / "config.py"
    hub_config = ROOT / "docs" / "hub" / "jupyterhub_config.py"
    api, hub = free_port(), free_port()
    text = CONFIG.format(config=str(hub_config), token=token, api=api, hub=hub)
    config.write_text(text, encoding="utf-8")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    there = {"PATH": path, "CLASS_FOLDER": f"{folder}/class", "CLASS_ADDRESS": HUB}
    hub = subprocess.Popen(
        [str(Path(sys.executable).with_name("jupyterhub")), "-f", str(config)],
        cwd=folder,
        env=os.environ | there,
        start_new_session=True,
    )
    try:
        asyncio.run(asyncio.wait_for(_classes(counts, token), LONGEST))
    finally:
        hub.terminate()
        hub.wait(60)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(hub.pid, signal.SIGKILL)  # its proxy too
        shutil.rmtree(folder, ignore_errors=True)


async def _classes(counts, token):
    AsyncHTTPClient.configure(None, max_clients=200)
    for _ in range(120):
        try:
            await AsyncHTTPClient().fetch(f"{HUB}/hub/health")
            break
        except (HTTPClientError, OSError):
            await asyncio.sleep(0.5)
    for count in counts:
        await visit(count, token)


if __name__ == "__main__":
    main()
