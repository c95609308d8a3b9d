"""A host: a data directory, the processes that live on it, and the log they write."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LOOK_SECONDS = 0.05


@dataclass(frozen=True)
class Process:
    """A line of the process table."""

    pid: int
    parent: int
    command: str

    @property
    def kind(self) -> str:
        """server, worker, or nursery; what a nursery forked has the same command."""
        if "spotwright.render.nursery_process" in self.command:
            return "nursery"
        return "worker" if " worker " in self.command else "server"


class Host:
    """See the module's text. ``prefix`` is a command that runs commands there, if the host is not this machine."""

    def __init__(self, folder: Path, settings: Mapping[str, str], prefix: tuple[str, ...] = ()) -> None:
        self.data_dir = folder / "data"
        self.log = folder / "spotwright.log"
        self.prefix = prefix
        # Every process inherits this, also those whose environment is swept clean: it is how we know our own.
        mark = folder / "tmp"
        mark.mkdir(parents=True)
        self._mark = f"TMPDIR={mark}".encode()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SPOTWRIGHT_", "AWS_"))}
        self._environment = {**kept, "TMPDIR": str(mark), **settings}

    def command(self, *arguments: str) -> tuple[str, ...]:
        """A command of the command line, on this host's data directory."""
        return (*self.prefix, sys.executable, "-m", "spotwright", *arguments, "--data-dir", str(self.data_dir))

    def run(self, *arguments: str, text: str = "") -> None:
        """Run a command to its end; raises if it fails."""
        subprocess.run(
            self.command(*arguments),
            input=text,
            text=True,
            check=True,
            stdout=subprocess.DEVNULL,
            env=self._environment,
            cwd=ROOT,
            timeout=300,
        )

    def launch(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command that stays; its output goes to the log."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self.command(*arguments),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
                cwd=ROOT,
                start_new_session=True,
            )

    def processes(self) -> list[Process]:
        """Everything of this host that is alive now, wherever it hangs in the process tree."""
        return [found for entry in Path("/proc").iterdir() if entry.name.isdigit() and (found := self._ours(entry))]

    def text(self) -> str:
        """All of the log."""
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""

    def _ours(self, entry: Path) -> Process | None:
        # A process may end while we look at it, or belong to somebody else.
        with suppress(OSError):
            if self._mark in (entry / "environ").read_bytes().split(b"\0"):
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
                # The fourth field; the second is a name in brackets that may hold anything.
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                return Process(int(entry.name), parent, command)
        return None


def kill(pid: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Send a signal to a process that may have ended already."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def until(true: Callable[[], bool], what: Callable[[], str], seconds: float = 300.0) -> None:
    """Wait until it is true; a deadline that only a broken program reaches."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not in {seconds:g} seconds: {what()}"
        time.sleep(_LOOK_SECONDS)
