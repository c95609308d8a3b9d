"""A photograph that fills the screen, with the headline on its calmest side."""

from dataclasses import dataclass, replace
from typing import Literal

from spotwright.render import camera as cameras
from spotwright.render import contrast, focus
from spotwright.render.layout import boxed, entrances, ornaments, photos, shades
from spotwright.render.layout.arranged import Arranged
from spotwright.render.layout.photos import Framed
from spotwright.render.layout.setup import Setup
from spotwright.render.layout.stack import Align, Block, inks_of, stack
from spotwright.render.layout.stage import Box
from spotwright.render.timeline import Plate, Side

_BRIGHT = 0.42

_MOVED = 1.4
"""The closest framing that is chosen only to move a subject."""

_COVERING = 0.5
"""What it costs to set type on the picture's subject."""

_HIDING = 1.2
"""What it costs to set type on a face."""


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A place for type on a photograph: where in the zone, the side its shade comes from, where the subject goes."""

    left: float
    width: float
    valign: Literal["top", "middle", "bottom"]
    align: Align | None
    side: Side | None
    toward: tuple[float, float]


_ANCHORS: dict[str, tuple[_Anchor, ...]] = {
    "wide": (
        _Anchor(0.0, 0.66, "bottom", "left", "bottom", (0.56, 0.4)),
        _Anchor(0.0, 0.46, "middle", "left", "left", (0.68, 0.48)),
        _Anchor(0.54, 0.46, "middle", "left", "right", (0.32, 0.48)),
        _Anchor(0.12, 0.76, "middle", "center", None, (0.5, 0.5)),
    ),
    "square": (
        _Anchor(0.0, 0.92, "bottom", "left", "bottom", (0.5, 0.34)),
        _Anchor(0.0, 0.92, "top", "left", "top", (0.5, 0.68)),
        _Anchor(0.04, 0.92, "middle", "center", None, (0.5, 0.5)),
    ),
    "tall": (
        _Anchor(0.0, 1.0, "top", "left", "top", (0.5, 0.78)),
        _Anchor(0.0, 1.0, "bottom", "left", "bottom", (0.5, 0.26)),
        _Anchor(0.0, 1.0, "middle", "center", None, (0.5, 0.46)),
    ),
}
_ANCHORS["portrait"] = _ANCHORS["square"]
_THIRDS = (
    _Anchor(0.0, 0.6, "bottom", "left", "bottom", (0.6, 0.36)),
    _Anchor(0.44, 0.56, "bottom", "left", "bottom", (0.36, 0.36)),
)
"""Lower thirds for wide screens."""


def arrange(setup: Setup, scale: float = 1.0) -> Arranged:
    """The anchor that needs the least shade; the next best for the next take."""
    tried = [(anchor, *_tried(setup, anchor, scale)) for anchor in _anchors(setup)]
    ranked = sorted(tried, key=lambda each: _cost(setup, *each))
    anchor, photo, block = ranked[setup.variant % len(ranked)]
    if setup.direction.over != "shade":
        marks = ornaments.around(setup, inks_of(setup)) if setup.direction.ornament != "corners" else ()
        tiles = entrances.entered(setup, marks + block.placed)
        return Arranged((_stained(setup, photo), *tiles), boxed.scheme_of(setup).base, block.whole)
    light = _prefers_light(setup, photo, block.box)
    made = shades.shaded(setup, photo, block.box, anchor.side, light=light)
    align = _align(setup, anchor)
    block = stack(setup, _zone(setup, anchor), made.inks, align=align, valign=anchor.valign, scale=scale)
    marks = ornaments.around(setup, made.inks)
    tiles = entrances.entered(setup, marks + block.placed)
    return Arranged((made.plate, *made.tiles, *tiles), made.scheme.base, block.whole)


def _stained(setup: Setup, photo: Framed) -> Plate:
    """The plate under type that has grounds of its own: only a colour that was asked for changes it."""
    if not setup.scene.look.accent:
        return photo.plate
    grade = photos.grade_of(setup, tint=boxed.scheme_of(setup).base, strength=shades.ASKED_TINT)
    return replace(photo.plate, grade=grade)


def spares_face(setup: Setup) -> bool:
    """False when there is a face in the picture and no place for type that would leave it free."""
    if focus.look(setup.scene.media[0]).face is None:
        return True
    tried = (_tried(setup, anchor) for anchor in _anchors(setup))
    return any(not _covers(setup, photo, block.box) for photo, block in tried)


def _anchors(setup: Setup) -> tuple[_Anchor, ...]:
    """Where type may stand; a panel is a lower third, or an upper one on screens whose lower part is not free."""
    anchors = _ANCHORS[setup.stage.shape]
    match setup.direction.over:
        case "panel":
            return _THIRDS if setup.stage.shape == "wide" else anchors[:2]
        case "blocks":
            return tuple(anchor for anchor in anchors if anchor.side is not None)
        case "shade":
            return anchors


def detail(setup: Setup) -> Arranged:
    """A close look: the picture says it, the words stay small."""
    return arrange(setup, 0.66)


def _zone(setup: Setup, anchor: _Anchor) -> Box:
    zone = setup.stage.type_zone
    top = 0.0 if setup.stage.shape == "wide" and anchor.valign == "middle" else zone.height * 0.12
    inset = {"bottom": (top, 0.0), "top": (0.0, top)}.get(anchor.valign, (0.0, 0.0))
    return Box(
        zone.x + zone.width * anchor.left,
        zone.y + inset[0],
        zone.width * anchor.width,
        zone.height - inset[0] - inset[1],
    )


def _align(setup: Setup, anchor: _Anchor) -> Align:
    centred = setup.direction.grid.align == "center" and setup.stage.shape != "wide"
    return "center" if centred or anchor.align == "center" else "left"


def _tried(setup: Setup, anchor: _Anchor, scale: float = 1.0) -> tuple[Framed, Block]:
    """The photograph framed for an anchor, and the type set there in the colours of the scheme."""
    close = {"wide": 1.0, "medium": 1.08, "close_up": 1.35, "detail": 1.6}.get(setup.scene.shot, 1.05)
    close = max(close, _moving(setup, anchor))
    photo = photos.photo(setup, setup.scene.media[0], setup.stage.whole, close=close, toward=anchor.toward)
    zone, align = _zone(setup, anchor), _align(setup, anchor)
    if setup.direction.over == "shade":
        return photo, stack(setup, zone, inks_of(setup), align=align, valign=anchor.valign)
    return photo, boxed.boxed(setup, zone, align=align, valign=anchor.valign, scale=scale)


def _moving(setup: Setup, anchor: _Anchor) -> float:
    """How close to frame on tall screens so that the subject can be moved above or below type and captions."""
    if setup.stage.shape != "tall":
        return 1.0
    y, goal = focus.look(setup.scene.media[0]).y, anchor.toward[1]
    return min(max(goal / max(y, 0.1), (1 - goal) / max(1 - y, 0.1)), _MOVED)


def _covers(setup: Setup, photo: Framed, box: Box) -> bool:
    """True when type, or captions on tall screens, would stand on the picture's subject."""
    view = photo.plate.viewport
    seen = cameras.window(
        photo.plate.camera,
        setup.clock.seconds / 2,
        (photo.sight.width, photo.sight.height),
        (view.width, view.height),
    )
    subject = photo.sight.subject
    left, right = ((x - seen.left) / seen.width * view.width for x in (subject.left, subject.right))
    top, bottom = ((y - seen.top) / seen.height * view.height for y in (subject.top, subject.bottom))
    boxes = (box, setup.stage.caption_zone) if setup.stage.shape == "tall" else (box,)
    return any(each.x <= right and left <= each.right and each.y <= bottom and top <= each.bottom for each in boxes)


