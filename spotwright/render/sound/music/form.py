"""The form of a piece: how many bars, and how full each of them is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from spotwright.render.sound.filters import SAMPLE_RATE
from spotwright.render.sound.music.tempo import BAR, Tempo


class Level(IntEnum):
    """How much of the band plays."""

    INTRO = 0
    BUILD = 1
    LIFT = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its number, its first beat, its length in beats (the last may be short) and how full it is."""

    number: int
    beat: int
    beats: int
    level: Level
    leads_on: bool = False
    """True in the bar before a fuller part: a riser, a fill."""
    arrives: bool = False
    """True in the first bar of the lift."""


ARC_STEP = 4800
"""Samples per entry of :func:`arc`."""
_ARC = (-3.0, -1.5, 0.0)
"""dB by which each level is turned down: a mixing engineer's hand on the fader."""
_LIFT_AT = (0.26, 0.50)
"""The share of the piece in which the lift may begin; where in it, a cut of the film decides."""
_LONG = 14
"""From so many bars on, the lift makes room for a quieter passage before the end."""


def bars(tempo: Tempo, cuts: Sequence[float]) -> tuple[Bar, ...]:
    """The bars of a piece from its tempo; the lift begins on the bar nearest to a cut, where the product appears."""
    count = -(-tempo.last // BAR)
    levels = _levels(count, tempo, cuts)
    found: list[Bar] = []
    for number, level in enumerate(levels):
        beat = number * BAR
        following = levels[number + 1] if number + 1 < count else level
        before = levels[number - 1] if number else level
        found.append(
            Bar(
                number,
                beat,
                min(BAR, tempo.last - beat),
                level,
                leads_on=following is Level.LIFT and level is not Level.LIFT,
                arrives=level is Level.LIFT and before is not Level.LIFT,
            )
        )
    return tuple(found)


def _levels(count: int, tempo: Tempo, cuts: Sequence[float]) -> list[Level]:
    if count <= 2:
        return [Level.BUILD, Level.LIFT][-count:]
    low, high = (max(1, round(share * count)) for share in _LIFT_AT)
    choices = range(low, max(low, high) + 1)

    def distance(bar: int) -> float:
        time = tempo.at(bar * BAR)
        nearest = min((abs(time - cut) for cut in cuts), default=0.0)
        return min(nearest, 1.0) + 0.04 * abs(bar - 0.36 * count) + (0.15 if bar % 2 else 0.0)

    lift = min(choices, key=distance)
    intro = max(1, lift // 2) if lift > 1 else 1
    levels = [Level.INTRO] * intro + [Level.BUILD] * (lift - intro) + [Level.LIFT] * (count - lift)
    if count >= _LONG:
        rest = round(0.68 * count)
        rest -= rest % 2
        levels[rest : rest + 2] = [Level.BUILD] * 2
    return levels


def arc(bars: Sequence[Bar], tempo: Tempo, length: int) -> NDArray[np.float64]:
    """The gain of the whole band over time, one value each :data:`ARC_STEP` samples: it grows with the form."""
    starts = [tempo.at(bar.beat) for bar in bars]
    at = (np.arange(length // ARC_STEP + 2) + 0.5) * ARC_STEP / SAMPLE_RATE
    levels = np.array([_ARC[bar.level] for bar in bars])
    steps = levels[np.clip(np.searchsorted(starts, at, side="right") - 1, 0, len(bars) - 1)]
    return np.asarray(10 ** (np.convolve(np.pad(steps, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid") / 20))
