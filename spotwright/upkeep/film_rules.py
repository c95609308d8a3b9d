"""What must be true of a finished film, seen from outside: it plays, and it is what was asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from spotwright.blobs import BlobError, BlobStore
from spotwright.jobs.audit import Audit
from spotwright.jobs.states import Status
from spotwright.render import sandbox
from spotwright.render.errors import RenderError
from spotwright.upkeep.violation import Violation


@dataclass
class Projection:
    """Looks into films, each once however many jobs show it."""

    blobs: BlobStore
    _seen: dict[str, dict[str, Any]] = field(default_factory=dict)

    def check(self, job: Audit) -> Iterator[Violation]:
        """Compare the film of a completed job with its brief and its storyboard."""
        video = (job.deliverables or {}).get("video")
        if job.status != Status.COMPLETED or video is None or job.storyboard is None:
            return
        try:
            film = self._look(video["sha256"])
        except (RenderError, BlobError) as error:
            yield Violation("film", job.id, f"Its video cannot be played: {type(error).__name__}.")
            return
        specs = job.specs
        asked = (specs["width"], specs["height"], specs["fps"])
        found = (film["width"], film["height"], round(film["fps"], 2))
        if found != asked:
            yield Violation("film", job.id, f"Its video is {found}, and {asked} was asked for.")
        if not film["has_audio"]:
            yield Violation("film", job.id, "Its video has no sound.")
        # A new take may have been given another length.
        changed = any(take.seconds is not None for take in job.takes)
        seconds = sum(scene["duration"] for scene in job.storyboard["scenes"]) if changed else specs["duration"]
        if abs(film["duration"] - seconds) > 1.001 / specs["fps"]:
            yield Violation("film", job.id, f"Its video is {film['duration']:g} seconds long, not {seconds:g}.")

    def _look(self, sha256: str) -> dict[str, Any]:
        if sha256 not in self._seen:
            local = self.blobs.local_path(sha256)
            if local is not None:
                self._seen[sha256] = sandbox.run("probe", {"path": str(local)})
            else:
                with self.blobs.scratch_file(".mp4") as copy:
                    self.blobs.fetch_to(sha256, copy)
                    self._seen[sha256] = sandbox.run("probe", {"path": str(copy)})
        return self._seen[sha256]
