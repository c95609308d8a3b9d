"""The shelf: a folder or a bucket that keeps backups. They share their blobs.

::

    sha256/ab/cd/…        blobs, and the pieces of backups, each by its hash
    backups/NAME.json     a manifest; a backup without one does not exist
    backups/NAME.secret   the secret key of that backup
    lock, locks/…         who writes
"""

import hashlib
import os
import stat
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, Self
from urllib.parse import urlsplit
from urllib.request import url2pathname

import obstore
from obstore.store import ObjectStore

from spotwright.blobs import Blob, BlobCorrupt, BlobNotFound, BlobStore
from spotwright.blobs.backend import open_backend
from spotwright.blobs.durable import make_folders, sync_folder
from spotwright.blobs.errors import UnknownStoreError, translated
from spotwright.upkeep.manifest import (
    MOST_BYTES,
    NAME,
    DamagedBackupError,
    Dump,
    Inventory,
    Manifest,
    read_manifest,
)
from spotwright.upkeep.turns import BucketTurn, FolderTurn, Turn

_BACKUPS, _MANIFEST, _SECRET = "backups", ".json", ".secret"


class NotAShelfError(Exception):
    """The target cannot keep backups; the text says why."""


class _Notes(Protocol):
    """Small named things; writing one happens whole or not at all."""

    def write(self, name: str, content: bytes) -> None: ...

    def read(self, name: str) -> bytes: ...

    def names(self) -> Iterator[str]: ...

    def remove(self, name: str) -> None: ...


class Shelf:
    """See the module's text. Every method may raise what ``BlobStore`` raises."""

    def __init__(self, blobs: BlobStore, notes: _Notes, turn: Turn) -> None:
        self.blobs = blobs
        self.turn = turn
        self._notes = notes

    @classmethod
    def open(cls, target: str, scratch: Path, *, make: bool) -> Self:
        """The shelf at a path, ``file:///…`` or ``s3://bucket/prefix``.

        Raises:
            NotAShelfError: The target is something else, or nothing and not to be made.
        """
        folder = local_folder(target)
        if folder is None:
            try:
                backend = open_backend(target, {})
            except UnknownStoreError:
                raise NotAShelfError(f"{target} is no folder and no s3://bucket/prefix.") from None
            return cls(BlobStore(backend, scratch=scratch), _BucketNotes(backend), BucketTurn(backend))
        _look_at(folder, make=make)
        # Who only reads may stand before a folder that nobody can write to.
        store = BlobStore.from_url(str(folder), scratch=folder / "scratch" if make else scratch)
        return cls(store, _FolderNotes(folder / _BACKUPS), FolderTurn(folder / "lock", store))

    def names(self) -> list[str]:
        """Every backup, the oldest first."""
        names = (name.removesuffix(_MANIFEST) for name in self._notes.names() if name.endswith(_MANIFEST))
        return sorted(name for name in names if NAME.fullmatch(name))

    def manifest(self, name: str) -> Manifest:
        """What a backup consists of; raises ``DamagedBackupError``."""
        return read_manifest(name, self._notes.read(name + _MANIFEST))

    def secret(self, name: str, manifest: Manifest) -> bytes | None:
        """The secret key of a backup, checked; None if it was left out. Raises ``DamagedBackupError``."""
        if manifest.secret is None:
            return None
        try:
            content = self._notes.read(name + _SECRET)
        except BlobNotFound:
            raise DamagedBackupError(f"The secret key of {name} is missing.") from None
        if hashlib.sha256(content).hexdigest() != manifest.secret:
            raise DamagedBackupError(f"The secret key of {name} was changed.")
        return content

    def checked(self, piece: Blob | Dump | Inventory) -> Iterator[bytes]:
        """The bytes of a blob or a piece; raises ``DamagedBackupError``, at the latest after the last of them."""
        local = self.blobs.local_path(piece.sha256)
        digest = hashlib.sha256()
        try:
            # Neither a link that leads elsewhere nor a pipe that never ends is a blob.
            if local is not None and not stat.S_ISREG(local.lstat().st_mode):
                raise DamagedBackupError(f"{piece.sha256} is no file.")
            for chunk in self.blobs.open_range(piece.sha256, 0, piece.size):
                digest.update(chunk)
                yield chunk
        except (FileNotFoundError, BlobNotFound):
            raise DamagedBackupError(f"{piece.sha256} is missing.") from None
        except (BlobCorrupt, ValueError):
            raise DamagedBackupError(f"{piece.sha256} is cut off.") from None
        if digest.hexdigest() != piece.sha256:
            raise DamagedBackupError(f"{piece.sha256} was changed.")

    def fetch(self, piece: Blob | Dump | Inventory, path: Path) -> None:
        """A blob or a piece as a file, checked by size and hash; raises ``DamagedBackupError``."""
        with path.open("wb") as file:
            for chunk in self.checked(piece):
                file.write(chunk)

    def put(self, name: str, manifest: bytes, secret: bytes | None) -> None:
        """Make a backup exist: its blobs and pieces must be there."""
        if secret is not None:
            self._notes.write(name + _SECRET, secret)
        self._notes.write(name + _MANIFEST, manifest)

    def remove(self, name: str) -> None:
        """Forget a backup; its blobs stay."""
        self._notes.remove(name + _MANIFEST)
        self._notes.remove(name + _SECRET)


