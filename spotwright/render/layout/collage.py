"""Two or three pictures side by side, with type."""

from spotwright.render.film import Media
from spotwright.render.layout import entrances, grounds, photos
from spotwright.render.layout.arranged import Arranged
from spotwright.render.layout.halves import halves
from spotwright.render.layout.setup import Setup
from spotwright.render.layout.stack import Align, inks_of, stack
from spotwright.render.layout.stage import Box
from spotwright.render.timeline import Layer


def arrange(setup: Setup) -> Arranged:
    """One large picture and one or two smaller ones; the takes turn the order of pictures and sides."""
    flipped = (setup.index + setup.variant) % 2 == 1
    parts = halves(setup, flipped=flipped, picture=0.56 if setup.stage.shape == "wide" else 0.5)
    inks = inks_of(setup)
    align: Align = "center" if setup.direction.grid.align == "center" and setup.stage.shape != "wide" else "left"
    block = stack(setup, parts.type_zone, inks, align=align, scale=0.86)
    ground = grounds.ground(setup, beneath=grounds.inks_on(block.box, inks))
    media = _turned(setup)
    radius = setup.px(setup.direction.grid.radius) * 0.7
    layers: list[Layer] = [*ground]
    for order, (item, box) in enumerate(zip(media, _cells(setup, parts.picture, len(media)), strict=True)):
        layers.append(photos.photo(setup, item, box, close=1.05, radius=radius, move=_move(order)).plate)
        if radius == 0:
            layers.append(entrances.curtain(setup, box, setup.scheme.accent, order * 2))
    return Arranged((*layers, *entrances.entered(setup, block.placed)), setup.scheme.base, block.whole)


def _move(order: int) -> photos.Move:
    moves: tuple[photos.Move, ...] = ("in", "across", "out")
    return moves[order % 3]


def _turned(setup: Setup) -> tuple[Media, ...]:
    media = setup.scene.media[:3]
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
    along = half.width >= half.height
    first, rest = _cut(half, 0.6, gap, across=along)
    if count < 3:
        return (first, rest)
    return (first, *_cut(rest, 0.5, gap, across=not along))


def _cut(box: Box, share: float, gap: float, *, across: bool) -> tuple[Box, Box]:
    if across:
        width = (box.width - gap) * share
        return Box(box.x, box.y, width, box.height), box.inset(left=width + gap)
    height = (box.height - gap) * share
    return Box(box.x, box.y, box.width, height), box.inset(top=height + gap)
