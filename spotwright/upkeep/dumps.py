"""Whole databases as files, taken while others write, and brought back.

SQLite is copied by its own backup call. PostgreSQL is dumped by ``pg_dump``: it knows every table, index and function,
those of the workflow engine too, and carries them to servers of other versions. Copying rows into tables that we make
ourselves would need no program, but would put old rows of the engine into the tables of a newer one.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from spotwright.db.session import open_engine, sqlite_driver

_BUSY_SECONDS = 30
# Names of users of one server mean nothing on another.
_BARE = ("--no-owner", "--no-privileges")
_MAIN_REVISION, _ENGINE_REVISION = "SELECT version_num FROM alembic_version", "SELECT version FROM {}dbos_migrations"


class DumpError(Exception):
    """A database could not be dumped or brought back; the text says why, and what helps."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A dump, and its rows, which are exactly those of the dump and are read while it is being taken."""

    kind: Literal["sqlite", "postgresql"]
    path: Path
    revision: str
    session: Session


@contextmanager
def dumped(url: str, path: Path, *, engine: bool = False) -> Iterator[Snapshot]:
    """Dump a database into ``path``, an empty file: the main one, or the workflow ``engine``'s."""
    dump = _dumped_sqlite if sa.make_url(url).get_backend_name() == "sqlite" else _dumped_postgres
    with dump(url, path, engine=engine) as taken:
        yield taken


@contextmanager
def _dumped_sqlite(url: str, path: Path, *, engine: bool) -> Iterator[Snapshot]:
    _copy(Path(sa.make_url(url).database or ""), path)
    query = _ENGINE_REVISION.format("") if engine else _MAIN_REVISION
    copy = sa.create_engine("sqlite://", creator=lambda: _open(path, "immutable=1"), module=sqlite_driver())
    try:
        with Session(copy) as session:
            yield Snapshot("sqlite", path, str(session.scalar(sa.text(query))), session)
    finally:
        copy.dispose()


@contextmanager
def _dumped_postgres(url: str, path: Path, *, engine: bool) -> Iterator[Snapshot]:
    find_program("pg_dump")
    server = open_engine(url)
    query = _ENGINE_REVISION.format("dbos.") if engine else _MAIN_REVISION
    try:
        with server.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            # It waits for pg_dump, which may take hours.
            connection.execute(sa.text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            name = connection.scalar(sa.text("SELECT pg_export_snapshot()"))
            _run("pg_dump", sa.make_url(url), "--format=custom", *_BARE, f"--snapshot={name}", f"--file={path}")
            with Session(connection) as session:
                yield Snapshot("postgresql", path, str(session.scalar(sa.text(query))), session)
    finally:
        server.dispose()


def _copy(source: Path, target: Path) -> None:
    """A SQLite database as it is at one moment.

    In one step, of all pages: a copy in many steps begins anew whenever another process writes in between, and on a
    busy installation would never end. With a write-ahead log, one long read keeps nobody from writing.
    """
    if not source.is_file():
        raise DumpError(f"There is no database at {source}.")
    driver = sqlite_driver()
    with (
        closing(_open(source, "mode=rw")) as reader,
        closing(driver.connect(target, isolation_level=None)) as writer,
    ):
        reader.backup(writer)
        # One file, that can be read where nothing may be written beside it.
        writer.execute("PRAGMA journal_mode=DELETE")
    check_sqlite(target)


def _open(path: Path, how: str) -> Any:
    return sqlite_driver().connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=_BUSY_SECONDS)


def check_sqlite(path: Path) -> None:
    """Raise ``DumpError`` if a SQLite file is not whole."""
    driver = sqlite_driver()
    try:
        with closing(_open(path, "immutable=1")) as connection:
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except driver.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise DumpError(f"The database is damaged: {found}")


def restore_postgres(url: str, path: Path) -> None:
    """Bring a dump back into an empty database: all of it, or nothing."""
    _run("pg_restore", sa.make_url(url), *_BARE, "--exit-on-error", "--single-transaction", str(path))


def is_empty_postgres(url: str) -> bool:
    """True when no table is in the database."""
    server = open_engine(url)
    ours = "table_schema NOT IN ('pg_catalog', 'information_schema')"
    query = f"SELECT EXISTS (SELECT FROM information_schema.tables WHERE {ours})"  # noqa: S608 - nobody's words
    try:
        with server.connect() as connection:
            return not connection.scalar(sa.text(query))
    finally:
        server.dispose()


def are_one(first: str, second: str) -> bool:
    """True when two addresses, however they are spelled, name one database."""
    return _identity(sa.make_url(first)) == _identity(sa.make_url(second))


def _identity(address: sa.URL) -> tuple[object, ...]:
    if address.get_backend_name() == "sqlite":
        return ("sqlite", Path(address.database or "").absolute())
    # What libpq takes for what is left out; a host may also stand among the parameters.
    host, port = (address.query.get(name) for name in ("host", "port"))
    name = address.database or address.query.get("dbname") or address.username
    return "postgresql", str(host or address.host or "").lower(), str(port or address.port or 5432), name


def find_program(program: str) -> str:
    """Where a program of PostgreSQL is; raises ``DumpError``."""
    found = shutil.which(program)
    if found is None:
        raise DumpError(f"{program} is not installed. It comes with PostgreSQL's client (Debian: postgresql-client).")
    return found


def _run(program: str, address: sa.URL, *arguments: str) -> None:
    # The password goes by the environment: every user of the machine can read a process's arguments.
    bare = address.difference_update_query(["password", "sslpassword"])
    # Only replacing it removes a password: to set() None means to leave it.
    place = bare._replace(drivername="postgresql", password=None).render_as_string(hide_password=False)
    password = address.password or address.query.get("password")
    secret = {"PGPASSWORD": str(password)} if password else {}
    command = [find_program(program), f"--dbname={place}", *arguments]
    done = subprocess.run(command, env={**os.environ, **secret}, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        reason = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise DumpError(f"{program} failed: {reason[-1]}")
