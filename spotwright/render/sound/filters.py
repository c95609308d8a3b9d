"""Curves of gain over frequency, and sound shaped by them all at once, without any phase shift."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 48_000

Samples = NDArray[np.float32]
"""Sound, shaped ``(samples,)`` for one channel or ``(samples, 2)`` for stereo."""
Curve = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Gain (linear) over frequency (Hz)."""


def flat(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    """The curve that changes nothing."""
    return np.ones_like(hertz)


def band_of(low: float, high: float) -> Curve:
    """What lies between two corners in Hz; a corner of 0 is none."""
    return chain(*([high_pass(low)] if low else []), *([low_pass(high)] if high else []))


@lru_cache(maxsize=256)
def fast_length(least: int) -> int:
    """The smallest length from ``least`` on that a Fourier transform handles fast: only factors 2, 3 and 5."""
    best = 1 << max(least - 1, 1).bit_length()
    five = 1
    while five < best:
        three = five
        while three < best:
            rest = -(-least // three)
            best = min(best, three * (1 << max(rest - 1, 0).bit_length()))
            three *= 3
        five *= 5
    return best


def bins(size: int) -> NDArray[np.float64]:
    """The frequencies (Hz) of a real transform of ``size`` samples."""
    return np.asarray(np.arange(size // 2 + 1) * (SAMPLE_RATE / size), np.float64)


def shape(samples: Samples, curve: Curve) -> Samples:
    """Sound with its spectrum multiplied by ``curve``, without any phase shift; for one-shots and control paths.

    The whole signal is transformed at once, padded so that what a filter smears does not wrap around.
    """
    if samples.ndim > 1:
        return np.stack([shape(channel, curve) for channel in samples.T], axis=1)
    size = fast_length(samples.size + SAMPLE_RATE // 10)
    spectrum = np.fft.rfft(samples.astype(np.float32, copy=False), size)
    spectrum *= curve(bins(size)).astype(np.float32)
    return np.fft.irfft(spectrum, size)[: samples.size].astype(np.float32, copy=False)


def high_pass(corner: float, *, order: int = 2) -> Curve:
    """A Butterworth-like high pass: −3 dB at ``corner`` Hz, 6·``order`` dB an octave below."""

    def gain(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
        ratio = (hertz / corner) ** order
        return ratio / np.sqrt(1 + ratio**2)

    return gain


def low_pass(corner: float, *, order: int = 2) -> Curve:
    """A Butterworth-like low pass."""
    return lambda hertz: 1 / np.sqrt(1 + (hertz / corner) ** (2 * order))


def bell(centre: float, decibels: float, *, octaves: float = 1.0) -> Curve:
    """A boost or cut of ``decibels`` around ``centre`` Hz, ``octaves`` wide at half its height."""

    def gain(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
        distance = np.log2(np.maximum(hertz, 1.0) / centre) / (octaves / 2)
        return 10 ** (decibels * np.exp2(-(distance**2)) / 20)

    return gain


def chain(*curves: Curve) -> Curve:
    """Several curves one after the other."""

    def gain(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
        product = np.ones_like(hertz)
        for curve in curves:
            product = product * curve(hertz)
        return product

    return gain
