"""Band-limited resampling by small whole factors, with polyphase windowed-sinc filters."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spotwright.render.sound import kernels

Mono = NDArray[np.float32]
"""Samples of one channel, shaped ``(samples,)``."""

_TAPS = 48
"""Taps per phase: the stop band lies 90 dB down; up to 0.85 of the lower rate's band passes whole."""
_BETA = 9.0


@lru_cache(maxsize=4)
def _phases(factor: int, taps: int) -> tuple[Mono, ...]:
    """One filter for each output phase; phase 0 is the input itself, delayed."""
    length = factor * taps
    at = (np.arange(length + 1) - length / 2) / factor
    kernel = np.sinc(at) * np.kaiser(length + 1, _BETA)
    return tuple(kernel[phase : phase + length : factor].astype(np.float32) for phase in range(factor))


def upsample(samples: Mono, factor: int, *, taps: int = _TAPS) -> Mono:
    """``factor`` times as many samples, of the same signal; the input's samples are among them."""
    padded = np.pad(samples, taps // 2).astype(np.float32)
    out = np.empty((samples.size, factor), np.float32)
    out[:, 0] = samples
    between = np.empty(samples.size, np.float32)
    for phase, kernel in enumerate(_phases(factor, taps)[1:], start=1):
        kernels.convolve_short(padded[1:], np.ascontiguousarray(kernel[::-1]), between)
        out[:, phase] = between
    return out.reshape(-1)


class Halver:
    """Half the sample rate, for sound that comes piece by piece; the result is some samples late."""

    def __init__(self) -> None:
        even, odd = _phases(2, _TAPS)
        self._filters = np.ascontiguousarray(odd[::-1]) / 2, float(even[_TAPS // 2]) / 2
        self._before = np.zeros(2 * _TAPS, np.float32)

    def feed(self, samples: Mono) -> Mono:
        """The next piece at half the rate; all pieces but the last have an even length."""
        joined = np.concatenate([self._before, samples, np.zeros(samples.size % 2, np.float32)])
        self._before = joined[-2 * _TAPS :].copy()
        kernel, middle = self._filters
        count = (joined.size - 2 * _TAPS) // 2
        out = np.empty(count, np.float32)
        kernels.convolve_short(np.ascontiguousarray(joined[1::2][: count + _TAPS - 1]), kernel, out)
        out += np.float32(middle) * joined[_TAPS : _TAPS + 2 * count : 2]
        return out


class Doubler:
    """Twice the sample rate, for sound that comes piece by piece; the result is some samples late."""

    def __init__(self, *, channels: int) -> None:
        self._filter = np.ascontiguousarray(_phases(2, _TAPS)[1][::-1])
        self._before = np.zeros((_TAPS, channels), np.float32)

    def feed(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """The next piece, shaped ``(samples, channels)``, with twice as many samples."""
        joined = np.concatenate([self._before, samples])
        self._before = joined[-_TAPS:].copy()
        count, channels = samples.shape
        out = np.empty((count, 2, channels), np.float32)
        between = np.empty(count, np.float32)
        for side in range(channels):
            channel = np.ascontiguousarray(joined[:, side])
            kernels.convolve_short(channel[1:], self._filter, between)
            out[:, 0, side] = channel[_TAPS // 2 : _TAPS // 2 + count]
            out[:, 1, side] = between
        return out.reshape(2 * count, channels)
