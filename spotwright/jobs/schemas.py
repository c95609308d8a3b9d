"""Shapes of requests: the brief and the actions. What the API shows of a job is in ``views``."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from spotwright.http.envelope import Schema
from spotwright.jobs.states import Action

MIN_SECONDS, MAX_SECONDS = 5.0, 120.0
MAX_ASSETS = 50
DEFAULT_SECONDS = 15.0

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Seconds = Annotated[float, Field(ge=MIN_SECONDS, le=MAX_SECONDS, strict=True)]
Format = Literal["16:9", "9:16", "1:1", "4:5"]
Resolution = Literal["480p", "540p", "720p", "1080p", "1440p", "2160p"]
FrameRate = Literal[24, 25, 30, 50, 60]
DEFAULT_RESOLUTION: Resolution = "1080p"

# The address that an asset's own ``url`` is, with or without the host that a frontend may have put before it.
_OUR_URL = re.compile(r"(?:https?://[^/?#\s]+)?/api/v[23]/assets/(ast_[0-9a-z]{26})/data(?:\?[^#\s]*)?")


class Context(Schema):
    """Whose ad it is."""

    client_id: str
    campaign_id: str | None = None
    user_id: str | None = Field(None, description="Ignored: the token says who is asking")


class AdBasics(Schema):
    """What the ad must say."""

    product: Words = Field(examples=["Morning Ritual, single-origin coffee by subscription"])
    target_audience: Words = Field(examples=["Busy people who love good coffee"])
    key_message: Words = Field(examples=["Roasted on Monday, in your kitchen by Wednesday"])
    call_to_action: Words = Field(examples=["Start your first bag"])


class Direction(Schema):
    """How it should feel."""

    style: Words = Field(examples=["warm editorial"])
    tone: Line | None = None
    visual_elements: Annotated[list[Phrase], Field(max_length=50)] | None = None
    music_style: Line | None = None


class VideoSpecs(Schema):
    """The file to deliver."""

    duration: Seconds | None = Field(None, description="Seconds, 5 to 120; 15 if left out")
    format: Format | None = Field(None, description="16:9 if left out")
    resolution: Resolution | None = Field(None, description="The shorter side; 1080p if left out")
    fps: FrameRate | None = Field(None, description="Frames a second; 30 if left out")
    captions: bool = Field(default=True, description="Burn the spoken words into the picture")


class AssetInput(Schema):
    """One of the client's assets, by its id or by the ``url`` that the API gave it, or a file to fetch."""

    asset_id: str | None = None
    url: Annotated[str, StringConstraints(max_length=2_000)] | None = Field(None, description="Ignored beside assetId")
    type: Line | None = None
    name: Line | None = None
    role: Line | None = Field(None, description="A hint: product, logo, background, lifestyle …")

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if self.asset_id is None and self.url is None:
            raise ValueError("needs assetId or url")
        return self

    @property
    def stored_id(self) -> str | None:
        """The id of an asset that is here already; None for a file that is still to be fetched."""
        if self.asset_id is not None:
            return self.asset_id
        ours = _OUR_URL.fullmatch(self.url or "")
        return None if ours is None else ours[1]

    @property
    def remote_url(self) -> str | None:
        """Where to fetch the file; None for an asset that is here already."""
        return self.url if self.stored_id is None else None


class Creative(Schema):
    """Style, format and material."""

    direction: Direction
    video_specs: VideoSpecs | None = None
    assets: Annotated[list[AssetInput], Field(max_length=MAX_ASSETS)] | None = Field(
        None, description="Left out: the campaign's pictures and clips, or else the client's; empty: none"
    )


class Advanced(Schema):
    """An older spelling of ``videoSpecs``, which wins where both speak."""

    duration: Seconds | None = None
    resolution: Resolution | None = None
    model_preferences: list[Any] | dict[str, Any] | str | None = None


class JobCreate(Schema):
    """A brief. ``POST /jobs`` makes an ad of it, ``POST /jobs/dry-run`` says what that would cost."""

    context: Context
    ad_basics: AdBasics
    creative: Creative
    advanced: Advanced | None = None


class Constraints(Schema):
    """What a new take of a scene must satisfy."""

    duration: Annotated[float, Field(ge=1.0, le=60.0, strict=True)] | None = Field(None, description="Seconds")
    must_include_assets: Annotated[list[str], Field(max_length=3)] = Field(default_factory=list)


class RegeneratePayload(Schema):
    """Which scene to take again, and why."""

    scene_idx: Annotated[int, Field(ge=0, lt=2**31, strict=True)]
    feedback: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)] | None = None
    constraints: Constraints | None = None


class JobAction(Schema):
    """Something a person asks of a job."""

    action: Action
    payload: dict[str, Any] | None = None


class Specs(Schema):
    """The file to deliver, with every default filled in."""

    duration: float
    format: Format
    resolution: Resolution
    fps: int
    width: int
    height: int
    captions: bool


_SHAPES = {"16:9": (16, 9), "9:16": (9, 16), "1:1": (1, 1), "4:5": (4, 5)}


def specs_of(body: JobCreate) -> Specs:
    """Fill in the defaults: ``videoSpecs``, then ``advanced``, then ours. Sizes are even, as H.264 wants them."""
    wanted, older = body.creative.video_specs or VideoSpecs(), body.advanced or Advanced()
    shape: Format = wanted.format or "16:9"
    resolution = wanted.resolution or older.resolution or DEFAULT_RESOLUTION
    fps = wanted.fps or 30
    short = int(resolution.removesuffix("p"))
    across, down = _SHAPES[shape]
    width, height = (round(side * short / min(across, down) / 2) * 2 for side in (across, down))
    seconds = wanted.duration or older.duration or DEFAULT_SECONDS
    return Specs(
        duration=round(seconds * fps) / fps,
        format=shape,
        resolution=resolution,
        fps=fps,
        width=width,
        height=height,
        captions=wanted.captions,
    )
