"""One format of time, always UTC, whatever zone a moment came from."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotwright.kit import clock

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(9998, 1, 1), timezones=ZONES)  # noqa: DTZ001


def test_the_example_of_the_contract():
    assert clock.stamp(datetime(2025, 11, 19, 20, 0, tzinfo=UTC)) == "2025-11-19T20:00:00.000Z"


@given(MOMENTS)
def test_a_stamp_is_the_same_moment_cut_to_milliseconds(moment):
    text = clock.stamp(moment)
    assert len(text) == 24
    assert text.endswith("Z")
    back = datetime.fromisoformat(text)
    assert timedelta() <= moment - back < timedelta(milliseconds=1)


@given(MOMENTS)
def test_the_end_of_the_day_is_of_the_utc_day(moment):
    end = clock.stamp(clock.end_of_day(moment))
    assert end == f"{clock.stamp(moment)[:10]}T23:59:59.000Z"


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("2025-11-19T23:59:59.999Z", "2025-11-19T23:59:59.000Z"),
        ("2025-11-20T00:00:00.000Z", "2025-11-20T23:59:59.000Z"),
        ("2025-11-20T01:00:00.000+02:00", "2025-11-19T23:59:59.000Z"),
        ("2024-02-29T12:00:00.000Z", "2024-02-29T23:59:59.000Z"),
    ],
)
def test_days_end_in_utc(moment, end):
    assert clock.stamp(clock.end_of_day(datetime.fromisoformat(moment))) == end


def test_now_is_aware_and_has_no_hidden_digits():
    moment = clock.now()
    assert moment.tzinfo is UTC
    assert moment.microsecond % 1000 == 0
    assert clock.ago(hours=1) < moment
