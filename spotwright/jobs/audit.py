"""Jobs with all that was ever written about them, a page at a time: for those who check that it fits together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from spotwright.jobs.models import Job, JobEvent, SceneTake


@dataclass(frozen=True, slots=True)
class Event:
    """A line of a job's history."""

    version: int
    type: str
    status: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Take:
    """A version of a scene that was drawn."""

    scene_idx: int
    take: int
    image: Mapping[str, Any]
    seconds: float | None
    """The length that was asked for, if one was."""


@dataclass(frozen=True, slots=True)
class Audit:
    """A job's row, its history and its takes."""

    id: str
    owner: tuple[str, str, str | None]
    """User, client, campaign."""
    status: str
    version: int
    updated_at: datetime
    specs: Mapping[str, Any]
    materials: Mapping[str, Any]
    storyboard: Mapping[str, Any] | None
    pending_takes: Sequence[Mapping[str, Any]]
    deliverables: Mapping[str, Any] | None
    error: str | None
    events: Sequence[Event]
    takes: Sequence[Take]

    def files(self) -> Iterator[tuple[str, int | None, str]]:
        """(SHA-256, size if it is written down, what it is) of every blob that the job needs."""
        for asset in self.materials["assets"]:
            yield asset["sha256"], None, f"the file of asset {asset['id']}"
        for name, file in (self.deliverables or {}).items():
            yield file["sha256"], file["size"], name
        animatic = (self.storyboard or {}).get("animatic")
        if animatic:
            yield animatic["sha256"], animatic["size"], "animatic"
        for take in self.takes:
            yield take.image["sha256"], take.image["size"], f"the picture of scene {take.scene_idx}, take {take.take}"


def ids_after(session: Session, last: str, limit: int) -> Sequence[str]:
    """The next ids, in their order."""
    return session.scalars(sa.select(Job.id).where(Job.id > last).order_by(Job.id).limit(limit)).all()


def audits(session: Session, job_ids: Sequence[str]) -> list[Audit]:
    """These jobs, if they still exist."""
    events, takes = defaultdict(list), defaultdict(list)
    for event in session.scalars(sa.select(JobEvent).where(JobEvent.job_id.in_(job_ids)).order_by(JobEvent.version)):
        events[event.job_id].append(Event(event.version, event.type, event.status, event.at))
    order = SceneTake.job_id, SceneTake.scene_idx, SceneTake.take
    for take in session.scalars(sa.select(SceneTake).where(SceneTake.job_id.in_(job_ids)).order_by(*order)):
        seconds = (take.asked or {}).get("duration")
        takes[take.job_id].append(Take(take.scene_idx, take.take, take.scene["image"], seconds))
    rows = session.scalars(sa.select(Job).where(Job.id.in_(job_ids)).order_by(Job.id))
    return [_audit(row, events[row.id], takes[row.id]) for row in rows]


def _audit(row: Job, events: Sequence[Event], takes: Sequence[Take]) -> Audit:
    return Audit(
        id=row.id,
        owner=(row.user_id, row.client_id, row.campaign_id),
        status=row.status,
        version=row.version,
        updated_at=row.updated_at,
        specs=row.request["specs"],
        materials=row.materials,
        storyboard=row.storyboard,
        pending_takes=row.pending_takes,
        deliverables=row.deliverables,
        error=row.error,
        events=events,
        takes=takes,
    )
