"""Rows of this room."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from spotwright.db.base import Base
from spotwright.db.types import Json, UtcMillis


class Asset(Base):
    """An uploaded file. Its bytes are a blob, known by their hash; equal files share one."""

    __tablename__ = "assets"
    __table_args__ = (
        sa.Index("ix_assets_user_id_created_at", "user_id", "created_at", "id"),
        sa.Index("ix_assets_client_id_created_at", "client_id", "created_at", "id"),
        sa.Index("ix_assets_campaign_id_created_at", "campaign_id", "created_at", "id"),
    )

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"))
    client_id: Mapped[str | None] = mapped_column(sa.ForeignKey("clients.id"))
    campaign_id: Mapped[str | None] = mapped_column(sa.ForeignKey("campaigns.id"))
    name: Mapped[str] = mapped_column(sa.Text)
    filename: Mapped[str] = mapped_column(sa.Text)
    type: Mapped[str] = mapped_column(sa.String(10))
    format: Mapped[str] = mapped_column(sa.String(20))
    mime: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    thumbnail_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    width: Mapped[int | None]
    height: Mapped[int | None]
    duration: Mapped[float | None]
    tags: Mapped[list[str]] = mapped_column(Json)
    source_url: Mapped[str | None] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
    updated_at: Mapped[datetime] = mapped_column(UtcMillis)
