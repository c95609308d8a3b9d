"""One at a time: a backup finds blobs on the shelf that another one may be about to remove.

In a folder it is a lock that the operating system frees when its holder dies. A bucket has no such thing: there, each
writer leaves a sign and renews it; whose sign grows old is dead. Two that come at once see each other's signs, since a
bucket shows what was written to whoever asks later, and both step back.
"""

import fcntl
import threading
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import obstore
from obstore.store import ObjectStore

from spotwright.blobs import BlobError, BlobStore
from spotwright.blobs.errors import translated
from spotwright.kit import clock

_SIGNS = "locks"
_RENEWED_EVERY_SECONDS = 20.0
_ALIVE = timedelta(seconds=90)


class ShelfBusyError(Exception):
    """Somebody else writes to the shelf."""


class Turn(Protocol):
    """Entered by whoever writes or removes; raises ``ShelfBusyError`` while somebody else does."""

    began: datetime
    """When it was entered, by the clock that dates what is on the shelf."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...

    def confirm(self) -> None:
        """Raise ``ShelfBusyError`` if it may have been somebody else's turn since."""


class FolderTurn:
    """A turn at a folder; whoever has it also removes what a dead one left half written."""

    def __init__(self, path: Path, store: BlobStore) -> None:
        self._path = path
        self._store = store

    def __enter__(self) -> None:
        with translated(self._path.name):
            self._file = self._path.open("w")
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._file.close()
                raise ShelfBusyError("Another backup is being written there. Wait until it has ended.") from None
        self.began = clock.now()
        self._store.sweep_scratch(self.began)

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def confirm(self) -> None:
        """Nobody can take it from us."""


class BucketTurn:
    """A turn at a bucket. Ages are told by the bucket's own clock."""

    def __init__(self, backend: ObjectStore) -> None:
        self._backend = backend
        self._sign = f"{_SIGNS}/{uuid.uuid4().hex}"
        self._left = threading.Event()
        self._lost = False

    def __enter__(self) -> None:
        self._renew()
        self.began = self._signs()[self._sign]
        try:
            self._step_back_if_busy(self.began)
        except BaseException:
            self._remove(self._sign)
            raise
        self._heart = threading.Thread(target=self._beat, name="turn", daemon=True)
        self._heart.start()

    def __exit__(self, *_: object) -> None:
        self._left.set()
        self._heart.join()
        self._remove(self._sign)

    def confirm(self) -> None:
        """See the protocol."""
        if self._lost or self._sign not in self._signs():
            raise ShelfBusyError("The bucket was away for too long, and another backup has begun there. Try again.")

    def _step_back_if_busy(self, now: datetime) -> None:
        for sign, renewed in self._signs().items():
            if sign != self._sign and now - renewed < _ALIVE:
                ago = round((now - renewed).total_seconds())
                raise ShelfBusyError(
                    f"Another backup showed a sign of life there {ago} seconds ago. Wait until it has ended; "
                    f"if it was killed, try again in {_ALIVE.seconds} seconds."
                )
            if sign != self._sign:
                self._remove(sign)

    def _beat(self) -> None:
        while not self._left.wait(_RENEWED_EVERY_SECONDS):
            try:
                if self._sign not in self._signs():
                    self._lost = True
                    return
                self._renew()
            except BlobError:
                # The work itself will meet the same trouble, or the next round does better.
                continue

    def _renew(self) -> None:
        with translated("lock"):
            obstore.put(self._backend, self._sign, b"")

    def _signs(self) -> dict[str, datetime]:
        with translated("lock"):
            pages = obstore.list(self._backend, _SIGNS)
            return {f"{_SIGNS}/{e['path'].rpartition('/')[2]}": e["last_modified"] for page in pages for e in page}

    def _remove(self, sign: str) -> None:
        with translated("lock"):
            obstore.delete(self._backend, sign)
