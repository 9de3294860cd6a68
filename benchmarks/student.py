"""A student of the class that `benchmarks.class_load` lets come."""

import asyncio
import contextlib
import itertools
import json
import struct
import time
import uuid
from pathlib import Path

import nbformat
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOK = "05-draw-the-boundary.ipynb"
PLAY_SECONDS = 10
PATIENCE = 300  # seconds: a page of a browser does not give up
PLAY = "from nnlib.labs import Playground\nload_lab = Playground()\nload_lab"


class Student:
    """One student: a server, a kernel, and what a page would answer.

    Parameters
    ----------
    hub : str
        Its address.
    name, token : str
        The student's name, and a token that opens their server.
    """

    def __init__(self, hub, name, token):
        self.hub, self.name, self.token = hub, name, token
        self.client = AsyncHTTPClient()
        self.replies, self.heard, self.frames = {}, {}, 0
        self.pictures, self.sliders = [], {}
        self.new_frame = asyncio.Event()

    async def ask(self, path, method="GET", body=None):
        """Ask the hub, or the student's own server through it."""
        request = HTTPRequest(
            self.hub + path,
            method=method,
            headers={"Authorization": f"token {self.token}"},
            body=json.dumps(body or {}) if method in ("POST", "PUT") else None,
            request_timeout=PATIENCE,
        )
        answer = (await self.client.fetch(request)).body
        return json.loads(answer) if answer else None

    async def arrive(self):
        """Get a server and open the notebook; give seconds to a server and to its kernel."""
        began = time.perf_counter()
        with contextlib.suppress(HTTPClientError):  # who comes back is known already
            await self.ask(f"/hub/api/users/{self.name}", "POST")
        await self.ask(f"/hub/api/users/{self.name}/server", "POST")
        while not (await self.ask(f"/hub/api/users/{self.name}"))["server"]:
            await asyncio.sleep(0.5)
        served = time.perf_counter() - began
        base = f"/user/{self.name}"
        await self.ask(f"{base}/api/contents/course/notebooks/{NOTEBOOK}")
        kernel = await self.ask(f"{base}/api/kernels", "POST", {"path": "course/notebooks"})
        self.kernel = kernel["id"]
        await self.connect()
        return served

    async def connect(self):
        """Open the way to the kernel, as a page does when it opens and when the way was cut."""
        here = f"/user/{self.name}/api/kernels/{self.kernel}/channels"
        address = self.hub.replace("http", "ws") + here
        headers = {"Authorization": f"token {self.token}"}
        self.socket = await websocket_connect(
            HTTPRequest(address, headers=headers, request_timeout=PATIENCE),
            max_message_size=2**26,
        )
        self.listening = asyncio.ensure_future(self._listen())

    async def run_notebook(self):
        """Run every cell; give the number of those that failed."""
        notebook = nbformat.read(ROOT / "notebooks" / NOTEBOOK, as_version=4)
        codes = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
        return sum([await self.run(code) != "ok" for code in codes])

    async def run(self, code):
        """Run code and wait for its reply; give the status."""
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        reply = await self._send("shell", "execute_request", content, self.replies)
        return (await asyncio.wait_for(reply, 2 * PATIENCE))["status"]

    async def show(self):
        """Show the Playground, as a page does."""
        await self.run(PLAY)
        comm = self.pictures[-1]
        place = {"kind": "place", "view": "v", "turn": 1, "ratio": 1, "seen": True}
        await self._message(comm, {"method": "custom", "content": place})

    async def play(self):
        """Play; give pictures a second, and seconds of each answer of a cell and of a slider."""
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
            await self._move(12 + turn % 10)
            sliders.append(time.perf_counter() - started)
            await asyncio.sleep(0.5)
        rate = (self.frames - frames) / (time.perf_counter() - began)
        await self.run("load_lab.model.playing = False")
        return rate, cells, sliders

    async def _move(self, index):
        """Move the slider of the learning rate, and wait for the first picture after that."""
        change = {"method": "update", "state": {"index": index}, "buffer_paths": []}
        heard = await self._message(self.sliders["Learning rate"], change, self.heard)
        await asyncio.wait_for(heard, 60)  # pictures of before may be under way
        self.new_frame.clear()
        await asyncio.wait_for(self.new_frame.wait(), 60)

    async def _send(self, channel, kind, content, waiting=None):
        """Send a message; gives what its answer will be, if somebody is waiting for that."""
        number, answer = uuid.uuid4().hex, asyncio.get_running_loop().create_future()
        if waiting is not None:  # before it is sent: the answer may be there first
            waiting[number] = answer
        header = {"msg_id": number, "msg_type": kind, "session": self.name, "username": self.name}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        await self.socket.write_message(
            json.dumps({**message, "channel": channel, "buffers": []}, default=str)
        )
        return answer

    async def _message(self, comm, data, waiting=None):
        return await self._send("shell", "comm_msg", {"comm_id": comm, "data": data}, waiting)

    async def _listen(self):
        while (raw := await self.socket.read_message()) is not None:
            message = json.loads(raw) if isinstance(raw, str) else _with_buffers(raw)
            kind, content = message["msg_type"], message["content"]
            if kind == "execute_reply":
                _settle(self.replies, message, content)
            elif kind == "status" and content["execution_state"] == "idle":
                _settle(self.heard, message, content)
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


def _settle(waiting, message, content):
    future = waiting.pop(message["parent_header"].get("msg_id"), None)
    if future is not None and not future.done():
        future.set_result(content)


def _with_buffers(raw):
    """Read the JSON part of a message that carries bytes."""
    (count,) = struct.unpack("!I", raw[:4])
    offsets = struct.unpack(f"!{count}I", raw[4 : 4 * (count + 1)])
    return json.loads(raw[offsets[0] : (*offsets, len(raw))[1]])
