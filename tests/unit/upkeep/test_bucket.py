"""A backup into a bucket whose turn is lost on the way: no manifest stays that may name what another one removed."""

from collections.abc import Callable, Iterator
from contextlib import closing

import obstore
import pytest
from obstore.store import MemoryStore

from spotwright.blobs import BlobStore
from spotwright.bootstrap import Services
from spotwright.kit.settings import Settings
from spotwright.upkeep.backup import back_up
from spotwright.upkeep.shelf import Shelf
from spotwright.upkeep.turns import ShelfBusyError

TARGET = "s3://bucket/backups"


@pytest.fixture
def bucket(monkeypatch) -> MemoryStore:
    """What every address of a bucket leads to."""
    store = MemoryStore()
    monkeypatch.setattr("spotwright.upkeep.shelf.open_backend", lambda *_: store)
    return store


@pytest.fixture
def settings(tmp_path) -> Iterator[Settings]:
    settings = Settings.load(tmp_path / "data")
    with closing(Services.open(settings)):
        yield settings


def lose(bucket: MemoryStore) -> None:
    """Somebody takes the backup for dead."""
    for page in obstore.list(bucket, "locks"):
        obstore.delete(bucket, [entry["path"] for entry in page])


def at(monkeypatch, room: str, point: str, what: Callable[[], object]) -> None:
    monkeypatch.setattr(f"spotwright.upkeep.{room}.failpoint", lambda name: what() if name == point else None)


def blobs(bucket: MemoryStore, settings: Settings) -> BlobStore:
    return BlobStore(bucket, scratch=settings.data_dir / "scratch")


def names(settings: Settings) -> list[str]:
    return Shelf.open(TARGET, settings.data_dir / "scratch", make=False).names()


def test_the_manifest_does_not_stay(bucket, settings, monkeypatch):
    at(monkeypatch, "backup", "backup.before_manifest", lambda: lose(bucket))
    with pytest.raises(ShelfBusyError):
        back_up(settings, TARGET)
    assert names(settings) == []
    monkeypatch.setattr("spotwright.upkeep.backup.failpoint", lambda _: None)

    name = back_up(settings, TARGET).name
    assert names(settings) == [name]


def test_nothing_more_is_removed(bucket, settings, monkeypatch):
    store = blobs(bucket, settings)
    useless = store.put_bytes(b"useless")
    at(monkeypatch, "prune", "prune.before_blobs", lambda: lose(bucket))
    with pytest.raises(ShelfBusyError):
        back_up(settings, TARGET, keep=1)
    assert store.exists(useless.sha256)


def test_what_came_after_the_turn_began_is_somebody_elses(bucket, settings, monkeypatch):
    store = blobs(bucket, settings)
    old = store.put_bytes(b"old")
    young = []
    at(monkeypatch, "prune", "prune.before_blobs", lambda: young.append(store.put_bytes(b"young")))

    back_up(settings, TARGET, keep=1)

    assert [store.exists(blob.sha256) for blob in (old, *young)] == [False, True]
