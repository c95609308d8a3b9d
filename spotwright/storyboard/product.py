"""The product's name and what it is, out of whatever the client wrote in the product field."""

import re
from dataclasses import dataclass

from spotwright.storyboard import casing, grammar, text
from spotwright.storyboard.abbreviations import abbreviated
from spotwright.storyboard.lexicon import NOUN_TOO

_SEPARATOR = re.compile(
    r"\s+[-–—|]\s+|:\s+|\s*\(|,\s+(?=(?:an?|the|our|your)\s)|\s+is\s+(?=(?:an?|the|our)\s)|[.!?]\s+|\n"
)
_LEAD = re.compile(
    r"(?i)^(?:(?:our new|my new|our|my|the new|a new|an?|introducing|announcing|presenting|launching|new)\s+"
    r"|(?-i:[Tt]he (?=[a-z])))(?=\S)"
)
_CONNECTORS = frozenset({"of", "for", "and", "the", "&", "in", "de", "du", "von", "by"})
_NAME_LIMIT = 42
_NAME_WORDS = 6
_WHAT_LIMIT = 70
_APPOSITION_WORDS = 3
_BRANDISH = re.compile(r"^(?:[A-Z][a-z]+[A-Z]\w*|[a-z]+[A-Z]\w*|\w*\d\w*|[A-Z]{2,}\w*|[A-ZÀ-ÖØ-Þ][\w’'&.-]*)$")


@dataclass(frozen=True, slots=True)
class Product:
    """``name`` as the screen shows it; ``what`` says what it is ("a coffee subscription"), or is empty."""

    name: str
    what: str
    generic: bool
    """True when the name is a common noun phrase ("organic dog food"), which cannot be met or introduced."""
    plural: bool
    phrase: str = ""
    """Name and kind as one phrase, when the client wrote them so: "AeroStride 3 running shoes"."""
    more: str = ""
    """What else the client says of the product in its field."""


def read_product(raw: str, *, brand: str, elsewhere: str, vocabulary: frozenset[str]) -> Product:
    """The product in a client's words. ``elsewhere`` is their other text, where a true name is written the same way.

    ``vocabulary`` are common words for products; a phrase made of nothing else is no name.
    """
    head, tail = _divided(_LEAD.sub("", _without_address(text.clean(raw, limit=600))))
    if not text.words(head):
        head, tail = brand, ""
    name, what = _named(head, brand=brand, elsewhere=elsewhere, vocabulary=vocabulary)
    phrase = head if what and len(head) <= _NAME_LIMIT else ""
    generic = not what and _is_common(name, brand=brand, elsewhere=elsewhere, vocabulary=vocabulary)
    more = tail if what else ""
    what = text.bare(what or tail)
    if tells := _tells(name, what):
        what, more = "", tells
    if generic and brand and brand.lower() not in name.lower():
        name, what, more, generic = brand, name, tail, False
    name = casing.capital(_fitted(name), names=() if generic else (name,))
    if generic:
        name = casing.sentence_case(name)
    what = casing.sentence_case(text.cut(text.divide(what, _WHAT_LIMIT)[0], _WHAT_LIMIT)) if what else ""
    counted = what or name if (what or generic) else ""
    return Product(name, what, generic, grammar.is_plural(counted) if counted else False, phrase, more)


def _without_address(cleaned: str) -> str:
    """The text without web addresses, or the address as a name if there is nothing else."""
    rest = "\n".join(text.without_urls(row) for row in cleaned.split("\n")).strip()
    if text.words(rest):
        return rest
    found = text.urls(cleaned)
    return text.display_url(found[0]).split("/")[0] if found else ""


def _divided(cleaned: str) -> tuple[str, str]:
    marks = (mark for mark in _SEPARATOR.finditer(cleaned) if not abbreviated(*_around(cleaned, mark)))
    match = next(marks, None) or _apposition(cleaned)
    if match is None or match.start() == 0:
        return text.tidy(cleaned), ""
    tail = text.sentences(cleaned[match.end() :].rstrip(") "))
    return text.tidy(cleaned[: match.start()]), text.tidy(tail[0].rstrip(")")) if tail else ""


