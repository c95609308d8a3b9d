"""Space: a room that answers, and echoes. All of it works at half the sample rate: a room has no treble to lose."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spotwright.render.sound import kernels
from spotwright.render.sound.filters import (
    SAMPLE_RATE,
    Curve,
    Samples,
    band_of,
    bins,
    chain,
    fast_length,
    high_pass,
    low_pass,
)
from spotwright.render.sound.resample import Doubler, Halver, Mono
from spotwright.render.sound.sections import Equaliser
from spotwright.render.sound.sections import high_pass as high_pass_section
from spotwright.render.sound.sections import low_pass as low_pass_section

SPACES = {"room": (0.7, 0.008, 6500.0), "plate": (1.5, 0.018, 7500.0), "hall": (2.6, 0.030, 5200.0)}
"""Reverbs: seconds until 60 dB down, seconds before the first reflection, and the corner (Hz) of their brightness."""

_RATE = SAMPLE_RATE // 2
_LOWEST = 180.0
"""What lies below (Hz) never enters the room, or it would fill it."""
_FEEDBACK = 0.42


class Space:
    """What a band's sound becomes on its way: sends go in piece by piece, and room and echoes come out.

    What comes out is some milliseconds late, which only makes the room a little larger.
    """

    def __init__(self, name: str, *, echo: float) -> None:
        """``echo`` is the time between two echoes in seconds."""
        self._step = max(1, round(echo * _RATE))
        self._heard = np.zeros(self._step, np.float32)
        self._right = np.zeros(2 * self._step, np.float32)
        # The sections are designed for the whole rate: at half of it every frequency is twice as high.
        self._band = Equaliser(high_pass_section(500.0), low_pass_section(7600.0), channels=1)
        self._halvers = Halver(), Halver()
        self._walls = [Convolver(response) for response in _impulse(name)]
        self._doubler = Doubler(channels=2)

    def answer(self, room: Mono, late: Mono) -> Samples:
        """Room and echoes, in stereo, for the next piece of what goes to both; all but the last are even in length."""
        size = room.size
        room, late = (halver.feed(send) for halver, send in zip(self._halvers, (room, late), strict=True))
        wet = np.zeros((room.size, 2), np.float32)
        heard = np.concatenate([self._heard, self._band.filter(late)])
        right = np.concatenate([self._right, np.zeros(late.size, np.float32)])
        kernels.ping_pong(heard, right, self._step, _FEEDBACK, wet, room)
        self._heard, self._right = heard[-self._step :].copy(), right[-2 * self._step :].copy()
        for side, wall in enumerate(self._walls):
            wet[:, side] += wall.feed(room)
        return self._doubler.feed(wet)[:size]


class Convolver:
    """An impulse response for sound that comes piece by piece."""

    def __init__(self, response: Mono) -> None:
        self._response = response
        self._tail = np.zeros(response.size, np.float32)
        self._spectrum: NDArray[np.complexfloating] = np.zeros(0, np.complex64)

    def feed(self, samples: Mono) -> Mono:
        """The next piece, as the room answers it."""
        size = fast_length(samples.size + self._response.size)
        if self._spectrum.size != size // 2 + 1:
            self._spectrum = np.fft.rfft(self._response, size)
        sound = np.fft.irfft(np.fft.rfft(samples, size) * self._spectrum, size).astype(np.float32, copy=False)
        sound[: self._tail.size] += self._tail
        self._tail = sound[samples.size : samples.size + self._response.size].copy()
        return sound[: samples.size]


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
