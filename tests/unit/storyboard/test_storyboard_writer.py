"""Storyboards for very different briefs say what the client said, in the order of an ad."""

import dataclasses
import itertools

import pytest
from sample_briefs import BRIEFS, CHARITY, COFFEE, DENTIST, GERMAN, LONG, ONE_WORD, SHOES, TAX, TOY, WATCH

from spotwright.storyboard import BrandGuide, Brief, Storyboard, write
from spotwright.storyboard.text import sentences, words


def said(board: Storyboard) -> str:
    return " ".join(f"{scene.kicker} {scene.headline} {scene.support} {scene.script}" for scene in board.scenes)


def roles(board: Storyboard) -> list[str]:
    return [scene.role for scene in board.scenes]


@pytest.mark.parametrize(
    ("duration", "least", "most"), [(5, 3, 3), (10, 4, 4), (15, 4, 5), (30, 5, 6), (60, 6, 7), (120, 6, 7)]
)
@pytest.mark.parametrize("name", BRIEFS)
def test_the_length_decides_how_many_scenes_there_are(name: str, duration: float, least: int, most: int) -> None:
    board = write(dataclasses.replace(BRIEFS[name], duration=float(duration)))
    assert least <= len(board.scenes) <= most


@pytest.mark.parametrize("name", BRIEFS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_sentence_is_told_in_two_scenes(name: str, seed: int) -> None:
    board = write(dataclasses.replace(BRIEFS[name], seed=seed, duration=30.0))
    spoken = [sentence.lower() for scene in board.scenes for sentence in sentences(scene.script)]
    signature = {f"{BRIEFS[name].brand.name.lower()}."}
    assert len([each for each in spoken if each not in signature]) == len({*spoken} - signature)
    headlines = [scene.headline.lower() for scene in board.scenes]
    assert len(headlines) == len(set(headlines))


@pytest.mark.parametrize("name", BRIEFS)
def test_headlines_are_short_and_two_neighbours_are_never_shot_alike(name: str) -> None:
    board = write(BRIEFS[name])
    assert all(len(scene.headline) <= 56 for scene in board.scenes)
    assert all(len(words(scene.support)) <= 14 for scene in board.scenes)
    shots = [scene.shot_type for scene in board.scenes]
    assert all(one != other for one, other in itertools.pairwise(shots))
    assert board.scenes[-1].shot_type == "end_card"


def test_other_seeds_open_in_other_ways() -> None:
    hooks = {write(dataclasses.replace(COFFEE, seed=seed)).scenes[0].headline for seed in range(12)}
    assert len(hooks) >= 3


def test_the_tax_ad_has_its_proof_its_problem_and_its_address() -> None:
    board = write(TAX)
    assert roles(board) == ["hook", "problem", "product", "benefit", "proof", "cta"]
    assert board.scenes[3].headline == "Files your VAT returns automatically"
    assert "Trusted by 4,000 companies in Europe" in said(board)
    assert (board.scenes[-1].headline, board.scenes[-1].support) == ("Start your free trial", "taxpilot.io")
    assert "small businesses" not in said(board)
    assert "!" not in said(board)


def test_a_rating_is_shown_large_with_those_who_gave_it() -> None:
    proof = next(scene for scene in write(SHOES).scenes if scene.role == "proof")
    assert (proof.headline, proof.support) == ("Rated 4.8 out of 5", "By 2,300 runners")


def test_a_campaign_brief_lends_its_public_sentences_only() -> None:
    copy = said(write(DENTIST))
    assert "20 years of experience" in copy
    assert "Free first check-up" in copy
    assert "£4,000" not in copy
    assert "target" not in copy


def test_luxury_speaks_calmly() -> None:
    copy = said(write(WATCH))
    assert "!" not in copy
    assert "’re" not in copy
    assert "Hand-assembled in Geneva" in copy
    assert "problem" not in roles(write(WATCH))


def test_an_appeal_tells_of_the_need_and_of_what_a_gift_does() -> None:
    board = write(CHARITY)
    assert roles(board)[:2] == ["hook", "problem"]
    assert "3,000 people" in board.scenes[1].headline
    offer = next(scene for scene in board.scenes if scene.role == "offer")
    assert offer.headline == "£15 gives one person a warm bed"


def test_playful_ads_may_shout_a_little_and_keep_the_client_s_words() -> None:
    board = write(TOY)
    assert "No screens. No batteries. Just play." in [scene.headline for scene in board.scenes]


def test_a_german_brief_is_told_in_its_own_words() -> None:
    board = write(GERMAN)
    own = set(words(f"{GERMAN.product} {GERMAN.key_message} {GERMAN.call_to_action} {GERMAN.brand.name} bergquell.de"))
    assert set(words(said(board))) <= own
    assert board.scenes[-1].headline == "Jetzt probieren"


def test_one_word_makes_an_ad_about_it() -> None:
    board = write(ONE_WORD)
    assert "offee" in board.scenes[roles(board).index("product")].headline
    assert board.scenes[-1].headline == "Buy"


def test_five_thousand_characters_make_an_ad_of_normal_length() -> None:
    board = write(LONG)
    assert len(board.scenes) == 7
    assert "proud" not in said(board)
    assert "Orders the groceries for you" in said(board)
    assert board.scenes[-1].headline == "Download now"


def test_someone_s_words_are_quoted_with_their_name() -> None:
    message = 'Handmade pasta. "The best carbonara in the city" - Chicago Tribune'
    brief = Brief("Luigi’s Trattoria", "Foodies", message, "Reserve a table", "rustic", duration=20.0)
    proof = next(scene for scene in write(brief).scenes if scene.role == "proof")
    assert (proof.headline, proof.support) == ("“The best carbonara in the city”", "Chicago Tribune")


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        ("Encourage people to order their first box at greenbox.com", "Order your first box"),
        ("Free trial", "Get your free trial"),
        ("https://www.example.com", "Visit us online"),
        ("SUBSCRIBE!!!", "Subscribe"),
        ("Start free trial", "Start free trial"),
        ("Call us, day or night", "Call us, day or night"),
        ("website", "Visit our website"),
        ("", "Discover TaxPilot"),
    ],
)
def test_a_call_to_action_is_always_something_to_do(call: str, shown: str) -> None:
    assert write(dataclasses.replace(TAX, call_to_action=call)).scenes[-1].headline == shown


def test_the_brand_s_tone_counts_when_the_brief_has_none() -> None:
    quiet = dataclasses.replace(COFFEE, tone=None, style="", brand=BrandGuide("Brewline", tone="luxury"))
    assert write(quiet).music_mood_hint == "solo piano and strings, unhurried"


@pytest.mark.parametrize("duration", [4.9, 121.0])
def test_a_brief_of_no_advertising_length_is_refused(duration: float) -> None:
    with pytest.raises(ValueError, match="duration"):
        dataclasses.replace(TAX, duration=duration)
