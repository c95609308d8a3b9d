"""Rows of this room."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from spotwright.db.base import Base
from spotwright.db.types import UtcMillis


class LedgerEntry(Base):
    """Money that was really charged. Append-only; one entry a piece of work, whatever happened on the way."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        sa.Index("ix_ledger_entries_client_id", "client_id"),
        sa.Index("ix_ledger_entries_campaign_id", "campaign_id"),
    )

    job_id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    work: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    """Which piece of work: ``storyboard_generation``, ``image_generation/2/3`` (scene 2, take 3) …"""
    user_id: Mapped[str] = mapped_column(sa.String(40))
    client_id: Mapped[str] = mapped_column(sa.String(40))
    campaign_id: Mapped[str | None] = mapped_column(sa.String(40))
    units: Mapped[int] = mapped_column(sa.BigInteger)
    micros: Mapped[int] = mapped_column(sa.BigInteger)
    rate_version: Mapped[str] = mapped_column(sa.String(40))
    at: Mapped[datetime] = mapped_column(UtcMillis)
