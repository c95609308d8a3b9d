"""Rows of this room."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from spotwright.db.base import Base
from spotwright.db.types import Json, UtcMillis


class Job(Base):
    """One ad in the making. ``version`` grows with every change that a client can see."""

    __tablename__ = "jobs"
    __table_args__ = (
        sa.Index("ix_jobs_user_id_created_at", "user_id", "created_at", "id"),
        sa.Index("ix_jobs_client_id_status", "client_id", "status"),
        sa.Index("ix_jobs_campaign_id_status", "campaign_id", "status"),
        sa.Index("ix_jobs_status_updated_at", "status", "updated_at"),
    )

    id: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.ForeignKey("users.id"))
    client_id: Mapped[str] = mapped_column(sa.ForeignKey("clients.id"))
    campaign_id: Mapped[str | None] = mapped_column(sa.ForeignKey("campaigns.id"))
    status: Mapped[str] = mapped_column(sa.String(30))
    version: Mapped[int] = mapped_column(default=1)
    progress: Mapped[dict[str, Any] | None] = mapped_column(Json)
    request: Mapped[dict[str, Any]] = mapped_column(Json)
    """The brief as it was accepted, with defaults filled in."""
    materials: Mapped[dict[str, Any]] = mapped_column(Json)
    """The brand, the campaign and the assets as they were at that moment: later edits do not change a running job."""
    storyboard: Mapped[dict[str, Any] | None] = mapped_column(Json)
    pending_takes: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    """Scenes to be taken again, in the order they were asked for."""
    deliverables: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """What was made: each one's blob and type, by name (``video``, ``poster``, ``captions_vtt`` …)."""
    error: Mapped[str | None] = mapped_column(sa.Text)
    estimated_micros: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
    updated_at: Mapped[datetime] = mapped_column(UtcMillis)


class JobEvent(Base):
    """The job's history, append-only: every status it ever had, and every new take."""

    __tablename__ = "job_events"

    job_id: Mapped[str] = mapped_column(sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str] = mapped_column(sa.String(30))
    status: Mapped[str] = mapped_column(sa.String(30))
    detail: Mapped[dict[str, Any] | None] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(UtcMillis)


class SceneTake(Base):
    """Every version of a scene that was ever drawn; the storyboard shows one of them."""

    __tablename__ = "scene_takes"

    job_id: Mapped[str] = mapped_column(sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)
    scene_idx: Mapped[int] = mapped_column(primary_key=True)
    take: Mapped[int] = mapped_column(primary_key=True)
    scene: Mapped[dict[str, Any]] = mapped_column(Json)
    asked: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The feedback and constraints that it answers; null for the first take."""
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
