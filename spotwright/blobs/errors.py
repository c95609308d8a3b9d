"""What can go wrong with stored bytes.

BlobError
├── BlobNotFound      no such blob
├── BlobCorrupt       the bytes are not the ones their name promises
├── StorageFull       no space, no quota
└── StoreUnavailable  the disk or the object store does not answer

The names tell the fact, like FileNotFoundError without its suffix: hence the unheeded N818.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from obstore.exceptions import BaseError

# EFBIG is what a process under RLIMIT_FSIZE gets: to the caller it is the same fact, no room for these bytes.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class BlobError(Exception):
    """The blob store could not do what was asked."""


class BlobNotFound(BlobError):  # noqa: N818
    """The store has no blob of this hash."""


class BlobCorrupt(BlobError):  # noqa: N818
    """The stored bytes do not match their hash or their size."""


class StorageFull(BlobError):  # noqa: N818
    """The store or the scratch folder has no room left; free space and try again."""


class StoreUnavailable(BlobError):  # noqa: N818
    """The store does not answer or refuses us; look at the disk, the network and the credentials."""


class UnknownStoreError(ValueError):
    """An address names no kind of store that we know; the text says which there are."""


@contextmanager
def translated(what: str, *, missing: type[BlobError] = StoreUnavailable) -> Iterator[None]:
    """Turn the errors of the disk and of obstore into ours; `what` names the blob or the action.

    `missing` is what a missing file means: BlobNotFound to who reads, a lost folder or bucket to who writes.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise missing(what) from error
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull(what) from error
        raise StoreUnavailable(what) from error
    except BaseError as error:
        raise StoreUnavailable(what) from error