class _FolderNotes:
    """Files that only their owner may read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, content: bytes) -> None:
        part = self._folder / f".{name}.{uuid.uuid4().hex}"
        try:
            with translated(name):
                descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(descriptor)
                part.replace(self._folder / name)
                sync_folder(self._folder)
        finally:
            part.unlink(missing_ok=True)

    def read(self, name: str) -> bytes:
        # Neither a link that leads elsewhere nor a pipe that never ends is a file of ours.
        with translated(name, missing=BlobNotFound):
            descriptor = os.open(self._folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            with os.fdopen(descriptor, "rb") as file:
                if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                    raise DamagedBackupError(f"{name} is no file.")
                return file.read(MOST_BYTES + 1)

    def names(self) -> Iterator[str]:
        yield from (path.name for path in self._folder.iterdir())

    def remove(self, name: str) -> None:
        with translated(name):
            (self._folder / name).unlink(missing_ok=True)
            sync_folder(self._folder)


class _BucketNotes:
    """Objects."""

    def __init__(self, backend: ObjectStore) -> None:
        self._backend = backend

    def write(self, name: str, content: bytes) -> None:
        with translated(name):
            obstore.put(self._backend, f"{_BACKUPS}/{name}", content)

    def read(self, name: str) -> bytes:
        with translated(name, missing=BlobNotFound):
            found = obstore.get(self._backend, f"{_BACKUPS}/{name}")
            if found.meta["size"] > MOST_BYTES:
                raise DamagedBackupError(f"{name} is too large.")
            return found.bytes().to_bytes()

    def names(self) -> Iterator[str]:
        with translated("listing"):
            for page in obstore.list(self._backend, _BACKUPS, chunk_size=1000):
                yield from (entry["path"].rpartition("/")[2] for entry in page)

    def remove(self, name: str) -> None:
        with translated(name):
            obstore.delete(self._backend, f"{_BACKUPS}/{name}")


def local_folder(target: str) -> Path | None:
    """The folder that a target names, links resolved; None for one on other machines, or for no address at all."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    if parts.scheme not in {"", "file"}:
        return None
    return Path(url2pathname(parts.path) if parts.scheme else target).expanduser().resolve()


def _look_at(folder: Path, *, make: bool) -> None:
    if (folder / _BACKUPS).is_dir() and not (folder / _BACKUPS).is_symlink():
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotAShelfError(f"{folder} holds no backups, and is not empty.")
    if not make:
        raise NotAShelfError(f"{folder} holds no backups.")
    with translated(str(folder)):
        make_folders(folder)
        # What is in a backup is as private as the installation.
        folder.chmod(0o700)
        make_folders(folder / _BACKUPS)
