"""Something that is away for a while: tasks wait for it, but not for ever, and for nothing else."""

import pytest

from spotwright.engine import dbos_worker


class AwayError(Exception):
    """It does not answer."""


class BrokenError(Exception):
    """It answers, and will always answer so."""


class Store:
    """Fails so many times, then gives what it is asked for."""

    def __init__(self, failures: int, error: type[Exception] = AwayError) -> None:
        self.left, self.error, self.asked = failures, error, 0

    def fetch(self, name: str) -> str:
        self.asked += 1
        if self.asked <= self.left:
            raise self.error(name)
        return name


class Time:
    """Passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture(autouse=True)
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time()
    monkeypatch.setattr(dbos_worker, "time", time)
    return time


def fetch(store: Store) -> str:
    return dbos_worker._call(store.fetch, '["photo"]', (AwayError,))


def test_a_task_goes_on_when_the_store_is_back() -> None:
    store = Store(failures=5)
    assert fetch(store) == '"photo"'
    assert store.asked == 6


def test_a_task_does_not_wait_for_ever(time: Time) -> None:
    store = Store(failures=1_000_000_000)
    with pytest.raises(AwayError):
        fetch(store)
    assert 30 <= time.now - 1000 <= 32
    assert store.asked == 16


def test_other_failures_are_told_at_once(time: Time) -> None:
    store = Store(failures=1, error=BrokenError)
    with pytest.raises(BrokenError):
        fetch(store)
    assert (store.asked, time.now) == (1, 1000)
