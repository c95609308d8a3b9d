"""Old backups go, and what no other one needs."""

from spotwright.kit.failpoints import failpoint
from spotwright.upkeep.manifest import inventory
from spotwright.upkeep.register import PREFIXES, open_register
from spotwright.upkeep.shelf import Shelf


def prune(shelf: Shelf, keep: int) -> int:
    """Keep so many backups, the youngest; how many went. Whoever calls has the shelf's turn.

    Manifests go first: a backup that has lost a blob must not be there any more. Blobs go only when every backup that
    stays could be read: what a damaged one needs is not known. And only those from before the turn: if it was lost, a
    younger one belongs to who has it now.

    Raises:
        ShelfBusyError: The turn was lost; what is left goes another time.
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
            shelf.turn.confirm()
            kept = set(needed.beginning(prefix))
            for blob in shelf.blobs.list_blobs(prefix):
                if blob.sha256 not in kept and blob.modified < shelf.turn.began:
                    shelf.blobs.delete(blob.sha256)
    return len(doomed)
