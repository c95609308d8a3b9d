"""Painted backgrounds: whole pictures made from a few colours and a seed, for scenes that have no photograph."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from spotwright.render.paint.drawn import blobs, paper, rays, waves
from spotwright.render.paint.illustration import illustrate
from spotwright.render.paint.objects import find_illustration
from spotwright.render.paint.palette import palette_of
from spotwright.render.paint.pattern import contours, grid, halftone, prism, terrazzo
from spotwright.render.paint.scenic import arches, bokeh, horizon, orbs, ribbon, studio
from spotwright.render.paint.sheet import Sheet, dice
from spotwright.render.paint.soft import dunes, flutes, gradient, mesh, silk
from spotwright.render.timeline import Painting

__all__ = ["RECIPES", "find_illustration", "paint"]

_PAINTERS: dict[str, Callable[[Sheet], None]] = {
    "gradient": gradient,
    "mesh": mesh,
    "blobs": blobs,
    "rays": rays,
    "paper": paper,
    "grid": grid,
    "waves": waves,
    "bokeh": bokeh,
    "terrazzo": terrazzo,
    "silk": silk,
    "horizon": horizon,
    "arches": arches,
    "halftone": halftone,
    "contours": contours,
    "prism": prism,
    "studio": studio,
    "flutes": flutes,
    "dunes": dunes,
    "orbs": orbs,
    "ribbon": ribbon,
}
_INSTEAD = ("orbs", "blobs", "arches", "flutes", "mesh", "paper")

RECIPES: tuple[str, ...] = (*_PAINTERS, "illustration")
"""Every recipe :func:`paint` knows."""


def paint(painting: Painting, width: int, height: int) -> npt.NDArray[np.uint8]:
    """Paint a background: ``(height, width, 3)`` sRGB bytes, the same for the same painting and size everywhere.

    The picture is composed for the shape, not the size: a larger one shows the same thing in more detail. Colours
    that are none are passed over; an ``illustration`` whose subject fits no object becomes an abstract painting.
    Raises :class:`ValueError` for an unknown recipe or a size below 1 × 1.
    """
    if painting.recipe not in RECIPES:
        raise ValueError(f"There is no painting recipe {painting.recipe!r}; there are {', '.join(RECIPES)}.")
    if width < 1 or height < 1:
        raise ValueError(f"A painting needs at least 1 × 1 pixels, not {width} × {height}.")
    palette = palette_of(painting.colors)
    sheet = Sheet(width, height, palette, dice(painting.recipe, painting.seed))
    recipe = painting.recipe
    if recipe == "illustration":
        if illustrate(sheet, painting.subject or ""):
            return sheet.finish()
        recipe = _INSTEAD[int(sheet.rng.integers(len(_INSTEAD)))]
    _PAINTERS[recipe](sheet)
    return sheet.finish()
