"""Equalisers made of second-order sections: cheap, without delay, and good for sound that comes piece by piece.

The designs are those of the well-known audio cookbook by R. Bristow-Johnson.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spotwright.render.sound import kernels
from spotwright.render.sound.filters import SAMPLE_RATE, Samples, band_of

Section = tuple[float, float, float, float, float]
"""b0, b1, b2, a1, a2 of ``y[n] = b0 x[n] + b1 x[n−1] + b2 x[n−2] − a1 y[n−1] − a2 y[n−2]``."""

PASS: Section = (1.0, 0.0, 0.0, 0.0, 0.0)
BUTTERWORTH = math.sqrt(0.5)

_PIECE = 1 << 14
"""Samples filtered at a time, so that several pairs of sections find them in the cache."""


class Equaliser:
    """Sections one after the other, with a memory: what is filtered in pieces sounds as if it were in one."""

    def __init__(self, *sections: Section, channels: int = 2) -> None:
        even = [*sections, PASS] if len(sections) % 2 else [*sections]
        self._sections = np.array(even, np.float64).reshape(-1, 5)
        self._memory = np.zeros((len(even), channels, 2))

    def filter(self, samples: Samples) -> Samples:
        """Filters samples, shaped ``(samples, channels)`` or flat for one channel, in place, and gives them back."""
        flat = samples.reshape(-1, self._memory.shape[1])
        for start in range(0, flat.shape[0], _PIECE):
            kernels.filter_pairs(flat[start : start + _PIECE], self._sections, self._memory)
        return samples


def _angles(hertz: float, quality: float) -> tuple[float, float]:
    angle = 2 * math.pi * min(hertz, 0.49 * SAMPLE_RATE) / SAMPLE_RATE
    return math.cos(angle), math.sin(angle) / (2 * quality)


def _normal(b0: float, b1: float, b2: float, a0: float, a1: float, a2: float) -> Section:
    return b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0


def high_pass(hertz: float, quality: float = BUTTERWORTH) -> Section:
    """12 dB an octave below a corner."""
    cosine, alpha = _angles(hertz, quality)
    return _normal((1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2, 1 + alpha, -2 * cosine, 1 - alpha)


def low_pass(hertz: float, quality: float = BUTTERWORTH) -> Section:
    """12 dB an octave above a corner."""
    cosine, alpha = _angles(hertz, quality)
    return _normal((1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2, 1 + alpha, -2 * cosine, 1 - alpha)


def slow_high_pass(hertz: float) -> Section:
    """6 dB an octave below a corner."""
    tangent = math.tan(math.pi * hertz / SAMPLE_RATE)
    return _normal(1.0, -1.0, 0.0, 1 + tangent, tangent - 1, 0.0)


def band_pass(hertz: float, *, octaves: float) -> Section:
    """What lies around a frequency: 0 dB there, −3 dB at the edges of a band so many octaves wide."""
    cosine, alpha = _angles(hertz, 1 / (2 * math.sinh(math.log(2) / 2 * octaves)))
    return _normal(alpha, 0.0, -alpha, 1 + alpha, -2 * cosine, 1 - alpha)


def bell(hertz: float, decibels: float, *, octaves: float) -> Section:
    """A boost or cut around a frequency, half its decibels at the edges of a band so many octaves wide."""
    cosine, alpha = _angles(hertz, 1 / (2 * math.sinh(math.log(2) / 2 * octaves)))
    gain = 10 ** (decibels / 40)
    return _normal(1 + alpha * gain, -2 * cosine, 1 - alpha * gain, 1 + alpha / gain, -2 * cosine, 1 - alpha / gain)


@dataclass(frozen=True, slots=True)
class Band:
    """What lies between two corners in Hz, 12 dB an octave beyond them; a corner of 0 is none."""

    low: float = 0.0
    high: float = 0.0

    def __call__(self, hertz: NDArray[np.float64]) -> NDArray[np.float64]:
        """The gain (linear) over frequency."""
        return band_of(self.low, self.high)(hertz)

    def filter(self, samples: Samples) -> Samples:
        """Filters one channel in place, and gives it back."""
        sections = (*([high_pass(self.low)] if self.low else []), *([low_pass(self.high)] if self.high else []))
        return Equaliser(*sections, channels=1).filter(samples) if sections else samples


def response(sections: list[Section], hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    """The gain (dB) of sections in a row, over frequency."""
    z = np.exp(-2j * np.pi * hertz / SAMPLE_RATE)
    total = np.zeros(hertz.size)
    for b0, b1, b2, a1, a2 in sections:
        total += 20 * np.log10(np.maximum(np.abs((b0 + b1 * z + b2 * z**2) / (1 + a1 * z + a2 * z**2)), 1e-6))
    return total
