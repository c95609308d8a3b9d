"""The mix: a voice in front, the music behind it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spotwright.render.sound.dynamics import apply_gain, compress
from spotwright.render.sound.filters import SAMPLE_RATE, Samples
from spotwright.render.sound.loudness import gain_to
from spotwright.render.sound.resample import Mono
from spotwright.render.sound.sections import Equaliser, Section, band_pass, bell, high_pass, slow_high_pass
from spotwright.render.sound.voice import Speech

_VOICE_LUFS = -16.0
"""Each utterance is brought to this loudness (in the middle of the stereo field) before the film's own gain."""
_BED_LUFS = -19.0
"""The music where nobody speaks …"""
_DUCK = -9.5
"""… and how many dB lower it lies where somebody does; …"""
_PRESENCE_DUCK = -5.0
"""… the band that makes words clear makes still more room."""
_ATTACK, _RELEASE = 0.28, 0.60
"""Seconds the music takes to go down before the first word, and to come back after the last."""
_BREATH = 0.9
"""Pauses shorter than this keep the music down: it must not pump between sentences."""
_CONTROL = 480
"""Samples per step of the ducking curve: 10 ms."""
_PIECE = 1 << 15

_VOICE_CURVE: tuple[Section, ...] = (
    slow_high_pass(85.0),
    high_pass(85.0, 1.0),
    bell(260.0, -2.5, octaves=1.2),
    bell(3200.0, 1.5, octaves=1.6),
)
_SIBILANCE = high_pass(5000.0, 0.5)
_PRESENCE = band_pass(2000.0, octaves=2.6)


def mix(seconds: float, music: Samples | None, voices: Sequence[tuple[float, Speech]]) -> Samples:
    """The film's sound, not mastered yet: stereo, exactly ``round(seconds * 48000)`` samples.

    ``music`` is stereo and is cut or followed by silence where its length differs; it is used up, for a long film has
    no memory to spare. ``voices`` are utterances with the second of the film where each starts. What lies outside the
    film is not heard.
    """
    length = round(seconds * SAMPLE_RATE)
    bed = np.zeros((length, 2), np.float32) if music is None else music[:length]
    if bed.shape[0] < length:
        bed = np.concatenate([bed, np.zeros((length - bed.shape[0], 2), np.float32)])
    if music is not None:
        duck(bed, activity(length, voices), level=float(gain_to(bed, _BED_LUFS)))
    for start, speech in voices:
        _add(bed, polished(speech.samples), round(start * SAMPLE_RATE))
    return bed


def _add(track: Samples, samples: Mono, at: int) -> None:
    first, last = max(0, at), min(track.shape[0], at + samples.size)
    if last > first:
        track[first:last] += samples[first - at : last - at, None]


def polished(samples: Mono) -> Mono:
    """The voice without rumble and boxiness, evened out, and at one loudness for every utterance."""
    clear = Equaliser(*_VOICE_CURVE, channels=1).filter(samples.copy())
    peak = float(np.abs(clear).max(initial=0.0))
    if peak <= 0:
        return clear
    clear *= np.float32(0.5 / peak)
    compress(clear, threshold=-22.0, ratio=2.5, attack=0.006, release=0.12)
    _soften(clear)
    # A mono sound in both channels is 3 dB louder than in one; very short ones are looped to be measurable at all.
    least = SAMPLE_RATE // 2
    measured = np.tile(clear, -(-least // clear.size)) if clear.size < least else clear
    clear *= gain_to(measured, _VOICE_LUFS - 10 * float(np.log10(2)))
    return clear


def _soften(samples: Mono) -> None:
    """Sharp consonants softened: only what lies above 5 kHz, and only while it is loud."""
    sharp = Equaliser(_SIBILANCE, channels=1).filter(samples.copy())
    samples -= sharp
    samples += compress(sharp, threshold=-36.0, ratio=3.0, attack=0.001, release=0.03)


def activity(length: int, voices: Sequence[tuple[float, Speech]]) -> NDArray[np.float64]:
    """How much the voice is there, 0–1, once per 10 ms: it rises before the first word and falls after the last."""
    talk = np.zeros(-(-length // _CONTROL) + 1)
    rate = SAMPLE_RATE / _CONTROL
    spans: list[tuple[float, float]] = []
    said = sorted((start + word.start, start + word.end) for start, speech in voices for word in speech.words)
    for start, end in said:
        if spans and start - spans[-1][1] < _BREATH:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    at = np.arange(talk.size) / rate
    for start, end in spans:
        rise = np.clip((at - (start - _ATTACK)) / _ATTACK, 0, 1)
        fall = np.clip((end + 0.1 + _RELEASE - at) / _RELEASE, 0, 1)
        talk = np.maximum(talk, np.minimum(rise, fall))
    return 0.5 - 0.5 * np.cos(np.pi * talk)


def duck(bed: Samples, talk: NDArray[np.float64], *, level: float = 1.0) -> Samples:
    """Turns stereo music by ``level``, and makes it lower and less present where ``talk`` (see :func:`activity`) is.

    It works in place, piece by piece.
    """
    if talk.any():
        presence = Equaliser(_PRESENCE)
        thinner = 10 ** (_PRESENCE_DUCK * talk / 20) - 1.0
        for start in range(0, bed.shape[0], _PIECE):
            piece = bed[start : start + _PIECE]
            piece += apply_gain(presence.filter(piece.copy()), thinner, _CONTROL, start=start)
    return apply_gain(bed, level * 10 ** (_DUCK * talk / 20), _CONTROL)
