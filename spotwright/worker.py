"""The worker process: runs workflows and tasks, looks after neglected jobs, and lets go in time when told to stop."""

import os
import signal
import sys
import threading

from spotwright.bootstrap import Services
from spotwright.engine.claims import claim_executor
from spotwright.engine.dbos_engine import DbosWorker
from spotwright.engine.port import Task
from spotwright.kit import log
from spotwright.kit.settings import Settings
from spotwright.pipeline.reconcile import Reconciler
from spotwright.pipeline.steps import Steps
from spotwright.pipeline.workflow import produce_ad
from spotwright.render import sandbox
from spotwright.render.errors import RenderError

DRAFTS, RENDERS, REHEARSALS = "drafts", "renders", "rehearsals"
MEND_SECONDS = 3.0
# More than are ever busy: a rehearsal that finds another one under way gives its slot back at once.
_REHEARSAL_SLOTS = 8
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
    ready = threading.Event()
    threading.Thread(target=_warm_up, args=(ready,), name="warm-up", daemon=True).start()
    worker, reconciler = _open_worker(services, ready)
    worker.launch()
    _logger.info("worker is ready")
    _keep_house(worker, reconciler, stopped)
    # Work under way is idempotent and will be taken up again: an exit that hangs helps nobody.
    threading.Timer(_HARD_STOP_SECONDS, os._exit, args=(0,)).start()
    worker.stop()
    services.close()
    _logger.info("worker stopped")
    sys.stderr.flush()
    os._exit(0)


def _open_worker(services: Services, ready: threading.Event) -> tuple[DbosWorker, Reconciler]:
    settings = services.settings
    steps = Steps(services.database, services.blobs, settings, services.rates, ready)
    tasks: dict[str, tuple[Task, str]] = {
        "draft": (steps.draft, DRAFTS),
        "retake": (steps.retake, DRAFTS),
        "rehearse": (steps.rehearse, REHEARSALS),
        "render": (steps.render, RENDERS),
        "wish": (steps.wish, DRAFTS),
        "keep_scene": (steps.keep_scene, DRAFTS),
        "give_up": (steps.give_up, DRAFTS),
    }
    slots = {DRAFTS: settings.draft_slots, RENDERS: settings.render_slots, REHEARSALS: _REHEARSAL_SLOTS}
    claim = claim_executor(settings.engine_url, settings.data_dir / "executors")
    worker = DbosWorker(settings.engine_url, produce_ad, tasks, slots, claim)
    return worker, Reconciler(services.database, services.blobs, services.engine, settings.data_dir)


def _keep_house(worker: DbosWorker, reconciler: Reconciler, stopped: threading.Event) -> None:
    since_sweep = SWEEP_SECONDS
    while not stopped.is_set():
        try:
            worker.adopt_orphans()
            reconciler.mend()
            if since_sweep >= SWEEP_SECONDS:
                reconciler.sweep()
                since_sweep = 0.0
        except Exception:
            # The database or the store may be away for a while; the next round tries again.
            _logger.exception("housekeeping failed")
        stopped.wait(MEND_SECONDS)
        since_sweep += MEND_SECONDS


def _warm_up(ready: threading.Event) -> None:
    """Let the renderer compile its kernels before the first job waits for it; later starts find them on disk."""
    try:
        sandbox.run("warm_up", {})
    except RenderError as error:
        _logger.warning("the renderer did not warm up", reason=str(error))
    finally:
        ready.set()


def _follow_parent(stopped: threading.Event) -> None:
    """Our standard input is a pipe from the process that started us: its end is that process's end."""
    while sys.stdin.buffer.read(1):
        pass
    stopped.set()
