"""Bring a backup back, as an installation of its own.

Nothing is ever overwritten: the data directory and the databases must be empty. What goes into the data directory is
built in a folder within it and moved out when everything is whole, the main database last; so a restore that failed or
was killed is begun anew, and nothing can be taken for an installation that is none.

Two things are left to the operator. A restore that was killed while it filled the main database leaves ``.restored`` in
the data directory, which is not cleared away: nothing in it says whether a database elsewhere is full by now. If that
is empty, remove the data directory. And a workflow engine's database that lies elsewhere, and was filled before the
main one failed, must be emptied.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from spotwright.blobs import BlobStore
from spotwright.blobs.durable import CHUNK, sync_folder
from spotwright.blobs.errors import translated
from spotwright.db.migrate import known_revisions
from spotwright.engine.port import PROTOCOL
from spotwright.kit.failpoints import failpoint
from spotwright.kit.settings import Settings
from spotwright.upkeep.dumps import DumpError, are_one, check_sqlite, find_program, restore_postgres
from spotwright.upkeep.manifest import NAME, DamagedBackupError, Dump, Manifest, inventory
from spotwright.upkeep.shelf import NotAShelfError, Shelf
from spotwright.upkeep.site import (
    BUILT,
    SECRET_FILE,
    NotEmptyError,
    building_site,
    file_of,
    is_free,
    is_postgres,
    part_of,
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back."""

    name: str
    made_at: str
    blobs: int
    missing: int
    """Blobs that were not in the installation any more when it was backed up."""
    secret: bool


def restore(target: str, data_dir: Path, *, name: str | None = None) -> Restored:
    """Restore the backup ``name``, or the youngest, from the shelf at ``target``, to where the settings say.

    Raises:
        NotEmptyError, NotAShelfError, DamagedBackupError, DumpError, BlobError: with a text for the operator; then
            there is no installation.
    """
    settings = Settings(data_dir=data_dir).placed()
    with translated(str(settings.data_dir)), building_site(settings) as building:
        shelf = Shelf.open(target, building / "scratch", make=False)
        chosen = choose(shelf, name)
        manifest = shelf.manifest(chosen)
        _check_understood(manifest)
        places = _Places(settings, building, manifest)
        places.check_empty()
        return _bring(shelf, chosen, manifest, places)


def choose(shelf: Shelf, name: str | None) -> str:
    """The name of the wanted backup, or of the youngest; raises ``NotAShelfError`` if there is none."""
    names = shelf.names()
    if name is None and names:
        return names[-1]
    if name is None or not NAME.fullmatch(name) or name not in names:
        raise NotAShelfError(f"There is no backup {name or ''} there.".replace("  ", " "))
    return name


class _Places:
    """Where everything goes."""

    def __init__(self, settings: Settings, building: Path, manifest: Manifest) -> None:
        self._root = settings.data_dir
        self._building = building
        self._manifest = manifest
        self._main, self._engine = settings.database_url, settings.engine_url
        # What lies in the data directory is built with the rest of it.
        within = settings.blob_url == str(self._root / "blobs")
        self._blobs = str(building / "blobs") if within else settings.blob_url

    def check_empty(self) -> None:
        """Raise unless the databases are of the kind that was backed up, and empty."""
        manifest = self._manifest
        shared = are_one(self._engine, self._main)
        if (manifest.engine is None) != shared:
            raise NotEmptyError("The backup and SPOTWRIGHT_ENGINE_URL do not agree on one database or two.")
        for dump, url in self.databases():
            kind = "postgresql" if is_postgres(url) else "sqlite"
            if dump.kind != kind:
                raise NotEmptyError(
                    f"The backup holds a {dump.kind} database, and the settings name a {kind} one: set "
                    "SPOTWRIGHT_DATABASE_URL (and SPOTWRIGHT_ENGINE_URL) accordingly."
                )
            if kind == "postgresql":
                find_program("pg_restore")
            if not is_free(url):
                raise NotEmptyError(
                    "The PostgreSQL database holds tables already. Name an empty one."
                    if kind == "postgresql"
                    else f"{file_of(url)} exists already."
                )

    def databases(self) -> Iterator[tuple[Dump, str]]:
        """The dumps with where they go, the main one last."""
        if self._manifest.engine is not None:
            yield self._manifest.engine, self._engine
        yield self._manifest.main, self._main

    def blobs(self) -> BlobStore:
        """The store that takes the blobs."""
        return BlobStore.from_url(self._blobs, scratch=self._building / "scratch")

    def put_secret(self, content: bytes) -> None:
        """Keep the secret key where the installation looks for it."""
        descriptor = os.open(self._building / SECRET_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)

    def publish(self, dumps: dict[str, Path]) -> None:
        """Make an installation of it: the files that nobody starts with first, the main database last."""
        for entry in ("blobs", SECRET_FILE):
            if (self._building / entry).exists():
                (self._building / entry).rename(self._root / entry)
        for dump, url in self.databases():
            failpoint("restore.before_database")
            if url != self._main:
                _fill(url, dump, dumps[dump.sha256])
                continue
            with self._irrevocable(url) as built:
                _fill(url, dump, built / dumps[dump.sha256].name)

    @contextmanager
    def _irrevocable(self, main: str) -> Iterator[Path]:
        """In the block it may become an installation, and nobody clears it away any more; unless the block fails."""
        built = self._building.rename(self._root / BUILT)
        try:
            failpoint("restore.in_main_database")
            yield built
        except BaseException as error:
            try:
                free = is_free(main)
            except sa.exc.OperationalError:
                raise DumpError(
                    f"{error} The database does not answer any more. Look into it when it does: if it holds no tables, "
                    f"remove {self._root} and restore again."
                ) from error
            if free:
                built.rename(self._building)
            raise


def _bring(shelf: Shelf, name: str, manifest: Manifest, places: _Places) -> Restored:
    store = places.blobs()
    dumps = {}
    for number, (dump, _) in enumerate(places.databases()):
        path = store.scratch.root.parent / f"dump-{number}"
        shelf.fetch(dump, path)
        if dump.kind == "sqlite":
            check_sqlite(path)
        dumps[dump.sha256] = path
    blobs = _copy_blobs(shelf, manifest, store)
    secret = shelf.secret(name, manifest)
    if secret is not None:
        places.put_secret(secret)
    failpoint("restore.before_publish")
    places.publish(dumps)
    return Restored(name, manifest.made_at, blobs, len(manifest.missing), secret is not None)


def _copy_blobs(shelf: Shelf, manifest: Manifest, store: BlobStore) -> int:
    count = 0
    with store.scratch_file() as listed:
        shelf.fetch(manifest.blobs, listed)
        with listed.open("rb") as lines:
            for blob in inventory(iter(partial(lines.read, CHUNK), b"")):
                with store.scratch_file() as path:
                    shelf.fetch(blob, path)
                    store.put_file(path, sha256=blob.sha256, size=blob.size)
                count += 1
    return count


def _fill(url: str, dump: Dump, path: Path) -> None:
    if dump.kind == "postgresql":
        restore_postgres(url, path)
    else:
        _place(path, file_of(url))


def _place(dump: Path, place: Path) -> None:
    """Put a database where it belongs, whole from its first moment."""
    part = part_of(place)
    shutil.move(dump, part)
    part.chmod(0o600)
    descriptor = os.open(part, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    part.replace(place)
    sync_folder(place.parent)


def _check_understood(manifest: Manifest) -> None:
    if manifest.main.revision not in known_revisions() or int(manifest.protocol) > int(PROTOCOL):
        raise DamagedBackupError(f"The backup was made by Spotwright {manifest.version}, which is newer than this one.")
