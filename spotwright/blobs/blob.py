"""The name of stored bytes: their SHA-256."""

import re
from dataclasses import dataclass
from datetime import datetime

SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Blob:
    """What a row keeps of stored bytes: lowercase hex SHA-256 and size in bytes."""

    sha256: str
    size: int

    def __post_init__(self) -> None:
        key_of(self.sha256)
        if self.size < 0:
            raise ValueError("a blob's size is not negative")


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """A blob found in the store; `modified` is when it was last put, by this or an identical upload."""

    sha256: str
    size: int
    modified: datetime


def key_of(sha256: str) -> str:
    """The key of a blob; only a real hash makes one, so no key can leave the store.

    Raises:
        ValueError: Not 64 lowercase hexadecimal digits.
    """
    if not SHA256.fullmatch(sha256):
        raise ValueError("a blob is named by 64 lowercase hexadecimal digits")
    return f"sha256/{sha256[:2]}/{sha256[2:4]}/{sha256}"
