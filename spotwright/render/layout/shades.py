"""Shades between a picture and the type over it: no stronger than contrast, or the direction's look, asks for."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from spotwright.render import contrast, drawing, palette
from spotwright.render.layout.photos import COLUMNS, ROWS, Framed, grade_of
from spotwright.render.layout.setup import Setup
from spotwright.render.layout.stack import Inks
from spotwright.render.layout.stage import Box
from spotwright.render.palette import Scheme
from spotwright.render.timeline import Curve, Plate, Shape, Side, Tile

_WANTED = 4.9
"""More than has to be: the copy that is judged is coarser than the picture, and the grade only estimated."""


@dataclass(frozen=True, slots=True)
class Shaded:
    """A picture made ready for type: the plate, the shade over it, and inks that can be read on both."""

    plate: Plate
    tiles: tuple[Tile, ...]
    inks: Inks
    scheme: Scheme


def shaded(setup: Setup, photo: Framed, type_box: Box, side: Side | None, *, light: bool = False) -> Shaded:
    """Darken (or lighten) a picture for type in a box: from one side, or as a whole when ``side`` is None.

    A gradient is tried first; the whole picture is tinted as well only where the gradient alone is not enough.
    """
    scheme = setup.palette.scheme("light" if light else "dark")
    # A strongly coloured shade would make a photograph look stained.
    color = palette.hexed(palette.lab(scheme.base).muted(0.5))
    stage = setup.stage
    air = setup.px(0.012)
    type_box = type_box.inset(-air, -air, -air, -air)
    reach = _reach(type_box, stage.whole, side)
    beneath = photo.beneath(type_box, setup.clock.seconds)
    least = setup.direction.scrim if side else setup.direction.scrim * 0.75
    strength, tint, seen = least, 0.0, beneath
    for _ in range(60):
        tinted = contrast.mixed(beneath, color, tint if side else strength)
        seen = over(tinted, color, type_box, stage.whole, side, reach, strength) if side else tinted
        if contrast.worst_band(scheme.ink, seen) >= _WANTED:
            break
        strength, tint = (strength + 0.03, tint) if strength < 0.9 else (strength, tint + 0.03)
        if not side:
            strength = min(strength + 0.02, 0.94)
    tint = min(tint, 0.9)
    whole_tint = tint if side else min(strength, 0.94)
    grade = grade_of(setup, tint=color, strength=round(whole_tint, 3))
    plate = replace(photo.plate, grade=replace(grade, duotone=photo.plate.grade.duotone))
    tiles = (gradient(stage.whole, color, strength, side, reach),) if side else ()
    return Shaded(plate, tiles, _inks(scheme, seen), scheme)


def _reach(box: Box, whole: Box, side: Side | None) -> float:
    """How far the gradient goes in from its side: well past the type, so that it is nearly full beneath it."""
    if side is None:
        return 0.0
    far, extent = {
        "bottom": (whole.height - box.y, whole.height),
        "top": (box.bottom, whole.height),
        "left": (box.right, whole.width),
        "right": (whole.width - box.x, whole.width),
    }[side]
    return min(extent, far * 2.0)


def _shares(box: Box, whole: Box, side: Side, reach: float) -> NDArray[np.float64]:
    """The gradient's opacity beneath a grid of points of the box, for a gradient of full strength."""
    x = np.linspace(box.x, box.right, COLUMNS)
    y = np.linspace(box.y, box.bottom, ROWS)
    across, down = np.meshgrid(x, y)
    depth = {
        "bottom": whole.height - down,
        "top": down,
        "left": across,
        "right": whole.width - across,
    }[side]
    position = 1 - depth / max(reach, 1.0)
    return np.asarray(np.vectorize(drawing.profile)(position))


def over(
    beneath: NDArray[np.float64], color: str, box: Box, whole: Box, side: Side, reach: float, strength: float
) -> NDArray[np.float64]:
    """The colours beneath a box (as :meth:`Framed.beneath` finds them) seen through a gradient."""
    alpha = _shares(box, whole, side, reach) * strength
    repeated = np.tile(alpha, (1, beneath.shape[1] // alpha.shape[1]))[..., None]
    return np.asarray(beneath * (1 - repeated) + contrast.channels(color) * repeated)


def gradient(whole: Box, color: str, strength: float, side: Side, reach: float) -> Tile:
    """A shade over the screen: full at one side, gone ``reach`` pixels away from it."""
    upright = side in ("top", "bottom")
    shape = Shape(
        "gradient",
        whole.width if upright else reach,
        reach if upright else whole.height,
        f"{color}{round(strength * 255):02x}",
        toward=side,
    )
    x = whole.width - reach if side == "right" else 0.0
    y = whole.height - reach if side == "bottom" else 0.0
    return Tile(shape, Curve.still(x), Curve.still(y))


def _inks(scheme: Scheme, seen: NDArray[np.float64]) -> Inks:
    """The scheme's inks; an accent that cannot be read on what is seen gives way to the plain ink."""

    def legible(color: str) -> str:
        return color if contrast.worst_band(color, seen) >= contrast.READABLE else scheme.ink

    # Quiet ink drowns in a photograph even where its contrast would do.
    return Inks(scheme.ink, scheme.ink, legible(scheme.accent_ink), scheme.accent, scheme.on_accent)
