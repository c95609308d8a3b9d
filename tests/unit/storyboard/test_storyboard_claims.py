"""The client's claims are on the screen and in the voice, and every take keeps them."""

import dataclasses

import pytest

from spotwright.storyboard import BrandGuide, Brief, Scene, Storyboard, regenerate, write
from spotwright.storyboard.topics import category_of

BIKE = Brief(
    "Velo Nord, repair service for city bikes that comes to your door",
    "Commuters",
    "Repairs at your door within 24 hours. 4.9 stars from 2,300 riders.",
    "Book a repair",
    "clean",
    tone="friendly",
    brand=BrandGuide("Velo Nord"),
)
FINANCE = Brief(
    "Ledgerly, month-end close software",
    "CFOs and finance teams",
    "Close the month in 2 days instead of 9; trusted by 1,400 finance teams",
    "Start free trial",
    "clean",
    tone="professional",
    brand=BrandGuide("Ledgerly"),
)
DRILL = Brief(
    "Torq X2 cordless drill",
    "DIY homeowners",
    "The Torq X2 drills through concrete in seconds. 5-year warranty. Only €129.",
    "Buy it at torq.example",
    "bold",
    brand=BrandGuide("Torq"),
)
TRUCKS = Brief(
    "Hansen Trucks rental",
    "Builders",
    "Rent 7.5-tonne trucks by the day. 120 trucks ready at 14 depots.",
    "Call 0800 123 4567 for a quote",
    "solid",
    brand=BrandGuide("Hansen Trucks"),
)
HOSPICE = Brief(
    "St. Anna hospice",
    "families of seriously ill people",
    "We care for people in their last weeks of life, with pain relief and time to talk.",
    "Call us, day or night",
    "quiet",
    tone="cheerful",
    brand=BrandGuide("St. Anna"),
)


def screen(board: Storyboard) -> str:
    return " ".join(f"{scene.headline} {scene.support}" for scene in board.scenes)


def voice(board: Storyboard) -> str:
    return " ".join(scene.script for scene in board.scenes)


def takes_of(brief: Brief, place: int, count: int = 3) -> list[Scene]:
    board = write(brief)
    found = [board.scenes[place]]
    for take in range(1, count + 1):
        found.append(regenerate(brief, board, place, take=take, earlier=found[:-1]))
        board = dataclasses.replace(
            board, scenes=tuple(found[-1] if scene.scene_idx == place else scene for scene in board.scenes)
        )
    return found


@pytest.mark.parametrize(
    ("brief", "claims"),
    [
        (BIKE, ("4.9 stars", "2,300 riders", "24 hours")),
        (FINANCE, ("2 days instead of 9", "1,400 finance teams")),
        (DRILL, ("5-year warranty", "€129")),
    ],
)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_every_factual_claim_is_shown_and_said(brief: Brief, claims: tuple[str, ...], seed: int) -> None:
    board = write(dataclasses.replace(brief, seed=seed))
    for claim in claims:
        assert claim in screen(board)
        assert claim in voice(board)


def test_the_end_card_says_its_call_before_the_brand() -> None:
    assert "0800 123 4567" in write(TRUCKS).scenes[-1].script


@pytest.mark.parametrize("brief", [BIKE, FINANCE, DRILL, TRUCKS])
def test_every_take_of_the_product_names_it_and_says_what_it_is(brief: Brief) -> None:
    place = [scene.role for scene in write(brief).scenes].index("product")
    name, what = brief.brand.name, brief.product.split(", ")[-1].split(" ")[-1]
    for scene in takes_of(brief, place):
        shown = f"{scene.headline} {scene.support}"
        assert name in shown
        assert what in shown


@pytest.mark.parametrize("brief", [BIKE, FINANCE, DRILL])
def test_takes_of_a_claim_keep_the_claim(brief: Brief) -> None:
    for place, scene in enumerate(write(brief).scenes):
        if scene.role in {"benefit", "proof", "offer"}:
            for take in takes_of(brief, place):
                assert {take.headline, take.support} & {scene.headline, scene.support} - {""}


@pytest.mark.parametrize(
    ("product", "message", "category"),
    [
        ("Clean Water Now builds wells", "£25 gives one person clean water. Donate.", "charity"),
        ("St. Anna hospice", "Care for people in their last weeks", "care"),
        ("Velo Nord, repair service for city bikes", "At your door", "repair"),
        ("Trattoria Luna, wood-fired Neapolitan pizza", "Dough that rests", "restaurant"),
        ("Handcrafted oak furniture", "Built to last", "furniture"),
        ("Hansen Trucks rental", "Rent trucks by the day", None),
        ("Waterproof paint", "For your house and home", None),
    ],
)
def test_a_category_needs_strong_evidence(product: str, message: str, category: str | None) -> None:
    found = category_of(product, message)
    assert (found.name if found else None) == category


def test_a_hospice_is_spoken_of_soberly() -> None:
    for seed in range(6):
        copy = f"{screen(write(dataclasses.replace(HOSPICE, seed=seed)))} {voice(write(HOSPICE))}"
        assert not {"!", "yourself again", "for once", "Say hello"} & {
            mark for mark in ("!", "yourself again", "for once", "Say hello") if mark in copy
        }


@pytest.mark.parametrize("call", ["Start free trial", "Call us, day or night", "Reserve a table"])
def test_a_call_that_is_an_order_stays_as_it_is(call: str) -> None:
    scene = write(dataclasses.replace(BIKE, call_to_action=call, tone="urgent")).scenes[-1]
    assert scene.headline == call
    assert scene.script.startswith(f"{call}.")
    assert call not in scene.support


def test_emoji_alone_keep_the_call_and_make_no_bare_lead_in() -> None:
    board = write(Brief("🔥🔥", "🔥", "✨", "👉 Swipe up", "🎉"))
    assert board.scenes[-1].headline == "Swipe up"
    assert all(scene.headline not in {"This is", "Introducing", "Meet"} for scene in board.scenes)


def test_an_overlong_client_lets_the_product_sign() -> None:
    long = "The Most Wonderful And Extraordinarily Splendid Tea Company of Greater London Ltd."
    assert write(dataclasses.replace(BIKE, brand=BrandGuide(long))).scenes[-1].kicker == "Velo Nord"
    short = "Hartmann Wohnmanufaktur und Polsterei GmbH & Co. KG"
    assert (
        write(dataclasses.replace(BIKE, brand=BrandGuide(short))).scenes[-1].kicker
        == short.split(" GmbH", maxsplit=1)[0]
    )


def test_a_two_word_name_is_not_torn() -> None:
    brief = Brief("Bumble blocks", "parents", "Soft blocks.", "Order yours", "fun", brand=BrandGuide("Bumble"))
    assert any("Bumble blocks" in scene.headline for scene in write(brief).scenes)
