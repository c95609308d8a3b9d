"""Repairs what a crash tore: compares the rows with the engine, and makes them agree. Every repair may come twice."""

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from spotwright.assets import service as assets
from spotwright.blobs import BlobStore
from spotwright.db.session import Database
from spotwright.engine.port import Engine, RunState
from spotwright.http import idempotency
from spotwright.jobs import record
from spotwright.jobs.record import JobRecord
from spotwright.jobs.states import Status
from spotwright.kit import clock, log
from spotwright.kit.failpoints import failpoint
from spotwright.pipeline import renditions, segments
from spotwright.pipeline.studio import SAID

NEGLECT_SECONDS = 5
KEEP_DAYS = 7
"""So long segments are kept that no film needs, and films and sounds for whoever asks for the same ones."""
_LOST = "The work on this job was lost and could not be taken up again; please create it once more."
_logger = log.get("reconcile")


class Reconciler:
    """Looks after jobs and folders between the steps of workflows."""

    def __init__(self, database: Database, blobs: BlobStore, engine: Engine, data_dir: Path) -> None:
        self._database = database
        self._blobs = blobs
        self._engine = engine
        self._data_dir = data_dir

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

    def sweep(self) -> None:
        """Remove what nobody needs: old idempotency keys, scratch files, forgotten films, orphan blobs."""
        day_ago = clock.ago(hours=24)
        with self._database.write() as session:
            idempotency.sweep(session)
            renditions.sweep(session, clock.ago(days=KEEP_DAYS))
            segments.sweep(session, clock.ago(days=KEEP_DAYS))
        self._blobs.sweep_scratch(day_ago)
        self._sweep_blobs(day_ago)
        _sweep_folder(self._data_dir / "work", day_ago)
        _sweep_folder(self._data_dir / SAID, clock.ago(days=KEEP_DAYS))

    def _sweep_blobs(self, before: datetime) -> None:
        """Delete blobs that no row needs. Storing a blob again renews its date, so a new row's blob is never old."""
        with self._database.read() as session:
            needed = assets.referenced_blobs(session) | record.referenced_blobs(session)
            needed |= renditions.referenced_blobs(session) | segments.referenced_blobs(session)
        for blob in self._blobs.list_blobs():
            if blob.sha256 not in needed and blob.modified < before:
                failpoint("sweep.before_delete")
                self._blobs.delete(blob.sha256)
                failpoint("sweep.after_delete")


def _sweep_folder(folder: Path, before: datetime) -> None:
    for entry in folder.iterdir() if folder.is_dir() else ():
        if entry.stat().st_mtime < before.timestamp():
            shutil.rmtree(entry, ignore_errors=True) if entry.is_dir() else entry.unlink(missing_ok=True)
