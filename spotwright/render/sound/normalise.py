"""Ad copy into words a voice can say, each phrase keeping the words as they were written.

The voice says "fifty meters"; the caption shows "50 m". :func:`normalise` gives both, phrase by phrase, so that the
times of what is said become the times of what is shown.
"""

import re
import unicodedata
from dataclasses import dataclass

from spotwright.render.sound import letters, readings, vocabulary

MAX_CHARACTERS = 2500
"""Longer scripts are cut at a word: this is already three minutes of speech."""
MAX_SPOKEN_WORDS = 480

_PAUSES = ".!?;:,…—"
_OPENING = "\"'“‘«‹([{<*_~`¡¿„‚「『（【"
_CLOSING = "\"'”’»›)]}>*_~`」』）】"
_TITLES = {"dr.": "doctor", "mr.": "mister", "mrs.": "missus", "ms.": "miz", "prof.": "professor", "st.": "saint"}
_NEEDS_NUMBER = frozenset({"no.", "nr.", "sun.", "sat.", "wed.", "mon.", "fri.", "min.", "max.", "co."})
"""Abbreviations that are words too: they are only expanded before a number."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A few written words and how they are said. ``pause`` is the punctuation that follows, or empty."""

    written: tuple[str, ...]
    spoken: str
    pause: str = ""


def pronounceable(word: str) -> bool:
    """A guess, without a dictionary, whether a word in small letters can be read as one."""
    return re.search(r"[aeiouy]", word) is not None and re.search(r"[^aeiouy']{5}", word) is None


def clean(text: str) -> str:
    """The text without control and formatting characters, white space folded, at most :data:`MAX_CHARACTERS`."""
    lines: list[str] = []
    for line in re.split(r"[\r\n\u2028\u2029]+", text[: 4 * MAX_CHARACTERS]):
        kept = "".join(
            " " if letter.isspace() or unicodedata.category(letter) in {"Cc", "Zs"} else letter
            for letter in line
            if letter.isspace() or unicodedata.category(letter) not in {"Cf", "Cs", "Co", "Cn"}
        )
        if folded := " ".join(kept.split()):
            lines.append(folded)
    cleaned = "\n".join(lines)
    if len(cleaned) <= MAX_CHARACTERS:
        return cleaned
    cut = cleaned[:MAX_CHARACTERS]
    return cut[: max(cut.rfind(" "), cut.rfind("\n"))] if re.search(r"\s", cut) else cut


def is_english(text: str) -> bool:
    """True when the voice can read it: it has digits or Latin letters, and fewer letters of all other scripts."""
    latin = other = 0
    for letter in text:
        if letter.isalpha():
            if unicodedata.name(letter, "").startswith(("LATIN", "FULLWIDTH LATIN", "MATHEMATICAL")):
                latin += 1
            else:
                other += 1
    return latin >= other and (latin > 0 or any(letter in "0123456789" for letter in text))


def normalise(text: str, *, known: letters.Known = pronounceable) -> tuple[Phrase, ...]:
    """The phrases of a script, in order; empty when nothing in it can be said in English.

    ``known`` tells whether a dictionary has a word (in small letters); it decides between "SALE" and "U-S-B".
    """
    cleaned = clean(text)
    if not is_english(cleaned):
        return ()
    capitals = re.findall(r"[A-Za-z]{2,}", cleaned)
    shouting = len(capitals) > 2 and sum(token.isupper() for token in capitals) > 0.6 * len(capitals)
    phrases: list[Phrase] = []
    for line in cleaned.split("\n"):
        reader = _Line(line, known, shouting=shouting)
        phrases.extend(reader.phrases())
        if phrases and not phrases[-1].pause:
            phrases[-1] = Phrase(phrases[-1].written, phrases[-1].spoken, ".")
    return _capped(phrases)


def _capped(phrases: list[Phrase]) -> tuple[Phrase, ...]:
    count = 0
    for index, phrase in enumerate(phrases):
        count += len(phrase.spoken.split())
        if count > MAX_SPOKEN_WORDS:
            return tuple(phrases[:index])
    return tuple(phrases)


