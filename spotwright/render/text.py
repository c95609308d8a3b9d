"""Words as people send them, made safe to set in type: cleaned, in one direction, cut into pieces that may part."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from spotwright.render.phrases import may_part, phrases
from spotwright.render.scripts import WIDE

LONGEST = 4000
"""Characters that are looked at; an ad says less, and cleaning must not depend on how much is sent."""

_JOINERS = "\u200c\u200d\ufe0e\ufe0f"
_MOST_MARKS = 4
_JOINED_SCRIPTS = re.compile("[\u0600-\u08ff\u0900-\u0eff\ufb50-\ufdff\ufe70-\ufefc]")
_UNPARTED_SCRIPTS = re.compile("[\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff]")
_VOWELS = frozenset("aeiouyAEIOUY")
_NEAR = 5
"""Letters from the end of a line among which a good place to part a word is looked for."""
_BEYOND_LATIN = 0x590
_THAI_LEADING = "เแโใไ"
_THAI_FOLLOWING = "ะาำๅๆฯ"


def clean(text: str) -> str:
    """One line of text without anything that has no shape: controls, direction overrides, lone surrogates, NUL.

    Line breaks become spaces (the layout breaks lines itself) and towers of combining marks are cut.
    """
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text[:LONGEST]):
        category = unicodedata.category(char)
        if category in ("Cs", "Co", "Cn") or (category == "Cc" and not char.isspace()):
            continue
        if category == "Cf" and char not in _JOINERS:
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > _MOST_MARKS or (marks and not kept):
            continue
        kept.append(" " if char.isspace() and char != "\u00a0" else char)
    return re.sub(" +", " ", "".join(kept)).strip(" ")


def direction(text: str) -> Literal["ltr", "rtl"]:
    """The side from which a line of this text is read: that of its first letter."""
    for char in text:
        side = unicodedata.bidirectional(char)
        if side in ("R", "AL"):
            return "rtl"
        if side == "L":
            return "ltr"
    return "ltr"


def joins(text: str) -> bool:
    """True for scripts whose letters join, hang from one line or carry stacks of marks: Arabic, Devanagari, Thai."""
    return _JOINED_SCRIPTS.search(text) is not None


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """The parts between which a line may break, each with what stands before it on the same line (a space or nothing).

    Chinese, Japanese and Thai, which have no spaces, may break between phrases.
    """
    for word in text.split(" "):
        for count, phrase in enumerate(phrases(word) if word else ()):
            yield "" if count else " ", phrase


def clusters(word: str) -> list[str]:
    """The word's letters with the marks that belong to them: the places where a word too long for a line may be cut."""
    found: list[str] = []
    for char in word:
        joins = unicodedata.combining(char) or char in _JOINERS or unicodedata.category(char) in ("Mn", "Mc", "Sk")
        if found and (joins or _holds(found[-1], char)):
            found[-1] += char
        else:
            found.append(char)
    return found


def parted(line: str) -> int:
    """Where to part a line whose last letter is too much: before a consonant between vowels, if one is near."""
    end = len(line) - 1
    for cut in range(end, max(end - _NEAR, 2), -1):
        before, at, after = (_base(char) for char in line[cut - 1 : cut + 2].ljust(3))
        if before in _VOWELS and at.isascii() and at.isalpha() and at not in _VOWELS and after in _VOWELS:
            return cut
    return end


def hyphen(word: str, before: str, after: str) -> str:
    """What marks a break between two letters of a word: a hyphen, in scripts that have one, but in no address."""
    letters = all(char.isalpha() and ord(char) < _BEYOND_LATIN for char in (before, after))
    return "-" if letters and not any(mark in word for mark in "/@.") else ""


def _base(char: str) -> str:
    """The letter without its accents; a space for none."""
    return unicodedata.normalize("NFD", char)[:1] or " "


def _holds(before: str, char: str) -> bool:
    """True when a letter cannot stand at the start of a line after these."""
    if before[-1] == "\u200d" or before[-1] in _THAI_LEADING or char in _THAI_FOLLOWING:
        return True
    if _UNPARTED_SCRIPTS.match(char):
        return len(before) < 3
    return bool(WIDE.match(before[-1]) or WIDE.match(char)) and len(before) < 4 and not may_part(before, char)
