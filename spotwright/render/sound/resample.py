"""Band-limited resampling by small whole factors, with polyphase windowed-sinc filters."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

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
    if samples.size == 0:
        return samples.astype(np.float32)
    padded = np.pad(samples, taps // 2).astype(np.float32)
    out = np.empty((samples.size, factor), np.float32)
    out[:, 0] = samples
    for phase, kernel in enumerate(_phases(factor, taps)[1:], start=1):
        out[:, phase] = np.convolve(padded, kernel, mode="valid")[1:]
    return out.reshape(-1)
