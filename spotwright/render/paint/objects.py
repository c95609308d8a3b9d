"""Drawn objects: which of the shipped illustrations a subject's words mean, and their pictures."""

import functools
import gzip
import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import skia

_FOLDER = Path(__file__).parent.parent / "illustrations"
_BOX = 32
_MOST_CHARACTERS = 600
_LONGEST_PHRASE = 4
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_BREAKS = re.compile(r"\b(?:for|with|from|of|in|on|at|by|to|that|which|without|into|near|made|so)\b|[.,;:!?()|/–—\n]")


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """``names`` maps a phrase to an object; ``generic`` phrases say little and only count if nothing else does."""

    names: dict[str, str]
    generic: frozenset[str]


@functools.cache
def _vocabulary() -> _Vocabulary:
    table = json.loads((_FOLDER / "keywords.json").read_text(encoding="utf-8"))
    names = {phrase: name for name, phrases in table["objects"].items() for phrase in phrases}
    return _Vocabulary(names, frozenset(table["generic"]))


@functools.cache
def _drawings() -> dict[str, str]:
    packed = (_FOLDER / "objects.json.gz").read_bytes()
    drawings: dict[str, str] = json.loads(gzip.decompress(packed))
    return drawings


def find_illustration(subject: str) -> str | None:
    """The illustration that the words of a subject mean, or None.

    The words before the first preposition count most ("tax software *for freelancers*"), longer phrases beat shorter
    ones, and among equals the last, which in English names the thing ("trail *watch*").
    """
    found = matches(subject)
    return found[0] if found else None


def matches(subject: str) -> list[str]:
    """Every illustration the subject's words mean, the best first, without repeats."""
    named = [subject] if subject in _drawings() else []
    plain = unicodedata.normalize("NFKD", subject[:_MOST_CHARACTERS]).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    vocabulary = _vocabulary()
    ranked: list[tuple[bool, int, int, int, str]] = []
    for part, segment in enumerate(_BREAKS.split(plain)):
        words = [_singular(word) for word in _WORD.findall(segment)]
        ranked += [
            (phrase in vocabulary.generic, part, -length, -at, vocabulary.names[phrase])
            for phrase, length, at in _phrases(words, vocabulary.names)
        ]
    return list(dict.fromkeys([*named, *(name for *_, name in sorted(ranked))]))


def _phrases(words: list[str], known: dict[str, str]) -> list[tuple[str, int, int]]:
    """Known phrases in a row of words with their length and place, the longest taken first, none overlapping."""
    taken = [False] * len(words)
    found = []
    for length in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
        for at in range(len(words) - length + 1):
            phrase = " ".join(words[at : at + length])
            if phrase in known and not any(taken[at : at + length]):
                taken[at : at + length] = [True] * length
                found.append((phrase, length, at))
    return found


def _singular(word: str) -> str:
    word = word.removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def draw_object(name: str, pixels: int) -> skia.Image:
    """The illustration as a square, transparent picture; :class:`KeyError` if there is none of that name."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{_BOX}" height="{_BOX}" viewBox="0 0 {_BOX} {_BOX}">{_drawings()[name]}</svg>'
    )
    surface = skia.Surface(pixels, pixels)
    canvas = surface.getCanvas()
    canvas.scale(pixels / _BOX, pixels / _BOX)
    skia.SVGDOM.MakeFromStream(skia.MemoryStream(svg.encode(), True)).render(canvas)
    return surface.makeImageSnapshot()
