"""The guard: every line of a storyboard kept within the brand's rules, and a check that it is."""

import functools
import re
from collections.abc import Sequence

from spotwright.storyboard import casing, grammar, text
from spotwright.storyboard.board import Scene, Storyboard
from spotwright.storyboard.restrictions import Rules, forbidden_colors, read_restrictions, with_terms
from spotwright.storyboard.synonyms import SYNONYMS

__all__ = ["Rules", "forbidden_colors", "guarded", "read_restrictions", "shows_people", "violations", "with_terms"]

_EXCLAMATION = re.compile(r"[!！¡]")
_QUESTION = re.compile(r"[?？¿]")
_PEOPLE = re.compile(
    r"(?i)\b(?:people|person|persons|man|men|woman|women|girls?|boys?|child(?:ren)?|kids?|famil(?:y|ies)|team|crowd|couple|"
    r"runner|dentist|patient|hands?|faces?|someone|smil\w+|laughing|customers?|chef|driver|commuter)\b"
)
_ROUNDS = 3
"""A synonym or a closed gap can bring another forbidden term about, so the terms are gone through again."""


def violations(storyboard: Storyboard, restrictions: Sequence[str]) -> tuple[str, ...]:
    """What in a storyboard breaks a restriction on words or marks, as sentences; empty when all are kept."""
    rules = read_restrictions(restrictions)
    return tuple(
        f"Scene {scene.scene_idx}: {name} {broken}"
        for scene in storyboard.scenes
        for name, line in _lines(scene).items()
        for broken in _broken(line, rules)
    )


def _lines(scene: Scene) -> dict[str, str]:
    names = ("headline", "support", "kicker", "script", "description", "subject")
    return {name: getattr(scene, name) for name in names}


def _broken(line: str, rules: Rules) -> list[str]:
    found = [f"says “{term}”" for term in rules.terms if pattern_of(term).search(line)]
    found += ["has an exclamation mark"] if rules.no_exclamations and _EXCLAMATION.search(line) else []
    found += ["asks a question"] if rules.no_questions and _QUESTION.search(line) else []
    return found


@functools.lru_cache(maxsize=512)
def pattern_of(term: str) -> re.Pattern[str]:
    """What counts as saying a term: its words in any case, with a plural's or verb's ending, however joined."""
    joined = r"[\W_]+".join(re.escape(part) for part in re.findall(r"\w+", term.lower()))
    stem = joined[:-1] + "(?:e|(?=ing|ed))" if joined.endswith("e") else joined
    return re.compile(rf"(?i)(?<!\w){stem}(?:s|es|d|ed|ing|ly)?(?!\w)")


def shows_people(line: str) -> bool:
    """True when what a line describes seems to have people in it."""
    return bool(_PEOPLE.search(line))


def guarded(line: str, rules: Rules) -> str:
    """A line that keeps the rules: a forbidden word gives way to a synonym, or is left out. It may end up empty."""
    kept = line
    for _ in range(_ROUNDS):
        for term in rules.terms:
            kept = _without(kept, term, rules)
    if any(pattern_of(term).search(kept) for term in rules.terms):
        return ""
    if rules.no_exclamations:
        kept = re.sub(r"\s*[!！]+", ".", kept).replace("¡", "")
    if rules.no_questions:
        kept = re.sub(r"\s*[?？]+", ".", kept).replace("¿", "")
    if rules.no_capitals:
        kept = re.sub(r"\b[A-Z]{5,}\b", lambda match: match.group().capitalize(), kept)
    return text.tidy(kept) if kept != line else kept


def _without(line: str, term: str, rules: Rules) -> str:
    """The line without one term, in the case and with the articles that the change asks for."""
    pattern = pattern_of(term)
    if not pattern.search(line):
        return line

    def replaced(match: re.Match[str]) -> str:
        synonym = _synonym(match.group().lower(), term, rules)
        return casing.capital(synonym) if match.group()[:1].isupper() else synonym

    swapped = pattern.sub(replaced, line)
    for synonym in SYNONYMS.get(term, ()):
        article = rf"\g<1>{grammar.article(synonym)[1:]} "
        swapped = re.sub(rf"(?i)\b(a)n?\s+(?={re.escape(synonym)}\b)", article, swapped)
    swapped = re.sub(r"(?i)\b(?:a|an|the|your|our)\s+(?=[.,;:!?]|$)", "", text.tidy(swapped))
    return casing.capital(text.tidy(swapped)) if line[:1].isupper() else text.tidy(swapped)


def _synonym(word: str, term: str, rules: Rules) -> str:
    """The first synonym of a word that is not forbidden too, or nothing."""
    options = SYNONYMS.get(word, SYNONYMS.get(term, ()))
    allowed = (option for option in options if not any(pattern_of(other).search(option) for other in rules.terms))
    return next(allowed, "")
