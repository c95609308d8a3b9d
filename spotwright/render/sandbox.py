"""Runs one task on untrusted files in a process of its own, with limits, and survives whatever happens there."""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from spotwright.render import codec, errors
from spotwright.render.errors import RenderCancelled, RenderCrashed, RenderError, RenderTimeout

_LOOK_EVERY = 0.1
_LAST_WORDS = 4000
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
    with started() as child:
        try:
            answer = _answer(child, request, limits, on_progress, cancelled)
        finally:
            _end(child)
            _sweep(arguments, child.pid)
    if "result" in answer:
        result: dict[str, Any] = answer["result"]
        return result
    raise _error(answer)


def started() -> subprocess.Popen[bytes]:
    """A child that waits for its request."""
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-m", "spotwright.render.sandbox_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )


def _answer(
    child: subprocess.Popen[bytes],
    request: dict[str, Any],
    limits: Limits,
    on_progress: OnProgress | None,
    cancelled: Callable[[], bool],
) -> dict[str, Any]:
    """Sends the request and listens until the child has answered, died, or used its time."""
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stderr is not None
    # A child that is dead already does not read; what follows finds out how it died.
    with suppress(BrokenPipeError):
        child.stdin.write(json.dumps(request).encode() + b"\n")
        child.stdin.flush()
    deadline = time.monotonic() + limits.wall_seconds
    heard = {child.stdout.fileno(): bytearray(), child.stderr.fileno(): bytearray()}
    with selectors.DefaultSelector() as selector:
        for descriptor in heard:
            selector.register(descriptor, selectors.EVENT_READ)
        while selector.get_map():
            if cancelled():
                raise RenderCancelled("Rendering was cancelled.")
            if time.monotonic() > deadline:
                raise RenderTimeout(f"Rendering took longer than {limits.wall_seconds:g} seconds.")
            for key, _ in selector.select(_LOOK_EVERY):
                chunk = os.read(key.fd, 65536)
                if not chunk:
                    selector.unregister(key.fd)
                heard[key.fd] += chunk
            del heard[child.stderr.fileno()][:-_LAST_WORDS]
            answer = _lines(heard[child.stdout.fileno()], on_progress)
            if answer is not None:
                return answer
    return _death(child.wait(), bytes(heard[child.stderr.fileno()]), limits)


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


def _death(code: int, last_words: bytes, limits: Limits) -> dict[str, Any]:
    """What to say of a child that ended without an answer."""
    if code == -signal.SIGXCPU:
        return {"error": "RenderTimeout", "message": f"Rendering used more than {limits.cpu_seconds} seconds of work."}
    trace = f"The process ended with {code}.\n{last_words.decode('utf-8', 'replace')}"
    return {
        "error": "RenderCrashed",
        "message": "Rendering broke off: the file or the film is too much for it.",
        "trace": trace,
    }


def _error(answer: dict[str, Any]) -> RenderError:
    found = getattr(errors, str(answer.get("error")), RenderCrashed)
    error: RenderError = found(answer.get("message", "Rendering failed."))
    if answer.get("trace"):
        error.add_note(answer["trace"])
    return error


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kills the child and all it started, if they still run, and waits for it."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    for pipe in (child.stdin, child.stdout, child.stderr):
        _close(pipe)
    child.wait()


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        # Closing tries to write what a dead child never read.
        with suppress(BrokenPipeError):
            pipe.close()


def _sweep(arguments: dict[str, Any], pid: int) -> None:
    """Removes the unfinished files of a child that was killed: each lies beside its target and names the process."""
    named = [arguments.get("out"), arguments.get("path"), *arguments.get("outs", ())]
    folders = {Path(name).parent for name in named if name}
    if arguments.get("cache"):
        folders.add(Path(arguments["cache"]))
    for folder in folders:
        for part in folder.glob(f".*.{pid}*.part"):
            part.unlink(missing_ok=True)
