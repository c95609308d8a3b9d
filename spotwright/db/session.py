"""Database access: one engine, two kinds of transaction, commit in one place.

``read()`` never blocks a writer. ``write()`` takes SQLite's write lock at its first statement (``BEGIN IMMEDIATE``), so
a transaction that began to write always gets to finish. What must happen only once a change is safe (starting a
workflow, say) is registered with :func:`after_commit`.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session, sessionmaker

from spotwright.db.base import Base
from spotwright.kit import log
from spotwright.kit.failpoints import failpoint

try:
    import pysqlite3
except ImportError:
    pysqlite3 = None

BUSY_MILLISECONDS = 10_000
# Whoever vanishes in the middle of a transaction holds its rows until PostgreSQL notices: by silence of the network, or
# by silence of the program. And a server that vanishes is noticed by us.
_POSTGRES_OPTIONS = (
    "-c idle_in_transaction_session_timeout=20s -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=3"
    " -c tcp_keepalives_count=3 -c tcp_user_timeout=15s"
)
_POSTGRES = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "options": _POSTGRES_OPTIONS,
}
_BEGIN = "spotwright_begin"
_HOOKS = "after_commit"
_logger = log.get("db")


def sqlite_driver() -> ModuleType:
    """The newest SQLite at hand: the one that ships in a wheel where it is installed, else Python's own."""
    if pysqlite3 is not None and pysqlite3.sqlite_version_info > sqlite3.sqlite_version_info:
        driver: ModuleType = pysqlite3.dbapi2
        return driver
    return sqlite3


def open_engine(url: str) -> sa.Engine:
    """An SQLAlchemy engine for ``sqlite:///path`` or ``postgresql://…``, set up the way all our databases are."""
    address = sa.make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = sa.create_engine(
            address, module=sqlite_driver(), connect_args={"timeout": BUSY_MILLISECONDS / 1000}, pool_size=32
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if address.drivername in {"postgres", "postgresql"}:
        address = address.set(drivername="postgresql+psycopg")
    # What the operator says in the address counts more.
    silence = {name: value for name, value in _POSTGRES.items() if name not in address.query}
    return sa.create_engine(address, pool_size=16, max_overflow=16, pool_pre_ping=True, connect_args=silence)


class Database:
    """The main database."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        self._reads = sessionmaker(self.engine, expire_on_commit=False)
        self._writes = sessionmaker(
            self.engine.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"}), expire_on_commit=False
        )

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view; nothing is committed."""
        with self._reads() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction: committed when the block ends, rolled back when it raises, hooks run after the commit."""
        session = self._writes()
        try:
            yield session
            failpoint("db.before_commit")
            session.commit()
            failpoint("db.after_commit")
        finally:
            # Also rolls back what was not committed.
            session.close()
        for hook in session.info.pop(_HOOKS, ()):
            _try(hook)

    def ping(self) -> None:
        """Raise if the database does not answer."""
        with self.engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def after_commit(session: Session, hook: Callable[[], None]) -> None:
    """Run ``hook`` once the transaction of ``session`` is safely committed; never if it is not.

    A hook that fails is logged and not raised: what it follows has happened, and whoever asked for it must hear so. The
    reconciler makes up for the hook.
    """
    session.info.setdefault(_HOOKS, []).append(hook)


def _try(hook: Callable[[], None]) -> None:
    try:
        hook()
    except Exception:
        _logger.exception("a hook failed after its commit")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # SQLAlchemy, not the driver, decides when a transaction begins: see _begin_sqlite.
    connection.isolation_level = None
    # FULL, because a client has been told "created" when the commit returns; a power cut must not make us liars.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MILLISECONDS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql(str(connection.get_execution_options().get(_BEGIN, "BEGIN")))


def insert_or_ignore(session: Session, table: type[Base], row: dict[str, Any]) -> bool:
    """Insert a row unless its key is taken; True when this call inserted it. Safe against twins on both databases."""
    dialect = session.get_bind().dialect.name
    insert = sqlite_insert(table) if dialect == "sqlite" else postgresql_insert(table)
    # A returned row, since nobody counts inserted ones on PostgreSQL.
    return session.scalar(insert.values(row).on_conflict_do_nothing().returning(sa.literal(1))) is not None


def delete_some(
    session: Session, key: sa.orm.InstrumentedAttribute[str], doomed: sa.ColumnElement[bool], most: int
) -> int:
    """Delete at most so many rows, known by their ``key``; how many went. Others may write between two calls."""
    found = sa.select(key).where(doomed).limit(most)
    return affected(session, sa.delete(key.class_).where(key.in_(found)))


def affected(session: Session, statement: sa.UpdateBase) -> int:
    """Run an UPDATE or DELETE; how many rows it touched. Guarded updates are decided by this number."""
    return cast(sa.CursorResult[Any], session.execute(statement)).rowcount
