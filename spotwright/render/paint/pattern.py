"""Patterned recipes: a calm ground with a regular or scattered small order that fades where type will stand."""

import math

import numpy as np
import skia

from spotwright.render.paint import mixing
from spotwright.render.paint.drawn import ground
from spotwright.render.paint.field import lay, ramp, smooth
from spotwright.render.paint.sheet import SHORT, Sheet, glow, ink, sweep

_MOST_CHIPS = 700


def grid(sheet: Sheet) -> None:
    """A fine lattice in a pool of light, a few lit cells, and one or two bright traces along it."""
    palette, width, height = sheet.palette, sheet.width, sheet.height
    field = sheet.field(240)
    focus = (0.78 if sheet.wide else 0.6, sheet.between(0.55, 0.8))
    picture = ramp([(0.0, palette.lit(0.05)), (0.6, palette.base), (1.0, palette.shade(0.05))], field.along(90))
    lay(picture, palette.soft(0, 0.22), 0.75 * field.spot(*focus, 0.36))
    lay(picture, palette.soft(1, 0.18), 0.5 * field.spot(0.1, 0.05, 0.34))
    sheet.cover(picture)
    step = SHORT / 12
    center = (focus[0] * width, focus[1] * height)
    line = palette.gleam(0.34) if palette.dark else palette.umbra(0.3)
    fade = glow(
        center, max(width, height) * 0.8, [(0.0, ink(line, 0.42)), (0.5, ink(line, 0.22)), (1.0, ink(line, 0.1))]
    )
    path = skia.Path()
    for column in range(int(width / step) + 1):
        path.moveTo((column + 0.5) * step, 0)
        path.lineTo((column + 0.5) * step, height)
    for row in range(int(height / step) + 1):
        path.moveTo(0, (row + 0.5) * step)
        path.lineTo(width, (row + 0.5) * step)
    sheet.fill(path, skia.Paint(Style=skia.Paint.kStroke_Style, StrokeWidth=1.5, Shader=fade))
    for cell in range(16):
        column = round((center[0] + sheet.rng.normal(0, 260)) / step)
        row = round((center[1] + sheet.rng.normal(0, 210)) / step)
        box = skia.Rect.MakeXYWH((column - 0.5) * step + 3, (row - 0.5) * step + 3, step - 6, step - 6)
        color = palette.accent(cell)
        sheet.canvas.drawRoundRect(box, 7, 7, skia.Paint(AntiAlias=True, Color4f=ink(color, sheet.between(0.1, 0.42))))
    for trace in range(3):
        _trace(sheet, step, trace)


def _trace(sheet: Sheet, step: float, index: int) -> None:
    """A bright line that follows the lattice with round corners and fades out behind its head."""
    column = int(sheet.between(0.35, 0.8) * sheet.width / step)
    row = int(sheet.between(0.3, 0.9) * sheet.height / step)
    path = skia.Path()
    start = ((column + 0.5) * step, (row + 0.5) * step)
    path.moveTo(*start)
    across = True
    for _ in range(6):
        if across:
            column += int(sheet.rng.integers(1, 4))
        else:
            row += int(sheet.rng.integers(-2, 2)) or 1
        across = not across
        path.lineTo((column + 0.5) * step, (row + 0.5) * step)
    end = ((column + 0.5) * step, (row + 0.5) * step)
    color = sheet.palette.accent(index).lighter(0.1 if sheet.palette.dark else 0.0)
    stops = [(0.0, ink(color, 0.0)), (0.6, ink(color, 0.75)), (1.0, ink(color, 0.9))]
    paint = skia.Paint(Style=skia.Paint.kStroke_Style, StrokeWidth=4, Shader=sweep(start, end, stops))
    paint.setPathEffect(skia.CornerPathEffect.Make(step * 0.42))
    soft = skia.Paint(paint)
    soft.setStrokeWidth(9)
    soft.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 10))
    sheet.fill(path, soft)
    sheet.fill(path, paint)


def terrazzo(sheet: Sheet) -> None:
    """Stone chips in a smooth ground, large and dense towards one corner, few and small where type stands."""
    palette, rng, width, height = sheet.palette, sheet.rng, sheet.width, sheet.height
    ground(sheet, 0.06)
    heart = (width * 0.36, height * 0.42) if not sheet.tall else (width * 0.5, height * 0.36)
    colors = [palette.accent(0), palette.accent(1), palette.soft(0, 0.12), palette.soft(1, 0.2), palette.lit(0.12)]
    placed: list[tuple[float, float, float]] = []
    tries = min(_MOST_CHIPS, int(300 * width * height / (SHORT * SHORT)))
    for _ in range(tries):
        x, y = rng.uniform(-20, width + 20), rng.uniform(-20, height + 20)
        away = min(1.0, math.hypot((x - heart[0]) / width, (y - heart[1]) / height) / 0.62)
        radius = (11 + 66 * away**2.2) * rng.uniform(0.4, 1.0) ** 1.5
        if rng.random() > 0.18 + away or any(
            math.hypot(x - px, y - py) < (radius + size) * 1.08 + 8 for px, py, size in placed
        ):
            continue
        placed.append((x, y, radius))
        corners = int(rng.integers(4, 7))
        turn, squash = rng.uniform(0, math.tau), rng.uniform(0.55, 1.0)
        points = []
        for corner in range(corners):
            angle = turn + math.tau * (corner + rng.uniform(-0.22, 0.22)) / corners
            dx, dy = radius * math.cos(angle), radius * squash * math.sin(angle)
            points.append(
                skia.Point(x + dx * math.cos(turn) - dy * math.sin(turn), y + dx * math.sin(turn) + dy * math.cos(turn))
            )
        path = skia.Path()
        path.addPoly(points, True)
        paint = skia.Paint(Color4f=ink(colors[int(rng.integers(len(colors)))], 0.35 + 0.6 * away))
        paint.setPathEffect(skia.CornerPathEffect.Make(radius * 0.22))
        sheet.fill(path, paint)


