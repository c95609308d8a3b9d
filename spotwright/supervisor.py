"""A worker as a child of this process: started, restarted when it dies, and never left behind."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from spotwright.kit import log

_STOP_SECONDS = 12.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_HEALTHY_SECONDS = 60.0
_logger = log.get("supervisor")


class WorkerProcess:
    """``spotwright worker`` on the same data directory. It reads a pipe of ours, and ends when that ends."""

    def __init__(self, data_dir: Path) -> None:
        # -P: modules come from the installation, never from the folder that somebody happens to stand in.
        self._command = [sys.executable, "-P", "-m", "spotwright", "worker"]
        self._command += ["--data-dir", str(data_dir), "--follow-parent"]
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._supervise, name="worker-supervisor", daemon=True)

    def start(self) -> None:
        """Start the worker and keep it alive."""
        self._thread.start()

    def stop(self) -> None:
        """Ask it to stop, wait for the work it can still hand over, then make sure."""
        self._stopping.set()
        child = self._child
        if child is not None and child.poll() is None:
            child.terminate()
            try:
                child.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
        self._thread.join(_STOP_SECONDS)

    def _supervise(self) -> None:
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            began = time.monotonic()
            # Its own process group, so that Ctrl-C in a terminal reaches us alone and we can stop it in order.
            with subprocess.Popen(  # noqa: S603 - our own interpreter and module
                self._command, stdin=subprocess.PIPE, start_new_session=True
            ) as child:
                self._child = child
                if self._stopping.is_set():
                    # stop() came when there was no child to tell yet.
                    child.terminate()
                code = child.wait()
            if self._stopping.is_set():
                return
            pause = _FIRST_PAUSE if time.monotonic() - began > _HEALTHY_SECONDS else min(pause * 2, _LONGEST_PAUSE)
            _logger.error("worker died", code=code, restart_in=pause, pid=os.getpid())
            self._stopping.wait(pause)
