"""What must be true of stored bytes: every row has its blob, every blob its row, and each is what its name says."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from typing import Self

from spotwright.blobs import BlobError, BlobStore
from spotwright.upkeep.violation import Violation

Need = tuple[str, int | None, str]
"""SHA-256, size if it is written down, and what needs it."""
_BATCH = 5000


class BlobIndex:
    """What is needed and what is stored, side by side, on disk: there may be millions."""

    def __init__(self) -> None:
        # A nameless file that SQLite itself removes.
        self._rows = sqlite3.connect("", isolation_level=None)
        self._rows.execute("PRAGMA journal_mode=OFF")
        self._rows.execute("CREATE TABLE needed (sha TEXT, size INT, what TEXT)")
        self._rows.execute("CREATE TABLE stored (sha TEXT PRIMARY KEY, size INT, modified REAL) WITHOUT ROWID")
        self._rows.execute("BEGIN")

    def __enter__(self) -> Self:
        """The index itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Forget everything."""
        self._rows.close()

    def need(self, needs: Iterable[Need]) -> None:
        """Note what rows need."""
        self._rows.executemany("INSERT INTO needed VALUES (?, ?, ?)", needs)

    def check(self, blobs: BlobStore, before: datetime, *, deep: bool) -> Iterator[Violation]:
        """Compare with the store; blobs from ``before`` must be needed. ``deep`` reads every byte that is needed."""
        # Stored after what needs it was noted, so that nothing is missed that was written meanwhile.
        found = ((blob.sha256, blob.size, blob.modified.timestamp()) for blob in blobs.list_blobs())
        self._rows.executemany("INSERT OR REPLACE INTO stored VALUES (?, ?, ?)", found)
        self._rows.execute("CREATE INDEX needed_sha ON needed (sha)")
        yield from self._missing(blobs)
        yield from self._orphans(before)
        if deep:
            yield from self._damaged(blobs)

    def _missing(self, blobs: BlobStore) -> Iterator[Violation]:
        query = """SELECT needed.sha, what, needed.size, stored.size FROM needed LEFT JOIN stored USING (sha)
                   WHERE stored.size IS NULL OR needed.size != stored.size ORDER BY needed.sha, what"""
        for sha256, what, wanted, size in self._each(query):
            if size is not None:
                text = f"It has {size} bytes; {what} has it down as {wanted}."
                yield Violation("blob-size", sha256, text)
            elif not blobs.exists(sha256):
                yield Violation("blob-missing", sha256, f"It is not in the store, and it is {what}.")

    def _orphans(self, before: datetime) -> Iterator[Violation]:
        query = "SELECT sha FROM stored WHERE modified < ? AND sha NOT IN (SELECT sha FROM needed) ORDER BY sha"
        for (sha256,) in self._each(query, before.timestamp()):
            yield Violation("blob-orphan", sha256, "No row needs it, and it is older than a day.")

    def _damaged(self, blobs: BlobStore) -> Iterator[Violation]:
        for (sha256,) in self._each("SELECT DISTINCT sha FROM needed JOIN stored USING (sha) ORDER BY sha"):
            digest = hashlib.sha256()
            try:
                for chunk in blobs.open_range(sha256):
                    digest.update(chunk)
            except BlobError as error:
                yield Violation("blob-damaged", sha256, f"It cannot be read: {type(error).__name__}.")
                continue
            if digest.hexdigest() != sha256:
                yield Violation("blob-damaged", sha256, "Its bytes are not those that its name promises.")

    def _each(self, query: str, *values: float) -> Iterator[tuple[str, ...]]:
        with closing(self._rows.execute(query, values)) as rows:
            while page := rows.fetchmany(_BATCH):
                yield from page
