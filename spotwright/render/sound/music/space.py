"""Space: a room that answers, and echoes. All of it works at half the sample rate: a room has no treble to lose."""

from functools import lru_cache

import numpy as np

from spotwright.render.sound import kernels
from spotwright.render.sound.filters import (
    SAMPLE_RATE,
    Curve,
    Samples,
    band_of,
    bins,
    chain,
    convolve,
    high_pass,
    low_pass,
)
from spotwright.render.sound.resample import Halver, Mono, upsample
from spotwright.render.sound.sections import Equaliser
from spotwright.render.sound.sections import high_pass as high_pass_section
from spotwright.render.sound.sections import low_pass as low_pass_section

SPACES = {"room": (0.7, 0.008, 6500.0), "plate": (1.5, 0.018, 7500.0), "hall": (2.6, 0.030, 5200.0)}
"""Reverbs: seconds until 60 dB down, seconds before the first reflection, and the corner (Hz) of their brightness."""

_RATE = SAMPLE_RATE // 2
_LOWEST = 180.0
"""What lies below (Hz) never enters the room, or it would fill it."""
_FEEDBACK = 0.42
_PIECE = 1 << 15


class Space:
    """What a band's sound becomes on its way: sends go in piece by piece, and the answer comes at the end."""

    def __init__(self, name: str, length: int, *, echo: float) -> None:
        self._name = name
        self._echo = max(1, round(echo * _RATE))
        self._room = np.zeros(-(-length // 2), np.float32)
        self._late = np.zeros_like(self._room)
        self._halvers = Halver(), Halver()
        self._filled = 0

    def hear(self, room: Mono, late: Mono) -> None:
        """Takes the next piece of what goes to the room and what goes to the echo."""
        for send, track, halver in zip((room, late), (self._room, self._late), self._halvers, strict=True):
            half = halver.feed(send)
            track[self._filled : self._filled + half.size] = half[: track.size - self._filled]
        self._filled += half.size

    def answer(self, *, into: Samples) -> None:
        """Adds echoes and the room to stereo samples."""
        wet = np.zeros((self._room.size, 2), np.float32)
        if self._late.any():
            # The sections are designed for the whole rate: at half of it every frequency is twice as high.
            Equaliser(high_pass_section(500.0), low_pass_section(7600.0), channels=1).filter(self._late)
            kernels.ping_pong(self._late, self._echo, _FEEDBACK, wet, self._room)
        for side, response in enumerate(_impulse(self._name)):
            wet[:, side] += convolve(self._room, response)
        margin = 64
        for start in range(0, wet.shape[0], _PIECE):
            before = min(start, margin)
            part = wet[start - before : start + _PIECE + margin]
            for side in (0, 1):
                target = into[2 * start : 2 * (start + _PIECE), side]
                target += upsample(np.ascontiguousarray(part[:, side]), 2)[2 * before :][: target.size]


@lru_cache(maxsize=len(SPACES))
def _impulse(space: str) -> tuple[Mono, Mono]:
    """A stereo room at half the sample rate: a few early reflections, then noise that loses its treble first."""
    seconds, delay, corner = SPACES[space]
    random = np.random.default_rng(len(space))
    start, size = int(delay * _RATE), int(seconds * _RATE)
    time = np.arange(size, dtype=np.float32) / _RATE
    answers = []
    for _ in range(2):
        tail = np.zeros(size, np.float32)
        for low, high, faster in ((120, 500, 1.0), (500, 2000, 1.15), (2000, 5000, 1.6), (5000, 11000, 2.6)):
            curve = chain(band_of(low, high), low_pass(corner), high_pass(_LOWEST))
            tail += _noise(size, curve, random) * np.exp(np.float32(-6.9 * faster / seconds) * time)
        tail *= np.minimum(time / np.float32(0.02), 1)
        answers.append(np.concatenate([np.zeros(start, np.float32), tail]))
    power = sum(float(np.sum(np.square(answer, dtype=np.float64))) for answer in answers) / 2
    for _ in range(10):
        at = start + int(random.uniform(0.002, 0.06) * _RATE)
        answers[int(random.integers(0, 2))][at] += np.float32(random.uniform(-1, 1) * 0.05 * np.sqrt(power))
    power = sum(float(np.sum(np.square(answer, dtype=np.float64))) for answer in answers) / 2
    level = np.float32(1 / np.sqrt(power))
    return answers[0] * level, answers[1] * level


def _noise(size: int, curve: Curve, random: np.random.Generator) -> Mono:
    """Noise at half the sample rate with a spectrum."""
    spectrum = np.fft.rfft(random.standard_normal(size, np.float32))
    return np.fft.irfft(spectrum * curve(bins(size) / 2).astype(np.float32), size).astype(np.float32, copy=False)
