"""Where sandbox processes come from: a warm process that has everything loaded forks itself for each task.

Loading the libraries takes a second of work and more; a fork takes milliseconds. The warm process (see
``nursery_process``) starts when the first task asks for it, holds nothing of any task, and ends with this process.
"""

import atexit
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import IO, Literal

Kind = Literal["media", "film"]

WORD = struct.Struct("<i")
"""What the nursery tells of a child: first its process id, at the end its exit code."""

_ENVIRONMENT = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "PYTHONPATH",
    "NUMBA_CACHE_DIR",
    "FONTCONFIG_FILE",
    "XDG_CACHE_HOME",
)
"""What a child may know of its surroundings: enough to start, no secrets."""

# A process with threads cannot be forked safely: the one library would start some for its sums, the other one to report
# to its makers, which is not wanted anyway.
_QUIET = {"OPENBLAS_NUM_THREADS": "1", "ORT_DISABLE_TELEMETRY": "1"}

_LAST_WORDS = 4000


_PATIENCE = 10.0
"""Seconds in which a killed process is expected to be gone."""


@dataclass(frozen=True, slots=True)
class Child:
    """A process that waits for its task. Its three streams are pipes; ``line`` leads to the nursery that watches it."""

    stdin: IO[bytes]
    stdout: IO[bytes]
    stderr: IO[bytes]
    line: socket.socket

    def born(self, seconds: float) -> int | None:
        """Its process id, which is also that of its group; None when it is not there after ``seconds``.

        Raises:
            ChildProcessError: it will never be there.
        """
        self.line.settimeout(seconds)
        try:
            word = self.line.recv(WORD.size)
        except TimeoutError:
            return None
        if not word:
            raise ChildProcessError
        return int(WORD.unpack(word)[0])

    def end(self) -> int | None:
        """Kills a child that was born, and all that it started, if they still run; returns its exit code.

        A negative code is the signal that ended it; None says that the nursery died first. Nothing of it runs any more.
        """
        code = None
        # The line closes when neither the nursery nor the child holds its other end.
        with suppress(OSError):
            self.line.shutdown(socket.SHUT_WR)
            self.line.settimeout(_PATIENCE)
            while word := self.line.recv(WORD.size):
                code = int(WORD.unpack(word)[0])
        return code

    def close(self) -> None:
        """Closes the streams and the line; a child that was not born yet will never be."""
        for stream in (self.stdin, self.stdout, self.stderr, self.line):
            # Closing tries to write what a dead child never read.
            with suppress(BrokenPipeError):
                stream.close()


class Nursery:
    """One warm process and the way to it. May be used by threads."""

    def __init__(self, kind: Kind) -> None:
        """Starts nothing yet."""
        self._kind = kind
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._words: IO[bytes] | None = None

    def child(self) -> Child:
        """Asks for a child, to be closed in the end; it is born as soon as the nursery is warm. Raises OSError."""
        with ExitStack() as theirs:
            near, far = zip(os.pipe(), os.pipe()[::-1], os.pipe()[::-1], strict=True)
            for descriptor in near:
                theirs.callback(os.close, descriptor)
            line, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            theirs.callback(other.close)
            stdin, stdout, stderr = (os.fdopen(end, mode) for end, mode in zip(far, ("wb", "rb", "rb"), strict=True))
            made = Child(stdin, stdout, stderr, line)
            here = os.open(".", os.O_RDONLY | os.O_DIRECTORY)
            theirs.callback(os.close, here)
            try:
                self._send([*near, other.fileno(), here])
            except OSError:
                made.close()
                raise
            return made

    def last_words(self) -> str:
        """What the warm process printed last."""
        with self._lock:
            if self._words is None:
                return ""
            self._words.seek(max(self._words.seek(0, os.SEEK_END) - _LAST_WORDS, 0))
            return self._words.read().decode("utf-8", "replace")

    def close(self) -> None:
        """Ends the warm process, and with it all its children."""
        with self._lock:
            self._close()

    def _send(self, descriptors: list[int]) -> None:
        """Passes a child's ends to the nursery; starts it, or starts it again when it has died."""
        with self._lock:
            try:
                if self._control is None:
                    self._start()
                self._pass(descriptors)
            except (BrokenPipeError, ConnectionResetError):
                self._close()
                self._start()
                self._pass(descriptors)

    def _pass(self, descriptors: list[int]) -> None:
        assert self._control is not None
        socket.send_fds(self._control, [b"child"], descriptors)

    def _start(self) -> None:
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._words = tempfile.TemporaryFile()  # noqa: SIM115 — it lives as long as the process that writes it
            self._process = subprocess.Popen(  # noqa: S603 — this very program
                [sys.executable, "-P", "-m", "spotwright.render.nursery_process", self._kind],
                stdin=theirs.fileno(),
                stdout=self._words,
                stderr=self._words,
                env=environment | _QUIET,
                start_new_session=True,
            )
        self._control = ours

    def _close(self) -> None:
        if self._process is not None and self._control is not None and self._words is not None:
            self._control.close()
            self._process.kill()
            self._process.wait()
            self._words.close()
        self._process = self._control = self._words = None


NURSERIES: dict[Kind, Nursery] = {"media": Nursery("media"), "film": Nursery("film")}
"""Probing a file needs neither compiler nor fonts, and must not wait for them."""

for _nursery in NURSERIES.values():
    atexit.register(_nursery.close)
