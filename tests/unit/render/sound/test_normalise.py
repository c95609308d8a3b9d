"""Ad copy becomes words a voice can say, and keeps the words as they were written."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spotwright.render.sound.normalise import MAX_SPOKEN_WORDS, normalise

DICTIONARY = frozenset(["buy", "now", "free", "sale", "shipping", "get", "it", "us", "new", "only"])


def said(text: str) -> str:
    phrases = normalise(text, known=DICTIONARY.__contains__)
    return " ".join(phrase.spoken + phrase.pause for phrase in phrases)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Only $199.99", "Only one hundred ninety-nine dollars and ninety-nine cents."),
        ("€3.50", "three euros and fifty cents."),
        ("3,50 €", "three euros and fifty cents."),
        ("EUR 3.50", "three euros and fifty cents."),
        ("$1", "one dollar."),
        ("$0.99 or 99¢", "ninety-nine cents or ninety-nine cents."),
        ("$9.99/mo", "nine dollars and ninety-nine cents a month."),
        ("$3 million", "three million dollars."),
        ("$10-$20", "ten to twenty dollars."),
        ("£1,299", "one thousand two hundred ninety-nine pounds."),
        ("50 m deep", "fifty meters deep."),
        ("1 kg or 500ml", "one kilogram or five hundred milliliters."),
        ("50 km/h", "fifty kilometers per hour."),
        ("10x20 cm", "ten by twenty centimeters."),
        ("5000 mAh", "five thousand milliamp hours."),
        ("20% off", "twenty percent off."),
        ("20-30%", "twenty to thirty percent."),
        ("open 24/7", "open twenty-four seven."),
        ("www.x.com/y", "X dot com slash Y."),
        ("https://aurora-watch.io/shop?utm=1", "aurora dash watch dot IO slash shop."),
        ("brand.com.", "brand dot com."),
        ("hello@brand.com", "hello at brand dot com."),
        ("Call 1-800-555-0199", "Call one, eight hundred, five five five, zero one nine nine."),
        ("9:30am", "nine thirty AM."),
        ("9am-5pm", "nine AM to five PM."),
        ("21:05", "twenty-one oh five."),
        ("Dec. 24th is near", "December twenty-fourth is near."),
        ("December 24, 2026", "December twenty-fourth twenty twenty-six."),
        ("24 December", "December twenty-fourth."),
        ("12/24/2026", "December twenty-fourth twenty twenty-six."),
        ("the 1990s", "the nineteen nineties."),
        ("since 1999", "since nineteen ninety-nine."),
        ("2000 runners", "two thousand runners."),
        ("10,000+ runners", "ten thousand plus runners."),
        ("10M users", "ten million users."),
        ("4K TV", "four K TV."),
        ("3x faster", "three times faster."),
        ("1/2 price", "one half price."),
        ("4.8/5 stars", "four point eight out of five stars."),
        ("16:9", "sixteen to nine."),
        ("1st and 22nd", "first and twenty-second."),
        ("a 30-day trial", "a thirty day trial."),
        ("3-in-1", "three in one."),
        ("#LoveYourSkin", "hashtag love your skin."),
        ("the #1 choice", "the number one choice."),
        ("BUY NOW", "buy now."),
        ("SALE on USB-C", "sale on USB C."),
        ("IKEA and NASA", "ikea and nasa."),
        ("the US market", "the US market."),
        ("MP3, X200, 5G", "MP three, X two hundred, five G."),
        ("Zoë's café, naïve", "Zoe's cafe, naive."),
        ("Dr. Smith, 12 Main St.", "doctor Smith, twelve Main street."),
        ("No. 1", "number one."),
        ("I say no.", "I say no."),
        ("enjoy the sun.", "enjoy the sun."),
        ("T&Cs apply, R&D", "terms and conditions apply, R and D."),
        ("Mac/PC and/or", "Mac or PC and or."),
        ("wait... what?!", "wait… what?"),
        ("more | less — now", "more, less, now."),
        ("one\ntwo", "one. two."),
    ],
)
def test_copy_is_read_as_people_say_it(written, spoken):
    assert spoken == said(written)


@pytest.mark.parametrize("text", ["", "   \n", "你好，世界", "مرحبا بالعالم", "😀🎉", "\0\0", "...", "买一送一 OK"])
def test_text_without_english_gives_nothing(text):
    assert normalise(text) == ()


def test_written_words_stay_as_they_were():
    phrases = normalise("Only $3 million — until Dec. 24th, 2026! 😀")

    written = [word for phrase in phrases for word in phrase.written]
    assert written == ["Only", "$3", "million —", "until", "Dec.", "24th,", "2026!"]


def test_long_scripts_are_cut():
    phrases = normalise("buy it now " * 5000)

    assert 100 < sum(len(phrase.spoken.split()) for phrase in phrases) <= MAX_SPOKEN_WORDS


@pytest.mark.parametrize("text", ["a" * 10_000, "1" * 10_000, "a." * 5000, "$1/" * 3000, "A-" * 5000, "((((" * 2500])
def test_monstrous_tokens_are_read_in_bounded_time(text):
    normalise(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200) | st.text(alphabet="aB1.,:/$€%-+@# \n0'’&()<>{}[]", max_size=80))
def test_whatever_comes_what_is_said_is_plain_words(text):
    for phrase in normalise(text):
        assert re.fullmatch(r"[A-Za-z' ,-]+", phrase.spoken)
        assert phrase.pause in {"", *".!?;:,…—"}
        assert phrase.written
        assert all(word and not re.search(r"[\x00-\x1f\n]", word) for word in phrase.written)
