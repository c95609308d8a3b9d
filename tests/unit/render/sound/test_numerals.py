"""Numbers are said in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotwright.render.sound import numerals


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (21, "twenty-one"),
        (100, "one hundred"),
        (199, "one hundred ninety-nine"),
        (1_250, "one thousand two hundred fifty"),
        (2_000_001, "two million one"),
        (-7, "minus seven"),
    ],
)
def test_cardinals(number, words):
    assert words == numerals.cardinal(number)


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "first"), (12, "twelfth"), (20, "twentieth"), (24, "twenty-fourth"), (103, "one hundred third")],
)
def test_ordinals(number, words):
    assert words == numerals.ordinal(number)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1900, "nineteen hundred"),
        (1905, "nineteen oh five"),
        (1999, "nineteen ninety-nine"),
        (2005, "two thousand five"),
        (2026, "twenty twenty-six"),
    ],
)
def test_years(number, words):
    assert words == numerals.year(number)


@pytest.mark.parametrize(
    ("text", "words"),
    [("15", "fifteen"), ("747", "seven forty-seven"), ("200", "two hundred"), ("007", "zero zero seven")],
)
def test_codes(text, words):
    assert words == numerals.code(text)


@given(st.integers(min_value=0, max_value=10**30))
def test_any_number_becomes_plain_words(number):
    assert set(numerals.cardinal(number)) <= set("abcdefghijklmnopqrstuvwxyz -")
