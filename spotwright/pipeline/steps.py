"""The steps of the story. Each may run more than once, on any worker, and then changes nothing the second time.

Outputs are named by their content, rows are changed only while the job is where the step thinks it is, and money is
booked once a piece of work. A step that finds its job cancelled stops, and throws nothing away that others need.
"""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from spotwright.blobs import Blob, BlobStore
from spotwright.costs.rates import Rates
from spotwright.db.session import Database
from spotwright.jobs import record
from spotwright.jobs.briefs import brief_of
from spotwright.jobs.record import JobRecord
from spotwright.jobs.states import Status
from spotwright.kit import clock
from spotwright.kit.failpoints import failpoint
from spotwright.kit.settings import Settings
from spotwright.pipeline.director import art_direction, film_of
from spotwright.pipeline.gather import GatherError, gather
from spotwright.pipeline.workflow import Wish
from spotwright.render import sandbox
from spotwright.render.encoder import Settings as EncoderSettings
from spotwright.render.errors import MediaError, RenderCancelled
from spotwright.storyboard import revise, writer
from spotwright.storyboard.board import Scene, Storyboard

_LOOK_SECONDS = 0.5
_REPORT_SECONDS = 0.5
_SAYING = {"storyboard": "Drawing scenes", "film": "Rendering video from scenes"}


