"""Prices: dated, replaceable by the operator, and never silently free."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from spotwright.costs import estimator, rates
from spotwright.costs.rates import Rate, Rates, UnknownPriceError


def rate(micros: int, valid_from: str, retires_on: str | None = None, item: str = "voice") -> Rate:
    return Rate.model_validate(
        {"item": item, "model": "m", "unit": "u", "micros": micros, "valid_from": valid_from, "retires_on": retires_on,
         "source": "test"}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "micros"),
    [("2025-01-01", 1), ("2025-12-31", 1), ("2026-01-01", 2), ("2026-06-29", 2), ("2026-06-30", 1), ("2027-01-01", 3)],
)
def test_the_youngest_price_that_is_valid_on_the_day(day, micros):
    table = Rates("v", (rate(1, "2025-01-01"), rate(2, "2026-01-01", "2026-06-30"), rate(3, "2027-01-01")))
    assert table.micros("voice", date.fromisoformat(day)) == micros


@pytest.mark.parametrize("day", ["2024-12-31", "2025-07-01"])
def test_no_valid_price_is_an_error_and_not_free(day):
    table = Rates("v", (rate(1, "2025-01-01", "2025-07-01"),))
    with pytest.raises(UnknownPriceError, match="voice"):
        table.micros("voice", date.fromisoformat(day))


def test_the_shipped_table_prices_all_that_is_charged():
    table = rates.load()
    for item in ("storyboard_generation", "image_generation", "video_rendering", "voice", "music"):
        assert table.micros(item, date(2026, 11, 23)) >= 0


@pytest.mark.parametrize(
    "change", [{"micros": -1}, {"micros": 1.5}, {"valid_from": "soon"}, {"surprise": 1}, {"item": None}], ids=str
)
def test_a_wrong_table_is_refused(tmp_path, change):
    table = json.loads(rates.SHIPPED.read_text())
    table["rates"][0] |= change
    path = tmp_path / "rates.json"
    path.write_text(json.dumps(table))
    with pytest.raises(ValidationError):
        rates.load(path)


ITEMS = ("storyboard_generation", "image_generation", "video_rendering", "voice", "music", "stock_footage")


@given(
    counts=st.dictionaries(st.sampled_from(ITEMS), st.integers(0, 10_000)),
    prices=st.lists(st.integers(0, 10**9), min_size=len(ITEMS), max_size=len(ITEMS)),
)
def test_an_estimate_is_the_sum_of_its_parts(counts, prices):
    table = Rates("v", tuple(rate(price, "2025-01-01", item=item) for item, price in zip(ITEMS, prices, strict=True)))
    priced = estimator.estimate(counts, table, datetime(2026, 1, 1, 12, tzinfo=UTC))
    assert priced.total == sum(table.price(counts, date(2026, 1, 1)).values())
    shown = estimator.shown(priced)
    micros = [round(amount * 1_000_000) for amount in shown.breakdown.values()]
    assert sum(micros) == priced.total == round(shown.estimated_cost * 1_000_000)
    assert list(shown.breakdown)[:3] == list(ITEMS[:3])
    assert shown.valid_until == "2026-01-01T23:59:59.000Z"


@given(st.integers(0, 100), st.integers(0, 100))
def test_more_work_never_costs_less(fewer, more):
    table = Rates("v", tuple(rate(7, "2025-01-01", item=item) for item in ITEMS))
    fewer, more = sorted((fewer, more))
    at = datetime(2026, 1, 1, tzinfo=UTC)
    costs = [estimator.estimate({"image_generation": count}, table, at).total for count in (fewer, more)]
    assert costs == sorted(costs)
