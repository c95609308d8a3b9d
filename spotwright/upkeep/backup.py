"""Back an installation up while it works.

The order decides whether the copy can go on. First the workflow engine, then the rows, then the blobs:

- Rows younger than the engine are what a crash leaves, too, and what the reconciler mends: a job that the engine has
  not heard of is started, one that was approved is nudged, and a step that is done again finds it in the rows, where
  money is booked once. An engine younger than the rows could believe a step done of which the rows know nothing.
- A blob is stored before the row that names it, so rows that were copied find their blobs when these are copied later.
  One that was removed meanwhile, because its row was, is noted: what the copy misses, the installation forgot.

Where rows and workflows share a PostgreSQL, both are dumped from one snapshot.

The manifest comes last. Until then there is no backup, only blobs that the next one finds and uses.
"""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from spotwright import __version__
from spotwright.blobs import Blob, BlobCorrupt, BlobNotFound, BlobStore
from spotwright.db.migrate import known_revisions
from spotwright.db.session import Database
from spotwright.engine.port import PROTOCOL
from spotwright.kit import clock
from spotwright.kit.failpoints import failpoint
from spotwright.kit.settings import Settings
from spotwright.upkeep.dumps import DumpError, Snapshot, are_one, dumped
from spotwright.upkeep.manifest import Dump, Inventory, Manifest
from spotwright.upkeep.needed import needed_blobs, snapshot
from spotwright.upkeep.prune import prune
from spotwright.upkeep.register import PREFIXES, Register, open_register
from spotwright.upkeep.shelf import NotAShelfError, Shelf, local_folder


@dataclass(slots=True)
class Report:
    """What a backup did."""

    name: str = ""
    blobs: int = 0
    copied: int = 0
    copied_bytes: int = 0
    missing: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    """Of the missing ones, those that the installation still needs: they were lost before."""
    pruned: int = 0


def back_up(settings: Settings, target: str, *, secret: bool = True, keep: int | None = None) -> Report:
    """Put a backup on the shelf at ``target``; of all that are there, ``keep`` the youngest.

    Raises:
        NotAShelfError, ShelfBusyError, DumpError, BlobError: with a text for the operator.
    """
    _check_apart(settings, target)
    source = BlobStore.from_url(settings.blob_url, scratch=settings.data_dir / "scratch")
    shelf = Shelf.open(target, settings.data_dir / "scratch", make=True)
    with shelf.turn:
        report = _Backup(settings, source, shelf).make(secret=secret)
        if keep is not None:
            report.pruned = prune(shelf, keep)
    return report


class _Backup:
    """One backup on its way."""

    def __init__(self, settings: Settings, source: BlobStore, shelf: Shelf) -> None:
        self._settings = settings
        self._source = source
        self._shelf = shelf
        self._report = Report()

    def make(self, *, secret: bool) -> Report:
        settings, shelf = self._settings, self._shelf
        moment = clock.now()
        with ExitStack() as stack:
            needed = stack.enter_context(open_register(stack.enter_context(shelf.blobs.scratch_file(".register"))))
            paths = [stack.enter_context(shelf.blobs.scratch_file()) for _ in range(2)]
            shared = are_one(settings.engine_url, settings.database_url)
            taken = None if shared else self._dump_engine(paths[0])
            failpoint("backup.between_databases")
            rows = self._dump_main(paths[1], needed)
            # Not before both are taken: what ends or begins between them has to be mended in the copy.
            engine, main = None if taken is None else self._keep(taken), self._keep(rows)
            failpoint("backup.before_blobs")
            inventory = self._copy_blobs(needed)
        key = settings.secret_key.get_secret_value().encode() if secret else None
        manifest = Manifest(
            format=1,
            made_at=clock.stamp(moment),
            version=__version__,
            protocol=PROTOCOL,
            main=main,
            engine=engine,
            blobs=inventory,
            secret=None if key is None else hashlib.sha256(key).hexdigest(),
            missing=tuple(self._report.missing),
        )
        self._report.name, content = manifest.write(moment)
        shelf.turn.confirm()
        failpoint("backup.before_manifest")
        shelf.put(self._report.name, content, key)
        try:
            # Whoever had the turn before this manifest was there may have removed what it names.
            shelf.turn.confirm()
        except BaseException:
            shelf.remove(self._report.name)
            raise
        self._report.lost = self._still_needed(self._report.missing)
        return self._report

    def _dump_engine(self, path: Path) -> Snapshot:
        with dumped(self._settings.engine_url, path, engine=True) as taken:
            return taken

    def _dump_main(self, path: Path, needed: Register) -> Snapshot:
        with dumped(self._settings.database_url, path) as taken:
            wanted = known_revisions()[-1]
            if taken.revision != wanted:
                raise DumpError(
                    f"The database is at schema {taken.revision}, and this version wants {wanted}. Back it up with the "
                    "version that made it, or run `spotwright migrate` first."
                )
            needed.add(needed_blobs(taken.session))
            return taken

    def _keep(self, taken: Snapshot) -> Dump:
        blob = self._shelf.blobs.put_file(taken.path)
        return Dump(kind=taken.kind, sha256=blob.sha256, size=blob.size, revision=taken.revision)

    def _copy_blobs(self, needed: Register) -> Inventory:
        """Copy what the shelf lacks, one part of all hashes after the other."""
        report, total = self._report, 0
        with self._shelf.blobs.scratch_file() as path:
            with path.open("w") as inventory:
                for prefix in PREFIXES:
                    for blob in self._copy_part(prefix, needed.beginning(prefix)):
                        inventory.write(f"{blob.sha256} {blob.size}\n")
                        report.blobs += 1
                        total += blob.size
            kept = self._shelf.blobs.put_file(path)
        return Inventory(sha256=kept.sha256, size=kept.size, count=report.blobs, bytes=total)

    def _copy_part(self, prefix: str, needed: list[str]) -> Iterator[Blob]:
        if not needed:
            return
        there = {blob.sha256: blob.size for blob in self._shelf.blobs.list_blobs(prefix)}
        for sha256 in needed:
            try:
                size = self._source.size(sha256)
                if there.get(sha256) != size:
                    self._copy(sha256, size)
                yield Blob(sha256, size)
            except (BlobNotFound, BlobCorrupt):
                self._report.missing.append(sha256)

    def _copy(self, sha256: str, size: int) -> None:
        failpoint("backup.before_copy")
        with self._shelf.blobs.scratch_file() as path:
            self._source.fetch_to(sha256, path)
            self._shelf.blobs.put_file(path, sha256=sha256, size=size)
        self._report.copied += 1
        self._report.copied_bytes += size

    def _still_needed(self, missing: list[str]) -> list[str]:
        if not missing:
            return []
        database = Database(self._settings.database_url)
        try:
            with snapshot(database) as session:
                return sorted(set(missing) & set(needed_blobs(session)))
        finally:
            database.close()


def _check_apart(settings: Settings, target: str) -> None:
    """A backup inside of what it backs up would be swept with it, lost with it, or copied into itself."""
    folder, blobs = local_folder(target), local_folder(settings.blob_url)
    if folder is None:
        shelf, store = f"{target.rstrip('/')}/", f"{settings.blob_url.rstrip('/')}/"
        if blobs is None and (shelf.startswith(store) or store.startswith(shelf)):
            raise NotAShelfError("The target holds the installation's blobs. Name another bucket or prefix.")
        return
    for place in (settings.data_dir, blobs):
        if place is not None and (folder.is_relative_to(place) or place.is_relative_to(folder)):
            raise NotAShelfError(f"{folder} and the installation in {place} lie in each other. Name a folder apart.")
