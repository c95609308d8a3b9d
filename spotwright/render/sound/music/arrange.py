"""Arranging: from a mood, a tempo and a form to the notes of every part."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spotwright.render.sound.music import theory
from spotwright.render.sound.music.form import Bar, Level
from spotwright.render.sound.music.moods import Mood, Part
from spotwright.render.sound.music.tempo import Tempo
from spotwright.render.sound.music.theory import Chord

STEPS = 16
"""Steps of a bar."""

_BASS_RANGE = (33, 45)
_LEFT_HAND = (40, 51)
_FIRM = 0.7
"""From this velocity on the left hand plays along."""
_ACCENT = 0.85
_ON_THE_BEAT = 0.03
_TOGETHER = 0.06
"""Seconds within which two things are one to the ear."""
_LOOSENESS = 0.004
"""Seconds (one sigma) that a player is early or late."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note: when, how long until it is stopped (seconds; 0 lets it ring), which (MIDI), and how hard (0–1)."""

    at: float
    seconds: float
    midi: int
    velocity: float


@dataclass(frozen=True, slots=True)
class Score:
    """The notes of every part, in the order of the mood's parts, and the kicks that other parts give way to."""

    parts: tuple[tuple[Part, tuple[Note, ...]], ...]
    kicks: tuple[float, ...]


