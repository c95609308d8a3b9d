"""Named points where a test may break the program: kill it, raise, fail a write, or wait.

A point does nothing unless the environment variable ``SPOTWRIGHT_FAILPOINTS`` arms it. Entries are separated by ``;``::

    render.before_complete=kill            die at the first pass, as by kill -9
    db.before_commit=kill@3                let two passes go, then die
    wish.before_look=raise:2               raise at two passes, then never again
    blobs.before_write=enospc:1@7          the seventh write finds the disk full; also eio and eacces
    blobs.*=eio:1@30                       the thirtieth pass of any point whose name begins so
    draft.before_present=raise             raise at every pass
    blobs.before_rename=sleep:5            wait five seconds at every pass
    blobs.before_rename=sleep:5*1@2        wait at the second pass only

``SPOTWRIGHT_FAILPOINTS=@path`` takes the entries from a file, and takes them anew whenever another file is put in its
place: so one process can be broken in many ways; the file or its folder must be this user's, and nobody else may write
there. What is armed is told on standard error at the start, and each firing when it comes. The names stand in the code
where the danger is, so a reader sees what is covered; :func:`names` reads them there.
"""

import ast
import errno
import os
import signal
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "SPOTWRIGHT_FAILPOINTS"
_DISK = {"enospc": errno.ENOSPC, "eio": errno.EIO, "eacces": errno.EACCES}
_VERBS = {"kill", "sleep", "raise", *_DISK}


class FailpointError(RuntimeError):
    """An armed fail-point raised."""


class _Armed:
    """What one point is told to do, and at which of its passes."""

    def __init__(self, action: str) -> None:
        what, _, first = action.strip().partition("@")
        self.verb, _, amount = what.partition(":")
        if self.verb not in _VERBS:
            raise ValueError(f"{VARIABLE}: {action!r} is none of {', '.join(sorted(_VERBS))}")
        seconds, _, times = amount.partition("*") if self.verb == "sleep" else ("0", "", amount)
        self.seconds = float(seconds)
        self._times = float(times or "inf")
        self._first = int(first or 1)
        self._passes = 0
        # Points are passed by many threads, and the n-th pass is only one of them.
        self._lock = threading.Lock()

    def fires(self) -> bool:
        """Count a pass; True when it is one that something happens at."""
        with self._lock:
            self._passes += 1
            return 0 <= self._passes - self._first < self._times


class Failpoints:
    """The armed points of this process, from the text of :data:`VARIABLE`."""

    def __init__(self, text: str) -> None:
        self._file = Path(text[1:]) if text.startswith("@") else None
        self._seen: int | None = None
        self._armed = {} if self._file else _parsed(text)
        if self._file is not None and not _trusted(self._file):
            raise ValueError(f"{VARIABLE}: others may write {self._file}, and so break this program")

    def told(self) -> str:
        """What is armed, in a line; nothing if nothing is."""
        what = f"by {self._file}" if self._file else ", ".join(self._armed)
        return f"WARNING: fail-points are armed, this program will break on purpose: {what}\n" if what else ""

    def reach(self, name: str) -> None:
        """Do what the point is armed for, if it is."""
        if self._file is not None:
            self._look(self._file)
        armed = self._armed.get(name) or self._family(name)
        if armed is None or not armed.fires():
            return
        # Written past every buffer: a killed process has no other way to say that it came here.
        os.write(2, f"fail-point {name}: {armed.verb}\n".encode())
        if armed.verb == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif armed.verb == "sleep":
            time.sleep(armed.seconds)
        elif armed.verb == "raise":
            raise FailpointError(name)
        else:
            number = _DISK[armed.verb]
            raise OSError(number, os.strerror(number), name)

    def _family(self, name: str) -> _Armed | None:
        begun = (armed for start, armed in self._armed.items() if start[-1:] == "*" and name.startswith(start[:-1]))
        return next(begun, None)

    def _look(self, file: Path) -> None:
        try:
            found = file.stat().st_mtime_ns
            if found != self._seen and _trusted(file):
                self._armed, self._seen = _parsed(file.read_text()), found
        except FileNotFoundError:
            self._armed, self._seen = {}, None


def _trusted(file: Path) -> bool:
    """True when only this user can write the file, or put another one in its place."""
    return any(_only_ours(path) for path in (file, file.absolute().parent))


def _only_ours(path: Path) -> bool:
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _parsed(text: str) -> dict[str, _Armed]:
    entries = (entry.partition("=") for entry in text.split(";") if entry.strip())
    return {name.strip(): _Armed(action) for name, _, action in entries}


_points = Failpoints(os.environ.get(VARIABLE, ""))
if _points.told():
    os.write(2, _points.told().encode())


def failpoint(name: str) -> None:
    """Mark a dangerous place by name."""
    _points.reach(name)


def names(package: Path) -> Iterator[tuple[str, Path]]:
    """Every name that stands in the sources of ``package``, with its file, in the order of the files; runs nothing."""
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "failpoint":
                (name,) = node.args
                if isinstance(name, ast.Constant) and isinstance(name.value, str):
                    yield name.value, path
