"""Music, composed and performed in code: a mood, a length and the film's cuts in, a finished stereo track out."""

from dataclasses import dataclass

import numpy as np

from spotwright.render.sound.dynamics import Levels, apply_gain, compress
from spotwright.render.sound.filters import SAMPLE_RATE, Samples
from spotwright.render.sound.loudness import PEAK_BLOCK, SILENCE_LUFS, gain_to
from spotwright.render.sound.music import effects, form
from spotwright.render.sound.music.arrange import Arranger
from spotwright.render.sound.music.moods import DEFAULT, MOODS, mood_for
from spotwright.render.sound.music.perform import perform
from spotwright.render.sound.music.tempo import find_tempo

__all__ = ["MOODS", "Music", "compose", "mood_for"]

LUFS = -16.0
"""Loudness of a finished piece."""
_CEILING = -1.0
"""dBTP."""


@dataclass(frozen=True, slots=True)
class Music:
    """A finished piece: stereo samples at 48 kHz, its tempo, the seconds of its beats, the final chord last."""

    samples: Samples
    bpm: float
    beats: tuple[float, ...]


def compose(mood: str, seconds: float, *, seed: int, cuts: tuple[float, ...] = ()) -> Music:
    """A piece of exactly ``seconds`` in one of :data:`MOODS` (an unknown name gets the default mood).

    ``cuts`` are the seconds where the film's scenes change; beats fall on as many of them as the tempo allows, and the
    music lifts off on one of them. The piece ends on a beat and rings out to silence. Equal arguments give equal music.
    """
    chosen = MOODS.get(mood, MOODS[DEFAULT])
    random = np.random.default_rng([abs(seed), *chosen.name.encode()])
    slowest, fastest = chosen.bpm
    tempo = find_tempo(seconds, cuts, slowest=slowest, fastest=fastest, wish=float(random.random()))
    bars = form.bars(tempo, cuts)
    score = Arranger(chosen, tempo, bars, seconds, random, cuts).score()
    length = round(seconds * SAMPLE_RATE)
    last_beat = round(float(tempo.times[-1]) * SAMPLE_RATE)
    played = perform(chosen, score, length, beat=60 / tempo.bpm)
    apply_gain(played, form.arc(bars, tempo, length), form.ARC_STEP)
    _master(played, last_beat)
    return Music(played, tempo.bpm, tuple(float(time) for time in tempo.times))


def _master(sound: Samples, last_beat: int) -> None:
    """Balanced, held together, at :data:`LUFS`, and faded to nothing from the last beat to the end; in place."""
    effects.narrow_lows(effects.balance(sound))
    sound *= gain_to(sound, LUFS)
    compress(sound, threshold=-17.0, ratio=1.8, attack=0.03, release=0.20)
    effects.saturate(sound)
    levels = Levels(sound)
    if levels.integrated > SILENCE_LUFS:
        apply_gain(sound, levels.gain(LUFS, _CEILING), PEAK_BLOCK)
    ring = sound.shape[0] - last_beat
    if ring > 0:
        # The chord rings for two thirds of its time as it likes, then goes down without a corner.
        place = np.clip((np.arange(ring, dtype=np.float32) / ring - 0.3) / 0.7, 0, 1)
        sound[last_beat:] *= (np.cos(np.pi / 2 * place) ** 2)[:, None]
    start = min(sound.shape[0], SAMPLE_RATE // 200)
    sound[:start] *= np.linspace(0, 1, start, dtype=np.float32)[:, None]
