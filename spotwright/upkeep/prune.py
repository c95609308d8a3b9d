"""Old backups go, and what no other one needs."""

from collections.abc import Iterable, Iterator

from spotwright.blobs.blob import SHA256, Blob
from spotwright.kit.failpoints import failpoint
from spotwright.upkeep.manifest import DamagedBackupError
from spotwright.upkeep.register import PREFIXES, open_register
from spotwright.upkeep.shelf import Shelf

_LONGEST_LINE = 100


def prune(shelf: Shelf, keep: int) -> int:
    """Keep so many backups, the youngest; how many went. Whoever calls has the shelf's turn.

    Manifests go first: a backup that has lost a blob must not be there any more. Blobs go only when every backup that
    stays could be read: what a damaged one needs is not known.
    """
    doomed = shelf.names()[:-keep]
    for name in doomed:
        shelf.remove(name)
    failpoint("prune.before_blobs")
    with shelf.blobs.scratch_file(".register") as path, open_register(path) as needed:
        for name in shelf.names():
            manifest = shelf.manifest(name)
            needed.add(piece.sha256 for piece in manifest.pieces())
            needed.add(blob.sha256 for blob in inventory(shelf.blobs.open_range(manifest.blobs.sha256)))
        for prefix in PREFIXES:
            kept = set(needed.beginning(prefix))
            for blob in shelf.blobs.list_blobs(prefix):
                if blob.sha256 not in kept:
                    shelf.blobs.delete(blob.sha256)
    return len(doomed)


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
