"""Column types that mean the same on both databases."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from spotwright.db.types import Json, UtcMillis

DIALECT = sa.create_engine("sqlite://").dialect
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(3000, 1, 1), timezones=ZONES).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(MOMENTS)
def test_a_moment_comes_back_in_utc(moment):
    kind = UtcMillis()
    kept = kind.process_bind_param(moment, DIALECT)
    assert isinstance(kept, int)
    back = kind.process_result_value(kept, DIALECT)
    assert back == moment
    assert back.tzinfo is UTC


@given(MOMENTS, MOMENTS)
def test_what_is_kept_sorts_as_the_moments_do(first, second):
    kind = UtcMillis()
    numbers = [kind.process_bind_param(moment, DIALECT) for moment in (first, second)]
    assert (numbers[0] < numbers[1]) == (first < second)


@given(DOCUMENTS)
def test_a_document_comes_back_as_it_was(document):
    kind = Json()
    kept = kind.process_bind_param(document, DIALECT)
    assert kind.process_result_value(kept, DIALECT) == document
    assert kept is None or json.loads(kept) == document


def test_the_order_of_keys_is_kept():
    kind = Json()
    text = kind.process_bind_param({"z": 1, "a": 2}, DIALECT)
    assert text == '{"z":1,"a":2}'
    assert list(kind.process_result_value(text, DIALECT)) == ["z", "a"]


@pytest.mark.parametrize("kind", [UtcMillis(), Json()])
def test_nothing_stays_nothing(kind):
    assert kind.process_bind_param(None, DIALECT) is None
    assert kind.process_result_value(None, DIALECT) is None
