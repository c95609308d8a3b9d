"""Files that survive a power cut: content first, then the name, then the folder that holds the name."""

import hashlib
import os
from pathlib import Path

from spotwright.kit.failpoints import failpoint

CHUNK = 1024 * 1024
READ_ONLY = 0o440


def make_folders(folder: Path) -> None:
    """Create a folder and its parents, each one written to the disk."""
    if folder.is_dir():
        return
    make_folders(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Write the names in a folder to the disk."""
    failpoint("blobs.before_folder_fsync")
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def seal(path: Path) -> None:
    """Write a file's content to the disk and make it read-only."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fchmod(descriptor, READ_ONLY)
        failpoint("blobs.before_fsync")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def copy_hashed(source: Path, target: Path) -> tuple[str, int]:
    """Copy a file and return the SHA-256 (hex) and the size of the bytes that were really copied."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as reader, target.open("xb") as writer:
        while chunk := reader.read(CHUNK):
            digest.update(chunk)
            writer.write(chunk)
            size += len(chunk)
            failpoint("blobs.mid_write")
    return digest.hexdigest(), size


def hash_file(path: Path) -> tuple[str, int]:
    """SHA-256 (hex) and size of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as reader:
        while chunk := reader.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size
