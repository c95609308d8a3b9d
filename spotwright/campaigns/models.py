"""Rows of this room."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from spotwright.db.base import Base
from spotwright.db.types import Json, UtcMillis


class Campaign(Base):
    """A campaign of one client."""

    __tablename__ = "campaigns"
    __table_args__ = (sa.Index("ix_campaigns_user_id_created_at", "user_id", "created_at", "id"),)

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    client_id: Mapped[str] = mapped_column(sa.ForeignKey("clients.id"), index=True)
    name: Mapped[str] = mapped_column(sa.Text)
    goal: Mapped[str | None] = mapped_column(sa.Text)
    status: Mapped[str] = mapped_column(sa.Text)
    product_url: Mapped[str | None] = mapped_column(sa.Text)
    brief: Mapped[Any | None] = mapped_column(Json)
    extra: Mapped[dict[str, Any] | None] = mapped_column("metadata", Json)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
    updated_at: Mapped[datetime] = mapped_column(UtcMillis)
