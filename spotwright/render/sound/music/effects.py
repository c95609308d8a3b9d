"""Colour and glue: chorus, tremolo, tonal balance, width and saturation. What changes samples does so in place."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spotwright.render.sound import kernels
from spotwright.render.sound.filters import SAMPLE_RATE, Samples
from spotwright.render.sound.sections import Equaliser, Section, bell, high_pass, response, slow_high_pass

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
_BELLS = (60.0, 150.0, 370.0, 900.0, 2200.0, 5300.0, 11500.0)
_BELL_OCTAVES = 1.5
_WINDOW = 1 << 15
_WINDOWS = 20
_CONTROL = 64
"""Samples per step of a slow wave."""


class Chorus:
    """A slow shimmer: each side hears itself a few milliseconds later, gently moving. Pieces must come in order."""

    def __init__(self, *, depth: float = 0.0022, rate: float = 0.6) -> None:
        self._depth, self._rate = depth * SAMPLE_RATE, rate
        self._middle = 0.009 * SAMPLE_RATE
        self._before = np.zeros((int(self._middle + self._depth) + 2, 2), np.float32)

    @property
    def rings(self) -> bool:
        """True while something of the last piece is still to be heard."""
        return bool(self._before.any())

    def colour(self, samples: Samples, start: int) -> Samples:
        """The next stereo piece, which begins at sample ``start`` of the piece of music."""
        joined = np.concatenate([self._before, samples])
        at = start + _CONTROL * np.arange(-(-samples.shape[0] // _CONTROL) + 1)
        turn = 2 * np.pi * self._rate * at / SAMPLE_RATE
        swing = self._middle + self._depth * np.sin(np.stack([turn, turn + np.pi / 2]))
        kernels.shimmer(joined, self._before.shape[0], swing, _CONTROL, 0.8, 0.48, samples)
        self._before = joined[-self._before.shape[0] :]
        return samples


def tremolo(samples: Samples, start: int, *, rate: float = 4.2, depth: float = 0.22) -> None:
    """Loudness that wanders from side to side, as in a stage piano; ``start`` is where it begins, in samples."""
    turns = np.arange(start, start + samples.shape[0]) * (rate / SAMPLE_RATE)
    # Only the fraction of a turn counts: small enough for single precision, which is several times faster.
    turns -= np.floor(turns)
    swing = np.sin((2 * np.pi * turns).astype(np.float32))
    swing *= np.float32(depth)
    samples[:, 0] *= 1 + swing
    samples[:, 1] *= 1 - swing


def bands(samples: Samples) -> NDArray[np.float64]:
    """Power in dB of each third of an octave from 25 Hz to 16 kHz, over both channels."""
    power = np.zeros(_WINDOW // 2 + 1)
    window = np.hanning(_WINDOW).astype(np.float32)
    starts = np.linspace(0, max(0, samples.shape[0] - _WINDOW), _WINDOWS if samples.shape[0] > _WINDOW else 1)
    for start in sorted({int(start) for start in starts}):
        piece = samples[start : start + _WINDOW]
        for channel in piece.T:
            spectrum = np.fft.rfft(channel * window[: channel.size], _WINDOW)
            power += spectrum.real**2 + spectrum.imag**2
    sums = np.concatenate([[0.0], np.cumsum(power)])
    at = np.fft.rfftfreq(_WINDOW, 1 / SAMPLE_RATE)
    low, high = (np.searchsorted(at, _THIRDS * 2**edge) for edge in (-1 / 6, 1 / 6))
    return np.asarray(10 * np.log10(np.maximum(sums[high] - sums[low], 1e-12)), np.float64)


def balance_error(samples: Samples) -> NDArray[np.float64]:
    """How many dB each third of an octave lies above the balance records tend to, with the overall level taken out."""
    hertz, wanted = zip(*_BALANCE, strict=True)
    target = np.interp(np.log2(_THIRDS), np.log2(hertz), wanted)
    difference: NDArray[np.float64] = bands(samples) - target
    heard = (_THIRDS >= 60) & (_THIRDS <= 8000)
    return difference - np.median(difference[heard])


def balance(samples: Samples, *, strength: float = 0.7, most: float = 5.0) -> Samples:
    """Moves a mix towards that balance by a gentle equaliser; it darkens more readily than it brightens."""
    error = np.convolve(np.pad(balance_error(samples), 2, mode="edge"), [0.1, 0.2, 0.4, 0.2, 0.1], mode="valid")
    correction = np.clip(-strength * error, -1.5 * most, np.where(_THIRDS > _BRILLIANCE, 0.4 * most, most))
    gains = np.clip(_shares() @ correction, -1.5 * most, most)
    bells = [bell(hertz, float(gain), octaves=_BELL_OCTAVES) for hertz, gain in zip(_BELLS, gains, strict=True)]
    return Equaliser(*bells, high_pass(28.0, 0.8)).filter(samples)


@lru_cache(maxsize=1)
def _shares() -> NDArray[np.float64]:
    """What each bell must do (dB) for a correction of the thirds: the least-squares answer, as bells overlap."""
    reach = np.stack([response([bell(hertz, 1.0, octaves=_BELL_OCTAVES)], _THIRDS) for hertz in _BELLS], axis=1)
    return np.asarray(np.linalg.pinv(reach), np.float64)


def narrow_lows(samples: Samples, corner: float = 140.0) -> Samples:
    """Moves everything below ``corner`` Hz to the middle, where loudspeakers want it."""
    kept: tuple[Section, Section] = (slow_high_pass(corner), high_pass(corner, 1.0))
    side = Equaliser(*kept, channels=1)
    for start in range(0, samples.shape[0], _WINDOW):
        piece = samples[start : start + _WINDOW]
        difference = (piece[:, 0] - piece[:, 1]) * np.float32(0.5)
        low = difference - side.filter(difference.copy())
        piece[:, 0] -= low
        piece[:, 1] += low
    return samples


def saturate(samples: Samples, drive: float = 1.0) -> Samples:
    """A soft knee for the peaks, as tape has it; ``drive`` 1 is barely there."""
    peak = np.float32(max(float(np.percentile(np.abs(samples[::7]), 99.9)), 1e-6))
    scale = np.float32(0.7 * drive) / peak
    samples *= scale
    np.tanh(samples, out=samples)
    samples /= scale
    return samples
