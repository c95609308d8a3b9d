"""Space and glue: reverb, echo, width, tonal balance and saturation."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spotwright.render.sound.filters import (
    SAMPLE_RATE,
    Curve,
    Planes,
    Samples,
    band_of,
    chain,
    convolve,
    equalise,
    high_pass,
    low_pass,
    shape,
)
from spotwright.render.sound.resample import Mono

SPACES = {"room": (0.7, 0.008, 6500.0), "plate": (1.5, 0.018, 7500.0), "hall": (2.6, 0.030, 5200.0)}
"""Reverbs: seconds until 60 dB down, seconds before the first reflection, and the corner (Hz) of their brightness."""

_BALANCE = (
    (25, -16.0),
    (40, -5.0),
    (60, 0.0),
    (100, 0.0),
    (200, -3.5),
    (400, -7.0),
    (800, -10.5),
    (1600, -14.5),
    (3150, -19.5),
    (6300, -25.0),
    (10000, -30.0),
    (16000, -40.0),
)
"""The spectrum (Hz, dB per third of an octave) that records tend to, a little darker: a voice lies on top."""
_BRILLIANCE = 3000.0
"""Above this frequency (Hz) a dull mix is left dull: what would be brought up there is mostly hiss."""
_THIRDS = 10 ** (np.arange(14, 43) / 10)


@lru_cache(maxsize=len(SPACES))
def _impulse(space: str) -> Samples:
    """A stereo room: a few early reflections, then noise that loses its treble first."""
    seconds, delay, corner = SPACES[space]
    random = np.random.default_rng(len(space))
    size = int((delay + seconds) * SAMPLE_RATE)
    time = np.arange(size) / SAMPLE_RATE
    tail = np.zeros((size, 2), np.float32)
    for low, high, faster in ((120, 500, 1.0), (500, 2000, 1.15), (2000, 5000, 1.6), (5000, 12000, 2.6)):
        noise = shape(random.standard_normal((size, 2)).astype(np.float32), chain(band_of(low, high), low_pass(corner)))
        tail += (noise * np.exp(-6.9 * faster * time / seconds)[:, None]).astype(np.float32)
    start = int(delay * SAMPLE_RATE)
    response = np.zeros((size, 2), np.float32)
    response[start:] = tail[: size - start]
    build = np.minimum(np.arange(size - start) / (0.02 * SAMPLE_RATE), 1.0)
    response[start:] *= build[:, None].astype(np.float32)
    for _ in range(10):
        at = start + int(random.uniform(0.002, 0.06) * SAMPLE_RATE)
        response[at, int(random.integers(0, 2))] += np.float32(random.uniform(-1, 1) * 2.0)
    return response / np.float32(np.sqrt(np.sum(response.astype(np.float64) ** 2) / 2))


def reverb(send: Mono, space: str, *, into: Planes, curve: Curve) -> None:
    """Adds the room's answer to ``into``, as loud as the send; ``curve`` filters what the room hears."""
    response = _impulse(space)
    heard = equalise(send, curve, taps=2048)
    for side in (0, 1):
        into[side] += convolve(heard, np.ascontiguousarray(response[:, side]))


def echo(send: Mono, seconds: float, *, into: Planes, feedback: float = 0.42, repeats: int = 5) -> Mono:
    """Adds echoes to ``into`` that go from side to side, each softer than the one before; gives them back in mono."""
    step = max(1, round(seconds * SAMPLE_RATE))
    heard = equalise(send, band_of(250.0, 3800.0), taps=1024)
    mono = np.zeros_like(send)
    for repeat in range(1, repeats + 1):
        at = repeat * step
        if at >= heard.size:
            break
        near = np.float32(feedback ** (repeat - 1))
        into[repeat % 2, at:] += heard[:-at] * near
        into[1 - repeat % 2, at:] += heard[:-at] * (near * np.float32(0.35))
        mono[at:] += heard[:-at] * (near * np.float32(0.7))
    return mono


