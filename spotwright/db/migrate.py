"""Bring the database to the present schema. Safe to call from every process at every start."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

_FOLDER = Path(__file__).with_name("migrations")
_LOCK = 0x53504F54  # any number nobody else uses: "SPOT"


class DatabaseTooNewError(RuntimeError):
    """The database was made by a newer Spotwright. Install that version, or restore a backup."""


def upgrade(engine: sa.Engine, lock_folder: Path) -> None:
    """Run what has not been run yet; one process at a time, the others wait. Raises ``DatabaseTooNewError``."""
    with _one_at_a_time(engine, lock_folder), engine.connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        if not set(MigrationContext.configure(connection).get_current_heads()) <= set(known_revisions()):
            raise DatabaseTooNewError(DatabaseTooNewError.__doc__)
        connection.rollback()
        command.upgrade(config, "head")
        connection.commit()


def known_revisions() -> list[str]:
    """Every schema that this version knows, the oldest first."""
    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    return config


@contextmanager
def _one_at_a_time(engine: sa.Engine, lock_folder: Path) -> Iterator[None]:
    if engine.dialect.name == "sqlite":
        with (lock_folder / "migrate.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    # Not in a transaction: one that waits for so long would be ended.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        try:
            yield
        finally:
            connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
