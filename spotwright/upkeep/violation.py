"""What is wrong with an installation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule."""

    rule: str
    """The rule's name: ``history``, ``blob-missing`` …"""
    subject: str
    """A job, a blob, a row, a file: what to look at."""
    text: str
    """What is wrong, in a sentence."""
