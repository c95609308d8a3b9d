"""The steps up to the person's decision: fetch the files, write, draw, draw again.

Each may run more than once, on any worker, and then changes nothing the second time. Outputs are named by their
content, rows are changed only while the job is where the step thinks it is, and money is booked once a piece of work.
A step that finds its job cancelled stops, and throws nothing away that others need.
"""

from collections.abc import Mapping
from typing import Any

from spotwright.blobs import Blob, BlobStore
from spotwright.db.session import Database
from spotwright.jobs import record
from spotwright.jobs.briefs import brief_of
from spotwright.jobs.record import JobRecord
from spotwright.jobs.states import Status
from spotwright.kit.failpoints import failpoint
from spotwright.kit.settings import Settings
from spotwright.pipeline.desk import Desk, scene_of, scenes_of, stored
from spotwright.pipeline.director import art_direction
from spotwright.pipeline.failures import unusable
from spotwright.pipeline.gather import GatherError, gather
from spotwright.pipeline.studio import Studio
from spotwright.pipeline.workflow import Wish
from spotwright.render.errors import MediaError, RenderCancelled
from spotwright.storyboard import revise, writer
from spotwright.storyboard.board import Scene, Storyboard

_UNDRAWN = "it could not be drawn. Ask once more, or in other words."


class Steps:
    """The steps, with what they need."""

    def __init__(self, database: Database, blobs: BlobStore, settings: Settings, desk: Desk, studio: Studio) -> None:
        self._database = database
        self._blobs = blobs
        self._settings = settings
        self._desk = desk
        self._studio = studio

    def wish(self, job_id: str) -> Wish:
        """What the row asks for now."""
        failpoint("wish.before_look")
        job = self._desk.load(job_id)
        if job is None:
            return Wish.STOP
        if job.status is Status.PENDING or job.status is Status.STORYBOARD_PROCESSING:
            return Wish.GATHER if job.materials.get("to_fetch") else Wish.DRAFT
        if job.status is Status.STORYBOARD_READY:
            return Wish.RETAKE if job.pending_takes else Wish.WAIT
        return Wish.RENDER if job.status is Status.VIDEO_PROCESSING else Wish.STOP

    def gather(self, job_id: str) -> None:
        """Fetch the files that the brief names by their addresses."""
        job = self._begin(job_id)
        if job is None:
            return
        try:
            gather(self._database, self._blobs, self._settings, job)
        except RenderCancelled:
            return
        except GatherError as error:
            self._desk.give_up(job_id, str(error))

    def draft(self, job_id: str) -> None:
        """Write the storyboard and draw its pictures."""
        job = self._begin(job_id)
        if job is None:
            return
        status, stage = Status.STORYBOARD_PROCESSING, "storyboard_generation"
        self._desk.report(job_id, status, stage, 20, "Writing scenes")
        brief = brief_of(job.request, job.materials)
        board, direction = writer.write(brief), art_direction(brief)
        failpoint("draft.before_pictures")
        watch = self._desk.watch(job_id, status, stage, "Drawing scenes", (30, 95))
        try:
            images, warnings = self._studio.stills(job, board.scenes, direction, range(len(board.scenes)), watch)
        except RenderCancelled:
            return
        except MediaError as error:
            self._desk.give_up(job_id, unusable(error, job.materials))
            return
        scenes = [stored(scene, image, brief.fps) for scene, image in zip(board.scenes, images, strict=True)]
        storyboard = {
            "scenes": scenes,
            "art_direction": direction,
            "music_mood": board.music_mood_hint,
            "warnings": list(dict.fromkeys([*board.warnings, *warnings])),
        }
        failpoint("draft.before_present")
        with self._database.write() as session:
            if record.present_storyboard(session, job_id, storyboard):
                self._desk.charge(session, job, "storyboard_generation", "storyboard_generation", 1)
                for scene in scenes:
                    self._desk.charge(session, job, _picture(scene), "image_generation", 1)

    def retake(self, job_id: str) -> None:
        """Make every new take that is asked for, in order; the other scenes are not touched."""
        while (job := self._desk.load(job_id)) is not None and job.pending_takes:
            asked = job.pending_takes[0]
            if job.storyboard is None or job.status is not Status.STORYBOARD_READY:
                return
            try:
                scene, image, warnings = self._take(job, asked)
            except RenderCancelled:
                return
            except MediaError as error:
                with self._database.write() as session:
                    record.give_up_take(session, job_id, asked, unusable(error, job.materials))
                continue
            taken = stored(scene, image, job.request["specs"]["fps"])
            failpoint("retake.before_replace")
            with self._database.write() as session:
                if record.replace_scene(session, job_id, taken, warnings):
                    self._desk.charge(session, job, _picture(taken), "image_generation", 1)

    def keep_scene(self, job_id: str) -> None:
        """The next new take cannot be made: the scene stays as it is."""
        job = self._desk.load(job_id)
        if job is not None and job.pending_takes:
            with self._database.write() as session:
                record.give_up_take(session, job_id, job.pending_takes[0], _UNDRAWN)

    def _begin(self, job_id: str) -> JobRecord | None:
        """The job, whose storyboard is now being made; None when that is no longer wanted."""
        with self._database.write() as session:
            return record.load(session, job_id) if record.begin_storyboard(session, job_id) else None

    def _take(self, job: JobRecord, asked: Mapping[str, Any]) -> tuple[Scene, Blob, list[str]]:
        assert job.storyboard is not None
        index, stage = asked["scene_idx"], "scene_regeneration"
        scenes = scenes_of(job)
        with self._database.read() as session:
            earlier = [scene_of(taken) for taken in record.takes_of(session, job.id, index)]
        message = f"Taking scene {index} again"
        self._desk.report(job.id, Status.STORYBOARD_READY, stage, 10, message)
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
        watch = self._desk.watch(job.id, Status.STORYBOARD_READY, stage, message, (20, 95))
        direction = job.storyboard["art_direction"]
        images, warnings = self._studio.stills(job, whole, direction, [whole.index(scene)], watch)
        return scene, images[0], warnings


def _picture(scene: Mapping[str, Any]) -> str:
    """What the drawing of a take is booked as."""
    return f"image_generation/{scene['scene_idx']}/{scene['take']}"
