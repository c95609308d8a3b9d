"""Two to four pictures side by side, with type."""

from spotwright.render import focus
from spotwright.render.film import Media
from spotwright.render.layout import entrances, grounds, photos
from spotwright.render.layout.arranged import Arranged
from spotwright.render.layout.halves import halves
from spotwright.render.layout.setup import Setup
from spotwright.render.layout.stack import Align, inks_of, stack
from spotwright.render.layout.stage import Box
from spotwright.render.timeline import Curve, Emblem, Layer, Shape, Tile

_MOST = 4
_SHARES = (0.6, 0.5, 0.68)
"""How much of the pictures' half the first one gets, take by take."""


def arrange(setup: Setup) -> Arranged:
    """One large picture and smaller ones; the takes turn the order of pictures, the sides and the cells."""
    flipped = (setup.index + setup.variant) % 2 == 1
    parts = halves(setup, flipped=flipped, picture=0.56 if setup.stage.shape == "wide" else 0.5)
    inks = inks_of(setup)
    align: Align = "center" if setup.direction.grid.align == "center" and setup.stage.shape != "wide" else "left"
    block = stack(setup, parts.type_zone, inks, align=align, scale=0.86)
    ground = grounds.ground(setup, beneath=grounds.inks_on(block.box, inks))
    shown = pictures(setup, parts.picture)
    return Arranged((*ground, *shown, *entrances.entered(setup, block.placed)), setup.scheme.base, block.whole)


def pictures(setup: Setup, half: Box) -> tuple[Layer, ...]:
    """The scene's pictures, up to four, in cells of a part of the screen."""
    media = _turned(setup)
    radius = setup.px(setup.direction.grid.radius) * 0.7
    layers: list[Layer] = []
    for order, (item, box) in enumerate(zip(media, _cells(setup, half, len(media)), strict=True)):
        if focus.look(item).see_through:
            layers += _free(setup, item, box, radius)
            continue
        layers.append(photos.photo(setup, item, box, close=1.05, radius=radius, move=_move(order)).plate)
        if radius == 0:
            layers += entrances.curtain(setup, box, order * 2)
    return tuple(layers)


def _free(setup: Setup, item: Media, box: Box, radius: float) -> tuple[Tile, Tile]:
    """A picture cut out of its background, whole, on a card of its own."""
    view, air = box.rect(), 0.08 * min(box.width, box.height)
    card = Shape("rect", view.width, view.height, setup.scheme.surface, radius=radius)
    emblem = Emblem(item.path, item.sha256, view.width - 2 * air, view.height - 2 * air, photos.grade_of(setup))
    return (
        Tile(card, Curve.still(view.x), Curve.still(view.y)),
        Tile(
            emblem,
            Curve.still(view.x + air),
            Curve.still(view.y + air),
            scale=Curve.between(0.94, 1.03, until=setup.clock.seconds, drifts=True),
        ),
    )


def _move(order: int) -> photos.Move:
    moves: tuple[photos.Move, ...] = ("in", "across", "out")
    return moves[order % 3]


def _turned(setup: Setup) -> tuple[Media, ...]:
    media = setup.scene.media[:_MOST]
    turn = setup.variant % len(media)
    return media[turn:] + media[:turn]


def _cells(setup: Setup, half: Box, count: int) -> tuple[Box, ...]:
    """One cell large, the others share the rest; gaps and margins of the grid where the direction sets prints."""
    stage, gap = setup.stage, max(4.0, setup.px(0.01))
    if setup.direction.grid.inset:
        margin = setup.px(0.04)
        bottom = stage.height * 0.05 if stage.shape == "tall" else margin
        half = half.inset(
            margin if half.x == 0 else gap,
            margin if half.y == 0 else gap,
            margin if half.right >= stage.width else gap,
            bottom if half.bottom >= stage.height else gap,
        )
    if count == 1:
        return (half,)
    turned = setup.variant % 4 >= 2
    along = (half.width >= half.height) != turned
    if count == _MOST and not turned:
        rows = _cut(half, 0.5, gap, across=False)
        return tuple(cell for row in rows for cell in _cut(row, 0.5, gap, across=True))
    first, rest = _cut(half, _SHARES[setup.variant % len(_SHARES)], gap, across=along)
    if count == 2:
        return (first, rest)
    share = 1 / (count - 1)
    second, rest = _cut(rest, share, gap, across=not along)
    if count == 3:
        return (first, second, rest)
    return (first, second, *_cut(rest, 0.5, gap, across=not along))


def _cut(box: Box, share: float, gap: float, *, across: bool) -> tuple[Box, Box]:
    if across:
        width = (box.width - gap) * share
        return Box(box.x, box.y, width, box.height), box.inset(left=width + gap)
    height = (box.height - gap) * share
    return Box(box.x, box.y, box.width, height), box.inset(top=height + gap)
