"""Tempo: beats that fall on the film's cuts, and a last beat that leaves time to ring out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BAR = 4
"""Beats of a bar."""

_BEND = 0.05
"""How far the tempo may bend between two cuts; less is not noticed."""
_STEP = 0.25
"""Beats per minute between two tempos tried."""
_MISSED = 1.5
"""What it costs to meet a cut with no beat: more than an ending in the middle of a bar."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """The beats of a piece: ``times[k]`` is the second of beat ``k``; the last entry is the final chord."""

    bpm: float
    times: NDArray[np.float64]

    @property
    def last(self) -> int:
        """The number of the last beat."""
        return self.times.size - 1

    def at(self, beat: float) -> float:
        """The second of any place in the piece, given in beats; after the last beat time goes on evenly."""
        if beat <= self.last:
            return float(np.interp(beat, np.arange(self.times.size), self.times))
        return float(self.times[-1] + (beat - self.last) * 60 / self.bpm)


def find_tempo(seconds: float, cuts: Sequence[float], *, slowest: float, fastest: float, wish: float) -> Tempo:
    """The tempo between ``slowest`` and ``fastest`` whose beats meet the cuts best; ``wish`` (0–1) breaks ties.

    Between cuts the tempo bends by at most 5 %, as a conductor would, so that a cut is met exactly.
    """
    shortest_ring, longest_ring = _ring(seconds)
    inner = sorted(cut for cut in set(cuts) if 0.3 < cut < seconds - 0.3)[:64]
    best: tuple[float, float, NDArray[np.float64]] | None = None
    for bpm in np.arange(slowest, fastest + _STEP / 2, _STEP):
        beat = 60 / float(bpm)
        anchors, cost = _anchors(inner, beat)
        start, number = anchors[-1]
        for last in range(number, number + 2 + int((seconds - start) / beat)):
            ring = seconds - (start + (last - number) * beat)
            if not shortest_ring <= ring <= longest_ring or last < 2:
                continue
            total = cost + {0: 0.0, 2: 0.5}.get(last % BAR, 1.5)
            total += 0.3 * abs(ring - (shortest_ring + longest_ring) / 2)
            total += 0.4 * abs((bpm - slowest) / max(fastest - slowest, 1.0) - wish)
            if best is None or total < best[0]:
                best = (total, float(bpm), _beats([*anchors, (start + (last - number) * beat, last)]))
    if best is None:
        return _shortest(seconds, fastest)
    return Tempo(best[1], best[2])


def _ring(seconds: float) -> tuple[float, float]:
    """The least and the most time for the last chord, in a film of this length."""
    return min(2.0, max(0.7, 0.12 * seconds)), min(4.2, max(1.6, 0.26 * seconds))


def _shortest(seconds: float, bpm: float) -> Tempo:
    """For films too short for any rule: as many beats as leave a third of the time to ring."""
    count = max(1, int(seconds * 0.66 * bpm / 60))
    return Tempo(bpm, np.linspace(0.0, seconds * 0.66, count + 1))


def _anchors(cuts: Sequence[float], beat: float) -> tuple[list[tuple[float, int]], float]:
    """The (second, beat) pairs that the tempo meets exactly, and what the cuts it misses cost."""
    anchors = [(0.0, 0)]
    cost = 0.0
    for cut in cuts:
        time, number = anchors[-1]
        count = round((cut - time) / beat)
        if count < 2:
            cost += _MISSED
            continue
        bend = (cut - time) / (count * beat) - 1
        if abs(bend) <= _BEND:
            anchors.append((cut, number + count))
            cost += 5.0 * abs(bend) + (0.0, 0.35, 0.2, 0.35)[(number + count) % BAR]
        else:
            cost += _MISSED + 2.0 * abs(cut - time - count * beat) / beat
    return anchors, cost


def _beats(anchors: Sequence[tuple[float, int]]) -> NDArray[np.float64]:
    times, numbers = zip(*anchors, strict=True)
    return np.asarray(np.interp(np.arange(numbers[-1] + 1), numbers, times), np.float64)
