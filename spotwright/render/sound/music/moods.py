"""The moods, read from ``moods.toml``: tempo, harmony, instruments and rhythms; and the choice of one by free words."""

import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

Role = Literal["pad", "chords", "arp", "bass", "lead", "drum"]
Rhythms = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """One player: the tone (see ``tones`` and ``drums``), what it plays, and its place in the mix."""

    tone: str
    role: Role
    rhythms: Rhythms
    gain: float
    """dB."""
    pan: float = 0.0
    """−1 left to 1 right."""
    reverb: float = 0.15
    echo: float = 0.0
    pump: float = 0.0
    """0–1: how far the kick pushes this part down."""
    low: float = 0.0
    """High-pass corner in Hz; 0 is none."""
    high: float = 0.0
    """Low-pass corner in Hz; 0 is none."""
    range: tuple[int, int] = (55, 74)
    """MIDI notes a chord may use."""
    line: tuple[int, ...] = ()
    """For arpeggios: which tone of the chord each note takes; for basses: 0 root, 1 fifth, 2 octave."""
    hold: float = 1.0
    """Length of a note in steps, for tones that are stopped; 0 lets it ring."""
    attack: float = 0.3
    """Seconds until a held tone is there."""
    left_hand: bool = False
    """True when the firm beats of a chord part have its bass note below."""
    fill: str = ""
    """A rhythm in place of the usual one where the music leads on, and in every fourth bar of the lift."""
    colour: Literal["", "tremolo", "chorus"] = ""


@dataclass(frozen=True, slots=True)
class Mood:
    """A way of making music."""

    name: str
    words: frozenset[str]
    """Words of a brief that ask for it."""
    bpm: tuple[float, float]
    keys: tuple[int, ...]
    """Semitones above C (or A for minor); one is chosen."""
    progressions: tuple[tuple[str, ...], ...]
    turn: str
    """The chord of the last bar before the end …"""
    final: str
    """… and the chord that ends the piece."""
    parts: tuple[Part, ...]
    swing: float = 0.0
    """How late every second sixteenth comes: 0 is straight, 0.33 is triplets."""
    space: str = "plate"
    hits: bool = True
    """True when the lift arrives with an impact."""


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


def _load() -> dict[str, Mood]:
    tables = tomllib.loads(resources.files(__package__).joinpath("moods.toml").read_text("utf-8"))
    moods: dict[str, Mood] = {}
    for name, table in tables.items():
        parts = tuple(Part(**{key: _tuples(value) for key, value in part.items()}) for part in table.pop("parts"))
        words = frozenset(table.pop("words").split())
        moods[name] = Mood(name=name, words=words, parts=parts, **{key: _tuples(value) for key, value in table.items()})
    return moods


MOODS = _load()
DEFAULT = "uplifting"


def mood_for(music_style: str | None, style: str, tone: str | None) -> str:
    """The mood that free words ask for. What is said about the music counts most, then the tone, then the style."""
    scores = dict.fromkeys(MOODS, 0.0)
    for weight, text in ((4.0, music_style), (2.0, tone), (1.0, style)):
        words = re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", (text or "")[:500].lower())
        for name, mood in MOODS.items():
            scores[name] += weight * sum(word == name or word in mood.words for word in words)
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0 else DEFAULT
