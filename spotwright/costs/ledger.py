"""The ledger: the only source of what was spent."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from spotwright.costs.models import LedgerEntry
from spotwright.db.session import insert_or_ignore
from spotwright.kit import clock


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger."""

    work: str
    owner: tuple[str, str, str | None]
    """User, client, campaign."""
    units: int
    micros: int


def charge(
    session: Session,
    *,
    job_id: str,
    work: str,
    owner: tuple[str, str, str | None],
    units: int,
    micros: int,
    rate_version: str,
) -> bool:
    """Book a piece of work once; False if it was booked before. ``owner`` is (user, client, campaign)."""
    user_id, client_id, campaign_id = owner
    row = {
        "job_id": job_id,
        "work": work,
        "user_id": user_id,
        "client_id": client_id,
        "campaign_id": campaign_id,
        "units": units,
        "micros": micros,
        "rate_version": rate_version,
        "at": clock.now(),
    }
    return insert_or_ignore(session, LedgerEntry, row)


def charged(session: Session, job_ids: Sequence[str]) -> dict[str, int]:
    """Micro-dollars of each of these jobs that was charged anything at all, even 0."""
    query = (
        sa.select(LedgerEntry.job_id, sa.func.sum(LedgerEntry.micros))
        .where(LedgerEntry.job_id.in_(job_ids))
        .group_by(LedgerEntry.job_id)
    )
    return {job_id: int(total) for job_id, total in session.execute(query)}


def entries(session: Session, job_ids: Sequence[str]) -> dict[str, list[Entry]]:
    """Every line of each of these jobs."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for row in session.scalars(sa.select(LedgerEntry).where(LedgerEntry.job_id.in_(job_ids))):
        owner = (row.user_id, row.client_id, row.campaign_id)
        found[row.job_id].append(Entry(row.work, owner, row.units, row.micros))
    return found


def spent_by_client(session: Session, client_id: str) -> int:
    """Micro-dollars charged for a client, ever."""
    return _sum(session, LedgerEntry.client_id == client_id)


def spent_by_campaign(session: Session, campaign_id: str) -> int:
    """Micro-dollars charged for a campaign, ever."""
    return _sum(session, LedgerEntry.campaign_id == campaign_id)


def _sum(session: Session, where: sa.ColumnElement[bool]) -> int:
    return int(session.scalar(sa.select(sa.func.coalesce(sa.func.sum(LedgerEntry.micros), 0)).where(where)) or 0)
