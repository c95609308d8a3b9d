"""The product's name and what it is, out of whatever the client wrote in the product field."""

import re
from dataclasses import dataclass

from spotwright.storyboard import casing, grammar, text

_SEPARATOR = re.compile(
    r"\s+[-–—|]\s+|:\s+|\s*\(|,\s+(?=(?:an?|the|our|your|your)\s)|\s+is\s+(?=(?:an?|the|our)\s)|[.!?]\s+|\n"
)
_LEAD = re.compile(r"(?i)^(?:our|my|the new|the|a new|an?|introducing|announcing|presenting|launching|new)\s+(?=\S)")
_NAME_LIMIT = 42
_NAME_WORDS = 6
_BRANDISH = re.compile(r"^(?:[A-Z][a-z]+[A-Z]\w*|[a-z]+[A-Z]\w*|\w*\d\w*|[A-Z]{2,}\w*|[A-Z][\w’'&.-]*)$")


@dataclass(frozen=True, slots=True)
class Product:
    """``name`` as the screen shows it; ``what`` says what it is ("a coffee subscription"), or is empty."""

    name: str
    what: str
    generic: bool
    """True when the name is a common noun phrase ("organic dog food"), which cannot be met or introduced."""
    plural: bool


def read_product(raw: str, *, brand: str, elsewhere: str, vocabulary: frozenset[str]) -> Product:
    """The product in a client's words. ``elsewhere`` is their other text, where a true name is written the same way.

    ``vocabulary`` are common words for products; a phrase made of nothing else is no name.
    """
    cleaned = _LEAD.sub("", text.clean(raw, limit=600))
    cleaned = _LEAD.sub("", text.without_urls(cleaned) if text.without_urls(cleaned) else cleaned)
    head, tail = _divided(cleaned)
    if not text.words(head):
        head, tail = (brand, "") if brand else ("", "")
    name, what = _named(head, brand=brand, elsewhere=elsewhere, vocabulary=vocabulary)
    generic = not what and _is_common(name, brand=brand, elsewhere=elsewhere, vocabulary=vocabulary)
    what = text.bare(what or tail)
    if generic and brand and brand.lower() not in name.lower():
        name, what, generic = brand, what or name, False
    name = casing.capital(_fitted(name), names=() if generic else (name,))
    if generic:
        name = casing.sentence_case(name)
    what = casing.sentence_case(text.cut(text.divide(what, 70)[0], 70)) if what else ""
    return Product(name, what, generic, grammar.is_plural(what or name) if (what or generic) else False)


def _divided(cleaned: str) -> tuple[str, str]:
    match = _SEPARATOR.search(cleaned) or _apposition(cleaned)
    if match is None or match.start() == 0:
        return text.tidy(cleaned), ""
    tail = text.sentences(cleaned[match.end() :].rstrip(") "))
    return text.tidy(cleaned[: match.start()]), text.tidy(tail[0].rstrip(")")) if tail else ""


def _apposition(cleaned: str) -> re.Match[str] | None:
    """The comma of "TaxPilot, automated tax software": one comma, a short name before it, several words after it."""
    match = re.search(r",\s+(?=\w)", cleaned)
    if match is None or cleaned.count(",") > 1:
        return None
    before, after = text.words(cleaned[: match.start()]), text.words(cleaned[match.end() :])
    return match if 0 < len(before) <= 3 and len(after) > 1 and after[0].lower() not in {"and", "or"} else None


def _named(head: str, *, brand: str, elsewhere: str, vocabulary: frozenset[str]) -> tuple[str, str]:
    """Part "AeroStride 3 running shoes" into its name and what it is, when the casing shows where the name ends."""
    parts = head.split(" ")
    named = 0
    while named < len(parts) and _BRANDISH.match(parts[named]):
        named += 1
    if not 0 < named < len(parts) or not all(part[:1].islower() for part in parts[named:]):
        return head, ""
    name = " ".join(parts[:named])
    if named == 1 and not _is_name(parts[0], brand=brand, elsewhere=elsewhere, vocabulary=vocabulary):
        return head, ""
    rest = re.sub(r"(?i)^(?:by|from|for|is|are)\s+", "", " ".join(parts[named:]))
    if re.match(r"(?i)(?:and|&|of|in|with|to|at|on|de|von|du)\b", rest):
        return head, ""
    return name, rest


def _is_name(word: str, *, brand: str, elsewhere: str, vocabulary: frozenset[str]) -> bool:
    if word.lower() in vocabulary:
        return False
    if any(character.isupper() for character in word[1:]) or any(character.isdigit() for character in word):
        return True
    seen = rf"(?<!\w){re.escape(word)}(?!\w)"
    return bool(
        re.search(seen, brand, re.IGNORECASE)
        or re.search(rf"(?<=[a-z,] ){re.escape(word)}(?!\w)", elsewhere)
        or re.search(rf"(?i){re.escape(word)}\.\w{{2}}", elsewhere)
    )


def _is_common(name: str, *, brand: str, elsewhere: str, vocabulary: frozenset[str]) -> bool:
    """True when the phrase is common words: all small, or all known, or one capital that only starts the phrase."""
    parts = text.words(name)
    if not parts or (brand and brand.lower() in name.lower()):
        return False
    if all(part.lower() in vocabulary for part in parts):
        return True
    if any(any(character.isupper() for character in part[1:]) for part in parts) and not name.isupper():
        return False
    if all(part[:1].islower() or part[:1].isdigit() for part in parts):
        return True
    return (
        len(parts) > 1
        and all(part[:1].islower() for part in parts[1:])
        and not _is_name(parts[0], brand=brand, elsewhere=elsewhere, vocabulary=vocabulary)
    )


def _fitted(name: str) -> str:
    parts = name.split(" ")
    if len(parts) > _NAME_WORDS:
        name = text.divide(" ".join(parts), _NAME_LIMIT)[0]
    return text.cut(name, _NAME_LIMIT)
