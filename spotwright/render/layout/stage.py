"""The stage: where on a screen of some shape type may stand, and where captions go."""

import math
from dataclasses import dataclass
from typing import Literal

from spotwright.render.timeline import Rect

Shape = Literal["wide", "square", "portrait", "tall"]

_WIDE, _SQUARE, _PORTRAIT = 1.25, 0.9, 0.7


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, not yet rounded."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.height

    @property
    def ratio(self) -> float:
        """Width over height."""
        return self.width / self.height

    def inset(self, left: float = 0.0, top: float = 0.0, right: float = 0.0, bottom: float = 0.0) -> "Box":
        """The box without a strip at each side."""
        return Box(
            self.x + left, self.y + top, max(1.0, self.width - left - right), max(1.0, self.height - top - bottom)
        )

    def meet(self, other: "Box") -> "Box":
        """What two boxes share; at least one pixel."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        return Box(x, y, max(1.0, min(self.right, other.right) - x), max(1.0, min(self.bottom, other.bottom) - y))

    def rect(self) -> Rect:
        """The nearest rectangle with even numbers, as plates need it."""
        x, y = 2 * round(self.x / 2), 2 * round(self.y / 2)
        return Rect(x, y, max(2, 2 * round(self.right / 2) - x), max(2, 2 * round(self.bottom / 2) - y))


@dataclass(frozen=True, slots=True)
class Stage:
    """A screen with its zones. ``unit`` is the side of the square with the screen's area: sizes are fractions of it."""

    width: int
    height: int
    shape: Shape
    unit: float
    type_zone: Box
    """Where headlines may stand: inside the platforms' safe zone and above the captions."""
    caption_zone: Box
    small: float
    """Factor for small type: the narrower the screen, the larger it has to be on a phone."""
    large: float
    """Factor for headlines."""

    @property
    def whole(self) -> Box:
        """The screen."""
        return Box(0, 0, self.width, self.height)


def stage_of(width: int, height: int, margin: float) -> Stage:
    """The stage for a screen; ``margin`` is a direction's, as a fraction of the unit."""
    unit = math.sqrt(width * height)
    ratio = width / height
    if ratio >= _WIDE:
        side, top = max(0.055 * width, margin * unit), max(0.06 * height, margin * unit * 0.95)
        captions = Box(0.16 * width, 0.825 * height, 0.68 * width, 0.12 * height)
        return Stage(
            width, height, "wide", unit, _between(side, top, width - side, 0.795 * height), captions, 1.12, 1.12
        )
    if ratio >= _PORTRAIT:
        side = max(0.06 * width, margin * unit)
        bottom = 0.81 * height if ratio >= _SQUARE else 0.82 * height
        captions = Box(0.08 * width, bottom + 0.025 * height, 0.84 * width, 0.115 * height)
        shape: Shape = "square" if ratio >= _SQUARE else "portrait"
        zone = _between(side, side, width - side, bottom)
        return Stage(width, height, shape, unit, zone, captions, 1.2, 1.08)
    # On 9:16 the platforms cover the top 14 % and the bottom 35 % with their own buttons and words.
    side = max(0.075 * width, 0.85 * margin * unit)
    captions = Box(0.1 * width, 0.565 * height, 0.8 * width, 0.083 * height)
    return Stage(
        width, height, "tall", unit, _between(side, 0.145 * height, width - side, 0.55 * height), captions, 1.34, 1.3
    )


def _between(left: float, top: float, right: float, bottom: float) -> Box:
    return Box(left, top, right - left, bottom - top)
