"""The film: what the ad says and shows, before any layout. This is what callers of the package write.

One film becomes many timelines: ``layout.compose(film)`` lays it out for the film's own size, so the same film in
16:9 and 9:16 differs in nothing but ``width`` and ``height``.
"""

from dataclasses import dataclass, field
from typing import Literal

SceneRole = Literal["hook", "problem", "product", "benefit", "proof", "offer", "cta"]
ShotType = Literal["wide", "medium", "close_up", "detail", "type", "split", "end_card"]


@dataclass(frozen=True, slots=True)
class Brand:
    """What of a brand can be seen. Colours are #rrggbb, the most important first; fonts are family names."""

    name: str = ""
    colors: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()
    logo_path: str | None = field(default=None, metadata={"hashed": False})
    logo_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """A decoded-and-checked picture or clip of the client: where it lies, what it is, where its subject is."""

    path: str = field(metadata={"hashed": False})
    sha256: str = ""
    kind: Literal["image", "video"] = "image"
    width: int = 0
    height: int = 0
    duration: float = 0.0
    in_point: float = 0.0
    has_alpha: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """How one take of a scene differs from the art direction's default; feedback of a reviewer ends up here."""

    variant: int = 0
    """Which of the scene's possible arrangements; another number is another arrangement, framing and background."""
    exposure: float = 0.0
    warmth: float = 0.0
    saturation: float = 1.0
    zoom: float = 1.0
    """> 1 frames closer, < 1 wider."""
    accent: str | None = None
    """A colour (#rrggbb) asked for in place of the palette's accent."""


@dataclass(frozen=True, slots=True)
class FilmScene:
    """One scene: its words, its pictures, its time."""

    role: SceneRole
    headline: str
    support: str = ""
    kicker: str = ""
    """A few words above the headline: a category, a label."""
    media: tuple[Media, ...] = ()
    shot: ShotType = "medium"
    transition: str = "dissolve"
    """The transition into the next scene: a :data:`~spotwright.render.timeline.TransitionKind`, or "auto"."""
    frames: int = 90
    subject: str = ""
    """What the scene is about, in words; painted backgrounds and illustrations take a hint from it."""
    look: Look = Look()


@dataclass(frozen=True, slots=True)
class Film:
    """A whole ad for one shape of screen."""

    width: int
    height: int
    fps: int
    direction: str
    """The art direction's name; see ``directions.choose``."""
    scenes: tuple[FilmScene, ...]
    brand: Brand = Brand()
    seed: int = 0
    call_to_action: str = ""
    homepage: str = ""

    @property
    def frames(self) -> int:
        """Frames in the whole film."""
        return sum(scene.frames for scene in self.scenes)
