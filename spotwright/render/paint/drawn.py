"""Drawn recipes: outlines in layers, flat colour, soft shadows."""

import math

import numpy as np
import skia

from spotwright.render.paint.field import lay, ramp
from spotwright.render.paint.outline import below, closed_curve, crest, flowing_edge, organic
from spotwright.render.paint.sheet import Sheet, glow, ink, sweep


def ground(sheet: Sheet, reach: float = 0.1) -> None:
    """The quiet base under drawn things: the dominant colour in a slow slanting light."""
    palette, field = sheet.palette, sheet.field(200)
    angle = sheet.between(30, 70)
    picture = ramp(
        [(0.0, palette.lit(reach * 0.6)), (0.5, palette.base), (1.0, palette.base.mix(palette.soft(0, reach), 0.55))],
        field.along(angle) + np.float32(0.06) * field.noise(1.0, sheet.rng),
    )
    lay(picture, palette.lit(reach), 0.6 * field.spot(0.3, 0.25, 0.4))
    sheet.cover(picture)


def blobs(sheet: Sheet) -> None:
    """Large pebbles of colour leaning in from the edges, the middle left free."""
    palette, width, height = sheet.palette, sheet.width, sheet.height
    ground(sheet)
    flip = sheet.chance(0.5)
    spots = [
        (0.98, 0.92, 430, 0),
        (0.03, 0.02, 300, 1),
        (0.78, 1.05, 230, 2),
        (1.02, 0.16, 190, 3),
        (-0.02, 0.82, 150, 0),
    ]
    for x, y, size, accent in spots:
        center = (
            (1 - x if flip and accent == 1 else x) * width + sheet.between(-40, 40),
            y * height + sheet.between(-40, 40),
        )
        radius = size * sheet.between(0.9, 1.15)
        path = organic(center, radius, sheet.rng)
        color = palette.soft(accent, 0.3)
        sheet.shadow(path, palette.shade(0.3), 0.26, 34, 8, 22)
        lit = (center[0] - radius * 0.5, center[1] - radius * 0.7)
        stops = [(0.0, ink(color.lighter(0.09))), (0.6, ink(color)), (1.0, ink(color.lighter(-0.07)))]
        sheet.fill(path, skia.Paint(Shader=glow(lit, radius * 2.1, stops)))
    for index in range(4):
        center = (sheet.between(0.62, 0.96) * width, sheet.between(0.12, 0.72) * height)
        path = organic(center, sheet.between(9, 30), sheet.rng, 0.1)
        sheet.shadow(path, palette.shade(0.3), 0.2, 9, 3, 7)
        sheet.fill(path, skia.Paint(Color4f=ink(palette.accent(index))))


def waves(sheet: Sheet) -> None:
    """Translucent swells rising from below, each with a lit crest."""
    palette, width, height = sheet.palette, sheet.width, sheet.height
    ground(sheet)
    layers = 6
    for layer in range(layers):
        part = layer / (layers - 1)
        level = height * (0.5 + 0.42 * part) - 40
        swing = (150 if sheet.wide else 120) * (1 - 0.45 * part)
        edge = flowing_edge(width, level, sheet.rng, swing, sheet.between(0.6, 1.0))
        color = palette.soft(layer % 3, 0.14 + 0.14 * part)
        path = below(edge, width, height)
        sheet.shadow(path, palette.shade(0.25), 0.16, 40, 0, -10)
        top = min(edge)
        stops = [(0.0, ink(color.lighter(0.05), 0.95)), (0.4, ink(color, 0.72)), (1.0, ink(color.lighter(-0.05), 0.45))]
        sheet.fill(path, skia.Paint(Shader=sweep((0, top), (width * 0.15, top + 520), stops)))
        light = skia.Paint(Style=skia.Paint.kStroke_Style, StrokeWidth=2.2, Color4f=ink(color.lighter(0.2), 0.55))
        sheet.fill(crest(edge, width), light)


