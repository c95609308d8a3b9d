"""The blob store: bytes named by their SHA-256, in a local folder, in S3 or (for tests) in memory."""

import os
import uuid
from collections.abc import AsyncGenerator, Iterator
from contextlib import AbstractContextManager, aclosing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

import obstore
from obstore.store import LocalStore, ObjectStore

from spotwright.blobs.backend import open_backend
from spotwright.blobs.blob import SHA256, Blob, StoredBlob, key_of
from spotwright.blobs.durable import hash_file
from spotwright.blobs.errors import BlobCorrupt, BlobNotFound, translated
from spotwright.blobs.folder import BlobFolder
from spotwright.blobs.reader import BlobReader, LocalReader, RemoteReader
from spotwright.blobs.scratch import ScratchFolder
from spotwright.blobs.threads import in_reading_thread
from spotwright.blobs.trash import Trash
from spotwright.kit.failpoints import failpoint

if TYPE_CHECKING:
    from obstore.store import S3Config

_UPLOAD_PART = 8 * 1024 * 1024
_UPLOADS_AT_ONCE = 3


class BlobStore:
    """Immutable bytes by hash. Every method may raise StoreUnavailable; those that write, StorageFull.

    Methods block, except those named `…_async`; from the event loop call them with `in_thread`.
    """

    def __init__(self, backend: ObjectStore, *, scratch: Path) -> None:
        self._backend = backend
        self._folder = BlobFolder(backend.prefix) if isinstance(backend, LocalStore) and backend.prefix else None
        self.scratch = ScratchFolder(scratch)
        self.trash = Trash(backend, self._folder.root if self._folder else None)
        if self._folder is not None and self.scratch.owns(self._folder.root):
            raise ValueError("the blobs lie in the scratch folder, which is swept; give them a folder of their own")

    @classmethod
    def from_url(cls, url: str, *, scratch: Path, s3: "S3Config | None" = None) -> Self:
        """Open a store: a path or `file:///…`, `s3://bucket/prefix`, or `memory:`.

        S3 settings come from the usual AWS_* variables; `s3` (keys of obstore's S3Config) wins over them.
        Keep `scratch` on the file system of a local store, so that storing an upload copies nothing.

        Raises:
            ValueError: The URL names no known kind of store.
        """
        return cls(open_backend(url, s3 or {}), scratch=scratch)

    def scratch_file(self, suffix: str = "") -> AbstractContextManager[Path]:
        """A new empty scratch file, removed when the block ends; `put_file` keeps its bytes."""
        return self.scratch.file(suffix)

    # Writing.

    def put_file(self, path: Path, *, sha256: str | None = None, size: int | None = None) -> Blob:
        """Store a file's bytes, once however often they come. The file stays where it is.

        A scratch file is linked, not copied, and its given hash is believed: do not write to it afterwards.
        Any other file is copied and hashed on the way.

        Raises:
            BlobCorrupt: The bytes do not have the given hash.
        """
        owned = self.scratch.owns(path)
        if self._folder is not None:
            return self._folder.put(path, sha256, link=owned)
        if sha256 is None or size is None or not owned:
            found, size = hash_file(path)
            if sha256 not in {None, found}:
                raise BlobCorrupt(f"{path.name} is not {sha256}")
            sha256 = found
        with translated(sha256):
            failpoint("blobs.before_upload")
            obstore.put(self._backend, key_of(sha256), path, chunk_size=_UPLOAD_PART, max_concurrency=_UPLOADS_AT_ONCE)
            failpoint("blobs.after_upload")
        return Blob(sha256, size)

    def put_bytes(self, content: bytes) -> Blob:
        """Store bytes that are in memory anyway."""
        with self.scratch_file() as path:
            with translated("scratch file"):
                path.write_bytes(content)
            return self.put_file(path)

    def delete(self, sha256: str) -> None:
        """Forget a blob; one that is not there is no error."""
        key = key_of(sha256)
        try:
            with translated(sha256, missing=BlobNotFound):
                obstore.delete(self._backend, key)
        except BlobNotFound:
            return

    # Reading.

    def open(self, sha256: str) -> BlobReader:
        """Open a blob for reading; close the reader.

        Raises:
            BlobNotFound: There is none.
        """
        try:
            return self._open(sha256)
        except BlobNotFound:
            if not self.trash.give_back(sha256):
                raise
            return self._open(sha256)

    def _open(self, sha256: str) -> BlobReader:
        path = self.local_path(sha256)
        if path is not None:
            return LocalReader(sha256, path)
        with translated(sha256, missing=BlobNotFound):
            return self._remote(sha256, obstore.head(self._backend, key_of(sha256))["size"])

    async def open_async(self, sha256: str) -> BlobReader:
        """`open` for the event loop."""
        try:
            return await self._open_async(sha256)
        except BlobNotFound:
            if not await in_reading_thread(self.trash.give_back, sha256):
                raise
            return await self._open_async(sha256)

    async def _open_async(self, sha256: str) -> BlobReader:
        path = self.local_path(sha256)
        if path is not None:
            return await in_reading_thread(LocalReader, sha256, path)
        with translated(sha256, missing=BlobNotFound):
            return self._remote(sha256, (await obstore.head_async(self._backend, key_of(sha256)))["size"])

    def open_range(self, sha256: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """`length` bytes (default: to the end) from `start`, in chunks; memory does not grow with the blob."""
        with self.open(sha256) as reader:
            yield from reader.chunks(start, length)

    async def open_range_async(
        self, sha256: str, start: int = 0, length: int | None = None
    ) -> AsyncGenerator[bytes, None]:
        """`open_range` for the event loop."""
        with await self.open_async(sha256) as reader:
            async with aclosing(reader.stream(start, length)) as chunks:
                async for chunk in chunks:
                    yield chunk

    def read_bytes(self, sha256: str) -> bytes:
        """A whole blob in memory: for small ones."""
        return b"".join(self.open_range(sha256))

    def size(self, sha256: str) -> int:
        """Size in bytes; raises BlobNotFound."""
        with self.open(sha256) as reader:
            return reader.size

    def exists(self, sha256: str) -> bool:
        """True when the blob is stored."""
        try:
            self.size(sha256)
        except BlobNotFound:
            return False
        return True

    def list_blobs(self, prefix: str = "") -> Iterator[StoredBlob]:
        """Every blob whose hash starts with `prefix` (none, two or four hexadecimal digits), in no given order."""
        folder = "/".join(["sha256", *(prefix[at : at + 2] for at in range(0, len(prefix), 2))])
        with translated("listing"):
            for page in obstore.list(self._backend, folder, chunk_size=1000):
                for entry in page:
                    name = entry["path"].rpartition("/")[2]
                    if SHA256.fullmatch(name):
                        yield StoredBlob(name, entry["size"], entry["last_modified"])

    # Files for those who need a path.

    def local_path(self, sha256: str) -> Path | None:
        """Where a local store keeps the blob (whether or not it is there); None for a remote store. Read only."""
        key = key_of(sha256)
        return None if self._folder is None else self._folder.root / key

    def fetch_to(self, sha256: str, path: Path) -> None:
        """Copy a blob into a file, which appears only when it is complete and its hash is right.

        Raises:
            BlobNotFound: There is none.
            BlobCorrupt: The store gave other bytes.
        """
        part = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
        try:
            with self.open(sha256) as reader, translated(path.name), part.open("xb") as target:
                for chunk in reader.chunks():
                    target.write(chunk)
                target.flush()
                # Whoever finds it by its name believes it, also after a loss of power.
                os.fsync(target.fileno())
            if hash_file(part)[0] != sha256:
                raise BlobCorrupt(sha256)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def materialise(self, sha256: str, suffix: str = "") -> Path:
        """A file with the blob's bytes to read in place: the stored one, or a copy kept in the scratch folder.

        Raises:
            BlobNotFound: There is none.
            BlobCorrupt: The store gave other bytes.
        """
        stored = self.local_path(sha256)
        if stored is not None:
            if not stored.is_file() and not self.trash.give_back(sha256):
                raise BlobNotFound(sha256)
            return stored
        cache = self.scratch.root / "cache"
        cache.mkdir(exist_ok=True)
        copy = cache / f"{sha256}{suffix}"
        try:
            # Touched, so that the sweep takes the copies nobody uses.
            os.utime(copy)
        except FileNotFoundError:
            self.fetch_to(sha256, copy)
        return copy

    # Care.

    def sweep_scratch(self, before: datetime) -> int:
        """Remove what crashes left behind before an instant (a day ago, say); returns how many files."""
        swept = self.scratch.sweep(before)
        if self._folder is not None:
            swept += self._folder.incoming.sweep(before)
        return swept

    def leftovers(self, before: datetime) -> Iterator[Path]:
        """What `sweep_scratch` would remove."""
        yield from self.scratch.older(before)
        if self._folder is not None:
            yield from self._folder.incoming.older(before)

    def check(self) -> None:
        """Write, read and delete a few bytes; raises StoreUnavailable or StorageFull when the store is not ready."""
        probe = f"probe/{uuid.uuid4().hex}"
        with self.scratch_file() as path, translated("readiness probe"):
            path.write_bytes(b"ready")
            obstore.put(self._backend, probe, path)
            obstore.get(self._backend, probe).bytes()
            obstore.delete(self._backend, probe)

    def _remote(self, sha256: str, size: int) -> RemoteReader:
        return RemoteReader(sha256, self._backend, key_of(sha256), size)
