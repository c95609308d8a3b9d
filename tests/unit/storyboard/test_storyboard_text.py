"""Free text is cleaned, divided, measured and cut so that what is left can be read and said."""

import pytest

from spotwright.storyboard import casing, text
from spotwright.storyboard.speech import speaking_seconds, spoken_words


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("<b>Fast</b> &amp; easy", "Fast & easy"),
        ("Hello {{first_name}}, welcome {product}", "Hello , welcome"),
        ("line one\r\n\r\n  line   two", "line one\nline two"),
        ("🔥 Hot 🔥 deal ❤️", "Hot deal"),
        ("nul\x00 and \u202ebidi\u202c", "nul and bidi"),
        ("**Bold** and [a link](https://x.example)", "Bold and a link"),
        ("- first\n- second\n3. third", "first\nsecond\nthird"),
        ("<script>alert(1)</script>Buy", "Buy"),
        ("می‌خواهم", "می‌خواهم"),
    ],
)
def test_cleaning_leaves_words_and_line_breaks(raw: str, cleaned: str) -> None:
    assert text.clean(raw) == cleaned


def test_sentences_end_at_full_stops_but_not_in_numbers_or_abbreviations() -> None:
    found = text.sentences("Rated 4.8 of 5. Made by Dr. Lee, e.g. with care! Really?\nNew line。そして次。")
    assert found == ("Rated 4.8 of 5.", "Made by Dr. Lee, e.g. with care!", "Really?", "New line。", "そして次。")


@pytest.mark.parametrize(
    ("long", "limit", "short"),
    [
        ("A short line", 42, "A short line"),
        ("One sentence. Another that is much too long to fit", 20, "One sentence."),
        ("Fresh bread from our oven to your breakfast table", 30, "Fresh bread from our oven"),
        ("a" * 90, 60, "a" * 60),
        ("毎朝新鮮なコーヒーをお届けします", 12, "毎朝新鮮なコ"),
    ],
)
def test_a_cut_line_fits_and_ends_in_a_word_that_can_end_it(long: str, limit: int, short: str) -> None:
    assert text.cut(long, limit) == short
    assert text.width(text.cut(long, limit)) <= limit


def test_a_cut_never_parts_a_letter_from_its_marks() -> None:
    assert text.cut("e\u0301" * 30, 7) in {"e\u0301" * 3, "e\u0301" * 4}


@pytest.mark.parametrize(
    ("sentence", "head", "rest"),
    [
        ("Fits as it is", "Fits as it is", ""),
        ("Delivered to your door within 48 hours of roasting", "Delivered to your door", "within 48 hours of roasting"),
        (
            "Feather-light cushioning that returns 15% more energy",
            "Feather-light cushioning",
            "returns 15% more energy",
        ),
        (
            "We brew our beer slowly, so it tastes of something at last",
            "We brew our beer slowly",
            "it tastes of something at last",
        ),
    ],
)
def test_a_long_sentence_is_divided_where_one_takes_breath(sentence: str, head: str, rest: str) -> None:
    assert text.divide(sentence, 42) == (head, rest)


def test_numbers_and_long_words_take_longer_to_say() -> None:
    assert spoken_words("Save time today") == 3
    assert spoken_words("Save 12,000 euros") > 4
    assert spoken_words("Geschwindigkeitsbegrenzung") > 1
    assert spoken_words("毎朝新鮮なコーヒー") > 4


def test_pauses_take_time_and_silence_takes_none() -> None:
    assert speaking_seconds("") == speaking_seconds("…") == 0
    assert speaking_seconds("Your move. Shop now. AeroStride.") > speaking_seconds("Your move shop now AeroStride.") + 1


def test_addresses_are_found_shown_short_and_taken_out_of_sentences() -> None:
    assert text.urls("Go to https://www.shop.example/a?b=1. Or shop.io!") == (
        "https://www.shop.example/a?b=1",
        "shop.io",
    )
    assert text.display_url("https://www.taxpilot.io/") == "taxpilot.io"
    assert text.display_url("https://example.com/a/very/long/path/that/goes/on") == "example.com"
    assert text.display_url("not an address") == ""
    assert text.without_urls("Start your free trial at https://taxpilot.io") == "Start your free trial"


@pytest.mark.parametrize(
    ("shouted", "calm"),
    [
        ("BEST SHOES EVER, MADE IN THE USA", "Best shoes ever, made in the USA"),
        ("buy NOW", "Buy now"),
        ("Fast And Easy Filing For Everyone", "Fast and Easy Filing for Everyone"),
        ("taxpilot saves time", "TaxPilot saves time"),
        ("iPhone cases", "iPhone cases"),
    ],
)
def test_sentence_case_calms_and_keeps_names(shouted: str, calm: str) -> None:
    assert casing.sentence_case(shouted, names=("TaxPilot",)) == calm
