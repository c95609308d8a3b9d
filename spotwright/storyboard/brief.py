"""The brief: everything a writer of storyboards may know about the ad that is asked for.

A brief is the client's own free text. Nothing here is cleaned or checked for taste: the writer does that, because
each use of a text needs another treatment.
"""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter

Format = Literal["16:9", "9:16", "1:1", "4:5"]
AssetKind = Literal["image", "video", "audio", "document"]

MIN_SECONDS = 5.0
MAX_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class BrandGuide:
    """How the client's brand looks and speaks. ``restrictions`` are sentences such as "never say cheap"."""

    name: str = ""
    homepage: str = ""
    colors: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()
    tone: str = ""
    restrictions: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignBrief:
    """The campaign that the ad belongs to. Only ``brief_text`` can lend words to the ad, and only public ones."""

    name: str = ""
    goal: str = ""
    product_url: str = ""
    brief_text: str = ""


@dataclass(frozen=True, slots=True)
class AssetRef:
    """A file of the client that the brief names. Sizes are pixels, the duration is in seconds; 0 is unknown."""

    id: str
    kind: AssetKind = "image"
    name: str = ""
    role: str | None = None
    tags: tuple[str, ...] = ()
    width: int = 0
    height: int = 0
    duration: float = 0.0


@dataclass(frozen=True, slots=True)
class Brief:
    """The whole request. Raises ValueError when the duration or the frame rate cannot make an ad."""

    product: str
    target_audience: str
    key_message: str
    call_to_action: str
    style: str
    tone: str | None = None
    visual_elements: tuple[str, ...] = ()
    music_style: str | None = None
    duration: float = 15.0
    """Seconds, 5 to 120."""
    fps: int = 30
    format: Format = "16:9"
    brand: BrandGuide = BrandGuide()
    campaign: CampaignBrief | None = None
    assets: tuple[AssetRef, ...] = ()
    seed: int = 0

    def __post_init__(self) -> None:
        if not MIN_SECONDS <= self.duration <= MAX_SECONDS:
            raise ValueError(f"duration must be {MIN_SECONDS:g} to {MAX_SECONDS:g} seconds")
        if self.fps < 1:
            raise ValueError("fps must be at least 1")

    @property
    def frames(self) -> int:
        """Frames in the whole ad."""
        return round(self.duration * self.fps)

    def to_json(self) -> dict[str, Any]:
        """The brief as plain JSON values."""
        plain: dict[str, Any] = _BRIEF.dump_python(self, mode="json")
        return plain

    @staticmethod
    def from_json(plain: dict[str, Any]) -> "Brief":
        """The brief that ``to_json`` wrote. Raises ``pydantic.ValidationError`` for anything else."""
        return _BRIEF.validate_python(plain)


_BRIEF = TypeAdapter(Brief)
