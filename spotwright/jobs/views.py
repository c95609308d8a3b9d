"""What the API shows of a job. The seed's own field names come first; the rest are additions."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from spotwright.http.envelope import Schema
from spotwright.jobs.models import Job
from spotwright.jobs.schemas import Specs
from spotwright.jobs.states import TERMINAL, Status
from spotwright.kit import clock
from spotwright.kit.money import dollars

_POLL_WAITING, _POLL_WORKING = 5000, 2000
_URL_HASH = 16


class ProgressOut(Schema):
    """How far the present stage is. ``percent`` never goes back within a stage."""

    stage: str = Field(examples=["storyboard_generation", "video_rendering"])
    percent: int
    message: str
    current_step: int
    total_steps: int


class SceneOut(Schema):
    """A scene. Two names are in snake case because the frontend reads them so."""

    image_url: str = Field(serialization_alias="image_url", description="Can be put into an <img>")
    description: str
    scene_idx: int = Field(serialization_alias="scene_idx", description="From 0")
    duration: float = Field(description="Seconds")
    script: str = Field(description="What the voice says")
    shot_type: str
    transition: str = Field(description="Into the next scene")
    assets: list[str] = Field(description="Ids of the assets that are seen")
    role: str = Field(description="hook, problem, product, benefit, proof, offer or cta")
    headline: str = Field(description="The large words on the screen")
    supporting_text: str
    take: int = Field(description="0 for the first version; each regeneration makes the next")


class StoryboardOut(Schema):
    """The ad as a person reviews it."""

    scenes: list[SceneOut]
    art_direction: str
    duration: float = Field(description="Seconds of the whole ad; a scene's regeneration may change it")
    animatic_url: str | None = Field(
        description="The ad as a small video with voice and music; null until it is made, and again after a new take"
    )


class JobOut(Schema):
    """A job."""

    id: str
    status: Status
    progress: ProgressOut | None
    storyboard: StoryboardOut | None
    video_url: str | None = Field(description="Plays in a <video>; null until completed")
    error: str | None
    estimated_cost: float = Field(description="US dollars")
    actual_cost: float | None = Field(description="US dollars really charged; null until something was")
    created_at: str
    updated_at: str
    client_id: str
    campaign_id: str | None
    video_specs: Specs
    version: int = Field(description="Grows with every visible change; the ETag")
    regenerating_scenes: list[int] = Field(description="Scenes whose new take is being made")
    poster_url: str | None
    captions_url: str | None = Field(description="WebVTT")
    subtitles_url: str | None = Field(description="SRT")
    warnings: list[str] = Field(description="What could not be done quite as asked")


def job_view(job: Job, charged_micros: int | None) -> JobOut:
    """The API's picture of a row."""
    made = job.deliverables or {}
    board = job.storyboard
    return JobOut(
        id=job.id,
        status=Status(job.status),
        progress=None if job.progress is None else ProgressOut(**job.progress),
        storyboard=None if board is None else _board_view(job.id, board),
        video_url=_url(job.id, made, "video"),
        error=job.error,
        estimated_cost=dollars(job.estimated_micros),
        actual_cost=None if charged_micros is None else dollars(charged_micros),
        created_at=clock.stamp(job.created_at),
        updated_at=clock.stamp(job.updated_at),
        client_id=job.client_id,
        campaign_id=job.campaign_id,
        video_specs=Specs(**job.request["specs"]),
        version=job.version,
        regenerating_scenes=[take["scene_idx"] for take in job.pending_takes],
        poster_url=_url(job.id, made, "poster"),
        captions_url=_url(job.id, made, "captions.vtt"),
        subtitles_url=_url(job.id, made, "captions.srt"),
        warnings=list(board["warnings"]) if board else [],
    )


def poll_after(job: JobOut) -> int | None:
    """Milliseconds until it makes sense to ask again; None once nothing will change."""
    if job.status in TERMINAL:
        return None
    idle = job.status is Status.STORYBOARD_READY and not job.regenerating_scenes
    return _POLL_WAITING if idle else _POLL_WORKING


def _board_view(job_id: str, board: Mapping[str, Any]) -> StoryboardOut:
    return StoryboardOut(
        scenes=[_scene_view(job_id, scene) for scene in board["scenes"]],
        art_direction=board["art_direction"],
        duration=round(sum(scene["duration"] for scene in board["scenes"]), 6),
        animatic_url=_url(job_id, board, "animatic"),
    )


def _scene_view(job_id: str, scene: Mapping[str, Any]) -> SceneOut:
    index = scene["scene_idx"]
    return SceneOut(
        # The hash makes the address change with the picture, so that no cache shows an old take.
        image_url=f"/api/v3/jobs/{job_id}/scenes/{index}/image?v={scene['image']['sha256'][:_URL_HASH]}",
        description=scene["description"],
        scene_idx=index,
        duration=scene["duration"],
        script=scene["script"],
        shot_type=scene["shot_type"],
        transition=scene["transition"],
        assets=scene["assets"],
        role=scene["role"],
        headline=scene["headline"],
        supporting_text=scene["support"],
        take=scene["take"],
    )


def _url(job_id: str, made: Mapping[str, Any], name: str) -> str | None:
    file = made.get(name)
    return None if file is None else f"/api/v3/jobs/{job_id}/{name}?v={file['sha256'][:_URL_HASH]}"
