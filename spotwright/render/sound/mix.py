"""The mix: a voice in front, the music behind it, as loud as platforms ask for."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spotwright.render.sound import loudness
from spotwright.render.sound.dynamics import apply_gain, compress, limit
from spotwright.render.sound.filters import SAMPLE_RATE, Samples, bell, chain, equalise, high_pass, low_pass
from spotwright.render.sound.resample import Mono
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

_VOICE_CURVE = chain(
    high_pass(85.0, order=3),
    bell(260.0, -2.5, octaves=1.2),
    bell(3200.0, 1.5, octaves=1.6),
)
_SIBILANCE = high_pass(5000.0, order=4)
_PRESENCE_CURVE = chain(high_pass(900.0, order=2), low_pass(4500.0, order=2))


def mix(
    seconds: float,
    music: Samples | None,
    voices: Sequence[tuple[float, Speech]],
    *,
    target_lufs: float = -14.0,
    ceiling_dbtp: float = -1.0,
) -> Samples:
    """The film's sound: stereo, exactly ``round(seconds * 48000)`` samples, at ``target_lufs`` under ``ceiling_dbtp``.

    ``music`` is stereo and is cut or followed by silence where its length differs; ``voices`` are utterances with the
    second of the film where each starts. What lies outside the film is not heard.
    """
    length = round(seconds * SAMPLE_RATE)
    voice = np.zeros(length, np.float32)
    for start, speech in voices:
        _add(voice, _polished(speech.samples), round(start * SAMPLE_RATE))
    bed = np.zeros((length, 2), np.float32)
    if music is not None:
        used = music[:length]
        np.multiply(used, _gain_to(used, _BED_LUFS), out=bed[: used.shape[0]])
        if voices:
            bed = duck(bed, activity(length, voices))
    bed += voice[:, None]
    return _mastered(bed, target_lufs, 10 ** (ceiling_dbtp / 20))


def _gain_to(samples: Samples, target: float) -> np.float32:
    measured = loudness.integrated(samples)
    return np.float32(10 ** ((target - measured) / 20)) if measured > loudness.SILENCE_LUFS else np.float32(1.0)


def _add(track: Mono, samples: Mono, at: int) -> None:
    first, last = max(0, at), min(track.size, at + samples.size)
    if last > first:
        track[first:last] += samples[first - at : last - at]


def _polished(samples: Mono) -> Mono:
    """The voice without rumble and boxiness, evened out, and at one loudness for every utterance."""
    if not samples.size:
        return samples
    clear = equalise(samples, _VOICE_CURVE, taps=4096)
    peak = float(np.abs(clear).max(initial=0.0))
    if peak <= 0:
        return clear
    even = compress(clear * np.float32(0.5 / peak), threshold=-22.0, ratio=2.5, attack=0.006, release=0.12)
    even = _without_hiss(even)
    # A mono sound in both channels is 3 dB louder than in one; very short ones are looped to be measurable at all.
    least = SAMPLE_RATE // 2
    measured = np.tile(even, -(-least // even.size)) if even.size < least else even
    return even * _gain_to(np.stack([measured, measured], axis=1), _VOICE_LUFS)


def _without_hiss(samples: Mono) -> Mono:
    """Sharp consonants softened: only what lies above 5 kHz, and only while it is loud."""
    sharp = equalise(samples, _SIBILANCE, taps=1024)
    return samples - sharp + compress(sharp, threshold=-36.0, ratio=3.0, attack=0.001, release=0.03)


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


def duck(bed: Samples, talk: NDArray[np.float64]) -> Samples:
    """Stereo music, lower and with less presence where ``talk`` (see :func:`activity`) is high."""
    if not talk.any():
        return bed
    thinner = apply_gain(
        equalise(bed, _PRESENCE_CURVE, taps=2048), 10 ** (_PRESENCE_DUCK * talk / 20) - 1.0, _CONTROL, in_place=True
    )
    thinner += bed
    return apply_gain(thinner, 10 ** (_DUCK * talk / 20), _CONTROL, in_place=True)


def _mastered(samples: Samples, target: float, ceiling: float) -> Samples:
    """Brought to the target and limited; a second look makes up for what the limiter took. Works on ``samples``."""
    if loudness.integrated(samples) <= loudness.SILENCE_LUFS:
        return samples
    samples *= _gain_to(samples, target)
    limited = limit(samples, ceiling)
    lost = target - loudness.integrated(limited)
    if abs(lost) > 0.1:
        samples *= np.float32(10 ** (1.1 * lost / 20))
        limited = limit(samples, ceiling)
    return limited
