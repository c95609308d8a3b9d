"""The brand's restrictions, read from plain sentences into rules that a writer can obey."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from spotwright.storyboard import text
from spotwright.storyboard.colors import COLOR_NAMES
from spotwright.storyboard.wordset import wordset

_SAYS = (
    r"(?:say|saying|use|using|mention|mentioning|write|writing|include|including|show|showing|reference|referencing"
    r"|refer(?:ring)? to|talk(?:ing)? about|claim|claiming|call(?:ing)? (?:it|us|them)|promise|promising"
    r"|depict|depicting|name|naming|feature|featuring)"
)
_NOT = (
    r"(?:never|do not|don['’]?t|does not|must not|mustn['’]t|cannot|can['’]?t|may not|should not|shouldn['’]t|avoid"
    r"|stay away from|refrain from|ban(?:ned)?|forbidden|exclude|no|without|not)"
)
_FORBIDS = re.compile(
    rf"(?i)\b{_NOT}\b[:,]?\s*(?:(?:ever|to be|be)\s+)?(?:{_SAYS}\s+)?(?:any\s+|the\s+|an?\s+|our\s+)*(?P<what>.+)$"
)
_LABEL = re.compile(
    r"(?i)^(?:(?:use|mention|say|show)s?\s+of\s+)?(?:the\s+)?(?:following\s+)?"
    r"(?:words?|phrases?|terms?|names?|expressions?|claims?|competitors?|brands?)"
    r"(?:\s+(?:like|such as|of))?\s*[:,]?\s*(?=\S)"
)
_REASON = re.compile(r"(?i)\s+(?:in|when|because|since|as it|unless|except|for|on|at|it)\s+")
_ADDED = re.compile(r"(?i)\s+(?:please|ever|at all|anywhere|words?|claims?)$")
_ARTICLE = re.compile(rf"(?i)^(?:{_SAYS}|the|any|an?|words?|like|such as)\s+")
_COLOR_COMPANY = re.compile(
    r"\b(?:colou?rs?|the|an?|any|shades?|or|and|tones?|backgrounds?|text|bright|dark|light|as|main|in|images?|on|anything|of)\b"
    r"|[^a-z\s]"
)
_QUOTED = re.compile(r"[\"“„«]([^\"”“»]{1,60})[\"”“»]|(?<!\w)[‘']([^‘’']{1,60})[’'](?!\w)")
_REQUIRES = re.compile(r"(?i)\b(?:always|must|include|add|end with|legal line|disclaimer)\b")
_PEOPLE = re.compile(
    r"(?i)(?:(?:image|picture|photo)s? of |showing |any |real )?(?:people|persons?|faces?|humans?|models?)\W*"
)
_VAGUE = wordset("""
    competitor competitors names name claims claim medical health legal comparisons comparison comparative
    jargon slang profanity swearing politics political religion religious humor humour sarcasm irony negativity
    negative violence violent nudity stereotypes clichés cliches language content tone topics topic statements
    superlatives puns jokes buzzwords technical terms details controversial offensive messaging imagery images
    pictures photos stock text logo logos fonts font background backgrounds distort stretch alter change modify
    crop rotate about
    """)
"""Words that describe what is unwanted without being it: nobody's copy says "medical claims"."""
_MAX_SENTENCES = 60
_MAX_TERMS = 40
_MAX_TERM_WORDS = 4


@dataclass(frozen=True, slots=True)
class Rules:
    """Restrictions as a writer can obey them."""

    terms: tuple[str, ...] = ()
    """Words and phrases that must not appear, in small letters, the longest first."""
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
    sentences = (
        text.tidy(sentence)
        for raw in restrictions[:_MAX_SENTENCES]
        for sentence in re.split(r"[;\n]+|(?<=[.!])\s+", text.clean(raw, limit=2000))
    )
    for sentence in sentences:
        if text.words(sentence):
            rules = _with(rules, sentence)
    return replace(with_terms(rules, ()), colors=tuple(dict.fromkeys(rules.colors)))


def with_terms(rules: Rules, terms: Sequence[str]) -> Rules:
    """The rules and some more things that must not be said or, if they are people, shown."""
    found = dict.fromkeys((*rules.terms, *(term for raw in terms if (term := _term(raw)))))
    no_people = rules.no_people or any(_PEOPLE.fullmatch(term) for term in terms)
    return replace(rules, terms=tuple(sorted(found, key=len, reverse=True))[:_MAX_TERMS], no_people=no_people)


def forbidden_colors(restrictions: Sequence[str]) -> tuple[str, ...]:
    """The names of colours that the restrictions rule out, in the order of their naming."""
    return read_restrictions(restrictions).colors


_MARKS: tuple[tuple[str, Callable[[Rules], Rules]], ...] = (
    (r"\bexclamation|^\W*!\W*$", lambda rules: replace(rules, no_exclamations=True)),
    # Copy is written without emoji and hashtags in any case.
    (r"\bemojis?\b|\bemoticons?\b|\bhashtags?\b", lambda rules: rules),
    (
        r"\b(?:all[- ]caps|capital letters|capitals|upper[- ]?case|shouting)\b",
        lambda rules: replace(rules, no_capitals=True),
    ),
    (r"\bquestions?(?: marks?)?\W*$", lambda rules: replace(rules, no_questions=True)),
    (_PEOPLE.pattern + "$", lambda rules: replace(rules, no_people=True)),
)


def _with(rules: Rules, sentence: str) -> Rules:
    """The rules and what one more sentence asks for."""
    match = _FORBIDS.search(sentence)
    if match is None:
        required = _required(sentence) if _REQUIRES.search(sentence) else ()
        unread = () if required else (sentence,)
        return replace(rules, required=rules.required + required, unread=rules.unread + unread)
    quoted = _quoted(sentence)
    if not quoted:
        for pattern, noted in _MARKS:
            if re.match(rf".*?(?:{pattern.removeprefix('(?i)')})", match["what"], re.IGNORECASE):
                return noted(rules)
        if colors := _colors(match["what"].lower()):
            return replace(rules, colors=rules.colors + colors)
    terms = quoted or tuple(term for term in _listed(match["what"]) if not set(term.split()) <= _VAGUE)
    return replace(rules, terms=rules.terms + terms, unread=rules.unread + (() if terms else (sentence,)))


def _quoted(sentence: str) -> tuple[str, ...]:
    return tuple(term for found in _QUOTED.findall(sentence) if (term := _term(found[0] or found[1])))


def _required(sentence: str) -> tuple[str, ...]:
    """Quoted words as they are written."""
    lines = (text.bare(text.clean_line(found[0] or found[1])) for found in _QUOTED.findall(sentence))
    return tuple(line for line in lines if text.words(line))


def _colors(what: str) -> tuple[str, ...]:
    """Colours, when a restriction names nothing else."""
    found = _COLOR_COMPANY.sub(" ", what).split()
    return tuple(found) if all(word in COLOR_NAMES for word in found) else ()


def _listed(what: str) -> tuple[str, ...]:
    """Terms of an unquoted list; a long phrase is a wish for people to read, not a term."""
    core = _ADDED.sub("", _REASON.split(_LABEL.sub("", text.bare(what)))[0])
    parts = [_ARTICLE.sub("", part.strip()) for part in re.split(r",|/|\s+(?:or|and|nor)\s+", core)]
    terms = [term for part in parts if (term := _term(part))]
    return tuple(terms) if all(len(term.split()) <= _MAX_TERM_WORDS for term in terms) else ()


def _term(raw: str) -> str:
    term = " ".join(text.words(raw)).lower()
    return term if len(term) > 1 else ""
