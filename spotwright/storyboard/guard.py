"""The brand's restrictions: read from plain sentences, applied to every line, and checked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spotwright.storyboard import casing, grammar, text
from spotwright.storyboard.board import Scene, Storyboard
from spotwright.storyboard.colors import COLOR_NAMES
from spotwright.storyboard.wordset import wordset

_VERB = (
    r"(?:say|saying|use|using|mention|mentioning|write|writing|include|including|show|showing|reference|referencing|refer(?:ring)? to|"
    r"talk(?:ing)? about|claim|claiming|call it|promise|promising|depict|depicting|name|naming|feature|featuring)"
)
_FORBIDS = re.compile(
    rf"(?i)(?:\b(?:never|do not|don['’]?t|does not|must not|mustn['’]t|cannot|can['’]?t|may not|should not|shouldn['’]t|avoid|stay away from|refrain from|ban(?:ned)?|forbidden|exclude|no|without|not)\b[:,]?\s*)"
    rf"(?:(?:ever|to be|be)\s+)?(?:{_VERB}\s+)?(?:any\s+|the\s+|a\s+|our\s+)*(?P<what>.+)$"
)
_LABEL = re.compile(
    r"(?i)^(?:(?:use|mention|say|show)s?\s+of\s+)?(?:the\s+)?(?:following\s+)?(?:words?|phrases?|terms?|names?|expressions?|claims?|competitors?|brands?)(?:\s+(?:like|such as|of))?\s*[:,]?\s*(?=\S)"
)
_QUOTED = re.compile(r"[\"“„«]([^\"”“»]{1,60})[\"”“»]|(?<!\w)[‘']([^‘’']{1,60})[’'](?!\w)")
_REQUIRES = re.compile(r"(?i)\b(?:always|must|include|add|end with|legal line|disclaimer)\b")
_MAX_TERMS = 40
_MAX_TERM_WORDS = 4
_VAGUE = wordset("""competitor competitors names name claims claim medical health legal comparisons comparison comparative jargon slang profanity
    swearing politics political religion religious humor humour sarcasm irony negativity negative violence violent nudity stereotypes
    clichés cliches language content tone topics topic statements superlatives puns jokes buzzwords technical terms details
    controversial offensive messaging imagery images pictures photos stock text logo logos fonts font background backgrounds
    distort stretch alter change modify crop rotate""")
"""Words that describe what is unwanted without being it: nobody's copy says "medical claims"."""
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "cheap": ("affordable", "good-value"), "cheaper": ("more affordable",), "cheapest": ("most affordable",),
    "guarantee": ("promise", "assurance"), "guaranteed": ("promised", "assured"), "guarantees": ("promises", "assures"),
    "best": ("finest", "top"), "free": ("complimentary", "no-cost"), "buy": ("get", "order"), "revolutionary": ("new",),
    "amazing": ("wonderful", "great"), "perfect": ("ideal", "just right"), "cure": ("care", "relief"), "luxury": ("fine", "premium"),
    "luxurious": ("fine",), "expensive": ("costly",), "easy": ("simple", "effortless"), "fast": ("quick", "swift"), "quick": ("fast",),
    "discount": ("saving", "offer"), "sale": ("offer",), "deal": ("offer",), "customers": ("people",), "users": ("people",),
    "consumer": ("person",), "problem": ("challenge", "question"), "problems": ("challenges",), "hate": ("dislike",), "love": ("enjoy", "adore"),
    "crazy": ("remarkable",), "insane": ("remarkable",), "unique": ("distinctive",), "innovative": ("new", "fresh"), "solution": ("answer",),
    "natural": ("simple",), "healthy": ("good",), "safe": ("secure",), "instant": ("quick",), "instantly": ("quickly",), "always": ("every time",),
    "never": ("not",), "every": ("each",), "very": (), "just": (), "really": (), "better": ("finer", "improved"), "smart": ("clever",),
    "kids": ("children", "little ones"), "patients": ("people",), "elderly": ("older",), "donate": ("give",), "win": ("get",), "risk-free": (),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rules:
    """Restrictions as a writer can obey them."""

    terms: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    no_exclamations: bool = False
    no_questions: bool = False
    no_capitals: bool = False
    no_people: bool = False
    required: tuple[str, ...] = ()
    """Words that must stand in the ad, such as a legal line."""
    unread: tuple[str, ...] = ()
    """Restrictions that no rule could be made of."""