class Steps:
    """The steps, with what they need."""

    def __init__(self, database: Database, blobs: BlobStore, settings: Settings, rates: Rates) -> None:
        self._database = database
        self._blobs = blobs
        self._settings = settings
        self._rates = rates

    def wish(self, job_id: str) -> Wish:
        """What the row asks for now."""
        job = self._load(job_id)
        if job is None:
            return Wish.STOP
        if job.status is Status.STORYBOARD_READY:
            return Wish.RETAKE if job.pending_takes else Wish.WAIT
        return Wish.RENDER if job.status is Status.VIDEO_PROCESSING else Wish.STOP

    def give_up(self, job_id: str, reason: str) -> None:
        """The job failed for good."""
        with self._database.write() as session:
            record.fail(session, job_id, reason)

    def draft(self, job_id: str) -> None:
        """Write the storyboard and draw its pictures."""
        with self._database.write() as session:
            if not record.begin_storyboard(session, job_id):
                return
        job = self._load(job_id)
        if job is None:
            return
        try:
            job = gather(self._database, self._blobs, self._settings, job)
            self._report(job_id, Status.STORYBOARD_PROCESSING, "storyboard_generation", 20, "Writing scenes")
            brief = brief_of(job.request, job.materials)
            board, direction = writer.write(brief), art_direction(brief)
            failpoint("draft.before_pictures")
            every = range(len(board.scenes))
            images, warnings = self._draw(job, board.scenes, direction, Status.STORYBOARD_PROCESSING, every)
        except RenderCancelled:
            return
        except GatherError as error:
            self.give_up(job_id, str(error))
            return
        except MediaError as error:
            self.give_up(job_id, f"A file of the brief cannot be used: {error}")
            return
        scenes = [_scene_json(scene, image, brief.fps) for scene, image in zip(board.scenes, images, strict=True)]
        storyboard = {
            "scenes": scenes,
            "art_direction": direction,
            "music_mood": board.music_mood_hint,
            "warnings": list(dict.fromkeys([*board.warnings, *warnings])),
        }
        failpoint("draft.before_present")
        with self._database.write() as session:
            if record.present_storyboard(session, job_id, storyboard):
                self._charge(session, job, "storyboard_generation", "storyboard_generation", 1)
                for scene in scenes:
                    self._charge_picture(session, job, scene)

    def retake(self, job_id: str) -> None:
        """Make every new take that is asked for, in order; the other scenes are not touched."""
        while (job := self._load(job_id)) is not None and job.pending_takes:
            asked = job.pending_takes[0]
            if job.storyboard is None or job.status is not Status.STORYBOARD_READY:
                return
            try:
                scene, image, warnings = self._take(job, asked)
            except RenderCancelled:
                return
            except MediaError as error:
                with self._database.write() as session:
                    record.give_up_take(session, job_id, asked, str(error))
                continue
            taken = _scene_json(scene, image, job.request["specs"]["fps"])
            failpoint("retake.before_replace")
            with self._database.write() as session:
                if record.replace_scene(session, job_id, taken, warnings):
                    self._charge_picture(session, job, taken)

    def render(self, job_id: str) -> None:
        """Make the film of the approved storyboard."""
        job = self._load(job_id)
        if job is None or job.storyboard is None or job.status is not Status.VIDEO_PROCESSING:
            return
        scenes = [_scene(stored) for stored in job.storyboard["scenes"]]
        film = film_of(job, scenes, job.storyboard["art_direction"], self._locate)
        brief = brief_of(job.request, job.materials)
        with self._folder(job_id) as folder:
            arguments = {
                "film": film,
                "scripts": [scene.script for scene in scenes],
                "mood": [brief.music_style or job.storyboard["music_mood"], brief.style, brief.tone],
                "captions": job.request["specs"]["captions"],
                "settings": EncoderSettings(self._settings.encoder_preset, self._settings.encoder_crf),
                "folder": str(folder),
                "cache": str(self._settings.data_dir / "segments"),
            }
            try:
                made = self._sandboxed("film", arguments, job_id, Status.VIDEO_PROCESSING, "video_rendering", (0, 100))
            except RenderCancelled:
                return
            except MediaError as error:
                self.give_up(job_id, f"A file of the brief cannot be used: {error}")
                return
            failpoint("render.before_blobs")
            deliverables = {name: self._keep(folder / file, mime) for name, (file, mime) in made["files"].items()}
        failpoint("render.before_complete")
        seconds = round(film.frames / film.fps + 0.499)
        characters = sum(len(scene.script) for scene in scenes)
        with self._database.write() as session:
            if record.complete(session, job_id, deliverables, made["warnings"]):
                self._charge(session, job, "video_rendering", "video_rendering", seconds)
                self._charge(session, job, "voice", "voice", characters)
                self._charge(session, job, "music", "music", seconds)

    # Parts of steps.

    def _take(self, job: JobRecord, asked: Mapping[str, Any]) -> tuple[Scene, Blob, list[str]]:
        assert job.storyboard is not None
        index = asked["scene_idx"]
        board = Storyboard(tuple(_scene(stored) for stored in job.storyboard["scenes"]))
        with self._database.read() as session:
            earlier = [_scene(stored) for stored in record.takes_of(session, job.id, index)]
        self._report(job.id, Status.STORYBOARD_READY, "scene_regeneration", 10, f"Taking scene {index} again")
        scene = revise.regenerate(
            brief_of(job.request, job.materials),
            board,
            index,
            take=asked["take"],
            feedback=asked["feedback"],
            duration=asked["duration"],
            must_include_assets=tuple(asked["must_include_assets"]),
            earlier=tuple(earlier),
        )
        # Laid out as a part of the whole, so that its picture is the frame that the film will show.
        whole = [scene if other.scene_idx == index else other for other in board.scenes]
        direction = job.storyboard["art_direction"]
        images, warnings = self._draw(job, whole, direction, Status.STORYBOARD_READY, [whole.index(scene)])
        return scene, images[0], warnings

    def _draw(
        self, job: JobRecord, scenes: Sequence[Scene], direction: str, status: Status, wanted: Sequence[int]
    ) -> tuple[list[Blob], list[str]]:
        """The pictures of the ``wanted`` places, as the film will show them, and what could not be done as asked."""
        film = film_of(job, scenes, direction, self._locate)
        stage = "storyboard_generation" if status is Status.STORYBOARD_PROCESSING else "scene_regeneration"
        with self._folder(job.id) as folder:
            arguments = {"film": film, "scenes": list(wanted), "folder": str(folder)}
            made = self._sandboxed("storyboard", arguments, job.id, status, stage, (30, 95))
            return [self._blobs.put_file(folder / name) for name in made["files"]], made["warnings"]

    def _sandboxed(
        self, task: str, arguments: dict[str, Any], job_id: str, status: Status, stage: str, span: tuple[int, int]
    ) -> dict[str, Any]:
        """Run a task of the renderer in its own process, with its progress shown and the job's end noticed."""
        limits = sandbox.Limits(
            memory_bytes=self._settings.render_memory_bytes, wall_seconds=self._settings.render_timeout_seconds
        )
        first, last = span
        wanted = _Pulse(_LOOK_SECONDS, lambda: self._still_wanted(job_id, status))
        shown = _Pulse(_REPORT_SECONDS)

        def on_progress(done: int, total: int) -> None:
            if shown.due() or done == total:
                percent = first + (last - first) * done // max(1, total)
                self._report(job_id, status, stage, min(percent, 99), _SAYING[task])

        return sandbox.run(
            task, arguments, limits=limits, on_progress=on_progress, cancelled=lambda: not wanted.value()
        )

    def _still_wanted(self, job_id: str, status: Status) -> bool:
        with self._database.read() as session:
            return record.is_active(session, job_id, status)

    def _report(self, job_id: str, status: Status, stage: str, percent: int, message: str) -> None:
        with self._database.write() as session:
            record.report(session, job_id, status, stage, percent, message)

    def _load(self, job_id: str) -> JobRecord | None:
        with self._database.read() as session:
            return record.load(session, job_id)

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

    def _charge(self, session: Any, job: JobRecord, work: str, item: str, units: int) -> None:
        micros = self._rates.micros(item, clock.now().date()) * units
        record.charge(session, job, work, units, micros, self._rates.version)

    def _charge_picture(self, session: Any, job: JobRecord, scene: Mapping[str, Any]) -> None:
        self._charge(session, job, f"image_generation/{scene['scene_idx']}/{scene['take']}", "image_generation", 1)


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


def _scene_json(scene: Scene, image: Blob, fps: int) -> dict[str, Any]:
    """A scene as the storyboard keeps it: the writer's words, its length, its picture."""
    return {
        **scene.to_json(),
        "duration": round(scene.frames / fps, 6),
        "image": {"sha256": image.sha256, "size": image.size},
    }


def _scene(stored: Mapping[str, Any]) -> Scene:
    return Scene.from_json({name: stored[name] for name in Scene.__dataclass_fields__})
