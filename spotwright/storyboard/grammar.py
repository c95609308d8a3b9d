"""A little English grammar, enough to bend a client's clause: articles, numbers, verbs."""

import re

from spotwright.storyboard.lexicon import (
    AFTER_A_VERB,
    COUNT_NOUNS,
    IRREGULAR_PAST,
    MASS_NOUNS,
    NOUN_TOO,
    PLURAL_ONLY,
    VERBS,
)

_CONSONANT_SOUND = re.compile(r"(?i)^(?:uni(?:[^nm]|$)|use|usu|user|eu|ubi|uk\b|us\b|usb|one\b|once|ur[ai]n|ut[ie])")

_SHORTEST_PLURAL = 4
"""Of shorter words the final s is their own: gas, bus."""
_SHORTEST_PARTICIPLE = 5
"""Shorter words in -ed are none: red, bed, need."""
_SHORTEST_DOUBLED = 3


def article(noun: str) -> str:
    """Choose "a" or "an" as the noun phrase sounds: an hour, a unicorn, an 8-bit, a VPN."""
    first = noun.strip("\"'“‘(")
    if _CONSONANT_SOUND.match(first):
        return "a"
    letters = first.split(" ")[0].split("-")[0]
    if letters.isupper() and len(letters) > 1:
        return "an" if letters[0] in "AEFHILMNORSX" else "a"
    return "an" if re.match(r"(?i)[aeiou]|8|11\b|18\b|honest|hour|heir", first) else "a"


def head_noun(phrase: str) -> str:
    """The noun that a phrase is about: "running shoes for winter" is about shoes."""
    core = re.split(
        r"(?i)\s+(?:for|with|that|which|who|of|from|in|by|made|built|designed|to|on|at)\s+|[,.;:(]", phrase
    )[0]
    found = re.findall(r"[^\W\d_][\w’'-]*", core)
    return found[-1].lower() if found else ""


def is_plural(phrase: str) -> bool:
    """True when the phrase's head noun is a plural, as far as its form tells."""
    noun = head_noun(phrase)
    if noun in PLURAL_ONLY:
        return True
    if noun in MASS_NOUNS or not noun.endswith("s") or len(noun) < _SHORTEST_PLURAL:
        return False
    return not noun.endswith(("ss", "us", "is", "ics", "ness", "ous"))


def with_article(phrase: str) -> str | None:
    """The phrase as a sentence needs it ("a coffee subscription", "tax software"), or None when unsure."""
    if re.match(r"(?i)(?:a|an|the|your|our|my|one|two|three|\d+)\s", phrase):
        return phrase
    noun = head_noun(phrase)
    if is_plural(phrase) or noun in MASS_NOUNS:
        return phrase
    if noun in COUNT_NOUNS or noun.endswith(("er", "or", "tion", "ment", "app")):
        return f"{article(phrase)} {phrase}"
    return None


def singular(noun: str) -> str:
    """The singular of a regular plural; anything else as it is."""
    lower = noun.lower()
    if lower in PLURAL_ONLY or not is_plural(noun):
        return noun
    if lower.endswith("ies") and len(lower) > _SHORTEST_PLURAL:
        return noun[:-3] + "y"
    if lower.endswith(("ches", "shes", "xes", "sses", "zzes")):
        return noun[:-2]
    return noun[:-1]


def base_of_third_person(word: str) -> str | None:
    """Shorten "files" to "file"; None when the word is not a known verb in the third person."""
    lower = word.lower()
    if lower == "has":
        return "have"
    candidates = [
        lower[:-3] + "y" if lower.endswith("ies") else "",
        lower[:-2] if lower.endswith("es") else "",
        lower[:-1] if lower.endswith("s") else "",
    ]
    return next((candidate for candidate in candidates if candidate in VERBS), None)


def base_of_gerund(word: str) -> str | None:
    """Shorten "saving" to "save" and "running" to "run"; None when the word is not a known verb's -ing form."""
    lower = word.lower()
    if not lower.endswith("ing"):
        return None
    stem = lower[:-3]
    undoubled = stem[:-1] if len(stem) >= _SHORTEST_DOUBLED and stem[-1:] == stem[-2:-1] else ""
    return next((candidate for candidate in (stem, stem + "e", undoubled) if candidate in VERBS), None)


def third_person(verb: str) -> str:
    """Lengthen "save" to "saves", "carry" to "carries", "teach" to "teaches"."""
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2:-1] not in "aeiou" else verb + "s"


def is_order(clause: str) -> bool:
    """True when the clause is an imperative: "Save ten hours", "Never miss a day", but not "Rest areas"."""
    found = re.findall(r"[\w’'-]+", clause.lower())
    if found and found[0] in {
        "never",
        "always",
        "don’t",
        "don't",
        "please",
        "just",
        "simply",
        "finally",
        "instantly",
        "easily",
    }:
        found = found[1:]
    if not found or found[0] not in VERBS:
        return False
    if found[0] not in NOUN_TOO:
        return True
    return len(found) == 1 or found[1] in AFTER_A_VERB or found[1].isdigit()


def is_verb(word: str) -> bool:
    """True for a known verb in its base form."""
    return word.lower() in VERBS


def is_participle(clause: str) -> bool:
    """True when the clause opens with a past participle: "Hand-assembled in Geneva", "Made to last"."""
    found = re.findall(r"[\w’'-]+", clause.lower())
    if found and found[0].endswith("ly") and len(found) > 1:
        found = found[1:]
    if not found:
        return False
    first = found[0].split("-")[-1]
    if first in IRREGULAR_PAST or (first.endswith("ed") and len(first) >= _SHORTEST_PARTICIPLE):
        followed = found[1] if len(found) > 1 else "by"
    else:
        return False
    return followed in {
        "in",
        "by",
        "for",
        "to",
        "from",
        "with",
        "on",
        "at",
        "since",
        "over",
        "into",
        "and",
        "like",
        "under",
        "using",
        "without",
        "out",
        "daily",
        "weekly",
        "fresh",
        "only",
        "entirely",
        "straight",
        "as",
        "right",
        "within",
    }