def _cost(setup: Setup, anchor: _Anchor, photo: Framed, block: Block) -> float:
    """How much of the picture the type would take away here, by its shade, its grounds or where it stands."""
    covering = (_HIDING if photo.sight.face else _COVERING) * _covers(setup, photo, block.box)
    unfit = 0.0 if block.whole else 1.0
    gained = 0.6 * block.headline_size / setup.stage.unit
    if setup.direction.over != "shade":
        return covering + unfit - gained
    beneath = photo.beneath(block.box, setup.clock.seconds)
    scheme = setup.palette.scheme("dark")
    needed = contrast.scrim(scheme.ink, scheme.base, beneath)
    light = setup.palette.scheme("light")
    needed = min(needed, contrast.scrim(light.ink, light.base, beneath) + 0.1)
    # A shade over everything, or from the far end of a tall screen, takes most of the picture away.
    covering += 0.45 if anchor.side is None or (anchor.side == "bottom" and setup.stage.shape == "tall") else 0.0
    return needed + float(beneath.std()) + covering + unfit - gained


def _prefers_light(setup: Setup, photo: Framed, box: Box) -> bool:
    """Dark type on a light shade, where the picture is bright and the direction is at home on light grounds."""
    if setup.scene.media[0].kind == "video" or setup.scene.look.accent:
        return False
    if "light" not in setup.direction.tones.get(setup.scene.role, ()):
        return False
    beneath = photo.beneath(box, setup.clock.seconds)
    return float(contrast.luminance(beneath).mean()) > _BRIGHT
