"""Drafts for the last scene: the call to action, signed."""

import random
from collections.abc import Iterator

from spotwright.storyboard import phrasebook, text
from spotwright.storyboard.drafts import (
    HEADLINE_COLUMNS,
    SUPPORT_COLUMNS,
    Assignment,
    Draft,
    headline,
    shortening,
    support,
)
from spotwright.storyboard.reading import Reading
from spotwright.storyboard.statements import same


def closings(reading: Reading, assignment: Assignment, _: random.Random) -> list[Draft]:
    """Ways to ask for the one thing that the viewer shall do. The client's call stands in every one of them."""
    return list(_closings(reading, assignment))


def _closings(reading: Reading, assignment: Assignment) -> Iterator[Draft]:
    call = reading.cta
    # The call is the client's: nothing is put before or after it.
    title, rest = text.divide(call, HEADLINE_COLUMNS)
    spoken = call if call[-1:] in "!?…" else f"{call}!" if reading.tone == "playful" else text.stop(call)
    below = _below(reading, assignment, rest)
    kickers = [reading.signature if _signs(reading, title) else "", *phrasebook.CALL_KICKERS[reading.tone]]
    name = text.stop(reading.signature) if _signs(reading, "") else ""
    signed = f"{spoken} {text.stop(reading.signature)}" if _signs(reading, spoken) else spoken
    scripts = dict.fromkeys((*shortening(signed, spoken, text.stop(title))[:-1], name, ""))
    for kicker in kickers:
        for line in below:
            yield Draft(title, line, text.cut(kicker, 40), tuple(scripts))


def _signs(reading: Reading, line: str) -> bool:
    """True when the signature should be added to a line: it is a name and not yet there."""
    common = reading.product.generic and not reading.brand
    return bool(reading.signature) and not common and same(reading.signature) not in same(line)


def _below(reading: Reading, assignment: Assignment, rest: str) -> list[str]:
    """Lines below the call: what is left of it, the offer, the address, what the product is."""
    below = [rest] if rest else []
    if reading.offers and not assignment.tells_offer:
        offer = support(headline(reading.offers[0]))
        signed = f"{offer} · {reading.url}" if reading.url else offer
        below += [signed if text.width(signed) <= SUPPORT_COLUMNS else offer]
    below += [reading.url] if reading.url else []
    below = [line for line in below if line == rest or not same(line).startswith(same(reading.cta))]
    return [*below, ""]
