"""Gain that follows the sound: compressor and true-peak limiter, both with look-ahead, worked out per millisecond."""

import numpy as np
from numpy.typing import NDArray

from spotwright.render.sound.filters import SAMPLE_RATE, Samples
from spotwright.render.sound.loudness import PEAK_BLOCK, peaks

_LOOK_AHEAD = 5
"""Milliseconds the limiter sees a peak before it comes."""
_MILLISECOND = SAMPLE_RATE // 1000
_CHUNK = 1 << 17


def apply_gain(samples: Samples, gain: NDArray[np.float64], block: int, *, in_place: bool = False) -> Samples:
    """Samples times a gain given once per ``block`` samples, with straight lines between the blocks' middles."""
    out = samples if in_place else np.empty_like(samples)
    middles = (np.arange(gain.size) + 0.5) * block
    for start in range(0, samples.shape[0], _CHUNK):
        piece = samples[start : start + _CHUNK]
        smooth = np.interp(np.arange(start, start + piece.shape[0]), middles, gain).astype(np.float32)
        np.multiply(piece, smooth[:, None] if samples.ndim > 1 else smooth, out=out[start : start + piece.shape[0]])
    return out


def _smallest_around(values: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    padded = np.pad(values, reach, mode="edge")
    windows: NDArray[np.float64] = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    return np.asarray(windows.min(axis=1))


def _released(gain: NDArray[np.float64], seconds: float) -> NDArray[np.float64]:
    """Gain that falls at once and comes back slowly, one value a millisecond."""
    step = 1 - np.exp(-0.001 / seconds)
    out = gain.tolist()
    now = 1.0
    for index, wanted in enumerate(out):
        now = min(wanted, now + (1.0 - now) * step)
        out[index] = now
    return np.array(out)


def limit(samples: Samples, ceiling: float, *, release: float = 0.08) -> Samples:
    """Samples whose true peak stays at or below ``ceiling`` (linear), louder parts turned down smoothly.

    Where nothing is too loud, the samples come back as they are.
    """
    highest = peaks(samples).astype(np.float64)
    if not np.any(highest > ceiling):
        return samples
    needed = np.minimum(1.0, ceiling / np.maximum(highest, 1e-9))
    held = _released(_smallest_around(needed, _LOOK_AHEAD), release)
    window = np.hanning(2 * _LOOK_AHEAD + 1)[1:-1]
    smooth = np.convolve(np.pad(held, _LOOK_AHEAD - 1, mode="edge"), window / window.sum(), mode="valid")
    return apply_gain(samples, smooth, PEAK_BLOCK)


def compress(
    samples: Samples, *, threshold: float, ratio: float, attack: float, release: float, knee: float = 6.0
) -> Samples:
    """Turns down what is louder than ``threshold`` dBFS (RMS of 10 ms) by ``ratio``; times in seconds, no make-up."""
    mono = samples if samples.ndim == 1 else (samples[:, 0] + samples[:, 1]) * np.float32(0.5)
    count = -(-mono.size // _MILLISECOND)
    power = np.pad(mono, (0, count * _MILLISECOND - mono.size)).reshape(count, _MILLISECOND).astype(np.float64) ** 2
    level = np.convolve(power.mean(axis=1), np.ones(10) / 10, mode="same")
    over = 10 * np.log10(np.maximum(level, 1e-12)) - threshold
    bent = np.where(over > knee / 2, over, np.where(over > -knee / 2, (over + knee / 2) ** 2 / (2 * knee), 0.0))
    wanted = (-(1 - 1 / ratio) * bent).tolist()
    down, up = 1 - np.exp(-0.001 / attack), 1 - np.exp(-0.001 / release)
    now = 0.0
    for index, goal in enumerate(wanted):
        now += (goal - now) * (down if goal < now else up)
        wanted[index] = now
    return apply_gain(samples, 10 ** (np.array(wanted) / 20), _MILLISECOND)
