"""The warm process of a nursery: loads what tasks need, then forks a child for whoever asks, and watches over it.

Requests come as messages on standard input, a socket: a child's three standard streams, its line, and the folder to
work in. On the line go the child's process id and, when it has ended, its exit code. When the other side closes the
line, the child and its process group are killed; when standard input closes, so is everything.

There is one thread and no data of any task here, so that a fork is always a fresh start.
"""

import gc
import importlib
import os
import select
import selectors
import signal
import socket
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NoReturn

from spotwright.render import sandbox_child
from spotwright.render.memory import roomy_memory, spare_memory, unmap_files
from spotwright.render.nursery import WORD

_LOADED = {
    "media": ("codec", "media_tasks"),
    "film": ("codec", "production", "contact_sheet"),
}
_DESCRIPTORS = 5
_LOOK_EVERY = 0.2


def main(kind: str) -> None:
    """Warms up and serves until nobody is there to ask."""
    _warm_up(kind)
    # Filters of the media library have threads of their own, which end when the filter is collected.
    gc.collect()
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads != 1:
        raise RuntimeError(f"A process of {threads} threads cannot be forked.")
    # The tiny film of the warm-up has left settings for tiny pictures.
    roomy_memory()
    spare_memory()
    unmap_files()
    # What is loaded stays as it is, and its memory is shared with all children.
    gc.freeze()
    _Watch(socket.socket(fileno=0)).serve()


def _warm_up(kind: str) -> None:
    """Loads the libraries and, for films, runs all compiled code once."""
    parent = os.getppid()

    def look(*_: object) -> None:
        if os.getppid() != parent:
            os._exit(1)

    # Compiling can take a minute; an orphan does not do it for nobody.
    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _LOOK_EVERY, _LOOK_EVERY)
    for module in _LOADED[kind]:
        importlib.import_module(f"spotwright.render.{module}")
    if kind == "film":
        importlib.import_module("spotwright.render.warm_up").warm_up()
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


class _Watch:
    """Forks children and buries them. Everything is a descriptor here: what is open must be closed in a child."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._selector = selectors.DefaultSelector()
        self._selector.register(control.fileno(), selectors.EVENT_READ, self._request)

    def serve(self) -> NoReturn:
        """Does what is asked; ends the process when nobody can ask any more."""
        while True:
            for key, _ in self._selector.select():
                # What came first in the same round may have closed what comes later.
                if key.fd in self._selector.get_map():
                    key.data()

    def _request(self) -> None:
        _, descriptors, _, _ = socket.recv_fds(self._control, 16, _DESCRIPTORS)
        if len(descriptors) < _DESCRIPTORS:
            # The children die with this process.
            os._exit(0)
        line = descriptors[3]
        # Whoever asked may not be waiting any more.
        if _closed(line):
            for descriptor in descriptors:
                os.close(descriptor)
            return
        here = os.getpid()
        child = os.fork()
        if child == 0:
            self._leave()
            _grow_up(here, descriptors)
        for descriptor in descriptors:
            if descriptor != line:
                os.close(descriptor)
        # Both sides do this, so that the group exists for whoever needs it first.
        with suppress(OSError):
            os.setpgid(child, child)
        self._watch(child, line)

    def _watch(self, child: int, line: int) -> None:
        end = os.pidfd_open(child)
        self._selector.register(end, selectors.EVENT_READ, partial(self._bury, child, line, end))
        self._selector.register(line, selectors.EVENT_READ, partial(self._kill, child, line))
        _tell(line, child)

    def _kill(self, child: int, line: int) -> None:
        """Ends a child that is not wanted any more. Its number is its own until it is buried."""
        self._selector.unregister(line)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)

    def _bury(self, child: int, line: int, end: int) -> None:
        """Says how a child ended, once nothing of its group is left."""
        with suppress(KeyError):
            self._selector.unregister(line)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)
        self._selector.unregister(end)
        os.close(end)
        _tell(line, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        os.close(line)

    def _leave(self) -> None:
        """Closes, in a child, what is the nursery's. Its own line the child keeps open as long as it lives."""
        for key in list(self._selector.get_map().values()):
            if key.fd != self._control.fileno():
                os.close(key.fd)
        self._selector.close()
        self._control.close()


def _grow_up(nursery: int, descriptors: Sequence[int]) -> NoReturn:
    """Becomes the process of a task."""
    try:
        sandbox_child.die_with_parent(nursery)
        os.setpgid(0, 0)
        for standard, stream in enumerate(descriptors[:3]):
            os.dup2(stream, standard)
            os.close(stream)
        os.fchdir(descriptors[4])
        os.close(descriptors[4])
        os.set_inheritable(descriptors[3], False)
        sandbox_child.main()
    except BaseException:  # noqa: BLE001 — a child must never go on as a nursery
        traceback.print_exc()
    finally:
        os._exit(1)


def _tell(line: int, word: int) -> None:
    # Whoever asked may be gone.
    with suppress(OSError):
        os.write(line, WORD.pack(word))


def _closed(line: int) -> bool:
    """True when the other side has closed the line; it never writes to it."""
    poll = select.poll()
    poll.register(line, select.POLLIN)
    return bool(poll.poll(0))


if __name__ == "__main__":
    main(sys.argv[1])
