"""The tone of voice, out of free words, and what each tone does to a line."""

import random
import re
from collections.abc import Sequence

from spotwright.storyboard.phrasebook import Line, Tone
from spotwright.storyboard.wordset import wordset

_WORDS: tuple[tuple[Tone, frozenset[str]], ...] = (
    (
        "playful",
        wordset("""
            playful fun funny quirky humor humour humorous cheeky whimsical lighthearted light-hearted witty silly
            joyful cheerful youthful upbeat
            """),
    ),
    (
        "luxury",
        wordset("luxury luxurious premium elegant sophisticated refined exclusive timeless opulent haute"),
    ),
    ("urgent", wordset("urgent urgency fast-paced now-or-never fomo hurry immediate pressing")),
    (
        "warm",
        wordset("""
            warm friendly caring heartfelt empathetic gentle compassionate family emotional tender reassuring
            approachable human cosy cozy soft calm kind hopeful sincere nostalgic authentic
            """),
    ),
    (
        "bold",
        wordset("""
            bold energetic edgy daring powerful dynamic disruptive loud epic intense rebellious high-energy strong
            motivational inspiring inspirational provocative
            adventurous rugged
            """),
    ),
    ("serious", wordset("serious sober grave factual formal dramatic documentary solemn authoritative")),
    (
        "professional",
        wordset("""
            professional confident corporate business b2b trustworthy expert informative clean technical reliable
            precise modern clear credible smart matter-of-fact
            """),
    ),
)
_FORMAL: dict[str, str] = {
    "it’s": "it is",
    "you’ll": "you will",
    "you’re": "you are",
    "you’ve": "you have",
    "don’t": "do not",
    "isn’t": "is not",
    "they’re": "they are",
    "that’s": "that is",
    "won’t": "will not",
    "can’t": "cannot",
    "there’s": "there is",
    "here’s": "here is",
    "shouldn’t": "should not",
    "haven’t": "have not",
    "hasn’t": "has not",
    "doesn’t": "does not",
    "we’d": "we would",
    "let’s": "let us",
}
_CONTRACTION = re.compile(r"(?i)\b(?:" + "|".join(_FORMAL) + r")\b")
_PARTICULAR: frozenset[Tone] = frozenset({"luxury", "serious"})
"""Tones that everyday lines do not suit."""
_NEAR: dict[Tone, frozenset[Tone]] = {
    "plain": frozenset(),
    "playful": frozenset({"warm", "bold"}),
    "luxury": frozenset(),
    "professional": frozenset({"bold", "warm"}),
    "urgent": frozenset({"bold"}),
    "warm": frozenset({"professional", "playful"}),
    "bold": frozenset({"urgent", "playful", "professional"}),
    "serious": frozenset(),
}
_NOT_PLAIN: frozenset[Tone] = frozenset({"luxury", "urgent", "serious"})


_MARKED = 0.5
"""How far a line that is marked for the tone comes before the others; at 1 it always would."""


def tone_of(*sources: str | None) -> Tone:
    """The tone that the first telling source names ("warm but professional" is warm), or plain."""
    for source in sources:
        for word in re.findall(r"[a-z0-9-]+", (source or "")[:600].lower()):
            tone = next((tone for tone, known in _WORDS if word in known), None)
            if tone is not None:
                return tone
    return "plain"


def fits(line: Line, tone: Tone) -> bool:
    """True when a line suits the tone: it is marked for it or for one near it, or both it and the tone are everyday."""
    if tone in line.tones or line.tones & _NEAR[tone]:
        return True
    everyday = not line.tones and tone not in _PARTICULAR
    return everyday or (tone == "plain" and not line.tones & _NOT_PLAIN)


def ranked(lines: Sequence[Line], tone: Tone, chance: random.Random) -> list[Line]:
    """The lines that fit, shuffled so that those marked for the tone mostly come first, those of a near tone last."""
    places = {line: chance.random() + _handicap(line, tone) for line in lines if fits(line, tone)}
    return sorted(places, key=lambda line: places[line])


def _handicap(line: Line, tone: Tone) -> float:
    if tone in line.tones:
        return -_MARKED
    return _MARKED / 2 if line.tones and tone != "plain" else 0.0


def formal(text: str) -> str:
    """The text without contractions, as luxury and serious ads speak."""

    def full(match: re.Match[str]) -> str:
        spelled = _FORMAL[match.group().lower()]
        return spelled.capitalize() if match.group()[0].isupper() else spelled

    return _CONTRACTION.sub(full, text)
