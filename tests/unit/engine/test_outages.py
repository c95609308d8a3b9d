"""A store that is away for a while: tasks wait for it, but not for ever, and for nothing else."""

import pytest

from spotwright.blobs.errors import BlobCorrupt, BlobError, StoreUnavailable
from spotwright.engine import dbos_worker


class Store:
    """Fails so many times, then gives what it is asked for."""

    def __init__(self, failures: int, error: type[BlobError] = StoreUnavailable) -> None:
        self.left, self.error, self.asked = failures, error, 0

    def fetch(self, name: str) -> str:
        self.asked += 1
        if self.asked <= self.left:
            raise self.error(name)
        return name


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbos_worker, "_OUTAGE_PAUSE_SECONDS", 0.0)


def test_a_task_goes_on_when_the_store_is_back() -> None:
    store = Store(failures=5)
    assert dbos_worker._call(store.fetch, '["photo"]') == '"photo"'
    assert store.asked == 6


def test_a_task_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbos_worker, "_OUTAGE_SECONDS", 0.05)
    store = Store(failures=1_000_000_000)
    with pytest.raises(StoreUnavailable):
        dbos_worker._call(store.fetch, '["photo"]')
    assert store.asked > 1


def test_other_failures_are_told_at_once() -> None:
    store = Store(failures=1, error=BlobCorrupt)
    with pytest.raises(BlobCorrupt):
        dbos_worker._call(store.fetch, '["photo"]')
    assert store.asked == 1
