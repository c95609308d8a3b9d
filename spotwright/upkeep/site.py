"""The site of a restore: the folder in which an installation is built, that nobody else may build or live in."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlalchemy as sa

from spotwright.blobs.durable import sync_folder
from spotwright.kit.settings import Settings
from spotwright.upkeep.dumps import is_empty_postgres
from spotwright.upkeep.shelf import local_folder

BUILDING, BUILT = ".restoring", ".restored"
SECRET_FILE = "secret.key"  # noqa: S105 - a file's name


class NotEmptyError(Exception):
    """There is something already where the backup should go; the text says where."""


class UnfinishedRestoreError(Exception):
    """A data directory holds half an installation; the text says what helps."""


def check_finished(data_dir: Path) -> None:
    """Raise ``UnfinishedRestoreError`` where a restore was killed, or is on its way: the next one clears it away."""
    if (data_dir / BUILDING).exists():
        raise UnfinishedRestoreError(
            f"{data_dir} holds a restore that has not ended. Run `spotwright restore` again, or remove the folder."
        )


@contextmanager
def building_site(settings: Settings) -> Iterator[Path]:
    """A folder in the root, which must be empty but for what a killed restore left; raises ``NotEmptyError``."""
    root, ours = settings.data_dir, _ours(settings)
    building = root / BUILDING
    if root.exists() and not root.is_dir():
        raise NotEmptyError(f"{root} is no folder. A backup is restored into a new one.")
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        _check_ours(settings, ours)
        _clear(root, ours)
        building.mkdir()
        try:
            yield building
        except BaseException:
            if building.is_dir():
                _clear(root, ours)
            raise
        shutil.rmtree(root / BUILT)
        sync_folder(root)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One restore at a time: the lock of the folder itself leaves nothing behind, and goes with who holds it."""
    descriptor = os.open(root, os.O_RDONLY)
    try:
        # NFS locks no folders: there an operator must not restore twice at once.
        with suppress(OSError):
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise NotEmptyError(f"Another restore into {root} is running. Wait until it has ended.") from None
        yield
    finally:
        os.close(descriptor)


def _ours(settings: Settings) -> set[str]:
    """Names in the root of all that a restore puts there before its last step, which is the main database."""
    root, main = settings.data_dir, settings.database_url
    ours = {BUILDING, "blobs", SECRET_FILE}
    for url in (settings.engine_url, main):
        if not is_postgres(url):
            ours |= {file_of(url).name, part_of(file_of(url)).name}
    blobs = local_folder(settings.blob_url)
    if blobs is not None and blobs != root and blobs.is_relative_to(root):
        ours.add(blobs.relative_to(root).parts[0])
    return ours if is_postgres(main) else ours - {file_of(main).name}


def _check_ours(settings: Settings, ours: set[str]) -> None:
    """Raise ``NotEmptyError`` if anything in the root could be somebody's installation."""
    root = settings.data_dir
    found = {entry.name for entry in root.iterdir()}
    if found and BUILDING not in found:
        raise NotEmptyError(f"{root} is not empty. A backup is restored into a new folder.")
    if found - ours:
        raise NotEmptyError(
            f"{root} holds more than a restore that was killed: {min(found - ours)}. Restore into a new folder."
        )
    if found > {BUILDING} and not is_free(settings.database_url):
        raise NotEmptyError(f"{root} belongs to a database that is not empty. Restore into a new folder.")


def _clear(root: Path, ours: set[str]) -> None:
    """Remove what a restore put into ``root``; the folder that says so last."""
    for name in sorted(ours - {BUILDING}):
        entry = root / name
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink(missing_ok=True)
    shutil.rmtree(root / BUILDING, ignore_errors=True)


def file_of(url: str) -> Path:
    """Where a SQLite database is."""
    return Path(sa.make_url(url).database or "")


def part_of(place: Path) -> Path:
    """Where a database is until it is whole."""
    return place.with_name(f".{place.name}.restoring")


def is_free(url: str) -> bool:
    """True when nothing is where a database should go."""
    return is_empty_postgres(url) if is_postgres(url) else not file_of(url).exists()


def is_postgres(url: str) -> bool:
    """True for an address of PostgreSQL, with whatever driver."""
    return url.startswith("postgres")
