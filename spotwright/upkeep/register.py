"""A register of hashes on disk: which blobs are needed, however many there are, in a few megabytes of memory."""

import sqlite3
from collections.abc import Iterable
from contextlib import AbstractContextManager, closing
from pathlib import Path

PREFIXES = tuple(f"{number:02x}" for number in range(256))
"""What hashes begin with: 256 parts of about the same size, to go through one after the other."""


class Register:
    """A set of SHA-256 hashes in hexadecimal, in a scratch file that its owner removes."""

    def __init__(self, path: Path) -> None:
        self._rows = sqlite3.connect(path, isolation_level=None)
        # Nothing of it must survive a crash.
        for statement in (
            "PRAGMA journal_mode=OFF",
            "PRAGMA synchronous=OFF",
            "CREATE TABLE IF NOT EXISTS hashes (sha256 TEXT PRIMARY KEY) WITHOUT ROWID",
        ):
            self._rows.execute(statement)

    def add(self, hashes: Iterable[str]) -> None:
        """Put hashes in; those that are there already stay."""
        self._rows.execute("BEGIN")
        self._rows.executemany("INSERT OR IGNORE INTO hashes VALUES (?)", ((sha256,) for sha256 in hashes))
        self._rows.execute("COMMIT")

    def beginning(self, prefix: str) -> list[str]:
        """Those that begin with ``prefix``, in order."""
        found = self._rows.execute("SELECT sha256 FROM hashes WHERE sha256 BETWEEN ? AND ?", (prefix, f"{prefix}g"))
        return [sha256 for (sha256,) in found]

    def __contains__(self, sha256: object) -> bool:
        return self._rows.execute("SELECT 1 FROM hashes WHERE sha256 = ?", (sha256,)).fetchone() is not None

    def close(self) -> None:
        """Let go of the file."""
        self._rows.close()


def open_register(path: Path) -> AbstractContextManager[Register]:
    """A register that is closed when the block ends."""
    return closing(Register(path))
