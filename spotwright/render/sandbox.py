"""Runs one task on untrusted files in a process of its own, with limits, and survives whatever happens there."""

import json
import os
import selectors
import signal
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from spotwright.render import codec, errors
from spotwright.render.errors import MediaError, RenderCancelled, RenderCrashed, RenderError, RenderTimeout
from spotwright.render.nursery import NURSERIES, Child, Nursery

_LOOK_EVERY = 0.1
_LAST_WORDS = 4000

_LIGHT = {"probe", "thumbnail"}
"""Tasks that need neither compiler nor fonts, and must not wait for them."""

_FOLDERS = ("folder", "cache", "said")
"""Arguments that name a folder in which a task makes files."""

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use."""

    memory_bytes: int = 4 << 30
    """Address space, of which much is never touched."""
    cpu_seconds: int = 1800
    wall_seconds: float = 1800.0
    file_bytes: int = 4 << 30
    niceness: int = 15


def run(
    task: str,
    arguments: dict[str, Any],
    *,
    limits: Limits | None = None,
    on_progress: OnProgress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, Any]:
    """Does a task of ``sandbox_child.TASKS`` in a child process and returns its result.

    ``arguments`` are plain values, timelines and settings. ``cancelled`` is asked ten times a second; when it says
    yes the child is killed. However it ends, no unfinished file is left behind.

    Raises:
        RenderError: what the task raised, as the class it raised.
        RenderCancelled: ``cancelled`` said yes.
        RenderTimeout: it took longer than allowed.
        RenderCrashed: the child died, ran out of memory, or failed in a way that has no class; notes tell more.
    """
    limits = limits or Limits()
    request = {"task": task, "arguments": codec.dumps(arguments), "limits": asdict(limits)}
    nursery = NURSERIES["media" if task in _LIGHT else "film"]
    with closing(nursery.child()) as child:
        watched = _Watched(child, limits, on_progress, cancelled)
        process = watched.begin(nursery)
        try:
            answer = watched.answer(request)
        finally:
            child.end()
            _sweep(arguments, process)
    if "result" in answer:
        result: dict[str, Any] = answer["result"]
        return result
    raise _error(answer)


@dataclass(frozen=True, slots=True)
class _Watched:
    """A child at its task, and whoever waits for it."""

    child: Child
    limits: Limits
    on_progress: OnProgress | None
    cancelled: Callable[[], bool]

    def begin(self, nursery: Nursery) -> int:
        """Waits until the child is born, and returns its process id."""
        deadline = time.monotonic() + self.limits.wall_seconds
        while True:
            self._check(deadline)
            try:
                process = self.child.born(_LOOK_EVERY)
            except ChildProcessError:
                raise _error(_death(None, nursery.last_words(), self.limits)) from None
            if process is not None:
                return process

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Sends the request and listens until the child has answered, died, or used its time."""
        # A child that is dead already does not read; what follows finds out how it died.
        with suppress(BrokenPipeError):
            self.child.stdin.write(json.dumps(request).encode() + b"\n")
            self.child.stdin.flush()
        deadline = time.monotonic() + self.limits.wall_seconds
        said, complained = bytearray(), bytearray()
        with selectors.DefaultSelector() as selector:
            for stream, heard in ((self.child.stdout, said), (self.child.stderr, complained)):
                selector.register(stream, selectors.EVENT_READ, heard.extend)
            while selector.get_map():
                self._check(deadline)
                for key, _ in selector.select(_LOOK_EVERY):
                    chunk = os.read(key.fd, 65536)
                    if not chunk:
                        selector.unregister(key.fileobj)
                    key.data(chunk)
                del complained[:-_LAST_WORDS]
                answer = _lines(said, self.on_progress)
                if answer is not None:
                    return answer
        return _death(self.child.end(), complained.decode("utf-8", "replace"), self.limits)

    def _check(self, deadline: float) -> None:
        if self.cancelled():
            raise RenderCancelled("Rendering was cancelled.")
        if time.monotonic() > deadline:
            raise RenderTimeout(f"Rendering took longer than {self.limits.wall_seconds:g} seconds.")


def _lines(buffer: bytearray, on_progress: OnProgress | None) -> dict[str, Any] | None:
    """Takes the complete lines from what was heard; reports progress and returns the answer, if it is there."""
    while (end := buffer.find(b"\n")) >= 0:
        message: dict[str, Any] = json.loads(bytes(buffer[:end]))
        del buffer[: end + 1]
        if "progress" not in message:
            return message
        if on_progress is not None:
            on_progress(*message["progress"])
    return None


def _death(code: int | None, last_words: str, limits: Limits) -> dict[str, Any]:
    """What to say of a child that ended without an answer; without a code, the nursery ended before it."""
    if code == -signal.SIGXCPU:
        return {"error": "RenderTimeout", "message": f"Rendering used more than {limits.cpu_seconds} seconds of work."}
    ended = "The nursery ended." if code is None else f"The process ended with {code}."
    return {
        "error": "RenderCrashed",
        "message": "Rendering broke off: the file or the film is too much for it.",
        "trace": f"{ended}\n{last_words}",
    }


def _error(answer: dict[str, Any]) -> RenderError:
    found = getattr(errors, str(answer.get("error")), RenderCrashed)
    error: RenderError = found(answer.get("message", "Rendering failed."))
    if isinstance(error, MediaError):
        error.source = answer.get("source", "")
    if answer.get("trace"):
        error.add_note(answer["trace"])
    return error


def _sweep(arguments: dict[str, Any], pid: int) -> None:
    """Removes the unfinished files of a child that was killed: each lies beside its target and names the process."""
    folders = {Path(arguments[name]) for name in _FOLDERS if arguments.get(name)}
    if arguments.get("out"):
        folders.add(Path(arguments["out"]).parent)
    for folder in folders:
        for part in folder.glob(f".*.{pid}*.part"):
            part.unlink(missing_ok=True)
