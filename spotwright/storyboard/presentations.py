"""Drafts for the scene in which the product enters."""

import random
import re
from collections.abc import Iterator, Sequence

from spotwright.storyboard import casing, grammar, phrasebook, text
from spotwright.storyboard.drafts import (
    HEADLINE_COLUMNS,
    Assignment,
    Draft,
    headline,
    pool,
    said,
    shortening,
    support,
)
from spotwright.storyboard.reading import Reading
from spotwright.storyboard.statements import same
from spotwright.storyboard.topics import SOBER

_THE_NOUNS = re.compile(
    r"(?i)\s(?:subscription|app|account|card|course|kit|chronograph|suite|appeal|project|fund|foundation|festival|conference|summit|collection|initiative|programme|exhibition|museum|challenge|prize)$"
)


def presentations(reading: Reading, assignment: Assignment, chance: random.Random) -> list[Draft]:
    """Ways to present the product by its name, by what it is, or by the first thing it does."""
    told = assignment.clauses[0] if assignment.clauses else None
    below = [reading.product.what] if reading.product.what else []
    below += [headline(told.text)] if told else []
    softs = pool(reading, lambda subject: subject.softs, chance)
    below += [line.headline for line in softs[:4]]
    uses = frozenset({same(told.text)}) if told else frozenset()
    added = said(told, reading) if told else ""
    if not text.words(reading.product.name or reading.signature):
        return []
    make = _of_a_kind if reading.product.generic else _by_name
    return list(make(reading, below, added, uses, chance))


def spoken_name(reading: Reading) -> str:
    """The product's name as a sentence needs it: "the Winter Shelter Appeal", but "TaxPilot"."""
    name = reading.product.name or reading.signature
    return f"the {name}" if _THE_NOUNS.search(name) and not name.lower().startswith("the ") else name


def _by_name(
    reading: Reading, below: Sequence[str], added: str, uses: frozenset[str], chance: random.Random
) -> Iterator[Draft]:
    name, what = reading.product.name or reading.signature, reading.product.what
    tone = "serious" if reading.category is not None and reading.category.name in SOBER else reading.tone
    ways = [way for way in phrasebook.PRESENTERS[tone] if "there’s" not in way or not reading.product.plural]
    presented = [_presented(way, reading) for way in ways]
    kickers = list(phrasebook.KICKERS[tone])
    chance.shuffle(presented)
    chance.shuffle(kickers)
    whole = (
        bool(what)
        and " " not in what
        and bool(reading.product.phrase)
        and text.width(reading.product.phrase) <= HEADLINE_COLUMNS
    )
    if whole:
        # "Bumble blocks" is one name to the eye: its last word alone below the rest looks torn off.
        name, what, below = reading.product.phrase, "", [line for line in below if line != what] if added else []
        presented = list(dict.fromkeys(_with_phrase(way, reading) for way in presented))
    told = what or (below[0] if below else "")
    shown = [(name, kicker, told) for kicker in kickers]
    shown += [(way, "", told) for way in presented if text.width(way) <= HEADLINE_COLUMNS and way != name]
    shown += [(headline(what), kickers[0], name)] if what and text.width(name) <= HEADLINE_COLUMNS else []
    shown += [(name, kicker, line) for line in below[1:] if not what for kicker in kickers[:1]]
    shown += [(name, "", told), (name, reading.signature if same(reading.signature) != same(name) else "", told)]
    # Every draft names the product and says what it is; the others differ in order, way and label.
    for index, (title, kicker, line) in enumerate(shown):
        way = presented[index % len(presented)]
        full = text.stop(way) if whole else _introduced(way, reading)
        more = added
        scripts = shortening(f"{full} {more}" if more else "", full, text.stop(way), text.stop(name))
        fits = text.width(kicker) <= HEADLINE_COLUMNS and text.words(name)
        yield Draft(
            title, support(line) if same(line) not in same(title) else "", kicker if fits else "", scripts, uses
        )


def _with_phrase(way: str, reading: Reading) -> str:
    return way.replace(reading.product.name, reading.product.phrase)


def _presented(way: str, reading: Reading) -> str:
    """A presenter with the name in it, in the name's number."""
    name = spoken_name(reading) if "there’s" not in way else reading.product.name
    if reading.product.plural and re.search(r"s$", name):
        way = way.replace("This is", "These are").replace("Here comes", "Here come").replace("is here", "are here")
    return casing.capital(way.replace("[name]", name), names=(reading.product.name,))


def _introduced(presented: str, reading: Reading) -> str:
    """The product named and explained in one breath: "Meet the Nordkamm trail running shoe."."""
    product = reading.product
    if not product.what:
        return text.stop(presented)
    phrase = grammar.with_article(casing.inner(product.what))
    if product.phrase and presented.count(product.name) == 1:
        counted = phrase is not None and phrase != casing.inner(product.what)
        spoken = presented.replace(product.name, f"the {product.phrase}" if counted else product.phrase)
        return text.stop(casing.capital(spoken, names=(product.phrase,)))
    if phrase is None or re.search(r" (?:is|are) here$", presented):
        return f"{text.stop(presented)} {text.stop(product.what)}"
    return text.stop(f"{presented}, {phrase}")


def _of_a_kind(
    reading: Reading, below: Sequence[str], added: str, uses: frozenset[str], chance: random.Random
) -> Iterator[Draft]:
    """Ways for a product without a name, which can be praised but not introduced."""
    name = reading.product.name
    should = "the way they should be" if reading.product.plural else "the way it should be"
    ways = [
        f"{name}, {should}",
        f"{name}, done right",
        f"Here’s to {casing.inner(name)}",
        f"This is {casing.inner(name)}",
    ]
    if reading.product.plural:
        ways[3] = f"{name}, made for you"
    chance.shuffle(ways)
    for index, (title, way) in enumerate([*((way, way) for way in ways), *((name, way) for way in ways)]):
        line = below[index % len(below)] if below else ""
        shown = title if text.width(title) <= HEADLINE_COLUMNS else name
        yield Draft(
            shown, support(line), "", shortening(f"{way}. {added}" if added else "", f"{way}.", text.stop(name)), uses
        )
