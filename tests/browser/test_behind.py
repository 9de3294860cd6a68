"""A lab in a tab behind another: it draws and trains no more, and goes on when it is seen."""

import json
import subprocess
import time
import urllib.request

import pytest
import websocket

import lab
from lab import wait_until

CODE = "from nnlib.labs import Playground\n\nlab = Playground()\nlab"
KERNEL = "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
RUN_ALL = "window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => true)"
IS_SHOWN = "document.querySelector('.nnlib-picture')?.naturalWidth > 0"
PLAY = """[...document.querySelectorAll(".nnlib-lab button")]
    .find((button) => button.textContent.trim() === "Play").click()"""
# Steps that the kernel has trained, and pictures that it has sent.
COUNTS = f"""new Promise((resolve) => {{
    const asked = {KERNEL}.requestExecute({{ code: "[lab.model.run.step, lab.image.line.count]" }});
    asked.onIOPub = ({{ header, content }}) => {{
        if (header.msg_type === "execute_result") resolve(JSON.parse(content.data["text/plain"]));
    }};
}})"""


class Tabs:
    """A Chromium of its own: Playwright makes every page believe that it is seen."""

    def __init__(self, folder):
        port = lab._free_port()
        self._address = f"http://127.0.0.1:{port}/json"
        own = [f"--remote-debugging-port={port}", f"--user-data-dir={folder}"]
        self._process = subprocess.Popen([lab.CHROMIUM, *lab.FLAGS, *own, "about:blank"])
        wait_until(self._answers, "a Chromium that answers", 60)

    def _answers(self):
        try:
            return bool(self._ask("version"))
        except OSError:
            return False

    def _ask(self, path, method="GET"):
        request = urllib.request.Request(f"{self._address}/{path}", method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read()

    def open(self, address):
        """Open a tab in front of all others."""
        return json.loads(self._ask(f"new?{address}", "PUT"))

    def bring_to_front(self, tab):
        self._ask(f"activate/{tab['id']}")

    def evaluate(self, tab, expression):
        """Give what an expression, or its promise, comes to in a tab."""
        how = {"expression": expression, "returnByValue": True, "awaitPromise": True}
        line = websocket.create_connection(tab["webSocketDebuggerUrl"], suppress_origin=True)
        line.send(json.dumps({"id": 1, "method": "Runtime.evaluate", "params": how}))
        answer = json.loads(line.recv())
        line.close()
        return answer["result"]["result"].get("value")

    def close(self):
        self._process.terminate()
        self._process.wait(30)


@pytest.fixture
def tabs(tmp_path):
    tabs = Tabs(tmp_path)
    try:
        yield tabs
    finally:
        tabs.close()


def test_a_lab_in_a_tab_behind_stands_still(jupyter, tabs):
    name = jupyter.write("behind.ipynb", CODE)
    tab = tabs.open(f"{jupyter.address}/lab/tree/notebooks/{name}?token={jupyter.token}")

    def told(expression):
        return tabs.evaluate(tab, expression)

    try:
        wait_until(lambda: told(f"{KERNEL}?.status") == "idle", "a kernel", 120)
        assert told(RUN_ALL)
        wait_until(lambda: told(IS_SHOWN), "a picture")
        told(PLAY)
        wait_until(lambda: told(COUNTS)[0] > 10, "a lab that trains", 30)
        tabs.open("about:blank")
        wait_until(lambda: told("document.visibilityState") == "hidden", "a tab behind")
        time.sleep(1)
        before = told(COUNTS)
        time.sleep(1.5)
        assert told(COUNTS) == before
        tabs.bring_to_front(tab)
        wait_until(lambda: told(COUNTS)[0] > before[0] + 10, "a lab that goes on", 30)
        assert told(COUNTS)[1] > before[1]
    finally:
        jupyter.stop_kernels()
