"""What was made before, by a fingerprint of all that decides it: the same sound, timeline or film is not made twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from spotwright.db.base import Base
from spotwright.db.session import affected, delete_some, insert_or_ignore
from spotwright.db.types import Json, UtcMillis
from spotwright.kit import clock


class RenditionRow(Base):
    """Something finished: a sound, a timeline, a film."""

    __tablename__ = "renditions"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    files: Mapped[dict[str, Any]] = mapped_column(Json)
    warnings: Mapped[list[str]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcMillis, index=True)


@dataclass(frozen=True, slots=True)
class Rendition:
    """Each file's ``sha256``, ``size`` and ``mime``, by what it is, and what could not be done as asked."""

    files: dict[str, dict[str, Any]]
    warnings: tuple[str, ...]
    aged: bool = False
    """True when it has not been kept anew for a day: whoever goes on using it keeps it, or it may be forgotten."""


def find(session: Session, key: str) -> Rendition | None:
    """None when it was not made, or was forgotten."""
    row = session.get(RenditionRow, key)
    if row is None:
        return None
    return Rendition(row.files, tuple(row.warnings), aged=row.created_at < clock.ago(days=1))


def keep(session: Session, key: str, made: Rendition) -> None:
    """Remember what was made. A twin that was quicker made the same."""
    # A row whose files are lost gives way.
    affected(session, sa.delete(RenditionRow).where(RenditionRow.key == key))
    row = {"key": key, "files": made.files, "warnings": list(made.warnings), "created_at": clock.now()}
    insert_or_ignore(session, RenditionRow, row)


def sweep(session: Session, before: datetime, most: int) -> int:
    """Forget what was made before, ``most`` of it at once; jobs keep by themselves what they show."""
    return delete_some(session, RenditionRow.key, RenditionRow.created_at < before, most)


def files(session: Session) -> Iterator[tuple[str, int | None, str]]:
    """(SHA-256, size, what it is) of every file of what was made."""
    rows = session.execute(sa.select(RenditionRow.key, RenditionRow.files).execution_options(yield_per=500))
    for key, made in rows:
        for name, file in made.items():
            yield file["sha256"], file["size"], f"{name} of rendition {key[:12]}"


def referenced_blobs(session: Session) -> Iterator[str]:
    """Hashes that must not be swept."""
    rows = session.scalars(sa.select(RenditionRow.files).execution_options(yield_per=1000))
    yield from (file["sha256"] for files in rows for file in files.values())
