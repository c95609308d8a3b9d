"""What a contender costs: wall time, CPU time and memory of its whole tree of processes.

A contender is a program that says ``ready`` on its standard output when it is warm, and then answers each order (one
line of JSON on its standard input) with one line of JSON. So a program's start is never counted, for nobody; a worker
is warm. Only one contender runs at a time, and whatever this process has under it belongs to that one.
"""

import ctypes
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

_PR_SET_CHILD_SUBREAPER = 36
_TICK = os.sysconf("SC_CLK_TCK")
_EVERY = 0.2
"""Seconds between two looks at the processes."""
_PATIENCE = 900.0
"""Seconds after which nobody waits for an answer any more."""
_OWN, _REAPED = slice(11, 13), slice(13, 15)
"""Fields of ``/proc/PID/stat`` after the name: user and system time of a process, and of its dead children."""
_STARTED = 19


class ContenderError(Exception):
    """It could not do what it was asked."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one order cost, and what was answered."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of all processes together."""
    peak: float
    """MB: the largest sum of proportional set sizes that was seen."""
    answer: dict[str, Any]


class Contender:
    """A warm program that takes orders. Used in a ``with`` statement."""

    def __init__(self, command: Sequence[str], log: Path, *, cwd: Path | None = None) -> None:
        """Starts it and waits until it is ready. What it complains of goes to the file ``log``."""
        adopt_orphans()
        self._log = log
        with log.open("wb") as complaints:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, cwd=cwd
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._orders: IO[bytes] = self._process.stdin
        self._answers: IO[bytes] = self._process.stdout
        try:
            self._line()
        except ContenderError:
            self._end()
            raise

    def __enter__(self) -> Self:
        """The contender, ready."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends it and all that it started."""
        self._end()

    def order(self, **order: Any) -> Cost:
        """Has something done. Raises ContenderError, also when it takes longer than ``_PATIENCE``."""
        patience = threading.Timer(_PATIENCE, self._process.kill)
        patience.start()
        try:
            return self._ordered(order)
        finally:
            patience.cancel()

    def _ordered(self, order: dict[str, Any]) -> Cost:
        with observed() as tree:
            start = time.perf_counter()
            with suppress(BrokenPipeError):
                self._orders.write(json.dumps(order).encode() + b"\n")
                self._orders.flush()
            answer = json.loads(self._line())
            wall = time.perf_counter() - start
        return Cost(wall, tree.cpu, tree.peak / 1e6, answer)

    def _line(self) -> bytes:
        line = self._answers.readline()
        if not line:
            words = self._log.read_text(errors="replace").strip().splitlines() or ["it ended without a word"]
            raise ContenderError(f"{words[-1][:200]} (more in {self._log})")
        return line

    def _end(self) -> None:
        with suppress(BrokenPipeError):
            self._orders.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._answers.close()
        end_all()


def adopt_orphans() -> None:
    """Whoever below this process loses its parent becomes ours, so that its time is not lost."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def end_all() -> None:
    """Ends everything below this process."""
    for process in descendants():
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    with suppress(ChildProcessError):
        while os.waitpid(-1, 0)[0]:
            pass


def memory_below() -> int:
    """Bytes that everything under this process holds now: the sum of proportional set sizes."""
    return sum(map(_memory, descendants()))


class Tree:
    """What was seen of the processes under this one: ``cpu`` in seconds, ``peak`` in bytes."""

    def __init__(self) -> None:
        """Counts from now on."""
        self.cpu = 0.0
        self.peak = 0
        self._seen = {key: own for key, own, _ in _times(descendants())}
        self._before = dict(self._seen)
        self._start = cpu_below()

    def look(self) -> None:
        """Takes note of what runs now."""
        processes = descendants()
        self.peak = max(self.peak, sum(map(_memory, processes)))
        self._seen.update((key, own) for key, own, _ in _times(processes))

    def close(self) -> None:
        """Adds up. A process whose parent does not ask for its end is not in the parent's account, so both are made."""
        self.look()
        seen = sum(own - self._before.get(key, 0.0) for key, own in self._seen.items())
        self.cpu = max(cpu_below() - self._start, seen)


@contextmanager
def observed() -> Iterator[Tree]:
    """Watches while the body runs; afterwards the tree that was given has the sums."""
    tree, done = Tree(), threading.Event()

    def watch() -> None:
        while not done.wait(_EVERY):
            tree.look()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield tree
    finally:
        done.set()
        watcher.join()
        tree.close()


def descendants() -> list[int]:
    """The processes under this one."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):  # noqa: PTH208 — names are all that is wanted
        if name.isdigit() and (fields := _stat(int(name))):
            children.setdefault(int(fields[1]), []).append(int(name))
    found, rest = [], [os.getpid()]
    while rest:
        below = children.get(rest.pop(), [])
        found += below
        rest += below
    return found


def _stat(process: int) -> list[bytes]:
    """The fields of its ``stat`` after its name, or nothing when it has gone."""
    with suppress(OSError), open(f"/proc/{process}/stat", "rb") as file:  # noqa: PTH123 — thousands of small reads
        return file.read().rpartition(b")")[2].split()
    return []


def _times(processes: Iterable[int]) -> list[tuple[tuple[int, int], float, float]]:
    """Who (process and when it began), its own seconds, and those of its dead children."""
    found = []
    for process in processes:
        if fields := _stat(process):
            own, reaped = (sum(map(int, fields[part])) / _TICK for part in (_OWN, _REAPED))
            found.append(((process, int(fields[_STARTED])), own, reaped))
    return found


def cpu_below() -> float:
    """CPU seconds of all that lives under this process, or that has lived there."""
    reaped = sum(map(int, _stat(os.getpid())[_REAPED])) / _TICK
    return reaped + sum(own + dead for _, own, dead in _times(descendants()))


def _memory(process: int) -> int:
    """Its proportional set size in bytes: what it shares with others is divided between them."""
    with suppress(OSError), open(f"/proc/{process}/smaps_rollup", "rb") as file:  # noqa: PTH123
        for line in file:
            if line.startswith(b"Pss:"):
                return int(line.split()[1]) * 1024
    return 0
