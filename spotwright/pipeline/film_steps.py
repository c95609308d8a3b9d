"""The steps of a film: its sound, its layout, its footage in parcels, its end; the rehearsal and the animatic.

Each may run more than once, on any worker, and finds by itself what is made already. The film is completed and its
money booked in one transaction, once.
"""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

from spotwright.blobs import BlobError, StoreUnavailable
from spotwright.db.session import Database
from spotwright.jobs import record
from spotwright.jobs.briefs import brief_of
from spotwright.jobs.record import JobRecord
from spotwright.jobs.states import Status
from spotwright.kit import log
from spotwright.kit.failpoints import failpoint
from spotwright.kit.settings import Settings
from spotwright.pipeline import cuts, parcels
from spotwright.pipeline.cuts import Cut
from spotwright.pipeline.cutting_room import CuttingRoom
from spotwright.pipeline.desk import Desk, scenes_of
from spotwright.pipeline.director import art_direction
from spotwright.pipeline.failures import unusable
from spotwright.pipeline.renditions import Rendition
from spotwright.pipeline.segments import Segment
from spotwright.pipeline.studio import Studio, Watch
from spotwright.pipeline.workflow import Parcel, Rehearsal
from spotwright.render.errors import MediaError, RenderCancelled, RenderError
from spotwright.render.settings import Settings as EncoderSettings
from spotwright.storyboard import writer
from spotwright.storyboard.board import Scene

_STAGE = "video_rendering"
_SCORING, _LAYING_OUT, _FINISHING = (0, 6), (6, record.FOOTAGE_SPAN[0]), (record.FOOTAGE_SPAN[1], 99)
_LOWEST_PRIORITY = 19
# Of what is made while the storyboard is drawn, the sound takes longest.
_SOUND_PRIORITY = 0
_LOOK_SECONDS = 0.1
_LONGEST_DRAFT_SECONDS = 600.0
_BEFORE_APPROVAL = frozenset({Status.PENDING, Status.STORYBOARD_PROCESSING, Status.STORYBOARD_READY})
_T = TypeVar("_T")
_logger = log.get("pipeline")


