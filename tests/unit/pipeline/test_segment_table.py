"""Rendered segments are kept once, for as long as films need them."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from spotwright.blobs import Blob
from spotwright.kit import clock
from spotwright.pipeline import segments
from spotwright.pipeline.segments import Segment, SegmentRow

ONE, TWO = Blob("1" * 64, 10), Blob("2" * 64, 20)


@pytest.fixture
def session(services):
    """Nothing that happens in it is kept."""
    with services.database.read() as opened:
        yield opened


def moment(session, key: str):
    return session.scalar(sa.select(SegmentRow.used_at).where(SegmentRow.key == key))


def test_the_one_who_was_first_is_remembered(session):
    segments.keep(session, Segment("a", 30), ONE, "worker-1")
    segments.keep(session, Segment("a", 30), TWO, "worker-2")
    assert segments.find(session, ["a", "b"]) == {"a": ONE}
    assert session.execute(sa.select(SegmentRow.executor, SegmentRow.frames)).all() == [("worker-1", 30)]
    assert ONE.sha256 in segments.referenced_blobs(session)


def test_what_no_film_needs_goes_and_what_is_used_stays(session, monkeypatch):
    now = clock.now()
    for key, blob in (("a", ONE), ("b", TWO)):
        segments.keep(session, Segment(key, 30), blob, "worker-1")
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=6))
    segments.use(session, ["a"])
    assert segments.sweep(session, now + timedelta(days=1), 10) == 1
    assert segments.find(session, ["a", "b"]) == {"a": ONE}
    segments.forget(session, "a")
    assert segments.find(session, ["a", "b"]) == {}


def test_a_use_is_written_down_once_an_hour(session, monkeypatch):
    now = clock.now()
    segments.keep(session, Segment("a", 30), ONE, "worker-1")
    first = moment(session, "a")
    for minutes, later in ((59, False), (61, True)):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: now + timedelta(minutes=minutes))
        segments.use(session, ["a"])
        assert (moment(session, "a") > first) == later
