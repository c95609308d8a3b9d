"""How long it takes to say a script."""

import functools
import re

from spotwright.storyboard import text

WORDS_A_SECOND = 2.5
"""What a listener follows with ease."""
_SECONDS_A_LETTER = 0.064
_SECONDS_A_DIGIT = 0.31
_SECONDS_A_STOP = 0.65
_SECONDS_A_COMMA = 0.24
_SECONDS_TO_START = 0.3
"""Measured on our own voice over a hundred lines: pauses count as much as words do ("Your move. Shop now.")."""
_UNSEGMENTED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_WORDS_A_SYLLABLE = 0.6
"""A character of a script without blanks is a syllable or two."""
_LONG_WORD = 12
_VERY_LONG_WORD = 18


def spoken_words(script: str) -> float:
    """How many average English words it takes as long to say this: numbers and long words take longer."""
    total = 0.0
    for word in text.words(script):
        syllables = len(_UNSEGMENTED.findall(word))
        digits = sum(character.isdigit() for character in word)
        if syllables:
            total += _WORDS_A_SYLLABLE * syllables
        elif digits:
            total += max(1.0, 0.75 * digits)
        else:
            total += 1.0 + 0.5 * (len(word) > _LONG_WORD) + 0.5 * (len(word) > _VERY_LONG_WORD) + len(word) // 30
    return total + 0.5 * sum(character in "%€$£¥₹&+@" for character in script)


@functools.lru_cache(maxsize=2048)
def speaking_seconds(script: str) -> float:
    """Seconds it takes to say a script without haste; 0 for silence."""
    if not text.words(script):
        return 0.0
    latin = _UNSEGMENTED.sub("", script)
    letters = sum(character.isalpha() for character in latin)
    digits = sum(character.isdigit() for character in latin)
    stops = max(0, len(text.sentences(script)) - 1)
    commas = len(re.findall(r"[,;:](?=\s)", script))
    sounds = _SECONDS_A_LETTER * letters + _SECONDS_A_DIGIT * digits
    pauses = _SECONDS_A_STOP * stops + _SECONDS_A_COMMA * commas + _SECONDS_TO_START
    return max(spoken_words(script) / WORDS_A_SECOND, sounds + pauses)
