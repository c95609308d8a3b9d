"""Who is alive: a worker holds locks that the operating system or the database frees when it dies.

It holds one on its name, which is its own and never used again, and shares one on the protocol of its workflows with
every other worker that runs it. Whoever can take such a lock alone knows that nobody is left.
"""

import fcntl
import hashlib
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from spotwright.db.session import open_engine
from spotwright.kit import log

LEASE_SECONDS = 20.0
"""A worker of which the database has heard nothing for so long is dead, whatever it thinks itself. Its work is to be
taken over within 30 seconds; a machine that is merely busy answers sooner."""
_BEAT_SECONDS = 2.0
# The worker knows of its own death before others act on it.
_PATIENCE_SECONDS = LEASE_SECONDS - 2 * _BEAT_SECONDS
_PREFIX, _SUFFIX = "worker-", ".lock"
_RETRY_SECONDS = 0.01
_logger = log.get("engine")


class Claim(Protocol):
    """The locks of a worker."""

    executor_id: str

    def unclaimed(self, name: str) -> AbstractContextManager[bool]:
        """Whether nobody holds ``name``, a worker's or a protocol's; if so, nobody can take it within the block."""

    def release(self) -> None:
        """Let go: others take over what this worker has not finished."""


def protocol_name(protocol: str) -> str:
    """What workers of a protocol hold together."""
    return f"protocol-{protocol}"


class FileClaim:
    """Locks are files in a folder: for workers of one machine, on a disk of that machine. They cannot be lost."""

    def __init__(self, folder: Path, protocol: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._forget_the_dead()
        self.executor_id = _new_name()
        self._held = [
            self._take(self.executor_id, fcntl.LOCK_EX),
            self._take(protocol_name(protocol), fcntl.LOCK_SH),
        ]

    @contextmanager
    def unclaimed(self, name: str) -> Iterator[bool]:
        """See the protocol."""
        descriptor = self._try(name, fcntl.LOCK_EX)
        try:
            yield descriptor is not None
        finally:
            if descriptor is not None:
                os.close(descriptor)

    def release(self) -> None:
        """See the protocol."""
        for descriptor in self._held:
            os.close(descriptor)

    def _take(self, name: str, kind: int) -> int:
        while (descriptor := self._try(name, kind)) is None:
            # Somebody looks whether it is free, and lets go at once.
            time.sleep(_RETRY_SECONDS)
        return descriptor

    def _try(self, name: str, kind: int) -> int | None:
        path = self._folder / f"{name}{_SUFFIX}"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with suppress(BlockingIOError, FileNotFoundError):
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            # Between the two lines above, somebody may have removed the file of a worker that seemed to be dead.
            if os.path.samestat(os.fstat(descriptor), path.stat()):
                return descriptor
        os.close(descriptor)
        return None

    def _forget_the_dead(self) -> None:
        for path in self._folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            with self.unclaimed(path.stem) as dead:
                if dead:
                    path.unlink(missing_ok=True)


class DatabaseClaim:
    """Locks are PostgreSQL's session-level advisory locks: for workers of many machines.

    The server ends a session, and frees its locks, when the worker's process ends, or ``LEASE_SECONDS`` after it last
    heard of it: the host is gone, the network is cut, or the process is frozen. A worker whose session does not answer
    is told so by ``on_lost``, which is called once, in a thread of the claim's, before that time is over.
    """

    def __init__(self, url: str, protocol: str, on_lost: Callable[[], None]) -> None:
        self._database = open_engine(url)
        self._on_lost = on_lost
        self._released = threading.Event()
        self._session = self._connect()
        # Nothing but the lease ends this session: the worker counts on all of its time.
        self._session.execute(sa.text("SET tcp_user_timeout = 0"))
        self._session.execute(sa.text("SET tcp_keepalives_idle = 60"))
        self._session.execute(sa.text(f"SET idle_session_timeout = '{LEASE_SECONDS:.0f}s'"))
        self.executor_id = _new_name()
        self._session.execute(sa.text("SELECT pg_advisory_lock(:key)"), _key(self.executor_id))
        self._session.execute(sa.text("SELECT pg_advisory_lock_shared(:key)"), _key(protocol_name(protocol)))
        self._thread = threading.Thread(target=self._stay_alive, name="claim", daemon=True)
        self._thread.start()

    @contextmanager
    def unclaimed(self, name: str) -> Iterator[bool]:
        """See the protocol."""
        with self._connect() as session:
            free = bool(session.scalar(sa.text("SELECT pg_try_advisory_lock(:key)"), _key(name)))
            try:
                yield free
            finally:
                if free:
                    session.execute(sa.text("SELECT pg_advisory_unlock(:key)"), _key(name))

    def release(self) -> None:
        """See the protocol."""
        self._released.set()
        self._thread.join()
        # Not back into the pool: the session is what holds the locks.
        self._session.invalidate()
        self._session.close()
        self._database.dispose()

    def _connect(self) -> sa.Connection:
        return self._database.connect().execution_options(isolation_level="AUTOCOMMIT")

    def _stay_alive(self) -> None:
        # In a thread of its own, since a query may hang for longer than we may wait for it.
        with ThreadPoolExecutor(1, "heartbeat") as heart:
            heard = time.monotonic()
            while not self._released.wait(_BEAT_SECONDS):
                sent = time.monotonic()
                try:
                    beat = heart.submit(self._session.scalar, sa.text("SELECT 1"))
                    beat.result(max(heard + _PATIENCE_SECONDS - sent, 0.0))
                except Exception:
                    # Whatever it was: without a heartbeat the lease ends.
                    _logger.exception("lost the claim", executor=self.executor_id)
                    self._on_lost()
                    return
                # The server heard of us no earlier than this.
                heard = sent


def claim_executor(engine_url: str, folder: Path, protocol: str, on_lost: Callable[[], None]) -> Claim:
    """Claim a new name: in the database where workers share one, else in a folder.

    ``on_lost`` is called when others may believe that this worker is dead: it must stop working at once.
    """
    if engine_url.startswith("postgres"):
        return DatabaseClaim(engine_url, protocol, on_lost)
    return FileClaim(folder, protocol)


def _new_name() -> str:
    return f"{_PREFIX}{secrets.token_hex(6)}"


def _key(name: str) -> dict[str, int]:
    """The number of a lock. Advisory locks are shared by the whole database, so it is one that nobody else uses."""
    digest = hashlib.sha256(f"spotwright {name}".encode()).digest()
    return {"key": int.from_bytes(digest[:8], "big", signed=True)}
