"""Enough English to bend a clause, and enough of other languages to leave theirs alone."""

import pytest

from spotwright.storyboard import grammar
from spotwright.storyboard.clauses import take_apart
from spotwright.storyboard.language import is_english
from spotwright.storyboard.product import read_product
from spotwright.storyboard.reading import VOCABULARY
from spotwright.storyboard.statements import addressed


@pytest.mark.parametrize(
    ("phrase", "articled"),
    [
        ("hour-long class", "an hour-long class"),
        ("unique app", "a unique app"),
        ("SEO tool", "an SEO tool"),
        ("VPN service", "a VPN service"),
        ("8-bit console", "an 8-bit console"),
        ("tax software", "tax software"),
        ("running shoes", "running shoes"),
        ("the inbox for teams", "the inbox for teams"),
        ("gizmotron", None),
    ],
)
def test_a_thing_gets_the_article_that_it_sounds_like_or_none(phrase: str, articled: str | None) -> None:
    assert grammar.with_article(phrase) == articled


@pytest.mark.parametrize(
    ("noun", "one"),
    [("shoes", "shoe"), ("batteries", "battery"), ("glass", "glass"), ("dishes", "dish"), ("jeans", "jeans")],
)
def test_regular_plurals_have_a_singular(noun: str, one: str) -> None:
    assert grammar.singular(noun) == one


@pytest.mark.parametrize(
    ("clause", "order"),
    [
        ("Save ten hours", True),
        ("Never miss a day", True),
        ("Rest areas", False),
        ("Design your room", True),
        ("Coffee", False),
    ],
)
def test_orders_are_told_from_things(clause: str, order: bool) -> None:
    assert grammar.is_order(clause) is order


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        (
            "TaxPilot files your VAT returns automatically, saving 10 hours a month and avoiding costly mistakes.",
            [
                ("does", "Files your VAT returns automatically"),
                ("order", "Save 10 hours a month and avoid costly mistakes"),
            ],
        ),
        ("TaxPilot helps busy teams close their books faster", [("order", "Close your books faster")]),
        (
            "TaxPilot is the account that rounds up every purchase and invests the change",
            [("does", "Rounds up every purchase and invests the change")],
        ),
        ("We want people to know that it keeps your feet dry", [("does", "Keeps your feet dry")]),
        ("You can learn Python in 12 weeks", [("order", "Learn Python in 12 weeks")]),
        (
            "Hand-assembled in Geneva, made to be passed on.",
            [("made", "Hand-assembled in Geneva"), ("made", "Made to be passed on")],
        ),
        ("Fresh beans, fair prices and fast delivery", [("thing", "Fresh beans, fair prices and fast delivery")]),
        ("Our team answers within minutes", [("thing", "Our team answers within minutes")]),
    ],
)
def test_sentences_come_apart_into_clauses_that_stand_alone(sentence: str, clauses: list[tuple[str, str]]) -> None:
    assert [(clause.kind, clause.text) for clause in take_apart(sentence, ("TaxPilot",), "It")] == clauses


def test_the_whole_sentence_speaks_of_it_once_the_product_is_known() -> None:
    clause = take_apart("TaxPilot helps busy teams close their books", ("TaxPilot",), "It")[0]
    assert clause.whole == "It helps you close your books."


@pytest.mark.parametrize(
    ("raw", "brand", "name", "what", "generic"),
    [
        ("TaxPilot, automated VAT filing software", "", "TaxPilot", "Automated VAT filing software", False),
        ("AeroStride 3 running shoes", "", "AeroStride 3", "Running shoes", False),
        ("Python for Analysts online course", "", "Python for Analysts", "Online course", False),
        ("Relay: the inbox for teams", "", "Relay", "The inbox for teams", False),
        ("The Larch, a small mountain hotel", "", "The Larch", "A small mountain hotel", False),
        ("organic dog food", "", "Organic dog food", "", True),
        ("organic dog food", "Fido & Co", "Fido & Co", "Organic dog food", False),
        ("our new coffee", "", "Coffee", "", True),
        ("Brewline Coffee Subscription", "Brewline", "Brewline Coffee Subscription", "", False),
        ("https://www.example.com/products/thing", "", "example.com", "", False),
        ("🔥", "Ember", "Ember", "", False),
    ],
)
def test_the_product_has_a_name_and_says_what_it_is(raw: str, brand: str, name: str, what: str, generic: bool) -> None:
    product = read_product(raw, brand=brand, elsewhere="", vocabulary=VOCABULARY)
    assert (product.name, product.what, product.generic) == (name, what, generic)


def test_the_target_group_is_not_pasted_into_the_copy() -> None:
    assert addressed("Great coffee for busy professionals aged 25 to 40.", "Busy professionals") == "Great coffee."
    assert addressed("Coffee for breakfast.", "Busy professionals") == "Coffee for breakfast."


@pytest.mark.parametrize(
    ("words", "english"),
    [
        ("Freshly roasted and delivered to your door", True),
        ("Brewline", True),
        ("The café with the best crème brûlée in town", True),
        ("Natürlich rein aus den Alpen", False),
        ("Du pain frais chaque matin", False),
        ("毎朝のコーヒー", False),
        ("مرحبا", False),
        ("Kup teraz i ciesz się smakiem", False),
        ("", True),
    ],
)
def test_other_languages_are_noticed(words: str, english: bool) -> None:
    assert is_english(words) is english
