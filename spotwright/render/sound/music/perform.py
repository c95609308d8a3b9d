"""Performing: from a score to sound. Block by block and part by part, so that a long piece needs little memory."""

from collections.abc import Sequence

import numpy as np

from spotwright.render.sound.filters import SAMPLE_RATE, Planes, Samples, band_of, flat, high_pass, shape
from spotwright.render.sound.music import effects, tones
from spotwright.render.sound.music.arrange import Note, Score
from spotwright.render.sound.music.drums import drum
from spotwright.render.sound.music.moods import Mood, Part
from spotwright.render.sound.resample import Mono

_BLOCK = 1 << 19
_BEFORE = 1 << 11
"""Samples played before a block and thrown away, so that a chorus has something to look back on."""
_TOUCHES = 3
"""Velocities are rounded to so many colours of tone, so that equal notes are made once."""
_RELEASE = 0.12
_ECHO_BEATS = 0.75
_ECHO_IN_REVERB = 0.3


def perform(mood: Mood, score: Score, length: int, *, beat: float) -> Samples:
    """All parts with reverb and echo, unmastered; ``beat`` is the length of a beat in seconds."""
    out = np.zeros((2, length), np.float32)
    room = np.zeros(length, np.float32)
    late = np.zeros(length, np.float32)
    for part, notes in score.parts:
        player = _Player(part, notes)
        for start in range(0, length, _BLOCK):
            end = min(length, start + _BLOCK)
            sound = player.play(start, end, score.kicks)
            out[:, start:end] += sound
            mono = (sound[0] + sound[1]) * np.float32(0.5)
            room[start:end] += mono * np.float32(part.reverb)
            late[start:end] += mono * np.float32(part.echo)
    if late.any():
        room += np.float32(_ECHO_IN_REVERB) * effects.echo(late, _ECHO_BEATS * beat, into=out)
    effects.reverb(room, mood.space, into=out, curve=high_pass(180.0))
    return np.ascontiguousarray(out.T)


class _Player:
    """One part: it makes each of its notes once and plays them where the score has them."""

    def __init__(self, part: Part, notes: Sequence[Note]) -> None:
        self.part = part
        self.notes = notes
        self.made: dict[tuple[int, float], Samples] = {}
        gain = 10 ** (part.gain / 20) * np.sqrt(2)
        angle = (part.pan + 1) * np.pi / 4
        self.sides = np.array([gain * np.cos(angle), gain * np.sin(angle)], np.float32)

    def play(self, start: int, end: int, kicks: Sequence[float]) -> Planes:
        """The part's sound from one sample to another."""
        before = min(start, _BEFORE)
        length = end - start + before
        track = np.zeros((2, length), np.float32)
        for note in self.notes:
            at = round(note.at * SAMPLE_RATE) - (start - before)
            if at < length:
                self._add(track, note, at)
        if self.part.colour == "chorus":
            track = effects.chorus(track, start - before)
        if self.part.colour == "tremolo":
            track = effects.tremolo(track, start - before)
        if self.part.pump:
            track *= 1 - np.float32(0.75 * self.part.pump) * _pump(kicks, start - before, length)
        return track[:, before:]

    def _add(self, track: Planes, note: Note, at: int) -> None:
        sound = self._sound(note)
        first, last = max(0, at), min(track.shape[1], at + sound.shape[-1])
        if last <= first:
            return
        loudness = np.float32(self._loudness(note))
        piece = sound[..., first - at : last - at]
        for side, channel in enumerate(piece if piece.ndim > 1 else (piece, piece)):
            track[side, first:last] += channel * (self.sides[side] * loudness)

    def _loudness(self, note: Note) -> float:
        """A struck note brings its loudness along, but for what rounding its velocity took."""
        if self.part.tone in tones.STRUCK:
            return tones.level(note.velocity) / tones.level(_touch(note))
        return note.velocity

    def _sound(self, note: Note) -> Samples:
        part = self.part
        if part.tone in tones.SUSTAINED:
            key = (note.midi, round(note.seconds, 2))
        else:
            key = (note.midi, _touch(note) if part.tone in tones.STRUCK else 0.0)
        if key not in self.made:
            self.made[key] = self._make(*key)
        sound = self.made[key]
        return _stopped(sound, note.seconds) if note.seconds and part.tone in tones.STRUCK else sound

    def _make(self, midi: int, second: float) -> Samples:
        part = self.part
        curve = band_of(part.low, part.high) if part.low or part.high else flat
        if part.tone in tones.STRUCK:
            return tones.STRUCK[part.tone](midi, second, curve)
        if part.tone in tones.SUSTAINED:
            release = max(0.2, part.attack)
            return tones.sustained(
                part.tone, midi, second, attack=part.attack, release=release, low=part.low, high=part.high
            )
        hit = drum(part.tone)
        return hit if curve is flat else np.stack([shape(channel, curve) for channel in hit])


def _touch(note: Note) -> float:
    return max(1, round(note.velocity * _TOUCHES)) / _TOUCHES


def _stopped(sound: Mono, seconds: float) -> Mono:
    """The note with a finger laid on it after ``seconds``."""
    length = min(sound.size, int((seconds + _RELEASE) * SAMPLE_RATE))
    out = sound[:length].copy()
    fall = min(length, int(_RELEASE * SAMPLE_RATE))
    out[-fall:] *= np.cos(np.linspace(0, np.pi / 2, fall, dtype=np.float32)) ** 2
    return out


def _pump(kicks: Sequence[float], start: int, length: int) -> Mono:
    """0 where nothing happens, 1 just after a kick, falling within a third of a second."""
    out = np.zeros(length, np.float32)
    time = np.arange(int(0.32 * SAMPLE_RATE), dtype=np.float32) / SAMPLE_RATE
    dip = (np.minimum(time / 0.012, 1.0) * np.clip(1 - time / 0.30, 0, 1) ** 1.6).astype(np.float32)
    for kick in kicks:
        at = round(kick * SAMPLE_RATE) - start
        first, last = max(0, at), min(length, at + dip.size)
        if last > first:
            np.maximum(out[first:last], dip[first - at : last - at], out=out[first:last])
    return out
