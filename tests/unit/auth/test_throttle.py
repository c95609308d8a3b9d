"""The throttle: failures of the last minute count, whoever is refused can read for how long, memory is bounded."""

import pytest

from spotwright.auth import throttle
from spotwright.auth.throttle import LoginThrottle
from spotwright.kit.errors import ApiError


@pytest.fixture
def at(monkeypatch):
    moment = [1000.0]
    monkeypatch.setattr(throttle.time, "monotonic", lambda: moment[0])

    def go(seconds: float) -> None:
        moment[0] = 1000.0 + seconds

    return go


def refused(door: LoginThrottle, key: str) -> int | None:
    """For how many seconds an attempt is refused; None when it may be made."""
    try:
        door.attempt(key)
    except ApiError as error:
        return int(error.headers["Retry-After"]) if error.kind.status == 429 else -1
    return None


def test_so_many_failures_a_minute_and_no_more(at):
    door = LoginThrottle(3)
    assert [refused(door, "a") for _ in range(3)] == [None] * 3
    assert refused(door, "a") == 60
    at(45)
    assert refused(door, "a") == 15
    at(60.5)
    assert refused(door, "a") is None


def test_the_window_slides(at):
    door = LoginThrottle(2)
    for seconds, expected in [(0, None), (30, None), (50, 10), (61, None), (62, 28), (91, None)]:
        at(seconds)
        assert refused(door, "a") == expected, seconds


def test_successes_do_not_count(at):
    door = LoginThrottle(2)
    for _ in range(10):
        assert refused(door, "a") is None
        door.succeeded("a")
    assert [refused(door, "a") for _ in range(3)] == [None, None, 60]


def test_keys_do_not_touch_each_other(at):
    door = LoginThrottle(1)
    assert refused(door, "a") is None
    assert refused(door, "b") is None
    assert refused(door, "a") == 60
    door.succeeded("never seen")


def test_zero_turns_it_off(at):
    door = LoginThrottle(0)
    assert [refused(door, "a") for _ in range(50)] == [None] * 50


def test_memory_is_bounded_and_the_latest_are_remembered(at, monkeypatch):
    monkeypatch.setattr(throttle, "_MAX_KEYS", 10)
    door = LoginThrottle(1)
    for number in range(100):
        door.attempt(str(number))
    assert len(door._failures) == 10
    assert refused(door, "99") == 60
    assert refused(door, "1") is None
