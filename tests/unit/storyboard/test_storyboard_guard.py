"""The brand's restrictions hold in every line, and what no rule can hold is said."""

import dataclasses

import pytest
from sample_briefs import COFFEE, TAX

from spotwright.storyboard import BrandGuide, forbidden_colors, violations, write
from spotwright.storyboard.guard import guarded
from spotwright.storyboard.restrictions import Rules, read_restrictions


@pytest.mark.parametrize(
    ("restriction", "rules"),
    [
        ("never say cheap", Rules(terms=("cheap",))),
        ("Avoid the word 'guarantee'", Rules(terms=("guarantee",))),
        ("don't mention competitors Acme, Foo Corp", Rules(terms=("foo corp", "acme"))),
        ("avoid words like free, best and revolutionary", Rules(terms=("revolutionary", "free", "best"))),
        ("Do not call it an accountant.", Rules(terms=("accountant",))),
        ("No exclamation marks!", Rules(no_exclamations=True)),
        ("no questions", Rules(no_questions=True)),
        ("no all caps", Rules(no_capitals=True)),
        ("do not use emojis", Rules()),
        ("no red", Rules(colors=("red",))),
        ("never use purple or dark green as a background", Rules(colors=("purple", "green"))),
        ("No images of people", Rules(no_people=True)),
        ('Always include the line "Capital at risk"', Rules(required=("Capital at risk",))),
        ("No medical claims", Rules(unread=("No medical claims",))),
        ("Keep it classy", Rules(unread=("Keep it classy",))),
    ],
)
def test_plain_sentences_become_rules(restriction: str, rules: Rules) -> None:
    assert read_restrictions((restriction,)) == rules


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("A cheap way to travel", "An affordable way to travel"),
        ("Cheap flights", "Affordable flights"),
        ("Guaranteed to last", "Promised to last"),
        ("Cheapskate is another word", "Cheapskate is another word"),
        ("Better than Foo-Corp, always", "Better than, always"),
        ("Cheap", "Affordable"),
    ],
)
def test_a_forbidden_word_gives_way_to_another_or_goes(line: str, kept: str) -> None:
    assert guarded(line, read_restrictions(("never say cheap, guarantee or foo corp",))) == kept


def test_a_synonym_that_is_forbidden_too_is_not_taken() -> None:
    assert (
        guarded("Cheap coffee", read_restrictions(("never say cheap", "never say affordable"))) == "Good-value coffee"
    )


def test_restrictions_reach_every_line_of_the_board_and_the_checker_sees_breaches() -> None:
    restrictions = ("never say roasted", "avoid 'beans'", "no questions", "no exclamation marks")
    brief = dataclasses.replace(COFFEE, brand=BrandGuide("Brewline", restrictions=restrictions))
    assert violations(write(COFFEE), restrictions)
    assert violations(write(brief), restrictions) == ()


def test_forbidden_colours_are_reported_by_name() -> None:
    assert forbidden_colors(("never use purple", "no red or orange", "avoid cheap words")) == (
        "purple",
        "red",
        "orange",
    )


def test_what_cannot_be_kept_is_a_warning() -> None:
    brand = BrandGuide("Cheap Flights", restrictions=("never say cheap", "keep it classy", "no people"))
    warnings = " ".join(write(dataclasses.replace(TAX, brand=brand)).warnings)
    assert "keep it classy" in warnings
    assert "Cheap Flights" in warnings
    assert "no people" in warnings


def test_a_required_line_stands_on_the_end_card() -> None:
    brand = BrandGuide("Kite", restrictions=('Always include "Capital at risk"',))
    assert "Capital at risk" in write(dataclasses.replace(TAX, brand=brand)).scenes[-1].support
