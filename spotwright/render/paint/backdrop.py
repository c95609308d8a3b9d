"""Backdrops for one object: a panel to float before, or a floor to stand on."""

from collections.abc import Callable
from dataclasses import dataclass

import skia

from spotwright.render.paint.drawn import ground, rays
from spotwright.render.paint.outline import doorway, organic
from spotwright.render.paint.palette import Lab
from spotwright.render.paint.scenic import studio, window_light
from spotwright.render.paint.sheet import Sheet, glow, ink, sweep


@dataclass(frozen=True, slots=True)
class Place:
    """Where an object goes: its centre and its size, in sheet units, and the colour right behind it."""

    x: float
    y: float
    size: float
    panel: Lab


def disc(sheet: Sheet, place: Place) -> float | None:
    """A round panel with a thin ring around it."""
    palette = sheet.palette
    ground(sheet)
    radius = place.size * 0.64
    color = place.panel
    path = skia.Path.Circle(place.x, place.y, radius)
    sheet.shadow(path, palette.umbra(0.3), 0.22, 40, 0, 24)
    corners = ((place.x - radius, place.y - radius), (place.x + radius, place.y + radius))
    stops = [(0.0, ink(color.lighter(0.07))), (1.0, ink(color.lighter(-0.05)))]
    sheet.fill(path, skia.Paint(Shader=sweep(*corners, stops)))
    for grow, alpha in ((1.16, 0.55), (1.36, 0.28)):
        ring = skia.Paint(Style=skia.Paint.kStroke_Style, StrokeWidth=2.6, Color4f=ink(place.panel, alpha))
        sheet.fill(skia.Path.Circle(place.x, place.y, radius * grow), ring)
    return None


def pebbles(sheet: Sheet, place: Place) -> float | None:
    """Two soft pebbles, one behind the other."""
    palette = sheet.palette
    ground(sheet)
    for index, (dx, dy, size) in enumerate(((0.16, -0.12, 0.74), (-0.04, 0.05, 0.6))):
        center = (place.x + dx * place.size, place.y + dy * place.size)
        path = organic(center, place.size * size, sheet.rng, 0.14)
        color = palette.soft(1, 0.12) if index == 0 else place.panel
        sheet.shadow(path, palette.umbra(0.3), 0.18, 34, 4, 18)
        stops = [(0.0, ink(color.lighter(0.08))), (1.0, ink(color.lighter(-0.05)))]
        light = (center[0] - place.size * 0.3, center[1] - place.size * 0.5)
        sheet.fill(path, skia.Paint(Shader=glow(light, place.size * 1.5, stops)))
    return None


def burst(sheet: Sheet, place: Place) -> float | None:
    """Beams of colour from behind the object."""
    rays(sheet, (place.x, place.y))
    return None


def niche(sheet: Sheet, place: Place) -> float | None:
    """A round-topped niche over a floor."""
    palette = sheet.palette
    ground(sheet)
    window_light(sheet, 0.3)
    foot = place.y + place.size * 0.5
    for grow, color in ((1.22, palette.base.mix(palette.soft(0, 0.14), 0.5)), (1.0, place.panel)):
        reach = place.size * 0.62 * grow
        path = doorway(place.x, foot, reach, place.size * (0.5 + 0.72 * grow))
        sheet.shadow(path, palette.umbra(0.3), 0.22, 26, -8, 10)
        stops = [(0.0, ink(color.lighter(-0.05))), (1.0, ink(color.lighter(0.06)))]
        sheet.fill(path, skia.Paint(Shader=sweep((place.x - reach, 0), (place.x + reach, 300), stops)))
    _floor(sheet, foot, palette.base.mix(palette.soft(0, 0.16), 0.45))
    return foot + place.size * 0.05


def sweep_floor(sheet: Sheet, place: Place) -> float | None:
    """The floor of a studio."""
    studio(sheet, place.x / sheet.width)
    return place.y + place.size * 0.5


def plinth(sheet: Sheet, place: Place) -> float | None:
    """A round block to stand on, under a large disc of light."""
    palette, height = sheet.palette, sheet.height
    ground(sheet)
    window_light(sheet, 0.22)
    sun = skia.Path.Circle(place.x + place.size * 0.08, place.y - place.size * 0.06, place.size * 0.6)
    color = palette.base.mix(palette.soft(1, 0.2), 0.75)
    edge = place.y + place.size * 0.6
    stops = [(0.0, ink(color.lighter(0.05))), (1.0, ink(color, 0.35))]
    sheet.fill(sun, skia.Paint(Shader=sweep((0, place.y - place.size * 0.66), (0, edge), stops)))
    foot, half = place.y + place.size * 0.46, place.size * 0.58
    for down, reach, tone in ((place.size * 0.16, half * 1.3, palette.soft(0, 0.16)), (0.0, half, place.panel)):
        _block(sheet, (place.x, foot + down), reach, height + 80, tone)
    return foot


def _block(sheet: Sheet, top: tuple[float, float], half: float, bottom: float, color: Lab) -> None:
    """A cylinder seen a little from above."""
    x, y = top
    thick = half * 0.17
    cap = skia.Rect.MakeLTRB(x - half, y - thick, x + half, y + thick)
    side = skia.Path()
    side.moveTo(x - half, y)
    side.lineTo(x - half, bottom)
    side.lineTo(x + half, bottom)
    side.lineTo(x + half, y)
    side.close()
    sheet.shadow(side, sheet.palette.umbra(0.3), 0.25, 26, 12, 10)
    stops = [(0.0, ink(color.lighter(-0.02))), (0.3, ink(color.lighter(0.03))), (1.0, ink(color.lighter(-0.12)))]
    sheet.fill(side, skia.Paint(Shader=sweep((x - half, 0), (x + half, 0), stops)))
    stops = [(0.0, ink(color.lighter(0.1))), (1.0, ink(color.lighter(0.04)))]
    sheet.fill(skia.Path.Oval(cap), skia.Paint(Shader=sweep((x - half, y), (x + half, y), stops)))


def _floor(sheet: Sheet, foot: float, color: Lab) -> None:
    """A level floor from ``foot`` down."""
    path = skia.Path.Rect(skia.Rect.MakeLTRB(-50, foot, sheet.width + 50, sheet.height + 50))
    sheet.shadow(path, sheet.palette.umbra(0.3), 0.18, 16, 0, -5)
    stops = [(0.0, ink(color.lighter(0.06))), (1.0, ink(color.lighter(-0.05)))]
    sheet.fill(path, skia.Paint(Shader=sweep((0, foot), (0, sheet.height), stops)))


Backdrop = Callable[[Sheet, Place], float | None]
"""Paints the backdrop; returns the height of the floor the object stands on, or None if it floats."""

STANDING: tuple[Backdrop, ...] = (plinth, niche, sweep_floor)
"""For objects with a foot."""

FLOATING: tuple[Backdrop, ...] = (disc, pebbles, niche, burst)
"""For objects without one."""
