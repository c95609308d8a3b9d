"""Content-addressed bytes: a local folder by default, S3 by URL."""

from spotwright.blobs.blob import Blob, StoredBlob
from spotwright.blobs.errors import BlobCorrupt, BlobError, BlobNotFound, StorageFull, StoreUnavailable
from spotwright.blobs.reader import BlobReader
from spotwright.blobs.scratch import ScratchFile, ScratchFolder
from spotwright.blobs.store import BlobStore
from spotwright.blobs.threads import in_thread

__all__ = [
    "Blob",
    "BlobCorrupt",
    "BlobError",
    "BlobNotFound",
    "BlobReader",
    "BlobStore",
    "ScratchFile",
    "ScratchFolder",
    "StorageFull",
    "StoreUnavailable",
    "StoredBlob",
    "in_thread",
]
