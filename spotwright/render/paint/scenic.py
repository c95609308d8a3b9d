"""Recipes with a place in them: light, a floor, a horizon, something to stand on."""

import math

import numpy as np
import skia

from spotwright.render.paint.drawn import ground
from spotwright.render.paint.field import lay, ramp, smooth
from spotwright.render.paint.outline import below, doorway, flowing_edge
from spotwright.render.paint.sheet import SHORT, Sheet, glow, ink, sweep


def bokeh(sheet: Sheet) -> None:
    """Lights out of focus, gathered on one side of a dim room."""
    palette, rng, width, height = sheet.palette, sheet.rng, sheet.width, sheet.height
    field = sheet.field(200)
    stops = [(0.0, palette.base), (0.5, palette.base.mix(palette.soft(0, 0.14), 0.4)), (1.0, palette.kin(0, 0.14))]
    picture = ramp(stops, field.along(28) + np.float32(0.08) * field.noise(1.2, rng))
    crowd = (0.8, 0.6) if sheet.wide else (0.62, 0.72)
    lay(picture, palette.soft(0, 0.26), 0.7 * field.spot(*crowd, 0.3))
    lay(picture, palette.soft(1, 0.22), 0.5 * field.spot(crowd[0] + 0.16, crowd[1] - 0.3, 0.22))
    sheet.cover(picture)
    lights = []
    for index in range(38):
        radius = 14 + 165 * float(rng.random()) ** 2.4
        x = width * (crowd[0] + rng.normal(0, 0.17))
        y = height * (crowd[1] + rng.normal(0, 0.24))
        lights.append((radius, x, y, index))
    for radius, x, y, index in sorted(lights, reverse=True):
        color = palette.accent(index % 3)
        color = color.at(max(color.l, 0.66)) if palette.dark else color.mix(palette.gleam(0.3), 0.3)
        strength = sheet.between(0.14, 0.4) * (1.1 - 0.62 * radius / 180)
        # The large ones are the nearest and the least sharp.
        soft = 0.97 - 0.22 * radius / 180
        stops = [(0.0, ink(color, strength * 0.75)), (soft - 0.06, ink(color, strength))]
        stops += [(soft, ink(color.lighter(0.06), strength * 1.25)), (1.0, ink(color, 0.0))]
        paint = skia.Paint(AntiAlias=True, Shader=glow((x, y), radius, stops))
        if palette.dark:
            paint.setBlendMode(skia.BlendMode.kScreen)
        sheet.canvas.drawCircle(x, y, radius, paint)


def studio(sheet: Sheet, stand: float | None = None) -> None:
    """A seamless product sweep: lit wall, curved into a floor, brightest around ``stand`` (a fraction across)."""
    palette, field = sheet.palette, sheet.field(300)
    if stand is None:
        stand = sheet.between(0.5, 0.66) if sheet.wide else 0.5
    down = field.y / np.float32(field.tall) + np.float32(0.5)
    wall = palette.base.mix(palette.soft(0, 0.1), 0.12)
    floor = palette.base.mix(palette.soft(0, 0.12), 0.4)
    stops = [(0.0, wall.lighter(-0.03)), (0.52, wall), (0.71, wall.mix(floor, 0.5).lighter(-0.045))]
    picture = ramp([*stops, (0.8, floor.lighter(0.02)), (1.0, floor)], down)
    lay(picture, palette.lit(0.16), 0.7 * field.spot(stand, 0.34, 0.38, 0.9))
    lay(picture, floor.mix(palette.lit(0.18), 0.6), 0.7 * field.spot(stand, 0.87, 0.36, 2.6))
    away = np.hypot(field.x / field.wide - np.float32(stand - 0.5), field.y / field.tall)
    picture[..., 0] -= np.float32(0.055) * smooth(0.3, 0.85, away)
    sheet.cover(picture)
    window_light(sheet, 0.4)


