"""Rows of this room."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from spotwright.db.base import Base
from spotwright.db.types import Json, UtcMillis


class Client(Base):
    """A brand or company."""

    __tablename__ = "clients"
    __table_args__ = (sa.Index("ix_clients_user_id_created_at", "user_id", "created_at", "id"),)

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.Text)
    description: Mapped[str | None] = mapped_column(sa.Text)
    homepage: Mapped[str | None] = mapped_column(sa.Text)
    brand_guidelines: Mapped[dict[str, Any] | None] = mapped_column(Json)
    extra: Mapped[dict[str, Any] | None] = mapped_column("metadata", Json)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
    updated_at: Mapped[datetime] = mapped_column(UtcMillis)
