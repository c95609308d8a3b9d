"""Who is alive: each worker holds a lock that the operating system or the database frees when it dies.

A worker's name is a slot, ``worker-1`` and up: the lowest one whose lock is free. So a worker that is restarted gets
its old name and its old work back, and whoever can take a lock knows that its last holder is dead.
"""

import fcntl
import os
import zlib
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from spotwright.db.session import open_engine

_MAX_WORKERS = 1000
_PREFIX = "worker-"
# Any number will do, as long as nobody else uses it: advisory locks are shared by the whole database.
_LOCK_SPACE = zlib.crc32(b"spotwright executors") >> 1


class ExecutorClaim(Protocol):
    """A held name."""

    executor_id: str

    def is_dead(self, executor_id: str) -> bool:
        """True when nobody holds that name."""

    def release(self) -> None:
        """Give the name back."""


class FileClaim:
    """Locks are files in a folder: for workers of one machine."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        for slot in range(1, _MAX_WORKERS):
            descriptor = self._try(f"{_PREFIX}{slot}")
            if descriptor is not None:
                self._descriptor = descriptor
                self.executor_id = f"{_PREFIX}{slot}"
                return
        raise RuntimeError(f"There are {_MAX_WORKERS} workers already.")

    def is_dead(self, executor_id: str) -> bool:
        """See the protocol."""
        if executor_id == self.executor_id or not executor_id.startswith(_PREFIX):
            return False
        descriptor = self._try(executor_id)
        if descriptor is None:
            return False
        os.close(descriptor)
        return True

    def release(self) -> None:
        """See the protocol."""
        os.close(self._descriptor)

    def _try(self, name: str) -> int | None:
        descriptor = os.open(self._folder / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor


class DatabaseClaim:
    """Locks are PostgreSQL's session-level advisory locks: for workers of many machines."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)
        self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        for slot in range(1, _MAX_WORKERS):
            if self._try(slot):
                self._slot = slot
                self.executor_id = f"{_PREFIX}{slot}"
                return
        raise RuntimeError(f"There are {_MAX_WORKERS} workers already.")

    def is_dead(self, executor_id: str) -> bool:
        """See the protocol."""
        number = executor_id.removeprefix(_PREFIX)
        if executor_id == self.executor_id or not number.isdigit():
            return False
        if not self._try(int(number)):
            return False
        self._connection.execute(sa.text("SELECT pg_advisory_unlock(:space, :slot)"), self._key(int(number)))
        return True

    def release(self) -> None:
        """See the protocol."""
        self._connection.close()
        self._engine.dispose()

    def _try(self, slot: int) -> bool:
        query = sa.text("SELECT pg_try_advisory_lock(:space, :slot)")
        return bool(self._connection.scalar(query, self._key(slot)))

    @staticmethod
    def _key(slot: int) -> dict[str, int]:
        return {"space": _LOCK_SPACE, "slot": slot}


def claim_executor(engine_url: str, folder: Path) -> ExecutorClaim:
    """Take a name: in the database where workers share one, else in a folder."""
    return DatabaseClaim(engine_url) if engine_url.startswith("postgres") else FileClaim(folder)