def read_restrictions(restrictions: Sequence[str]) -> Rules:
    """Rules from sentences such as "never say cheap", "no exclamation marks" or "avoid the word 'guarantee'"."""
    rules = Rules()
    for raw in restrictions[:60]:
        for sentence in re.split(r"[;\n]+|(?<=[.!])\s+", text.clean(raw, limit=2000)):
            if text.words(sentence) or _QUOTED.search(sentence):
                rules = _with(rules, text.tidy(sentence))
    return replace(
        rules,
        terms=tuple(sorted(dict.fromkeys(rules.terms), key=len, reverse=True))[:_MAX_TERMS],
        colors=tuple(dict.fromkeys(rules.colors)),
    )


def with_terms(rules: Rules, terms: Sequence[str]) -> Rules:
    """The rules and some more words that must not appear."""
    found = dict.fromkeys((*rules.terms, *(term for raw in terms if (term := _term(raw)))))
    return replace(rules, terms=tuple(sorted(found, key=len, reverse=True))[:_MAX_TERMS])


def forbidden_colors(restrictions: Sequence[str]) -> tuple[str, ...]:
    """The names of colours that the restrictions rule out, in the order of their naming."""
    return read_restrictions(restrictions).colors


def _with(rules: Rules, sentence: str) -> Rules:
    """The rules and what one more sentence asks for."""
    match = _FORBIDS.search(sentence)
    if match is None:
        quoted = _required(sentence)
        if quoted and _REQUIRES.search(sentence):
            return replace(rules, required=rules.required + quoted)
        return replace(rules, unread=(*rules.unread, sentence))
    what = match.group("what").lower()
    if re.search(r"\bexclamation", what) or what.strip(" .'\"") == "!":
        return replace(rules, no_exclamations=True)
    if re.search(r"\bemojis?\b|\bemoticons?\b|\bhashtags?\b", what):
        return rules
    if re.search(r"\b(?:all[- ]caps|capital letters|capitals|upper[- ]?case|shouting)\b", what):
        return replace(rules, no_capitals=True)
    if re.search(r"\bquestions?\b", what):
        return replace(rules, no_questions=True)
    if (colors := _colors(what)) and not _quoted(sentence):
        return replace(rules, colors=rules.colors + colors)
    if re.fullmatch(r"(?:images? of |pictures? of |photos? of )?(?:people|persons|faces|humans|models)\W*", what):
        return replace(rules, no_people=True)
    terms = _quoted(sentence) or tuple(term for term in _listed(match.group("what")) if not set(term.split()) <= _VAGUE)
    return replace(rules, terms=rules.terms + terms) if terms else replace(rules, unread=(*rules.unread, sentence))


def _quoted(sentence: str) -> tuple[str, ...]:
    return tuple(term for found in _QUOTED.findall(sentence) if (term := _term(found[0] or found[1])))


def _required(sentence: str) -> tuple[str, ...]:
    """Quoted words as they are written."""
    return tuple(
        line for found in _QUOTED.findall(sentence) if (line := text.bare(text.clean_line(found[0] or found[1])))
    )


def _colors(what: str) -> tuple[str, ...]:
    """Colours, when a restriction names nothing else."""
    core = re.sub(
        r"\b(?:colou?rs?|the|any|shades? of|or|and|tones?|backgrounds?|text|bright|dark|light|as|main|in|images?|on|anything|of)\b|[^a-z\s]",
        " ",
        what,
    )
    found = core.split()
    return tuple(found) if found and all(word in COLOR_NAMES for word in found) else ()


