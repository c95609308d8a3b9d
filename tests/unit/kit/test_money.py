"""Whole micro-dollars inside, dollars outside."""

from hypothesis import given
from hypothesis import strategies as st

from spotwright.kit.money import dollars


def test_the_example_of_the_seed():
    assert dollars(11_875_000) == 11.875


@given(st.integers(0, 10**14))
def test_nothing_is_lost_on_the_way_out(micros):
    assert round(dollars(micros) * 1_000_000) == micros
