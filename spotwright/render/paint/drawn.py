"""Drawn recipes: outlines in layers, flat colour, soft shadows."""

import math

import numpy as np
import skia

from spotwright.render.paint.field import Array, lay, ramp
from spotwright.render.paint.outline import below, closed_curve, crest, flowing_edge, organic
from spotwright.render.paint.palette import Lab
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
        color = palette.bold(accent)
        sheet.shadow(path, palette.umbra(0.3), 0.26, 34, 8, 22)
        lit = (center[0] - radius * 0.5, center[1] - radius * 0.7)
        stops = [(0.0, ink(color.lighter(0.09))), (0.6, ink(color)), (1.0, ink(color.lighter(-0.07)))]
        sheet.fill(path, skia.Paint(Shader=glow(lit, radius * 2.1, stops)))
    for index, (x, y) in enumerate(((0.64, 0.16), (0.7, 0.42), (0.55, 0.86), (0.24, 0.9))):
        center = ((x + sheet.between(-0.03, 0.03)) * width, (y + sheet.between(-0.04, 0.04)) * height)
        path = skia.Path.Circle(*center, sheet.between(9, 26))
        sheet.shadow(path, palette.umbra(0.3), 0.2, 9, 3, 8)
        color = palette.bold(index + 1)
        stops = [(0.0, ink(color.lighter(0.08))), (1.0, ink(color.lighter(-0.04)))]
        sheet.fill(path, skia.Paint(Shader=sweep((center[0], center[1] - 30), (center[0], center[1] + 30), stops)))


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
        sheet.shadow(path, palette.umbra(0.25), 0.16, 40, 0, -10)
        top = min(edge)
        stops = [(0.0, ink(color.lighter(0.05), 0.95)), (0.4, ink(color, 0.72)), (1.0, ink(color.lighter(-0.05), 0.45))]
        sheet.fill(path, skia.Paint(Shader=sweep((0, top), (width * 0.15, top + 520), stops)))
        light = skia.Paint(Style=skia.Paint.kStroke_Style, StrokeWidth=2.2, Color4f=ink(color.lighter(0.2), 0.55))
        sheet.fill(crest(edge, width), light)


def rays(sheet: Sheet, origin: tuple[float, float] | None = None) -> None:
    """Broad beams all around a point, low on one side unless given, fading before they reach the far edge."""
    palette, width, height = sheet.palette, sheet.width, sheet.height
    ground(sheet)
    if origin is None:
        side = 0.74 if sheet.wide else 0.5
        origin = (width * (side + sheet.between(-0.05, 0.05)), height * sheet.between(1.0, 1.12))
    reach = math.hypot(width, height) * 1.15
    beams = 26 + 2 * int(sheet.between(0, 4))
    turn = sheet.between(0, 1)
    for beam in range(beams):
        start = math.tau * (beam * 2 + turn) / (beams * 2)
        spread = math.pi / beams * (0.86 + 0.28 * math.sin(beam * 2.1 + turn * 6))
        path = skia.Path()
        path.moveTo(*origin)
        path.lineTo(origin[0] + reach * math.cos(start), origin[1] + reach * math.sin(start))
        path.lineTo(origin[0] + reach * math.cos(start + spread), origin[1] + reach * math.sin(start + spread))
        path.close()
        color = palette.soft(beam % 2, 0.18)
        stops = [(0.0, ink(color, 0.95)), (0.35, ink(color, 0.5)), (1.0, ink(color, 0.06))]
        sheet.fill(path, skia.Paint(Shader=glow(origin, reach * 0.92, stops)))
    warm = palette.bold(0).lighter(0.06)
    halo = [(0.0, ink(warm, 0.9)), (0.35, ink(warm, 0.4)), (1.0, ink(warm, 0.0))]
    sheet.canvas.drawPaint(skia.Paint(Shader=glow(origin, 560, halo)))


def paper(sheet: Sheet) -> None:
    """Sheets of cut paper, one behind the other: around a calm window, or fanned out of one corner."""
    sheet.cover(_calm(sheet))
    if sheet.chance(0.5):
        _window(sheet)
    else:
        _fan(sheet)
    _tooth(sheet)