def _listed(what: str) -> tuple[str, ...]:
    """Terms of an unquoted list; a long phrase is a wish for people to read, not a term."""
    core = _LABEL.sub("", text.bare(what))
    core = re.split(r"(?i)\s+(?:in|when|because|since|as it|unless|except|for|on|at|it)\s+", core)[0]
    core = re.sub(r"(?i)\s+(?:please|ever|at all|anywhere|words?|claims?)$", "", core)
    terms = [
        re.sub(rf"(?i)^(?:{_VERB}|the|any|a|an|words?|like|such as)\s+", "", part.strip())
        for part in re.split(r",|/|\s+(?:or|and|nor)\s+", core)
    ]
    cleaned = [term for raw in terms if (term := _term(raw))]
    return tuple(cleaned) if cleaned and all(len(text.words(term)) <= _MAX_TERM_WORDS for term in cleaned) else ()


def _term(raw: str) -> str:
    term = " ".join(text.words(raw))
    return term.lower() if len(term) > 1 else ""


def pattern_of(term: str) -> re.Pattern[str]:
    """What counts as saying a term: its words in any case, with a plural or a verb's ending, whatever stands between."""
    parts = [re.escape(part) for part in re.findall(r"\w+", term.lower())]
    joined = r"[\W_]+".join(parts)
    stem = joined[:-1] + "(?:e|(?=ing|ed))" if joined.endswith("e") else joined
    return re.compile(rf"(?i)(?<!\w){stem}(?:s|es|d|ed|ing|ly)?(?!\w)")


def violations(storyboard: Storyboard, restrictions: Sequence[str]) -> tuple[str, ...]:
    """What in a storyboard breaks a restriction on words or marks, as sentences; empty when all are kept."""
    rules = read_restrictions(restrictions)
    found = []
    for scene in storyboard.scenes:
        for name, value in _lines(scene).items():
            found += [
                f"Scene {scene.scene_idx}: {name} says “{term}”"
                for term in rules.terms
                if pattern_of(term).search(value)
            ]
            if rules.no_exclamations and re.search(r"[!！¡]", value):
                found.append(f"Scene {scene.scene_idx}: {name} has an exclamation mark")
            if rules.no_questions and name != "description" and re.search(r"[?？¿]", value):
                found.append(f"Scene {scene.scene_idx}: {name} asks a question")
    return tuple(found)


def _lines(scene: Scene) -> dict[str, str]:
    return {
        name: getattr(scene, name) for name in ("headline", "support", "kicker", "script", "description", "subject")
    }


def guarded(line: str, rules: Rules) -> str:
    """A line that keeps the rules: a forbidden word gives way to a synonym, or is left out. It may end up empty."""
    kept = line
    for _ in range(3):
        for term in rules.terms:
            kept = _without(kept, term, rules)
    if any(pattern_of(term).search(kept) for term in rules.terms):
        kept = ""
    if rules.no_exclamations:
        kept = re.sub(r"\s*[!！]+", ".", kept).replace("¡", "")
    if rules.no_questions:
        kept = re.sub(r"\s*[?？]+", ".", kept).replace("¿", "")
    if rules.no_capitals:
        kept = re.sub(r"\b[A-Z]{5,}\b", lambda match: match.group().capitalize(), kept)
    return text.tidy(kept) if kept != line else kept


def _without(line: str, term: str, rules: Rules) -> str:
    pattern = pattern_of(term)
    if not pattern.search(line):
        return line

    def replaced(match: re.Match[str]) -> str:
        word = match.group().lower()
        for synonym in _SYNONYMS.get(word, _SYNONYMS.get(term, ())):
            if not any(pattern_of(other).search(synonym) for other in rules.terms):
                return casing.capital(synonym) if match.group()[:1].isupper() else synonym
        return ""

    swapped = pattern.sub(replaced, line)
    for synonym in _SYNONYMS.get(term, ()):
        swapped = re.sub(
            rf"(?i)\b(a)n?\s+(?={re.escape(synonym)}\b)", rf"\g<1>{grammar.article(synonym)[1:]} ", swapped
        )
    swapped = re.sub(r"(?i)\b(a|an|the|your|our)\s+(?=[.,;:!?]|$)", "", text.tidy(swapped))
    opened = line[:1].isupper()
    return casing.capital(text.tidy(swapped)) if opened else text.tidy(swapped)
