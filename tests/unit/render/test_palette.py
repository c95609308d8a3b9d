"""Colours of a film."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotwright.render import contrast, directions, palette

COLORS = st.lists(st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}"), max_size=4).map(tuple)


@settings(max_examples=60, deadline=None)
@given(COLORS, st.sampled_from(directions.names()), st.integers(0, 5))
def test_every_ink_can_be_read_whatever_the_brand(colors: tuple[str, ...], direction: str, seed: int):
    made = palette.build(colors, directions.load(direction).palette, seed)
    for tone in ("dark", "light", "vivid"):
        scheme = made.scheme(tone)
        for ground in (*scheme.ground, scheme.surface):
            assert contrast.ratio(scheme.ink, ground) >= 4.5
        for ink in (scheme.quiet, scheme.accent_ink):
            assert contrast.ratio(ink, scheme.base) >= 4.5
        assert contrast.ratio(scheme.on_accent, scheme.accent) >= 4.5


@settings(max_examples=40, deadline=None)
@given(COLORS, st.sampled_from(directions.names()))
def test_no_ground_is_so_dark_that_it_counts_as_black(colors: tuple[str, ...], direction: str):
    made = palette.build(colors, directions.load(direction).palette, 0)
    for tone in ("dark", "light", "vivid"):
        assert contrast.luma(made.scheme(tone).base) >= 0.11


def test_the_brand_color_is_the_vivid_ground():
    made = palette.build(("#1d4ed8",), directions.load("bold").palette, 0)
    assert contrast.channels(made.scheme("vivid").base) == pytest.approx(contrast.channels("#1d4ed8"), abs=0.05)


def test_an_accent_that_was_asked_for_is_used():
    made = palette.build(("#1d4ed8",), directions.load("tech").palette, 0, accent="#00ff88")
    assert contrast.channels(made.scheme("dark").accent) == pytest.approx(contrast.channels("#00ff88"), abs=0.05)


@pytest.mark.parametrize("colors", [("red",), ("#12345",), ("", "#xyzxyz"), ("#\x00\x00\x00",)])
def test_what_is_no_color_is_passed_over(colors: tuple[str, ...]):
    rules = directions.load("minimal").palette
    assert palette.build(colors, rules, 3) == palette.build((), rules, 3)


def test_brands_without_colors_differ_by_seed():
    rules = directions.load("bold").palette
    assert len({palette.build((), rules, seed).scheme("vivid").base for seed in range(12)}) > 2
