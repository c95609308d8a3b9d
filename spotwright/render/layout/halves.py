"""Type on one half of the screen, pictures on the other."""

from dataclasses import dataclass

from spotwright.render.layout.setup import Setup
from spotwright.render.layout.stage import Box


@dataclass(frozen=True, slots=True)
class Halves:
    """Two parts of the screen and where, in the first of them, type may stand."""

    panel: Box
    picture: Box
    type_zone: Box


def halves(setup: Setup, *, flipped: bool, picture: float = 0.5) -> Halves:
    """Side by side on wide screens, one above the other on others; ``picture`` is the picture's share.

    On tall screens type has to be above: the lower part belongs to captions and to the platforms' buttons.
    """
    stage = setup.stage
    if stage.shape == "wide":
        cut = _even(stage.width * (picture if flipped else 1 - picture))
        first, second = Box(0, 0, cut, stage.height), Box(cut, 0, stage.width - cut, stage.height)
    else:
        flipped = flipped and stage.shape != "tall"
        share = {"tall": 0.49, "portrait": 0.48, "square": 0.5}[stage.shape] + (0.5 - picture)
        cut = _even(stage.height * (1 - share if flipped else share))
        first, second = Box(0, 0, stage.width, cut), Box(0, cut, stage.width, stage.height - cut)
    panel, shown = (second, first) if flipped else (first, second)
    return Halves(panel, shown, _type_zone(setup, panel))


def _type_zone(setup: Setup, panel: Box) -> Box:
    """The stage's type zone within a panel, with air toward the picture."""
    zone = setup.stage.type_zone
    air = setup.px(0.05)
    left = air if panel.x > 0 else 0.0
    right = air if panel.right < setup.stage.width else 0.0
    top = air if panel.y > 0 else 0.0
    bottom = air if panel.bottom < setup.stage.height else 0.0
    return panel.inset(left, top, right, bottom).meet(zone)


def _even(value: float) -> int:
    return 2 * round(value / 2)
