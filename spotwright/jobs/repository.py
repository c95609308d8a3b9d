"""Queries of this room. ``visible_to`` is the only place that says whose jobs somebody sees."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from spotwright.db.session import affected
from spotwright.jobs.models import Job, JobEvent, SceneTake
from spotwright.jobs.states import ACTIVE, TERMINAL, Status

# A job may be tens of kilobytes.
_AT_ONCE = 100


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
    """All jobs with this value, always in the same order."""
    return session.scalars(sa.select(Job.id).where(getattr(Job, column) == value).order_by(Job.id)).all()


def neglected(session: Session, before: datetime) -> Iterator[tuple[str, str, str, int]]:
    """(job, user, status, version) of active jobs that do not wait for a person and have not changed since ``before``.

    The most neglected come first.
    """
    waits = sa.and_(Job.status == Status.STORYBOARD_READY, Job.pending_takes == [])
    query = sa.select(Job.id, Job.user_id, Job.status, Job.version)
    query = query.where(Job.status.in_(ACTIVE), sa.not_(waits), Job.updated_at < before).order_by(Job.updated_at)
    yield from ((row[0], row[1], row[2], row[3]) for row in session.execute(query))


def unfinished(session: Session) -> Iterator[tuple[str, str]]:
    """(job, user) of every job that has not ended, the oldest first."""
    query = sa.select(Job.id, Job.user_id).where(Job.status.in_(ACTIVE)).order_by(Job.created_at, Job.id)
    yield from ((row[0], row[1]) for row in session.execute(query.execution_options(yield_per=1000)))


def cancelled_since(session: Session, after: datetime) -> Sequence[str]:
    """Jobs cancelled lately: their workflows must not be running."""
    query = sa.select(Job.id).where(Job.status == Status.CANCELLED, Job.updated_at > after)
    return session.scalars(query).all()


def takes(session: Session, job_id: str, scene_idx: int) -> Sequence[SceneTake]:
    """Every take of a scene, first to last."""
    query = sa.select(SceneTake).where(SceneTake.job_id == job_id, SceneTake.scene_idx == scene_idx)
    return session.scalars(query.order_by(SceneTake.take)).all()


def finished_among(session: Session, job_ids: Sequence[str]) -> set[str]:
    """Those whose job has ended, or was deleted."""
    query = sa.select(Job.id).where(Job.id.in_(job_ids), Job.status.in_(ACTIVE))
    return set(job_ids) - set(session.scalars(query))


def delete_superseded(session: Session, before: datetime, most: int) -> int:
    """Remove takes of jobs that ended ``before``, except the last one of each scene."""
    newer = aliased(SceneTake)
    superseded = sa.exists().where(
        newer.job_id == SceneTake.job_id, newer.scene_idx == SceneTake.scene_idx, newer.take > SceneTake.take
    )
    ended = sa.exists().where(Job.id == SceneTake.job_id, Job.status.in_(TERMINAL), Job.updated_at < before)
    key = (SceneTake.job_id, SceneTake.scene_idx, SceneTake.take)
    doomed = [tuple(row) for row in session.execute(sa.select(*key).where(ended, superseded).limit(most))]
    return affected(session, sa.delete(SceneTake).where(sa.tuple_(*key).in_(doomed))) if doomed else 0


def delete(session: Session, job_id: str) -> None:
    """Remove a job with its history."""
    for table in (JobEvent, SceneTake):
        affected(session, sa.delete(table).where(table.job_id == job_id))
    affected(session, sa.delete(Job).where(Job.id == job_id))


def referenced(session: Session) -> Iterator[str]:
    """Hashes of every blob that a job needs."""
    jobs = sa.select(Job.materials, Job.storyboard, Job.deliverables).execution_options(yield_per=_AT_ONCE)
    for materials, storyboard, deliverables in session.execute(jobs):
        animatic = (storyboard or {}).get("animatic")
        yield from (asset["sha256"] for asset in materials["assets"])
        yield from (item["sha256"] for item in (deliverables or {}).values())
        if animatic:
            yield animatic["sha256"]
    for scene in session.scalars(sa.select(SceneTake.scene).execution_options(yield_per=_AT_ONCE)):
        yield scene["image"]["sha256"]
