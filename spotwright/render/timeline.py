"""The timeline: what is on the screen at any time ``t``, as plain data.

A :class:`Timeline` is a row of :class:`Scene` s joined by :class:`Transition` s. A scene is a stack of layers, the
first one lowest. There are two kinds of layer:

* a :class:`Plate` fills a rectangle of the screen with a picture, a video clip or a painted background, seen through
  a camera that moves;
* a :class:`Tile` is a small drawn thing (a line of type, a shape, a logo) that moves, fades and reveals over it.

Units: seconds from the scene's start, output pixels with the origin at the top left, opacity and fractions 0–1.
Everything here is immutable and made of plain values, so that equal timelines have equal hashes (see
:func:`digest`) and a scene that did not change is never drawn twice. Files are named by path and known by the
SHA-256 of their bytes: the path is where to read, the hash is what it is.
"""

import dataclasses
import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

Easing = Literal[
    "linear", "in_sine", "out_sine", "in_out_sine", "out_cubic", "in_cubic", "in_out_cubic", "out_expo", "out_back"
]
TransitionKind = Literal["cut", "dissolve", "push", "wipe", "iris", "slide_over", "zoom_through", "blinds"]
Side = Literal["left", "right", "top", "bottom"]


@dataclass(frozen=True, slots=True)
class Keyframe:
    """A value at a time. ``easing`` shapes the way *to* this keyframe from the one before it."""

    at: float
    value: float
    easing: Easing = "linear"


@dataclass(frozen=True, slots=True)
class Curve:
    """A value over time: held before the first keyframe and after the last.

    With ``drifts`` the first and last slopes go on outside the keyframes instead; cameras use it, so that a picture
    keeps moving while a transition shows a scene a little before its start or after its end.
    """

    keyframes: tuple[Keyframe, ...]
    drifts: bool = False

    @staticmethod
    def still(value: float) -> "Curve":
        """A curve that never changes."""
        return Curve((Keyframe(0.0, value),))

    @staticmethod
    def between(
        start: float, end: float, *, at: float = 0.0, until: float, easing: Easing = "linear", drifts: bool = False
    ) -> "Curve":
        """One move from ``start`` (at ``at`` seconds) to ``end`` (at ``until`` seconds)."""
        return Curve((Keyframe(at, start), Keyframe(until, end, easing)), drifts)


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in output pixels; plates ask for even values (chroma is stored at half size)."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A still file. ``sha256`` is the hash of its bytes."""

    path: str = field(metadata={"hashed": False})
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Footage:
    """A video file, played from ``in_point`` seconds; ``playback.py`` says how it fills a scene longer than it."""

    path: str = field(metadata={"hashed": False})
    sha256: str = ""
    in_point: float = 0.0


@dataclass(frozen=True, slots=True)
class Painting:
    """A background painted by us: a recipe of ``paint.py``, its colours (#rrggbb, in the recipe's order) and a seed."""

    recipe: str
    colors: tuple[str, ...]
    seed: int
    subject: str | None = None
    """What it should suggest, in a word the recipe understands (an illustration's name), or None."""


Source = Picture | Footage | Painting


@dataclass(frozen=True, slots=True)
class Camera:
    """What part of a source is seen: a window as tall or wide as fits, divided by ``zoom``, centred at ``(x, y)``.

    ``x`` and ``y`` are fractions of the source; ``zoom`` 1 is the largest window of the viewport's shape that the
    source can fill. The window is kept inside the source.
    """

    x: Curve = Curve.still(0.5)
    y: Curve = Curve.still(0.5)
    zoom: Curve = Curve.still(1.0)


@dataclass(frozen=True, slots=True)
class Grade:
    """A small colour correction, applied once when the source is prepared. Ones and zeros change nothing."""

    exposure: float = 0.0
    """Stops; ±0.5 is much."""
    contrast: float = 1.0
    saturation: float = 1.0
    warmth: float = 0.0
    """−1 (blue) to 1 (amber)."""
    tint: str | None = None
    """A colour (#rrggbb) laid over the picture …"""
    tint_strength: float = 0.0
    """… with this opacity, 0–1."""
    duotone: tuple[str, str] | None = None
    """Shadows and highlights (#rrggbb) that replace the picture's own colours."""
    blur: float = 0.0
    """Gaussian sigma, as a fraction of the output's height."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A source in a rectangle of the screen, seen through a moving camera."""

    source: Source
    viewport: Rect
    camera: Camera = Camera()
    grade: Grade = Grade()
    radius: float = 0.0
    """Corner radius in pixels; the layers below show through the corners."""
    fit: Literal["cover", "contain"] = "cover"
    """``contain`` shows the whole source inside the viewport; the layers below show beside it."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """A stretch of text in one face."""

    text: str
    family: str
    weight: int
    size: float
    """Pixels per em."""
    color: str
    """#rrggbb or #rrggbbaa."""
    italic: bool = False
    tracking: float = 0.0
    """Extra space between letters, in em."""
    language: Literal["japanese", "chinese", "korean"] | None = None
    """Whose forms Chinese characters take; None where the words tell."""