def _around(cleaned: str, mark: re.Match[str]) -> tuple[str, str]:
    """What stands up to a mark, with its full stop if it is one, and what follows."""
    return cleaned[: mark.start()] + mark.group().rstrip(), cleaned[mark.end() :]


def _apposition(cleaned: str) -> re.Match[str] | None:
    """The comma of "TaxPilot, automated tax software": one comma, a short name before it, several words after it."""
    match = re.search(r",\s+(?=\w)", cleaned)
    if match is None or cleaned.count(",") > 1:
        return None
    before, after = text.words(cleaned[: match.start()]), text.words(cleaned[match.end() :])
    told = len(after) > 1 and after[0].lower() not in {"and", "or"}
    return match if told and 0 < len(before) <= _APPOSITION_WORDS + 2 * grammar.is_participle(" ".join(after)) else None


def _tells(name: str, what: str) -> str:
    """The sentence that a name and its verb make ("Clean Water Now builds wells"), or nothing for a kind of product."""
    verb = what.split(" ", 1)[0].lower()
    base = grammar.base_of_third_person(verb)
    return f"{name} {casing.inner(what)}." if base is not None and base not in NOUN_TOO and verb != what else ""


def _named(head: str, *, brand: str, elsewhere: str, vocabulary: frozenset[str]) -> tuple[str, str]:
    """Part "AeroStride 3 running shoes" into its name and what it is, when the casing shows where the name ends."""
    parts = head.split(" ")
    named = _name_length(parts)
    if not 0 < named < len(parts) or any(part[:1].isupper() and not part.isupper() for part in parts[named:]):
        return head, ""
    if named == 1 and not _is_name(parts[0], brand=brand, elsewhere=elsewhere, vocabulary=vocabulary):
        return head, ""
    rest = re.sub(r"(?i)^(?:by|from|for|is|are)\s+", "", " ".join(parts[named:]))
    if re.match(r"(?i)(?:and|&|of|in|with|to|at|on|de|von|du)\b", rest):
        return head, ""
    return " ".join(parts[:named]), rest


def _name_length(parts: list[str]) -> int:
    """How many of the first words look like a name: "Python for Analysts online course" has three."""
    named = 0
    while named < len(parts):
        joined = (
            named and parts[named].lower() in _CONNECTORS and _BRANDISH.match(" ".join(parts[named + 1 : named + 2]))
        )
        if not joined and not _BRANDISH.match(parts[named]):
            break
        named += 1
    return named


def _is_name(word: str, *, brand: str, elsewhere: str, vocabulary: frozenset[str]) -> bool:
    if word.lower() in vocabulary:
        return False
    if any(character.isupper() for character in word[1:]) or any(character.isdigit() for character in word):
        return True
    own = re.escape(word)
    patterns = (
        (rf"(?i)(?<!\w){own}(?!\w)", brand),
        (rf"(?<=[a-z,] ){own}(?!\w)", elsewhere),
        (rf"(?i){own}\.\w\w", elsewhere),
    )
    return any(re.search(pattern, place) for pattern, place in patterns)


def _is_common(name: str, *, brand: str, elsewhere: str, vocabulary: frozenset[str]) -> bool:
    """True when the phrase is common words: all small, or all known, or one capital that only starts the phrase."""
    parts = text.words(name)
    if not parts or (brand and brand.lower() in name.lower()) or "." in name:
        return False
    if all(part.lower() in vocabulary for part in parts):
        return True
    if not name.isupper() and any(any(character.isupper() for character in part[1:]) for part in parts):
        return False
    if all(part[:1].islower() or part[:1].isdigit() for part in parts):
        return True
    small = len(parts) > 1 and all(part[:1].islower() for part in parts[1:])
    return small and not _is_name(parts[0], brand=brand, elsewhere=elsewhere, vocabulary=vocabulary)


def _fitted(name: str) -> str:
    if len(name.split(" ")) > _NAME_WORDS:
        name = text.divide(name, _NAME_LIMIT)[0]
    return text.cut(name, _NAME_LIMIT)
