"""Queries of this room. ``visible_to`` is the only place that says whose clients somebody sees."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from spotwright.clients.models import Client
from spotwright.db.session import affected


def visible_to(user_id: str) -> sa.ColumnElement[bool]:
    """The tenant filter."""
    return Client.user_id == user_id


def find(session: Session, user_id: str, client_id: str) -> Client | None:
    """None when it does not exist or is somebody else's."""
    return session.scalar(sa.select(Client).where(Client.id == client_id, visible_to(user_id)))


def lock(session: Session, client_id: str) -> bool:
    """Hold the row until the transaction ends; False when it is gone."""
    return session.scalar(sa.select(Client.id).where(Client.id == client_id).with_for_update()) is not None


def page(session: Session, user_id: str, limit: int, offset: int) -> tuple[Sequence[Client], int]:
    """Oldest first, and how many there are in all."""
    query = sa.select(Client).where(visible_to(user_id))
    total = session.scalar(sa.select(sa.func.count()).select_from(Client).where(visible_to(user_id))) or 0
    return session.scalars(query.order_by(Client.created_at, Client.id).limit(limit).offset(offset)).all(), total


def delete(session: Session, client_id: str) -> None:
    """Remove the row."""
    affected(session, sa.delete(Client).where(Client.id == client_id))
