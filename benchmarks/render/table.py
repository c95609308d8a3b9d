"""The benchmark's findings as plain text."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: a table with its headings, and sentences below it."""

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The first column to the left, the others to the right."""
        lines = [self.title, "-" * len(self.title)]
        if self.rows:
            table = [self.headings, *self.rows]
            widths = [max(len(row[i]) for row in table if i < len(row)) for i in range(len(self.headings))]
            lines += [_line(row, widths) for row in table]
        return "\n".join([*lines, *(f"· {note}" for note in self.notes)])


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [cell.rjust(width) if i else cell.ljust(width) for i, (cell, width) in enumerate(zip(row, widths))]  # noqa: B905
    return "  ".join(cells).rstrip()


def at_most(name: str, figure: float, bar: float, unit: str = "", *, digits: int = 2) -> tuple[str, str, str, str]:
    """A row for a figure that should not be above its bar."""
    return name, f"{figure:.{digits}f}{unit}", f"≤ {bar:.4g}{unit}", "met" if figure <= bar else "missed"


def at_least(name: str, figure: float, bar: float, unit: str = "", *, digits: int = 2) -> tuple[str, str, str, str]:
    """A row for a figure that should not be below its bar."""
    return name, f"{figure:.{digits}f}{unit}", f"≥ {bar:.4g}{unit}", "met" if figure >= bar else "missed"


BARS = ("", "figure", "bar", "")
"""The headings of a table of such rows."""
