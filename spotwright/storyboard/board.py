"""The storyboard: the ad scene by scene, in words, before anything is painted, spoken or cut."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter

Role = Literal["hook", "problem", "product", "benefit", "proof", "offer", "cta"]
ShotType = Literal["wide", "medium", "close_up", "detail", "type", "split", "end_card"]
Transition = Literal["cut", "dissolve", "push", "wipe", "iris", "slide_over", "zoom_through", "blinds", "auto"]

HEADLINE_LIMIT = 60
SUPPORT_LIMIT = 110
KICKER_LIMIT = 40
SCRIPT_LIMIT = 400
DESCRIPTION_LIMIT = 600
MIN_SCENES = 3
MAX_SCENES = 7


@dataclass(frozen=True, slots=True)
class Look:
    """How this take of a scene differs from the art direction's default. Zeros and ones change nothing."""

    variant: int = 0
    exposure: float = 0.0
    warmth: float = 0.0
    saturation: float = 1.0
    zoom: float = 1.0
    accent: str | None = None
    """A colour as #rrggbb."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene: what is read on the screen, what is said, what is seen, and for how long."""

    scene_idx: int
    role: Role
    headline: str
    support: str
    kicker: str
    description: str
    script: str
    shot_type: ShotType
    transition: Transition
    """The transition into the next scene."""
    frames: int
    assets: tuple[str, ...] = ()
    subject: str = ""
    look: Look = Look()
    take: int = 0

    def to_json(self) -> dict[str, Any]:
        """The scene as plain JSON values."""
        plain: dict[str, Any] = _SCENE.dump_python(self, mode="json")
        return plain

    @staticmethod
    def from_json(plain: dict[str, Any]) -> "Scene":
        """The scene that ``to_json`` wrote. Raises ``pydantic.ValidationError`` for anything else."""
        return _SCENE.validate_python(plain)


@dataclass(frozen=True, slots=True)
class Storyboard:
    """The scenes in order, and what the writer wants the reviewer to know."""

    scenes: tuple[Scene, ...]
    music_mood_hint: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def frames(self) -> int:
        """Frames in the whole ad."""
        return sum(scene.frames for scene in self.scenes)

    def to_json(self) -> dict[str, Any]:
        """The storyboard as plain JSON values."""
        plain: dict[str, Any] = _STORYBOARD.dump_python(self, mode="json")
        return plain

    @staticmethod
    def from_json(plain: dict[str, Any]) -> "Storyboard":
        """The storyboard that ``to_json`` wrote. Raises ``pydantic.ValidationError`` for anything else."""
        return _STORYBOARD.validate_python(plain)


@dataclass(frozen=True, slots=True)
class Counts:
    """What a storyboard will ask of the parts that charge: pictures to paint, seconds to film, characters to speak."""

    scenes: int
    pictures: int
    """Scenes that use no picture or clip of the client's, and so need one painted."""
    seconds: float
    characters: int


def stats(storyboard: Storyboard, fps: int, *, logos: frozenset[str] = frozenset()) -> Counts:
    """Count a storyboard. A scene that shows nothing but ``logos`` (asset ids) still needs a picture."""
    return Counts(
        scenes=len(storyboard.scenes),
        pictures=sum(1 for scene in storyboard.scenes if not set(scene.assets) - logos),
        seconds=storyboard.frames / fps,
        characters=sum(len(scene.script) for scene in storyboard.scenes),
    )


_SCENE = TypeAdapter(Scene)
_STORYBOARD = TypeAdapter(Storyboard)
