"""Temporary files: unfinished uploads, renders in progress, local copies of remote blobs."""

import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from spotwright.blobs.errors import translated
from spotwright.blobs.threads import in_thread
from spotwright.kit.failpoints import failpoint

FLUSH_AT = 1024 * 1024


class ScratchFolder:
    """A folder whose files belong to nobody once they are old."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def file(self, suffix: str = "") -> Iterator[Path]:
        """Path of a new empty file that is gone when the block ends.

        Raises:
            StorageFull: There is no room for it.
        """
        path = self.root / f"{uuid.uuid4().hex}{suffix}"
        with translated("scratch file"):
            path.touch(mode=0o600, exist_ok=False)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def owns(self, path: Path) -> bool:
        """True when the file lies in this folder, so that nobody else will write it."""
        return path.resolve().is_relative_to(self.root.resolve())

    def older(self, before: datetime) -> Iterator[Path]:
        """Files last touched before an instant, as a crash leaves them."""
        for path in self.root.rglob("*"):
            # Another process sweeps too, or the file's owner was faster.
            with suppress(FileNotFoundError):
                if path.is_file() and path.stat().st_mtime < before.timestamp():
                    yield path

    def sweep(self, before: datetime) -> int:
        """Remove files last touched before an instant; returns how many."""
        removed = 0
        for path in self.older(before):
            with suppress(FileNotFoundError):
                path.unlink()
                removed += 1
        return removed


class ScratchFile:
    """Writes a stream into a scratch file and hashes it on the way, without blocking the event loop.

    Chunks wait in memory (up to about 2 MiB) while a thread hashes and writes the ones before them.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._digest = hashlib.sha256()
        # One buffer, not a list: a body that comes byte by byte would cost forty times its size in objects.
        self._waiting = bytearray()

    def add(self, chunk: bytes) -> None:
        """Take a chunk; call `flush` before the next one."""
        self._waiting += chunk
        self.size += len(chunk)

    async def flush(self, *, final: bool = False) -> None:
        """Write what waits once it is worth a thread's start, or now if this is the end.

        Raises:
            StorageFull: The disk is full; remove the file.
        """
        if self._waiting and (final or len(self._waiting) >= FLUSH_AT):
            block, self._waiting = self._waiting, bytearray()
            await in_thread(self._write, block)

    async def finish(self) -> tuple[str, int]:
        """Write the rest; returns the SHA-256 (hex) and the size of everything."""
        await self.flush(final=True)
        return self._digest.hexdigest(), self.size

    def _write(self, block: bytearray) -> None:
        self._digest.update(block)
        with translated("scratch file"):
            failpoint("scratch.before_write")
            descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND)
            try:
                view = memoryview(block)
                while view:
                    view = view[os.write(descriptor, view) :]
            finally:
                os.close(descriptor)