@dataclass(frozen=True, slots=True)
class Text:
    """Set type: lines are already broken by the layout (one entry a line); the tile is as large as its ink needs."""

    lines: tuple[tuple[TextRun, ...], ...]
    align: Literal["left", "center", "right"] = "left"
    leading: float = 1.15
    """Line distance, in em of the largest run."""
    width: float | None = None
    """Width in pixels that ``align`` refers to; None is the widest line."""
    shadow: float = 0.0
    """Strength 0–1 of a soft dark shadow, for type over pictures."""
    direction: Literal["ltr", "rtl"] = "ltr"


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled, possibly rounded, possibly outlined rectangle, ellipse or line box of ``width`` × ``height`` pixels."""

    kind: Literal["rect", "ellipse", "ring", "gradient"]
    width: float
    height: float
    color: str
    """#rrggbb or #rrggbbaa; for ``gradient`` the colour at its full end."""
    radius: float = 0.0
    stroke: float = 0.0
    """Line width in pixels; 0 fills."""
    toward: Side = "bottom"
    """For ``gradient``: the side where the colour is full; it fades to nothing at the other."""


@dataclass(frozen=True, slots=True)
class Emblem:
    """A picture file drawn small, with its own transparency: a logo, a sticker. Fitted into ``width`` × ``height``."""

    path: str = field(metadata={"hashed": False})
    sha256: str = ""
    width: float = 0.0
    height: float = 0.0
    grade: Grade = Grade()
    """Its colours are corrected as a photograph's are; a logo's never."""


Drawing = Text | Shape | Emblem


@dataclass(frozen=True, slots=True)
class Tile:
    """A drawn thing over the plates, alive from ``start`` to ``end`` (seconds in the scene).

    ``x``/``y`` place the drawing's own top-left corner (its box, without the margin a shadow needs); fractions of
    pixels are honoured. ``scale`` grows it about its centre. ``reveal`` uncovers it from ``reveal_from``: 0 hidden,
    1 whole.
    """

    drawing: Drawing
    x: Curve
    y: Curve
    start: float = 0.0
    end: float = 1e9
    opacity: Curve = Curve.still(1.0)
    scale: Curve = Curve.still(1.0)
    reveal: Curve = Curve.still(1.0)
    reveal_from: Side = "left"
    caption: bool = False
    """True for burned-in captions, so that they can be left out."""


Layer = Plate | Tile


@dataclass(frozen=True, slots=True)
class Scene:
    """A stack of layers, lowest first, shown for ``frames`` frames. Layers can be drawn a little outside that time."""

    frames: int
    layers: tuple[Layer, ...]
    background: str = "#202020"


@dataclass(frozen=True, slots=True)
class Transition:
    """The change from one scene to the next, centred on the cut: it takes ``frames`` // 2 frames of each."""

    kind: TransitionKind = "cut"
    frames: int = 0
    """Even; 0 for a cut."""
    color: str = "#ffffff"
    """The colour of the moving edge or panel, for kinds that have one."""
    toward: Side = "left"


@dataclass(frozen=True, slots=True)
class Timeline:
    """A film for one shape of screen. ``transitions`` has one entry fewer than ``scenes``."""

    width: int
    height: int
    fps: int
    scenes: tuple[Scene, ...]
    transitions: tuple[Transition, ...] = ()

    @property
    def frames(self) -> int:
        """Frames in the whole film; transitions overlap the scenes and add none."""
        return sum(scene.frames for scene in self.scenes)

    @property
    def duration(self) -> float:
        """Seconds."""
        return self.frames / self.fps


@cache
def _hashed(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a kind of part that count in its digest."""
    return tuple(f.name for f in dataclasses.fields(kind) if f.metadata.get("hashed", True))


def digest(value: object) -> str:
    """SHA-256 of a timeline or any part of one; what is only a place to read from (a path) does not count."""

    def plain(item: object) -> object:
        kind = type(item)
        if dataclasses.is_dataclass(kind):
            return {"is": kind.__name__, **{name: plain(getattr(item, name)) for name in _hashed(kind)}}
        return [plain(part) for part in item] if isinstance(item, (tuple, list)) else item

    text = json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
