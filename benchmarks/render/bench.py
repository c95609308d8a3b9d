"""What all parts of the benchmark share: the film, the folders, and our own engine at work."""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from benchmarks.render import story
from benchmarks.render.measure import Contender, Cost


@dataclass(frozen=True, slots=True)
class Bench:
    """One run of the benchmark."""

    folder: Path
    """Everything that is fetched or made lies here."""
    seconds: float
    height: int
    repeat: int
    peers: tuple[str, ...]

    @property
    def width(self) -> int:
        """Pixels."""
        return self.height * 16 // 9 // 2 * 2

    def tell(self, what: str) -> None:
        """Says on the terminal what goes on; it is no part of the report."""
        print(f"… {what}", file=sys.stderr, flush=True)

    def contender(self) -> Contender:
        """Our engine, warm."""
        return Contender([sys.executable, "-m", "benchmarks.render.ours"], self.folder / "ours.log")

    def made(self, name: str) -> Path:
        """Where a film of ours lies that was made under this name."""
        return self.folder / "ours" / name

    def make(
        self,
        contender: Contender,
        name: str,
        *,
        told: Sequence[story.Beat] = story.BEATS,
        seconds: float | None = None,
        cache: str | None = None,
        **more: Any,
    ) -> Cost:
        """Has our engine make the film of these scenes, with nothing to start from unless a ``cache`` is named."""
        self.tell(f"Spotwright makes {name}")
        shutil.rmtree(self.made(name), ignore_errors=True)
        return contender.order(
            scenes=[astuple(beat) for beat in told],
            photos=[str(photo) for photo in story.photographs(self.folder / "photos")],
            seconds=self.seconds if seconds is None else seconds,
            height=self.height,
            folder=str(self.made(name)),
            cache=str(self.made(cache or name) / "segments"),
            **more,
        )
