"""The manifest of a backup: what it consists of, each piece by its SHA-256.

It names no path, only hashes, so none can lead out of the backup; and its own hash is in its name.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from spotwright.blobs.blob import SHA256, Blob

MOST_BYTES = 1 << 20
_LONGEST_LINE = 100
NAME = re.compile(r"[0-9]{8}T[0-9]{9}Z-[0-9a-f]{16}")
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Size = Annotated[int, Field(ge=0)]


class DamagedBackupError(Exception):
    """Something in a backup is not what it should be; the text says what."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Dump(_Part):
    """A database: a SQLite file, or what ``pg_dump`` wrote; its schema is at ``revision``."""

    kind: Literal["sqlite", "postgresql"]
    sha256: Sha256
    size: Size
    revision: Annotated[str, Field(max_length=100)]


class Inventory(_Part):
    """The list of the blobs that the rows need: a text with a line ``SHA-256 size`` for each."""

    sha256: Sha256
    size: Size
    count: Size
    bytes: Size


class Manifest(_Part):
    """One backup."""

    format: Literal[1]
    made_at: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    version: Annotated[str, Field(max_length=100)]
    """Of the Spotwright that made it."""
    protocol: Annotated[str, Field(pattern=r"^[0-9]{1,9}$")]
    """Which code can finish its workflows."""
    main: Dump
    engine: Dump | None
    """The workflow engine's database; None if it is in the main one."""
    blobs: Inventory
    secret: Sha256 | None
    """Of the key that signs tokens; None if it was left out."""
    missing: tuple[Sha256, ...]
    """Blobs that rows of this backup name, and that were not there to be copied."""

    def pieces(self) -> tuple[Dump | Inventory, ...]:
        """Everything that is stored beside the blobs."""
        return (self.main, self.blobs) if self.engine is None else (self.main, self.engine, self.blobs)

    def write(self, moment: datetime) -> tuple[str, bytes]:
        """The name of the backup, and the manifest's bytes."""
        content = self.model_dump_json(indent=1).encode() + b"\n"
        return f"{moment:%Y%m%dT%H%M%S}{moment.microsecond // 1000:03d}Z-{_digest(content)}", content


def read_manifest(name: str, content: bytes) -> Manifest:
    """The manifest of the backup called ``name``.

    Raises:
        DamagedBackupError: The bytes are not the ones that were written, or mean nothing to this version.
    """
    if len(content) > MOST_BYTES or not name.endswith(_digest(content)):
        raise DamagedBackupError(f"The manifest of {name} was changed or cut off.")
    try:
        return Manifest.model_validate_json(content, strict=False)
    except ValidationError as error:
        raise DamagedBackupError(f"The manifest of {name} is not one that this version can read.") from error


def inventory(chunks: Iterable[bytes]) -> Iterator[Blob]:
    """The blobs of a backup, from its list as a stream; raises ``DamagedBackupError`` at a line that cannot be read."""
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > _LONGEST_LINE:
            raise DamagedBackupError("The list of blobs is damaged.")
        yield from map(_entry, lines)
    if rest:
        raise DamagedBackupError("The list of blobs is cut off.")


def _entry(line: bytes) -> Blob:
    sha256, _, size = line.decode("ascii", "replace").partition(" ")
    if not SHA256.fullmatch(sha256) or not size.isdecimal() or not size.isascii():
        raise DamagedBackupError("The list of blobs is damaged.")
    return Blob(sha256, int(size))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
