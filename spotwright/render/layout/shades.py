"""Shades between a picture and the type over it: no stronger than contrast, or the direction's look, asks for."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spotwright.render import contrast, drawing, palette
from spotwright.render.layout.photos import COLUMNS, ROWS, Framed, grade_of
from spotwright.render.layout.setup import Setup
from spotwright.render.layout.stack import Inks
from spotwright.render.layout.stage import Box
from spotwright.render.paint.palette import Lab
from spotwright.render.palette import Scheme
from spotwright.render.timeline import Curve, Footage, Plate, Shape, Side, Tile

_REACHES = (1.3, 1.5, 1.75, 2.0)
"""How far past the type a gradient may go: the one that takes least of the picture is used."""

_TINT_WEIGHT = 4.0
"""How much worse a tint over the whole picture is than a gradient of the same strength."""

_CALM = 0.45
"""The share of a direction's shade that is left where type can be read without any."""

_CLIP = 0.78
"""The least shade over a clip: nobody can say what passes beneath type later in it."""

_ASKED = 0.72
"""The least shade in a colour that a person asked for, and …"""

ASKED_TINT = 0.2
"""… how much of that colour the whole picture takes on."""

_PROFILE = 100
_DEPTH = 0.19
"""OKLab lightness of a dark shade."""

_WANTED = 4.9
"""More than has to be: the copy that is judged is coarser than the picture, and the grade only estimated."""


@dataclass(frozen=True, slots=True)
class Shaded:
    """A picture made ready for type: the plate, the shade over it, and inks that can be read on both."""

    plate: Plate
    tiles: tuple[Tile, ...]
    inks: Inks
    scheme: Scheme


@dataclass(frozen=True, slots=True, eq=False)
class _Shade:
    """A gradient from a side, a tint over everything, and the colours seen beneath the type through both."""

    reach: float
    strength: float
    tint: float
    seen: NDArray[np.float64]

    def weight(self) -> float:
        """How much of the picture it takes away."""
        return self.strength * self.reach * (1 - self.tint) + _TINT_WEIGHT * self.tint * self.reach


def shaded(setup: Setup, photo: Framed, type_box: Box, side: Side | None, *, light: bool = False) -> Shaded:
    """Darken (or lighten) a picture for type in a box: from one side, or as a whole when ``side`` is None.

    A gradient is tried first; the whole picture is tinted as well only where the gradient alone is not enough.
    """
    scheme = setup.palette.scheme("light" if light else "dark")
    asked = bool(setup.scene.look.accent)
    color = _color(scheme, asked=asked)
    stage = setup.stage
    air = setup.px(0.012)
    type_box = type_box.inset(-air, -air, -air, -air)
    beneath = photo.beneath(type_box, setup.clock.seconds)
    least = _least(setup, photo, beneath, scheme.ink, side)
    start = _Shade(0.0, least, ASKED_TINT if asked else 0.0, beneath)
    if side:
        reaches = [_reach(type_box, stage.whole, side, times) for times in _REACHES]
        made = [
            _from_side(replace(start, reach=reach), scheme.ink, color, type_box, stage.whole, side) for reach in reaches
        ]
        best = min(made, key=_Shade.weight)
    else:
        best = _all_over(start, scheme.ink, color)
    grade = grade_of(setup, tint=color, strength=round(min(best.tint, 0.94), 3))
    plate = replace(photo.plate, grade=replace(grade, duotone=photo.plate.grade.duotone))
    tiles = (gradient(stage.whole, color, best.strength, side, best.reach),) if side else ()
    return Shaded(plate, tiles, _inks(scheme, best.seen), scheme)


def _color(scheme: Scheme, *, asked: bool) -> str:
    """The shade's colour: the ground's, but hardly coloured, and so deep that little of it is enough.

    A strongly coloured shade would make a photograph look stained, unless that is what was asked for; one as light
    as the ground would lie over it like a veil.
    """
    base = palette.lab(scheme.base)
    if asked:
        return palette.hexed(base)
    if scheme.tone == "light":
        return palette.hexed(base.muted(0.5))
    return palette.hexed(Lab(_DEPTH, base.a * 0.8, base.b * 0.8))


def _from_side(shade: _Shade, ink: str, color: str, box: Box, whole: Box, side: Side) -> _Shade:
    """The gradient strengthened, and then the whole picture tinted, until ink can be read in the box."""
    strength, tint, seen = shade.strength, shade.tint, shade.seen
    for _ in range(60):
        seen = over(contrast.mixed(shade.seen, color, tint), color, box, whole, side, shade.reach, strength)
        if contrast.worst_band(ink, seen) >= _WANTED:
            break
        strength, tint = (strength + 0.03, tint) if strength < 0.9 else (strength, tint + 0.03)
    return replace(shade, strength=strength, tint=tint, seen=seen)


def _all_over(shade: _Shade, ink: str, color: str) -> _Shade:
    """The whole picture tinted until ink can be read on it."""
    strength, seen = shade.strength, shade.seen
    for _ in range(60):
        seen = contrast.mixed(shade.seen, color, strength)
        if contrast.worst_band(ink, seen) >= _WANTED:
            break
        strength = min(strength + 0.04, 0.94)
    return replace(shade, strength=0.0, tint=strength, seen=seen)


def _least(setup: Setup, photo: Framed, beneath: NDArray[np.float64], ink: str, side: Side | None) -> float:
    """The shade with which to begin: the direction's, much less over a calm place that needs none."""
    if isinstance(photo.plate.source, Footage):
        return _CLIP
    usual = setup.direction.scrim if side else setup.direction.scrim * 0.75
    if contrast.worst_band(ink, beneath) >= _WANTED:
        usual *= _CALM
    return max(usual, _ASKED if side else 0.0) if setup.scene.look.accent else usual


def _reach(box: Box, whole: Box, side: Side, times: float) -> float:
    """How far the gradient goes in from its side: some times as far as the type."""
    far, extent = {
        "bottom": (whole.height - box.y, whole.height),
        "top": (box.bottom, whole.height),
        "left": (box.right, whole.width),
        "right": (whole.width - box.x, whole.width),
    }[side]
    return min(extent, far * times)


@lru_cache(maxsize=64)
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
    profile = np.array([drawing.profile(step / _PROFILE) for step in range(_PROFILE + 1)])
    return np.asarray(np.interp(position, np.linspace(0, 1, _PROFILE + 1), profile))


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
