"""Run the checks of a notebook that somebody has handed in, in a kernel of its own.

The code is a stranger's. Only the cells that checks need are run, each with a limit of time and
the kernel with one of memory, in an empty folder that is the kernel's home as well. An endless
loop, a kernel that dies, files that are deleted there: all become remarks about this notebook. What
the same user may do elsewhere on the machine, the code may do too: run it as a user who owns
nothing else.
"""

import contextlib
import os
import queue
import re
import signal
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from nnlib.check import record
from nnlib.check.needed import needed

CHECKS = re.compile(r"\bcheck\.(\w+)\(")
_RESTARTS = 3
_PATIENCE = 5.0  # seconds in which an interrupted cell has to end
_QUIET = ["--log-level=50", "--HistoryManager.enabled=False"]
_KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "PYTHONPATH", "LD_LIBRARY_PATH")
_LIMIT = """
try:
    import resource
    resource.setrlimit(resource.RLIMIT_DATA, ({0}, {0}))
except (ImportError, ValueError, OSError):
    pass
"""


@dataclass
class HandedIn:
    """What came of one notebook.

    Parameters
    ----------
    student : str
    file : str
    entries : dict of str to nnlib.check.record.Entry
        The exercises that the notebook holds.
    remarks : list of str
        A sentence for each thing that is amiss with the notebook.
    """

    student: str
    file: str
    entries: dict = field(default_factory=dict)
    remarks: list = field(default_factory=list)


def run(student, file, text, seconds=30.0, megabytes=2000):
    """Run the checks of one notebook; whatever it does, a result comes back.

    Parameters
    ----------
    student, file : str
        Whose notebook it is, and its name.
    text : bytes
        The file.
    seconds : float
        Each cell may take as long as this, and the notebook ten times as long.
    megabytes : float
        The kernel may hold as much as this, where the system can limit it.

    Returns
    -------
    HandedIn
    """
    result = HandedIn(student, file)
    try:
        cells = _code_cells(text)
    except Exception as error:  # nbformat and json raise many kinds
        result.remarks.append(f"The file is no notebook: {_first_line(error)}")
        return result
    result.entries = {name: record.Entry() for cell in cells for name in CHECKS.findall(cell)}
    if not result.entries:
        result.remarks.append("The notebook holds no check.")
        return result
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        _Session(result, cells, Path(folder), seconds, megabytes).run()
    return result


def _code_cells(text):
    """List the code cells as Python: commands of Jupyter become calls, which are left out."""
    import nbformat
    from IPython.core.inputtransformer2 import TransformerManager

    notebook = nbformat.reads(text.decode("utf-8"), as_version=4)
    transform = TransformerManager().transform_cell
    return [
        re.sub(r"^(\s*).*get_ipython\(\).*$", r"\1pass", transform(cell.source), flags=re.MULTILINE)
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def _first_line(error):
    return (str(error).splitlines() or [type(error).__name__])[0][:120]


def _number(place):
    return f"Code cell {place + 1}"


class _Dead(Exception):
    """The kernel is gone, or does not answer any more."""


class _Session:
    """One notebook in its kernel."""

    def __init__(self, result, cells, folder, seconds, megabytes):
        self.result, self.cells = result, cells
        self.home, self.record = folder / "home", folder / "record"
        self.home.mkdir()
        self.seconds, self.bytes = seconds, int(megabytes * 1e6)
        self.ends = time.monotonic() + 10 * seconds
        self.bad = set()  # cells that ended a kernel

    def run(self):
        """Run the cells that are needed; after a dead kernel once more, without the guilty one."""
        for _ in range(_RESTARTS + 1):
            try:
                with self._kernel() as client:
                    self._run_cells(client)
                break
            except _Dead:
                continue
        entries, faults = record.read(self.record)
        known = {name: entry for name, entry in entries.items() if name in self.result.entries}
        self.result.entries |= known
        self.result.remarks += faults
        self.result.remarks = list(dict.fromkeys(self.result.remarks))

    @contextlib.contextmanager
    def _kernel(self):
        from jupyter_client.manager import KernelManager

        manager = KernelManager(kernel_name="python3")
        variables = {name: os.environ[name] for name in _KEPT if name in os.environ}
        variables |= {"HOME": str(self.home), "NNLIB_PROGRESS": str(self.record)}
        manager.start_kernel(cwd=str(self.home), env=variables, extra_arguments=_QUIET)
        group = getattr(manager.provisioner, "pgid", None)
        client = manager.client()
        try:
            client.start_channels(iopub=False, stdin=False, hb=False)
            self._ask(manager, client, _LIMIT.format(self.bytes), 60)
            yield manager, client
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
            if group and hasattr(os, "killpg"):  # and what the kernel has started
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(group, signal.SIGKILL)

    def _run_cells(self, kernel):
        """Run them in order; then once more those checks whose names come only below them."""
        cells = ["" if i in self.bad else cell for i, cell in enumerate(self.cells)]
        too_early = {}
        for place in needed(cells, CHECKS.search):
            fault = self._run_cell(kernel, place)
            if "NameError" in fault and CHECKS.search(cells[place]):
                too_early[place] = fault
            elif fault:
                self._remark(f"{_number(place)} {fault}")
        for place, fault in too_early.items():
            for below in needed(cells, lambda _: False, cells[place]):
                self._run_cell(kernel, below)
            if not self._run_cell(kernel, place):
                fault = "stands above a cell that it needs."
            self._remark(f"{_number(place)} {fault}")

    def _run_cell(self, kernel, place):
        """Run one cell; say how it failed, or ""."""
        if time.monotonic() > self.ends:
            return "was not run: the notebook took too long."
        try:
            reply = self._ask(*kernel, self.cells[place], self.seconds)
        except _Dead as death:
            self.bad.add(place)
            self._remark(f"{_number(place)} {death}")
            raise
        if reply.get("ename") == "KeyboardInterrupt":
            return f"took longer than {self.seconds:g} seconds."
        if reply["status"] == "error":
            return f"stopped with {reply['ename']}: {_first_line(reply['evalue'])}"
        return ""

    def _ask(self, manager, client, code, seconds):
        """Have code run and wait for the answer.

        Raises
        ------
        _Dead
            The kernel ended, or ran on when it was interrupted.
        """
        asked = client.execute(code, allow_stdin=False)
        until, interrupted = time.monotonic() + seconds, False
        while True:
            try:
                reply = client.get_shell_msg(timeout=0.2)
                if reply["parent_header"].get("msg_id") == asked:
                    return reply["content"]
            except queue.Empty:
                if not manager.is_alive():
                    raise _Dead("ended the kernel (too much memory, perhaps).") from None
            if time.monotonic() > until and interrupted:
                raise _Dead("took too long and could not be interrupted.")
            if time.monotonic() > until:
                manager.interrupt_kernel()
                until, interrupted = time.monotonic() + _PATIENCE, True

    def _remark(self, text):
        self.result.remarks.append(text)
