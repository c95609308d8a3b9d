"""The port of every voice: text in, sound and the time of each written word out."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from spotwright.render.cues import Word
from spotwright.render.sound.resample import Mono

SAMPLE_RATE = 48_000
FASTEST = 1.25
"""Above this speed a voice stops sounding unhurried, and words blur."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Mono samples at 48 kHz (float32, full scale ±1) and their words; both empty when nothing could be said."""

    samples: Mono
    words: tuple[Word, ...]

    @property
    def seconds(self) -> float:
        """Length of the sound."""
        return self.samples.size / SAMPLE_RATE


SILENCE = Speech(np.zeros(0, np.float32), ())


class Voice(Protocol):
    """Somebody who speaks."""

    @property
    def name(self) -> str:
        """Who it is, and in which version: voices of one name say the same text in the same samples."""
        ...

    def say(self, text: str, *, speed: float = 1.0) -> Speech:
        """Says ``text``, at its own pace or ``speed`` times as fast; silence for what it cannot say."""
        ...


def say_within(voice: Voice, text: str, seconds: float) -> Speech:
    """Says ``text`` at the voice's own pace, or as much faster as ``seconds`` asks for, up to :data:`FASTEST`.

    The speech may still be longer than ``seconds``; its own length says so.
    """
    speech = voice.say(text)
    speed = 1.0
    while speech.seconds > seconds and speed < FASTEST:
        # Pauses shrink less than words, so a first guess from the ratio alone falls a little short.
        speed = min(FASTEST, max(speed + 0.03, 1.02 * speed * speech.seconds / max(seconds, 0.1)))
        speech = voice.say(text, speed=speed)
    return speech