def window_light(sheet: Sheet, strength: float) -> None:
    """Panes of sun from a window that is not in the picture, slanting over the wall."""
    palette, width, height = sheet.palette, sheet.width, sheet.height
    flip = sheet.chance(0.5)
    light = palette.lit(0.3).mix(palette.soft(0, 0.2), 0.1)
    panes = skia.Path()
    left, top = width * 0.08, height * sheet.between(0.02, 0.1)
    pane, tall, gap, slant = sheet.between(140, 190), sheet.between(210, 260), 26.0, sheet.between(0.34, 0.5)
    for column in range(3):
        for row in range(2):
            x = left + column * (pane + gap) + row * (tall + gap) * slant
            y = top + row * (tall + gap) + column * (pane + gap) * 0.16
            corners = [
                skia.Point(x, y),
                skia.Point(x + pane, y + pane * 0.16),
                skia.Point(x + pane + tall * slant, y + pane * 0.16 + tall),
                skia.Point(x + tall * slant, y + tall),
            ]
            panes.addPoly(corners, True)
    sheet.canvas.save()
    if flip:
        sheet.canvas.translate(width, 0)
        sheet.canvas.scale(-1, 1)
    paint = skia.Paint(AntiAlias=True)
    stops = [(0.0, ink(light, strength)), (0.6, ink(light, strength * 0.7)), (1.0, ink(light, 0.0))]
    paint.setShader(sweep((left, top), (left + 700, top + 620), stops))
    paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 15))
    sheet.canvas.drawPath(panes, paint)
    sheet.canvas.restore()


def arches(sheet: Sheet) -> None:
    """Round-topped niches one inside the other, on a floor, in the light of late afternoon."""
    palette, width, height = sheet.palette, sheet.width, sheet.height
    ground(sheet, 0.07)
    window_light(sheet, 0.32)
    floor = height * 0.86
    center = width * (0.5 if not sheet.wide else (0.74 if sheet.chance(0.75) else 0.7))
    scale = sheet.between(0.92, 1.06) * (min(width, 1100) / SHORT if not sheet.wide else 1.0)
    for index, (half, rise) in enumerate(((370, 880), (278, 700), (190, 520))):
        path = doorway(
            center + index * sheet.between(-14, 14),
            floor + 4,
            half * scale,
            rise * scale * height / SHORT * (1 if not sheet.tall else 0.62),
        )
        color = (palette.base.mix(palette.soft(0, 0.14), 0.5), palette.soft(0, 0.2), palette.bold(1))[index]
        sheet.shadow(path, palette.umbra(0.3), 0.3, 26, -10, 12)
        left = center - half * scale
        stops = [(0.0, ink(color.lighter(-0.06))), (0.45, ink(color)), (1.0, ink(color.lighter(0.07)))]
        sheet.fill(path, skia.Paint(Shader=sweep((left, 0), (left + 2 * half * scale, height * 0.3), stops)))
    stand = skia.Path()
    stand.addRect(skia.Rect.MakeLTRB(-50, floor, width + 50, height + 50))
    sheet.shadow(stand, palette.umbra(0.3), 0.2, 18, 0, -6)
    top = palette.base.mix(palette.soft(0, 0.2), 0.4)
    stops = [(0.0, ink(top.lighter(0.05))), (1.0, ink(top.lighter(-0.05)))]
    sheet.fill(stand, skia.Paint(Shader=sweep((0, floor), (0, height), stops)))


