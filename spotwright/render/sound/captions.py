"""Captions from timed words: cues that are easy to read, and the SRT and VTT files that hold them.

The rules are those of broadcasters: at most 42 characters a line and two lines, not faster than 20 characters a
second where the speech allows, at least 0.8 seconds, two frames between cues, breaks where the sentence breathes.
"""

import html
import itertools
import math
import re
import unicodedata
from collections.abc import Sequence
from functools import partial

from spotwright.render.cues import Cue, Word
from spotwright.render.sound import vocabulary

LINE = 42
LINES = 2
FASTEST = 20.0
"""Characters a second."""
SHORTEST = 0.8
"""Seconds a cue stays at least, where the next one leaves room."""

_LINGER = 0.35
_EARLY, _LATE = 0.2, 0.25
"""Seconds that a cue may come before its first word, and stay into the next one's, where speech outruns reading."""
_LONGEST_LINGER = 1.2
_SILENCE = 0.7
"""A pause of this length always ends a cue."""
_IDEAL = 34
"""Characters of a comfortable cue: one line, seen at a glance."""
_MOST_WORDS = 24


def make_cues(words: Sequence[Word], *, fps: float = 30.0, until: float | None = None) -> tuple[Cue, ...]:
    """Cues for words in the order they are said (seconds of the film); none is shown after ``until``."""
    pieces = [piece for word in words for piece in _pieces(word)]
    if not pieces:
        return ()
    groups = _segment(pieces)
    gap = 2 / fps
    cues: list[Cue] = []
    free_from = 0.0
    for index, group in enumerate(groups):
        following = groups[index + 1][0].start if index + 1 < len(groups) else None
        last = math.inf if until is None else until
        lines = _lines([word.text for word in group])
        least = max(SHORTEST, sum(map(len, lines)) / FASTEST)
        start, said = max(group[0].start, free_from), group[-1].end
        # It may stay until the next one comes; when that is too short to read, it comes sooner and stays longer.
        limit = last if following is None else min(following - gap, last)
        if limit - start < least:
            start = max(free_from, start - min(_EARLY, least - (limit - start)))
        if following is not None and limit - start < least:
            limit = min(limit + _LATE, start + least, last)
        end = max(min(max(said + _LINGER, start + least), limit), start + 0.04)
        cues.append(Cue(start, end, lines, tuple(group)))
        free_from = end + gap
    return tuple(cues)


def _clean(text: str) -> str:
    kept = (" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    return " ".join("".join(letter for letter in kept if unicodedata.category(letter) not in {"Cf", "Cs"}).split())


def _pieces(word: Word) -> list[Word]:
    """The word, or pieces of it when it is longer than a line."""
    text = _clean(word.text)
    if not text:
        return []
    parts = [text[at : at + LINE].strip() for at in range(0, len(text), LINE)]
    parts = [part for part in parts if part]
    step = (word.end - word.start) / len(parts)
    return [Word(part, word.start + index * step, word.start + (index + 1) * step) for index, part in enumerate(parts)]


def _segment(words: Sequence[Word]) -> list[list[Word]]:
    """The cheapest way to cut the words into cues, by dynamic programming over the places to cut."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        options: list[tuple[float, int]] = []
        for start in range(end - 1, max(-1, end - 1 - _MOST_WORDS), -1):
            group = words[start:end]
            fits = _fits([word.text for word in group])
            if (not fits or _has_silence(group)) and start < end - 1:
                break
            following = words[end].start if end < len(words) else group[-1].end + 1.0
            options.append((best[start][0] + _cost(group, following), start))
        best.append(min(options))
    groups: list[list[Word]] = []
    end = len(words)
    while end:
        start = best[end][1]
        groups.append(list(words[start:end]))
        end = start
    return groups[::-1]


def _has_silence(group: Sequence[Word]) -> bool:
    return any(after.start - before.end > _SILENCE for before, after in itertools.pairwise(group))


def _cost(group: Sequence[Word], following: float) -> float:
    """How bad a cue of these words would be; ``following`` is when the next word starts."""
    size = sum(len(word.text) + 1 for word in group) - 1
    cost = 3.0 + ((size - _IDEAL) / 20) ** 2 * (1.0 if size > _IDEAL else 0.6)
    last = group[-1].text
    if not _ends_sentence(last) and following - group[-1].end < _SILENCE:
        cost += 2.0 if _ends_clause(last) else 10.0
    if last.lower() in vocabulary.WEAK:
        cost += 8.0
    for word in group[:-1]:
        cost += 12.0 if _ends_sentence(word.text) else 1.0 if _ends_clause(word.text) else 0.0
    time = max(0.05, min(following, group[-1].end + _LONGEST_LINGER) - group[0].start)
    cost += max(0.0, SHORTEST - time) * 20
    return cost + max(0.0, size / time - FASTEST)


def _ends_sentence(text: str) -> bool:
    return re.search(r"[.!?…][\"'”’)\]]*$", text) is not None


def _ends_clause(text: str) -> bool:
    return re.search(r"[,;:—–)\-|•][\"'”’)\]]*$", text) is not None


def _fits(texts: Sequence[str]) -> bool:
    size = sum(map(len, texts)) + len(texts) - 1
    return size <= LINE or any(_line_lengths(texts, cut) is not None for cut in range(1, len(texts)))


def _line_lengths(texts: Sequence[str], cut: int) -> tuple[int, int] | None:
    first = sum(map(len, texts[:cut])) + cut - 1
    second = sum(map(len, texts[cut:])) + len(texts) - cut - 1
    return (first, second) if max(first, second) <= LINE else None


def _lines(texts: Sequence[str]) -> tuple[str, ...]:
    """One line where it fits, else two of about the same length, broken where a phrase ends."""
    whole = " ".join(texts)
    if len(whole) <= LINE:
        return (whole,)
    cut = min((cut for cut in range(1, len(texts)) if _line_lengths(texts, cut)), key=partial(_break_cost, texts))
    return " ".join(texts[:cut]), " ".join(texts[cut:])


def _break_cost(texts: Sequence[str], cut: int) -> float:
    first, second = _line_lengths(texts, cut) or (0, 0)
    cost = float(abs(first - second)) + (2.0 if first > second else 0.0)
    if texts[cut - 1].lower() in vocabulary.WEAK:
        cost += 12.0
    return cost - (10.0 if _ends_clause(texts[cut - 1]) or _ends_sentence(texts[cut - 1]) else 0.0)


def _clock(seconds: float, mark: str) -> str:
    milliseconds = max(0, round(seconds * 1000))
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{mark}{rest % 1000:03}"


def to_srt(cues: Sequence[Cue]) -> str:
    """A SubRip file. The format has no escapes, so signs that players take for markup become their look-alikes."""
    table = str.maketrans({"<": "‹", ">": "›", "{": "(", "}": ")"})
    blocks = [
        f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n"
        + "\n".join(_clean(line).translate(table) for line in cue.lines)
        + "\n"
        for number, cue in enumerate(cues, start=1)
    ]
    return "\n".join(blocks)


def to_vtt(cues: Sequence[Cue]) -> str:
    """A WebVTT file; text is escaped as the format asks."""
    blocks = [
        f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n"
        + "\n".join(html.escape(_clean(line), quote=False) for line in cue.lines)
        + "\n"
        for cue in cues
    ]
    return "\n".join(["WEBVTT\n", *blocks])
