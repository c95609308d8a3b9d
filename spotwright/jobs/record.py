"""What the workflow writes into jobs. Every call may come twice, or too late: then it changes nothing.

A step of the workflow runs at least once. Between two tries, or while it works, a person may have cancelled the job.
So each of these functions locks the row, looks whether the job is still where the step thinks it is, and answers
False if it is not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from spotwright.costs import ledger
from spotwright.jobs import repository
from spotwright.jobs.history import change
from spotwright.jobs.models import Job, SceneTake
from spotwright.jobs.progress import progress
from spotwright.jobs.states import ACTIVE, TERMINAL, Status
from spotwright.kit import clock

FOOTAGE_SPAN = (8, 96)
"""Which part of 0–100 % of the stage ``video_rendering`` is the rendering of the film's pictures."""
_FOOTAGE = "footage"


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job as the workflow reads it."""

    id: str
    owner: tuple[str, str, str | None]
    """User, client, campaign."""
    status: Status
    version: int
    request: Mapping[str, Any]
    materials: Mapping[str, Any]
    storyboard: Mapping[str, Any] | None
    pending_takes: Sequence[Mapping[str, Any]]
    updated_at: datetime


def load(session: Session, job_id: str) -> JobRecord | None:
    """None when the job was deleted."""
    row = repository.peek(session, job_id)
    return None if row is None else _record(row)


def hold(session: Session, job_id: str) -> JobRecord | None:
    """The job, unchangeable by others until the transaction ends; None when it was deleted."""
    row = repository.lock(session, job_id)
    return None if row is None else _record(row)


def is_active(session: Session, job_id: str, status: Status) -> bool:
    """True while the job exists and is still in this state: work for it is still wanted."""
    return repository.status(session, job_id) == status


def begin_storyboard(session: Session, job_id: str) -> bool:
    """From pending to storyboard_processing; True also when it is there already."""
    row = repository.lock(session, job_id)
    if row is not None and row.status == Status.PENDING:
        row.progress = progress("storyboard_generation", 0, "Reading the brief", 1)
        change(session, row, "started", status=Status.STORYBOARD_PROCESSING)
    return row is not None and row.status == Status.STORYBOARD_PROCESSING


def report(session: Session, job_id: str, status: Status, stage: str, percent: int, message: str) -> bool:
    """Show progress, if the job is still in ``status``; a percentage never goes back within a stage."""
    row = repository.lock(session, job_id)
    if row is None or row.status != status:
        return False
    before = row.progress or {}
    if before.get("stage") == stage:
        percent = max(percent, int(before["percent"]))
    shown = progress(stage, percent, message)
    if shown != {name: value for name, value in before.items() if name != _FOOTAGE}:
        row.progress = shown
        _count_change(row)
    return True


def report_footage(session: Session, job_id: str, place: str, frames: int, total: int) -> bool:
    """Show that of the film's ``total`` frames so many are there at this ``place``: with a worker, or from before.

    What all places have is the progress of the film.
    """
    row = repository.lock(session, job_id)
    if row is None or row.status != Status.VIDEO_PROCESSING:
        return False
    places = dict((row.progress or {}).get(_FOOTAGE, {}))
    places[place] = max(frames, places.get(place, 0))
    first, last = FOOTAGE_SPAN
    percent = first + (last - first) * min(sum(places.values()), total) // max(total, 1)
    report(session, job_id, Status.VIDEO_PROCESSING, "video_rendering", percent, "Rendering video from scenes")
    row.progress = {**(row.progress or {}), _FOOTAGE: places}
    return True


def replace_materials(session: Session, job_id: str, materials: Mapping[str, Any]) -> bool:
    """Keep what was fetched for the job."""
    row = repository.lock(session, job_id)
    if row is None or row.status != Status.STORYBOARD_PROCESSING:
        return False
    row.materials = dict(materials)
    return True


def show_animatic(session: Session, job_id: str, takes: Sequence[int], file: Mapping[str, Any]) -> bool:
    """Show the animatic of these takes, if the storyboard still consists of them."""
    row = repository.lock(session, job_id)
    if row is None or row.storyboard is None or row.status != Status.STORYBOARD_READY:
        return False
    if [scene["take"] for scene in row.storyboard["scenes"]] != list(takes) or row.storyboard.get("animatic") == file:
        return False
    row.storyboard = {**row.storyboard, "animatic": dict(file)}
    _count_change(row)
    return True


def present_storyboard(session: Session, job_id: str, storyboard: Mapping[str, Any]) -> bool:
    """Show the storyboard to the person who reviews it."""
    row = repository.lock(session, job_id)
    if row is None or row.status != Status.STORYBOARD_PROCESSING:
        return False
    row.storyboard = dict(storyboard)
    row.progress = _reviewable("Storyboard is waiting for approval")
    for scene in storyboard["scenes"]:
        _keep_take(session, job_id, scene, None)
    change(session, row, "storyboard_ready", status=Status.STORYBOARD_READY)
    return True


def replace_scene(session: Session, job_id: str, scene: Mapping[str, Any], warnings: Sequence[str]) -> bool:
    """Put a new take into the storyboard, if it is still asked for; no other scene is touched."""
    row = repository.lock(session, job_id)
    if row is None or row.storyboard is None or row.status != Status.STORYBOARD_READY:
        return False
    asked = _asked(row, scene["scene_idx"], scene["take"])
    if asked is None:
        return False
    scenes = [dict(scene) if old["scene_idx"] == scene["scene_idx"] else old for old in row.storyboard["scenes"]]
    kept = list(dict.fromkeys([*row.storyboard["warnings"], *warnings]))
    # The animatic shows the scene as it was.
    row.storyboard = {**row.storyboard, "scenes": scenes, "warnings": kept, "animatic": None}
    row.pending_takes = [take for take in row.pending_takes if take != asked]
    row.progress = _reviewable(f"Scene {scene['scene_idx']} has a new take")
    _keep_take(session, job_id, scene, asked)
    change(session, row, "scene_regenerated", status=Status.STORYBOARD_READY, detail={"sceneIdx": scene["scene_idx"]})
    return True


def give_up_take(session: Session, job_id: str, asked: Mapping[str, Any], reason: str) -> bool:
    """A new take could not be made: the old one stays, and the reason is shown."""
    row = repository.lock(session, job_id)
    if row is None or dict(asked) not in row.pending_takes or row.status != Status.STORYBOARD_READY:
        return False
    row.pending_takes = [take for take in row.pending_takes if take != asked]
    message = f"Scene {asked['scene_idx']} was not regenerated: {reason}"
    row.progress = _reviewable(message)
    change(session, row, "scene_kept", status=Status.STORYBOARD_READY, detail={"sceneIdx": asked["scene_idx"]})
    return True


def complete(session: Session, job_id: str, deliverables: Mapping[str, Any], warnings: Sequence[str]) -> bool:
    """The ad is finished."""
    row = repository.lock(session, job_id)
    if row is None or row.status != Status.VIDEO_PROCESSING or row.storyboard is None:
        return False
    row.deliverables = dict(deliverables)
    row.storyboard = {**row.storyboard, "warnings": list(dict.fromkeys([*row.storyboard["warnings"], *warnings]))}
    row.progress = progress("video_rendering", 100, "The ad is ready", 5)
    change(session, row, "completed", status=Status.COMPLETED)
    return True


def fail(session: Session, job_id: str, reason: str) -> bool:
    """Give up, with a reason that the user can act on."""
    row = repository.lock(session, job_id)
    if row is None or row.status not in ACTIVE:
        return False
    row.error = reason
    row.pending_takes = []
    row.progress = row.progress and {**row.progress, "message": "Failed"}
    change(session, row, "failed", status=Status.FAILED)
    return True


def charge(session: Session, record: JobRecord, work: str, units: int, micros: int, rate_version: str) -> None:
    """Book a piece of work that was done, once."""
    ledger.charge(
        session,
        job_id=record.id,
        work=work,
        owner=record.owner,
        units=units,
        micros=micros,
        rate_version=rate_version,
    )


def takes_of(session: Session, job_id: str, scene_idx: int) -> list[Mapping[str, Any]]:
    """Every take of a scene so far, first to last."""
    return [take.scene for take in repository.takes(session, job_id, scene_idx)]


@dataclass(frozen=True, slots=True)
class Neglected:
    """A job that has work to do and that nothing has happened to for a while."""

    id: str
    user_id: str
    status: Status
    version: int


def neglected(session: Session, before: datetime) -> list[Neglected]:
    """Unfinished jobs that do not wait for a person, and that nothing has happened to since ``before``."""
    found = repository.neglected(session, before)
    return [Neglected(job_id, user_id, Status(status), version) for job_id, user_id, status, version in found]


def unfinished(session: Session) -> Iterator[tuple[str, str]]:
    """(job, user) of every job that has not ended."""
    return repository.unfinished(session)


def cancelled_since(session: Session, after: datetime) -> list[str]:
    """Jobs that were cancelled lately."""
    return list(repository.cancelled_since(session, after))


def finished_among(session: Session, job_ids: Sequence[str]) -> set[str]:
    """Those of which nothing more will be asked: the job has ended, or was deleted."""
    return repository.finished_among(session, job_ids)


def sweep_takes(session: Session, before: datetime, most: int) -> int:
    """Forget takes that were superseded, ``most`` of them at once, of jobs that ended ``before``.

    While a job is being reviewed they all stay: a new take differs from every one before it.
    """
    return repository.delete_superseded(session, before, most)


def referenced_blobs(session: Session) -> Iterator[str]:
    """Hashes that must not be swept."""
    return repository.referenced(session)


def is_over(record: JobRecord | None) -> bool:
    """True when nothing more will be done for the job."""
    return record is None or record.status in TERMINAL


def _count_change(row: Job) -> None:
    """What can be seen has changed. Not an event: the history keeps what happened, not how far along it was."""
    row.version += 1
    row.updated_at = max(clock.now(), row.updated_at)


def _keep_take(session: Session, job_id: str, scene: Mapping[str, Any], asked: Mapping[str, Any] | None) -> None:
    session.add(
        SceneTake(
            job_id=job_id,
            scene_idx=scene["scene_idx"],
            take=scene["take"],
            scene=dict(scene),
            asked=None if asked is None else dict(asked),
            created_at=clock.now(),
        )
    )


def _asked(row: Job, scene_idx: int, take: int) -> dict[str, Any] | None:
    return next((t for t in row.pending_takes if (t["scene_idx"], t["take"]) == (scene_idx, take)), None)


def _reviewable(message: str) -> dict[str, Any]:
    """Progress while a person decides. Each regeneration is then a stage of its own, and may start from 0."""
    return progress("storyboard_generation", 100, message, 3)


def _record(row: Job) -> JobRecord:
    return JobRecord(
        id=row.id,
        owner=(row.user_id, row.client_id, row.campaign_id),
        status=Status(row.status),
        version=row.version,
        request=row.request,
        materials=row.materials,
        storyboard=row.storyboard,
        pending_takes=row.pending_takes,
        updated_at=row.updated_at,
    )
