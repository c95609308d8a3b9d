"""Queries of this room. ``visible_to`` is the only place that says whose jobs somebody sees."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from spotwright.db.session import affected
from spotwright.jobs.models import Job, JobEvent, SceneTake
from spotwright.jobs.states import ACTIVE, Status


def visible_to(user_id: str) -> sa.ColumnElement[bool]:
    """The tenant filter."""
    return Job.user_id == user_id


def find(session: Session, user_id: str, job_id: str) -> Job | None:
    """None when it does not exist or is somebody else's."""
    return session.scalar(sa.select(Job).where(Job.id == job_id, visible_to(user_id)))


def lock(session: Session, job_id: str) -> Job | None:
    """The row, held until the transaction ends: whoever changes a job does it from here, one after the other."""
    return session.scalar(sa.select(Job).where(Job.id == job_id).with_for_update())


def peek(session: Session, job_id: str) -> Job | None:
    """The row as it is, for the workflow, which works for everybody."""
    return session.get(Job, job_id)


def status(session: Session, job_id: str) -> str | None:
    """Only the status: cheap enough to ask twice a second."""
    return session.scalar(sa.select(Job.status).where(Job.id == job_id))


def page(session: Session, user_id: str, filters: dict[str, str], limit: int, offset: int) -> tuple[Sequence[Job], int]:
    """Newest first, and how many match in all."""
    wanted = [visible_to(user_id), *(getattr(Job, column) == value for column, value in filters.items())]
    total = session.scalar(sa.select(sa.func.count()).select_from(Job).where(*wanted)) or 0
    query = sa.select(Job).where(*wanted).order_by(Job.created_at.desc(), Job.id.desc())
    return session.scalars(query.limit(limit).offset(offset)).all(), total


def count(session: Session, column: str, value: str, statuses: Iterable[Status] = tuple(Status)) -> int:
    """How many jobs have this value and one of these statuses."""
    query = sa.select(sa.func.count()).select_from(Job)
    return session.scalar(query.where(getattr(Job, column) == value, Job.status.in_(statuses))) or 0


def ids_where(session: Session, column: str, value: str) -> Sequence[str]:
    """All jobs with this value."""
    return session.scalars(sa.select(Job.id).where(getattr(Job, column) == value)).all()


def unfinished(session: Session, before: datetime) -> Sequence[Job]:
    """Active jobs that do not wait for a person and have not changed since ``before``, the most neglected first."""
    waits = sa.and_(Job.status == Status.STORYBOARD_READY, Job.pending_takes == [])
    query = sa.select(Job).where(Job.status.in_(ACTIVE), sa.not_(waits), Job.updated_at < before)
    return session.scalars(query.order_by(Job.updated_at).limit(500)).all()


def ended_since(session: Session, after: datetime) -> Sequence[str]:
    """Jobs cancelled lately: their workflows must not be running."""
    query = sa.select(Job.id).where(Job.status == Status.CANCELLED, Job.updated_at > after)
    return session.scalars(query).all()


def takes(session: Session, job_id: str, scene_idx: int) -> Sequence[SceneTake]:
    """Every take of a scene, first to last."""
    query = sa.select(SceneTake).where(SceneTake.job_id == job_id, SceneTake.scene_idx == scene_idx)
    return session.scalars(query.order_by(SceneTake.take)).all()


def delete(session: Session, job_id: str) -> None:
    """Remove a job with its history."""
    for table in (JobEvent, SceneTake):
        affected(session, sa.delete(table).where(table.job_id == job_id))
    affected(session, sa.delete(Job).where(Job.id == job_id))


def referenced(session: Session) -> set[str]:
    """Hashes of every blob that a job needs."""
    hashes: set[str] = set()
    for materials, storyboard, deliverables in session.execute(
        sa.select(Job.materials, Job.storyboard, Job.deliverables)
    ):
        animatic = (storyboard or {}).get("animatic")
        hashes |= {asset["sha256"] for asset in materials["assets"]}
        hashes |= {item["sha256"] for item in (deliverables or {}).values()}
        hashes |= {animatic["sha256"]} if animatic else set()
    for scene in session.scalars(sa.select(SceneTake.scene)):
        hashes.add(scene["image"]["sha256"])
    return hashes
