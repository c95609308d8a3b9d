"""Gain that follows the sound: compressor and true-peak limiter, both with look-ahead, worked out per millisecond.

What changes samples does so in place: float32, shaped ``(samples, 2)``, or flat for one channel.
"""

import numpy as np
from numpy.typing import NDArray

from spotwright.render.sound import kernels, loudness
from spotwright.render.sound.filters import SAMPLE_RATE, Samples
from spotwright.render.sound.loudness import PEAK_BLOCK, peaks

_LOOK_AHEAD = 5
"""Milliseconds the limiter sees a peak before it comes."""
_RELEASE = 0.08
"""Seconds in which it lets go."""
_MILLISECOND = SAMPLE_RATE // 1000
_ROUNDS = 4
"""How often a gain is worked out anew for what the limiter takes away."""
_MOST_BACK = 12.0
"""dB that a limited sound is turned up at most to make up for its peaks."""

Gain = NDArray[np.float64]
"""A factor per :data:`PEAK_BLOCK` samples."""


def apply_gain(samples: Samples, gain: Gain, block: int, *, start: int = 0) -> Samples:
    """Turns samples by a gain given once per ``block`` samples, with straight lines between the blocks' middles.

    ``start`` is where the first of them lies on the gain's scale, in samples.
    """
    channels = samples[:, None] if samples.ndim == 1 else samples
    kernels.scale(channels, gain, block, start, channels)
    return samples


def _smallest_around(values: Gain, reach: int) -> Gain:
    padded = np.pad(values, reach, mode="edge")
    windows: Gain = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    return np.asarray(windows.min(axis=1))


def limiting(highest: NDArray[np.float32], ceiling: float) -> Gain:
    """The gain that keeps sound with these :func:`~loudness.peaks` at or below ``ceiling`` (linear)."""
    held = _smallest_around(np.minimum(1.0, ceiling / np.maximum(highest.astype(np.float64), 1e-9)), _LOOK_AHEAD)
    # It falls at once and comes back slowly.
    kernels.follow(held, 1.0, 1.0, 1 - np.exp(-0.001 / _RELEASE))
    window = np.hanning(2 * _LOOK_AHEAD + 1)[1:-1]
    return np.convolve(np.pad(held, _LOOK_AHEAD - 1, mode="edge"), window / window.sum(), mode="valid")


def limit(samples: Samples, ceiling: float) -> Samples:
    """Turns louder parts down smoothly, so that the true peak stays at or below ``ceiling`` (linear)."""
    highest = peaks(samples, least=ceiling)
    if not np.any(highest > ceiling):
        return samples
    return apply_gain(samples, limiting(highest, ceiling), PEAK_BLOCK)


class Levels:
    """What a master's gain is worked out from: how loud a sound is over time, and how high its peaks are."""

    def __init__(self, samples: Samples) -> None:
        self._energies = loudness.energies(samples)
        self._peaks = peaks(samples)
        self.integrated = loudness.gated(self._energies)

    def gain(self, target: float, ceiling: float) -> Gain:
        """The gain that brings the sound to ``target`` LUFS with its true peaks at or below ``ceiling`` dBTP.

        Nothing needs to be measured again for it: a gain that moves slowly raises each energy by its own square.
        """
        wanted, highest = target - self.integrated, 10 ** (ceiling / 20)
        for _ in range(_ROUNDS):
            level = 10 ** (wanted / 20)
            curve = level * limiting(self._peaks * np.float32(level), highest)
            steps = self._energies.size
            per_step = loudness.STEP // PEAK_BLOCK
            power = np.square(curve[: steps * per_step]).reshape(steps, per_step).mean(axis=1)
            lost = target - loudness.gated(self._energies * power)
            if abs(lost) < 0.02:
                break
            wanted = min(wanted + 1.1 * lost, target - self.integrated + _MOST_BACK)
        return curve


def compress(
    samples: Samples, *, threshold: float, ratio: float, attack: float, release: float, knee: float = 6.0
) -> Samples:
    """Turns down what is louder than ``threshold`` dBFS (RMS of 10 ms) by ``ratio``; times in seconds, no make-up."""
    channels = samples[:, None] if samples.ndim == 1 else samples
    power = np.zeros(-(-channels.shape[0] // _MILLISECOND))
    kernels.powers(channels, _MILLISECOND, power)
    level = np.convolve(power, np.ones(10) / 10, mode="same")
    over = 10 * np.log10(np.maximum(level, 1e-12)) - threshold
    bent = np.where(over > knee / 2, over, np.where(over > -knee / 2, (over + knee / 2) ** 2 / (2 * knee), 0.0))
    wanted = -(1 - 1 / ratio) * bent
    kernels.follow(wanted, 0.0, 1 - np.exp(-0.001 / attack), 1 - np.exp(-0.001 / release))
    return apply_gain(samples, 10 ** (wanted / 20), _MILLISECOND)
