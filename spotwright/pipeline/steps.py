"""The steps of the story. Each may run more than once, on any worker, and then changes nothing the second time.

Outputs are named by their content, rows are changed only while the job is where the step thinks it is, and money is
booked once a piece of work. A step that finds its job cancelled stops, and throws nothing away that others need.
"""

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from spotwright.blobs import Blob, BlobStore
from spotwright.costs.rates import Rates
from spotwright.db.session import Database
from spotwright.jobs import record
from spotwright.jobs.briefs import brief_of
from spotwright.jobs.record import JobRecord
from spotwright.jobs.states import Status
from spotwright.kit import clock, log
from spotwright.kit.failpoints import failpoint
from spotwright.kit.settings import Settings
from spotwright.pipeline.director import art_direction
from spotwright.pipeline.gather import GatherError, gather
from spotwright.pipeline.studio import Studio, Watch
from spotwright.pipeline.workflow import Rehearsal, Wish
from spotwright.render.errors import MediaError, RenderCancelled, RenderError
from spotwright.storyboard import revise, writer
from spotwright.storyboard.board import Scene, Storyboard

_UNUSABLE = "A file of the brief cannot be used: {}"
_UNDRAWN = "it could not be drawn. Ask once more, or in other words."
_LOWEST_PRIORITY = 19
_logger = log.get("pipeline")


