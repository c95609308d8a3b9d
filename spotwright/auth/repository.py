"""Queries of this room."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from spotwright.auth.models import ApiKey, User
from spotwright.db.session import affected


def user_by_name(session: Session, name: str) -> User | None:
    """Names are compared exactly."""
    return session.scalar(sa.select(User).where(User.name == name))


def user_by_id(session: Session, user_id: str) -> User | None:
    """None when there is no such user."""
    return session.get(User, user_id)


def count_users(session: Session) -> int:
    """How many there are."""
    return session.scalar(sa.select(sa.func.count()).select_from(User)) or 0


def keys_of(session: Session, user_id: str) -> Sequence[ApiKey]:
    """Oldest first."""
    return session.scalars(sa.select(ApiKey).where(ApiKey.user_id == user_id).order_by(ApiKey.id)).all()


def owner_of_key(session: Session, key_hash: str) -> User | None:
    """The user whose key has this hash."""
    return session.scalar(sa.select(User).join(ApiKey, ApiKey.user_id == User.id).where(ApiKey.key_hash == key_hash))


def delete_key(session: Session, user_id: str, key_id: str) -> bool:
    """True if the user had that key."""
    return affected(session, sa.delete(ApiKey).where(ApiKey.user_id == user_id, ApiKey.id == key_id)) == 1