def chorus(samples: Planes, start: int, *, depth: float = 0.0022, rate: float = 0.6) -> Planes:
    """A slow shimmer: each side hears itself a few milliseconds later, gently moving; ``start`` is where it begins."""
    at = np.arange(samples.shape[1], dtype=np.float64)
    out = samples * np.float32(0.8)
    for side in (0, 1):
        swing = np.sin(2 * np.pi * rate * (at + start) / SAMPLE_RATE + side * np.pi / 2)
        late = at - (0.009 + depth * swing) * SAMPLE_RATE
        out[side] += np.float32(0.48) * np.interp(late, at, samples[side], left=0.0).astype(np.float32)
    return out


def tremolo(samples: Planes, start: int, *, rate: float = 4.2, depth: float = 0.22) -> Planes:
    """Loudness that wanders from side to side, as in a stage piano; ``start`` is where it begins, in samples."""
    at = np.arange(start, start + samples.shape[1], dtype=np.float64) / SAMPLE_RATE
    swing = (depth * np.sin(2 * np.pi * rate * at)).astype(np.float32)
    return samples * np.stack([1 + swing, 1 - swing])


def bands(samples: Samples) -> NDArray[np.float64]:
    """Power in dB of each third of an octave from 25 Hz to 16 kHz, over both channels."""
    size = 1 << 15
    power = np.zeros(size // 2 + 1)
    window = np.hanning(size).astype(np.float32)
    starts = range(0, max(1, samples.shape[0] - size), max(size, samples.shape[0] // 40))
    for start in starts:
        piece = samples[start : start + size]
        for channel in piece.T:
            power += np.abs(np.fft.rfft(channel * window[: channel.size], size)) ** 2
    at = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    edges = [(centre * 2 ** (-1 / 6), centre * 2 ** (1 / 6)) for centre in _THIRDS]
    found = [power[(at >= low) & (at < high)].sum() for low, high in edges]
    return 10 * np.log10(np.maximum(found, 1e-12))


def balance_error(samples: Samples) -> NDArray[np.float64]:
    """How many dB each third of an octave lies above the balance records tend to, with the overall level taken out."""
    hertz, wanted = zip(*_BALANCE, strict=True)
    target = np.interp(np.log2(_THIRDS), np.log2(hertz), wanted)
    difference: NDArray[np.float64] = bands(samples) - target
    heard = (_THIRDS >= 60) & (_THIRDS <= 8000)
    return difference - np.median(difference[heard])


def balance(samples: Samples, *, strength: float = 0.7, most: float = 5.0) -> Samples:
    """A mix moved towards that balance by a smooth, gentle equaliser; it darkens more readily than it brightens."""
    error = np.convolve(np.pad(balance_error(samples), 2, mode="edge"), [0.1, 0.2, 0.4, 0.2, 0.1], mode="valid")
    correction = np.clip(-strength * error, -1.5 * most, np.where(_THIRDS > _BRILLIANCE, 0.4 * most, most))

    def curve(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
        decibels = np.interp(np.log2(np.maximum(hertz, 1.0)), np.log2(_THIRDS), correction)
        return 10 ** (decibels / 20) * high_pass(28.0, order=3)(hertz)

    return equalise(samples, curve, taps=8192)


def narrow_lows(samples: Samples, corner: float = 140.0) -> Samples:
    """Moves everything below ``corner`` Hz to the middle, where loudspeakers want it; works in place."""
    low = equalise((samples[:, 0] - samples[:, 1]) * np.float32(0.5), low_pass(corner, order=3), taps=4096)
    samples[:, 0] -= low
    samples[:, 1] += low
    return samples


def saturate(samples: Samples, drive: float = 1.0) -> Samples:
    """A soft knee for the peaks, as tape has it; ``drive`` 1 is barely there."""
    peak = np.float32(max(float(np.percentile(np.abs(samples[::7]), 99.9)), 1e-6))
    scale = np.float32(0.7 * drive) / peak
    warm = samples * scale
    np.tanh(warm, out=warm)
    warm /= scale
    return warm
