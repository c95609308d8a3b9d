"""The shape of a phrase book: lines of copy, each with the tones it suits, gathered by subject."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["plain", "playful", "luxury", "professional", "urgent", "warm", "bold", "serious"]

TONE_LETTERS: dict[str, Tone] = {
    "y": "playful",
    "x": "luxury",
    "r": "professional",
    "u": "urgent",
    "w": "warm",
    "b": "bold",
    "s": "serious",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of copy: what the screen shows and what is said with it. Without ``tones`` it suits the everyday ones."""

    headline: str
    script: str
    tones: frozenset[Tone] = frozenset()


@dataclass(frozen=True, slots=True)
class Subject:
    """What can be said and shown about a kind of product or a kind of viewer without knowing more about it.

    Lines state feelings, never facts: a writer who knows nothing of a shop must not promise its delivery times.
    """

    name: str
    keys: tuple[str, ...]
    """Words that give the subject away; ``*`` at the end stands for any ending."""
    hooks: tuple[Line, ...] = ()
    pains: tuple[Line, ...] = ()
    softs: tuple[Line, ...] = ()
    """Benefits that are true of any such product."""
    picture: str = ""
    """What an illustrator would draw, in two to four words."""
    views: tuple[str, ...] = ()
    """What a camera would see."""


def line(source: str) -> Line:
    """A line from its compact form ``headline|script|tones``; without a script the headline is said."""
    headline, _, rest = source.partition("|")
    script, _, letters = rest.partition("|")
    spoken = script or (headline if headline[-1] in ".!?…" else headline + ".")
    return Line(headline, spoken, frozenset(TONE_LETTERS[letter] for letter in letters))


def lines(block: str) -> tuple[Line, ...]:
    """Lines from a block of text, one a row."""
    return tuple(line(row.strip()) for row in block.strip().splitlines() if row.strip())


def subject(
    name: str, keys: str, *, hooks: str, pains: str = "", softs: str = "", picture: str = "", views: str = ""
) -> Subject:
    """A subject from blocks of text."""
    return Subject(
        name,
        tuple(keys.split()),
        lines(hooks),
        lines(pains),
        lines(softs),
        picture,
        tuple(row.strip() for row in views.strip().splitlines()),
    )
