"""The worker process: runs workflows and tasks, looks after neglected jobs, and lets go in time when told to stop."""

import os
import signal
import sys
import threading

from spotwright.bootstrap import Services, WorkerServices, open_worker
from spotwright.kit import log
from spotwright.kit.settings import Settings

MEND_SECONDS = 3.0
SWEEP_SECONDS = 3600.0
_NICENESS = 5
_HARD_STOP_SECONDS = 10.0
_logger = log.get("worker")


def run(settings: Settings, *, follow_parent: bool = False) -> None:
    """Work until SIGTERM or SIGINT, or, with ``follow_parent``, until standard input closes."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    if follow_parent:
        threading.Thread(target=_follow_parent, args=(stopped,), daemon=True).start()
    # The API answers people; the worker may wait a little.
    os.nice(_NICENESS)
    services = Services.open(settings)
    ours = open_worker(services)
    ours.worker.launch()
    _logger.info("worker is ready")
    _keep_house(ours, stopped)
    # Work under way is idempotent and will be taken up again: an exit that hangs helps nobody.
    threading.Timer(_HARD_STOP_SECONDS, os._exit, args=(0,)).start()
    ours.worker.stop()
    services.close()
    _logger.info("worker stopped")
    sys.stderr.flush()
    os._exit(0)


def _keep_house(ours: WorkerServices, stopped: threading.Event) -> None:
    since_sweep = SWEEP_SECONDS
    while not stopped.is_set():
        try:
            ours.worker.adopt_orphans()
            ours.reconciler.mend()
            if since_sweep >= SWEEP_SECONDS:
                ours.reconciler.sweep()
                since_sweep = 0.0
        except Exception:
            # The database or the store may be away for a while; the next round tries again.
            _logger.exception("housekeeping failed")
        stopped.wait(MEND_SECONDS)
        since_sweep += MEND_SECONDS


def _follow_parent(stopped: threading.Event) -> None:
    """Our standard input is a pipe from the process that started us: its end is that process's end."""
    while sys.stdin.buffer.read(1):
        pass
    stopped.set()
