"""A picture that bleeds off one side of the screen, type on the other."""

from spotwright.render.layout import entrances, grounds, photos
from spotwright.render.layout.arranged import Arranged
from spotwright.render.layout.halves import halves
from spotwright.render.layout.setup import Setup
from spotwright.render.layout.stack import Align, inks_of, stack
from spotwright.render.timeline import Layer

_CLOSE = {"wide": 1.0, "medium": 1.05, "close_up": 1.35, "detail": 1.6}


def arrange(setup: Setup) -> Arranged:
    """Sides alternate from scene to scene and from take to take."""
    flipped = (setup.index + setup.variant) % 2 == 1
    parts = halves(setup, flipped=flipped, picture=0.54 if setup.variant % 4 < 2 else 0.46)
    inks = inks_of(setup)
    align: Align = "center" if setup.direction.grid.align == "center" else "left"
    block = stack(setup, parts.type_zone, inks, align=align, scale=0.94)
    # On tall screens captions lie over the picture's upper part; the subject goes below them.
    low = 0.58 if setup.stage.shape == "tall" else 0.46
    framed = photos.photo(
        setup, setup.scene.media[0], parts.picture, close=_CLOSE.get(setup.scene.shot, 1.05), toward=(0.5, low)
    )
    ground = grounds.ground(setup, parts.panel, beneath=grounds.inks_on(block.box, inks))
    layers: list[Layer] = [*ground, framed.plate, *entrances.curtain(setup, parts.picture)]
    return Arranged((*layers, *entrances.entered(setup, block.placed)), setup.scheme.base, block.whole)