class _Line:
    """One line of copy, read from left to right."""

    def __init__(self, text: str, known: letters.Known, *, shouting: bool) -> None:
        self.text = text
        self.known = known
        self.shouting = shouting

    def phrases(self) -> list[Phrase]:
        found: list[Phrase] = []
        position = 0
        while position < len(self.text):
            if self.text[position] == " ":
                position += 1
                continue
            end, spoken = self._read(position)
            stop = self._token_end(end)
            written = self.text[position:stop]
            if spoken:
                found.append(Phrase(tuple(written.split()), spoken, self._pause_between(end, stop)))
            elif found and not any(letter.isalnum() for letter in written) and _mark(written):
                last = found[-1]
                shown = (*last.written[:-1], f"{last.written[-1]} {written}")
                found[-1] = Phrase(shown, last.spoken, last.pause or _mark(written))
            position = stop
        return found

    def _pause_between(self, end: int, stop: int) -> str:
        """The pause after a token; the full stop of "12 oz." is none when the sentence goes on."""
        pause = _pause(self.text[end:stop])
        goes_on = self.text[stop : stop + 2].lstrip()[:1].islower()
        return "" if pause == "." and goes_on and self.text[end - 1].isalpha() and stop - end == 1 else pause

    def _token_end(self, position: int) -> int:
        """The end of the token that ``position`` is in or directly after."""
        space = self.text.find(" ", position)
        return len(self.text) if space < 0 else space

    def _read(self, position: int) -> tuple[int, str]:
        """What is said from ``position`` on, and where in the text it ends (before closing punctuation)."""
        token_end = self._token_end(position)
        start = position
        while start < token_end and self.text[start] in _OPENING:
            start += 1
        spoken: list[str] = []
        while start < token_end:
            end, words = self._first_rule(start)
            if words is None:
                break
            spoken.append(words)
            start, token_end = end, self._token_end(end)
            if self.text[end - 1] != "-":
                break
        rest = self.text[start:token_end]
        if not spoken or (rest and self.text[start - 1] == "-"):
            core, words = self._word(rest, start)
            spoken.append(words)
            return start + core, " ".join(part for part in spoken if part)
        return start, " ".join(spoken)

    def _first_rule(self, start: int) -> tuple[int, str | None]:
        for pattern, read in readings.RULES:
            match = pattern.match(self.text, start)
            if match and match.end() > start and (words := read(match)) is not None:
                return match.end(), words
        return start, None

    def _word(self, rest: str, start: int) -> tuple[int, str]:
        """An ordinary token: the length of its core, and its words."""
        bare = rest.rstrip(_CLOSING + ",;:!?…—–")
        key = bare.lower()
        after = self.text[start + len(rest) :].lstrip()
        if key in _TITLES and re.match(r"[A-Z]", after):
            return len(bare), _TITLES[key]
        if key == "dr.":
            return len(bare), "drive"
        expandable = key in vocabulary.ABBREVIATIONS or (key.endswith(".") and key[:-1] in vocabulary.MONTHS)
        if key.endswith(".") and expandable and (key not in _NEEDS_NUMBER or re.match(r"[#\d]", after)):
            if key[:-1] in vocabulary.MONTHS and bare[0].isupper() and key != "mar.":
                return len(bare), vocabulary.MONTHS[key[:-1]]
            if key in vocabulary.ABBREVIATIONS:
                return len(bare), vocabulary.ABBREVIATIONS[key]
        core = bare.rstrip("." + _CLOSING + _PAUSES)
        if not core or not (any(letter.isalnum() for letter in core) or core in vocabulary.ABBREVIATIONS):
            return 0, ""
        return len(core), letters.word(core, self.known, shouting=self.shouting)


def _pause(marks: str) -> str:
    """The one pause that a run of closing punctuation asks for."""
    if "?" in marks:
        return "?"
    for strong in "!…":
        if strong in marks:
            return strong
    if "..." in marks:
        return "…"
    for mark in ".;:":
        if mark in marks:
            return mark
    return "," if re.search(r"[,)\]}—–|•/-]", marks) else ""


def _mark(written: str) -> str:
    """The pause of a token made of punctuation only, such as a dash between spaces."""
    return _pause(written) if re.fullmatch(r"[-–—|•·/…,.;:!?]+", written) else ""
