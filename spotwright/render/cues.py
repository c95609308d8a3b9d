"""Timed words: what is said when, and the captions that show it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is written, and when it is said, in seconds of the speech or of the film."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Cue:
    """Lines on the screen from ``start`` to ``end`` seconds of the film."""

    start: float
    end: float
    lines: tuple[str, ...]
    words: tuple[Word, ...] = ()
    """The same words with their own times, for captions that light up as they are said."""

    @property
    def text(self) -> str:
        """The lines as one."""
        return " ".join(self.lines)
