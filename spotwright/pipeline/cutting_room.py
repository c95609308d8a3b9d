"""The cutting room: makes a film's sound, its timeline, its segments and the film, each of them once.

Everything is known by a name that follows from its content. What was made before, here or on another machine, for this
job or another one, is found and not made again; what got lost is made again by whoever needs it.
"""

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from spotwright.blobs import Blob, BlobNotFound, BlobStore
from spotwright.db.session import Database
from spotwright.kit.failpoints import failpoint
from spotwright.pipeline import renditions, segments
from spotwright.pipeline.cuts import Cut
from spotwright.pipeline.renditions import Rendition
from spotwright.pipeline.segments import Segment
from spotwright.pipeline.studio import Studio, Watch
from spotwright.render.errors import RenderCancelled

_TURN_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Layout:
    """A film laid out: its timeline's SHA-256, its segments in order, and what could not be done as asked."""

    timeline: str
    segments: tuple[Segment, ...]
    warnings: tuple[str, ...]

    @property
    def frames(self) -> int:
        """Frames in the whole film."""
        return sum(segment.frames for segment in self.segments)


class CuttingRoom:
    """See the module's text. Every method may raise ``RenderError``, ``BlobError``, or ``RenderCancelled``."""

    def __init__(self, database: Database, blobs: BlobStore, studio: Studio, executor: str) -> None:
        """``executor`` is the name of the worker whose room this is."""
        self._database = database
        self._blobs = blobs
        self._studio = studio
        self._executor = executor
        self._turns = _Turns()

    def find(self, cut: Cut) -> Rendition | None:
        """The finished film, if it was made before."""
        return self._find(cut.key)

    def score(self, cut: Cut, watch: Watch) -> Rendition:
        """The film's sound, and its captions."""

        def make() -> Rendition:
            with self._studio.folder("score") as folder:
                arguments = {"film": cut.sounding, "scripts": cut.scripts, "mood": cut.mood, "folder": str(folder)}
                # A script that did not change is not spoken again when another one did.
                arguments["said"] = str(self._studio.said)
                made = self._studio.run("soundtrack", arguments, watch)
                return Rendition(self._keep(folder, made["files"]), tuple(made["warnings"]))

        return self._once(cut.score_key, watch, make)

    def lay_out(self, cut: Cut, watch: Watch) -> Layout:
        """The film's timeline, and the segments that it is rendered in."""

        def make() -> Rendition:
            cues = str(self._file(self.score(cut, watch), "cues")) if cut.captions else None
            with self._studio.folder("layout") as folder:
                arguments = {"film": cut.film, "cues": cues, "settings": cut.encoding, "folder": str(folder)}
                made = self._studio.run("timeline", arguments, watch)
                (folder / "segments.json").write_text(json.dumps(made["segments"]), encoding="utf-8")
                files = {
                    "timeline": (made["file"], "application/json"),
                    "segments": ("segments.json", "application/json"),
                }
                return Rendition(self._keep(folder, files), tuple(made["warnings"]))

        made = self._once(cut.layout_key, watch, make)
        parts = json.loads(self._blobs.read_bytes(made.files["segments"]["sha256"]))
        laid_out = tuple(Segment(part["key"], part["frames"]) for part in parts)
        return Layout(made.files["timeline"]["sha256"], laid_out, made.warnings)

    def missing(self, layout: Layout) -> list[Segment]:
        """The segments that are still to be rendered; those that are there will be kept for a while."""
        keys = [segment.key for segment in layout.segments]
        with self._database.write() as session:
            segments.use(session, keys)
            found = segments.find(session, keys)
        # A film may show the same thing twice.
        lacking = {segment.key: segment for segment in layout.segments if segment.key not in found}
        return list(lacking.values())

    def shoot(self, cut: Cut, layout: Layout, wanted: Sequence[Segment], workers: int, watch: Watch) -> None:
        """Render segments, and store each one as soon as it is finished; ``workers`` are rendered at a time."""
        with self._database.read() as session:
            found = segments.find(session, [segment.key for segment in wanted])
        lacking = {segment.key: segment for segment in wanted if segment.key not in found}
        there = sum(segment.frames for segment in wanted if segment.key in found)
        counted = replace(watch, report=lambda done, total: watch.report(there + done, there + total))
        if not lacking:
            counted.report(0, 0)
            return
        with self._studio.folder("footage") as folder:
            failpoint("footage.before_encode")

            def store() -> None:
                failpoint("footage.mid_encode")
                for path in folder.glob("*.mp4"):
                    segment = lacking.pop(path.stem, None)
                    if segment is not None:
                        self._keep_segment(segment, path)

            arguments = {
                "timeline": str(self._blobs.materialise(layout.timeline)),
                "places": cut.places,
                "keys": list(lacking),
                "cache": str(folder),
                "settings": cut.encoding,
                "workers": workers,
            }
            self._studio.run("footage", arguments, counted, on_progress=store)
            store()

    def finish(self, cut: Cut, workers: int, watch: Watch) -> Rendition:
        """The film with all that goes with it; what is missing of it is made now."""

        def make() -> Rendition:
            score, layout = self.score(cut, watch), self.lay_out(cut, watch)
            self.shoot(cut, layout, self.missing(layout), workers, watch)
            with self._studio.folder("film") as folder:
                self._gather(layout, folder)
                failpoint("render.before_join")
                arguments = {
                    "timeline": str(self._blobs.materialise(layout.timeline)),
                    "places": cut.places,
                    "keys": [segment.key for segment in layout.segments],
                    "cache": str(folder),
                    "sound": str(self._file(score, "sound")),
                    "folder": str(folder),
                }
                made = self._studio.run("finish", arguments, watch)
                failpoint("render.before_blobs")
                files = self._keep(folder, made["files"])
            captions = {name: file for name, file in score.files.items() if name.startswith("captions.")}
            return Rendition(files | captions, (*layout.warnings, *score.warnings))

        return self._once(cut.key, watch, make)

    def _gather(self, layout: Layout, folder: Path) -> None:
        """Have every segment at hand in ``folder``, fetched from the store if need be."""
        with self._database.read() as session:
            found = segments.find(session, [segment.key for segment in layout.segments])
        for key, blob in found.items():
            try:
                (folder / f"{key}.mp4").symlink_to(self._blobs.materialise(blob.sha256, ".mp4").absolute())
            except BlobNotFound:
                # The next try renders it again.
                with self._database.write() as session:
                    segments.forget(session, key)
                raise

    def _keep_segment(self, segment: Segment, path: Path) -> None:
        blob = self._blobs.put_file(path)
        failpoint("footage.before_record")
        with self._database.write() as session:
            segments.keep(session, segment, blob, self._executor)

    def _keep(self, folder: Path, made: dict[str, Any]) -> dict[str, dict[str, Any]]:
        kept = {}
        for name, (file, mime) in made.items():
            blob: Blob = self._blobs.put_file(folder / file)
            kept[name] = {"sha256": blob.sha256, "size": blob.size, "mime": mime}
        return kept

    def _file(self, made: Rendition, name: str) -> Path:
        return self._blobs.materialise(made.files[name]["sha256"])

    def _find(self, key: str) -> Rendition | None:
        with self._database.read() as session:
            found = renditions.find(session, key)
        if found is not None and all(self._blobs.exists(file["sha256"]) for file in found.files.values()):
            return found
        return None

    def _once(self, key: str, watch: Watch, make: Callable[[], Rendition]) -> Rendition:
        """What is known by ``key``, found or made. Who comes while it is being made on this worker waits for it."""
        with self._turns.take(key, watch):
            found = self._find(key)
            if found is None or found.aged:
                found = found or make()
                failpoint("rendition.before_record")
                with self._database.write() as session:
                    renditions.keep(session, key, found)
                failpoint("rendition.after_record")
            return found


class _Turns:
    """One at a time for each name."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._locks: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()

    @contextmanager
    def take(self, name: str, watch: Watch) -> Iterator[None]:
        with self._guard:
            lock = self._locks.setdefault(name, threading.Lock())
        while not lock.acquire(timeout=_TURN_SECONDS):
            if not watch.wanted():
                raise RenderCancelled("It is no longer wanted.")
        try:
            yield
        finally:
            lock.release()
