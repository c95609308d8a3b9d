"""Performing: from a score to sound. Piece by piece, all parts together, so that a long piece needs little memory."""

from collections.abc import Sequence

import numpy as np

from spotwright.render.sound import kernels
from spotwright.render.sound.filters import SAMPLE_RATE, Samples, shape
from spotwright.render.sound.music import effects, tones
from spotwright.render.sound.music.arrange import Note, Score
from spotwright.render.sound.music.drums import drum
from spotwright.render.sound.music.moods import Mood, Part
from spotwright.render.sound.music.space import Space
from spotwright.render.sound.resample import Mono
from spotwright.render.sound.sections import Band

_PIECE = 1 << 17
_TOUCHES = 3
"""Velocities are rounded to so many colours of tone, so that equal notes are made once."""
_RELEASE = int(0.12 * SAMPLE_RATE)
_SHORT = int(1.2 * SAMPLE_RATE)
"""Notes that are stopped sooner are not kept longer: most of a bass line's are."""
_ECHO_BEATS = 0.75


def perform(mood: Mood, score: Score, length: int, *, beat: float) -> Samples:
    """All parts with reverb and echo, unmastered: ``length`` stereo samples; ``beat`` is the seconds of a beat."""
    out = np.zeros((length, 2), np.float32)
    space = Space(mood.space, echo=_ECHO_BEATS * beat)
    players = [_Player(part, notes) for part, notes in score.parts if notes]
    for start in range(0, length, _PIECE):
        piece = out[start : start + _PIECE]
        pump = _pump(score.kicks, start, piece.shape[0])
        room, late = np.zeros((2, piece.shape[0]), np.float32)
        for player in players:
            track = player.play(start, piece.shape[0], pump)
            if track is not None:
                kernels.send(track, player.sides, piece, room, late, player.part.reverb, player.part.echo)
        piece += space.answer(room, late)
    return out


class _Player:
    """One part: it makes each of its notes once and plays them where the score has them."""

    def __init__(self, part: Part, notes: Sequence[Note]) -> None:
        self.part = part
        self._coming = sorted(notes, key=lambda note: note.at, reverse=True)
        self._sounding: list[Note] = []
        self._made: dict[tuple[int, float, bool], Samples] = {}
        self._band = Band(part.low, part.high)
        self._chorus = effects.Chorus() if part.colour == "chorus" else None
        gain = 10 ** (part.gain / 20) * np.sqrt(2)
        angle = (part.pan + 1) * np.pi / 4
        self.sides = np.array([gain * np.cos(angle), gain * np.sin(angle)], np.float32)
        self._channels = 1 if part.tone in tones.STRUCK and not part.colour else 2

    def play(self, start: int, length: int, pump: Mono) -> Samples | None:
        """The part's sound from sample ``start`` on, or None while it is silent; pieces must come in order.

        It has one channel where both would be the same; how loud each side is to be, ``sides`` says.
        """
        end = (start + length) / SAMPLE_RATE
        while self._coming and self._coming[-1].at < end:
            self._sounding.append(self._coming.pop())
        if not self._sounding and not (self._chorus and self._chorus.rings):
            return None
        track = np.zeros((length, self._channels), np.float32)
        beginnings = [(note, round(note.at * SAMPLE_RATE) - start) for note in self._sounding]
        self._sounding = [note for note, at in beginnings if self._lay(track, note, at)]
        if self._chorus:
            track = self._chorus.colour(track, start)
        if self.part.colour == "tremolo":
            effects.tremolo(track, start)
        if self.part.pump:
            track *= (1 - np.float32(0.75 * self.part.pump) * pump)[:, None]
        return track

    def _lay(self, track: Samples, note: Note, at: int) -> bool:
        """Adds a note that begins ``at`` samples after the track; True while there is more of it to come."""
        part, size = self.part, track.shape[0]
        if part.tone in tones.SUSTAINED:
            return self._hold(track, note, at)
        level, stop, fall = note.velocity, 1 << 40, 0
        if part.tone in tones.STRUCK:
            # A struck note brings its loudness along, but for what rounding its velocity took.
            level = tones.level(note.velocity) / tones.level(_touch(note))
            if note.seconds:
                stop, fall = int(note.seconds * SAMPLE_RATE) + _RELEASE, _RELEASE
        sound = self._sound(note, short=stop < _SHORT)
        kernels.lay(track, at, sound, stop, fall, level)
        return bool(at + min(stop, sound.shape[0]) > size)

    def _hold(self, track: Samples, note: Note, at: int) -> bool:
        part = self.part
        release = max(0.2, part.attack)
        length = int((note.seconds + release) * SAMPLE_RATE)
        rise, fall = int(max(part.attack, 0.005) * SAMPLE_RATE), int(release * SAMPLE_RATE)
        loop = tones.loop(part.tone, note.midi, part.low, part.high)
        kernels.sustain(track, at, loop, note.midi * 7919, length, rise, fall, note.velocity)
        return bool(at + length > track.shape[0])

    def _sound(self, note: Note, *, short: bool) -> Samples:
        key = (note.midi, _touch(note) if self.part.tone in tones.STRUCK else 0.0, short)
        if key not in self._made:
            sound = self._make(note.midi, key[1])
            self._made[key] = sound[:_SHORT].copy() if short else sound
        return self._made[key]

    def _make(self, midi: int, touch: float) -> Samples:
        part = self.part
        if part.tone in tones.STRUCK:
            note = tones.STRUCK[part.tone](midi, touch, self._band)[:, None]
            return note if self._channels == 1 else np.repeat(note, self._channels, axis=1)
        hit = drum(part.tone)
        return shape(hit, self._band) if part.low or part.high else hit


def _touch(note: Note) -> float:
    return max(1, round(note.velocity * _TOUCHES)) / _TOUCHES


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
