"""Drafts for the last scene: the call to action, signed."""

import random
import re
from collections.abc import Iterator

from spotwright.storyboard import casing, grammar, phrasebook, text
from spotwright.storyboard.drafts import (
    HEADLINE_COLUMNS,
    Assignment,
    Draft,
    headline,
    headline_and_rest,
    shortening,
    support,
)
from spotwright.storyboard.reading import Reading
from spotwright.storyboard.statements import same

_TIMED = re.compile(
    r"(?i)\b(?:today|now|tonight|here|yours|at|on|in|our|us|until|before|soon|this|next|tomorrow|week|month)\b"
)


def closings(reading: Reading, assignment: Assignment, chance: random.Random) -> list[Draft]:
    """Ways to ask for the one thing that the viewer shall do. The client's call stands in every one of them."""
    return list(_closings(reading, assignment, chance))


def _closings(reading: Reading, assignment: Assignment, chance: random.Random) -> Iterator[Draft]:
    call = reading.cta
    closers = list(dict.fromkeys(phrasebook.CLOSERS[reading.tone]))
    chance.shuffle(closers)
    head, rest = headline_and_rest(call)
    titles = [head]
    if grammar.is_order(call) and not _TIMED.search(call) and reading.tone not in {"luxury", "serious"}:
        titles.append(f"{call} today")
    if text.width(call) <= HEADLINE_COLUMNS - len("Ready? ") and reading.tone not in {"luxury", "serious"}:
        titles.append(f"Ready? {call}")
    below = _below(reading, assignment, rest)
    kickers = [reading.signature if _signs(reading, head) else "", *phrasebook.CALL_KICKERS[reading.tone]]
    name = text.stop(reading.signature) if _signs(reading, "") else ""
    every = [(title, line, kicker) for kicker in kickers for line in below for title in titles]
    for index, (title, line, kicker) in enumerate(every):
        plain = call if title.startswith("Ready?") or rest else title
        spoken = text.tidy(_closed(closers[index % len(closers)], plain, reading))
        signed = f"{spoken} {text.stop(reading.signature)}" if _signs(reading, spoken) else spoken
        scripts = dict.fromkeys((*shortening(signed, spoken, text.stop(call), text.stop(title))[:-1], name, ""))
        yield Draft(headline(title), line, text.cut(kicker, 40), tuple(scripts))


def _signs(reading: Reading, line: str) -> bool:
    """True when the signature should be added to a line: it is a name and not yet there."""
    common = reading.product.generic and not reading.brand
    return bool(reading.signature) and not common and same(reading.signature) not in same(line)


def _below(reading: Reading, assignment: Assignment, rest: str) -> list[str]:
    """Lines below the call: what is left of it, the offer, the address, what the product is."""
    below = [rest] if rest else []
    if reading.offers and not assignment.tells_offer:
        below.append(support(headline(reading.offers[0])))
    below += [reading.url] if reading.url else []
    return [*below, ""]


def _closed(closer: str, call: str, reading: Reading) -> str:
    if call.endswith("?"):
        return call
    inner = call[0].lower() + call[1:] if grammar.is_order(call) else casing.inner(call, names=reading.names)
    return closer.replace("[cta_inner]", inner).replace("[cta]", call)
