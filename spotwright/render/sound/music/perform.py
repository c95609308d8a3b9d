"""Performing: from a score to sound. One part at a time, so that a long piece needs little memory."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from spotwright.render.sound.filters import SAMPLE_RATE, Curve, Samples, chain, equalise, high_pass, low_pass
from spotwright.render.sound.music import effects, tones
from spotwright.render.sound.music.arrange import Note, Score
from spotwright.render.sound.music.drums import drum
from spotwright.render.sound.music.moods import Mood, Part

_TOUCHES = 5
"""Velocities are rounded to so many, so that equal notes are made once."""
_RELEASE = 0.12
_ECHO_BEATS = 0.75


def perform(mood: Mood, score: Score, length: int, *, beat: float) -> Samples:
    """All parts with reverb and echo, unmastered; ``beat`` is the length of a beat in seconds."""
    dry = np.zeros((length, 2), np.float32)
    wet = np.zeros((length, 2), np.float32)
    late = np.zeros((length, 2), np.float32)
    pump = _pump(score.kicks, length)
    for part, notes in score.parts:
        if not notes:
            continue
        sound = _coloured(part, _played(part, notes, length), pump)
        dry += sound
        if part.reverb:
            wet += sound * np.float32(part.reverb)
        if part.echo:
            late += sound * np.float32(part.echo)
    if late.any():
        echoes = effects.echo(late, _ECHO_BEATS * beat)
        dry += echoes
        wet += echoes * np.float32(0.3)
    low_cut: Curve = high_pass(180.0, order=2)
    return dry + effects.reverb(equalise(wet, low_cut, taps=2048), mood.space)


def _pump(kicks: Sequence[float], length: int) -> Samples:
    """0 where nothing happens, 1 just after a kick, falling within a fifth of a second."""
    out = np.zeros(length, np.float32)
    time = np.arange(int(0.32 * SAMPLE_RATE), dtype=np.float32) / SAMPLE_RATE
    dip = (np.minimum(time / 0.012, 1.0) * np.clip(1 - time / 0.30, 0, 1) ** 1.6).astype(np.float32)
    for kick in kicks:
        at = round(kick * SAMPLE_RATE)
        if 0 <= at < length:
            end = min(length, at + dip.size)
            out[at:end] = np.maximum(out[at:end], dip[: end - at])
    return out


def _played(part: Part, notes: Sequence[Note], length: int) -> Samples:
    track = np.zeros((length, 2), np.float32)
    gain = 10 ** (part.gain / 20)
    left, right = _panned(part.pan)
    for note in notes:
        sound = _sound(part, note)
        at = round(note.at * SAMPLE_RATE)
        first, last = max(0, at), min(length, at + sound.shape[0])
        if last <= first:
            continue
        piece = sound[first - at : last - at]
        # A hard touch is brighter in the sample itself; here only the loudness between two touches is made up.
        level = np.float32(gain * (note.velocity if part.role in {"pad", "drum"} else 1.0))
        if piece.ndim == 1:
            track[first:last, 0] += piece * (level * left)
            track[first:last, 1] += piece * (level * right)
        else:
            track[first:last] += piece * (level * np.array([left, right], np.float32))
    return track


def _panned(pan: float) -> tuple[np.float32, np.float32]:
    """Left and right gain, 0 dB in the middle."""
    angle = (pan + 1) * np.pi / 4
    return np.float32(np.sqrt(2) * np.cos(angle)), np.float32(np.sqrt(2) * np.sin(angle))


def _sound(part: Part, note: Note) -> Samples:
    if part.role == "drum":
        return drum(part.tone)
    if part.tone in tones.SUSTAINED:
        return _held(part.tone, note.midi, round(note.seconds, 3), part.attack)
    touch = max(1, round(note.velocity * _TOUCHES)) / _TOUCHES
    ringing = _struck(part.tone, note.midi, touch)
    if not note.seconds:
        return ringing
    return _stopped(ringing, note.seconds)


@lru_cache(maxsize=64)
def _held(tone: str, midi: int, seconds: float, attack: float) -> Samples:
    return tones.sustained(tone, midi, seconds, attack=attack, release=max(0.25, 0.8 * attack))


@lru_cache(maxsize=400)
def _struck(tone: str, midi: int, touch: float) -> Samples:
    return tones.STRUCK[tone](midi, touch)


def _stopped(sound: Samples, seconds: float) -> Samples:
    """The note with a finger laid on it after ``seconds``."""
    length = min(sound.size, int((seconds + _RELEASE) * SAMPLE_RATE))
    out = sound[:length].copy()
    fall = min(length, int(_RELEASE * SAMPLE_RATE))
    out[-fall:] *= np.cos(np.linspace(0, np.pi / 2, fall, dtype=np.float32)) ** 2
    return out


def _coloured(part: Part, track: Samples, pump: Samples) -> Samples:
    curves = [high_pass(part.low, order=2)] if part.low else []
    curves += [low_pass(part.high, order=2)] if part.high else []
    if curves:
        track = equalise(track, chain(*curves), taps=2048)
    if part.colour == "chorus":
        track = effects.chorus(track)
    if part.colour == "tremolo":
        track = effects.tremolo(track)
    if part.pump:
        track *= (1 - np.float32(part.pump * 0.75) * pump)[:, None]
    return track
