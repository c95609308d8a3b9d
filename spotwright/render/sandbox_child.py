"""What a sandbox's process does: limits itself, does one task, says how it went.

The request comes as one line of JSON on standard input, which then stays open: when it closes, whoever asked is gone
and so is this process. Progress and the result go as lines of JSON to the standard output's original descriptor.
"""

import ctypes
import importlib
import json
import os
import resource
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import Any

TASKS = {
    "probe": "spotwright.render.media_tasks:probe",
    "thumbnail": "spotwright.render.media_tasks:thumbnail",
    "storyboard": "spotwright.render.production:storyboard",
    "soundtrack": "spotwright.render.production:soundtrack",
    "timeline": "spotwright.render.production:timeline",
    "footage": "spotwright.render.production:footage",
    "finish": "spotwright.render.production:finish",
    "warm_up": "spotwright.render.warm_up:warm_up",
    "contact_sheet": "spotwright.render.contact_sheet:contact_sheet",
}
"""Everything a sandbox does. Modules are loaded when asked for: probing a file needs no compiler."""

_PR_SET_PDEATHSIG = 1
_TELL_EVERY = 0.05
_GRACE = 5


def main() -> None:
    """Reads the request, answers it, leaves."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # What libraries print must not be taken for answers.
    os.dup2(2, 1)
    request = json.loads(sys.stdin.readline())
    _confine(request["limits"])
    threading.Thread(target=_die_with_asker, daemon=True).start()
    try:
        answer = {"result": _perform(request["task"], request["arguments"], _teller(answers))}
    except MemoryError:
        answer = {"error": "RenderCrashed", "message": "Rendering needed more memory than it was given."}
    except Exception as error:  # noqa: BLE001 — whatever it is, the parent must hear of it
        answer = _failure(error)
    answers.write(json.dumps(answer) + "\n")
    answers.flush()
    # Threads of decoders may still run; nothing of this process is needed any more.
    os._exit(0)


def _perform(task: str, arguments: str, tell: Callable[[int, int], None]) -> Any:
    codec = importlib.import_module("spotwright.render.codec")
    module, name = TASKS[task].split(":")
    return getattr(importlib.import_module(module), name)(**codec.loads(arguments), on_progress=tell)


def _failure(error: Exception) -> dict[str, str]:
    errors = importlib.import_module("spotwright.render.errors")
    if isinstance(error, errors.RenderError):
        about = {"source": error.source} if isinstance(error, errors.MediaError) else {}
        return {"error": type(error).__name__, "message": str(error), **about}
    trace = "".join(traceback.format_exception(error))
    return {"error": "RenderCrashed", "message": "Rendering failed unexpectedly.", "trace": trace}


def _confine(limits: dict[str, int]) -> None:
    """Takes the limits on."""
    os.nice(limits["niceness"])
    for kind, most in (
        (resource.RLIMIT_AS, limits["memory_bytes"]),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_FSIZE, limits["file_bytes"]),
        (resource.RLIMIT_CORE, 0),
    ):
        allowed = resource.getrlimit(kind)[1]
        # The soft limit is the one that tells: past it, work ends with a signal of its own. The hard one only kills.
        hard = most + _GRACE if kind == resource.RLIMIT_CPU else most
        hard = hard if allowed == resource.RLIM_INFINITY else min(hard, allowed)
        resource.setrlimit(kind, (min(most, hard), hard))


def die_with_parent(parent: int) -> None:
    """Has this process killed when its parent ends, and ends it if that has happened already."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _die_with_asker() -> None:
    sys.stdin.read()
    os._exit(1)


def _teller(answers: Any) -> Callable[[int, int], None]:
    """Writes progress, at most twenty times a second."""
    told = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= _TELL_EVERY or done >= total:
            told = now
            answers.write(json.dumps({"progress": [done, total]}) + "\n")
            answers.flush()

    return tell