def rays(sheet: Sheet) -> None:
    """Broad beams from a point low on one side, fading before they reach the far edge."""
    palette, width, height = sheet.palette, sheet.width, sheet.height
    ground(sheet)
    side = 0.74 if sheet.wide else 0.5
    origin = (width * (side + sheet.between(-0.05, 0.05)), height * sheet.between(1.0, 1.12))
    reach = math.hypot(width, height) * 1.15
    beams = 13 + int(sheet.between(0, 4))
    turn = sheet.between(0, 1)
    for beam in range(beams):
        start = math.pi + math.pi * (beam * 2 + turn) / (beams * 2)
        spread = math.pi / (beams * 2) * (0.86 + 0.28 * math.sin(beam * 2.1 + turn * 6))
        path = skia.Path()
        path.moveTo(*origin)
        path.lineTo(origin[0] + reach * math.cos(start), origin[1] + reach * math.sin(start))
        path.lineTo(origin[0] + reach * math.cos(start + spread), origin[1] + reach * math.sin(start + spread))
        path.close()
        color = palette.soft(beam % 2, 0.2)
        stops = [(0.0, ink(color, 0.95)), (0.45, ink(color, 0.6)), (1.0, ink(color, 0.12))]
        sheet.fill(path, skia.Paint(Shader=glow(origin, reach * 0.92, stops)))
    warm = palette.accent(0).lighter(0.08)
    halo = [(0.0, ink(warm, 0.9)), (0.35, ink(warm, 0.4)), (1.0, ink(warm, 0.0))]
    sheet.canvas.drawPaint(skia.Paint(Shader=glow(origin, 560, halo)))


def paper(sheet: Sheet) -> None:
    """Sheets of cut paper, one behind the other, each with a window onto a calm, deep middle."""
    palette, width, height = sheet.palette, sheet.width, sheet.height
    sheet.cover(_fibres(sheet, 0))
    depth = 5
    center = (width * sheet.between(0.4, 0.46), height * sheet.between(0.46, 0.54))
    for layer in range(depth):
        part = layer / (depth - 1)
        points = []
        phases = sheet.rng.uniform(0, math.tau, 3)
        for step in range(28):
            angle = math.tau * step / 28
            bend = 0.11 * math.sin(2 * angle + phases[0]) + 0.09 * math.sin(3 * angle + phases[1])
            bend += 0.04 * math.sin(5 * angle + phases[2])
            reach = (0.37 + 0.085 * layer) * (1 + bend)
            points.append((center[0] + width * reach * math.cos(angle), center[1] + height * reach * math.sin(angle)))
        frame = skia.Path()
        frame.addRect(sheet.bounds.makeOutset(200, 200))
        frame.addPath(closed_curve(points))
        frame.setFillType(skia.PathFillType.kEvenOdd)
        color = palette.base.mix(palette.soft(layer % 3, 0.3), 0.4 + 0.6 * part)
        sheet.shadow(frame, palette.shade(0.34), 0.5, 20, 5, 13)
        stops = [(0.0, ink(color.lighter(0.045))), (1.0, ink(color.lighter(-0.045)))]
        sheet.fill(frame, skia.Paint(Shader=sweep((0, 0), (width * 0.4, height), stops)))
        cut = skia.Paint(Style=skia.Paint.kStroke_Style, StrokeWidth=1.6, Color4f=ink(color.lighter(0.14), 0.6))
        sheet.fill(closed_curve(points), cut)


def _fibres(sheet: Sheet, accent: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    palette, field = sheet.palette, sheet.field(540)
    picture = field.flat(palette.base)
    lay(picture, palette.soft(accent, 0.1), 0.35 * field.along(60))
    lay(picture, palette.lit(0.08), field.spot(0.42, 0.4, 0.35))
    picture[..., 0] += np.float32(0.008) * field.noise(60, sheet.rng) + np.float32(0.006) * field.noise(170, sheet.rng)
    return picture
