"""The desk: what every step does with a job's row: reads it, shows progress in it, books money, gives up."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from spotwright.blobs import Blob
from spotwright.costs.rates import Rates
from spotwright.db.session import Database
from spotwright.jobs import record
from spotwright.jobs.record import JobRecord
from spotwright.jobs.states import Status
from spotwright.kit import clock, log
from spotwright.kit.failpoints import failpoint
from spotwright.pipeline.studio import Watch
from spotwright.storyboard.board import Scene

_logger = log.get("pipeline")


class Desk:
    """See the module's text."""

    def __init__(self, database: Database, rates: Rates) -> None:
        self._database = database
        self._rates = rates

    def load(self, job_id: str) -> JobRecord | None:
        """The job as it is now; None when it was deleted."""
        with self._database.read() as session:
            return record.load(session, job_id)

    def give_up(self, job_id: str, reason: str) -> None:
        """The job failed for good."""
        with self._database.write() as session:
            record.fail(session, job_id, reason)

    def watch(self, job_id: str, status: Status, stage: str, message: str, span: tuple[int, int]) -> Watch:
        """Work goes on while the job is in ``status``; all of it is this ``span`` of the stage's 100 %."""
        first, last = span

        def report(done: int, total: int) -> None:
            self.report(job_id, status, stage, first + (last - first) * done // max(1, total), message)

        return Watch(lambda: self._is_wanted(job_id, status), report)

    def footage_watch(self, job_id: str, place: str, frames: int) -> Watch:
        """For those who render a part, named ``place``, of a film of ``frames``: together they are its progress."""

        def report(done: int, _total: int) -> None:
            self._tell(job_id, lambda session: record.report_footage(session, job_id, place, done, frames))

        return Watch(lambda: self._is_wanted(job_id, Status.VIDEO_PROCESSING), report)

    def report(self, job_id: str, status: Status, stage: str, percent: int, message: str) -> None:
        """Show progress."""
        self._tell(job_id, lambda session: record.report(session, job_id, status, stage, percent, message))

    def charge(self, session: Session, job: JobRecord, work: str, item: str, units: int) -> None:
        """Book a piece of work at today's price, once."""
        micros = self._rates.micros(item, clock.now().date()) * units
        failpoint("charge.before_booking")
        record.charge(session, job, work, units, micros, self._rates.version)
        failpoint("charge.after_booking")

    def _is_wanted(self, job_id: str, status: Status) -> bool:
        try:
            with self._database.read() as session:
                return record.is_active(session, job_id, status)
        except OperationalError:
            # Not to know is no reason to throw work away.
            return True

    def _tell(self, job_id: str, report: Callable[[Session], object]) -> None:
        try:
            with self._database.write() as session:
                report(session)
        except OperationalError as error:
            # Progress is for the eye: a database that is busy for a moment does not stop the work.
            _logger.warning("progress was not shown", job_id=job_id, reason=str(error.orig))


def stored(scene: Scene, image: Blob, fps: int) -> dict[str, Any]:
    """A scene as the storyboard keeps it: the writer's words, its length, its picture."""
    return {
        **scene.to_json(),
        "duration": round(scene.frames / fps, 6),
        "image": {"sha256": image.sha256, "size": image.size},
    }


def scene_of(kept: Mapping[str, Any]) -> Scene:
    """The scene that :func:`stored` was given."""
    return Scene.from_json({name: kept[name] for name in Scene.__dataclass_fields__})


def scenes_of(job: JobRecord) -> list[Scene]:
    """The scenes of the job's storyboard as they are now; none before it is presented."""
    kept: Sequence[Mapping[str, Any]] = job.storyboard["scenes"] if job.storyboard else ()
    return [scene_of(scene) for scene in kept]
