"""An open blob: its size, and any part of it as a stream of chunks."""

import os
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import obstore
from obstore.store import ObjectStore

from spotwright.blobs.errors import BlobCorrupt, BlobNotFound, translated
from spotwright.blobs.threads import in_reading_thread

LOCAL_CHUNK = 256 * 1024
REMOTE_CHUNK = 4 * 1024 * 1024


class BlobReader(Protocol):
    """Bytes that stay readable until `close`."""

    size: int

    def chunks(self, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Exactly `length` bytes (default: to the end) from `start`, in bounded chunks."""

    def stream(self, start: int = 0, length: int | None = None) -> AsyncGenerator[bytes, None]:
        """The same, for the event loop."""

    def close(self) -> None:
        """Free the descriptor; more than once is allowed."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...


class _Reader:
    """What the two readers share: cutting a range into chunks."""

    size: int
    chunk: int

    def __init__(self, name: str, size: int) -> None:
        self.name = name
        self.size = size

    def spans(self, start: int, length: int | None) -> Iterator[tuple[int, int]]:
        """(offset, length) of each chunk; raises ValueError when the range leaves the blob."""
        end = self.size if length is None else start + length
        if not 0 <= start <= end <= self.size:
            raise ValueError(f"range {start}..{end} is outside a blob of {self.size} bytes")
        for offset in range(start, end, self.chunk):
            yield offset, min(self.chunk, end - offset)

    def exactly(self, data: bytes, length: int) -> bytes:
        if len(data) != length:
            raise BlobCorrupt(f"{self.name} is shorter than it was when it was opened")
        return data

    def close(self) -> None:
        return

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class LocalReader(_Reader):
    """Reads a file by its descriptor, so that deleting the blob does not break a running download."""

    chunk = LOCAL_CHUNK

    def __init__(self, name: str, path: Path) -> None:
        with translated(name, missing=BlobNotFound):
            self._descriptor: int | None = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        super().__init__(name, os.fstat(self._descriptor).st_size)

    def chunks(self, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        for offset, count in self.spans(start, length):
            yield self._read(offset, count)

    async def stream(self, start: int = 0, length: int | None = None) -> AsyncGenerator[bytes, None]:
        for offset, count in self.spans(start, length):
            yield await in_reading_thread(self._read, offset, count)

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _read(self, offset: int, count: int) -> bytes:
        if self._descriptor is None:
            raise ValueError("the blob is closed")
        with translated(self.name, missing=BlobNotFound):
            return self.exactly(os.pread(self._descriptor, count, offset), count)


class RemoteReader(_Reader):
    """Reads an object in pieces, each its own request: a slow client holds no connection and no timeout runs."""

    chunk = REMOTE_CHUNK

    def __init__(self, name: str, backend: ObjectStore, key: str, size: int) -> None:
        super().__init__(name, size)
        self._backend = backend
        self._key = key

    def chunks(self, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        for offset, count in self.spans(start, length):
            with translated(self.name, missing=BlobNotFound):
                piece = obstore.get_range(self._backend, self._key, start=offset, length=count)
            yield self.exactly(piece.to_bytes(), count)

    async def stream(self, start: int = 0, length: int | None = None) -> AsyncGenerator[bytes, None]:
        for offset, count in self.spans(start, length):
            with translated(self.name, missing=BlobNotFound):
                piece = await obstore.get_range_async(self._backend, self._key, start=offset, length=count)
            yield self.exactly(piece.to_bytes(), count)
