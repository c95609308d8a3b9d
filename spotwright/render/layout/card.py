"""The product as a print on a painted ground, or, cut out of its background, standing free on it."""

from dataclasses import replace

from spotwright.render import focus
from spotwright.render.layout import entrances, grounds, ornaments, photos
from spotwright.render.layout.arranged import Arranged
from spotwright.render.layout.halves import halves
from spotwright.render.layout.setup import Setup
from spotwright.render.layout.stack import Align, inks_of, stack
from spotwright.render.layout.stage import Box
from spotwright.render.timeline import Curve, Emblem, Keyframe, Layer, Shape, Tile

_LONGEST = 3.0
"""Width over height, or height over width, of the longest card."""


def arrange(setup: Setup) -> Arranged:
    """The picture keeps its own proportions as far as there is room."""
    flipped = (setup.index + setup.variant) % 2 == 1
    sight = focus.look(setup.scene.media[0])
    whole = sight.drawn or setup.scene.look.zoom < 1 or max(sight.ratio, 1 / sight.ratio) > _LONGEST
    parts = halves(setup, flipped=flipped, picture=0.58 if whole or setup.scene.look.zoom > 1 else 0.5)
    inks = inks_of(setup)
    align: Align = "center" if setup.direction.grid.align == "center" and setup.stage.shape != "wide" else "left"
    block = stack(setup, parts.type_zone, inks, align=align, scale=0.9)
    ground = grounds.ground(setup, beneath=grounds.inks_on(block.box, inks))
    room = _room(setup, parts.picture)
    shown = _cutout(setup, room, sight) if sight.see_through else _print(setup, room, sight, whole=whole)
    marks = ornaments.around(setup, inks)
    return Arranged((*ground, *shown, *entrances.entered(setup, marks + block.placed)), setup.scheme.base, block.whole)


def _room(setup: Setup, half: Box) -> Box:
    """Where the picture may stand in its half: inside the margins, above the captions on wide screens."""
    stage = setup.stage
    margin = max(stage.type_zone.x, setup.px(0.05))
    if stage.shape == "wide":
        left = margin * 0.35 if half.x > 0 else margin
        right = margin if half.x > 0 else margin * 0.35
        return half.inset(left, stage.height * 0.1, right, stage.height * 0.1)
    top = setup.px(0.01) if half.y > 0 else margin
    bottom = margin if half.y > 0 else setup.px(0.01)
    if stage.shape == "tall":
        bottom = stage.height * 0.06
    return half.inset(margin, top, margin, bottom)


def _print(setup: Setup, room: Box, sight: focus.Sight, *, whole: bool) -> tuple[Layer, ...]:
    """The photograph with the direction's corners; loud directions lay a slip of accent behind it.

    ``whole`` keeps the picture's own proportions, so that next to nothing of it is cut.
    """
    shape = room.ratio
    least, most = (1 / _LONGEST, _LONGEST) if whole else (shape * 0.9, shape * 1.12)
    ratio = min(max(sight.ratio, least), most)
    width = min(room.width, room.height * ratio)
    height = width / ratio
    box = Box(room.x + (room.width - width) / 2, room.y + (room.height - height) / 2, width, height)
    radius = setup.px(setup.direction.grid.radius)
    framed = photos.photo(
        setup, setup.scene.media[0], box, close=1.0 if whole else 1.02, toward=(0.5, 0.5), radius=radius, whole=whole
    )
    layers: list[Layer] = []
    if setup.direction.motion.entry in ("mask", "pop"):
        layers.append(_slip(setup, box, radius))
    layers.append(framed.plate)
    if radius == 0 and setup.direction.motion.entry in ("mask", "wipe"):
        layers += entrances.curtain(setup, box)
    return tuple(layers)


def _slip(setup: Setup, box: Box, radius: float) -> Tile:
    """A sheet of accent colour that slides out from behind the picture."""
    view = box.rect()
    off, clock = setup.px(0.02), setup.clock
    shape = Shape("rect", view.width, view.height, setup.scheme.accent, radius=radius)
    return Tile(
        shape,
        x=Curve.between(view.x, view.x + off, at=clock.begin, until=clock.begin + 0.7, easing="out_expo"),
        y=Curve.between(view.y, view.y + off, at=clock.begin, until=clock.begin + 0.7, easing="out_expo"),
    )


def _cutout(setup: Setup, room: Box, sight: focus.Sight) -> tuple[Layer, ...]:
    """The product standing free before a disc of colour, breathing slowly."""
    media, clock, scheme = setup.scene.media[0], setup.clock, setup.scheme
    side = min(room.width, room.height) * 0.96
    middle_x, middle_y = room.x + room.width / 2, room.y + room.height / 2
    disc = Tile(
        Shape("ellipse", side, side, f"{scheme.spots[-1]}40" if scheme.tone == "dark" else scheme.spots[-1]),
        x=Curve.still(middle_x - side / 2),
        y=Curve.still(middle_y - side / 2),
        scale=Curve.between(0.7, 1.0, at=0.0, until=clock.begin + 0.8, easing="out_expo"),
    )
    zoom = min(max(setup.scene.look.zoom, 0.6), 1.25)
    width, height = min(room.width, side * 1.15) * zoom, min(room.height, side * 1.02) * zoom
    emblem = Emblem(media.path, media.sha256, width, height, photos.grade_of(setup))
    rise = setup.px(0.012)
    y = middle_y - height / 2
    beats = max(2, round(clock.seconds / 1.6))
    floating = tuple(
        Keyframe(clock.seconds * beat / beats, y + (rise if beat % 2 == 0 else -rise), "in_out_sine")
        for beat in range(beats + 1)
    )
    product = Tile(
        emblem,
        x=Curve.still(middle_x - width / 2),
        y=Curve(floating),
        scale=Curve.between(0.94, 1.03, until=clock.seconds, drifts=True),
    )
    shadow_width = width * 0.5 * min(1.0, sight.ratio + 0.3)
    shadows = tuple(
        replace(
            disc,
            drawing=Shape("ellipse", shadow_width * grow, setup.px(0.03) * grow, "#0000001c"),
            x=Curve.still(middle_x - shadow_width * grow / 2),
            y=Curve.still(middle_y + height * 0.5 - setup.px(0.015) * grow),
            scale=Curve.still(1.0),
        )
        for grow in (0.6, 0.8, 1.0, 1.2)
    )
    return (disc, *shadows, product)