def halftone(sheet: Sheet) -> None:
    """Printer's dots on a slant that swell towards one corner."""
    palette, width, height = sheet.palette, sheet.width, sheet.height
    ground(sheet)
    step = 27.0
    angle = math.radians(sheet.between(14, 32))
    corner = (width * (1.0 if sheet.chance(0.75) else 0.0), height)
    reach = math.hypot(width, height) * 0.74
    phase = sheet.between(0, math.tau)
    half = int(math.hypot(width, height) / step / 2) + 1
    path = skia.Path()
    for column in range(-half, half):
        for row in range(-half, half):
            x = width / 2 + step * (column * math.cos(angle) - row * math.sin(angle))
            y = height / 2 + step * (column * math.sin(angle) + row * math.cos(angle))
            if not (-step < x < width + step and -step < y < height + step):
                continue
            swell = 1 - math.hypot(x - corner[0], y - corner[1]) / reach
            swell += 0.1 * math.sin(x / 170 + phase) + 0.1 * math.sin(y / 130 - phase)
            radius = step * 0.62 * max(0.0, swell) ** 0.9
            if radius > 0.9:
                path.addCircle(x, y, radius)
    color, other = palette.soft(0, 0.3), palette.kin(0, 0.22)
    stops = [(0.0, ink(color)), (0.6, ink(other, 0.9)), (1.0, ink(other, 0.3))]
    path.setFillType(skia.PathFillType.kWinding)
    sheet.fill(path, skia.Paint(Shader=glow(corner, reach, stops)))


def contours(sheet: Sheet) -> None:
    """The lines of a map: heights in steps of tone, with fine lines between."""
    palette, field = sheet.palette, sheet.field(250)
    height = field.noise(1.5, sheet.rng) + np.float32(0.35) * field.noise(3.2, sheet.rng)
    height += np.float32(0.9) * (field.along(40) - np.float32(0.5))
    picture = ramp(
        [(0.0, palette.lit(0.07)), (0.45, palette.base), (1.0, palette.soft(0, 0.2))], height * np.float32(0.36) + 0.5
    )
    lay(picture, palette.soft(1, 0.2), 0.6 * smooth(0.55, 1.3, height))
    sheet.cover(picture)
    line = palette.gleam(0.3) if palette.dark else palette.umbra(0.3)
    levels = np.arange(-1.6, 1.7, 0.12)
    for index, level in enumerate(levels):
        path = _isoline(height - np.float32(level + 0.003), sheet.width, sheet.height)
        strong = index % 4 == 0
        color = palette.accent(0) if strong else line
        paint = skia.Paint(Style=skia.Paint.kStroke_Style, StrokeWidth=3.0 if strong else 1.7)
        paint.setStrokeCap(skia.Paint.kRound_Cap)
        paint.setColor4f(ink(color, 0.62 if strong else 0.3))
        sheet.fill(path, paint)


def _isoline(values: np.ndarray[tuple[int, ...], np.dtype[np.float32]], width: float, height: float) -> skia.Path:
    """The zero line of a field, one short stroke for each cell it crosses (marching squares)."""
    rows, columns = values.shape
    strokes = np.empty((2 * rows * columns, 4))
    count = mixing.zero_line(values, strokes)
    path = skia.Path()
    across, down = width / (columns - 1), height / (rows - 1)
    for x0, y0, x1, y1 in (strokes[:count] * (across, down, across, down)).tolist():
        path.moveTo(x0, y0)
        path.lineTo(x1, y1)
    return path


def prism(sheet: Sheet) -> None:
    """Clear planes of colour crossing at slants on one side, each bright along one edge and fading from it."""
    palette, width, height = sheet.palette, sheet.width, sheet.height
    ground(sheet)
    diagonal = math.hypot(width, height)
    for plane in range(5):
        angle = math.radians(sheet.between(-66, -34) if plane % 2 else sheet.between(38, 72))
        px, py = width * (0.56 + 0.11 * plane + sheet.between(-0.04, 0.04)), height * sheet.between(0.35, 0.85)
        dx, dy = math.cos(angle), math.sin(angle)
        thick = sheet.between(260, 520)
        path = skia.Path()
        path.addPoly(
            [
                skia.Point(px - dx * diagonal, py - dy * diagonal),
                skia.Point(px + dx * diagonal, py + dy * diagonal),
                skia.Point(px + dx * diagonal - dy * thick * 1.5, py + dy * diagonal + dx * thick * 1.5),
                skia.Point(px - dx * diagonal - dy * thick, py - dy * diagonal + dx * thick),
            ],
            True,
        )
        color = palette.soft(plane % 2, 0.26)
        stops = [(0.0, ink(color.lighter(0.04), 0.6)), (0.35, ink(color, 0.25)), (1.0, ink(color, 0.0))]
        sheet.fill(path, skia.Paint(Shader=sweep((px, py), (px - dy * thick, py + dx * thick), stops)))
        edge = skia.Path()
        edge.moveTo(px - dx * diagonal, py - dy * diagonal)
        edge.lineTo(px + dx * diagonal, py + dy * diagonal)
        light = skia.Paint(Style=skia.Paint.kStroke_Style, StrokeWidth=1.6, Color4f=ink(color.lighter(0.2), 0.45))
        sheet.fill(edge, light)
