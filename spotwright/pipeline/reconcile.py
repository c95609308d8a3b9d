"""Repairs what a crash tore: compares the rows with the engine, and makes them agree. Every repair may come twice."""

from collections.abc import Sequence

from spotwright.db.session import Database
from spotwright.engine.port import Engine, RunState
from spotwright.jobs import record
from spotwright.jobs.record import JobRecord
from spotwright.jobs.states import Status
from spotwright.kit import clock, log
from spotwright.kit.failpoints import failpoint

NEGLECT_SECONDS = 5
_LOST = "The work on this job was lost and could not be taken up again; please create it once more."
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
        mended = sum(self._mend(job) for job in neglected)
        for job_id in cancelled:
            if self._engine.state(job_id) is RunState.RUNNING:
                self._engine.cancel(job_id)
                mended += 1
        return mended

    def start_lost(self) -> int:
        """Start every unfinished job that the engine has not heard of, also those that wait for a person; how many.

        For an engine that is older than the rows, as a restored one may be.
        """
        with self._database.read() as session:
            unfinished = list(record.unfinished(session))
        lost = [(job_id, user) for job_id, user in unfinished if self._engine.state(job_id) is RunState.UNKNOWN]
        for job_id, user_id in lost:
            self._engine.start(job_id, user_id)
        return len(lost)

    def start_again(self, job_ids: Sequence[str]) -> None:
        """Begin new workflows for jobs whose old ones were forgotten; each goes on from where the job's row is."""
        for job_id in job_ids:
            with self._database.read() as session:
                job = record.load(session, job_id)
            if job is not None and not record.is_over(job):
                self._engine.start(job.id, job.owner[0])

    def _mend(self, job: JobRecord) -> bool:
        state = self._engine.state(job.id)
        if state is RunState.UNKNOWN:
            _logger.warning("starting a job whose start was lost", job_id=job.id)
            failpoint("mend.before_start")
            self._engine.start(job.id, job.owner[0])
            return True
        if state is not RunState.RUNNING:
            _logger.error("the workflow ended before its job", job_id=job.id, state=state)
            with self._database.write() as session:
                return record.fail(session, job.id, _LOST)
        if job.status is Status.VIDEO_PROCESSING or job.pending_takes:
            # Sent once for each version of the row, however often we come by.
            self._engine.nudge(job.id, job.version)
        return False