class Arranger:
    """Writes the score of one piece; all choices come from one seeded generator."""

    def __init__(
        self,
        mood: Mood,
        tempo: Tempo,
        bars: Sequence[Bar],
        seconds: float,
        random: np.random.Generator,
        cuts: Sequence[float] = (),
    ) -> None:
        """``cuts`` are the seconds where scenes change: where one falls on a beat, something begins."""
        self.mood = mood
        self.tempo = tempo
        self.bars = bars
        self.seconds = seconds
        self.random = random
        self.key = int(random.choice(mood.keys))
        self.progression = mood.progressions[int(random.integers(len(mood.progressions)))]
        self.chords = [self._chord_of(bar) for bar in bars]
        self.final = theory.chord(mood.final, self.key)
        self.end = float(tempo.times[-1])
        self.marks = [
            beat
            for beat, at in enumerate(tempo.times[:-1])
            if beat and any(abs(cut - at) < _ON_THE_BEAT for cut in cuts)
        ]

    def score(self) -> Score:
        struck = next((part for part in self.mood.parts if part.role in {"chords", "arp"}), None)
        parts = []
        for part in self.mood.parts:
            notes = self._notes(part)
            parts.append((part, tuple(notes + self._accents(part, notes) if part is struck else notes)))
        parts += [(part, tuple(notes)) for part, notes in self._signposts()]
        kicks = [note.at for part, notes in parts if part.tone in {"kick", "soft_kick"} for note in notes]
        return Score(tuple(parts), tuple(sorted(kicks)))

    def _chord_of(self, bar: Bar) -> Chord:
        last = bar.number == len(self.bars) - 1
        symbol = self.mood.turn if last and len(self.bars) > 1 else self.progression[bar.number % len(self.progression)]
        return theory.chord(symbol, self.key)

    def _time(self, bar: Bar, step: float) -> float:
        """The second of a step (16 a bar), swung where the mood swings."""
        swung = self.mood.swing if step % 2 == 1 else 0.0
        return self.tempo.at(bar.beat + (step + swung) / 4)

    def _loose(self) -> float:
        return float(np.clip(self.random.normal(0, _LOOSENESS), -0.010, 0.010))

    def _hits(self, part: Part, bar: Bar) -> list[tuple[int, float]]:
        """The steps of a bar on which a part plays, and how hard (0–1)."""
        rhythm = part.rhythms[bar.level]
        if part.fill and (bar.leads_on or (bar.level is Level.LIFT and bar.number % 4 == 3 and rhythm)):
            rhythm = part.fill
        if not rhythm:
            return []
        offset = bar.number * STEPS % len(rhythm) if len(rhythm) > STEPS else 0
        steps = min(STEPS, bar.beats * 4)
        found = [
            (step, int(mark) / 9)
            for step, mark in enumerate(rhythm[offset : offset + STEPS].ljust(STEPS, "."))
            if mark != "." and step < steps
        ]
        if part.role == "drum" and part.tone in {"kick", "soft_kick"} and bar.leads_on:
            found = [(step, velocity) for step, velocity in found if step < STEPS // 2]
        return found

    def _notes(self, part: Part) -> list[Note]:
        write = {
            "pad": self._pad,
            "chords": self._chords,
            "arp": self._arpeggio,
            "bass": self._bass,
            "lead": self._lead,
            "drum": self._drum,
        }[part.role]
        return write(part)

    def _accents(self, part: Part, notes: Sequence[Note]) -> list[Note]:
        """A chord on each beat where the picture changes and the part has nothing of weight to play."""
        voicings = self._voicings(part)
        found: list[Note] = []
        for beat in self.marks:
            at = self.tempo.at(beat)
            if sum(note.velocity for note in notes if abs(note.at - at) < _TOGETHER) >= _FIRM:
                continue
            bar = max((bar for bar in self.bars if bar.beat <= beat), key=lambda bar: bar.beat)
            stop = part.hold and self.tempo.at(beat + 1) - at
            found += [Note(at, stop, midi, _ACCENT) for midi in voicings[bar.number]]
        return found

    def _voicings(self, part: Part) -> list[tuple[int, ...]]:
        """How a part plays each bar's chord, and, last, the final one."""
        found: list[tuple[int, ...]] = []
        before: tuple[int, ...] = ()
        for chord in [*self.chords, self.final]:
            before = theory.voicing(chord, before, low=part.range[0], high=part.range[1])
            found.append(before)
        return found

    def _ending(self, notes: Sequence[int], velocity: float, *, spread: float = 0.0) -> list[Note]:
        return [
            Note(self.end + index * spread, self.seconds - self.end, midi, velocity) for index, midi in enumerate(notes)
        ]

    def _pad(self, part: Part) -> list[Note]:
        notes: list[Note] = []
        voicings = self._voicings(part)
        for bar, voiced in zip(self.bars, voicings, strict=False):
            if part.rhythms[bar.level]:
                start, stop = self.tempo.at(bar.beat), self.tempo.at(bar.beat + bar.beats)
                loudness = (0.55, 0.75, 0.95)[bar.level]
                notes += [Note(start, stop - start, midi, loudness) for midi in voiced]
        return notes + self._ending(voicings[-1], 0.9)

    def _chords(self, part: Part) -> list[Note]:
        notes: list[Note] = []
        voicings = self._voicings(part)
        for bar, voiced in zip(self.bars, voicings, strict=False):
            for step, velocity in self._hits(part, bar):
                at = self._time(bar, step) + self._loose()
                stop = part.hold and self.tempo.at(bar.beat + (step + part.hold) / 4) - at
                # The top note sings, the inner ones support it; a strum takes a moment.
                notes += [
                    Note(at + 0.006 * index, stop, midi, velocity * (1.0 if index == len(voiced) - 1 else 0.78))
                    for index, midi in enumerate(voiced)
                ]
                if part.left_hand and velocity > _FIRM:
                    notes.append(Note(at, stop, self._left_hand(self.chords[bar.number]), velocity * 0.85))
        final = (self._left_hand(self.final), *voicings[-1]) if part.left_hand else voicings[-1]
        return notes + self._ending(final, 0.85, spread=0.012)

    def _left_hand(self, chord: Chord) -> int:
        return theory.nearest(chord.bass, sum(_LEFT_HAND) / 2)

    def _arpeggio(self, part: Part) -> list[Note]:
        notes: list[Note] = []
        voicings = self._voicings(part)
        place = 0
        for bar, voiced in zip(self.bars, voicings, strict=False):
            place = 0 if bar.number % 2 == 0 else place
            for step, velocity in self._hits(part, bar):
                octave, tone = divmod(part.line[place % len(part.line)], len(voiced))
                place += 1
                at = self._time(bar, step) + self._loose()
                stop = part.hold and self.tempo.at(bar.beat + (step + 2 * part.hold) / 4) - at
                notes.append(Note(at, stop, voiced[tone] + 12 * octave, velocity * self.random.uniform(0.88, 1.0)))
        return notes + self._ending(voicings[-1][:3], 0.6, spread=0.05)

    def _bass(self, part: Part) -> list[Note]:
        notes: list[Note] = []
        low, high = _BASS_RANGE
        place = 0
        for bar, chord in zip(self.bars, self.chords, strict=True):
            root = next(note for note in range(low, high) if note % 12 == chord.bass)
            for step, velocity in self._hits(part, bar):
                kind = part.line[place % len(part.line)]
                place += 1
                fifth = next((tone for tone in chord.tones if (tone - chord.root) % 12 == 7), chord.bass)
                midi = {0: root, 1: theory.nearest(fifth, root + 4), 2: root + 12}[kind]
                at = self._time(bar, step) + self._loose() / 2
                stop = self.tempo.at(min(bar.beat + (step + part.hold) / 4, bar.beat + bar.beats)) - at
                notes.append(Note(at, max(stop, 0.05), midi, velocity))
        root = next(note for note in range(low, high) if note % 12 == self.final.bass)
        return notes + self._ending([root], 0.9)

    def _lead(self, part: Part) -> list[Note]:
        """A melody: two short motifs of steps, asked and answered every four bars, always home on chord tones."""
        rhythms = ((0, 3, 6, 10), (0, 4, 6), (2, 4, 8, 11), (0, 6, 8), (4, 6, 10))
        chosen = [rhythms[int(self.random.integers(len(rhythms)))] for _ in range(2)]
        shapes = [theory.contour(len(rhythm), self.random) for rhythm in chosen]
        low, high = part.range
        home = (low + high) / 2
        notes: list[Note] = []
        for bar, chord in zip(self.bars, self.chords, strict=True):
            # Every second bar is left to the echo: a melody that never breathes fights the voice.
            if not part.rhythms[bar.level] or bar.number % 2 or bar.beats < 4:
                continue
            which = bar.number // 2 % 2
            anchor = theory.nearest(chord.tones[(1, 2)[which] % len(chord.tones)], home)
            for index, (step, move) in enumerate(zip(chosen[which], shapes[which], strict=True)):
                wanted = anchor + 2 * move
                on_beat = step % 4 == 0 or index == len(shapes[which]) - 1
                midi = self._chord_tone(chord, wanted) if on_beat else theory.in_scale(wanted, self.key)
                at = self._time(bar, step) + self._loose()
                velocity = int(part.rhythms[bar.level]) / 9 * self.random.uniform(0.85, 1.0)
                notes.append(Note(at, 0.0, theory.within(midi, low - 3, high + 3), velocity))
        top = theory.nearest(self.final.tones[2 % len(self.final.tones)], home)
        return notes + (self._ending([top], 0.6) if notes else [])

    def _chord_tone(self, chord: Chord, wanted: float) -> int:
        return min((theory.nearest(tone, wanted) for tone in chord.tones[:3]), key=lambda note: abs(note - wanted))

    def _drum(self, part: Part) -> list[Note]:
        notes = [
            Note(self._time(bar, step) + self._loose() / 2, 0.0, 0, velocity * self.random.uniform(0.9, 1.0))
            for bar in self.bars
            for step, velocity in self._hits(part, bar)
        ]
        ends = part.tone in {"kick", "soft_kick", "boom"} and bool(notes)
        return notes + ([Note(self.end, 0.0, 0, 1.0)] if ends else [])

    def _signposts(self) -> list[tuple[Part, list[Note]]]:
        """What leads into the lift, marks it, and marks the end."""
        swell, riser, arrival, crash = [], [], [], []
        for bar in self.bars:
            arrives = self.tempo.at(bar.beat)
            if bar.arrives and bar.number:
                swell.append(Note(arrives - 2.0, 0.0, 0, 0.8))
                if self.mood.hits:
                    riser.append(Note(arrives - 2.0, 0.0, 0, 0.8))
            if bar.arrives and (bar.number or len(self.bars) <= 2):
                arrival.append(Note(arrives, 0.0, 0, 0.8))
                crash.append(Note(arrives, 0.0, 0, 0.7))
        crash.append(Note(self.end, 0.0, 0, 0.8))
        arrival.append(Note(self.end, 0.0, 0, 0.9))
        if len(self.bars) > 2 and self.bars[-1].level is Level.LIFT:
            swell.append(Note(self.end - 2.0, 0.0, 0, 0.5))
        silent = ("", "", "")
        soft = 0.0 if self.mood.hits else -5.0
        return [
            (Part("swell", "drum", silent, -23 + soft, reverb=0.2), swell),
            (Part("riser", "drum", silent, -25 + soft, reverb=0.25), riser),
            (Part("impact", "drum", silent, -13 + soft, reverb=0.2), arrival),
            (Part("crash", "drum", silent, -26 + soft, reverb=0.2), crash),
        ]
