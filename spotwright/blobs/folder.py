"""A folder of blobs: a reader sees all of a blob or nothing of it, and what was acknowledged survives a power cut."""

import os
import uuid
from pathlib import Path

from spotwright.blobs.blob import Blob, key_of
from spotwright.blobs.durable import copy_hashed, hash_file, make_folders, seal, sync_folder
from spotwright.blobs.errors import BlobCorrupt, translated
from spotwright.blobs.scratch import ScratchFolder
from spotwright.kit.failpoints import failpoint


class BlobFolder:
    """Puts files into a local folder. Bytes are staged beside the blobs and renamed to their hash."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.incoming = ScratchFolder(root / "incoming")

    def put(self, path: Path, sha256: str | None, *, link: bool) -> Blob:
        """Store a file. With `link` its given hash is believed and its bytes are shared, not copied.

        Raises:
            BlobCorrupt: The copied bytes do not have the given hash.
            StorageFull: No room; nothing was stored.
        """
        staged = self.incoming.root / uuid.uuid4().hex
        with translated(sha256 or path.name):
            try:
                failpoint("blobs.before_write")
                blob = self._stage(path, staged, sha256, link=link)
                seal(staged)
                failpoint("blobs.before_rename")
                self._publish(staged, blob)
                failpoint("blobs.after_rename")
            finally:
                # Renaming a link over a link to the same bytes does nothing and leaves both, so it may still be here.
                staged.unlink(missing_ok=True)
        return blob

    def _stage(self, path: Path, staged: Path, sha256: str | None, *, link: bool) -> Blob:
        if link and _linked(path, staged):
            return Blob(sha256 or hash_file(staged)[0], staged.stat().st_size)
        found, size = copy_hashed(path, staged)
        if sha256 not in {None, found}:
            raise BlobCorrupt(f"{path.name} is not {sha256}")
        return Blob(found, size)

    def _publish(self, staged: Path, blob: Blob) -> None:
        target = self.root / key_of(blob.sha256)
        make_folders(target.parent)
        if not _still_there(target, blob.size):
            staged.replace(target)
        # Also when the blob was there: its writer may be another process that has not come to this line yet.
        sync_folder(target.parent)


def _linked(path: Path, staged: Path) -> bool:
    """False on another file system, or one without hard links: a copy then shows whether something is really wrong."""
    try:
        os.link(path, staged)
    except OSError:
        return False
    return True


def _still_there(target: Path, size: int) -> bool:
    """True when the blob is stored whole; its new date tells the sweep of unused blobs that it is wanted again."""
    try:
        if target.stat().st_size != size:
            return False
        os.utime(target)
    except FileNotFoundError:
        return False
    return True
