"""The one way to change a job: checked against the table of states, counted, and written into its history."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from spotwright.jobs.models import Job, JobEvent
from spotwright.jobs.states import FOLLOWS, Status
from spotwright.kit import clock


class IllegalTransitionError(AssertionError):
    """A job was about to take a step that the table of states does not have; nothing was changed."""


def change(
    session: Session,
    row: Job,
    event: str,
    *,
    status: Status | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Count a change of ``row`` (whose other columns the caller has set), move it to ``status``, and record both."""
    if status is not None and status not in FOLLOWS[Status(row.status)]:
        raise IllegalTransitionError(f"{row.id}: {row.status} cannot become {status}")
    row.status = status or row.status
    row.version += 1
    row.updated_at = max(clock.now(), row.updated_at)
    session.add(
        JobEvent(
            job_id=row.id,
            version=row.version,
            type=event,
            status=row.status,
            detail=None if detail is None else dict(detail),
            at=row.updated_at,
        )
    )