def horizon(sheet: Sheet) -> None:
    """A low sun over ranges of hills that fade into one another."""
    palette, width, height = sheet.palette, sheet.width, sheet.height
    field = sheet.field(240)
    down = field.y / np.float32(field.tall) + np.float32(0.5)
    warm = palette.soft(1, 0.24)
    picture = ramp([(0.0, palette.base), (0.35, palette.lit(0.05)), (0.68, warm.lighter(0.06)), (1.0, warm)], down)
    sun = (sheet.between(0.62, 0.78) if sheet.wide else sheet.between(0.4, 0.66), 0.56)
    lay(picture, palette.accent(0).lighter(0.1), 0.55 * field.spot(*sun, 0.26))
    sheet.cover(picture)
    disc = palette.accent(0).lighter(0.12)
    at = (sun[0] * width, sun[1] * height)
    stops = [(0.0, ink(disc.lighter(0.05))), (1.0, ink(disc))]
    sheet.canvas.drawCircle(*at, 118, skia.Paint(AntiAlias=True, Shader=glow(at, 118, stops)))
    mist = warm.lighter(0.05)
    ranges = 5
    for index in range(ranges):
        part = index / (ranges - 1)
        edge = flowing_edge(width, height * (0.62 + 0.085 * index), sheet.rng, 74 - 8 * index, sheet.between(0.9, 1.6))
        color = mist.mix(palette.soft(0, 0.3).lighter(-0.08 * part), 0.26 + 0.7 * part)
        stops = [(0.0, ink(color)), (1.0, ink(color.mix(mist, 0.42)))]
        path = below(edge, width, height)
        sheet.fill(path, skia.Paint(Shader=sweep((0, min(edge)), (0, min(edge) + 250), stops)))


def orbs(sheet: Sheet) -> None:
    """Polished spheres resting in soft light."""
    palette, width, height = sheet.palette, sheet.width, sheet.height
    ground(sheet, 0.1)
    places = [(0.86, 0.66, 270), (0.62, 0.9, 120), (0.97, 0.2, 120), (0.06, 0.94, 165), (0.7, 0.28, 46), (0.2, 0.1, 60)]
    for index, (x, y, size) in enumerate(places):
        radius = size * sheet.between(0.88, 1.12)
        center = (x * width + sheet.between(-30, 30), y * height + sheet.between(-30, 30))
        color = palette.bold(index % 3)
        path = skia.Path.Circle(*center, radius)
        sheet.shadow(path, palette.umbra(0.32), 0.4, radius * 0.2, radius * 0.12, radius * 0.24)
        light = (center[0] - radius * 0.38, center[1] - radius * 0.44)
        stops = [
            (0.0, ink(color.lighter(0.2))),
            (0.35, ink(color.lighter(0.05))),
            (0.75, ink(color.lighter(-0.09))),
            (1.0, ink(color.lighter(-0.03))),
        ]
        sheet.fill(path, skia.Paint(Shader=glow(light, radius * 1.62, stops)))
        rim = [(0.86, ink(color, 0.0)), (1.0, ink(palette.bold(index + 1).lighter(0.12), 0.5))]
        sheet.fill(
            path, skia.Paint(Shader=glow((center[0] - radius * 0.06, center[1] - radius * 0.08), radius * 1.08, rim))
        )


def ribbon(sheet: Sheet) -> None:
    """A twisting band of fine strands, folding over itself as it crosses the sheet."""
    palette, width, height = sheet.palette, sheet.width, sheet.height
    ground(sheet)
    phase = sheet.rng.uniform(0, math.tau, 4)
    strands, steps = 90, 48
    rise = -0.24 if sheet.chance(0.6) else 0.2
    for strand in range(strands):
        part = strand / (strands - 1)
        path = skia.Path()
        for step in range(steps + 1):
            at = step / steps
            twist = math.sin(at * 4.4 + phase[0]) * 0.75 + 0.25 * math.sin(at * 9 + phase[1])
            middle = height * (0.7 + rise * (at - 0.5) + 0.1 * math.sin(at * 5.2 + phase[2]))
            y = middle + (part - 0.5) * 330 * twist + 34 * math.sin(part * 3 + at * 7 + phase[3])
            point = (at * (width + 160) - 80, y)
            path.lineTo(*point) if step else path.moveTo(*point)
        color = palette.soft(0, 0.3).mix(palette.soft(1, 0.3), 0.5 + 0.5 * math.cos(part * math.pi))
        color = color.lighter(0.1 * math.sin(part * 7))
        stops = [(0.0, ink(color.lighter(-0.05), 0.5)), (0.5, ink(color.lighter(0.05), 0.62)), (1.0, ink(color, 0.75))]
        paint = skia.Paint(Style=skia.Paint.kStroke_Style, StrokeWidth=6.5, Shader=sweep((0, 0), (width, 0), stops))
        sheet.fill(path, paint)
