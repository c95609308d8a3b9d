"""Statements turned to the viewer: what is said of others, or of the product, said to whoever watches."""

import itertools
import re

from spotwright.storyboard import casing, grammar, text
from spotwright.storyboard.wordset import wordset

CLEAR_VERBS = wordset(
    """keep save help let give make bring deliver take reduce protect include remove improve adapt connect return
    turn handle provide offer create find learn grow feel remind support cut track answer round charge collect"""
)
"""Verbs whose forms are no nouns, so that they surely begin a statement."""

_HELPS = re.compile(
    r"(?i)^(?:help(?:s|ing)?|let(?:s|ting)?|allow(?:s|ing)?|enabl(?:es?|ing)|empower(?:s|ing)?|"
    r"makes? it (?:easy|simple|possible) for)\s+(?P<rest>.+)$"
)
_GIVES = re.compile(
    r"(?i)^(?:gives?|giving|brings?|bringing|offers?|offering|provides?|providing)"
    r" (?:you|everyone|people|users|customers)\s+(?P<rest>.+)$"
)
_RELATIVE = re.compile(r"(?i)^(?:the|an?) (?:[\w’'-]+ ){1,5}(?:that|which) (?P<rest>(?P<verb>[\w’'-]+) .+)$")
_SAVES_YOU = re.compile(r"(?i)^(?:sav(?:es?|ing)|gets?|earns?|gains?) you (?=\w)")
_ORDER_GERUNDS = wordset(
    """
    save avoid get enjoy earn reduce cut gain skip find discover boost improve grow sleep feel
    """
)
_MOST_HELPED = 5
"""Words between "helps" and its verb: "helps busy parents in cities to cook"."""


def turned(part: str) -> str:
    """A clause turned to the viewer: "saving hours" -> "save hours", "helps teams ship" -> "ship"."""
    if gives := _GIVES.match(part):
        return gives.group("rest")
    if helped := what_it_helps_to(part):
        return helped
    relative = _RELATIVE.match(part)
    if relative is not None and grammar.base_of_third_person(relative.group("verb")) is not None:
        return relative.group("rest")
    if _SAVES_YOU.match(part):
        return "save " + _SAVES_YOU.sub("", part)
    return _from_gerund(part)


def what_it_helps_to(part: str) -> str | None:
    """What a product helps one to do: "helps busy parents cook their dinner" -> "cook your dinner"; None if nothing."""
    match = _HELPS.match(part)
    if match is None:
        return None
    found = match.group("rest").split(" ")
    for index, word in enumerate(found[: _MOST_HELPED + 1]):
        before = found[index - 1].lower() if index else ""
        if (
            grammar.is_verb(word)
            and (index or not grammar.is_order(word))
            and before not in {"the", "a", "an", "your", "their"}
        ):
            return to_you(" ".join(found[index:]))
    return None


def to_you(rest: str) -> str:
    """What was said of others, said to the viewer."""
    rest = re.sub(r"(?i)\btheir\b", "your", rest)
    return re.sub(r"(?i)\bthemselves\b", "yourself", re.sub(r"(?i)\bthey\b", "you", rest))


def _from_gerund(part: str) -> str:
    found = part.split(" ")
    base = grammar.base_of_gerund(found[0]) if len(found) > 1 else None
    if base in _ORDER_GERUNDS:
        pairs = itertools.pairwise(found)
        rest = [grammar.base_of_gerund(word) or word if before == "and" else word for before, word in pairs]
        return _SAVES_YOU.sub("save ", " ".join([base or "", *rest]))
    if base is not None and base in CLEAR_VERBS:
        return " ".join([grammar.third_person(base), *found[1:]])
    return part


def spoken_of(predicate: str, subject: str, names: tuple[str, ...]) -> str:
    """A whole sentence about the product from its predicate: "files your tax" -> "It files your tax"."""
    helped = what_it_helps_to(predicate)
    if helped is not None:
        return f"{subject} {'help' if subject == 'They' else 'helps'} you {helped}"
    first, _, rest = predicate.partition(" ")
    base = grammar.base_of_third_person(first)
    if base is not None:
        return f"They {base} {rest}" if subject == "They" else f"{subject} {casing.inner(predicate, names=names)}"
    being = {"They": "They’re", "It": "It’s"}.get(subject, f"{subject} is")
    return f"{being} {casing.inner(text.tidy(predicate), names=names)}"
