"""The worker process: runs workflows and tasks, looks after neglected jobs, and lets go in time when told to stop."""

import math
import os
import signal
import sys
import threading
import time

from sqlalchemy.exc import DBAPIError

from spotwright.blobs.errors import StoreUnavailable
from spotwright.bootstrap import Services
from spotwright.engine.claims import claim_executor
from spotwright.engine.dbos_engine import PROTOCOL
from spotwright.engine.dbos_worker import DbosWorker
from spotwright.engine.port import Task
from spotwright.kit import log
from spotwright.kit.settings import Settings
from spotwright.pipeline.cutting_room import CuttingRoom
from spotwright.pipeline.desk import Desk
from spotwright.pipeline.film_steps import FilmSteps
from spotwright.pipeline.reconcile import Reconciler
from spotwright.pipeline.steps import Steps
from spotwright.pipeline.studio import Studio
from spotwright.pipeline.workflow import produce_ad
from spotwright.render import sandbox
from spotwright.render.errors import RenderError
from spotwright.upkeep.retention import Sweeper

FETCHES, DRAFTS, ANIMATICS, RENDERS, REHEARSALS = "fetches", "drafts", "animatics", "renders", "rehearsals"
MEND_SECONDS = 3.0
# More than are ever busy: a rehearsal that finds another one under way gives its slot back at once.
_REHEARSAL_SLOTS = 8
# They wait for other people's servers most of the time.
_FETCH_SLOTS = 4
SWEEP_SECONDS = 3600.0
_NICENESS = 5
_HARD_STOP_SECONDS = 10.0
_AWAY_SECONDS = 2.0
_logger = log.get("worker")


def run(settings: Settings, *, follow_parent: bool = False) -> None:
    """Work until SIGTERM or SIGINT, or, with ``follow_parent``, until standard input closes."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    if follow_parent:
        threading.Thread(target=_follow_parent, args=(stopped,), daemon=True).start()
    # The API answers people; the worker may wait a little. Who begins again is nice already.
    os.nice(max(0, _NICENESS - os.getpriority(os.PRIO_PROCESS, 0)))
    try:
        services = Services.open(settings)
        ready = threading.Event()
        threading.Thread(target=_warm_up, args=(ready,), name="warm-up", daemon=True).start()
        worker, reconciler = _open_worker(services, ready, stopped)
        worker.launch()
    except DBAPIError as error:
        if not settings.engine_url.startswith("postgres"):
            raise
        _logger.warning("the database does not answer", reason=str(error.orig))
        if not stopped.wait(_AWAY_SECONDS):
            _begin_again()
        os._exit(0)
    _logger.info("worker is ready")
    threading.Thread(target=_sweep, args=(services, stopped), name="sweep", daemon=True).start()
    _keep_house(worker, reconciler, stopped)
    # Work under way is idempotent and will be taken up again: an exit that hangs helps nobody.
    threading.Timer(_HARD_STOP_SECONDS, os._exit, args=(0,)).start()
    worker.stop()
    services.close()
    _logger.info("worker stopped")
    sys.stderr.flush()
    os._exit(0)


def _open_worker(services: Services, ready: threading.Event, stopped: threading.Event) -> tuple[DbosWorker, Reconciler]:
    settings, database, blobs = services.settings, services.database, services.blobs

    def on_lost() -> None:
        # Whoever has been told to stop does not begin again.
        os._exit(0) if stopped.is_set() else _begin_again()

    claim = claim_executor(settings.engine_url, settings.data_dir / "executors", PROTOCOL, on_lost)
    desk, studio = Desk(database, services.rates), Studio(blobs, settings, ready)
    steps = Steps(database, blobs, settings, desk, studio)
    films = FilmSteps(database, settings, desk, studio, CuttingRoom(database, blobs, studio, claim.executor_id))
    tasks: dict[str, tuple[Task, str]] = {
        "wish": (steps.wish, DRAFTS),
        "give_up": (desk.give_up, DRAFTS),
        "gather": (steps.gather, FETCHES),
        "draft": (steps.draft, DRAFTS),
        "retake": (steps.retake, DRAFTS),
        "keep_scene": (steps.keep_scene, DRAFTS),
        "animatic": (films.animatic, ANIMATICS),
        "rehearse": (films.rehearse, REHEARSALS),
        "recall": (films.recall, DRAFTS),
        "score": (films.score, DRAFTS),
        "lay_out": (films.lay_out, DRAFTS),
        "shoot": (films.shoot, RENDERS),
        "finish": (films.finish, DRAFTS),
    }
    slots = {
        FETCHES: _FETCH_SLOTS,
        DRAFTS: settings.draft_slots,
        ANIMATICS: settings.draft_slots,
        RENDERS: settings.render_slots,
        REHEARSALS: _REHEARSAL_SLOTS,
    }
    worker = DbosWorker(
        settings.engine_url,
        produce_ad,
        tasks,
        slots,
        claim,
        user_slots=settings.user_slots or None,
        unhurried={FETCHES, REHEARSALS},
        outages=(StoreUnavailable,),
    )
    return worker, Reconciler(database, services.engine)


def _keep_house(worker: DbosWorker, reconciler: Reconciler, stopped: threading.Event) -> None:
    looked_for_lost = -math.inf
    while not stopped.is_set():
        try:
            reconciler.start_again(worker.take_over())
            reconciler.mend()
            if time.monotonic() - looked_for_lost > SWEEP_SECONDS:
                reconciler.start_lost()
                looked_for_lost = time.monotonic()
        except Exception:
            # The database or the store may be away for a while; the next round tries again.
            _logger.exception("housekeeping failed")
        stopped.wait(MEND_SECONDS)


def _sweep(services: Services, stopped: threading.Event) -> None:
    """Beside the work, however long it takes."""
    sweeper = Sweeper(services.database, services.blobs, services.engine, services.settings)
    while not stopped.is_set():
        try:
            sweeper.sweep()
        except Exception:
            _logger.exception("sweeping failed")
        stopped.wait(SWEEP_SECONDS)


def _begin_again() -> None:
    """Be a new process in place of this one: at once, whatever its threads are doing, and its children end with it.

    Others may believe that this worker is dead, and do its work. Under a new name it can do no harm.
    """
    try:
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - our own interpreter and arguments
    finally:
        # There is no such program any more, or no memory for it: whoever started this process may start it again.
        os._exit(os.EX_TEMPFAIL)


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
