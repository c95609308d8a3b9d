"""Instruments with a pitch: each function makes one note as samples at 48 kHz.

Struck and plucked tones are sums of decaying partials. Such a sum is a matrix product (see :func:`partials`), so a
note costs a few milliseconds. Sustained tones are loops made in the frequency domain, where every partial is a narrow
band of random phases: many players at once, without a beat.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spotwright.render.sound.filters import SAMPLE_RATE, Curve, Samples, band_of, flat
from spotwright.render.sound.sections import Band

Values = NDArray[np.float64]
Spectrum = NDArray[np.complex128]

_ROW = 512
_FINE = 16
_GONE = 1e-4
"""Partials this far below the loudest are not heard."""
_LOOP = 1 << 17
_HIGHEST_PARTIAL = 11_000.0
OPEN = Band()
_TINE = 1.2
"""Seconds after which nothing is left of the stroke of an electric piano."""


def hertz(midi: float) -> float:
    """The frequency of a MIDI note."""
    return float(440.0 * 2 ** ((midi - 69) / 12))


def partials(frequencies: Values, amplitudes: Values, decays: Values, seconds: float, *, band: Curve = flat) -> Samples:
    """A sum of sines that die away: ``amplitudes · exp(−decays · t) · sin(2π · frequencies · t)``.

    With t split into row and column, each partial is an outer product of two short vectors, and the sum over partials
    a matrix product. ``band`` filters the partials, which costs nothing here.
    """
    rows = max(1, int(seconds * SAMPLE_RATE) // _ROW)
    amplitudes = amplitudes * band(frequencies)
    # Most partials are gone long before the last ones: after a while they are left out.
    first = rows // 5
    left = np.abs(amplitudes) * np.exp(-decays * first * _ROW / SAMPLE_RATE) > _GONE * np.abs(amplitudes).max(initial=0)
    rate = np.asarray((2j * np.pi * frequencies - decays) / SAMPLE_RATE, np.complex128)
    out = np.empty((rows, _ROW), np.float32)
    _sum(rate, amplitudes, 0, out[:first])
    _sum(rate[left], amplitudes[left], first, out[first:])
    return out.reshape(-1)


def _sum(rate: Spectrum, amplitudes: Values, first: int, out: Samples) -> None:
    """Partials from row ``first`` on, into rows of :data:`_ROW` samples."""
    columns = _turns(rate, _ROW).astype(np.complex64)
    begin = amplitudes * np.exp(rate * (first * _ROW))
    starts = (begin[:, None] * _turns(rate * _ROW, out.shape[0])).astype(np.complex64).T
    # Only the imaginary part of the product is wanted: half the work, done on real numbers.
    left = np.concatenate([starts.real, starts.imag], axis=1)
    np.matmul(left, np.concatenate([columns.imag, columns.real]), out=out)


def _turns(rate: Spectrum, count: int) -> Spectrum:
    """``exp(rate · k)`` for k below ``count``, a row for each rate: products of few exponentials, which are dear."""
    fine = np.exp(np.outer(rate, np.arange(_FINE)))
    coarse = np.exp(np.outer(rate, np.arange(-(-count // _FINE)) * _FINE))
    turns: Spectrum = coarse[:, :, None] * fine[:, None, :]
    return turns.reshape(rate.size, coarse.shape[1] * _FINE)[:, :count]


def _harmonics(midi: float, most: int, *, stretch: float = 0.0) -> tuple[Values, Values]:
    """Partial numbers and their frequencies; ``stretch`` is the stiffness of the string."""
    base = hertz(midi)
    numbers = np.arange(1, max(1, min(most, int(_HIGHEST_PARTIAL / base))) + 1, dtype=np.float64)
    return numbers, base * numbers * np.sqrt(1 + stretch * numbers**2)


def _finished(sound: Samples, *, attack: float, loud: float) -> Samples:
    """A note with a soft start and a long, soft end, at the loudness all instruments share."""
    rise = max(1, int(attack * SAMPLE_RATE))
    sound[:rise] *= np.sin(np.linspace(0, np.pi / 2, rise, dtype=np.float32)) ** 2
    fall = sound.size // 3
    sound[-fall:] *= np.cos(np.linspace(0, np.pi / 2, fall, dtype=np.float32)) ** 2
    heard = sound[: int(0.25 * SAMPLE_RATE)]
    power = float(np.sqrt(np.mean(heard.astype(np.float64) ** 2)))
    return sound * np.float32(0.2 * loud / max(power, 1e-6))


def _knock(seconds: float, corner: float, size: int) -> Samples:
    """The noise of a hammer or a finger: a dull, short burst, the same every time."""
    noise = np.random.default_rng(11).standard_normal(int(seconds * SAMPLE_RATE)).astype(np.float32)
    width = max(2, int(SAMPLE_RATE / corner / 2))
    dull = np.convolve(noise, np.hanning(width + 2)[1:-1], mode="same").astype(np.float32)
    dull *= np.exp(-np.linspace(0, 6, dull.size, dtype=np.float32))
    out = np.zeros(size, np.float32)
    out[: dull.size] = dull[:size] / max(float(np.abs(dull).max()), 1e-6)
    return out


def level(velocity: float) -> float:
    """How loud a struck tone is at a velocity."""
    return 0.15 + 0.85 * float(velocity**1.4)


def _strings_of(midi: float, velocity: float, band: Curve, *, softness: float, seconds: float) -> Samples:
    """A piano: stiff strings, each partial with a fast and a slow decay, the slow one a hair out of tune."""
    numbers, frequencies = _harmonics(midi, 26, stretch=2.2e-4 * 2 ** ((midi - 60) / 14))
    strength = (np.abs(np.sin(np.pi * numbers / 8.3)) + 0.08) * np.exp(-softness * (1.25 - 0.6 * velocity) * numbers)
    base = 0.55 * (hertz(midi) / 262) ** 0.55
    decays = base * (1 + 0.30 * (numbers - 1))
    sound = partials(
        np.concatenate([frequencies, frequencies * 1.0006]),
        np.concatenate([0.7 * strength, 0.45 * strength]),
        np.concatenate([3.0 * decays, decays]),
        seconds,
        band=band,
    )
    return sound + _knock(0.03, 900.0, sound.size) * np.float32(0.05 * float(np.abs(sound).max()) * (0.4 + velocity))


def piano(midi: float, velocity: float, band: Curve = flat) -> Samples:
    """A bright, close piano."""
    sound = _strings_of(midi, velocity, band, softness=0.24, seconds=4.6)
    return _finished(sound, attack=0.002, loud=level(velocity))


def felt_piano(midi: float, velocity: float, band: Curve = flat) -> Samples:
    """A piano with felt between hammer and string: intimate, without an edge."""
    sound = _strings_of(midi, velocity, band, softness=0.50, seconds=4.8)
    return _finished(sound, attack=0.006, loud=level(velocity))


def electric_piano(midi: float, velocity: float, band: Band = OPEN) -> Samples:
    """Tine and pickup: two-operator frequency modulation whose brightness follows the touch."""
    base = hertz(midi)
    at = np.arange(int(3.6 * SAMPLE_RATE), dtype=np.float64)
    # In turns, of which only the fraction counts: small enough for single precision, which is several times faster.
    turns = at * (base / SAMPLE_RATE)
    turns -= np.floor(turns)
    phase = np.multiply(turns, 2 * np.pi).astype(np.float32)
    time = (at * (1 / SAMPLE_RATE)).astype(np.float32)
    bent = np.sin(phase)
    bent *= np.float32(0.4 + 1.3 * velocity) * np.exp(np.float32(-2.2) * time)
    bent += phase
    warm = np.sin(bent, out=bent)
    warm *= np.exp(np.float32(-1.1 * (base / 262) ** 0.4) * time)
    if 7 * base < _HIGHEST_PARTIAL:
        heard = int(_TINE * SAMPLE_RATE)
        tine = np.sin(np.float32(7.0) * phase[:heard]) * np.exp(np.float32(-9.0) * time[:heard])
        warm[:heard] += np.float32(0.10 * velocity) * tine
    warm *= np.float32(1.3)
    warm += np.float32(0.12)
    np.tanh(warm, out=warm)
    warm -= np.float32(np.tanh(0.12))
    return _finished(band.filter(warm), attack=0.003, loud=level(velocity))


def guitar(midi: float, velocity: float, band: Curve = flat) -> Samples:
    """A picked nylon or steel string, near the bridge."""
    numbers, frequencies = _harmonics(midi, 24, stretch=4e-5)
    strength = np.abs(np.sin(np.pi * numbers * 0.21)) / numbers**1.05 * np.exp(-0.10 * (1.3 - velocity) * numbers)
    decays = (0.9 + 0.35 * numbers) * (hertz(midi) / 200) ** 0.5
    sound = partials(frequencies, strength, decays, 3.2, band=band)
    return _finished(sound + _knock(0.012, 2500.0, sound.size) * np.float32(0.04), attack=0.0015, loud=level(velocity))


def muted_guitar(midi: float, velocity: float, band: Curve = flat) -> Samples:
    """A palm-muted string: the driving eighths of a thousand product films."""
    numbers, frequencies = _harmonics(midi, 18, stretch=4e-5)
    strength = np.abs(np.sin(np.pi * numbers * 0.17)) / numbers**0.9 * np.exp(-0.12 * (1.4 - velocity) * numbers)
    sound = partials(frequencies, strength, 5.5 + 2.2 * numbers, 0.7, band=band)
    return _finished(sound + _knock(0.010, 1800.0, sound.size) * np.float32(0.06), attack=0.0015, loud=level(velocity))


def pizzicato(midi: float, velocity: float, band: Curve = flat) -> Samples:
    """Plucked strings of an orchestra."""
    numbers, frequencies = _harmonics(midi, 16)
    strength = np.abs(np.sin(np.pi * numbers * 0.31)) / numbers**1.3
    sound = partials(
        np.concatenate([frequencies, frequencies * 1.004]),
        np.concatenate([strength, 0.7 * strength]),
        np.tile((5.0 + 2.4 * numbers) * (hertz(midi) / 262) ** 0.3, 2),
        0.9,
        band=band,
    )
    return _finished(sound + _knock(0.02, 700.0, sound.size) * np.float32(0.10), attack=0.003, loud=level(velocity))


def _bars(
    midi: float, band: Curve, ratios: list[float], strengths: list[float], decays: list[float], seconds: float
) -> Samples:
    frequencies = hertz(midi) * np.array(ratios)
    heard = frequencies < _HIGHEST_PARTIAL
    return partials(frequencies[heard], np.array(strengths)[heard], np.array(decays)[heard], seconds, band=band)


def marimba(midi: float, velocity: float, band: Curve = flat) -> Samples:
    """Wooden bars."""
    sound = _bars(midi, band, [1, 3.93, 9.24], [1, 0.22 * velocity, 0.05 * velocity], [4.5, 14, 30], 1.1)
    return _finished(sound + _knock(0.012, 1500.0, sound.size) * np.float32(0.05), attack=0.002, loud=level(velocity))


def bells(midi: float, velocity: float, band: Curve = flat) -> Samples:
    """A soft glockenspiel."""
    strengths = [1, 0.25, 0.22 * velocity, 0.08 * velocity]
    return _finished(
        _bars(midi, band, [1, 2.0, 2.756, 5.404], strengths, [1.9, 3.0, 5.0, 11], 2.4),
        attack=0.002,
        loud=level(velocity),
    )


def kalimba(midi: float, velocity: float, band: Curve = flat) -> Samples:
    """Thumbed metal tongues on a wooden box."""
    sound = _bars(midi, band, [1, 2.02, 5.9], [1, 0.12, 0.12 * velocity], [3.2, 6.0, 20], 1.6)
    return _finished(sound + _knock(0.015, 1100.0, sound.size) * np.float32(0.07), attack=0.002, loud=level(velocity))


def pluck(midi: float, velocity: float, band: Curve = flat) -> Samples:
    """A synthesiser: a sawtooth whose filter closes quickly."""
    numbers, frequencies = _harmonics(midi, 36)
    closing = (2.6 + (1.5 - 0.7 * velocity) * numbers**1.15) * (hertz(midi) / 262) ** 0.25
    sound = partials(
        np.concatenate([frequencies * 0.9975, frequencies * 1.0025]),
        np.tile(1 / numbers**1.1, 2) * np.repeat([1.0, 0.9], numbers.size),
        np.tile(closing, 2),
        1.2,
        band=band,
    )
    return _finished(sound, attack=0.002, loud=level(velocity))


def soft_pluck(midi: float, velocity: float, band: Curve = flat) -> Samples:
    """A rounder synthesiser pluck, almost a bell."""
    numbers, frequencies = _harmonics(midi, 12)
    sound = partials(frequencies, 1 / numbers**1.9, 2.4 + 2.0 * numbers, 1.5, band=band)
    return _finished(sound, attack=0.003, loud=level(velocity))


def bass(midi: float, velocity: float, band: Curve = flat) -> Samples:
    """A finger bass: a strong fundamental and a little growl."""
    numbers, frequencies = _harmonics(midi, 12)
    strength = np.array([0.8, 1.0, *numbers[2:] ** -1.35])[: numbers.size]
    sound = partials(frequencies, strength, 0.35 + 0.5 * numbers, 4.6, band=band)
    sound = np.tanh(1.6 * sound / max(float(np.abs(sound).max()), 1e-6)).astype(np.float32)
    return _finished(sound, attack=0.005, loud=level(velocity))


def synth_bass(midi: float, velocity: float, band: Curve = flat) -> Samples:
    """A sawtooth bass through a closing filter, with its sine below."""
    numbers, frequencies = _harmonics(midi, 20)
    sound = partials(frequencies, 1 / numbers, 0.5 + (1.3 - 0.5 * velocity) * (numbers - 1) ** 1.2, 4.0, band=band)
    sound = np.tanh(1.4 * sound / max(float(np.abs(sound).max()), 1e-6)).astype(np.float32)
    return _finished(sound, attack=0.004, loud=level(velocity))


def sub_bass(midi: float, velocity: float, band: Curve = flat) -> Samples:
    """Almost a sine: felt more than heard; a trace of its octaves keeps it alive on small speakers."""
    base = hertz(midi)
    ratios, strength, decays = np.array([1.0, 2.0, 3.0]), np.array([1.0, 0.45, 0.16]), np.array([0.4, 0.6, 0.9])
    sound = partials(base * ratios, strength, decays, 5.0, band=band)
    return _finished(sound, attack=0.015, loud=level(velocity))


@lru_cache(maxsize=32)
def loop(tone: str, midi: int, low: float = 0.0, high: float = 0.0) -> Samples:
    """An endless sustained tone of :data:`_LOOP` samples (one channel): harmonics as bands of random phase.

    Half a loop later it has nothing in common with itself, so that place makes the other side of a wide stereo sound.
    ``low`` and ``high`` are the corners (Hz) of a filter; 0 is none.
    """
    slope, spread, air, corner = SUSTAINED[tone]
    random = np.random.default_rng(1000 + midi)
    base = hertz(midi)
    resolution = SAMPLE_RATE / _LOOP
    magnitude = np.zeros(_LOOP // 2 + 1)
    numbers, frequencies = _harmonics(midi, 40)
    for number, frequency in zip(numbers, frequencies, strict=True):
        width = max(2.0 * resolution, frequency * (2 ** (spread / 1200) - 1) * number**-0.2)
        first = max(1, int((frequency - 4 * width) / resolution))
        near = np.arange(first, min(magnitude.size, int((frequency + 4 * width) / resolution) + 2))
        band = np.exp(-0.5 * ((near * resolution - frequency) / width) ** 2)
        strength = number**-slope / np.sqrt(1 + (frequency / corner) ** 4)
        magnitude[near] += strength * band / np.sqrt(np.sum(band**2))
    at = np.flatnonzero(magnitude) if not air else np.arange(1, int(_HIGHEST_PARTIAL / resolution))
    heard = np.asarray(at * resolution, np.float64)
    if air:
        breath = np.exp(-0.5 * (np.log2(heard / (4 * base)) / 0.8) ** 2)
        magnitude[at] += air * breath / np.sqrt(magnitude.size)
    spectrum = np.zeros(magnitude.size, np.complex64)
    spectrum[at] = magnitude[at] * band_of(low, high)(heard) * np.exp(2j * np.pi * random.random(at.size))
    sound = np.fft.irfft(spectrum, _LOOP).astype(np.float32, copy=False)
    return sound * np.float32(0.2 / np.sqrt(np.mean(sound**2)))


SUSTAINED = {
    "warm_pad": (1.7, 22.0, 0.0, 1800.0),
    "air_pad": (1.5, 26.0, 0.2, 2800.0),
    "strings": (1.1, 28.0, 0.02, 2300.0),
    "low_strings": (1.15, 24.0, 0.0, 1500.0),
    "synth_pad": (1.0, 16.0, 0.0, 2800.0),
}
"""Sustained tones: how fast the harmonics fall, how many cents each is wide, breath, the filter's corner (Hz)."""

STRUCK: dict[str, Callable[[float, float, Band], Samples]] = {
    "piano": piano,
    "felt_piano": felt_piano,
    "electric_piano": electric_piano,
    "guitar": guitar,
    "muted_guitar": muted_guitar,
    "pizzicato": pizzicato,
    "marimba": marimba,
    "bells": bells,
    "kalimba": kalimba,
    "pluck": pluck,
    "soft_pluck": soft_pluck,
    "bass": bass,
    "synth_bass": synth_bass,
    "sub_bass": sub_bass,
}
"""Tones that decay by themselves: from MIDI note, velocity (0–1) and filter to mono samples."""
