"""Queries of this room. ``visible_to`` is the only place that says whose campaigns somebody sees."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from spotwright.campaigns.models import Campaign
from spotwright.db.session import affected


def visible_to(user_id: str) -> sa.ColumnElement[bool]:
    """The tenant filter."""
    return Campaign.user_id == user_id


def find(session: Session, user_id: str, campaign_id: str) -> Campaign | None:
    """None when it does not exist or is somebody else's."""
    return session.scalar(sa.select(Campaign).where(Campaign.id == campaign_id, visible_to(user_id)))


def lock(session: Session, campaign_id: str) -> bool:
    """Hold the row until the transaction ends; False when it is gone."""
    return session.scalar(sa.select(Campaign.id).where(Campaign.id == campaign_id).with_for_update()) is not None


def page(
    session: Session, user_id: str, client_id: str | None, limit: int, offset: int
) -> tuple[Sequence[Campaign], int]:
    """Oldest first, and how many match in all."""
    wanted = [visible_to(user_id)] + ([] if client_id is None else [Campaign.client_id == client_id])
    total = session.scalar(sa.select(sa.func.count()).select_from(Campaign).where(*wanted)) or 0
    query = sa.select(Campaign).where(*wanted).order_by(Campaign.created_at, Campaign.id)
    return session.scalars(query.limit(limit).offset(offset)).all(), total


def ids_of_client(session: Session, client_id: str) -> Sequence[str]:
    """All campaigns of a client."""
    return session.scalars(sa.select(Campaign.id).where(Campaign.client_id == client_id)).all()


def lock_all_of_client(session: Session, client_id: str) -> Sequence[str]:
    """Hold all campaigns of a client until the transaction ends, in the order of their ids; returns these."""
    query = sa.select(Campaign.id).where(Campaign.client_id == client_id).order_by(Campaign.id)
    return session.scalars(query.with_for_update()).all()


def delete(session: Session, campaign_id: str) -> None:
    """Remove the row."""
    affected(session, sa.delete(Campaign).where(Campaign.id == campaign_id))
