"""One installation of Spotwright on a data directory of its own: real processes, started, killed and started again."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
from patience import until
from places import Place

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
# Like the installed command, it takes nothing from the current folder.
_COMMAND = (sys.executable, "-P", "-m", "spotwright")
_FOREIGN = ("http", "json", "numpy", "spotwright")
_NURSERY = "spotwright.render.nursery_process"
NAME, PASSWORD = "ann", "correct horse battery"


@dataclass(frozen=True)
class Process:
    """A line of the process table."""

    pid: int
    parent: int
    command: str

    @property
    def is_worker(self) -> bool:
        return " worker " in self.command

    @property
    def is_nursery(self) -> bool:
        """True for a nursery and for what it forked, which has the same command."""
        return _NURSERY in self.command


class Installation:
    """A data directory, the processes that live on it, and the log they write."""

    def __init__(self, folder: Path, place: Place) -> None:
        """``place`` is where rows and blobs are, if not in the data directory."""
        self.data_dir = folder / "data"
        self._place = place
        self.log = folder / "spotwright.log"
        # Every process inherits this, also those whose environment is swept clean: it is how we know our own.
        self._mark = folder / "tmp"
        self._mark.mkdir(parents=True)
        # Whoever starts it stands in a folder whose files have the names of libraries; none of them may be run.
        self._here = folder / "here"
        self._here.mkdir()
        for name in _FOREIGN:
            (self._here / f"{name}.py").write_text("raise ImportError('this file is not the library')\n")
        self._started: list[subprocess.Popen[bytes]] = []
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def databases(self) -> tuple[str, str]:
        """The URLs of the rows, and of the workflow engine's rows."""
        shared = self._place.get("SPOTWRIGHT_DATABASE_URL")
        if shared is not None:
            return shared, shared
        return f"sqlite:///{self.data_dir / 'spotwright.db'}", f"sqlite:///{self.data_dir / 'engine.db'}"

    @property
    def stores_files(self) -> bool:
        """True when its blobs are files in the data directory."""
        return "SPOTWRIGHT_BLOB_URL" not in self._place

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """The caller's surroundings without any of its settings.

        Films and animatics are not made ahead of the approval, unless a test asks for it: most want to see the film
        being made.
        """
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SPOTWRIGHT_")}
        ahead = {"SPOTWRIGHT_RENDER_AHEAD": "false", "SPOTWRIGHT_ANIMATIC": "false"}
        ours = {"TMPDIR": str(self._mark), "COLUMNS": "200", **ahead}
        return {**kept, **ours, **self._place, **(extra or {})}

    def run(
        self, *arguments: str, text: str = "", extra: Mapping[str, str] | None = None, data_dir: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """A command of the command line, to its end."""
        place = ("--data-dir", str(self.data_dir)) if data_dir else ()
        return subprocess.run(
            (*_COMMAND, *arguments, *place),
            input=text,
            capture_output=True,
            text=True,
            timeout=180,
            env=self.environment(extra),
            cwd=ROOT,
            check=False,
        )

    def launch(self, *arguments: str, extra: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """A command that stays; its output goes to the log."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                (*_COMMAND, *arguments, "--data-dir", str(self.data_dir)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment(extra),
                cwd=self._here,
                start_new_session=True,
            )
        self._started.append(process)
        return process

    def serve(self, *options: str, extra: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """The server, ready to answer."""
        process = self.launch("serve", "--port", str(self.port), *options, extra=extra)

        def ready() -> bool:
            assert process.poll() is None, f"serve ended with {process.returncode}\n{self.last_words()}"
            with suppress(httpx.TransportError):
                return httpx.get(f"{self.url}/readyz", timeout=10).status_code == 200
            return False

        until(ready, "the server is ready")
        return process

    def create_user(self, name: str = NAME, password: str = PASSWORD) -> None:
        """A user, made the way an operator makes one."""
        made = self.run("user", "create", name, "--password-stdin", text=password + "\n")
        assert made.returncode == 0, made.stderr

    def processes(self) -> list[Process]:
        """Everything of this installation that is alive now, wherever it hangs in the process tree."""
        return [found for entry in Path("/proc").iterdir() if entry.name.isdigit() and (found := self._ours(entry))]

    def workers(self) -> list[Process]:
        return [process for process in self.processes() if process.is_worker]

    def children(self) -> list[Process]:
        """Processes that draw or render; as their parent counts whoever has the nursery that they come from."""
        kin = {process.pid: process for process in self.processes() if process.is_nursery}
        return [replace(child, parent=kin[child.parent].parent) for child in kin.values() if child.parent in kin]

    def kill_everything(self) -> None:
        """kill -9 of every process, all at once as far as that can be, until none is left."""

        def nobody_left() -> bool:
            alive = self.processes()
            for process in alive:
                kill(process.pid)
            return not alive

        until(nobody_left, "every process is dead", seconds=30)
        while self._started:
            self._started.pop().wait()

    def last_words(self) -> str:
        """The end of the log, for whoever reads a failure."""
        return self.log.read_text("utf-8", "replace")[-4000:] if self.log.exists() else ""

    def _ours(self, entry: Path) -> Process | None:
        # A process may end while we look at it, or belong to somebody else.
        with suppress(OSError):
            variables = (entry / "environ").read_bytes().split(b"\0")
            if f"TMPDIR={self._mark}".encode() in variables:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
                # The fourth field; the second is a name in brackets that may hold anything.
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                return Process(int(entry.name), parent, command)
        return None


def kill(pid: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Send a signal to a process that may have ended already."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)
