"""Repairs what a crash tore: compares the rows with the engine, and makes them agree. Every repair may come twice."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from spotwright.db.session import Database
from spotwright.engine.port import Engine, RunState
from spotwright.jobs import record
from spotwright.jobs.record import Neglected
from spotwright.jobs.states import Status
from spotwright.kit import clock, log
from spotwright.kit.failpoints import failpoint

NEGLECT_SECONDS = 5
_LOST = "The work on this job was lost and could not be taken up again; please create it once more."
_PAGE = 500
_Entry = TypeVar("_Entry")
_logger = log.get("reconcile")


class Reconciler:
    """Looks after jobs between the steps of workflows."""

    def __init__(self, database: Database, engine: Engine) -> None:
        self._database = database
        self._engine = engine

    def mend(self) -> int:
        """Start, wake or stop workflows so that they match their jobs; how many needed it."""
        with self._database.read() as session:
            neglected = record.neglected(session, clock.ago(seconds=NEGLECT_SECONDS))
            cancelled = record.cancelled_since(session, clock.ago(minutes=10))
        mended = 0
        for page in _pages(neglected):
            states = self._engine.states([job.id for job in page])
            mended += sum(self._mend(job, states[job.id]) for job in page)
        for job_ids in _pages(cancelled):
            states = self._engine.states(job_ids)
            for job_id in job_ids:
                if states[job_id] is RunState.RUNNING:
                    self._engine.cancel(job_id)
                    mended += 1
        return mended

    def start_lost(self) -> int:
        """Start every unfinished job that the engine has not heard of, also those that wait for a person; how many.

        For what was lost while it was handed on, and for an engine that is older than the rows, as a restored one may
        be.
        """
        with self._database.read() as session:
            unfinished = list(record.unfinished(session))
        started = 0
        for page in _pages(unfinished):
            states = self._engine.states([job_id for job_id, _ in page])
            lost = [(job_id, user_id) for job_id, user_id in page if states[job_id] is RunState.UNKNOWN]
            for job_id, user_id in lost:
                self._engine.start(job_id, user_id)
            started += len(lost)
        return started

    def start_again(self, job_ids: Sequence[str]) -> None:
        """Begin new workflows for jobs whose old ones were forgotten; each goes on from where the job's row is."""
        for job_id in job_ids:
            with self._database.read() as session:
                job = record.load(session, job_id)
            if job is not None and not record.is_over(job):
                self._engine.start(job.id, job.owner[0])

    def _mend(self, job: Neglected, state: RunState) -> bool:
        if state is RunState.UNKNOWN:
            _logger.warning("starting a job whose start was lost", job_id=job.id)
            failpoint("mend.before_start")
            self._engine.start(job.id, job.user_id)
            return True
        if state is not RunState.RUNNING:
            _logger.error("the workflow ended before its job", job_id=job.id, state=state)
            with self._database.write() as session:
                return record.fail(session, job.id, _LOST)
        if job.status in {Status.VIDEO_PROCESSING, Status.STORYBOARD_READY}:
            # A person's wish waits. Sent once for each version of the row, however often we come by.
            self._engine.nudge(job.id, job.version)
        return False


def _pages(entries: Sequence[_Entry]) -> Iterator[Sequence[_Entry]]:
    yield from (entries[start : start + _PAGE] for start in range(0, len(entries), _PAGE))
