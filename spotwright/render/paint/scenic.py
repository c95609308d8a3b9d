"""Recipes with a place in them: light, a floor, a horizon, something to stand on."""

import math

import numpy as np
import skia

from spotwright.render.paint.drawn import ground
from spotwright.render.paint.field import lay, ramp, smooth
from spotwright.render.paint.outline import below, flowing_edge
from spotwright.render.paint.sheet import SHORT, Sheet, glow, ink, sweep


def bokeh(sheet: Sheet) -> None:
    """Lights out of focus, gathered on one side of a dim room."""
    palette, rng, width, height = sheet.palette, sheet.rng, sheet.width, sheet.height
    ground(sheet, 0.14)
    crowd = (width * 0.8, height * 0.62) if sheet.wide else (width * 0.6, height * 0.74)
    lights = []
    for index in range(34):
        radius = 18 + 150 * float(rng.random()) ** 2.2
        x = crowd[0] + rng.normal(0, width * 0.2)
        y = crowd[1] + rng.normal(0, height * 0.22)
        lights.append((radius, x, y, index))
    for radius, x, y, index in sorted(lights, reverse=True):
        color = palette.accent(index % 3)
        color = color.mix(palette.lit(0.4), 0.25).lighter(0.1 if palette.dark else 0.0)
        strength = sheet.between(0.12, 0.34) * (1.15 - 0.5 * radius / 170)
        stops = [
            (0.0, ink(color, strength * 0.7)),
            (0.84, ink(color, strength)),
            (0.93, ink(color.lighter(0.08), strength * 1.35)),
            (1.0, ink(color, 0.0)),
        ]
        paint = skia.Paint(AntiAlias=True, Shader=glow((x, y), radius, stops))
        if palette.dark:
            paint.setBlendMode(skia.BlendMode.kScreen)
        sheet.canvas.drawCircle(x, y, radius, paint)


def studio(sheet: Sheet, stand: float | None = None) -> None:
    """A seamless product sweep: lit wall, curved into a floor, brightest around ``stand`` (a fraction across)."""
    palette, field = sheet.palette, sheet.field(360)
    if stand is None:
        stand = sheet.between(0.5, 0.66) if sheet.wide else 0.5
    down = field.y / np.float32(field.tall) + np.float32(0.5)
    wall, floor = palette.base, palette.base.mix(palette.soft(0, 0.14), 0.35)
    picture = ramp(
        [
            (0.0, wall.lighter(-0.05)),
            (0.5, wall.lighter(0.015)),
            (0.7, wall.lighter(-0.035)),
            (0.8, floor.lighter(0.05)),
            (1.0, floor),
        ],
        down,
    )
    lay(picture, palette.lit(0.17), 0.75 * field.spot(stand, 0.36, 0.36, 0.9))
    lay(picture, palette.lit(0.2), 0.6 * field.spot(stand, 0.86, 0.34, 2.6))
    lay(picture, palette.soft(1, 0.16), 0.3 * field.spot(0.02, 0.9, 0.4))
    picture[..., 0] -= np.float32(0.07) * smooth(0.42, 1.0, np.hypot(field.x / field.wide, field.y / field.tall) * 2)
    sheet.cover(picture)
    window_light(sheet, 0.3)


def window_light(sheet: Sheet, strength: float) -> None:
    """Panes of sun from a window that is not in the picture, slanting over the wall."""
    palette, width, height = sheet.palette, sheet.width, sheet.height
    flip = sheet.chance(0.5)
    light = palette.lit(0.3).mix(palette.soft(1, 0.3), 0.12)
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
    window_light(sheet, 0.2)
    floor = height * 0.86
    center = width * (0.5 if not sheet.wide else (0.74 if sheet.chance(0.75) else 0.7))
    scale = sheet.between(0.92, 1.06) * (min(width, 1100) / SHORT if not sheet.wide else 1.0)
    for index, (half, rise) in enumerate(((370, 880), (278, 700), (190, 520))):
        path = _arch(
            center + index * sheet.between(-14, 14),
            floor + 4,
            half * scale,
            rise * scale * height / SHORT * (1 if not sheet.tall else 0.62),
        )
        color = palette.soft(index, 0.12 + 0.07 * index)
        sheet.shadow(path, palette.shade(0.3), 0.3, 26, -10, 12)
        left = center - half * scale
        stops = [(0.0, ink(color.lighter(-0.06))), (0.45, ink(color)), (1.0, ink(color.lighter(0.07)))]
        sheet.fill(path, skia.Paint(Shader=sweep((left, 0), (left + 2 * half * scale, height * 0.3), stops)))
    stand = skia.Path()
    stand.addRect(skia.Rect.MakeLTRB(-50, floor, width + 50, height + 50))
    sheet.shadow(stand, palette.shade(0.3), 0.2, 18, 0, -6)
    top = palette.base.mix(palette.soft(0, 0.2), 0.4)
    stops = [(0.0, ink(top.lighter(0.05))), (1.0, ink(top.lighter(-0.05)))]
    sheet.fill(stand, skia.Paint(Shader=sweep((0, floor), (0, height), stops)))


def _arch(center: float, foot: float, half: float, rise: float) -> skia.Path:
    """A doorway with a round top, standing at ``foot``."""
    path = skia.Path()
    top = foot - max(rise, half)
    path.moveTo(center - half, foot)
    path.lineTo(center - half, top + half)
    path.arcTo(skia.Rect.MakeLTRB(center - half, top, center + half, top + 2 * half), 180, 180, False)
    path.lineTo(center + half, foot)
    path.close()
    return path


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
        color = palette.soft(index % 3, 0.28)
        path = skia.Path.Circle(*center, radius)
        sheet.shadow(path, palette.shade(0.32), 0.4, radius * 0.2, radius * 0.12, radius * 0.24)
        light = (center[0] - radius * 0.38, center[1] - radius * 0.44)
        stops = [
            (0.0, ink(color.lighter(0.2))),
            (0.35, ink(color.lighter(0.05))),
            (0.75, ink(color.lighter(-0.09))),
            (1.0, ink(color.lighter(-0.03))),
        ]
        sheet.fill(path, skia.Paint(Shader=glow(light, radius * 1.62, stops)))
        rim = [(0.86, ink(color, 0.0)), (1.0, ink(palette.soft(index + 1, 0.3).lighter(0.12), 0.5))]
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