def _window(sheet: Sheet) -> None:
    """Frames with soft, uneven openings, ever wider towards the front."""
    palette, width, height = sheet.palette, sheet.width, sheet.height
    depth = 5
    for layer in range(depth):
        part = layer / (depth - 1)
        center = (width * (0.46 + sheet.between(-0.03, 0.03)), height * (0.48 + sheet.between(-0.03, 0.03)))
        phases = sheet.rng.uniform(0, math.tau, 3)
        points = []
        for step in range(40):
            angle = math.tau * step / 40
            across, down = math.cos(angle), math.sin(angle)
            square = (abs(across) ** 2.5 + abs(down) ** 2.5) ** -0.4
            bend = 0.05 * math.sin(2 * angle + phases[0]) + 0.06 * math.sin(3 * angle + phases[1])
            reach = square * (0.36 + 0.062 * layer) * (1 + bend + 0.03 * math.sin(5 * angle + phases[2]))
            points.append((center[0] + width * reach * across, center[1] + height * reach * down))
        frame = skia.Path()
        frame.addRect(sheet.bounds.makeOutset(200, 200))
        frame.addPath(closed_curve(points))
        frame.setFillType(skia.PathFillType.kEvenOdd)
        _leaf(sheet, frame, palette.base.mix(palette.soft(layer % 3, 0.24), 0.4 + 0.6 * part))


def _fan(sheet: Sheet) -> None:
    """Round-edged sheets laid over one another out of a lower corner, the smallest in front."""
    palette, width, height = sheet.palette, sheet.width, sheet.height
    corner = (width * (1.02 if sheet.chance(0.75) else -0.02), height * sheet.between(0.98, 1.06))
    depth = 5
    phases = sheet.rng.uniform(0, math.tau, 2)
    for layer in range(depth):
        part = layer / (depth - 1)
        across = width * (0.74 if not sheet.tall else 0.95) * (1 - 0.16 * layer)
        down = height * (0.8 if not sheet.tall else 0.6) * (1 - 0.155 * layer)
        points = []
        for step in range(40):
            angle = math.tau * step / 40
            bend = 1 + 0.09 * math.sin(3 * angle + phases[0] + layer * 0.8)
            bend += 0.05 * math.sin(5 * angle + phases[1] - layer * 0.6)
            points.append((corner[0] + across * bend * math.cos(angle), corner[1] + down * bend * math.sin(angle)))
        _leaf(sheet, closed_curve(points), palette.base.mix(palette.soft(layer % 3, 0.24), 0.4 + 0.6 * part))


def _leaf(sheet: Sheet, path: skia.Path, color: Lab) -> None:
    """One sheet of paper: its shadow near and far, its face in slanting light, the bright edge of the cut."""
    sheet.shadow(path, sheet.palette.umbra(0.36), 0.3, 26, 6, 18)
    sheet.shadow(path, sheet.palette.umbra(0.36), 0.26, 6, 1, 4)
    stops = [(0.0, ink(color.lighter(0.035))), (1.0, ink(color.lighter(-0.035)))]
    sheet.fill(path, skia.Paint(Shader=sweep((0, 0), (sheet.width * 0.4, sheet.height), stops)))
    edge = skia.Paint(Style=skia.Paint.kStroke_Style, StrokeWidth=1.6, Color4f=ink(color.lighter(0.12), 0.55))
    sheet.fill(path, edge)


def _calm(sheet: Sheet) -> Array:
    palette, field = sheet.palette, sheet.field(200)
    picture = field.flat(palette.base)
    lay(picture, palette.soft(0, 0.1), 0.35 * field.along(60))
    lay(picture, palette.lit(0.08), 0.9 * field.spot(0.42, 0.4, 0.35))
    return picture


def _tooth(sheet: Sheet) -> None:
    """The grain of good paper over everything: a fine, faint relief."""
    side = 512
    noise = sheet.rng.standard_normal((side, side)).astype(np.float32)
    relief = noise + np.roll(noise, 1, 0) + np.roll(noise, 1, 1) - np.roll(noise, -1, 0) - np.roll(noise, -1, 1)
    tile = np.clip(relief * np.float32(13) + np.float32(128), 0, 255).astype(np.uint8)
    rgba = np.dstack([tile, tile, tile, np.full_like(tile, 255)])
    repeat = skia.TileMode.kRepeat
    scale = skia.Matrix.Scale(0.9, 0.9)
    shader = skia.Image.fromarray(rgba, colorType=skia.kRGBA_8888_ColorType).makeShader(
        repeat, repeat, skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear), scale
    )
    sheet.canvas.drawPaint(skia.Paint(Shader=shader, BlendMode=skia.BlendMode.kSoftLight, Alphaf=0.3))
