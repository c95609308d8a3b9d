"""Type alone, large, over a painted ground."""

from typing import Literal

from spotwright.render.layout import entrances, grounds, ornaments
from spotwright.render.layout.arranged import Arranged
from spotwright.render.layout.setup import Setup
from spotwright.render.layout.stack import Align, inks_of, stack

_PLACES: tuple[tuple[Literal["house", "left", "center"], Literal["top", "middle", "bottom"], float], ...] = (
    ("house", "middle", 1.0),
    ("left", "bottom", 1.12),
    ("center", "middle", 1.0),
    ("left", "top", 1.0),
)


def arrange(setup: Setup) -> Arranged:
    """The headline as large as it goes, placed differently for each take."""
    place, valign, scale = _PLACES[(setup.variant + setup.index * (setup.variant > 0)) % len(_PLACES)]
    align: Align = setup.direction.grid.align if place == "house" else place
    zone = setup.stage.type_zone
    if setup.stage.shape == "wide" and align == "left":
        zone = zone.inset(right=zone.width * 0.1)
    inks = inks_of(setup)
    block = stack(setup, zone, inks, align=align, valign=valign, scale=scale)
    marks = ornaments.around(setup, inks) + ornaments.beside(
        setup, inks, block.box, align, kicker=bool(setup.wording.kicker)
    )
    tiles = entrances.entered(setup, marks + block.placed)
    return Arranged((grounds.ground(setup), *tiles), setup.scheme.base, block.whole)
