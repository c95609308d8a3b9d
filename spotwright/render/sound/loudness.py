"""Loudness and true peak after ITU-R BS.1770-4: what platforms measure when they turn a film down."""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spotwright.render.sound.filters import SAMPLE_RATE, Samples, convolve

SILENCE_LUFS = -70.0
"""The absolute gate: what is quieter, or shorter than one block of 400 ms, counts as silence."""
PEAK_BLOCK = 48
"""Samples per entry of :func:`peaks`: one millisecond."""

_STEP = SAMPLE_RATE // 10
_STEPS = 4
_OFFSET = -0.691
_RELATIVE_GATE = -10.0
_CHUNK = 4096
_REACH = 12
"""Samples on either side that a point between two samples is worked out from."""
_SHELF = (1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585)
_HIGH_PASS = (1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621)
"""The two filters of the recommendation for 48 kHz: b0, b1, b2, a1, a2."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """A measurement: ``integrated`` in LUFS (never below −70) and ``true_peak`` in dBTP (−inf for digital silence)."""

    integrated: float
    true_peak: float


@lru_cache(maxsize=1)
def _k_weighting() -> NDArray[np.float32]:
    """The impulse response of the recommendation's two filters; it has died away long before its end."""
    response = np.zeros(8192)
    response[0] = 1.0
    for b0, b1, b2, a1, a2 in (_SHELF, _HIGH_PASS):
        out = np.zeros_like(response)
        x1 = x2 = y1 = y2 = 0.0
        for index, x0 in enumerate(response):
            y0 = b0 * x0 + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
            out[index] = y0
            x1, x2, y1, y2 = x0, x1, y0, y1
        response = out
    return response.astype(np.float32)


def block_loudness(samples: Samples) -> NDArray[np.float64]:
    """Momentary loudness (LUFS) of each 400 ms block, one every 100 ms; stereo or mono samples.

    Mono counts as one channel; a mono voice in the middle of a stereo film is 3 dB louder.
    """
    channels = samples[:, None] if samples.ndim == 1 else samples
    steps = channels.shape[0] // _STEP
    if steps < _STEPS:
        return np.zeros(0)
    energy = np.zeros(steps)
    for channel in channels.T:
        weighted = convolve(np.ascontiguousarray(channel), _k_weighting())[: steps * _STEP].reshape(steps, _STEP)
        energy += np.square(weighted, out=weighted).mean(axis=1, dtype=np.float64)
    blocks = np.convolve(energy, np.ones(_STEPS) / _STEPS, mode="valid")
    return np.asarray(_OFFSET + 10 * np.log10(np.maximum(blocks, 1e-12)), np.float64)


def integrated(samples: Samples) -> float:
    """Gated loudness of the whole, in LUFS."""
    blocks = block_loudness(samples)
    heard = blocks[blocks > SILENCE_LUFS]
    if not heard.size:
        return SILENCE_LUFS
    loud = heard[heard > _mean(heard) + _RELATIVE_GATE]
    return max(SILENCE_LUFS, _mean(loud))


def _mean(blocks: NDArray[np.float64]) -> float:
    return float(10 * np.log10(np.mean(10 ** (blocks / 10))))


@lru_cache(maxsize=1)
def _between() -> NDArray[np.float32]:
    """The matrix from a block and :data:`_REACH` samples on either side to the three points between its samples."""
    matrix = np.zeros((3, PEAK_BLOCK + 2 * _REACH, PEAK_BLOCK))
    taps = np.arange(-_REACH, _REACH + 1)
    for point in range(3):
        distance = taps - (point + 1) / 4
        kernel = (
            np.sinc(distance) * np.i0(8.0 * np.sqrt(np.maximum(0, 1 - (distance / (_REACH + 1)) ** 2))) / np.i0(8.0)
        )
        for sample in range(PEAK_BLOCK):
            matrix[point, sample : sample + taps.size, sample] = kernel
    return np.concatenate(list(matrix), axis=1).astype(np.float32)


def peaks(samples: Samples) -> NDArray[np.float32]:
    """The largest magnitude of each :data:`PEAK_BLOCK` samples, at four times the sample rate and over all channels."""
    channels = samples[:, None] if samples.ndim == 1 else samples
    count = -(-channels.shape[0] // PEAK_BLOCK)
    found = np.zeros(count, np.float32)
    for channel in channels.T:
        padded = np.pad(channel, (_REACH, _REACH + count * PEAK_BLOCK - channel.size)).astype(np.float32)
        windows = np.lib.stride_tricks.sliding_window_view(padded, PEAK_BLOCK + 2 * _REACH)[::PEAK_BLOCK]
        for start in range(0, count, _CHUNK):
            rows = np.ascontiguousarray(windows[start : start + _CHUNK])
            between = np.abs(rows @ _between()).max(axis=1)
            on = np.abs(rows[:, _REACH:-_REACH]).max(axis=1)
            part = found[start : start + _CHUNK]
            np.maximum(part, np.maximum(between, on), out=part)
    return found


def true_peak(samples: Samples) -> float:
    """The highest peak between and on the samples, in dBTP."""
    highest = float(peaks(samples).max(initial=0.0))
    return 20 * math.log10(highest) if highest > 0 else -math.inf


def measure(samples: Samples) -> Loudness:
    """Both measurements at once."""
    return Loudness(integrated(samples), true_peak(samples))
