"""Read every byte of the backups on a shelf."""

from collections.abc import Iterator
from dataclasses import dataclass

from spotwright.blobs import Blob
from spotwright.upkeep.manifest import DamagedBackupError, Dump, Inventory, Manifest, inventory
from spotwright.upkeep.register import Register, open_register
from spotwright.upkeep.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Finding:
    """A backup on the shelf; ``damage`` says what is wrong with it."""

    name: str
    manifest: Manifest | None
    damage: str = ""


def look_through(shelf: Shelf, *, verify: bool) -> Iterator[Finding]:
    """Every backup, the oldest first; with ``verify`` all its bytes are read, those of several backups once."""
    with shelf.blobs.scratch_file(".register") as path, open_register(path) as sound:
        for name in shelf.names():
            manifest = None
            try:
                manifest = shelf.manifest(name)
                if verify:
                    _verify(shelf, name, manifest, sound)
                yield Finding(name, manifest)
            except DamagedBackupError as error:
                yield Finding(name, manifest, str(error))


def _verify(shelf: Shelf, name: str, manifest: Manifest, sound: Register) -> None:
    shelf.secret(name, manifest)
    for piece in manifest.pieces():
        _verify_piece(shelf, piece, sound)
    for blob in inventory(shelf.blobs.open_range(manifest.blobs.sha256)):
        _verify_piece(shelf, blob, sound)


def _verify_piece(shelf: Shelf, piece: Blob | Dump | Inventory, sound: Register) -> None:
    if piece.sha256 not in sound:
        for _ in shelf.checked(piece):
            pass
        sound.add([piece.sha256])
