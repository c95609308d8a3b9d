"""Which blobs are needed: one list, over all rooms, for whoever sweeps or copies them.

The check of the world has a list of its own, with what each blob is for; a test holds them together.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from spotwright.assets import service as assets
from spotwright.db.session import Database
from spotwright.jobs import record
from spotwright.pipeline import renditions, segments


def needed_blobs(session: Session) -> Iterator[str]:
    """Hashes that rows name, some of them more than once; memory does not grow with their number.

    The tables are read one after the other, and rows hand hashes on to each other: use a session of one snapshot.
    """
    yield from assets.referenced_blobs(session)
    yield from record.referenced_blobs(session)
    yield from renditions.referenced_blobs(session)
    yield from segments.referenced_blobs(session)


@contextmanager
def snapshot(database: Database) -> Iterator[Session]:
    """A session that sees the rows as they are at one moment, on either database."""
    with database.read() as session:
        if database.engine.dialect.name != "sqlite":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session
