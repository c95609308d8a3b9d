"""What is kept for how long, and how the rest goes.

Rows go first, by their age, in small transactions. Then blobs that no row names any more go to the trash, and from
there for good a day later. A blob is stored before the row that names it, so a young one is nobody's for a while: only
what is older than a day is touched. What happens between our look at the rows and the removal of a blob is what the
trash is for. The history of a job, and the money, stay.
"""

import fcntl
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from spotwright.blobs import BlobStore
from spotwright.db.session import Database
from spotwright.engine.port import Engine
from spotwright.http import idempotency
from spotwright.jobs import record
from spotwright.kit import clock, log
from spotwright.kit.failpoints import failpoint
from spotwright.kit.settings import Settings
from spotwright.pipeline import renditions, segments
from spotwright.pipeline.studio import SAID
from spotwright.upkeep.needed import needed_blobs, snapshot
from spotwright.upkeep.register import PREFIXES, Register, open_register

_AT_ONCE = 500
# So long after the end of its job a workflow may need to end by itself.
_GRACE_SECONDS = 60
# Any number nobody else uses: advisory locks are shared by the whole database.
_LOCK = 0x53574550
_logger = log.get("retention")


class Sweeper:
    """Removes what nobody needs any more."""

    def __init__(self, database: Database, blobs: BlobStore, engine: Engine, settings: Settings) -> None:
        self._database = database
        self._blobs = blobs
        self._engine = engine
        self._settings = settings

    def sweep(self) -> bool:
        """Go through everything once; False when another worker does so now."""
        self._sweep_folders()
        with self._alone() as alone:
            if alone:
                stop_strays(self._database, self._engine, clock.ago(seconds=_GRACE_SECONDS))
                self._sweep_rows()
                self._sweep_blobs(clock.ago(hours=24))
        return alone

    def _sweep_rows(self) -> None:
        keep = self._settings
        self._in_batches(idempotency.sweep, clock.ago(hours=keep.keep_idempotency_hours))
        self._in_batches(renditions.sweep, clock.ago(days=keep.keep_footage_days))
        self._in_batches(segments.sweep, clock.ago(days=keep.keep_footage_days))
        self._in_batches(record.sweep_takes, clock.ago(days=keep.keep_takes_days))
        self._engine.forget(clock.ago(days=keep.keep_workflows_days), self._over)

    def _in_batches(self, sweep: Callable[[Session, datetime, int], int], before: datetime) -> None:
        gone = _AT_ONCE
        while gone == _AT_ONCE:
            with self._database.write() as session:
                gone = sweep(session, before, _AT_ONCE)

    def _over(self, job_ids: Sequence[str]) -> set[str]:
        with self._database.read() as session:
            return record.finished_among(session, job_ids)

    def _sweep_blobs(self, before: datetime) -> None:
        with self._blobs.scratch_file(".register") as path, open_register(path) as needed:
            with snapshot(self._database) as session:
                needed.add(needed_blobs(session))
            removed = self._empty_trash(needed, before)
            discarded = sum(self._discard(prefix, set(needed.beginning(prefix)), before) for prefix in PREFIXES)
        if discarded or removed:
            _logger.info("swept", discarded=discarded, removed=removed)

    def _discard(self, prefix: str, needed: set[str], before: datetime) -> int:
        discarded = 0
        for blob in self._blobs.list_blobs(prefix):
            if blob.sha256 not in needed and blob.modified < before:
                failpoint("sweep.before_aside")
                self._blobs.trash.take(blob.sha256)
                failpoint("sweep.after_aside")
                discarded += 1
        return discarded

    def _empty_trash(self, needed: Register, before: datetime) -> int:
        removed = 0
        for blob in self._blobs.trash.content():
            if blob.sha256 in needed:
                # It was stored again while it was taken for useless.
                self._blobs.trash.give_back(blob.sha256)
            if blob.modified < before:
                failpoint("sweep.before_removal")
                self._blobs.trash.remove(blob.sha256)
                removed += 1
        return removed

    def _sweep_folders(self) -> None:
        """Every machine has its own."""
        day_ago = clock.ago(hours=24)
        self._blobs.sweep_scratch(day_ago)
        _sweep_folder(self._settings.data_dir / "work", day_ago)
        _sweep_folder(self._settings.data_dir / SAID, clock.ago(days=self._settings.keep_footage_days))

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """True for one of all workers: by a lock of the database where they share one, else of a file."""
        if self._database.engine.dialect.name == "sqlite":
            with (self._settings.data_dir / "sweep.lock").open("w") as file:
                yield _try_lock(file.fileno())
            return
        with self._database.engine.connect() as connection:
            # Without a transaction, which would keep the database from cleaning up after itself for as long.
            connection.execution_options(isolation_level="AUTOCOMMIT")
            mine = bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_LOCK))))
            try:
                yield mine
            finally:
                if mine:
                    connection.execute(sa.select(sa.func.pg_advisory_unlock(_LOCK)))


def stop_strays(database: Database, engine: Engine, before: datetime) -> None:
    """Stop workflows whose job is deleted or ended ``before``: the word to them was lost, and they would go on."""
    for job_ids in engine.unfinished():
        with database.read() as session:
            over = {job_id: record.load(session, job_id) for job_id in record.finished_among(session, job_ids)}
        for job_id, job in sorted(over.items()):
            if job is None or job.updated_at < before:
                _logger.warning("stopping a workflow whose job is over", job_id=job_id)
                engine.cancel(job_id)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sweep_folder(folder: Path, before: datetime) -> None:
    for entry in folder.iterdir() if folder.is_dir() else ():
        # Another worker of this machine may be sweeping, too.
        with suppress(FileNotFoundError):
            if entry.lstat().st_mtime < before.timestamp():
                shutil.rmtree(entry, ignore_errors=True) if entry.is_dir() else entry.unlink()
