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
import os
import secrets
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil
from tornado.httpclient import AsyncHTTPClient, HTTPClientError

from benchmarks.student import ROOT, Student

LONGEST = 1500  # seconds that a class may take
CONFIG = """
load_subconfig({config!r})
c.JupyterHub.services = [{{"name": "load", "api_token": {token!r}}}]
c.JupyterHub.load_roles = [
    {{"name": "load", "services": ["load"],
      "scopes": ["admin:users", "admin:servers", "tokens", "access:servers"]}}
]
c.JupyterHub.cleanup_servers = {cleanup}
c.JupyterHub.log_level = "WARN"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.JupyterHub.hub_port = {hub}
c.Spawner.debug = False
"""


def free_port():
    """Find a port that nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


HUB = f"http://127.0.0.1:{free_port()}"


async def come(name, token):
    """Let one student come and run everything; give what was measured, or the error."""
    student, began = Student(HUB, name, token), time.perf_counter()
    try:
        served = await student.arrive()
        failed = await student.run_notebook()
        ready = time.perf_counter() - began
        await student.show()
        return {"served": served, "ready": ready, "failed": failed, "student": student}
    except (HTTPClientError, OSError, TimeoutError) as error:
        return {"error": f"{type(error).__name__}: {error}"}


async def visit(count, token):
    """Let a class come, then let all play at the same time."""
    used = [_used()]
    came = await asyncio.gather(*(come(f"s{count}x{i}", token) for i in range(count)))
    good = [each for each in came if "error" not in each]
    used.append(_used())
    played = await asyncio.gather(
        *(each["student"].play() for each in good), return_exceptions=True
    )
    used.append(_used())
    errors = [each["error"] for each in came if "error" in each]
    errors += [repr(each) for each in played if isinstance(each, Exception)]
    errors += [f"{each['failed']} cells failed" for each in good if each["failed"]]
    _report(count, good, [each for each in played if isinstance(each, tuple)], errors)
    _report_use(count, *used)
    for each in good:
        each["student"].listening.cancel()
        await each["student"].ask(f"/hub/api/users/{each['student'].name}/server", "DELETE")


def _used():
    """Give for hub, servers and kernels the processor seconds so far, and the memory in MB."""
    used = {kind: np.zeros(2) for kind in ("hub", "servers", "kernels")}
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            words = " ".join(process.cmdline())
            kind = "servers" if "singleuser" in words else "hub"
            kind = "kernels" if "ipykernel" in words else kind
            seconds = sum(process.cpu_times()[:4])  # with those of children that have ended
            used[kind] += seconds, process.memory_full_info().pss / 1e6
    return used


def _report_use(count, before, ready, after):
    for what, start, end in (("to be ready", before, ready), ("to play", ready, after)):
        seconds = {kind: (end[kind][0] - start[kind][0]) / count for kind in end}
        parts = ", ".join(f"{kind} {value:.1f}" for kind, value in seconds.items())
        print(f"  {sum(seconds.values()):.1f} processor seconds a student {what}: {parts}")
    memory = (ready["servers"] + ready["kernels"])[1] / count
    print(f"  {memory:.0f} MB a student\n", flush=True)


def _report(count, good, played, errors):
    rates = [rate for rate, _, _ in played]
    cells = [1000 * second for _, cell, _ in played for second in cell]
    sliders = [1000 * second for _, _, slider in played for second in slider]
    print(f"{count} students: {len(good)} ready, {len(errors)} errors {errors[:2] or ''}")
    if good and played:
        served, ready = ([each[key] for each in good] for key in ("served", "ready"))
        print(f"  a server after {max(served):.0f} s, notebook 05 run after {max(ready):.0f} s")
        print(f"  {min(rates):.1f} to {max(rates):.1f} pictures a second")
        for what, times in (("another cell", cells), ("a slider", sliders)):
            high = sorted(times)[int(0.95 * (len(times) - 1))]
            print(f"  {what} answers after {statistics.median(times):.0f} ms (p95 {high:.0f})")


def start(folder, token, cleanup=True, **settings):
    """Start a hub in a folder; a second one there goes on where the first has ended.

    Parameters
    ----------
    folder : Path
    token : str
        Of the service that may do what a student may.
    cleanup : bool
        Whether the students' servers end with the hub.
    **settings
        For the hub's environment: see docs/hub/jupyterhub_config.py.
    """
    hub_config = ROOT / "docs" / "hub" / "jupyterhub_config.py"
    config = folder / "config.py"
    ports = {"api": free_port(), "hub": free_port()}
    text = CONFIG.format(config=str(hub_config), token=token, cleanup=cleanup, **ports)
    if not config.exists():
        config.write_text(text, encoding="utf-8")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    there = {"PATH": path, "CLASS_FOLDER": str(folder / "class"), "CLASS_ADDRESS": HUB}
    return subprocess.Popen(
        [str(Path(sys.executable).with_name("jupyterhub")), "-f", str(config)],
        cwd=folder,
        env=os.environ | there | settings,
        start_new_session=True,
    )


async def answers():
    """Wait until the hub answers."""
    for _ in range(120):
        try:
            return await AsyncHTTPClient().fetch(f"{HUB}/hub/health")
        except (HTTPClientError, OSError):
            await asyncio.sleep(0.5)
    raise TimeoutError("the hub does not answer")


def main():
    """Start a hub of its own, and let classes of the given sizes come one after another."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("counts", nargs="*", type=int, default=[1, 5, 10, 30])
    counts = parser.parse_args().counts
    token, folder = secrets.token_hex(16), Path(tempfile.mkdtemp())
    hub = start(folder, token)
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
    await answers()
    for count in counts:
        await visit(count, token)


if __name__ == "__main__":
    main()