class FilmSteps:
    """The steps, with what they need."""

    def __init__(self, database: Database, settings: Settings, desk: Desk, studio: Studio, room: CuttingRoom) -> None:
        self._database = database
        self._settings = settings
        self._desk = desk
        self._studio = studio
        self._room = room
        self._renders = _Counter()
        self._stage = threading.Lock()

    def recall(self, job_id: str) -> bool:
        """Complete the job at once if its film was made before; True when nothing is left to do."""

        def look(job: JobRecord, cut: Cut) -> bool:
            made = self._room.find(cut)
            if made is not None:
                self._complete(job, made)
            return made is not None

        return self._filming(job_id, look) is not False

    def score(self, job_id: str) -> None:
        """Record the voice, compose the music, mix both."""
        watch = self._watch(job_id, "Recording voice and music", _SCORING)
        self._filming(job_id, lambda _, cut: self._room.score(cut, watch))

    def lay_out(self, job_id: str) -> list[Parcel]:
        """Lay the film out; the parcels of what is to be rendered."""

        def work(_job: JobRecord, cut: Cut) -> list[Parcel]:
            layout = self._room.lay_out(cut, self._watch(job_id, "Laying out the film", _LAYING_OUT))
            missing = self._room.missing(layout)
            there = layout.frames - sum(segment.frames for segment in missing)
            self._desk.footage_watch(job_id, "there", layout.frames).report(there, there)
            pixels = cut.film.width * cut.film.height
            return [[(part.key, part.frames) for part in parcel] for parcel in parcels.cut(missing, pixels)]

        return self._filming(job_id, work) or []

    def shoot(self, job_id: str, number: int, parcel: Parcel) -> None:
        """Render a parcel: a few neighbouring segments."""
        wanted = [Segment(key, frames) for key, frames in parcel]

        def work(_job: JobRecord, cut: Cut) -> None:
            layout = self._room.lay_out(cut, self._watch(job_id, "Laying out the film", _LAYING_OUT))
            watch = self._desk.footage_watch(job_id, str(number), layout.frames)
            # The worker's other cores have parcels of their own.
            self._room.shoot(cut, layout, wanted, 1, watch)

        self._filming(job_id, work)

    def finish(self, job_id: str) -> None:
        """Join the film, and complete the job."""

        def work(job: JobRecord, cut: Cut) -> None:
            watch = self._watch(job_id, "Putting the film together", _FINISHING)
            self._complete(job, self._room.finish(cut, self._settings.render_slots, watch))

        self._filming(job_id, work)

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

    def animatic(self, job_id: str) -> None:
        """Show the storyboard as a small film. Its sound is begun while the storyboard's pictures are still drawn."""
        job = self._desk.load(job_id)
        if not self._settings.animatic or job is None or job.status not in _BEFORE_APPROVAL:
            return
        cut, takes = self._cut(job)
        shown = cuts.animatic_of(cut)
        ahead, seen = Watch(lambda: self._is_coming(job_id, takes)), Watch(lambda: self._is_shown(job_id, takes))
        try:
            with ThreadPoolExecutor(1, "sound") as pool:
                sound = pool.submit(self._room.score, cut, replace(ahead, niceness=_SOUND_PRIORITY))
                layout = self._room.lay_out(shown, ahead)
                self._await_storyboard(job_id)
                self._room.shoot(shown, layout, self._room.missing(layout), self._settings.render_slots, seen)
                sound.result()
            made = self._room.finish(shown, self._settings.render_slots, seen)
        except RenderCancelled:
            return
        except StoreUnavailable:
            # It may be back in a moment.
            raise
        except (BlobError, RenderError) as error:
            # The film, if it cannot be made either, says why.
            _logger.warning("there is no animatic", job_id=job_id, reason=str(error))
            return
        failpoint("animatic.before_record")
        with self._database.write() as session:
            record.show_animatic(session, job_id, takes, made.files["video"])

    # Parts of steps.

    def _filming(self, job_id: str, work: Callable[[JobRecord, Cut], _T]) -> _T | None:
        """Do ``work`` for a job whose film is wanted; None when it is not, or not any more, or cannot be made."""
        job = self._desk.load(job_id)
        if job is None or job.storyboard is None or job.status is not Status.VIDEO_PROCESSING:
            return None
        try:
            with self._renders:
                return work(job, self._cut(job)[0])
        except RenderCancelled:
            return None
        except MediaError as error:
            self._desk.give_up(job_id, unusable(error, job.materials))
            return None

    def _complete(self, job: JobRecord, made: Rendition) -> None:
        failpoint("render.before_complete")
        scenes = scenes_of(job)
        seconds = -(-sum(scene.frames for scene in scenes) // job.request["specs"]["fps"])
        with self._database.write() as session:
            if record.complete(session, job.id, made.files, made.warnings):
                self._desk.charge(session, job, "video_rendering", "video_rendering", seconds)
                self._desk.charge(session, job, "voice", "voice", sum(len(scene.script) for scene in scenes))
                self._desk.charge(session, job, "music", "music", seconds)
        failpoint("render.after_complete")

    def _rehearse(self, job_id: str) -> Rehearsal:
        job = self._desk.load(job_id)
        if job is None or not self._settings.render_ahead or not _waits(job):
            return Rehearsal.OVER
        cut, takes = self._cut(job)

        def wanted() -> bool:
            return self._is_shown(job_id, takes) and not self._renders.running

        try:
            self._room.finish(cut, self._settings.render_slots, Watch(wanted, niceness=_LOWEST_PRIORITY))
        except RenderCancelled:
            return Rehearsal.INTERRUPTED
        except RenderError:
            # The real render says so to the person who asks for it.
            return Rehearsal.OVER
        return Rehearsal.OVER

    def _cut(self, job: JobRecord) -> tuple[Cut, list[int]]:
        """The film of the storyboard, or of the one that is being drawn; and the take of each of its scenes."""
        encoding = EncoderSettings(self._settings.encoder_preset, self._settings.encoder_crf)
        if job.storyboard is not None:
            scenes: Sequence[Scene] = scenes_of(job)
            direction, mood = job.storyboard["art_direction"], job.storyboard["music_mood"]
        else:
            brief = brief_of(job.request, job.materials)
            board = writer.write(brief)
            scenes, direction, mood = board.scenes, art_direction(brief), board.music_mood_hint
        cut = cuts.film_cut(job, scenes, direction, mood, encoding, self._studio.locate)
        return cut, [scene.take for scene in scenes]

    def _watch(self, job_id: str, message: str, span: tuple[int, int]) -> Watch:
        return self._desk.watch(job_id, Status.VIDEO_PROCESSING, _STAGE, message, span)

    def _await_storyboard(self, job_id: str) -> None:
        """Return when the storyboard is shown; raises ``RenderCancelled`` if that will not be."""
        deadline = time.monotonic() + _LONGEST_DRAFT_SECONDS
        while time.monotonic() < deadline:
            job = self._desk.load(job_id)
            if job is None or job.status not in _BEFORE_APPROVAL:
                break
            if job.storyboard is not None:
                return
            time.sleep(_LOOK_SECONDS)
        raise RenderCancelled("The storyboard was not shown.")

    def _is_coming(self, job_id: str, takes: Sequence[int]) -> bool:
        """True while a film of these takes may still be made: the sound is needed for it, too."""
        job = self._desk.load(job_id)
        return job is not None and not record.is_over(job) and (job.storyboard is None or _takes(job) == takes)

    def _is_shown(self, job_id: str, takes: Sequence[int]) -> bool:
        """True while a person looks at a storyboard of these takes, and has not asked for others."""
        job = self._desk.load(job_id)
        return job is not None and _waits(job) and _takes(job) == takes


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


def _takes(job: JobRecord) -> list[int]:
    return [scene.take for scene in scenes_of(job)]
