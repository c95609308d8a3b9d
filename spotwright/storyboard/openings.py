"""Drafts for the scenes before the product: the hook that stops the viewer, and the problem it may name."""

import random
import re
from collections.abc import Iterator

from spotwright.storyboard import casing, grammar, text
from spotwright.storyboard.drafts import HEADLINE_COLUMNS, Draft, from_line, pool, shortening, stated
from spotwright.storyboard.reading import Reading
from spotwright.storyboard.statements import same

_SAVED_TIME = re.compile(
    r"(?i)\b(?:save|sav\w+|gain|win|get)\b.{0,20}?\b(?P<amount>\d+\+?|two|three|four|five|ten)"
    r" (?P<unit>hours?|minutes|days|weeks)\b(?: (?:a|per|every|each) (?P<per>\w+))?"
)
_ANSWERS = ("Nobody has time for that.", "There’s a better way.", "It doesn’t have to be like this.")


def hooks(reading: Reading, chance: random.Random) -> list[Draft]:
    """Ways to open: the client's own question, one that their promise raises, a line for category or viewer."""
    own = [from_line(line) for line in pool(reading, lambda subject: subject.hooks, chance)]
    own = _viewer_first(own, reading, chance)
    if reading.category is None:
        own = [*_looked_for(reading), *own]
    if reading.tone != "luxury":
        for raised in _raised(reading):
            own.insert(min(len(own), chance.randrange(3)), raised)
    return [stated(question) for question in reading.questions] + own


def _looked_for(reading: Reading) -> Iterator[Draft]:
    """The product's kind as a question, for a brief of no known category: "Looking for a cordless drill?"."""
    kind = reading.product.what or (reading.product.name if reading.product.generic else "")
    phrase = grammar.with_article(casing.inner(kind, names=reading.names)) if kind else None
    asked = f"Looking for {phrase}?"
    if phrase and reading.tone not in {"luxury", "serious"} and text.width(asked) <= HEADLINE_COLUMNS:
        yield Draft(asked, scripts=shortening(asked))


def _viewer_first(own: list[Draft], reading: Reading, chance: random.Random) -> list[Draft]:
    """The drafts with a line for the viewer drawn to the front in some ads, so that not all open on the category."""
    spoken_to = {line.headline for subject in reading.audiences for line in subject.hooks}
    for_viewer = [draft for draft in own if draft.headline in spoken_to]
    if not for_viewer or chance.random() < 0.6:  # noqa: PLR2004 - a taste, not a measure
        return own
    return [for_viewer[0], *(draft for draft in own if draft is not for_viewer[0])]


def _raised(reading: Reading) -> Iterator[Draft]:
    """Questions that the client's promises raise."""
    for clause in reading.benefits[:6]:
        saved = _SAVED_TIME.search(clause.text)
        if saved is not None:
            extra = f"{saved['amount']} extra {saved['unit']}" + (f" a {saved['per']}" if saved["per"] else "")
            asked = f"What would you do with {extra}?"
            yield Draft(f"{casing.capital(extra)}?", scripts=shortening(asked, f"{casing.capital(extra)}?"))
        elif (
            clause.kind == "order"
            and text.width(clause.text) <= HEADLINE_COLUMNS - 12
            and not re.match(r"(?i)never|always|don|no\b", clause.text)
        ):
            asked = f"Ready to {casing.inner(clause.text, names=reading.names)}?"
            yield Draft(asked, scripts=shortening(asked), uses=frozenset({same(clause.text)}))


def problems(reading: Reading, chance: random.Random) -> list[Draft]:
    """Ways to name the trouble: the client's own words, the trouble they promise to end, or what such viewers know."""
    found = [stated(pain) for pain in reading.pains]
    own = [from_line(line) for line in pool(reading, lambda subject: subject.pains, chance)]
    for trouble in reading.troubles:
        asked = casing.capital(trouble) + "?"
        answer = chance.choice(_ANSWERS)
        own.insert(
            min(len(own), chance.randrange(2)),
            Draft(asked, scripts=shortening(f"{asked} {answer}", asked), uses=frozenset({same(trouble)})),
        )
    return found + own
