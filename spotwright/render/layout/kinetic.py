"""Type alone, large, over a painted ground, with a drawn object beside it where one fits what is said."""

from typing import Literal

from spotwright.render.layout import entrances, grounds, ornaments
from spotwright.render.layout.arranged import Arranged
from spotwright.render.layout.setup import Setup
from spotwright.render.layout.stack import Align, inks_of, stack
from spotwright.render.layout.stage import Box

_PLACES: tuple[tuple[Literal["house", "left", "center"], Literal["top", "middle", "bottom"], float], ...] = (
    ("house", "middle", 1.3),
    ("left", "bottom", 1.4),
    ("center", "middle", 1.2),
    ("left", "top", 1.25),
)


def arrange(setup: Setup) -> Arranged:
    """The headline as large as it goes, placed differently for each take."""
    place, valign, scale = _PLACES[setup.variant % len(_PLACES)]
    align: Align = setup.direction.grid.align if place == "house" else place
    zone = setup.stage.type_zone
    if setup.stage.shape == "wide" and align == "left":
        zone = zone.inset(right=zone.width * 0.1)
    return _set(setup, zone, align, valign, scale, illustrated=False)


def illustrated(setup: Setup) -> Arranged:
    """The headline beside a drawn object; illustrations leave room at the left, or at the top of tall screens."""
    zone = setup.stage.type_zone
    shape = setup.stage.shape
    if shape == "wide":
        return _set(setup, zone.inset(right=zone.width * 0.48), "left", "middle", 1.05, illustrated=True)
    centred = shape == "tall" and setup.direction.grid.align == "center"
    keep = {"tall": 0.66, "portrait": 0.48, "square": 0.45}[shape]
    top = Box(zone.x, zone.y, zone.width, zone.height * keep)
    return _set(setup, top, "center" if centred else "left", "top", 1.05, illustrated=True)


def _set(
    setup: Setup,
    zone: Box,
    align: Align,
    valign: Literal["top", "middle", "bottom"],
    scale: float,
    *,
    illustrated: bool,
) -> Arranged:
    inks = inks_of(setup)
    block = stack(setup, zone, inks, align=align, valign=valign, scale=scale)
    marks = ornaments.around(setup, inks)
    ground = grounds.ground(setup, beneath=grounds.inks_on(block.box, inks), illustrated=illustrated)
    tiles = entrances.entered(setup, marks + block.placed)
    return Arranged((*ground, *tiles), setup.scheme.base, block.whole)
