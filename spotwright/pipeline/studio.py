"""The studio: runs the renderer's tasks, each in a process of its own, and brings the results home.

Progress is shown and the job's end is noticed while a task runs: a task that nobody wants any more is killed.
"""

import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spotwright.blobs import Blob, BlobStore
from spotwright.jobs.record import JobRecord
from spotwright.kit.settings import Settings
from spotwright.pipeline.director import film_of
from spotwright.render import sandbox
from spotwright.storyboard.board import Scene

_LOOK_SECONDS = 0.5
_REPORT_SECONDS = 0.5
_WARM_UP_SECONDS = 60.0
SAID = "said"
# Whoever answers people is not to wait for those who draw.
_NICENESS = 5


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on while a task runs: whether it is still wanted, and where its progress (done, of all) is shown."""

    wanted: Callable[[], bool]
    report: Callable[[int, int], None] = lambda _done, _all: None
    niceness: int = _NICENESS


class Studio:
    """See the module's text."""

    def __init__(self, blobs: BlobStore, settings: Settings, ready: threading.Event) -> None:
        self._blobs = blobs
        self._settings = settings
        self._ready = ready

    def stills(
        self, job: JobRecord, scenes: Sequence[Scene], direction: str, chosen: Sequence[int], watch: Watch
    ) -> tuple[list[Blob], list[str]]:
        """Pictures of the ``chosen`` scenes, as the film will show them, and what could not be done as asked."""
        film = film_of(job, scenes, direction, self.locate)
        with self.folder("stills") as folder:
            arguments = {"film": film, "scenes": list(chosen), "folder": str(folder)}
            made = self.run("storyboard", arguments, watch)
            return [self._blobs.put_file(folder / name) for name in made["files"]], made["warnings"]

    def run(
        self,
        task: str,
        arguments: dict[str, Any],
        watch: Watch,
        *,
        on_progress: Callable[[], None] = lambda: None,
    ) -> dict[str, Any]:
        """Do one of the renderer's tasks; ``on_progress`` is called whenever it has come further."""
        # On a fresh installation the renderer is being compiled; doing that twice at once would take twice as long.
        self._ready.wait(_WARM_UP_SECONDS)
        limits = sandbox.Limits(
            memory_bytes=self._settings.render_memory_bytes,
            wall_seconds=self._settings.render_timeout_seconds,
            niceness=watch.niceness,
        )
        wanted = _Pulse(_LOOK_SECONDS, watch.wanted)
        shown = _Pulse(_REPORT_SECONDS)

        def tell(done: int, total: int) -> None:
            on_progress()
            if shown.due() or done == total:
                watch.report(done, total)

        return sandbox.run(task, arguments, limits=limits, on_progress=tell, cancelled=lambda: not wanted.value())

    def locate(self, asset: Mapping[str, Any]) -> str:
        """Where the file of an asset can be read on this machine."""
        return str(self._blobs.materialise(asset["sha256"], f".{asset['format']}"))

    @property
    def said(self) -> Path:
        """The folder that keeps what the voice has said; the reconciler removes what was not said again for days."""
        return self._settings.data_dir / SAID

    @contextmanager
    def folder(self, purpose: str) -> Iterator[Path]:
        """A folder for one try of one step; two tries at once do not meet in it."""
        root = self._settings.data_dir / "work"
        root.mkdir(exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{purpose}.", dir=root))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


class _Pulse:
    """Asks a question, or allows something, at most so often."""

    def __init__(self, seconds: float, ask: Callable[[], bool] = lambda: True) -> None:
        self._seconds = seconds
        self._ask = ask
        self._last = float("-inf")
        self._answer = True

    def due(self) -> bool:
        """True when the time has come again."""
        moment = time.monotonic()
        if moment - self._last < self._seconds:
            return False
        self._last = moment
        return True

    def value(self) -> bool:
        """The answer, at most ``seconds`` old."""
        if self.due():
            self._answer = self._ask()
        return self._answer
