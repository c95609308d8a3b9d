"""The studio: runs the renderer's tasks for a job, each in a process of its own, and brings the results home.

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
from spotwright.db.session import Database
from spotwright.jobs.briefs import brief_of
from spotwright.jobs.record import JobRecord
from spotwright.kit.canonical import fingerprint
from spotwright.kit.failpoints import failpoint
from spotwright.kit.settings import Settings
from spotwright.pipeline import renditions
from spotwright.pipeline.director import film_of
from spotwright.pipeline.renditions import Rendition
from spotwright.render import sandbox
from spotwright.render.encoder import Settings as EncoderSettings
from spotwright.render.timeline import digest
from spotwright.storyboard.board import Scene

_LOOK_SECONDS = 0.5
_REPORT_SECONDS = 0.5
_WARM_UP_SECONDS = 60.0
# Part of what a rendition is known by: raise it when the same film would look or sound different.
_ENGINE = "1"


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on while a task runs: whether it is still wanted, and where its progress is shown (0–100)."""

    wanted: Callable[[], bool]
    report: Callable[[int], None]
    niceness: int = 15


class Studio:
    """See the module's text."""

    def __init__(self, database: Database, blobs: BlobStore, settings: Settings, ready: threading.Event) -> None:
        self._database = database
        self._blobs = blobs
        self._settings = settings
        self._ready = ready

    def stills(
        self, job: JobRecord, scenes: Sequence[Scene], direction: str, chosen: Sequence[int], watch: Watch
    ) -> tuple[list[Blob], list[str]]:
        """Pictures of the ``chosen`` scenes, as the film will show them, and what could not be done as asked."""
        film = film_of(job, scenes, direction, self._locate)
        with self._folder(job.id) as folder:
            arguments = {"film": film, "scenes": list(chosen), "folder": str(folder)}
            made = self._sandboxed("storyboard", arguments, watch)
            return [self._blobs.put_file(folder / name) for name in made["files"]], made["warnings"]

    def rendition(self, job: JobRecord, scenes: Sequence[Scene], watch: Watch) -> Rendition:
        """The film of these scenes with all that goes with it: found, if it was made before, or made now."""
        assert job.storyboard is not None
        film = film_of(job, scenes, job.storyboard["art_direction"], self._locate)
        brief = brief_of(job.request, job.materials)
        encoding = EncoderSettings(self._settings.encoder_preset, self._settings.encoder_crf)
        described: dict[str, Any] = {
            "scripts": [scene.script for scene in scenes],
            "mood": [brief.music_style or job.storyboard["music_mood"], brief.style, brief.tone],
            "captions": job.request["specs"]["captions"],
        }
        key = fingerprint(_ENGINE, digest(film), digest(encoding), described)
        with self._database.read() as session:
            found = renditions.find(session, key)
        if found is not None and all(self._blobs.exists(file["sha256"]) for file in found.files.values()):
            return found
        with self._folder(job.id) as folder:
            places = {"folder": str(folder), "cache": str(self._settings.data_dir / "segments")}
            made = self._sandboxed("film", {"film": film, "settings": encoding, **described, **places}, watch)
            failpoint("render.before_blobs")
            files = {name: self._keep(folder / file, mime) for name, (file, mime) in made["files"].items()}
        rendition = Rendition(files, tuple(made["warnings"]))
        with self._database.write() as session:
            renditions.keep(session, key, rendition)
        return rendition

    def _sandboxed(self, task: str, arguments: dict[str, Any], watch: Watch) -> dict[str, Any]:
        # On a fresh installation the renderer is being compiled; doing that twice at once would take twice as long.
        self._ready.wait(_WARM_UP_SECONDS)
        limits = sandbox.Limits(
            memory_bytes=self._settings.render_memory_bytes,
            wall_seconds=self._settings.render_timeout_seconds,
            niceness=watch.niceness,
        )
        wanted = _Pulse(_LOOK_SECONDS, watch.wanted)
        shown = _Pulse(_REPORT_SECONDS)

        def on_progress(done: int, total: int) -> None:
            if shown.due() or done == total:
                watch.report(100 * done // max(1, total))

        return sandbox.run(
            task, arguments, limits=limits, on_progress=on_progress, cancelled=lambda: not wanted.value()
        )

    def _locate(self, asset: Mapping[str, Any]) -> str:
        return str(self._blobs.materialise(asset["sha256"], f".{asset['format']}"))

    def _keep(self, path: Path, mime: str) -> dict[str, Any]:
        blob = self._blobs.put_file(path)
        return {"sha256": blob.sha256, "size": blob.size, "mime": mime}

    @contextmanager
    def _folder(self, job_id: str) -> Iterator[Path]:
        """A folder for one try of one step; two tries at once do not meet in it."""
        root = self._settings.data_dir / "work"
        root.mkdir(exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{job_id}.", dir=root))
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
