"""Chords, voicings and melodies. Chords are written as symbols in C major or A minor and moved to the key."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_ROOTS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_QUALITIES = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "5": (0, 7),
    "6": (0, 4, 7, 9),
    "69": (0, 4, 7, 9, 14),
    "7": (0, 4, 7, 10),
    "9": (0, 4, 7, 10, 14),
    "13": (0, 4, 10, 14, 21),
    "add9": (0, 4, 7, 14),
    "madd9": (0, 3, 7, 14),
    "maj7": (0, 4, 7, 11),
    "maj9": (0, 4, 7, 11, 14),
    "m7": (0, 3, 7, 10),
    "m9": (0, 3, 7, 10, 14),
    "m11": (0, 3, 7, 10, 17),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "7sus4": (0, 5, 7, 10),
    "9sus4": (0, 5, 7, 10, 14),
}
PENTATONIC = (0, 2, 4, 7, 9)
"""The notes, in C, that are at ease over any chord of the key; A minor shares them."""


@dataclass(frozen=True, slots=True)
class Chord:
    """Pitch classes in the key of the piece: the bass note, the root, and all tones from the root up."""

    bass: int
    root: int
    tones: tuple[int, ...]


def chord(symbol: str, key: int) -> Chord:
    """``"Fmaj9/A"`` moved up by ``key`` semitones."""
    match = re.fullmatch(r"([A-G])([b#]?)([a-z0-9]*)(?:/([A-G])([b#]?))?", symbol)
    if match is None or match[3] not in _QUALITIES:
        raise ValueError(f"{symbol!r} is no chord symbol")
    root = (_ROOTS[match[1]] + _accidental(match[2]) + key) % 12
    bass = (_ROOTS[match[4]] + _accidental(match[5]) + key) % 12 if match[4] else root
    return Chord(bass, root, tuple((root + interval) % 12 for interval in _QUALITIES[match[3]]))


def _accidental(sign: str) -> int:
    return {"b": -1, "#": 1}.get(sign, 0)


def voicing(wanted: Chord, before: Sequence[int], *, low: int, high: int, voices: int = 4) -> tuple[int, ...]:
    """MIDI notes of the chord between ``low`` and ``high``, moving as little as possible from ``before``.

    With more tones than ``voices`` the fifth goes first, then the root, which the bass has anyway.
    """
    tones = list(wanted.tones)
    while len(tones) > voices:
        tones.pop(2 if len(tones) > 4 else 0)
    options = [[note for note in range(low, high + 1) if note % 12 == tone] for tone in tones]
    best: tuple[float, tuple[int, ...]] | None = None
    for notes in itertools.product(*options):
        ordered = tuple(sorted(notes))
        gaps = [upper - lower for lower, upper in itertools.pairwise(ordered)]
        if min(gaps, default=3) < 1:
            continue
        cost = sum(4.0 for gap in gaps if gap == 1) + sum(max(0, gap - 7) for gap in gaps) * 1.5
        cost += sum(2.0 for lower, gap in zip(ordered, gaps, strict=False) if gap < 3 and lower < 55)
        centre = sum(before) / len(before) if before else (low + high) / 2
        cost += 1.2 * abs(sum(ordered) / len(ordered) - centre)
        cost += sum(min(abs(note - old) for old in before) for note in ordered) if before else 0.0
        if best is None or (cost, ordered) < best:
            best = (cost, ordered)
    return best[1] if best else tuple(sorted(option[0] for option in options if option))


def nearest(pitch_class: int, around: float) -> int:
    """The MIDI note of that pitch class nearest to ``around``."""
    base = round(around)
    return min(
        (note for note in range(base - 6, base + 7) if note % 12 == pitch_class % 12), key=lambda n: abs(n - around)
    )


def within(midi: int, low: int, high: int) -> int:
    """The same note in the octave that lies between ``low`` and ``high``, which are at least an octave apart."""
    while midi > high:
        midi -= 12
    while midi < low:
        midi += 12
    return midi


def in_scale(midi: float, key: int) -> int:
    """The note of the key's pentatonic scale nearest to ``midi``."""
    allowed = {(key + step) % 12 for step in PENTATONIC}
    base = round(midi)
    return min((note for note in range(base - 3, base + 4) if note % 12 in allowed), key=lambda n: (abs(n - midi), n))


def contour(count: int, random: np.random.Generator) -> tuple[int, ...]:
    """Scale steps of a singable line of ``count`` notes: it wanders by steps, leaps once, and comes back."""
    steps = [0]
    leap = int(random.integers(1, max(2, count - 1)))
    direction = 1
    for index in range(1, count):
        size = 2 + int(random.integers(0, 2)) if index == leap else int(random.choice([0, 1, 1, 1]))
        if abs(steps[-1] + direction * size) > 4 or random.random() < 0.25:
            direction = -direction
        steps.append(steps[-1] + direction * size)
    return tuple(steps)
