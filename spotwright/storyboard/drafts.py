"""A draft: one way to write a scene, and the means that every kind of scene is drafted with."""

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from spotwright.storyboard import casing, grammar, text
from spotwright.storyboard.board import Role
from spotwright.storyboard.clauses import Clause, list_items
from spotwright.storyboard.phrasebook import ANYTHING, GOODS, Line, Subject, Tone
from spotwright.storyboard.reading import Reading
from spotwright.storyboard.speech import speaking_seconds
from spotwright.storyboard.statements import same
from spotwright.storyboard.tones import ranked

HEADLINE_COLUMNS = 42
HEADLINE_WORDS = 8
SUPPORT_COLUMNS = 72
_WHOLE_COLUMNS = 56
"""A sentence that has no good seam stands in a headline whole up to this width."""
_MIN_REST = 3
_BEAT_WORDS = 2
_GOODS = frozenset(subject.name for subject in GOODS)
_TORN = re.compile(r"(?i)of\b")
_FINITE = re.compile(
    r"(?i)\b(?:is|are|was|were|will|can|has|have|had|would|could|may|do|does|need|needs|gives?|makes?|goes|means)\b"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """One way to write a scene. ``scripts`` go from the longest to the shortest; the last may be silence."""

    headline: str
    support: str = ""
    kicker: str = ""
    scripts: tuple[str, ...] = ("",)
    uses: frozenset[str] = frozenset()
    """Keys of the client's statements in it, so that no other scene repeats them."""
    tones: frozenset[Tone] = frozenset()
    """The tones that its line is marked for."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a scene has to tell: its role, its share of the benefits, and what its neighbours already tell."""

    role: Role
    clauses: tuple[Clause, ...] = ()
    tells_offer: bool = False
    """True when a scene of its own tells the offer, so the end card need not."""


def headline(sentence: str) -> str:
    """A sentence's headline: short, divided where a reader would take breath."""
    return headline_and_rest(sentence)[0]


def headline_and_rest(sentence: str) -> tuple[str, str]:
    """A sentence as headline and what is left of it for the line below."""
    bare = text.bare(sentence)
    if beats := _beats(bare):
        return beats, ""
    head, rest = text.divide(bare, HEADLINE_COLUMNS)
    if len(text.words(head)) > HEADLINE_WORDS:
        shorter, more = text.divide(bare, HEADLINE_COLUMNS - 10)
        head, rest = (head, rest) if _is_clumsy(more) else (shorter, more)
    if _is_clumsy(rest) and text.width(bare) <= _WHOLE_COLUMNS:
        return bare, ""
    return head, support(rest)


def _is_clumsy(rest: str) -> bool:
    """True when a second line would look torn off: a few words, or a sentence that lost its subject."""
    return bool(rest) and bool(_FINITE.search(rest) or len(text.words(rest)) < _MIN_REST or _TORN.match(rest))


def _beats(bare: str) -> str:
    """Three short things as three beats: "fast, reliable and affordable" -> "Fast. Reliable. Affordable."."""
    items = list_items(bare)
    if (
        len(items) != 3  # noqa: PLR2004 - three beats
        or "," not in bare
        or re.search(r"(?i)\bor\b", bare)
        or any(len(text.words(item)) > _BEAT_WORDS for item in items)
    ):
        return ""
    beats = " ".join(casing.capital(item) + "." for item in items)
    return beats if text.width(beats) <= HEADLINE_COLUMNS else ""


def support(sentence: str) -> str:
    """A sentence as the line below a headline."""
    bare = casing.capital(text.bare(text.tidy(sentence)))
    return bare if text.width(bare) <= SUPPORT_COLUMNS else text.divide(bare, SUPPORT_COLUMNS)[0]


def said(clause: Clause, reading: Reading) -> str:
    """A clause as a sentence of the voice-over."""
    if clause.alone:
        return clause.whole
    if clause.kind == "does":
        first, _, rest = clause.text.partition(" ")
        base = grammar.base_of_third_person(first)
        return text.stop(
            f"They {base} {rest}" if reading.product.plural and base else f"It {casing.inner(first)} {rest}"
        )
    return text.stop(clause.text)


def shortening(*scripts: str) -> tuple[str, ...]:
    """Scripts in the order of preference, without such as take no less time than one before; silence last."""
    kept: list[str] = []
    for script in scripts:
        if script and (not kept or speaking_seconds(script) < speaking_seconds(kept[-1])):
            kept.append(script)
    return (*kept, "")


def stated(sentence: str, *, kicker: str = "", openers: Sequence[str] = ()) -> Draft:
    """A client's own sentence as a scene."""
    head, rest = headline_and_rest(sentence)
    full = text.stop(sentence)
    scripts = shortening(*(f"{opener} {full}" for opener in openers), full, text.stop(head))
    return Draft(head, rest, kicker, scripts, frozenset({same(sentence)}))


def from_line(line: Line) -> Draft:
    """A line of the phrase book as a scene."""
    return Draft(line.headline, scripts=shortening(line.script, text.stop(line.headline)), tones=line.tones)


def pool(reading: Reading, pick: Callable[[Subject], Sequence[Line]], chance: random.Random) -> list[Line]:
    """Lines of the category, then of the audience, then such as fit anything; of each those in the very tone first."""
    near: list[Line] = []
    own: list[Line] = []
    for subject in near_subjects(reading):
        near += pick(subject)
        own += ranked(pick(subject), reading.tone, chance)
    general = ranked(pick(ANYTHING), reading.tone, chance)
    if reading.tone not in {"luxury", "serious"}:
        return own + general
    calm = [line for line in near if line not in own and not line.tones and not re.search(r"[?!]", line.headline)]
    return own + calm + general


def near_subjects(reading: Reading) -> Iterable[Subject]:
    """The category and the audiences of a reading. Nobody eats an app, so goods' lines are not for it."""
    if reading.category is not None and not (reading.digital and reading.category.name in _GOODS):
        yield reading.category
    yield from reading.audiences
