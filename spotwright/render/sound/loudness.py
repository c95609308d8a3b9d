"""Loudness and true peak after ITU-R BS.1770-4: what platforms measure when they turn a film down."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spotwright.render.sound import kernels
from spotwright.render.sound.filters import SAMPLE_RATE, Samples

SILENCE_LUFS = -70.0
"""The absolute gate: what is quieter, or shorter than one block of 400 ms, counts as silence."""
PEAK_BLOCK = 48
"""Samples per entry of :func:`peaks`: one millisecond."""
STEP = SAMPLE_RATE // 10
"""Samples per entry of :func:`energies`."""

_STEPS = 4
_OFFSET = -0.691
_RELATIVE_GATE = -10.0
_REACH = 12
"""Samples on either side that a point between two samples is worked out from."""
_K_WEIGHTING = np.array(
    [
        (1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585),
        (1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621),
    ]
)
"""The two filters of the recommendation for 48 kHz, a shelf and a high pass: b0, b1, b2, a1, a2."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """A measurement: ``integrated`` in LUFS (never below −70) and ``true_peak`` in dBTP (−inf for digital silence)."""

    integrated: float
    true_peak: float


class Meter:
    """Measures sound that comes piece by piece, as if it had come in one; ``channels`` is 1 or 2."""

    def __init__(self, channels: int = 2) -> None:
        self._memory = np.zeros((2, channels, 2))
        self._energies: list[NDArray[np.float64]] = []
        # A point between two samples needs some on either side: the last ones wait for their successors.
        self._waiting = np.zeros((2 * _REACH, channels), np.float32)
        self._rest = np.zeros((0, channels), np.float32)
        self._highest = 0.0

    def feed(self, samples: Samples) -> None:
        """Takes the next piece, shaped ``(samples, channels)``."""
        piece = np.concatenate([self._rest, samples])
        steps = piece.shape[0] // STEP
        energy = np.zeros(steps)
        kernels.weighted_energy(piece, _K_WEIGHTING, self._memory, STEP, energy)
        self._energies.append(energy)
        self._rest = piece[steps * STEP :].copy()
        self._look(np.concatenate([self._waiting, samples]))

    def loudness(self) -> Loudness:
        """What was measured; nothing more can be fed."""
        self._look(np.concatenate([self._waiting, np.zeros_like(self._waiting)]))
        peak = 20 * math.log10(self._highest) if self._highest > 0 else -math.inf
        return Loudness(gated(np.concatenate([np.zeros(0), *self._energies])), peak)

    def _look(self, samples: Samples) -> None:
        """Finds the highest peak of samples, of which the first and the last few are only there to be looked at."""
        count = samples.shape[0] - 2 * _REACH
        found = np.zeros(-(-count // PEAK_BLOCK), np.float32)
        kernels.true_peaks(samples, _REACH, count, *_between(), (self._highest, True), found)
        self._highest = max(self._highest, float(found.max(initial=0.0)))
        self._waiting = samples[samples.shape[0] - 2 * _REACH :].copy()


def _channels(samples: Samples) -> Samples:
    return np.ascontiguousarray(samples[:, None] if samples.ndim == 1 else samples, np.float32)


def measure(samples: Samples) -> Loudness:
    """Both measurements at once."""
    channels = _channels(samples)
    meter = Meter(channels.shape[1])
    meter.feed(channels)
    return meter.loudness()


def energies(samples: Samples) -> NDArray[np.float64]:
    """The weighted mean square of each :data:`STEP` samples, over all channels."""
    channels = _channels(samples)
    energy = np.zeros(channels.shape[0] // STEP)
    kernels.weighted_energy(channels, _K_WEIGHTING, np.zeros((2, channels.shape[1], 2)), STEP, energy)
    return energy


def blocks(energy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Momentary loudness (LUFS) of each 400 ms from the energies of 100 ms."""
    if energy.size < _STEPS:
        return np.zeros(0)
    power = np.convolve(energy, np.ones(_STEPS) / _STEPS, mode="valid")
    return np.asarray(_OFFSET + 10 * np.log10(np.maximum(power, 1e-12)), np.float64)


def gated(energy: NDArray[np.float64]) -> float:
    """Integrated loudness (LUFS) from the energies of 100 ms."""
    momentary = blocks(energy)
    heard = momentary[momentary > SILENCE_LUFS]
    if not heard.size:
        return SILENCE_LUFS
    loud = heard[heard > _mean(heard) + _RELATIVE_GATE]
    return max(SILENCE_LUFS, _mean(loud))


def _mean(momentary: NDArray[np.float64]) -> float:
    return float(10 * np.log10(np.mean(10 ** (momentary / 10))))


def integrated(samples: Samples) -> float:
    """Gated loudness of the whole, in LUFS."""
    return gated(energies(samples))


def gain_to(samples: Samples, target: float) -> np.float32:
    """The factor that brings samples to a loudness in LUFS; 1 for silence."""
    measured = integrated(samples)
    return np.float32(10 ** ((target - measured) / 20)) if measured > SILENCE_LUFS else np.float32(1.0)


@lru_cache(maxsize=1)
def _between() -> tuple[NDArray[np.float32], float]:
    """The filters for the three points between two samples, and the most they can make of samples up to 1."""
    distance = np.arange(-_REACH, _REACH + 1) - (np.arange(3)[:, None] + 1) / 4
    window = np.i0(8.0 * np.sqrt(np.maximum(0, 1 - (distance / (_REACH + 1)) ** 2))) / np.i0(8.0)
    kernel = np.sinc(distance) * window
    return kernel.astype(np.float32), float(np.abs(kernel).sum(axis=1).max())


def peaks(samples: Samples, *, least: float = 0.0) -> NDArray[np.float32]:
    """The largest magnitude of each :data:`PEAK_BLOCK` samples, at four times the sample rate and over all channels.

    Where it is surely at most ``least``, only the samples themselves are looked at, which is much faster.
    """
    channels = _channels(samples)
    found = np.zeros(-(-channels.shape[0] // PEAK_BLOCK), np.float32)
    kernels.true_peaks(channels, 0, channels.shape[0], *_between(), (least, False), found)
    return found


def true_peak(samples: Samples) -> float:
    """The highest peak between and on the samples, in dBTP."""
    return measure(samples).true_peak
