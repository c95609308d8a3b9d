"""The phrase book: what may be said of a subject, a viewer, or anything at all, by tone. Data only."""

from spotwright.storyboard.phrasebook.anything import (
    AFTERTHOUGHTS,
    ANYTHING,
    CALL_KICKERS,
    EVIDENCE_KICKERS,
    EVIDENCE_OPENERS,
    GIFT_KICKERS,
    KICKERS,
    OFFER_KICKERS,
    OFFER_OPENERS,
    PRESENTERS,
    SCARCITY_KICKERS,
)
from spotwright.storyboard.phrasebook.audiences import AUDIENCES
from spotwright.storyboard.phrasebook.callings import CALLINGS
from spotwright.storyboard.phrasebook.goods import GOODS
from spotwright.storyboard.phrasebook.lines import Line, Subject, Tone
from spotwright.storyboard.phrasebook.services import SERVICES

_TELLING = (
    "charity",
    "care",
    "repair",
    "restaurant",
    "furniture",
    "jobs",
    "pets",
    "kids",
    "dental",
    "tax",
    "security",
    "learning",
)
CATEGORIES = tuple(sorted(GOODS + SERVICES + CALLINGS, key=lambda subject: subject.name not in _TELLING))
"""What a brief can be about. When two fit alike the first one counts: dog food is for dogs before it is food."""

__all__ = [
    "AFTERTHOUGHTS",
    "ANYTHING",
    "AUDIENCES",
    "CALL_KICKERS",
    "CATEGORIES",
    "EVIDENCE_KICKERS",
    "EVIDENCE_OPENERS",
    "GIFT_KICKERS",
    "GOODS",
    "KICKERS",
    "OFFER_KICKERS",
    "OFFER_OPENERS",
    "PRESENTERS",
    "SCARCITY_KICKERS",
    "Line",
    "Subject",
    "Tone",
]
