"""Where blobs lie for a while before they go for good, and come back from when they are wanted after all.

Whoever decides that nobody needs a blob may be wrong a moment later: somebody stores the same bytes, finds them there,
and is about to write the row that names them. No lock spans an object store and a database, so a blob that is not
needed is first moved aside. Until it is removed for good, who looks for it finds it.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import obstore
from obstore.store import ObjectStore

from spotwright.blobs.blob import SHA256, StoredBlob, key_of
from spotwright.blobs.errors import BlobNotFound, translated

_FOLDER = "trash"


class Trash:
    """The trash of one store; ``root`` is its folder if it is a local one."""

    def __init__(self, backend: ObjectStore, root: Path | None) -> None:
        self._backend = backend
        self._root = root

    def take(self, sha256: str) -> None:
        """Move a blob here; one that is not there is no error."""
        with suppress(BlobNotFound), translated(sha256, missing=BlobNotFound):
            if self._root is not None:
                # A renamed file keeps its date, and what is young here must be what came lately.
                os.utime(self._root / key_of(sha256))
            obstore.rename(self._backend, key_of(sha256), _key(sha256))

    def give_back(self, sha256: str) -> bool:
        """Put a blob back to where it was; False when it is not here. A copy stays, for others who do the same."""
        try:
            with translated(sha256, missing=BlobNotFound):
                obstore.copy(self._backend, _key(sha256), key_of(sha256))
        except BlobNotFound:
            return False
        return True

    def content(self) -> Iterator[StoredBlob]:
        """Every blob here; `modified` is when it came."""
        with translated("listing"):
            for page in obstore.list(self._backend, _FOLDER, chunk_size=1000):
                for entry in page:
                    name = entry["path"].rpartition("/")[2]
                    if SHA256.fullmatch(name):
                        yield StoredBlob(name, entry["size"], entry["last_modified"])

    def remove(self, sha256: str) -> None:
        """Remove a blob for good."""
        with suppress(BlobNotFound), translated(sha256, missing=BlobNotFound):
            obstore.delete(self._backend, _key(sha256))


def _key(sha256: str) -> str:
    key_of(sha256)
    return f"{_FOLDER}/{sha256}"