class Steps:
    """The steps, with what they need."""

    def __init__(
        self, database: Database, blobs: BlobStore, settings: Settings, rates: Rates, ready: threading.Event
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._settings = settings
        self._rates = rates
        self._studio = Studio(database, blobs, settings, ready)
        self._renders = _Counter()
        self._stage = threading.Lock()

    def wish(self, job_id: str) -> Wish:
        """What the row asks for now."""
        failpoint("wish.before_look")
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
        status, stage = Status.STORYBOARD_PROCESSING, "storyboard_generation"
        try:
            job = gather(self._database, self._blobs, self._settings, job)
            self._report(job_id, status, stage, 20, "Writing scenes")
            brief = brief_of(job.request, job.materials)
            board, direction = writer.write(brief), art_direction(brief)
            failpoint("draft.before_pictures")
            watch = self._watch(job_id, status, stage, "Drawing scenes", (30, 95))
            images, warnings = self._studio.stills(job, board.scenes, direction, range(len(board.scenes)), watch)
        except RenderCancelled:
            return
        except GatherError as error:
            self.give_up(job_id, str(error))
            return
        except MediaError as error:
            self.give_up(job_id, _UNUSABLE.format(error))
            return
        scenes = [_stored(scene, image, brief.fps) for scene, image in zip(board.scenes, images, strict=True)]
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
            taken = _stored(scene, image, job.request["specs"]["fps"])
            failpoint("retake.before_replace")
            with self._database.write() as session:
                if record.replace_scene(session, job_id, taken, warnings):
                    self._charge_picture(session, job, taken)

    def keep_scene(self, job_id: str) -> None:
        """The next new take cannot be made: the scene stays as it is."""
        job = self._load(job_id)
        if job is not None and job.pending_takes:
            with self._database.write() as session:
                record.give_up_take(session, job_id, job.pending_takes[0], _UNDRAWN)

    def rehearse(self, job_id: str) -> Rehearsal:
        """Make the film while a person still looks at the storyboard, so that an approval finds it ready.

        It costs no money and has the lowest priority: an edit, a decision, or a film that somebody waits for stops it,
        and what was finished of it is used by whoever comes next.
        """
        # One at a time; the others do not queue, for the story of a job that queued here could not hear its person.
        if not self._stage.acquire(blocking=False):
            return Rehearsal.INTERRUPTED
        try:
            return self._rehearse(job_id)
        finally:
            self._stage.release()

    def render(self, job_id: str) -> None:
        """Make the film of the approved storyboard."""
        job = self._load(job_id)
        if job is None or job.storyboard is None or job.status is not Status.VIDEO_PROCESSING:
            return
        scenes, stage = _scenes(job), "video_rendering"
        watch = self._watch(job_id, Status.VIDEO_PROCESSING, stage, "Rendering video from scenes", (0, 99))
        try:
            with self._renders:
                made = self._studio.rendition(job, scenes, watch)
        except RenderCancelled:
            return
        except MediaError as error:
            self.give_up(job_id, _UNUSABLE.format(error))
            return
        failpoint("render.before_complete")
        frames = sum(scene.frames for scene in scenes)
        seconds = -(-frames // job.request["specs"]["fps"])
        with self._database.write() as session:
            if record.complete(session, job_id, made.files, made.warnings):
                self._charge(session, job, "video_rendering", "video_rendering", seconds)
                self._charge(session, job, "voice", "voice", sum(len(scene.script) for scene in scenes))
                self._charge(session, job, "music", "music", seconds)

    # Parts of steps.

    def _rehearse(self, job_id: str) -> Rehearsal:
        job = self._load(job_id)
        if job is None or not self._settings.render_ahead or not _waits(job):
            return Rehearsal.OVER
        version = job.version

        def wanted() -> bool:
            now = self._load(job_id)
            return now is not None and now.version == version and not self._renders.running

        try:
            self._studio.rendition(job, _scenes(job), Watch(wanted, lambda _: None, _LOWEST_PRIORITY))
        except RenderCancelled:
            return Rehearsal.INTERRUPTED
        except RenderError:
            # The real render says so to the person who asks for it.
            return Rehearsal.OVER
        return Rehearsal.OVER

    def _take(self, job: JobRecord, asked: Mapping[str, Any]) -> tuple[Scene, Blob, list[str]]:
        assert job.storyboard is not None
        index, stage = asked["scene_idx"], "scene_regeneration"
        scenes = _scenes(job)
        with self._database.read() as session:
            earlier = [_scene(stored) for stored in record.takes_of(session, job.id, index)]
        message = f"Taking scene {index} again"
        self._report(job.id, Status.STORYBOARD_READY, stage, 10, message)
        scene = revise.regenerate(
            brief_of(job.request, job.materials),
            Storyboard(tuple(scenes)),
            index,
            take=asked["take"],
            feedback=asked["feedback"],
            duration=asked["duration"],
            must_include_assets=tuple(asked["must_include_assets"]),
            earlier=tuple(earlier),
        )
        # Laid out as a part of the whole, so that its picture is the frame that the film will show.
        whole = [scene if other.scene_idx == index else other for other in scenes]
        watch = self._watch(job.id, Status.STORYBOARD_READY, stage, message, (20, 95))
        direction = job.storyboard["art_direction"]
        images, warnings = self._studio.stills(job, whole, direction, [whole.index(scene)], watch)
        return scene, images[0], warnings

    def _watch(self, job_id: str, status: Status, stage: str, message: str, span: tuple[int, int]) -> Watch:
        """Work goes on while the job is in ``status``; its 0–100 % are this ``span`` of the stage."""
        first, last = span

        def wanted() -> bool:
            try:
                with self._database.read() as session:
                    return record.is_active(session, job_id, status)
            except OperationalError:
                # Not to know is no reason to throw work away.
                return True

        def report(percent: int) -> None:
            self._report(job_id, status, stage, first + (last - first) * percent // 100, message)

        return Watch(wanted, report)

    def _report(self, job_id: str, status: Status, stage: str, percent: int, message: str) -> None:
        try:
            with self._database.write() as session:
                record.report(session, job_id, status, stage, percent, message)
        except OperationalError as error:
            # Progress is for the eye: a database that is busy for a moment does not stop the work.
            _logger.warning("progress was not shown", job_id=job_id, reason=str(error.orig))

    def _load(self, job_id: str) -> JobRecord | None:
        with self._database.read() as session:
            return record.load(session, job_id)

    def _charge(self, session: Session, job: JobRecord, work: str, item: str, units: int) -> None:
        micros = self._rates.micros(item, clock.now().date()) * units
        record.charge(session, job, work, units, micros, self._rates.version)

    def _charge_picture(self, session: Session, job: JobRecord, scene: Mapping[str, Any]) -> None:
        self._charge(session, job, f"image_generation/{scene['scene_idx']}/{scene['take']}", "image_generation", 1)


class _Counter:
    """How many are inside, over all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.running = 0

    def __enter__(self) -> None:
        with self._lock:
            self.running += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self.running -= 1


def _waits(job: JobRecord) -> bool:
    return job.status is Status.STORYBOARD_READY and not job.pending_takes


def _stored(scene: Scene, image: Blob, fps: int) -> dict[str, Any]:
    """A scene as the storyboard keeps it: the writer's words, its length, its picture."""
    return {
        **scene.to_json(),
        "duration": round(scene.frames / fps, 6),
        "image": {"sha256": image.sha256, "size": image.size},
    }


def _scene(stored: Mapping[str, Any]) -> Scene:
    return Scene.from_json({name: stored[name] for name in Scene.__dataclass_fields__})


def _scenes(job: JobRecord) -> list[Scene]:
    stored: Sequence[Mapping[str, Any]] = job.storyboard["scenes"] if job.storyboard else ()
    return [_scene(scene) for scene in stored]
