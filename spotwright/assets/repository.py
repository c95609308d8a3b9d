"""Queries of this room. ``visible_to`` is the only place that says whose assets somebody sees."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from spotwright.assets.models import Asset
from spotwright.db.session import affected


def visible_to(user_id: str) -> sa.ColumnElement[bool]:
    """The tenant filter."""
    return Asset.user_id == user_id


def find(session: Session, user_id: str, asset_id: str) -> Asset | None:
    """None when it does not exist or is somebody else's."""
    return session.scalar(sa.select(Asset).where(Asset.id == asset_id, visible_to(user_id)))


def page(
    session: Session, user_id: str, filters: dict[str, str], limit: int, offset: int
) -> tuple[Sequence[Asset], int]:
    """Oldest first, and how many match in all. ``filters`` maps column names to wanted values."""
    wanted = [visible_to(user_id), *(getattr(Asset, column) == value for column, value in filters.items())]
    total = session.scalar(sa.select(sa.func.count()).select_from(Asset).where(*wanted)) or 0
    query = sa.select(Asset).where(*wanted).order_by(Asset.created_at, Asset.id)
    return session.scalars(query.limit(limit).offset(offset)).all(), total


def visuals(session: Session, user_id: str, filters: dict[str, str], limit: int) -> Sequence[Asset]:
    """Pictures and clips, oldest first."""
    wanted = [visible_to(user_id), *(getattr(Asset, column) == value for column, value in filters.items())]
    query = sa.select(Asset).where(*wanted, Asset.type.in_(("image", "video")))
    return session.scalars(query.order_by(Asset.created_at, Asset.id).limit(limit)).all()


def delete(session: Session, asset_id: str) -> None:
    """Remove the row; the blob stays while anything else needs it."""
    affected(session, sa.delete(Asset).where(Asset.id == asset_id))


def detach(session: Session, column: str, value: str) -> None:
    """Keep the assets of a client or campaign that goes away, without it."""
    affected(session, sa.update(Asset).where(getattr(Asset, column) == value).values({column: None}))


def files(session: Session) -> Iterator[tuple[str, str, int, str | None]]:
    """(id, SHA-256, size, the thumbnail's SHA-256) of every asset."""
    columns = (Asset.id, Asset.sha256, Asset.size, Asset.thumbnail_sha256)
    for row in session.execute(sa.select(*columns).execution_options(yield_per=500)):
        yield row[0], row[1], row[2], row[3]


def referenced(session: Session) -> Iterator[str]:
    """Hashes of every blob that an asset needs."""
    rows = session.execute(sa.select(Asset.sha256, Asset.thumbnail_sha256).execution_options(yield_per=1000))
    yield from (sha256 for row in rows for sha256 in row if sha256)
