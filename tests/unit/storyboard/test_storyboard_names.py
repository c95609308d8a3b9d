"""Names, abbreviations and comparisons come out as the client wrote them."""

import dataclasses

import pytest
from sample_briefs import COFFEE

from spotwright.storyboard import BrandGuide, write
from spotwright.storyboard.text import clean, cut, sentences


@pytest.mark.parametrize(
    ("product", "name", "what"),
    [
        ("Aurum No. 5 wristwatch", "Aurum No. 5", "Wristwatch"),
        ("Dr. Müller & Söhne, family dentist", "Dr. Müller & Söhne", "Family dentist"),
        ("St. Anna hospice", "St. Anna", "Hospice"),
        ("Clean Water Now builds wells", "Clean Water Now", ""),
    ],
)
def test_an_abbreviation_does_not_end_a_name(product: str, name: str, what: str) -> None:
    board = write(dataclasses.replace(COFFEE, product=product, brand=BrandGuide()))
    scene = next(scene for scene in board.scenes if scene.role == "product")
    assert name in scene.headline
    assert what.lower() in f"{scene.headline} {scene.support}".lower()
    assert name in scene.script


@pytest.mark.parametrize(
    "sentence",
    [
        "From St. Gallen to Mt. Pleasant in a day.",
        "Made by J. K. Smith & Co. in Leeds.",
        "Apt. No. 5, 12 Park Ave. near Blvd. West.",
        "Haltbar, z.B. im Keller, ca. 3 Wochen.",
    ],
)
def test_an_abbreviation_does_not_end_a_sentence(sentence: str) -> None:
    assert sentences(sentence) == (sentence,)
    assert not cut(sentence, 20).endswith(("St.", "Mt.", "No."))


def test_a_real_sentence_still_ends_after_a_company() -> None:
    assert sentences("Sold by Acme Inc. We ship daily.") == ("Sold by Acme Inc.", "We ship daily.")
    assert sentences("Say no. We do.") == ("Say no.", "We do.")


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("< 0.5 g sugar", "Under 0.5 g sugar"),
        ("Contains <b>> 30 %</b> real juice", "Contains over 30 % real juice"),
        ("Ready in <5 minutes", "Ready in under 5 minutes"),
        ("Der Saft ist mit < 3 g Zucker", "Der Saft ist mit unter 3 g Zucker"),
        ("</ href=x>Fresh</a href='y'> bread <3", "Fresh bread"),
    ],
)
def test_a_comparison_is_put_into_words_and_tags_go(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned
