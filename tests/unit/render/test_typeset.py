"""Line breaking and fitting."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotwright.render import text, typeset
from spotwright.render.styles import TypeStyle

SERIF = TypeStyle("Playfair Display", 400, leading=1.15)
SHOUT = TypeStyle("Anton", 400, case="upper", leading=1.05)


def fit(words: str, style: TypeStyle = SERIF, *, most_lines: int = 4) -> typeset.Setting:
    return typeset.fit(words, style, box=(600, 300), largest=120, smallest=30, most_lines=most_lines)


def height(setting: typeset.Setting, style: TypeStyle) -> float:
    return ((len(setting.lines) - 1) * style.leading + typeset.metrics(style).cap_height) * setting.size


def test_kerning_is_measured():
    apart = typeset.width("A", SERIF) + typeset.width("V", SERIF)
    assert typeset.width("AV", SERIF) < apart - 0.03


def test_tracking_adds_space_between_letters_only():
    plain, wide = TypeStyle("Inter"), TypeStyle("Inter", tracking=0.5)
    assert typeset.width("abc", wide) - typeset.width("abc", plain) == pytest.approx(1.0, abs=0.02)


def test_letters_that_join_are_never_torn_apart():
    plain, wide = TypeStyle("Inter"), TypeStyle("Inter", tracking=0.5)
    assert typeset.width("سلام", wide) == typeset.width("سلام", plain)


def test_no_words_no_lines():
    assert fit("").lines == ()


def test_a_short_word_is_as_large_as_allowed():
    assert fit("Go").size == 120


def test_lines_are_even():
    lines = fit("Roasted today and at your door tomorrow morning").lines
    widths = [typeset.width(line, SERIF) for line in lines]
    assert len(lines) > 1
    assert min(widths) > 0.6 * max(widths)


def test_no_lonely_short_word_on_the_last_line():
    for words in (
        "The quiet way to sleep well again",
        "Coffee that is worth getting up for it",
        "We do it all so you can",
    ):
        assert len(fit(words).lines[-1]) >= 5


def test_a_sentence_ends_with_its_line():
    assert fit("20,000 mAh. 400 grams.").lines == ("20,000 mAh.", "400 grams.")


def test_capitals_are_set_when_the_style_asks():
    assert fit("straße", SHOUT).lines == ("STRASSE",)


@pytest.mark.parametrize("words", ["a" * 300, "https://example.com/" + "path/" * 40, "word " * 2000, "字" * 3000])
def test_too_long_a_text_ends_in_an_ellipsis_inside_its_box(words: str):
    began = time.perf_counter()
    setting = fit(text.clean(words), most_lines=3)
    assert time.perf_counter() - began < 2
    assert not setting.whole
    assert setting.lines[-1].endswith("…")
    assert setting.width <= 600.5
    assert height(setting, SERIF) <= 300.5


def test_an_address_breaks_after_its_own_punctuation():
    setting = fit("www.averylongshopname.example/collections/spring-summer")
    assert setting.whole
    assert all(line[-1] in "/.-" for line in setting.lines[:-1])


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="abc def.ßé字אΩ", max_size=120), st.integers(1, 5))
def test_whatever_the_words_they_stay_in_their_box(words: str, most_lines: int):
    cleaned = text.clean(words)
    setting = typeset.fit(cleaned, SERIF, box=(500, 260), largest=100, smallest=24, most_lines=most_lines)
    assert len(setting.lines) <= most_lines
    assert setting.width <= 500.5
    assert height(setting, SERIF) <= 260.5 or not setting.lines
    if setting.whole:
        assert "".join(setting.lines).replace(" ", "") == cleaned.replace(" ", "")
