"""The segments that were rendered: each once, for all workers, films and jobs that need the same pictures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from spotwright.blobs import Blob
from spotwright.db.base import Base
from spotwright.db.session import affected, delete_some, insert_or_ignore
from spotwright.db.types import UtcMillis
from spotwright.kit import clock

# A use within the hour after another one is not worth a write.
_HOUR = timedelta(hours=1)


class SegmentRow(Base):
    """A rendered segment, by the key that names its content."""

    __tablename__ = "segments"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    frames: Mapped[int]
    executor: Mapped[str] = mapped_column(sa.String(40))
    """Which worker rendered it."""
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
    used_at: Mapped[datetime] = mapped_column(UtcMillis, index=True)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a film that is rendered by itself."""

    key: str
    frames: int


def find(session: Session, keys: Sequence[str]) -> dict[str, Blob]:
    """Those of ``keys`` that are kept, with their bytes."""
    rows = session.execute(sa.select(SegmentRow.key, SegmentRow.sha256, SegmentRow.size).where(_among(keys)))
    return {key: Blob(sha256, size) for key, sha256, size in rows}


def keep(session: Session, segment: Segment, blob: Blob, executor: str) -> None:
    """Remember a segment. A twin that was quicker rendered the same one."""
    now = clock.now()
    row = {
        "key": segment.key,
        "sha256": blob.sha256,
        "size": blob.size,
        "frames": segment.frames,
        "executor": executor,
        "created_at": now,
        "used_at": now,
    }
    insert_or_ignore(session, SegmentRow, row)


def use(session: Session, keys: Sequence[str]) -> None:
    """A film needs these: they are kept for another while."""
    now = clock.now()
    affected(session, sa.update(SegmentRow).where(_among(keys), SegmentRow.used_at < now - _HOUR).values(used_at=now))


def forget(session: Session, key: str) -> None:
    """The bytes of a segment are lost: it must be rendered again."""
    affected(session, sa.delete(SegmentRow).where(SegmentRow.key == key))


def sweep(session: Session, before: datetime, most: int) -> int:
    """Forget segments that no film has needed since, ``most`` of them at once."""
    return delete_some(session, SegmentRow.key, SegmentRow.used_at < before, most)


def files(session: Session) -> Iterator[tuple[str, int | None, str]]:
    """(SHA-256, size, what it is) of every segment."""
    columns = (SegmentRow.key, SegmentRow.sha256, SegmentRow.size)
    for key, sha256, size in session.execute(sa.select(*columns).execution_options(yield_per=500)):
        yield sha256, size, f"segment {key[:12]}"


def referenced_blobs(session: Session) -> Iterator[str]:
    """Hashes that must not be swept."""
    yield from session.scalars(sa.select(SegmentRow.sha256).execution_options(yield_per=1000))


def _among(keys: Sequence[str]) -> sa.ColumnElement[bool]:
    return SegmentRow.key.in_(keys)
