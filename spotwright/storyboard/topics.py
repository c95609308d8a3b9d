"""What a brief is about: the category of its product and the kinds of viewer, only where the evidence is strong."""

import re

from spotwright.storyboard.phrasebook import AUDIENCES, CATEGORIES, Subject
from spotwright.storyboard.wordset import wordset

_AMBIGUOUS = wordset("""
    water rent rental home house houses living team teams tool light live show party collection training class moving
    care watch ring rings gold silver bag bags money card credit payment payments budget project smart electric garden
    plants kitchen garage van bike hair cream glow patients student students family energy wear cleaning staff
    protection rescue relief foundation shelter auto tour tours language certificate bed sleep leather wireless
    battery phone exercise strength muscle sport sports driving driver charging mobility hearing eye glasses blocks
    child children kids finance financial insured bank meetings cloud api it job jobs talent returns filing alarm
    backup panels installation event conference chocolate trail learn learning school dress jacket brew beans food
    meal meals dinner lunch roasted health mental workshop restoration tailor walnut game games tech camera tickets
    ticket estate trip flight flights spray vacuum builder builders pet cat rest retreat smile security expenses
    repaired servicing drink glass
    """)
"""Words that say little alone: water is for drinking and for wells, and a house can be painted, sold or insured."""
_CERTAIN = {
    "care": wordset("hospice hospices palliative bereavement funeral funerals undertaker undertakers"),
    "charity": wordset("charity donate donation donations fundraiser fundraising nonprofit ngo homeless refugees"),
}
"""Words that settle the matter: a cause must never sound like a shop."""
SOBER = frozenset(_CERTAIN)
"""Categories that are spoken of with respect, whatever tone the brief asks for."""
_FIELDS = {
    "busy": wordset("software tax finance coffee fitness"),
    "parents": wordset("kids household"),
    "owners": wordset("software tax finance"),
    "students": wordset("learning gadget software"),
    "commuters": wordset("gadget running fashion learning"),
    "homeowners": wordset("trades household"),
    "athletes": wordset("running fitness"),
    "gourmets": wordset("coffee food drink watch"),
    "teams": wordset("software tax finance security"),
    "anxious": wordset("dental tax learning"),
}
"""The categories in which a line for a kind of viewer makes sense."""
_IN_PRODUCT, _IN_PRODUCT_WEAK, _ELSEWHERE, _ELSEWHERE_WEAK = 3.0, 1.2, 0.9, 0.4
_ENOUGH = 1.6
_MANY = 3
"""So many ambiguous words make a subject certain enough without a telling one."""
_WORDS_READ = 1200


def category_of(product: str, elsewhere: str) -> Subject | None:
    """The category that a brief surely belongs to, or None: then no line of any category is fit for it."""
    named, told = _words(product), _words(elsewhere)
    for name, certain in _CERTAIN.items():
        if certain & (named | told):
            return next(subject for subject in CATEGORIES if subject.name == name)
    best = max(CATEGORIES, key=lambda subject: _evidence(subject, named, told))
    return best if _evidence(best, named, told) >= _ENOUGH else None


def audiences_of(audience: str, category: Subject | None) -> tuple[Subject, ...]:
    """The kinds of viewer that a target group names, as far as a line for them suits the category."""
    places = {word: place for place, word in reversed(list(enumerate(_listed(audience))))}
    found = [
        (min(places[key] for key in subject.keys if key in places), index, subject)
        for index, subject in enumerate(AUDIENCES)
        if category is not None
        and category.name in _FIELDS.get(subject.name, ())
        and any(key in places for key in subject.keys)
    ]
    return tuple(subject for _, _, subject in sorted(found, key=lambda each: each[:2])[:3])


def _listed(text: str) -> list[str]:
    return re.findall(r"[a-z][a-z-]*", text.lower())[:_WORDS_READ]


def _words(text: str) -> frozenset[str]:
    return frozenset(_listed(text))


def _evidence(subject: Subject, named: frozenset[str], told: frozenset[str]) -> float:
    """How strongly a brief speaks of a subject: words of the product field count most, ambiguous ones little."""
    found = [key for key in subject.keys if key in named or key in told]
    if len(found) < _MANY and all(key in _AMBIGUOUS for key in found):
        return 0.0
    total = 0.0
    for key in found:
        weak = key in _AMBIGUOUS
        if key in named:
            total += _IN_PRODUCT_WEAK if weak else _IN_PRODUCT
        if key in told:
            total += _ELSEWHERE_WEAK if weak else _ELSEWHERE
    return total
