"""The narration: every scene's script spoken within its scene, or as much of it as fits."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spotwright.render.cues import Word
from spotwright.render.sound import vocabulary
from spotwright.render.sound.voice import SAMPLE_RATE, SILENCE, Speech, Voice, say_within

_LEAD_IN = 0.25
"""Seconds of picture before a scene's first word."""
_TAIL = 0.15
"""Seconds of picture after its last one."""
_SHORTEST_LEAD_IN = 0.06
"""A long script starts this soon after the cut …"""
_SPILL = 0.30
"""… and may end this far into the next scene, which then starts to speak a little later."""
_BETWEEN = 0.2
"""Seconds between the words of one scene and the next when the first runs over."""
_QUIET = 1.6
"""Seconds of a scene that may stay silent after its script; more of them are filled by speaking with more ease: …"""
_BREATH = 0.45
"""… with so much longer pauses between sentences, …"""
_SLOWEST = 0.92
"""… at this speed where more than that is left, …"""
_WORTH_IT = 0.8
_LATEST = 0.9
"""… and beginning so many seconds after the cut."""
_MOST_LETTERS = 40
"""No voice says more letters a second; longer scripts are not even tried whole."""
_SHOWN = 120
"""Characters of a dropped text that a warning shows."""

Script = tuple[float, float, str]
"""When a scene starts, how long it is (seconds), and what is said in it."""


@dataclass(frozen=True, slots=True)
class Narration:
    """Every utterance with the second of the film where it starts, and what had to be left out."""

    voices: tuple[tuple[float, Speech], ...]
    warnings: tuple[str, ...]

    @property
    def words(self) -> tuple[Word, ...]:
        """All words, in film time."""
        return tuple(
            Word(word.text, start + word.start, start + word.end)
            for start, speech in self.voices
            for word in speech.words
        )


def narrate(seconds: float, scripts: Sequence[Script], voice: Voice) -> Narration:
    """Speaks every script within its scene.

    Where a script is too long it is spoken faster, then sooner after the cut and into the next scene, and at last
    without its final clauses, with a warning. Where it is much too short it is spoken with more ease.
    """
    voices: list[tuple[float, Speech]] = []
    warnings: list[str] = []
    free_from = 0.0
    for index, (start, length, text) in enumerate(scripts):
        if not text.strip():
            continue
        following = next((later for later, _, words in scripts[index + 1 :] if words.strip()), None)
        latest = seconds - _TAIL if following is None else min(following + _SPILL, seconds - _TAIL)
        begin = max(start + min(_LEAD_IN, length / 4), free_from)
        soonest = max(start + min(_SHORTEST_LEAD_IN, length / 4), free_from)
        speech, dropped = _within(voice, text, start + length - _TAIL - begin, latest - soonest)
        if dropped:
            warnings.append(f"Scene {index + 1}: the script is too long for the scene; not spoken: {_quoted(dropped)}")
        elif not speech.words:
            warnings.append(f"Scene {index + 1}: the voice speaks English only, so its script is not spoken.")
        if not speech.words:
            continue
        if not dropped:
            speech = _at_ease(voice, text, speech, start + length - _TAIL - begin)
            begin += max(0.0, min(_LATEST - _LEAD_IN, (start + length - begin - speech.seconds - _QUIET) / 2))
        begin = max(soonest, min(begin, start + length - _TAIL - speech.seconds))
        voices.append((begin, speech))
        free_from = begin + speech.seconds + _BETWEEN
    return Narration(tuple(voices), tuple(warnings))


def _at_ease(voice: Voice, text: str, speech: Speech, seconds: float) -> Speech:
    """The same speech with longer pauses, or also slower, where it would leave much of its ``seconds`` silent."""
    spare = seconds - speech.seconds - _QUIET
    if spare <= 0:
        return speech
    ends = sum(word.text[-1] in ".!?…" for word in speech.words[:-1])
    if spare > _BREATH * ends + _WORTH_IT:
        speech = voice.say(text, speed=_SLOWEST)
        spare = seconds - speech.seconds - _QUIET
    return _with_pauses(speech, min(_BREATH, spare / ends)) if ends and spare > 0 else speech


def _with_pauses(speech: Speech, seconds: float) -> Speech:
    """The speech with so much more silence after each of its sentences but the last."""
    pieces, words, done, later = [], [speech.words[0]], 0, 0.0
    for word, following in itertools.pairwise(speech.words):
        if word.text[-1] in ".!?…":
            cut = round((word.end + following.start) / 2 * SAMPLE_RATE)
            pieces += [speech.samples[done:cut], np.zeros(round(seconds * SAMPLE_RATE), np.float32)]
            done, later = cut, later + seconds
        words.append(Word(following.text, following.start + later, following.end + later))
    return Speech(np.concatenate([*pieces, speech.samples[done:]]), tuple(words))


def _within(voice: Voice, text: str, own: float, borrowed: float) -> tuple[Speech, str]:
    """Speech that fits into ``own`` seconds, or at most ``borrowed``; and the text that was dropped for it."""
    room = 200 + int(_MOST_LETTERS * max(borrowed, 0.0))
    speech = say_within(voice, text, own) if len(text) <= room else SILENCE
    if len(text) <= room and speech.seconds <= borrowed:
        return speech, ""
    clauses = re.findall(r".+?(?:[.!?…;:,—–](?=\s)|\s[-–—](?=\s)|$)", " ".join(text.split()))
    lengths = list(itertools.accumulate(map(len, clauses)))
    most, found = min(len(clauses), 1 + sum(length <= room for length in lengths)), 0
    while most - found > 1:
        kept = (most + found) // 2
        attempt = say_within(voice, "".join(clauses[:kept]).strip().rstrip(",;:—–- "), own)
        if attempt.seconds <= borrowed:
            found, speech = kept, attempt
        else:
            most = kept
    if found:
        return speech, "".join(clauses[found:]).strip()
    return _first_words(voice, text.split(), borrowed, room)


def _first_words(voice: Voice, words: Sequence[str], seconds: float, room: int) -> tuple[Speech, str]:
    """As many whole words as fit, when not even one clause does; ``room`` is how many letters are worth a try."""
    kept = max(1, sum(length <= room for length in itertools.accumulate(len(word) + 1 for word in words)))
    speech = say_within(voice, " ".join(words[:kept]), seconds)
    while kept > 1 and speech.seconds > seconds:
        kept = min(kept - 1, int(kept * seconds / speech.seconds))
        while kept > 1 and words[kept - 1].lower() in vocabulary.WEAK:
            kept -= 1
        kept = max(kept, 1)
        speech = say_within(voice, " ".join(words[:kept]), seconds)
    if kept < len(words) and all(word.lower() in vocabulary.WEAK for word in words[:kept]):
        return SILENCE, " ".join(words)
    return speech, " ".join(words[kept:])


def _quoted(text: str) -> str:
    """The text for a warning: what is cut off is shown cut off."""
    return f"“{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}”"
