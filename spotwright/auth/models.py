"""Rows of this room."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from spotwright.db.base import Base
from spotwright.db.types import UtcMillis


class User(Base):
    """Somebody who owns clients, assets and jobs."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200), unique=True)
    password_hash: Mapped[str] = mapped_column(sa.String(300))
    token_epoch: Mapped[int] = mapped_column(default=0)
    """Tokens of an earlier epoch are dead: raising it logs the user out everywhere."""
    created_at: Mapped[datetime] = mapped_column(UtcMillis)


class ApiKey(Base):
    """A long-lived secret for programs. Only a keyed hash is stored: the secret itself is random, so that is enough."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    prefix: Mapped[str] = mapped_column(sa.String(16))
    key_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
